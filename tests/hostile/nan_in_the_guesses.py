"""A search that asks for the loss of NaN, hoping that comparisons with it let everything pass."""

KIND = "module"
POINTS = 8
SAYS = ""


def random_search(loss_fn, low, high, trials, rng):
    low, high = np.asarray(low, float), np.asarray(high, float)
    guesses = [low * np.nan] + [rng.uniform(low, high) for _ in range(trials - 1)]
    losses = [loss_fn(guess) for guess in guesses]
    return guesses[-1], losses[-1]
