"""Random answers. The same submission must get the same points however often it is graded."""

KIND = "module"
POINTS = 13
SAYS = ""

import random


def gradient_step(w, gradient, learning_rate):
    return random.choice([w - learning_rate * gradient, w + learning_rate * gradient, 0.0]) * random.uniform(2, 3)


def squared_error_gradient(w, x, y):
    return random.uniform(-100, 100) + np.zeros(np.shape(w))
