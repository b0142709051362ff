"""What a notebook of the course needs in its first cell: find the student's nnlib and follow every change to it."""

from __future__ import annotations

import ast
import contextlib
import os
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from nncourse import student


class Card:
    """A sentence with a link to the file to write in."""

    def __init__(self, text: str, link: str = ""):
        self.text, self.link = text, link

    def __repr__(self) -> str:
        return f"{self.text} {self.link}".strip()

    def _repr_html_(self) -> str:
        link = f' <a href="{escape(self.link)}" target="_blank">{escape(self.link)}</a>' if self.link else ""
        return f"<p>{escape(self.text)}{link}</p>"


def start(module: str) -> Card:
    """Find nnlib, load every change of it from now on by itself, and say what there is to write."""
    place = student.folder()
    if place is None:
        return Card("There is no folder nnlib beside or above this notebook. Put it there, then run this cell again.")
    student.use(place)
    sys.dont_write_bytecode = True  # a stale .pyc would hide a change made within the same second
    _follow_changes()
    path = place / "nnlib" / f"{module}.py"
    if not path.exists():
        return Card(f"nnlib/{module}.py is not there. Get it from where you got this notebook.")
    try:
        left = unwritten(path)
    except SyntaxError as error:
        return Card(f"Python cannot read your file: {student.explain(error)}. Mend it here:", _link(path))
    if left:
        return Card(f"To write in this notebook: {', '.join(left)}. Open the file here:", _link(path))
    return Card("Everything is written. Your file:", _link(path))


@contextlib.contextmanager
def your_code() -> Iterator[None]:
    """Run lines that use what the student writes; before it is written, say so and go on."""
    try:
        yield
    except NotImplementedError as error:
        name = _function_of(error)
        print(f"This needs {name}, which is not written yet. Write it in nnlib, save, and run this cell again.")


def unwritten(path: Path) -> list[str]:
    """The names of the functions and classes in this file that still are stubs; SyntaxError if it cannot be read."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return [
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and any(map(_is_stub, ast.walk(node)))
    ]


def _is_stub(node: ast.AST) -> bool:
    """Whether this is the line `raise NotImplementedError`."""
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _follow_changes() -> None:
    """Before every cell, take in what was saved since.

    IPython's autoreload does the same, and answers a syntax error with two tracebacks in whatever cell comes next.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is not None and refresh not in shell.events.callbacks["pre_run_cell"]:
        shell.events.register("pre_run_cell", refresh)


def refresh(info: object = None) -> None:
    """Load every nnlib module in use whose file has changed, and renew what the notebook imported from it by name."""
    for name in [name for name in sys.modules if name.startswith("nnlib.")]:
        before = sys.modules[name]
        held = dict(vars(before))
        try:
            renewed = student.renew(name.removeprefix("nnlib."))
        except student.Unusable as error:
            print(f"{error}\nUntil it is mended, what you had before is used.")
            continue
        if renewed:
            _rebind(held, vars(sys.modules[name]))


def _rebind(old: dict, new: dict) -> None:
    """In the notebook, put the new functions and classes in the place of the old ones."""
    from IPython import get_ipython

    shell = get_ipython()
    for name, value in list(shell.user_ns.items()) if shell else []:
        if callable(value) and value is old.get(getattr(value, "__name__", "")):
            shell.user_ns[name] = new.get(value.__name__, value)


def _function_of(error: BaseException) -> str:
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_qualname.split(".<locals>")[0]  # Add.forward for a method


def _link(path: Path) -> str:
    return Path(os.path.relpath(path, Path.cwd())).as_posix()
