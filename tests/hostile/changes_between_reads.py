"""A list and a dict that hold something else each time they are read."""

KIND = "module"
POINTS = 13
SAYS = ""

import itertools

numbers = itertools.cycle([4.4, -4.0, 3.5, 1e9])


class Turning(list):
    def __iter__(self):
        return iter([next(numbers), next(numbers)])

    def __getitem__(self, index):
        return next(numbers)

    def __len__(self):
        return 2


def gradient_step(w, gradient, learning_rate):
    return Turning([0.0, 0.0])


def squared_error_gradient(w, x, y):
    return {next(numbers): Turning()}
