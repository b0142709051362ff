"""`nncourse grade --explain STUDENT`: how a submission came by its points, with the inputs of the hidden tests.

It is graded once more, from the same files and with the same seed, and nothing is written.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nncourse.course import UserError
from nncourse.jail.keeper import Keeper, MachineFault, Nursery
from nncourse.office import directory as places
from nncourse.office import engine, intake, people, verdicts


def command(number: str, course: Path, student: str, walled: bool) -> int:
    """Print it; the exit status is 0 if it is what the verdict says, 1 if not."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    student = people.find(directory, assignment, student)
    nursery = Nursery(engine.imports([directory.release(assignment) / f"{assignment}.ipynb"]), walled)
    try:
        with places.logging_to(directory.log):
            desk = engine.Engine(directory, places.settings(directory), assignment, Keeper(nursery.branch(), walled))
            taken = desk.taken(student)
            origin = desk.origin(taken)
            ran = desk.run(taken, origin)
            desk.close()
    except (intake.Refused, MachineFault) as reason:
        raise UserError(f"{assignment} of {student} cannot be graded: {reason}.") from None
    finally:
        nursery.close()
    return _print(student, assignment, ran, origin, verdicts.load(directory, student, assignment))


def _print(student: str, assignment: str, ran: Any, origin: dict[str, str], before: Any) -> int:
    print(f"{assignment} of {student}")
    for name, value in origin.items():
        print(f"  {name:12} {value}")
    for score in ran.scores.values():
        print(f"\n{score.name}: {float(score):g} of {score.total:g}")
        for line in score.lines:
            mark = "✓" if line.right else "✗"
            print(f"  {mark} {line.earned:g}/{line.points:g}  {'hidden: ' if line.hidden else ''}{line.call}")
            for text in line.details:
                print(f"           {text}")
        if score.mistake:
            print(f"  recognised: {score.mistake}")
    for remark in [*ran.taken_remarks, *ran.remarks]:
        print(f"\nRemark: {remark}")
    return _compare(ran, origin, before)


def _compare(ran: Any, origin: dict[str, str], before: Any) -> int:
    if before is None or not before.graded:
        print("\nThere is no verdict on it yet.")
        return 0
    recorded = {row["check"]: row["auto_points"] for row in before.checks if row["auto_points"] is not None}
    found = {name: points for name, points in ran.points.items() if points is not None and name in ran.scores}
    moved = {name: points for name, points in found.items() if recorded.get(name) != points}
    changed = [name for name, value in origin.items() if before.origin.get(name) != value]
    if changed:
        print(f"\nSince it was graded, this has changed: {', '.join(changed)}.")
    for name, points in moved.items():
        print(f"{name}: {recorded.get(name)} when it was graded, {points:g} now.")
    if not moved:
        print("\nThe points are those of the verdict.")
    return 1 if moved else 0
