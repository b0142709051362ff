"""`nncourse feedback`: a page for each graded student, without hidden tests and marking schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nncourse.course import UserError
from nncourse.office import crew, progress
from nncourse.office import directory as places
from nncourse.office.directory import Directory

SECONDS = 120.0  # for one page


def command(number: str, course: Path, workers: int = 2) -> int:
    """Write the pages, say where they are, and return the exit status: 0 all written, 1 some are not."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    students = directory.students("autograded", assignment)
    if not students:
        raise UserError(f"Nothing of {assignment} is graded yet. Run `nncourse grade {number} --course {course}`.")
    failed = write_all(directory, [(assignment, student) for student in students], workers)
    for (_, student), why in failed.items():
        print(f"No page for {student}: {why}")
    left = sorted(set(directory.students("submitted", assignment)) - set(students))
    if left:
        print(f"Not graded, so without a page: {', '.join(left)}.")
    pages = directory.root / "feedback" / "STUDENT" / assignment / f"{assignment}.html"
    print(f"{len(students) - len(failed)} pages written: {pages}")
    return 1 if failed else 0


def write_all(directory: Directory, graded: list[tuple[str, str]], workers: int = 2) -> dict[tuple[str, str], str]:
    """Write the pages of these (assignment, student); returns {that: why} for those that could not be written."""
    jobs = [{"do": "feedback", "assignment": assignment, "student": student} for assignment, student in graded]
    answers = crew.work(directory, jobs, workers, SECONDS)
    failed = {}
    for job, answer in progress.shown(answers, len(jobs), "Feedback"):
        why = answer.get("failed") or answer.get("done")
        if why:
            failed[job["assignment"], job["student"]] = why
    return failed


def write(directory: Directory, config: Any, assignment: str, student: str) -> str:
    """Write one student's page; returns "" or why it could not be written."""
    from nbgrader.converters import GenerateFeedback

    desk = places.course_directory(config, assignment_id=assignment, student_id=student)
    converter = GenerateFeedback(coursedir=desk, config=config)
    converter.force = True
    problem = places.convert(converter)
    return f"{problem.strip().splitlines()[-1].strip()} (see {places.OURS}/nbgrader.log)" if problem else ""
