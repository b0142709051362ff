"""Arrays of objects, of records, of dates, and of bytes."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return np.array([float(4.4), lambda: 4.4, None], dtype=object)


def squared_error_gradient(w, x, y):
    return [np.zeros(2, "i4,f8"), np.array("2020-01-01", "M8"), np.array([b"19.2"])]
