"""The colours of every figure, in one place: Okabe and Ito's eight, as light and dark pairs."""

from __future__ import annotations

# Okabe and Ito (2008): told apart with every common form of colour blindness.
OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "purple": "#CC79A7",
}

# What layers ask for: name -> (on a light page, on a dark page). Each pair keeps a contrast of 3 with its page.
COLORS = {
    "blue": (OKABE_ITO["blue"], OKABE_ITO["sky"]),
    "orange": (OKABE_ITO["vermillion"], OKABE_ITO["orange"]),
    "green": (OKABE_ITO["green"], OKABE_ITO["green"]),
    "purple": ("#B4558A", OKABE_ITO["purple"]),
    "ink": ("#24292f", "#e6e6e6"),
    "soft": ("#5f6770", "#a9b1ba"),
    "ghost": ("#7d858d", "#9aa2aa"),
    "curve": ("#aab2ba", "#6b737b"),
    "grid": ("#eceef0", "#2c3136"),
    "axis": ("#b8bec4", "#555d65"),
    "paper": ("#ffffff", "#111111"),
}

# Heat maps, nine stops, evenly spaced: cividis for amounts, blue over the page's own shade to orange for signed values,
# paper to ink for pictures. name -> (on a light page, on a dark page): on a dark page paper is dark, and ink is light.
SEQUENTIAL = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#fee838",
)  # fmt: skip
DIVERGING = (
    "#0072b2", "#4094c4", "#80b6d7", "#bfdaeb", "#f7f7f7", "#f4d6bf", "#eaae80", "#df8640", "#d55e00",
)  # fmt: skip
DARK_DIVERGING = (
    "#56b4e9", "#4d9dcb", "#4282a6", "#335c73", "#1e262b", "#6a541b", "#a0750f", "#c68c07", "#e69f00",
)  # fmt: skip
INK = ("#ffffff", "#e6e8ea", "#cdd0d4", "#b3b8be", "#999fa7", "#7d848d", "#616972", "#434b54", "#24292f")
DARK_INK = ("#1a1e22", "#2f3438", "#474c51", "#60656a", "#7a7f84", "#959a9f", "#b0b4b8", "#cbced1", "#e6e6e6")
MAPS = {
    "sequential": (SEQUENTIAL, SEQUENTIAL),
    "diverging": (DIVERGING, DARK_DIVERGING),
    "ink": (INK, DARK_INK),
}


def color(name: str, dark: bool = False) -> str:
    """The hexadecimal colour of a role ("blue", "ghost", ...)."""
    return COLORS[name][dark]
