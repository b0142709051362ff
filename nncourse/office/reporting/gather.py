"""Everybody's result of one notebook: the verdicts, joined with what the gradebook holds by now. Nothing is graded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nncourse.office import directory as places
from nncourse.office import entries, receipts, unread, verdicts
from nncourse.office.directory import Directory
from nncourse.office.entries import Entry, Grade
from nncourse.office.verdicts import Verdict

# What became of a check, from best to worst
RIGHT, PARTLY, WRONG, OPEN, WAITS = "right", "partly", "wrong", "open", "waits"
STATES = (RIGHT, PARTLY, WRONG, OPEN, WAITS)
UNNAMED = (None, "other", "only_the_visible_inputs")  # no entry of the catalogue: for its author to look at
UNTRIED = ("not_written", "not_answered")  # nothing was tried, so there is no mistake to know


@dataclass
class Result:
    """What became of one check of one hand-in. wrong: the first visible wrong line, as the verdict keeps it."""

    check: str
    points: float
    max_points: float
    state: str
    mistake: str | None = None
    hint: str = ""
    head: str = ""
    wrong: dict[str, Any] | None = None
    by_hand: bool = False


@dataclass
class HandIn:
    """One student's hand-in. mark: the points less the penalty for being late; None if it is not graded.

    outdated: it was handed in anew since it was graded. late: seconds after the due date. said_late: by the LMS.
    """

    student: str
    graded: bool
    mark: float | None = None
    penalty: float = 0.0
    reason: str = ""
    outdated: bool = False
    handed_in: datetime | None = None
    late: float = 0.0
    said_late: bool = False
    to_read: int = 0
    results: list[Result] = field(default_factory=list)


@dataclass
class Gathered:
    """All of one notebook. checks: {name: points}, in the notebook's order. everybody: all students of the course."""

    assignment: str
    max_points: float
    checks: dict[str, float]
    hand_ins: list[HandIn]
    everybody: list[str]
    due: datetime | None = None

    @property
    def graded(self) -> list[HandIn]:
        return [item for item in self.hand_ins if item.graded]


def gather(directory: Directory, assignment: str) -> Gathered:
    """Read it all; a verdict that cannot be read counts as not graded."""
    students = sorted({*directory.students("submitted", assignment), *unread.load(directory, assignment)})
    found = {student: unread.verdict(directory, student, assignment) for student in students}
    with places.logging_to(directory.log), places.gradebook(places.settings(directory)) as book:
        task = _task(book, assignment)
        rows = entries.read(book, assignment) if task else {}
        people = _people(book)
    hand_ins = [_hand_in(directory, assignment, name, found[name], rows.get(name)) for name in students]
    came = {**unread.load(directory, assignment), **receipts.load(directory, assignment)}
    for item in hand_ins:
        item.said_late = bool(came.get(item.student, {}).get("late"))
    checks = _checks(found, task)
    everybody = sorted({*people, *students})
    return Gathered(assignment, sum(checks.values()), checks, hand_ins, everybody, task.duedate if task else None)


def _task(book: Any, assignment: str) -> Any:
    from nbgrader.api import MissingEntry

    try:
        return book.find_assignment(assignment)
    except MissingEntry:
        return None


def _people(book: Any) -> list[str]:
    from nbgrader.api import Student

    return [name for (name,) in book.db.query(Student.id)]


def _checks(found: dict[str, Verdict | None], task: Any) -> dict[str, float]:
    """The checks and their points, in the notebook's order, which the verdicts have."""
    for verdict in found.values():
        if verdict is not None and verdict.checks:
            return {check["check"]: check["max_points"] for check in verdict.checks}
    notebooks = task.notebooks if task else []
    return {cell.name: cell.max_score for notebook in notebooks for cell in notebook.grade_cells}


# A hand-in


def _hand_in(
    directory: Directory, assignment: str, student: str, verdict: Verdict | None, entry: Entry | None
) -> HandIn:
    item = HandIn(student, graded=bool(verdict and verdict.graded and entry))
    if verdict is None:
        item.reason = "not graded yet"
    elif not verdict.graded:
        item.reason = verdict.remarks[0] if verdict.remarks else "not graded"
    elif entry is None:
        item.reason = "the gradebook does not know it: grade it again with --force"
    else:
        item.outdated = not verdict.digest.endswith(verdicts.digest(directory.submitted(student, assignment)))
    if entry is not None:
        item.handed_in, item.late = entry.handed_in, entry.seconds_late
    if item.graded:
        item.results = [_result(check, entry.grades.get(check["check"])) for check in verdict.checks]
        item.penalty = entry.penalty
        item.mark = max(0.0, entry.points - item.penalty)
        item.to_read = sum(result.state == WAITS for result in item.results)
    return item


def _result(check: dict[str, Any], grade: Grade | None) -> Result:
    """The verdict's row, with the points that the gradebook has by now."""
    grade = grade or Grade(check["points"], check["max_points"], waits=check["to_read"])
    result = Result(check["check"], grade.points, check["max_points"], WRONG, by_hand=grade.by_hand)
    rows = check.get("rows") or []
    if rows:
        result.head = rows[0]["text"]
        result.hint = next((row["text"] for row in rows if row["kind"] == "hint"), "")
    result.mistake, result.wrong = check.get("mistake"), check.get("wrong")
    result.state = _state(result, rows[0]["mark"] if rows else "", grade.waits)
    return result


def _state(result: Result, mark: str, waits: bool) -> str:
    if waits:
        return WAITS
    if result.max_points and result.points >= result.max_points:
        return RIGHT
    if not result.max_points and mark == "right":  # a check that counts nothing
        return RIGHT
    if result.points > 0:
        return PARTLY
    untried = mark == "open" or result.mistake in UNTRIED
    unwritten = not mark and not result.by_hand  # a written answer that was left empty gets its 0 without a reader
    return OPEN if untried or unwritten else WRONG
