"""What feedback must not show: hidden tests, marking schemes, and tracebacks and outputs that print them."""

from __future__ import annotations

import html
import re
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

REGIONS = (("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"), ("BEGIN MARK SCHEME", "END MARK SCHEME"))
LEFT_OUT = "This output is left out: it shows lines of the hidden tests."
SHORTEST = 8  # a hidden line shorter than this, such as a bracket, gives nothing away
LONGEST = 100_000  # characters of one output


class Discreet(NbGraderPreprocessor):
    """Removes from a graded notebook what is the instructor's alone."""

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        secret = hidden_lines(notebook)
        for cell in notebook.cells:
            if _is_ours(cell):
                cell.source, _ = without_regions(cell.source)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                ours = is_grade(cell) and not is_solution(cell)
                cell.outputs = [_discreet(output, secret, ours) for output in cell.outputs]
        return notebook, resources


def hidden_lines(notebook: Any) -> set[str]:
    """The lines of the instructor's notebook that nobody else may see, but for the shortest."""
    found = [without_regions(cell.source)[1] for cell in notebook.cells if _is_ours(cell)]
    return {line.strip() for lines in found for line in lines if len(line.strip()) >= SHORTEST}


def gives_away(text: str, secret: set[str]) -> bool:
    """Whether a hidden line is in this text, in whatever way it is shown."""
    shown = _plain(text)
    return any(line in shown for line in secret)


def without_regions(source: str) -> tuple[str, list[str]]:
    """The source without its hidden regions, and the lines in them."""
    kept: list[str] = []
    hidden: list[str] = []
    waiting_for = ""
    for line in source.split("\n"):
        if waiting_for:
            hidden.append(line)
            if waiting_for in line:
                hidden.pop()
                waiting_for = ""
            continue
        waiting_for = next((end for begin, end in REGIONS if begin in line), "")
        if not waiting_for:
            kept.append(line)
    return "\n".join(kept), hidden


def _is_ours(cell: Any) -> bool:
    return "nbgrader" in cell.metadata and not is_solution(cell)


def _discreet(output: Any, secret: set[str], of_a_check: bool) -> Any:
    if of_a_check and output.output_type == "error":
        return _sentence(f"This check ended with {_kind(output)}, so it gives no points.")
    if gives_away(_texts(output), secret):
        return _sentence(LEFT_OUT)
    shown = _plain(_texts(output))
    if len(shown) > LONGEST and output.output_type in ("stream", "error"):
        return _sentence(f"{shown[:2000]}\n… and {len(shown) - 2000:,} characters more, left out.")
    return output


def _kind(output: Any) -> str:
    if output.ename in ("KeyboardInterrupt", "CellTimeoutError"):
        return "a stop, because your code took too long"
    return output.ename if re.fullmatch(r"\w{1,60}", output.ename or "") else "an error"


def _texts(output: Any) -> str:
    """All that an output shows, as one string."""
    if output.output_type == "stream":
        return _joined(output.get("text", ""))
    if output.output_type == "error":
        return "\n".join([output.get("evalue", ""), *output.get("traceback", [])])
    return "\n".join(_joined(value) for kind, value in output.get("data", {}).items() if kind.startswith("text/"))


def _plain(text: str) -> str:
    """Without colour codes and HTML entities, so that a line is found however it is shown; quotes as in the source."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    bare = html.unescape(re.sub(r"<[^<>\n]*>", "", text))
    unquoted = text.replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"')
    return "\n".join([text, html.unescape(text), bare, unquoted])


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _sentence(text: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("stream", name="stdout", text=text + "\n")
