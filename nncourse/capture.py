"""Catch what code prints and warns, so that it can be shown and costs no points."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Captured:
    """What was printed (stdout and stderr together) and which warnings were given, without repeats."""

    printed: str = ""
    warnings: list[str] = field(default_factory=list)


@contextlib.contextmanager
def output(caught: Captured | None = None) -> Iterator[None]:
    """Catch printing and warnings of the block; they are in `caught` when it ends, however it ends."""
    caught = caught or Captured()
    stream = io.StringIO()
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        try:
            with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
                yield
        finally:
            caught.printed = stream.getvalue()
            texts = [f"{item.category.__name__}: {item.message}" for item in given]
            caught.warnings = list(dict.fromkeys(texts))
