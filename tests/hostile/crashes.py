"""A read of memory that is not there."""

KIND = "module"
POINTS = 13
SAYS = "it ended the Python process"

import ctypes
import faulthandler

faulthandler.enable(open("/dev/null", "w"))


def gradient_step(w, gradient, learning_rate):
    ctypes.string_at(0)
