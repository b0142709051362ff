"""Trusted: starts the nursery in a sandbox made by bubblewrap, has it fork a jail for each submission, and ends it.

What fails here is a fault of the machine, never of a student: MachineFault.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nncourse
from nncourse.jail import PLACE, wire

START = 60.0  # seconds until the nursery must be ready
FORK = 20.0  # seconds until a jail must be ready
GRACE = 2.0  # seconds after a limit in which the jail may still say so itself
LIVES = "lives"  # the status of a jail that was thought to have ended, and had not
TOO_LARGE = "too large"  # the status of a jail that was killed when it had taken much memory
LARGE = 600_000_000  # bytes; a jail in which honest work runs has a third of that
SECRET = ("hints", "office")  # folders of this package that the jail has no use for


class MachineFault(Exception):
    """The machine could not do it: nothing is known about the submission."""


class Nursery:
    """The process that has loaded what notebooks import. walled=False: without a sandbox, for code that is trusted."""

    def __init__(self, preload: list[str], walled: bool = True):
        self.preload, self.walled = sorted(preload), walled
        self.process: subprocess.Popen | None = None
        self.control: socket.socket | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start it; it is ready some time later."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        inside = [sys.executable, "-P", "-s", "-B", "-m", "nncourse.jail.inside", str(theirs.fileno())]
        inside += ["walled" if self.walled else "open", *self.preload]
        command = [*sandbox(), *inside] if self.walled else inside
        with theirs:
            try:
                self.process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    pass_fds=[theirs.fileno()],
                    env=None if self.walled else _environment(tempfile.gettempdir(), _fonts()),
                    start_new_session=True,
                )
            except OSError as error:
                ours.close()
                raise MachineFault(f"{command[0]} cannot be started: {error}") from None
        self.control = ours

    def branch(self) -> socket.socket:
        """The control socket of a nursery that is forked from this one, for a Keeper, perhaps in another process."""
        with self._lock:
            if self.process is None or self.process.poll() is not None:
                self.close()
                self.start()
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                try:
                    socket.send_fds(self.control, [b"branch"], [theirs.fileno()])
                    _answer(self.control, START)
                except (OSError, MachineFault):
                    ours.close()
                    raise MachineFault(self._last_words()) from None
            return ours

    def _last_words(self) -> str:
        self.process.kill()
        said = self.process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return said[-1] if said else "the process that starts jails did not start"

    def close(self) -> None:
        """End it, and with it whatever it has started."""
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stderr.close()
            self.process = None


class Keeper:
    """Has jails made by a nursery, one at a time."""

    def __init__(self, control: socket.socket, walled: bool = True):
        self.control, self.walled = control, walled

    def jail(self) -> Jail:
        """A new jail. Whatever jail there was is ended."""
        with _undisturbed():
            return self._new()

    def _new(self) -> Jail:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.control, [b"fork"], [theirs.fileno()])
                forked = _answer(self.control, FORK)
            except OSError as error:
                ours.close()
                raise MachineFault(f"the process that starts jails has ended ({error})") from None
        jail = Jail(wire.Channel(ours), self)
        try:
            said = jail.channel.receive(time.monotonic() + FORK)
        except (wire.Ended, wire.Late, wire.WireError) as error:
            jail.end()
            raise MachineFault(f"no jail could be started ({error})") from None
        if not forked.get("forked") or not said.get("ready"):
            jail.end()
            raise MachineFault(f"no jail could be started ({said.get('fault', 'it ended at once')})")
        return jail

    def ended(self, gone: bool = False) -> int | str | None:
        """End the jail; its exit status, or minus the number of a signal, or None if that is not known.

        gone: it seems to have ended by itself; LIVES if it has not, TOO_LARGE if it was killed for its memory.
        """
        try:
            with _undisturbed():
                self.control.send(b"gone" if gone else b"end")
                said = _answer(self.control, FORK)
        except (OSError, MachineFault):
            return None
        status = said.get("status")
        return TOO_LARGE if gone and status == -9 and said["memory"] > LARGE else status


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No alarm in this block: an answer that is not waited for would be taken for that to the next order.

    The clock is stopped meanwhile. To block the signal would not do: another thread may take it for this one.
    """
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.001) if left else 0)


def _answer(control: socket.socket, seconds: float) -> dict[str, Any]:
    control.settimeout(seconds)
    try:
        answer = control.recv(4096)
    except OSError as error:
        raise MachineFault(f"the process that starts jails does not answer ({error})") from None
    if not answer:
        raise MachineFault("the process that starts jails has ended")
    return json.loads(answer)


class Jail:
    """One jailed process, to be asked. What it answers is believed to be no more than values."""

    def __init__(self, channel: wire.Channel, keeper: Keeper):
        self.channel, self.keeper = channel, keeper

    def ask(self, message: dict[str, Any], until: float, call_back: Callable[[dict], dict] | None = None) -> dict:
        """Send a message and return the answer. In between, functions that were handed over are called back.

        Ended, Late or WireError if there is no answer; then the jail is of no more use.
        """
        self.channel.send(message, until)
        while True:
            answer = self.channel.receive(until)
            if "callback" not in answer or call_back is None:
                return answer
            self.channel.send(call_back(answer), until)

    def end(self, gone: bool = False) -> int | str | None:
        """End it; see Keeper.ended."""
        status = self.keeper.ended(gone)
        self.channel.close()
        return status


# The sandbox


def sandbox() -> list[str]:
    """The command line of bubblewrap: this Python and its packages to read, and nothing else of the machine."""
    found = shutil.which("bwrap")
    if found is None:
        raise MachineFault("bubblewrap (the command bwrap) is not installed")
    command = [found, "--die-with-parent", "--new-session", "--clearenv"]
    command += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.getuid() == 0:  # so that it can become nobody, and end what nobody runs
        command += [part for name in ("SETUID", "SETGID", "KILL") for part in ("--cap-add", f"CAP_{name}")]
    else:
        command += ["--unshare-user"]
    places = _to_read()
    for folder in sorted({parent for place in places for parent in place.parents if parent != Path("/")}):
        command += ["--dir", str(folder)]  # otherwise nobody but root may pass through
    for place in places:
        command += ["--ro-bind", str(place), str(place)]
    for place in ("/bin", "/lib", "/lib64", "/lib32", "/sbin"):
        if os.path.islink(place):
            command += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            command += ["--ro-bind", place, place]
    package = Path(nncourse.__file__).parent
    for name in SECRET:
        command += ["--tmpfs", str(package / name), "--remount-ro", str(package / name)]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--tmpfs", PLACE, "--chdir", "/"]
    if not any(Path("/tmp") in place.parents for place in places):
        command += ["--symlink", PLACE, "/tmp"]  # many write there
    fonts = _fonts()
    command += ["--ro-bind", fonts, "/fonts", "--remount-ro", "/"]
    for name, value in _environment(PLACE, "/fonts").items():
        command += ["--setenv", name, value]
    return command


def _to_read() -> list[Path]:
    """The folders of Python, its packages and the machine's libraries; none that lies in another of them."""
    paths = [sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), "/usr", Path(nncourse.__file__).parent]
    paths += [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    paths += ["/etc/ld.so.cache", "/etc/localtime", os.path.dirname(os.path.realpath(sys.executable))]
    found = sorted({Path(path).absolute() for path in paths if path and os.path.exists(path)})
    return [path for path in found if not any(other in path.parents for other in found)]


def _fonts() -> str:
    """The folder where matplotlib keeps its list of fonts, with that list in it."""
    import matplotlib
    from matplotlib import font_manager  # noqa: F401 (makes the list)

    return matplotlib.get_cachedir()


def _environment(place: str, fonts: str) -> dict[str, str]:
    one = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": place,
        "TMPDIR": place,
        "LANG": "C.UTF-8",
        "IPYTHONDIR": f"{place}/.ipython",
        "MPLCONFIGDIR": fonts,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        **dict.fromkeys(one, "1"),
    }


def problem() -> str:
    """Why no jail can be built on this machine; "" if one can."""
    if not sys.platform.startswith("linux"):
        return f"the jail needs Linux, and this is {sys.platform}"
    try:
        command = [*sandbox(), sys.executable, "-P", "-s", "-B", "-m", "nncourse.jail.walls"]
        tried = subprocess.run(command, capture_output=True, text=True, timeout=START, check=False)
    except (MachineFault, OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = (tried.stderr.strip() or tried.stdout.strip()).splitlines()
    return "" if tried.returncode == 0 else said[-1] if said else "it ended at once"
