"""nbgrader's exporters for this course: CSV, Excel, and what the gradebooks of Canvas and Moodle import.

    nbgrader export --exporter=nncourse.office.exporters.CanvasExporter --to=for-canvas.csv

writes what `nncourse export --format canvas` writes. In the files for an LMS a grade that is not final is left out,
unless `provisional` is set; in CSV and Excel it is marked. What is not final is also said in words.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from nncourse import files
from nncourse.course import UserError
from nncourse.office import gradebooks, roster, table
from nncourse.office.directory import Directory
from nncourse.office.roster import Person
from nncourse.office.standing import FINAL, MISSING, NOT_GRADED, OUTDATED, PROVISIONAL, Standing, standings
from nncourse.office.table import Table, harmless
from nncourse.office.whose import listed


class Exporter(ExportPlugin):
    """What the exporters share: who has what, and what has to be said about it."""

    provisional = Bool(False, help="export grades that are not final, too").tag(config=True)
    into = Unicode("", help="the LMS's own export: its grade column is filled, all else kept").tag(config=True)
    column = Unicode("", help="the name of the grade column in that file").tag(config=True)
    default_name = "grades.csv"

    def export(self, gradebook: Any) -> None:
        """Write the file; what has to be said is in `said` afterwards, and in the log."""
        self.directory = Directory(Path(self.config.CourseDirectory.root))
        self.said: list[str] = []
        self.grades = 0
        names = [task.name for task in gradebook.assignments]
        wanted = [str(name) for name in self.assignment] or names
        unknown = sorted(set(wanted) - set(names))
        if unknown:
            raise UserError(f"There is no assignment {', '.join(unknown)} in the gradebook.")
        self.people = self._everybody(gradebook)
        self.standings = standings(gradebook, self.directory, [name for name in names if name in wanted])
        if self.student:
            only = {str(item) for item in self.student}
            self.standings = {
                name: {who: one for who, one in of.items() if who in only} for name, of in self.standings.items()
            }
        self._say_what_is_not_final()
        self.write(Path(self.to or self.default_name))
        for line in self.said:
            self.log.warning("%s", line)

    def write(self, path: Path) -> None:
        raise NotImplementedError

    def students(self) -> list[Person]:
        """Those who are in any of the standings, by their names."""
        ids = {who for of in self.standings.values() for who in of}
        people = [self.people.get(who) or Person(id=who) for who in ids]
        return sorted(people, key=lambda one: (one.last_name.casefold(), one.first_name.casefold(), one.id))

    def counts(self, one: Standing | None) -> float | None:
        """The grade to hand on; None: there is none to hand on."""
        final = one is not None and (one.state == FINAL or (self.provisional and one.state in (PROVISIONAL, OUTDATED)))
        return one.score if final else None

    def _everybody(self, gradebook: Any) -> dict[str, Person]:
        """By id: from the gradebook, and what the roster knows more."""
        people = {
            one.id: Person(one.id, one.last_name or "", one.first_name or "", one.email or "")
            for one in gradebook.students
        }
        return people | {person.id: person for person in roster.load(self.directory).people}

    def _say_what_is_not_final(self) -> None:
        done = "exported as they are so far" if self.provisional or not self.leaves_out else "left out"
        for name, of in self.standings.items():
            for state, what in (
                (PROVISIONAL, f"with answers that nobody has read yet, {done}"),
                (OUTDATED, f"handed in again after grading, {done}"),
                (NOT_GRADED, "handed in and not graded, without a grade"),
            ):
                who = sorted(one.student for one in of.values() if one.state == state)
                if who:
                    self.said.append(f"{name}: {len(who)} {what}: {listed(who)}.")

    leaves_out = True


class CsvExporter(Exporter):
    """The columns of nbgrader's own, properly quoted, and two that say what is not final."""

    leaves_out = False

    def write(self, path: Path) -> None:
        header = "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty"
        made = Table([*header.split(), "score", "max_score", "to_read", "status"])
        order = {person.id: person for person in self.students()}
        for name, of in self.standings.items():
            for who, person in order.items():
                one = of.get(who)
                if one is not None:
                    made.rows.append([name, *self._row(one, person)])
        self.grades = sum(one.points is not None for of in self.standings.values() for one in of.values())
        table.write(path, made)

    def _row(self, one: Standing, person: Person) -> list[str]:
        none = 0.0 if one.state == MISSING else ""  # as nbgrader has it: who hands in nothing gets nothing
        points = none if one.points is None else one.points
        score = none if one.score is None else one.score
        names = map(harmless, (person.last_name, person.first_name, person.email))
        cells = [
            one.due or "",
            one.handed_in or "",
            one.student,
            *names,
            points,
            one.penalty,
            score,
            one.max_points,
            one.to_read,
        ]
        return [*map(str, cells), one.state]


class ExcelExporter(Exporter):
    """A workbook: a row for each student, a column for each assignment, and what is not final in its own sheet."""

    default_name = "grades.xlsx"
    leaves_out = False

    def write(self, path: Path) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import Font, PatternFill
        from openpyxl.utils import get_column_letter

        book = Workbook()
        sheet = book.active
        sheet.title = "Grades"
        names = list(self.standings)
        bold, pale = Font(bold=True), PatternFill("solid", fgColor="FFF2CC")
        sheet.append(["ID", "Last name", "First name", "Email", *names, "Total"])
        most = [max((one.max_points for one in self.standings[name].values()), default=0.0) for name in names]
        sheet.append(["", "", "", "Points possible", *most, sum(most)])
        for number, person in enumerate(self.students(), 3):
            for place, text in enumerate((person.id, person.last_name, person.first_name, person.email), 1):
                cell = sheet.cell(number, place)
                cell.value, cell.data_type = text or None, "s"  # never a formula, whatever a name begins with
            for place, name in enumerate(names, 5):
                one = self.standings[name].get(person.id)
                if one is not None and one.score is not None:
                    self.grades += 1
                    cell = sheet.cell(number, place, one.score)
                    if one.state != FINAL:
                        cell.fill = pale
            first, last = (get_column_letter(place) for place in (5, 4 + len(names)))
            if names:
                sheet.cell(number, 5 + len(names), f"=SUM({first}{number}:{last}{number})")
        for cell in sheet[1]:
            cell.font = bold
        sheet.freeze_panes = "E3"
        for place in range(1, 6 + len(names)):
            longest = max(len(str(sheet.cell(row, place).value or "")) for row in (1, 2, 3))
            sheet.column_dimensions[get_column_letter(place)].width = max(10, longest + 2)
        notes = book.create_sheet("Not final")
        notes.append(["Assignment", "ID", "What", "Answers to read"])
        for cell in notes[1]:
            cell.font = bold
        for name, of in self.standings.items():
            begun = any(one.state != MISSING for one in of.values())  # of a week to come, nobody is missing
            for one in of.values() if begun else []:
                if one.state != FINAL:
                    notes.append([name, one.student, one.state, one.to_read or None])
        for letter, width in zip("ABCD", (30, 20, 24, 16)):
            notes.column_dimensions[letter].width = width
        _save(book, path)


class CanvasExporter(Exporter):
    """A file for Canvas: Grades, Import. `into`: the file that Canvas's Grades, Export has given."""

    default_name = "canvas.csv"

    def write(self, path: Path) -> None:
        if self.into:
            table.write(path, gradebooks.filled(self, Path(self.into), gradebooks.CANVAS))
            return
        made = Table(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *self.standings])
        most = [max((one.max_points for one in of.values()), default=0.0) for of in self.standings.values()]
        made.rows.append(["    Points Possible", "", "", "", "", *map(gradebooks.number, most)])
        for person in self.students():
            name = f"{person.last_name}, {person.first_name}" if person.first_name else person.last_name or person.id
            login = person.login or ("" if person.canvas_id else person.id)
            marks = gradebooks.marks(self, person.id)
            made.rows.append([harmless(name), person.canvas_id, person.sis_id, login, "", *marks])
        if not all(person.canvas_id for person in self.students()):
            self.said.append(
                "Not everybody's number in Canvas is known: Canvas finds them by their login. Better: "
                "`--into` with the file that Canvas exports."
            )
        table.write(path, made)


class MoodleExporter(Exporter):
    """A file for Moodle: Grades, Import, CSV. `into`: Moodle's own export, or an assignment's grading worksheet."""

    default_name = "moodle.csv"

    def write(self, path: Path) -> None:
        if self.into:
            table.write(path, gradebooks.filled(self, Path(self.into), gradebooks.MOODLE))
            return
        titles = [f"Assignment: {name} (Real)" for name in self.standings]
        made = Table(["First name", "Last name", "ID number", "Username", "Email address", *titles])
        for person in self.students():
            known = (person.first_name, person.last_name, person.sis_id, person.login or person.id, person.email)
            made.rows.append([*map(harmless, known), *(mark or "-" for mark in gradebooks.marks(self, person.id))])
        table.write(path, made)


def _save(book: Any, path: Path) -> None:
    handle, draft = tempfile.mkstemp(suffix=".xlsx")
    os.close(handle)
    try:
        book.save(draft)
        files.write(path, Path(draft).read_bytes())
    finally:
        os.unlink(draft)
