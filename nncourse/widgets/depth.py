"""Widget of notebook 07: what ten layers of one activation do to a gradient on its way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.bends import KINDS, Bend
from nncourse.widgets.parts import (
    Axis,
    Band,
    Choice,
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
)
from nncourse.widgets.stage import Stage

LAYERS, NEURONS, SAMPLES = 10, 64, 40
SIZES = [float(2 ** (k / 8)) for k in range(-8, 17)]  # 1 and √2 among them
SHOWN = {
    "sigmoid": ("orange", "square", "dashed"),
    "tanh": ("blue", "circle", "solid"),
    "ReLU": ("green", "diamond", "dotted"),
}
LOWEST, HIGHEST = 1e-11, 1e3


def through_layers(*, size: float = 1.0, own: bool = True, question: Choice | Guess | None = None) -> Stage:
    """The size of a gradient as it walks back through ten layers, and what the layers say, for three activations.

    The weights have the standard deviation g / √64; the slider sets g. own: functions and slopes are the student's,
    with the reference as a ghost.
    """

    def compute(values: dict) -> Frames:
        found, banners = {}, []
        for label in SHOWN if own else ():
            mine, banner = own_code.attempt(lambda label=label: _own(label))
            banners.append(banner or _differs(label, mine))
            if mine is not None:
                found[label] = mine
        return _frames(found, next(filter(None, banners), ""), own)

    return Stage(
        "A gradient walks back through ten layers",
        [_gradient_panel(own), _output_panel()],
        compute,
        [Slider("size", "Size of the weights g (standard deviation g / √64)", SIZES, size), *again(own)],
        alt=(
            "Left, the size of the gradient after each of ten layers on its way back, on a log scale, for sigmoid, "
            "tanh and ReLU, with the sigmoid's best case as a dotted line. Right, mean and spread of what each layer "
            "says: around 0.5 for the sigmoid, around 0 for tanh."
        ),
        question=question,
    )


def _own(label: str) -> tuple[tuple[np.ndarray, ...], str]:
    kind = KINDS[label]
    return _run(kind.own(), kind.own("_derivative")), ""


@lru_cache
def _exact(label: str) -> tuple[np.ndarray, ...]:
    return _run(KINDS[label].f, KINDS[label].slope)


def _run(f: Bend, slope: Bend) -> tuple[np.ndarray, ...]:
    """For each size of the weights: the gradient's size after 0, 1, …, 10 layers; each layer's mean and spread.

    Shapes (sizes, 11), (sizes, 10) and (sizes, 10). The gradient's size is the root of its mean square, 1 at the start.
    """
    rng = np.random.default_rng(7)
    x, upstream = rng.normal(size=(2, SAMPLES, NEURONS))
    weights = rng.normal(size=(LAYERS, NEURONS, NEURONS)) / np.sqrt(NEURONS)
    rows = [_one_size(f, slope, x, upstream, g * weights) for g in SIZES]
    return tuple(np.array(part) for part in zip(*rows, strict=True))


def _one_size(
    f: Callable, slope: Callable, a: np.ndarray, upstream: np.ndarray, weights: np.ndarray
) -> tuple[list[float], list[float], list[float]]:
    sums, means, spreads = [], [], []
    for W in weights:
        sums.append(a @ W.T)
        a = f(sums[-1], 0.0)
        means.append(float(a.mean()))
        spreads.append(float(a.std()))
    start = np.sqrt(np.mean(upstream**2))
    sizes = [1.0]
    for W, z in zip(weights[::-1], sums[::-1], strict=True):
        upstream = (upstream * slope(z, 0.0)) @ W
        sizes.append(float(np.sqrt(np.mean(upstream**2)) / start))
    return sizes, means, spreads


def _differs(label: str, mine: tuple[np.ndarray, ...] | None) -> str:
    if mine is None or all(np.allclose(a, b, rtol=1e-2, atol=1e-4) for a, b in zip(mine, _exact(label), strict=True)):
        return ""
    name = KINDS[label].name
    return f"Your {label} network leaves the reference: look at the check of {name} and {name}_derivative."


def _frames(mine: dict[str, tuple[np.ndarray, ...]], banner: str, own: bool) -> Frames:
    behind, layers = np.arange(LAYERS + 1.0), np.arange(1.0, LAYERS + 1)
    arrays: dict[str, Any] = {"behind": behind, "layers": layers, "best": 0.25**behind}
    for label in SHOWN:
        exact = _exact(label)
        sizes, means, spreads = mine.get(label, exact)
        if own:
            arrays[f"ref_{label}"] = over("size", _kept(exact[0]))
        if label in mine or not own:
            arrays[f"own_{label}"] = over("size", _kept(sizes))
        arrays[f"mean_{label}"] = over("size", means)
        arrays[f"low_{label}"], arrays[f"high_{label}"] = over("size", means - spreads), over("size", means + spreads)
        arrays[f"left_{label}"] = over("size", sizes[:, -1:])
    left = " · ".join(f"{label} {{left_{label}}}" for label in SHOWN)
    captions = [
        f"g = {number(size)}{_meaning(size)}. What ten layers leave of a gradient of 1: {left}." for size in SIZES
    ]
    return Frames(arrays, over("size", captions), banner)


def _meaning(size: float) -> str:
    if abs(size - 1) < 1e-9:
        return ", the size that Xavier chose for tanh"
    return ", the size that He chose for ReLU" if abs(size - np.sqrt(2)) < 1e-9 else ""


def _kept(sizes: np.ndarray) -> np.ndarray:
    return np.maximum(sizes, LOWEST / 10)


def _gradient_panel(own: bool) -> Panel:
    layers: list[Layer] = [
        Rule(y=1.0, color="axis", dash="solid"),
        Line("behind", "best", color="soft", dash="dotted", width=1.75),
        Text([0.3], [1e-10], "dotted: 0.25 in each layer", color="soft"),
    ]
    for label in SHOWN:
        layers.append(Line("behind", f"ref_{label}", color="ghost", dash="dashed", width=1.5, label="reference"))
    for label, (color, marker, _) in SHOWN.items():
        style = {"color": color, "label": ("your " if own else "") + label}
        layers += [Line("behind", f"own_{label}", width=1.75, **style)]
        layers += [Points("behind", f"own_{label}", marker=marker, size=4, **style)]
    return Panel(
        "How much of a gradient is left",
        Axis("layers walked back through", 0, LAYERS),
        Axis("size of the gradient (log scale)", LOWEST, HIGHEST, log=True),
        layers,
    )


def _output_panel() -> Panel:
    layers: list[Layer] = [Rule(y=0.0, color="axis", dash="solid")]
    for label in ("sigmoid", "tanh"):
        color, marker, dash = SHOWN[label]
        layers += [
            Band("layers", f"low_{label}", f"high_{label}", color=color),
            Line("layers", f"mean_{label}", color=color, dash=dash, width=1.75, label=f"{label}: mean and spread"),
            Points("layers", f"mean_{label}", color=color, marker=marker, size=4, label=f"{label}: mean and spread"),
        ]
    return Panel("What the layers say", Axis("layer", 1, LAYERS), Axis("outputs", -1.1, 1.1), layers)
