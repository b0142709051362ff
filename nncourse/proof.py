"""Send every entry of a catalogue through the checks: what each gives, and whether it gets the points it should."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncourse import answers, build, catalogue, cells, student
from nncourse.catalogue import Catalogue, Entry
from nncourse.course import Course, UserError
from nncourse.report import Score


@dataclass
class Run:
    """What the checks say of one nnlib: a score for each check."""

    entry: Entry | None
    scores: dict[str, Score]

    def check_of(self, function: str) -> str:
        """The name of the check that is about this function; "" if there is none."""
        return next((name for name, score in self.scores.items() if function in score.functions), "")


def catalogue_of(course: Course, notebook: Any) -> Catalogue:
    """The catalogue of the module that this notebook fills in."""
    return catalogue.read(course.solutions / "mistakes" / f"{build.module_of(notebook)}.py")


@contextlib.contextmanager
def package(course: Course, module: str | None, source: str | None = None) -> Iterator[Path]:
    """A folder with a whole right nnlib, `source` in the place of its nnlib.<module>."""
    with tempfile.TemporaryDirectory(prefix="nnlib-") as folder:
        place = Path(folder) / "nnlib"
        place.mkdir()
        for path in (course.solutions / "nnlib").glob("*.py"):
            (place / path.name).write_text(build.without_markers(path.read_text(encoding="utf-8")), encoding="utf-8")
        if source is not None:
            (place / f"{module}.py").write_text(source, encoding="utf-8")
        yield Path(folder)


def reference(course: Course, module: str) -> str:
    """The source of the reference's module, as a student would have written it."""
    return build.without_markers((course.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8"))


def run(course: Course, notebook: Any, entry: Entry | None = None, tables: dict | None = None) -> Run:
    """All checks of the notebook, hidden parts too, on the reference with `entry` in its place."""
    module = build.module_of(notebook)
    source = catalogue.place(entry, reference(course, module)) if entry else None
    with package(course, module, source) as place, student.using(place):
        found = cells.run_all(cells.graded(notebook), cells.values(cells.answers(notebook)), tables)
        return Run(entry, {score.name: score for score in found})


def tables(course: Course, notebook: Any) -> dict[str, dict]:
    """What the checks of this notebook need to know of mistakes: the outcomes of each on the visible lines."""
    right = run(course, notebook, tables=_answers_only(course, notebook))
    found: dict[str, dict] = {}
    for cell in cells.graded(notebook):
        score = right.scores[cell.name]
        if not score.passed:
            raise UserError(f"The reference fails its own check {cell.name}:\n{score.text}")
        if abs(score.tried - cell.points) > 1e-9:
            raise UserError(
                f"The lines of the check {cell.name} give {score.tried:g} points, its cell {cell.points:g}."
            )
        found[cell.name] = {"points": cell.points}
    for name, table in _answers_only(course, notebook).items():
        found[name] |= table
    if build.module_of(notebook):
        for entry in catalogue_of(course, notebook).entries:
            if not entry.right:
                _add(found, entry, run(course, notebook, entry, found))
    return found


def _add(found: dict[str, dict], entry: Entry, result: Run) -> None:
    check = result.check_of(entry.of)
    if not check:
        raise UserError(f"The catalogue has mistakes for {entry.of}, and the notebook has no check of it.")
    outcomes = [line.outcome for line in result.scores[check].lines if not line.hidden]
    if all(outcome.get("right") for outcome in outcomes):
        return  # only the hidden part sees it
    mistakes = found[check].setdefault("mistakes", [])
    mistakes.append({"name": entry.name, "hint": entry.hint, "outcomes": outcomes})


def _answers_only(course: Course, notebook: Any) -> dict[str, dict]:
    """The tables of typed answers: digests of the right ones, and of the wrong ones with their hints."""
    given = cells.values(cells.answers(notebook))
    listed = catalogue_of(course, notebook).answers if build.module_of(notebook) else []
    asked = _asked(notebook, given)
    found: dict[str, dict] = {}
    for check, variables in asked.items():
        for variable, decimals in variables.items():
            if variable not in given:
                raise UserError(f"The check {check} asks for {variable}, and no solution cell defines it.")
            mine = [answer for answer in listed if (answer.check, answer.variable) == (check, variable)]
            right = [given[variable], *(answer.value for answer in mine if answer.right)]
            wrong = {
                answers.digest(answer.value, decimals): [answer.name, answer.hint]
                for answer in mine
                if not answer.right
            }
            table = {"right": [answers.digest(value, decimals) for value in right], "wrong": wrong}
            found.setdefault(check, {}).setdefault("answers", {})[variable] = table
    return found


def _asked(notebook: Any, given: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Which typed answers each check asks for, and to how many decimals: found by running it without a table."""
    found = {}
    for cell in cells.graded(notebook):
        if ".answer(" in cell.source:
            score = next(cells.run_all([cell], given, {}))
            asked = {line.call: line.decimals for line in score.lines if line.decimals is not None}
            found[cell.name] = asked
    return found
