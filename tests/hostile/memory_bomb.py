"""Memory taken until there is none, 4 GB at the most."""

KIND = "module"
POINTS = 13
SAYS = ""
TELLS = "It wanted more memory than a submission may have (2 GB)."


def gradient_step(w, gradient, learning_rate):
    held = []
    while len(held) < 40 and np.ndim(w) == 0 and w == 2.0:
        held.append(np.ones(12_500_000))
