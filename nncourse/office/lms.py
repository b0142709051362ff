"""What Moodle and Canvas call the files of a submission when all submissions are downloaded as one zip.

Moodle (mod/assign/classes/downloader.php): a folder for each student, `Full Name_NUMBER_assignsubmission_file`, in
older versions with a `_` at its end; without folders, files `Full Name_NUMBER_assignsubmission_file_name.zip`. NUMBER
is of the participation: another one in each assignment. Canvas (lib/content_zipper.rb): files with names like
`lastnamefirstname_LATE_NUMBER_ATTACHMENT_name-1.zip`. NUMBER is the user's; -1 is added to a name handed in before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOODLE, CANVAS = "moodle", "canvas"
_MOODLE = re.compile(r"(?P<name>[^/_]+)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>[^/]*))?")
_CANVAS = re.compile(
    r"(?:(?P<name>[^/]+?)_)??(?P<late>late_)?(?P<number>\d+|anon_[^\W_]+)_(?P<attachment>\d+)_(?P<file>[^/]+)",
    re.IGNORECASE,
)
_CANVAS_TEXT = re.compile(
    r"(?P<name>[^/]+?)_(?P<late>late_)?(?P<number>\d+)_(?P<file>(text|link)\.html)", re.IGNORECASE
)
_AGAIN = re.compile(
    r"(?P<stem>.+?)(?:-(?P<canvas>\d{1,3})|[ _-]*\((?P<browser>\d{1,3})\))?(?P<suffix>\.[A-Za-z0-9]{1,5})?"
)


@dataclass(frozen=True)
class Sender:
    """Who a file is from, as the LMS says it in the file's name."""

    lms: str
    name: str
    number: str
    late: bool = False

    def __str__(self) -> str:
        return f"{self.name or 'somebody'} ({self.lms.capitalize()} {self.number})"


def sender(name: str, assignment: str) -> tuple[Sender, str] | None:
    """Who the file or folder of this name is from, and the name that the student gave it ("": it is a folder)."""
    found = _MOODLE.fullmatch(name)
    if found:
        return Sender(MOODLE, found["name"], found["number"]), found["file"] or ""
    found = _CANVAS.fullmatch(name) or _CANVAS_TEXT.fullmatch(name)
    if not found:
        return None
    if "attachment" in found.groupdict() and f"{found['attachment']}_{found['file']}".startswith(assignment):
        return None  # ada_2024_01_gradient_descent.zip: made by `pack`, not by Canvas
    return Sender(CANVAS, found["name"] or "", found["number"], bool(found["late"])), found["file"]


def first_name(name: str) -> tuple[str, int]:
    """The name without the number that Canvas (x-1.zip) or a browser (x (1).zip) adds when x was there; that number."""
    found = _AGAIN.fullmatch(name)
    if not found:
        return name, 0
    return found["stem"] + (found["suffix"] or ""), int(found["canvas"] or found["browser"] or 0)


def squeezed(text: str) -> str:
    """Only the letters and digits, in one case: both LMSs leave out some of the other signs of a name."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(sign for sign in text if sign.isalnum())
