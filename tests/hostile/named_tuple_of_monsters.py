"""A named tuple that contains itself, functions and modules."""

KIND = "module"
POINTS = 13
SAYS = ""

import collections
import sys

Cache = collections.namedtuple("Cache", "own functions modules names")


def gradient_step(w, gradient, learning_rate):
    loop = []
    loop.append(loop)
    return Cache(loop, [print, eval, open], sys, {object(): object()})


def squared_error_gradient(w, x, y):
    return type("<b>" * 1000, (tuple,), {})([1, 2, 3])
