"""`nncourse check`: the graded checks of the notebooks, in a terminal, without a kernel.

The student's code runs in a process of its own, so that whatever it does, the other checks are still run.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nncourse import report
from nncourse.course import Course, UserError

SECONDS = 60.0  # for one whole check; a single call in it has a limit of its own


@dataclass
class Result:
    """What one check said. mistake: the name of the recognised mistake, or None."""

    assignment: str
    check: str
    points: float
    max_points: float
    mistake: str | None
    message: str

    @property
    def passed(self) -> bool:
        """Whether all that was tried is right, also where there are no points to get."""
        return self.message.startswith("✓")


def command(course: Course, numbers: list[str], nnlib: Path | None, hidden: bool, as_json: bool) -> int:
    """Run, print, and return the exit status."""
    results = []
    for result in run(course, numbers, nnlib, hidden):
        results.append(result)
        if not as_json:
            _print(result, results)
    if as_json:
        print(json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=1))
    else:
        _print_total(results, hidden)
    return 0 if all(result.passed for result in results) else 1


def run(course: Course, numbers: list[str], nnlib: Path | None = None, hidden: bool = False) -> Iterator[Result]:
    """The results of these notebooks' checks on the nnlib in this folder, each as soon as it is there."""
    names = [course.resolve(number) for number in numbers] or course.graded()
    if hidden and not course.has_solutions:
        raise UserError("--hidden needs solutions/, which is not in a student's copy.")
    place = (nnlib or course.root).resolve()
    if not (place / "nnlib").is_dir():
        raise UserError(f"There is no folder nnlib in {place}.")
    for name in names:
        job = _job(course, name, place, hidden, typed=nnlib is None)
        yield from _run_job(job)


def _job(course: Course, name: str, place: Path, hidden: bool, typed: bool) -> dict[str, Any]:
    """One notebook's work for the other process: the graded cells, and the student's typed answers if they count.

    Answers stand in a notebook, not in nnlib: with another nnlib, those of the notebook beside it count, if any.
    """
    from nncourse import cells

    notebook = _graded_notebook(course, name, hidden)
    own = _typed_in(course, name, place, typed)
    graded = cells.graded(notebook)
    if own is None:
        graded = [cell for cell in graded if ".answer(" not in cell.source]
    return {
        "assignment": name,
        "place": str(place),
        "cells": [asdict(cell) for cell in graded],
        "answers": own or [],
    }


def _graded_notebook(course: Course, name: str, hidden: bool) -> Any:
    """The checks: those of the notebook that students open; with the hidden part, those of solutions/."""
    from nncourse import cells

    if not hidden:
        return cells.load(course.notebook(name))
    from nncourse import build

    return build.source_notebook(course, name)


def _typed_in(course: Course, name: str, place: Path, typed: bool) -> list[str] | None:
    from nncourse import cells

    if typed:
        return cells.answers(cells.load(course.notebook(name)))
    if course.has_solutions and place == course.solutions.resolve():
        from nncourse import build

        return cells.answers(build.source_notebook(course, name))
    for path in (place / f"{name}.ipynb", place / "notebooks" / f"{name}.ipynb"):
        if path.is_file():
            return cells.answers(cells.load(path))
    return None


def _run_job(job: dict[str, Any]) -> Iterator[Result]:
    """Run the cells in another process; one that dies or hangs costs the check it was in, and the next are run anew."""
    left = list(job["cells"])
    while left:
        ended = ""
        for message in _worker({**job, "cells": left}):
            if "ended" in message:
                ended = message["ended"]
                break
            left.pop(0)
            yield Result(job["assignment"], **message)
        if left:
            cell = left.pop(0)
            why = ended or "ended the Python process (exit, or out of memory)"
            text = report.ended(cell["name"], cell["points"], why)
            yield Result(job["assignment"], cell["name"], 0.0, cell["points"], None, text)


def _worker(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The messages of a worker process: a result for each cell; {"ended": why} if it was stopped."""
    environment = {**os.environ, "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "nncourse.check_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
        encoding="utf-8",
    )
    messages: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: [*map(messages.put, process.stdout), messages.put("")], daemon=True).start()
    try:
        try:
            process.stdin.write(json.dumps(job))
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has died already; its silence says so below
        while True:
            try:
                line = messages.get(timeout=SECONDS)
            except queue.Empty:
                yield {"ended": f"was stopped after {SECONDS:g} seconds"}
                return
            if not line:
                return
            yield json.loads(line)
    finally:
        process.kill()
        process.wait()


def _print(result: Result, results: list[Result]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    if len(results) == 1 or results[-2].assignment != result.assignment:
        console.print(f"\n{result.assignment}", style="bold")
    for line in result.message.split("\n"):
        style = {"✓": "green", "✗": "red", "○": "yellow"}.get(line.strip()[:1], "")
        if line.strip().startswith("→"):
            style = "cyan"
        console.print(Text(line, style=style))


def _print_total(results: list[Result], hidden: bool) -> None:
    if results and not any(result.max_points for result in results):
        print("\nThis is for practice: it counts nothing.")
        return
    earned, of = sum(result.points for result in results), sum(result.max_points for result in results)
    print(f"\n{earned:g} of {of:g} points{'' if hidden else ' that can be earned before grading'}.")
