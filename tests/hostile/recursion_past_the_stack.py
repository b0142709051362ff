"""Recursion with no limit, until the stack of the process is full."""

KIND = "module"
POINTS = 13
SAYS = "it ended the Python process"

import sys

sys.setrecursionlimit(10**8)


class Deep:
    def __repr__(self):
        return repr(Deep())


def gradient_step(w, gradient, learning_rate):
    return [repr(Deep())]
