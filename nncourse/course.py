"""Where things are: the checkout, its assignments and their names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


class UserError(Exception):
    """Something the user can mend; the message is one line that says what to do."""


@dataclass(frozen=True)
class Course:
    """A checkout of the course. `solutions` is there for authors and instructors only."""

    root: Path

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def solutions(self) -> Path:
        return self.root / "solutions"

    @property
    def has_solutions(self) -> bool:
        return (self.solutions / "notebooks").is_dir()

    def assignments(self) -> list[str]:
        """The names of all assignments in order, such as 01_gradient_descent."""
        sources = (self.solutions / "notebooks").glob("*.py") if self.has_solutions else self.notebooks.glob("*.ipynb")
        return sorted(path.stem for path in sources if path.stem[:2].isdigit())

    def graded(self) -> list[str]:
        """The assignments that count: all but those with `ungraded: true` in their metadata."""
        return [name for name in self.assignments() if not self._is_ungraded(name)]

    def _is_ungraded(self, name: str) -> bool:
        try:
            metadata = json.loads(self.notebook(name).read_text(encoding="utf-8"))["metadata"]
            return bool(metadata["nncourse"].get("ungraded"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False  # a notebook that cannot be read is complained of where it is used

    def resolve(self, number: str) -> str:
        """The assignment that `number` means: 01, 1 or 01_gradient_descent."""
        wanted = Path(number).name.removesuffix(".ipynb")
        names = self.assignments()
        for name in names:
            if wanted == name or (wanted.isdigit() and int(wanted) == int(name[:2])):
                return name
        raise UserError(f"There is no notebook {number}. There are: {', '.join(names) or 'none'}.")

    def source(self, name: str) -> Path:
        """The text from which this assignment is built."""
        return self.solutions / "notebooks" / f"{name}.py"

    def notebook(self, name: str) -> Path:
        """The notebook that students open."""
        return self.notebooks / f"{name}.ipynb"


def find(start: Path | None = None) -> Course:
    """The course that `start` (default: where we are) lies in; failing that, the one this package is part of."""
    start = (start or Path.cwd()).resolve()
    for place in (start, *start.parents, Path(__file__).resolve().parent.parent):
        if (place / "notebooks").is_dir() and (place / "nnlib").is_dir():
            return Course(place)
        if (place / "solutions" / "notebooks").is_dir():
            return Course(place)
    raise UserError("This is not a folder of the course. Go to the folder that holds notebooks/ and nnlib/.")
