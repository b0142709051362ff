"""Empty files and folders without end, 100 000 at the most."""

KIND = "module"
POINTS = 13
SAYS = ""

import os


def gradient_step(w, gradient, learning_rate):
    for number in range(100_000):
        os.makedirs(f"/jail/{number}/{number}")


def squared_error_gradient(w, x, y):
    return [open("/dev/null") for _ in range(100_000)]
