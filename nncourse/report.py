"""How a check tells its result: one line when it is right, at most eight when it is not."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from nncourse.world import TOO_SLOW

if TYPE_CHECKING:
    from nncourse.checks import Check, Line
    from nncourse.diagnosis import Recognised

MAX_LINES = 8
SCORE_TYPE = "application/vnd.nnlib-course.score+json"
HIDDEN = "other inputs"


@dataclass
class Row:
    """One line of a report: a mark (right, wrong or none), points, and text."""

    text: str
    mark: str = ""
    points: str = ""
    kind: str = "line"


class Score(float):
    """The points of a check. As a float it is what nbgrader reads; shown, it is the report."""

    name: str
    total: float
    functions: list[str]
    mistake: str | None
    rows: list[Row]
    lines: list[Line]

    @classmethod
    def of(cls, check: Check, found: Recognised | None) -> Score:
        """The score of a check whose lines have all been tried."""
        earned = sum(line.earned for line in check.lines)
        tried = sum(line.points for line in check.lines)
        total = check.table.get("points", tried)
        at_grading = any(line.hidden for line in check.lines)
        # Without the hidden part everything that can be right is right: full points, so that Validate agrees.
        score = cls(earned if at_grading or earned < tried else total)
        score.name, score.total, score.lines = check.name, total, check.lines
        score.functions = check.functions
        score.mistake = found.name if found else _unnamed(check.lines)
        score.rows = _rows(check, earned, tried, found)
        score.earned, score.tried = earned, tried
        return score

    @property
    def passed(self) -> bool:
        """Whether every line that was tried is right."""
        return all(line.right for line in self.lines)

    @property
    def text(self) -> str:
        """The report as plain text, for a terminal."""
        return "\n".join(_as_text(row) for row in self.rows)

    def __repr__(self) -> str:
        return float.__repr__(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        # The last one is for grading, which counts the recognised mistakes.
        result = {"check": self.name, "points": float(self), "max_points": self.total, "mistake": self.mistake}
        return {"text/plain": repr(self), "text/html": _as_html(self), SCORE_TYPE: result}


def points(number: float) -> str:
    """Points as people write them: 3, 2.5."""
    return f"{number:g}"


def _unnamed(lines: list[Line]) -> str | None:
    """A name for a failure that no catalogue needs to list."""
    if any(line.outcome.get("raised") == "not written" for line in lines):
        return "not_written"
    if all(line.outcome.get("fault") == "not answered" for line in lines):
        return "not_answered"
    wrong = [line for line in lines if not line.right]
    if wrong and all(line.hidden for line in wrong):
        return "only_the_visible_inputs"
    return None


def _rows(check: Check, earned: float, tried: float, found: Recognised | None) -> list[Row]:
    total = check.table.get("points", tried)
    lines = check.lines
    later = total - tried
    title = " and ".join(check.functions)
    if all(line.outcome.get("raised") == "not written" for line in lines):
        verb, them = ("is", "it") if len(check.functions) == 1 else ("are", "them")
        where = f"nnlib/{check.module}.py, save the file, run this cell again"
        says = f"{title} {verb} not written yet. Write {them} in {where}."
        missing = lines[0].details[0]
        if not any(missing.startswith((f"{name} ", f"{name}.")) for name in check.functions):
            says = f"{title} cannot be checked: {missing} Write it, save the file, run this cell again."
        return [Row(says, "open", _of_total(0, total), "head")]
    if all(line.outcome.get("raised") == "unusable" for line in lines):
        return [Row(lines[0].details[0], "wrong", _of_total(0, total), "head")]
    if all(line.outcome.get("fault") == "not answered" for line in lines):
        says = f"{check.name}: not answered yet. Replace None by your answer, run that cell, then this one."
        return [Row(says, "open", _of_total(0, total), "head")]
    if all(line.right for line in lines):
        right = f"{title}: right." + (f" {check.remark}" if check.remark else "")
        head = right + (f" At grading, {points(later)} more for {HIDDEN}." if later > 0 else "")
        return [Row(head, "right", _of_total(earned, total), "head"), *_notes(check, 3)]
    shown = _line_rows(lines, found)
    head = Row(f"{title}: {_how_many(lines)}.", "wrong", _of_total(earned, total), "head")
    rows = [head, *shown]
    return [*rows, *_notes(check, MAX_LINES - len(rows))]


def _line_rows(lines: list[Line], found: Recognised | None) -> list[Row]:
    """Every sub-check on a line; under the first wrong one (the recognised one if there is one) what came back."""
    visible = [line for line in lines if not line.hidden]
    hidden = [line for line in lines if line.hidden]
    wrong = [index for index, line in enumerate(visible) if not line.right]
    told = found.line if found else wrong[0] if wrong else None
    rows = []
    details = []
    if told is not None:
        details = [Row(text, kind="detail") for text in visible[told].details]
        if found:
            # The hint takes the place of "first difference": it says more.
            details = [*details[:2], Row(found.hint, kind="hint")]
    room = MAX_LINES - 1 - len(details) - bool(hidden)
    kept = _keep(visible, told, room)
    for index in kept:
        line = visible[index]
        rows.append(Row(line.call, "right" if line.right else "wrong", _of(line.earned, line.points)))
        if index == told:
            rows += details
    if hidden:
        rows.append(_hidden_row(hidden))
        if not wrong and not all(line.right for line in hidden):
            rows.append(Row(f"It is right for the inputs you see, and not for others: {_why(hidden)}", kind="hint"))
    return rows


def _keep(visible: list[Line], told: int | None, room: int) -> list[int]:
    """Which lines are shown where there is room for some: the one told about first, then in order."""
    order = sorted(range(len(visible)), key=lambda index: (index != told, visible[index].right, index))
    return sorted(order[: max(room, 1)])


def _hidden_row(hidden: list[Line]) -> Row:
    earned, of = sum(line.earned for line in hidden), sum(line.points for line in hidden)
    return Row(HIDDEN, "right" if all(line.right for line in hidden) else "wrong", _of(earned, of))


def _why(hidden: list[Line]) -> str:
    raised = [line for line in hidden if "raised" in line.outcome]
    if raised:
        kind = raised[0].outcome["raised"]
        if kind == TOO_SLOW:
            return "there it takes too long."
        # Only a name that Python has: a class of the student's own could be called what it was given.
        return f"there it ends with {kind if kind in vars(builtins) else 'an error'}."
    if any(line.outcome.get("fault") == "changed argument" for line in hidden):
        return "there it changes an array that it was given, in place; make a new one."
    return "does it use all its arguments, and are worked values written into it?"


def _notes(check: Check, room: int) -> list[Row]:
    return [Row(text, kind="note") for text in check.world.notes[: max(room, 0)]]


def _of(earned: float, of: float) -> str:
    return f"{points(earned)}/{points(of)}" if of else ""


def _of_total(earned: float, total: float) -> str:
    """Nothing where there are no points to get: a check that counts nothing speaks of none."""
    return f"{points(earned)} of {points(total)} points" if total else ""


def ended(name: str, total: float, why: str) -> str:
    """The report, as plain text, of a check that could not come to its end."""
    says = f"{name}: your code {why}. There is no answer to check."
    return _as_text(Row(says, "wrong", _of_total(0, total), "head"))


def _how_many(lines: list[Line]) -> str:
    right = sum(line.right for line in lines)
    return "not right yet" if right == 0 else f"{right} of {len(lines)} right"


# As text

_MARKS = {"right": "✓", "wrong": "✗", "open": "○", "": " "}


def _as_text(row: Row) -> str:
    mark = _MARKS[row.mark]
    if row.kind == "head":
        return f"{mark} {row.points}{'  ' if row.points else ''}{row.text}"
    if row.kind == "line":
        return f"  {mark} {row.points:>4}  {row.text}"
    return f"          {'→ ' if row.kind == 'hint' else ''}{row.text}"


# As HTML: inline styles, because a notebook that was fetched shows no style sheet until it has been run

_COLOURS = {"right": "#00795a", "wrong": "#c04a00", "open": "#5c6670", "": "#5c6670"}
_INK = "color:var(--jp-content-font-color1,#1a1a1a)"
_SOFT = "color:var(--jp-content-font-color2,#4d5560)"
_FONT = "font-family:var(--jp-content-font-family,system-ui,sans-serif);font-size:14px;line-height:1.5"
_CODE = "font-family:var(--jp-code-font-family,monospace);font-size:13px"


def _coloured(what: str, mark: str) -> str:
    """A style in the mark's colour, drawn toward the theme's ink, so that it can be told from a dark page too."""
    plain = _COLOURS[mark]
    mixed = f"color-mix(in srgb,{plain} 70%,var(--jp-content-font-color1,{plain}))"
    return f"{what}{plain};{what}{mixed}"  # the first one for where the second is not known


def _as_html(score: Score) -> str:
    edge = _coloured("border-left:4px solid ", score.rows[0].mark)
    body = "".join(_row_html(row) for row in score.rows)
    return (
        f'<div role="status" style="{_FONT};{_INK};{edge};padding:6px 14px;margin:4px 0;'
        f'background:var(--jp-layout-color2,#f6f7f8)">{body}</div>'
    )


def _row_html(row: Row) -> str:
    text = escape(row.text)
    mark = f'<span style="{_coloured("color:", row.mark)};font-weight:700;margin-right:8px">{_MARKS[row.mark]}</span>'
    if row.kind == "head":
        amount = f'<span style="float:right;{_SOFT};margin-left:12px">{escape(row.points)}</span>'
        return f"<div>{amount}{mark}<b>{text}</b></div>"
    if row.kind == "line":
        amount = f'<span style="float:right;{_SOFT};margin-left:12px">{escape(row.points)}</span>'
        return f'<div style="margin-top:4px">{amount}{mark}<span style="{_CODE}">{text}</span></div>'
    if row.kind == "hint":
        return f'<div style="margin:4px 0 4px 22px;border-left:2px solid #0072b2;padding-left:8px">{text}</div>'
    style = f"{_CODE};white-space:pre-wrap" if row.kind == "detail" else _SOFT
    return f'<div style="margin-left:22px;{style}">{text}</div>'
