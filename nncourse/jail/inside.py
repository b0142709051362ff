"""The jailed side. Everything here may be in the hands of the student's code, and the trusted side believes none of it.

    python -m nncourse.jail.inside SOCKET PRELOAD…

One process, the nursery, loads what notebooks import and waits on SOCKET. For each submission it forks a process that
goes behind the walls and then serves the checks: it runs the student's cells, and calls their functions. The nursery
runs no student's code, and knows no submission, no check and no answer.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from nncourse.jail import PLACE, wire
from nncourse.limit import time_limit
from nncourse.world import NamedTuple, Remote, StudentError, World

STAND_INS = (Remote, NamedTuple)
DESK = "hand-in"  # the folder in it that holds the notebook and nnlib


# The nursery


def main() -> None:
    """Load what notebooks import, then serve whoever holds the other end of the socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    walled = sys.argv[2] == "walled"
    shell = _shell(sys.argv[3:])
    gc.collect()
    gc.freeze()  # so that collecting in a jail does not copy what all have in common
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _nurse(control, shell, walled)


def _nurse(control: socket.socket, shell: Any, walled: bool) -> None:
    """Do as the keeper orders, until the keeper is gone; then nothing that was started here goes on."""
    child = None
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 64, 1)
        if order == b"branch":
            _branch(control, socket.socket(fileno=descriptors[0]), shell, walled)
            control.send(b"{}")
        elif order == b"fork":
            if child:
                _end(child, False)
            child = _fork(control, socket.socket(fileno=descriptors[0]), shell, walled)
            control.send(json.dumps({"forked": bool(child)}).encode())
        elif child:
            status = _end(child, order == b"gone")
            child = None
            if order:
                control.send(json.dumps(status).encode())
        elif order:
            control.send(b"{}")
        if not order:
            return


def _branch(control: socket.socket, branched: socket.socket, shell: Any, walled: bool) -> None:
    """Another nursery, for another keeper."""
    if os.fork() == 0:
        control.close()
        _nurse(branched, shell, walled)
        os._exit(0)
    branched.close()


def _shell(preload: list[str]) -> Any:
    from nncourse.jail.shell import Shell

    shell = Shell.instance()
    for name in preload:
        with contextlib.suppress(Exception):  # a cell that imports it will say what is wrong
            importlib.import_module(name)
    shell.outputs_of("%matplotlib inline")
    shell.outputs_of("1 / 0")  # what shows an error is loaded when it is first needed
    shell.execution_count = 1
    return shell


def _fork(control: socket.socket, sock: socket.socket, shell: Any, walled: bool) -> tuple[int, int, int] | None:
    """Start a process behind the walls: (its pid, the pid of the process that waits for it, a pipe with its status)."""
    read, write = os.pipe()
    waiter = os.fork()
    if waiter == 0:
        os.close(read)
        control.close()
        _wait_for_one(sock, shell, walled, write)
    os.close(write)
    sock.close()
    line = _line(read)
    return (int(line), waiter, read) if line.isdigit() else _gone(waiter, read)


def _gone(waiter: int, read: int) -> None:
    os.close(read)
    os.waitpid(waiter, 0)


def _wait_for_one(sock: socket.socket, shell: Any, walled: bool, write: int) -> None:
    """Become the parent of one jailed process; say its pid and then what became of it. Does not return."""
    try:
        if walled:
            from nncourse.jail import walls

            walls.become_nobody()
            walls.leave()
        pid = os.fork()
        if pid == 0:
            os.close(write)
            _jailed(sock, shell, walled)
        sock.close()
        os.write(write, f"{pid}\n".encode())
        _, status, used = os.wait4(pid, 0)
        os.write(write, f"{os.waitstatus_to_exitcode(status)} {used.ru_maxrss}\n".encode())
    except BaseException as error:
        _fault(sock, error)
    os._exit(0)


def _end(child: tuple[int, int, int], gone: bool) -> dict[str, int | str | None]:
    """End the jailed process, and say how it ended: its exit code, or minus a signal's number; and the memory it had.

    gone: it has closed its socket, so it should have ended. One that lives on must not seem killed from outside.
    """
    pid, waiter, read = child
    lives = gone and not select.select([read], [], [], 1.0)[0]
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    status, _, kilobytes = _line(read).partition(" ")
    os.waitpid(waiter, 0)
    os.close(read)
    if not kilobytes:
        return {"status": None, "memory": 0}
    return {"status": "lives" if lives else int(status), "memory": 1024 * int(kilobytes)}


def _line(read: int) -> str:
    text = b""
    while not text.endswith(b"\n"):
        part = os.read(read, 1)
        if not part:
            break
        text += part
    return text.decode().strip()


# Behind the walls


def _jailed(sock: socket.socket, shell: Any, walled: bool) -> None:
    """Go behind the walls and serve. Does not return."""
    try:
        place = PLACE
        os.setsid()  # a signal to its own group must not reach those who wait for it
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):  # what it writes there must not fill a pipe that the next one needs
            os.dup2(nothing, standard)
        os.close(nothing)
        if walled:
            from nncourse.jail import walls

            limits = walls.Limits()
            walls.close_in(PLACE, limits)
            walls.give_up(limits)
        else:
            import tempfile

            place = tempfile.mkdtemp(prefix="hand-in-")
        os.makedirs(os.path.join(place, DESK))
        os.chdir(os.path.join(place, DESK))
        channel = wire.Channel(sock)
        channel.send({"ready": True})
    except BaseException as error:
        _fault(sock, error)
        os._exit(1)
    try:
        Server(channel, shell).serve()
    except wire.Ended:
        os._exit(0)
    except BaseException:
        os._exit(1)


def _fault(sock: socket.socket, error: BaseException) -> None:
    with contextlib.suppress(Exception):
        wire.Channel(sock).send({"fault": f"{type(error).__name__}: {error}"})


class Server:
    """Answers the messages of the stand-in; its table holds what the other side has only a number of."""

    def __init__(self, channel: wire.Channel, shell: Any):
        self.channel, self.shell = channel, shell
        self.world = World(shell.user_ns)
        self.table: list[Any] = []
        self.numbers: dict[int, int] = {}

    def serve(self) -> None:
        """Answer one message after another, for ever."""
        while True:
            self.answer(self.channel.receive())

    def answer(self, message: dict[str, Any]) -> None:
        """Do what the message asks, and send what comes of it."""
        self.world.notes, self.world.changed = [], []
        self.world.seconds = message.get("seconds", self.world.seconds)
        try:
            done = getattr(self, f"_{message['do']}")(message)
            reply = {"done": done, "changed": self.world.changed}
        except StudentError as error:
            reply = {"failed": [error.kind, str(error)]}
        except wire.Ended:
            raise
        except BaseException as error:
            reply = {"failed": [type(error).__name__, f"{type(error).__name__}: {error}"]}
        try:
            self.channel.send({**reply, "notes": self.world.notes[:20]})
        except (wire.WireError, MemoryError):  # nothing of it has been sent
            self.channel.send({"failed": ["too large", "What came back is too large to be an answer."]})

    # What can be asked

    def _begin(self, message: dict[str, Any]) -> None:
        from nncourse import student

        for name, content in message["files"].items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wire.decode(content).tobytes())
        os.environ["NBGRADER_EXECUTION"] = "autograde"
        student.use(Path.cwd())
        if not message["pictures"]:
            from nncourse.widgets.stage import NOT_DRAWN

            os.environ[NOT_DRAWN] = "yes"

    def _cell(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        with time_limit(message["seconds"]):
            return self.shell.outputs_of(message["source"])

    def _lookup(self, message: dict[str, Any]) -> Any:
        return self._give(self.world.lookup(message["module"], message["name"]))

    def _variable(self, message: dict[str, Any]) -> Any:
        return self._give(self.world.variable(message["name"]))

    def _call(self, message: dict[str, Any]) -> Any:
        args, kwargs = (self._take(message[name]) for name in ("args", "kwargs"))
        return self._give(self.world.call(self.table[message["target"]], message["label"], tuple(args), kwargs))

    def _attribute(self, message: dict[str, Any]) -> Any:
        return self._give(self.world.attribute(self.table[message["target"]], message["label"], message["name"]))

    def _random(self, message: dict[str, Any]) -> str:
        return self.world.global_random_state()

    # What crosses

    def _give(self, value: Any) -> Any:
        return wire.encode(value, self._handle)

    def _handle(self, value: Any) -> wire.Handle | None:
        if isinstance(value, STAND_INS):
            items = tuple(value) if isinstance(value, tuple) else None
            return wire.Handle(self._number(value._target), type(value._target).__name__[:100], items)
        return wire.Handle(self._number(value), type(value).__name__[:100]) if callable(value) else None

    def _number(self, target: Any) -> int:
        if id(target) not in self.numbers:
            self.numbers[id(target)] = len(self.table)
            self.table.append(target)  # and so it stays alive, and its id its own
        return self.numbers[id(target)]

    def _take(self, data: Any) -> Any:
        return wire.decode(data, self._theirs)

    def _theirs(self, reference: wire.Handle | wire.Function) -> Any:
        """The student's own object; or a function that asks the other side."""
        if isinstance(reference, wire.Handle):
            return self.table[reference.number]

        def function(*args: Any, **kwargs: Any) -> Any:
            return self._ask_back(reference.number, args, kwargs)

        function.__name__ = function.__qualname__ = reference.name
        return function

    def _ask_back(self, number: int, args: tuple, kwargs: dict) -> Any:
        self.channel.send({"callback": number, "args": self._give(args), "kwargs": self._give(kwargs)})
        while True:
            message = self.channel.receive()
            if "do" not in message:
                break
            held = self.world.notes, self.world.changed, self.world.seconds
            self.answer(message)  # the other side's function uses the student's code in its turn
            self.world.notes, self.world.changed, self.world.seconds = held
        if "raised" in message:
            kind, text = message["raised"]
            raise ERRORS.get(kind, RuntimeError)(text)
        return self._take(message["value"])


ERRORS = {
    kind.__name__: kind
    for kind in (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError)
}


if __name__ == "__main__":
    main()
