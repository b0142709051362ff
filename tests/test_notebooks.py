"""Every notebook runs from top to bottom: solved and blank, without an error, a warning or a word on stderr."""

import json
import os
import shutil
import time

import nbclient
import nbformat
import pytest

from nncourse import build, proof
from tests.conftest import COURSE, NAMES, solved, source

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
SECONDS = 60  # a notebook takes 3 to 6 s; this catches one that hangs, also on a busy machine


def execute(notebook, folder):
    """The executed notebook, as a student's kernel runs it in this folder, and the seconds it took."""
    notebook = nbformat.from_dict(notebook)
    client = nbclient.NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=True,
    )
    started = time.monotonic()
    client.execute(env={**os.environ, "MPLBACKEND": "agg", "PYTHONWARNINGS": "default"})
    return notebook, time.monotonic() - started


def complaints(notebook):
    """What went to stderr, and errors that a widget swallowed."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" or output.get("name") == "stderr":
                found.append((cell.source[:60], str(output)[:400]))
    state = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
    found += [str(model)[:400] for model in state.values() if '"output_type": "error"' in json.dumps(model)]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_solved_notebook_runs_clean_and_earns_every_point(name, tmp_path):
    """With the reference's nnlib and all answers typed in."""
    with proof.package(COURSE, build.module_of(source(name))) as place:
        notebook, seconds = execute(solved(name), place)
    assert not complaints(notebook)
    assert seconds < SECONDS
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and meta.get("grade"):
            [result] = [output for output in cell.outputs if output.output_type == "execute_result"]
            assert float(result.data["text/plain"]) == meta["points"], result.data["text/html"]


@pytest.mark.parametrize("name", NAMES)
def test_the_blank_notebook_runs_clean_and_says_what_to_do(name, tmp_path):
    """As it is handed out: nothing stops a newcomer's first Run All."""
    shutil.copytree(COURSE.root / "nnlib", tmp_path / "nnlib")
    module = build.module_of(source(name))
    with proof.package(COURSE, module) as solved_place:
        for path in (solved_place / "nnlib").glob("*.py"):
            if path.stem != module:
                shutil.copy(path, tmp_path / "nnlib")
    notebook, seconds = execute(nbformat.read(COURSE.notebook(name), as_version=4), tmp_path)
    assert not complaints(notebook)
    assert seconds < SECONDS
    text = json.dumps([cell.get("outputs", []) for cell in notebook.cells])
    assert "not written yet" in text and "not answered yet" in text
