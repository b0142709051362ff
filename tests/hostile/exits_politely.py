"""SystemExit, GeneratorExit and KeyboardInterrupt in the place of an answer."""

KIND = "module"
POINTS = 13
SAYS = ""

import sys


def gradient_step(w, gradient, learning_rate):
    sys.exit(0)


def squared_error_gradient(w, x, y):
    raise KeyboardInterrupt if np.ndim(w) else GeneratorExit
