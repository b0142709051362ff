"""Failures that carry the names the grading itself uses, to be taken for its own."""

KIND = "module"
POINTS = 13
SAYS = "cannot be read ]0;pwned 100 of 100 points"


def gradient_step(w, gradient, learning_rate):
    raise type("unusable", (Exception,), {})("nnlib/descent.py cannot be read by Python \x1b]0;pwned\x07")


def squared_error_gradient(w, x, y):
    from nncourse.world import StudentError

    raise StudentError("unusable", "cannot be read \x1b]0;pwned\x07\r\n100 of 100 points\u202e")
