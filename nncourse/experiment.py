"""Train the student's Network on the digits: build it from settings, epoch by epoch, and say what goes wrong."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nncourse import capture, data, student
from nncourse.settings import Settings

SMALL = 0.01  # the scale of the start "small"
INITIALIZERS = {
    "zero": "zeros",
    "small": "random_normal",
    "xavier": "xavier_uniform",
    "glorot": "glorot_uniform",
    "he": "he_normal",
}


class Trouble(Exception):
    """The student's code cannot be used; the message is a sentence for the student."""


@dataclass(frozen=True)
class Measured:
    """The network after so many epochs, on the validation samples and on as many of the training samples."""

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float


class Learner:
    """The student's network behind a guard: whatever goes wrong in it becomes Trouble."""

    def __init__(self, network: Any) -> None:
        if network is None:
            raise Trouble("There is no network yet. Write what the cell above says is missing, then run both again.")
        self.network = network

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The network's output, shape (N, n_out), float64; it may hold nan."""
        found = self._call("forward", x)
        try:
            output = np.asarray(found, dtype=float)
        except (TypeError, ValueError):
            output = np.empty(0)
        if output.ndim != 2 or len(output) != len(x) or not output.shape[1]:
            shape = f"an array of shape {output.shape}" if isinstance(found, np.ndarray) else type(found).__name__
            raise Trouble(f"forward gave {shape} for {len(x)} samples; it must be of shape ({len(x)}, n_out).")
        return output

    def fit(self, x: np.ndarray, y: np.ndarray, rate: float, batch: int) -> None:
        """One epoch."""
        self._call("fit", x, y, learning_rate=rate, epochs=1, batch_size=batch)

    def parameters(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The pairs (W, b), the arrays the network computes with."""
        found = self._call("parameters")
        try:
            pairs = [(W, b) for W, b in found]
        except (TypeError, ValueError):
            pairs = []
        if not pairs or not all(isinstance(w, np.ndarray) for pair in pairs for w in pair):
            raise Trouble("parameters must give a list with a pair of arrays (W, b) for each layer.")
        return pairs

    def measure(self, split: data.Split, epoch: int) -> Measured:
        """Where it stands. The training samples come in random order, so the first ones stand for all of them."""
        some = slice(len(split.y_validation))
        return Measured(
            epoch,
            *score(self.forward(split.x_train[some]), split.y_train[some]),
            *score(self.forward(split.x_validation), split.y_validation),
        )

    def _call(self, name: str, *args: Any, **named: Any) -> Any:
        method = getattr(self.network, name, None)
        if not callable(method):
            raise Trouble(f"Network has no method {name}. It must be called exactly that.")
        return guarded(f"Network.{name}", method, *args, **named)


def guarded(what: str, code: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """code(*args), what it prints or warns of unshown; Trouble, in one sentence, for whatever it raises."""
    try:
        with capture.output(), np.errstate(all="ignore"):
            return code(*args, **named)
    except NotImplementedError as error:
        raise Trouble(_unwritten(error)) from None
    except (Exception, SystemExit) as error:
        raise Trouble(f"{what} stopped with {student.explain(error)}.") from None


def _unwritten(error: NotImplementedError) -> str:
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.parent.name == "nnlib":
            name = "Network" if frame.name == "__init__" else frame.name
            return f"This needs {name}, which is not written yet: fill it in in nnlib/{path.name}."
    return "This needs a function of nnlib that is not written yet."


def unhurried() -> Any:
    """A block in which matrix products take one thread: small ones are done before several have met."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1, user_api="blas")


def score(output: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The mean cross-entropy and the share that is right; output: probabilities (N, classes), or (N, 1) for two."""
    p = np.clip(output, 1e-12, 1 - 1e-12)
    p = np.hstack([1 - p, p]) if p.shape[1] == 1 else p
    return float(-np.log(p[np.arange(len(y)), y]).mean()), float((decisions(output) == y).mean())


def decisions(output: np.ndarray) -> np.ndarray:
    """The class of each row, shape (N,)."""
    return (output[:, 0] > 0.5).astype(int) if output.shape[1] == 1 else output.argmax(axis=1)


def digits() -> data.Split:
    """The digits, through the student's standardize."""
    return standardized(data.digits(), theirs("network", "standardize"))


def standardized(split: data.Split, standardize: Callable[..., Any]) -> data.Split:
    """The same data with all three x through standardize(x_train, x_validation, x_test)."""
    names = ("x_train", "x_validation", "x_test")
    raw = [getattr(split, name) for name in names]
    found = guarded("standardize", standardize, *(x.copy() for x in raw))
    try:
        ready = [np.asarray(x, dtype=float) for x in found]
    except (TypeError, ValueError):
        ready = []
    if [x.shape for x in ready] != [x.shape for x in raw] or not all(np.isfinite(x).all() for x in ready):
        raise Trouble("standardize(x_train, x_validation, x_test) must give three arrays of these shapes, of numbers.")
    return replace(split, **dict(zip(names, ready)))


def theirs(module: str, name: str) -> Callable[..., Any]:
    """The student's newest function or class."""
    try:
        return student.function(module, name)
    except student.Unusable as error:
        raise Trouble(str(error)) from None


def built(settings: Settings, n_in: int, n_out: int) -> Learner:
    """The student's Network of these settings, its weights drawn by their initializer from the seed."""
    rng, sizes = np.random.default_rng(settings.seed), [n_in, *settings.hidden, n_out]
    learner = Learner(guarded("Network", theirs("network", "Network"), sizes, settings.activation, "cce", rng))
    if [W.shape for W, _ in learner.parameters()] != [pair[::-1] for pair in pairwise(sizes)]:
        raise Trouble(f"The weights of Network({sizes}, …) do not have the shapes (n_out, n_in) of its layers.")
    name = INITIALIZERS[settings.start]
    start, rng = theirs("initializers", name), np.random.default_rng(settings.seed)
    pairs = learner.parameters()
    for W, b in pairs:
        more = {"zeros": [], "random_normal": [SMALL, rng]}.get(name, [rng])
        drawn = guarded(name, start, *W.shape, *more)
        if np.shape(drawn) != W.shape:
            raise Trouble(f"{name}({W.shape[0]}, {W.shape[1]}, …) gave shape {np.shape(drawn)}, not {W.shape}.")
        W[...], b[...] = drawn, 0
    if not all(np.shares_memory(W, same) for (W, _), (same, _) in zip(pairs, learner.parameters())):
        raise Trouble("parameters must give the very arrays that the network computes with, not copies of them.")
    return learner


def training(settings: Settings, split: data.Split, learner: Learner) -> Iterator[Measured]:
    """Train, and tell where it stands before the first epoch and after each.

    The batches come from the seed here and go to fit one by one, so that every right Network goes the same way,
    however it shuffles.
    """
    rng = np.random.default_rng([settings.seed, 1])
    yield learner.measure(split, 0)
    for epoch in range(1, settings.epochs + 1):
        order = rng.permutation(len(split.y_train))
        for first in range(0, len(order), settings.batch):
            batch = order[first : first + settings.batch]
            learner.fit(split.x_train[batch], split.y_train[batch], settings.rate, len(batch))
        yield learner.measure(split, epoch)
