"""Take in one submission: from whatever was handed in, make what can be graded. Nothing is run and nothing written.

Of the student's come the cells they wrote and the module of this week; everything else comes from the release. So a
deleted, doubled or edited check, a numpy.py beside the notebook or a tag that skips a cell changes no marks.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

MAX_NOTEBOOK = 300_000_000  # bytes; what the outputs of a careless cell come to
MAX_FILE = 1_000_000  # bytes of one Python file
MAX_VALUES = 3_000_000  # in the notebook's JSON: an empty list has three bytes there, and sixty in memory
MAX_ANSWER = 50_000  # characters of a cell in which something is answered
MAX_OWN, FOR_A_CELL = 250_000, 100  # characters of all other cells; each takes so many at least
MAX_PICTURES = 30_000_000  # characters of the pictures in one written answer
PICTURES = ("image/png", "image/jpeg", "image/gif")
FEW = 3  # more cells with the same edit are counted, not named
MANY = {
    "the cell {} was edited: the original counts": "{} cells were edited: the originals count",
    "the marks of the cell {} were edited: put right": "the marks of {} cells were edited: put right",
    "tags on the cell {} were removed": "tags on {} cells were removed",
}
MARKS = ("cell_type", "grade", "grade_id", "locked", "points", "solution", "task")
NBGRADERS = ("timestamp.txt", "submission_secret.txt")  # its exchange needs the second to give feedback back
HARMLESS = (".ipynb_checkpoints", "__pycache__", "__MACOSX", ".DS_Store", "Thumbs.db", *NBGRADERS)


class Refused(Exception):
    """This submission cannot be graded; the message says why, for the instructor and the student."""


@dataclass
class Remarks:
    """What was found and mended, in plain words."""

    texts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        if text not in self.texts:
            self.texts.append(text)

    def of_cells(self, kind: str, names: list[str]) -> None:
        """Add a remark on each of these cells, or on all together. kind: a key of MANY, or a text as it is."""
        if kind in MANY and len(names) > FEW:
            self.add(MANY[kind].format(len(names)))
            return
        for name in names:
            self.add(kind.format(name) if kind in MANY else kind)

    def count(self, number: int, one: str, many: str) -> None:
        """Add a remark for something found so many times, if at all."""
        if number:
            self.add(one if number == 1 else many.format(number))


@dataclass
class Taken:
    """A submission as it is graded: the released notebook with the student's cells, and the content of their files."""

    notebook: Any
    files: dict[str, bytes]
    remarks: list[str]


def take_in(
    handed_in: Path, name: str, released: Any, others: set[str], theirs: list[str], earlier: tuple[Any, ...] = ()
) -> Taken:
    """Read the submission of the assignment `name` in `handed_in`. Refused if it cannot be graded.

    released: the notebook students got. others: the files that they got beside it. theirs: the files they write.
    earlier: the notebook as it was released before a check was changed; who has a cell of it has not edited it.
    """
    remarks = Remarks()
    notebook = rebuilt(_notebook(handed_in, name, remarks), released, remarks, earlier)
    found = {file: _file(handed_in, file, remarks) for file in theirs}
    files = {file: content for file, content in found.items() if content is not None}
    _name_the_rest(handed_in, files, others, theirs, remarks)
    for file in NBGRADERS:
        if _is_file(handed_in / file) and (handed_in / file).stat().st_size <= MAX_FILE:
            files[file] = (handed_in / file).read_bytes()
    return Taken(notebook, files, remarks.texts)


# The notebook as it was handed in


def _notebook(handed_in: Path, name: str, remarks: Remarks) -> dict[str, Any]:
    """The notebook's content as plain JSON, checked as far as needed to read cells from it."""
    content = _parsed(_find(handed_in, name, remarks))
    if not isinstance(content, dict):
        raise Refused("the file is JSON, but not a notebook")
    if content.get("nbformat") != 4 and "worksheets" in content:
        content = _upgraded(content)
    cells = content.get("cells")
    if not isinstance(cells, list):
        raise Refused("the file is JSON, but not a notebook")
    if not any(isinstance(cell, dict) for cell in cells):
        raise Refused("the notebook has no cells")
    return content


def _find(handed_in: Path, name: str, remarks: Remarks) -> Path:
    """The notebook's file: of the right name, or else the only notebook there is."""
    path = handed_in / f"{name}.ipynb"
    if path.is_symlink():
        raise Refused("the notebook is a symbolic link to somewhere else, not a file")
    if not path.exists():
        others = [item for item in sorted(handed_in.glob("*.ipynb")) if _is_file(item)]
        if len(others) != 1:
            raise Refused(f"{name}.ipynb was not handed in")
        path = others[0]
        remarks.add(f"the notebook was called {_shown(path.name)}")
    if not _is_file(path):
        raise Refused(f"{name}.ipynb is not a file")
    return path


def _parsed(path: Path) -> Any:
    if path.stat().st_size > MAX_NOTEBOOK:
        raise Refused(f"the notebook has {path.stat().st_size // 1_000_000} MB")
    data = path.read_bytes()
    if not data.strip():
        raise Refused("the notebook is an empty file")
    if _values(data) > MAX_VALUES:
        raise Refused("the notebook holds too many values")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("the notebook is not text (UTF-8)") from None
    except json.JSONDecodeError as error:
        raise Refused(f"the notebook is not JSON (line {error.lineno}: {error.msg})") from None
    except (RecursionError, ValueError):
        raise Refused("the notebook is not JSON that can be read") from None


def _values(data: bytes) -> int:
    """How many values this JSON may hold: its commas and brackets, but for those in texts if there are many."""
    found = sum(data.count(sign) for sign in (b",", b"[", b"{"))
    if found <= MAX_VALUES:
        return found
    bare = re.sub(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', b"", data, flags=re.DOTALL)  # linear: an end may be missing
    return sum(bare.count(sign) for sign in (b",", b"[", b"{"))


def _upgraded(content: dict[str, Any]) -> dict[str, Any]:
    """A notebook of an old format in today's."""
    try:
        return nbformat.convert(nbformat.from_dict(content), 4)
    except Exception:
        raise Refused("the notebook has an old format that cannot be read") from None


# The notebook that is graded


def rebuilt(content: dict[str, Any], released: Any, remarks: Remarks, earlier: tuple[Any, ...] = ()) -> Any:
    """The released notebook's marked cells with the student's answers in them, and the student's other cells."""
    marked = marked_cells(released)
    versions = [marked, *map(marked_cells, earlier)]
    found = [cell for cell in content["cells"] if isinstance(cell, dict)]
    which = _matched(found, marked, remarks)
    which, found = _with_room(which, found, remarks)
    answers = {grade_id: cell for grade_id, cell in zip(which, found) if grade_id}
    edits: dict[str, list[str]] = {}
    for grade_id, cell in answers.items():
        for kind in min((_edits(cell, version[grade_id]) for version in versions if grade_id in version), key=len):
            edits.setdefault(kind, []).append(grade_id)
    for kind, of in edits.items():
        remarks.of_cells(kind, of)
    cells = [_remarked(marked[g], cell) if g else _plain(cell) for g, cell in zip(which, found)]
    cells = _with_the_deleted(cells, which, marked, remarks)
    notebook = nbformat.from_dict({**released, "cells": []})
    notebook.cells = cells
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def _matched(found: list[dict], marked: dict[str, Any], remarks: Remarks) -> list[str | None]:
    """For each cell the mark it has by right: by its grade_id or, where that is gone, by its id. The first counts."""
    by_id = {cell.id: grade_id for grade_id, cell in marked.items() if "id" in cell}
    claimed = [_string(meta_of(cell).get("grade_id")) for cell in found]
    by_right = [by_id.get(_string(cell.get("id"))) for cell in found]
    which: list[str | None] = [None] * len(found)
    remarked: list[str] = []
    doubled = unknown = 0
    for index, grade_id in enumerate(claimed):
        if grade_id in marked and grade_id not in which:
            which[index] = grade_id
        elif grade_id in marked:
            doubled += 1
        elif grade_id and not by_right[index]:
            unknown += 1
    for index, grade_id in enumerate(by_right):
        if grade_id and grade_id not in which and claimed[index] not in marked:
            which[index] = grade_id
            remarked.append(grade_id)
    remarks.of_cells("the marks of the cell {} were edited: put right", remarked)
    remarks.count(doubled, "a graded cell was there twice: the first counts", "{} cells too many: the first counts")
    remarks.count(unknown, "a cell claims marks it does not have: ignored", "{} cells claim marks: ignored")
    return which


def marked_cells(notebook: Any) -> dict[str, Any]:
    """The cells that nbgrader has a mark for, by their grade_id."""
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def _with_room(which: list[str | None], found: list[dict], remarks: Remarks) -> tuple[list[str | None], list[dict]]:
    """Both, without the unmarked cells that are too much to be run and read."""
    room, kept = MAX_OWN, []
    for grade_id, cell in zip(which, found):
        needed = 0 if grade_id else FOR_A_CELL + len(_text(cell))
        if needed <= room:
            kept.append((grade_id, cell))
            room -= needed
    left_out = len(found) - len(kept)
    remarks.count(left_out, "a cell was left out: too much text", "{} cells were left out: too much text")
    return [grade_id for grade_id, _ in kept], [cell for _, cell in kept]


def _edits(cell: dict, release: Any) -> list[str]:
    """What of a marked cell was edited that is not the student's to edit, or is too long: keys of MANY, or remarks."""
    meta, right = meta_of(cell), release.metadata.nbgrader
    name = right.grade_id
    found = []
    if meta.get("grade_id") == name and any(key in meta and meta[key] != right.get(key) for key in MARKS):
        found.append("the marks of the cell {} were edited: put right")
    if cell.get("cell_type") != release.cell_type:
        found.append(f"the cell {name} was changed to {_shown(str(cell.get('cell_type')))}: changed back")
    metadata = cell.get("metadata")
    if isinstance(metadata, dict) and metadata.get("tags"):
        found.append("tags on the cell {} were removed")
    if right.solution and len(_text(cell)) > MAX_ANSWER:
        found.append(f"the answer {name} has {len(_text(cell))} characters: cut")
    if not right.solution and _text(cell).strip() != release.source.strip():
        found.append("the cell {} was edited: the original counts")
    return found


def _remarked(release: Any, cell: dict) -> Any:
    """The released cell, with the student's text if it is theirs to write."""
    new = nbformat.from_dict(release)
    if release.metadata.nbgrader.solution:
        new.source = _text(cell)[:MAX_ANSWER]
        if release.cell_type == "markdown" and isinstance(cell.get("attachments"), dict):
            new.attachments = _pictures(cell["attachments"])
    if new.cell_type == "code":
        new.outputs, new.execution_count = [], None
    return new


def _pictures(attachments: dict) -> Any:
    """Of what is attached to a written answer, the pictures; what else there is may be anything."""
    kept, room = {}, MAX_PICTURES
    for name, content in attachments.items():
        for kind, data in content.items() if isinstance(content, dict) else ():
            room -= len(data) if isinstance(data, str) else 0
            if kind in PICTURES and isinstance(data, str) and data.isascii() and name.isprintable() and room >= 0:
                kept[name] = {kind: data}
    return nbformat.from_dict(kept)


def _plain(cell: dict) -> Any:
    """A cell of the student's own, with nothing but its text."""
    kind = cell.get("cell_type") if cell.get("cell_type") in ("code", "raw") else "markdown"
    empty = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return nbformat.from_dict({"cell_type": kind, "metadata": {}, "source": _text(cell), **empty})


def _with_the_deleted(cells: list, which: list[str | None], marked: dict[str, Any], remarks: Remarks) -> list:
    """The cells, and each marked one that was deleted after the marked one that it followed."""
    missing = [grade_id for grade_id in marked if grade_id not in which]
    order = list(marked)
    present = [grade_id for grade_id in which]
    for grade_id in missing:
        before = order[: order.index(grade_id)]
        place = max((present.index(name) + 1 for name in before if name in present), default=0)
        cells.insert(place, nbformat.from_dict(marked[grade_id]))
        present.insert(place, grade_id)
    graded = [grade_id for grade_id in missing if marked[grade_id].metadata.nbgrader.grade]
    answers = [g for g in missing if marked[g].metadata.nbgrader.solution and g not in graded]
    remarks.count(len(graded), "a graded cell was deleted: put back", "{} graded cells were deleted: put back")
    remarks.count(len(answers), "an answer cell was deleted: put back, empty", "{} answer cells were deleted: put back")
    return cells


def meta_of(cell: dict) -> dict:
    """A cell's nbgrader metadata, whatever the file says."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _text(cell: dict) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


# The files beside it


def _file(handed_in: Path, file: str, remarks: Remarks) -> bytes | None:
    """The content of this file of the student's, from its place or from beside the notebook."""
    path = _beside(handed_in, file, remarks)
    if path is None:
        remarks.add(f"{file} was not handed in")
        return None
    if path.stat().st_size > MAX_FILE:
        remarks.add(f"{file} has {path.stat().st_size // 1_000_000} MB: not taken")
        return None
    return path.read_bytes()


def _beside(handed_in: Path, file: str, remarks: Remarks) -> Path | None:
    for path in (handed_in / file, handed_in / Path(file).name):
        if any(part.is_symlink() for part in (path, *path.parents) if part != handed_in and handed_in in part.parents):
            remarks.add(f"{path.relative_to(handed_in)} is a symbolic link: ignored")
        elif _is_file(path):
            if path != handed_in / file:
                remarks.add(f"{path.name} stood beside the notebook, not in {Path(file).parent}: taken")
            return path
    return None


def _name_the_rest(
    handed_in: Path, taken: dict[str, bytes], others: set[str], theirs: list[str], remarks: Remarks
) -> None:
    """Remark on files that are left out and may matter: those beside the notebook, and what their module imports."""
    known = {*theirs, *(Path(file).name for file in theirs)}
    imported = _imported(taken)
    rest: list[str] = []
    for folder, folders, files in os.walk(handed_in):
        folders[:] = sorted(item for item in folders if item not in HARMLESS)
        for file in sorted(files):
            relative = (Path(folder) / file).relative_to(handed_in)
            # All of nnlib is handed in every week; of the other weeks' modules the course's own are used.
            other = relative.parent.name == "nnlib" and relative.stem not in imported
            expected = relative.as_posix() in known or relative.as_posix() in others or other
            if not expected and file not in HARMLESS and not file.endswith(".ipynb"):
                rest.append(relative.as_posix())
        if len(rest) > 100:
            break
    shown = ", ".join(_shown(item) for item in rest[:3])
    if rest:
        remarks.add(f"{shown}{f' and {len(rest) - 3} more' if len(rest) > 3 else ''} ignored")


def _imported(files: dict[str, bytes]) -> set[str]:
    """Every name in the import lines of these files."""
    lines = [line.strip() for data in files.values() for line in data.decode("utf-8", "replace").splitlines()]
    return {word for line in lines if line.startswith(("import ", "from ")) for word in re.findall(r"\w+", line)}


def _is_file(path: Path) -> bool:
    """A regular file: not a link, a pipe, or a device on which a read would wait for ever."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _shown(name: str) -> str:
    """A name that somebody else chose, fit for a terminal."""
    name = "".join(sign if sign.isprintable() else "?" for sign in name)
    return name if len(name) <= 60 else name[:57] + "…"
