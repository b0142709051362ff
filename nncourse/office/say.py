"""Print a message; on a terminal, with its lines broken between words."""

from __future__ import annotations

import shutil
import sys
import textwrap


def say(text: str) -> None:
    """Print it. Into a file or a pipe goes one line, as it is."""
    if sys.stdout.isatty():
        indent = " " * (len(text) - len(text.lstrip()))
        width = shutil.get_terminal_size().columns
        text = textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    print(text)
