"""Progress of long work: a bar with the time left where somebody is looking, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
SECONDS = 10.0  # between two lines in a log


def shown(items: Iterable[Item], total: int, title: str) -> Iterator[Item]:
    """The same items; on standard error a bar moves with them, or, if that is no terminal, a line tells of them."""
    if total and sys.stderr.isatty():
        yield from _with_bar(items, total, title)
        return
    said = time.monotonic()
    for number, item in enumerate(items, 1):
        yield item
        if time.monotonic() - said > SECONDS:
            said = time.monotonic()
            print(f"{title}: {number} of {total}", file=sys.stderr, flush=True)


def _with_bar(items: Iterable[Item], total: int, title: str) -> Iterator[Item]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("left"), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)
        for item in items:
            yield item
            bar.advance(task)
