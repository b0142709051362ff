"""What came in for each student under which name, so that the feedback finds the way back: .nncourse/collected/."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.office import directory as places
from nncourse.office.directory import Directory

TIME = "%Y-%m-%d %H:%M:%S"


def path(directory: Directory, assignment: str) -> Path:
    return directory.root / places.OURS / "collected" / f"{assignment}.json"


def load(directory: Directory, assignment: str) -> dict[str, dict[str, Any]]:
    """{student: {"lms": "moodle", "canvas" or "", "name": as the file was called there, "when": time, …}}.

    late: the LMS says that it is. said: when it was handed in, if the LMS says it elsewhere than in its zip.
    """
    try:
        found = json.loads(path(directory, assignment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}


def save(directory: Directory, assignment: str, receipts: dict[str, dict[str, Any]]) -> None:
    """Keep them."""
    text = json.dumps(dict(sorted(receipts.items())), ensure_ascii=False, indent=1) + "\n"
    files.write(path(directory, assignment), text)


def senders(directory: Directory) -> dict[tuple[str, str], set[str]]:
    """{(LMS, what it calls a person from week to week): the students for whom it has brought something}."""
    found: dict[tuple[str, str], set[str]] = {}
    for name in directory.assignments():
        for student, receipt in load(directory, name).items():
            if receipt.get("person"):
                found.setdefault((receipt["lms"], receipt["person"]), set()).add(student)
    return found


def time(receipt: dict[str, Any]) -> datetime | None:
    """When it was handed in, or at the latest."""
    try:
        return datetime.strptime(receipt["when"], TIME).replace(tzinfo=UTC)
    except (KeyError, ValueError, TypeError):
        return None
