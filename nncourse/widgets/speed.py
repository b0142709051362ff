"""Widget of notebook 04: the student's loops and matrices on the same layer, timed while the batch grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Axis,
    Band,
    Button,
    Choice,
    Frames,
    Guess,
    Layer,
    Line,
    Panel,
    Points,
    Rule,
    Slider,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

MODULE = "backprop"
SECONDS = 2.0  # for the student's code, each time it is timed
N_IN, N_OUT = 32, 16  # of the layer
BATCHES = [2**power for power in range(10)]
ENOUGH = 64  # loops that come as far as this batch have shown what there is to see
REPEATS = 5
FUNCTIONS = {"loops": "layer_backward_loops", "matrices": "linear_backward"}
# Seconds a call of a right answer on another computer: the fastest of 30.
ELSEWHERE = {
    "loops": np.array([0.00030, 0.00057, 0.0011, 0.0022, 0.0045, 0.0092, 0.018, 0.036, 0.074, 0.15]),
    "matrices": np.array([7.8e-6, 6.9e-6, 6.9e-6, 7.4e-6, 8.3e-6, 9.1e-6, 1.0e-5, 1.4e-5, 2.3e-5, 3.6e-5]),
}
Times = dict[str, np.ndarray]  # for each of the two: seconds a call, shape (batches, REPEATS), nan where there is none


def loops_against_matrices(question: Choice | Guess | None = None) -> Stage:
    """The time of the student's layer_backward_loops and linear_backward on one layer, over the size of the batch."""

    def compute(values: dict) -> Frames:
        times, banner = own_code.attempt(_time_own)
        return _frames(times, banner)

    return Stage(
        f"Loops against matrices: a layer with {N_IN} inputs and {N_OUT} neurons",
        _panels(),
        compute,
        [Slider("batch", "Samples in the batch, N", BATCHES, 64), Button("again", "Run my code again")],
        alt=(
            "Left, the seconds of one call against the size of the batch, on log scales: the loops take twice as long "
            "for twice the samples, the matrix products stay far below. Right, how many times faster they are."
        ),
        question=question,
    )


# ---------------------------------------------------------------- measuring


def _time_own() -> tuple[Times, str]:
    """Seconds a call of the student's two functions; and a banner if they are slow or do not agree."""
    functions = {name: own_code.function(MODULE, function) for name, function in FUNCTIONS.items()}
    times = {name: np.full((len(BATCHES), REPEATS), np.nan) for name in FUNCTIONS}
    rng, end, apart = np.random.default_rng(0), time.monotonic() + SECONDS, 0.0
    for k, batch in enumerate(BATCHES):
        soonest = 2 * np.nanmin(times["loops"][k - 1]) if k else 0.0
        if time.monotonic() + soonest > end:
            slow = own_code.slow(FUNCTIONS["loops"], k, len(BATCHES), "sizes of the batch", SECONDS)
            return times, "" if batch > ENOUGH else slow
        shapes = ((batch, N_OUT), (batch, N_IN), (N_OUT, N_IN))
        arrays, results = [rng.normal(size=shape) for shape in shapes], {}
        for name, function in functions.items():
            seconds, results[name] = _repeated(partial(function, *arrays))
            times[name][k, : len(seconds)] = seconds
        apart = max(apart, _apart(results, batch))
    return times, f"Your two functions do not agree: they differ by {number(apart)}." if apart > 1e-3 else ""


def _repeated(call: Callable[[], object]) -> tuple[list[float], object]:
    """Up to REPEATS times of this call, as many as an eighth of the time allows; and its result."""
    begin, times = time.monotonic(), []
    while len(times) < REPEATS and time.monotonic() - begin < SECONDS / 8:
        seconds, result = _once(call)
        times.append(seconds)
    return times, result


def _once(call: Callable[[], object]) -> tuple[float, object]:
    """How long a call takes, from as many of them as fill a millisecond; and its result."""
    start, calls = time.perf_counter(), 0
    while calls == 0 or time.perf_counter() - start < 1e-3:
        result = call()
        calls += 1
    return (time.perf_counter() - start) / calls, result


def _apart(results: dict[str, object], batch: int) -> float:
    """The largest difference between the two results, relative to the numbers; Problem if one is not (da, dW, db)."""
    shapes = {"da": (batch, N_IN), "dW": (N_OUT, N_IN), "db": (N_OUT,)}
    found = []
    for name, function in FUNCTIONS.items():
        result, call = results[name], f"(upstream, a, W) with a batch of {batch}"
        if not (isinstance(result, (tuple, list)) and len(result) == len(shapes)):
            raise own_code.Problem(own_code.wrong(MODULE, function, call, result, "three arrays (da, dW, db)"))
        parts = zip(result, shapes.items(), strict=True)
        found.append(
            [own_code.numbers(part, shape, MODULE, function, f"{call}, {what},") for part, (what, shape) in parts]
        )
    return max(float(np.max(abs(one - two)) / max(1.0, np.max(abs(two)))) for one, two in zip(*found, strict=True))


# ---------------------------------------------------------------- drawing


def _frames(times: Times | None, banner: str) -> Frames:
    batches = np.array(BATCHES, dtype=float)
    arrays = {
        "batches": batches,
        "here": over("batch", batches),
        "ref_ratio": ELSEWHERE["loops"] / ELSEWHERE["matrices"],
    }
    arrays |= {f"ref_{name}": seconds for name, seconds in ELSEWHERE.items()}
    told, here = ELSEWHERE, False
    if times is not None:
        told, here = {name: _of_each_row(np.median, table) for name, table in times.items()}, True
        arrays |= {f"own_{name}": middle for name, middle in told.items()}
        arrays |= {f"own_{name}_low": _of_each_row(np.min, table) for name, table in times.items()}
        arrays |= {f"own_{name}_high": _of_each_row(np.max, table) for name, table in times.items()}
        arrays["own_ratio"] = told["loops"] / told["matrices"]
    captions = [_in_words(here, *row) for row in zip(BATCHES, told["loops"], told["matrices"], strict=True)]
    return Frames(arrays, over("batch", captions), banner)


def _of_each_row(what: Callable, table: np.ndarray) -> np.ndarray:
    """what() of the numbers in each row; nan for a row that has none."""
    rows = [row[~np.isnan(row)] for row in table]
    return np.array([what(row) if row.size else np.nan for row in rows])


def _in_words(here: bool, batch: int, loops: float, matrices: float) -> str:
    if np.isnan(loops + matrices):
        return f"A batch of {batch} was not run: your loops would have taken too long. Follow their line."
    ratio = loops / matrices
    faster = f"{float(f'{ratio:.1e}'):.0f} times faster" if ratio > 1.5 else "not faster"
    says = f"the loops take {_duration(loops)}, the matrix products {_duration(matrices)}, {faster}."
    if not here:
        return f"On another computer, for a batch of {batch}: {says} Each is the fastest of 30 runs."
    return (
        f"On this computer, for a batch of {batch}: {says} Each is the median of up to {REPEATS} runs; the shaded band "
        "reaches from the fastest to the slowest. Run it again: the numbers change a little, the picture does not."
    )


def _duration(seconds: float) -> str:
    unit, name = next(((unit, name) for unit, name in ((1, "s"), (1e-3, "ms")) if seconds >= unit), (1e-6, "µs"))
    return f"{number(seconds / unit)} {name}"


def _panels() -> list[Panel]:
    batch = Axis("samples in the batch, N", 1, BATCHES[-1], log=True, ticks=[(n, str(n)) for n in BATCHES[::2]])
    here = Rule(x="here", color="soft", dash="dotted")
    looks = ("loops", "orange", "square"), ("matrices", "blue", "circle")
    seconds: list[Layer] = [here]
    for name, color, marker in looks:
        seconds += [
            reference("batches", f"ref_{name}"),
            Band("batches", f"own_{name}_low", f"own_{name}_high", color=color),
            Line("batches", f"own_{name}", label=f"your {name}", color=color),
            Points("batches", f"own_{name}", label=f"your {name}", color=color, marker=marker),
        ]
    ratio = [
        here,
        reference("batches", "ref_ratio"),
        Line("batches", "own_ratio", label="your code", color="green"),
        Points("batches", "own_ratio", label="your code", color="green", marker="diamond"),
    ]
    return [
        Panel("One call", batch, Axis("seconds (log scale)", 1e-6, 10, log=True), seconds),
        Panel("How many times faster", batch, Axis("loops ÷ matrices (log scale)", 0.1, 1e5, log=True), ratio),
    ]
