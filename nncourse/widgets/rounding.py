"""Widget of notebook 02: the error of a difference against ε, a V of truncation and round-off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nncourse.widgets.differences import (
    COLORS,
    MARKERS,
    NAMES,
    PARABOLA,
    Curve,
    Slopes,
    first_wrong,
    slopes_by_student,
)
from nncourse.widgets.parts import (
    Axis,
    Control,
    Frames,
    Layer,
    Line,
    Mark,
    Panel,
    Points,
    Rule,
    Select,
    Slider,
    again,
    number,
    over,
    power_of_ten,
)
from nncourse.widgets.stage import Stage

SOFTPLUS = Curve("log(1 + eʷ) at w = 1", lambda w: np.log1p(np.exp(w)), 1.0, 0.7310585786300049, 0.196612, -0.0908577)
SINE = Curve("sin(w) at w = 1", np.sin, 1.0, np.cos(1.0), -np.sin(1.0), -np.cos(1.0))
LOSS = Curve("(10 − 3w)² at w = 2", PARABOLA.f, 2.0, -24.0, 18.0)
TYPES = (("float64 (16 digits)", np.float64, 16), ("float32 (7 digits)", np.float32, 7))
LOWEST, HIGHEST = 1e-13, 10.0  # the ends of the axis of errors


def error_against_eps(*, start: float = 0.1, own: bool = True, question: Mark | None = None) -> Stage:
    """The relative error of both differences against ε on log axes, and the curve at w under a magnifying glass.

    own: the differences are the student's; the ghost is what the formulas of both errors predict. Unless `question`
    says another one, the student first marks the best ε for the forward difference.
    """
    curves = (SINE, LOSS, SOFTPLUS)
    steps = 10.0 ** (np.arange(-96, 1) / 6)

    def compute(values: dict) -> Frames:
        curve = next(curve for curve in curves if curve.label == values["curve"])
        kind, digits = next((kind, digits) for label, kind, digits in TYPES if label == values["type"])
        return _error_frames(curve, kind, digits, steps, own)

    controls: list[Control] = [
        Slider("eps", "Distance ε", [float(step) for step in steps], start, text=_as_power),
        Select("curve", "Function", [curve.label for curve in curves], slow=True),
        Select("type", "Numbers", [label for label, _, _ in TYPES], slow=True),
        *again(own),
    ]
    return Stage(
        "How small should ε be?",
        [_error_panel(own), _glass_panel()],
        compute,
        controls,
        alt=(
            "Left, the relative error of the forward and of the central difference against ε, on log axes: two Vs. "
            "From the right the errors fall as ε shrinks, the central one twice as steeply; left of their lowest "
            "points both rise again, ragged. Right, the curve between w − 2ε and w + 2ε: bent for a large ε, straight "
            "for a middle one, a staircase for a tiny one."
        ),
        question=question or _where_is_the_best(),
    )


def _where_is_the_best() -> Mark:
    return Mark(
        "sin(w) at w = 1, in float64: at which ε is the forward difference's error smallest? Move the slider there.",
        control="eps",
        low=10**-9.1,
        high=10**-6.9,
        because=(
            "The smallest ε is not the best one: left of a lowest point the error grows again, until nothing is right "
            "at all. What the computer drops is divided by a smaller and smaller ε."
        ),
    )


def _as_power(step: float) -> str:
    """2.15×10⁻⁸, and 10⁻⁸ for a power of ten."""
    exact = np.isclose(np.log10(step), np.round(np.log10(step)))
    return power_of_ten(step) if exact and step < 0.9 else number(step)


def _error_frames(curve: Curve, kind: type, digits: int, steps: np.ndarray, own: bool) -> Frames:
    def f(w: Any) -> Any:
        return kind(curve.f(kind(w)))

    # The reference goes the student's way: one ε at a time, in numbers of this kind.
    exact = {
        "forward": np.array([(float(f(kind(curve.w + e))) - float(f(curve.w))) / e for e in steps]),
        "central": np.array([(float(f(kind(curve.w + e))) - float(f(kind(curve.w - e)))) / (2 * e) for e in steps]),
    }
    mine, banner = slopes_by_student(f, kind(curve.w), steps) if own else ({}, "")
    if own and not banner:
        large = steps >= 1e-2  # below that, right code may round in another way
        banner = first_wrong({k: v[large] for k, v in mine.items()}, {k: v[large] for k, v in exact.items()},
                              steps[large], 1e-3)  # fmt: skip
    arrays: dict[str, Any] = {"steps": steps, "now_eps": over("eps", steps)}
    arrays |= _glass(curve, f, kind, steps)
    theory, off = _theory(curve, kind, steps), {}
    for name in NAMES:
        values = mine.get(name, exact[name])
        values = np.where(np.isnan(values), exact[name], values)
        off[name] = np.clip(abs(values - curve.slope) / abs(curve.slope), 1e-18, None)
        drawn = "own" if name in mine or not own else "ref"
        arrays[f"{drawn}_{name}"] = np.maximum(off[name], LOWEST)
        arrays[f"theory_{name}"] = sum(theory[name])
        arrays[f"known_{drawn}_{name}"] = np.where(steps >= 0.999e-2, off[name], np.nan)
        arrays[f"now_{drawn}_{name}"] = over("eps", np.maximum(off[name], LOWEST))
        arrays[f"{name}_slope"] = over("eps", (values / curve.slope)[:, None] * np.array([-2.0, 2.0]) + (
            0 if name == "forward" else (arrays["behind_y"].table + values / curve.slope)[:, None]))  # fmt: skip
    return Frames(arrays, over("eps", _error_captions(curve, f, digits, steps, off, theory)), banner)


def _theory(curve: Curve, kind: type, steps: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """By name: the truncation error and the round-off error that the formulas predict, relative to the slope."""
    unit = float(np.finfo(kind).eps) / 2
    dropped = 0.5 * unit * (abs(curve.f(curve.w)) + abs(curve.w * curve.slope)) / steps
    truncation = {"forward": steps / 2 * abs(curve.second), "central": steps**2 / 6 * abs(curve.third)}
    return {name: (truncation[name] / abs(curve.slope), dropped / abs(curve.slope)) for name in NAMES}


def _glass(curve: Curve, f: Callable, kind: type, steps: np.ndarray) -> dict[str, Any]:
    """What the computer sees of the curve between w − 2ε and w + 2ε, in units of ε and of the true rise."""
    places = np.linspace(-2, 2, 161)
    here = float(f(curve.w))

    def seen(at: np.ndarray) -> np.ndarray:
        values = np.array([float(f(kind(curve.w) + kind(step * place))) for step in steps for place in at])
        return (values.reshape(len(steps), len(at)) - here) / (steps * curve.slope)[:, None]

    behind, _, ahead = seen(np.array([-1.0, 0.0, 1.0])).T
    return {
        "glass_x": places,
        "glass_y": over("eps", seen(places)),
        "glass_ends": np.array([-2.0, 2.0]),
        "behind_y": over("eps", behind),
        "ahead_y": over("eps", ahead),
    }


def _error_captions(
    curve: Curve, f: Callable, digits: int, steps: np.ndarray, off: Slopes, theory: dict[str, tuple]
) -> list[str]:
    captions = []
    here = float(f(curve.w))
    for i, step in enumerate(steps):
        change = abs(float(f(curve.w + step)) - here) / abs(here)
        shared = digits if change == 0 else min(max(0, int(-np.log10(change))), digits)
        digit = "all" if shared == digits else shared or "none"
        rules = {name: "truncation" if theory[name][0][i] > theory[name][1][i] else "round-off" for name in NAMES}
        errors = [f"{name} {_error_text(off[name][i])} ({rules[name]} rules)" for name in NAMES]
        captions.append(
            f"ε = {_as_power(step)}: f(w + ε) and f(w) share {digit} of their {digits} digits. "
            f"Relative error: {'; '.join(errors)}."
        )
    return captions


def _error_text(value: float) -> str:
    if value < 1e-16:
        return "below 10⁻¹⁶"
    return f"{number(value)}, no digit is right" if value > 0.5 else number(value)


def _error_panel(own: bool) -> Panel:
    prefix = "your " if own else ""
    layers: list[Layer] = []
    for name in NAMES:
        style = {"color": COLORS[name], "width": 1.75}
        layers.append(Line("steps", f"theory_{name}", color="ghost", dash="dashed", width=1.5, when="answered",
                           label="predicted"))  # fmt: skip
        for drawn, dash in (("own", "solid"), ("ref", "dotted")):
            label = prefix + name if drawn == "own" else f"{name} (reference)"
            layers.append(Line("steps", f"known_{drawn}_{name}", label=label, dash=dash, **style))
            layers.append(Line("steps", f"{drawn}_{name}", when="answered", label=label, dash=dash, **style))
            layers.append(Points("now_eps", f"now_{drawn}_{name}", when="answered", label=label, color=COLORS[name],
                                 marker=MARKERS[name], size=4.5))  # fmt: skip
    layers.append(Rule(x="now_eps", color="soft", dash="dotted"))
    return Panel(
        "The error of the slope",
        Axis("ε (log scale)", 1e-16, 1, log=True),
        Axis("relative error (log scale)", LOWEST, HIGHEST, log=True),
        layers,
    )


def _glass_panel() -> Panel:
    return Panel(
        "Under the magnifying glass",
        Axis("place, in steps of ε from w", -2, 2, ticks=[(-2, "−2ε"), (-1, "−ε"), (0, "w"), (1, "+ε"), (2, "+2ε")]),
        Axis("change of f (1: as the true slope says)", -3, 3),
        [
            Line("glass_ends", [-2.0, 2.0], color="ink", dash="dotted", width=2, label="true slope", when="answered"),
            Line("glass_x", "glass_y", color="curve", width=3, label="f in the computer", when="answered"),
            Line("glass_ends", "forward_slope", color="orange", width=1.75, when="answered"),
            Line("glass_ends", "central_slope", color="blue", width=1.75, when="answered"),
            Points([-1.0], "behind_y", color="blue", size=4.5, when="answered"),
            Points([1.0], "ahead_y", color="orange", marker="square", size=4.5, when="answered"),
            Points([0.0], [0.0], color="ink", size=4.5, when="answered"),
        ],
    )
