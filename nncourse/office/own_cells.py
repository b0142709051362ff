"""What in a graded notebook is the student's own: cells they wrote or edited, as text and pictures fit to be shown.

Nothing here is markup: all of it is shown as text. A picture is kept only if it is a PNG, written anew as base64.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

from nncourse.office import discreet
from nncourse.office.intake import meta_of

MAX_CODE_LINES, MAX_LINES = 60, 24  # of one cell, of one output
MAX_WIDTH = 400  # characters of a line
MAX_PICTURE = 2_000_000  # bytes
MAX_PIXELS = 12_000_000
MAX_CELLS, MAX_PICTURES = 40, 24  # on a page
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Shown:
    """An output: text (of an error if `error`), or a picture as base64."""

    text: str = ""
    picture: str = ""
    error: bool = False


@dataclass
class OwnCell:
    """A cell of the student's own with what it showed. typed: it is a cell in which an answer is typed."""

    code: str
    outputs: list[Shown] = field(default_factory=list)
    typed: bool = False


class Reader:
    """Reads the own cells of one notebook, up to a number of cells and pictures. secret: the hidden lines."""

    def __init__(self, released: set[str], secret: set[str]):
        self.released, self.secret = released, secret
        self.cells = self.pictures = 0

    def own(self, cell: dict[str, Any]) -> OwnCell | None:
        """The cell if it is the student's own work, None if it is as it was handed out or nothing but space."""
        source = text_of(cell.get("source"))
        meta = meta_of(cell)
        if cell.get("cell_type") != "code" or not source.strip() or source.strip() in self.released:
            return None
        if (meta.get("grade") or meta.get("locked")) and not meta.get("solution"):
            return None
        self.cells += 1
        if self.cells > MAX_CELLS:
            return None
        outputs = [self._shown(output) for output in cell.get("outputs", []) if isinstance(output, dict)]
        code = shortened(source.strip("\n"), MAX_CODE_LINES)
        return OwnCell(code, [output for output in outputs if output], bool(meta.get("solution")))

    def _shown(self, output: dict[str, Any]) -> Shown | None:
        kind = output.get("output_type")
        data = output.get("data") if isinstance(output.get("data"), dict) else {}
        if kind == "error":
            said = f"{text_of(output.get('ename'))}: {text_of(output.get('evalue'))}".strip(": ")
            return self._text(said, error=True)
        if kind == "stream":
            return self._text(text_of(output.get("text")))
        if "image/png" in data and self.pictures < MAX_PICTURES and (found := picture(data["image/png"])):
            self.pictures += 1
            return Shown(picture=found)
        return self._text(text_of(data.get("text/plain")))

    def _text(self, text: str, error: bool = False) -> Shown | None:
        if not text.strip():
            return None
        if discreet.gives_away(text, self.secret):
            return Shown(discreet.LEFT_OUT)
        return Shown(shortened(COLOURS.sub("", text).strip("\n"), MAX_LINES), error=error)


def picture(content: Any) -> str:
    """The base64 of this PNG, written anew; "" if it is none, or too large for a page."""
    from PIL import Image

    try:
        data = base64.b64decode("".join(text_of(content).split()), validate=True)
        if len(data) > MAX_PICTURE:
            return ""
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # that it has very many pixels is only a warning
            with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
                if image.width * image.height > MAX_PIXELS:
                    return ""
                image.verify()
    except Exception:  # whatever the library finds wrong with it
        return ""
    return base64.b64encode(data).decode("ascii")


def attached(cell: dict[str, Any]) -> list[str]:
    """The pictures attached to a text cell, as base64."""
    bundles = cell.get("attachments")
    bundles = list(bundles.values()) if isinstance(bundles, dict) else []
    found = [bundle.get("image/png") for bundle in bundles if isinstance(bundle, dict)]
    return [content for data in found[:MAX_PICTURES] if (content := picture(data))]


def shortened(text: str, most: int) -> str:
    """The first lines of a text, and how many there are more; long lines are cut."""
    lines = text.splitlines()
    kept = [line if len(line) <= MAX_WIDTH else line[:MAX_WIDTH] + " …" for line in lines[:most]]
    left = len(lines) - most
    return "\n".join([*kept, *([f"… and {left} line{'s' if left > 1 else ''} more"] if left > 0 else [])])


def text_of(value: Any) -> str:
    """A text of a notebook file, which may be a list of lines; "" for anything else."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
