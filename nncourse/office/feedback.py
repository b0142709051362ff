"""`nncourse feedback`: a page for each student whose submission was graded or refused, as feedback/STUDENT/NN/NN.html.

That is where nbgrader's own feedback is, so that its exchange gives the pages back as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nncourse import files
from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import intake, progress, standing, unread, verdicts
from nncourse.office.directory import Directory


def command(number: str, course: Path, as_zip: bool = False) -> int:
    """Write the pages, say where they are, and return the exit status: 0 all written, 1 some are not."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    handed_in = directory.students("submitted", assignment)
    students = [student for student in _everybody(directory, assignment) if _is_judged(directory, student, assignment)]
    if not students:
        raise UserError(f"Nothing of {assignment} is graded yet. Run `nncourse grade {number} --course {course}`.")
    failed = write_all(directory, [(assignment, student) for student in students])
    written = [student for student in students if (assignment, student) not in failed]
    for (_, student), why in failed.items():
        print(f"No page for {student}: {why}")
    grade = f"Run `nncourse grade {number} --course {course}`, then this again."
    _name("Not graded yet, so without a page", sorted(set(handed_in) - set(students)), grade)
    _name("Handed in anew since they were graded", [s for s in written if _is_old(directory, s, assignment)], grade)
    refused = [s for s in written if (found := unread.verdict(directory, s, assignment)) and not found.graded]
    _name("Not graded; their page says why and what to do", refused)
    _say_what_waits(directory, assignment, written, f"{number} --course {course}")
    print(f"{len(written)} pages written: {directory.root / 'feedback' / 'STUDENT' / assignment / assignment}.html")
    if as_zip:
        _write_zip(directory, assignment, written)
    return 1 if failed else 0


def _say_what_waits(directory: Directory, assignment: str, written: list[str], words: str) -> None:
    """Before the pages are given back: whose answers nobody has read."""
    with places.gradebook(places.settings(directory)) as book:
        entered = standing.entered(book, assignment)
    waiting = [student for student in written if student in entered and entered[student][1]]
    then = f"Their pages say so. Read them with `nncourse formgrader {words}`, then run this again."
    _name(f"{len(waiting)} with answers that nobody has read yet", waiting, then)


def write_all(directory: Directory, graded: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Write the pages of these (assignment, student); returns {that: why} for those that could not be written."""
    failed: dict[tuple[str, str], str] = {}
    for _ in progress.shown(_written(directory, graded, failed), len(graded), "Feedback"):
        pass
    return failed


def _written(directory: Directory, graded: list[tuple[str, str]], failed: dict) -> Iterator[tuple[str, str]]:
    from nncourse.office import entries
    from nncourse.office.feedback_page import Pages

    config = places.settings(directory)
    ask = str(config.FeedbackPage.get("ask", ""))
    with places.logging_to(directory.log), places.gradebook(config) as book:
        for assignment in dict.fromkeys(assignment for assignment, _ in graded):
            course = str(config.CourseDirectory.get("course_id", "") or "Your course")
            pages = Pages(directory, assignment, entries.read(book, assignment), course, ask)
            for student in [student for name, student in graded if name == assignment]:
                try:
                    _write(directory, assignment, student, pages.page(student))
                except Exception as error:  # whatever one submission has in it, the others get their pages
                    failed[assignment, student] = f"{type(error).__name__}: {error}".splitlines()[0]
                yield assignment, student


def _write(directory: Directory, assignment: str, student: str, page: str) -> None:
    """The page, and beside it what nbgrader's release_feedback needs to give it to the right student."""
    place = directory.feedback(student, assignment)
    for name in intake.NBGRADERS:
        for folder in (directory.submitted(student, assignment), directory.autograded(student, assignment)):
            path = folder / name
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= intake.MAX_FILE:
                files.write(place / name, path.read_bytes())
                break
    files.write(place / f"{assignment}.html", page)


def _write_zip(directory: Directory, assignment: str, students: list[str]) -> None:
    from nncourse.office import feedback_zip

    target, count = feedback_zip.write(directory, assignment, students)
    print(f"All in one zip: {target}")
    for lms, how in feedback_zip.WHERE.items():
        if count[lms]:
            print(f"  {count[lms]} as {lms.capitalize()} takes them back. {how}")
    if count[""]:
        print(f"  {count['']} as STUDENT/{assignment}.html: they did not come with an LMS's download.")


def _everybody(directory: Directory, assignment: str) -> list[str]:
    """Who has handed this in, now or, if that is gone, at the time when it was graded."""
    handed_in = {*directory.students("submitted", assignment), *unread.load(directory, assignment)}
    return sorted({*handed_in, *directory.students("autograded", assignment)})


def _is_judged(directory: Directory, student: str, assignment: str) -> bool:
    """Whether there is something to say: a verdict, also on what is unreadable, or what `nbgrader autograde` graded."""
    return bool(
        unread.verdict(directory, student, assignment)
        or (directory.autograded(student, assignment) / f"{assignment}.ipynb").is_file()
    )


def _is_old(directory: Directory, student: str, assignment: str) -> bool:
    """Whether what is in submitted/ is not what the verdict is about."""
    verdict = verdicts.load(directory, student, assignment)
    place = directory.submitted(student, assignment)
    return bool(verdict and verdict.digest and place.is_dir() and not verdict.digest.endswith(verdicts.digest(place)))


def _name(what: str, students: list[str], then: str = "") -> None:
    """A line about these students, if there are any."""
    more = f" and {len(students) - 10} more" if len(students) > 10 else ""
    if students:
        print(f"{what}: {', '.join(students[:10])}{more}.{' ' if then else ''}{then}")
