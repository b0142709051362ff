"""An answer whose conversions to a number, a length or an array run code that never ends."""

KIND = "module"
POINTS = 13
SAYS = ""

import time


def endless(self, *args, **options):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        pass


class Answer:
    __len__ = __float__ = __int__ = __index__ = __array__ = __iter__ = __getitem__ = __repr__ = endless
    __eq__ = __hash__ = __bool__ = __getattr__ = __reduce_ex__ = __deepcopy__ = endless


def gradient_step(w, gradient, learning_rate):
    return Answer()


def squared_error_gradient(w, x, y):
    return Answer()
