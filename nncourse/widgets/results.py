"""Widgets of notebook 09: what a trained network gets right and wrong, and what its first layer looks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from nncourse import data as datasets
from nncourse.experiment import Learner, Trouble, decisions
from nncourse.widgets.parts import Axis, Frames, HeatMap, Line, Panel, Text
from nncourse.widgets.stage import Stage

SIDE = 8  # pixels of a digit
RIM = [(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE), (0, 0), (np.nan, np.nan)]  # around a picture, and the pen lifted
MOST_NAMED = 3  # mistakes that are equally frequent
PARTS = {"train": "training", "validation": "validation", "test": "test"}


def confusion(network: Any, data: datasets.Split, part: str = "validation") -> Stage:
    """The confusion matrix: how often each class was taken for which. part: "train", "validation" or "test"."""
    names = list(data.names)
    title = f"What the network says of the {PARTS[part]} samples"
    alt = (
        "A table of counts: a row for each true class, a column for each class that the network says. The diagonal, "
        "blue, holds what is right; what stands beside it, orange, are mistakes."
    )
    try:
        output, y = Learner(network).forward(_of(data, "x", part)), _of(data, "y", part)
        counts = _counts(decisions(output), y, len(names))
    except Trouble as trouble:
        return _nothing(title, alt, trouble)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    shade = np.where(np.eye(len(names), dtype=bool), -share, 0.3 + 0.7 * np.sqrt(share))
    last = len(names) - 1
    column, row = (place.ravel().tolist() for place in np.meshgrid(range(last + 1), range(last, -1, -1)))
    texts = [str(count) if count else "" for count in counts.ravel()]
    edges = (-0.5, last + 0.5)
    panel = Panel(
        "Row: the true class. Column: what the network says",
        Axis("the network says", *edges, ticks=list(enumerate(names))),
        Axis("true class", *edges, ticks=list(enumerate(names[::-1]))),
        [
            HeatMap("shade", -1.0, 1.0, map="diverging", opacity=0.6, cells=True),
            Text(column, row, texts, align="center", color="ink"),
        ],
        tall=len(names) > 2,
    )
    shade = np.where(counts > 0, shade, np.nan)[::-1]
    return Stage(title, [panel], lambda values: Frames({"shade": shade}, _summed(counts, names, part)), alt=alt)


def _counts(found: np.ndarray, y: np.ndarray, classes: int) -> np.ndarray:
    """How often class i (row) was taken for class j (column)."""
    if found.max() >= classes:
        raise Trouble(f"The network has more outputs than the data have classes, {classes}.")
    return np.bincount(y * classes + found, minlength=classes**2).reshape(classes, classes)


def _summed(counts: np.ndarray, names: Sequence[str], part: str) -> str:
    wrong = counts - np.diag(np.diag(counts))
    says = f"{np.trace(counts)} of {counts.sum()} {PARTS[part]} samples are right."
    most = wrong.max()
    pairs = np.argwhere(wrong == most)
    if most == 0 or len(names) == 2 or len(pairs) > MOST_NAMED:  # with two classes it would tell what to read off
        return says
    mistakes = ", ".join(f"{names[i]} taken for {names[j]}" for i, j in pairs)
    times = ("once" if most == 1 else f"{most} times") + (" each" if len(pairs) > 1 else "")
    return f"{says} The most frequent mistake{'s' if len(pairs) > 1 else ''}: {mistakes}, {times}."


def mistakes(network: Any, data: datasets.Split, part: str = "validation", most: int = 8) -> Stage:
    """The digits where the network was wrong and most sure of it, as pictures."""
    title = f"The most confident mistakes on the {PARTS[part]} digits"
    alt = "Pictures of digits that the network got wrong, the surest first; under each, what it says and what it is."
    try:
        output, y = Learner(network).forward(_of(data, "x", part)), _of(data, "y", part)
        pictures = _pictures(data, part)
    except Trouble as trouble:
        return _nothing(title, alt, trouble)
    found = decisions(output)
    sure = np.nan_to_num(output.max(axis=1) if output.shape[1] > 1 else np.maximum(output, 1 - output)[:, 0])
    wrong = np.flatnonzero(found != y)
    wrong = wrong[np.argsort(-sure[wrong], kind="stable")]
    shown = wrong[:most]
    labels = [f"says {data.names[found[i]]}\n{100 * sure[i]:.0f} % sure\nis {data.names[y[i]]}" for i in shown]
    caption = f"{len(wrong)} of {len(y)} digits are wrong." if len(wrong) else f"All {len(y)} digits are right."
    if len(wrong):
        i = wrong[0]
        caption += (
            f" Most sure, and wrong: a {data.names[y[i]]} that it takes for a {data.names[found[i]]}, with a "
            f"probability of {sure[i]:.2f}."
        )
    return _gallery(title, alt, pictures[shown], labels, 4, caption, (0.0, 16.0), "ink")


def first_layer(network: Any, most: int = 40) -> Stage:
    """The weights of each neuron of the first layer, as a picture of 8 × 8."""
    title = "The weights of the first layer, a picture for each neuron"
    alt = (
        "Small pictures of 8 by 8 weights: where a neuron counts ink for itself the picture is orange, where against "
        "itself, blue, and pale where the pixel hardly matters to it."
    )
    try:
        W = np.asarray(Learner(network).parameters()[0][0], dtype=float)
        if W.ndim != 2 or W.shape[1] != SIDE**2:
            raise Trouble(f"The first layer's weights have the shape {W.shape}; for pictures it needs (n, {SIDE**2}).")
    except Trouble as trouble:
        return _nothing(title, alt, trouble)
    largest = float(np.nanmax(abs(W), initial=0)) or 1.0
    caption = (
        f"{min(len(W), most)} of {len(W)} neurons. Orange: ink here makes the neuron's sum larger; blue: smaller. "
        f"The largest weight is {largest:.2f} in size."
    )
    return _gallery(title, alt, W[:most], [], 10, caption, (-largest, largest), "diverging")


def _of(data: datasets.Split, letter: str, part: str) -> np.ndarray:
    if part not in PARTS:
        raise Trouble(f"There is no part {part!r} of the data; there are {', '.join(PARTS)}.")
    return getattr(data, f"{letter}_{part}")


def _pictures(data: datasets.Split, part: str) -> np.ndarray:
    """The raw pictures, ink from 0 to 16, of data that may have been standardized."""
    x, raw = _of(data, "x", part), datasets.digits()
    if x.ndim != 2 or x.shape[1] != SIDE**2:
        raise Trouble("These data are not pictures of digits.")
    if np.array_equal(_of(raw, "y", part), _of(data, "y", part)):
        return _of(raw, "x", part)
    low, high = x.min(), x.max()
    return 16 * (x - low) / max(high - low, 1e-12)


def _gallery(
    title: str,
    alt: str,
    pictures: np.ndarray,
    labels: Sequence[str],
    across: int,
    caption: str,
    ends: tuple[float, float],
    colors: str,
) -> Stage:
    """Pictures of 8 × 8 in rows of so many, with three lines of text under each if there are labels."""
    wide, high = SIDE + (2.5 if labels else 1.5), SIDE + (7.0 if labels else 1.5)
    rows = max(1, -(-len(pictures) // across))
    scale = 2  # cells of the large picture for one unit, as gaps are halves
    field = np.full((int(rows * high * scale), int(across * wide * scale)), np.nan)
    x, y, rim = [], [], []
    for k, picture in enumerate(pictures):
        top, left = (k // across) * high, (k % across) * wide + (wide - SIDE) / 2
        place = np.s_[int(top * scale) : int((top + SIDE) * scale), int(left * scale) : int((left + SIDE) * scale)]
        field[place] = np.kron(picture.reshape(SIDE, SIDE), np.ones((scale, scale)))
        x.append(left + SIDE / 2)
        y.append(rows * high - top - SIDE)
        rim += [(left + right, y[-1] + up) for right, up in RIM]
    words = [label.split("\n") for label in labels]
    panel = Panel(
        "",
        Axis("", 0.0, across * wide),
        Axis("", 0.0, rows * high),
        [
            HeatMap("pictures", *ends, map=colors, cells=True),
            Line("rim_x", "rim_y", color="axis", width=1.0),
            *(
                Text(x, y, [line[k] for line in words], dy=11.0 + 15.0 * k, align="center", color="ink", bold=k == 2)
                for k in range(3 if words else 0)
            ),
        ],
        equal=True,
        bare=True,
        tall=bool(labels),
    )
    rim_x, rim_y = np.reshape(rim, (-1, 2)).T
    arrays = {"pictures": field[::-1], "rim_x": rim_x, "rim_y": rim_y}
    return Stage(title, [panel], lambda values: Frames(arrays, caption), alt=alt)


def _nothing(title: str, alt: str, trouble: Trouble) -> Stage:
    """An empty figure that says why it is empty."""
    panel = Panel("", Axis("", 0, 1), Axis("", 0, 1), [], bare=True)
    return Stage(title, [panel], lambda values: Frames({}, banner=str(trouble)), alt=alt)
