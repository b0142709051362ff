"""Every notebook and every module, held to what style.md of a course asks: points, hints, proofs, words."""

import ast
import doctest
import importlib
import inspect
import re
import sys

import pytest

from nncourse import build, cells, diagnosis, proof, student
from tests.conftest import COURSE, GRADED, NAMES, catalogue_of, solved, source

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
ENTRIES = [(name, entry) for name in NAMES for entry in catalogue_of(name).entries]
MODULES = sorted(path.stem for path in (COURSE.solutions / "nnlib").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize(
    ("name", "entry"), ENTRIES, ids=[f"{name[:2]}-{entry.of}-{entry.name}" for name, entry in ENTRIES]
)
def test_every_entry_gets_the_points_it_should_and_its_name(name, entry):
    """A right answer gets everything; a mistake loses what it should, only that, and is named."""
    result = proof.run(COURSE, source(name), entry)
    home = result.check_of(entry.of)
    for cell in cells.graded(source(name)):
        score = result.scores[cell.name]
        expected = cell.points
        if not entry.right:
            expected = entry.keeps if cell.name == home else entry.also.get(cell.name, cell.points)
        assert float(score) == pytest.approx(expected), score.text
    assert result.scores[home].passed == entry.right
    if not entry.right:
        score = result.scores[home]
        assert score.mistake == (entry.named_by or entry.name), score.text
        assert entry.named_by or entry.hint in score.text
        assert len(score.text.splitlines()) <= 8, score.text
        assert "Traceback" not in score.text and "AssertionError" not in score.text


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_gets_every_point_in_one_line_a_check(name):
    """The solved course earns all points, with and without the hidden part."""
    for notebook in (source(name), solved(name)):
        for cell, score in zip(cells.graded(notebook), proof.run(COURSE, notebook).scores.values(), strict=True):
            assert float(score) == cell.points and score.passed, score.text
            assert score.mistake is None
            assert len(score.text.splitlines()) == 1, score.text


@pytest.mark.parametrize("name", NAMES)
def test_the_blank_stub_gets_nothing_for_what_is_not_written(name):
    """Nothing written, nothing answered: 0 points everywhere, and each message is one line that says so."""
    notebook = source(name)
    module = build.module_of(notebook)
    blank = build.stub((COURSE.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8"))
    unanswered = cells.values(cells.answers(build.student_notebook(notebook)))
    with proof.package(COURSE, module, blank) as place, student.using(place):
        for score in cells.run_all(cells.graded(notebook), unanswered):
            assert float(score) == 0 and not score.passed, score.text
            assert score.mistake in ("not_written", "not_answered"), score.text
            assert len(score.text.splitlines()) == 1, score.text


@pytest.mark.parametrize("name", NAMES)
def test_every_typed_mistake_is_named_and_every_other_right_value_counts(name):
    """A typed answer that the catalogue lists gets the verdict that the catalogue says."""
    notebook = source(name)
    given = cells.values(cells.answers(notebook))
    graded = {cell.name: cell for cell in cells.graded(notebook)}
    for answer in catalogue_of(name).answers:
        with student.using(COURSE.solutions):  # a check of what was chosen may train with it
            [score] = cells.run_all([graded[answer.check]], {**given, answer.variable: answer.value})
        assert score.passed == answer.right, (answer, score.text)
        if not answer.right:
            assert answer.hint in score.text
            assert score.mistake == answer.name


@pytest.mark.parametrize("name", NAMES)
def test_each_function_has_enough_mistakes_and_right_answers(name):
    """At least four typical mistakes and two other right implementations for each graded function."""
    graded = [cell for cell in cells.graded(source(name)) if ".answer(" not in cell.source]
    with student.using(COURSE.solutions):
        functions = [function for score in cells.run_all(graded, {}) for function in score.functions]
    assert len(functions) == len(set(functions))
    for function in functions:
        entries = catalogue_of(name).of(function)
        assert sum(not entry.right for entry in entries) >= 4, function
        assert sum(entry.right for entry in entries) >= 2, function
    assert {entry.of for entry in catalogue_of(name).entries} == set(functions)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_the_parts_that_every_notebook_has(name):
    """20 to 40 cells, a question, an open question with a marking scheme, hints, cells one can read at a glance.

    One that is ungraded is short: it has no points, and no question that a person would have to read.
    """
    notebook = source(name)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    meta = notebook.metadata["nncourse"]
    counts = name in GRADED
    fewest, most = (20, 40) if counts else (10, 20)
    assert fewest <= len(notebook.cells) <= most
    assert meta["question"] in notebook.cells[0].source
    assert (60 <= meta["minutes"] <= 90) if counts else meta["minutes"] <= 15
    assert ("BEGIN MARK SCHEME" in text) == counts
    total = sum(float(cell.metadata.get("nbgrader", {}).get("points", 0)) for cell in notebook.cells)
    assert (total > 0) == counts
    assert f"| Points | {f'{total:g}' if counts else 'none'}" in notebook.cells[0].source
    assert (
        text.count("<details><summary>Hint 1") == text.count("<details><summary>Hint 2") == text.count("### Exercise")
    )
    for cell in notebook.cells:
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata:
            assert len(cell.source.splitlines()) <= 14, cell.source
    for cell in cells.graded(notebook):
        assert cells.ends_with_score(cell.source)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_checks_are_unique_in_the_course(name):
    """The tables of hints are found by the check's name, so no other notebook may use it."""
    others = [other for other in NAMES if other != name]
    taken = {cell.name for other in others for cell in cells.graded(source(other))}
    assert not taken & {cell.name for cell in cells.graded(source(name))}


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_hold(module):
    """Every public function of nnlib has a docstring, and one example in it that is run."""
    with student.using(COURSE.solutions):
        loaded = importlib.import_module(f"nnlib.{module}")
        outcome = doctest.testmod(loaded)
        assert outcome.failed == 0
        own = [item for item in vars(loaded).values() if getattr(item, "__module__", "") == loaded.__name__]
        for item in own:
            if (inspect.isfunction(item) or inspect.isclass(item)) and not item.__name__.startswith("_"):
                assert ">>>" in (inspect.getdoc(item) or ""), item
            for method in vars(item).values() if inspect.isclass(item) else ():
                assert not inspect.isfunction(method) or inspect.getdoc(method), method


@pytest.mark.parametrize("module", MODULES)
def test_a_function_of_the_reference_is_a_formula(module):
    """One to six lines for each function; a longer one is a sign that something should be said more simply."""
    tree = ast.parse((COURSE.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and module != "arrays":
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 8, f"{module}.{node.name} has {lines} lines"


def test_every_worked_value_of_the_lecture_that_a_notebook_covers_is_in_it():
    """The numbers that the lecture works out by hand stand in a check or a solution."""
    worked = {
        "01": ["-24", "4.4", "2.48", "-0.8"],
        "03": ["-12", "-4", "3"],
        "06": ["0.24", "0.4", "0.273", "0.691"],
        "07": ["5.7", "0.9967", "0.9966", "0.25"],
        "08": ["4.48", "2.23", "0.61", "7.32", "0.612", "0.305", "0.083"],
    }
    for number, values in worked.items():
        text = "\n".join(cell.source for name in NAMES if name.startswith(number) for cell in source(name).cells)
        for value in values:
            assert re.search(rf"(?<![\d.]){re.escape(value)}(?![\d])", text), (number, value)


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_that_students_get_hold_no_right_answer_and_no_code(name):
    """What is shipped for the diagnosis is wrong outcomes, hints and digests: no line of a solution."""
    diagnosis._all_tables.cache_clear()
    module = build.module_of(source(name))
    code = (COURSE.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8").splitlines()
    kept = set(build.stub("\n".join(code)).splitlines())
    secret = [line.strip() for line in code if line not in kept and len(line.strip()) > 14 and "SOLUTION" not in line]
    assert secret
    for cell in cells.graded(source(name)):
        for mistake in diagnosis.table(cell.name).get("mistakes", []):
            assert set(mistake) == {"name", "hint", "outcomes"}
            assert not all(outcome.get("right") for outcome in mistake["outcomes"])
            assert not [line for line in secret if line.removeprefix("return ") in str(mistake)]


def test_nothing_of_nnlib_is_left_loaded():
    """These tests put many packages named nnlib in place, and take each away again."""
    assert not [name for name in sys.modules if name.startswith("nnlib.")]


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_tells_of_the_notebook(name):
    """Its picture, its question, its minutes and points, as the notebook itself says them."""
    meta, number = source(name).metadata["nncourse"], name[:2]
    lines = (COURSE.root / "README.md").read_text(encoding="utf-8").splitlines()
    [row] = [line for line in lines if line.startswith("| ![") and f"notebooks/{name}" in line]
    total = sum(float(cell.metadata.get("nbgrader", {}).get("points", 0)) for cell in source(name).cells)
    assert f"[{number} {meta['title']}]" in row and meta["question"] in row
    assert f"{meta['minutes']} minutes" in row and row.endswith(f"| {total:g} |" if name in GRADED else "| none |")
    assert (COURSE.root / "docs" / f"{number}.png").exists() and f"docs/{number}.png" in row
