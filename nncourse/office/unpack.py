"""Open what was handed in, a zip, a folder or one file, and copy from it: never more than there is room for, never a
link, and whatever a name says."""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

MAX_TOTAL = 200_000_000  # bytes of all files of one submission
MAX_FILES = 1000
MAX_RATIO = 200  # how much smaller than its content a file in a zip may be
SMALL = 1_000_000  # bytes below which the ratio does not matter
UTF8 = 0x800  # the flag of a name in a zip that is UTF-8
ENCRYPTED = 1
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)


class Refused(Exception):
    """This is not brought in; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One file: how large it says it is and is packed, and how it is opened."""

    size: int
    packed: int
    open: Callable[[], IO[bytes]]

    def copy(self, target: Path, room: int) -> int:
        """Copy it, but never more than `room` bytes, whatever size it says it has; returns its size."""
        size = 0
        with self.open() as file, target.open("xb") as copy:
            while part := file.read(1 << 20):
                size += len(part)
                if size > room:
                    raise Refused(f"unpacked it has more than {MAX_TOTAL // 1_000_000} MB")
                copy.write(part)
        return size


class Shelf:
    """Opens containers, and keeps the last one open: of a class's zip, the contents are read once."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: zipfile.ZipFile | None = None
        self._entries: dict[str, Entry] = {}

    def entries(self, path: Path) -> dict[str, Entry]:
        """{name: file} of all that is in this zip or folder; of a single file, only itself."""
        if path != self._path:
            self.close()
            if path.is_dir():
                self._entries = dict(_in_folder(path))
            elif not path.exists():
                raise Refused("there is no such file")
            elif path.suffix.lower() == ".zip" or zipfile.is_zipfile(path):
                if not zipfile.is_zipfile(path):
                    raise Refused("it is not a zip")
                self._archive = zipfile.ZipFile(path)
                self._entries = dict(_in_zip(self._archive))
            else:
                self._entries = {path.name: file(path)}
            self._path = path
        return self._entries

    def close(self) -> None:
        """Close what is open."""
        if self._archive is not None:
            self._archive.close()
        self._path, self._archive, self._entries = None, None, {}


@contextmanager
def inner(entry: Entry, folder: Path) -> Iterator[dict[str, Entry]]:
    """The files in a zip that lies in another one; `folder` is for its copy."""
    check({"": entry})
    with tempfile.TemporaryDirectory(dir=folder) as own:  # one for each: a zip may lie in a zip in a zip
        place = Path(own) / "inner.zip"
        entry.copy(place, MAX_TOTAL)
        if not zipfile.is_zipfile(place):
            raise Refused("it is not a zip")
        with zipfile.ZipFile(place) as archive:
            yield dict(_in_zip(archive))


def check(entries: dict[str, Entry]) -> None:
    """Refuse what is too much for one submission, before anything of it is unpacked."""
    if len(entries) > MAX_FILES:
        raise Refused(f"there are {len(entries)} files in it")
    total = sum(entry.size for entry in entries.values())
    if total > MAX_TOTAL:
        raise Refused(f"unpacked it has {total // 1_000_000} MB")
    if any(entry.size > SMALL and entry.size > MAX_RATIO * max(entry.packed, 1) for entry in entries.values()):
        raise Refused("it is a zip bomb: a file in it is much larger than the zip")


def modified(path: Path) -> datetime:
    """When it was last changed; of a folder, its newest file. The beginning of time if it is not there."""
    try:
        inside = [item.lstat().st_mtime for item in path.rglob("*") if item.is_file()] if path.is_dir() else []
        seconds = max(inside, default=path.stat().st_mtime)
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(int(seconds), UTC)


def _in_folder(folder: Path) -> Iterator[tuple[str, Entry]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if stat.S_ISREG(path.lstat().st_mode):
                yield path.relative_to(folder).as_posix(), file(path)


def file(path: Path) -> Entry:
    size = path.stat().st_size
    return Entry(size, size, lambda: path.open("rb"))


def _in_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, Entry]]:
    seen: set[str] = set()
    for info in archive.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        name = _name(info)
        if info.is_dir() or info.flag_bits & ENCRYPTED or kind not in (0, stat.S_IFREG) or name in seen:
            continue
        seen.add(name)
        yield name, Entry(info.file_size, info.compress_size, lambda info=info: archive.open(info))


def _name(info: zipfile.ZipInfo) -> str:
    """The file's name. Without the flag it should be in cp437, but much that writes zips writes UTF-8 all the same."""
    if info.flag_bits & UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
