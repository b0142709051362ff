"""What a stage is made of: axes, layers, controls, questions and frames, as plain data."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

Ref = str | float | Sequence[float]  # the name of an array, or the numbers themselves


# ---------------------------------------------------------------- numbers as text

LARGEST = 1e38  # of the numbers that travel to the browser, as float32


def number(value: float) -> str:
    """Three significant digits, as people write them: 0.133, −1.39, 2.5×10⁻⁷. stage.js has the same rule."""
    value = float(value)
    if math.isnan(value):
        return "undefined"
    if abs(value) >= LARGEST:
        return "over 10³⁸" if value > 0 else "below −10³⁸"
    mantissa, exponent = f"{value:.2e}".split("e")
    if value and not -3 <= int(exponent) < 4:
        times = {1.0: "", -1.0: "-"}.get(float(mantissa), f"{float(mantissa):g}×")
        text = f"{times}10{superscript(int(exponent))}"
    else:
        text = f"{float(f'{value:.2e}'):.10f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def superscript(exponent: int) -> str:
    """−7 as ⁻⁷."""
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def power_of_ten(value: float) -> str:
    """1e-4 as 10⁻⁴, and 1 as 1."""
    power = round(math.log10(value))
    return {0: "1", 1: "10"}.get(power, f"10{superscript(power)}")


# ---------------------------------------------------------------- axes and panels


@dataclass(frozen=True)
class Axis:
    """One axis: its label (with the unit, if there is one), its fixed limits, linear or log."""

    label: str
    low: float
    high: float
    log: bool = False
    ticks: Sequence[tuple[float, str]] | None = None  # (value, text); None: round numbers

    def marks(self) -> list[tuple[float, str]]:
        """The ticks as (value, text)."""
        if self.ticks is not None:
            return list(self.ticks)
        values = log_ticks(self.low, self.high) if self.log else linear_ticks(self.low, self.high)
        powers = self.log and (self.low < 1e-3 or self.high > 1e4)
        return [(value, power_of_ten(value) if powers else number(value)) for value in values]


def linear_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between low and high, about so many."""
    rough = (high - low) / about
    unit = 10.0 ** math.floor(math.log10(rough))
    step = unit * min((1, 2, 5, 10), key=lambda m: abs(math.log(m * unit / rough)))
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 12) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def log_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Powers of ten between low and high, every second or third one if there are many."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    stride = max(1, math.ceil((last - first + 1) / most))
    return [10.0**power for power in range(first, last + 1) if power % stride == 0]


@dataclass(frozen=True)
class Panel:
    """One pair of axes and what is drawn on them, from the bottom up.

    equal: one unit is as long both ways. bare: without axes, for a drawing. tall: higher, for what has many rows.
    """

    title: str
    x: Axis
    y: Axis
    layers: Sequence[Layer]
    equal: bool = False
    bare: bool = False
    tall: bool = False


# ---------------------------------------------------------------- layers


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What all layers share. A layer whose arrays are not in the frame is not drawn.

    label: its entry in the panel's legend. when: the name of a toggle that shows it, or "answered": an answer to the
    question shows it.
    upto: the name of a slider; at position k only the first k + 1 values are drawn.
    """

    kind: ClassVar[str]
    label: str = ""
    color: str = "blue"
    opacity: float = 1.0
    when: str = ""
    upto: str = ""


@dataclass(frozen=True)
class Line(Layer):
    """A line through (x, y); nan breaks it. dash: solid, dashed or dotted.

    edge: where it first leaves the picture, it ends in a small triangle.
    """

    kind: ClassVar[str] = "line"
    x: Ref
    y: Ref
    dash: str = "solid"
    width: float = 2.25
    edge: bool = False


@dataclass(frozen=True)
class Points(Layer):
    """Markers at (x, y): circle, square, diamond, cross or ring. head: the last one is larger."""

    kind: ClassVar[str] = "points"
    x: Ref
    y: Ref
    marker: str = "circle"
    size: float = 3.0
    head: bool = False


@dataclass(frozen=True)
class Bars(Layer):
    """Upright bars at x of height y, from `base` up; width in units of x. hatch: stripes, for a second series."""

    kind: ClassVar[str] = "bars"
    x: Ref
    y: Ref
    width: float = 0.8
    base: float = 0.0
    hatch: bool = False


@dataclass(frozen=True)
class Band(Layer):
    """The shaded area between low and high, along x."""

    kind: ClassVar[str] = "band"
    x: Ref
    low: Ref
    high: Ref


@dataclass(frozen=True)
class Span(Layer):
    """A shaded strip over the whole height, from x = start to x = end."""

    kind: ClassVar[str] = "span"
    start: Ref
    end: Ref


@dataclass(frozen=True)
class Rule(Layer):
    """A straight line across the panel: upright at x, or level at y; with a short text at its end."""

    kind: ClassVar[str] = "rule"
    x: Ref | None = None
    y: Ref | None = None
    text: str = ""
    dash: str = "dashed"
    width: float = 1.25


@dataclass(frozen=True)
class Arrows(Layer):
    """Arrows from (x, y) to (x + dx, y + dy)."""

    kind: ClassVar[str] = "arrows"
    x: Ref
    y: Ref
    dx: Ref
    dy: Ref
    width: float = 2.0


@dataclass(frozen=True)
class HeatMap(Layer):
    """The matrix z, shape (rows, columns), row 0 at the bottom, filling the panel; low, high: the colours' ends.

    cells: the cells stay sharp, however many; otherwise many are smoothed to a field.
    """

    kind: ClassVar[str] = "heat"
    z: str
    low: float
    high: float
    map: str = "sequential"
    cells: bool = False


@dataclass(frozen=True)
class Text(Layer):
    """One text at each (x, y); {name} in it is a number. dx, dy: pixels right and down. align: left, center, right."""

    kind: ClassVar[str] = "text"
    x: Ref
    y: Ref
    text: str | Sequence[str]
    dx: float = 0.0
    dy: float = 0.0
    align: str = "left"
    bold: bool = False
    size: float = 12.5


@dataclass(frozen=True)
class Blocks(Layer):
    """Matrices as blocks of unit cells, centred at (x, y), with so many rows and columns; none where one is nan.

    kinds: the sizes that a side can have, as (colour, text). row_kind, column_kind: for each matrix the numbers of its
    two sizes in kinds; its left and its lower edge get that colour, with the text beside it. hollow: a dashed outline.
    """

    kind: ClassVar[str] = "blocks"
    x: Ref
    y: Ref
    rows: Ref
    columns: Ref
    row_kind: Ref | None = None
    column_kind: Ref | None = None
    kinds: Sequence[tuple[str, str]] = ()
    hollow: bool = False


def yours(x: Ref, y: Ref, label: str = "your code", **more: Any) -> Line:
    """The strong line: what the student's function gave."""
    return Line(x, y, label=label, **more)


def reference(x: Ref, y: Ref, **more: Any) -> Line:
    """The ghost: a thin grey dashed line with what a right answer gives."""
    return Line(x, y, **{"label": "reference", "color": "ghost", "dash": "dashed", "width": 1.5, "edge": True} | more)


# ---------------------------------------------------------------- controls


@dataclass(frozen=True, kw_only=True)
class Control:
    """What all controls share. slow: its value goes to the kernel, which computes the frames anew.

    A control that is not slow is an axis of the frames: the browser scrubs along it by itself.
    """

    kind: ClassVar[str]
    slow: bool = False


@dataclass(frozen=True)
class Slider(Control):
    """A slider over a list of values; `text` turns one into its readout. play: a button that runs through them."""

    kind: ClassVar[str] = "slider"
    name: str
    label: str
    values: Sequence[float]
    start: float
    text: Callable[[float], str] = number
    play: bool = False

    def position(self) -> int:
        """Where the slider stands at first: the value nearest to `start`."""
        return min(range(len(self.values)), key=lambda i: abs(self.values[i] - self.start))

    def texts(self) -> list[str]:
        """The readout at each position."""
        return [self.text(value) for value in self.values]

    def value(self, position: int) -> float:
        """The value at a position."""
        return self.values[position]


@dataclass(frozen=True)
class Select(Control):
    """One of a few named options."""

    kind: ClassVar[str] = "select"
    name: str
    label: str
    options: Sequence[str]
    start: int = 0

    def position(self) -> int:
        """The option chosen at first."""
        return self.start

    def texts(self) -> list[str]:
        """The options."""
        return list(self.options)

    def value(self, position: int) -> str:
        """The option at a position."""
        return self.options[position]


@dataclass(frozen=True)
class Toggle(Control):
    """On or off: an axis of two frames, and the switch of the layers that name it in `when`."""

    kind: ClassVar[str] = "toggle"
    name: str
    label: str
    start: bool = False

    def position(self) -> int:
        """0 or 1."""
        return int(self.start)

    def texts(self) -> list[str]:
        """Off and on."""
        return ["off", "on"]

    def value(self, position: int) -> bool:
        """Whether it is on."""
        return bool(position)


@dataclass(frozen=True)
class Button(Control):
    """A button: the kernel computes the frames anew at each press."""

    kind: ClassVar[str] = "button"
    name: str
    label: str
    slow: bool = field(default=True, kw_only=True)

    def position(self) -> int:
        """The number of presses."""
        return 0

    def value(self, position: int) -> int:
        """The number of presses."""
        return position


def again(own: bool) -> list[Button]:
    """The button that runs the student's code anew, where it is the student's code that is drawn."""
    return [Button("again", "Run my code again")] if own else []


@dataclass(frozen=True)
class Drag(Control):
    """A point in a panel (its number, from 0) that can be dragged; its place goes to the kernel."""

    kind: ClassVar[str] = "drag"
    name: str
    label: str
    start: tuple[float, float]
    panel: int = 0
    color: str = "orange"
    slow: bool = field(default=True, kw_only=True)

    def position(self) -> list[float]:
        """Its place."""
        return [float(number) for number in self.start]

    def value(self, position: Sequence[float]) -> tuple[float, float]:
        """Its place (x, y)."""
        return float(position[0]), float(position[1])


@dataclass(frozen=True)
class Steps(Control):
    """Buttons that walk along a slider; where there is a question, the number to come can be predicted.

    slider: its name. asks: for each of its positions the question before the next one, or "". truth: the name of the
    array, over that slider, with the right answers.
    """

    kind: ClassVar[str] = "steps"
    name: str
    slider: str
    asks: Sequence[str]
    truth: str

    def position(self) -> int:
        """It has none of its own."""
        return 0

    def value(self, position: int) -> None:
        """It has none of its own."""
        return None


@dataclass(frozen=True)
class Progress(Control):
    """How far a training is, with a button that stops it: the same as the square in the toolbar, an interrupt.

    done, running: the names of arrays with one number: the part that is done, 0 to 1, and 1 while it runs.
    """

    kind: ClassVar[str] = "progress"
    name: str
    label: str
    done: str = "done"
    running: str = "running"

    def position(self) -> int:
        """It has none of its own."""
        return 0

    def value(self, position: int) -> None:
        """It has none of its own."""
        return None


@dataclass(frozen=True)
class Field(Control):
    """A line of text, to type or paste into and to copy from."""

    kind: ClassVar[str] = "field"
    name: str
    label: str
    start: str
    slow: bool = field(default=True, kw_only=True)

    def position(self) -> str:
        """The text."""
        return self.start

    def value(self, position: str) -> str:
        """The text."""
        return position


@dataclass(frozen=True)
class Draw(Control):
    """A panel (its number, from 0) to draw in with mouse, pen or finger. What is drawn: a list of strokes.

    A stroke is a list of points (x, y) in the panel's units. width: of the pen, in the same units. What Python has put
    there is replaced by the first stroke of the pen. clear: what the button says that takes everything away.
    sample: the name of a select that goes back to its first option when the pen sets in.
    """

    kind: ClassVar[str] = "draw"
    name: str
    label: str
    start: Sequence[Sequence[tuple[float, float]]] = ()
    panel: int = 0
    width: float = 1.0
    clear: str = "Clear"
    sample: str = ""
    slow: bool = field(default=True, kw_only=True)

    def position(self) -> list[list[list[float]]]:
        """The strokes."""
        return [[[float(x), float(y)] for x, y in stroke] for stroke in self.start]

    def value(self, position: list[list[list[float]]]) -> list[list[list[float]]]:
        """The strokes."""
        return position


# ---------------------------------------------------------------- predict first


@dataclass(frozen=True)
class Choice:
    """Predict first: a question with two to four choices; `right` is the number of the one that holds."""

    kind: ClassVar[str] = "choice"
    ask: str
    choices: Sequence[str]
    right: int
    because: str
    locks: Sequence[str] = ()  # names of the controls that wait for it; none: all


@dataclass(frozen=True)
class Guess:
    """Predict first: a number to guess; within `tolerance` of `right` it held."""

    kind: ClassVar[str] = "guess"
    ask: str
    right: float
    tolerance: float
    because: str
    locks: Sequence[str] = ()


@dataclass(frozen=True)
class Mark:
    """Predict first: put the slider `control` where you expect it; between the values `low` and `high` it held.

    Until then the other controls wait, the caption is silent, and layers with when="answered" are not drawn.
    """

    kind: ClassVar[str] = "mark"
    ask: str
    control: str
    low: float
    high: float
    because: str


# ---------------------------------------------------------------- frames


@dataclass(frozen=True)
class Over:
    """A table with one entry for each position of the named controls (its first axes, in that order)."""

    axes: tuple[str, ...]
    table: Any


def over(*axes_and_table: Any) -> Over:
    """over("rate", table): one row of `table` for each position of the control "rate"."""
    return Over(tuple(axes_and_table[:-1]), axes_and_table[-1])


@dataclass(frozen=True)
class Frames:
    """Everything that is drawn: arrays by name, the caption, and a banner if something must be said first.

    arrays: an array is the same in all frames, over(...) a table of them. caption: a sentence, or over(...) a list
    of sentences (nested for two controls); {name} in a sentence is a number from the arrays or a control's readout.
    table: rows of texts that stand under the panels, the first one the heads; none: no table.
    """

    arrays: dict[str, np.ndarray | Over]
    caption: str | Over = ""
    banner: str = ""
    table: Sequence[Sequence[str]] = ()
