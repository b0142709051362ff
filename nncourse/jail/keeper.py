"""Trusted: starts the nursery in a sandbox made by bubblewrap, has it fork a jail for each submission, and ends them.

What fails here is a fault of the machine, never of a student: MachineFault.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nncourse
from nncourse.jail import wire

START = 60.0  # seconds until the nursery must be ready
FORK = 20.0  # seconds until a jail must be ready
GRACE = 2.0  # seconds after a limit in which the jail may still say so itself
SECRET = ("hints", "office")  # folders of this package that the jail has no use for


class MachineFault(Exception):
    """The machine could not do it: nothing is known about the submission."""


class Keeper:
    """One nursery, and at most one jail at a time. walled=False: processes apart, without walls (for trusted code)."""

    def __init__(self, preload: list[str], walled: bool = True):
        self.preload, self.walled = sorted(preload), walled
        self.process: subprocess.Popen | None = None
        self.control: socket.socket | None = None

    def jail(self) -> Jail:
        """A new jail. Whatever jail there was has ended."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.control, [b"fork"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise MachineFault(f"the process that starts jails has ended ({error})") from None
        forked = self._answer(FORK)
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

    def start(self) -> None:
        """Start the nursery and wait until it has loaded what notebooks import."""
        self.close()
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
                    env=None if self.walled else _environment("/tmp"),
                    start_new_session=True,
                )
            except OSError as error:
                ours.close()
                raise MachineFault(f"{command[0]} cannot be started: {error}") from None
        self.control = ours
        try:
            self._answer(START)
        except MachineFault:
            self.process.kill()
            said = self.process.stderr.read().decode("utf-8", "replace").strip().splitlines()
            raise MachineFault(said[-1] if said else "the process that starts jails did not start") from None

    def ended(self) -> int | None:
        """End the jail; its exit status, or minus the number of a signal, or None if that is not known."""
        if self.control is None:
            return None
        try:
            self.control.send(b"end")
            return self._answer(FORK).get("status")
        except (OSError, MachineFault):
            self.close()
            return None

    def close(self) -> None:
        """End the nursery, and with it whatever it has started."""
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stderr.close()
            self.process = None

    def _answer(self, seconds: float) -> dict[str, Any]:
        self.control.settimeout(seconds)
        try:
            answer = self.control.recv(4096)
        except OSError as error:
            self.close() if not isinstance(error, TimeoutError) else None
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

    def end(self) -> int | None:
        """End it; see Keeper.ended."""
        status = self.keeper.ended()
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
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--tmpfs", "/tmp", "--chdir", "/"]
    fonts = _fonts()
    command += ["--ro-bind", fonts, "/fonts", "--remount-ro", "/"]
    for name, value in _environment("/fonts").items():
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


def _environment(fonts: str) -> dict[str, str]:
    one = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "IPYTHONDIR": "/tmp/.ipython",
        "MPLCONFIGDIR": fonts,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONHASHSEED": "0",
        **dict.fromkeys(one, "1"),
    }


def problem() -> str:
    """Why no jail can be started on this machine; "" if one can."""
    if not sys.platform.startswith("linux"):
        return f"the jail needs Linux, and this is {sys.platform}"
    keeper = Keeper([])
    try:
        with contextlib.closing(keeper):
            keeper.jail().end()
    except MachineFault as fault:
        return str(fault)
    return ""
