"""Derive what students get from solutions/: notebooks without solutions, stubs of nnlib, tables of hints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbgrader import preprocessors
from traitlets.config import Config

from nncourse import files
from nncourse.course import Course, UserError

ANSWER_STUB = "# ↑ your answer: type it in place of None"
TEXT_STUB = "*Write your answer here, in your own words.*"
STUB = "raise NotImplementedError  # your code here: replace this line"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

# What students get passes through nbgrader's own steps, in nbgrader's own order (its GenerateAssignment).
STEPS = (
    "LockCells",
    "ClearSolutions",
    "ClearOutput",
    "CheckCellMetadata",
    "ComputeChecksums",
    "ClearHiddenTests",
    "ClearMarkScheme",
    "ComputeChecksums",
    "CheckCellMetadata",
)
GRADER_DEFAULTS = {"schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}


def grader_config() -> Config:
    """The nbgrader settings that the build, and every course directory, use."""
    config = Config()
    config.ClearSolutions.code_stub = {"python": ANSWER_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    # The marking scheme stands in the locked question above an answer, so that an untouched answer gets its 0
    # without being read; nbgrader's default wants it in a task cell.
    config.ClearMarkScheme.enforce_metadata = False
    return config


def source_notebook(course: Course, name: str) -> Any:
    """The instructor's notebook: everything in it, with nbgrader's metadata complete and stable cell ids."""
    path = course.source(name)
    try:
        notebook = jupytext.read(path, fmt="py:percent")
    except Exception as error:
        raise UserError(f"{path.name} cannot be read as a notebook: {error}") from error
    taken: set[str] = set()
    for cell in notebook.cells:
        _complete(cell, path.name)
        cell.id = _cell_id(cell, taken)
    notebook.metadata.pop("jupytext", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata["language_info"] = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def student_notebook(notebook: Any) -> Any:
    """What a student opens: no solutions, no hidden tests, no marking schemes, no outputs."""
    config = grader_config()
    notebook = nbformat.from_dict(notebook)
    resources: dict[str, Any] = {}
    for step in STEPS:
        notebook, resources = getattr(preprocessors, step)(config=config).preprocess(notebook, resources)
    return notebook


def stub(source: str) -> str:
    """A module as students get it: each solution replaced by the line that says it is missing.

    A solution that is not indented (an import that only the reference needs) leaves nothing behind.
    """
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if BEGIN in line:
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + STUB] if indent else []
        elif END in line:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise UserError(f"A solution begins ({BEGIN}) and does not end.")
    return "\n".join(kept).rstrip() + "\n"


def without_markers(source: str) -> str:
    """A module as a student would hand it in when everything is right: the reference without its markers."""
    return "\n".join(line for line in source.splitlines() if BEGIN not in line and END not in line) + "\n"


def module_of(notebook: Any) -> str | None:
    """The nnlib module that a notebook fills in."""
    return notebook.metadata.get("nncourse", {}).get("module")


def as_text(notebook: Any) -> str:
    """A notebook as it is stored."""
    return nbformat.writes(notebook, version=4) + "\n"


def derived(course: Course) -> dict[Path, str]:
    """Every derived file of the course and its content."""
    from nncourse import proof

    _need_solutions(course)
    found = {}
    for path in sorted((course.solutions / "nnlib").glob("*.py")):
        found[course.root / "nnlib" / path.name] = stub(path.read_text(encoding="utf-8"))
    for name in course.assignments():
        notebook = source_notebook(course, name)
        found[course.notebook(name)] = as_text(student_notebook(notebook))
        tables = proof.tables(course, notebook)
        hints = json.dumps(tables, ensure_ascii=False, indent=1) + "\n"
        found[course.root / "nncourse" / "hints" / f"{name}.json"] = hints
    return found


def write(course: Course) -> list[Path]:
    """Write what has changed; returns the files written and those removed because nothing derives them any more."""
    content = derived(course)
    changed = [path for path, text in content.items() if not _same(path, text)]
    for path in changed:
        files.write(path, content[path])
    for path in (stale := _stale(course, content)):
        path.unlink()
    return changed + stale


def outdated(course: Course) -> list[Path]:
    """The derived files that are not what solutions/ says."""
    content = derived(course)
    return [path for path, text in content.items() if not _same(path, text)] + _stale(course, content)


def _stale(course: Course, content: dict[Path, str]) -> list[Path]:
    """Files in the derived folders that nothing derives."""
    places = [
        (course.root / "nnlib", "*.py"),
        (course.notebooks, "*.ipynb"),
        (course.root / "nncourse/hints", "*.json"),
    ]
    return [path for place, pattern in places for path in sorted(place.glob(pattern)) if path not in content]


def _need_solutions(course: Course) -> None:
    if not course.has_solutions:
        raise UserError("There is no solutions/ here, so there is nothing to build from. This is a student's copy.")


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _complete(cell: Any, where: str) -> None:
    """Fill in what the short form of nbgrader's metadata leaves out."""
    meta = cell.metadata.get("nbgrader")
    if meta is None:
        return
    if "grade_id" not in meta:
        raise UserError(f"{where}: a cell with nbgrader metadata has no grade_id: {cell.source[:60]!r}")
    full = {**GRADER_DEFAULTS, **meta}
    full["locked"] = not full["solution"]
    cell.metadata["nbgrader"] = dict(sorted(full.items()))
    if full["grade"] and cell.cell_type == "code":
        # Folded, so that a student reads the report and not the plumbing; one click opens it.
        cell.metadata["jupyter"] = {"source_hidden": True}
        cell.source = f"# Check of {full['grade_id']}: run this cell (Shift + Enter)\n{cell.source}"


def _cell_id(cell: Any, taken: set[str]) -> str:
    """An id that stays when other cells come and go: the grade_id, or the words of the first line."""
    text = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.source.strip().split("\n")[0]
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "cell"
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    taken.add(name)
    return name
