"""An example of what a student wrote: the function that a check is about, cut out of their module. Nothing is run."""

from __future__ import annotations

import ast
import json
import re
import stat
import warnings
from pathlib import Path
from typing import Any

from nncourse.office.directory import Directory

LINES = 14  # of an example
LARGEST = 200_000  # bytes of a module that is read


def module_of(directory: Directory, student: str, assignment: str, theirs: list[str]) -> str:
    """The student's own module, as it was graded; "" if there is none that can be read."""
    texts = [_text(directory.autograded(student, assignment) / name) for name in theirs]
    return "\n".join(text for text in texts if text)


def _text(path: Path) -> str:
    try:
        seen = path.lstat()
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > LARGEST:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def functions_of(directory: Directory, assignment: str) -> dict[str, list[str]]:
    """{check: the functions that it is about}, read from the graded cells: a check says where its name is another."""
    path = directory.source(assignment) / f"{assignment}.ipynb"
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("grade") and not meta.get("solution"):
            source = "".join(cell["source"])
            named = re.findall(r"""(?:function=|turn_to\()["']([\w.]+)["']""", source)
            found[meta["grade_id"]] = [*named, meta["grade_id"]]
    return found


def excerpt(module: str, names: list[str], bare: bool = False) -> str:
    """The first lines of the first of these functions, without its docstring; "" if it is not there.

    bare: without comments too, and as Python would lay it out, so that nobody is known by what stands in them.
    """
    tree = _parsed(module)
    node = next((found for name in names if (found := _find(tree, name))), None) if tree else None
    if node is None:
        return ""
    if bare:
        text = ast.unparse(_without_docstrings(node))
    else:
        text = _without_lines(module, node)
    lines = text.splitlines()
    return "\n".join(lines[:LINES] + (["…"] if len(lines) > LINES else []))


def _parsed(module: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(module)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _find(tree: Any, name: str) -> Any:
    """The last definition of this name, which is the one that counts: of a function, a class, or a class's method."""
    node = tree
    for part in name.split("."):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        inside = [item for item in node.body if isinstance(item, kinds) and item.name == part]
        if not inside:
            return None
        node = inside[-1]
    return node


def _docstring(node: Any) -> ast.stmt | None:
    first = node.body[0] if isinstance(getattr(node, "body", None), list) and node.body else None
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return first if is_text else None


def _without_lines(module: str, node: Any) -> str:
    lines = module.splitlines()[node.lineno - 1 : node.end_lineno]
    text = _docstring(node)
    if text is not None and len(node.body) > 1:
        del lines[text.lineno - node.lineno : text.end_lineno - node.lineno + 1]
    return "\n".join(line[node.col_offset :] if not line[: node.col_offset].strip() else line for line in lines)


def _without_docstrings(node: Any) -> Any:
    for part in ast.walk(node):
        text = _docstring(part)
        if text is not None:
            part.body = [item for item in part.body if item is not text] or [ast.Pass()]
    return node
