"""Widgets of notebook 07: any activation function with its slope; the others are imported here."""

from __future__ import annotations

from typing import Any

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.bends import KINDS, Bend, Kind
from nncourse.widgets.depth import through_layers
from nncourse.widgets.dying import dying_neuron
from nncourse.widgets.moons import two_moons
from nncourse.widgets.parts import (
    Axis,
    Choice,
    Control,
    Frames,
    Guess,
    Layer,
    Line,
    Over,
    Panel,
    Points,
    Rule,
    Select,
    Slider,
    Span,
    Toggle,
    again,
    number,
    over,
)
from nncourse.widgets.stage import Stage

__all__ = ["activation_curves", "dying_neuron", "through_layers", "two_moons"]

WHO = ("main", "other")  # the chosen function, and the one that it is compared with
FLAT = 0.05  # a slope below this is shaded
NOTHING = "nothing"
ALPHAS = [0.0, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5]
REACH = 6.0
# Two points next to each other at z = 0, so that a jump of the slope is a gap and not a steep line.
GRID = np.concatenate([np.linspace(-REACH, 0, 121), [1e-9], np.linspace(0, REACH, 121)[1:]])
GAP = 121  # where a nan goes between the two
PLACES = np.round(np.arange(-60, 61) / 10, 1) + 0.0


def activation_curves(
    *,
    start: str = "ReLU",
    compare: str = NOTHING,
    alpha: float = 0.25,
    z: float = 1.0,
    own: bool = True,
    question: Choice | Guess | None = None,
) -> Stage:
    """One activation function and its slope, another one for comparison, at a z that can be moved.

    start, compare: the labels in KINDS that are chosen at first. own: both are the student's, with the reference as
    a ghost.
    """
    labels = list(KINDS)

    def compute(values: dict) -> Frames:
        return _curve_frames(KINDS[values["function"]], KINDS.get(values["compare"]), own)

    controls: list[Control] = [
        Slider("z", "Sum z", [float(place) for place in PLACES], z),
        Slider("alpha", "α (of leaky ReLU, PReLU and ELU)", ALPHAS, alpha),
        Select("function", "Function", labels, labels.index(start), slow=True),
        Select("compare", "Compare with", [NOTHING, *labels], [NOTHING, *labels].index(compare), slow=True),
        Toggle("others", "Show all the others, faintly"),
        *again(own),
    ]
    return Stage(
        "Activation functions and their slopes",
        [_f_panel(own), _slope_panel(own)],
        compute,
        controls,
        alt=(
            "Left, an activation function over the sum z, with its tangent at one z. Right, its slope over z. Where"
            " the slope is below 0.05, both are shaded. A second function can be drawn dashed."
        ),
        question=question,
    )


def _curve_frames(kind: Kind, other: Kind | None, own: bool) -> Frames:
    arrays: dict[str, Any] = {"grid": _gap(GRID), "z_now": over("z", PLACES), "zero": np.zeros(1)}
    banners = []
    for who, this in zip(WHO, (kind, other), strict=True):
        if this is None:
            continue
        told = {}
        for what, suffix, right in (("f", "", this.f), ("slope", "_derivative", this.slope)):
            exact, mine, banner = _table(right), None, ""
            if own:
                mine, banner = own_code.attempt(lambda this=this, suffix=suffix: (_table(this.own(suffix)), ""))
                arrays[f"{who}_{what}_ref"] = _along(exact)
                banners.append(banner or _differs(mine, exact, this.name + suffix))
            told[what] = exact if mine is None else mine
            if mine is not None or not own:
                arrays[f"{who}_{what}"] = _along(told[what])
            arrays[f"{who}_{what}_now"] = over("alpha", "z", told[what][:, GRID.size :])
        if who == "main":
            arrays |= _at_z(told) | _flat(told["slope"][:, : GRID.size])
            arrays["slope_at_0"] = over("alpha", told["slope"][:, GAP - 1 : GAP])
    for i, faint in enumerate(KINDS.values()):
        for what, right in (("f", faint.f), ("slope", faint.slope)):
            arrays[f"faint_{what}_{i}"] = _along(_table(right)) if faint.has_alpha else _gap(right(GRID, 0.0))
    return Frames(arrays, _captions(kind, other, arrays), next(filter(None, banners), ""))


def _table(f: Bend) -> np.ndarray:
    """f at all z of the curve and then at all places of the slider, one row for each α."""
    z = np.concatenate([GRID, PLACES])
    return np.stack([f(z, alpha) for alpha in ALPHAS])


def _gap(rows: np.ndarray) -> np.ndarray:
    """The values along the curve with a nan at z = 0."""
    return np.insert(rows, GAP, np.nan, axis=-1)


def _along(table: np.ndarray) -> Over:
    """The part of a table that is drawn as a curve."""
    return over("alpha", _gap(table[:, : GRID.size]))


def _differs(mine: np.ndarray, exact: np.ndarray, name: str) -> str:
    """A banner that names the first z at which the student's function is not the reference; "" if there is none."""
    wrong = np.argwhere(~np.isclose(mine, exact, rtol=1e-3, atol=1e-5))
    if len(wrong) == 0:
        return ""
    row, column = wrong[0]
    z = np.concatenate([GRID, PLACES])[column]
    found, right = number(mine[row, column]), number(exact[row, column])
    return f"Your {name} parts from the reference: at z = {number(z)} it gives {found}, the formula {right}."


def _at_z(told: dict[str, np.ndarray]) -> dict[str, Any]:
    """The tangent at the chosen z: half a unit to each side."""
    value, slope = told["f"][:, GRID.size :], told["slope"][:, GRID.size :]
    side = np.array([-0.9, 0.9])
    along = side / np.sqrt(1 + slope[..., None] ** 2)  # as long on the page wherever it is
    return {
        "tangent_z": over("alpha", "z", PLACES[:, None] + along),
        "tangent": over("alpha", "z", value[..., None] + slope[..., None] * along),
    }


def _flat(slopes: np.ndarray) -> dict[str, Any]:
    """Where the slope is below FLAT: at most two stretches, their starts and ends, for each α."""
    starts, ends = np.full((len(ALPHAS), 2), -REACH), np.full((len(ALPHAS), 2), -REACH)
    for row, slope in enumerate(slopes):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], abs(slope) < FLAT, [False]]).astype(int)))
        for i, (first, last) in enumerate(edges.reshape(-1, 2)[:2]):
            starts[row, i], ends[row, i] = GRID[first], GRID[last - 1]
    return {"flat_from": over("alpha", starts), "flat_to": over("alpha", ends)}


def _captions(kind: Kind, other: Kind | None, arrays: dict[str, Any]) -> Any:
    told = f"{kind.label}{', α = {alpha}' if kind.has_alpha else ''}, at z = {{z}}: it says {{main_f_now}}. "
    also = f" {other.label} (dashed): it says {{other_f_now}}, slope {{other_slope_now}}." if other else ""
    slopes = arrays["main_slope_now"].table
    return over("alpha", "z", [[told + _passes(slope) + also for slope in row] for row in slopes])


def _passes(slope: float) -> str:
    """What a slope does to a gradient on its way back, in a sentence."""
    if slope == 0:
        return "Its slope is 0: of a gradient that arrives, nothing goes on."
    if abs(slope) < FLAT:
        return "Its slope is only {main_slope_now}: hardly anything of a gradient goes on."
    if slope == 1:
        return "Its slope is 1: a gradient goes on undiminished."
    return "Its slope is {main_slope_now}: that part of a gradient goes on."


def _f_panel(own: bool) -> Panel:
    return Panel(
        "The function",
        Axis("sum z", -REACH, REACH),
        Axis("f(z)", -2, 4),
        [
            *_curve_layers("f", own),
            Line("tangent_z", "tangent", color="green", width=3, label="its slope there"),
            Points("z_now", "main_f_now", color="blue", size=5.5),
            Points("z_now", "other_f_now", color="orange", marker="square", size=4.5),
        ],
    )


def _slope_panel(own: bool) -> Panel:
    return Panel(
        "Its slope",
        Axis("sum z", -REACH, REACH),
        Axis("f'(z)", -0.1, 1.6),
        [
            *_curve_layers("slope", own),
            Points("zero", "slope_at_0", color="blue", size=3.5),
            Points("z_now", "main_slope_now", color="blue", size=5.5),
            Points("z_now", "other_slope_now", color="orange", marker="square", size=4.5),
        ],
    )


def _curve_layers(what: str, own: bool) -> list[Layer]:
    return [
        Span("flat_from", "flat_to", color="ink", label="slope below 0.05"),
        Rule(y=0.0, color="axis", dash="solid"),
        Rule(x="z_now", color="soft", dash="dotted"),
        *(Line("grid", f"faint_{what}_{i}", color="curve", width=1.25, when="others") for i in range(len(KINDS))),
        *(Line("grid", f"{who}_{what}_ref", color="ghost", dash="dashed", width=1.5, label="reference") for who in WHO),
        Line("grid", f"other_{what}", color="orange", dash="dashed", label="compared with"),
        Line("grid", f"main_{what}", label="your code" if own else "chosen function", width=3),
    ]
