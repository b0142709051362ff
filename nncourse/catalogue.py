"""The catalogue of typical mistakes and of other right answers: how it is written, read, and put in place.

solutions/mistakes/<module>.py holds, for each graded function, a few lines for each entry:

    @mistake("gradient_step", "The gradient points uphill; walk the other way: subtract.")
    def adds_the_step(w, gradient, learning_rate):
        return w + learning_rate * gradient

    @right("gradient_step")
    def in_float32(w, gradient, learning_rate): ...

    wrong_answer("by_hand", "dL_dw", 24, "lost_sign", "Check the sign: …")

An entry for a class is a whole class; an entry for one method of it is a function: @mistake("Network.step", "…").

The file is read as text, never run: an entry is put in the place of the reference's function.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Entry:
    """One implementation: a mistake with its hint and the points that it keeps, or another right answer."""

    of: str
    name: str
    right: bool
    source: str
    hint: str = ""
    keeps: float = 0.0
    also: dict[str, float] = field(default_factory=dict)
    named_by: str = ""


@dataclass
class Answer:
    """A typed answer: a right one that the solution does not have, or a wrong one with its name and hint."""

    check: str
    variable: str
    value: Any
    right: bool
    name: str = ""
    hint: str = ""


@dataclass
class Catalogue:
    """All entries of one module."""

    module: str
    entries: list[Entry]
    answers: list[Answer]

    def of(self, function: str) -> list[Entry]:
        """The entries for one function."""
        return [entry for entry in self.entries if entry.of == function]


def mistake(
    function: str, hint: str, *, keeps: float = 0.0, also: dict[str, float] | None = None, named_by: str = ""
) -> Callable:
    """Marks a typical wrong implementation of `function`.

    keeps: the points it still gets in its own check. also: the points left in other checks of the notebook that
    use this function, {check: points}. named_by: the name that the report gives it where that is not its own (a
    failure that only hidden inputs show is "only_the_visible_inputs").
    """
    return lambda entry: entry


def right(function: str) -> Callable:
    """Marks another right implementation of `function`."""
    return lambda entry: entry


def wrong_answer(check: str, variable: str, value: Any, name: str, hint: str) -> None:
    """A typical wrong value of an answer that is typed into the notebook."""


def right_answer(check: str, variable: str, value: Any) -> None:
    """Another value that is right, such as the lecture's rounding."""


def read(path: Path) -> Catalogue:
    """The catalogue in this file; empty if there is no file."""
    if not path.exists():
        return Catalogue(path.stem, [], [])
    text = path.read_text(encoding="utf-8")
    entries, answers = [], []
    for node in ast.parse(text, str(path)).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            entries += [_entry(node, call, text) for call in _marks(node)]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            answers += _answers(node.value)
    return Catalogue(path.stem, entries, answers)


def place(entry: Entry, module_source: str) -> str:
    """The module's source with this entry in the place of the function, class or method it is an entry for."""
    lines, nodes = module_source.splitlines(), ast.parse(module_source).body
    for name in entry.of.split("."):
        found = [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name]
        if not found:
            raise ValueError(f"{entry.name}: the module has no {entry.of}.")
        nodes = found[0].body
    node = found[0]
    source = textwrap.indent(entry.source, " " * node.col_offset).splitlines()
    return "\n".join([*lines[: node.lineno - 1], *source, *lines[node.end_lineno :], ""])


def _marks(node: ast.FunctionDef | ast.ClassDef) -> list[ast.Call]:
    calls = [item for item in node.decorator_list if isinstance(item, ast.Call) and isinstance(item.func, ast.Name)]
    return [call for call in calls if call.func.id in ("mistake", "right")]


def _entry(node: ast.FunctionDef | ast.ClassDef, mark: ast.Call, text: str) -> Entry:
    arguments = [ast.literal_eval(arg) for arg in mark.args]
    options = {item.arg: ast.literal_eval(item.value) for item in mark.keywords}
    if mark.func.id == "mistake":
        of, options["hint"] = arguments[0], arguments[1]
    else:
        of = arguments[0]
    options["also"] = options.get("also") or {}
    lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
    head = lines[0].replace(f" {node.name}", f" {of.split('.')[-1]}", 1)
    return Entry(of, node.name, mark.func.id == "right", "\n".join([head, *lines[1:]]), **options)


def _answers(call: ast.Call) -> list[Answer]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name not in ("wrong_answer", "right_answer"):
        return []
    check, variable, value, *rest = (ast.literal_eval(arg) for arg in call.args)
    return [Answer(check, variable, value, name == "right_answer", *rest)]
