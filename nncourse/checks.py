"""The checks in the graded cells: what was asked, what came back, how many points, and which mistake it was.

check = Check("gradient_step", module="descent")
check.case(2.0, -24.0, 0.1, gives=4.4, points=2)
### BEGIN HIDDEN TESTS
check.hidden()
w, gradient = check.rng.normal(size=(2, 3, 4))
check.case(w, gradient, 0.25, gives=w - 0.25 * gradient, points=1)
### END HIDDEN TESTS
check.score()
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from nncourse import answers, diagnosis
from nncourse.plain import Opaque, difference, name_of, plain, show
from nncourse.report import Score
from nncourse.world import TOO_SLOW, Counted, Remote, StudentError, World

__all__ = ["Check", "Counted", "Fault", "Line"]

MAX_DETAIL = 500  # characters of a line of a report


@dataclass
class Line:
    """One sub-check: what was tried, what came of it, and its points.

    outcome is what a diagnosis compares: {"right": True}, {"value": …}, {"raised": …} or {"fault": …}.
    """

    call: str
    points: float
    hidden: bool
    outcome: dict[str, Any]
    details: list[str] = field(default_factory=list)
    decimals: int | None = None

    @property
    def right(self) -> bool:
        return bool(self.outcome.get("right"))

    @property
    def earned(self) -> float:
        return self.points if self.right else 0.0


@dataclass
class Fault(Exception):
    """What a test of `check.that` found wrong: a short stable name, and a sentence for the student."""

    name: str
    text: str


class Check:
    """The check of one function, or of a few that belong together, or of answers typed into the notebook.

    name: the cell's grade_id; for a check of a function also that function's name, unless `function` says another.
    module: where the function is in nnlib. A method is named with its class: function="Network.step".
    seconds: how long one call may take where a call means work, such as training; otherwise the world's limit holds.
    Whatever a line tests, it is also wrong where a call in it changed an array that it was handed.
    """

    def __init__(
        self,
        name: str,
        module: str | None = None,
        function: str | None = None,
        world: World | None = None,
        seconds: float = 0.0,
    ):
        self.name, self.module = name, module
        self.function = function or name
        self.functions = [self.function]  # all that this check is about: see turn_to
        self.world = world or diagnosis.current_world()
        self.world.seconds = max(self.world.seconds, seconds)
        self.lines: list[Line] = []
        self.table = diagnosis.table(name)
        self.remark = ""  # what the report adds where all is right
        self._hidden = False

    # What a graded cell says

    def case(self, *args: Any, gives: Any, points: float = 1, tolerance: float = 1e-5, **kwargs: Any) -> None:
        """The function, called with these arguments, gives this value."""
        call = self._call_text(args, kwargs)
        given = [arg if isinstance(arg, Counted) else copy.deepcopy(arg) for arg in args]

        def test() -> None:
            self._same(plain_of(self.target(*given, **kwargs)), gives, tolerance)

        self._try(call, test, points)

    def that(self, says: str, test: Callable[[], Any], points: float = 1) -> None:
        """What `says` holds: test() returns None or True, or returns False or raises Fault where it does not."""

        def holds() -> None:
            if test() is False:
                raise Fault("does not hold", "This does not hold.")

        self._try(says, holds, points)

    def same(self, says: str, test: Callable[[], Any], gives: Any, points: float = 1, tolerance: float = 1e-5) -> None:
        """test(), which uses the student's code, returns this value.

        gives: the value, or a function that works it out where that needs the student's code as well.
        """

        def agrees() -> None:
            got = plain_of(test())
            self._same(got, gives() if callable(gives) else gives, tolerance)

        self._try(says, agrees, points)

    def answer(self, variable: str, decimals: int = 2, points: float = 1) -> None:
        """The student typed the right value for `variable`: a number, to so many decimals, or a word."""

        def test() -> None:
            value = self.world.variable(variable)
            verdict = answers.verdict(value, decimals, self.table.get("answers", {}).get(variable, {}))
            if not verdict.right:
                raise Fault(verdict.name, verdict.text)

        self._try(variable, test, points)
        self.lines[-1].decimals = decimals

    def turn_to(self, function: str) -> None:
        """From here on the lines check this function of the module: a function and its derivative share a check."""
        self.function = function
        self.functions = list(dict.fromkeys([*self.functions, function]))

    def hidden(self) -> None:
        """From here on: inputs that no student sees, only graded."""
        self._hidden = True

    @cached_property
    def rng(self) -> np.random.Generator:
        """Random inputs that are this submission's own, and the same again at an appeal."""
        return np.random.default_rng(self.world.seed(self.name))

    @property
    def student(self) -> Remote:
        """The student's module: `check.student.Add()`, for tests that need more than one call."""
        return self.world.module(self.module)

    @property
    def target(self) -> Remote:
        """The student's function that is checked."""
        return getattr(self.student, self.function)

    def score(self) -> Score:
        """The points as a float (which nbgrader reads) that shows itself as a report."""
        found = diagnosis.recognise(self.lines, self.table)
        score = Score.of(self, found)
        diagnosis.record(score)
        return score

    # How it is done

    def _same(self, got: Any, want: Any, tolerance: float) -> None:
        found = difference(got, want, tolerance)
        if found:
            raise _WrongValue(got, want, found)

    def _try(self, call: str, test: Callable[[], None], points: float) -> None:
        notes = list(self.world.notes)
        try:
            self._stop_if_too_slow()
            self.world.touched = []
            test()
            for label, index in self.world.touched:
                text = f"{label} changed its {_ordinal(index)} argument in place; make a copy."
                raise Fault("changed argument", text)
            outcome, details = {"right": True}, []
        except _WrongValue as wrong:
            outcome, details = {"value": diagnosis.encode(wrong.got)}, wrong.details()
        except Fault as fault:
            outcome, details = {"fault": fault.name}, [fault.text]
        except StudentError as error:
            outcome, details = {"raised": error.kind}, [str(error)]
        except (TypeError, ValueError, IndexError, AttributeError, KeyError, ArithmeticError) as error:
            # The test could not work with what came back: it is not what was asked for.
            outcome, details = {"fault": "unusable result"}, [f"The result cannot be used: {error}"]
        if self._hidden:  # what their code prints there may be the hidden inputs
            self.world.notes = notes
        details = [text if len(text) <= MAX_DETAIL else f"{text[:MAX_DETAIL]} …" for text in details]
        self.lines.append(Line(call, points, self._hidden, outcome, details))

    def _stop_if_too_slow(self) -> None:
        """One endless loop is waited for once, not at every line."""
        if any(line.outcome.get("raised") == TOO_SLOW for line in self.lines):
            raise StudentError("not tried", "not tried, because the line above took too long")

    def _call_text(self, args: tuple, kwargs: dict) -> str:
        shown = [show(arg, 40) for arg in args] + [f"{name}={show(value, 40)}" for name, value in kwargs.items()]
        return f"{self.function}({', '.join(shown)})"


class _WrongValue(Exception):
    def __init__(self, got: Any, want: Any, found: str):
        super().__init__(found)
        self.got, self.want, self.found = got, want, found

    def details(self) -> list[str]:
        if self.got is None:
            return ["gave back None (nothing)", f"expected  {show(self.want)}"]
        if isinstance(self.got, Opaque):
            return [f"gave back {name_of(self.got)}", f"expected  {show(self.want)}"]
        lines = [f"gave back {show(self.got)}", f"expected  {show(self.want)}"]
        one_number = not any(
            isinstance(value, (tuple, list, dict)) or np.ndim(value) for value in (self.want, self.got)
        )
        return lines if one_number else [*lines, f"first difference: {self.found}"]


def plain_of(value: Any) -> Any:
    """Plain data of what a call brought back; a Remote is not plain."""
    if isinstance(value, (list, tuple)):
        return type(value)(plain_of(item) for item in value)
    return Opaque(value._kind) if isinstance(value, Remote) else plain(value)


def _ordinal(index: int) -> str:
    return ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")[min(index, 6)]
