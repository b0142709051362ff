"""Wrong answers of millions of numbers, of a shape in which the first of every row are still millions."""

KIND = "module"
POINTS = 5
SAYS = ""

MANY = np.zeros((50, 50, 50, 40))


def squared_error(*args):
    return MANY


def gradient_step(*args):
    return (1.2345678901234,) * 40_000


squared_error_gradient = gradient_descent = random_search = gradient_step
