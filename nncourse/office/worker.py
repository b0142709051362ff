"""A process that grades one student after another, as the crew tells it.

Each job is a message {"assignment", "student", "pictures", "prepare", "run"}: grade this submission and enter its
points, or only prepare it. Each gets one answer: {"done": …} or {"failed": why}.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nncourse.office import directory as places
from nncourse.office.directory import Directory

PARENT_DEATH_SIGNAL = 1


def main(root: str, pipe: Any, tools: Any) -> None:
    """Work until the crew is gone. tools: what a jail Keeper needs."""
    from nncourse.jail.keeper import Keeper
    from nncourse.office.engine import Engine

    os.setsid()
    _die_with_the_crew()
    directory = Directory(Path(root))
    _only_to_the_log(directory.log)
    config = places.settings(directory)
    keeper = Keeper(*tools)
    engines: dict[str, Engine] = {}
    while True:
        try:
            job = json.loads(pipe.recv_bytes())
        except EOFError:
            return
        with places.logging_to(directory.log):
            try:
                name, student = job["assignment"], job["student"]
                if name not in engines:
                    engines[name] = Engine(directory, config, name, keeper, job["pictures"], job["run"])
                desk = engines[name]
                answer = {"done": desk.prepare(student) if job["prepare"] else asdict(desk.grade(student))}
            except Exception as error:
                traceback.print_exc()
                answer = {"failed": f"{type(error).__name__}: {error}".splitlines()[0]}
        pipe.send_bytes(json.dumps(answer).encode())


def _die_with_the_crew() -> None:
    """If grading is killed, nothing goes on writing behind the back of the one that starts it again. Linux only."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _only_to_the_log(log: Path) -> None:
    """Whatever is printed, here or by what is started from here, goes to the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(file, 1)
    os.dup2(file, 2)
