"""Grade one submission: take it in, let nbgrader autograde the clean copy, read the points from the gradebook."""

from __future__ import annotations

import json
import re
from typing import Any

from nncourse.office import directory as places
from nncourse.office import intake, verdicts
from nncourse.office.directory import Directory
from nncourse.office.verdicts import Verdict
from nncourse.report import SCORE_TYPE

BY_THE_MACHINE = ("database is locked", "Kernel died before replying", "Kernel didn't respond")  # worth another try
BY_THEIR_CELLS = ("DeadKernelError", "CellTimeoutError", "TooSlow")
UNFIT = "*?[]{}+,/\\"  # signs that nbgrader gives a meaning of their own in the name of a folder


def grade(directory: Directory, config: Any, assignment: str, student: str) -> Verdict:
    """The verdict on this submission. It never raises for what is in a submission."""
    try:
        remarks = _grade(directory, config, assignment, student)
    except intake.Refused as reason:
        before = directory.autograded(student, assignment).exists()
        remarks = [str(reason), *(["the points of the attempt before it stay"] if before else [])]
        return Verdict(student, assignment, verdicts.NOT_GRADED, None, _max_points(config, assignment), remarks)
    found = _result(directory, config, assignment, student)
    found.remarks = remarks
    return found


def _grade(directory: Directory, config: Any, assignment: str, student: str) -> list[str]:
    """Take in and autograde; returns remarks. Refused if it cannot be done."""
    if any(sign in student for sign in UNFIT) or student != student.strip():
        raise intake.Refused(f"nbgrader cannot work with the name of the folder {student!r}: rename it")
    remarks = _take_in(directory, config, assignment, student, only_answers=False)
    problem = _autograde(directory, config, assignment, student)
    if _cause(problem) in BY_THEIR_CELLS:
        # Whatever ended it may stand in a cell of their own, which no check needs.
        remarks = _take_in(directory, config, assignment, student, only_answers=True)
        first, problem = problem, _autograde(directory, config, assignment, student)
        remarks.insert(0, f"graded without cells of their own, because {_why(first)}")
    if problem:
        raise intake.Refused(_why(problem))
    return remarks


def _take_in(directory: Directory, config: Any, assignment: str, student: str, only_answers: bool) -> list[str]:
    return intake.take_in(
        directory.submitted(student, assignment),
        directory.clean(student, assignment),
        directory.release(assignment),
        places.students_files(config, assignment),
        only_answers,
    )


def _autograde(directory: Directory, config: Any, assignment: str, student: str) -> str:
    """Let nbgrader autograde the clean copy; returns "" or what it logged about a failure."""
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute

    from nncourse.office.execute import BoundedExecute

    clean = str(directory.clean("", "").relative_to(directory.root))
    desk = places.course_directory(config, assignment_id=assignment, student_id=student, submitted_directory=clean)
    problem = ""
    for _ in range(3):
        converter = Autograde(coursedir=desk, config=config)
        converter.force = True
        converter.autograde_preprocessors = [
            BoundedExecute if step is Execute else step for step in converter.autograde_preprocessors
        ]
        problem = places.convert(converter)
        if not any(sign in problem for sign in BY_THE_MACHINE):
            break
    return problem


def _errors(problem: str) -> list[str]:
    """The lines of a log that name an exception, such as nbclient.exceptions.DeadKernelError: Kernel died."""
    return [line.strip() for line in problem.splitlines() if re.match(r"\s*[\w.]*(Error|Exception|TooSlow)\b", line)]


def _cause(problem: str) -> str:
    """The class of the exception by which a submission ended its own grading, if it did."""
    names = [line.split(":")[0].rsplit(".", 1)[-1] for line in _errors(problem)]
    return next((name for name in names if name in BY_THEIR_CELLS), "")


def _why(problem: str) -> str:
    reasons = {
        "DeadKernelError": "running it ended the Python process (os._exit, or no memory left)",
        "CellTimeoutError": "one of its cells could not be stopped when its time was over",
        "TooSlow": "all its cells together take too long",
    }
    otherwise = f"nbgrader could not grade it: {(*_errors(problem), 'why')[0]} (see {places.OURS}/nbgrader.log)"
    return reasons.get(_cause(problem), otherwise)


def _result(directory: Directory, config: Any, assignment: str, student: str) -> Verdict:
    """The points in the gradebook, and what each check said, which stands in the autograded notebook."""
    said = _said(directory, assignment, student)
    with places.gradebook(config) as book:
        submission = book.find_submission(assignment, student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        order = {name: index for index, name in enumerate(said)}
        grades.sort(key=lambda grade: order.get(grade.name, len(order)))
        checks = [
            {
                "check": grade.name,
                "points": grade.score,
                "max_points": grade.max_score,
                "to_read": bool(grade.needs_manual_grade),
                **said.get(grade.name, {}),
            }
            for grade in grades
        ]
        to_read = sum(check["to_read"] for check in checks)
        points, of = submission.score, submission.max_score
    return Verdict(student, assignment, verdicts.GRADED, points, of, [], checks, to_read)


def _said(directory: Directory, assignment: str, student: str) -> dict[str, dict[str, Any]]:
    """For each graded cell, in order, the mistake that its check recognised."""
    path = directory.autograded(student, assignment) / f"{assignment}.ipynb"
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade"):
            carried = [
                output["data"][SCORE_TYPE] for output in cell.get("outputs", []) if SCORE_TYPE in output.get("data", {})
            ]
            found[meta["grade_id"]] = {"mistake": carried[0].get("mistake") if carried else None}
    return found


def _max_points(config: Any, assignment: str) -> float:
    with places.gradebook(config) as book:
        return float(book.find_assignment(assignment).max_score)
