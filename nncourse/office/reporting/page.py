"""The report as one HTML page that needs nothing else: no script, no picture or font from elsewhere."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from nncourse.office.reporting import alike, content, pictures, weeks
from nncourse.office.reporting.content import Content
from nncourse.office.reporting.names import Names
from nncourse.office.reporting.numbers import Mistake
from nncourse.office.reporting.weeks import Course
from nncourse.report import points

TEMPLATES = Path(__file__).parent / "templates"
SHOWN = 30  # pairs, and groups of unrecognised answers; the CSV has them all
LONGEST = 400  # signs of one line that a student's code gave


def of_notebook(found: Content, names: Names, course: str, today: date) -> str:
    """The page of one notebook."""
    return _rendered(
        "notebook.html",
        names,
        course=course,
        today=today,
        title=titled(found.found.assignment),
        found=found.found,
        numbers=found.numbers,
        schedule=found.schedule,
        alike=found.alike,
        examples=found.examples + [""] * max(0, len(found.numbers.unrecognised) - content.GROUPS),
        install=alike.INSTALL,
    )


def of_course(found: Course, names: Names, course: str, today: date) -> str:
    """The page of the whole course."""
    boxes = pictures.boxes(found.weeks)
    return _rendered("course.html", names, course=course, today=today, found=found, boxes=boxes, together=weeks.WEEKS)


def titled(assignment: str) -> str:
    """01_gradient_descent as one reads it: 01 Gradient descent."""
    number, _, words = assignment.partition("_")
    return f"{number} {words.replace('_', ' ').capitalize()}".strip()


def _rendered(template: str, names: Names, **values: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=points, percent=_percent, one=_one, day=_day, titled=titled, sentence=_sentence)
    environment.filters["theirs"] = lambda text: _theirs(text, names)
    return environment.get_template(template).render(names=names, pictures=pictures, shown=SHOWN, **values)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _one(number: float | None) -> str:
    """A number with at most one digit after the point."""
    return "–" if number is None else points(round(number, 1))


def _sentence(mistake: Mistake) -> str:
    """A mistake in one sentence: the first of its hint."""
    first = re.split(r"(?<=[.!?])\s+(?=[A-Z])", mistake.hint, maxsplit=1)[0]
    return first or f"{mistake.name.replace('_', ' ')}."


def _day(time: Any) -> str:
    return f"{time.day} {time:%B %Y}"


def _theirs(text: str, names: Names) -> str:
    """A text from a student's code: no control signs (which could turn the writing round), no endless lines."""
    lines = names.without(text).replace("\t", "    ").splitlines()
    plain = ["".join(sign if sign.isprintable() else "�" for sign in line) for line in lines]
    return "\n".join(line if len(line) <= LONGEST else line[: LONGEST - 1] + "…" for line in plain)
