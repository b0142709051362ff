"""`nncourse export`: everybody's grades as CSV, Excel, or for the gradebooks of Canvas and Moodle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office.directory import Directory

FORMATS = ("csv", "canvas", "moodle", "xlsx")


def command(
    course: Path,
    to: Path | None,
    kind: str,
    numbers: list[str],
    into: Path | None = None,
    column: str = "",
    provisional: bool = False,
) -> int:
    """Write the file, and say where it is and what in it is not final."""
    directory = places.find(course)
    assignments = [directory.resolve(number) for number in numbers]
    kind = kind or ("xlsx" if to and to.suffix.lower() == ".xlsx" else "csv")
    if kind not in FORMATS:
        raise UserError(f"There is no format {kind}. There are: {', '.join(FORMATS)}.")
    if into and kind not in ("canvas", "moodle"):
        raise UserError("--into is for --format canvas or --format moodle: it fills in the file that the LMS exported.")
    to = to or Path("grades.xlsx" if kind == "xlsx" else "grades.csv" if kind == "csv" else f"for-{kind}.csv")
    done = export(directory, to, kind, assignments, into, column, provisional)
    for line in done.said:
        print(line)
    print(f"{done.grades} grades written: {to}")
    return 0


def write(directory: Directory, to: Path, assignments: list[str] | None = None) -> int:
    """Write the grades as CSV (default: of all assignments); returns how many are in it."""
    return export(directory, to, "csv", assignments or []).grades


def export(
    directory: Directory,
    to: Path,
    kind: str,
    assignments: list[str],
    into: Path | None = None,
    column: str = "",
    provisional: bool = False,
) -> Any:
    """Run the exporter of this kind; it is returned, with what it has to say."""
    from nncourse.office import exporters

    if not to.absolute().parent.is_dir():
        raise UserError(f"There is no folder {to.absolute().parent}.")
    of = {
        "csv": exporters.CsvExporter,
        "canvas": exporters.CanvasExporter,
        "moodle": exporters.MoodleExporter,
        "xlsx": exporters.ExcelExporter,
    }
    config = places.settings(directory)
    with places.logging_to(directory.log), places.gradebook(config) as book:
        plugin = of[kind](config=config)
        plugin.to, plugin.assignment, plugin.provisional = str(to), assignments, provisional
        plugin.into, plugin.column = str(into or ""), column
        plugin.export(book)
    return plugin
