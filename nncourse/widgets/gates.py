"""The widgets of notebook 03: a graph of gates, walked forward and backward, and a neuron that saturates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nncourse import student
from nncourse.widgets import graph as graphs
from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Axis,
    Bars,
    Frames,
    Layer,
    Line,
    Panel,
    Points,
    Rule,
    Slider,
    Steps,
    Text,
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

MODULE = "gates"

# ---------------------------------------------------------------- a graph, one gate at a time


def graph(text: str, *, low: float = -6, high: float = 6, by: float = 0.5, own: bool = True, **inputs: float) -> Stage:
    """The graph of this text, such as graph("q = x + y; f = q * z", x=-2, y=5, z=-4): what is allowed, see graph.py.

    Values stand above the edges, gradients of the last step below. A slider for each input, from low to high.
    own: the numbers come from the student's gates, with the right ones beside them where they differ.
    """
    inputs = {name: float(value) for name, value in inputs.items()}
    drawn = graphs.read(text, inputs)
    walk = _walk(drawn)
    sliders = [
        Slider(f"in_{name}", name, _marks(low, high, by, start), start, slow=True) for name, start in inputs.items()
    ]

    def compute(values: dict[str, Any]) -> Frames:
        given = {name: float(values[f"in_{name}"]) if name in inputs else _constant(name) for name in drawn.inputs}
        result, banner = own_code.attempt(lambda: _own_run(drawn, given)) if own else (None, "")
        return _frames(drawn, walk, given, result, banner, own)

    result = drawn.edges[drawn.result].name
    return Stage(
        "  ;  ".join(part.strip() for part in text.split(";") if part.strip()).replace("*", "×"),
        [_picture(drawn, own)],
        compute,
        [
            Slider("step", "Step", range(len(walk)), 0, text=lambda step: walk[int(step)].name),
            Steps("walk", "step", [step.asks for step in walk[1:]] + [""], "truth"),
            *sliders,
            *again(own),
        ],
        alt=(
            f"A graph of {len(drawn.gates)} gates from the inputs {', '.join(drawn.inputs)} on the left to {result} on "
            "the right. Values stand above the edges, gradients below them; they appear one gate at a time."
        ),
    )


def _marks(low: float, high: float, by: float, start: float) -> list[float]:
    """The positions of an input's slider, `start` among them."""
    marks = [round(low + i * by, 10) for i in range(round((high - low) / by) + 1)]
    return sorted({*marks, start})


def _constant(name: str) -> float:
    return float(name.replace("−", "-"))


@dataclass(frozen=True)
class Step:
    """One step of the walk: what it reveals (edges by number), at which gate, and the question before it."""

    name: str
    values: tuple[int, ...] = ()
    gradient: int | None = None
    gate: int | None = None
    asks: str = ""


def _walk(drawn: graphs.Graph) -> list[Step]:
    """Forward gate by gate, then backward, one gradient at a time."""
    names = [edge.name for edge in drawn.edges]
    result = names[drawn.result]
    steps = [Step("the inputs", tuple(drawn.inputs.values()))]
    steps += [Step(f"forward: {gate.symbol}", tuple(gate.outputs), gate=i) for i, gate in enumerate(drawn.gates)]
    start = f"Predict the gradient of the result itself, ∂{result}/∂{result}:"
    steps.append(Step("backward: start", gradient=drawn.result, asks=start))
    for i, gate in reversed(list(enumerate(drawn.gates))):
        for edge in gate.inputs:
            asks = f"Predict the gradient of {names[edge]}:"
            steps.append(Step(f"backward: {gate.symbol}", gradient=edge, gate=i, asks=asks))
    return steps


def _own_run(drawn: graphs.Graph, given: dict[str, float]) -> tuple[tuple[list[float], list[float]], str]:
    """The student's values and gradients, and a banner that names the first that is not right."""
    gates = [_OwnGate(gate) for gate in drawn.gates]
    values = drawn.forward(given, lambda i, inputs: gates[i].forward(inputs))
    gradients = [np.nan] * len(drawn.edges)
    gradients[drawn.result] = 1.0
    for gate, mine in reversed(list(zip(drawn.gates, gates, strict=True))):
        back = mine.backward([gradients[edge] for edge in gate.outputs])
        for edge, gradient in zip(gate.inputs, back, strict=True):
            gradients[edge] = gradient
    right = drawn.values(given), drawn.gradients(given)
    return (values, gradients), _first_difference(drawn, values, gradients, *right)


class _OwnGate:
    """One of the student's gates; what it gives is looked at before it is used."""

    def __init__(self, gate: graphs.Gate) -> None:
        made = own_code.guarded(student.function(MODULE, gate.kind), MODULE, gate.kind)
        self.kind, self.object = gate.kind, made(*([len(gate.outputs)] if gate.kind == "Copy" else []))
        self.inputs, self.outputs = len(gate.inputs), len(gate.outputs)

    def forward(self, inputs: list[float]) -> list[float]:
        found = self._call("forward", inputs)
        if self.kind != "Copy":
            return [self._number("forward", inputs, found)]
        return self._parts("forward", inputs, found, self.outputs)

    def backward(self, upstream: list[float]) -> list[float]:
        return self._parts("backward", upstream, self._call("backward", upstream), self.inputs)

    def _call(self, method: str, arguments: list[float]) -> Any:
        name = f"{self.kind}.{method}"
        if not hasattr(self.object, method):
            raise own_code.Problem(f"nnlib/{MODULE}.py has no {name}. This shows the reference alone.")
        return own_code.guarded(getattr(self.object, method), MODULE, name)(*arguments)

    def _number(self, method: str, arguments: list[float], found: Any) -> float:
        call = f"({', '.join(map(number, arguments))})"
        return float(own_code.numbers(found, (), MODULE, f"{self.kind}.{method}", call))

    def _parts(self, method: str, arguments: list[float], found: Any, count: int) -> list[float]:
        if not (isinstance(found, (tuple, list)) and len(found) == count):
            call = f"({', '.join(map(number, arguments))})"
            needed = {1: "a tuple with one number, such as (dx,)", 2: "a pair of numbers"}.get(
                count, f"a tuple of {count}"
            )
            raise own_code.wrong(MODULE, f"{self.kind}.{method}", call, own_code.shown(found), needed)
        return [self._number(method, arguments, part) for part in found]


def _first_difference(drawn: graphs.Graph, values: list, gradients: list, right: list, right_gradients: list) -> str:
    """A banner that names the first gate, in the order of the walk, whose number is not the right one."""
    for gate in drawn.gates:
        for edge in gate.outputs:
            if _apart(values[edge], right[edge]):
                inputs = ", ".join(number(values[i]) for i in gate.inputs)
                return f"{gate.kind}.forward({inputs}) gives {number(values[edge])}; right is {number(right[edge])}."
    for gate in reversed(drawn.gates):
        for edge in gate.inputs:
            if _apart(gradients[edge], right_gradients[edge]):
                upstream = ", ".join(number(gradients[i]) for i in gate.outputs)
                return (
                    f"{gate.kind}.backward({upstream}) gives {number(gradients[edge])} for {drawn.edges[edge].name}; "
                    f"right is {number(right_gradients[edge])}. Look at its rule again."
                )
    return ""


def _apart(one: float, other: float) -> bool:
    return abs(one - other) > 1e-5 * (1 + abs(other))


def _frames(drawn: graphs.Graph, walk: list[Step], given: dict, result: tuple | None, banner: str, own: bool) -> Frames:
    right = drawn.values(given), drawn.gradients(given)
    place = graphs.arrange(drawn)
    seen = np.array([[_when(walk, edge, kind) for edge in range(len(drawn.edges))] for kind in ("value", "gradient")])
    shown = np.arange(len(walk))[:, None, None] >= seen  # (steps, value or gradient, edges)
    label_x, label_y = np.array(place.labels).T
    arrays: dict[str, Any] = {"label_y": label_y}
    arrays["edge_x"], arrays["edge_y"] = np.array(_joined(place.lines)).T
    for k, kind in enumerate(("value", "gradient")):
        mine = (result or right)[k]
        differs = np.array([_apart(*pair) for pair in zip(mine, right[k], strict=True)])
        for name, where in (("own", shown[:, k]), ("ghost", shown[:, k] & differs)):
            if result is None and own:
                name = {"own": "alone", "ghost": "ghost"}[name]
            arrays[f"{name}_{kind}_x"] = over("step", np.where(where, label_x, np.nan))
        for edge in range(len(drawn.edges)):
            arrays[f"{kind}_{edge}"] = np.array([mine[edge]])
            arrays[f"right_{kind}_{edge}"] = np.array([right[k][edge]])
    asked = [step.gradient for step in walk[1:]] + [None]
    arrays["truth"] = over("step", np.array([[0.0 if edge is None else right[1][edge]] for edge in asked]))
    arrays |= _marked(walk, place)
    captions = [_sentence(drawn, step, *right) for step in walk]
    return Frames(arrays, over("step", captions), banner)


def _when(walk: list[Step], edge: int, kind: str) -> int:
    """The step that reveals this edge's value or gradient."""
    return next(i for i, step in enumerate(walk) if (edge in step.values if kind == "value" else edge == step.gradient))


def _marked(walk: list[Step], place: graphs.Layout) -> dict[str, Any]:
    """The edges and the gate of each step, to be drawn strongly: blue on the way forward, orange on the way back."""
    marked = {}
    for way in ("forward", "backward"):
        lines, gates = [], []
        for step in walk:
            edges = step.values if way == "forward" else (step.gradient,) if step.gradient is not None else ()
            lines.append(_joined([place.lines[edge] for edge in edges]))
            here = step.gate is not None and (step.gradient is None) == (way == "forward")
            gates.append(place.gates[step.gate] if here else (np.nan, np.nan))
        longest = max(len(line) for line in lines)
        table = np.array([line + [(np.nan, np.nan)] * (longest - len(line)) for line in lines])
        marked[f"{way}_x"], marked[f"{way}_y"] = over("step", table[..., 0]), over("step", table[..., 1])
        marked[f"{way}_gate_x"] = over("step", np.array(gates)[:, :1])
        marked[f"{way}_gate_y"] = over("step", np.array(gates)[:, 1:])
    return marked


def _joined(lines: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Several lines as one, with gaps (nan)."""
    return [point for line in lines for point in [*line, (np.nan, np.nan)]]


def _picture(drawn: graphs.Graph, own: bool) -> Panel:
    place = graphs.arrange(drawn)
    gate_x, gate_y = (list(axis) for axis in zip(*place.gates, strict=True))
    lanes = [y for _, y in place.labels] + gate_y
    starts = [place.lines[edge][0] for edge in drawn.inputs.values()]
    layers: list[Layer] = [
        Line("edge_x", "edge_y", color="curve", width=2),
        Line("forward_x", "forward_y", color="blue", width=3.5),
        Line("backward_x", "backward_y", color="orange", width=3.5),
        Points("forward_gate_x", "forward_gate_y", color="blue", size=22),
        Points("backward_gate_x", "backward_gate_y", color="orange", size=22),
        Points(gate_x, gate_y, color="soft", size=18.5),
        Points(gate_x, gate_y, color="paper", size=17),
        *[
            Text(
                [x], [y], gate.symbol, color="ink", align="center", bold=True, size=11.5 if len(gate.symbol) > 1 else 17
            )
            for gate, (x, y) in zip(drawn.gates, place.gates, strict=True)
        ],
        Text(
            [x for x, _ in starts],
            [y for _, y in starts],
            list(drawn.inputs),
            dx=-8,
            align="right",
            color="ink",
            bold=True,
            size=15,
        ),
    ]
    return Panel(
        "Above each edge its value, below it its gradient",
        Axis("", -0.35, max(gate_x) + 1.08),
        Axis("", min(lanes) - 0.75, max(lanes) + 0.75),
        [*layers, *_numbers(drawn, own)],
        bare=True,
    )


def _numbers(drawn: graphs.Graph, own: bool) -> list[Layer]:
    """The values and gradients: the student's, the right ones where they differ, or the right ones alone."""
    names = [edge.short if edge.source is not None and edge.short else "" for edge in drawn.edges]
    layers: list[Layer] = []
    for kind, color, up, label in (("value", "blue", -1, "value"), ("gradient", "orange", 1, "gradient")):
        mine = [f"{name} = {{{kind}_{i}}}" if name and up < 0 else f"{{{kind}_{i}}}" for i, name in enumerate(names)]
        right = [f"right: {{right_{kind}_{i}}}" for i in range(len(names))]
        said = f"{label}, your code" if own else label
        look: dict[str, Any] = {"align": "center", "bold": True, "size": 14.5, "dy": 13 * up}
        layers.append(Text(f"own_{kind}_x", "label_y", mine, color=color, label=said, **look))
        layers.append(Text(f"alone_{kind}_x", "label_y", mine, color="ghost", label=f"{label}, reference", **look))
        look |= {"bold": False, "size": 12.5, "dy": 30 * up}
        layers.append(Text(f"ghost_{kind}_x", "label_y", right, color="ghost", **look))
    return layers


def _sentence(drawn: graphs.Graph, step: Step, values: Sequence[float], gradients: Sequence[float]) -> str:
    """What this step does, with the rule's name and the numbers."""
    result = drawn.edges[drawn.result].name
    if step.gate is None and step.gradient is None:
        return "Forward: the inputs are given. Gate by gate, from left to right, the rest follows."
    if step.gate is None:
        return f"Backward: ∂{result}/∂{result} = 1. If {result} grows by a little, {result} grows by just as much."
    gate = drawn.gates[step.gate]
    if step.gradient is None:
        return _forward_sentence(drawn, gate, [_say(values[edge]) for edge in gate.inputs], values)
    return _backward_sentence(drawn, gate, step.gradient, values, gradients)


def _forward_sentence(drawn: graphs.Graph, gate: graphs.Gate, inputs: list[str], values: Sequence[float]) -> str:
    name, output = drawn.edges[gate.outputs[0]].name, number(values[gate.outputs[0]])
    if gate.kind == "Copy":
        return f"Forward: {drawn.edges[gate.inputs[0]].name} is used in {len(gate.outputs)} places. Each gets {output}."
    made = {"Add": " + ".join(inputs), "Multiply": " × ".join(inputs), "Max": f"max({', '.join(inputs)})"}
    return f"Forward: {name} = {made.get(gate.kind, f'σ({inputs[0]})')} = {output}."


def _backward_sentence(
    drawn: graphs.Graph, gate: graphs.Gate, edge: int, values: Sequence[float], gradients: Sequence[float]
) -> str:
    name, got, upstream = drawn.edges[edge].name, number(gradients[edge]), _say(gradients[gate.outputs[0]])
    if gate.kind == "Add":
        return f"Add distributes: {name} gets the upstream gradient as it is, {got}."
    if gate.kind == "Copy":
        parts = " + ".join(_say(gradients[output]) for output in gate.outputs)
        return f"Copy adds up: {name} gets {parts} = {got}, all that comes back from its {len(gate.outputs)} places."
    if gate.kind == "Sigmoid":
        s = number(values[gate.outputs[0]])
        return (
            f"The sigmoid scales by its slope: {name} gets upstream × σ (1 − σ) = {upstream} × {s} (1 − {s}) = {got}."
        )
    other = values[gate.inputs[1 - gate.inputs.index(edge)]]
    if gate.kind == "Multiply":
        swap = f"upstream × the other input = {upstream} × {_say(other)} = {got}"
        return f"Multiply swaps and scales: {name} gets {swap}."
    first, tie = edge == gate.inputs[0], values[edge] == other
    if tie:
        return f"Max routes: at a tie the first input counts as the larger, so {name} gets {upstream if first else 0}."
    if values[edge] > other:
        return f"Max routes: {name} is the larger input, so all of the upstream gradient goes to it, {got}."
    return f"Max routes: {name} is the smaller input. The output does not notice it, so it gets 0."


def _say(value: float) -> str:
    """A number inside a formula: in brackets if it is negative."""
    return f"({number(value)})" if value < 0 else number(value)


# ---------------------------------------------------------------- one neuron


def saturating_neuron(
    a: tuple[float, float] = (2.0, -1.0), w: tuple[float, float] = (1.5, 1.0), *, own: bool = True
) -> Stage:
    """One sigmoid neuron with two inputs: sliders for its bias and first weight, its gradients, its cache.

    own: everything comes from the student's neuron_forward and neuron_backward, with the reference as a ghost.
    """
    biases = [round(-10 + 0.1 * i, 1) for i in range(181)]

    def compute(values: dict[str, Any]) -> Frames:
        weights = (float(values["weight"]), w[1])
        run = lambda: _own_neuron(a, weights, biases)  # noqa: E731
        result, banner = own_code.attempt(run) if own else (None, "")
        return _neuron_frames(a, weights, biases, result, banner, own)

    return Stage(
        "One neuron: output = σ(w₁a₁ + w₂a₂ + b)",
        _neuron_panels(own),
        compute,
        [
            Slider("bias", "Bias b", biases, -2.0, play=True),
            Slider("weight", "Weight w₁", [round(-3 + 0.25 * i, 2) for i in range(25)], w[0], slow=True),
            *again(own),
        ],
        alt=(
            "Left, the sigmoid rises from 0 to 1 over z, and its slope is a low hump around z = 0; a point on each "
            "moves with z. Right, bars for the gradients of bias, weights and inputs: they all shrink together."
        ),
    )


GRADIENTS = ("∂L/∂b", "∂L/∂w₁", "∂L/∂w₂", "∂L/∂a₁", "∂L/∂a₂")


def _exact_neuron(a: tuple, w: tuple, biases: list[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """z and the output, shape (biases,), and the five gradients for upstream 1, shape (biases, 5): closed forms."""
    z = np.dot(a, w) + np.array(biases)
    slope = 1 / (2 + np.exp(z) + np.exp(-z))
    return z, 0.5 * (1 + np.tanh(z / 2)), slope[:, None] * np.array([1.0, *a, *w])


def _own_neuron(a: tuple, w: tuple, biases: list[float]) -> tuple[tuple[np.ndarray, np.ndarray], str]:
    """The student's outputs, shape (biases,), and gradients for upstream 1, shape (biases, 5); and a banner."""
    forward, backward = own_code.function(MODULE, "neuron_forward"), own_code.function(MODULE, "neuron_backward")
    outputs, gradients = np.empty(len(biases)), np.empty((len(biases), 5))
    for i, b in enumerate(biases):
        found = forward(np.array(a), np.array(w), b)
        call = f"(a, w, {number(b)})"
        if not (isinstance(found, (tuple, list)) and len(found) == 2):
            raise own_code.wrong(MODULE, "neuron_forward", call, own_code.shown(found), "a pair (output, cache)")
        outputs[i] = own_code.numbers(found[0], (), MODULE, "neuron_forward", f"{call}, its output,")
        back = backward(1.0, found[1])
        if not (isinstance(back, (tuple, list)) and len(back) == 3):
            raise own_code.wrong(
                MODULE, "neuron_backward", "(1, cache)", own_code.shown(back), "the three (da, dw, db)"
            )
        shapes = (("da", (2,)), ("dw", (2,)), ("db", ()))
        da, dw, db = (
            own_code.numbers(part, shape, MODULE, "neuron_backward", f"(1, cache), its {name},")
            for part, (name, shape) in zip(back, shapes, strict=True)
        )
        gradients[i] = [db, *dw, *da]
    return (outputs, gradients), _neuron_differs(a, w, biases, outputs, gradients)


def _neuron_differs(a: tuple, w: tuple, biases: list[float], outputs: np.ndarray, gradients: np.ndarray) -> str:
    z, right, right_gradients = _exact_neuron(a, w, biases)
    i = int(np.argmin(abs(z)))
    if _apart(outputs[i], right[i]):
        return f"At z = {number(z[i])} your neuron_forward gives {number(outputs[i])}; σ(z) is {number(right[i])}."
    for k in range(5):
        if _apart(gradients[i, k], right_gradients[i, k]):
            mine, exact = number(gradients[i, k]), number(right_gradients[i, k])
            return f"At z = {number(z[i])} your neuron_backward gives {GRADIENTS[k]} = {mine}; right is {exact}."
    return ""


def _neuron_frames(a: tuple, w: tuple, biases: list[float], result: tuple | None, banner: str, own: bool) -> Frames:
    z, right, right_gradients = _exact_neuron(a, w, biases)
    outputs, gradients = result or (right, right_gradients)
    grid = np.linspace(-8, 8, 321)
    arrays: dict[str, Any] = {
        "grid": grid,
        "sigmoid": 0.5 * (1 + np.tanh(grid / 2)),
        "slope": 1 / (2 + np.exp(grid) + np.exp(-grid)),
        "bars": np.arange(5.0),
        "z": over("bias", z[:, None]),
        "s": over("bias", outputs[:, None]),
        "dz": over("bias", gradients[:, :1]),
    }
    if result is not None or not own:
        arrays["own"] = over("bias", gradients)
    if own:
        ends = np.stack([np.arange(5) - 0.42, np.arange(5) + 0.42, np.full(5, np.nan)], axis=1).ravel()
        arrays["ref_x"], arrays["ref"] = ends, over("bias", np.repeat(right_gradients, 3, axis=1))
    for k in range(5):
        arrays[f"gradient_{k}"] = over("bias", gradients[:, k : k + 1])
    where = np.where(gradients < 0, np.minimum(gradients, 0) - 0.06, np.maximum(gradients, 0) + 0.06)
    arrays["over"] = over("bias", where)
    kept = f"Kept from the forward pass: a = ({number(a[0])}, {number(a[1])}), w = ({number(w[0])}, {number(w[1])})"
    captions = [f"{_state(value)} {kept}, σ(z) = {{s}}. The upstream gradient is 1." for value in z]
    return Frames(arrays, over("bias", captions), banner)


def _state(z: float) -> str:
    """What z means for the gradients, in a sentence."""
    if abs(z) < 0.05:
        return "z = 0: here σ is steepest, and the gradients are as large as they get."
    if abs(z) < 2.5:
        return "z = {z}: σ is steep, so the neuron can learn: ∂L/∂z = {dz}."
    word = "saturated" if abs(z) > 4.55 else "flattening out"
    return f"z = {{z}}: {word}. ∂L/∂z is only {{dz}}, and it is a factor of every gradient."


def _neuron_panels(own: bool) -> list[Panel]:
    said = "your code" if own else "gradient"
    return [
        Panel(
            "The sigmoid and its slope",
            Axis("z = w₁a₁ + w₂a₂ + b", -8, 8),
            Axis("σ(z) and σ'(z)", 0, 1.1),
            [
                Rule(x="z", color="soft", dash="dotted"),
                Line("grid", "sigmoid", color="curve", width=3),
                Line("grid", "slope", color="orange", width=1.5, opacity=0.6),
                Points("z", "s", color="blue", size=6, label="output σ(z)"),
                Points("z", "dz", color="orange", marker="square", size=6, label="slope σ'(z)"),
                Text("z", "s", "{s}", dx=10, dy=14, color="blue", bold=True),
                Text("z", "dz", "{dz}", dx=10, dy=-12, color="orange", bold=True),
            ],
        ),
        Panel(
            "What comes back, for upstream 1",
            Axis("", -0.6, 4.6, ticks=list(enumerate(GRADIENTS))),
            Axis("gradient", -0.8, 0.8),
            [
                Rule(y=0.0, color="axis", dash="solid"),
                Bars("bars", "own", width=0.6, color="blue", label=said),
                reference("ref_x", "ref"),
                Text("bars", "over", [f"{{gradient_{k}}}" for k in range(5)], align="center", color="ink"),
            ],
        ),
    ]


# ---------------------------------------------------------------- the cost of a gradient


def count_gate_calls(weights: int) -> tuple[int, int]:
    """How often a gate is used to find the gradients of f = x w₁ w₂ … with the student's Multiply gates.

    By one forward and one backward pass; and by forward differences.
    """
    make = student.function(MODULE, "Multiply")
    calls = 0

    def forward(gates: list[Any], w: np.ndarray) -> float:
        nonlocal calls
        product = 1.0
        for gate, weight in zip(gates, w, strict=True):
            product = gate.forward(product, weight)
            calls += 1
        return product

    gates, w = [make() for _ in range(weights)], np.ones(weights)
    forward(gates, w)
    upstream = 1.0
    for gate in reversed(gates):
        upstream, _ = gate.backward(upstream)
        calls += 1
    one_pass, calls = calls, 0
    forward(gates, w)
    for i in range(weights):
        bumped = w.copy()
        bumped[i] += 1e-6
        forward(gates, bumped)
    return one_pass, calls
