"""The widgets of notebook 01: gradient descent on a curve, on a bowl, and against random search."""

from __future__ import annotations

import math

import numpy as np

from nncourse.widgets import own as student_code
from nncourse.widgets.parts import Axis, Button, Frames, Line, Panel, Points, Rule, Slider, Text, number, over, reference
from nncourse.widgets.stage import Stage

SECONDS = 2.0  # for the student's code, each time the frames are computed
MODULE = "descent"


# ---------------------------------------------------------------- one weight: the learning rate


def descent_on_curve(
    x: float = 3.0,
    y: float = 10.0,
    w0: float = 2.0,
    *,
    low: float = 0.001,
    high: float = 0.14,
    start: float = 0.01,
    steps: int = 40,
    own: bool = True,
    question=None,
) -> Stage:
    """Gradient descent on L(w) = (y − w x)², from w0, with a slider for the learning rate.

    own: the path is what the student's squared_error_gradient and gradient_step give, with the reference as a ghost;
    otherwise the reference alone. low, high: the ends of the slider. steps: how many are taken.
    """
    curvature, best = 2 * x * x, y / x
    rates = learning_rates(low, high, [start, 0.1, 1 / curvature, 2 / curvature])
    exact = best + (1 - np.outer(rates, np.full(steps + 1, curvature))) ** np.arange(steps + 1) * (w0 - best)

    def compute(values) -> Frames:
        path, banner = student_code.attempt(lambda: _curve_path(x, y, w0, rates, steps)) if own else (None, "")
        return _curve_frames(x, y, exact, rates, path, banner, own)

    reach, top = 1.9 * abs(w0 - best), 3.125 * (y - w0 * x) ** 2
    return Stage(
        f"Gradient descent on L(w) = ({number(y)} − {number(x)}w)²",
        [_curve_panel(best, reach, top, w0, own), _loss_panel((y - w0 * x) ** 2, steps, own)],
        compute,
        [
            Slider("rate", "Learning rate η", rates, start),
            Slider("step", "Steps taken", range(steps + 1), steps, play=True),
            *_again(own),
        ],
        alt=(
            f"Left, the loss is a parabola over the weight w with its minimum at w = {number(best)}; points mark the "
            f"weight after each step of gradient descent, from w = {number(w0)}. Right, the loss after each step, on "
            "a log scale."
        ),
        question=question,
    )


def learning_rates(low: float, high: float, exact: list[float], count: int = 201) -> list[float]:
    """`count` rates from low to high, evenly spaced on a log scale; each of `exact` takes the place of the nearest."""
    rates = np.geomspace(low, high, count)
    for rate in exact:
        if low <= rate <= high:
            rates[np.argmin(abs(np.log(rates / rate)))] = rate
    return [float(rate) for rate in rates]


def _curve_path(x: float, y: float, w0: float, rates: list[float], steps: int) -> tuple[np.ndarray, str]:
    """The student's weights, shape (rates, steps + 1), nan where there was no time left; and a banner for that."""
    slope = student_code.function(MODULE, "squared_error_gradient")
    step = student_code.function(MODULE, "gradient_step")
    path = np.full((len(rates), steps + 1), np.nan)
    clock = student_code.Clock(SECONDS)
    for done, i in enumerate(student_code.coarse_to_fine(len(rates))):
        if clock.over():
            return path, student_code.slow("gradient_step", done, len(rates), "learning rates", SECONDS)
        w = path[i, 0] = w0
        for t in range(steps):
            gradient = _one(slope(w, x, y), "squared_error_gradient", (w, x, y))
            w = path[i, t + 1] = _one(step(w, gradient, rates[i]), "gradient_step", (w, gradient, rates[i]))
    return path, ""


def _one(value, name: str, arguments: tuple[float, ...]) -> float:
    """The student's answer as one float. The check that costs time runs only where the quick one fails."""
    if type(value) is float and value == value:
        return value
    call = f"({', '.join(number(argument) for argument in arguments)})"
    return float(student_code.numbers(value, (), MODULE, name, call))


def _curve_frames(x, y, exact, rates, path, banner, own) -> Frames:
    best = y / x
    arrays = {
        "w": np.linspace(best - 10, best + 10, 801),
        "start_w": exact[0, :1],
        "start_loss": (y - exact[0, :1] * x) ** 2,
    }
    arrays["loss"] = (y - arrays["w"] * x) ** 2
    arrays["step_number"] = np.arange(exact.shape[1])
    shown = exact
    if path is not None:
        path, banner = path
        shown = np.where(np.isnan(path), exact, path)
        banner = banner or _differs(path, exact)
    elif own is False:
        path = exact
    for name, table in (("own", path), ("ref", exact if own else None)):
        if table is not None:
            arrays[f"{name}_w"], arrays[f"{name}_loss"] = over("rate", table), over("rate", (y - table * x) ** 2)
    arrays["now_w"], arrays["now_loss"] = over("rate", "step", shown), over("rate", "step", (y - shown * x) ** 2)
    captions = [f"{_regime(rate, row, best)} {{step}} steps: w = {{now_w}}, loss {{now_loss}}."
                for rate, row in zip(rates, shown, strict=True)]
    return Frames(arrays, over("rate", captions), banner)


def _differs(path: np.ndarray, exact: np.ndarray) -> str:
    """A banner that names the first step at which the student's path leaves the reference, if it does."""
    apart = abs(path - exact) > 1e-6 * (1 + abs(exact))
    if not apart.any():
        return ""
    i, t = np.argwhere(apart)[np.argmin(np.argwhere(apart)[:, 1])]
    return (
        f"Your path leaves the reference at step {t}: your code gives w = {number(path[i, t])}, the formula "
        f"w − η ∂L/∂w gives {number(exact[i, t])}."
    )


def _regime(rate: float, row: np.ndarray, best: float) -> str:
    """What this learning rate does, in words and numbers, from the path's first step."""
    factor = (row[1] - best) / (row[0] - best)
    times = f"each step multiplies the error by {number(factor)}"
    if abs(factor) < 1e-9:
        what = "lands on the minimum in one step"
    elif abs(abs(factor) - 1) < 1e-9:
        what = f"bounces between {number(row[0])} and {number(row[1])} for ever, neither closer nor farther"
    elif abs(factor) > 1:
        what = f"diverges, {times}"
    elif factor < 0:
        what = f"bounces from side to side but shrinks, {times}"
    elif factor > 0.9:
        what = f"crawls, {times}"
    else:
        what = f"goes down smoothly, {times}"
    return f"η = {number(rate)}: {what}."


def _curve_panel(best: float, reach: float, top: float, w0: float, own: bool) -> Panel:
    return Panel(
        "Where the weight is",
        Axis("weight w", best - reach, best + reach),
        Axis("loss L(w)", 0, top),
        [
            Line("w", "loss", color="curve", width=3),
            Rule(x=best, text=f"minimum w* = {number(best)}", color="soft", dash="dotted"),
            Line("own_w", "own_loss", width=1.5, opacity=0.55, upto="step", edge=True),
            Points("own_w", "own_loss", label=_name(own), size=3.5, upto="step", head=True),
            reference("ref_w", "ref_loss", upto="step"),
            Text("start_w", "start_loss", f"start w₀ = {number(w0)}", dx=-10, dy=-2, align="right", color="ink"),
        ],
    )


def _loss_panel(first: float, steps: int, own: bool) -> Panel:
    return Panel(
        "How the loss goes down",
        Axis("steps taken", 0, steps),
        Axis("loss (log scale)", 1e-6, max(1e4, 100 * first), log=True),
        [
            Line("step_number", "own_loss", label=_name(own), upto="step", edge=True),
            Points("step_number", "own_loss", upto="step", size=2.5, head=True),
            reference("step_number", "ref_loss", upto="step"),
        ],
    )


def _name(own: bool) -> str:
    return "your code" if own else "gradient descent"


def _again(own: bool) -> list[Button]:
    return [Button("again", "Run my code again")] if own else []
