"""What stands on a page of feedback, and the page itself: from the verdict, the gradebook and the graded notebook."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from nncourse.office import discreet, intake, own_cells, remarks, unread
from nncourse.office.directory import Directory
from nncourse.office.entries import Entry, Grade
from nncourse.office.intake import meta_of
from nncourse.office.own_cells import text_of
from nncourse.office.verdicts import Verdict
from nncourse.report import points as as_points

TEMPLATE = "feedback.html.j2"
START = "At the start"  # the heading of what stands before the notebook's first one
MAX_WRITTEN = 20_000  # characters of a written answer
MAX_HINTS = 3  # repeated at the end of the page
ASK = "Is something here unclear, or does it seem wrong? Ask your instructor, with this page at hand."


@dataclass
class Checked:
    """A check: its points, and the lines of its report if they were kept."""

    name: str
    grade: Grade
    rows: list[dict[str, Any]]
    anchor: str = ""

    @property
    def state(self) -> str:
        """right, partly, wrong, open (nothing was written) or waits (for a reader)."""
        if self.grade.waits:
            return "waits"
        if self.grade.points == 0 < self.grade.max_points and self.untouched:
            return "open"
        if self.grade.points >= self.grade.max_points:
            return "right"
        return "partly" if self.grade.points > 0 else "wrong"

    @property
    def untouched(self) -> bool:
        """Whether the check has found nothing to check."""
        return bool(self.rows) and self.rows[0]["mark"] == "open"

    @property
    def hint(self) -> str:
        """The hint of the recognised mistake, or the head of its report."""
        hints = [row["text"] for row in self.rows if row["kind"] == "hint"]
        return next(iter([*hints, *(row["text"] for row in self.rows[:1])]), "")


@dataclass
class Written(Checked):
    """An answer that a person reads. question and text are plain text."""

    question: str = ""
    text: str = ""
    pictures: list[str] = field(default_factory=list)
    empty: bool = False
    code: bool = False

    @property
    def untouched(self) -> bool:
        return self.empty


@dataclass
class Part:
    """What belongs under one heading of the notebook, in the notebook's order."""

    title: str
    blocks: list[tuple[str, Any]] = field(default_factory=list)  # ("check" | "written" | "cell" | "comment", it)


class Pages:
    """Makes the pages of one assignment. entries: what the gradebook has, by student."""

    def __init__(self, directory: Directory, assignment: str, entries: dict[str, Entry], course: str, ask: str):
        self.directory, self.assignment, self.entries = directory, assignment, entries
        self.course, self.ask = course, ask or ASK
        self.number = assignment[:2] if assignment[:2].isdigit() else assignment
        path = directory.release(assignment) / f"{assignment}.ipynb"
        self.released = json.loads(path.read_text(encoding="utf-8"))

    def page(self, student: str) -> str:
        """The page of a student who is graded, or was refused."""
        verdict = unread.verdict(self.directory, student, self.assignment)
        entry = self.entries.get(student, Entry(student))
        parts = self._parts(student, verdict, entry)
        checks = [it for part in parts for kind, it in part.blocks if kind in ("check", "written")]
        for index, check in enumerate(checks, 1):
            check.anchor = f"check-{index}"
        title = self.released.get("metadata", {}).get("nncourse", {}).get("title", "")
        page = self._template.render(
            course=self.course,
            ask=self.ask,
            number=self.number,
            title=f"{self.number} · {title}" if title else self.assignment,
            entry=entry,
            handed_in=self._handed_in(student, verdict, entry),
            attempt=self._attempt(student),
            late=_duration(entry.seconds_late) if entry.seconds_late else "",
            refused=self._refused(verdict),
            notes=self._notes(verdict),
            parts=parts,
            checks=checks,
            sums=_sums(checks, entry),
            hints=_hints(checks),
        )
        return page.encode("utf-8", "replace").decode("utf-8")  # half a sign, which JSON can hold, cannot be written

    # What is said beside the points

    def _handed_in(self, student: str, verdict: Verdict | None, entry: Entry) -> str:
        """When; the gradebook does not know it of what was refused."""
        when = entry.handed_in
        if verdict is not None and not verdict.graded:
            try:
                text = (self.directory.submitted(student, self.assignment) / "timestamp.txt").read_text("utf-8")
                when = datetime.fromisoformat(text.strip().removesuffix(" UTC")[:19])
            except (OSError, ValueError):
                when = None
        return f"{when.day} {when:%B %Y, %H:%M} UTC" if when else ""

    def _attempt(self, student: str) -> int:
        earlier = self.directory.earlier(student, self.assignment)
        return 1 + sum(1 for path in earlier.glob("*") if path.is_dir())

    def _refused(self, verdict: Verdict | None) -> tuple[str, str] | None:
        if verdict is None or verdict.graded:
            return None
        return remarks.why_not_graded(next(iter(verdict.remarks), "it could not be read"), self.number)

    def _notes(self, verdict: Verdict | None) -> list[str]:
        if verdict is None:
            return []
        found = verdict.remarks if verdict.graded else verdict.remarks[1:]
        return list(dict.fromkeys(map(remarks.for_the_student, found)))

    # The notebook

    def _parts(self, student: str, verdict: Verdict | None, entry: Entry) -> list[Part]:
        """The exercises, each with its checks and the student's own cells."""
        titles = dict.fromkeys([START, *self._headings.values()])
        parts = {title: Part(title) for title in titles}
        rows = {check["check"]: check.get("rows", []) for check in (verdict.checks if verdict else [])}
        reader = own_cells.Reader(self._sources, self._secret)
        here, left = START, dict(entry.grades)
        for cell in self._cells(student):
            source, name = text_of(cell.get("source")), text_of(meta_of(cell).get("grade_id"))
            here = self._places.get(name) or self._headings.get(source.strip()) or here
            if name in left:
                parts[here].blocks.append(self._graded(name, left.pop(name), rows.get(name, []), cell))
            elif own := reader.own(cell):
                parts[here].blocks.append(("cell", own))
            if name in entry.comments:
                parts[here].blocks.append(("comment", entry.comments[name]))
        for name in [name for name in self._places if name in left]:  # the graded notebook is gone, its points are not
            parts[self._places[name]].blocks.append(self._graded(name, left[name], rows.get(name, []), {}))
        return [part for part in parts.values() if part.blocks]

    def _graded(self, name: str, grade: Grade, rows: list[dict], cell: dict[str, Any]) -> tuple[str, Checked]:
        if not meta_of(cell).get("solution"):
            return "check", Checked(name, grade, rows)
        text = text_of(cell.get("source")).strip()
        written = Written(name, grade, rows, question=self._questions.get(name, ""))
        written.text = (
            text if len(text) <= MAX_WRITTEN else f"{text[:MAX_WRITTEN]}\n… shortened here, not for the reader"
        )
        written.pictures = own_cells.attached(cell)
        written.empty = not text or text == text_of(self._released_cell(name).get("source")).strip()
        written.code = cell.get("cell_type") == "code"
        return "written", written

    def _cells(self, student: str) -> list[dict[str, Any]]:
        path = self.directory.autograded(student, self.assignment) / f"{self.assignment}.ipynb"
        try:
            if path.stat().st_size > intake.MAX_NOTEBOOK:
                return []
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return []
        return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []

    # The notebook as it was handed out

    def _released_cell(self, name: str) -> dict[str, Any]:
        return next((cell for cell in self.released["cells"] if meta_of(cell).get("grade_id") == name), {})

    @cached_property
    def _sources(self) -> set[str]:
        return {text_of(cell["source"]).strip() for cell in self.released["cells"]}

    @cached_property
    def _headings(self) -> dict[str, str]:
        """{the text of a cell: the last heading in it}."""
        found = {}
        for cell in self.released["cells"]:
            text = text_of(cell["source"])
            titles = re.findall(r"^(#+)\s+(.+)$", text, re.MULTILINE) if cell["cell_type"] == "markdown" else []
            if titles:
                found[text.strip()] = START if titles[-1][0] == "#" else titles[-1][1].strip()
        return found

    @cached_property
    def _places(self) -> dict[str, str]:
        """{grade_id: the heading above it}, in order."""
        found, here = {}, START
        for cell in self.released["cells"]:
            here = self._headings.get(text_of(cell["source"]).strip(), here)
            if name := meta_of(cell).get("grade_id"):
                found[name] = here
        return found

    @cached_property
    def _questions(self) -> dict[str, str]:
        """{grade_id of a written answer: the question, which is in the cell above it}."""
        cells = self.released["cells"]
        return {
            meta_of(below)["grade_id"]: as_plain_text(text_of(above["source"]))
            for above, below in itertools.pairwise(cells)
            if meta_of(below).get("grade") and meta_of(below).get("solution") and above["cell_type"] == "markdown"
        }

    @cached_property
    def _secret(self) -> set[str]:
        """The lines that only the instructor may see. Nothing that was graded in two worlds can hold one; what
        `nbgrader autograde` graded, with code and tests in one process, can."""
        import nbformat

        path = self.directory.source(self.assignment) / f"{self.assignment}.ipynb"
        if not path.is_file():
            return set()
        handed_out = "\n".join(self._sources)
        found = discreet.hidden_lines(nbformat.read(path, as_version=4))
        return {line for line in found if line not in handed_out}

    @cached_property
    def _template(self) -> jinja2.Template:
        surroundings = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent),
            autoescape=True,  # of everything, whatever the template is called
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        surroundings.filters["points"] = as_points
        return surroundings.get_template(TEMPLATE)


def as_plain_text(markdown: str) -> str:
    """What follows the last heading, without marks of markdown and with letters for the commands of formulas."""
    from IPython.core.latex_symbols import latex_symbols

    text = re.split(r"^#+\s.*$", markdown, flags=re.MULTILINE)[-1].strip()
    text = re.sub(
        r"\*\*(.+?)\*\*|`(.+?)`|\$(.+?)\$", lambda match: next(filter(None, match.groups())), text, flags=re.DOTALL
    )
    text = re.sub(r"\\[A-Za-z]+", lambda match: latex_symbols.get(match[0], match[0]), text)
    return re.sub(r"(?<=\S)\n *(?!\s|[-*] |\d+\. )", " ", text)  # lines as they come, but for lists


def _sums(checks: list[Checked], entry: Entry) -> dict[str, float]:
    """Of all points: those that are there, those that wait for a reader, and their shares in percent."""
    largest = sum(check.grade.max_points for check in checks)
    got = sum(check.grade.points for check in checks)
    waiting = sum(check.grade.max_points for check in checks if check.state == "waits")
    return {
        "points": got,
        "max": largest,
        "waiting": waiting,
        "penalty": entry.penalty,
        "final": max(0.0, got - entry.penalty),
        "got_share": min(100.0, 100 * got / largest) if largest else 0.0,
        "waiting_share": 100 * waiting / largest if largest else 0.0,
    }


def _hints(checks: list[Checked]) -> list[Checked]:
    """The first checks that have something to say about what is not right, each thing once."""
    wrong = [check for check in checks if check.state in ("partly", "wrong", "open") and check.hint]
    return list({check.hint: check for check in reversed(wrong)}.values())[::-1][:MAX_HINTS]


def _duration(seconds: float) -> str:
    """A time as people say it: 3 days, 5 hours, 1 minute."""
    name, size = next(
        ((name, size) for name, size in (("day", 86_400), ("hour", 3600)) if seconds >= 2 * size), ("minute", 60)
    )
    number = max(1, round(seconds / size))
    return f"{number} {name}{'' if number == 1 else 's'}"
