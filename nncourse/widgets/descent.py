"""Widgets of notebook 01: gradient descent on a curve and on a bowl."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Axis,
    Choice,
    Drag,
    Frames,
    Guess,
    Layer,
    Line,
    Panel,
    Points,
    Rule,
    Slider,
    Text,
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.search import random_search_against_descent
from nncourse.widgets.stage import Stage

__all__ = ["descent_on_bowl", "descent_on_curve", "random_search_against_descent"]

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
    question: Choice | Guess | None = None,
) -> Stage:
    """Gradient descent on L(w) = (y − w x)², from w0, with a slider for the learning rate.

    own: the path is what the student's squared_error_gradient and gradient_step give, with the reference as a ghost;
    otherwise the reference alone. low, high: the ends of the slider. steps: how many are taken.
    """
    curvature, best = 2 * x * x, y / x
    rates = learning_rates(low, high, [start, 0.1, 1 / curvature, 2 / curvature])
    exact = best + (1 - np.outer(rates, np.full(steps + 1, curvature))) ** np.arange(steps + 1) * (w0 - best)

    def compute(values: dict) -> Frames:
        mine, banner = own_code.attempt(lambda: _curve_own(x, y, w0, rates, steps)) if own else (None, "")
        return _curve_frames(x, y, rates, exact, mine, banner or _differs(mine, exact), own)

    reach, top = 1.9 * abs(w0 - best), 3.125 * (y - w0 * x) ** 2
    return Stage(
        f"Gradient descent on L(w) = ({number(y)} − {number(x)}w)²",
        [
            _curve_panel(best, reach, top, w0, own),
            _loss_panel("The loss after each step", steps, 1e-6, max(1e4, 32 * top), own),
        ],
        compute,
        [
            Slider("rate", "Learning rate η", rates, start),
            Slider("step", "Steps taken", range(steps + 1), steps, play=True),
            *again(own),
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


def _curve_own(x: float, y: float, w0: float, rates: list[float], steps: int) -> tuple[np.ndarray, str]:
    """The student's weights, shape (rates, steps + 1), nan where there was no time left; and a banner for that."""
    slope = own_code.function(MODULE, "squared_error_gradient")
    step = own_code.function(MODULE, "gradient_step")
    path = np.full((len(rates), steps + 1), np.nan)

    def run(i: int, check: Callable[[], None]) -> None:
        row, rate = [w0], rates[i]
        for _ in range(steps):
            check()
            w = row[-1]
            gradient = _one(slope(w, x, y), "squared_error_gradient", (w, x, y))
            row.append(_one(step(w, gradient, rate), "gradient_step", (w, gradient, rate)))
        path[i] = row

    done = own_code.spread(len(rates), SECONDS, run)
    return path, own_code.slow("gradient_step", done, len(rates), "learning rates", SECONDS)


def _one(value: object, name: str, arguments: tuple[float, ...]) -> float:
    """The student's answer as one float. The check that costs time runs only where the quick one fails."""
    if isinstance(value, float) and value == value:
        return float(value)
    call = f"({', '.join(number(argument) for argument in arguments)})"
    return float(own_code.numbers(value, (), MODULE, name, call))


def _curve_frames(
    x: float, y: float, rates: list[float], exact: np.ndarray, mine: np.ndarray | None, banner: str, own: bool
) -> Frames:
    def loss(w: np.ndarray) -> np.ndarray:
        return (y - w * x) ** 2

    best, w = y / x, np.linspace(y / x - 10, y / x + 10, 801)
    arrays = {"w": w, "loss": loss(w), "start_w": exact[0, :1], "start_loss": loss(exact[0, :1])}
    arrays["step_number"] = np.arange(exact.shape[1])
    for name, path in _drawn(exact, mine, own):
        arrays[f"{name}_w"], arrays[f"{name}_loss"] = over("rate", path), over("rate", loss(path))
    path = _told(exact, mine)
    arrays["now_w"], arrays["now_loss"] = over("rate", "step", path), over("rate", "step", loss(path))
    now = "At step {step}: w = {now_w}, loss {now_loss}."
    captions = [f"{_regime(rate, row, best)} {now}" for rate, row in zip(rates, path, strict=True)]
    return Frames(arrays, over("rate", captions), banner)


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
            Rule(x=best, text=f"w* = {number(best)}", color="soft", dash="dotted"),
            reference("ref_w", "ref_loss", upto="step"),
            *_walk("own_w", "own_loss", own),
            Text("start_w", "start_loss", f"w₀ = {number(w0)}", dx=-10, dy=-2, align="right", color="ink"),
        ],
    )


# ---------------------------------------------------------------- two weights: a stretched bowl


def descent_on_bowl(
    *,
    low: float = 0.005,
    high: float = 2.2,
    start: float = 0.09,
    stretch: float = 20.0,
    begin: tuple[float, float] = (-4.0, 1.5),
    steps: int = 40,
    own: bool = True,
    question: Choice | Guess | None = None,
) -> Stage:
    """Gradient descent on the bowl L(w) = ½ (w₁² + κ w₂²), with sliders for the learning rate and the stretch κ.

    own: the path is what the student's gradient_descent gives, with the reference as a ghost; otherwise the
    reference alone. begin: where the path starts; it can be dragged.
    """
    rates, stretches = learning_rates(low, high, [start], 61), [1, 1.5, 2, 3, 5, 7, 10, 14, 20, 30]
    if stretch not in stretches:
        stretches = sorted([*stretches, stretch])

    def compute(values: dict) -> Frames:
        exact = _bowl_exact(values["begin"], stretches, rates, steps)
        mine, banner = None, ""
        if own:
            mine, banner = own_code.attempt(lambda: _bowl_own(values["begin"], stretches, rates, steps))
        return _bowl_frames(stretches, rates, exact, mine, banner or _differs(mine, exact), own)

    return Stage(
        "Gradient descent in a valley: L(w)\u00a0=\u00a0½\u00a0(w₁²\u00a0+\u00a0κ\u00a0w₂²)",
        [_bowl_panel(own), _loss_panel("The loss after each step", steps, 1e-8, 1e4, own)],
        compute,
        [
            Slider("rate", "Learning rate η", rates, start),
            Slider("stretch", "Stretch κ of the bowl", stretches, stretch),
            Slider("step", "Steps taken", range(steps + 1), steps, play=True),
            Drag("begin", "Start of the path", begin),
            *again(own),
        ],
        alt=(
            "Left, the bowl from above: level lines are ellipses around the minimum at (0, 0), the flatter the larger "
            "the stretch; points mark the weights after each step of gradient descent from a start that can be moved. "
            "Right, the loss after each step, on a log scale."
        ),
        question=question,
    )


def _bowl_exact(begin: tuple[float, float], stretches: list[float], rates: list[float], steps: int) -> np.ndarray:
    """The weights by the closed form (1 − η c)^t w(0), c = 1 and κ: shape (stretches, rates, steps + 1, 2)."""
    curvature = np.stack([np.ones(len(stretches)), stretches], axis=1)
    factor = 1 - np.asarray(rates)[:, None] * curvature[:, None]
    return factor[:, :, None] ** np.arange(steps + 1)[:, None] * np.asarray(begin)


def _bowl_own(
    begin: tuple[float, float], stretches: list[float], rates: list[float], steps: int
) -> tuple[np.ndarray, str]:
    """The student's weights, in the shape of _bowl_exact, nan where there was no time; and a banner for that."""
    descend = own_code.function(MODULE, "gradient_descent")
    paths = np.full((len(stretches) * len(rates), steps + 1, 2), np.nan)

    def run(i: int, check: Callable[[], None]) -> None:
        curvature, rate = np.array([1.0, stretches[i // len(rates)]]), rates[i % len(rates)]

        def gradient_fn(w: np.ndarray) -> np.ndarray:
            check()
            return curvature * np.asarray(w)

        path = descend(gradient_fn, np.array(begin), rate, steps)
        call = f"(gradient_fn, {[round(place, 2) for place in begin]}, {number(rate)}, {steps})"
        paths[i] = own_code.numbers(path, (steps + 1, 2), MODULE, "gradient_descent", call)

    done = own_code.spread(len(paths), SECONDS, run)
    banner = own_code.slow("gradient_descent", done, len(paths), "pairs of η and κ", SECONDS)
    return paths.reshape(len(stretches), len(rates), steps + 1, 2), banner


def _bowl_frames(
    stretches: list[float], rates: list[float], exact: np.ndarray, mine: np.ndarray | None, banner: str, own: bool
) -> Frames:
    rings = np.array([_rings(kappa) for kappa in stretches])
    arrays = {"ring_x": over("stretch", rings[:, 0]), "ring_y": over("stretch", rings[:, 1])}
    arrays["step_number"] = np.arange(exact.shape[2])
    for name, path in _drawn(exact, mine, own):
        arrays[f"{name}_x"], arrays[f"{name}_y"] = (over("stretch", "rate", path[..., i]) for i in (0, 1))
        arrays[f"{name}_loss"] = over("stretch", "rate", _bowl(path, stretches))
    arrays["now"] = over("stretch", "rate", "step", _bowl(_told(exact, mine), stretches))
    now = "Loss at step {step}: {now}."
    captions = [[f"{_valley(rate, kappa)} {now}" for rate in rates] for kappa in stretches]
    return Frames(arrays, over("stretch", "rate", captions), banner)


def _bowl(w: np.ndarray, stretches: list[float]) -> np.ndarray:
    """The loss ½ (w₁² + κ w₂²) of weights of shape (stretches, …, 2)."""
    with np.errstate(over="ignore"):
        return 0.5 * (w[..., 0] ** 2 + np.reshape(stretches, (-1, 1, 1)) * w[..., 1] ** 2)


def _rings(kappa: float) -> tuple[np.ndarray, np.ndarray]:
    """Level lines of the bowl as one line with gaps (nan): the ellipses that cross the w₁ axis at 1, 2, …, 18."""
    angle = np.append(np.linspace(0, 2 * np.pi, 97), np.nan)
    radius = np.arange(1, 19)[:, None]
    return (radius * np.cos(angle)).ravel(), (radius * np.sin(angle) / np.sqrt(kappa)).ravel()


def _valley(rate: float, kappa: float) -> str:
    """What this learning rate does along the valley and across it, in words and numbers."""
    along, across = 1 - rate, 1 - rate * kappa
    if kappa == 1:
        verdict = f"a round bowl, so both weights go the same way: each step multiplies them by {number(along)}"
        return f"η = {number(rate)}, κ = 1: {verdict}{', it diverges' if abs(along) > 1 else ''}."
    if abs(across) > 1:
        how = "diverges across the valley (η is above 2/κ)" if abs(along) <= 1 else "diverges both ways"
    elif across < 0:
        how = "zig-zags across the valley"
    else:
        how = "slides down without zig-zag"
        how += ", then creeps along the floor" if along > 0.95 else ""
    return (
        f"η = {number(rate)}, κ = {number(kappa)}: {how}. Each step multiplies w₁ by {number(along)} "
        f"and w₂ by {number(across)}."
    )


def _bowl_panel(own: bool) -> Panel:
    return Panel(
        "The bowl from above",
        Axis("weight w₁", -5, 5),
        Axis("weight w₂", -3.25, 3.25),
        [
            Line("ring_x", "ring_y", color="curve", width=1, opacity=0.7),
            Points([0], [0], marker="cross", size=4, color="ink"),
            Text([0], [0], "minimum", dx=11, dy=13, color="soft"),
            reference("ref_x", "ref_y", upto="step"),
            *_walk("own_x", "own_y", own),
        ],
        equal=True,
    )


# ---------------------------------------------------------------- what the two share


def _walk(x: str, y: str, own: bool) -> list[Layer]:
    """The layers of a path: its points, joined by a thinner line."""
    label = "your code" if own else "gradient descent"
    return [
        Line(x, y, label=label, width=1.5, opacity=0.6, upto="step", edge=True),
        Points(x, y, label=label, upto="step", head=True),
    ]


def _loss_panel(title: str, steps: int, low: float, high: float, own: bool) -> Panel:
    return Panel(
        title,
        Axis("steps taken", 0, steps),
        Axis("loss (log scale)", low, high, log=True),
        [reference("step_number", "ref_loss", upto="step"), *_walk("step_number", "own_loss", own)],
    )


def _drawn(exact: np.ndarray, mine: np.ndarray | None, own: bool) -> list[tuple[str, np.ndarray]]:
    """The paths to draw by name: the reference alone, or as a ghost with the student's if there is one."""
    if not own:
        return [("own", exact)]
    return [("ref", exact)] if mine is None else [("ref", exact), ("own", mine)]


def _told(exact: np.ndarray, mine: np.ndarray | None) -> np.ndarray:
    """The path the caption speaks of: the student's where there is one."""
    return exact if mine is None else np.where(np.isnan(mine), exact, mine)


def _differs(mine: np.ndarray | None, exact: np.ndarray) -> str:
    """A banner that names the first step at which the student's path leaves the reference, if it does.

    mine, exact: shape (rates, steps + 1) for one weight, (stretches, rates, steps + 1, 2) for two.
    """
    if mine is None:
        return ""
    apart = np.argwhere(~np.isnan(mine) & ~np.isclose(mine, exact, rtol=1e-4, atol=1e-4))
    if len(apart) == 0:
        return ""
    time = 1 if mine.ndim == 2 else 2  # the axis of the steps
    first = tuple(apart[np.argmin(apart[:, time])])
    return (
        f"Your path leaves the reference at step {first[time]}: your code gives {number(mine[first])}, "
        f"the rule w − η ∂L/∂w gives {number(exact[first])}."
    )
