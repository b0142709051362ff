"""Warnings, each of them different."""

KIND = "module"
POINTS = 13
SAYS = ""

import warnings


def gradient_step(w, gradient, learning_rate):
    for number in range(100_000 if np.ndim(w) == 0 and w == 2.0 else 0):
        warnings.warn(f"<b>{number}</b> \x1b[31m")
    return 0.0
