"""Plain data: what may be compared and shown of a student's answer, and how."""

from __future__ import annotations

import math
import numbers
from typing import Any

import numpy as np

MAX_DEPTH = 20
ROOM = 200  # characters of a value's text before it is cut to fit a line
KINDS = "biufcSU"  # dtypes whose values are plain: no objects, no records


class Opaque:
    """Stands for a value that is not plain data; equal to nothing. `kind` is the name of its type."""

    def __init__(self, kind: str):
        self.kind = kind

    def __repr__(self) -> str:
        return f"a {self.kind} object"


def plain(value: Any, depth: int = 0) -> Any:
    """A copy of value made of None, bool, int, float, complex, str, list, tuple, dict and arrays of plain dtype.

    Whatever else it holds becomes Opaque. Subclasses lose what they override: a float with an `__eq__` of its
    own comes back as the float it is.
    """
    if depth > MAX_DEPTH:
        return Opaque("too deeply nested")
    if value is None or isinstance(value, (bool, np.bool_)):
        return None if value is None else bool(value)
    if isinstance(value, np.ndarray):
        array = np.array(value, copy=True, subok=False)
        return array if array.dtype.kind in KINDS else Opaque(f"array of {array.dtype}")
    if isinstance(value, np.generic):
        return plain(value.item(), depth + 1) if value.dtype.kind in KINDS else Opaque(type(value).__name__)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    if isinstance(value, complex):
        return complex(value)
    if isinstance(value, (list, tuple)):
        kind = tuple if isinstance(value, tuple) else list
        return kind(plain(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return {plain(key, depth + 1): plain(item, depth + 1) for key, item in value.items()}
    return Opaque(type(value).__name__)


def difference(got: Any, want: Any, tolerance: float = 1e-5) -> str | None:
    """Where `got` first differs from `want`, in words; None if they agree.

    Numbers agree within tolerance relative to the largest expected magnitude. Lists and arrays of one shape are
    the same thing, and so are a number and an array that holds one number.
    """
    if isinstance(want, tuple) and any(not np.isscalar(item) or isinstance(item, str) for item in want):
        return _difference_of_parts(got, want, tolerance)
    if isinstance(want, dict):
        if not isinstance(got, dict) or set(got) != set(want):
            return f"expected a dict with the keys {', '.join(map(str, want))}"
        return _difference_of_parts([got[key] for key in want], list(want.values()), tolerance)
    if want is None or isinstance(want, str):
        same = type(got) is type(want) and got == want
        return None if same else f"{show(got)} instead of {show(want)}"
    return _difference_of_arrays(got, want, tolerance)


def _difference_of_parts(got: Any, want: Any, tolerance: float) -> str | None:
    if isinstance(got, np.ndarray):
        got = list(got)
    if not isinstance(got, (list, tuple)):
        return f"{name_of(got)}, expected {len(want)} parts"
    if len(got) != len(want):
        return f"{len(got)} parts, expected {len(want)}"
    for index, (one, other) in enumerate(zip(got, want, strict=True)):
        found = difference(one, other, tolerance)
        if found:
            return f"in part {index}: {found}"
    return None


def _difference_of_arrays(got: Any, want: Any, tolerance: float) -> str | None:
    want = np.asarray(want)
    try:
        array = np.asarray(got)
    except ValueError:
        return "rows of different lengths"
    if array.dtype.kind not in "biufc":
        return f"{name_of(got)}, expected {'a number' if want.ndim == 0 else f'numbers of shape {want.shape}'}"
    if array.shape != want.shape and not (want.size == 1 and array.size == 1 and want.ndim == 0):
        return f"its shape is {array.shape}, expected {want.shape}"
    array = array.reshape(want.shape)
    scale = np.max(np.abs(want), initial=0.0, where=np.isfinite(want))
    with np.errstate(all="ignore"):
        wrong = ~np.isclose(array, want, rtol=tolerance, atol=tolerance * 0.1 * scale + 1e-12, equal_nan=True)
    if not wrong.any():
        return None
    if want.ndim == 0:
        return f"{show(array.item())} instead of {show(want.item())}"
    place = tuple(int(index) for index in np.argwhere(wrong)[0])
    count = "" if wrong.sum() == 1 else f" ({wrong.sum()} of {wrong.size} differ)"
    return f"at [{', '.join(map(str, place))}] {show(array[place])} instead of {show(want[place])}{count}"


def name_of(value: Any) -> str:
    """What kind of thing value is, for a message."""
    if value is None:
        return "None"
    if isinstance(value, Opaque):
        return repr(value)
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return {"str": "a string", "dict": "a dict", "list": "a list", "tuple": "a tuple", "bool": "True or False"}.get(
        type(value).__name__, f"a {type(value).__name__}"
    )


def show(value: Any, width: int = 70) -> str:
    """value as a student would write it, in at most `width` characters: numbers to six digits, long arrays as shape."""
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    text = _show(value)
    if len(text) <= width:
        return text
    try:
        array = np.asarray(value)
    except ValueError:
        array = None
    if array is not None and array.dtype.kind in "biufc" and array.ndim:
        first = ", ".join(_show(item) for item in array.ravel()[:3])
        return f"[{first}, …] of shape {array.shape}"
    return text[: width - 1] + "…"


def _show(value: Any) -> str:
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    if isinstance(value, (bool, np.bool_)) or value is None:
        return str(value)
    if isinstance(value, (int, np.integer)):
        return str(value)
    if isinstance(value, (float, np.floating)):
        return _show_float(float(value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        return _show(value.item())
    if isinstance(value, (np.ndarray, list)):
        return f"[{_show_items(value)}]"
    if isinstance(value, tuple):
        return f"({_show_items(value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, np.random.Generator):
        return "rng"
    return repr(value)


def _show_items(values: Any) -> str:
    """The first of them: of millions that an answer may hold, no more than a line has room for."""
    shown: list[str] = []
    for value in values:
        shown.append(_show(value))
        if sum(map(len, shown)) > ROOM:
            break
    return ", ".join(shown)


def _show_float(value: float) -> str:
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.6g}"
    return text if any(mark in text for mark in ".e") else text + ".0"
