"""Pairs of modules that look alike in more than what everybody was given, by copydetect. A place to look, no verdict.

Left out of the comparison is all that explains likeness: the release, the reference, the catalogue's ways to be right
and wrong, and what several others of the class wrote as well.
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from nncourse.office import progress

GRAM = 20  # signs, after names have become one sign each: a shorter piece of code is anybody's
WINDOW = 4  # so that 23 signs in a row are always found
MANY = (4, 12)  # what a tenth of the class wrote, but at least and at most so many, is a usual way to do it
LEAST = 60  # signs alike, after all that is left out: two or three lines
SHARE = 0.5  # of what is a student's own
INSTALL = "pip install copydetect"


@dataclass
class Pair:
    """Two students, and how much of what is the one's own is in the other's module: share, of so many signs."""

    one: str
    other: str
    share: float
    signs: int


@dataclass
class Alike:
    """What was found; missing: copydetect is not installed. compared: how many modules have something of their own."""

    pairs: list[Pair]
    compared: int = 0
    missing: bool = False


def pairs(modules: dict[str, str], given: Iterable[str]) -> Alike:
    """Compare the modules {student: source}. given: sources of what everybody was given, or is expected to write."""
    try:
        import copydetect
    except ImportError:
        return Alike([], missing=True)
    known: set[int] = set()
    for text in given:
        known |= _print_of(copydetect, text, 1).hashes
    prints = {}
    for student, text in progress.shown(modules.items(), len(modules), "Comparing"):
        prints[student] = _print_of(copydetect, text, WINDOW)
    written_by = Counter(sign for found in prints.values() for sign in found.hashes - known)
    many = min(max(len(modules) // 10, MANY[0]), MANY[1])
    usual = {sign for sign, number in written_by.items() if number >= many}
    prints = {student: left for student, found in prints.items() if (left := _less(found, known | usual)).hashes}
    return Alike(_compared(copydetect, prints), len(prints))


def _print_of(copydetect: Any, text: str, window: int) -> Any:
    """The fingerprint of a module; names become one sign each, so that renaming hides nothing."""
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    return copydetect.CodeFingerprint("module.py", GRAM, window, language="python", fp=io.StringIO(text))


def _less(found: Any, known: set[int]) -> Any:
    """The fingerprint without what is known."""
    # Not by its own `boilerplate`, which takes a piece that is in the file twice for a known one.
    from copydetect.utils import get_token_coverage

    found.hashes = found.hashes - known
    found.hash_idx = {sign: places for sign, places in found.hash_idx.items() if sign in found.hashes}
    found.token_coverage = get_token_coverage(found.hash_idx, found.k, len(found.filtered_code))
    return found


def _compared(copydetect: Any, prints: dict[str, Any]) -> list[Pair]:
    """Only those who share something are compared, so that a large class takes no longer than it must."""
    owners: dict[int, list[str]] = {}
    for student, found in prints.items():
        for sign in found.hashes:
            owners.setdefault(sign, []).append(student)
    candidates = {pair for students in owners.values() for pair in combinations(sorted(students), 2)}
    alike = []
    for one, other in sorted(candidates):
        signs, shares, _ = copydetect.compare_files(prints[one], prints[other])
        if signs >= LEAST and max(shares) >= SHARE:
            alike.append(Pair(one, other, float(min(max(shares), 1.0)), int(signs)))
    return sorted(alike, key=lambda pair: (-pair.share * pair.signs, pair.one, pair.other))
