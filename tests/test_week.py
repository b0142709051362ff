"""The instructor's week, for every notebook and a whole class: what an LMS brings, grading, reading, feedback, report,
export. Every mark, count and mistake is compared with what the simulation of the class knows to be true.

`make test` plays three notebooks with 20 students; `make test-all` all nine with 200.
"""

import csv
import html
import io
import json
import re
import zipfile
from datetime import timedelta

import openpyxl
import pytest

from nncourse import build, files
from nncourse.office import directory as places
from nncourse.office.reporting import page
from tests import hand_ins, lms_zips, simulation
from tests.conftest import COURSE, GRADED, source
from tests.hand_ins import command
from tests.test_report_class import agrees, by_command, plain

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

TREE, MOODLE, CANVAS = "tree", "moodle", "canvas"
SIZES = [(3, 20), pytest.param((9, 200), marks=pytest.mark.slow)]


class Week:
    """A course that has been played: its directory, its classes {notebook: people}, and what is true of each."""

    def __init__(self, directory, names, size):
        self.directory, self.names, self.size = directory, names, size
        self.people = {name: sorted(simulation.people(name, size), key=lambda one: one.name) for name in names}
        self.known = {name: simulation.truth(name, self.people[name], way(name) == TREE) for name in names}


def way(name):
    """By which way the hand-ins of a notebook come in: each in turn."""
    return (TREE, MOODLE, CANVAS)[GRADED.index(name) % 3]


def number(person):
    return int(person.name[1:])


def first_and_last(person):
    return f"Ana{number(person)}", ("O'Brien", "Müller-Lüdenscheidt", "Παπά", "李")[number(person) % 4]


# What the LMSs have


def canvas_gradebook(names, people):
    titles = [f"{page.titled(name)} ({600 + index})" for index, name in enumerate(names)]
    points = [f"{of(name):.2f}" for name in names]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles, "Current Score"]]
    rows.append(["    Points Possible", "", "", "", "", *points, "(read only)"])
    for person in people:
        first, last = first_and_last(person)
        rows.append([f"{last}, {first}", 4000 + number(person), "", person.name, "Monday", *["" for _ in names], "9.0"])
    return written(rows)


def moodle_gradebook(names, people):
    titles = [f"Assignment: {page.titled(name)} (Real)" for name in names]
    rows = [["First name", "Last name", "ID number", "Email address", *titles, "Course total (Real)"]]
    for person in people:
        rows.append([*first_and_last(person), person.name, f"{person.name}@uni.example", *["-" for _ in names], "-"])
    return written(rows)


def written(rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def of(name):
    """The points of a notebook."""
    marked = [cell.metadata.nbgrader for cell in source(name).cells if "nbgrader" in cell.metadata]
    return sum(float(meta["points"]) for meta in marked if meta["grade"])


# What comes back


def packed(name, person, module):
    """As `nncourse pack` does it."""
    own = f"nnlib/{build.module_of(source(name))}.py"
    notebook = simulation.notebook_of(name, person)
    return files.zipped({f"{name}.ipynb": notebook.encode(), own: module.encode()})


def downloaded(name, people, attempt):
    """What the instructor downloads after the first or the second attempt: of each, the last."""
    last = [(p, p.earlier if p.earlier is not None and attempt == 1 else p.module) for p in people]
    if way(name) == MOODLE:
        handed = [
            (" ".join(first_and_last(p)), 900 + number(p), {f"{p.name}_{name}.zip": packed(name, p, module)}, "")
            for p, module in last
        ]
        return lms_zips.moodle(handed)
    if way(name) == CANVAS:
        handed = []
        for p, module in last:
            again = p.earlier is not None and attempt == 2
            file = f"{p.name}_{name}{'-1' if again else ''}.zip"
            attachment = 80_000 + 1000 * attempt * again + number(p)
            name_there = ", ".join(reversed(first_and_last(p)))
            handed.append((name_there, 4000 + number(p), {(attachment, file): packed(name, p, module)}, False))
        return lms_zips.canvas(handed)
    found = {}
    for p, module in last:
        first = p.earlier is not None and attempt == 1
        time = p.handed_in - timedelta(hours=1 if first else 0)
        place, own = f"submitted/{p.name}/{name}", f"nnlib/{build.module_of(source(name))}.py"
        found[f"{place}/{name}.ipynb"] = simulation.notebook_of(name, p).encode()
        found[f"{place}/{own}"] = module.encode()
        found[f"{place}/timestamp.txt"] = f"{time:%Y-%m-%d %H:%M:%S} UTC\n".encode()
    return files.zipped(found)


# The week


def play(folder, names, size):
    directory = simulation.course_directory(folder, names)
    root, desk = directory.root, directory.root.parent / f"{folder.name}-desk"
    desk.mkdir()
    people = sorted(simulation.people(names[0], size), key=lambda one: one.name)
    (desk / "canvas.csv").write_text(canvas_gradebook(names, people), encoding="utf-8")
    (desk / "moodle.csv").write_text(moodle_gradebook(names, people), encoding="utf-8")
    said = command("nncourse", "roster", desk / "canvas.csv", desk / "moodle.csv", "--course", root)
    assert f"{size} students in" in said
    for name in names:
        _play_a_week(directory, desk, name, size)


def _play_a_week(directory, desk, name, size):
    root = directory.root
    people = sorted(simulation.people(name, size), key=lambda one: one.name)
    again = [person for person in people if person.earlier is not None]
    for attempt in (1, 2) if again else (1,):
        path = desk / f"{name}-{attempt}.zip"
        path.write_bytes(downloaded(name, people, attempt))
        said = command("nncourse", "collect", name, path, "--course", root)
        assert "Nobody is missing" in said or "missing" not in said.lower(), said[-2000:]
        simulation.grade(directory, name, people)
        if attempt == 2:
            kept = list(directory.root.glob(f"submitted_earlier/*/{name}/*"))
            assert {path.parent.parent.name for path in kept} == {person.name for person in again}
    with places.gradebook(places.settings(directory)) as book:
        for person in people:
            if person.read is not None:
                simulation.read(book, name, person)
        book.db.commit()
    command("nncourse", "feedback", name, "--course", root, "--zip")


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: f"{size[0]} notebooks, {size[1]} students")
def week(request, tmp_path_factory):
    many, size = request.param
    names = GRADED[:many]
    place = hand_ins.once(tmp_path_factory, f"week-{many}-{size}", lambda folder: play(folder, names, size))
    return Week(hand_ins.open_directory(place), names, size)


def test_gradebook_and_report_are_what_is_true_of_the_class(week):
    for name in week.names:
        agrees(week.directory, name, week.known[name])


def test_there_is_something_to_be_wrong_about(week):
    """A class in which nobody is late, hostile, refused, or wrong in a known and in an unknown way proves nothing."""
    everybody = [person for name in week.names for person in week.people[name]]
    assert {person.kind for person in everybody} >= {
        "right",
        "otherwise",
        "mistake",
        "again",
        "hostile",
        "odd",
        "blank",
    }
    known = week.known.values()
    assert any(one.late for one in known) and any(one.unrecognised for one in known)
    assert sum(len(one.mistakes) for one in known) > 5 * len(week.names)


def test_nobody_gets_a_mark_by_an_attack(week):
    for name in week.names:
        for person in week.people[name]:
            if person.attack:
                assert week.known[name].marks[person.name] < of(name)


def test_feedback_has_the_points_and_the_hints(week):
    for name in week.names:
        known = week.known[name]
        hints = {person.name: [] for person in week.people[name]}
        for key, students in known.mistakes.items():
            for student in students:
                hints[student].append(known.hints[key][student])
        with zipfile.ZipFile(week.directory.root / f"feedback_{name}.zip") as archive:
            assert len(archive.namelist()) == week.size
            entries = sorted(archive.namelist())
        if way(name) == MOODLE:
            assert all("_assignsubmission_file" in entry for entry in entries)
        if way(name) == CANVAS:
            assert all(re.search(r"_\d{4}_8\d{4}_s\d{3}_", entry) for entry in entries)
        for person in week.people[name]:
            text = plain((week.directory.feedback(person.name, name) / f"{name}.html").read_text(encoding="utf-8"))
            if person.name in known.refused:
                assert "What to do:" in text
                continue
            assert f"{shown(known.marks[person.name])} of {shown(of(name))}" in text, (name, person.name)
            missing = [hint for hint in hints[person.name] if " ".join(hint.split()) not in text]
            assert not missing, (name, person.name)


def shown(points):
    return f"{round(points, 2):g}"


def test_no_hidden_line_in_any_page(week):
    hidden = hand_ins.hidden_lines()
    for path in week.directory.feedback("*", "").parent.parent.glob(f"*/{GRADED[0]}/*.html"):
        text = html.unescape(re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8")))
        assert not [line for line in hidden if line in text], path


def test_exports_have_every_grade_and_say_what_is_not_final(week, tmp_path):
    root = week.directory.root
    desk = root.parent / f"{root.name}-desk"
    said = command("nncourse", "export", "--to", tmp_path / "all.csv", "--course", root)
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] in week.names]
    for name in week.names:
        known = week.known[name]
        scores = {row["student_id"]: float(row["score"]) for row in rows if row["assignment"] == name and row["score"]}
        assert scores == pytest.approx(known.marks), name
        waiting = waits(week, name)
        assert not waiting or f"{name}: {len(waiting)} with answers that nobody has read yet" in said
        assert not known.refused or f"{name}: {len(known.refused)} handed in and not graded" in said
    command("nncourse", "export", "--to", tmp_path / "all.xlsx", "--course", root)
    sheet = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    assert sheet.max_row > week.size
    for kind in (CANVAS, MOODLE):
        into, to = desk / f"{kind}.csv", tmp_path / f"{kind}.csv"
        command("nncourse", "export", "--format", kind, "--into", into, "--to", to, "--course", root)
        _compare(week, kind, into, to)


def waits(week, name):
    """Whose written answers nobody has read."""
    graded = [person for person in week.people[name] if not person.cut_off and not person.blank]
    return {person.name for person in graded if person.read is None}


def _compare(week, kind, into, to):
    """In the LMS's own table only final grades were filled in, each in its place."""
    before, after = (list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))) for path in (into, to))
    assert len(before) == len(after) and before[0] == after[0]
    key = before[0].index("SIS Login ID" if kind == CANVAS else "ID number")
    filled = 0
    for old, new in zip(before, after, strict=True):
        for index, title in enumerate(before[0]):
            name = next((name for name in week.names if page.titled(name) in title), None)
            student = old[key]
            final = name and student in week.known[name].marks and student not in waits(week, name)
            if final and title != "Current Score":
                assert float(new[index]) == pytest.approx(week.known[name].marks[student], abs=0.005)
                filled += 1
            else:
                assert new[index] == old[index]
    assert filled == sum(len(set(week.known[name].marks) - waits(week, name)) for name in week.names)


def test_the_report_of_the_whole_course(week, tmp_path):
    found = by_command(week.directory, tmp_path)
    assert [row["notebook"] for row in found["notebooks"]] == week.names
    for row, name in zip(found["notebooks"], week.names, strict=True):
        marks = week.known[name].marks.values()
        assert float(row["mean"]) == pytest.approx(sum(marks) / len(marks), abs=1e-3)
    json.dumps(found)
