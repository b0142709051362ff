"""`nncourse collect`: bring in what students handed in, zips or folders, as submitted/<student>/<assignment>/."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import verdicts
from nncourse.office.directory import Directory

STUDENT = re.compile(r"[^\W_][\w.@-]{0,63}")  # what may be the name of a folder, and of nbgrader's student
TAKEN = (".ipynb", ".py")
MAX_TOTAL = 200_000_000  # bytes of all files of one submission
MAX_FILES = 1000
MAX_RATIO = 200  # how much smaller than its content a file in a zip may be
SMALL = 1_000_000  # bytes below which the ratio does not matter


class Refused(Exception):
    """This file is not brought in; the message says why."""


@dataclass
class Handed:
    """One file that was named: whose it is and what became of it."""

    path: Path
    student: str = ""
    result: str = ""
    taken: bool = False


def command(number: str, files: list[Path], place: Path) -> int:
    """Bring them in, print a table, and return the exit status: 0 all brought in, 1 some are not."""
    directory = places.find(place)
    assignment = directory.resolve(number)
    handed = collect(directory, assignment, files)
    _print(handed)
    taken = sum(item.taken for item in handed)
    print(f"{taken} of {len(handed)} brought in: {directory.root / 'submitted'}")
    if taken:
        print(f"Next: `nncourse grade {number} --course {place}`")
    return 0 if taken == len(handed) else 1


def collect(directory: Directory, assignment: str, files: list[Path]) -> list[Handed]:
    """Bring in these files, the oldest first, so that a student's last attempt is the one that counts."""
    if not files:
        raise UserError("Name the zips or folders to bring in.")
    handed = [Handed(path) for path in files]
    for item in sorted(handed, key=lambda item: (_modified(item.path), str(item.path))):
        try:
            item.student = student_of(item.path, assignment)
            item.result = _bring(directory, assignment, item)
            item.taken = True
        except Refused as reason:
            item.result = str(reason)
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            ValueError,
        ) as error:
            item.result = f"cannot be read: {type(error).__name__}: {error}"
    return handed


def student_of(path: Path, assignment: str) -> str:
    """Whose it is, by the file's name: ada_01_gradient_descent.zip, or a folder called ada."""
    stem = path.name.removesuffix(path.suffix) if path.suffix.lower() == ".zip" else path.name
    stem = re.sub(r"[ _-]*\(\d+\)$", "", stem)  # a browser's second download
    match = re.fullmatch(rf"(.*?)[_-]*{re.escape(assignment)}", stem)
    student = match.group(1) if match else stem if path.is_dir() else ""
    if not student:
        raise Refused(f"whose is it? Call it ID_{assignment}.zip")
    if not STUDENT.fullmatch(student):
        raise Refused(f"{student[:40]!r} cannot be a student's id: letters, digits and . _ - @ only")
    return student


def _bring(directory: Directory, assignment: str, item: Handed) -> str:
    """Unpack it beside submitted/, then put it in its place; returns what was done."""
    (directory.root / places.OURS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory.root / places.OURS, prefix="collect-") as folder:
        new = Path(folder) / "new"
        remarks = _unpack(item.path, new, assignment)
        when = _modified(item.path)
        (new / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
        done = _place(directory, new, item.student, assignment, when)
    return "; ".join([done, *remarks])


def _place(directory: Directory, new: Path, student: str, assignment: str, when: datetime) -> str:
    """Make it the submission that counts, unless a later one is there; earlier ones are kept."""
    target = directory.submitted(student, assignment)
    if not target.is_dir():
        _move(new, target)
        return "brought in"
    if _content(new) == _content(target):
        return "the same as before"
    before = _timestamp(target)
    if before and when < before:
        _move(new, _free(directory.earlier(student, assignment), when))
        return "older than the one that is there: kept as an earlier attempt"
    _move(target, _free(directory.earlier(student, assignment), before or _modified(target)))
    _move(new, target)
    return "brought in; the one before it is in submitted_earlier"


# What is in a zip or a folder


def _unpack(path: Path, new: Path, assignment: str) -> list[str]:
    """Write the notebook and the modules of this zip or folder to `new`, laid out as they were handed out."""
    with _entries(path) as entries:
        layout, remarks = laid_out(list(entries), assignment)
        if not layout:
            raise Refused("there is no notebook and no nnlib in it")
        total = 0
        for relative, name in layout.items():
            target = new / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            total = entries[name](target, MAX_TOTAL - total) + total
    if f"{assignment}.ipynb" not in layout:
        remarks.insert(0, f"without {assignment}.ipynb")
    return remarks


@contextmanager
def _entries(path: Path) -> Iterator[dict]:
    """{name: copy(target, room) -> size} for each file that may be copied."""
    if path.is_dir():
        yield dict(_folder_entries(path))
    elif not path.exists():
        raise Refused("there is no such file")
    elif not zipfile.is_zipfile(path):
        raise Refused("it is not a zip")
    else:
        with zipfile.ZipFile(path) as archive:
            yield dict(_zip_entries(archive))


def _folder_entries(folder: Path) -> Iterator[tuple]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if stat.S_ISREG(path.lstat().st_mode):
                yield (
                    path.relative_to(folder).as_posix(),
                    lambda target, room, path=path: _copy(path.open("rb"), target, room),
                )


def _zip_entries(archive: zipfile.ZipFile) -> Iterator[tuple]:
    infos = archive.infolist()
    if len(infos) > MAX_FILES:
        raise Refused(f"there are {len(infos)} files in it")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise Refused(f"unpacked it has {sum(info.file_size for info in infos) // 1_000_000} MB")
    seen: set[str] = set()
    for info in infos:
        if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("it is a zip bomb: a file in it is much larger than the zip")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.is_dir() or info.flag_bits & 1 or kind not in (0, stat.S_IFREG) or info.filename in seen:
            continue
        seen.add(info.filename)
        yield info.filename, lambda target, room, info=info: _copy(archive.open(info), target, room)


def _copy(file, target: Path, room: int) -> int:
    """Copy an open file, never more than `room` bytes, whatever size it says it has."""
    size = 0
    with file, target.open("xb") as copy:
        while part := file.read(1 << 20):
            size += len(part)
            if size > room:
                raise Refused(f"unpacked it has more than {MAX_TOTAL // 1_000_000} MB")
            copy.write(part)
    return size


def laid_out(names: list[str], assignment: str) -> tuple[dict[str, str], list[str]]:
    """{where it belongs: its name in the zip}, and remarks.

    The zip may hold the files themselves, a folder with them, or the whole checkout (notebooks/ and nnlib/).
    """
    safe = {name: path for name in names if (path := _safe(name)) and path.suffix in TAKEN}
    notebooks = [path for path in safe.values() if path.suffix == ".ipynb"]
    named = [path for path in notebooks if path.name == f"{assignment}.ipynb"]
    chosen = min(named or notebooks or [PurePosixPath("x")], key=lambda path: (len(path.parts), str(path)))
    top = chosen.parent
    if not notebooks:
        libraries = [path.parent.parent for path in safe.values() if path.parent.name == "nnlib"]
        top = min(libraries, key=lambda path: len(path.parts), default=top)
    layout: dict[str, str] = {}
    for name, path in safe.items():
        for root in (top, top.parent):  # the folder above: nnlib beside notebooks/
            if path.is_relative_to(root):
                relative = path.relative_to(root)
                mine = len(relative.parts) == 1 and root == top
                if mine or relative.parent == PurePosixPath("nnlib"):
                    layout.setdefault(str(relative), name)
                    break
    unsafe = sum(1 for name in names if not name.endswith("/") and _safe(name) is None)
    remarks = [f"{unsafe} file{'s' if unsafe > 1 else ''} with an unsafe name left out"] if unsafe else []
    return layout, remarks


def _safe(name: str) -> PurePosixPath | None:
    """The path, if it leads to a place inside the folder and nowhere else, on any system."""
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or "\0" in name or ":" in name or not name.isprintable():
        return None
    if ".." in path.parts or not path.parts or any(len(part) > 120 for part in path.parts) or len(path.parts) > 12:
        return None
    return path


# Files and times


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)


def _free(folder: Path, when: datetime) -> Path:
    """A new name in this folder for an attempt of this time."""
    stem = f"{when:%Y-%m-%d_%H-%M-%S}"
    names = [stem, *(f"{stem}_{number}" for number in range(2, 10_000))]
    return next(folder / name for name in names if not (folder / name).exists())


def _content(folder: Path) -> dict[str, str]:
    """What is in a submission, its time aside."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "timestamp.txt":
            found[path.relative_to(folder).as_posix()] = verdicts.file_digest(path)
    return found


def _modified(path: Path) -> datetime:
    """When it was last changed; of a folder, its newest file. The beginning of time if it is not there."""
    try:
        inside = [item.lstat().st_mtime for item in path.rglob("*") if item.is_file()] if path.is_dir() else []
        seconds = max(inside, default=path.stat().st_mtime)
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(int(seconds), UTC)


def _timestamp(folder: Path) -> datetime | None:
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def _print(handed: list[Handed]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("file", "student", "")
    for item in handed:
        table.add_row(Text(item.path.name), Text(item.student), Text(item.result, "" if item.taken else "red"))
    Console(highlight=False).print(table)
