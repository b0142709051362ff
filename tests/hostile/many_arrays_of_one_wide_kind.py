"""Arrays that take thirty times their room once they are put together."""

KIND = "module"
POINTS = 13
SAYS = "it sent something that is no answer"


def gradient_step(w, gradient, learning_rate):
    return [np.zeros(900, "S9999")] + [np.zeros(900, bool)] * (10_000 if np.ndim(w) == 1 else 1)
