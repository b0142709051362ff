"""The widget of notebook 01 that shows a slope: the tangent at a point of the loss, and the step it suggests."""

from __future__ import annotations

import numpy as np

from nncourse.widgets.parts import Arrows, Axis, Frames, Line, Panel, Points, Rule, Slider, number, over
from nncourse.widgets.stage import Stage


def slope_at_a_point(x: float = 3.0, y: float = 10.0, w: float = 2.0, learning_rate: float = 0.02) -> Stage:
    """L(w) = (y − w x)² with its tangent at a point that moves along it, and the step −η ∂L/∂w as an arrow."""
    best = y / x
    places = np.round(np.arange(best - 2.4, best + 2.4001, 0.02) - (best - w) % 0.02, 10)
    places[np.argmin(abs(places - best))] = best
    loss, slope = (y - places * x) ** 2, -2 * x * (y - places * x)
    reach = 1.1  # how far the tangent goes to each side
    ends = np.stack([places - reach, places + reach], axis=1)
    grid = np.linspace(best - 2.8, best + 2.8, 401)
    arrays = {
        "w": grid,
        "loss": (y - grid * x) ** 2,
        "slopes": -2 * x * (y - grid * x),
        "here": over("w", places[:, None]),
        "height": over("w", loss[:, None]),
        "slope": over("w", slope[:, None]),
        "tangent_w": over("w", ends),
        "tangent": over("w", loss[:, None] + slope[:, None] * (ends - places[:, None])),
        "step": over("w", -learning_rate * slope[:, None]),
        "level": np.zeros(1),
    }
    caption = over("w", [_sentence(place, value) for place, value in zip(places, slope, strict=True)])
    return Stage(
        f"The slope of L(w) = ({number(y)} − {number(x)}w)²",
        [_loss_panel(best, x), _slope_panel(best, x)],
        lambda values: Frames(arrays, caption),
        [Slider("w", "Where you stand, w", [float(place) for place in places], w)],
        alt=(
            "Left, the loss as a parabola over the weight, with the tangent at one point and an arrow on the floor "
            "that points towards the minimum. Right, the slope at every weight: a straight line, zero at the minimum."
        ),
    )


def _sentence(place: float, slope: float) -> str:
    if abs(slope) < 1e-9:
        return f"At w = {number(place)} the ground is level: the slope is 0, there is nowhere further down."
    way, rises = ("right", "falls") if slope < 0 else ("left", "rises")
    here = f"At w = {number(place)} the slope is {number(slope)}"
    return f"{here}: the loss {rises} as w grows, so downhill is to the {way}."


def _loss_panel(best: float, x: float) -> Panel:
    top = (2.8 * x) ** 2
    return Panel(
        "The loss, and its slope where you stand",
        Axis("weight w", best - 2.8, best + 2.8),
        Axis("loss L(w)", 0, top),
        [
            Line("w", "loss", color="curve", width=3),
            Rule(x=best, text=f"w* = {number(best)}", color="soft", dash="dotted"),
            Line("tangent_w", "tangent", color="orange", width=2.5, label="slope (tangent)"),
            Arrows("here", "level", "step", "level", color="green", width=4, label="step downhill"),
            Points("here", "height", color="orange", size=6),
        ],
    )


def _slope_panel(best: float, x: float) -> Panel:
    steepest = 2.8 * 2 * x * x
    return Panel(
        "The slope at every weight",
        Axis("weight w", best - 2.8, best + 2.8),
        Axis("slope ∂L/∂w", -steepest, steepest),
        [
            Rule(y=0.0, color="soft", dash="dotted"),
            Line("w", "slopes", color="curve", width=3),
            Points("here", "slope", color="orange", size=6),
        ],
    )
