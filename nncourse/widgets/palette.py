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

# Heat maps: cividis for amounts, blue-white-vermillion for signed values, paper to ink for pictures. Nine stops, evenly
# spaced.
SEQUENTIAL = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#fee838",
)  # fmt: skip
DIVERGING = (
    "#0072b2", "#4094c4", "#80b6d7", "#bfdaeb", "#f7f7f7", "#f4d6bf", "#eaae80", "#df8640", "#d55e00",
)  # fmt: skip
INK = ("#ffffff", "#e6e8ea", "#cdd0d4", "#b3b8be", "#999fa7", "#7d848d", "#616972", "#434b54", "#24292f")
MAPS = {"sequential": SEQUENTIAL, "diverging": DIVERGING, "ink": INK}


def color(name: str, dark: bool = False) -> str:
    """The hexadecimal colour of a role ("blue", "ghost", ...)."""
    return COLORS[name][dark]
