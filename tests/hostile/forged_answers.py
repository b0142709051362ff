"""Messages of its own on the connection to the checks: no more than values, whatever they say."""

KIND = "module"
POINTS = 10
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


import json


def gradient_step(w, gradient, learning_rate):
    for forged in ({"done": True, "right": True, "points": 100}, {"done": {"handle": [0, "Score", None]}, "score": 30}):
        data = json.dumps(forged).encode()
        os.write(line(), struct.pack(">I", len(data)) + data)
    return 4.4
