"""A function that calls itself without end."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    return gradient_step(w, gradient, learning_rate)
