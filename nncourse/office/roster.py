"""`nncourse roster`: who is in the course, by what names and numbers each learning platform knows them.

It is kept as roster.csv in the course directory, to be read and edited by hand, and its names are put in the gradebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import handed_times, lms, table
from nncourse.office.directory import Directory
from nncourse.office.lms import Sender, squeezed
from nncourse.office.say import say

FILE = "roster.csv"
STUDENT = re.compile(r"[^\W_][\w.@-]{0,63}")  # what may be the name of a folder, and of nbgrader's student
# What the columns of a roster, and of Canvas's and Moodle's own tables, are called; in lower case, only letters.
COLUMNS = {
    "id": ("id", "studentid", "student", "matriculationnumber", "matrikelnummer"),
    "last_name": ("lastname", "surname", "familyname", "nachname", "nom", "apellidos", "apellidoa"),
    "first_name": ("firstname", "givenname", "forename", "vorname", "prénom", "nombre"),
    "name": ("name", "fullname", "studentname", "vollständigername"),
    "email": ("email", "emailaddress", "mail", "emailadresse", "adressedecourriel", "direccióndecorreo"),
    "login": ("login", "loginid", "username", "sisloginid", "anmeldename"),
    "sis_id": ("sisid", "sisuserid", "idnumber", "idnummer", "numérodidentification", "númerodeid"),
    "canvas_id": ("canvasid", "canvasuserid"),
    "moodle": ("moodle", "identifier", "participant"),
}
NOBODY = ("points possible", "student, test")  # rows of Canvas's gradebook that are no students'


@dataclass
class Person:
    """A student: the id in this course, and what else is known."""

    id: str = ""
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    login: str = ""
    sis_id: str = ""
    canvas_id: str = ""
    moodle: str = ""  # the numbers of their participations, one for each assignment

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.first_name, self.last_name)))

    def known_as(self) -> set[tuple[str, str]]:
        """By what they can be found. The name is that of both orders, as an LMS may write it."""
        found = {("own", text.casefold()) for text in (self.id, self.email, self.login, self.sis_id)}
        found |= {
            ("name", squeezed(self.first_name + self.last_name)),
            ("name", squeezed(self.last_name + self.first_name)),
        }
        found |= {(lms.CANVAS, self.canvas_id)} | {(lms.MOODLE, number) for number in self.moodle.split()}
        return {key for key in found if key[1]}


class Roster:
    """All students of the course, found by what is known of them."""

    def __init__(self, people: Iterable[Person] = ()):
        self.people: list[Person] = []
        self._by: dict[tuple[str, str], dict[str, Person]] = {}
        for person in people:
            self.add(person)

    def __bool__(self) -> bool:
        return bool(self.people)

    def add(self, person: Person) -> None:
        """Take in one more."""
        self.people.append(person)
        self.learn(person)

    def learn(self, person: Person) -> None:
        """Note what is known of one who is in it."""
        for key in person.known_as():
            self._by.setdefault(key, {})[person.id] = person

    def known_by(self, *keys: tuple[str, str]) -> list[Person]:
        """Everybody of whom one of these is known: ("own", …), ("name", …), ("canvas", …), ("moodle", …)."""
        found = {id: person for key in keys for id, person in self._by.get(key, {}).items()}
        return [person for person in found.values() if person.known_as() & set(keys)]

    def person(self, identifier: str) -> Person | None:
        """The one whose id this is; failing that, whose email, login or number."""
        found = self.known_by(("own", identifier.casefold()))
        exactly = [person for person in found if person.id == identifier]
        return exactly[0] if exactly else found[0] if len(found) == 1 else None

    def of(self, sender: Sender) -> list[Person]:
        """Everybody whom the LMS may mean: one if it is known, more if the name is not enough."""
        found = self.known_by((sender.lms, sender.number))
        if found:
            return found
        found = self.known_by(("name", squeezed(sender.name)))
        if sender.lms == lms.CANVAS:  # whose number is known, and another one, is not meant
            found = [person for person in found if not person.canvas_id]
        return found

    def about(self, row: Person) -> list[Person]:
        """Everybody of whom this row of some table may be: by what is theirs only; failing that, by the name."""
        found = self.known_by(*((kind, text) for kind, text in row.known_as() if kind in (lms.CANVAS, lms.MOODLE)))
        found = found or self.known_by(*(key for key in row.known_as() if key[0] == "own"))
        if found or row.id:
            return found
        found = self.known_by(*(key for key in row.known_as() if key[0] == "name"))
        return [person for person in found if not _differ(row, person)]


def command(paths: list[Path], place: Path) -> int:
    """Take in these tables, and say who is in the roster now; the exit status is 1 if a row was left out."""
    from nncourse.office import move_over  # which asks this module who is who

    directory = places.find(place)
    left_out = []
    for path in paths:
        left_out += [f"{path.name}: {line}" for line in add(directory, path)]
        say_unused(path)
    roster = load(directory)
    for line in left_out:
        say(line)
    known = [
        f"{sum(bool(getattr(person, key)) for person in roster.people)} with {what}"
        for key, what in (("email", "an email address"), ("canvas_id", "Canvas's number"), ("moodle", "Moodle's"))
    ]
    say(f"{len(roster.people)} students in {directory.root / FILE}: {', '.join(known)}.")
    double = move_over.command(directory)
    return 1 if left_out or double else 0


def load(directory: Directory) -> Roster:
    """The roster of this course; empty if there is none."""
    path = directory.root / FILE
    return Roster(rows(table.read(path))) if path.is_file() else Roster()


def add(directory: Directory, path: Path) -> list[str]:
    """Add what this table says to the roster and the gradebook; returns a line for each row to look at.

    That is one that was left out, or has the id of a row before it.
    """
    found = table.read(path)
    if not set(_columns(found.header)) - {"moodle"}:
        wanted = "an id, Username, ID number or Email address; names; or a table exported by Canvas or Moodle"
        raise UserError(f"{path} has no column by which to know a student. It needs {wanted}.")
    roster, left_out = load(directory), []
    seen: dict[str, Person] = {}
    for row in rows(found):
        key = next(filter(None, _ids(row)), "")
        if key and seen.get(key, row) != row:
            left_out.append(f"{key} is there twice, as {seen[key].name} and {row.name}: what the last row says counts.")
        seen[key] = replace(row)
        problem = _merge(roster, row)
        if problem:
            left_out.append(problem)
    _save(directory, roster)
    _into_gradebook(directory, roster)
    handed_times.learn(directory, found)
    return left_out


def say_unused(path: Path) -> None:
    """Name the columns of this table that are not used. An LMS's own table has many that are not about who it is."""
    header = table.read(path).header
    used = _columns(header).values()
    unused = [title for number, title in enumerate(header) if number not in used and title.strip()]
    if unused and not _is_canvas(header) and not _is_moodle(header):
        say(f"{path.name}: not used, as it is not known what they are: {', '.join(unused)}.")
        say("  If one is id, last name, first name, name, email, username or ID number: call it so, and give it again.")


def rows(found: table.Table) -> list[Person]:
    """What each row of a table says of a student; of a row that is nobody's, an empty Person is left out."""
    people = [person_of(found, row) for row in found.rows]
    return [person for person in people if person is not None]


def person_of(found: table.Table, row: list[str]) -> Person | None:
    """What this row says of a student."""
    columns = _columns(found.header)
    cells = {key: table.plain(row[number].strip()) for key, number in columns.items() if number < len(row)}
    name = cells.pop("name", "")
    if name.casefold().startswith(NOBODY) or not (name or any(cells.values())):
        return None
    if name and not cells.get("last_name"):
        last, comma, first = name.partition(",")
        if not comma:
            first, _, last = name.rpartition(" ")
        cells["last_name"], cells["first_name"] = last.strip(), first.strip()
    cells["moodle"] = " ".join(re.findall(r"\d+", cells.get("moodle", "")))
    person = Person(**cells)
    if _is_canvas(found.header) and not person.canvas_id.isdigit() and not person.login and not person.sis_id:
        return None
    return person


def _columns(header: list[str]) -> dict[str, int]:
    """{what it is: the number of its column}."""
    plain = table.titles(header)
    found: dict[str, int] = {}
    for key, titles in COLUMNS.items():
        number = next((plain.index(title) for title in titles if title in plain), None)
        if number is not None:
            found[key] = number
    if _is_canvas(header):  # there, ID is Canvas's own number, and Student a name
        found["canvas_id"] = plain.index("id")
        found.pop("id", None)
        if "student" in plain:
            found["name"] = plain.index("student")
    return found


def _is_canvas(header: list[str]) -> bool:
    titles = [title.strip() for title in header]
    return "ID" in titles and "Section" in titles and ("Student" in titles or "LastName" in titles)


def _is_moodle(header: list[str]) -> bool:
    """Whether it is Moodle's gradebook or its grading worksheet."""
    ends = ("(real)", "(percentage)", "(letter)")
    titles = [title.strip().casefold() for title in header]
    return any(
        title.endswith(ends) or title in ("last downloaded from this course", "maximum grade") for title in titles
    )


def _merge(roster: Roster, row: Person) -> str:
    """Put what this row says with whom it is about; returns why not, if it is not clear who that is."""
    found = _same(roster, row)
    if len(found) > 1:
        return f"{row.name or row.email}: more than one in the roster has this name. Give a table with an id or email."
    if not found:
        row.id = next((text for text in _ids(row) if STUDENT.fullmatch(text)), "")
        if not row.id:
            return f"{row.name or 'a row without a name'}: no id, login, number or email address that can be an id"
        roster.add(row)
        return ""
    person = found[0]
    for one in fields(Person):
        new = getattr(row, one.name)
        if one.name == "moodle":
            person.moodle = " ".join(dict.fromkeys([*person.moodle.split(), *new.split()]))
        elif one.name in ("last_name", "first_name") and person.name and not row.id:
            continue  # a full name says less of which part is which than what is known already
        elif new and one.name != "id":
            setattr(person, one.name, new)
    roster.learn(person)
    return ""


def _same(roster: Roster, row: Person) -> list[Person]:
    """Who in the roster this row is about."""
    return [person for person in roster.known_by(("own", row.id.casefold())) if person.id == row.id] or roster.about(
        row
    )


def _differ(one: Person, other: Person) -> bool:
    """Whether they cannot be the same person, for all that they may have the same name."""
    keys = ("canvas_id", "email", "login", "sis_id")
    pairs = [(getattr(one, key).casefold(), getattr(other, key).casefold()) for key in keys]
    return any(a and b and a != b for a, b in pairs)


def _ids(row: Person) -> list[str]:
    return [row.id, row.login, row.sis_id, row.email, row.canvas_id]


def _save(directory: Directory, roster: Roster) -> None:
    header = [one.name for one in fields(Person)]
    people = sorted(roster.people, key=lambda person: (person.last_name.casefold(), person.first_name, person.id))
    cells = [[table.harmless(getattr(person, key)) for key in header] for person in people]
    table.write(directory.root / FILE, table.Table(header, cells, mark=True))


def _into_gradebook(directory: Directory, roster: Roster) -> None:
    """Names and addresses, for formgrader and every exporter."""
    from nbgrader.api import Student

    config = places.settings(directory)
    with places.logging_to(directory.log), places.gradebook(config) as book:
        known = {student.id: student for student in book.students}
        for person in roster.people:
            student = known.get(person.id) or Student(id=person.id)
            # Formgrader writes them into its page as they are, and in an LMS students choose them themselves.
            last, first = (re.sub(r'[<>"]', "", name) for name in (person.last_name, person.first_name))
            student.last_name, student.first_name = last or None, first or None
            student.email, student.lms_user_id = person.email or None, person.canvas_id or None
            book.db.add(student)
        book.db.commit()
