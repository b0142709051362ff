"""Threads that go on after the call that started them, each for a minute at the most."""

KIND = "module"
POINTS = 13
SAYS = ""

import threading
import time


def work():
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        np.ones(100_000).sum()


def gradient_step(w, gradient, learning_rate):
    for _ in range(20 if np.ndim(w) == 0 else 0):
        try:
            threading.Thread(target=work).start()
        except RuntimeError:
            break
    return 0.0
