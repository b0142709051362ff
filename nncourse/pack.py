"""`nncourse pack`: one zip of a student's notebook and nnlib, to hand in; says what looks unfinished."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

from nncourse import files
from nncourse.course import Course, UserError

MAX_NOTEBOOK = 5_000_000  # bytes; a larger notebook goes without its outputs
UNTOUCHED = "*Write your answer here, in your own words.*"  # build.TEXT_STUB, which takes seconds to import
STUDENT = re.compile(r"[^\W_][\w.@-]{0,63}")


def command(course: Course, number: str, student: str = "") -> None:
    """Write the zip to the current folder, and say where it is and what looks unfinished in it."""
    path, remarks = pack(course, number, student, Path.cwd())
    print(f"Packed {path.name} ({max(path.stat().st_size // 1000, 1)} KB), in {path.parent}.")
    if not student:
        print("Your id is not in its name; if your course asks for it, pack with --student ID.")
    if remarks:
        print("Before you hand it in, have a look:")
        for remark in remarks:
            print(f"  • {remark}")
        print("If that is as it should be, hand in this one file as it is. Otherwise mend it and pack again.")
    else:
        print("Hand in this one file as it is: upload it where your course collects work.")


def pack(course: Course, number: str, student: str, folder: Path) -> tuple[Path, list[str]]:
    """The zip that was written in `folder`, and what looks unfinished, in plain words."""
    if student and not STUDENT.fullmatch(student):
        raise UserError(
            f"{student!r} cannot be an id: use letters, digits and . _ - @, and begin with a letter or digit."
        )
    name = course.resolve(number)
    notebook, remarks = _notebook(course.notebook(name))
    content = {f"{name}.ipynb": notebook} if notebook is not None else {}
    modules = sorted((course.root / "nnlib").glob("*.py"))
    content |= {f"nnlib/{path.name}": path.read_bytes() for path in modules if path.is_file()}
    if not content:
        raise UserError(f"There is nothing to pack: neither {course.notebook(name)} nor nnlib/ is there.")
    remarks += _unfinished(name, notebook, content)
    target = folder / f"{student}{'_' if student else ''}{name}.zip"
    files.write(target, files.zipped(content))
    return target, remarks


def _notebook(path: Path) -> tuple[bytes | None, list[str]]:
    """The notebook as it is handed in: without its outputs if they make it too large."""
    if not path.is_file():
        return None, [f"{path.name} is not there: it is not in the zip."]
    data = path.read_bytes()
    if len(data) <= MAX_NOTEBOOK:
        return data, []
    content = _parsed(data)
    if content is None:
        return data, []
    for cell in _cells(content):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    _dict(content.get("metadata")).pop("widgets", None)
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return text.encode(), [f"The notebook has {len(data) // 1_000_000} MB because of its outputs: they are left out."]


def _unfinished(name: str, notebook: bytes | None, content: dict[str, bytes]) -> list[str]:
    parsed = _parsed(notebook) if notebook is not None else None
    if notebook is not None and parsed is None:
        return [f"{name}.ipynb cannot be read as a notebook. Does it open in JupyterLab? {_json_line(notebook)}"]
    remarks = _of_cells(_cells(parsed)) if parsed else []
    module = _dict(_dict(parsed.get("metadata")).get("nncourse")).get("module") if parsed else None
    if module:
        remarks += _of_module(f"nnlib/{module}.py", content.get(f"nnlib/{module}.py"))
    return remarks


def _of_module(name: str, data: bytes | None) -> list[str]:
    """What looks unfinished in the module of this week."""
    if data is None:
        return [f"{name} is not there: it is not in the zip."]
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return [
            f"{name} cannot be read by Python{f': look at line {line}' if line else ''}. Its checks give no points."
        ]
    stubs = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and _is_stub(node)]
    if not stubs:
        return []
    number = "1 function" if len(stubs) == 1 else f"{len(stubs)} functions"
    return [f"{name}: {number} not written yet ({', '.join(stubs)}). Written, but not saved? Save it and pack again."]


def _is_stub(node: ast.FunctionDef) -> bool:
    """Whether the function still ends with the line it was handed out with."""
    last = node.body[-1]
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.unparse(last)


def _of_cells(cells: list[dict[str, Any]]) -> list[str]:
    """What looks unfinished in the notebook."""
    empty, unread = [], 0
    for cell in cells:
        meta = _dict(_dict(cell.get("metadata")).get("nbgrader"))
        text = _text(cell)
        if meta.get("solution") and cell.get("cell_type") == "code":
            empty += _still_none(text)
        elif meta.get("solution") and text.strip() in ("", UNTOUCHED):
            unread += 1
    remarks = []
    if empty:
        remarks.append(f"No answer typed yet for {', '.join(empty)}.")
    if unread:
        remarks.append(
            "A written answer is still empty." if unread == 1 else f"{unread} written answers are still empty."
        )
    return remarks


def _still_none(source: str) -> list[str]:
    """The variables of an answer cell whose last value is None."""
    values: dict[str, bool] = {}
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    for node in body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    values[target.id] = isinstance(node.value, ast.Constant) and node.value.value in (None, ...)
    return [name for name, none in values.items() if none]


def _parsed(data: bytes) -> dict[str, Any] | None:
    """The notebook's content; None if it is not a notebook."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and isinstance(content.get("cells"), list) else None


def _json_line(data: bytes) -> str:
    try:
        json.loads(data.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as error:
        return f"(line {error.lineno}: {error.msg})"
    except RecursionError:
        pass
    return ""


def _cells(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in content["cells"] if isinstance(cell, dict)]


def _dict(value: Any) -> dict[str, Any]:
    """The value if it is what it should be; whatever a broken notebook has in its place counts as nothing."""
    return value if isinstance(value, dict) else {}


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)
