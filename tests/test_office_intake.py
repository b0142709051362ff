"""Taking in a submission: whatever was handed in becomes a clean copy with the released checks, or a clear refusal."""

import json
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nncourse.office import intake

NAME = "01_tiny"
THEIRS = ["nnlib/tiny.py"]


def marked(cell, grade_id, **meta):
    given = {"grade": False, "solution": False, "task": False, "schema_version": 3, "cell_type": cell.cell_type, **meta}
    cell.metadata["nbgrader"] = {"grade_id": grade_id, "locked": not given["solution"], **given}
    cell.id = grade_id
    return cell


def released():
    return new_notebook(
        cells=[
            new_markdown_cell("# Tiny", id="title"),
            new_code_cell("import numpy as np", id="setup"),
            marked(new_code_cell("x = None"), "answers", solution=True),
            marked(new_code_cell("check_x()\n1.0"), "check_x", grade=True, points=1),
            marked(new_code_cell("check_f()\n2.0"), "check_f", grade=True, points=2),
            marked(new_markdown_cell("Why?"), "question"),
            marked(new_markdown_cell("Write here."), "why", grade=True, solution=True, points=3),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, "nncourse": {"module": "tiny"}},
    )


def answered():
    notebook = released()
    notebook.cells[2].source = "x = 7"
    notebook.cells[6].source = "Because."
    return notebook


@pytest.fixture
def desk(tmp_path):
    """A release and a whole submission; take(notebook) hands it in and takes it in."""
    handed_in = tmp_path / "in"
    (handed_in / "nnlib").mkdir(parents=True)
    (handed_in / "nnlib" / "__init__.py").touch()
    (handed_in / "nnlib" / "tiny.py").write_text("def f():\n    return 1\n")

    class Desk:
        folder, file = handed_in, handed_in / f"{NAME}.ipynb"
        files = None

        def take(self, notebook=None):
            if isinstance(notebook, bytes):
                self.file.write_bytes(notebook)
            elif notebook is not None:
                self.file.write_text(notebook if isinstance(notebook, str) else nbformat.writes(notebook))
            taken = intake.take_in(handed_in, NAME, released(), {"nnlib/__init__.py", "nnlib/tiny.py"}, THEIRS)
            self.files = taken.files
            return nbformat.reads(nbformat.writes(taken.notebook), as_version=4), taken.remarks

        def refusal(self, notebook=None):
            with pytest.raises(intake.Refused) as reason:
                self.take(notebook)
            return str(reason.value)

    return Desk()


def ids(notebook):
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]


def test_an_honest_submission_comes_through_as_it_is(desk):
    notebook, remarks = desk.take(answered())
    assert remarks == []
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in answered().cells]
    assert ids(notebook) == ids(released())
    assert desk.files == {"nnlib/tiny.py": b"def f():\n    return 1\n"}, "the rest of nnlib is the instructor's"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"cells": [\n{"cell_type": \n', "the notebook is not JSON (line 3: Expecting value)"),
        ("", "the notebook is an empty file"),
        (b"\xff\xfe\x00\x00", "the notebook is not text (UTF-8)"),
        ("[1, 2]", "the file is JSON, but not a notebook"),
        ('{"cells": 3}', "the file is JSON, but not a notebook"),
        ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "the notebook has no cells"),
        ("[" * 100_000 + "]" * 100_000, "the notebook is not JSON that can be read"),
    ],
)
def test_what_is_no_notebook_is_refused_with_the_reason(desk, content, why):
    assert desk.refusal(content) == why


def test_a_missing_notebook_is_refused(desk):
    assert desk.refusal() == f"{NAME}.ipynb was not handed in"


def test_a_renamed_notebook_is_taken(desk):
    (desk.folder / "my copy (1).ipynb").write_text(nbformat.writes(answered()))
    notebook, remarks = desk.take()
    assert notebook.cells[2].source == "x = 7"
    assert remarks == ["the notebook was called my copy (1).ipynb"]


def test_a_link_in_the_place_of_the_notebook_is_refused(desk, tmp_path):
    (tmp_path / "elsewhere").write_text(nbformat.writes(answered()))
    desk.file.symlink_to(tmp_path / "elsewhere")
    assert "symbolic link" in desk.refusal()


def test_a_pipe_in_the_place_of_the_notebook_does_not_block(desk):
    os.mkfifo(desk.file)
    assert "is not a file" in desk.refusal()


def test_links_to_modules_are_not_followed(desk, tmp_path):
    (tmp_path / "secret.py").write_text("secret = 1")
    (desk.folder / "nnlib" / "tiny.py").unlink()
    (desk.folder / "nnlib" / "tiny.py").symlink_to(tmp_path / "secret.py")
    _, remarks = desk.take(answered())
    assert desk.files == {}
    assert "nnlib/tiny.py is a symbolic link: ignored" in remarks


def test_a_linked_folder_is_not_followed(desk, tmp_path):
    (tmp_path / "other").mkdir()
    (desk.folder / "nnlib").rename(tmp_path / "other" / "nnlib")
    (desk.folder / "nnlib").symlink_to(tmp_path / "other" / "nnlib")
    _, remarks = desk.take(answered())
    assert desk.files == {}
    assert "nnlib/tiny.py was not handed in" in remarks


def test_deleted_cells_are_put_back_in_their_places(desk):
    notebook = answered()
    del notebook.cells[2:5]
    found, remarks = desk.take(notebook)
    assert [name for name in ids(found) if name] == ["answers", "check_x", "check_f", "question", "why"]
    assert found.cells[-1].source == "Because."
    assert remarks == ["2 graded cells were deleted: put back", "an answer cell was deleted: put back, empty"]


def test_of_a_doubled_cell_the_first_counts(desk):
    notebook = answered()
    again = nbformat.from_dict(notebook.cells[2])
    again.source, again.id = "x = 8", "another"
    notebook.cells.insert(3, again)
    notebook.cells.append(nbformat.from_dict({**notebook.cells[4], "id": "third", "source": "2.0"}))
    found, remarks = desk.take(notebook)
    assert ids(found) == [None, None, "answers", None, "check_x", "check_f", "question", "why", None]
    assert found.cells[2].source == "x = 7"
    assert remarks == ["2 cells too many: the first counts"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("points", 100),
        ("locked", False),
        ("grade", False),
        ("solution", True),
        ("cell_type", "markdown"),
        ("task", True),
    ],
)
def test_edited_marks_are_put_right(desk, key, value):
    notebook = answered()
    notebook.cells[4].metadata.nbgrader[key] = value
    found, remarks = desk.take(notebook)
    assert found.cells[4].metadata.nbgrader == released().cells[4].metadata.nbgrader
    assert remarks == ["the marks of the cell check_f were edited: put right"]


def test_a_renamed_mark_is_known_by_its_cell(desk):
    notebook = answered()
    notebook.cells[4].metadata.nbgrader["grade_id"] = "mine"
    del notebook.cells[2].metadata["nbgrader"]
    found, remarks = desk.take(notebook)
    assert ids(found) == ids(released())
    assert found.cells[2].source == "x = 7"
    assert set(remarks) == {f"the marks of the cell {name} were edited: put right" for name in ("check_f", "answers")}


def test_a_changed_cell_type_is_changed_back(desk):
    notebook = answered()
    notebook.cells[4] = marked(new_markdown_cell("check_f()\n2.0"), "check_f", grade=True, points=2, cell_type="code")
    found, remarks = desk.take(notebook)
    assert found.cells[4].cell_type == "code"
    assert remarks == ["the cell check_f was changed to markdown: changed back"]


def test_an_edited_check_is_the_released_one_again(desk):
    notebook = answered()
    notebook.cells[4].source = "2.0"
    found, remarks = desk.take(notebook)
    assert found.cells[4].source == "check_f()\n2.0"
    assert remarks == ["the cell check_f was edited: the original counts"]


def test_tags_that_skip_a_cell_are_removed(desk):
    notebook = answered()
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "raises-exception"]
    found, remarks = desk.take(notebook)
    assert not any("tags" in cell.metadata for cell in found.cells)
    assert remarks == ["tags on 5 cells were removed"]


def test_outputs_however_large_are_left_out(desk):
    notebook = answered()
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="x" * 50_000_000)]
    notebook.metadata["widgets"] = {"state": "y" * 1_000_000}
    found, _ = desk.take(notebook)
    assert len(nbformat.writes(found)) < 10_000


def test_cells_of_no_known_shape_do_no_harm(desk):
    notebook = json.loads(nbformat.writes(answered()))
    notebook["cells"] += [
        7,
        None,
        {},
        {"cell_type": "code"},
        {"cell_type": ["x"], "source": 5, "metadata": 3},
        {"cell_type": "code", "source": ["a = 1\n", 2, "b = 2"], "metadata": {"nbgrader": [1]}, "id": ["x"]},
        {"cell_type": "code", "source": "\ud800", "metadata": {"nbgrader": {"grade_id": {"a": 1}}}},
    ]
    found, _ = desk.take(json.dumps(notebook))
    nbformat.validate(found)
    assert ids(found)[: len(released().cells)] == ids(released())


def test_a_claim_to_unknown_marks_is_dropped(desk):
    notebook = answered()
    notebook.cells.append(marked(new_code_cell("100.0"), "extra", grade=True, points=100))
    found, remarks = desk.take(notebook)
    assert "extra" not in ids(found)
    assert remarks == ["a cell claims marks it does not have: ignored"]


def test_other_files_are_left_and_named(desk):
    (desk.folder / "numpy.py").write_text("raise SystemExit")
    (desk.folder / "nnlib" / "tiny.py").write_text("from nnlib import helpers\n")
    for name in ("helpers", "of_next_week"):
        (desk.folder / "nnlib" / f"{name}.py").write_text("")
    (desk.folder / "timestamp.txt").write_text("2026-11-23 10:00:00 UTC")
    (desk.folder / "__pycache__").mkdir()
    (desk.folder / "__pycache__" / "x.pyc").write_text("")
    _, remarks = desk.take(answered())
    assert set(desk.files) == {"nnlib/tiny.py", "timestamp.txt"}
    assert remarks == ["numpy.py, nnlib/helpers.py ignored"]


def test_a_module_beside_the_notebook_is_taken(desk):
    (desk.folder / "nnlib" / "tiny.py").rename(desk.folder / "tiny.py")
    _, remarks = desk.take(answered())
    assert set(desk.files) == {"nnlib/tiny.py"}
    assert remarks == ["tiny.py stood beside the notebook, not in nnlib: taken"]


def test_a_missing_module_is_a_remark(desk):
    (desk.folder / "nnlib" / "tiny.py").unlink()
    assert desk.take(answered())[1] == ["nnlib/tiny.py was not handed in"]


def test_an_old_notebook_is_read(desk):
    old = nbformat.convert(answered(), 3)
    found, remarks = desk.take(json.dumps(old))
    assert found.cells[2].source == "x = 7"
    assert remarks == []


def test_what_was_handed_in_is_not_changed(desk):
    desk.take(answered())
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    desk.take()
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before


def test_what_is_too_much_to_be_read_is_left_out_and_said(desk):
    notebook = answered()
    notebook.cells[6].source = "x" * 1_000_000
    notebook.cells[1:1] = [new_markdown_cell("y" * 1_000_000), new_code_cell("z = 1")]
    notebook.cells += [new_code_cell("") for _ in range(10_000)]
    taken, remarks = desk.take(notebook)
    assert len(taken.cells) < intake.MAX_OWN / intake.FOR_A_CELL + 10
    assert [cell.source for cell in taken.cells[:4]] == ["# Tiny", "z = 1", "import numpy as np", "x = 7"]
    assert taken.cells[7].source == "x" * intake.MAX_ANSWER
    assert any("cells were left out: too much text" in text for text in remarks)
    assert "the answer why has 1000000 characters: cut" in remarks


def test_many_edits_of_one_kind_are_one_remark(desk, monkeypatch):
    notebook = answered()
    for cell in notebook.cells[3:5]:
        cell.source, cell.metadata["tags"] = "100.0", ["x"]
    assert desk.take(notebook)[1] == [
        "tags on the cell check_x were removed",
        "tags on the cell check_f were removed",
        "the cell check_x was edited: the original counts",
        "the cell check_f was edited: the original counts",
    ]
    monkeypatch.setattr(intake, "FEW", 1)
    assert desk.take(notebook)[1] == ["tags on 2 cells were removed", "2 cells were edited: the originals count"]


def test_a_type_with_braces_is_only_a_text(desk):
    content = json.loads(nbformat.writes(answered()))
    content["cells"][3]["cell_type"] = "{0.__class__}{"
    assert "the cell check_x was changed to {0.__class__}{: changed back" in desk.take(json.dumps(content))[1]
