"""Run a notebook's cells at grading: nbgrader's Execute, which here also ends what would not end by itself."""

from __future__ import annotations

import time
from typing import Any

from nbgrader.preprocessors import Execute
from traitlets import Integer

MAX_OUTPUT = 1_000_000  # characters that one cell may print; the rest is dropped


class TooSlow(Exception):
    """The cells together take too long."""


class BoundedExecute(Execute):
    """Execute with a limit on the time of all cells together and on what one cell prints. Reads c.Execute too."""

    notebook_timeout = Integer(300, help="Seconds that all cells of a notebook may take together.").tag(config=True)

    def preprocess(self, *args: Any, **kwargs: Any) -> Any:
        self._ends = time.monotonic() + self.notebook_timeout
        self._printed: dict[int, int] = {}
        return super().preprocess(*args, **kwargs)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
        if time.monotonic() > self._ends:
            raise TooSlow(f"The cells took longer than {self.notebook_timeout} seconds.")
        return super().preprocess_cell(cell, resources, index)

    def output(self, outs: list, msg: dict, display_id: Any, cell_index: int) -> Any:
        size = len(str(msg["content"]))
        self._printed[cell_index] = self._printed.get(cell_index, 0) + size
        if self._printed[cell_index] > MAX_OUTPUT and msg["msg_type"] in ("stream", "display_data"):
            return None
        return super().output(outs, msg, display_id, cell_index)
