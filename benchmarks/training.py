"""How long training takes: one epoch of the digits network, the reference's Network against its peers.

    python benchmarks/training.py [--quick] [--json]

The network is 64-128-10 with ReLU, softmax and cross-entropy, trained by plain SGD on one thread. All start with the
same weights and see the same samples in the same batches, in this very run, taking turns; a figure is a median over
the turns. Peers get the samples in order, so only the reference spends time on shuffling. "matrix products" is NumPy
with the five products of each step and nothing else: the floor for any code that uses them.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_name] = "1"  # before NumPy is imported

import argparse
import copy
import gc
import importlib.metadata
import json
import platform
import statistics
import sys
import time
import warnings
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
AGREE = {"float64": 1e-6, "float32": 1e-4}  # how far mean losses may be apart
REFERENCE, FLOOR = "nnlib", "matrix products"
NEEDS = {"scikit-learn": "scikit-learn", "PyTorch": "torch"}  # contestant: its package


@dataclass
class Task:
    """What all do: the same samples in the same order, cut into the same batches, from the same weights.

    x, y: of all epochs, one after the other, already in the order in which the reference comes to them.
    """

    network: Network
    start: list[tuple[np.ndarray, np.ndarray]]
    data: tuple[np.ndarray, np.ndarray]
    x: np.ndarray
    y: np.ndarray
    batch: int


Contestant = Callable[[Task], Callable[[], float]]  # gets ready, then trains and returns the mean loss


def main() -> None:
    options = _options()
    figures = measured(8 if options.quick else 60)
    print(json.dumps(figures, indent=1) if options.json else _table(figures))


def measured(turns: int) -> dict:
    """All figures of one run."""
    contestants = {REFERENCE: nnlib, "scikit-learn": scikit_learn, "PyTorch": pytorch, FLOOR: matrix_products}
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
    """One batch size and type: seconds for an epoch, mean losses, and how many times the reference's time each takes."""
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
        "ratios": {name: round(ratio, 3) for name, ratio in ratios.items()},
        "losses": losses,
        "losses_apart": apart,
        "losses_agree": apart < AGREE[dtype],
    }


def _task(batch: int, dtype: str) -> Task:
    split = data.digits()
    x, y = standardize(split.x_train)[0][:SAMPLES].astype(dtype), split.y_train[:SAMPLES]
    network = Network(SIZES, "relu", "cce", np.random.default_rng(0))
    network.params = [(W.astype(dtype), b.astype(dtype)) for W, b in network.params]
    rng = copy.deepcopy(network.rng)
    order = np.concatenate([rng.permutation(SAMPLES) for _ in range(EPOCHS)])
    return Task(network, copy.deepcopy(network.params), (x, y), x[order], y[order], batch)


# The contestants


def nnlib(task: Task) -> Callable[[], float]:
    """The reference as students build it: fit shuffles, and does everything else."""
    network = copy.deepcopy(task.network)
    return lambda: float(np.mean(network.fit(*task.data, RATE, EPOCHS, task.batch)))


def scikit_learn(task: Task) -> Callable[[], float]:
    """MLPClassifier with everything off that plain SGD does not have; its one epoch is all of ours."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        SIZES[1:-1],
        solver="sgd",
        learning_rate_init=RATE,
        momentum=0.0,
        nesterovs_momentum=False,
        alpha=0.0,
        batch_size=task.batch,
        shuffle=False,
    )
    with warnings.catch_warnings(action="ignore"):
        model.partial_fit(task.x[: task.batch], task.y[: task.batch], classes=np.arange(SIZES[-1]))
    for (W, b), theirs, bias in zip(task.start, model.coefs_, model.intercepts_, strict=True):
        theirs[...], bias[...] = W.T, b

    def train() -> float:
        model.partial_fit(task.x, task.y)
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
        for layer, (W, b) in zip((model[0], model[2]), task.start, strict=True):
            layer.weight.copy_(torch.from_numpy(W))
            layer.bias.copy_(torch.from_numpy(b))
    loss_of, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=RATE)

    def train() -> float:
        total = 0.0
        for x_batch, y_batch in zip(x.split(task.batch), y.split(task.batch), strict=True):
            loss = loss_of(model(x_batch), y_batch)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        return total * task.batch / len(x)

    return train


def matrix_products(task: Task) -> Callable[[], float]:
    """Two products forward and three backward for each batch, into arrays that are there already; nothing is learned."""
    (W1, _), (W2, _) = task.start
    h, z = (np.empty((task.batch, n), W1.dtype) for n in SIZES[1:])
    dh, dW1, dW2 = np.empty_like(h), np.empty_like(W1), np.empty_like(W2)

    def train() -> float:
        for start in range(0, len(task.x), task.batch):
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
    names = [name for name in figures["cases"][0]["seconds"] if name != REFERENCE]
    lines = [f"An epoch of {SAMPLES} digits, {'-'.join(map(str, SIZES))}, one thread: how many times as long as nnlib takes"]
    lines.append(f"{'':18}{'nnlib':>12}" + "".join(f"{name:>18}" for name in names) + f"{'losses':>16}")
    for case in figures["cases"]:
        ratios = "".join(f"{case['ratios'][name]:>16.2f} ×" for name in names)
        agree = "agree" if case["losses_agree"] else f"{case['losses_apart']:.0e} apart"
        own = f"{1000 * case['seconds'][REFERENCE]:.2f} ms"
        lines.append(f"{case['type']}, batch {case['batch']:<4}{own:>12}{ratios}{agree:>16}")
    versions = ", ".join(f"{name} {version}" for name, version in figures["versions"].items() if version)
    return "\n".join([*lines, f"Medians over {figures['turns']} turns; {versions}."])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="8 turns instead of 60: some seconds")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
