"""What everybody has so far, and what of it is not final: from the gradebook, submitted/ and the verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nncourse.office import unread, verdicts
from nncourse.office.directory import Directory

FINAL, PROVISIONAL, OUTDATED, NOT_GRADED, MISSING = (
    "final",
    "answers to read",
    "handed in again since",
    "not graded",
    "missing",
)


@dataclass
class Standing:
    """What one student has for one assignment. penalty: for being late. to_read: how many answers wait for a reader."""

    assignment: str
    student: str
    max_points: float
    state: str = MISSING
    points: float | None = None
    penalty: float = 0.0
    to_read: int = 0
    handed_in: datetime | None = None
    due: datetime | None = None

    @property
    def score(self) -> float | None:
        """What counts."""
        return None if self.points is None else max(0.0, self.points - self.penalty)


def standings(book: Any, directory: Directory, assignments: list[str]) -> dict[str, dict[str, Standing]]:
    """{assignment: {student: what they have}}, of all who are in the gradebook or have handed in."""
    found = {}
    everybody = [student.id for student in book.students]
    for task in book.assignments:
        if task.name in assignments:
            here = {*directory.students("submitted", task.name), *unread.load(directory, task.name)}
            most = float(task.max_score or 0.0)
            names = sorted({*everybody, *here})
            found[task.name] = {name: Standing(task.name, name, most, due=task.duedate) for name in names}
            for student in here:
                found[task.name][student].state = NOT_GRADED
            _add_points(book, task, found[task.name])
            _add_states(directory, task.name, found[task.name])
    return found


def _add_points(book: Any, task: Any, found: dict[str, Standing]) -> None:
    """From the gradebook, for those who are in it."""
    for student, (points, to_read, penalty, handed_in) in entered(book, task.name).items():
        one = found[student]
        one.points, one.to_read, one.penalty, one.handed_in = points, to_read, penalty, handed_in
        if points is not None:
            one.state = PROVISIONAL if to_read else FINAL


def entered(book: Any, assignment: str) -> dict[str, tuple[float | None, int, float, datetime | None]]:
    """{student: (points, answers to read, penalty for being late, when it was handed in)}.

    By one question for all, not as objects: each of those asks for the sums over all its grades.
    """
    from nbgrader import api
    from sqlalchemy import case, func

    task, whole, part = api.Assignment, api.SubmittedAssignment, api.SubmittedNotebook
    waiting = func.sum(case((api.Grade.needs_manual_grade, 1), else_=0))
    sums = (
        book.db.query(whole.student_id, whole.timestamp, func.sum(api.Grade.score), waiting)
        .select_from(api.Grade)
        .join(part, api.Grade.notebook_id == part.id)
        .join(whole, part.assignment_id == whole.id)
        .join(task, whole.assignment_id == task.id)
        .filter(task.name == assignment)
        .group_by(whole.student_id, whole.timestamp)
    )
    late = (
        book.db.query(whole.student_id, func.sum(part.late_submission_penalty))
        .select_from(part)
        .join(whole, part.assignment_id == whole.id)
        .join(task, whole.assignment_id == task.id)
        .filter(task.name == assignment)
        .group_by(whole.student_id)
    )
    penalties = {student: penalty or 0.0 for student, penalty in late}
    return {student: (points, wait, penalties.get(student, 0.0), at) for student, at, points, wait in sums}


def _add_states(directory: Directory, assignment: str, found: dict[str, Standing]) -> None:
    """What the verdicts say against what the gradebook has: a later attempt that failed, or was not graded yet."""
    for student, one in found.items():
        place = directory.submitted(student, assignment)
        verdict = verdicts.load(directory, student, assignment)
        if verdict is None or not place.is_dir():
            continue
        if not verdict.graded:
            one.state = NOT_GRADED
        elif not verdict.digest.endswith(verdicts.digest(place)):
            one.state = OUTDATED
