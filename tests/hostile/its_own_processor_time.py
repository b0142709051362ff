"""A limit on its own processor time, at whose end the kernel kills it as if from outside."""

KIND = "module"
POINTS = 13
SAYS = ""

import resource
import time

try:
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
except (OSError, ValueError):
    pass


def gradient_step(w, gradient, learning_rate):
    deadline = time.process_time() + (2 if np.ndim(w) == 1 else 0)
    while time.process_time() < deadline:
        pass
