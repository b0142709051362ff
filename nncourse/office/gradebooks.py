"""Fill in the grades in a table that an LMS exported: its one column changes, every other cell and row stays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from nncourse.course import UserError
from nncourse.office import receipts, roster, table, whose
from nncourse.office.lms import squeezed
from nncourse.office.roster import Person, Roster
from nncourse.office.table import Table

if TYPE_CHECKING:
    from nncourse.office.exporters import Exporter

CANVAS, MOODLE = "canvas", "moodle"
KEPT = ("ex", "n/a")  # in Canvas: excused, and not assigned to this student
GRADES = ("grade", "bewertung", "note", "calificación")  # the column of Moodle's grading worksheet
LARGEST = ("maximum grade", "bestwertung", "note maximale", "calificación máxima")


def number(value: float) -> str:
    """A grade as both LMSs write it: with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def marks(exporter: Exporter, student: str) -> list[str]:
    """The grades of one student that are handed on, "" where there is none."""
    found = [exporter.counts(of.get(student)) for of in exporter.standings.values()]
    exporter.grades += sum(one is not None for one in found)
    return ["" if one is None else number(one) for one in found]


def filled(exporter: Exporter, path: Path, kind: str) -> Table:
    """The table in this file, with the grades of the one assignment, or of all whose columns are found."""
    found = table.read(path)
    columns = _columns(exporter, found, path, kind)
    comma = kind == MOODLE and _has_decimal_commas(found)
    matched = _matched(exporter, found, kind)
    for name, place in columns.items():
        written, excused = set(), []
        for row, student in zip(found.rows, matched):
            mark = exporter.counts(exporter.standings[name].get(student or ""))
            if mark is None:
                continue
            if row[place].strip().casefold() in KEPT:
                excused.append(student or "")
                continue
            row[place] = number(mark).replace(".", ",") if comma else number(mark)
            written.add(student)
        exporter.grades += len(written)
        _say(exporter, found, name, place, written, excused, kind)
    return found


def _columns(exporter: Exporter, found: Table, path: Path, kind: str) -> dict[str, int]:
    """{assignment: the place of its column}."""
    names = list(exporter.standings)
    if exporter.column:
        if len(names) != 1:
            raise UserError("A column is for one assignment: name it, as in `nncourse export 01 --column NAME …`.")
        if found.header.count(exporter.column) != 1:
            raise UserError(f"{path} has no column {exporter.column!r}. It has: {_titles(found)}.")
        return {names[0]: found.header.index(exporter.column)}
    worksheet = [place for place, title in enumerate(found.header) if title.strip().casefold() in GRADES]
    if kind == MOODLE and len(worksheet) == 1:
        if len(names) != 1:
            raise UserError("A grading worksheet is of one assignment: name it, as in `nncourse export 01 …`.")
        return {names[0]: worksheet[0]}
    places: dict[str, int] = {}
    for name in names:
        called = (name, exporter.directory.title(name))
        of = [place for place, title in enumerate(found.header) if _is_of(title, *called)]
        of = [place for place in of if found.header[place].strip().endswith("(Real)")] or of
        if len(of) > 1:
            raise UserError(f"{path} has more than one column for {name}. Name it with --column: {_titles(found, of)}.")
        if of:
            places[name] = of[0]
    if not places:
        raise UserError(f"{path} has no column for {', '.join(names)}. Name it with --column: {_titles(found)}.")
    return places


def _is_of(column: str, assignment: str, title: str) -> bool:
    """Whether this is the column of the assignment: of its name, topic or title, with what the LMS adds."""
    plain = re.sub(r"\([^()]*\)\s*$", "", column)  # Canvas adds a number, Moodle (Real), and "Assignment: " before it
    plain = squeezed(re.sub(r"^[^:]{1,20}:", "", plain))
    number, _, topic = assignment.partition("_")
    whole = squeezed(assignment)
    known = {whole, squeezed(topic), squeezed(title), squeezed(f"{number} {title}")} - {""}
    return plain in known or whole in plain


def _titles(found: Table, places: list[int] | None = None) -> str:
    chosen = range(len(found.header)) if places is None else places
    return ", ".join(repr(found.header[place]) for place in chosen)


def _matched(exporter: Exporter, found: Table, kind: str) -> list[str | None]:
    """Whose row each is; None if it is nobody's, or not certain whose."""
    people = Roster(list(exporter.people.values()))
    known = {}
    for name in exporter.standings:
        for student, receipt in receipts.load(exporter.directory, name).items():
            if receipt.get("lms") == kind and receipt.get("number"):
                known[str(receipt["number"])] = student
    matched, doubtful = [], []
    for row in found.rows:
        said = roster.person_of(found, row)
        of = _who(people, said, known) if said else set()
        matched.append(next(iter(of)) if len(of) == 1 else None)
        if len(of) > 1:
            doubtful.append(f"{said.name if said else ''} ({', '.join(sorted(of))})")
    twice = {student for student in matched if student and matched.count(student) > 1} if matched else set()
    if doubtful:
        exporter.said.append(f"Rows that may be more than one student's, left as they were: {'; '.join(doubtful)}.")
    if twice:
        exporter.said.append(f"More than one row for {', '.join(sorted(twice))}: left as they were.")
    return [None if student in twice else student for student in matched]


def _who(people: Roster, said: Person, known: dict[str, str]) -> set[str]:
    """Every student of the course whose row this may be."""
    numbers = [number for number in (said.canvas_id, *said.moodle.split()) if number in known]
    return {person.id for person in people.about(said)} if not numbers else {known[number] for number in numbers}


def _say(exporter: Exporter, found: Table, name: str, place: int, written: set, excused: list[str], kind: str) -> None:
    """What somebody who sends this file should know."""
    here = exporter.standings[name]
    lost = sorted(who for who, one in here.items() if exporter.counts(one) is not None and who not in written)
    lost = [who for who in lost if who not in excused]
    if lost:
        exporter.said.append(f"{name}: {len(lost)} have a grade and no row in that file: {whose.listed(lost)}.")
    if excused:
        exporter.said.append(f"{name}: left as they are, excused or not assigned: {whose.listed(excused)}.")
    theirs, ours = _largest(found, place, kind), next((one.max_points for one in here.values()), 0.0)
    if theirs is not None and abs(theirs - ours) > 0.005:
        system = kind.capitalize()
        exporter.said.append(
            f"{name} has {number(ours)} points here and {number(theirs)} in {system}, which does not convert them: "
            f"set {number(ours)} there."
        )


def _largest(found: Table, place: int, kind: str) -> float | None:
    """The points possible, as the LMS has them."""
    cells: list[str] = []
    if kind == CANVAS:
        cells = [row[place] for row in found.rows if row[0].strip().casefold().startswith("points possible")]
    else:
        columns = [at for at, title in enumerate(found.header) if title.strip().casefold() in LARGEST]
        cells = [row[columns[0]] for row in found.rows[:1]] if columns else []
    try:
        return float(cells[0].replace(",", "."))
    except (IndexError, ValueError):
        return None


def _has_decimal_commas(found: Table) -> bool:
    cells = [cell for row in found.rows for cell in row]
    return any(re.fullmatch(r"\d+,\d{1,5}", cell) for cell in cells) and not any(
        re.fullmatch(r"\d+\.\d{2}", cell) for cell in cells
    )
