"""An array of 10⁹ numbers that takes no room until it is copied."""

KIND = "module"
POINTS = 13
SAYS = ""
TELLS = "It wanted more memory than a submission may have (2 GB)."


def gradient_step(w, gradient, learning_rate):
    return np.broadcast_to(4.4, 10**9)


def squared_error_gradient(w, x, y):
    return np.broadcast_to(np.int8(1), (10**5, 10**4)) if np.ndim(w) == 1 else 0.0
