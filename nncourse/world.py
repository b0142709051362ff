"""How a check reaches the student's code: calls that always come back, with plain data or with a reason.

Everything a check learns about a submission passes through here, so that another kind of grading can put another
world in this one's place.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from nncourse import capture, student
from nncourse.limit import TimeIsUp, time_limit
from nncourse.plain import Opaque, plain

SECONDS = 10.0  # how long one call of the student's code may take
TOO_SLOW = "too slow"  # the kind of failure when it takes longer


class StudentError(Exception):
    """The student's code gave no answer. `kind` is the class of the failure, the message says it in a line."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


class World:
    """The student's nnlib and notebook in this very process."""

    def __init__(self, variables: dict[str, Any] | None = None, seconds: float = SECONDS):
        self._variables = variables
        self.seconds = seconds
        self.notes: list[str] = []
        self.changed: list[int] = []  # in which positional arguments the last call changed an array in place
        self.touched: list[tuple[str, int]] = []  # and each that some call changed: of which function, and which one

    def module(self, name: str) -> Remote:
        """The student's nnlib.<name>, whose functions and classes are its attributes."""
        return Remote(self, None, name, kind="module", module=name)

    def lookup(self, module: str, name: str) -> Any:
        """The object `name` of nnlib.<module>; StudentError if there is none."""
        try:
            with self.guarded(f"nnlib/{module}.py"):
                return student.function(module, name)
        except student.Unusable as error:
            raise StudentError("unusable", str(error)) from None

    def variable(self, name: str) -> Any:
        """What the student typed for `name` in the notebook, as plain data; StudentError if there is nothing."""
        if self._variables is None:
            self._variables = _notebook_variables()
        if name not in self._variables:
            raise StudentError("missing", f"{name} is not defined. Run the cell where you type it in, then this one.")
        return plain(self._variables[name])

    def seed(self, check: str) -> int:
        """The seed of this submission's hidden inputs: derived from the student's code, the same at an appeal."""
        text = hashlib.sha256(os.environ.get("NNCOURSE_SECRET", "").encode())
        place = student.place()
        for path in sorted((place / "nnlib").glob("*.py")) if place else []:
            text.update(path.read_bytes())
        text.update(check.encode())
        return int.from_bytes(text.digest()[:8], "big")

    def global_random_state(self) -> str:
        """A digest of NumPy's global random state where the student's code runs: another one if that was used."""
        _, key, *place = np.random.get_state()
        return hashlib.sha256(key.tobytes() + repr(place).encode()).hexdigest()

    def call(self, target: Callable, label: str, args: tuple, kwargs: dict) -> Any:
        """target(*args, **kwargs) as plain data, or as a Remote where it is a function or an object."""
        arrays: list[list[tuple[np.ndarray, np.ndarray]]] = [[] for _ in args]
        given = [_theirs(arg, copies) for arg, copies in zip(args, arrays, strict=True)]
        with self.guarded(label):
            result = self._bring(target(*given, **_theirs(kwargs)), label)
        self.changed = [index for index, copies in enumerate(arrays) if any(_changed(*pair) for pair in copies)]
        return result

    def attribute(self, target: Any, label: str, name: str) -> Any:
        """The attribute of this object of theirs, as plain data or as a Remote."""
        with self.guarded(f"{label}.{name}"):
            value = getattr(target, name)
            bare = plain(value)
        label = f"{type(target).__name__}.{name}"
        return self.remote(value, label) if isinstance(bare, Opaque) else bare

    def remote(self, target: Any, label: str) -> Remote:
        """What stands for this object of theirs."""
        return Remote(self, target, label, kind=type(target).__name__)

    @contextlib.contextmanager
    def guarded(self, label: str) -> Iterator[None]:
        """Run the student's code: what it prints becomes a note, what it raises a StudentError, and it ends in time."""
        caught = capture.Captured()
        try:
            with capture.output(caught), time_limit(self.seconds):
                yield
        except (student.Unusable, StudentError, KeyboardInterrupt):
            raise
        except NotImplementedError as error:
            raise StudentError("not written", f"{student.unwritten(error) or label} is not written yet.") from None
        except TimeIsUp:
            raise StudentError(TOO_SLOW, f"{label} was stopped after {self.seconds:g} seconds.") from None
        except BaseException as error:  # SystemExit too: no answer of theirs may end the check
            raise StudentError(type(error).__name__, student.explain(error)) from None
        finally:
            self._note(caught)

    def _note(self, caught: capture.Captured) -> None:
        if caught.printed.strip():
            text = " ".join(caught.printed.split())
            self.notes.append(f"Your code printed: {text[:120]}{'…' if len(text) > 120 else ''}")
        self.notes += [f"Your code warned (no points lost): {text[:160]}" for text in caught.warnings]
        self.notes = list(dict.fromkeys(self.notes))

    def _bring(self, result: Any, label: str) -> Any:
        if type(result) in (list, tuple):
            return type(result)(self._bring(item, label) for item in result)
        if type(result) is dict:
            return {plain(key): self._bring(item, label) for key, item in result.items()}
        if isinstance(result, tuple):  # a named tuple: its values to look at, itself to be given back
            return NamedTuple.of((self._bring(item, label) for item in result), result)
        value = plain(result)
        return self.remote(result, f"{label}(…)") if isinstance(value, Opaque) else value


class Remote:
    """A function, class or object of the student's: call it and read its attributes; only plain data comes out."""

    def __init__(self, world: World, target: Any, label: str, kind: str, module: str | None = None):
        self._world, self._target, self._label, self._kind, self._module = world, target, label, kind, module

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        result = self._world.call(self._target, self._label, args, kwargs)
        self._world.touched += [(self._label, index) for index in self._world.changed]
        return result

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if self._module:
            return self._world.remote(self._world.lookup(self._module, name), name)
        return self._world.attribute(self._target, self._label, name)

    def __repr__(self) -> str:
        return f"a {self._kind} object"


class NamedTuple(tuple):
    """The values of a student's named tuple. Handed back to the student's code, it is theirs again."""

    _target: Any = None

    @classmethod
    def of(cls, items: Iterable[Any], target: Any) -> NamedTuple:
        """These values, which stand for `target`."""
        brought = cls(items)
        brought._target = target
        return brought


def _theirs(value: Any, copies: list[tuple[np.ndarray, np.ndarray]] | None = None) -> Any:
    """What the student's code is given: its own objects in the place of what stands for them here.

    copies: where given, arrays are handed over as copies, and each is kept here beside what it is a copy of.
    """
    if isinstance(value, (Remote, NamedTuple)):
        return value._target
    if isinstance(value, np.ndarray) and copies is not None:
        copies.append((value.copy(), value))
        return copies[-1][0]
    if type(value) in (list, tuple):
        return type(value)(_theirs(item, copies) for item in value)
    return {key: _theirs(item, copies) for key, item in value.items()} if type(value) is dict else value


def _changed(now: np.ndarray, was: np.ndarray) -> bool:
    """Whether an array was changed: by more than the last digit, which one added and subtracted again may cost."""
    if now.shape != was.shape or was.dtype.kind != "f":
        return not np.array_equal(now, was)
    return not np.allclose(now, was, rtol=8 * np.finfo(was.dtype).eps, atol=0, equal_nan=True)


class Counted:
    """A function that remembers its calls: hand it to the student's code, then look at `arguments` and `values`."""

    def __init__(self, function: Callable):
        self.function = function
        self.arguments: list[Any] = []
        self.values: list[Any] = []
        self.__name__ = function.__name__

    def __call__(self, *args: Any) -> Any:
        self.arguments.append(tuple(np.array(arg, copy=True) for arg in args))
        value = self.function(*args)
        self.values.append(value)
        return value


def _notebook_variables() -> dict[str, Any]:
    from IPython import get_ipython

    shell = get_ipython()
    return shell.user_ns if shell else {}
