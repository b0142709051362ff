"""What to call a student in a table or a message: by name, if the roster knows it, and always by id."""

from __future__ import annotations

from dataclasses import dataclass, field

from nncourse.course import UserError
from nncourse.office import roster
from nncourse.office.directory import Directory
from nncourse.office.lms import squeezed


@dataclass(frozen=True)
class People:
    """The names that are known, by id."""

    names: dict[str, str] = field(default_factory=dict)

    def called(self, student: str) -> str:
        """Eva Müller (s1002), or only s1002."""
        name = self.names.get(student, "")
        return f"{name} ({student})" if name and name != student else student


def load(directory: Directory) -> People:
    """Those of the roster."""
    return People({person.id: person.name for person in roster.load(directory).people if person.name})


def find(directory: Directory, assignment: str, said: str) -> str:
    """The id of the student who is meant: by id, by name, or by anything else that the roster knows of them."""
    if directory.submitted(said, assignment).is_dir():
        return said
    known = roster.load(directory)
    person = known.person(said)
    found = {person.id} if person else {one.id for one in known.known_by(("name", squeezed(said)))}
    if len(found) > 1:
        raise UserError(f"{said} may be {' or '.join(sorted(found))}: say which.")
    if not found or not directory.submitted(next(iter(found)), assignment).is_dir():
        here = ", ".join(directory.students("submitted", assignment)[:5])
        raise UserError(f"There is no submission of {said} for {assignment}. There are: {here or 'none'}, …")
    return next(iter(found))
