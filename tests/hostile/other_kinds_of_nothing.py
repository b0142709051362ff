"""Modules, exceptions, Ellipsis, NotImplemented and the functions themselves as answers."""

KIND = "module"
POINTS = 13
SAYS = ""

import sys


def gradient_step(w, gradient, learning_rate):
    return NotImplemented


def squared_error_gradient(w, x, y):
    return [sys, Ellipsis, ValueError("right"), squared_error_gradient, b"19.2", range(3), {19.2}]
