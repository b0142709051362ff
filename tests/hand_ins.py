"""Submissions for the tests of grading: what students hand in, and a course directory to put it in."""

import atexit
import fcntl
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from nncourse import build, catalogue, files, proof
from nncourse.jail import keeper
from nncourse.office import init
from nncourse.office.directory import OURS, Directory
from tests.conftest import COURSE, GRADED, catalogue_of, solved, source

NAME = GRADED[0] if GRADED else ""
MODULE = "descent"
FILE = f"nnlib/{MODULE}.py"
# A whole right nnlib is on the path: no submission may be graded with it.
PYTHONPATH = os.pathsep.join([str(COURSE.solutions), str(COURSE.root)])
JAIL = not keeper.problem()
ENVIRONMENT = {**os.environ, "PYTHONPATH": PYTHONPATH, "PYTHONDONTWRITEBYTECODE": "1"}


def once(tmp_path_factory, name, make):
    """A folder that `make(folder)` fills, once for all test processes."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}.done"
        if not done.exists():
            make(shared / name)
            done.touch()
    return shared / name


@functools.cache
def _made():
    """What `nncourse init` makes, once for this process: it takes seconds, a copy does not."""
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = init.make(COURSE, folder / "course").root
    files.write(made / OURS / "secret", "ab" * 32)  # the hidden inputs of a submission are the same in every run
    return made


def course_directory(folder, timeout=30, iopub_timeout=10):
    """A new course directory, with these limits in its settings."""
    directory = open_directory(shutil.copytree(_made(), folder))
    settings = directory.root / "nbgrader_config.py"
    text = settings.read_text(encoding="utf-8")
    for name, old, new in (("timeout", 30, timeout), ("iopub_timeout", 10, iopub_timeout)):
        assert f"c.Execute.{name} = {old}" in text
        text = text.replace(f"c.Execute.{name} = {old}", f"c.Execute.{name} = {new}")
    settings.write_text(text, encoding="utf-8")
    return directory


def reference():
    """The module of a student who got everything right."""
    return proof.reference(COURSE, MODULE)


def with_entries(*names):
    """The reference with these entries of the catalogue in it."""
    entries = {entry.name: entry for entry in catalogue_of(NAME).entries}
    return functools.reduce(lambda text, name: catalogue.place(entries[name], text), names, reference())


def bare():
    """The solved notebook with only the cells that count: without widgets it runs in half the time."""
    notebook = solved(NAME)
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return notebook


def code(text):
    """A cell of the student's own."""
    return nbformat.v4.new_code_cell(text)


def cell_of(notebook, grade_id):
    """The cell with this grade_id."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def hand_in(directory, student, module=None, notebook=None, **files):
    """Put a submission in submitted/; files: other texts, by their names with __ for the dot. None leaves one out."""
    place = directory.submitted(student, NAME)
    (place / "nnlib").mkdir(parents=True)
    (place / FILE).write_text(reference() if module is None else module, encoding="utf-8")
    notebook = bare() if notebook is None else notebook
    text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
    (place / f"{NAME}.ipynb").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (place / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return place


def command(*arguments, cwd=None, status=0):
    """Run the command line of this project; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, f"{arguments} gave {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def grade(directory, *options, status=0):
    """`nncourse grade --json`: {student: verdict}."""
    options = [*options, *([] if JAIL else ["--trust-submissions"])]
    said = command("nncourse", "grade", "1", "--course", directory.root, "--json", *options, status=status)
    return {verdict["student"]: verdict for verdict in json.loads(said)}


def checks_of(directory, student):
    """{check: points}, and {check: mistake}, as grading recorded them."""
    verdict = json.loads(directory.verdict(student, NAME).read_text(encoding="utf-8"))
    points = {check["check"]: check["points"] for check in verdict["checks"]}
    return points, {check["check"]: check["mistake"] for check in verdict["checks"] if "mistake" in check}


def full_points():
    """{check: points} of all checks, without what a person reads."""
    graded = [cell.metadata.nbgrader for cell in source(NAME).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {meta["grade_id"]: float(meta["points"]) for meta in graded if not meta["solution"]}


def hidden_lines():
    """The lines of the source notebook that nobody but the instructor may see."""
    begins, ends = ("BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME"), ("END HIDDEN TESTS", "END MARK SCHEME")
    hidden, visible = set(), set()
    for cell in source(NAME).cells:
        inside = False
        for line in cell.source.split("\n"):
            if any(mark in line for mark in (*begins, *ends)):
                inside = any(mark in line for mark in begins)
            else:
                (hidden if inside else visible).add(line.strip())
    shown = "\n".join(visible)
    return {line for line in hidden if len(line) >= 8 and line not in shown}


def solution_lines():
    """The lines of all solutions of this notebook: in nnlib and typed into cells."""
    texts = [(COURSE.solutions / FILE).read_text(encoding="utf-8")]
    texts += [cell.source for cell in source(NAME).cells if cell.metadata.get("nbgrader", {}).get("solution")]
    found = set()
    for text in texts:
        inside = False
        for line in text.split("\n"):
            if build.BEGIN in line or build.END in line:
                inside = build.BEGIN in line
            elif inside and len(line.strip()) >= 8:
                found.add(line.strip())
    return found


def open_directory(folder):
    """The course directory in this folder."""
    return Directory(Path(folder).resolve())
