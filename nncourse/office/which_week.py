"""Which week's work was handed in: by the cells of its notebook, and by its names. Nothing is run, and no JSON read."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

from nncourse.office import directory as places
from nncourse.office import lms
from nncourse.office.directory import Directory
from nncourse.office.inbox import packed_for

# As they stand in the text of a notebook; in a text inside it the quotes would have a backslash before them.
_MARK = re.compile(rb'"(?:grade_)?id"\s*:\s*"([\w-]+)"')
_MODULE = re.compile(rb'"nncourse"\s*:\s*\{[^{}]*?"module"\s*:\s*"(\w+)"')


class Weeks:
    """The assignments of a course, and by what a hand-in of each is known."""

    def __init__(self, directory: Directory, config: Any):
        names = directory.assignments()
        self.files = {name: places.students_files(config, name) for name in names}
        found = {name: _handed_out(directory, name) for name in names}
        # What two weeks have in common says nothing.
        self._marks = {
            name: marks.difference(*(other for week, other in found.items() if week != name))
            for name, marks in found.items()
        }
        self._known = set().union(*self._marks.values())

    def other(self, work: Path, assignment: str, claims: str) -> str:
        """The other week that this unpacked hand-in is of; "" if something in it is of this one, or nothing is known.

        claims: the name that the student's zip has.
        """
        said = [self._of_notebook(path, assignment) for path in sorted(work.glob("*.ipynb"))]
        said = [week for week in said if week] or [self.named(claims, assignment)]
        if assignment in said:
            return ""
        alone = self._has(work, assignment) and not self._has(work, said[0])
        return "" if alone else said[0]

    def named(self, name: str, assignment: str) -> str:
        """The week in this file's name, with a student's id before it or without; "" if there is none."""
        weeks = [week for week in (assignment, *self.files) if packed_for(PurePosixPath(name).name, week) is not None]
        return weeks[0] if weeks else ""

    def _of_notebook(self, path: Path, assignment: str) -> str:
        """By its cells, if any is left as it was handed out; or else by its metadata; or else by its name."""
        data = path.read_bytes()
        here = {mark for found in _MARK.finditer(data) if (mark := found[1]) in self._known}  # of millions, only ours
        most = max(self._marks, key=lambda week: len(self._marks[week] & here), default="")
        if self._marks.get(assignment, set()) & here:
            return assignment
        if most and self._marks[most] & here:
            return most
        module = _MODULE.search(data)
        stem = module[1].decode() if module else ""
        by_module = [week for week, files in self.files.items() if stem in [Path(file).stem for file in files]]
        return by_module[0] if by_module else self.named(lms.first_name(path.name)[0], assignment)

    def _has(self, work: Path, week: str) -> bool:
        """Whether the module of that week is in it."""
        return any((work / name).is_file() for file in self.files.get(week, []) for name in (file, Path(file).name))


def _handed_out(directory: Directory, assignment: str) -> set[bytes]:
    """The marks of all cells of this notebook, as it is now and was before."""
    folders = (directory.source(assignment), directory.release(assignment), directory.earlier_releases(assignment))
    return {mark for folder in folders for path in folder.glob("*.ipynb") for mark in _MARK.findall(path.read_bytes())}
