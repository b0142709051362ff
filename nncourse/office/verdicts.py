"""What became of a submission: its verdict, kept beside the gradebook."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.office.directory import Directory

GRADED, NOT_GRADED = "graded", "not graded"
LARGEST = 300_000_000  # bytes: nothing larger is ever graded, and a file can be larger than any disk (a sparse one)


@dataclass
class Verdict:
    """Graded, with points; or not graded, with the reason first among the remarks.

    checks: what each gave: {"check", "points", "max_points", "to_read", "auto_points", "mistake", "rows", "wrong"};
    auto_points is without what a person entered, the last three are of engine.Ran.said. to_read: how many written
    answers wait for a reader. run_remarks: those of the remarks that came from running it. digest: of the files that
    this verdict is about, and of what graded them. origin: what it depends on, {"submission", "checks", "environment",
    "seed"}.
    """

    student: str
    assignment: str
    status: str
    points: float | None = None
    max_points: float | None = None
    remarks: list[str] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    to_read: int = 0
    digest: str = ""
    run_remarks: list[str] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)

    @property
    def graded(self) -> bool:
        return self.status == GRADED

    def short(self) -> dict[str, Any]:
        """What `nncourse grade --json` prints."""
        keys = ("student", "assignment", "status", "points", "max_points", "remarks")
        return {key: getattr(self, key) for key in keys}


def save(directory: Directory, verdict: Verdict) -> None:
    """Keep this verdict."""
    text = json.dumps(asdict(verdict), indent=1) + "\n"  # ASCII: the name of a folder need not be text
    files.write(directory.verdict(verdict.student, verdict.assignment), text)


def load(directory: Directory, student: str, assignment: str) -> Verdict | None:
    """The verdict that was kept, if there is one that can be read."""
    try:
        return Verdict(**json.loads(directory.verdict(student, assignment).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def digest(folder: Path) -> str:
    """A fingerprint of all files in this folder: it changes when a submission does."""
    found = hashlib.sha256()
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place) / name
            found.update(os.fsencode(path.relative_to(folder)))
            if path.is_symlink():
                found.update(os.fsencode(os.readlink(path)))
            elif path.is_file() and path.stat().st_size > LARGEST:
                found.update(str(path.stat().st_size).encode())
            elif path.is_file():
                found.update(file_digest(path).encode())
    return found.hexdigest()


def file_digest(path: Path) -> str:
    """A fingerprint of one file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
