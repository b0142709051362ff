"""How long training takes: one epoch of the digits network, the reference's Network against its peers.

    python benchmarks/training.py [--quick] [--json]

The network is 64-128-10 with ReLU, softmax and cross-entropy, trained by plain SGD on one thread. All start with the
same weights and see the same samples in the same batches, in this very run, taking turns; a figure is a median over
the turns. All take each batch from the whole data by a list of sample numbers, as one does who shuffles. "written out"
is the same training in one loop of plain NumPy, without functions and without a check of anything: what is left is what
a library costs. "matrix products" is the five products of each step and nothing else: the floor for any such code.
"""
# ruff: noqa: E402

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy is imported

import argparse
import copy
import importlib.metadata
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nncourse import data

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "solutions"))
from nnlib.network import Network, standardize

SIZES = [64, 128, 10]
SAMPLES = 1024  # of the 1,078 for training, so that all batches are full
RATE = 0.1
EPOCHS = 5  # in one turn
BATCHES = (32, 256)
TYPES = ("float64", "float32")
AGREE = {"float64": 1e-6, "float32": 1e-3}  # how far losses may be apart; scikit-learn clips probabilities, at 1.2e-7
REFERENCE, PLAIN, FLOOR = "nnlib", "written out", "matrix products"
NEEDS = {"scikit-learn": "scikit-learn", "PyTorch": "torch"}  # contestant: its package


@dataclass
class Task:
    """What all do: the same samples in the same order, cut into the same batches, from the same weights.

    orders: for each epoch the numbers of the samples, in the order in which the network's own rng puts them.
    """

    network: Network
    x: np.ndarray
    y: np.ndarray
    orders: list[np.ndarray]
    batch: int

    def batches(self) -> list[np.ndarray]:
        """The numbers of the samples in each batch of all epochs."""
        return [order[at : at + self.batch] for order in self.orders for at in range(0, SAMPLES, self.batch)]


Contestant = Callable[[Task], Callable[[], float]]  # gets ready, then trains and returns the mean loss


def main() -> None:
    options = _options()
    figures = measured(5 if options.quick else 60)
    print(json.dumps(figures, indent=1) if options.json else _table(figures))


def measured(turns: int) -> dict:
    """All figures of one run."""
    contestants: dict[str, Contestant] = {
        REFERENCE: nnlib,
        "scikit-learn": scikit_learn,
        "PyTorch": pytorch,
        PLAIN: written_out,
        FLOOR: matrix_products,
    }
    missing = [name for name, package in NEEDS.items() if not _version(package)]
    for name in missing:
        print(f"{NEEDS[name]} is not installed: measured without {name}.", file=sys.stderr)
        del contestants[name]
    return {
        "network": SIZES,
        "samples": SAMPLES,
        "turns": turns,
        "versions": {"python": platform.python_version(), **{p: _version(p) for p in ("numpy", *NEEDS.values())}},
        "missing": missing,
        "cases": [_case(contestants, batch, dtype, turns) for dtype in TYPES for batch in BATCHES],
    }


def _case(contestants: dict[str, Contestant], batch: int, dtype: str, turns: int) -> dict:
    """One batch size and type: seconds for an epoch, mean losses, and how many times as long as nnlib each takes."""
    task = _task(batch, dtype)
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    losses = {}
    for turn in range(-1, turns):  # the first one only warms up
        for name, contestant in contestants.items():
            train = contestant(task)
            began = time.perf_counter()
            losses[name] = train()
            if turn >= 0:
                seconds[name].append((time.perf_counter() - began) / EPOCHS)
    own = seconds[REFERENCE]
    ratios = {name: statistics.median(np.divide(theirs, own)) for name, theirs in seconds.items() if name != REFERENCE}
    del losses[FLOOR]
    apart = max(abs(loss - losses[REFERENCE]) for loss in losses.values())
    return {
        "batch": batch,
        "type": dtype,
        "seconds": {name: statistics.median(each) for name, each in seconds.items()},
        "times_as_long_as_nnlib": {name: round(ratio, 3) for name, ratio in ratios.items()},
        "losses": losses,
        "losses_apart": apart,
        "losses_agree": apart < AGREE[dtype],
    }


def _task(batch: int, dtype: str) -> Task:
    x, y = _digits()
    x = x.astype(dtype)
    network = Network(SIZES, "relu", "cce", np.random.default_rng(0))
    network.params = [(W.astype(dtype), b.astype(dtype)) for W, b in network.params]
    rng = copy.deepcopy(network.rng)
    return Task(network, x, y, [rng.permutation(SAMPLES) for _ in range(EPOCHS)], batch)


def _digits() -> tuple[np.ndarray, np.ndarray]:
    """The data; where they are not, because scikit-learn is not, noise of their shape, which takes as long."""
    try:
        split = data.digits()
    except FileNotFoundError:
        rng = np.random.default_rng(0)
        return rng.normal(size=(SAMPLES, SIZES[0])), rng.integers(SIZES[-1], size=SAMPLES)
    return standardize(split.x_train)[0][:SAMPLES], split.y_train[:SAMPLES]


# The contestants


def nnlib(task: Task) -> Callable[[], float]:
    """The reference as students build it."""
    network = copy.deepcopy(task.network)
    return lambda: float(np.mean(network.fit(task.x, task.y, RATE, EPOCHS, task.batch)))


def scikit_learn(task: Task) -> Callable[[], float]:
    """MLPClassifier with everything off that plain SGD does not have; its one epoch is all of ours in a row.

    It shuffles in its own way: the data are laid out so that what it comes to is what all come to.
    """
    from sklearn.neural_network import MLPClassifier
    from sklearn.utils import shuffle

    model = MLPClassifier(
        SIZES[1:-1],
        solver="sgd",
        learning_rate_init=RATE,
        momentum=0.0,
        nesterovs_momentum=False,
        alpha=0.0,
        batch_size=task.batch,
        random_state=0,
    )
    model.partial_fit(task.x, task.y, classes=np.arange(SIZES[-1]))  # makes the weights, to be replaced
    for (W, b), weights, biases in zip(task.network.params, model.coefs_, model.intercepts_, strict=True):
        weights[...], biases[...] = W.T, b
    ours = np.concatenate(task.orders)
    theirs = shuffle(np.arange(len(ours)), random_state=0)  # as partial_fit begins anew each time
    laid_out = np.empty_like(ours)
    laid_out[theirs] = ours
    x, y = task.x[laid_out], task.y[laid_out]

    def train() -> float:
        model.partial_fit(x, y)
        return float(model.loss_)

    return train


def pytorch(task: Task) -> Callable[[], float]:
    """The loop of PyTorch's own tutorials, without a DataLoader, which would take longer."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    x, y = torch.from_numpy(task.x), torch.from_numpy(task.y)
    model = nn.Sequential(nn.Linear(*SIZES[:2]), nn.ReLU(), nn.Linear(*SIZES[1:])).to(x.dtype)
    with torch.no_grad():
        for layer, (W, b) in zip((model[0], model[2]), task.network.params, strict=True):
            layer.weight.copy_(torch.from_numpy(W))
            layer.bias.copy_(torch.from_numpy(b))
    loss_of, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=RATE)

    batches = [torch.from_numpy(batch) for batch in task.batches()]

    def train() -> float:
        total = 0.0
        for batch in batches:
            loss = loss_of(model(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        return total / len(batches)

    return train


def written_out(task: Task) -> Callable[[], float]:
    """The same steps in one loop."""
    (W1, b1), (W2, b2) = copy.deepcopy(task.network.params)
    one_hot, batches = np.eye(SIZES[-1], dtype=task.x.dtype)[task.y], task.batches()

    def train() -> float:
        total = 0.0
        for batch in batches:
            x, y = task.x[batch], one_hot[batch]
            z1 = x @ W1.T + b1
            h = np.maximum(z1, 0)
            z = h @ W2.T + b2
            z -= z.max(axis=1, keepdims=True)
            log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
            total -= np.vdot(y, log_p) / len(x)
            dz = (np.exp(log_p) - y) / len(x)
            dz1 = (dz @ W2) * (z1 > 0)
            gradients = dz1.T @ x, dz1.sum(axis=0), dz.T @ h, dz.sum(axis=0)
            for w, gradient in zip((W1, b1, W2, b2), gradients, strict=True):
                w -= RATE * gradient
        return float(total / len(batches))

    return train


def matrix_products(task: Task) -> Callable[[], float]:
    """Two products forward and three backward for each batch, into arrays that are there; nothing is learned."""
    (W1, _), (W2, _) = task.network.params
    h, z = (np.empty((task.batch, n), W1.dtype) for n in SIZES[1:])
    dh, dW1, dW2 = np.empty_like(h), np.empty_like(W1), np.empty_like(W2)

    def train() -> float:
        for step in range(EPOCHS * SAMPLES // task.batch):
            start = step * task.batch % SAMPLES
            x = task.x[start : start + task.batch]
            np.matmul(x, W1.T, out=h)
            np.matmul(h, W2.T, out=z)
            np.matmul(z.T, h, out=dW2)
            np.matmul(z, W2, out=dh)
            np.matmul(dh.T, x, out=dW1)
        return float("nan")

    return train


# What is shown


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _table(figures: dict) -> str:
    bare = (PLAIN, FLOOR)
    peers = [name for name in figures["cases"][0]["seconds"] if name not in (REFERENCE, *bare)]
    head = ["", *(f"{name} / nnlib" for name in peers), *(f"nnlib / {name}" for name in bare), "losses"]
    rows = []
    for case in figures["cases"]:
        times = case["times_as_long_as_nnlib"]
        ratios = [times[name] for name in peers] + [1 / times[name] for name in bare]
        agree = "agree" if case["losses_agree"] else f"{case['losses_apart']:.0e} apart"
        rows.append([f"{case['type']}, batch {case['batch']}", *(f"{ratio:.2f}" for ratio in ratios), agree])
    widths = [max(map(len, column)) + 2 for column in zip(head, *rows)]
    lines = ["".join(cell.rjust(width) for cell, width in zip(row, widths)) for row in (head, *rows)]
    versions = ", ".join(f"{name} {version}" for name, version in figures["versions"].items() if version)
    title = f"Time of an epoch, {SAMPLES} digits through {'-'.join(map(str, SIZES))}, one thread:"
    return "\n".join([title, *lines, f"Medians over {figures['turns']} turns; {versions}."])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="5 turns instead of 60: some seconds")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
