"""Which hand-ins are in a file that came back: a zip of `pack`, an LMS's zip of the whole class, a tree, a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from nncourse.office import lms, unpack
from nncourse.office.lms import Sender
from nncourse.office.unpack import Refused, Shelf

WORK = (".ipynb", ".py", ".zip")
PACKED = r"(\.tar)?\.(zip|ipynb|rar|7z|tar|gz|tgz|bz2|xz|pdf|html?|docx?|txt)"  # with an id and a week before it
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints", "__pycache__")
# Whose a file is by its path, as the course's settings say it to nbgrader: FileNameCollectorPlugin.collect.
Collector = Callable[[str], dict[str, str] | None]


@dataclass
class Attempt:
    """One hand-in of one student.

    path: what was named. names: {a file's name as the student gave it: its name in that zip or folder}; a Path, if it
    is a file of its own. zip: that one file is a zip with the rest in it. when: it was handed in; `timed` is False if
    that is only when it was downloaded. student: whose it is by its name or place. sender: who the LMS says it is from,
    called: what the LMS called it. claims: the name that the student's zip has. turn: which of one sender's it is.
    said: when it was handed in, as the LMS says it elsewhere.
    """

    path: Path
    names: dict[str, str | Path]
    when: datetime
    zip: bool = False
    timed: bool = True
    student: str = ""
    sender: Sender | None = None
    called: str = ""
    claims: str = ""
    turn: tuple[int, int, str] = (0, 0, "")
    problem: str = ""
    said: datetime | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """By this the oldest comes first, so that each student's last one counts."""
        return self.when, self.turn, str(self.path), self.called

    def title(self, alone: bool = False) -> str:
        """How to name it to somebody who has the files before them. alone: all are in one."""
        if not self.called or self.called == self.path.name:
            return self.path.name
        return self.called if alone else f"{self.path.name} › {self.called}"


def attempts(paths: list[Path], assignment: str, shelf: Shelf, collector: Collector) -> list[Attempt]:
    """All hand-ins in these."""
    found = [attempt for path in paths for attempt in _in(path, assignment, shelf, collector)]
    together: dict[object, Attempt] = {}
    for attempt in found:
        loose = attempt.sender and all(isinstance(name, Path) for name in attempt.names.values())
        key = attempt.sender if loose and not attempt.problem else id(attempt)
        if key in together:  # a notebook and a module that an LMS has as two files
            together[key].names |= attempt.names
        else:
            together[key] = attempt
    return list(together.values())


def packed_for(name: str, assignment: str) -> str | None:
    """The id in a name that `pack` made, like ada_01_gradient_descent.zip: "" without an id, None if it is another."""
    stem = re.sub(f"{PACKED}$", "", lms.first_name(name)[0], flags=re.IGNORECASE)
    match = re.fullmatch(rf"(.*?)[_-]*{re.escape(assignment)}", stem)
    return match.group(1) if match else None


def _in(path: Path, assignment: str, shelf: Shelf, collector: Collector) -> list[Attempt]:
    """The hand-ins in this file or folder; if there are none, one that says what the problem is."""
    when = unpack.modified(path)
    own = lms.sender(path.name, assignment)
    student = packed_for(path.name, assignment)
    try:
        single = not path.is_dir() and path.suffix.lower() != ".zip"
        names = [name for name in shelf.entries(path) if not _is_junk(name)]
        files: dict[str, str | Path] = {path.name: path} if single else {name: name for name in names}
        if own:
            return _own(path, when, own, files, single)
        found: list[Attempt] = []
        if not student and not single:  # it may be a whole class, even if it is called 01_topic.zip
            for look in (_of_an_lms, _of_a_tree):
                found = found or look(path, when, names, assignment, shelf)
        if student is None and not single:
            found = found or _of_many(path, when, names, assignment, shelf)
            found = found or _of_the_settings(path, when, names, assignment, collector)
        if found:
            return found
        student = path.name if student is None and path.is_dir() else student
        if not student:
            raise Refused(f"whose is it? Call it ID_{assignment}{path.suffix}")
        return [Attempt(path, files, when, student=student)]
    except (Refused, *unpack.UNREADABLE) as error:
        problem = str(error) if isinstance(error, Refused) else f"cannot be read: {type(error).__name__}: {error}"
        if not path.exists():
            return [Attempt(path, {}, when, problem=problem)]
        return [Attempt(path, {}, when, student=student or "", sender=own[0] if own else None, problem=problem)]


def _is_junk(name: str) -> bool:
    return any(part in JUNK or part.startswith("._") for part in PurePosixPath(name).parts)


# From an LMS


def _own(
    path: Path, when: datetime, own: tuple[Sender, str], files: dict[str, str | Path], single: bool
) -> list[Attempt]:
    """A file or folder out of an LMS's zip, by itself."""
    who, file = own
    if path.is_dir():
        return _handed_in(path, when, who, path.name, files)
    if single:
        files = {file: path}
    turn = (1, lms.first_name(file)[1], file)
    return [Attempt(path, files, when, timed=False, sender=who, called=path.name, claims=file, turn=turn)]


def _of_an_lms(path: Path, when: datetime, names: list[str], assignment: str, shelf: Shelf) -> list[Attempt]:
    """An LMS's zip, or the folder that it was unpacked to. All files in it that may be work are from its senders."""
    senders: dict[tuple[Sender, str], dict[str, str | Path]] = {}
    for name in names:
        top, *rest = name.split("/")
        found = lms.sender(top, assignment)
        if found is not None:
            who, file = found
            senders.setdefault((who, top if rest else ""), {})["/".join(rest) or file] = name
        elif name.lower().endswith(WORK):
            return []
    working = {who for (who, _), files in senders.items() if _work(files)}
    made = []
    for (who, folder), files in senders.items():
        if _work(files):
            made += _handed_in(path, when, who, folder, files)
        elif who not in working:  # a text typed into the LMS beside the files is no hand-in of its own
            typed = all(str(name).endswith((".html", ".htm")) for name in files.values())
            listed = ", ".join(PurePosixPath(str(name)).name for name in files.values())
            problem = (
                "only a text typed into the LMS, no file" if typed else f"nothing in it that can be read: {listed}"
            )
            called = folder or str(next(iter(files.values())))
            made.append(Attempt(path, files, when, sender=who, called=called, problem=problem))
    return made


def _work(files: dict[str, str | Path]) -> list[str]:
    return [name for name in files if name.lower().endswith(WORK)]


def _handed_in(path: Path, when: datetime, who: Sender, folder: str, files: dict[str, str | Path]) -> list[Attempt]:
    """What one sender has handed in: each zip is an attempt of its own, and what lies open is one together."""
    zips = {name: place for name, place in files.items() if name.lower().endswith(".zip")}
    loose = {name: place for name, place in files.items() if name not in zips}
    made = []
    if not zips or _work(loose):
        called = folder or str(min(loose.values(), key=lambda place: not str(place).endswith(".ipynb")))
        made.append(Attempt(path, loose, when, timed=False, sender=who, called=called))
    for name, place in zips.items():
        file = PurePosixPath(name).name
        turn = (1, lms.first_name(file)[1], file)
        called = folder or str(place)
        made.append(Attempt(path, {name: place}, when, True, False, "", who, called, file, turn))
    return made


# From elsewhere


def _of_a_tree(path: Path, when: datetime, names: list[str], assignment: str, shelf: Shelf) -> list[Attempt]:
    """nbgrader's submitted/STUDENT/NN_topic/, with that folder's name above it or without."""
    students: dict[str, dict[str, str | Path]] = {}
    for name in names:
        parts = name.split("/")
        parts = parts[1:] if parts[0] == "submitted" else parts
        if len(parts) < 3 or not re.fullmatch(r"\d\d_\w+", parts[1]):
            return []
        if parts[1] == assignment:
            students.setdefault(parts[0], {})["/".join(parts[2:])] = name
    made = []
    for student, files in students.items():
        stamp = _stamp(shelf, path, str(files.get("timestamp.txt", "")))
        made.append(Attempt(path, files, stamp or when, student=student, called=f"{student}/{assignment}"))
    return made


def _stamp(shelf: Shelf, path: Path, name: str) -> datetime | None:
    """What nbgrader's timestamp.txt says."""
    from nbgrader.utils import parse_utc

    if not name:
        return None
    try:
        with shelf.entries(path)[name].open() as file:
            return parse_utc(file.read(100).decode().strip()).replace(microsecond=0, tzinfo=UTC)
    except Exception:  # whatever stands there instead of a time
        return None


def _of_many(path: Path, when: datetime, names: list[str], assignment: str, shelf: Shelf) -> list[Attempt]:
    """A folder or zip full of hand-ins, named as `pack` names them: zips, notebooks or folders."""
    found: dict[str, dict[str, str | Path]] = {}
    rest: list[str] = []
    for name in names:
        parts = name.split("/")
        depth = next((number for number, part in enumerate(parts, 1) if packed_for(part, assignment)), None)
        if depth is None:
            rest.append(name)
        else:
            found.setdefault("/".join(parts[:depth]), {})["/".join(parts[depth:]) or parts[-1]] = name
    if not found or any(name.endswith(".ipynb") for name in rest):
        return []
    made = []
    for place, files in found.items():
        file = PurePosixPath(place).name
        attempt = Attempt(path, files, when, student=packed_for(file, assignment) or "", called=place)
        attempt.zip = list(files) == [file] and file.lower().endswith(".zip")
        attempt.turn = (1, lms.first_name(file)[1], file)
        if path.is_dir():
            attempt.when = unpack.modified(path / place)
        made.append(attempt)
    left = [name for name in rest if name.lower().endswith(".zip")]
    problem = f"whose is it? Call it ID_{assignment}.zip"
    return made + [Attempt(path, {name: name}, when, called=name, problem=problem) for name in left]


def _of_the_settings(
    path: Path, when: datetime, names: list[str], assignment: str, collector: Collector
) -> list[Attempt]:
    """As nbgrader_config.py says to `nbgrader zip_collect` whose files are whose."""
    found: dict[tuple[str, str], dict[str, str | Path]] = {}
    for name in names:
        is_zip = name.lower().endswith(".zip")
        said = collector(f"/{path.stem}/{name[:-4]}/{assignment}.ipynb" if is_zip else f"/{path.stem}/{name}")
        if said and said.get("student_id"):
            file = said.get("file_id") or name
            file = file if is_zip or PurePosixPath(file).suffix else file + PurePosixPath(name).suffix
            found.setdefault((said["student_id"], name if is_zip else ""), {})[name if is_zip else file] = name
    return [
        Attempt(path, files, when, zip=bool(inner), student=student, called=inner)
        for (student, inner), files in found.items()
    ]
