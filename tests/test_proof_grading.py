"""The catalogues through grading: each entry is a submission, and gets the points it should, from both engines.

`nncourse grade` is sent every entry. `nbgrader autograde` of the same course directory must give the same marks, cell
by cell: to the blank stub and a mistake of each notebook in `make test`, to all in `make test-all`.
"""

import functools
import html
import json
import re
import subprocess
import sys

import nbformat
import pytest

from nncourse import build, catalogue, cells, proof, student
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
    """The blank stub, and the first mistake of the last function, of three notebooks: one for each nbgrader process."""
    found = []
    for name in NAMES[1::3]:
        mistakes = [entry for entry in catalogue_of(name).entries if not entry.right]
        last = next(entry for entry in mistakes if entry.of == mistakes[-1].of)
        found += [(name, STUB), (name, f"{last.of}-{last.name}")]
    return found


CHOSEN = chosen()
REST = [key for key in EVERYTHING if key not in CHOSEN]
# Each of these trains networks, which takes longest: of the last notebook, `make test` grades every third.
LATER = {key for number, key in enumerate(key for key in EVERYTHING if key[0] == NAMES[-1]) if number % 3}


@functools.cache
def solved_text(name):
    """The solved notebook with only the cells that count, as a file."""
    notebook = solved(name)
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return nbformat.writes(notebook)


def submit(directory, name, student, key):
    """Put one submission in submitted/: the solved cells that count, and the module with one entry in it."""
    module = build.module_of(source(name))
    entry, right = EVERYTHING[name, key], proof.reference(COURSE, module)
    stub = (COURSE.root / "nnlib" / f"{module}.py").read_text(encoding="utf-8")
    text = stub if key == STUB else catalogue.place(entry, right) if entry else right
    place = directory.submitted(student, name)
    (place / "nnlib").mkdir(parents=True)
    (place / "nnlib" / f"{module}.py").write_text(text, encoding="utf-8")
    (place / f"{name}.ipynb").write_text(solved_text(name), encoding="utf-8")


def hand_in(folder, keys):
    """A course directory with these submissions; the first letter of a student shares the work out."""
    directory = hand_ins.course_directory(folder)
    for number, (name, key) in enumerate(keys):
        submit(directory, name, f"{'ab'[number % HALVES]}_{key}", key)
    return directory


def grade(folder, keys):
    """Hand in, and let `nncourse grade` grade."""
    directory = hand_in(folder, keys)
    for name in dict.fromkeys(name for name, _ in keys):
        jail = [] if hand_ins.JAIL else ["--trust-submissions"]
        hand_ins.command("nncourse", "grade", name, "--course", directory.root, *jail)


def autograde(folder, keys):
    """Hand in, and let `nbgrader autograde` grade, two processes at a time."""
    directory = hand_in(folder, keys)
    database = f"--db=sqlite:///{directory.root}/gradebook.db?timeout=120"
    for name in dict.fromkeys(name for name, _ in keys):
        command = [sys.executable, "-m", "nbgrader", "autograde", name, database, "--log-level=ERROR"]
        started = [
            subprocess.Popen([*command, f"--student={letter}_*"], cwd=directory.root, env=hand_ins.ENVIRONMENT)
            for letter in "ab"[:HALVES]
        ]
        assert [process.wait() for process in started] == [0] * HALVES


def read(folder):
    """{(notebook, entry): {check: (points, waits for a reader, what the page says)}}."""
    from nncourse.office import directory as places

    directory = hand_ins.open_directory(folder)
    found = {}
    with places.gradebook(places.settings(directory)) as book:
        for name in NAMES:
            for submission in book.assignment_submissions(name):
                grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
                said = messages(directory.autograded(submission.student.id, name) / f"{name}.ipynb")
                key = submission.student.id.split("_", 1)[1]
                found[name, key] = {
                    grade.name: (grade.auto_score, grade.needs_manual_grade, said.get(grade.name, ""))
                    for grade in grades
                }
    return found


def messages(path):
    """{check: the text of its report} in a graded notebook."""
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        shown = ["".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", [])]
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        found[name] = html.unescape(re.sub(r"<[^>]*>", "", " ".join(shown)))
    return found


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The results by `nncourse grade`, of LATER graded when they are first asked for."""

    @functools.cache
    def of(later):
        keys = [key for key in EVERYTHING if (key in LATER) == later]
        folder = f"proof-{'later' if later else 'first'}"
        return read(hand_ins.once(tmp_path_factory, folder, lambda folder: grade(folder, keys)))

    return lambda *key: of(key in LATER)[key]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return read(hand_ins.once(tmp_path_factory, "autograded", lambda folder: autograde(folder, CHOSEN)))


@pytest.fixture(scope="module")
def rest(tmp_path_factory):
    """The results of one notebook by nbgrader, graded when they are first asked for."""

    @functools.cache
    def of(name):
        keys = [key for key in REST if key[0] == name]
        return read(hand_ins.once(tmp_path_factory, f"autograded-{name}", lambda folder: autograde(folder, keys)))

    return of


@functools.cache
def solved_run(name):
    """What the checks say of the reference."""
    return proof.run(COURSE, source(name))


@functools.cache
def blank_run(name):
    """{check: points} for the blank stub with all answers typed in: a check may count some of them as well."""
    module, given = build.module_of(source(name)), cells.values(cells.answers(source(name)))
    blank = build.stub((COURSE.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8"))
    with proof.package(COURSE, module, blank) as place, student.using(place):
        return {score.name: float(score) for score in cells.run_all(cells.graded(source(name)), given)}


def holds(result, name, key):
    """The points of this submission, and what its checks say, are what the catalogue says."""
    graded = [cell.metadata.nbgrader for cell in source(name).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    full = {meta["grade_id"]: float(meta["points"]) for meta in graded if not meta["solution"]}
    entry = EVERYTHING[name, key]
    check_of = solved_run(name).check_of
    if key == STUB:
        functions = {check_of(entry.of) for entry in catalogue_of(name).entries}
        expected = blank_run(name) | dict.fromkeys(functions, 0)
        assert all("not written yet" in result[check][2] for check in functions)
    elif entry is None or entry.right:
        expected = full
    else:
        check = check_of(entry.of)
        expected = {**full, check: entry.keeps, **entry.also}
        hint = ONLY_VISIBLE if entry.named_by == "only_the_visible_inputs" else entry.hint
        assert hint in result[check][2]
    assert {check: result[check][0] for check in full} == pytest.approx(expected)


def alike(one, other):
    """Both engines give the same marks, cell by cell, and leave the same to a reader."""
    assert {check: found[:2] for check, found in one.items()} == {check: found[:2] for check, found in other.items()}


ALL = pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param(*key, id=f"{key[0][:2]}-{key[1]}", marks=[pytest.mark.slow] if key in LATER else [])
        for key in EVERYTHING
    ],
)


@ALL
def test_every_entry_gets_its_points_and_its_hint(graded, name, key):
    holds(graded(name, key), name, key)


@pytest.mark.parametrize(("name", "key"), CHOSEN, ids=[f"{name[:2]}-{key}" for name, key in CHOSEN])
def test_nbgrader_gives_the_stub_and_a_mistake_the_same_marks(graded, few, name, key):
    alike(graded(name, key), few[name, key])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "key"), REST, ids=[f"{name[:2]}-{key}" for name, key in REST])
def test_nbgrader_gives_every_other_entry_the_same_marks(graded, rest, name, key):
    alike(graded(name, key), rest(name)[name, key])


def test_the_proof_has_something_to_prove():
    assert len(EVERYTHING) > 30 * len(NAMES)
