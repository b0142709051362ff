"""The largest arrays that may come back, from every call and inside every argument of a callback."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return np.zeros(5_000_000, bool)


def squared_error_gradient(w, x, y):
    return [np.zeros(2_500_000), np.zeros(2_500_000)] if np.ndim(w) == 1 else 0.0


def gradient_descent(gradient_fn, w0, learning_rate, steps):
    for _ in range(200):
        gradient_fn(np.zeros(2_000_000))
