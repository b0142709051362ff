"""What the gradebook has on one assignment, of all students at once: points, comments, names and times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Grade:
    """The points of one graded cell. by_hand: a person entered them. waits: nobody has read it yet."""

    points: float
    max_points: float
    by_hand: bool = False
    extra: float = 0.0
    waits: bool = False


@dataclass
class Entry:
    """What the gradebook has on one student's submission. Times are UTC; grades and comments are by grade_id."""

    student: str
    name: str = ""
    handed_in: datetime | None = None
    seconds_late: float = 0.0
    penalty: float = 0.0
    grades: dict[str, Grade] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """What it comes to, before the penalty for being late."""
        return sum(grade.points for grade in self.grades.values())


def read(book: Any, assignment: str) -> dict[str, Entry]:
    """{student: entry} of all who have one.

    By columns: as objects, each submission would come with the sums over all its grades, some twenty queries more.
    """
    from nbgrader import api

    task = book.find_assignment(assignment)
    found = {}
    for student, first, last, handed_in, extension, penalty in (
        book.db.query(
            api.Student.id,
            api.Student.first_name,
            api.Student.last_name,
            api.SubmittedAssignment.timestamp,
            api.SubmittedAssignment.extension,
            api.SubmittedNotebook.late_submission_penalty,
        )
        .select_from(api.SubmittedNotebook)
        .join(api.SubmittedNotebook.assignment)
        .join(api.SubmittedAssignment.student)
        .filter(api.SubmittedAssignment.assignment_id == task.id)
    ):
        due = task.duedate + extension if task.duedate and extension else task.duedate
        late = max(0.0, (handed_in - due).total_seconds()) if handed_in and due else 0.0
        name = " ".join(part for part in (first, last) if part)
        found[student] = Entry(student, name, handed_in, late, penalty or 0.0)
    _add_grades(book, task, found)
    _add_comments(book, task, found)
    return found


def _add_grades(book: Any, task: Any, found: dict[str, Entry]) -> None:
    from nbgrader import api

    cells = [cell for notebook in task.notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)]
    largest = {cell.name: cell.max_score for cell in cells}
    columns = (api.Grade.score, api.Grade.auto_score, api.Grade.manual_score, api.Grade.extra_credit)
    for student, cell, points, auto, manual, extra in of_cells(book, task, api.Grade, columns):
        waits = auto is None and manual is None
        grade = Grade(points, largest.get(cell, 0.0), manual is not None, extra or 0.0, waits)
        found[student].grades[cell] = grade


def _add_comments(book: Any, task: Any, found: dict[str, Entry]) -> None:
    """What readers wrote. What grading notes by itself, "No response.", is told in other words."""
    from nbgrader import api

    for student, cell, comment in of_cells(book, task, api.Comment, (api.Comment.manual_comment,)):
        if comment and comment.strip():
            found[student].comments[cell] = comment.strip()


def of_cells(book: Any, task: Any, kind: Any, columns: tuple) -> Any:
    """(student, grade_id, these columns) of every grade or comment of an assignment, by one question."""
    from nbgrader import api

    return (
        book.db.query(api.SubmittedAssignment.student_id, api.BaseCell.name, *columns)
        .select_from(kind)
        .join(api.BaseCell, kind.cell_id == api.BaseCell.id)
        .join(api.SubmittedNotebook, kind.notebook_id == api.SubmittedNotebook.id)
        .join(api.SubmittedAssignment, api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id)
        .filter(api.SubmittedAssignment.assignment_id == task.id)
    )
