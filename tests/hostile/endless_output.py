"""Output without end, from Python and past it."""

KIND = "module"
POINTS = 13
SAYS = ""

import os
import sys


def gradient_step(w, gradient, learning_rate):
    for _ in range(100 if np.ndim(w) == 0 else 0):
        print("x" * 1_000_000)
        os.write(1, b"y" * 1_000_000)
        os.write(2, b"z" * 1_000_000)
        sys.__stderr__.write("z" * 100_000)
    return 0.0
