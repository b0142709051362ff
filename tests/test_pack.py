"""Packing a hand-in: one zip, the same for the same work, and a word on what looks unfinished."""

import json
import zipfile

import nbformat
import pytest

from nncourse import build
from nncourse.course import Course, UserError
from nncourse.pack import UNTOUCHED, pack

NAME = "01_tiny"
WRITTEN = "def f(x):\n    return x\n\n\ndef g(x):\n    return 2 * x\n"


def notebook(answer="x = 7", text="Because."):
    cells = [
        nbformat.v4.new_code_cell(answer, metadata={"nbgrader": {"grade_id": "a", "solution": True, "grade": False}}),
        nbformat.v4.new_markdown_cell(text, metadata={"nbgrader": {"grade_id": "b", "solution": True, "grade": True}}),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata={"nncourse": {"module": "tiny"}})


@pytest.fixture
def desk(tmp_path):
    """A student's checkout in which everything is done."""
    course = Course(tmp_path / "course")
    course.notebooks.mkdir(parents=True)
    (course.root / "nnlib").mkdir()
    (course.root / "nnlib" / "__init__.py").touch()
    (course.root / "nnlib" / "tiny.py").write_text(WRITTEN)
    nbformat.write(notebook(), course.notebook(NAME))
    return course


def content(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_zip_holds_the_notebook_and_nnlib(desk, tmp_path):
    path, remarks = pack(desk, "1", "ada", tmp_path)
    assert path == tmp_path / f"ada_{NAME}.zip"
    assert remarks == []
    assert set(content(path)) == {f"{NAME}.ipynb", "nnlib/__init__.py", "nnlib/tiny.py"}
    assert content(path)["nnlib/tiny.py"].decode() == WRITTEN


def test_without_a_student_the_name_is_the_notebooks(desk, tmp_path):
    assert pack(desk, NAME, "", tmp_path)[0].name == f"{NAME}.zip"


def test_the_same_work_gives_the_same_zip(desk, tmp_path):
    first = pack(desk, "01", "ada", tmp_path)[0].read_bytes()
    (desk.root / "nnlib" / "tiny.py").touch()
    assert pack(desk, "01", "ada", tmp_path)[0].read_bytes() == first
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [f"ada_{NAME}.zip"], "no draft is left"


@pytest.mark.parametrize("student", ["../ada", "a/b", "-x", "a b", ".", "a" * 80])
def test_an_id_that_is_no_file_name_is_refused(desk, tmp_path, student):
    with pytest.raises(UserError, match="cannot be an id"):
        pack(desk, "1", student, tmp_path)
    assert not list(tmp_path.glob("*.zip"))


def test_functions_that_are_not_written_are_named(desk, tmp_path):
    (desk.root / "nnlib" / "tiny.py").write_text(WRITTEN.replace("return x", build.STUB))
    (remark,) = pack(desk, "1", "", tmp_path)[1]
    assert remark == "nnlib/tiny.py: 1 function not written yet (f). Written, but not saved? Save it and pack again."


def test_a_syntax_error_is_named_with_its_line(desk, tmp_path):
    (desk.root / "nnlib" / "tiny.py").write_text("def f(x):\n    return (\n")
    (remark,) = pack(desk, "1", "", tmp_path)[1]
    assert "look at line 2" in remark


def test_a_missing_module_is_named(desk, tmp_path):
    (desk.root / "nnlib" / "tiny.py").unlink()
    assert pack(desk, "1", "", tmp_path)[1] == ["nnlib/tiny.py is not there: it is not in the zip."]


def test_answers_that_are_missing_are_named(desk, tmp_path):
    nbformat.write(notebook("x = None\ny = 1\nz = None\nz = 3", UNTOUCHED), desk.notebook(NAME))
    remarks = pack(desk, "1", "", tmp_path)[1]
    assert remarks == ["No answer typed yet for x.", "A written answer is still empty."]


def test_the_untouched_answer_is_the_one_that_is_handed_out():
    assert UNTOUCHED == build.TEXT_STUB


def test_outputs_that_are_too_large_are_left_out(desk, tmp_path):
    large = notebook()
    large.cells[0].outputs = [nbformat.v4.new_output("stream", text="x" * 6_000_000)]
    nbformat.write(large, desk.notebook(NAME))
    path, remarks = pack(desk, "1", "", tmp_path)
    packed = nbformat.reads(content(path)[f"{NAME}.ipynb"].decode(), as_version=4)
    assert packed.cells[0].outputs == [] and packed.cells[0].source == "x = 7"
    assert remarks == ["The notebook has 6 MB because of its outputs: they are left out."]
    assert len(json.loads(desk.notebook(NAME).read_text())["cells"][0]["outputs"]) == 1, (
        "the student's own is left alone"
    )


def test_a_broken_notebook_is_packed_and_said(desk, tmp_path):
    desk.notebook(NAME).write_text('{"cells": [\n')
    path, (remark,) = pack(desk, "1", "", tmp_path)
    assert content(path)[f"{NAME}.ipynb"] == b'{"cells": [\n'
    assert "cannot be read as a notebook" in remark and "line 2" in remark


@pytest.mark.parametrize(
    "text", ["[]", "null", '{"cells": [1, null, {"metadata": 3}, {}], "metadata": []}', '{"cells": 1}']
)
def test_a_strange_notebook_is_packed_too(desk, tmp_path, text):
    desk.notebook(NAME).write_text(text)
    assert content(pack(desk, "1", "", tmp_path)[0])[f"{NAME}.ipynb"].decode() == text
