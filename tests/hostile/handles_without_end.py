"""Functions and objects by the hundred thousand, of which the other side keeps numbers."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return [lambda: 4.4 for _ in range(20_000 if np.ndim(w) == 1 else 1)]


def squared_error_gradient(w, x, y):
    return [type(str(number), (), {})() for number in range(2_000)]
