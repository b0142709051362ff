"""An answer that claims another class than it has."""

KIND = "module"
POINTS = 13
SAYS = ""


class Right:
    @property
    def __class__(self):
        return float

    def __float__(self):
        return 1e9

    def __eq__(self, other):
        return True


def gradient_step(w, gradient, learning_rate):
    return Right()


def squared_error_gradient(w, x, y):
    return Right()
