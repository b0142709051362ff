"""The catalogues through nbgrader's own autograding: each entry is a submission, and gets the points it should.

`make test` sends the reference, the blank stub and two mistakes of each notebook; `make test-all` every entry.
"""

import functools
import html
import re
import subprocess
import sys

import nbformat
import pytest

from nncourse import build, catalogue, proof
from tests import hand_ins
from tests.conftest import COURSE, NAMES, catalogue_of, solved, source

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

ONLY_VISIBLE = "It is right for the inputs you see"
STUB, REFERENCE = "stub", "reference"
HALVES = 2  # how many nbgrader processes share the work
EVERYTHING = {(name, f"{entry.of}-{entry.name}"): entry for name in NAMES for entry in catalogue_of(name).entries} | {
    (name, kind): None for name in NAMES for kind in (STUB, REFERENCE)
}


def chosen():
    """The blank stub, the reference, and the first mistake of the first and of the last function of each notebook."""
    found = [(name, kind) for name in NAMES for kind in (STUB, REFERENCE)]
    for name in NAMES:
        mistakes = [entry for entry in catalogue_of(name).entries if not entry.right]
        last = next(entry for entry in mistakes if entry.of == mistakes[-1].of)
        found += [(name, f"{entry.of}-{entry.name}") for entry in (mistakes[0], last)]
    return found


CHOSEN = chosen()
REST = [key for key in EVERYTHING if key not in CHOSEN]


def submit(directory, name, student, key):
    """Put one submission in submitted/: the solved cells that count, and the module with one entry in it."""
    module = build.module_of(source(name))
    entry, right = EVERYTHING[name, key], proof.reference(COURSE, module)
    stub = (COURSE.root / "nnlib" / f"{module}.py").read_text(encoding="utf-8")
    text = stub if key == STUB else catalogue.place(entry, right) if entry else right
    notebook = solved(name)
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]  # no widgets: half the time
    place = directory.submitted(student, name)
    (place / "nnlib").mkdir(parents=True)
    (place / "nnlib" / f"{module}.py").write_text(text, encoding="utf-8")
    nbformat.write(notebook, place / f"{name}.ipynb")


def grade(folder, keys):
    """Hand in and autograde, two nbgrader processes at a time; the first letter of a student says whose they are."""
    directory = hand_ins.course_directory(folder)
    for number, (name, key) in enumerate(keys):
        submit(directory, name, f"{'ab'[number % HALVES]}_{key}", key)
    database = f"--db=sqlite:///{directory.root}/gradebook.db?timeout=120"
    for name in dict.fromkeys(name for name, _ in keys):
        command = [sys.executable, "-m", "nbgrader", "autograde", name, database, "--log-level=ERROR"]
        started = [
            subprocess.Popen([*command, f"--student={letter}_*"], cwd=directory.root, env=hand_ins.ENVIRONMENT)
            for letter in "ab"[:HALVES]
        ]
        assert [process.wait() for process in started] == [0] * HALVES


def read(folder):
    """{(notebook, entry): {check: (points, what the page says)}}."""
    from nncourse.office import directory as places

    directory = hand_ins.open_directory(folder)
    found = {}
    with places.gradebook(places.settings(directory)) as book:
        for name in NAMES:
            for submission in book.assignment_submissions(name):
                grades = {grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades}
                said = messages(directory.autograded(submission.student.id, name) / f"{name}.ipynb")
                key = submission.student.id.split("_", 1)[1]
                found[name, key] = {check: (points, said.get(check, "")) for check, points in grades.items()}
    return found


def messages(path):
    """{check: the text of its report} in a graded notebook."""
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        shown = [output["data"].get("text/html", "") for output in cell.get("outputs", []) if "data" in output]
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        found[name] = html.unescape(re.sub(r"<[^>]*>", "", " ".join(shown)))
    return found


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return read(hand_ins.once(tmp_path_factory, "proof", lambda folder: grade(folder, CHOSEN)))


@pytest.fixture(scope="module")
def rest(tmp_path_factory):
    """The results of one notebook, graded when they are first asked for."""

    @functools.cache
    def of(name):
        keys = [key for key in REST if key[0] == name]
        return read(hand_ins.once(tmp_path_factory, f"proof-{name}", lambda folder: grade(folder, keys)))

    return of


@functools.cache
def solved_run(name):
    """What the checks say of the reference."""
    return proof.run(COURSE, source(name))


def holds(result, name, key):
    """The points of this submission, and what its checks say, are what the catalogue says."""
    graded = [cell.metadata.nbgrader for cell in source(name).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    full = {meta["grade_id"]: float(meta["points"]) for meta in graded if not meta["solution"]}
    entry = EVERYTHING[name, key]
    check_of = solved_run(name).check_of
    if key == STUB:
        functions = {check_of(entry.of) for entry in catalogue_of(name).entries}
        expected = full | dict.fromkeys(functions, 0)
        assert all("not written yet" in result[check][1] for check in functions)
    elif entry is None or entry.right:
        expected = full
    else:
        check = check_of(entry.of)
        expected = {**full, check: entry.keeps, **entry.also}
        hint = ONLY_VISIBLE if entry.named_by == "only_the_visible_inputs" else entry.hint
        assert hint in result[check][1]
    assert {check: result[check][0] for check in full} == pytest.approx(expected)


@pytest.mark.parametrize(("name", "key"), CHOSEN, ids=[f"{name[:2]}-{key}" for name, key in CHOSEN])
def test_reference_stub_and_two_mistakes_get_their_points_and_hints(few, name, key):
    holds(few[name, key], name, key)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "key"), REST, ids=[f"{name[:2]}-{key}" for name, key in REST])
def test_every_other_entry_gets_its_points_and_its_hint(rest, name, key):
    holds(rest(name)[name, key], name, key)


def test_the_proof_has_something_to_prove():
    assert len(EVERYTHING) > 30 * len(NAMES)
