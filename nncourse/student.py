"""The student's own nnlib: find it, load its newest version, and say in plain words why it cannot be used."""

from __future__ import annotations

import contextlib
import importlib
import linecache
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from nncourse import capture


class Unusable(Exception):
    """The student's code cannot be used; the message says why and what to do, in one or two lines."""

    kind = "unusable"


class NotWritten(Unusable):
    """The function is still the stub it was handed out as."""

    kind = "not written"


def folder(start: Path | None = None) -> Path | None:
    """The folder that holds nnlib/: `start` (default: where we are) or the one above it.

    At grading only `start` counts: whose nnlib stands one folder up is anybody's guess.
    """
    start = (start or Path.cwd()).resolve()
    grading = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    for place in (start,) if grading else (start, start.parent):
        if (place / "nnlib").is_dir():
            return place
    return None


def use(place: Path | str) -> None:
    """Take nnlib from this folder from now on."""
    place = str(Path(place).resolve())
    if place in sys.path:
        sys.path.remove(place)
    sys.path.insert(0, place)
    for name in _ours():
        del sys.modules[name]
    _loaded.clear()
    _refused.clear()


@contextlib.contextmanager
def using(place: Path | str) -> Iterator[None]:
    """Take nnlib from this folder in the block."""
    path, modules, loaded = list(sys.path), _ours(), dict(_loaded)
    use(place)
    try:
        yield
    finally:
        for name in _ours():
            del sys.modules[name]
        sys.path[:] = path
        sys.modules.update(modules)
        _loaded.clear()
        _loaded.update(loaded)


def _ours() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name == "nnlib" or name.startswith("nnlib.")}


def function(module: str, name: str) -> Callable:
    """The student's newest `nnlib.<module>.<name>`; Unusable, with the reason, if there is none."""
    found = getattr(load(module), name, None)
    if found is None:
        raise Unusable(f"nnlib/{module}.py has no {name}. Was it renamed or deleted? It must be called exactly that.")
    if not callable(found):
        raise Unusable(f"{name} in nnlib/{module}.py is {type(found).__name__}, not a function.")
    return found


# The content from which each module was last loaded. Jupyter's autoreload goes by time stamps; a student who
# saves twice within a second, and a check that must be right, cannot.
_loaded: dict[str, bytes] = {}
_refused: dict[str, bytes] = {}  # and the content that could not be loaded, so that it is said once


def renew(module: str) -> bool:
    """Load a module anew if its file has changed since this was last asked; Unusable, once, if it cannot be read."""
    content = _path(module).read_bytes()
    if content in (_loaded.get(f"nnlib.{module}"), _refused.get(module)):
        return False
    try:
        load(module)
    except Unusable:
        _refused[module] = content
        raise
    return True


def load(module: str) -> ModuleType:
    """The student's module `nnlib.<module>`, loaded anew if its file has changed."""
    name = f"nnlib.{module}"
    path = _path(module)
    content = path.read_bytes()
    if name in sys.modules and _loaded.get(name) == content:
        return sys.modules[name]
    linecache.checkcache(str(path))
    try:
        compile(content, str(path), "exec")
        with capture.output():
            if name in sys.modules:
                importlib.reload(sys.modules[name])
            else:
                importlib.invalidate_caches()
                importlib.import_module(name)
    except Exception as error:
        _loaded.pop(name, None)
        raise Unusable(f"nnlib/{module}.py cannot be read by Python: {explain(error, path)}") from None
    _loaded[name] = content
    return sys.modules[name]


def explain(error: BaseException, path: Path | None = None) -> str:
    """One line: what went wrong and on which line of the student's file."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, TypeError) and ("for ^" in str(error) or "bitwise_xor" in str(error)):
        what = "^ is no power in Python: write **"
    if isinstance(error, SyntaxError):
        line = (error.text or "").strip()
        if "U+2212" in str(error.msg):
            return f"line {error.lineno} has a printed minus sign, −. Type - on the keyboard: {line}"
        return f"line {error.lineno}, {error.msg}" + (f": {line}" if line else "")
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "nnlib" in Path(frame.filename).parts]
    if path is not None:
        frames = [frame for frame in frames if Path(frame.filename).name == path.name]
    if not frames:
        return what
    last = frames[-1]
    caller = next(frame for frame in reversed(frames) if frame.filename == frames[0].filename)
    if caller is last:
        return f"{what} (line {last.lineno}: {last.line})"
    # Raised in another module than the one that was called: name both files.
    where = f"nnlib/{Path(last.filename).name} line {last.lineno}"
    return f"{what} ({where}, called from nnlib/{Path(caller.filename).name} line {caller.lineno}: {caller.line})"


def unwritten(error: NotImplementedError) -> str:
    """Which function of nnlib it is that is not written, and where: "Add.forward in nnlib/gates.py"; "" if none is."""
    found, trace = "", error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if Path(code.co_filename).parent.name == "nnlib":
            found = f"{code.co_qualname.split('.<locals>')[0]} in nnlib/{Path(code.co_filename).name}"
        trace = trace.tb_next
    return found


def place() -> Path | None:
    """The folder whose nnlib is in use; the one found from here is taken into use if there is none yet.

    At grading only the one found from here counts: another one on the path, such as PYTHONPATH=solutions, would give
    everybody the marks of that one.
    """
    grading = os.environ.get("NBGRADER_EXECUTION") == "autograde"
    found = folder() if grading else None
    for entry in sys.path:
        if (Path(entry or ".") / "nnlib").is_dir():
            first = Path(entry or ".").resolve()
            if not grading or first == found:
                return first
            break
    found = found or folder()
    if found:
        use(found)
    return found


def _path(module: str) -> Path:
    found = place()
    path = found / "nnlib" / f"{module}.py" if found else Path()
    if not path.is_file():
        where = "It belongs in the folder nnlib, beside or above this notebook."
        raise Unusable(f"nnlib/{module}.py is not there. {where}")
    return path
