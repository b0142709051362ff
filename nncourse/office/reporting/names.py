"""Whose it is: the names of students, or nothing of them where they are to be left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHORTEST = 3  # a shorter id is part of too many words
BLANK = "▒▒▒"


@dataclass(frozen=True)
class Names:
    """All students' ids, and whether they are left out."""

    students: tuple[str, ...]
    left_out: bool = False

    def of(self, student: str) -> str:
        """What a student is called."""
        return "" if self.left_out else student

    def without(self, text: str) -> str:
        """A text by a student; where names are left out, without every id of the class that stands in it."""
        if not self.left_out:
            return text
        ids = sorted((re.escape(name) for name in self.students if len(name) >= SHORTEST), key=len, reverse=True)
        if not ids:
            return text
        return re.sub(rf"(?<![A-Za-z0-9])(?:{'|'.join(ids)})(?![A-Za-z0-9])", BLANK, text, flags=re.IGNORECASE)
