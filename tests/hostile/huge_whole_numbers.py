"""Whole numbers of thousands of digits, which cannot be printed or turned into floats."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return 2**100_000


def squared_error_gradient(w, x, y):
    return [2**4000, -(2**4000)]
