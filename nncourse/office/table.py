"""Read and write tables as text, as spreadsheets and learning platforms make them: commas or semicolons, with a mark
of the encoding or without."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from nncourse import files
from nncourse.course import UserError

DELIMITERS = ",;\t"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute a cell that begins so


@dataclass
class Table:
    """A header, the rows as lists as long as it, and how they are written."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    mark: bool = False  # a byte order mark at the beginning, by which Excel knows UTF-8
    end: str = "\n"

    def text(self) -> str:
        """The table as text."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=self.delimiter, lineterminator=self.end)
        writer.writerows([self.header, *self.rows])
        return buffer.getvalue()


def read(path: Path) -> Table:
    """The table in this file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from None
    text = _decoded(path, data)
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]
    except csv.Error as error:
        raise UserError(f"{path} is not a table: {error}. Save it as CSV.") from None
    if not lines:
        raise UserError(f"{path} is empty.")
    width = len(lines[0])
    rows = [(row + [""] * width)[: max(width, len(row))] for row in lines[1:]]
    return Table(lines[0], rows, delimiter, data.startswith(b"\xef\xbb\xbf"), "\r\n" if "\r\n" in text else "\n")


def write(path: Path, table: Table) -> None:
    """Write it, whole or not at all."""
    files.write(path, table.text().encode("utf-8-sig" if table.mark else "utf-8"))


def titles(header: list[str]) -> list[str]:
    """The titles of the columns as they are compared: only their letters, in one case."""
    return ["".join(sign for sign in title.casefold() if sign.isalpha()) for title in header]


def harmless(text: str) -> str:
    """A text that somebody else chose, as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def plain(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _decoded(path: Path, data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UserError(f"{path} is not a table in UTF-8. Save it as “CSV UTF-8”.") from None
