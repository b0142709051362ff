"""A list that never ends when it is read."""

KIND = "module"
POINTS = 8
SAYS = ""
TELLS = "random_search was stopped after 10 seconds"

import time


class Endless(list):
    def __iter__(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            yield 0.0


def random_search(loss_fn, low, high, trials, rng):
    return Endless([1])
