"""Run the student's function for a widget, and say in one sentence what is wrong if it cannot be used."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from nncourse import capture, student
from nncourse.limit import TimeIsUp, time_limit

SECONDS = 10.0  # when an endless loop of the student's is ended; widgets themselves stop at a fraction of it
AGAIN = "then press “Run my code again”"


class Problem(Exception):
    """The student's function gave nothing to draw; the message is the banner."""


def attempt(compute: Callable[[], tuple[Any, str]]) -> tuple[Any, str]:
    """compute(), which gives (result, banner); or (None, the banner that says why not). Printing is not shown."""
    try:
        with capture.output(), np.errstate(all="ignore"), time_limit(SECONDS):
            return compute()
    except TimeIsUp:
        return None, f"Your code did not end within {SECONDS:g} seconds. This shows the reference; correct it, {AGAIN}."
    except student.NotWritten as error:
        return None, f"This shows the reference. {error}"
    except student.Unusable as error:
        return None, f"{error} This shows the reference; correct the file, {AGAIN}."
    except Problem as error:
        return None, str(error)


def function(module: str, name: str) -> Callable[..., Any]:
    """The student's newest function; calling it raises Problem, with the banner, when it raises anything."""
    return guarded(student.function(module, name), module, name)


def guarded(code: Callable[..., Any], module: str, name: str) -> Callable[..., Any]:
    """The student's function or method as one that raises Problem, with the banner, when it raises anything."""

    def call(*args: Any) -> Any:
        try:
            return code(*args)
        except (Problem, OutOfTime):
            raise  # not the student's: from what we handed over
        except NotImplementedError as error:
            stub = _raised_in(error, module) or name
            stub = name if stub == "__init__" or name.endswith(f".{stub}") else stub
            raise Problem(
                f"This shows the reference: fill in {stub} in nnlib/{module}.py, then run this cell again."
            ) from None
        except (Exception, SystemExit) as error:
            raise Problem(f"{name} stopped with {student.explain(error)}. {_mend(module)}") from None

    return call


def _raised_in(error: BaseException, module: str) -> str:
    """The function of the student's module in which it was raised; "" if in none."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return next((frame.name for frame in frames if Path(frame.filename).name == f"{module}.py"), "")


def numbers(value: Any, shape: tuple[int, ...], module: str, name: str, call: str) -> np.ndarray:
    """The value as float64 of this shape; a Problem that shows the call and what came back if it is not that."""
    try:
        array = np.asarray(value).astype(float) if value is not None else None
    except (TypeError, ValueError):
        array = None
    if array is None or array.shape != shape:
        needed = "one number" if shape == () else f"an array of shape {shape}"
        raise wrong(module, name, call, shown(value), needed)
    if np.isnan(array).any():
        raise wrong(module, name, call, "nan (not a number)", "numbers")
    return array


def wrong(module: str, name: str, call: str, found: str, needed: str) -> Problem:
    """What to raise for an answer that cannot be drawn: the call, what came back, what is needed."""
    return Problem(f"{name}{call} gave {found}, not {needed}. {_mend(module)}")


def shown(value: Any) -> str:
    """An answer in a few words."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    try:
        text = repr(value)
    except Exception:
        text = f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:37] + "…"


class OutOfTime(Exception):
    """The student's code has had its time."""


def spread(count: int, seconds: float, run: Callable[[int, Callable[[], None]], None]) -> int:
    """Call run(i, check) for each i below `count`, in an order that is spread over the whole range, while time lasts.

    run calls check() as often as it can; that raises OutOfTime at the end. Returns how many were completed.
    """
    end = time.monotonic() + seconds

    def check() -> None:
        if time.monotonic() > end:
            raise OutOfTime

    done = 0
    with contextlib.suppress(OutOfTime):
        for i in coarse_to_fine(count):
            check()
            run(i, check)
            done += 1
    return done


def coarse_to_fine(count: int) -> list[int]:
    """0 … count − 1 so that each stretch of the order is spread over the whole range: 0, 8, 16, …, 4, 12, …"""
    stride = 1 << max(count - 1, 1).bit_length()
    order: dict[int, None] = {}
    while stride:
        order.update(dict.fromkeys(range(0, count, stride)))
        stride //= 2
    return list(order)


def slow(name: str, done: int, total: int, what: str, seconds: float) -> str:
    """The banner for code that was too slow to run everywhere; "" if it was not."""
    if done == total:
        return ""
    return (
        f"{name} is slow: within {seconds:g} seconds it ran for {done} of {total} {what}; "
        f"at the others only the reference is drawn."
    )


def _mend(module: str) -> str:
    return f"This shows the reference alone; correct nnlib/{module}.py, {AGAIN}."
