"""`nncourse grade`: grade all that is submitted and not graded yet, and list what became of each."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nncourse.course import UserError
from nncourse.jail.keeper import Nursery
from nncourse.jail.wire import line
from nncourse.office import crew, engine, progress, verdicts
from nncourse.office import directory as places
from nncourse.office.directory import Directory
from nncourse.office.verdicts import Verdict

EVERYBODY = 40  # up to so many are all listed; of a larger class, those about whom there is something to say


def command(
    number: str, course: Path, workers: int, force: bool, as_json: bool, trust: bool = False, pictures: bool = False
) -> int:
    """Grade, print, and return the exit status: 0 all graded, 1 some are not."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    students = directory.students("submitted", assignment)
    if not students:
        raise UserError(
            f"There is nothing in submitted/*/{assignment}. Bring it in with `nncourse collect {number} FILES…`."
        )
    walled = not trust
    if walled:
        _refuse_without_walls()
    graded_by = _graded_by(directory, assignment, walled)
    todo = [student for student in students if force or not _is_graded(directory, student, assignment, graded_by)]
    title = f"Grading {assignment}"
    with places.alone(directory):
        if force:
            shutil.rmtree(directory.twins(assignment), ignore_errors=True)  # nobody's earlier result counts
        for _ in progress.shown(
            grade(directory, [(assignment, student) for student in todo], workers, walled, pictures), len(todo), title
        ):
            pass
    found = [verdict for student in students if (verdict := verdicts.load(directory, student, assignment))]
    if as_json:
        print(json.dumps([verdict.short() for verdict in found], indent=1))
    else:
        _print(directory, found, len(students) - len(todo))
    return 0 if all(verdict.graded for verdict in found) else 1


def grade(
    directory: Directory,
    hand_ins: list[tuple[str, str]],
    workers: int,
    walled: bool = True,
    pictures: bool = False,
) -> Iterator[Verdict]:
    """Grade these (assignment, student); yields each verdict, in the order in which they are ready."""
    config = places.settings(directory)
    releases = {name: directory.release(name) / f"{name}.ipynb" for name, _ in hand_ins}
    for name, release in releases.items():
        if not release.is_file():
            how = f"Make it with `nbgrader generate_assignment {name}`."
            raise UserError(f"release/{name} is not there. {how}")
    graded_by = {name: _graded_by(directory, name, walled) for name in releases}
    digests = {(name, who): graded_by[name] + verdicts.digest(directory.submitted(who, name)) for name, who in hand_ins}
    nursery = Nursery(engine.imports(list(releases.values())), walled)
    jobs = [{"assignment": name, "student": student, "pictures": pictures} for name, student in hand_ins]
    try:
        if jobs:
            nursery.start()  # while the workers load what they need
        for job, answer in crew.work(directory, jobs, workers, _seconds(config), lambda: (nursery.branch(), walled)):
            verdict = _verdict(job["student"], job["assignment"], answer)
            verdict.digest = digests[job["assignment"], job["student"]]
            verdicts.save(directory, verdict)
            yield verdict
    finally:
        nursery.close()


def _verdict(student: str, assignment: str, answer: dict[str, Any]) -> Verdict:
    if "done" in answer:
        return Verdict(**answer["done"])
    return Verdict(student, assignment, verdicts.NOT_GRADED, remarks=[f"grading it failed: {answer['failed']}"])


def _graded_by(directory: Directory, assignment: str, walled: bool) -> str:
    """A digest of what grades this assignment: its checks, the files that come with it, the tools."""
    found = hashlib.sha256(f"{engine.environment()} {walled}".encode())
    for folder in (directory.source(assignment), directory.release(assignment)):
        found.update(verdicts.digest(folder).encode())
    return found.hexdigest()[:16]


def _is_graded(directory: Directory, student: str, assignment: str, graded_by: str) -> bool:
    """Whether this very submission has been graded in this way and the result is still there."""
    verdict = verdicts.load(directory, student, assignment)
    if verdict is None or not verdict.graded or not directory.autograded(student, assignment).is_dir():
        return False
    return verdict.digest == graded_by + verdicts.digest(directory.submitted(student, assignment))


def _seconds(config: Any) -> float:
    """When to give up on a submission that nothing else ends: long after its own limits."""
    return 3 * float(config.Submission.get("seconds", 300))


def _refuse_without_walls() -> None:
    from nncourse.jail import keeper

    problem = keeper.problem()
    if problem:
        raise UserError(
            f"Submissions cannot be locked in on this machine: {problem}. `nncourse doctor` says what to do; "
            "--trust-submissions grades without a jail, which is for code that you trust."
        )


def _print(directory: Directory, found: list[Verdict], before: int) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    shown = found if len(found) <= EVERYBODY else [verdict for verdict in found if verdict.remarks]
    table = Table("student", "verdict", "points", "remarks")
    for verdict in shown:
        points = f"{verdict.points:g} of {verdict.max_points:g}" if verdict.graded else "–"
        style = "green" if verdict.graded else "red"
        cells = (line(verdict.student, 80), Text(verdict.status, style), points, "; ".join(verdict.remarks))
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in cells))
    if shown:
        console.print(table)
    graded = [verdict for verdict in found if verdict.graded]
    to_read = sum(verdict.to_read for verdict in found)
    if len(shown) < len(found):
        print(f"{len(found) - len(shown)} more, with nothing to remark.")
    earlier = f", {before} of them earlier (--force grades all again)" if before else ""
    print(f"{len(graded)} of {len(found)} graded{earlier}.{_average(graded)}")
    if to_read:
        print(f"{to_read} written answer{'s wait' if to_read > 1 else ' waits'} for a reader, in formgrader.")
    if len(graded) < len(found):
        print("What is not graded is listed above with the reason; submitted/ is as it was handed in.")
    print(f"Log: {directory.log}")


def _average(graded: list[Verdict]) -> str:
    """The mean so far, of the points that the checks and readers have given."""
    points = [verdict.points for verdict in graded if verdict.points is not None]
    return f" On average {sum(points) / len(points):.1f} of {graded[0].max_points:g} points." if points else ""
