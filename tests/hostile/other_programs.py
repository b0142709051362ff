"""Programs started in every way that Python has."""

KIND = "module"
POINTS = 13
SAYS = ""

import os
import subprocess


def gradient_step(w, gradient, learning_rate):
    ways = (
        lambda: subprocess.check_output(["/usr/bin/id"]),
        lambda: os.execv("/bin/sh", ["sh", "-c", "exit 0"]),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: os.popen("echo 4.4").read() or 1 / 0,
    )
    done = 0
    for way in ways:
        try:
            way()
            done += 1
        except (OSError, ZeroDivisionError):
            pass
    return w - learning_rate * gradient if done else 0.0
