"""os._exit in the middle of a call, with the status of success."""

KIND = "module"
POINTS = 13
SAYS = "it ended the Python process"

import os


def gradient_step(w, gradient, learning_rate):
    os._exit(0)
