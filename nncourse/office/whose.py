"""Whose a hand-in is: by its name, or by what the LMS calls its sender and the roster knows. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field

from nncourse.office import lms, receipts
from nncourse.office.directory import Directory
from nncourse.office.inbox import Attempt, packed_for
from nncourse.office.lms import Sender
from nncourse.office.roster import STUDENT, Roster
from nncourse.office.unpack import Refused


@dataclass
class Register:
    """What is known of names. before: {(LMS, person): students}, from what was collected until now."""

    roster: Roster
    before: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def register(directory: Directory, roster: Roster) -> Register:
    """What this course knows."""
    return Register(roster, receipts.senders(directory))


def whose(attempt: Attempt, assignment: str, known: Register) -> tuple[str, list[str]]:
    """The student's id, and remarks. Refused, with the reason, if it is not certain."""
    if attempt.sender is None:
        return _named(attempt.student, known)
    claimed = packed_for(attempt.claims, assignment) or ""
    remarks = ["late, says Canvas"] if attempt.sender.late else []
    if known.roster:
        student = _in_the_roster(attempt.sender, known)
        person = known.roster.person(claimed) if claimed else None
        if claimed and claimed != student and (person is None or person.id != student):
            remarks.append(f"their zip is named for {shown(claimed)}")
        return student, remarks
    student = _without_a_roster(attempt.sender, claimed if STUDENT.fullmatch(claimed) else "", known)
    return student, remarks


def person(sender: Sender) -> str:
    """What an LMS calls a person in every assignment: Canvas a number, Moodle only a name."""
    return sender.number if sender.lms == lms.CANVAS else sender.name


def _named(student: str, known: Register) -> tuple[str, list[str]]:
    if not STUDENT.fullmatch(student):
        raise Refused(f"{shown(student)!r} cannot be a student's id: letters, digits and . _ - @ only")
    if not known.roster:
        return student, []
    found = known.roster.person(student)
    return (found.id, []) if found else (student, ["not in the roster"])


def _in_the_roster(sender: Sender, known: Register) -> str:
    found = known.roster.of(sender)
    if not found:
        raise Refused(f"nobody in the roster is {shown(str(sender))}: add them with `nncourse roster`")
    if len(found) > 1:
        ids = ", ".join(sorted(person.id for person in found))
        export = "Canvas's gradebook" if sender.lms == lms.CANVAS else "Moodle's grading worksheet"
        raise Refused(f"{shown(str(sender))} may be {ids}: not guessed. Give `nncourse roster` {export}")
    return found[0].id


def _without_a_roster(sender: Sender, claimed: str, known: Register) -> str:
    before = known.before.get((sender.lms, person(sender)), set())
    if sender.lms == lms.CANVAS and len(before) == 1:  # its number is one person's in every week
        return next(iter(before))
    if not claimed:
        return sender.number.replace("anon_", "anon-")
    owners = {name for (kind, name), students in known.before.items() if kind == sender.lms and claimed in students}
    if owners and person(sender) not in owners:
        other = shown(min(owners))
        raise Refused(f"{shown(str(sender))} has a zip named for {claimed}, who was {other} before: a roster must say")
    return claimed


def listed(names: list[str], most: int = 40) -> str:
    """The first of these names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(shown, names[:most])) + more


def shown(name: str) -> str:
    """A name that somebody else chose, fit for a line on a terminal."""
    name = "".join(sign if sign.isprintable() else "?" for sign in name)
    return name if len(name) <= 60 else name[:57] + "…"
