"""A dict whose keys all have the same hash, to keep the reader busy."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return {number * (2**61 - 1): 0 for number in range(5_000)}


def squared_error_gradient(w, x, y):
    return {number * (2**61 - 1): 0 for number in range(5_000)}
