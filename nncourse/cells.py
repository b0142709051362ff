"""The cells of a notebook that matter for marks, and how they are run without a kernel."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncourse import capture, diagnosis
from nncourse.course import UserError
from nncourse.limit import TimeIsUp, time_limit
from nncourse.report import Score
from nncourse.world import World

SECONDS = 5.0  # for a cell into which an answer is typed


@dataclass
class Graded:
    """A cell that checks something: its grade_id, its points and its code."""

    name: str
    points: float
    source: str


def load(path: Path) -> dict[str, Any]:
    """A notebook file as it stands, for reading its cells.

    Without nbformat, whose import takes a second, longer than all checks of a notebook.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        graded(notebook)
    except FileNotFoundError:
        raise UserError(f"{path} is not there.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path.name} cannot be read as a notebook ({error}). Get a fresh copy of it.") from None
    return notebook


def _text(cell: Any) -> str:
    """A cell's source; on disk it is a list of lines."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def graded(notebook: Any) -> list[Graded]:
    """The autograded cells, in order."""
    found = []
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and meta.get("grade") and not meta.get("solution"):
            found.append(Graded(meta["grade_id"], float(meta.get("points", 0)), _text(cell)))
    return found


def answers(notebook: Any) -> list[str]:
    """The code of the cells into which a student types answers, in order."""
    found = []
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and meta.get("solution") and not meta.get("grade"):
            found.append(_text(cell))
    return found


def values(sources: Iterable[str]) -> dict[str, Any]:
    """The variables that these answer cells define. A cell that fails defines what it had defined before."""
    found: dict[str, Any] = {}
    for source in sources:
        with capture.output():
            try:
                with time_limit(SECONDS):
                    exec(compile(source, "<your answer>", "exec"), found)
            except (Exception, SystemExit, TimeIsUp):
                continue
    return found


def run(cell: Graded, world: World, tables: dict[str, dict] | None = None) -> Score:
    """Run one graded cell against `world`."""
    with diagnosis.examined(world, tables) as scores:
        exec(compile(cell.source, f"<check {cell.name}>", "exec"), {"__name__": "__main__"})
    if len(scores) != 1:
        raise ValueError(f"The check {cell.name} must end with one score, and has {len(scores)}.")
    return scores[0]


def run_all(cells: list[Graded], variables: dict[str, Any], tables: dict[str, dict] | None = None) -> Iterator[Score]:
    """Run graded cells against the nnlib in use and these notebook variables, each in a world of its own."""
    for cell in cells:
        yield run(cell, World(dict(variables)), tables)


def ends_with_score(source: str) -> bool:
    """Whether the cell's last line is an expression, whose value nbgrader takes as the points."""
    body = ast.parse(source).body
    return bool(body) and isinstance(body[-1], ast.Expr)
