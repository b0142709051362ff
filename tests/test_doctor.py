"""What this machine can do: `nncourse doctor`, and grading where the jail can or cannot be built."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests import hand_ins
from tests.conftest import COURSE

needs_jail = pytest.mark.skipif(
    not hand_ins.JAIL, reason="this machine cannot build the jail; `nncourse doctor` says why"
)
needs_solutions = pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/")


def run(*arguments, wrapped=(), **changes):
    """The command line: (exit status, what it printed, or what it complained of)."""
    command = [*wrapped, sys.executable, "-m", "nncourse", *map(str, arguments)]
    environment = {**hand_ins.ENVIRONMENT, **changes}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=COURSE.root, check=False)
    return done.returncode, done.stdout or done.stderr


@pytest.fixture
def without_bubblewrap(tmp_path):
    """A PATH with nothing on it."""
    return {"PATH": str(tmp_path)}


def test_the_doctor_says_what_stands(without_bubblewrap):
    status, said = run("doctor")
    assert status == 0
    assert {line.split()[1] for line in said.splitlines() if line[0] in "✓✗"} == {
        "Python", "packages", "course", "jail", "database", "disk", "browser",
    }  # fmt: skip
    assert "numpy" in said and f"{len(COURSE.assignments())} notebooks" in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the reason is another one")
def test_the_doctor_says_what_to_install(without_bubblewrap):
    status, said = run("doctor", **without_bubblewrap)
    assert status == 0, "students need no jail"
    assert "✗ jail" in said and "install bubblewrap" in said


@needs_solutions
def test_without_a_jail_grading_refuses_unless_the_submissions_are_trusted(tmp_path, without_bubblewrap):
    directory = hand_ins.course_directory(tmp_path / "course")
    hand_ins.hand_in(directory, "ada")
    hand_ins.hand_in(directory, "chen", hand_ins.with_entries("adds_the_step"))
    arguments = ("grade", "1", "--course", directory.root, "--json")
    status, said = run(*arguments, **without_bubblewrap)
    assert status == 2
    assert "--trust-submissions" in said and "nncourse doctor" in said
    assert not list(directory.root.glob("autograded/*"))
    status, said = run(*arguments, "--trust-submissions", **without_bubblewrap)
    assert status == 0, said
    points = {verdict["student"]: verdict["points"] for verdict in json.loads(said)}
    assert points == {"ada": 26.0, "chen": 18.0}
    verdict = json.loads(directory.verdict("ada", hand_ins.NAME).read_text())
    assert "without a jail" in verdict["origin"]["environment"]


@needs_jail
@needs_solutions
@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="an ordinary user runs all other tests as one")
def test_an_ordinary_user_can_grade_too(tmp_path):
    user = (shutil.which("bwrap"), "--dev-bind", "/", "/", "--unshare-user", "--uid", "1000", "--gid", "1000")
    status, said = run("doctor", wrapped=user)
    assert status == 0 and "submissions are graded as you" in said
    directory = hand_ins.course_directory(tmp_path / "course")
    hand_ins.hand_in(directory, "ada")
    status, said = run("grade", "1", "--course", directory.root, "--json", wrapped=user)
    assert status == 0, said
    assert json.loads(said)[0]["points"] == 26.0


@needs_jail
@needs_solutions
def test_an_appeal_shows_every_line_and_the_same_points(tmp_path):
    directory = hand_ins.course_directory(tmp_path / "course")
    hand_ins.hand_in(directory, "chen", hand_ins.with_entries("adds_the_step"))
    hand_ins.grade(directory)
    before = (directory.root / "gradebook.db").read_bytes()
    status, said = run("grade", "1", "--course", directory.root, "--explain", "chen")
    assert status == 0, said
    assert "The points are those of the verdict." in said and "recognised: adds_the_step" in said
    again = run("grade", "1", "--course", directory.root, "--explain", "chen")[1]
    hidden = [line for line in said.splitlines() if "hidden: squared_error(" in line]
    assert hidden and all(line in again for line in hidden), "the same hidden inputs, each time"
    assert (directory.root / "gradebook.db").read_bytes() == before
    (directory.submitted("chen", hand_ins.NAME) / hand_ins.FILE).write_text(hand_ins.reference())
    status, said = run("grade", "1", "--course", directory.root, "--explain", "chen")
    assert status == 1 and "this has changed: submission, seed" in said
    assert run("grade", "1", "--course", directory.root, "--explain", "nobody")[0] == 2
