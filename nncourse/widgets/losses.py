"""Widgets of notebook 06: two losses and an outlier, and what a probability costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncourse.plain import show
from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Arrows,
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
    Select,
    Slider,
    Text,
    Toggle,
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

SECONDS = 2.0  # for the student's code, each time the frames are computed
MODULE = "losses"
NAMES = ("mse", "mae")
COLORS = {"mse": "blue", "mae": "orange"}
DASHES = {"mse": "solid", "mae": "dashed"}
MARKERS = {"mse": "circle", "mae": "square"}
Values = dict[str, np.ndarray]  # what each function of losses gave, by its name


def by_student(names: Sequence[str], calls: Sequence[tuple[Any, Any]], what: str) -> tuple[Values, str]:
    """What these functions of the student's give at each (y_true, y_pred); unusable ones are absent, and a banner."""
    found, banners = {}, []
    for name in names:
        values, banner = own_code.attempt(lambda name=name: _one_by_one(name, calls, what))
        banners.append(banner)
        if values is not None:
            found[name] = values
    return found, next(filter(None, banners), "")


def _one_by_one(name: str, calls: Sequence[tuple[Any, Any]], what: str) -> tuple[np.ndarray, str]:
    code = own_code.function(MODULE, name)
    shape = np.shape(calls[0][1]) if name.endswith("_gradient") else ()
    values = np.full((len(calls), *shape), np.nan)

    def run(i: int, check: Callable[[], None]) -> None:
        check()
        y, p = calls[i]
        values[i] = own_code.numbers(code(y.copy(), p.copy()), shape, MODULE, name, _Call(y, p))

    done = own_code.spread(len(calls), SECONDS / 2, run)
    return values, own_code.slow(name, done, len(calls), what, SECONDS / 2)


@dataclass(frozen=True)
class _Call:
    """The arguments as text, made only when a banner needs it."""

    y: np.ndarray
    p: np.ndarray

    def __str__(self) -> str:
        return f"({show(self.y, 40)}, {show(self.p, 40)})"


def _shown(mine: Values, exact: Values) -> Values:
    """The student's values where there are some, else the reference's."""
    return {name: np.where(np.isnan(mine[name]), right, mine[name]) if name in mine else right
            for name, right in exact.items()}  # fmt: skip


def _first_wrong(mine: Values, exact: Values, places: Sequence[str]) -> str:
    """A banner that names the first place where the student's function is not the reference; "" if there is none."""
    for name, values in mine.items():
        right = exact[name]
        wrong = np.argwhere(~np.isnan(values) & ~np.isclose(values, right, rtol=1e-3, atol=1e-6))
        if len(wrong):
            at = tuple(wrong[0])
            which = f" for point {at[1] + 1}" if len(at) > 1 and right.shape[1] > 1 else ""
            return (
                f"Your {name} parts from the reference: at {places[at[0]]} it gives {number(values[at])}{which}, "
                f"the formula {number(right[at])}."
            )
    return ""


def _curves(name: str, mine: Values, exact: Values, own: bool) -> list[tuple[str, np.ndarray]]:
    """The curves to draw for one function: (prefix, values), the reference alone or as a ghost."""
    if not own:
        return [("own", exact[name])]
    return [("ref", exact[name]), *([("own", mine[name])] if name in mine else [])]


# ---------------------------------------------------------------- one point that does not fit

POINTS_X = np.array([0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.7, 1.9])
POINTS_Y = np.array([0.8, 0.7, 1.5, 1.6, 2.5, 2.3, 3.2, 3.2, 4.0])
RATE = 0.2  # of the steps that are drawn as arrows
PULL = 0.5  # the length of a pull: this times N times the gradient


def outlier_and_lines(
    *,
    outlier: tuple[float, float] = (1.6, 3.2),
    start: float = 0.8,
    own: bool = True,
    question: Choice | Guess | None = None,
) -> Stage:
    """Ten points, one of which can be dragged, the line ŷ = w x, and the best lines of MSE and MAE.

    own: curves, slopes and pulls are what the student's mse, mae and their gradients give; the best lines are
    always the exact ones. outlier: where the movable point starts. start: the weight at first.
    """
    weights = np.round(np.arange(0, 4.0001, 0.02), 10)

    def compute(values: dict) -> Frames:
        return _outlier_frames(values["outlier"], weights, own)

    return Stage(
        "Ten points, two losses, two best lines",
        [_data_panel(), _loss_panel(own)],
        compute,
        [
            Slider("w", "Weight w of your line", [float(w) for w in weights], start, play=True),
            Drag("outlier", "The large point", outlier, color="purple"),
            *again(own),
        ],
        alt=(
            "Left, ten points, one of them movable, a line through the origin whose weight the slider sets, and the "
            "lines that are best for MSE and for MAE. Arrows at each point show how strongly each loss pulls the line "
            "there: MSE's reach to the points, MAE's all have the same length. Right, both losses against the weight: "
            "MSE a parabola, MAE a chain of straight pieces, each with the step that its slope suggests."
        ),
        question=question,
    )


def best_weights(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The weights at which MSE and MAE of the line w x are smallest: Σxy/Σx², and the median of y/x weighted by |x|."""
    x, y = x[abs(x) > 1e-9], y[abs(x) > 1e-9]
    order = np.argsort(y / x)
    half = np.cumsum(abs(x[order]))
    return float(x @ y / (x @ x)), float((y / x)[order][np.searchsorted(half, half[-1] / 2)])


def _outlier_frames(outlier: tuple[float, float], weights: np.ndarray, own: bool) -> Frames:
    x, y = np.append(POINTS_X, outlier[0]), np.append(POINTS_Y, outlier[1])
    lines = weights[:, None] * x
    exact = {
        "mse": ((y - lines) ** 2).mean(axis=1),
        "mae": abs(y - lines).mean(axis=1),
        "mse_gradient": 2 * (lines - y) / len(x),
        "mae_gradient": np.sign(lines - y) / len(x),
    }
    mine, banner = by_student(exact, [(y, line) for line in lines], "weights") if own else ({}, "")
    banner = banner or _first_wrong(mine, exact, [f"w = {number(w)}" for w in weights])
    shown, ends = _shown(mine, exact), np.array([0.0, 2.4])
    arrays: dict[str, Any] = {
        "x": POINTS_X,
        "y": POINTS_Y,
        "outlier_x": x[-1:],
        "outlier_y": y[-1:],
        "ends": ends,
        "line": over("w", weights[:, None] * ends),
        "weights": weights,
        "here": over("w", weights),
        "foot": over("w", lines),
        "still": np.zeros(len(x)),
        "level": np.zeros(1),
    }
    for name, best, aside in zip(NAMES, best_weights(x, y), (-0.016, 0.016), strict=True):
        arrays[f"{name}_best"], arrays[f"{name}_line"] = np.array([best]), best * ends
        arrays[f"{name}_x"] = x + aside
        for drawn, curve in _curves(name, mine, exact, own):
            arrays[f"{drawn}_{name}"] = curve
        gradient = shown[f"{name}_gradient"]
        arrays[f"{name}_pull"] = over("w", -PULL * len(x) * gradient)
        with np.errstate(all="ignore"):  # what the student's code gave may be inf
            slope = gradient @ x
        arrays[f"{name}_now"], arrays[f"{name}_slope"] = over("w", shown[name]), over("w", slope)
        arrays[f"{name}_step"] = over("w", -RATE * slope[:, None])
    says = (
        "w = {w}: MSE {mse_now}, its slope {mse_slope}; MAE {mae_now}, its slope {mae_slope}. "
        "Best weights now: MSE's {mse_best}, MAE's {mae_best}."
    )
    return Frames(arrays, says, banner)


def _data_panel() -> Panel:
    layers: list[Layer] = [Line("ends", "line", color="curve", width=3, label="your line")]
    for name in NAMES:
        look: dict[str, Any] = {"color": COLORS[name], "label": f"{name.upper()}'s line, pulls"}
        layers.append(Line("ends", f"{name}_line", dash=DASHES[name], width=2, **look))
        layers.append(Arrows(f"{name}_x", "foot", "still", f"{name}_pull", width=1.75, opacity=0.8, **look))
    layers.append(Points("x", "y", color="ink", size=4))
    layers.append(Points("outlier_x", "outlier_y", color="purple", size=6))
    return Panel("The points and the lines", Axis("x", 0, 2.4), Axis("y, and the prediction ŷ = w x", -2, 10), layers)


def _loss_panel(own: bool) -> Panel:
    layers: list[Layer] = []
    for name in NAMES:
        label = f"your {name}" if own else name.upper()
        layers.append(reference("weights", f"ref_{name}", edge=False))
        layers.append(Line("weights", f"own_{name}", color=COLORS[name], dash=DASHES[name], label=label))
    for name, height, aside, align in (("mse", 13.2, 5, "left"), ("mae", 12.0, -5, "right")):
        color = COLORS[name]
        layers.append(Rule(x=f"{name}_best", color=color, dash="dotted"))
        layers.append(Text(f"{name}_best", [height], f"best for {name.upper()}", dx=aside, align=align, color=color))
        layers.append(
            Arrows("here", f"{name}_now", f"{name}_step", "level", color="green", width=3.5, label="step downhill")
        )
        layers.append(Points("here", f"{name}_now", color=color, marker=MARKERS[name], size=5))
    return Panel("Both losses at every weight", Axis("weight w", 0, 4), Axis("loss", 0, 14), layers)


# ---------------------------------------------------------------- what a probability costs

LABELS = ("y = 1", "y = 0")
CURVE_COLORS = ("blue", "orange")
CURVE_DASHES = ("solid", "dashed")
CLIP = 1e-12


def cost_of_a_probability(*, start: float = 0.5, own: bool = True, question: Choice | Guess | None = None) -> Stage:
    """The cross-entropy of one sample against the predicted probability of a 1, for both labels, and its slope.

    own: the values are what the student's bce and bce_gradient give. A switch adds the squared error.
    """
    inner = np.concatenate([[0.001, 0.002, 0.005], np.round(np.arange(0.01, 0.5001, 0.01), 10)])
    places = np.concatenate([[0.0], inner, np.round(1 - inner[-2::-1], 10), [1.0]])

    def compute(values: dict) -> Frames:
        return _cost_frames(places, own)

    return Stage(
        "What one predicted probability costs",
        [_cost_panel(own), _push_panel(own)],
        compute,
        [
            Slider("p", "Predicted probability p of a 1", [float(p) for p in places], start, text=_digits, play=True),
            Select("label", "The right answer", LABELS),
            Toggle("squared", "Compare with the squared error"),
            *again(own),
        ],
        alt=(
            "Left, the cross-entropy of one sample against the predicted probability p: for y = 1 it falls from far "
            "above the picture at p = 0 to 0 at p = 1, for y = 0 it is the mirror image; a tangent marks the slope at "
            "the chosen p. Right, the size of the slope on a log axis: 1/p for y = 1, and 1/(1 − p) for y = 0."
        ),
        question=question,
    )


def _digits(p: float) -> str:
    return f"{p:.3f}".rstrip("0").rstrip(".")


def _cost_frames(places: np.ndarray, own: bool) -> Frames:
    labels = np.array([[1.0], [0.0]])
    clipped = np.clip(places, CLIP, 1 - CLIP)
    exact = {
        "bce": np.where(labels == 1, -np.log(clipped), -np.log(1 - clipped)),
        "bce_gradient": np.where(labels == 1, -1 / clipped, 1 / (1 - clipped)),
    }
    flat = {name: values.reshape(-1, *(1,) * name.endswith("_gradient")) for name, values in exact.items()}
    pairs = [(y, np.array([p])) for y in labels for p in places]
    mine, banner = by_student(flat, pairs, "probabilities") if own else ({}, "")
    banner = banner or _first_wrong(mine, flat, [f"y = {y[0]:g}, p = {_digits(p[0])}" for y, p in pairs])
    shown = {name: values.reshape(exact[name].shape) for name, values in _shown(mine, flat).items()}
    loss, slope = shown["bce"], shown["bce_gradient"]
    squared, squared_slope = (places - labels) ** 2, 2 * (places - labels)
    reach = np.array([-0.2, 0.2])
    arrays: dict[str, Any] = {
        "places": places,
        "here": over("p", places),
        "now": over("label", "p", loss),
        "slope": over("label", "p", slope),
        "push": over("label", "p", abs(slope)),
        "squared_now": over("label", "p", squared),
        "squared_slope": over("label", "p", squared_slope),
        "squared_push": over("label", "p", np.maximum(abs(squared_slope), 1e-9)),
        "squared_line": over("label", squared),
        "squared_pushes": over("label", np.maximum(abs(squared_slope), 1e-9)),
        "tangent_p": over("p", places[:, None] + reach),
        "tangent": over("label", "p", loss[..., None] + np.clip(slope, -1e6, 1e6)[..., None] * reach),
    }
    for k in range(2):
        for name, values in (("loss", "bce"), ("push", "bce_gradient")):
            for drawn, curve in _curves(values, mine, flat, own):
                arrays[f"{drawn}_{name}_{k}"] = abs(curve.reshape(2, -1)[k])
    captions = [[[_sentence(y, p, with_squared) for with_squared in (False, True)] for p in places] for y in (1, 0)]
    return Frames(arrays, over("label", "p", "squared", captions), banner)


def _sentence(y: int, p: float, with_squared: bool) -> str:
    """What the model says, what it costs, and how hard it is pushed."""
    truth = p if y == 1 else 1 - p
    if truth == 0:
        what = "certain, and wrong. Unclipped, the loss would be infinite"
    elif truth < 0.1:
        what = "confident and wrong"
    elif truth < 0.5:
        what = "leaning to the wrong side"
    elif truth == 0.5:
        what = "undecided"
    else:
        what = "leaning to the right side" if truth < 0.9 else "confident and right"
    squared = " Squared error {squared_now}, its slope {squared_slope}." if with_squared else ""
    return f"y = {y}, p = {{p}}: {what}. Loss {{now}}, slope {{slope}}.{squared}"


def _cost_panel(own: bool) -> Panel:
    layers: list[Layer] = []
    for k, label in enumerate(LABELS):
        text = f"your bce, {label}" if own else f"{label}: {('−log p', '−log(1 − p)')[k]}"
        layers.append(reference("places", f"ref_loss_{k}", edge=False))
        layers.append(Line("places", f"own_loss_{k}", color=CURVE_COLORS[k], dash=CURVE_DASHES[k], label=text))
    layers += [
        Line("places", "squared_line", color="green", dash="dotted", width=2.5, label="squared error", when="squared"),
        Line("tangent_p", "tangent", color="purple", width=2, label="" if own else "slope (tangent)"),
        Points("here", "squared_now", color="green", marker="diamond", size=5, when="squared"),
        Points("here", "now", color="purple", size=6),
    ]
    return Panel("The loss", Axis("predicted probability p", 0, 1), Axis("loss", 0, 7), layers)


def _push_panel(own: bool) -> Panel:
    layers: list[Layer] = []
    for k, label in enumerate(LABELS):
        text = f"your bce_gradient, {label}" if own else f"{label}: {('1/p', '1/(1 − p)')[k]}"
        layers.append(reference("places", f"ref_push_{k}", edge=False))
        layers.append(Line("places", f"own_push_{k}", color=CURVE_COLORS[k], dash=CURVE_DASHES[k], label=text))
    layers += [
        Line(
            "places", "squared_pushes", color="green", dash="dotted", width=2.5, label="squared error", when="squared"
        ),
        Points("here", "squared_push", color="green", marker="diamond", size=5, when="squared"),
        Points("here", "push", color="purple", size=6),
    ]
    return Panel(
        "How hard it pushes",
        Axis("predicted probability p", 0, 1),
        Axis("size of the slope (log scale)", 0.1, 1000, log=True),
        layers,
    )
