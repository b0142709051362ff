"""`nncourse grade`: grade all that is submitted and not graded yet, and list what became of each."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from nncourse.course import UserError
from nncourse.jail.keeper import Nursery
from nncourse.jail.wire import line
from nncourse.office import crew, engine, moves, people, progress, source, standing, undo, verdicts
from nncourse.office import directory as places
from nncourse.office.directory import Directory
from nncourse.office.verdicts import Verdict

EVERYBODY = 40  # up to so many are all listed; of a larger class, those about whom there is something to say


@dataclass(frozen=True)
class How:
    """How to grade.

    force: also what has been graded. yes: enter marks that move without asking. preview: only say which would.
    walled: in a jail. pictures: with the notebooks' widgets drawn.
    """

    workers: int = 2
    force: bool = False
    yes: bool = False
    preview: bool = False
    walled: bool = True
    pictures: bool = False


def command(number: str, course: Path, how: How, as_json: bool) -> int:
    """Grade, print, and return the exit status: 0 all graded, 1 some are not."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    students = directory.students("submitted", assignment)
    if not students:
        raise UserError(
            f"There is nothing in submitted/*/{assignment}. Bring it in with `nncourse collect {number} FILES…`."
        )
    with places.alone(directory):
        if how.force:  # nobody's earlier result counts
            for folder in (directory.twins(assignment), directory.prepared(assignment)):
                shutil.rmtree(folder, ignore_errors=True)
        _say_if_the_source_is_newer(directory, assignment, sys.stderr if as_json else sys.stdout)
        new, again = _todo(directory, assignment, students, how)
        if new or again:
            crew.get_ready()  # while it is tried whether there can be a jail
            if how.walled:
                _refuse_without_walls()
        if again:
            again = _agreed(directory, assignment, again, how, sys.stderr if as_json else sys.stdout)
        if how.preview:
            if not again:
                print(f"Nothing of {assignment} would be graded again: no check and no tool has changed.")
            return 0
        todo = [(assignment, student) for student in [*new, *again]]
        _grade_all(directory, todo, how, f"Grading {assignment}")
        shutil.rmtree(directory.prepared(assignment), ignore_errors=True)
    found = [verdict for student in students if (verdict := verdicts.load(directory, student, assignment))]
    if len(todo) < len(students):
        _as_it_stands(directory, assignment, found)
    if as_json:
        print(json.dumps([verdict.short() for verdict in found], indent=1))
    else:
        _print(directory, found, len(students) - len(todo), f"{number} --course {course}")
    return 0 if all(verdict.graded for verdict in found) else 1


def _grade_all(directory: Directory, todo: list[tuple[str, str]], how: How, title: str) -> None:
    done = 0
    try:
        for _ in progress.shown(grade(directory, todo, how), len(todo), title):
            done += 1
    except KeyboardInterrupt:
        raise UserError(f"Stopped: {done} of {len(todo)} are graded. The same command goes on with the rest.") from None


def grade(directory: Directory, hand_ins: list[tuple[str, str]], how: How) -> Iterator[Verdict]:
    """Grade these (assignment, student); yields each verdict, in the order in which they are ready."""
    names = {name for name, _ in hand_ins}
    graded_by = {name: _graded_by(directory, name, how.walled) for name in names}
    digests = {(name, who): graded_by[name] + verdicts.digest(directory.submitted(who, name)) for name, who in hand_ins}
    for job, answer in _work(directory, hand_ins, how):
        verdict = _verdict(job["student"], job["assignment"], answer)
        verdict.digest = digests[job["assignment"], job["student"]]
        verdicts.save(directory, verdict)
        yield verdict
    for name in names:
        undo.finish(directory, name)


def _work(
    directory: Directory, hand_ins: list[tuple[str, str]], how: How, prepare: bool = False
) -> Iterator[tuple[dict, dict]]:
    """What the workers answer to each job: see worker.py."""
    config = places.settings(directory)
    releases = {name: directory.release(name) / f"{name}.ipynb" for name, _ in hand_ins}
    for name, release in releases.items():
        if not release.is_file():
            raise UserError(f"release/{name} is not there. Make it with `nncourse release {name[:2]}`.")
    runs = {name: undo.begin(directory, name) for name in releases}
    jobs = [
        {"assignment": name, "student": student, "pictures": how.pictures, "prepare": prepare, "run": runs[name]}
        for name, student in hand_ins
    ]
    nursery = Nursery(engine.imports(list(releases.values())), how.walled)
    try:
        if jobs:
            crew.get_ready()
            nursery.start()  # both load what they need at the same time
        yield from crew.work(directory, jobs, how.workers, _seconds(config), lambda: (nursery.branch(), how.walled))
    finally:
        nursery.close()


# What has been graded before


def _todo(directory: Directory, assignment: str, students: list[str], how: How) -> tuple[list[str], list[str]]:
    """Who is to be graded, and who again: what they handed in has a result, which something else may change."""
    graded_by = _graded_by(directory, assignment, how.walled)
    new, again = [], []
    for student in students:
        verdict = verdicts.load(directory, student, assignment)
        digest = verdicts.digest(directory.submitted(student, assignment))
        if verdict is None or not verdict.graded or not verdict.digest.endswith(digest):
            new.append(student)
        elif how.force or verdict.digest != graded_by + digest:
            again.append(student)
        elif not directory.autograded(student, assignment).is_dir():
            new.append(student)
    return new, again


def _agreed(directory: Directory, assignment: str, again: list[str], how: How, file: TextIO) -> list[str]:
    """Say which marks would move, before anything is entered; whose new result is to be entered."""
    why = "because you say --force" if how.force else "because a check, its settings or the tools have changed"
    print(f"{moves.students(len(again))} can be graded again, {why}. Nothing is entered yet.", file=file, flush=True)
    work = _work(directory, [(assignment, student) for student in again], how, prepare=True)
    auto, failed = {}, {}
    for job, answer in progress.shown(work, len(again), "Looking what moves"):
        if "done" in answer:
            auto[job["student"]] = answer["done"]
        else:
            failed[job["student"]] = answer["failed"]
    for student, reason in failed.items():
        print(f"{student} stays as it is: {reason}.", file=file)
    moving = [move for move in moves.found(directory, assignment, auto) if move.moved]
    moves.show(moving, len(auto), people.load(directory), file)
    if moving and not how.yes and not how.preview and not moves.agreed("Enter these marks?"):
        print("They stay as they are. Who was not graded yet, is graded now.", file=file)
        return []
    return [student for student in again if student in auto]


def _as_it_stands(directory: Directory, assignment: str, found: list[Verdict]) -> None:
    """Give these verdicts the points and the answers to read that the gradebook has by now: people read on."""
    with places.gradebook(places.settings(directory)) as book:
        entered = standing.entered(book, assignment)
    for verdict in found:
        if verdict.graded and verdict.student in entered:
            verdict.points, verdict.to_read, *_ = entered[verdict.student]


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


def _say_if_the_source_is_newer(directory: Directory, assignment: str, file: TextIO) -> None:
    """The checks that grade are those of the release: who has changed source/ and forgot it is told."""
    if source.is_newer(directory, assignment):
        print(f"source/{assignment} was changed after its release, and the released checks are what grades.", file=file)
        print(f"If the changed ones should, run `nncourse release {assignment[:2]}` first.", file=file)


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


def _print(directory: Directory, found: list[Verdict], before: int, words: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console, known = Console(highlight=False), people.load(directory)
    shown = found if len(found) <= EVERYBODY else [verdict for verdict in found if verdict.remarks]
    table = Table("student", "verdict", "points", "remarks")
    for verdict in shown:
        points = f"{verdict.points:g} of {verdict.max_points:g}" if verdict.graded else "–"
        style = "green" if verdict.graded else "red"
        cells = (
            line(known.called(verdict.student), 80),
            Text(verdict.status, style),
            points,
            "; ".join(verdict.remarks),
        )
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
    read = f"`nncourse formgrader {words}`, then " if to_read else ""
    print(f"Next: {read}`nncourse feedback {words}`.")


def _average(graded: list[Verdict]) -> str:
    """The mean so far, of the points that the checks and readers have given."""
    points = [verdict.points for verdict in graded if verdict.points is not None]
    return f" On average {sum(points) / len(points):.1f} of {graded[0].max_points:g} points." if points else ""
