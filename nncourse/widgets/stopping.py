"""The first widget of notebook 09: what training does to samples that were learned from, and to those that were not."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from nncourse import data
from nncourse.widgets.parts import Axis, Choice, Frames, Guess, Line, Panel, Points, Slider, over
from nncourse.widgets.stage import Stage

EPOCHS = 60
AMOUNTS = [80, 160, 341]  # training samples that are used; 341 are all there are
HIDDEN, RATE, BATCH = 16, 0.1, 16
SERIES = ("loss_t", "loss_v", "share_t", "share_v")  # training and validation: the loss, and the share that is right


def when_to_stop(*, question: Choice | Guess | None = None) -> Stage:
    """A network learns the breast-cancer data: loss and share of right answers, for training and for validation."""
    curves = np.stack([_trained(amount) for amount in AMOUNTS])  # (amounts, epochs, series)
    epochs = np.arange(EPOCHS + 1.0)
    arrays = {"epoch": epochs, "here": over("time", epochs[:, None])}
    for k, name in enumerate(SERIES):
        arrays[name] = over("amount", curves[:, :, k])
        arrays[f"{name}_here"] = over("amount", "time", curves[:, :, k, None])
    caption = over("amount", "time", [[_sentence(*row) for row in enumerate(curve)] for curve in curves])
    return Stage(
        "One network, two kinds of samples",
        [
            _panel("How wrong it is", Axis("loss (cross-entropy)", 0, 0.6), "loss"),
            _panel("How often it is right", Axis("right (%)", 70, 100), "share"),
        ],
        lambda values: Frames(arrays, caption),
        [
            Slider("time", "Epochs of training", [float(epoch) for epoch in epochs], 0, text=_whole, play=True),
            Slider("amount", "Training samples", [float(amount) for amount in AMOUNTS], 341, text=_whole),
        ],
        alt=(
            "Two pictures with the epochs of training along them: left, the loss, right, the share of right answers. "
            "Each has a solid line for the training samples and a dashed one for the validation samples. The numbers "
            "stand in the sentence below."
        ),
        question=question,
    )


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _sentence(epoch: int, row: np.ndarray) -> str:
    loss_t, loss_v, share_t, share_v = row
    return (
        f"After {epoch} epoch{'' if epoch == 1 else 's'}: training loss {loss_t:.4f}, {share_t:.1f} % right. "
        f"Validation loss {loss_v:.4f}, {share_v:.1f} % right."
    )


def _panel(title: str, axis: Axis, name: str) -> Panel:
    return Panel(
        title,
        Axis("epochs of training", 0, EPOCHS),
        axis,
        [
            Line("epoch", f"{name}_t", label="training: learned from", color="blue", upto="time"),
            Line(
                "epoch", f"{name}_v", label="validation: never learned from", color="orange", dash="dashed", upto="time"
            ),
            Points("here", f"{name}_t_here", color="blue", size=4),
            Points("here", f"{name}_v_here", color="orange", marker="square", size=4),
        ],
    )


@lru_cache
def _trained(amount: int) -> np.ndarray:
    """The four SERIES after each epoch, shape (EPOCHS + 1, 4), when the first `amount` training samples are used."""
    split, rng = data.breast_cancer(), np.random.default_rng(1)
    mean, deviation = split.x_train.mean(axis=0), split.x_train.std(axis=0)
    x, y = (split.x_train[:amount] - mean) / deviation, split.y_train[:amount]
    others = (split.x_validation - mean) / deviation, split.y_validation
    bound = np.sqrt(6 / (x.shape[1] + HIDDEN))
    params = [
        rng.uniform(-bound, bound, (HIDDEN, x.shape[1])),
        np.zeros(HIDDEN),
        rng.normal(0, 0.3, HIDDEN),
        np.zeros(1),
    ]
    rows = []
    for _ in range(EPOCHS + 1):
        rows.append([value for pair in zip(_measure(params, x, y), _measure(params, *others)) for value in pair])
        order = rng.permutation(len(y))
        for batch in np.split(order, range(BATCH, len(order), BATCH)):
            _step(params, x[batch], y[batch])
    return np.array(rows)


def _forward(params: list[np.ndarray], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    W, b, w, c = params
    a = np.tanh(x @ W.T + b)
    return a, 0.5 * (1 + np.tanh((a @ w + c) / 2))


def _step(params: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> None:
    """One step downhill on the mean cross-entropy, in place."""
    a, p = _forward(params, x)
    dz = (p - y) / len(y)
    dh = dz[:, None] * params[2] * (1 - a**2)
    for value, gradient in zip(params, (dh.T @ x, dh.sum(axis=0), dz @ a, dz.sum(keepdims=True)), strict=True):
        value -= RATE * gradient


def _measure(params: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    _, p = _forward(params, x)
    return float(-np.log(np.where(y == 1, p, 1 - p)).mean()), float(100 * np.mean((p > 0.5) == y))
