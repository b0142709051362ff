"""A function of the check's called without end."""

KIND = "module"
POINTS = 13
SAYS = ""
TELLS = "gradient_descent was stopped after 10 seconds"

import time


def gradient_descent(gradient_fn, w0, learning_rate, steps):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        gradient_fn(w0)
