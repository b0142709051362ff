"""The whole course, notebook by notebook: how many took part, how it went, and who has fallen silent."""

from __future__ import annotations

from dataclasses import dataclass

from nncourse.office import progress
from nncourse.office.directory import Directory
from nncourse.office.reporting import gather, numbers
from nncourse.office.reporting.gather import Gathered
from nncourse.office.reporting.numbers import Numbers

TAKES_PART = 0.25  # a notebook counts as reached once this share of the class has handed it in
WEEKS = 2  # notebooks in a row without a hand-in


@dataclass
class Week:
    """One notebook."""

    found: Gathered
    numbers: Numbers

    @property
    def share(self) -> float | None:
        """The mean as a share of the points there are."""
        mean = self.numbers.marks.mean
        return mean / self.found.max_points if mean is not None and self.found.max_points else None

    @property
    def shares(self) -> tuple[float, float] | None:
        """The quartiles, the same way."""
        found = self.numbers.marks.quartiles
        return tuple(mark / self.found.max_points for mark in found) if found and self.found.max_points else None


@dataclass
class Silent:
    """Somebody who handed in none of the last notebooks; last: the last one that they did, "" if none at all."""

    student: str
    last: str


@dataclass
class Course:
    """All notebooks of which something was handed in. recent: the notebooks by which the silent are found."""

    weeks: list[Week]
    students: int
    silent: list[Silent]
    recent: list[str]


def course(directory: Directory) -> Course:
    """Gather all notebooks, one after the other."""
    weeks = []
    names = directory.assignments()
    for name in progress.shown(names, len(names), "Reading"):
        found = gather.gather(directory, name)
        if found.hand_ins:
            weeks.append(Week(found, numbers.count(found)))
    everybody = sorted({student for week in weeks for student in week.found.everybody})
    recent = _recent(weeks, len(everybody))
    return Course(weeks, len(everybody), _silent(weeks, everybody, recent), recent)


def _recent(weeks: list[Week], students: int) -> list[str]:
    """The last notebooks that count and that enough have handed in; none before there are so many."""
    counted = [week for week in weeks if week.found.max_points > 0]
    reached = [week.found.assignment for week in counted if len(week.found.hand_ins) >= TAKES_PART * students]
    return reached[-WEEKS:] if len(reached) >= WEEKS else []


def _silent(weeks: list[Week], everybody: list[str], recent: list[str]) -> list[Silent]:
    if not recent:
        return []
    last = {item.student: week.found.assignment for week in weeks for item in week.found.hand_ins}
    active = {item.student for week in weeks if week.found.assignment >= recent[0] for item in week.found.hand_ins}
    return [Silent(student, last.get(student, "")) for student in everybody if student not in active]
