"""The build: what students get holds no answer, and follows solutions/ without moving what did not change."""

import json
import shutil

import pytest

from nncourse import build, files
from nncourse.course import Course, UserError
from tests.conftest import COURSE, GRADED, NAMES, source

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")


def test_what_is_committed_is_what_solutions_says():
    assert build.outdated(COURSE) == [], "run `nncourse build`"


@pytest.mark.parametrize("name", NAMES)
def test_a_students_notebook_has_no_solution_no_hidden_test_and_no_marking_scheme(name):
    text = COURSE.notebook(name).read_text(encoding="utf-8")
    for marker in ("BEGIN SOLUTION", "BEGIN HIDDEN", "MARK SCHEME", "check.hidden()"):
        assert marker not in text
    whole = "\n".join(cell.source for cell in source(name).cells)
    for line in secret_lines(whole):
        assert json.dumps(line, ensure_ascii=False)[1:-1] not in text, line
    assert all(not cell.get("outputs") for cell in json.loads(text)["cells"])


@pytest.mark.parametrize("path", sorted((COURSE.root / "nnlib").glob("*.py")), ids=lambda path: path.name)
def test_a_students_module_has_no_solution(path):
    text = path.read_text(encoding="utf-8")
    reference = (COURSE.solutions / "nnlib" / path.name).read_text(encoding="utf-8")
    for line in secret_lines(reference):
        assert line not in text
    compile(text, str(path), "exec")
    assert text.count(build.STUB) == sum(
        line.startswith(" ") and build.BEGIN in line for line in reference.splitlines()
    )


def secret_lines(source):
    """The lines between markers that are long enough to be telling and are no part of what stands outside them."""
    secret, shown, inside = [], [], False
    for line in source.splitlines():
        if "### BEGIN" in line or "=== BEGIN" in line:
            inside = True
        elif "### END" in line or "=== END" in line:
            inside = False
        else:
            (secret if inside else shown).append(line.strip())
    shown = "\n".join(shown)
    return [line for line in secret if len(line) >= 12 and line not in shown]


def test_secret_lines_are_found():
    """The search above would be worth nothing if it looked for nothing."""
    found = secret_lines("\n".join(cell.source for cell in source(GRADED[0]).cells))
    assert any("check.rng" in line for line in found) and any("points:**" in line for line in found)


@pytest.fixture
def copy(tmp_path):
    """A copy of the course whose solutions may be changed."""
    for part in ("solutions", "notebooks", "nnlib", "nncourse/hints"):
        shutil.copytree(COURSE.root / part, tmp_path / part)
    for path in [*(tmp_path / "solutions" / "notebooks").glob("*.py")]:
        if path.stem != "01_gradient_descent":
            path.unlink()
    for part in ("notebooks/*.ipynb", "nncourse/hints/*.json"):
        for path in tmp_path.glob(part):
            if path.stem != "01_gradient_descent":
                path.unlink()
    return Course(tmp_path)


def test_a_change_of_a_cell_moves_that_cell_only(copy):
    path = copy.source("01_gradient_descent")
    before = json.loads(copy.notebook("01_gradient_descent").read_text())["cells"]
    path.write_text(
        path.read_text().replace("# ## 6 · Reflect", "# A new cell.\n\n# %% [markdown]\n# ## 6 · Reflect", 1)
    )
    assert copy.notebook("01_gradient_descent") in build.outdated(copy)
    build.write(copy)
    after = json.loads(copy.notebook("01_gradient_descent").read_text())["cells"]
    assert len(after) == len(before) + 1
    kept = {cell["id"]: cell for cell in after}
    assert sum(kept.get(cell["id"]) == cell for cell in before) >= len(before) - 1
    assert build.outdated(copy) == []


def test_a_file_that_nothing_derives_is_removed(copy):
    stray = copy.root / "nnlib" / "old.py"
    stray.touch()
    assert stray in build.outdated(copy)
    build.write(copy)
    assert not stray.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"points": 3}', '"points": 7}', "give 3 points, its cell 7"),
        ("gives=16.0", "gives=17.0", "The reference fails its own check squared_error"),
        ('check.answer("slope")', 'check.answer("incline")', "no solution cell defines it"),
        (
            'nbgrader={"grade_id": "by_hand_answers", "solution": true}',
            'nbgrader={"solution": true}',
            "has no grade_id",
        ),
    ],
)
def test_an_authors_slip_stops_the_build_with_a_sentence(copy, old, new, words):
    path = copy.source("01_gradient_descent")
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError, match=words):
        build.write(copy)


def test_a_solution_that_does_not_end_is_told():
    with pytest.raises(UserError, match="does not end"):
        build.stub("def f():\n    ### BEGIN SOLUTION\n    return 1\n")


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "file.txt"
    files.write(path, "old")

    def full(*arguments):
        raise OSError("no space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        files.write(path, "new")
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]
