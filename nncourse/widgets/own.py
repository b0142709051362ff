"""Run the student's function for a widget, and say in one sentence what is wrong if it cannot be used."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from nncourse import capture, student

AGAIN = "then press “Run my code again”"


class Problem(Exception):
    """The student's function gave nothing to draw; the message is the banner."""


def attempt(compute: Callable[[], Any]) -> tuple[Any, str]:
    """(compute(), "") if all went well, else (None, the banner that says why). What the code prints is not shown."""
    try:
        with capture.output(), np.errstate(all="ignore"):
            return compute(), ""
    except student.Unusable as error:
        return None, f"{error} This shows the reference; correct the file, {AGAIN}."
    except Problem as error:
        return None, str(error)


def function(module: str, name: str) -> Callable[..., Any]:
    """The student's newest function; calling it raises Problem, with the banner, when it raises anything."""
    code = student.function(module, name)

    def call(*args: Any) -> Any:
        try:
            return code(*args)
        except Problem:
            raise  # of another of the student's functions, which this one called
        except NotImplementedError:
            raise Problem(
                f"This shows the reference: fill in {name} in nnlib/{module}.py, then run this cell again."
            ) from None
        except (Exception, SystemExit) as error:
            raise Problem(f"{name} stopped with {student.explain(error)}. {_mend(module)}") from None

    return call


def numbers(value: Any, shape: tuple[int, ...], module: str, name: str, call: str) -> np.ndarray:
    """The value as float64 of this shape; a Problem that shows the call and what came back if it is not that."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        array = None
    if array is None or array.shape != shape:
        needed = "one number" if shape == () else f"an array of shape {shape}"
        found = f"an array of shape {array.shape}" if isinstance(value, np.ndarray) else _short(value)
        raise Problem(f"{name}{call} gave {found}, not {needed}. {_mend(module)}")
    if np.isnan(array).any():
        raise Problem(f"{name}{call} gave nan (not a number). {_mend(module)}")
    return array


class Clock:
    """Says when the student's code has had its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() > self.end


def coarse_to_fine(count: int) -> list[int]:
    """0 … count − 1 so that each stretch of the order is spread over the whole range: 0, 8, 16, …, 4, 12, …"""
    stride = 1 << max(count - 1, 1).bit_length()
    order: dict[int, None] = {}
    while stride:
        order.update(dict.fromkeys(range(0, count, stride)))
        stride //= 2
    return list(order)


def slow(name: str, done: int, total: int, what: str, seconds: float) -> str:
    """The banner for code that was too slow to run everywhere."""
    return (
        f"{name} is slow: within {seconds:g} seconds it ran for {done} of {total} {what}; "
        f"at the others only the reference is drawn."
    )


def _mend(module: str) -> str:
    return f"This shows the reference alone; correct nnlib/{module}.py, {AGAIN}."


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except Exception:
        text = f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:37] + "…"
