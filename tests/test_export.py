"""Grades out: for Canvas and Moodle, as CSV and Excel; other columns stay, and what is not final is never silent."""

import csv
import io
import zipfile

import pytest
from nbgrader import api
from openpyxl import load_workbook
from traitlets.config import Config

from nncourse import files
from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import export, exporters, release, roster, table, verdicts
from nncourse.office.verdicts import Verdict
from tests import lms_zips
from tests.test_lms import empty_course

NAME = "01_gradient_descent"
POINTS = {"ada": (26.5, 3.5), "sean": (19.0, 0.0), "eva1": (0.0, 0.0), "eva2": (26.0, None)}  # None: not read yet


@pytest.fixture
def course(tmp_path):
    """Four graded students, one of whose answers nobody has read, one not graded, and a roster of five."""
    directory = empty_course(tmp_path / "course")
    (directory.root / "source" / NAME).mkdir()
    (tmp_path / "roster.csv").write_text(lms_zips.MOODLE_GRADEBOOK, encoding="utf-8")
    roster.add(directory, tmp_path / "roster.csv")
    with places.gradebook(places.settings(directory)) as book:
        book.add_assignment(NAME)
        book.add_notebook(NAME, NAME)
        book.add_grade_cell("code", NAME, NAME, max_score=26.5, cell_type="code")
        book.add_grade_cell("words", NAME, NAME, max_score=3.5, cell_type="markdown")
        for student, (auto, manual) in POINTS.items():
            grade(book, directory, student, auto, manual)
    directory.submitted("long", NAME).mkdir(parents=True)
    verdicts.save(directory, Verdict("long", NAME, verdicts.NOT_GRADED, remarks=["the notebook is not JSON"]))
    return directory


def grade(book, directory, student, auto, manual):
    with book.db.no_autoflush:
        book.add_submission(NAME, student)
    code = book.find_grade("code", NAME, NAME, student)
    code.auto_score, code.needs_manual_grade = auto, False
    words = book.find_grade("words", NAME, NAME, student)
    words.manual_score, words.needs_manual_grade = manual, manual is None
    book.db.commit()
    place = directory.submitted(student, NAME)
    files.write(place / f"{NAME}.ipynb", "{}")
    verdicts.save(directory, Verdict(student, NAME, verdicts.GRADED, digest="x" + verdicts.digest(place)))


def written(course, tmp_path, kind, into="", **options):
    """The rows that the export wrote, and what it said."""
    source = None
    if into:
        source = tmp_path / "lms.csv"
        source.write_bytes(into if isinstance(into, bytes) else into.encode())
    done = export.export(course, tmp_path / "out.csv", kind, [NAME], source, **options)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text))), " ".join(done.said)


def rows(text):
    return list(csv.reader(io.StringIO(text)))


def changed(before, after):
    """{(row, column): what it is now}, of the cells that differ; the tables are otherwise the same."""
    assert [len(row) for row in before] == [len(row) for row in after]
    return {
        (r, c): new
        for r, (old_row, new_row) in enumerate(zip(before, after))
        for c, (old, new) in enumerate(zip(old_row, new_row))
        if old != new
    }


def test_csv_has_nbgraders_columns_and_says_what_is_not_final(course, tmp_path):
    found, said = written(course, tmp_path, "csv")
    nbgraders = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty"
    assert found[0] == [*nbgraders.split(","), "score", "max_score", "to_read", "status"]
    by_id = {row[3]: row for row in found[1:]}
    assert {who: row[9:] for who, row in by_id.items()} == {
        "ada": ["30.0", "30.0", "0", "final"],
        "sean": ["19.0", "30.0", "0", "final"],
        "eva1": ["0.0", "30.0", "0", "final"],
        "eva2": ["26.0", "30.0", "1", "answers to read"],
        "long": ["", "30.0", "0", "not graded"],
    }
    assert by_id["sean"][4:7] == ["O'Brien", "Seán", "sean@uni.example"]
    assert "1 with answers that nobody has read yet" in said and "eva2" in said
    assert "1 handed in and not graded" in said and "long" in said


def test_nbgraders_own_scores_are_the_same(course, tmp_path):
    from nbgrader.plugins import CsvExportPlugin

    with places.gradebook(places.settings(course)) as book:
        plugin = CsvExportPlugin()
        plugin.to, plugin.assignment = str(tmp_path / "theirs.csv"), [NAME]
        plugin.export(book)
    theirs = {row["student_id"]: row for row in csv.DictReader(io.StringIO((tmp_path / "theirs.csv").read_text()))}
    found, _ = written(course, tmp_path, "csv")
    for row in found[1:]:
        ours = dict(zip(found[0], row))
        if ours["status"] != "not graded":
            assert {key: ours[key] for key in theirs[row[3]]} == theirs[row[3]]


def test_canvas_from_nothing_has_the_columns_that_its_import_wants(course, tmp_path):
    (tmp_path / "canvas.csv").write_text(lms_zips.CANVAS_GRADEBOOK, encoding="utf-8")
    roster.add(course, tmp_path / "canvas.csv")
    found, said = written(course, tmp_path, "canvas")
    assert found[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME]
    assert found[1] == ["    Points Possible", "", "", "", "", "30"]
    assert {row[1]: row[-1] for row in found[2:]} == {"4711": "30", "4712": "19", "4713": "0", "4714": "", "4715": ""}
    assert ["O'Brien, Seán", "4712", "S1002", "sean", "", "19"] in found
    assert "left out: eva2" in said


def test_canvas_s_own_export_keeps_every_other_cell(course, tmp_path):
    found, said = written(course, tmp_path, "canvas", lms_zips.CANVAS_GRADEBOOK)
    before = rows(lms_zips.CANVAS_GRADEBOOK)
    column = before[0].index("Gradient descent (55501)")
    assert changed(before, found) == {(3, column): "30", (4, column): "19", (5, column): "0"}
    assert "left out: eva2" in said


def test_who_is_excused_in_canvas_stays_so(course, tmp_path):
    found, said = written(course, tmp_path, "canvas", lms_zips.CANVAS_GRADEBOOK, provisional=True)
    column = found[0].index("Gradient descent (55501)")
    assert found[6][column] == "EX"
    assert "left as they are, excused or not assigned: eva2" in said


def test_other_points_in_the_lms_are_said(course, tmp_path):
    _, said = written(course, tmp_path, "canvas", lms_zips.CANVAS_GRADEBOOK.replace(",30.00,", ",100.00,"))
    assert "has 30 points here and 100 in Canvas, which does not convert them" in said


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_moodles_own_export_keeps_every_other_cell(course, tmp_path, mark):
    found, _ = written(course, tmp_path, "moodle", mark + lms_zips.MOODLE_GRADEBOOK, provisional=True)
    before = rows(lms_zips.MOODLE_GRADEBOOK)
    assert changed(before, found) == {(1, 6): "30", (2, 6): "19", (3, 6): "0", (4, 6): "26"}
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf") == bool(mark)


def test_moodles_grading_worksheet(course, tmp_path):
    found, _ = written(course, tmp_path, "moodle", lms_zips.MOODLE_WORKSHEET)
    before = rows(lms_zips.MOODLE_WORKSHEET)
    assert changed(before, found) == {(1, 5): "30", (2, 5): "19", (3, 5): "0"}


def test_a_file_with_semicolons_and_decimal_commas_stays_one(course, tmp_path):
    text = (
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Aufgabe: Gradient descent (Punkte);Aufgabe: Essay (Punkte)\n"
        "Ada;Lovelace;ada;ada@uni.example;-;9,50\nEva;Müller;eva2;eva2@uni.example;-;-\n"
    )
    with places.gradebook(places.settings(course)) as book:
        book.find_grade("words", NAME, NAME, "ada").manual_score = 1.25
        book.db.commit()
    written(course, tmp_path, "moodle", text)
    changed_line = "Ada;Lovelace;ada;ada@uni.example;27,75;9,50"
    assert (tmp_path / "out.csv").read_text().split("\n")[1] == changed_line


def test_moodle_from_nothing(course, tmp_path):
    found, _ = written(course, tmp_path, "moodle")
    assert found[0] == [
        "First name", "Last name", "ID number", "Username", "Email address", f"Assignment: {NAME} (Real)",
    ]  # fmt: skip
    assert ["Seán", "O'Brien", "sean", "sean", "sean@uni.example", "19"] in found
    assert found[3][-1] == "-"


def test_two_students_of_one_name_get_their_own_grades_or_none(course, tmp_path):
    text = f"Full name,Assignment: {NAME} (Real)\nEva Müller,-\nSeán O'Brien,-\n"
    found, said = written(course, tmp_path, "moodle", text, provisional=True)
    assert found[1:] == [["Eva Müller", "-"], ["Seán O'Brien", "19"]]
    assert "more than one student's, left as they were: Eva Müller (eva1, eva2)" in said
    assert "have a grade and no row in that file" in said


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("Email address,Essay (Real)\nada@uni.example,-\n", {}, "has no column for"),
        (f"Email address,A: {NAME} (Real),B: {NAME} (Real)\nada@uni.example,-,-\n", {}, "more than one column"),
        (f"Email address,{NAME}\nada@uni.example,-\n", {"column": "Other"}, "has no column 'Other'"),
    ],
)
def test_a_column_is_never_guessed(course, tmp_path, text, options, says):
    with pytest.raises(UserError, match=says):
        written(course, tmp_path, "moodle", text, **options)
    assert not (tmp_path / "out.csv").exists()


def test_a_column_can_be_named(course, tmp_path):
    found, _ = written(course, tmp_path, "moodle", "Email address,Woche 1\nada@uni.example,\n", column="Woche 1")
    assert found[1] == ["ada@uni.example", "30"]


def test_what_was_handed_in_again_after_grading_is_left_out_and_said(course, tmp_path):
    files.write(course.submitted("ada", NAME) / f"{NAME}.ipynb", '{"new": 1}')
    found, said = written(course, tmp_path, "canvas", lms_zips.CANVAS_GRADEBOOK)
    assert found[3][6] == ""
    assert "1 handed in again after grading, left out: ada" in said


def test_excel_has_everybody_and_no_formula_of_a_students_making(course, tmp_path):
    with places.gradebook(places.settings(course)) as book:
        book.update_or_create_student("evil", last_name='=HYPERLINK("http://x")', first_name="+1")
    done = export.export(course, tmp_path / "out.xlsx", "xlsx", [NAME])
    book = load_workbook(tmp_path / "out.xlsx")
    sheet, notes = book["Grades"], book["Not final"]
    found = {row[0].value: row for row in sheet.iter_rows(min_row=3)}
    assert {who: row[4].value for who, row in found.items()} == {
        "ada": 30, "sean": 19, "eva1": 0, "eva2": 26, "long": None, "evil": None,
    }  # fmt: skip
    assert [cell.value for cell in sheet[1]] == ["ID", "Last name", "First name", "Email", NAME, "Total"]
    assert [cell.data_type for cell in found["evil"][:3]] == ["s", "s", "s"]
    assert {(row[1].value, row[2].value) for row in notes.iter_rows(min_row=2)} == {
        ("eva2", "answers to read"), ("long", "not graded"), ("evil", "missing"),
    }  # fmt: skip
    assert found["eva2"][4].fill.fgColor.rgb != found["ada"][4].fill.fgColor.rgb
    assert any("eva2" in line for line in done.said)


def test_in_csv_a_name_is_no_formula_and_a_comma_no_column(course, tmp_path):
    with places.gradebook(places.settings(course)) as book:
        book.update_or_create_student("evil", last_name="=1+1", first_name='a, b\n"c"')
    found, _ = written(course, tmp_path, "csv")
    row = next(row for row in found if row[3] == "evil")
    assert (row[4], row[5], len(row)) == ("'=1+1", 'a, b\n"c"', len(found[0]))


@pytest.mark.parametrize("kind", ["Csv", "Canvas", "Moodle"])
def test_nbgraders_command_gives_the_same(course, tmp_path, kind):
    from nbgrader.apps import ExportApp

    written(course, tmp_path, kind.lower())
    settings = places.settings(course)
    settings.merge(Config({"ExportPlugin": {"to": str(tmp_path / "theirs.csv"), "assignment": [NAME]}}))
    app = ExportApp(config=settings)
    app.plugin_class = getattr(exporters, f"{kind}Exporter")
    app.init_plugin()
    with places.gradebook(settings) as book:
        app.plugin_inst.export(book)
    assert (tmp_path / "theirs.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_a_late_penalty_counts(course, tmp_path):
    with places.gradebook(places.settings(course)) as book:
        book.find_submission_notebook(NAME, NAME, "ada").late_submission_penalty = 5.0
        book.db.commit()
    found, _ = written(course, tmp_path, "canvas", lms_zips.CANVAS_GRADEBOOK)
    assert found[3][6] == "25"


def test_options_that_do_not_go_together_are_refused(course, tmp_path):
    with pytest.raises(UserError, match="There is no format odt"):
        export.command(course.root, tmp_path / "x.csv", "odt", [])
    with pytest.raises(UserError, match="--into is for"):
        export.command(course.root, tmp_path / "x.csv", "csv", [], tmp_path / "y.csv")


def test_a_table_is_read_and_written_as_it_was(tmp_path):
    for text in (lms_zips.CANVAS_GRADEBOOK, lms_zips.MOODLE_WORKSHEET, "a;b\r\n1;\r\n"):
        (tmp_path / "t.csv").write_bytes(text.encode())
        table.write(tmp_path / "u.csv", table.read(tmp_path / "t.csv"))
        assert rows((tmp_path / "u.csv").read_bytes().decode()) == rows(text)


# The release


def test_the_weeks_release_is_the_same_zip_every_time(tmp_path):
    course = empty_course(tmp_path / "course")
    folder = course.release("01_tiny")
    files.write(folder / "01_tiny.ipynb", "{}")
    files.write(folder / "nnlib" / "tiny.py", "x = 1\n")
    files.write(folder / ".ipynb_checkpoints" / "old.ipynb", "{}")
    path, names = release.zipped(course, "01_tiny")
    first = path.read_bytes()
    assert (path, names) == (course.root / "release" / "01_tiny.zip", ["01_tiny.ipynb", "nnlib/tiny.py"])
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["01_tiny/01_tiny.ipynb", "01_tiny/nnlib/tiny.py"]
    (folder / "01_tiny.ipynb").touch()
    assert release.zipped(course, "01_tiny")[0].read_bytes() == first


def test_without_a_release_there_is_no_zip(tmp_path):
    with pytest.raises(UserError, match="nncourse release 01"):
        release.zipped(empty_course(tmp_path / "course"), "01_tiny")


def test_a_gradebook_of_another_kind_of_student_is_no_harm(course, tmp_path):
    with places.gradebook(places.settings(course)) as book:
        book.db.add(api.Student(id="nobody"))
        book.db.commit()
    found, _ = written(course, tmp_path, "csv")
    assert next(row for row in found if row[3] == "nobody")[9:] == ["0.0", "30.0", "0", "missing"]
