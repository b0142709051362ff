"""When hand-ins came to Moodle: its zip does not say it, its grading worksheet does. Kept as .nncourse/times.json."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nncourse import files
from nncourse.office import directory as places
from nncourse.office import lms, receipts, table
from nncourse.office.directory import Directory
from nncourse.office.inbox import Attempt

NUMBER, TIME = "identifier", "lastmodifiedsubmission"
SHOWN = "%A, %d %B %Y, %I:%M %p"  # Monday, 23 November 2026, 5:14 PM
SLACK = timedelta(days=1)  # by so much two clocks, and two time zones, may differ


def learn(directory: Directory, found: table.Table) -> int:
    """Keep the times that this table has, if it is such a worksheet; returns how many.

    Moodle writes them in the time zone of whoever downloads it: that of this machine, we take it.
    """
    titles = table.titles(found.header)
    if NUMBER not in titles or TIME not in titles:
        return 0
    new = {}
    for row in found.rows:
        number = re.search(r"\d+", row[titles.index(NUMBER)])
        time = _time(row[titles.index(TIME)])
        if number and time:
            new[number.group()] = f"{time:{receipts.TIME}}"
    if new:
        text = json.dumps({**_load(directory), **new}, indent=1) + "\n"
        files.write(_path(directory), text)
    return len(new)


def add(directory: Directory, attempts: list[Attempt]) -> None:
    """Write to each attempt when it was handed in, where that is known.

    A time after the download is of an attempt after this one.
    """
    known = _load(directory)
    for attempt in attempts:
        said = receipts.time({"when": known.get(attempt.sender.number)}) if attempt.sender else None
        if said and attempt.sender.lms == lms.MOODLE and said <= attempt.when + SLACK:
            attempt.said = said


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), SHOWN).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _path(directory: Directory) -> Path:
    return directory.root / places.OURS / "times.json"


def _load(directory: Directory) -> dict[str, str]:
    try:
        found = json.loads(_path(directory).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
