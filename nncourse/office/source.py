"""Whether source/ was changed after its release: what students have, and what grades them, is the release."""

from __future__ import annotations

from pathlib import Path

from nncourse import files
from nncourse.office import verdicts
from nncourse.office.directory import Directory


def released(directory: Directory, assignment: str) -> None:
    """Note that the release was derived from source/ as it is now."""
    files.write(_note(directory, assignment), verdicts.digest(directory.source(assignment)))


def is_newer(directory: Directory, assignment: str) -> bool:
    """Whether it was changed since. A release that was made in another way, and later, is taken for one of today's."""
    try:
        noted = _note(directory, assignment).read_text(encoding="ascii")
        changed = (directory.source(assignment) / f"{assignment}.ipynb").stat().st_mtime
        derived = (directory.release(assignment) / f"{assignment}.ipynb").stat().st_mtime
    except OSError:
        return False
    return changed > derived and noted != verdicts.digest(directory.source(assignment))


def _note(directory: Directory, assignment: str) -> Path:
    return directory.earlier_releases(assignment) / "source"
