"""The nbgrader side of grading: what a gradebook asks for, and what it is told, in one transaction a submission.

The rows are those that `nbgrader autograde` writes. What a person has entered (manual scores, comments, extra credit)
is never touched.
"""

from __future__ import annotations

import copy
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nncourse.office import directory as places
from nncourse.office.directory import Directory
from nncourse.office.intake import marked_cells

QUIET = logging.getLogger("nncourse.office.marks")
QUIET.addHandler(logging.NullHandler())
SCORES = ("auto_score", "manual_score", "needs_manual_grade")


@dataclass
class Template:
    """An assignment: the notebook as it is released, as it was before, and its marked cells as they are graded."""

    released: Any
    earlier: tuple[Any, ...]
    marked: dict[str, Any]
    max_points: float


@dataclass
class Result:
    """What became of each graded cell: {grade_id: points, or None if a person must read it}, and who wrote nothing."""

    points: dict[str, float | None]
    no_response: dict[str, bool] = field(default_factory=dict)


class Marks:
    """A gradebook that is open."""

    def __init__(self, directory: Directory, config: Any):
        self.directory, self.config = directory, config
        desk = places.course_directory(config)
        self.url, self.course = desk.db_url, desk.course_id
        self._book: Any = None
        self._held: list[Any] = []

    @property
    def book(self) -> Any:
        """nbgrader's own Gradebook."""
        from nbgrader.api import Gradebook

        if self._book is None:
            self._book = Gradebook(self.url, self.course)
            self._book.db().expire_on_commit = False  # what belongs to the assignment is read once
        return self._book

    def close(self) -> None:
        """Close the gradebook."""
        if self._book is not None:
            self._book.close()
            self._book = None

    def template(self, assignment: str) -> Template:
        """The assignment, with the sources and points that the gradebook has: what nbgrader grades by."""
        import nbformat
        from nbgrader.preprocessors import OverwriteCells

        released = nbformat.read(self.directory.release(assignment) / f"{assignment}.ipynb", as_version=4)
        paths = sorted(self.directory.earlier_releases(assignment).glob("*.ipynb"))
        earlier = tuple(nbformat.read(path, as_version=4) for path in paths)
        resources = {"nbgrader": {"notebook": assignment, "assignment": assignment, "db_url": self.url}}
        steps = OverwriteCells(parent=None, config=self.config)
        steps.log = QUIET
        notebook, _ = steps.preprocess(copy.deepcopy(released), resources)
        marked = marked_cells(notebook)
        task = self.book.find_assignment(assignment)
        self._held = [task, *task.notebooks, *(cell for notebook in task.notebooks for cell in notebook._base_cells)]
        self.book.db.rollback()
        return Template(released, earlier, marked, float(task.max_score))

    def save(self, assignment: str, student: str, timestamp: str, result: Result, same: bool = False) -> dict[str, Any]:
        """Enter these points; returns the submission's {"points", "max_points", "checks": [rows]} as it now is.

        same: whether a person has seen this very submission. If so, what they entered needs another look only where the
        points have moved; nbgrader asks for one each time.
        """
        from nbgrader import api, utils

        with self._transaction():
            submission = self._submission(assignment, student)
            if timestamp:
                submission.timestamp = utils.parse_utc(timestamp)
            (notebook,) = submission.notebooks
            for grade in self._rows(api.Grade, notebook):
                if grade.name in result.points:
                    moved = grade.auto_score != result.points[grade.name]
                    grade.auto_score = result.points[grade.name]
                    if grade.manual_score is None:
                        grade.needs_manual_grade = grade.auto_score is None
                    elif moved or not same:
                        grade.needs_manual_grade = True
            for comment in self._rows(api.Comment, notebook):
                if comment.name in result.no_response:
                    comment.auto_comment = "No response." if result.no_response[comment.name] else None
            self.book.db.flush()
            self._late(submission, notebook, student)
            self.book.db.flush()
            self.book.db.refresh(submission, ["score", "max_score"])
            rows = [
                {
                    "check": grade.name,
                    "points": grade.score,
                    "max_points": grade.max_score,
                    "to_read": bool(grade.needs_manual_grade),
                }
                for grade in self._rows(api.Grade, notebook)
            ]
            return {"points": submission.score, "max_points": submission.max_score, "checks": rows}

    def entered(self, assignment: str, student: str) -> dict[str, Any] | None:
        """All that grading enters for a submission, as it now is, for `put_back`; None if there is nothing."""
        from nbgrader import api

        submission = self._found(assignment, student)
        if submission is None:
            return None
        (notebook,) = submission.notebooks
        return {
            "timestamp": submission.timestamp.isoformat() if submission.timestamp else None,
            "penalty": notebook.late_submission_penalty,
            "grades": {row.name: {key: getattr(row, key) for key in SCORES} for row in self._rows(api.Grade, notebook)},
            "comments": {row.name: row.auto_comment for row in self._rows(api.Comment, notebook)},
        }

    def put_back(self, assignment: str, student: str, before: dict[str, Any]) -> None:
        """Enter what `entered` gave; what a person has entered stays, since then too."""
        from nbgrader import api

        with self._transaction():
            submission = self._found(assignment, student)
            if submission is None:
                return
            (notebook,) = submission.notebooks
            submission.timestamp = datetime.fromisoformat(before["timestamp"]) if before["timestamp"] else None
            notebook.late_submission_penalty = before["penalty"]
            for grade in self._rows(api.Grade, notebook):
                if grade.name in before["grades"]:
                    was = before["grades"][grade.name]
                    grade.auto_score = was["auto_score"]
                    if grade.manual_score == was["manual_score"]:
                        grade.needs_manual_grade = was["needs_manual_grade"]
            for comment in self._rows(api.Comment, notebook):
                comment.auto_comment = before["comments"].get(comment.name, comment.auto_comment)

    def _found(self, assignment: str, student: str) -> Any:
        """The rows of this submission, if they are there."""
        from nbgrader import api

        found = self.book.db.query(api.SubmittedAssignment).join(api.Assignment).join(api.Student)
        return found.filter(api.Assignment.name == assignment, api.Student.id == student).one_or_none()

    def _rows(self, kind: Any, notebook: Any) -> list[Any]:
        """The grades or comments of a submitted notebook, as the database has them now."""
        return self.book.db.query(kind).filter(kind.notebook_id == notebook.id).populate_existing().all()

    @contextmanager
    def _transaction(self) -> Any:
        try:
            yield
            self.book.db.commit()
        except BaseException:
            self.book.db.rollback()
            raise

    def _submission(self, assignment: str, student: str) -> Any:
        """The rows of this submission, made if they are not there."""
        from nbgrader import api

        found = self._found(assignment, student)
        if found is not None:
            return found
        person = self.book.db.get(api.Student, student)
        if person is None:
            person = api.Student(id=student)
            self.book.db.add(person)
        task = self.book.find_assignment(assignment)
        with self.book.db.no_autoflush:
            found = api.SubmittedAssignment(assignment=task, student=person)
            for notebook in task.notebooks:
                made = api.SubmittedNotebook(notebook=notebook, assignment=found)
                for cell in [*notebook.grade_cells, *notebook.task_cells]:
                    api.Grade(cell_id=cell.id, notebook=made)
                for cell in [*notebook.solution_cells, *notebook.task_cells]:
                    api.Comment(cell_id=cell.id, notebook=made)
            self.book.db.add(found)
            self.book.db.flush()
        return found

    def _late(self, submission: Any, notebook: Any, student: str) -> None:
        """The penalty for a late submission, by the plug-in that the course's settings name."""
        from nbgrader.preprocessors import AssignLatePenalties

        notebook.late_submission_penalty = None
        seconds = submission.total_seconds_late
        if seconds > 0:
            rule = AssignLatePenalties(config=self.config)
            rule.init_plugin()
            penalty = rule.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
            if penalty is not None:
                notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)
