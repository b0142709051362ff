"""What a class's results say: the marks, each check, the mistakes, and what was not recognised."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from typing import Any

from nncourse import diagnosis
from nncourse.office.reporting import gather
from nncourse.office.reporting.gather import Gathered, Result

MOST_BINS = 16
STEPS = (0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100)
UNREADABLE = "unusable"  # how an outcome says that the student's module could not be loaded


@dataclass
class Bin:
    """The hand-ins with a mark from `low` to below `high`; the last bin has full marks in it."""

    low: float
    high: float
    students: int


@dataclass
class Marks:
    """The distribution of the marks; all None where nothing is graded."""

    marks: list[float]
    bins: list[Bin]
    mean: float | None = None
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    deviation: float | None = None
    full: int = 0


@dataclass
class Checked:
    """One check: how many hand-ins came to each state; passed: the share that got all its points.

    read: it is a written answer, which a person judges.
    """

    check: str
    max_points: float
    states: dict[str, int]
    passed: float | None
    mean: float | None
    read: bool = False

    @property
    def judged(self) -> int:
        return sum(self.states.values()) - self.states[gather.WAITS]

    @property
    def failed(self) -> int:
        return self.judged - self.states[gather.RIGHT]


@dataclass
class Mistake:
    """A mistake of the catalogue that grading recognised, the hint that was shown, and who made it."""

    check: str
    name: str
    hint: str
    students: list[str] = field(default_factory=list)

    @property
    def made_by(self) -> int:
        return len(self.students)


@dataclass
class Unrecognised:
    """Equal wrong answers that no entry of the catalogue explains."""

    check: str
    call: str
    outcome: dict[str, Any]
    details: list[str]
    students: list[str] = field(default_factory=list)

    @property
    def made_by(self) -> int:
        return len(self.students)


@dataclass
class Numbers:
    """All that is counted of one notebook."""

    marks: Marks
    checks: list[Checked]
    mistakes: list[Mistake]
    unrecognised: list[Unrecognised]

    def weakest(self, most: int = 3) -> list[Checked]:
        """The checks that most failed; not the written answers, where less than all points is no failure."""
        failed = [check for check in self.checks if check.failed and not check.read]
        return sorted(failed, key=lambda check: (check.passed, -check.failed))[:most]


def count(found: Gathered) -> Numbers:
    """Count it all."""
    results = [(item.student, result) for item in found.graded for result in item.results]
    return Numbers(
        _marks([item.mark for item in found.graded], found.max_points),
        [_check(name, points, [r for _, r in results if r.check == name]) for name, points in found.checks.items()],
        _mistakes(results),
        _unrecognised(results),
    )


# Marks


def _marks(marks: list[float], most: float) -> Marks:
    found = Marks(sorted(marks), _bins(marks, most))
    if marks:
        found.mean, found.median = statistics.fmean(marks), statistics.median(marks)
        found.quartiles = quartiles(marks)
        found.deviation = statistics.pstdev(marks)
        found.full = sum(mark >= most > 0 for mark in marks)
    return found


def quartiles(marks: list[float]) -> tuple[float, float]:
    """Where the lowest and the highest quarter end."""
    if len(marks) < 2:
        return marks[0], marks[0]
    low, _, high = statistics.quantiles(marks, n=4, method="inclusive")
    return low, high


def _bins(marks: list[float], most: float) -> list[Bin]:
    if most <= 0:
        return []
    step = next((step for step in STEPS if most / step <= MOST_BINS), most / MOST_BINS)
    number = max(1, math.ceil(most / step - 1e-9))
    bins = [Bin(index * step, min((index + 1) * step, most), 0) for index in range(number)]
    for mark in marks:
        bins[max(0, min(int(mark / step + 1e-9), number - 1))].students += 1
    return bins


# Checks


def _check(name: str, points: float, results: list[Result]) -> Checked:
    states = {state: sum(result.state == state for result in results) for state in gather.STATES}
    judged = [result for result in results if result.state != gather.WAITS]
    passed = states[gather.RIGHT] / len(judged) if judged else None
    mean = statistics.fmean(result.points for result in judged) if judged else None
    read = bool(results) and not any(result.head for result in results)
    return Checked(name, points, states, passed, mean, read)


# Mistakes


def _failed(results: list[tuple[str, Result]]) -> list[tuple[str, Result]]:
    """Those that a check, not a reader, found wrong."""
    tried = [(student, result) for student, result in results if result.head]
    return [(student, result) for student, result in tried if result.state in (gather.PARTLY, gather.WRONG)]


def _mistakes(results: list[tuple[str, Result]]) -> list[Mistake]:
    found: dict[tuple[str, str], Mistake] = {}
    for student, result in _failed(results):
        if result.mistake not in (*gather.UNNAMED, *gather.UNTRIED):
            key = result.check, result.mistake
            found.setdefault(key, Mistake(*key, result.hint)).students.append(student)
    return sorted(found.values(), key=lambda mistake: -len(mistake.students))


def _unrecognised(results: list[tuple[str, Result]]) -> list[Unrecognised]:
    groups: list[Unrecognised] = []
    for student, result in _failed(results):
        if result.mistake in gather.UNNAMED:
            new = _group(result)
            same = next((group for group in groups if _equal(group, new)), None)
            if same is None:
                groups.append(new)
            if student not in (same or new).students:
                (same or new).students.append(student)
    return sorted(groups, key=lambda group: -len(group.students))


def _group(result: Result) -> Unrecognised:
    wrong = result.wrong
    if wrong is None:  # only hidden inputs failed, or the check was stopped
        return Unrecognised(result.check, "other inputs", {"only": result.hint or result.head}, [])
    if wrong["outcome"].get("raised") == UNREADABLE:  # then every check of the module fails: that is one thing
        return Unrecognised("", "import of the module", wrong["outcome"], wrong["details"][:1])
    return Unrecognised(result.check, wrong["call"], wrong["outcome"], wrong["details"])


def _equal(one: Unrecognised, other: Unrecognised) -> bool:
    if (one.check, one.call) != (other.check, other.call) or not diagnosis.alike(one.outcome, other.outcome):
        return False
    # Of what was typed wrong, and of errors, the outcome says only the kind; the first detail says what it was.
    return "value" in one.outcome or one.details[:1] == other.details[:1]
