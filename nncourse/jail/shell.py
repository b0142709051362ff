"""IPython as a notebook has it, with what a cell shows kept as the outputs of a notebook file. Jailed side."""

from __future__ import annotations

import base64
import contextlib
import io
import sys
import traceback
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

MAX_PRINTED = 100_000  # characters of one cell
MAX_SHOWN = 4_000_000  # bytes of one cell's pictures


class Publisher(DisplayPublisher):
    """What display(…) shows."""

    def publish(self, data: dict, metadata: dict | None = None, **_: Any) -> None:
        self.shell.kept.show("display_data", data)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.kept.outputs.clear()


class Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.kept.show("execute_result", format_dict)

    def finish_displayhook(self) -> None:
        pass


class Kept:
    """The outputs of one cell, in the form of a notebook file."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.printed = self.shown = 0

    def show(self, kind: str, data: dict[str, Any]) -> None:
        """A picture or a text."""
        found = {name: _text(value) for name, value in data.items() if name in ("text/plain", "image/png")}
        size = sum(map(len, found.values()))
        if found and self.shown + size <= MAX_SHOWN:
            self.shown += size
            self.outputs.append({"output_type": kind, "data": found, "metadata": {}})

    def write(self, name: str, text: str) -> None:
        """Something printed."""
        text = text[: max(0, MAX_PRINTED - self.printed)]
        self.printed += len(text)
        last = self.outputs[-1] if self.outputs else {}
        if text and last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        elif text:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})


class Printer(io.TextIOBase):
    """What stands for sys.stdout and sys.stderr."""

    def __init__(self, shell: Shell, name: str):
        self.shell, self.stream = shell, name

    def write(self, text: str) -> int:
        self.shell.kept.write(self.stream, text)
        return len(text)

    def writable(self) -> bool:
        return True


class Shell(InteractiveShell):
    """An IPython without history, colours or terminal."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    def __init__(self, **kwargs: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "NoColor"
        config.InteractiveShell.autoindent = False
        self.kept = Kept()
        super().__init__(config=config, **kwargs)

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no screen."""

    def init_virtualenv(self) -> None:
        """It runs in the right one."""

    def _tee(self, channel: str) -> contextlib.AbstractContextManager:
        """What is printed is kept in `kept` alone: IPython's history would keep all of it, until memory is full."""
        return contextlib.nullcontext()

    def outputs_of(self, source: str) -> list[dict[str, Any]]:
        """Run a cell; what it showed, its error included."""
        self.kept = Kept()
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Printer(self, "stdout"), Printer(self, "stderr")
        try:
            self.run_cell(source, store_history=True)
        except BaseException as error:  # their time is over, or IPython let something through
            self._showtraceback(type(error), error, traceback.format_exception_only(error))
        finally:
            sys.stdout, sys.stderr = streams
        return self.kept.outputs

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        lines = [str(line)[:5_000] for line in stb[-30:]]
        error = {"ename": etype.__name__[:100], "evalue": str(evalue)[:1_000], "traceback": lines}
        self.kept.outputs.append({"output_type": "error", **error})


def _text(value: Any) -> str:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)
