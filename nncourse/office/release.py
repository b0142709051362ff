"""`nncourse release`: one week's release as a zip, for an LMS or a hub. The same release gives the same zip."""

from __future__ import annotations

from pathlib import Path

from nncourse import files
from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office.directory import Directory

LEFT_OUT = (".ipynb_checkpoints", "__pycache__", ".DS_Store")


def command(number: str, course: Path) -> int:
    """Make the zip, and say where it and the folder are."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    path, names = zipped(directory, assignment)
    print(f"{path}  ({max(path.stat().st_size // 1000, 1)} KB: {len(names)} files, {', '.join(names[:2])} …)")
    print(f"The same as a folder: {directory.release(assignment)}")
    return 0


def zipped(directory: Directory, assignment: str) -> tuple[Path, list[str]]:
    """The zip beside the release's folder, with that folder in it; and the names of its files."""
    folder = directory.release(assignment)
    if not (folder / f"{assignment}.ipynb").is_file():
        how = f"Make it with `nbgrader generate_assignment {assignment}` in {directory.root}."
        raise UserError(f"release/{assignment} is not there. {how}")
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    found = [path for path in found if not set(LEFT_OUT) & set(path.relative_to(folder).parts)]
    names = [path.relative_to(folder).as_posix() for path in found]
    target = folder.with_name(f"{assignment}.zip")
    files.write(target, files.zipped({f"{assignment}/{name}": path.read_bytes() for name, path in zip(names, found)}))
    return target, names
