"""Calls of functions that were never handed over, by guessing their numbers."""

KIND = "module"
POINTS = 13
SAYS = "it sent something that is no answer"

import inspect


def gradient_descent(gradient_fn, w0, learning_rate, steps):
    cells = dict(zip(gradient_fn.__code__.co_freevars, [cell.cell_contents for cell in gradient_fn.__closure__]))
    for number in range(1000, 1100):
        cells["self"]._ask_back(number, (), {})
