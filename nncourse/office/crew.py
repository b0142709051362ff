"""Several worker processes at once, each given the next student as soon as it is free; one that hangs is replaced.

They are forked from one process that has loaded nbgrader, which takes longer than a hundred submissions. For grading,
each has a jail keeper of its own, branched off one nursery.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any

from nncourse.office import worker as station
from nncourse.office.directory import Directory

PRELOAD = ["nncourse.office.engine", "nbgrader.api", "nbgrader.preprocessors"]
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def get_ready() -> None:
    """Begin to load what workers need, in a process of its own; it takes seconds, in which other work can be done."""
    if METHOD == "forkserver":
        from multiprocessing import forkserver  # not to be imported where there is none

        multiprocessing.get_context(METHOD).set_forkserver_preload(PRELOAD)
        forkserver.ensure_running()


class Worker:
    """One worker process. It is started when there is work for it, and anew after it died or was stopped.

    tools: makes what a new process is given besides the course directory.
    """

    def __init__(self, directory: Directory, tools: Callable[[], Any], target: Callable[..., None] = station.main):
        self.directory, self.tools, self.target = directory, tools, target
        self.process: Any = None
        self.pipe: Any = None
        self.closed = False
        self.changing = threading.Lock()  # no process is started after close() has ended the last one

    def do(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """What the worker answers: {"done": …} or {"failed": why}; after `seconds` it is ended."""
        with self.changing:
            if self.closed:
                return {"failed": "grading was stopped"}
            if self.process is None or not self.process.is_alive():
                try:
                    self._start()
                except Exception as error:
                    return {"failed": f"no process could be started: {error}"}
        try:
            self.pipe.send_bytes(json.dumps(job).encode())
            if not self.pipe.poll(seconds):
                self.end()
                return {"failed": f"it was stopped after {seconds:g} seconds"}
            return json.loads(self.pipe.recv_bytes())
        except (OSError, EOFError, ValueError):
            self.end()  # it says nothing any more: make sure that it has ended before the next job
            return {"failed": "the grading process ended"}

    def end(self) -> None:
        """End the process and what it has started."""
        process = self.process
        if process is not None and process.is_alive():
            with contextlib.suppress(OSError, AttributeError):
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.join()

    def close(self) -> None:
        """End the process, and start none any more."""
        with self.changing:
            self.closed = True
        self.end()

    def _start(self) -> None:
        if self.pipe is not None:
            self.pipe.close()
        get_ready()
        context = multiprocessing.get_context(METHOD)
        self.pipe, theirs = context.Pipe()
        with contextlib.closing(theirs):
            arguments = (str(self.directory.root), theirs, self.tools())
            self.process = context.Process(target=self.target, args=arguments, daemon=True)
            self.process.start()


def work(
    directory: Directory,
    jobs: list[dict[str, Any]],
    workers: int,
    seconds: float,
    tools: Callable[[], Any] = lambda: None,
    target: Callable[..., None] = station.main,
) -> Iterator[tuple[dict, dict]]:
    """Each job and its answer, as soon as it is there. A failure of the machine is tried once more."""
    todo: queue.SimpleQueue[dict | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[dict, dict]] = queue.SimpleQueue()
    crew = [Worker(directory, tools, target) for _ in range(min(workers, len(jobs)))]
    for job in [*jobs, *(None for _ in crew)]:
        todo.put(job)
    for worker in crew:
        threading.Thread(target=_serve, args=(worker, todo, done, seconds), daemon=True).start()
    try:
        for _ in jobs:
            yield done.get()
    finally:
        for worker in crew:
            worker.close()


def _serve(worker: Worker, todo: queue.SimpleQueue, done: queue.SimpleQueue, seconds: float) -> None:
    while (job := todo.get()) is not None:
        answer = worker.do(job, seconds)
        if "failed" in answer and "stopped" not in answer["failed"]:
            worker.end()
            answer = worker.do(job, seconds)
        done.put((job, answer))
    worker.end()
