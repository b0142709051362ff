"""Widget of notebook 04: the weights that each sum of a layer uses, forward and backward, in network and matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from nncourse.widgets.parts import Axis, Blocks, Frames, Line, Panel, Points, Slider, Text, number, over
from nncourse.widgets.stage import Stage

WEIGHTS = np.array([[1, 0, -2, 3], [2, 1, -1, 0], [-1, 4, 1, 2]])
INPUTS, BIASES, UPSTREAM = np.array([2, -1, 3, 1]), np.array([2, 3, -2]), np.array([3, -1, 2])
SUMS, ARRIVING = WEIGHTS @ INPUTS + BIASES, WEIGHTS.T @ UPSTREAM
N_OUT, N_IN = WEIGHTS.shape
ROW, COLUMN = ONE_WEIGHT = (1, 2)  # the weight whose own gradient is shown
COLUMNS, ROWS = np.arange(N_IN) - N_IN / 2 + 0.5, N_OUT / 2 - 0.5 - np.arange(N_OUT)  # places of W's cells
SIDE = N_IN / 2 + 0.4  # beside W
ABOVE = N_OUT / 2 + 0.4
LOW = "₀₁₂₃₄₅₆₇₈₉"
# How near the input a weight is written along its line, from 0 to 1: where the lines of this way are well apart.
NEAR = {"forward": 0.7, "backward": 0.3, "weight": 0.5}


def layer_sums() -> Stage:
    """A layer of three neurons with four inputs: the weights that each sum uses, in the network and in the matrix."""
    frames = _frames()
    stops = [f"forward to z{LOW[j + 1]}" for j in range(N_OUT)] + [f"backward to a{LOW[i + 1]}" for i in range(N_IN)]
    stops.append(f"backward to {_weight(*ONE_WEIGHT)}")
    return Stage(
        "Forward along a row, backward along a column",
        [_network_panel(), _matrix_panel()],
        lambda values: frames,
        [Slider("stop", "What is worked out", range(len(stops)), 0, text=lambda k: stops[int(k)], play=True)],
        alt=(
            "Left, four inputs joined to three neurons; the weights in use are thick. Right, the weight matrix, three "
            "rows and four columns, with the inputs above and the neurons beside it: forward, a row is marked, "
            "backward, a column."
        ),
    )


def _weight(j: int, i: int) -> str:
    return f"w{LOW[j + 1]}{LOW[i + 1]}"


def _stops() -> Iterator[tuple[str, int, list[tuple[int, int]]]]:
    """What the slider goes through: (the way, the number of the neuron, the weights in use as (j, i))."""
    for j in range(N_OUT):
        yield "forward", j, [(j, i) for i in range(N_IN)]
    for i in range(N_IN):
        yield "backward", i, [(j, i) for j in range(N_OUT)]
    yield "weight", ROW, [ONE_WEIGHT]


def _input(i: int) -> np.ndarray:
    """Where input i is drawn."""
    return np.array([1.6, N_IN - 1 - 2.0 * i])


def _neuron(j: int) -> np.ndarray:
    """Where neuron j is drawn."""
    return np.array([8.4, N_OUT - 1 - 2.0 * j])


def _path(used: list[tuple[int, int]]) -> np.ndarray:
    """These weights as one line with gaps, shape (points, 2); as long for few weights as for many."""
    path = np.full((3 * N_OUT * N_IN, 2), np.nan)
    for k, (j, i) in enumerate(used):
        path[3 * k], path[3 * k + 1] = _input(i), _neuron(j)
    return path


def _frames() -> Frames:
    rows: list[dict[str, Any]] = []
    for way, k, used in _stops():
        forward, backward = way == "forward", way == "backward"
        path, nowhere = _path(used), np.full((3 * N_OUT * N_IN, 2), np.nan)
        places = np.full((N_OUT, N_IN, 2), np.nan)
        for j, i in used:
            places[j, i] = NEAR[way] * _input(i) + (1 - NEAR[way]) * _neuron(j)
        ahead, back = (path, nowhere) if forward else (nowhere, path)
        rows.append(
            {
                "ahead_x": ahead[:, 0],
                "ahead_y": ahead[:, 1],
                "back_x": back[:, 0],
                "back_y": back[:, 1],
                "w_x": places[..., 0].ravel(),
                "w_y": places[..., 1].ravel(),
                "row": [ROWS[k] if forward else np.nan],
                "column": [COLUMNS[k] if backward else np.nan],
                "cell": [np.nan if way != "weight" else ROWS[ROW]],
                "a_at": np.where(not backward, COLUMNS, np.nan),
                "da_at": np.where(backward & (np.arange(N_IN) == k), COLUMNS, np.nan),
                "z_at": np.where(forward & (np.arange(N_OUT) == k), SIDE, np.nan),
                "dz_at": np.where(not forward, np.full(N_OUT, SIDE), np.nan),
                "above": np.where([not backward, backward], -SIDE, np.nan),
                "beside": np.where([forward, not forward], SIDE, np.nan),
            }
        )
    arrays = {name: over("stop", np.array([row[name] for row in rows], dtype=float)) for name in rows[0]}
    arrays["every_x"], arrays["every_y"] = _path([(j, i) for j in range(N_OUT) for i in range(N_IN)]).T
    return Frames(arrays, over("stop", [_in_words(way, k) for way, k, _ in _stops()]))


def _in_words(way: str, k: int) -> str:
    if way == "forward":
        says = f"Row {k + 1} of W meets the inputs; the last term is the bias b{LOW[k + 1]}."
        return f"Forward: z{LOW[k + 1]} = {_terms(WEIGHTS[k], INPUTS)} + {_in(BIASES[k])} = {number(SUMS[k])}. {says}"
    if way == "backward":
        says = f"a{LOW[k + 1]} is in all three sums, so column {k + 1} of W meets upstream."
        return f"Backward: ∂L/∂a{LOW[k + 1]} = {_terms(WEIGHTS[:, k], UPSTREAM)} = {number(ARRIVING[k])}. {says}"
    name, value = _weight(*ONE_WEIGHT), UPSTREAM[ROW] * INPUTS[COLUMN]
    return (
        f"Backward: ∂L/∂{name} = {_in(UPSTREAM[ROW])}·{_in(INPUTS[COLUMN])} = {number(value)}, upstream of neuron "
        f"{ROW + 1} times input {COLUMN + 1}. {name} is in one sum only, so there is nothing to add up."
    )


def _terms(one: np.ndarray, other: np.ndarray) -> str:
    return " + ".join(f"{_in(a)}·{_in(b)}" for a, b in zip(one, other, strict=True))


def _in(value: float) -> str:
    """The number as it stands in a sum: a negative one in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def _network_panel() -> Panel:
    inputs, neurons = np.array([_input(i) for i in range(N_IN)]).T, np.array([_neuron(j) for j in range(N_OUT)]).T
    return Panel(
        "The layer",
        Axis("", 0, 10),
        Axis("", -4.0, 4.6),
        [
            Line("every_x", "every_y", color="curve", width=1),
            Line("ahead_x", "ahead_y", color="blue", width=3, label="forward"),
            Line("back_x", "back_y", color="orange", width=3, dash="dashed", label="backward"),
            *(Points(*side.tolist(), size=16, color="paper") for side in (inputs, neurons)),
            *(Points(*side.tolist(), marker="ring", size=16, color="ink") for side in (inputs, neurons)),
            Text(*inputs.tolist(), [f"a{LOW[i + 1]}" for i in range(N_IN)], align="center", color="ink", size=14),
            Text(*neurons.tolist(), [f"z{LOW[j + 1]}" for j in range(N_OUT)], align="center", color="ink", size=14),
            Points("w_x", "w_y", size=10, color="paper"),
            Text("w_x", "w_y", _texts(WEIGHTS), align="center", color="ink", bold=True, size=13),
            Text([1.6, 8.4], [4.2, 4.2], ["layer l − 1", "layer l"], align="center", color="soft"),
        ],
        bare=True,
    )


def _matrix_panel() -> Panel:
    x, y = np.meshgrid(COLUMNS, ROWS)
    above, beside = [ABOVE] * N_IN, ROWS.tolist()
    look = {"align": "center", "size": 14}
    return Panel(
        "Its weights W: a row for each neuron",
        Axis("", -3.4, 3.4),
        Axis("", -2.4, 2.4),
        [
            Blocks([0], [0], [N_OUT], [N_IN], color="curve"),
            Blocks([0], "row", [1], [N_IN], color="blue"),
            Blocks("column", [0], [N_OUT], [1], color="orange"),
            Blocks([COLUMNS[COLUMN]], "cell", [1], [1], color="orange"),
            Text(x.ravel().tolist(), y.ravel().tolist(), _texts(WEIGHTS), color="ink", **look),
            Text("a_at", above, _texts(INPUTS), color="blue", bold=True, **look),
            Text("da_at", above, _texts(ARRIVING), color="orange", bold=True, **look),
            Text("z_at", beside, _texts(SUMS), color="blue", bold=True, **look),
            Text("dz_at", beside, _texts(UPSTREAM), color="orange", bold=True, **look),
            Text("above", above[:2], ["a", "∂L/∂a"], align="right", color="soft"),
            Text("beside", above[:2], ["z", "∂L/∂z"], align="center", color="soft"),
        ],
        equal=True,
        bare=True,
    )


def _texts(values: np.ndarray) -> list[str]:
    return [number(value) for value in values.ravel()]
