"""Widgets of notebook 02: training as a search, and the secants that become a tangent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.descent import learning_rates as spaced_out
from nncourse.widgets.parts import (
    Axis,
    Choice,
    Frames,
    Layer,
    Line,
    Panel,
    Points,
    Rule,
    Select,
    Slider,
    Text,
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

SECONDS = 2.0  # for the student's code, each time the frames are computed
MODULE = "differences"
NAMES = ("forward", "central")
COLORS = {"forward": "orange", "central": "blue"}
MARKERS = {"forward": "square", "central": "circle"}
Slopes = dict[str, np.ndarray]  # "forward" and "central" by name, one slope for each ε


def slopes_by_formula(f: Callable, w: float, steps: np.ndarray) -> Slopes:
    """The reference: both differences of f at w, for every ε of `steps`."""
    ahead, here, behind = f(w + steps), f(w), f(w - steps)
    return {"forward": (ahead - here) / steps, "central": (ahead - behind) / (2 * steps)}


def slopes_by_student(f: Callable, w: Any, steps: np.ndarray) -> tuple[Slopes, str]:
    """What the student's two functions give, for every ε; unusable ones are absent, and the banner says why."""
    found, banners = {}, []
    for name in NAMES:
        values, banner = own_code.attempt(lambda name=name: _one_by_one(f"{name}_difference", f, w, steps))
        banners.append(banner)
        if values is not None:
            found[name] = values
    return found, next(filter(None, banners), "")


def _one_by_one(name: str, f: Callable, w: Any, steps: np.ndarray) -> tuple[np.ndarray, str]:
    slope = own_code.function(MODULE, name)
    values = np.full(len(steps), np.nan)

    def run(i: int, check: Callable[[], None]) -> None:
        def look(w: Any) -> Any:
            check()
            return f(w)

        step = float(steps[i])
        values[i] = own_code.numbers(slope(look, w, step), (), MODULE, name, f"(f, {number(w)}, {number(step)})")

    done = own_code.spread(len(steps), SECONDS, run)
    return values, own_code.slow(name, done, len(steps), "values of ε", SECONDS)


def first_wrong(mine: Slopes, exact: Slopes, steps: np.ndarray, tolerance: float) -> str:
    """A banner that names the largest ε at which the student's slope is not the reference's; "" if there is none."""
    for name, values in mine.items():
        wrong = np.flatnonzero(~np.isnan(values) & ~np.isclose(values, exact[name], rtol=tolerance, atol=tolerance))
        if wrong.size:
            i = wrong[-1]
            return (
                f"Your {name}_difference parts from the reference: at ε = {number(steps[i])} it gives "
                f"{number(values[i])}, the formula {number(exact[name][i])}."
            )
    return ""


# ---------------------------------------------------------------- training as a search


def training_as_search(low: float = 0.0, high: float = 3.5, start: float = 0.4) -> Stage:
    """Eight examples and the line y = w x, with a slider for w; beside it the error E(w), as far as it was seen."""
    x = np.array([0.4, 0.9, 1.3, 1.8, 2.2, 2.7, 3.1, 3.6])
    y = np.array([1.0, 1.2, 2.4, 2.3, 3.9, 3.7, 5.2, 5.1])
    best = float(x @ y / (x @ x))
    weights = np.round(np.arange(low, high + 0.005, 0.01), 2)
    weights[np.argmin(abs(weights - best))] = best
    errors = ((np.outer(weights, x) - y) ** 2).mean(axis=1)
    sticks = np.stack([np.broadcast_to(y, (len(weights), len(x))), np.outer(weights, x)], axis=2)
    gaps = np.full((len(weights), len(x), 1), np.nan)
    ends = np.array([0.0, 4.0])
    arrays = {
        "x": x,
        "y": y,
        "stick_x": np.stack([x, x, np.full(len(x), np.nan)], axis=1).ravel(),
        "stick_y": over("w", np.concatenate([sticks, gaps], axis=2).reshape(len(weights), -1)),
        "line_x": ends,
        "line_y": over("w", np.outer(weights, ends)),
        "weights": weights,
        "errors": errors,
        "now": over("w", errors),
    }
    lowest = f"the lowest point of E, so w = {number(best)} is ŵ, the weight that training looks for."
    captions = ["w = {w}: E(w) = {now}" + (f": {lowest}" if weight == best else ".") for weight in weights]
    return Stage(
        "Training is a search: the data stay, the weight moves",
        [
            Panel(
                "The data D and the model y = w x",
                Axis("input x", 0, 4),
                Axis("answer y", 0, 10),
                [
                    Line("stick_x", "stick_y", color="orange", width=1.5, label="errors"),
                    Line("line_x", "line_y", label="model"),
                    Points("x", "y", color="ink", size=4, label="examples"),
                ],
            ),
            Panel(
                "The error, where you have looked",
                Axis("weight w", low, high),
                Axis("E(w), mean of the squared errors", 0, 20),
                [Line("weights", "errors", upto="w"), Points("weights", "errors", upto="w", size=0.8, head=True)],
            ),
        ],
        lambda values: Frames(arrays, over("w", captions)),
        [Slider("w", "Weight w", [float(weight) for weight in weights], start, play=True)],
        alt=(
            "Left, eight examples and a straight line through the origin whose slope is the weight; sticks join each "
            "example to the line. Right, the mean of the squared lengths of the sticks as a function of the weight: "
            f"a bowl with its lowest point at w = {number(best)}."
        ),
    )


# ---------------------------------------------------------------- secant and tangent


@dataclass(frozen=True)
class Curve:
    """A function of one weight with what is known of it at w: its slope and, for theory, the next derivatives."""

    label: str
    f: Callable
    w: float
    slope: float
    second: float = 0.0
    third: float = 0.0


PARABOLA = Curve("the parabola (10 − 3w)²", lambda w: (10 - 3 * w) ** 2, 2.0, -24.0, 18.0)
WAVE = Curve("the wave 45 + 30 sin(2w)", lambda w: 45 + 30 * np.sin(2 * w), 2.0, 60 * np.cos(4.0))


def secant_and_tangent(*, start: float = 1.0, own: bool = True, question: Choice | None = None) -> Stage:
    """The forward and the central line through a curve, and their slopes, with a slider for ε.

    own: the slopes are what the student's forward_difference and central_difference give, the reference is a ghost.
    """
    curves = (PARABOLA, WAVE)
    steps = np.array(spaced_out(0.001, 3.0, [0.01, 0.1, 0.5, 1.0, 8 / 3], 141))
    exact = [slopes_by_formula(curve.f, curve.w, steps) for curve in curves]

    def compute(values: dict) -> Frames:
        mine, banner = [{} for _ in curves], ""
        if own:
            mine, banners = zip(*(slopes_by_student(curve.f, curve.w, steps) for curve in curves))
            wrong = (first_wrong(*pair, steps, 1e-4) for pair in zip(mine, exact))
            banner = next(filter(None, (*banners, *wrong)), "")
        return _secant_frames(curves, steps, exact, mine, banner, own)

    return Stage(
        "A slope from two looks at the loss",
        [_secant_panel(own), _slope_panel(own)],
        compute,
        [
            Slider("eps", "Distance ε (log scale)", [float(step) for step in steps], start, play=True),
            Select("curve", "Curve", [curve.label for curve in curves]),
            *again(own),
        ],
        alt=(
            "Left, a curve with its tangent at w = 2, a straight line through the points at w and w + ε, and one "
            "through the points at w − ε and w + ε. Right, the slopes of the two lines against ε: as ε shrinks both go "
            "to the slope of the tangent, the central one sooner."
        ),
        question=question,
    )


def _secant_frames(
    curves: tuple[Curve, ...], steps: np.ndarray, exact: list[Slopes], mine: Any, banner: str, own: bool
) -> Frames:
    ends, grid = np.array([-1.5, 5.5]), np.linspace(-1.2, 5.2, 321)
    w, here = np.array([curve.w for curve in curves]), np.array([curve.f(curve.w) for curve in curves])
    ahead, behind = (np.stack([curve.f(curve.w + s * steps) for curve in curves]) for s in (1, -1))
    slope = np.array([curve.slope for curve in curves])
    arrays: dict[str, Any] = {
        "grid": grid,
        "curve": over("curve", np.stack([curve.f(grid) for curve in curves])),
        "ends": ends,
        "tangent": over("curve", here[:, None] + slope[:, None] * (ends - w[:, None])),
        "true": over("curve", slope),
        "steps": steps,
        "here_w": over("curve", w),
        "here": over("curve", here),
        "ahead_w": over("curve", "eps", w[:, None] + steps),
        "ahead": over("curve", "eps", ahead),
        "behind_w": over("curve", "eps", w[:, None] - steps),
        "behind": over("curve", "eps", behind),
        "now_eps": over("eps", steps),
    }
    for side in ("ahead", "behind"):  # their names, while there is room for them
        arrays[f"{side}_text"] = over("curve", "eps", np.where(steps < 0.35, np.nan, arrays[f"{side}_w"].table))
    told = []
    for name in NAMES:
        right = np.stack([slopes[name] for slopes in exact])
        given = np.stack([slopes[name] for slopes in mine]) if all(name in slopes for slopes in mine) else None
        kinds = {"own": right} if not own else {"ref": right} | ({} if given is None else {"own": given})
        for kind, values in kinds.items():
            arrays[f"{kind}_{name}"] = over("curve", values)
            arrays[f"{kind}_{name}_line"] = over("curve", "eps", _through(name, values, w, here, behind, steps, ends))
        shown = right if given is None else np.where(np.isnan(given), right, given)
        told.append(shown)
        arrays[f"{name}_now"] = over("curve", "eps", shown)
        off = abs(shown - slope[:, None])
        arrays[f"{name}_off"] = over("curve", "eps", np.where(off < 1e-9 * abs(slope[:, None]), 0.0, off))
    says = (
        "ε = {eps}. True slope: {true}. Forward line: {forward_now}, wrong by {forward_off}. "
        "Central line: {central_now}, wrong by {central_off}."
    )
    return Frames(arrays, says, banner)


def _through(name: str, slopes: np.ndarray, w: np.ndarray, here: np.ndarray, behind: np.ndarray, steps: np.ndarray,
             ends: np.ndarray) -> np.ndarray:  # fmt: skip
    """The line with these slopes through the point where the difference begins: its heights at both ends."""
    start_w = w[:, None] - (steps if name == "central" else 0 * steps)
    start = behind if name == "central" else np.broadcast_to(here[:, None], slopes.shape)
    return start[..., None] + slopes[..., None] * (ends - start_w[..., None])


def _secant_panel(own: bool) -> Panel:
    prefix = "your " if own else ""
    layers: list[Layer] = [
        Line("grid", "curve", color="curve", width=3),
        Line("ends", "tangent", color="ink", dash="dotted", width=2, label="tangent"),
    ]
    for name in NAMES:
        layers.append(Line("ends", f"ref_{name}_line", color="ghost", dash="dashed", width=1.25, label="reference"))
        layers.append(Line("ends", f"own_{name}_line", color=COLORS[name], width=2, label=prefix + name))
    layers += [
        Points("behind_w", "behind", color="blue", size=4.5),
        Points("ahead_w", "ahead", color="orange", marker="square", size=4.5),
        Points("here_w", "here", color="ink", size=5),
        Text("here_w", "here", "w", dx=-9, dy=11, align="right", color="ink", bold=True),
        Text("ahead_text", "ahead", "w + ε", dx=9, dy=-9, color="orange"),
        Text("behind_text", "behind", "w − ε", dx=9, dy=-9, color="blue"),
    ]
    return Panel("The curve and its lines", Axis("weight w", -1.2, 5.2), Axis("loss L(w)", 0, 100), layers)


def _slope_panel(own: bool) -> Panel:
    prefix = "your " if own else ""
    layers: list[Layer] = [
        Rule(y="true", color="ink", dash="dotted", width=2),
        Text([0.0012], "true", "true slope {true}", dy=-13, color="ink"),
        Rule(x="now_eps", color="soft", dash="dotted"),
    ]
    for name in NAMES:
        layers.append(Line("steps", f"own_{name}", color=COLORS[name], label=prefix + name))
        layers.append(reference("steps", f"ref_{name}"))
        layers.append(Points("now_eps", f"{name}_now", color=COLORS[name], marker=MARKERS[name], size=4.5))
    return Panel("The slopes of the lines", Axis("ε (log scale)", 0.001, 3, log=True), Axis("slope", -46, 36), layers)
