"""Widgets of notebook 05: a signal through ten layers, forward and backward, and training from five starts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Axis,
    Button,
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
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

MODULE = "initializers"
SECONDS = 2.0  # for the student's code, each time the frames are computed
SEED = 7
ENOUGH = 1000  # weights tell their standard deviation to a few percent


@dataclass(frozen=True)
class Activation:
    """A function with its derivative, and the values beyond which it counts as saturated."""

    name: str
    f: Callable
    derivative: Callable
    low: float = -np.inf
    high: float = np.inf


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return (1 + np.tanh(z / 2)) / 2


SIGMOID = Activation("sigmoid", _sigmoid, lambda z: _sigmoid(z) * (1 - _sigmoid(z)), 0.05, 0.95)
TANH = Activation("tanh", np.tanh, lambda z: 1 - np.tanh(z) ** 2, -0.95, 0.95)
RELU = Activation("ReLU", lambda z: np.maximum(z, 0), lambda z: (z > 0).astype(z.dtype))
ACTIVATIONS = (SIGMOID, TANH, RELU)


@dataclass(frozen=True)
class Start:
    """One way to begin: its name, the student's function, a scale where that takes one, its look, and the formula."""

    name: str
    function: str
    deviation: Callable[[int, int], float]  # of a right answer, from n_out and n_in
    color: str
    dash: str
    marker: str
    scale: float | None = None
    uniform: bool = False

    def arguments(self, n_out: int, n_in: int, rng: np.random.Generator) -> list:
        """What the function is called with."""
        if self.function == "zeros":
            return [n_out, n_in]
        return [n_out, n_in, *([] if self.scale is None else [self.scale]), rng]

    def right(self, n_out: int, n_in: int, rng: np.random.Generator) -> np.ndarray:
        """What a right answer gives."""
        s = self.deviation(n_out, n_in)
        if self.uniform:
            return rng.uniform(-np.sqrt(3) * s, np.sqrt(3) * s, size=(n_out, n_in))
        return rng.normal(0.0, s, size=(n_out, n_in)) if s else np.zeros((n_out, n_in))

    def says(self) -> str:
        """Its name in the list of starts."""
        return self.function if self.scale is None else f"{self.function}, scale {number(self.scale)}"


SMALL = 0.02
STARTS = (
    Start("zero", "zeros", lambda n_out, n_in: 0.0, "soft", "dotted", "cross"),
    Start("small random", "random_normal", lambda n_out, n_in: SMALL, "ink", "dashed", "diamond", scale=SMALL),
    Start("Xavier", "xavier_uniform", lambda n_out, n_in: (3 * n_in) ** -0.5, "purple", "solid", "ring", uniform=True),
    Start("Glorot", "glorot_uniform", lambda n_out, n_in: (2 / (n_in + n_out)) ** 0.5, "blue", "solid", "circle",
          uniform=True),
    Start("He", "he_normal", lambda n_out, n_in: (2 / n_in) ** 0.5, "orange", "solid", "square"),
)  # fmt: skip


def _weights(start: Start, sizes: Sequence[int], make: Callable | None = None) -> list[np.ndarray]:
    """The weights of every layer between these sizes, from `make` or as a right answer gives them."""
    rng = np.random.default_rng(SEED)
    make = make or (lambda n_out, n_in: start.right(n_out, n_in, rng))
    return [make(n_out, n_in) for n_in, n_out in pairwise(sizes)]


def _own_weights(start: Start, sizes: Sequence[int]) -> tuple[list[np.ndarray], str]:
    """As _weights, from the student's function; Problem if that gives something else, a banner if it is not right."""
    function, rng = own_code.function(MODULE, start.function), np.random.default_rng(SEED)
    weights, end = [], time.monotonic() + SECONDS
    for n_in, n_out in pairwise(sizes):
        if time.monotonic() > end:
            says = f"This shows the reference: {SECONDS:g} seconds were not enough for {start.function}."
            raise own_code.Problem(says)
        arguments = start.arguments(n_out, n_in, rng)
        call = f"({', '.join('rng' if value is rng else number(value) for value in arguments)})"
        weights.append(own_code.numbers(function(*arguments), (n_out, n_in), MODULE, start.function, call))
    return weights, _apart(start, weights)


def _apart(start: Start, weights: list[np.ndarray]) -> str:
    """A banner if the weights are spread otherwise than they should be; "" if not, or if they are too few to tell."""
    if start.function == "zeros":
        largest = max(abs(W).max() for W in weights)
        return f"Your zeros gives weights up to {number(largest)}." if largest else ""
    wide = max(weights, key=np.size)
    found, right = wide.std(), start.deviation(*wide.shape)
    if wide.size < ENOUGH or abs(found / right - 1) < 0.1:
        return ""
    return (
        f"Your {start.function} gives weights with the standard deviation {number(found)} for {wide.shape[1]} inputs; "
        f"right is {number(right)}."
    )


# ---------------------------------------------------------------- a signal through ten layers

LAYERS, WIDTH, BATCH = 10, 256, 12
LOW, HIGH, PER_DECADE = -7, 7, 3  # of the histograms, in powers of ten
HUGE = 1e20  # more than that is drawn as that
LENGTH = 0.42  # of the longest bar, to each side
SCALES = [0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.055, 0.0625, 0.07, 0.08, 0.0884, 0.1, 0.115, 0.13, 0.15,
          0.18, 0.21, 0.25, 0.3, 0.35, 0.4]  # fmt: skip
FACTORS = [2 ** (k / 4) for k in range(-8, 9)]
VERDICTS = ("healthy", "vanish", "explode", "saturate", "all exactly 0")


def signal_through_layers(*, start: float = 0.04, question: Choice | Guess | None = None) -> Stage:
    """Ten layers with normal weights: histograms of activations and gradients while the weights' scale is dragged."""
    rng = np.random.default_rng(SEED)
    weights = [rng.normal(size=(WIDTH, WIDTH)) for _ in range(LAYERS)]
    frames = _signal_frames([_signal(weights, SCALES, activation) for activation in ACTIVATIONS], SCALES, "scale {n}")
    return Stage(
        f"A signal in {LAYERS} layers of {WIDTH} neurons, with normal random weights",
        _signal_panels(own=False),
        lambda values: frames,
        [
            Slider("scale", "Scale of the weights (standard deviation)", SCALES, start, play=True),
            Select("activation", "Activation", [a.name for a in ACTIVATIONS], ACTIVATIONS.index(RELU)),
        ],
        alt=_SIGNAL_ALT,
        question=question,
    )


def signal_with_your_weights(question: Choice | Guess | None = None) -> Stage:
    """The same ten layers with the student's weights; the slider multiplies all of them."""
    sizes = [WIDTH] * (LAYERS + 1)

    def compute(values: dict) -> Frames:
        start = next(start for start in STARTS if start.says() == values["start"])
        mine, banner = own_code.attempt(lambda: _own_weights(start, sizes))
        right = runs = _right_signals(start)
        if mine is not None:
            with np.errstate(all="ignore"):
                runs = [_signal(mine, FACTORS, activation) for activation in ACTIVATIONS]
        frames = _signal_frames(runs, FACTORS, f"{start.says()}, weights times {{n}}")
        for what, place in (("act", 0), ("grad", 1)):
            frames.arrays[f"ref_{what}"] = over("activation", "scale", _visible(np.stack([r[place] for r in right])))
        return Frames(frames.arrays, frames.caption, banner)

    return Stage(
        f"A signal in {LAYERS} layers of {WIDTH} neurons, with your weights",
        _signal_panels(own=True),
        compute,
        [
            Select("start", "Start", [start.says() for start in STARTS], len(STARTS) - 1, slow=True),
            Select("activation", "Activation", [a.name for a in ACTIVATIONS], ACTIVATIONS.index(RELU)),
            Slider("scale", "All weights times", FACTORS, 1.0, play=True),
            Button("again", "Run my code again"),
        ],
        alt=_SIGNAL_ALT,
        question=question,
    )


_SIGNAL_ALT = (
    "Left, for each of ten layers a histogram of the activations, turned on its side, on a scale in powers of ten, "
    "with a line through the typical size; right, the same for the gradients. A level line is healthy, a falling "
    "activation line vanishes, a rising one explodes; gradients are read from layer 10 back to layer 1."
)
Signal = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _signal(weights: list[np.ndarray], factors: Sequence[float], activation: Activation) -> Signal:
    """One pass forward and backward for every factor that multiplies the weights.

    Returns the typical (root mean square) size of activations and of gradients, shape (factors, layers); their
    histograms, shape (factors, layers, bins); and the share of the last layer's neurons that is saturated.
    """
    rng = np.random.default_rng(1)
    x, upstream = rng.normal(size=(2, BATCH, WIDTH)).astype(np.float32)
    times = np.asarray(factors, dtype=np.float32)[:, None, None]
    matrices = [np.asarray(W, dtype=np.float32) for W in weights]
    a, slopes, forward, backward = np.broadcast_to(x, (len(factors), *x.shape)), [], [], []
    for W in matrices:
        z = _tamed(times * (a @ W.T))
        a, slope = activation.f(z), activation.derivative(z)
        forward.append(a)
        slopes.append(slope)
    saturated = ((a < activation.low) | (a > activation.high)).mean(axis=(1, 2))
    da = upstream
    for W, slope in zip(matrices[::-1], slopes[::-1], strict=True):
        dz = da * slope
        backward.append(dz)
        da = _tamed(times * (dz @ W))
    sizes, shares = zip(*(_summed(np.stack(values, axis=1)) for values in (forward, backward[::-1])), strict=True)
    return *sizes, *shares, saturated


def _tamed(values: np.ndarray) -> np.ndarray:
    """The values without inf and nan, far outside the picture."""
    return np.nan_to_num(np.clip(values, -HUGE, HUGE), nan=HUGE)


@lru_cache(maxsize=len(STARTS))
def _right_signals(start: Start) -> list[Signal]:
    """What right answers give, for each activation."""
    weights = _weights(start, [WIDTH] * (LAYERS + 1))
    return [_signal(weights, FACTORS, activation) for activation in ACTIVATIONS]


def _summed(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Root mean square and histogram of log₁₀ |v| over the last two axes, for each of the first two."""
    flat = abs(values).reshape(*values.shape[:2], -1)
    size = np.sqrt((flat.astype(float) ** 2).mean(axis=-1))
    bins = (HIGH - LOW) * PER_DECADE
    place = np.clip((np.log10(np.maximum(flat, 1e-30)) - LOW) * PER_DECADE, 0, bins - 1).astype(int)
    row = np.arange(size.size).reshape(*size.shape, 1) * bins
    counts = np.bincount((row + place).ravel(), (flat > 0).ravel(), size.size * bins).reshape(*size.shape, bins)
    return size, counts / np.maximum(counts.max(axis=-1, keepdims=True), 1)


def _visible(sizes: np.ndarray) -> np.ndarray:
    """Sizes for a log axis: none where there is nothing."""
    return np.where(sizes > 0, sizes, np.nan)


def _signal_frames(runs: list[Signal], factors: Sequence[float], named: str) -> Frames:
    """The frames over activation and scale; `named` says in the caption which weights these are."""
    axes, layers = ("activation", "scale"), np.arange(1.0, LAYERS + 1)
    middles = 10 ** (LOW + (np.arange((HIGH - LOW) * PER_DECADE) + 0.5) / PER_DECADE)
    arrays = {"layers": layers, "levels": np.tile(np.repeat(middles, 3), LAYERS)}
    act, grad, act_bars, grad_bars, saturated = (np.stack(parts) for parts in zip(*runs, strict=True))
    verdicts = {"act": _verdicts(act[..., 0], act[..., -1], saturated)}
    verdicts["grad"] = _verdicts(grad[..., -1], grad[..., 0])
    for what, sizes, bars in (("act", act, act_bars), ("grad", grad, grad_bars)):
        arrays[what] = over(*axes, _visible(sizes))
        half = np.where(bars > 0, LENGTH * bars, np.nan)
        ends = layers[:, None, None] + half[..., None] * np.array([-1, 1, np.nan])
        arrays[f"{what}_bars"] = over(*axes, ends.reshape(*half.shape[:2], -1))
        for k, word in enumerate(VERDICTS):
            arrays[f"{what}_{_name(word)}"] = over(*axes, np.where(verdicts[what] == k, 5.5, np.nan)[..., None])
    captions = [
        [
            f"{a.name}, {named.format(n=number(n))}. {_told('Activations', act[i, j], verdicts['act'][i, j], 1)} "
            f"{_told('Gradients', grad[i, j], verdicts['grad'][i, j], -1)}"
            for j, n in enumerate(factors)
        ]
        for i, a in enumerate(ACTIVATIONS)
    ]
    return Frames(arrays, over(*axes, captions))


def _name(word: str) -> str:
    return word.split()[0]


def _verdicts(first: np.ndarray, last: np.ndarray, saturated: np.ndarray | None = None) -> np.ndarray:
    """The number of the word in VERDICTS for what happens between the first layer that is reached and the last."""
    with np.errstate(all="ignore"):
        ratio = last / first
    found = np.select([ratio < 0.1, ratio > 10], [1, 2], 0)
    if saturated is not None:
        found = np.where(saturated > 0.5, 3, found)
    return np.where((last == 0) | ~np.isfinite(ratio), 4, found)


def _told(what: str, sizes: np.ndarray, verdict: int, way: int) -> str:
    ends = [(1, sizes[0]), (LAYERS, sizes[-1])][::way]
    (one, first), (two, last) = ends
    return f"{what}: typical size {number(first)} in layer {one}, {number(last)} in layer {two}: {VERDICTS[verdict]}."


def _signal_panels(own: bool) -> list[Panel]:
    ticks = [(float(layer), str(layer)) for layer in range(1, LAYERS + 1)]
    panels = []
    for what, title, color in (("act", "Activations, forward →", "blue"), ("grad", "Gradients, ← backward", "orange")):
        layers: list[Layer] = [Rule(y=1.0, color="axis", dash="solid")]
        layers.append(Line(f"{what}_bars", "levels", color=color, width=4.5, opacity=0.55, label="how many neurons"))
        if own:
            layers.append(reference("layers", f"ref_{what}", edge=False))
        layers.append(Line("layers", what, color="ink", width=1.75, label="typical size"))
        layers.append(Points("layers", what, color="ink", size=2.75, label="typical size"))
        for word in VERDICTS:
            layers.append(Text(f"{what}_{_name(word)}", [2e6], word, align="center", color="ink", bold=True, size=15))
        y = Axis(f"size of {'a' if what == 'act' else '∂L/∂z'} (log scale)", 10.0**LOW, 10.0**HIGH, log=True)
        panels.append(Panel(title, Axis("layer", 0.4, LAYERS + 0.6, ticks=ticks), y, layers))
    return panels


# ---------------------------------------------------------------- training from five starts

N_IN, HIDDEN, SAMPLES, STEPS, EVERY = 8, 32, 96, 300, 4


@dataclass(frozen=True)
class Task:
    """A network to be trained: its hidden layers, their activation, and the learning rate."""

    name: str
    depth: int
    activation: Activation
    rate: float

    def sizes(self) -> list[int]:
        """The sizes of its layers, input and output included."""
        return [N_IN, *[HIDDEN] * self.depth, 1]


TASKS = (
    Task("deep: 8 hidden layers, ReLU", 8, RELU, 0.007),
    Task("deep: 8 hidden layers, tanh", 8, TANH, 0.05),
    Task("shallow: 1 hidden layer, sigmoid", 1, SIGMOID, 0.1),
)


def loss_over_training(question: Choice | Guess | None = None) -> Stage:
    """The loss over training from the student's five starts, on one network and one data set."""
    steps = list(range(0, STEPS + 1, EVERY))

    def compute(values: dict) -> Frames:
        banners, runs = [], []
        for task in TASKS:
            starts = []
            for start in STARTS:
                mine, banner = own_code.attempt(lambda start=start, task=task: _own_weights(start, task.sizes()))
                banners.append(banner)
                starts.append(_weights(start, task.sizes()) if mine is None else mine)
            with np.errstate(all="ignore"):
                runs.append(_train(task, starts))
        return _training_frames(runs, steps, next(filter(None, banners), ""))

    return Stage(
        "Five starts, the same network, data and learning rate",
        _training_panels(),
        compute,
        [
            Slider("step", "Training step", steps, STEPS, play=True, text=lambda step: f"{step:g}"),
            Select("task", "Network", [task.name for task in TASKS]),
            Button("again", "Run my code again"),
        ],
        alt=(
            "Left, the loss against the training step, a line for each of five starts. Right, the size of the gradient "
            "of the weights in each layer, at the step of the slider. In the deep ReLU network He falls first and "
            "zero and small random weights stay where they are; in the shallow sigmoid network most starts learn."
        ),
        question=question,
    )


def _data() -> tuple[np.ndarray, np.ndarray]:
    """Inputs and answers, the answers with mean 0 and variance 1."""
    x = np.random.default_rng(5).normal(size=(SAMPLES, N_IN))
    y = np.sin(1.5 * x[:, :1]) + 0.7 * x[:, 1:2] * x[:, 2:3] + 0.5 * x[:, 3:4]
    return x, (y - y.mean()) / y.std()


def _train(task: Task, starts: list[list[np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Train from all starts side by side: the losses, shape (steps, starts), and the sizes of dW in each layer."""
    x, y = _data()
    weights = [np.stack(layer) for layer in zip(*starts, strict=True)]
    biases = [np.zeros((len(starts), 1, W.shape[1])) for W in weights]
    losses, sizes = [], []
    for step in range(STEPS + 1):
        inputs, sums, a = [], [], np.broadcast_to(x, (len(starts), *x.shape))
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
            inputs.append(a)
            sums.append(a @ W.transpose(0, 2, 1) + b)
            a = task.activation.f(sums[-1]) if layer < len(weights) else sums[-1]
        dz, gradients = 2 * (a - y) / SAMPLES, []
        for layer in range(len(weights) - 1, -1, -1):
            gradients.append(dz.transpose(0, 2, 1) @ inputs[layer])
            da = dz @ weights[layer]
            biases[layer] = biases[layer] - task.rate * dz.sum(axis=1, keepdims=True)
            weights[layer] = weights[layer] - task.rate * gradients[-1]
            dz = da * task.activation.derivative(sums[layer - 1]) if layer else dz
        if step % EVERY == 0:
            losses.append(((a - y) ** 2).mean(axis=(1, 2)))
            sizes.append([np.sqrt((dW**2).mean(axis=(1, 2))) for dW in gradients[::-1]])
    return np.array(losses), np.array(sizes)


def _training_frames(runs: list[tuple[np.ndarray, np.ndarray]], steps: list[int], banner: str) -> Frames:
    deepest = max(task.depth for task in TASKS) + 1
    arrays = {"steps": np.array(steps, dtype=float), "layers": np.arange(1.0, deepest + 1)}
    arrays["now"] = over("step", np.array(steps, dtype=float))
    for k, start in enumerate(STARTS):
        name = _name(start.name)
        losses = np.stack([losses[:, k] for losses, _ in runs])
        losses = np.where(np.isfinite(losses), np.minimum(losses, 1e30), 1e30)
        sizes = np.full((len(runs), len(steps), deepest), np.nan)
        for i, (_, found) in enumerate(runs):
            sizes[i, :, : found.shape[1]] = _visible(found[:, :, k])
        arrays[f"loss_{name}"] = over("task", losses)
        arrays[f"at_{name}"] = over("task", "step", losses[..., None])
        arrays[f"size_{name}"] = over("task", "step", sizes)
    told = ", ".join(f"{start.name} {{at_{_name(start.name)}}}" for start in STARTS)
    return Frames(arrays, f"Loss after {{step}} steps: {told}. A network that always answers the mean has 1.", banner)


def _training_panels() -> list[Panel]:
    losses: list[Layer] = [Rule(x="now", color="soft", dash="dotted")]
    sizes: list[Layer] = []
    for start in STARTS:
        look, name = {"color": start.color, "label": start.name}, _name(start.name)
        losses.append(Line("steps", f"loss_{name}", dash=start.dash, upto="step", edge=True, **look))
        sizes.append(Line("layers", f"size_{name}", dash=start.dash, width=1.5, **look))
        sizes.append(Points("layers", f"size_{name}", marker=start.marker, size=4, **look))
    ticks = [(float(layer), str(layer)) for layer in range(1, 10)]
    return [
        Panel("The loss", Axis("training step", 0, STEPS), Axis("mean squared error (log scale)", 0.01, 10, log=True),
              losses),
        Panel("The gradient in each layer", Axis("layer", 0.5, 9.5, ticks=ticks),
              Axis("size of ∂L/∂W (log scale)", 1e-12, 100, log=True), sizes),
    ]  # fmt: skip
