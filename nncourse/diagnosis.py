"""Which typical mistake a wrong answer is: what came back, compared with what each listed mistake gives.

The tables are derived by `nncourse build` from solutions/mistakes: for each check, what each mistake gives on each
visible line. They hold wrong answers and hints, and no right ones.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nncourse.plain import Opaque
from nncourse.world import World

if TYPE_CHECKING:
    from nncourse.checks import Line
    from nncourse.report import Score

HINTS = Path(__file__).parent / "hints"
MAX_STORED = 64  # numbers of an answer that are kept; of a larger one, its shape and moments
MAX_KEPT = 20_000  # characters of the JSON of an answer that is kept


@dataclass
class Recognised:
    """A mistake of the catalogue: its name, the hint of a good teacher, and the line that gave it away."""

    name: str
    hint: str
    line: int


_world: ContextVar[World | None] = ContextVar("world", default=None)
_scores: ContextVar[list[Score] | None] = ContextVar("scores", default=None)
_tables: ContextVar[dict[str, dict] | None] = ContextVar("tables", default=None)


@contextlib.contextmanager
def examined(world: World, tables: dict[str, dict] | None = None) -> Iterator[list[Score]]:
    """Checks in this block examine `world`, with these tables (default: the built ones); yields their scores."""
    scores: list[Score] = []
    tokens = [(_world, _world.set(world)), (_scores, _scores.set(scores)), (_tables, _tables.set(tables))]
    try:
        yield scores
    finally:
        for variable, token in tokens:
            variable.reset(token)


def current_world() -> World:
    """The world that checks examine: this notebook's, unless a block of `examined` says another."""
    return _world.get() or World()


def record(score: Score) -> None:
    """Tell the block of `examined`, if there is one."""
    scores = _scores.get()
    if scores is not None:
        scores.append(score)


def table(check: str) -> dict:
    """What was derived for this check: {"points", "mistakes", "answers"}; empty for a check not built yet."""
    given = _tables.get()
    return (_all_tables() if given is None else given).get(check, {})


@lru_cache(maxsize=1)
def _all_tables() -> dict[str, dict]:
    found: dict[str, dict] = {}
    for path in sorted(HINTS.glob("*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found


def recognise(lines: list[Line], table: dict) -> Recognised | None:
    """The mistake whose outcomes on the visible lines are these; failing that, the one that gives the same wrong
    answer on the first wrong line."""
    visible = [line for line in lines if not line.hidden]
    wrong = [index for index, line in enumerate(visible) if not line.right]
    if not wrong:
        return None
    for index in wrong:
        typed = table.get("answers", {}).get(visible[index].call, {}).get("wrong", {})
        for name, hint in typed.values():
            if visible[index].outcome.get("fault") == name:
                return Recognised(name, hint, index)
    mistakes = table.get("mistakes", [])
    for mistake in mistakes:
        if len(mistake["outcomes"]) == len(visible) and all(
            alike(line.outcome, outcome) for line, outcome in zip(visible, mistake["outcomes"], strict=True)
        ):
            return Recognised(mistake["name"], mistake["hint"], wrong[0])
    for index in wrong:
        outcome = visible[index].outcome
        if index == wrong[0] and "value" in outcome and outcome["value"] is None:
            return Recognised("returns_nothing", "Your function ends without a return, so Python gives None.", index)
        if "raised" in outcome:
            continue
        for mistake in mistakes:
            if index < len(mistake["outcomes"]) and alike(outcome, mistake["outcomes"][index]):
                return Recognised(mistake["name"], mistake["hint"], index)
    return None


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two outcomes are the same: both right, the same failure, or the same value to six digits."""
    if set(one) != set(other):
        return False
    if "value" not in one:
        return one == other
    return _alike_values(one["value"], other["value"])


def _alike_values(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike_values(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike_values(*pair) for pair in zip(one, other, strict=True))
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (one, other))
    if numbers:
        return bool(np.isclose(one, other, rtol=1e-6, atol=1e-12, equal_nan=True))
    return type(one) is type(other) and one == other


def encode(value: Any) -> Any:
    """A value as JSON, for comparison: arrays and lists alike as {"shape", "data"}, large ones by their moments."""
    found = _encode(value)
    return found if len(json.dumps(found)) <= MAX_KEPT else {"too large": type(value).__name__}


def _encode(value: Any) -> Any:
    if isinstance(value, (tuple, dict)):
        parts = value.values() if isinstance(value, dict) else value
        return {"parts": [_encode(part) for part in parts]}
    if isinstance(value, Opaque):
        return {"object": value.kind}
    if value is None or isinstance(value, (bool, str)):
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        return {"ragged": len(value)}
    if array.dtype.kind == "c":
        return {"complex": [_encode(array.real), _encode(array.imag)]}
    if array.dtype.kind not in "biuf":
        return {"array of": str(array.dtype)}
    array = array.astype(float)
    if array.ndim == 0:
        return _rounded(array.item())
    if array.size <= MAX_STORED:
        return {"shape": list(array.shape), "data": [_rounded(number) for number in array.ravel()]}
    weights = np.cos(np.arange(array.size))  # so that a transposed answer differs
    moments = [array.mean(), array.std(), float(array.ravel() @ weights)]
    return {"shape": list(array.shape), "moments": [_rounded(float(number)) for number in moments]}


def _rounded(number: float) -> float | str:
    return float(f"{number:.9g}") if np.isfinite(number) else str(number)
