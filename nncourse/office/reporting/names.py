"""Whose it is: the names of students, or nothing of them where they are to be left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nncourse.office.people import People

SHORTEST = 3  # a shorter id is part of too many words
BLANK = "▒▒▒"


@dataclass(frozen=True)
class Names:
    """All students' ids, whether they are left out, and what the roster calls them."""

    students: tuple[str, ...]
    left_out: bool = False
    known: People = field(default_factory=People)

    def of(self, student: str) -> str:
        """The id of a student."""
        return "" if self.left_out else student

    def called(self, student: str) -> str:
        """What a student is called: by name, if that is known, and id."""
        return "" if self.left_out else self.known.called(student)

    def without(self, text: str) -> str:
        """A text by a student; where names are left out, without every id and name of the class that stands in it."""
        if not self.left_out:
            return text
        parts = [part for name in self.known.names.values() for part in (name, *name.split())]
        said = {re.escape(name) for name in (*self.students, *parts) if len(name) >= SHORTEST}
        ids = sorted(said, key=len, reverse=True)
        if not ids:
            return text
        return re.sub(rf"(?<![A-Za-z0-9])(?:{'|'.join(ids)})(?![A-Za-z0-9])", BLANK, text, flags=re.IGNORECASE)
