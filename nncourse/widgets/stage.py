"""Stage: one interactive figure. Python computes the frames, stage.js draws them, static.py draws the still twin."""

from __future__ import annotations

import base64
import html
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from nncourse.widgets import palette
from nncourse.widgets.parts import LARGEST, Choice, Control, Frames, Guess, Mark, Over, Panel, Ref, number

NOT_DRAWN = "NNCOURSE_WIDGETS_NOT_DRAWN"  # set where nobody looks and time counts: at grading


class Stage(anywidget.AnyWidget):
    """A title, panels side by side, controls and a caption.

    compute: a function from the values of all controls (a dict by name) to Frames. It is called at the start and
    whenever a slow control changes. It must not rely on the positions of the other controls: its arrays hold an
    entry for each of them.
    """

    _esm = Path(__file__).with_name("stage.js")
    _css = Path(__file__).with_name("stage.css")

    spec = traitlets.Dict().tag(sync=True)  # what never changes: see describe
    frames = traitlets.Dict().tag(sync=True)  # what compute gave: see pack
    positions = traitlets.Dict().tag(sync=True)  # of each control, by name: an index, a count of presses, or [x, y]
    answer = traitlets.Any(None, allow_none=True).tag(sync=True)  # to the question: None, "skipped" or the answer

    def __init__(
        self,
        title: str,
        panels: Sequence[Panel],
        compute: Callable[[dict[str, Any]], Frames],
        controls: Sequence[Control] = (),
        *,
        alt: str,
        question: Choice | Guess | Mark | None = None,
    ) -> None:
        self.title, self.panels, self.controls, self.alt = title, list(panels), list(controls), alt
        self._compute = compute
        start = {control.name: control.position() for control in self.controls}
        self.drawn = os.environ.get(NOT_DRAWN) is None
        self._frames = compute(self._values(start)) if self.drawn else Frames({}, "")
        super().__init__(
            spec=describe(title, self.panels, self.controls, alt, question),
            frames=pack(self._frames, self._sizes()),
            positions=start,
        )
        self.observe(self._moved, "positions")

    def move(self, **positions: Any) -> None:
        """Set controls as a user would: a slider by its value, a draggable point by (x, y), the others by position."""
        for control in self.controls:
            if control.kind == "slider" and control.name in positions:
                positions[control.name] = replace(control, start=positions[control.name]).position()
        self.positions = {**self.positions, **positions}

    def show(self, frames: Frames) -> None:
        """Draw these frames from now on, as while something runs."""
        self._frames = frames
        self.frames = pack(frames, self._sizes())

    def array(self, name: str) -> np.ndarray:
        """The array of this name in the frame that is shown now."""
        return at(self._frames.arrays[name], self._here())

    def has(self, name: str) -> bool:
        """Whether the frames have an array of this name."""
        return name in self._frames.arrays

    @property
    def caption(self) -> str:
        """The caption of the frame that is shown now."""
        return self.fill(str(at(self._frames.caption, self._here())))

    @property
    def banner(self) -> str:
        """What must be said before anything else, if there is something."""
        return self._frames.banner

    def numbers(self, ref: Ref, upto: str = "") -> np.ndarray:
        """The numbers that a layer refers to, shape (n,), in the frame that is shown now."""
        values = self.array(ref) if isinstance(ref, str) else np.atleast_1d(np.asarray(ref, dtype=float))
        return values[: self.positions[upto] + 1] if upto else values

    def fill(self, text: str) -> str:
        """The text with each {name} replaced by a control's readout or a number of the frame shown now."""
        return re.sub(r"\{(\w+)\}", lambda found: self._say(found[1]), text)

    def _say(self, name: str) -> str:
        for control in self.controls:
            if control.name == name:
                return control.texts()[self.positions[name]]
        return number(np.ravel(self.array(name))[0])

    def _moved(self, change: dict[str, Any]) -> None:
        if any(change["new"].get(c.name) != change["old"].get(c.name) for c in self.controls if c.slow):
            self.show(self._compute(self._values(self.positions)))

    def _values(self, positions: dict[str, Any]) -> dict[str, Any]:
        return {control.name: control.value(positions[control.name]) for control in self.controls}

    def _sizes(self) -> dict[str, int]:
        return {c.name: len(c.texts()) for c in self.controls if c.kind in ("slider", "select", "toggle")}

    def _here(self) -> dict[str, int]:
        return {name: self.positions[name] for name in self._sizes()}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        """The live view, and beside it a still picture for pages where no widget can run."""
        if not self.drawn:
            return {"text/plain": f"{self.title}: an interactive figure, not drawn here. {self.alt}"}, {}
        from nncourse.widgets import static

        data, metadata = super()._repr_mimebundle_(**kwargs)
        png = base64.b64encode(static.png(self)).decode()
        alt, caption = html.escape(self.alt), html.escape(" ".join(filter(None, (self.banner, self.caption))))
        data["image/png"] = png
        data["text/html"] = (
            f'<figure style="margin:0"><img src="data:image/png;base64,{png}" alt="{alt}" style="max-width:100%">'
            f"<figcaption>{caption}</figcaption></figure>{_table(self._frames.table)}"
        )
        data["text/plain"] = f"{self.title}: {self.alt} {self.caption}"
        return data, metadata


def _table(rows: Sequence[Sequence[str]]) -> str:
    """The rows as a table in HTML, the first one its head; "" without rows."""
    if not rows:
        return ""
    lines = [
        "".join(f"<{cell}>{html.escape(text)}</{cell}>" for text in row)
        for cell, row in zip(["th", *["td"] * (len(rows) - 1)], rows, strict=True)
    ]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def describe(
    title: str, panels: Sequence[Panel], controls: Sequence[Control], alt: str, question: Choice | Guess | Mark | None
) -> dict[str, Any]:
    """The part of a stage that never changes, as JSON for stage.js."""
    return {
        "title": title,
        "alt": alt,
        "panels": [_panel(panel) for panel in panels],
        "controls": [_control(control) for control in controls],
        "question": _question(question, controls) if question else None,
        "colors": {name: list(pair) for name, pair in palette.COLORS.items()},
        "maps": {name: [list(stops) for stops in pair] for name, pair in palette.MAPS.items()},
    }


def _question(question: Choice | Guess | Mark, controls: Sequence[Control]) -> dict[str, Any]:
    """The question; the ends of a mark as positions of its slider, for the browser knows no values."""
    fields = {"kind": question.kind, **asdict(question)}
    if question.kind == "mark":
        values = next(control.values for control in controls if control.name == question.control)
        held = [i for i, value in enumerate(values) if question.low <= value <= question.high]
        fields |= {"low": held[0], "high": held[-1]}
    return fields


def _panel(panel: Panel) -> dict[str, Any]:
    axes = {name: asdict(axis) | {"ticks": axis.marks()} for name, axis in (("x", panel.x), ("y", panel.y))}
    layers = [{"kind": layer.kind, **_plain(asdict(layer))} for layer in panel.layers]
    looks = {"equal": panel.equal, "bare": panel.bare, "tall": panel.tall}
    return {"title": panel.title, **looks, "layers": layers, **axes}


def _control(control: Control) -> dict[str, Any]:
    fields = {key: value for key, value in asdict(control).items() if key not in ("values", "text", "options")}
    texts = control.texts() if hasattr(control, "texts") else []
    return _plain({"kind": control.kind, **fields, "texts": texts})


def _plain(value: Any) -> Any:
    """The value with arrays and NumPy numbers as lists and floats, for JSON."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def pack(frames: Frames, sizes: dict[str, int]) -> dict[str, Any]:
    """Frames as they travel: arrays as float32 bytes with their shape and axes, captions as one flat list."""
    arrays = {}
    for name, entry in frames.arrays.items():
        axes = entry.axes if isinstance(entry, Over) else ()
        table = np.atleast_1d(np.asarray(entry.table if axes else entry, dtype=float))
        _fits(f"array {name!r}", axes, table.shape, sizes)
        data = np.clip(table, -LARGEST, LARGEST).astype("<f4").tobytes()
        arrays[name] = {"over": list(axes), "shape": list(table.shape), "data": data}
    caption = frames.caption if isinstance(frames.caption, Over) else Over((), frames.caption)
    texts = np.asarray(caption.table, dtype=object)
    _fits("the caption", caption.axes, texts.shape, sizes)
    return {
        "arrays": arrays,
        "caption": {"over": list(caption.axes), "texts": [str(text) for text in texts.ravel()]},
        "banner": frames.banner,
        "table": [list(row) for row in frames.table],
    }


def _fits(what: str, axes: tuple[str, ...], shape: tuple[int, ...], sizes: dict[str, int]) -> None:
    needed = tuple(sizes[axis] for axis in axes)
    if shape[: len(axes)] != needed:
        raise ValueError(f"{what} is over {axes}, so its shape must begin with {needed}; it is {shape}.")


def at(entry: Any, positions: dict[str, int]) -> Any:
    """The entry of an array, a table over controls, or a caption, at these positions."""
    if not isinstance(entry, Over):
        return np.atleast_1d(entry) if isinstance(entry, np.ndarray) else entry
    place = entry.table
    for axis in entry.axes:
        place = place[positions[axis]]
    return np.atleast_1d(place) if isinstance(entry.table, np.ndarray) else place
