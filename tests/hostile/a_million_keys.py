"""A dict of a million keys, and a list of as many numbers."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return dict.fromkeys(range(1_000_000), 4.4)


def squared_error_gradient(w, x, y):
    return [19.2] * 1_000_000 if np.ndim(w) == 1 else 0.0
