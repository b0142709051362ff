"""Widget of notebook 07: a neuron whose bias is pushed far down, with ReLU and with a leaky ReLU."""

from __future__ import annotations

from typing import Any

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.bends import KINDS, Bend
from nncourse.widgets.parts import (
    Axis,
    Choice,
    Frames,
    Guess,
    Layer,
    Line,
    Panel,
    Points,
    Rule,
    Slider,
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

X = np.linspace(-1, 1, 40)
Y = 0.9 + 0.7 * X + 0.15 * np.sin(23 * X) * np.cos(9 * X)  # a line with something that looks like noise
START, RATE, STEPS, PUSH_AT = (0.2, 0.3), 0.5, 150, 15  # (w, b), the learning rate, and when the push comes
PUSHES = [i / 10 for i in range(31)]
ALPHAS = [0.01, 0.1, 0.3]
NAMES = ("relu", "leaky")
STYLES = {"relu": {"color": "blue"}, "leaky": {"color": "orange", "dash": "dashed"}}
ZERO, LOWEST = 1e-7, 1e-6  # where a gradient of 0, and one that is nearly 0, are drawn


def dying_neuron(
    *,
    push: float = 0.5,
    alpha: float = 0.1,
    step: int = 40,
    own: bool = True,
    question: Choice | Guess | None = None,
) -> Stage:
    """A neuron a = f(w x + b) learns 40 points; at one step its bias is pushed down. ReLU beside leaky ReLU.

    own: both walks use the student's functions and slopes, with the reference's gradients as ghosts.
    """
    exact = {name: _walks(name, lambda kind: (kind.f, kind.slope)) for name in NAMES}

    def compute(values: dict) -> Frames:
        mine, banner = own_code.attempt(_own) if own else (None, "")
        return _frames(exact, mine, banner or _differs(mine, exact), own)

    return Stage(
        "One neuron, pushed down",
        [_data_panel(own), _gradient_panel(own)],
        compute,
        [
            Slider("push", "Push on the bias at step 15", PUSHES, push),
            Slider("alpha", "α of the leaky ReLU", ALPHAS, alpha),
            Slider("step", "Step", range(STEPS + 1), step, play=True),
            *again(own),
        ],
        alt=(
            "Left, forty points that rise from left to right, and the output of two neurons over the input x: one with "
            "ReLU, one with leaky ReLU. Right, the size of each neuron's gradient at every step, on a log scale. After "
            "a large push the ReLU's gradient is 0 for ever; that of the leaky one is small, then grows again."
        ),
        question=question,
    )


def _own() -> tuple[dict[str, dict[str, np.ndarray]], str]:
    return {name: _walks(name, lambda kind: (kind.own(), kind.own("_derivative"))) for name in NAMES}, ""


def _walks(name: str, functions: Any) -> dict[str, np.ndarray]:
    """All walks of one neuron: w and b, the gradient's size, the number of examples with z > 0; by push, α and step.

    ReLU has no α: the same walk stands for each.
    """
    kind = KINDS["ReLU" if name == "relu" else "leaky ReLU"]
    f, slope = functions(kind)
    walks = [_walk(f, slope, alpha) for alpha in (ALPHAS if kind.has_alpha else [0.0])]
    return {key: np.stack([walk[key] for walk in walks], axis=1) for key in walks[0]}


def _walk(f: Bend, slope: Bend, alpha: float) -> dict[str, np.ndarray]:
    """One walk for each push at the same time: arrays (pushes, steps + 1)."""
    w, b = (np.full((len(PUSHES), 1), value) for value in START)
    kept: dict[str, list[np.ndarray]] = {"w": [], "b": [], "size": [], "active": []}
    for step in range(STEPS + 1):
        if step == PUSH_AT:
            b = b - np.array(PUSHES)[:, None]
        z = w * X + b
        dz = (f(z, alpha) - Y) * slope(z, alpha) / len(X)
        dw, db = (dz * X).sum(axis=1, keepdims=True), dz.sum(axis=1, keepdims=True)
        found = {"w": w, "b": b, "size": np.hypot(dw, db), "active": (z > 0).sum(axis=1, keepdims=True)}
        for key, value in found.items():
            kept[key].append(value[:, 0])
        w, b = w - RATE * dw, b - RATE * db
    return {key: np.stack(values, axis=1).astype(float) for key, values in kept.items()}


def _differs(mine: dict | None, exact: dict) -> str:
    for name in NAMES if mine else ():
        if not np.allclose(mine[name]["size"], exact[name]["size"], rtol=1e-2, atol=1e-5):
            called = "relu and relu_derivative" if name == "relu" else "leaky_relu and leaky_relu_derivative"
            return f"Your neuron leaves the reference: look at the checks of {called}."
    return ""


def _frames(exact: dict, mine: dict | None, banner: str, own: bool) -> Frames:
    arrays: dict[str, Any] = {
        "steps": np.arange(STEPS + 1),
        "x": X,
        "y": Y,
        "now": over("step", np.arange(STEPS + 1.0)),
    }
    told = mine or exact
    for name in NAMES:
        axes = ("push", "alpha") if name == "leaky" else ("push",)
        found = {key: value if name == "leaky" else value[:, 0] for key, value in told[name].items()}
        right = exact[name]["size"] if name == "leaky" else exact[name]["size"][:, 0]
        if own:
            arrays[f"ref_{name}"] = over(*axes, _drawn(right))
        if mine is not None or not own:
            arrays[f"own_{name}"] = over(*axes, _drawn(found["size"]))
        arrays[f"size_{name}"] = over(*axes, "step", _drawn(found["size"]))
        arrays[f"count_{name}"] = over(*axes, "step", found["active"])
        x, a = _output(found["w"], found["b"], np.array(ALPHAS)[:, None] if name == "leaky" else 0.0)
        arrays[f"x_{name}"], arrays[f"a_{name}"] = over(*axes, "step", x), over(*axes, "step", a)
    dead = told["relu"]["active"][:, 0, -1] == 0
    return Frames(arrays, over("push", [_caption(*pair) for pair in zip(PUSHES, dead, strict=True)]), banner)


def _drawn(size: np.ndarray) -> np.ndarray:
    return np.where(size == 0, ZERO, np.maximum(size, LOWEST))


def _output(w: np.ndarray, b: np.ndarray, alpha: Any) -> tuple[np.ndarray, np.ndarray]:
    """The neuron's output from x = −1.1 to 1.1 as a line through three points, with its kink where z = 0."""
    kink = np.clip(-b / np.where(w == 0, 1e-12, w), -1.1, 1.1)
    x = np.stack([np.full_like(kink, -1.1), kink, np.full_like(kink, 1.1)], axis=-1)
    z = w[..., None] * x + b[..., None]
    return x, np.where(z > 0, z, np.asarray(alpha)[..., None] * z)


def _caption(push: float, dead: bool) -> str:
    after = "dead: its gradient is exactly 0, for ever" if dead else "alive, and learns on"
    return (
        f"After a push of {number(push)} the ReLU neuron is {after}. At step {{step}}, examples with z > 0: "
        "{count_relu} of 40 for ReLU, {count_leaky} of 40 for the leaky ReLU (α = {alpha})."
    )


def _data_panel(own: bool) -> Panel:
    lines: list[Layer] = [Line(f"x_{name}", f"a_{name}", label=_label(name, own), **STYLES[name]) for name in NAMES]
    return Panel(
        "What the neurons say at this step",
        Axis("input x", -1.1, 1.1),
        Axis("output a, target y", -1.2, 2.2),
        [
            Rule(y=0.0, color="axis", dash="solid"),
            Points("x", "y", color="ghost", marker="ring", size=3, label="examples"),
            *lines,
        ],
    )


def _gradient_panel(own: bool) -> Panel:
    ticks = [(ZERO, "0"), (LOWEST, "10⁻⁶"), (1e-4, "10⁻⁴"), (1e-2, "0.01"), (1.0, "1")]
    layers: list[Layer] = [Rule(x=float(PUSH_AT), text="the push", color="soft", dash="dotted")]
    layers += [reference("steps", f"ref_{name}") for name in NAMES]
    layers += [Line("steps", f"own_{name}", label=_label(name, own), **STYLES[name]) for name in NAMES]
    for name, marker in zip(NAMES, ("circle", "square"), strict=True):
        layers.append(Points("now", f"size_{name}", color=STYLES[name]["color"], marker=marker, size=5))
    return Panel(
        "How large its gradient is",
        Axis("step", 0, STEPS),
        Axis("size of the gradient of (w, b) (log scale)", 5e-8, 3, log=True, ticks=ticks),
        layers,
    )


def _label(name: str, own: bool) -> str:
    return ("your " if own else "") + ("ReLU" if name == "relu" else "leaky ReLU")
