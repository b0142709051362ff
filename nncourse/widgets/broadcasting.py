"""Widget of notebook 00: two arrays meet, and one sees how each is stretched to the shape of the other."""

from __future__ import annotations

from itertools import product

import numpy as np

from nncourse.widgets.parts import Axis, Blocks, Choice, Frames, Guess, Panel, Select, Text, over
from nncourse.widgets.stage import Stage

SHAPES = ((), (3,), (4,), (1, 3), (3, 1), (4, 1), (3, 3), (4, 3))
START = (7, 1)  # (4, 3) and (3,)
TALLEST, WIDEST = 4, 4
CENTRES = (2.5, 8.5, 14.5)  # where x, y and their sum are drawn
CELLS = [(i, j) for i in range(TALLEST) for j in range(WIDEST)]
AXES = ("x", "y")


def broadcasting(question: Choice | Guess | None = None) -> Stage:
    """x + y for arrays of many shapes: their own cells, the copies that NumPy makes of them, and the sum."""
    frames = _frames()
    names = [_name(shape) for shape in SHAPES]
    return Stage(
        "What is x + y?",
        [_panel()],
        lambda values: frames,
        [Select("x", "Shape of x", names, START[0]), Select("y", "Shape of y", names, START[1])],
        alt=(
            "Three arrays as blocks of cells with numbers: x, y and their sum. Coloured cells are the array's own; "
            "grey ones inside a dashed outline are the copies that stretch it to the shape of the sum."
        ),
        question=question,
    )


def together(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape of x + y for arrays of these shapes; None if NumPy refuses."""
    try:
        return np.broadcast_shapes(x, y)
    except ValueError:
        return None


def words(x: tuple[int, ...], y: tuple[int, ...]) -> str:
    """What happens, and why, in a sentence or two."""
    shape = together(x, y)
    if shape is None:
        (i, j) = next((i, j) for i, j in zip(reversed(x), reversed(y)) if i != j and 1 not in (i, j))
        return (
            f"Written with their right ends in line, the {i} of {x} meets the {j} of {y}. They differ, and none is 1: "
            f"NumPy refuses with a ValueError."
        )
    stretched = [f"{name}{_how(old, shape)}" for name, old in (("x", x), ("y", y)) if old != shape]
    if not stretched:
        return f"Both have the shape {shape}: cell meets cell, nothing is stretched." if shape else "Two plain numbers."
    also = ""
    if len(x) == 2 and len(y) == 1 and x[0] == x[1] == y[0]:
        also = " Was each number of y meant for a row? With square arrays NumPy cannot warn you."
    return f"{'; '.join(stretched)}. The sum has the shape {shape}.{also}"


def _how(old: tuple[int, ...], new: tuple[int, ...]) -> str:
    """How an array is stretched."""
    rows, columns = _rows_columns(old)
    tall, wide = _rows_columns(new)
    down = f"{tall} rows" if tall != rows else ""
    along = f"{wide} columns" if wide != columns else ""
    to = " and ".join(filter(None, (down, along)))
    who = f", {old}," if old else ", one number,"
    return f"{who} is stretched to {to}" if to else f"{who} is read as {new}"


def _name(shape: tuple[int, ...]) -> str:
    return str(shape) if shape else "() a number"


def _rows_columns(shape: tuple[int, ...]) -> tuple[int, int]:
    """As it is drawn: an array with one axis lies like a row."""
    return ((1, 1) + shape)[-2:]


def _numbers_of_x(shape: tuple[int, ...]) -> np.ndarray:
    """10, 11, … in the first row, 20, 21, … in the second: one sees where a number comes from."""
    rows, columns = _rows_columns(shape)
    return (10 * np.arange(1, rows + 1)[:, None] + np.arange(columns)).reshape(shape)


def _numbers_of_y(shape: tuple[int, ...]) -> np.ndarray:
    """1, 2, 3, … in this shape."""
    return np.arange(1, 1 + int(np.prod(shape))).reshape(shape)


def _frames() -> Frames:
    count = len(SHAPES)
    centre_x, centre_y = np.full((2, count, count, 3), np.nan)  # of each array's own cells
    size = np.full((2, count, count, 3), np.nan)
    tall, wide = np.full((2, count, count, 2), np.nan)  # of the dashed outlines
    refused, fits = np.full((2, count, count, 1), np.nan)
    cells = {kind: np.full((count, count, 3, len(CELLS)), np.nan) for kind in ("value", "own_x", "copy_x", "y")}
    captions = np.empty((count, count), dtype=object)
    for a, b in product(range(count), repeat=2):
        x, y = SHAPES[a], SHAPES[b]
        shape, captions[a, b] = together(x, y), words(x, y)
        (refused if shape is None else fits)[a, b] = CENTRES[2]
        arrays = [_numbers_of_x(x), _numbers_of_y(y)]
        arrays += [] if shape is None else [np.add(*arrays)]
        for k, array in enumerate(arrays):
            rows, columns = _rows_columns(array.shape)
            high, broad = (rows, columns) if shape is None else _rows_columns(shape)
            left, top = CENTRES[k] - broad / 2, high / 2
            centre_x[a, b, k], centre_y[a, b, k] = left + columns / 2, top - rows / 2
            size[:, a, b, k] = rows, columns
            if k < 2 and (high, broad) != (rows, columns):
                tall[a, b, k], wide[a, b, k] = high, broad
            full = np.broadcast_to(array.reshape(rows, columns), (high, broad))
            for i, j in product(range(high), range(broad)):
                at = (a, b, k, CELLS.index((i, j)))
                own = i < rows and j < columns
                cells["value"][at] = full[i, j]
                cells["own_x" if own else "copy_x"][at] = left + j + 0.5
                cells["y"][at] = top - i - 0.5
    arrays = {
        "centre_x": over(*AXES, centre_x),
        "centre_y": over(*AXES, centre_y),
        "rows": over(*AXES, size[0]),
        "columns": over(*AXES, size[1]),
        "tall": over(*AXES, tall),
        "wide": over(*AXES, wide),
        "refused": over(*AXES, refused),
        "fits": over(*AXES, fits),
        "equal": over(*AXES, fits - 3),
    }
    for kind in ("own_x", "copy_x", "y"):
        arrays[kind] = over(*AXES, cells[kind].reshape(count, count, -1))
    for k, n in product(range(3), range(len(CELLS))):
        arrays[f"v{k}_{n}"] = over(*AXES, cells["value"][:, :, k, n, None])
    return Frames(arrays, over(*AXES, captions.tolist()))


def _panel() -> Panel:
    numbers = [f"{{v{k}_{n}}}" for k, n in product(range(3), range(len(CELLS)))]
    head = {"align": "center", "color": "ink", "bold": True}
    return Panel(
        "Each cell is a number; what NumPy copies is grey",
        Axis("", 0.3, 16.7),
        Axis("", -3.3, 3.9),
        [
            Blocks("centre_x", "centre_y", "rows", "columns", color="blue"),
            Blocks(CENTRES[:2], [0, 0], "tall", "wide", hollow=True, color="ink"),
            Text("own_x", "y", numbers, align="center", color="ink", dy=1),
            Text("copy_x", "y", numbers, align="center", color="soft", dy=1),
            Text(CENTRES[:2], [2.7, 2.7], ["x: {x}", "y: {y}"], size=14, **head),
            Text("fits", [2.7], "x + y", size=14, **head),
            Text([5.5], [0], ["+"], size=22, **head),
            Text("equal", [0], "=", size=22, **head),
            Text("refused", [0], "✗ ValueError", align="center", color="orange", bold=True, size=15),
        ],
        equal=True,
        bare=True,
    )
