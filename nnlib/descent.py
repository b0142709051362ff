"""Gradient descent: walk downhill on a loss, one small step at a time. Notebook 01."""

import numpy as np



def squared_error(w, x, y):
    """How wrong the model w·x is: L(w) = (y − w x)².

    w, x, y: floats, or arrays of one shape (then elementwise).
    Returns the loss, in the shape of w.

    >>> print(squared_error(2.0, 3.0, 10.0))
    16.0
    """
    raise NotImplementedError  # your code here: replace this line


def squared_error_gradient(w, x, y):
    """The slope of the loss: ∂L/∂w = −2 x (y − w x).

    w, x, y: floats, or arrays of one shape (then elementwise).
    Returns the gradient, in the shape of w.

    >>> print(squared_error_gradient(2.0, 3.0, 10.0))
    -24.0
    """
    raise NotImplementedError  # your code here: replace this line


def gradient_step(w, gradient, learning_rate):
    """One step downhill: w − η ∂L/∂w.

    w, gradient: arrays of one shape (or floats). learning_rate: η > 0.
    Returns the new weights, in the shape of w; w itself is left alone.

    >>> print(gradient_step(2.0, -24.0, 0.1))
    4.4
    """
    raise NotImplementedError  # your code here: replace this line


def gradient_descent(gradient_fn, w0, learning_rate, steps):
    """The walk: w(t+1) = w(t) − η ∇L(w(t)), from w0, for so many steps.

    gradient_fn: a function that takes w and returns ∂L/∂w, in the shape of w.
    w0: the start, a float or an array of any shape. learning_rate: η > 0. steps: a whole number, 0 or more.
    Returns the trajectory: an array of shape (steps + 1, *w0.shape), first row w0, last row where it ends.

    >>> print(gradient_descent(lambda w: 2 * w, 8.0, 0.25, steps=3))
    [8. 4. 2. 1.]
    """
    raise NotImplementedError  # your code here: replace this line


def random_search(loss_fn, low, high, trials, rng):
    """Guess and keep the best: draw w uniformly between low and high, `trials` times.

    loss_fn: a function that takes w and returns a float. low, high: the corners of the box to search,
    floats or arrays of one shape, low < high. trials: how often to guess, 1 or more.
    rng: a np.random.Generator; all randomness comes from it.
    Returns (best_w, best_loss): the guess with the smallest loss, in the shape of low, and its loss.

    >>> w, loss = random_search(lambda w: (w - 3) ** 2, -10.0, 10.0, 1000, np.random.default_rng(0))
    >>> bool(abs(w - 3) < 0.1 and loss == (w - 3) ** 2)
    True
    """
    raise NotImplementedError  # your code here: replace this line
