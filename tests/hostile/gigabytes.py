"""Gigabytes on the connection, as fast as they are taken (two at the most)."""

KIND = "module"
POINTS = 13
SAYS = "it sent something that is no answer"

import os
import socket
import stat
import struct


def line():
    """The number of the socket to the checks."""
    for number in range(3, 128):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass


def gradient_step(w, gradient, learning_rate):
    os.write(line(), struct.pack(">I", 63_000_000))
    for _ in range(2000):
        os.write(line(), b" " * 1_000_000)
