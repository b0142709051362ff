"""The report's numbers as CSV files, one for each table."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.office.reporting import gather
from nncourse.office.reporting.content import Content
from nncourse.office.reporting.names import Names
from nncourse.office.reporting.weeks import Course

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows a formula


def of_notebook(content: Content, names: Names) -> dict[str, str]:
    """{file name: text} for one notebook."""
    found, counted = content.found, content.numbers
    hand_ins = found.hand_ins
    if names.left_out:  # in an order that does not tell who is who
        hand_ins = sorted(hand_ins, key=lambda item: (-(item.mark or 0), item.reason))
    return {
        "marks.csv": _text(
            ["student", "graded", "mark", "max_points", "penalty", "to_read", "handed_in", "late_seconds", "why_not",
             "late_says_lms"],
            [
                [
                    names.of(item.student), int(item.graded), item.mark, found.max_points, item.penalty, item.to_read,
                    "" if names.left_out else item.handed_in, item.late, names.without(item.reason),
                    int(item.said_late),
                ]
                for item in hand_ins
            ],
        ),
        "distribution.csv": _text(
            ["from", "to", "students"], [[item.low, item.high, item.students] for item in counted.marks.bins]
        ),
        "checks.csv": _text(
            ["check", "max_points", *gather.STATES, "passed", "mean_points"],
            [[c.check, c.max_points, *c.states.values(), c.passed, c.mean] for c in counted.checks],
        ),
        "mistakes.csv": _text(
            ["check", "mistake", "students", "hint", "who"],
            [[m.check, m.name, len(m.students), m.hint, _who(m.students, names)] for m in counted.mistakes],
        ),
        "unrecognised.csv": _text(
            ["check", "call", "students", "came_back", "who"],
            [
                [g.check, g.call, len(g.students), names.without("; ".join(g.details)), _who(g.students, names)]
                for g in counted.unrecognised
            ],
        ),
        "days.csv": _text(["day", "students"], [[item.day, item.students] for item in content.schedule.days]),
        "worth_a_look.csv": _text(
            ["one", "other", "share", "signs"],
            [[names.of(p.one), names.of(p.other), round(p.share, 3), p.signs] for p in content.alike.pairs],
        ),
    }  # fmt: skip


def of_course(course: Course, names: Names) -> dict[str, str]:
    """{file name: text} for the whole course."""
    rows = []
    for week in course.weeks:
        marks, weakest = week.numbers.marks, week.numbers.weakest(1)
        common = week.numbers.mistakes[:1]
        low, high = marks.quartiles or (None, None)
        rows.append([
            week.found.assignment, len(week.found.hand_ins), len(week.found.graded), week.found.max_points, marks.mean,
            marks.median, low, high, marks.deviation, *((weakest[0].check, weakest[0].passed) if weakest else ("", "")),
            *((common[0].name, len(common[0].students)) if common else ("", "")),
        ])  # fmt: skip
    head = ["notebook", "handed_in", "graded", "max_points", "mean", "median", "lower_quartile", "upper_quartile"]
    head += ["standard_deviation", "weakest_check", "passed", "most_common_mistake", "students"]
    made = {"notebooks.csv": _text(head, rows)}
    if not names.left_out:
        made["silent.csv"] = _text(["student", "last_notebook"], [[item.student, item.last] for item in course.silent])
    return made


def write(folder: Path, tables: dict[str, str]) -> None:
    """Write them to this folder, which is made if it is not there."""
    for name, text in tables.items():
        files.write(folder / name, text)


def _who(students: list[str], names: Names) -> str:
    return "" if names.left_out else " ".join(sorted(students))


def _text(head: list[str], rows: list[list[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """What is text stays text: a spreadsheet must not take what a student wrote for a formula."""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return value
