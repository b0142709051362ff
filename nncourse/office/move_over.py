"""Who was collected before the roster knew them, under the LMS's number or another name, gets the roster's id.

That they are the same is certain: the receipt says who the LMS said it was. All goes along, points and comments too.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.office import directory as places
from nncourse.office import lms, receipts, roster, unread
from nncourse.office import whose as names
from nncourse.office.directory import Directory
from nncourse.office.roster import Roster
from nncourse.office.say import say


@dataclass(frozen=True)
class Double:
    """One hand-in under the name `old`, of whom the roster says `new`."""

    assignment: str
    old: str
    new: str


def command(directory: Directory) -> int:
    """Move them, say what was moved and what could not be; returns how many could not."""
    people = roster.load(directory)
    for name in directory.assignments() if people else []:
        _rename_unread(directory, name, people)
    found = [one for name in directory.assignments() for one in _doubles(directory, name, people)] if people else []
    if not found:
        return 0
    config = places.settings(directory)
    with places.alone(directory), places.logging_to(directory.log), places.gradebook(config) as book:
        left = [one for one in found if not _move(directory, book, one)]
    for name in dict.fromkeys(one.assignment for one in found):
        moved = [f"{one.old} → {one.new}" for one in found if one.assignment == name and one not in left]
        if moved:
            say(f"{name}: moved to the roster's ids, with all that was graded: {names.listed(moved)}.")
    for one in left:
        here = ", ".join(str(path.relative_to(directory.root)) for path in _folders(directory, one.old, one.assignment))
        say(f"{one.assignment}: {one.old} is {one.new}, of whom there is a hand-in already. Keep the one that counts:")
        say(f"  of {one.old}, delete {here}; in the gradebook, `nbgrader db student remove {one.old} --force`.")
    return len(left)


def _doubles(directory: Directory, assignment: str, people: Roster) -> list[Double]:
    found = _renamed(receipts.load(directory, assignment), assignment, people)
    here = {old: new for old, new in found.items() if directory.submitted(old, assignment).is_dir()}
    return [Double(assignment, old, new) for old, new in here.items()]


def _rename_unread(directory: Directory, assignment: str, people: Roster) -> None:
    """What could not be read is only a receipt."""
    kept = unread.load(directory, assignment)
    unread.add(directory, assignment, {new: kept[old] for old, new in _renamed(kept, assignment, people).items()})


def _renamed(kept: dict[str, dict[str, Any]], assignment: str, people: Roster) -> dict[str, str]:
    """{name: id}, of those whose name is no id of the roster, but whom it knows by what the LMS called them."""
    ids = {person.id for person in people.people}
    found = {}
    for student, receipt in kept.items():
        said = lms.sender(str(receipt.get("name", "")), assignment) if receipt.get("lms") else None
        who = people.of(said[0]) if said and student not in ids else []
        if len(who) == 1:
            found[student] = who[0].id
    return found


def _folders(directory: Directory, student: str, assignment: str) -> list[Path]:
    """Where something of a student's may be, and is."""
    steps = (directory.submitted, directory.earlier, directory.autograded, directory.feedback)
    return [path for step in steps if (path := step(student, assignment)).is_dir()]


def _move(directory: Directory, book: Any, one: Double) -> bool:
    """Move everything, if nothing of the new name is there."""
    old, new = directory.verdict(one.old, one.assignment), directory.verdict(one.new, one.assignment)
    if _folders(directory, one.new, one.assignment) or new.exists() or not _in_the_gradebook(book, one):
        return False
    if old.is_file():
        files.write(
            new, json.dumps({**json.loads(old.read_text(encoding="utf-8")), "student": one.new}, indent=1) + "\n"
        )
        old.unlink()
    undo = (directory.root / places.OURS / "undo" / one.assignment).glob(f"*/{one.old}")
    for path in undo:
        path.rename(path.with_name(one.new))
    for path in _folders(directory, one.old, one.assignment):
        target = path.parent.with_name(one.new) / one.assignment
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    kept = receipts.load(directory, one.assignment)
    kept[one.new] = kept.pop(one.old)
    receipts.save(directory, one.assignment, kept)
    return True


def _in_the_gradebook(book: Any, one: Double) -> bool:
    """Give the submission to the new name; False if that has one already. A name that has none left is taken out."""
    from nbgrader import api

    whole, task = api.SubmittedAssignment, api.Assignment
    of = book.db.query(whole).join(task, whole.assignment_id == task.id).filter(task.name == one.assignment)
    mine = of.filter(whole.student_id == one.old).one_or_none()
    if of.filter(whole.student_id == one.new).count():
        return False
    if mine is not None:
        if book.db.get(api.Student, one.new) is None:
            book.db.add(api.Student(id=one.new))
            book.db.flush()
        book.db.query(whole).filter(whole.id == mine.id).update({"student_id": one.new})
        if not book.db.query(whole).filter(whole.student_id == one.old).count():
            book.db.expire_all()
            book.db.delete(book.db.get(api.Student, one.old))
        book.db.commit()
    return True
