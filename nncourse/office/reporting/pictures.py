"""The pictures, as numbers from 0 to 100 that a template draws: how high, how wide, where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nncourse.office.reporting import gather
from nncourse.office.reporting.numbers import Bin, Checked
from nncourse.office.reporting.schedule import Schedule
from nncourse.office.reporting.weeks import Week
from nncourse.report import points


@dataclass
class Column:
    """A column of a bar chart: the text under it, the number on it, its height in per cent of the highest.

    says: what the column is, in words. late: it is about what came too late.
    """

    label: str
    number: int
    height: float
    says: str
    late: bool = False


@dataclass
class Part:
    """A part of a bar that is 100 wide."""

    kind: str
    width: float
    number: int


@dataclass
class Box:
    """A notebook among the others: place from left to right, and from the floor up its quartiles and mean."""

    place: float
    label: str
    low: float
    high: float
    mean: float
    says: str


def marks(bins: list[Bin]) -> list[Column]:
    """The distribution of the marks."""
    says = [f"{points(item.low)} to {'' if item is bins[-1] else 'below '}{points(item.high)}" for item in bins]
    return _columns([points(item.low) for item in bins], [item.students for item in bins], says)


def days(found: Schedule) -> list[Column]:
    """How many handed in on each day; of a long time, only every few days have a label."""
    shown = [item.day for item in found.days]
    every = max(1, -(-len(shown) // 10))
    labels = [f"{day.day} {day:%b}" if index % every == 0 else "" for index, day in enumerate(shown)]
    says = [f"{day:%A}, {day.day} {day:%B}" for day in shown]
    columns = _columns(labels, [item.students for item in found.days], says)
    for day, column in zip(shown, columns):
        column.late = found.due is not None and day > found.due.date()
    return columns


def _columns(labels: list[str], numbers: list[int], says: list[str]) -> list[Column]:
    highest = max([*numbers, 1])
    return [Column(label, number, 100 * number / highest, text) for label, number, text in zip(labels, numbers, says)]


def bar(check: Checked) -> list[Part]:
    """One check's states, side by side."""
    total = sum(check.states.values()) or 1
    return [Part(state, 100 * number / total, number) for state, number in check.states.items() if number]


def boxes(weeks: list[Week]) -> list[Box]:
    """The notebooks that count, in order."""
    shown = [week for week in weeks if week.share is not None]
    return [_box(week, (index + 0.5) / len(shown) * 100) for index, week in enumerate(shown)]


def _box(week: Week, place: float) -> Box:
    low, high = (100 * share for share in week.shares)
    says = f"{week.found.assignment[:2]}: mean {week.share:.0%}, the middle half from {low:.0f} % to {high:.0f} %"
    return Box(place, week.found.assignment[:2], low, high, 100 * week.share, says)


def line(found: list[Box]) -> str:
    """The means as points of an SVG line, in a square of 100 that is 0 at its top."""
    return " ".join(f"{box.place:.2f},{100 - box.mean:.2f}" for box in found)


def legend() -> list[tuple[str, str, str]]:
    """(state, sign, words) for what became of a check."""
    said: dict[str, Any] = {
        gather.RIGHT: ("✓", "all points"),
        gather.PARTLY: ("◐", "some points"),
        gather.WRONG: ("✗", "tried, no points"),
        gather.OPEN: ("○", "not written"),
        gather.WAITS: ("…", "waits for a reader"),
    }
    return [(state, *words) for state, words in said.items()]
