"""The first cell of a notebook: it finds the student's nnlib, says what there is to write, and follows changes."""

import os

import nbclient
import nbformat
import pytest

from nncourse import notebook, student

STUB = (
    '"""Doc."""\n\n\ndef one(x):\n    """One."""\n    raise NotImplementedError  # your code here\n\n\n'
    "def two(x):\n    return x\n"
)


@pytest.fixture
def here(own, monkeypatch, tmp_path):
    """In a folder notebooks/ beside an nnlib with one stub."""
    own(gates=STUB)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def test_it_says_what_is_left_to_write_and_links_the_file(here):
    card = notebook.start("gates")
    assert "To write in this notebook: one." in card.text
    assert card.link == "../nnlib/gates.py"
    (here / "nnlib" / "gates.py").write_text(STUB.replace("raise NotImplementedError", "return 1"))
    assert notebook.start("gates").text.startswith("Everything is written")


def test_what_is_missing_or_broken_is_said(here, monkeypatch, tmp_path_factory):
    (here / "nnlib" / "gates.py").write_text("def one(x:\n")
    assert "line 1" in notebook.start("gates").text
    assert "nnlib/losses.py is not there" in notebook.start("losses").text
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    assert "no folder nnlib" in notebook.start("gates").text


def test_code_that_is_not_written_says_so_and_other_errors_are_shown(here, capsys):
    notebook.start("gates")
    with notebook.your_code():
        student.function("gates", "one")(1)
    assert "This needs one, which is not written yet" in capsys.readouterr().out
    with pytest.raises(ZeroDivisionError), notebook.your_code():
        1 / 0  # noqa: B018


def test_at_grading_the_nnlib_beside_the_notebook_is_the_only_one(here, monkeypatch):
    assert student.folder() == here
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert student.folder() is None
    monkeypatch.chdir(here)
    assert student.folder() == here


def test_a_link_is_relative_with_forward_slashes(here):
    assert os.sep in str(here) and "\\" not in notebook.start("gates").link


def test_what_is_saved_counts_in_the_next_cell_also_after_a_syntax_error(here):
    """In a real kernel: names imported before follow too; a broken file is one sentence, once, and not a traceback."""
    path = here / "nnlib" / "gates.py"
    save = "from pathlib import Path; _ = Path('../nnlib/gates.py').write_text({!r})".format
    cells = [
        "from nncourse.notebook import start; start('gates')",
        "from nnlib import gates\nfrom nnlib.gates import two as mine, one\nprint(mine(1), gates.two(1))",
        save(STUB.replace("return x", "return x + 1")),
        "print(mine(1), gates.two(1))",
        save(STUB.replace("def two(x)", "def two(x")),
        "print(mine(1))",
        "print(mine(1))",
        save(STUB.replace("return x", "return x + 2")),
        "print(mine(1), gates.two(1))",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    resources = {"metadata": {"path": str(path.parent.parent / "notebooks")}}
    nbclient.NotebookClient(notebook, kernel_name="python3", resources=resources).execute()
    printed = ["".join(output.get("text", "") for output in cell.outputs) for cell in notebook.cells]
    assert printed[1] == "1 1\n" and printed[3] == "2 2\n" and printed[8] == "3 3\n"
    assert printed[5].startswith("nnlib/gates.py cannot be read by Python: line") and printed[5].endswith("\n2\n")
    assert printed[6] == "2\n"
    assert "Traceback" not in "".join(printed)
