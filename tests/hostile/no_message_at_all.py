"""Bytes that are no message, written on the connection."""

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
    os.write(line(), b"\x00\x00\x00\x05hello" + b"\xff" * 1000)


def squared_error_gradient(w, x, y):
    os.write(line(), struct.pack(">I", 60_000_000) + b"[" * 100_000)
    os._exit(0)
