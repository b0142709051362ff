"""Who handed in something that could not be read: they are no submission, and not silent. .nncourse/unread/NN.json"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.office import directory as places
from nncourse.office import verdicts
from nncourse.office.directory import Directory
from nncourse.office.verdicts import Verdict

WHY = "what was handed in could not be read"  # as remarks.py knows it


def load(directory: Directory, assignment: str) -> dict[str, dict[str, Any]]:
    """{student: a receipt as in receipts.py, and "why"}, of those of whom nothing that can be read is there."""
    kept = _load(directory, assignment)
    return {name: one for name, one in kept.items() if not directory.submitted(name, assignment).is_dir()}


def add(directory: Directory, assignment: str, new: dict[str, dict[str, Any]]) -> None:
    """Keep these too. What came under the same name before, for another id, is the same hand-in."""
    new = {name: one for name, one in new.items() if name and not directory.submitted(name, assignment).is_dir()}
    if not new:
        return
    came = {(one["lms"], one["name"]) for one in new.values()}
    kept = {name: one for name, one in load(directory, assignment).items() if (one["lms"], one["name"]) not in came}
    text = json.dumps(dict(sorted({**kept, **new}.items())), ensure_ascii=False, indent=1) + "\n"
    files.write(_path(directory, assignment), text)


def verdict(directory: Directory, student: str, assignment: str) -> Verdict | None:
    """The verdict on what this student handed in; if it could not be read, one that says so."""
    found = verdicts.load(directory, student, assignment)
    if found is None and student in (kept := load(directory, assignment)):
        return Verdict(student, assignment, verdicts.NOT_GRADED, remarks=[f"{WHY}: {kept[student]['why']}"])
    return found


def _path(directory: Directory, assignment: str) -> Path:
    return directory.root / places.OURS / "unread" / f"{assignment}.json"


def _load(directory: Directory, assignment: str) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(_path(directory, assignment).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    keys = {"lms", "name", "why"}
    return {name: one for name, one in found.items() if keys <= set(one)} if isinstance(found, dict) else {}
