"""Try the checks of source/ before students do: each must run, and give what its cell says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

from nncourse import build, cells, proof, student
from nncourse.course import UserError, find
from nncourse.limit import TimeIsUp, time_limit
from nncourse.office.directory import Directory
from nncourse.world import World

SECONDS = 120.0  # for one check


def examine(directory: Directory, assignment: str) -> list[str]:
    """Run the checks in source/ on our own solution, where it is known: what somebody should see before students do.

    UserError if a check cannot run, or does not give the points that its cell has.
    """
    path = directory.source(assignment) / f"{assignment}.ipynb"
    notebook = cells.load(path)
    graded, said = cells.graded(notebook), []
    for cell in graded:
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            raise UserError(f"The check {cell.name} in {path}, line {error.lineno}: {error.msg}.") from None
    with _our_solution(directory, assignment, notebook) as place:
        for cell in graded if place else []:
            said += _tried(cell, cells.values(cells.answers(notebook)), path)
    return said


def _tried(cell: cells.Graded, typed: dict[str, Any], path: Path) -> list[str]:
    try:
        with time_limit(SECONDS):
            score = cells.run(cell, World(typed))
    except (Exception, TimeIsUp) as error:
        raise UserError(f"The check {cell.name} in {path} ends with {type(error).__name__}: {error}") from None
    if abs(score.tried - cell.points) > 1e-9:
        raise UserError(
            f"The lines of the check {cell.name} in {path} give {score.tried:g} points, its cell {cell.points:g}."
        )
    if score.passed:
        return []
    points = f"{float(score):g} of {cell.points:g} points"
    return [f"Our own solution gets {points} from the check {cell.name}. Is that meant?", score.text]


@contextmanager
def _our_solution(directory: Directory, assignment: str, notebook: Any) -> Iterator[Path | None]:
    """A folder with a whole right nnlib, in use; None if this assignment is not one of the course that is here."""
    module = build.module_of(nbformat.from_dict(notebook))
    try:
        course = find()
        known = course.has_solutions and (course.solutions / "nnlib" / f"{module}.py").is_file()
    except UserError:
        known = False
    if not known:
        yield None
        return
    with proof.package(course, module) as place, student.using(place):
        yield place
