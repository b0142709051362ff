"""Finite differences: measure a slope by nudging a weight and looking at the loss again. Notebook 02."""

import numpy as np

### BEGIN SOLUTION
from nnlib.arrays import as_float, positive, same_shape, shaped

### END SOLUTION


def forward_difference(f, w, eps=1e-6):
    """The slope of f between w and a point ε ahead: (f(w + ε) − f(w)) / ε.

    f: a function that takes a float and returns a float. w: a float. eps: ε > 0.
    Returns a float. Calls f twice. For a smooth f its error is about ε f''(w) / 2.

    >>> print(forward_difference(lambda w: w**2, 3.0, eps=0.5))
    6.5
    """
    ### BEGIN SOLUTION
    w, eps = shaped("w", w), positive("eps", eps)
    return (f(w + eps) - f(w)) / eps
    ### END SOLUTION


def central_difference(f, w, eps=1e-5):
    """The slope of f between a point ε behind w and one ε ahead: (f(w + ε) − f(w − ε)) / (2 ε).

    f: a function that takes a float and returns a float. w: a float. eps: ε > 0.
    Returns a float. Calls f twice. For a smooth f its error is about ε² f'''(w) / 6.

    >>> print(central_difference(lambda w: w**2, 3.0, eps=0.5))
    6.0
    """
    ### BEGIN SOLUTION
    w, eps = shaped("w", w), positive("eps", eps)
    return (f(w + eps) - f(w - eps)) / (2 * eps)
    ### END SOLUTION


def numerical_gradient(f, w, eps=1e-5):
    """The gradient of f at w by central differences: for each weight (f(w + ε eᵢ) − f(w − ε eᵢ)) / (2 ε).

    eᵢ is 1 at weight i and 0 elsewhere: one weight is nudged at a time, all others stay as they are.
    f: a function that takes an array in the shape of w and returns a float. w: an array of any shape, n weights.
    eps: ε > 0 (for float32 take a larger one, near 1e-2).
    Returns the gradient, in the shape of w; w itself is left alone. Calls f 2n times.

    >>> print(numerical_gradient(lambda w: w[0] ** 2 + 10 * w[1], [3.0, 4.0], eps=0.5))
    [ 6. 10.]
    """
    ### BEGIN SOLUTION
    w, eps = as_float("w", w), positive("eps", eps)
    slopes = np.empty_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = eps
        slopes[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return slopes
    ### END SOLUTION


def forward_gradient(f, w, eps=1e-6):
    """The gradient of f at w by forward differences: for each weight (f(w + ε eᵢ) − f(w)) / ε.

    All n differences share the one value f(w), so f is called n + 1 times, not 2n.
    f: a function that takes an array in the shape of w and returns a float. w: an array of any shape, n weights.
    eps: ε > 0 (for float32 take a larger one, near 1e-3).
    Returns the gradient, in the shape of w; w itself is left alone.

    >>> print(forward_gradient(lambda w: w[0] ** 2 + 10 * w[1], [3.0, 4.0], eps=0.5))
    [ 6.5 10. ]
    """
    ### BEGIN SOLUTION
    w, eps = as_float("w", w), positive("eps", eps)
    here, slopes = f(w.copy()), np.empty_like(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        slopes[place] = (f(nudged) - here) / eps
    return slopes
    ### END SOLUTION


def relative_error(a, b):
    """How far two gradients are apart: the maximum over all weights of |a − b| / max(10⁻⁸, |a| + |b|).

    a, b: arrays of one shape (or floats).
    Returns a float between 0 (the same) and 1 (nothing in common). The 10⁻⁸ keeps 0/0 away where both are 0.

    >>> print(relative_error([4.0, 1.0], [4.0, 3.0]))
    0.5
    """
    ### BEGIN SOLUTION
    a, b = same_shape(a=a, b=b)
    return np.max(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b)))
    ### END SOLUTION
