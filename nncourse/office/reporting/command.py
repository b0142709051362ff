"""`nncourse report`: write the page, and the CSV files if wanted, and say where they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from nncourse import files
from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import people
from nncourse.office.directory import Directory
from nncourse.office.reporting.names import Names


def command(number: str, place: Path, to: Path | None, csv: Path | None, anonymous: bool) -> int:
    """The report of a notebook, or of the whole course if there is no number; returns the exit status 0."""
    directory = places.find(place)
    if number:
        return _notebook(directory, number, place, to, csv, anonymous)
    return _course(directory, place, to, csv, anonymous)


def _notebook(
    directory: Directory, number: str, place: Path, to: Path | None, csv: Path | None, anonymous: bool
) -> int:
    assignment = directory.resolve(number)
    if not directory.students("submitted", assignment):
        raise UserError(
            f"There is nothing in submitted/*/{assignment}. Bring it in with `nncourse collect {number} FILES…`."
        )
    to = _target(directory, to, assignment)
    from nncourse.office.reporting import content, page, tables  # takes seconds, and a wrong word should not

    found = content.content(directory, assignment, bare=anonymous)
    if not found.found.graded:
        raise UserError(f"Nothing of {assignment} is graded yet. Run `nncourse grade {number} --course {place}`.")
    names = Names(tuple(found.found.everybody), anonymous, people.load(directory))
    files.write(to, page.of_notebook(found, names, directory.root.name, date.today()))
    if csv:
        tables.write(csv, tables.of_notebook(found, names))
    marks, graded = found.numbers.marks, len(found.found.graded)
    print(f"{assignment}: {graded} of {len(found.found.hand_ins)} graded, mean {marks.mean:.1f} of ", end="")
    print(f"{found.found.max_points:g}, median {marks.median:g}.")
    for mistake in found.numbers.mistakes[:3]:
        print(f"  {len(mistake.students):4}  {mistake.check}: {mistake.name}")
    return _say(to, csv)


def _course(directory: Directory, place: Path, to: Path | None, csv: Path | None, anonymous: bool) -> int:
    to = _target(directory, to, "course")
    from nncourse.office.reporting import page, tables, weeks

    found = weeks.course(directory)
    if not any(week.found.graded for week in found.weeks):
        raise UserError(f"Nothing is graded yet in {directory.root}. Run `nncourse grade NN --course {place}`.")
    names = Names(
        tuple(sorted({name for week in found.weeks for name in week.found.everybody})),
        anonymous,
        people.load(directory),
    )
    files.write(to, page.of_course(found, names, directory.root.name, date.today()))
    if csv:
        tables.write(csv, tables.of_course(found, names))
    print(f"{len(found.weeks)} notebooks, {found.students} students.")
    return _say(to, csv)


def _target(directory: Directory, to: Path | None, name: str) -> Path:
    """Where the page goes: refused before the work if it cannot go there."""
    if to is None:
        return directory.root / "reports" / f"{name}.html"
    if to.is_dir():
        return to / f"{name}.html"
    if not to.absolute().parent.is_dir():
        raise UserError(f"There is no folder {to.absolute().parent}.")
    return to


def _say(to: Path, csv: Path | None) -> int:
    if csv:
        print(f"Tables: {csv}")
    print(f"Report: {to}")
    return 0
