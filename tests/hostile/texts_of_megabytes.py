"""Wrong answers that are texts of megabytes: a check keeps what it was given, and a verdict tells of it."""

KIND = "module"
POINTS = 5
SAYS = ""


def squared_error(*args):
    return ("'" * 9_000,) * 3_000


def gradient_step(*args):
    return ("'" * 1_000_000,) * 30


squared_error_gradient = gradient_descent = random_search = squared_error
