"""Where things are: the checkout, its assignments and their names."""

from __future__ import annotations

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
