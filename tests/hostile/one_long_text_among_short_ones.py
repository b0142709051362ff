"""Texts of which the longest decides how much room NumPy takes for each."""

KIND = "module"
POINTS = 13
SAYS = "it sent something that is no answer"


def gradient_step(w, gradient, learning_rate):
    return ["x" * 900_000] + ["y"] * 100_000
