"""Answers typed into the notebook: compared by digest, so that the check does not give them away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

TOO_LARGE = 1e300  # no answer is; a larger int would not even fit into a float


@dataclass
class Verdict:
    """Whether a typed answer is right; if not, a name for what it is and a sentence to the student."""

    right: bool
    name: str = ""
    text: str = ""


def normal(value: Any, decimals: int) -> str | None:
    """The answer in the one form that is compared; None if it is no number, word or shape."""
    if getattr(value, "ndim", None) == 0:  # an array of one number, as NumPy's functions give it
        value = value.item()
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return f"the word {' '.join(value.lower().split())}"
    if isinstance(value, (int, float)) and abs(value) < TOO_LARGE:
        return f"{round(float(value), decimals) + 0.0:.{decimals}f}"
    if isinstance(value, tuple):  # a shape
        parts = [normal(part, decimals) for part in value]
        return None if None in parts else f"({', '.join(map(str, parts))})"
    return None


def digest(value: Any, decimals: int) -> str:
    """What is stored of an answer in place of the answer."""
    return hashlib.sha256(f"nnlib-course {normal(value, decimals)}".encode()).hexdigest()[:16]


def verdict(value: Any, decimals: int, table: dict) -> Verdict:
    """Judge a typed answer by its table: {"right": [digests], "wrong": {digest: [name, hint]}}.

    A wrong one of the table gets that name, by which its hint is found.
    """
    if value is None or value is ...:
        return Verdict(False, "not answered", "not answered yet: replace None by your answer and run that cell.")
    form = normal(value, decimals)
    if isinstance(value, list):
        return Verdict(False, "not a number", "Type a number without brackets, a shape in round ones.")
    if form is None:
        return Verdict(False, "not a number", "Type one plain number, a word, or a shape like (5, 7), as asked.")
    found = digest(value, decimals)
    if found in table.get("right", []):
        return Verdict(True)
    if found in table.get("wrong", {}):
        return Verdict(False, table["wrong"][found][0], f"You typed {value}.")
    if isinstance(value, str) and (_is_number(value) or value.lstrip().startswith("(")):
        return Verdict(False, "quoted number", f"Type the {'number' if _is_number(value) else 'shape'} without quotes.")
    if isinstance(value, tuple) and len(value) == 2:
        return Verdict(False, "other", f"You typed {value}, which is not it. For a decimal, write a point: 1.5.")
    return Verdict(False, "other", f"You typed {value}, which is not it. Go through it once more, step by step.")


def _is_number(text: str) -> bool:
    try:
        float(text.replace("−", "-"))
    except ValueError:
        return False
    return True
