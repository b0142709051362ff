"""Exceptions whose message raises, exits or ends the process when it is asked for."""

KIND = "module"
POINTS = 8
SAYS = "it ended the Python process"

import os


class Failing(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


class Ending(Exception):
    def __str__(self):
        os._exit(0)


def gradient_step(w, gradient, learning_rate):
    raise Failing


def random_search(loss_fn, low, high, trials, rng):
    raise Ending
