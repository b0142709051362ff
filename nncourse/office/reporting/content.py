"""What one notebook's report says, put together: what was counted, examples, times and pairs. No drawing, no names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from nncourse import build, catalogue, course, proof
from nncourse.office import directory as places
from nncourse.office.directory import Directory
from nncourse.office.reporting import alike, code, gather, numbers, schedule
from nncourse.office.reporting.alike import Alike
from nncourse.office.reporting.gather import Gathered
from nncourse.office.reporting.numbers import Numbers
from nncourse.office.reporting.schedule import Schedule

GROUPS = 12  # of unrecognised answers that have an example


@dataclass
class Content:
    """All of it. examples: code for the first groups of unrecognised answers, "" where there is none."""

    found: Gathered
    numbers: Numbers
    schedule: Schedule
    alike: Alike
    examples: list[str]


def content(directory: Directory, assignment: str, bare: bool) -> Content:
    """Read and count everything of one notebook. bare: examples without comments, so that nobody is known by them."""
    config = places.settings(directory)
    theirs = places.students_files(config, assignment)
    found = gather.gather(directory, assignment)
    counted = numbers.count(found)
    times = schedule.schedule(directory, config, found)
    graded = [item.student for item in found.graded]
    modules = {student: code.module_of(directory, student, assignment, theirs) for student in graded}
    functions = code.functions_of(directory, assignment)
    examples = [_example(group, modules, functions, bare) for group in counted.unrecognised[:GROUPS]]
    own = {student: text for student, text in modules.items() if text.strip()}
    return Content(found, counted, times, alike.pairs(own, given(directory, assignment, theirs)), examples)


def _example(group: numbers.Unrecognised, modules: dict[str, str], functions: dict[str, list[str]], bare: bool) -> str:
    called = re.match(r"[A-Za-z_][\w.]*(?=\()", group.call)
    names = [*([called.group()] if called else []), *functions.get(group.check, [])]
    return code.excerpt(modules.get(group.students[0], ""), names, bare)


def given(directory: Directory, assignment: str, theirs: list[str]) -> list[str]:
    """What everybody was given or is expected to write: release, reference and the catalogue's entries."""
    released = [directory.release(assignment) / name for name in theirs]
    later = [directory.source(name) / file for name in directory.assignments() if name > assignment for file in theirs]
    texts = [path.read_text(encoding="utf-8") for path in [*released, *later[:1]] if path.is_file()]
    for name in theirs:
        texts += _from_solutions(Path(name).stem)
    return texts


def _from_solutions(module: str) -> list[str]:
    """The reference, and it with each entry of the catalogue in its place; nothing in a copy without solutions/."""
    try:
        checkout = course.find()
    except course.UserError:
        return []
    if not (checkout.solutions / "nnlib" / f"{module}.py").is_file():
        return []
    right = proof.reference(checkout, module)
    stub = build.stub((checkout.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8"))
    entries = catalogue.read(checkout.solutions / "mistakes" / f"{module}.py").entries
    return [right, stub, *(catalogue.place(entry, right) for entry in entries)]
