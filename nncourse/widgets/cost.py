"""Widget of notebook 02: what a gradient by finite differences costs, measured, against one backward pass."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.differences import COLORS, MARKERS, MODULE, NAMES
from nncourse.widgets.parts import Axis, Frames, Layer, Line, Over, Panel, Points, Rule, Slider, Text, again, over
from nncourse.widgets.stage import Stage

SECONDS = 2.0  # for each of the student's functions, each time the frames are computed
COUNTS = (10, 20, 50, 100, 200, 500, 1000, 2000)  # numbers of weights that are measured
SIZES = [float(m * 10**e) for e in range(1, 6) for m in (1, 2, 5)] + [1e6]  # numbers that the slider offers
EXAMPLES = 100
METHODS = ("forward_gradient", "numerical_gradient")


def cost_of_differences(*, start: int = 100, own: bool = True, seed: int = 0) -> Stage:
    """Time of one gradient of a linear model's loss, and its looks at the loss, against the number of weights.

    own: with the student's forward_gradient and numerical_gradient; what is missing is measured with the reference.
    """
    problems = [_problem(n, seed) for n in COUNTS]

    def compute(values: dict) -> Frames:
        measured, banners = {}, []
        for name in METHODS:
            mine, banner = own_code.attempt(lambda name=name: _measured(name, problems)) if own else (None, "")
            banners.append(banner)
            drawn = "own" if mine is not None or not own else "ref"
            measured[name] = (drawn, *(_measured_reference(name, problems) if mine is None else mine))
        return _cost_frames(measured, _backward_seconds(problems), next(filter(None, banners), ""))

    return Stage(
        "What one gradient costs",
        [_seconds_panel(own), _looks_panel(own)],
        compute,
        [Slider("n", "Number of weights n", SIZES, start, text=lambda n: f"{int(n):,}"), *again(own)],
        alt=(
            "Left, the seconds for one gradient against the number of weights on log axes: for forward and central "
            "differences the measured points climb ever more steeply, towards a line of slope 2; the time of a "
            "backward pass stays far below them. Right, the number of looks at the loss: n + 1 and 2n."
        ),
    )


def _problem(n: int, seed: int) -> tuple[Callable, Callable, np.ndarray]:
    """The loss of a linear model with n weights, its exact gradient, and a place to stand."""
    rng = np.random.default_rng(seed)
    x, y, w = rng.normal(size=(EXAMPLES, n)), rng.normal(size=EXAMPLES), rng.normal(size=n) / np.sqrt(n)

    def loss(w: np.ndarray) -> float:
        wrong = x @ w - y
        return float(wrong @ wrong) / EXAMPLES

    return loss, lambda w: (2 / EXAMPLES) * ((x @ w - y) @ x), w


def _measured(name: str, problems: list[tuple]) -> tuple[tuple[np.ndarray, np.ndarray], str]:
    """Seconds and looks of the student's function at each number of weights; nan where there was no time."""
    gradient = own_code.function(MODULE, name)
    seconds, looks = np.full((2, len(problems)), np.nan)

    def run(i: int, check: Callable[[], None]) -> None:
        loss, _, w = problems[i]
        asked = 0

        def look(w: np.ndarray) -> float:
            nonlocal asked
            asked += 1
            check()
            return loss(w)

        best = np.inf
        for turn in range(3 if COUNTS[i] <= 500 else 2):
            asked, begun = 0, time.perf_counter()
            value = gradient(look, w)
            best = min(best, time.perf_counter() - begun)
            if turn == 0:
                own_code.numbers(value, w.shape, MODULE, name, f"(f, w) with {len(w)} weights")
        seconds[i], looks[i] = best, asked

    done = own_code.spread(len(problems), SECONDS, run)
    return (seconds, looks), own_code.slow(name, done, len(problems), "numbers of weights", SECONDS)


def _measured_reference(name: str, problems: list[tuple]) -> tuple[np.ndarray, np.ndarray]:
    """Seconds and looks of a plain loop with as many looks as the method needs: the best of three."""
    counts = np.array(COUNTS, dtype=float)
    looks = counts + 1 if name == "forward_gradient" else 2 * counts
    seconds = np.full(len(problems), np.inf)
    for i, (loss, _, w) in enumerate(problems):
        for _ in range(3 if COUNTS[i] <= 500 else 1):
            begun = time.perf_counter()
            for _ in range(int(looks[i])):
                loss(w.copy())
            seconds[i] = min(seconds[i], time.perf_counter() - begun)
    return seconds, looks


def _backward_seconds(problems: list[tuple]) -> np.ndarray:
    """Seconds of one exact gradient by its formula: the best of twenty."""
    best = np.full(len(problems), np.inf)
    for i, (_, gradient, w) in enumerate(problems):
        for _ in range(20):
            begun = time.perf_counter()
            gradient(w)
            best[i] = min(best[i], time.perf_counter() - begun)
    return best


def _cost_frames(measured: dict[str, tuple], backward: np.ndarray, banner: str) -> Frames:
    counts = np.array(COUNTS, dtype=float)
    beyond = np.array([COUNTS[-1], 1e6])
    arrays: dict[str, Any] = {
        "counts": counts,
        "beyond": beyond,
        "now_n": over("n", np.array(SIZES)),
        "backward": backward,
        "backward_beyond": backward[-1] * beyond / beyond[0],
    }
    powers, last = {}, {}
    for name, (drawn, seconds, looks) in measured.items():
        arrays[f"{drawn}_{name}"], arrays[f"{drawn}_{name}_looks"] = seconds, looks
        known = np.flatnonzero(~np.isnan(seconds))
        end = known[-1] if known.size else 0
        last[name] = seconds[end] / counts[end] ** 2 if known.size else np.nan
        arrays[f"{name}_looks_beyond"] = beyond * (1 if name == "forward_gradient" else 2)
        arrays[f"{name}_beyond"] = last[name] * beyond**2
        large = [i for i in known if counts[i] >= 200]
        if len(large) > 1:
            powers[name] = np.polyfit(np.log(counts[large]), np.log(seconds[large]), 1)[0]
    return Frames(arrays, _cost_captions(measured, last, backward, powers), banner)


def _cost_captions(measured: dict, last: dict, backward: np.ndarray, powers: dict) -> Over:
    fit = ""
    if len(powers) == 2:
        forward, central = (f"{powers[name]:.1f}" for name in METHODS)
        fit = f" Fitted slope from 200 to 2,000 weights: {forward} (forward) and {central} (central)."
    captions = []
    for n in SIZES:
        if n in COUNTS:
            i, how = COUNTS.index(n), "measured"
            forward, central = (measured[name][1][i] for name in METHODS)
            exact = backward[i]
        else:
            how = "carried on"
            forward, central = (last[name] * n * n for name in METHODS)
            exact = backward[-1] * n / COUNTS[-1]
        captions.append(
            f"{int(n):,} weights ({how}): forward {_duration(forward)}, central {_duration(central)}, "
            f"one backward pass {_duration(exact)}.{fit}"
        )
    return over("n", captions)


def _duration(seconds: float) -> str:
    """A time as people say it: 41 µs, 3.2 s, 4.1 hours."""
    if np.isnan(seconds):
        return "not measured"
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes"), (1, "s"), (1e-3, "ms")):
        if seconds >= size * (1 if size == 1e-3 or size == 1 else 1.5):
            return f"{seconds / size:.2g} {unit}" if seconds / size < 100 else f"{seconds / size:,.0f} {unit}"
    return f"{seconds * 1e6:.2g} µs" if seconds < 99.5e-6 else f"{seconds * 1e6:.0f} µs"


def _seconds_panel(own: bool) -> Panel:
    layers: list[Layer] = [
        Rule(y=1.0, color="soft", dash="dotted"),
        Rule(y=3600.0, color="soft", dash="dotted"),
        Text([13.0, 13.0], [1.0, 3600.0], ["one second", "one hour"], dy=-9, color="soft"),
        Rule(x="now_n", color="soft", dash="dotted"),
    ]
    for name, short in zip(METHODS, NAMES):
        style = {"color": COLORS[short], "marker": MARKERS[short], "size": 4.0}
        layers.append(
            Line("beyond", f"{name}_beyond", color="ghost", dash="dashed", width=1.5, label="carried on, slope 2 or 1")
        )
        layers.append(Line("counts", f"own_{name}", color=COLORS[short], width=1.5, label=_whose(name, own)))
        layers.append(Points("counts", f"own_{name}", label=_whose(name, own), **style))
        layers.append(Points("counts", f"ref_{name}", label=f"{short} (reference)", **style | {"marker": "ring"}))
    layers += [
        Line("beyond", "backward_beyond", color="ghost", dash="dashed", width=1.5, label="carried on, slope 2 or 1"),
        Line("counts", "backward", color="green", width=1.5, label="backward pass"),
        Points("counts", "backward", color="green", marker="diamond", size=3.5, label="backward pass"),
    ]
    return Panel("Seconds for one gradient", _weights_axis(), Axis("seconds (log scale)", 1e-6, 1e6, log=True), layers)


def _looks_panel(own: bool) -> Panel:
    layers: list[Layer] = [Rule(x="now_n", color="soft", dash="dotted")]
    for name, short in zip(METHODS, NAMES):
        style = {"color": COLORS[short], "marker": MARKERS[short], "size": 4.0}
        layers.append(
            Line("beyond", f"{name}_looks_beyond", color="ghost", dash="dashed", width=1.5, label="carried on")
        )
        layers.append(Line("counts", f"own_{name}_looks", color=COLORS[short], width=1.5, label=_whose(name, own)))
        layers.append(Points("counts", f"own_{name}_looks", label=_whose(name, own), **style))
        layers.append(Points("counts", f"ref_{name}_looks", label=f"{short} (reference)", **style | {"marker": "ring"}))
    return Panel(
        "Looks at the loss, counted", _weights_axis(), Axis("calls of f (log scale)", 1, 1e6, log=True), layers
    )


def _whose(name: str, own: bool) -> str:
    return name if own else NAMES[METHODS.index(name)]


def _weights_axis() -> Axis:
    return Axis("number of weights n (log scale)", 10, 1e6, log=True)
