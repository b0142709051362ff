"""`nncourse check`: the same checks in a terminal, whatever the student's code does."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from nncourse import proof
from tests.conftest import COURSE, NAMES, catalogue_of, source

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
FIRST = "01_gradient_descent"


def nncourse(*arguments, cwd=COURSE.root):
    return subprocess.run(
        [sys.executable, "-m", "nncourse", *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=120
    )


def results(*arguments):
    done = nncourse("check", *arguments, "--json")
    return done.returncode, {item["check"]: item for item in json.loads(done.stdout)}


def replaced(function, name, folder):
    """A folder with the reference's nnlib, one entry of the catalogue in it."""
    [entry] = [entry for entry in catalogue_of(FIRST).of(function) if entry.name == name]
    from nncourse import catalogue

    with proof.package(COURSE, "descent", catalogue.place(entry, proof.reference(COURSE, "descent"))) as place:
        shutil.copytree(place, folder, dirs_exist_ok=True)


def test_the_reference_passes_everything_with_and_without_the_hidden_part():
    for flags in ([], ["--hidden"]):
        status, found = results("--nnlib", COURSE.solutions, *flags)
        assert status == 0
        assert all(item["points"] == item["max_points"] and item["mistake"] is None for item in found.values())
        total = sum(item["max_points"] for item in found.values() if item["assignment"] == FIRST)
        assert total == (26 if flags else 21)


def test_a_mistake_is_named_and_the_others_are_not_touched(tmp_path):
    replaced("squared_error_gradient", "lost_the_sign", tmp_path)
    status, found = results("1", "--nnlib", tmp_path)
    assert status == 1
    assert found["squared_error_gradient"]["mistake"] == "lost_the_sign"
    assert found["squared_error_gradient"]["points"] == 0
    assert found["squared_error"]["points"] == found["squared_error"]["max_points"] == 2
    assert "by_hand" not in found, "typed answers are not part of nnlib"


def test_code_that_ends_the_process_costs_its_own_check_only(tmp_path):
    with proof.package(COURSE, None) as place:
        shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "nnlib" / "descent.py"
    text = path.read_text().replace(
        "    return w - positive", "    import os\n    os._exit(0)\n    return w - positive"
    )
    path.write_text(text)
    status, found = results(FIRST, "--nnlib", tmp_path)
    assert status == 1
    assert found["gradient_step"]["points"] == found["gradient_descent"]["points"] == 0
    assert "ended the Python process" in found["gradient_step"]["message"]
    assert found["squared_error"]["points"] == 2 and found["random_search"]["points"] == 4


def test_typed_answers_come_from_the_notebook_beside(tmp_path):
    with proof.package(COURSE, None) as place:
        shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    shutil.copytree(COURSE.notebooks, tmp_path / "notebooks")
    status, found = results("01", "--nnlib", tmp_path)
    assert status == 1
    assert found["by_hand"]["points"] == 0 and found["by_hand"]["mistake"] == "not_answered"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "77"], "There is no notebook 77"),
        (["check", "01", "--nnlib", "/nowhere"], "no folder nnlib in /nowhere"),
        (["check", "--nonsense"], "No such option"),
        (["pack", "77"], "There is no notebook 77"),
    ],
)
def test_what_cannot_run_says_so_in_one_line_and_ends_with_2(arguments, words):
    done = nncourse(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_notebook_that_is_broken_is_named(tmp_path):
    shutil.copytree(COURSE.root / "nnlib", tmp_path / "nnlib")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / f"{FIRST}.ipynb").write_text('{"cells": [')
    done = nncourse("check", "01", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{FIRST}.ipynb cannot be read" in done.stderr


def test_a_copy_without_solutions_works_and_refuses_hidden(tmp_path):
    for part in ("notebooks", "nnlib"):
        shutil.copytree(COURSE.root / part, tmp_path / part)
    done = nncourse("check", "01", cwd=tmp_path)
    assert done.returncode == 1 and "not written yet" in done.stdout
    done = nncourse("check", "01", "--hidden", cwd=tmp_path)
    assert done.returncode == 2 and "needs solutions/" in done.stderr


def test_every_command_has_help_with_an_example_and_answers_at_once():
    words = nncourse("--help").stdout
    for command in (
        "check",
        "pack",
        "build",
        "init",
        "release",
        "roster",
        "collect",
        "grade",
        "feedback",
        "export",
        "report",
        "challenge",
        "doctor",
        "demo",
    ):
        assert command in words
        before = of_children()
        done = nncourse(command, "--help")
        assert done.returncode == 0 and "Example" in done.stdout
        assert of_children() - before < 1.0, "half a second is the aim; a slow machine gets twice that"


def test_all_notebooks_are_checked_in_a_few_seconds():
    before = of_children()
    nncourse("check")
    assert of_children() - before < 5 + len(NAMES)


def of_children():
    """Seconds of processor time of all commands that were run so far: other work on the machine does not count."""
    return os.times().children_user + os.times().children_system


def test_the_student_and_the_terminal_read_the_same_words(tmp_path):
    replaced("gradient_step", "adds_the_step", tmp_path)
    _, found = results("01", "--nnlib", tmp_path)
    [entry] = [entry for entry in catalogue_of(FIRST).of("gradient_step") if entry.name == "adds_the_step"]
    score = proof.run(COURSE, source(FIRST), entry).scores["gradient_step"]
    assert entry.hint in found["gradient_step"]["message"] and entry.hint in score.text
