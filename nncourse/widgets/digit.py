"""Widget of notebook 09: draw a digit, and the student's network says what it sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nncourse import data as datasets
from nncourse.experiment import Learner, Trouble, standardized, theirs
from nncourse.widgets.parts import Axis, Bars, Draw, Frames, HeatMap, Line, Panel, Select, Text
from nncourse.widgets.stage import Stage

Strokes = Sequence[Sequence[Sequence[float]]]

SIDE, BLOCK = 8, 4  # the picture is 8 × 8, each number counts the ink in a block of 4 × 4
BITMAP = SIDE * BLOCK
WIDEST = 22  # of the bitmap's 32 columns: the digits of the data set are that wide at most, and 32 high
INK = 0.30  # the part of the bitmap that is ink, in every class of the data set: their strokes were made equally strong
THIN, THICK = 1.0, 5.0  # of the pen's radius on the bitmap
POINTS = 100  # of a drawing, at most: more do not change the picture
PEN = 0.075  # the width of the pen that draws, in a square of side 1

# A digit for those who have no mouse, as strokes of a few points. A curve (True) is rounded between them.
HAND: dict[str, list[tuple[bool, list[tuple[float, float]]]]] = {
    "0": [(True, [(0.5, 0.88), (0.32, 0.74), (0.27, 0.5), (0.33, 0.24), (0.5, 0.12), (0.68, 0.25), (0.73, 0.5),
                  (0.67, 0.76), (0.5, 0.88)])],
    "1": [(False, [(0.36, 0.7), (0.55, 0.88), (0.52, 0.12)])],
    "2": [(True, [(0.3, 0.72), (0.4, 0.86), (0.58, 0.86), (0.68, 0.72), (0.6, 0.52), (0.44, 0.32), (0.28, 0.14)]),
          (False, [(0.28, 0.14), (0.74, 0.14)])],
    "3": [(True, [(0.32, 0.8), (0.5, 0.88), (0.66, 0.76), (0.62, 0.6), (0.47, 0.52)]),
          (True, [(0.47, 0.52), (0.66, 0.44), (0.7, 0.27), (0.54, 0.13), (0.3, 0.18)])],
    "4": [(False, [(0.5, 0.88), (0.27, 0.42), (0.74, 0.42)]), (False, [(0.6, 0.62), (0.55, 0.12)])],
    "5": [(False, [(0.68, 0.86), (0.36, 0.86), (0.33, 0.54)]),
          (True, [(0.33, 0.54), (0.5, 0.58), (0.67, 0.45), (0.66, 0.26), (0.5, 0.13), (0.3, 0.17)])],
    "6": [(True, [(0.6, 0.88), (0.42, 0.7), (0.32, 0.42), (0.36, 0.2), (0.52, 0.12), (0.68, 0.22), (0.66, 0.4),
                  (0.52, 0.48), (0.35, 0.38)])],
    "7": [(False, [(0.29, 0.86), (0.71, 0.86), (0.45, 0.12)])],
    "8": [(True, [(0.66, 0.78), (0.5, 0.88), (0.35, 0.76), (0.43, 0.58), (0.6, 0.44), (0.67, 0.26), (0.5, 0.12),
                  (0.33, 0.26), (0.4, 0.44), (0.57, 0.58), (0.66, 0.74)])],
    "9": [(True, [(0.66, 0.74), (0.52, 0.88), (0.36, 0.76), (0.38, 0.58), (0.54, 0.52), (0.66, 0.66)]),
          (True, [(0.66, 0.78), (0.65, 0.5), (0.6, 0.28), (0.5, 0.12)])],
    "1, one stroke": [(False, [(0.5, 0.88), (0.5, 0.12)])],
    "7 with a bar": [(False, [(0.29, 0.86), (0.71, 0.86), (0.45, 0.12)]), (False, [(0.4, 0.5), (0.7, 0.5)])],
    "4, closed": [(False, [(0.58, 0.12), (0.58, 0.88), (0.27, 0.36), (0.75, 0.36)])],
}  # fmt: skip
OWN = "your own drawing"


def draw_a_digit(network: Any, digits: datasets.Split, *, sample: str = "3") -> Stage:
    """A square to draw a digit in, the 8 × 8 picture that the network gets of it, and its probabilities.

    digits: the raw data; the drawing goes through the student's standardize, as those of the training did. sample: the
    digit that is there at first.
    """
    return Drawing(network, digits, sample)


class Drawing(Stage):
    """The stage; a sample that is chosen is put where one draws."""

    def __init__(self, network: Any, digits: datasets.Split, sample: str) -> None:
        options = [OWN, *HAND]
        super().__init__(
            "Draw a digit: what does your network see?",
            _panels(),
            lambda values: _frames(network, digits, values["ink"]),
            [
                Draw("ink", "Draw here", _strokes(sample), width=PEN, sample="sample"),
                Select("sample", "Sample", options, options.index(sample), slow=True),
            ],
            alt=(
                "Left, a square to draw in with the mouse or a finger. In the middle, the drawing as the network gets "
                "it, 8 by 8 pixels. Right, a bar for each digit with the probability that the network gives it."
            ),
        )

    def _moved(self, change: dict[str, Any]) -> None:
        chosen = self.positions["sample"]
        if chosen and chosen != change["old"].get("sample"):
            self.positions = {**self.positions, "ink": _strokes(list(HAND)[chosen - 1])}
        else:
            super()._moved(change)


@lru_cache
def _strokes(sample: str) -> list[list[list[float]]]:
    """A sample as strokes of many points."""
    return [[list(point) for point in (_rounded(points) if curve else points)] for curve, points in HAND[sample]]


def _rounded(points: list[tuple[float, float]], pieces: int = 6) -> list[tuple[float, float]]:
    """A smooth curve through the points: Catmull and Rom's."""
    p = np.array([points[0], *points, points[-1]])
    curve = [p[1]]
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:]):
        for t in np.arange(1, pieces + 1) / pieces:
            curve.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
                                + (3 * b - a - 3 * c + d) * t**3))  # fmt: skip
    return [(round(float(x), 3), round(float(y), 3)) for x, y in curve]


# ---------------------------------------------------------------- from strokes to 8 × 8


def picture(strokes: Strokes) -> np.ndarray:
    """The drawing as the data set has its digits: shape (8, 8), row 0 on top, ink in each block from 0 to 16.

    As there, the digit's box is made as high as the 32 × 32 bitmap, strokes get the same strength in every drawing, and
    blocks of 4 × 4 are counted. (E. Alpaydin and C. Kaynak 1998, after M. D. Garris and others, NIST 5469, 1994.)
    """
    return bitmap(strokes).reshape(SIDE, BLOCK, SIDE, BLOCK).sum(axis=(1, 3)).astype(float)


def bitmap(strokes: Strokes) -> np.ndarray:
    """The drawing on 32 × 32 pixels, 0 or 1, with a pen as thick as gives the usual amount of ink."""
    starts, ends = _segments(strokes)
    if not len(starts):
        return np.zeros((BITMAP, BITMAP), dtype=int)
    thin, thick = THIN, THICK
    for _ in range(7):
        radius = (thin + thick) / 2
        drawn = _stamped(starts, ends, radius)
        thin, thick = (radius, thick) if drawn.mean() < INK else (thin, radius)
    return drawn.astype(int)


def _segments(strokes: Strokes) -> tuple[np.ndarray, np.ndarray]:
    """Where the pieces of all strokes begin and end, shape (pieces, 2) each."""
    total = sum(len(stroke) for stroke in strokes)
    pairs = []
    for stroke in strokes:
        points = np.asarray(stroke, dtype=float).reshape(-1, 2)
        if len(points):
            kept = np.unique(
                np.linspace(0, len(points) - 1, max(2, POINTS * len(points) // max(total, POINTS))).astype(int)
            )
            points = points[kept]
            pairs.append((points[:-1], points[1:]) if len(points) > 1 else (points, points))
    if not pairs:
        return np.empty((0, 2)), np.empty((0, 2))
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def _stamped(starts: np.ndarray, ends: np.ndarray, radius: float) -> np.ndarray:
    """True where a pixel lies within `radius` of a piece, when the digit fills the height of the bitmap."""
    both = np.concatenate([starts, ends])
    low, size = both.min(axis=0), np.ptp(both, axis=0)
    room = np.array([WIDEST, BITMAP]) - 2 * radius
    up = room[1] / max(size[1], size[0] / 4, 1e-6)  # a level stroke is not made into a tower
    zoom = np.array([min(up, room[0] / max(size[0], 1e-6)), up])
    a, b = (BITMAP / 2 + (points - low - size / 2) * zoom for points in (starts, ends))
    (ax, ay), (wx, wy) = a.T[:, :, None, None], (b - a).T[:, :, None, None]
    x = np.arange(BITMAP) + 0.5 - ax  # of each pixel's middle, from where each piece begins: (pieces, 1, 32)
    y = (np.arange(BITMAP)[::-1, None] + 0.5) - ay
    along = np.clip((x * wx + y * wy) / np.maximum(wx**2 + wy**2, 1e-12), 0, 1)
    return ((x - along * wx) ** 2 + (y - along * wy) ** 2 <= radius**2).any(axis=0)


# ---------------------------------------------------------------- what is shown


def _frames(network: Any, digits: datasets.Split, strokes: Strokes) -> Frames:
    seen = picture(strokes)
    arrays: dict[str, Any] = {"seen": seen[::-1]}
    if not seen.any():
        return Frames(arrays, "Draw a digit in the square on the left with the mouse or a finger, or choose a sample.")
    try:
        p = _probabilities(network, digits, seen.reshape(1, -1))
    except Trouble as trouble:
        return Frames(arrays, banner=str(trouble))
    first, second = np.argsort(-p, kind="stable")[:2]
    arrays |= {"digit": np.arange(10.0), "p": p, "first": np.array([first]), "first_p": p[[first]]}
    sure = f"Your network says {first}, with a probability of {p[first]:.2f}"
    if p[first] < 0.6:
        sure = f"Your network is not sure: {first} with a probability of {p[first]:.2f}"
    return Frames(arrays, f"{sure}; next comes {second} with {p[second]:.2f}.")


def _probabilities(network: Any, digits: datasets.Split, pixels: np.ndarray) -> np.ndarray:
    """What the network gives each digit, shape (10,)."""
    learner = Learner(network)
    ready = standardized(replace(digits, x_test=pixels), theirs("network", "standardize"))
    output = learner.forward(ready.x_test)[0]
    if output.shape != (10,) or not np.isfinite(output).all():
        raise Trouble("The network must give ten probabilities, one for each digit, and none of them nan.")
    return output


def _panels() -> list[Panel]:
    square = Axis("", 0.0, 1.0)
    rim = Line([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], color="axis", width=1.5)
    return [
        Panel("Draw here", square, square, [rim], equal=True, bare=True),
        Panel(
            "What the network gets: 8 × 8",
            square,
            square,
            [HeatMap("seen", 0.0, 16.0, map="ink", cells=True), rim],
            equal=True,
            bare=True,
        ),
        Panel(
            "What it says",
            Axis("digit", -0.6, 9.6, ticks=[(k, str(k)) for k in range(10)]),
            Axis("probability", 0.0, 1.0),
            [
                Bars("digit", "p", width=0.7),
                Bars("first", "first_p", width=0.7, color="orange"),
                Text("first", "first_p", "{first_p}", dy=-9.0, align="center", color="ink", bold=True),
            ],
        ),
    ]
