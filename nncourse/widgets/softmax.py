"""The widgets of notebook 08: three logits as probabilities, and the loss with its gradient p − y."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Arrows,
    Axis,
    Bars,
    Choice,
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
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

__all__ = ["loss_and_gradient", "three_logits"]

SECONDS = 2.0  # for the student's code, each time the frames are computed
MODULE = "softmax"
CLASSES = ("benign", "malignant", "pre-cancerous")
COLORS = ("green", "purple", "blue")
LECTURE = (1.5, 0.8, -0.5)
SHIFTS = [-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.0, 10.0, 100.0, 1000.0]
TEMPERATURES = [*np.arange(2, 20) / 20, *np.arange(10, 20) / 10, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0]
TALLEST = 7.4  # bar of a logit; longer ones are cut, with an arrow at their number
LONGER = 4  # than the gradient, its arrow, so that small ones are seen
CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])  # of the triangle, in the order of CLASSES


def exact_softmax(z: np.ndarray) -> np.ndarray:
    """Softmax over the last axis."""
    z = np.asarray(z, dtype=float)
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


# ---------------------------------------------------------------- three logits


def three_logits(
    z: tuple[float, float, float] = LECTURE, *, own: bool = True, question: Choice | Guess | None = None
) -> Stage:
    """Three logits, each with a slider; their probabilities as bars and as a point in a triangle.

    A number can be added to all of them, and a temperature divides them. own: the probabilities come from the
    student's softmax and the decision from the student's predict, with the reference as a ghost.
    """
    temperatures = [float(temperature) for temperature in TEMPERATURES]
    marks = sorted({*(i / 10 for i in range(-30, 31)), *z})

    def compute(values: dict[str, Any]) -> Frames:
        logits = np.array([values[f"z{k}"] for k in range(3)])
        right = exact_softmax(_scaled(logits, temperatures))
        mine, decision, banner = None, None, ""
        if own:
            mine, banner = own_code.attempt(lambda: _own_probabilities(logits, temperatures, right))
            decision, said = own_code.attempt(lambda: _own_decision(logits))
            banner = banner or said
        decision = int(np.argmax(logits)) if decision is None else decision
        return _logit_frames(logits, temperatures, right, mine, decision, banner, own)

    return Stage(
        "Three logits, their probabilities, and a decision",
        [_logit_panel(), _probability_panel(own), _triangle_panel(own)],
        compute,
        [
            *[Slider(f"z{k}", f"Logit: {name}", marks, z[k], slow=True) for k, name in enumerate(CLASSES)],
            Slider("shift", "Add to all logits, c", SHIFTS, 0.0),
            Slider("temperature", "Temperature T", temperatures, 1.0),
            *again(own),
        ],
        alt=(
            "Left, three bars: the logits of benign, malignant and pre-cancerous, with c added and divided by the "
            "temperature. Middle, three bars: their probabilities, which add up to 1; the largest is the decision. "
            "Right, a triangle with a class at each corner and one point in it: the closer to a corner, the more "
            "probable that class. A thin line shows the way of the point as the temperature changes."
        ),
        question=question,
    )


def _scaled(logits: np.ndarray, temperatures: list[float]) -> np.ndarray:
    """(z + c) / T for all temperatures and shifts, shape (temperatures, shifts, 3)."""
    return (logits + np.reshape(SHIFTS, (1, -1, 1))) / np.reshape(temperatures, (-1, 1, 1))


def _own_probabilities(logits: np.ndarray, temperatures: list[float], right: np.ndarray) -> tuple[np.ndarray, str]:
    """The student's probabilities in the shape of `right`, nan where it gave nan or there was no time; a banner."""
    softmax = own_code.function(MODULE, "softmax")
    found, tried = np.full(right.shape, np.nan), np.zeros(right.shape[:2], dtype=bool)

    def run(i: int, check: Callable[[], None]) -> None:
        t, c = divmod(i, len(SHIFTS))
        check()
        z = logits + SHIFTS[c]
        found[t, c] = _three(softmax(z.copy(), temperatures[t]), f"({_listed(z)}, {number(temperatures[t])})")
        tried[t, c] = True

    done = own_code.spread(tried.size, SECONDS, run)
    slow = own_code.slow("softmax", done, tried.size, "pairs of T and c", SECONDS)
    return found, _softmax_banner(logits, temperatures, found, tried, right) or slow


def _three(value: Any, call: str) -> np.ndarray:
    """The student's three probabilities; three nan where it gave a nan, which the banner explains."""
    array = np.asarray(value) if isinstance(value, (np.ndarray, list, tuple)) else None
    if array is not None and array.shape == (3,) and array.dtype.kind == "f" and np.isnan(array).any():
        return np.full(3, np.nan)
    return own_code.numbers(value, (3,), MODULE, "softmax", call)


def _softmax_banner(
    logits: np.ndarray, temperatures: list[float], found: np.ndarray, tried: np.ndarray, right: np.ndarray
) -> str:
    """What is first wrong, looked for first at T = 1 and c = 0; "" if nothing is."""
    here = temperatures.index(1.0), SHIFTS.index(0.0)
    apart = tried & ~np.isclose(found, right, rtol=1e-4, atol=1e-5).all(axis=-1)
    if not apart.any():
        return ""
    if apart[here]:
        t, c = here
    elif apart[here[0]].any():
        t, c = here[0], min(np.flatnonzero(apart[here[0]]), key=lambda place: abs(SHIFTS[place]))
    else:
        t, c = np.argwhere(apart)[0]
    where = f"For the logits {_listed(logits + SHIFTS[c])} and T = {number(temperatures[t])}"
    if np.isnan(found[t, c]).any():
        where = f"With {number(SHIFTS[c])} added to all logits and T = {number(temperatures[t])}"
        return f"{where}, your softmax gives nan: the exponentials leave the computer's range. See section 3."
    return f"{where} your softmax gives {_listed(found[t, c])}; right is {_listed(right[t, c])}."


def _own_decision(logits: np.ndarray) -> tuple[int, str]:
    """The student's decision, and a banner if it is no class or not the right one."""
    call = f"({_listed(logits)})"
    found = own_code.numbers(own_code.function(MODULE, "predict")(logits.copy()), (), MODULE, "predict", call)
    if found not in (0, 1, 2):
        raise own_code.wrong(MODULE, "predict", call, number(found), "the index of a class: 0, 1 or 2")
    differs = logits[int(found)] != logits.max()
    said = f"Your predict{call} gives {int(found)}; the largest logit has index {int(np.argmax(logits))}."
    return int(found), said if differs else ""


def _listed(values: np.ndarray) -> str:
    return f"[{', '.join(number(value) for value in values)}]"


def _logit_frames(
    logits: np.ndarray,
    temperatures: list[float],
    right: np.ndarray,
    mine: np.ndarray | None,
    decision: int,
    banner: str,
    own: bool,
) -> Frames:
    axes = ("temperature", "shift")
    scaled = _scaled(logits, temperatures)
    told = right if mine is None else np.where(np.isnan(mine), right, mine)
    arrays: dict[str, Any] = {"decision_x": np.array([float(decision)])}
    for k in range(3):
        arrays[f"logit_{k}"] = over(*axes, scaled[..., k : k + 1])
        arrays[f"logit_bar_{k}"] = over(*axes, np.clip(scaled[..., k : k + 1], -TALLEST, TALLEST))
        arrays[f"p_{k}"] = over(*axes, told[..., k : k + 1])
        drawn = mine if own else right
        if drawn is not None:
            arrays[f"own_{k}"] = over(*axes, drawn[..., k : k + 1])
    level, cut = np.clip(scaled, -TALLEST, TALLEST), abs(scaled) > TALLEST
    places = {"above": (scaled >= 0) & ~cut, "below": (scaled < 0) & ~cut}
    places |= {"over": (scaled >= 0) & cut, "under": (scaled < 0) & cut}
    arrays |= {name: over(*axes, np.where(place, level, np.nan)) for name, place in places.items()}
    arrays["p_top"], arrays["decision_top"] = over(*axes, told), over(*axes, told[..., decision : decision + 1])
    for name, p in (("ref", right if own else None), ("own", mine if own else right)):
        if p is not None:
            place = p @ CORNERS
            arrays[f"{name}_x"], arrays[f"{name}_y"] = (over(*axes, place[..., i : i + 1]) for i in (0, 1))
    if own:
        arrays["ref_bar_x"] = np.array([k + side for k in range(3) for side in (-0.42, 0.42, np.nan)])
        arrays["ref_bar"] = over(*axes, np.repeat(right, 3, axis=-1))
    path = exact_softmax(logits / np.geomspace(0.02, 200, 161)[:, None]) @ CORNERS
    arrays["path_x"], arrays["path_y"] = path.T
    middles = [(CORNERS[k] + CORNERS[k - 1]) / 2 for k in range(3)]
    borders = [point for middle in middles for point in (CORNERS.mean(axis=0), middle, (np.nan, np.nan))]
    arrays["border_x"], arrays["border_y"] = np.array(borders).T
    return Frames(arrays, over("shift", [_decided(decision, c) for c in SHIFTS]), banner)


def _decided(decision: int, c: float) -> str:
    parts = ", ".join(f"{name} {{p_{k}}}" for k, name in enumerate(CLASSES))
    text = f"Decision: {CLASSES[decision]}. The probabilities: {parts}. They add up to 1. T = {{temperature}}."
    if c == 0:
        return text
    return f"{text} Every logit is {number(abs(c))} {'larger' if c > 0 else 'smaller'} than its slider says."


def _logit_panel() -> Panel:
    layers: list[Layer] = [Rule(y=0.0, color="axis", dash="solid")]
    layers += [Bars([k], f"logit_bar_{k}", width=0.6, color=COLORS[k]) for k in range(3)]
    texts = [f"{{logit_{k}}}" for k in range(3)]
    return Panel(
        "The logits, (z + c) / T",
        _classes(),
        Axis("logit", -9, 9),
        [
            *layers,
            *_beside([0, 1, 2], texts, color="ink"),
            Text([0, 1, 2], "over", [f"↑ {text}" for text in texts], dy=-13, align="center", color="ink"),
            Text([0, 1, 2], "under", [f"↓ {text}" for text in texts], dy=13, align="center", color="ink"),
        ],
    )


def _probability_panel(own: bool) -> Panel:
    layers: list[Layer] = [Bars([k], f"own_{k}", width=0.6, color=COLORS[k]) for k in range(3)]
    if own:
        layers.append(reference("ref_bar_x", "ref_bar", edge=False))
    texts = [f"{{p_{k}}}" for k in range(3)]
    return Panel(
        "Probabilities from your code" if own else "The probabilities",
        _classes(),
        Axis("probability p", 0, 1.2, ticks=[(i / 5, number(i / 5)) for i in range(6)]),
        [
            *layers,
            Text([0, 1, 2], "p_top", texts, dy=-10, align="center", color="ink"),
            Text("decision_x", "decision_top", "decision", dy=-26, align="center", color="ink", bold=True),
        ],
    )


def _triangle_panel(own: bool) -> Panel:
    edge = np.vstack([CORNERS, CORNERS[:1]])
    layers: list[Layer] = [
        Line(edge[:, 0].tolist(), edge[:, 1].tolist(), color="axis", width=1.5),
        Line("border_x", "border_y", color="curve", dash="dotted", width=1.25, label="decision changes"),
        Line("path_x", "path_y", color="orange", width=1.5, opacity=0.6, label="way of T"),
    ]
    for k, (dx, dy, align) in enumerate(((0, 16, "center"), (0, 16, "center"), (0, -16, "center"))):
        x, y = CORNERS[k]
        layers.append(Points([x], [y], color=COLORS[k], size=6))
        layers.append(Text([x], [y], CLASSES[k], dx=dx, dy=dy, align=align, color=COLORS[k], bold=True))
    if own:
        layers.append(Points("ref_x", "ref_y", marker="ring", color="ghost", size=7, label="reference"))
    layers.append(Points("own_x", "own_y", color="orange", size=4.5, label="your code" if own else "the three p"))
    return Panel("All three in one point", Axis("", -0.2, 1.2), Axis("", -0.2, 1.15), layers, equal=True, bare=True)


def _beside(x: list[float], texts: list[str], **look: Any) -> list[Layer]:
    """The texts over the places in the array "above" and under those in "below"."""
    places = (("above", -13), ("below", 13))
    return [Text(x, place, texts, dy=dy, align="center", **look) for place, dy in places]


def _classes() -> Axis:
    return Axis("", -0.5, 2.5, ticks=list(enumerate((*CLASSES[:2], "pre-canc."))))


# ---------------------------------------------------------------- the loss and p − y


def loss_and_gradient(
    z: tuple[float, float, float] = LECTURE,
    *,
    truth: int = 1,
    drag: int = 0,
    own: bool = True,
    question: Choice | Guess | None = None,
) -> Stage:
    """The cross-entropy of three logits while one of them is dragged, with p − y as an arrow at each logit.

    truth, drag: the true class, and the class whose logit is dragged, at first. own: loss and gradient come from the
    student's softmax_cross_entropy, with the reference as a ghost.
    """
    places = sorted({*(i / 10 for i in range(-40, 41)), z[drag]})
    logits = _dragged(z, places)  # (drag, place, 3)
    right = _exact_losses(logits)

    def compute(values: dict[str, Any]) -> Frames:
        mine, banner = own_code.attempt(lambda: _own_losses(logits, right)) if own else (None, "")
        return _loss_frames(places, logits, right, mine, banner, own)

    return Stage(
        "The loss of three logits, and which way to push each",
        [_truth_panel(own), _arrow_panel(own), _loss_panel(own)],
        compute,
        [
            Select("truth", "In truth it is", CLASSES, truth),
            Select("drag", "Drag the logit of", CLASSES, drag),
            Slider("place", "This logit", places, z[drag], play=True),
            *again(own),
        ],
        alt=(
            "Left, a bar for each class with its probability p, a mark for the truth y, and an arrow from y to p. "
            "Middle, the three logits as points, each with its gradient p − y as an arrow: up for the classes that "
            "are not true, down for the true one. Right, the loss as one logit is dragged, with a tangent where it "
            "stands; its slope is the gradient of that logit."
        ),
        question=question,
    )


Losses = tuple[np.ndarray, np.ndarray]  # the losses (truth, drag, place) and their gradients (truth, drag, place, 3)


def _dragged(z: tuple[float, float, float], places: list[float]) -> np.ndarray:
    """The logits with one of them at each of the places, shape (drag, place, 3)."""
    logits = np.tile(np.array(z, dtype=float), (3, len(places), 1))
    for k in range(3):
        logits[k, :, k] = places
    return logits


def _exact_losses(logits: np.ndarray) -> Losses:
    log_p = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
    return -np.moveaxis(log_p, -1, 0), np.exp(log_p) - np.eye(3)[:, None, None]


def _own_losses(logits: np.ndarray, right: Losses) -> tuple[Losses, str]:
    """The student's losses and gradients, nan where there was no time; and a banner that names what differs."""
    cross_entropy = own_code.function(MODULE, "softmax_cross_entropy")
    losses, gradients = (np.full(table.shape, np.nan) for table in right)

    def run(i: int, check: Callable[[], None]) -> None:
        check()
        t, k, place = np.unravel_index(i, losses.shape)
        z, y = logits[k, place], np.eye(3)[t]
        call = f"([{_listed(z)}], [{_listed(y)}])"
        found = cross_entropy(z[None].copy(), y[None].copy())
        if not (isinstance(found, (tuple, list)) and len(found) == 2):
            raise own_code.wrong(MODULE, "softmax_cross_entropy", call, own_code.shown(found), "a pair (loss, dz)")
        losses[t, k, place] = own_code.numbers(found[0], (), MODULE, "softmax_cross_entropy", f"{call}, its loss,")
        gradient = own_code.numbers(found[1], (1, 3), MODULE, "softmax_cross_entropy", f"{call}, its dz,")
        gradients[t, k, place] = gradient[0]

    done = own_code.spread(losses.size, SECONDS, run)
    slow = own_code.slow("softmax_cross_entropy", done, losses.size, "places", SECONDS)
    return (losses, gradients), _loss_banner(logits, right, (losses, gradients)) or slow


def _loss_banner(logits: np.ndarray, right: Losses, mine: Losses) -> str:
    for name, found, exact in zip(("loss", "dz"), mine, right, strict=True):
        apart = np.argwhere(~np.isnan(found) & ~np.isclose(found, exact, rtol=1e-4, atol=1e-5))
        if len(apart):
            place = tuple(apart[len(apart) // 2][:3])
            mine_says, exact_says = np.atleast_1d(found[place]), np.atleast_1d(exact[place])
            gives, needs = (number(v[0]) if len(v) == 1 else _listed(v) for v in (mine_says, exact_says))
            return (
                f"For the logits {_listed(logits[place[1:]])}, in truth {CLASSES[place[0]]}, your {name} is {gives}; "
                f"right is {needs}."
            )
    return ""


def _loss_frames(
    places: list[float], logits: np.ndarray, right: Losses, mine: Losses | None, banner: str, own: bool
) -> Frames:
    axes, three = ("truth", "drag", "place"), np.arange(3)
    told = right if mine is None else [np.where(np.isnan(m), r, m) for m, r in zip(mine, right, strict=True)]
    losses, gradients = told
    here = gradients[:, three, :, three].transpose(1, 0, 2)  # of the dragged logit, (truth, drag, place)
    x = np.array(places)
    reach = np.array([-1.2, 1.2])
    p = exact_softmax(logits)
    arrays: dict[str, Any] = {
        "classes": np.arange(3.0),
        "still": np.zeros(3),
        "y": over("truth", np.eye(3)),
        "gradient": over("truth", "drag", "place", p - np.eye(3)[:, None, None]),
        "p_top": over("drag", "place", p),
        "places": x,
        "z": over("drag", "place", logits),
        "arrow": over(*axes, LONGER * gradients),
        "above": over(*axes, np.where(gradients < 0, logits, np.nan)),  # where the arrow is not
        "below": over(*axes, np.where(gradients < 0, np.nan, logits)),
        "here_x": over("place", x[:, None]),
        "here_y": over(*axes, losses[..., None]),
        "slope": over(*axes, here[..., None]),
        "tangent_x": over("place", x[:, None] + reach),
        "tangent_y": over(*axes, losses[..., None] + here[..., None] * reach),
        "p_true": over(*axes, np.moveaxis(p, -1, 0)[..., None]),
    }
    for k in range(3):
        arrays[f"dz_{k}"] = over(*axes, gradients[..., k : k + 1])
        arrays[f"p_{k}"] = over("drag", "place", p[..., k : k + 1])
    if mine is not None or not own:
        arrays["own_loss"] = over("truth", "drag", (mine or right)[0])
    if own:
        arrays["ref_loss"] = over("truth", "drag", right[0])
        differs = ~np.isclose(gradients, right[1], rtol=1e-4, atol=1e-5)
        arrays["ref_end"] = over(*axes, np.where(differs, logits + LONGER * right[1], np.nan))
    captions = [[_pushed(t, k) for k in range(3)] for t in range(3)]
    return Frames(arrays, over("truth", "drag", captions), banner)


def _pushed(truth: int, drag: int) -> str:
    gradients = ", ".join(f"{name} {{dz_{k}}}" for k, name in enumerate(CLASSES))
    return (
        f"{CLASSES[truth].capitalize()} is true and has p = {{p_true}}, so the loss is −log p = {{here_y}}. "
        f"The gradient p − y: {gradients}. The slope on the right is that of {CLASSES[drag]}."
    )


def _truth_panel(own: bool) -> Panel:
    layers: list[Layer] = [Bars([k - 0.12], f"p_{k}", width=0.5, color=COLORS[k], opacity=0.75) for k in range(3)]
    bars, arrows = ([k + aside for k in range(3)] for aside in (-0.12, 0.36))
    layers += [
        Arrows(arrows, "y", "still", "gradient", color="orange", width=3, label="from y to p: p − y"),
        Points(bars, "y", color="ink", marker="diamond", size=5, label="truth y"),
        Text(bars, "p_top", [f"{{p_{k}}}" for k in range(3)], dy=-10, align="center", color="ink"),
    ]
    ticks = [(i / 5, number(i / 5)) for i in range(6)]
    return Panel("What it says, and what is true", _classes(), Axis("p and y", -0.07, 1.2, ticks=ticks), layers)


def _arrow_panel(own: bool) -> Panel:
    layers: list[Layer] = [
        Rule(y=0.0, color="axis", dash="solid"),
        Arrows("classes", "z", "still", "arrow", color="orange", width=3, label=f"p − y, {LONGER} times as long"),
        Points("classes", "z", color="ink", size=5, label="logit"),
    ]
    if own:
        layers.append(Points("classes", "ref_end", marker="ring", color="ghost", size=6))
    texts = [f"{{dz_{k}}}" for k in range(3)]
    layers += _beside([0, 1, 2], texts, color="orange", bold=True)
    title = "The logits, with your p − y" if own else "The logits, with p − y"
    return Panel(title, _classes(), Axis("logit z", -8.5, 8.5), layers)


def _loss_panel(own: bool) -> Panel:
    layers: list[Layer] = [Line("places", "own_loss", color="blue", width=2.5, label="your code" if own else "loss")]
    if own:
        layers.append(reference("places", "ref_loss"))
    layers += [
        Line("tangent_x", "tangent_y", color="orange", width=2.5, label="its slope here, p − y"),
        Points("here_x", "here_y", color="orange", size=6),
        Text("here_x", "here_y", "{slope}", dy=-16, align="center", color="orange", bold=True),
    ]
    return Panel("The loss as this logit is dragged", Axis("this logit", -4, 4), Axis("loss L", 0, 6.5), layers)
