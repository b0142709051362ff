"""A process that grades (or writes feedback for) one student after another, as the crew tells it.

    python -m nncourse.office.worker COURSE

One job a line on standard input, {"do", "assignment", "student"}; one line of JSON back for each.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nncourse.office import directory as places
from nncourse.office.directory import Directory


def main(root: str) -> None:
    """Work until standard input ends."""
    directory = Directory(Path(root))
    answer_to = _private_stdout(directory.log)
    config = places.settings(directory)
    engines: dict[str, Any] = {}
    for line in sys.stdin:
        with places.logging_to(directory.log):
            try:
                answer = {"done": _do(directory, config, engines, **json.loads(line))}
            except Exception as error:
                traceback.print_exc()
                answer = {"failed": f"{type(error).__name__}: {error}".splitlines()[0]}
        answer_to.write(json.dumps(answer) + "\n")
        answer_to.flush()


def _do(
    directory: Directory, config: Any, engines: dict, do: str, assignment: str, student: str, **options: Any
) -> Any:
    if do == "grade":
        return asdict(_engine(directory, config, engines, assignment, options).grade(student))
    from nncourse.office import feedback

    return feedback.write(directory, config, assignment, student)


def _engine(directory: Directory, config: Any, engines: dict, assignment: str, options: dict) -> Any:
    """The engine for this assignment; one at a time, for each holds a warm process."""
    from nncourse.office.engine import Engine

    if assignment not in engines:
        for engine in engines.values():
            engine.close()
        engines.clear()
        engines[assignment] = Engine(directory, config, assignment, **options)
    return engines[assignment]


def _private_stdout(log: Path) -> Any:
    """The pipe to the crew for our answers alone: whatever else is printed, here or by a kernel, goes to the log."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    log.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(file, 1)
    os.dup2(file, 2)
    return answers


if __name__ == "__main__":
    main(sys.argv[1])
