"""A sequence that fails when its second element is read."""

KIND = "module"
POINTS = 13
SAYS = ""


class Failing(list):
    def __iter__(self):
        yield -4.0
        raise KeyboardInterrupt


def gradient_step(w, gradient, learning_rate):
    return Failing([-4.0, 3.5])


def squared_error_gradient(w, x, y):
    return map(float, ["19.2", "no number"])
