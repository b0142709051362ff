"""Every entry of the catalogue as one submission through nbgrader's own autograding: each gets the points it should."""

import html
import re
import subprocess
import sys

import nbformat
import pytest

from nncourse import build, catalogue
from tests import hand_ins
from tests.conftest import COURSE, catalogue_of
from tests.hand_ins import MODULE, NAME, bare, hand_in, reference

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

ONLY_VISIBLE = "It is right for the inputs you see"
ENTRIES = {f"{entry.of}-{entry.name}": entry for entry in catalogue_of(NAME).entries} if COURSE.has_solutions else {}
STUB = "stub"
HALVES = 2  # how many nbgrader processes share the work


def student(key):
    """A student for each entry; the first letter says which process grades them."""
    number = [*ENTRIES, STUB].index(key)
    return f"{'ab'[number % HALVES]}_{key}"


def everything_graded(folder):
    directory = hand_ins.course_directory(folder)
    right = reference()
    notebook = bare()
    hand_in(directory, student(STUB), (COURSE.root / "nnlib" / f"{MODULE}.py").read_text(), notebook)
    for key, entry in ENTRIES.items():
        hand_in(directory, student(key), catalogue.place(entry, right), notebook)
    database = f"--db=sqlite:///{directory.root}/gradebook.db?timeout=120"
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, database, "--log-level=ERROR"]
    started = [
        subprocess.Popen([*command, f"--student={letter}_*"], cwd=directory.root, env=hand_ins.ENVIRONMENT)
        for letter in "ab"[:HALVES]
    ]
    assert [process.wait() for process in started] == [0] * HALVES


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """{student: {check: (points, what the page says)}}."""
    directory = hand_ins.open_directory(hand_ins.once(tmp_path_factory, "proof", everything_graded))
    from nncourse.office import directory as places

    found = {}
    with places.gradebook(places.settings(directory)) as book:
        for submission in book.assignment_submissions(NAME):
            grades = {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}
            said = messages(directory.autograded(submission.student.id, NAME) / f"{NAME}.ipynb")
            found[submission.student.id] = {name: (points, said.get(name, "")) for name, points in grades.items()}
    return found


def messages(path):
    """{check: the text of its report} in a graded notebook."""
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        shown = [output["data"].get("text/html", "") for output in cell.get("outputs", []) if "data" in output]
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        found[name] = html.unescape(re.sub(r"<[^>]*>", "", " ".join(shown)))
    return found


def expected(entry):
    """{check: points}: full where the entry is right or has nothing to do with the check."""
    points = hand_ins.full_points()
    return points if entry.right else {**points, entry.of: entry.keeps, **entry.also}


@pytest.mark.parametrize("key", ENTRIES)
def test_every_entry_gets_its_points_and_its_hint(results, key):
    entry, result = ENTRIES[key], results[student(key)]
    assert {name: result[name][0] for name in hand_ins.full_points()} == expected(entry)
    if not entry.right:
        hint = ONLY_VISIBLE if entry.named_by == "only_the_visible_inputs" else entry.hint
        assert hint in result[entry.of][1]


def test_what_was_handed_out_gets_nothing_for_functions(results):
    result = results[student(STUB)]
    functions = {entry.of for entry in ENTRIES.values()}
    assert {name: result[name][0] for name in functions} == dict.fromkeys(functions, 0)
    assert all("not written yet" in result[name][1] for name in functions)


def test_the_proof_has_something_to_prove():
    assert len(ENTRIES) > 30
    assert build.STUB in (COURSE.root / "nnlib" / f"{MODULE}.py").read_text()
