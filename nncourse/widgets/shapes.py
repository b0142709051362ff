"""Widget of notebook 04: products of a layer's matrices as blocks, and which of them has the shape of a gradient."""

from __future__ import annotations

from itertools import product

import numpy as np

from nncourse.widgets.parts import Axis, Blocks, Choice, Frames, Guess, Panel, Select, Slider, Text, over
from nncourse.widgets.stage import Stage

LARGEST = 5  # cells in a row or column
N, IN, OUT, ONE = range(4)  # what the side of a matrix can be
NAMES = ("N", "n_in", "n_out", "1")
SIDES = (("blue", "{N}"), ("green", "{n_in}"), ("purple", "{n_out}"), ("soft", "1"))
FACTORS = {
    "a": (N, IN),
    "aᵀ": (IN, N),
    "W": (OUT, IN),
    "Wᵀ": (IN, OUT),
    "upstream": (N, OUT),
    "upstreamᵀ": (OUT, N),
    "1": (OUT, ONE),
    "1ᵀ": (ONE, N),
}
WANTED = {"∂L/∂W": (OUT, IN), "∂L/∂a": (N, IN), "∂L/∂b": (ONE, OUT)}
OWNERS = {"∂L/∂W": "the shape of W", "∂L/∂a": "the shape of a", "∂L/∂b": "the shape of b, written as a row"}
PRODUCTS = (
    ("∂L/∂W", "upstream", "a"),
    ("∂L/∂W", "aᵀ", "upstream"),
    ("∂L/∂W", "upstreamᵀ", "a"),
    ("∂L/∂W", "upstream", "aᵀ"),
    ("∂L/∂a", "W", "upstream"),
    ("∂L/∂a", "upstream", "W"),
    ("∂L/∂a", "upstream", "Wᵀ"),
    ("∂L/∂a", "Wᵀ", "upstreamᵀ"),
    ("∂L/∂b", "upstream", "1"),
    ("∂L/∂b", "1ᵀ", "upstream"),
    ("∂L/∂b", "1ᵀ", "a"),
)
AXES = ("product", "N", "n_in", "n_out")
LEFT, RIGHT, RESULT = CENTRES = (3.6, 10.6, 17.6)  # where the three matrices are drawn
MISSING, MISSHAPEN, CHANCE, FITS = range(4)
VERDICTS = ("✗ no such product", "✗ wrong shape", "✗ fits by accident", "✓ fits")


def shapes_game(question: Choice | Guess | None = None) -> Stage:
    """Products of a layer's matrices as blocks, to scale: which one has the shape of the wanted gradient?"""
    frames, sizes = _frames(), range(1, LARGEST + 1)
    return Stage(
        "Which product gives the gradient?",
        [_panel()],
        lambda values: frames,
        [
            Select("product", "Product", [f"for {wanted}:  {left} · {right}" for wanted, left, right in PRODUCTS]),
            Slider("N", "Samples in the batch, N", sizes, 4),
            Slider("n_in", "Inputs of the layer, n_in", sizes, 3),
            Slider("n_out", "Neurons of the layer, n_out", sizes, 2),
        ],
        alt=(
            "Two matrices and their product as blocks of cells, drawn to scale; the colour of each side and the names "
            "below say which size it is. A dashed outline shows the shape that the result must have."
        ),
        question=question,
    )


def verdict(wanted: str, left: str, right: str, sizes: tuple[int, int, int]) -> tuple[int, str]:
    """What comes of this product at the sizes (N, n_in, n_out): a number in VERDICTS, and why, in words."""
    size = (*sizes, 1)
    (rows, inner), (other, columns), (tall, wide) = FACTORS[left], FACTORS[right], WANTED[wanted]
    must = f"{wanted} must be {size[tall]} × {size[wide]}, {OWNERS[wanted]}"
    if size[inner] != size[other]:
        return MISSING, (
            f"{left} has {_count(size[inner], 'column')} ({NAMES[inner]}), {right} has {_count(size[other], 'row')} "
            f"({NAMES[other]}). These must be equally many, so there is no such product."
        )
    if (size[rows], size[columns]) != (size[tall], size[wide]):
        turned = (rows, columns, inner) == (wide, tall, other)
        lies = " It is the right answer lying on its side." if turned else ""
        return MISSHAPEN, f"The product exists, but it is {size[rows]} × {size[columns]}, and {must}.{lies}"
    pairs = {tuple(sorted(pair)) for pair in ((inner, other), (rows, tall), (columns, wide)) if pair[0] != pair[1]}
    if pairs:
        equal = " and ".join(f"{NAMES[one]} = {NAMES[two]}" for one, two in sorted(pairs))
        return (
            CHANCE,
            f"The shape is right, the numbers are not: it passes only because {equal}. Change one of the two.",
        )
    summed = {N: "the samples", OUT: "the neurons"}[inner]
    return FITS, (
        f"{NAMES[inner]} meets {NAMES[inner]} and vanishes: each entry is a sum over {summed}. "
        f"{must}. It fits whatever the sizes are."
    )


def _shape(tall: int, wide: int) -> str:
    return f"({NAMES[tall]}, {NAMES[wide]})"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _frames() -> Frames:
    shape = (len(PRODUCTS), LARGEST, LARGEST, LARGEST)
    rows, columns = np.full((2, *shape, 3), np.nan)
    needed, inner, said = np.zeros((*shape, 2)), np.zeros((*shape, 2)), np.full((*shape, len(VERDICTS)), np.nan)
    captions, kinds = np.empty(shape, dtype=object), []
    for k, (wanted, left, right) in enumerate(PRODUCTS):
        sides = [FACTORS[left], FACTORS[right], (FACTORS[left][0], FACTORS[right][1])]
        kinds.append(sides)
        for sizes in product(range(1, LARGEST + 1), repeat=3):
            size, at = (*sizes, 1), (k, *(number - 1 for number in sizes))
            code, captions[at] = verdict(wanted, left, right, sizes)
            for i, (tall, wide) in enumerate(sides[: 2 if code == MISSING else 3]):
                rows[at][i], columns[at][i] = size[tall], size[wide]
            needed[at] = [size[side] for side in WANTED[wanted]]
            inner[at] = size[sides[0][1]], size[sides[1][0]]
            said[at][code] = RESULT
    meet = inner[..., :1] == inner[..., 1:]  # the two sizes in the middle
    arrays = {
        "rows": over(*AXES, rows),
        "columns": over(*AXES, columns),
        "row_kind": over("product", np.array(kinds)[..., 0]),
        "column_kind": over("product", np.array(kinds)[..., 1]),
        "tall": over(*AXES, needed[..., :1]),
        "wide": over(*AXES, needed[..., 1:]),
        "one": over(*AXES, inner[..., :1]),
        "two": over(*AXES, inner[..., 1:]),
        "meet": over(*AXES, np.where(meet, (LEFT + RIGHT) / 2, np.nan)),
        "clash": over(*AXES, np.where(meet, np.nan, (LEFT + RIGHT) / 2)),
        "bad": over(*AXES, said[..., :FITS]),
        "good": over(*AXES, said[..., FITS:]),
    }
    # Of a list of texts, one for each product, only the text of the chosen one has a place.
    names = {f"name_{i}": over("product", np.where(np.eye(len(PRODUCTS)), CENTRES[i], np.nan)) for i in range(3)}
    return Frames(arrays | names, over(*AXES, captions.tolist()))


def _panel() -> Panel:
    wanted, left, right = zip(*PRODUCTS, strict=True)
    texts = (left, right, [f"{name} ?" for name in wanted])
    shapes = ([_shape(*FACTORS[one]) for one in left], [_shape(*FACTORS[two]) for two in right])
    above, under, below = [3.2] * len(PRODUCTS), [-3.95] * len(PRODUCTS), -5.0
    name = {"align": "center", "color": "ink", "bold": True, "size": 15}
    says = {"align": "center", "bold": True}
    return Panel(
        "To scale: each cell is a number",
        Axis("", 0, 20.8),
        Axis("", -5.5, 3.9),
        [
            Blocks(CENTRES, [0] * 3, "rows", "columns", "row_kind", "column_kind", SIDES, color="curve"),
            Blocks([RESULT], [0], "tall", "wide", hollow=True, color="ink", label="the shape it must have"),
            *(Text(f"name_{i}", above, texts[i], **name) for i in range(3)),
            *(Text(f"name_{i}", under, shapes[i], align="center", color="ink") for i in range(2)),
            Text("name_2", under, [_shape(*WANTED[name]) for name in wanted], align="center", color="ink"),
            Text([7.1, 14.1], [0, 0], ["·", "="], align="center", color="ink", bold=True, size=22),
            Text("meet", [below], "inner sizes: {one} = {two}", align="center", color="ink"),
            Text("clash", [below], "inner sizes: {one} ≠ {two}", color="orange", **says),
            Text("bad", [below] * FITS, VERDICTS[:FITS], color="orange", **says),
            Text("good", [below], VERDICTS[FITS], color="green", **says),
        ],
        equal=True,
        bare=True,
    )
