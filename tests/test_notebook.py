"""The first cell of a notebook: it finds the student's nnlib, says what there is to write, and follows changes."""

import os

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
