"""Gradient descent: walk downhill on a loss, one small step at a time. Notebook 01."""

import numpy as np

### BEGIN SOLUTION
from nnlib.arrays import as_float, count, positive, same_shape

### END SOLUTION


def squared_error(w, x, y):
    """How wrong the model w·x is: L(w) = (y − w x)².

    w, x, y: floats, or arrays of one shape (then elementwise).
    Returns the loss, in the shape of w.

    >>> print(squared_error(2.0, 3.0, 10.0))
    16.0
    """
    ### BEGIN SOLUTION
    w, x, y = as_float("w", w), as_float("x", x), as_float("y", y)
    return (y - w * x) ** 2
    ### END SOLUTION


def squared_error_gradient(w, x, y):
    """The slope of the loss: ∂L/∂w = −2 x (y − w x).

    w, x, y: floats, or arrays of one shape (then elementwise).
    Returns the gradient, in the shape of w.

    >>> print(squared_error_gradient(2.0, 3.0, 10.0))
    -24.0
    """
    ### BEGIN SOLUTION
    w, x, y = as_float("w", w), as_float("x", x), as_float("y", y)
    return -2 * x * (y - w * x)
    ### END SOLUTION


def gradient_step(w, gradient, learning_rate):
    """One step downhill: w − η ∂L/∂w.

    w, gradient: arrays of one shape (or floats). learning_rate: η > 0.
    Returns the new weights, in the shape of w; w itself is left alone.

    >>> print(gradient_step(2.0, -24.0, 0.1))
    4.4
    """
    ### BEGIN SOLUTION
    w, gradient = same_shape(w=w, gradient=gradient)
    return w - positive("learning_rate", learning_rate) * gradient
    ### END SOLUTION


def gradient_descent(gradient_fn, w0, learning_rate, steps):
    """The walk: w(t+1) = w(t) − η ∇L(w(t)), from w0, for so many steps.

    gradient_fn: a function that takes w and returns ∂L/∂w, in the shape of w.
    w0: the start, a float or an array of any shape. learning_rate: η > 0. steps: a whole number, 0 or more.
    Returns the trajectory: an array of shape (steps + 1, *w0.shape), first row w0, last row where it ends.

    >>> print(gradient_descent(lambda w: 2 * w, 8.0, 0.25, steps=3))
    [8. 4. 2. 1.]
    """
    ### BEGIN SOLUTION
    trajectory = [as_float("w0", w0).copy()]
    for _ in range(count("steps", steps)):
        w = trajectory[-1]
        trajectory.append(gradient_step(w, gradient_fn(w), learning_rate))
    return np.array(trajectory)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    low, high = same_shape(low=low, high=high)
    guesses = [rng.uniform(low, high) for _ in range(positive("trials", count("trials", trials)))]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]
    ### END SOLUTION
