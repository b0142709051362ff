"""`nncourse export`: everybody's grades as CSV, by nbgrader's own exporter."""

from __future__ import annotations

import os
from pathlib import Path

from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office.directory import Directory


def command(course: Path, to: Path) -> int:
    """Write the file and say where it is."""
    directory = places.find(course)
    rows = write(directory, to)
    print(f"{rows} grades written: {to}")
    return 0


def write(directory: Directory, to: Path, assignments: list[str] | None = None) -> int:
    """Write the file (default: of all assignments), whole or not at all; returns how many grades are in it."""
    from nbgrader.plugins import CsvExportPlugin

    config = places.settings(directory)
    if not to.absolute().parent.is_dir():
        raise UserError(f"There is no folder {to.absolute().parent}.")
    draft = to.with_name(f".{to.name}.new")
    with places.logging_to(directory.log), places.gradebook(config) as book:
        exporter = CsvExportPlugin(config=config)
        exporter.to, exporter.assignment = str(draft), assignments or []
        exporter.export(book)
    os.replace(draft, to)
    return len(to.read_text(encoding="utf-8").splitlines()) - 1
