"""A computational graph from a line of text: its gates, its edges, what stands where, and what flows through it.

    read("q = x + y; f = q * z", {"x": -2, "y": 5, "z": -4})

Semicolons separate the steps; the last one is the result. A step may use +, *, max(a, b), sigmoid(a), numbers, and
brackets. A name that is used more than once gets a copy gate.
"""

from __future__ import annotations

import ast
import cmath
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

SYMBOLS = {"Add": "+", "Multiply": "×", "Max": "max", "Sigmoid": "σ", "Copy": "copy"}
PHRASES = {"Add": "the sum", "Multiply": "the product", "Max": "the maximum", "Sigmoid": "the sigmoid"}
ALLOWED = "a graph is made of names, numbers, +, *, max(a, b) and sigmoid(a)"


@dataclass
class Edge:
    """A value on its way from one gate to the next. name: what it is called in a sentence; short: in the picture."""

    name: str
    short: str = ""
    source: int | None = None  # the gate that it comes from; None: it is an input
    target: int | None = None  # the gate that it goes to; None: it is the result


@dataclass
class Gate:
    """One gate: its class in nnlib.gates, and the numbers of its edges, in order."""

    kind: str
    inputs: list[int] = field(default_factory=list)
    outputs: list[int] = field(default_factory=list)

    @property
    def symbol(self) -> str:
        """What stands in its circle."""
        return SYMBOLS[self.kind]


@dataclass
class Graph:
    """Gates in the order of the forward pass, and edges. inputs: names and edges; result: the last edge."""

    gates: list[Gate]
    edges: list[Edge]
    inputs: dict[str, int]
    result: int

    def forward(self, values: dict[str, float], compute: Callable[[int, list[Any]], Sequence[Any]]) -> list[Any]:
        """The value on each edge; compute(gate number, its inputs) gives the gate's outputs."""
        found: list[Any] = [None] * len(self.edges)
        for name, edge in self.inputs.items():
            found[edge] = values[name]
        for number, gate in enumerate(self.gates):
            for edge, value in zip(gate.outputs, compute(number, [found[edge] for edge in gate.inputs]), strict=True):
                found[edge] = value
        return found

    def gradients(self, values: dict[str, float]) -> list[float]:
        """The exact gradient of the result with respect to each edge.

        By the complex step (Squire and Trapp, 1998): bump the edge by i h and look at the imaginary part of the result.
        """
        h = 1e-30

        def bumped(edge: int) -> float:
            def compute(number: int, inputs: list[complex]) -> list[complex]:
                gate = self.gates[number]
                outputs = _outputs(gate, [value + 1j * h * (e == edge) for e, value in zip(gate.inputs, inputs)])
                return [value + 1j * h * (e == edge == self.result) for e, value in zip(gate.outputs, outputs)]

            return self.forward(values, compute)[self.result].imag / h

        return [bumped(edge) for edge in range(len(self.edges))]

    def values(self, values: dict[str, float]) -> list[float]:
        """The right value on each edge."""
        return self.forward(values, lambda number, inputs: [v.real for v in _outputs(self.gates[number], inputs)])


def _outputs(gate: Gate, inputs: list[Any]) -> list[Any]:
    if gate.kind == "Add":
        return [inputs[0] + inputs[1] + 0j]
    if gate.kind == "Multiply":
        return [inputs[0] * inputs[1] + 0j]
    if gate.kind == "Max":
        return [(inputs[0] if complex(inputs[0]).real >= complex(inputs[1]).real else inputs[1]) + 0j]
    if gate.kind == "Sigmoid":
        return [1 / (1 + cmath.exp(-inputs[0]))]
    return [inputs[0] + 0j for _ in gate.outputs]


# ---------------------------------------------------------------- from text


def read(text: str, inputs: dict[str, float]) -> Graph:
    """The graph that this text describes; ValueError, saying what is wrong, if it describes none."""
    steps, result = _steps(text, inputs)
    names = [*inputs, *[name for name, _, _ in steps]]
    numbers = list(dict.fromkeys(part for _, _, parts in steps for part in parts if isinstance(part, float)))
    uses = {name: [i for i, (_, _, parts) in enumerate(steps) for part in parts if part == name] for name in names}
    for name in names:
        if name != result and not uses[name]:
            raise ValueError(f"graph: {name} is not used by any step.")
    graph = Graph([], [], {}, 0)
    waiting: dict[Any, list[int]] = {}  # the edges of each name that no gate has taken yet
    for name in [*inputs, *numbers]:
        shown = f"{name:g}".replace("-", "−") if isinstance(name, float) else name
        graph.edges.append(Edge(shown, shown))
        graph.inputs[shown] = len(graph.edges) - 1
        copies = uses.get(name) or [i for i, (_, _, parts) in enumerate(steps) for part in parts if part == name]
        waiting[name] = _spread(graph, len(graph.edges) - 1, [steps[i][0] for i in copies])
    for name, kind, parts in steps:
        gate = Gate(kind, [waiting[part].pop(0) for part in parts])
        graph.gates.append(gate)
        for edge in gate.inputs:
            graph.edges[edge].target = len(graph.gates) - 1
        hidden = name.startswith("(")
        graph.edges.append(Edge(PHRASES[kind] if hidden else name, "" if hidden else name, len(graph.gates) - 1))
        gate.outputs = [len(graph.edges) - 1]
        if name == result:
            graph.result = len(graph.edges) - 1
        waiting[name] = _spread(graph, len(graph.edges) - 1, [steps[i][0] for i in uses[name]])
    return graph


def _spread(graph: Graph, edge: int, users: list[str]) -> list[int]:
    """The edge itself, or a copy gate behind it and one edge for each user."""
    if len(users) < 2:
        return [edge]
    graph.gates.append(Gate("Copy", [edge]))
    graph.edges[edge].target = gate = len(graph.gates) - 1
    for user in users:
        way = "on its way through brackets" if user.startswith("(") else f"on its way to {user}"
        graph.edges.append(Edge(f"{graph.edges[edge].name} {way}", "", gate))
        graph.gates[gate].outputs.append(len(graph.edges) - 1)
    return list(graph.gates[gate].outputs)


def _steps(text: str, inputs: dict[str, float]) -> tuple[list[tuple[str, str, list[Any]]], str]:
    """(name, kind, operands) of each gate but the copies, and the name of the result. Hidden names begin with (."""
    steps: list[tuple[str, str, list[Any]]] = []
    known, hidden = set(inputs), itertools.count()

    def operand(node: ast.expr) -> Any:
        if isinstance(node, ast.Name):
            if node.id not in known:
                raise ValueError(f"graph: {node.id} has no value. Give it one, as in graph(…, {node.id}=1).")
            return node.id
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return float(node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return -float(node.operand.value)
        name = f"({next(hidden)}"
        gate(name, node)
        return name

    def gate(name: str, node: ast.expr) -> None:
        kinds = {ast.Add: "Add", ast.Mult: "Multiply"}
        calls = {("max", 2): "Max", ("sigmoid", 1): "Sigmoid"}
        if isinstance(node, ast.BinOp) and type(node.op) in kinds:
            kind, parts = kinds[type(node.op)], [node.left, node.right]
        elif isinstance(node, ast.Call) and (getattr(node.func, "id", ""), len(node.args)) in calls:
            kind, parts = calls[node.func.id, len(node.args)], node.args
        else:
            raise ValueError(f"graph: {ast.unparse(node)} cannot be drawn; {ALLOWED}.")
        operands = [operand(part) for part in parts]  # their own steps come first
        steps.append((name, kind, operands))

    for line in filter(None, (part.strip() for part in text.split(";"))):
        try:
            [step] = ast.parse(line).body
        except (SyntaxError, ValueError):
            step = None
        if not (isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name)):
            raise ValueError(f"graph: {line!r} is not a step such as q = x + y.")
        name = step.targets[0].id
        if name in known:
            raise ValueError(f"graph: {name} has a value already. Give this step another name.")
        gate(name, step.value)
        known.add(name)
    if not steps:
        raise ValueError("graph: there is no step. Write one such as f = x * y.")
    return steps, steps[-1][0]


# ---------------------------------------------------------------- where things stand


@dataclass
class Layout:
    """Places in the picture: gates (x, y), the line of each edge, and where its numbers stand."""

    gates: list[tuple[float, float]]
    lines: list[list[tuple[float, float]]]
    labels: list[tuple[float, float]]


def arrange(graph: Graph) -> Layout:
    """Columns by the longest way from an input; a gate at the mean height of its inputs; copies fan out."""
    row = {edge: -float(i) for i, edge in enumerate(graph.inputs.values())}
    middle = -(len(row) - 1) / 2
    column: list[float] = []
    places: list[tuple[float, float]] = []

    def begin(edge: int) -> float:
        source = graph.edges[edge].source
        return 0.0 if source is None else column[source]

    for gate in graph.gates:
        column.append(1 + max(begin(edge) for edge in gate.inputs))
        height = sum(row[edge] for edge in gate.inputs) / len(gate.inputs)
        taken = [y for x, y in places if x == column[-1]]
        while any(abs(y - height) < 0.7 for y in taken):
            height = min(taken) - 0.9
        places.append((column[-1], height))
        outer = 1 if height >= middle else -1
        fan = sorted(gate.outputs, key=lambda edge: -_reach(graph, edge) * outer)  # the longest way goes outside
        for i, edge in enumerate(fan):
            row[edge] = height + 0.9 * ((len(fan) - 1) / 2 - i)
    lines, labels = [], []
    for number, edge in enumerate(graph.edges):
        x, lane = begin(number), row[number]
        start = (0.0, lane) if edge.source is None else places[edge.source]
        bend = [(x + 0.28, lane)] if start[1] != lane else []
        if edge.target is None:
            lines.append([start, (x + 1, lane)])
        else:
            to = places[edge.target]
            lines.append([start, *bend, (to[0] - 0.32, lane), to])
        labels.append((x + (0.36 if edge.source is None else 0.55 if edge.target is None else 0.48), lane))
    return Layout(places, lines, labels)


def _reach(graph: Graph, edge: int) -> int:
    """How far along the forward pass this edge goes."""
    target = graph.edges[edge].target
    return len(graph.gates) if target is None else target
