"""When a notebook was handed out and handed in, as far as it is known."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from nncourse.course import UserError
from nncourse.office.directory import Directory
from nncourse.office.reporting.gather import Gathered

MOST_DAYS = 42  # that are shown one by one; a hand-in before them counts to the first


@dataclass
class Day:
    """How many handed in on this day."""

    day: date
    students: int


@dataclass
class Schedule:
    """days: every day from the first to the last hand-in. to_hand_in: days from the release, for each hand-in.

    said_late: how many are late by the LMS's word alone, as their time is not known.
    """

    known: int
    days: list[Day] = field(default_factory=list)
    released: datetime | None = None
    due: datetime | None = None
    late: int = 0
    said_late: int = 0
    to_hand_in: list[float] = field(default_factory=list)

    @property
    def median(self) -> float | None:
        return statistics.median(self.to_hand_in) if self.to_hand_in else None


def schedule(directory: Directory, config: Any, found: Gathered) -> Schedule:
    """The times of one notebook; those of hand-ins are what collect or the exchange wrote down, and grading took in."""
    times = sorted(item.handed_in for item in found.hand_ins if item.handed_in)
    made = Schedule(len(times), _days(times), due=found.due, late=sum(item.late > 0 for item in found.hand_ins))
    made.said_late = sum(item.said_late and item.handed_in is None for item in found.hand_ins)
    made.released = _released(directory, config, found.assignment)
    if made.released and times and made.released <= times[0]:
        made.to_hand_in = [(time - made.released) / timedelta(days=1) for time in times]
    return made


def _days(times: list[datetime]) -> list[Day]:
    if not times:
        return []
    last = times[-1].date()
    first = max(times[0].date(), last - timedelta(days=MOST_DAYS - 1))
    found = [max(time.date(), first) for time in times]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Day(day, found.count(day)) for day in days]


def _released(directory: Directory, config: Any, assignment: str) -> datetime | None:
    """What nbgrader_config.py says (c.Report.released), or else when nbgrader put it into its exchange."""
    said = config.Report.get("released", None)
    text = said.get(assignment) if isinstance(said, dict) else None
    if text:
        try:
            time = datetime.fromisoformat(str(text))
        except ValueError:
            example = f'c.Report.released = {{"{assignment}": "2026-10-05 08:00"}}'
            raise UserError(f"nbgrader_config.py: {text!r} is no date. Write it like this: {example}") from None
        return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
    root, course = config.Exchange.get("root", ""), config.CourseDirectory.get("course_id", "")
    place = directory.root / str(root) / str(course) / "outbound" / assignment
    if not root or not course or not place.is_dir():
        return None
    # Its files keep the times of release/; that of the folder's last change is when they were put there.
    return datetime.fromtimestamp(place.stat().st_ctime, UTC).replace(tzinfo=None)
