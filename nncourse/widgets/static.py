"""The still twin of a Stage: the frame it shows now, drawn by matplotlib from the same layers, as a PNG."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from nncourse.widgets import palette
from nncourse.widgets.parts import Axis, Layer, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nncourse.widgets.stage import Stage

DASH = {"solid": "-", "dashed": (0, (4.5, 3)), "dotted": (0, (1, 2.5))}
MARKER = {"circle": "o", "ring": "o", "square": "s", "diamond": "D", "cross": "x"}
LOOK = {
    "font.family": "DejaVu Sans", "font.size": 9, "text.usetex": False, "axes.unicode_minus": True,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.axisbelow": True,
    "axes.edgecolor": palette.color("axis"), "axes.labelcolor": palette.color("ink"),
    "xtick.labelcolor": palette.color("soft"), "ytick.labelcolor": palette.color("soft"),
    "xtick.major.size": 0, "ytick.major.size": 0, "xtick.minor.size": 0, "ytick.minor.size": 0,
    "axes.grid": True, "grid.color": palette.color("grid"), "grid.linewidth": 0.8, "path.simplify": True,
}  # fmt: skip


def png(stage: Stage, dpi: int = 96) -> bytes:
    """The picture as the bytes of a PNG file."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context(LOOK), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a glyph or a limit is no concern of the student's
        count = len(stage.panels)
        width = max(4.6 * count, 7.2 if stage.panels[0].bare or stage.panels[0].tall else 0)
        figure = Figure(figsize=(width, 5.5 if stage.panels[0].tall else 4.0), facecolor="white")
        FigureCanvasAgg(figure)
        figure.text(0.03 / count, 0.985, stage.title, weight="bold", size=11, va="top", color=palette.color("ink"))
        for i, panel in enumerate(stage.panels):
            longest = max((len(text) for _, text in panel.y.marks()), default=0)
            left = max(0.13, 0.04 + 0.015 * longest)
            box = (i + 0.02, 0.03, 0.96, 0.8) if panel.bare else (i + left, 0.13, 0.97 - left, 0.585)
            place = (box[0] / count, box[1], box[2] / count, box[3])
            _draw_panel(stage, panel, figure.add_axes(place), i)
        target = io.BytesIO()
        figure.savefig(target, format="png", dpi=dpi)
    return target.getvalue()


def _draw_panel(stage: Stage, panel: Panel, axes: Axes, place: int) -> None:
    if panel.bare:
        axes.set_axis_off()
    _scale(axes.xaxis, axes.set_xscale, axes.set_xlim, panel.x)
    _scale(axes.yaxis, axes.set_yscale, axes.set_ylim, panel.y)
    if panel.equal:
        axes.set_aspect("equal", adjustable="box", anchor="SW")
    axes.set_xlabel(panel.x.label, loc="right")
    samples: dict[str, list[Any]] = {}
    for z, layer in enumerate(panel.layers, start=3):
        if _shown(stage, layer):
            color = palette.COLORS.get(layer.color, (layer.color,))[0]
            sample = DRAW[layer.kind](stage, axes, layer, {"alpha": layer.opacity, "color": color, "zorder": z})
            if layer.label and sample is not None:
                samples.setdefault(layer.label, []).append(sample)
    for control in stage.controls:
        if control.kind == "drag" and control.panel == place:
            axes.plot(*stage.positions[control.name], "o", markersize=8, color=palette.color(control.color), zorder=99)
        if control.kind == "draw" and control.panel == place:
            _strokes(axes, stage.positions[control.name], control.width)
    _words(panel, axes, samples, len(stage.panels))


def _strokes(axes: Axes, strokes: list[list[list[float]]], width: float) -> None:
    """What was drawn by hand, with a round pen of this width in the panel's units."""
    (left, right), points = axes.get_xlim(), 72 * axes.get_position().width * axes.figure.get_figwidth()
    for stroke in strokes:
        x, y = zip(*stroke, strict=True)
        axes.plot(x, y, linewidth=width * points / (right - left), color=palette.color("ink"), zorder=99,
                  solid_capstyle="round", solid_joinstyle="round")  # fmt: skip


def _words(panel: Panel, axes: Axes, samples: dict[str, list[Any]], count: int) -> None:
    """The panel's title, its legend under it, and the label of the y axis, from the top down."""
    figure, left = axes.figure, axes.get_position().x0
    edge, top = left - (-0.01 if panel.bare else 0.1) / count, 0.905
    figure.text(edge, top, panel.title, weight="bold", va="top", color=palette.color("ink"))
    if not panel.bare:
        figure.text(edge, 0.74, panel.y.label, color=palette.color("ink"))
    if samples:
        ghosts = {layer.label for layer in panel.layers if layer.color == "ghost"}
        samples = dict(sorted(samples.items(), key=lambda sample: sample[0] in ghosts))
        handles, columns = [tuple(entry) for entry in samples.values()], {4: 2, 7: 4, 8: 4}.get(len(samples), 3)
        axes.legend(handles, list(samples), loc="upper left", bbox_to_anchor=(edge, top - 0.045), borderaxespad=0,
                    bbox_transform=figure.transFigure, ncols=columns, frameon=False, borderpad=0,
                    fontsize=8.5, labelcolor=palette.color("soft"), handlelength=2.2, columnspacing=1.2)  # fmt: skip


def _scale(axis: Any, set_scale: Any, set_limits: Any, given: Axis) -> None:
    set_scale("log" if given.log else "linear")
    set_limits(given.low, given.high)
    axis.set_ticks([value for value, _ in given.marks()], [text for _, text in given.marks()])
    if given.log:
        axis.set_minor_locator(_no_ticks())


def _no_ticks() -> Any:
    from matplotlib.ticker import NullLocator

    return NullLocator()


def _shown(stage: Stage, layer: Layer) -> bool:
    keys = ("x", "y", "z", "low", "high", "dx", "dy", "start", "end", "rows", "columns")
    refs = [getattr(layer, key, None) for key in keys]
    on = layer.when in ("", "answered") or stage.positions[layer.when]
    return bool(on) and all(stage.has(ref) for ref in refs if isinstance(ref, str))


def _line(stage, axes, layer, style) -> Any:
    x, y = stage.numbers(layer.x, layer.upto), stage.numbers(layer.y, layer.upto)
    if layer.edge:
        (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
        outside = np.flatnonzero((x < left) | (x > right) | (y < bottom) | (y > top))
        x, y = (part[: outside[0] + 1] if outside.size else part for part in (x, y))
    return axes.plot(x, y, linestyle=DASH[layer.dash], linewidth=0.8 * layer.width, **style)[0]


def _points(stage, axes, layer, style) -> Any:
    x, y = stage.numbers(layer.x, layer.upto), stage.numbers(layer.y, layer.upto)
    hollow = {"markerfacecolor": "none"} if layer.marker == "ring" else {}
    drawn = axes.plot(x, y, MARKER[layer.marker], markersize=1.4 * layer.size, **style | hollow)[0]
    if layer.head and len(x) and _inside(axes, x[-1], y[-1]):
        head = style | {"alpha": 1, "clip_on": False}
        axes.plot(x[-1], y[-1], "o", markersize=1.4 * (layer.size + 3), markeredgecolor="white", **head)
    return drawn


def _inside(axes: Axes, x: float, y: float) -> bool:
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return bool(left <= x <= right and bottom <= y <= top)


def _bars(stage, axes, layer, style) -> Any:
    x, y = stage.numbers(layer.x, layer.upto), stage.numbers(layer.y, layer.upto)
    stripes = {"hatch": "///", "edgecolor": "white"} if layer.hatch else {}
    return axes.bar(x, y - layer.base, layer.width, bottom=layer.base, **style | stripes)


def _band(stage, axes, layer, style) -> Any:
    x, low, high = (stage.numbers(ref, layer.upto) for ref in (layer.x, layer.low, layer.high))
    return axes.fill_between(x, low, high, linewidth=0, **style | {"alpha": 0.18 * layer.opacity})


def _span(stage, axes, layer, style) -> Any:
    drawn = None
    for start, end in zip(stage.numbers(layer.start), stage.numbers(layer.end), strict=True):
        drawn = axes.axvspan(start, end, linewidth=0, **style | {"alpha": 0.12 * layer.opacity})
    return drawn


def _rule(stage, axes, layer, style) -> Any:
    drawn, look = None, style | {"linestyle": DASH[layer.dash], "linewidth": layer.width}
    text = {"color": style["color"], "fontsize": 8.5, "zorder": style["zorder"]}
    for value in stage.numbers(layer.y if layer.x is None else layer.x):
        if layer.x is None:
            drawn = axes.axhline(value, **look)
            axes.text(0.99, value, stage.fill(layer.text), transform=axes.get_yaxis_transform(), ha="right", **text)
        else:
            drawn = axes.axvline(value, **look)
            axes.text(value, 0.98, f" {stage.fill(layer.text)}", transform=axes.get_xaxis_transform(), va="top", **text)
    return drawn


def _arrows(stage, axes, layer, style) -> Any:
    x, y, dx, dy = (stage.numbers(ref, layer.upto) for ref in (layer.x, layer.y, layer.dx, layer.dy))
    axes.quiver(x, y, dx, dy, angles="xy", scale_units="xy", scale=1, width=0.007, **style)
    return axes.plot([], [], linewidth=layer.width, **style)[0]  # for the legend, which knows no arrows


def _heat(stage, axes, layer, style) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    colors = LinearSegmentedColormap.from_list(layer.map, palette.MAPS[layer.map][0])
    extent = (*axes.get_xlim(), *axes.get_ylim())
    axes.imshow(stage.array(layer.z), colors, origin="lower", extent=extent, aspect=axes.get_aspect(),
                alpha=layer.opacity, vmin=layer.low, vmax=layer.high, zorder=1)  # fmt: skip


def _blocks(stage, axes, layer, style) -> Any:
    x, y, rows, columns = (stage.numbers(ref) for ref in (layer.x, layer.y, layer.rows, layer.columns))
    line, sample = {"color": style["color"], "zorder": style["zorder"]}, None
    for i in np.flatnonzero(np.isfinite(x + y + rows + columns)):
        left, right, bottom, top = x[i] - columns[i] / 2, x[i] + columns[i] / 2, y[i] - rows[i] / 2, y[i] + rows[i] / 2
        (sample,) = axes.plot([left, right, right, left, left], [bottom, bottom, top, top, bottom],
                              linestyle=DASH["dashed" if layer.hollow else "solid"], linewidth=1.2, **line)  # fmt: skip
        if layer.hollow:
            continue
        axes.fill([left, right, right, left], [bottom, bottom, top, top], linewidth=0, **line | {"alpha": 0.22})
        for k in range(1, int(columns[i])):
            axes.plot([left + k] * 2, [bottom, top], linewidth=0.7, **line)
        for k in range(1, int(rows[i])):
            axes.plot([left, right], [bottom + k] * 2, linewidth=0.7, **line)
        if layer.row_kind is None:
            continue
        kinds = [stage.numbers(ref)[i] for ref in (layer.row_kind, layer.column_kind)]
        (side, says), (foot, tells) = (layer.kinds[int(kind)] for kind in kinds)
        axes.plot([left, left], [bottom, top], linewidth=3, color=palette.color(side), zorder=style["zorder"])
        axes.plot([left, right], [bottom, bottom], linewidth=3, color=palette.color(foot), zorder=style["zorder"])
        axes.annotate(stage.fill(says), (left, y[i]), (-6, 0), textcoords="offset points", ha="right", va="center",
                      color=palette.color(side))  # fmt: skip
        axes.annotate(stage.fill(tells), (x[i], bottom), (0, -9), textcoords="offset points", ha="center", va="center",
                      color=palette.color(foot))  # fmt: skip
    return sample


def _text(stage, axes, layer, style) -> None:
    texts = [layer.text] if isinstance(layer.text, str) else layer.text
    for x, y, text in zip(stage.numbers(layer.x), stage.numbers(layer.y), texts, strict=False):
        if not np.isfinite(x + y):
            continue
        axes.annotate(stage.fill(text), (x, y), (0.75 * layer.dx, -0.75 * layer.dy), textcoords="offset points",
                      ha=layer.align, va="center", annotation_clip=True, color=style["color"], size=0.72 * layer.size,
                      weight="bold" if layer.bold else "normal", zorder=style["zorder"])  # fmt: skip


DRAW = {
    "line": _line, "points": _points, "bars": _bars, "band": _band, "span": _span, "rule": _rule,
    "arrows": _arrows, "heat": _heat, "text": _text, "blocks": _blocks,
}  # fmt: skip
