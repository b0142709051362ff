"""Widget of notebook 07: the same network without a bend and with ReLU, on two half moons."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from nncourse.widgets.parts import Axis, Choice, Frames, Guess, HeatMap, Line, Panel, Points, Slider, over
from nncourse.widgets.stage import Stage

POINTS, NOISE = 120, 0.12
WIDTHS = [1, 2, 4, 8, 16]  # neurons of the hidden layer
TIMES = [0, 2, 5, 10, 15, 20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300]  # steps of training that are kept
LEFT, RIGHT, BOTTOM, TOP = -1.6, 2.6, -1.2, 1.7
X_GRID, Y_GRID = np.linspace(LEFT, RIGHT, 42), np.linspace(BOTTOM, TOP, 30)
BENDS = {"none": lambda z: z, "relu": lambda z: np.maximum(z, 0)}
SLOPES = {"none": np.ones_like, "relu": lambda z: 1.0 * (z > 0)}
RATE = 0.05


def two_moons(*, width: int = 16, steps: int = 300, question: Choice | Guess | None = None) -> Stage:
    """A network of two layers learns to tell two half moons apart: without a bend between them, and with ReLU."""
    x, y = moons()

    return Stage(
        "Two layers, without and with a bend",
        [_panel("Without: W₂ W₁ x", "none"), _panel("With ReLU: W₂ max(0, W₁ x)", "relu")],
        lambda values: _frames(x, y),
        [
            Slider("width", "Neurons in the first layer", WIDTHS, width, text=lambda count: f"{count:.0f}"),
            Slider("time", "Steps of training", TIMES, steps, text=lambda count: f"{count:.0f}", play=True),
        ],
        alt=(
            "Twice the same points, two half moons that reach into each other. Left, the border that a network without "
            "a bend finds: always a straight line. Right, with ReLU: straight pieces that follow the moons."
        ),
        question=question,
    )


def moons() -> tuple[np.ndarray, np.ndarray]:
    """Points (POINTS, 2) on two half circles that reach into each other, and their classes 0 and 1.

    As scikit-learn's make_moons, whose import alone would take two seconds.
    """
    angle = np.linspace(0, np.pi, POINTS // 2)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    noise = NOISE * np.random.default_rng(3).normal(size=(POINTS, 2))
    return np.concatenate([upper, lower]) + noise, np.repeat([0.0, 1.0], POINTS // 2)


@lru_cache
def _trained(bend: str, width: int) -> tuple[np.ndarray, np.ndarray]:
    """At each of TIMES: the probability of class 1 on the grid (times, rows, columns), and the share that is right."""
    (x, y), rng = moons(), np.random.default_rng(0)
    f, slope = BENDS[bend], SLOPES[bend]
    params = [1.5 * rng.normal(size=(width, 2)), rng.normal(size=width),
              rng.normal(size=(1, width)) / np.sqrt(width), np.zeros(1)]  # fmt: skip
    moments = [[np.zeros_like(p), np.zeros_like(p)] for p in params]
    grid = np.stack(np.meshgrid(X_GRID, Y_GRID), axis=-1).reshape(-1, 2)
    maps, shares = [], []
    for step in range(TIMES[-1] + 1):
        if step in TIMES:
            maps.append(_forward(grid, params, f)[2].reshape(Y_GRID.size, X_GRID.size))
            shares.append(np.mean((_forward(x, params, f)[2] > 0.5) == y))
        z, a, p = _forward(x, params, f)
        upstream = ((p - y) / len(y))[:, None]
        dz = upstream @ params[2] * slope(z)
        _adam(params, [dz.T @ x, dz.sum(axis=0), upstream.T @ a, upstream.sum(axis=0)], moments, step + 1)
    return np.array(maps), np.array(shares)


def _forward(x: np.ndarray, params: list[np.ndarray], f: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    W1, b1, W2, b2 = params
    z = x @ W1.T + b1
    a = f(z)
    return z, a, 0.5 * (1 + np.tanh((a @ W2.T + b2)[:, 0] / 2))


def _adam(params: list[np.ndarray], gradients: list[np.ndarray], moments: list[list[np.ndarray]], step: int) -> None:
    """One step of Adam (Kingma and Ba 2015), in place."""
    for p, gradient, moment in zip(params, gradients, moments, strict=True):
        moment[0] = 0.9 * moment[0] + 0.1 * gradient
        moment[1] = 0.999 * moment[1] + 0.001 * gradient**2
        p -= RATE * (moment[0] / (1 - 0.9**step)) / (np.sqrt(moment[1] / (1 - 0.999**step)) + 1e-8)


@lru_cache
def _borders(bend: str) -> tuple[np.ndarray, np.ndarray]:
    """The border, where the probability is ½, as one line with gaps (nan): x and y, shape (widths, times, longest)."""
    from contourpy import contour_generator

    lines = [
        [contour_generator(X_GRID, Y_GRID, probability).lines(0.5) for probability in _trained(bend, width)[0]]
        for width in WIDTHS
    ]
    longest = max(sum(len(piece) + 1 for piece in pieces) for row in lines for pieces in row)
    found = np.full((len(WIDTHS), len(TIMES), max(longest, 1), 2), np.nan)
    for place in np.ndindex(found.shape[:2]):
        at = 0
        for piece in lines[place[0]][place[1]]:
            found[place][at : at + len(piece)] = piece
            at += len(piece) + 1
    return found[..., 0], found[..., 1]


def _frames(x: np.ndarray, y: np.ndarray) -> Frames:
    arrays: dict[str, Any] = {}
    for name, group in (("upper", x[y == 0]), ("lower", x[y == 1])):
        arrays[f"{name}_x"], arrays[f"{name}_y"] = group.T
    for bend in BENDS:
        maps, shares = zip(*(_trained(bend, width) for width in WIDTHS), strict=True)
        border_x, border_y = _borders(bend)
        arrays[f"map_{bend}"] = over("width", "time", np.array(maps))
        arrays[f"border_x_{bend}"] = over("width", "time", border_x)
        arrays[f"border_y_{bend}"] = over("width", "time", border_y)
        arrays[f"share_{bend}"] = over("width", "time", 100 * np.array(shares))
    caption = (
        "Neurons: {width}, steps of training: {time}. Without a bend {share_none} % of the points are right, "
        "with ReLU {share_relu} %."
    )
    return Frames(arrays, caption)


def _panel(title: str, bend: str) -> Panel:
    return Panel(
        title,
        Axis("x₁", LEFT, RIGHT),
        Axis("x₂", BOTTOM, TOP),
        [
            HeatMap(f"map_{bend}", 0.0, 1.0, map="diverging", opacity=0.45, when="answered"),
            Points("upper_x", "upper_y", color="blue", size=3, label="class 0"),
            Points("lower_x", "lower_y", color="orange", marker="square", size=3, label="class 1"),
            Line(f"border_x_{bend}", f"border_y_{bend}", color="ink", width=2.5, label="border", when="answered"),
        ],
    )
