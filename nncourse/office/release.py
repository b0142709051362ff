"""`nncourse release`: derive what students get this week from source/, as a folder and as a zip for an LMS or a hub."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import examine, source, verdicts
from nncourse.office.directory import Directory

LEFT_OUT = (".ipynb_checkpoints", "__pycache__", ".DS_Store")


def command(number: str, course: Path) -> int:
    """Make folder and zip, and say where they are. The same source gives the same bytes."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    for line in examine.examine(directory, assignment):
        print(line)
    with places.alone(directory), places.logging_to(directory.log):
        derive(directory, places.settings(directory), assignment)
    path, names = zipped(directory, assignment)
    print(f"{path}  ({max(path.stat().st_size // 1000, 1)} KB: {len(names)} files, {', '.join(names[:2])} …)")
    print(f"The same as a folder: {directory.release(assignment)}")
    return 0


def derive(directory: Directory, config: Any, assignment: str) -> None:
    """Let nbgrader derive release/ from source/, and enter the checks and their points in the gradebook."""
    from nbgrader.converters import GenerateAssignment

    desk = places.course_directory(config, assignment_id=assignment)
    old, aside = directory.release(assignment), directory.root / places.OURS / "release_before"
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        os.rename(old, aside)
    problem = places.convert(GenerateAssignment(coursedir=desk, config=config))
    if problem and aside.exists():
        shutil.rmtree(old, ignore_errors=True)
        os.rename(aside, old)
    if not problem:
        if aside.exists():
            _remember(directory, assignment, aside)
        source.released(directory, assignment)
    shutil.rmtree(aside, ignore_errors=True)
    if problem:
        raise UserError(f"nbgrader cannot make the release of {assignment}: {problem.strip().splitlines()[-1]}")


def _remember(directory: Directory, assignment: str, before: Path) -> None:
    """Keep the notebook as it was released before, if it was another: students may have begun with it."""
    old, new = before / f"{assignment}.ipynb", directory.release(assignment) / f"{assignment}.ipynb"
    if old.is_file() and old.read_bytes() != new.read_bytes():
        name = f"{verdicts.file_digest(old)[:12]}.ipynb"
        files.write(directory.earlier_releases(assignment) / name, old.read_bytes())


def zipped(directory: Directory, assignment: str) -> tuple[Path, list[str]]:
    """The zip beside the release's folder, with that folder in it; and the names of its files."""
    folder = directory.release(assignment)
    if not (folder / f"{assignment}.ipynb").is_file():
        raise UserError(f"release/{assignment} is not there. Make it with `nncourse release {assignment[:2]}`.")
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    found = [path for path in found if not set(LEFT_OUT) & set(path.relative_to(folder).parts)]
    names = [path.relative_to(folder).as_posix() for path in found]
    target = folder.with_name(f"{assignment}.zip")
    files.write(target, files.zipped({f"{assignment}/{name}": path.read_bytes() for name, path in zip(names, found)}))
    return target, names
