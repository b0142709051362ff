"""Several worker processes at once, each given the next student as soon as it is free; one that hangs is replaced."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from nncourse.office.directory import Directory


class Worker:
    """One worker process. It is started when there is work for it, and anew after it died or was stopped."""

    def __init__(self, directory: Directory):
        self.directory = directory
        self.process: subprocess.Popen | None = None
        self.closed = False
        self.changing = threading.Lock()  # no process is started after close() has ended the last one

    def do(self, job: dict[str, str], seconds: float) -> dict[str, Any]:
        """What the worker answers: {"done": …} or {"failed": why}; after `seconds` it is ended."""
        with self.changing:
            if self.closed:
                return {"failed": "grading was stopped"}
            if self.process is None or self.process.poll() is not None:
                self.close_pipes()
                self.process = self._start()
        late = threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), self.end()))
        timer.start()
        try:
            self.process.stdin.write(json.dumps(job) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        finally:
            timer.cancel()
        if line.endswith("\n"):
            return json.loads(line)
        self.end()  # it says nothing any more: make sure that it has ended before the next job
        return {"failed": f"it was stopped after {seconds:g} seconds" if late.is_set() else "the grading process ended"}

    def end(self) -> None:
        """End the process and what it has started."""
        if self.process is not None and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (OSError, AttributeError):
                self.process.kill()
            self.process.wait()

    def close(self) -> None:
        """End the process, and start none any more."""
        with self.changing:
            self.closed = True
        self.end()

    def close_pipes(self) -> None:
        """Let go of a process that has ended. Only for the thread that talks to it."""
        for pipe in (self.process.stdin, self.process.stdout) if self.process else ():
            with contextlib.suppress(OSError):
                pipe.close()

    def _start(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "nncourse.office.worker", str(self.directory.root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )


def work(directory: Directory, jobs: list[dict[str, str]], workers: int, seconds: float) -> Iterator[tuple[dict, dict]]:
    """Each job and its answer, as soon as it is there. A failure of the machine is tried once more."""
    todo: queue.SimpleQueue[dict | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[dict, dict]] = queue.SimpleQueue()
    crew = [Worker(directory) for _ in range(min(workers, len(jobs)))]
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
            answer = worker.do(job, seconds)
        done.put((job, answer))
    worker.end()
    worker.close_pipes()
