"""Losses: one number for how wrong the predictions are, and its slope for each of them. Notebook 06."""

import numpy as np

### BEGIN SOLUTION
from nnlib.arrays import classes, count, positive, probabilities, samples


def _clipped(y_true, y_pred, axes=0):
    """y, the clipped probabilities, and the type of the answer. In float64, for in float32 1 − 10⁻¹² is 1."""
    y, p = samples(probabilities("y_true", y_true), probabilities("y_pred", y_pred), axes)
    return y, np.clip(p.astype(np.float64), 1e-12, 1 - 1e-12), p.dtype


### END SOLUTION


def mse(y_true, y_pred):
    """Mean squared error: the mean of (y − ŷ)² over all numbers in y.

    y_true: the right values y. y_pred: the predictions ŷ, in the shape of y_true.
    Shape (N,): N samples, one number each. Shape (N, C): C numbers each, and the mean is over all N · C of them.
    Returns one number.

    >>> print(mse([1.0, 2.0], [4.0, 2.0]))
    4.5
    """
    ### BEGIN SOLUTION
    y, p = samples(y_true, y_pred)
    return np.mean((y - p) ** 2)
    ### END SOLUTION


def mse_gradient(y_true, y_pred):
    """The slope of mse for each prediction: ∂MSE/∂ŷ = 2 (ŷ − y) / n, where n counts all numbers in y.

    y_true, y_pred: arrays of one shape, (N,) or (N, C); n is N or N · C.
    Returns the gradient, in the shape of y_pred.

    >>> print(mse_gradient([1.0, 2.0], [4.0, 2.0]))
    [3. 0.]
    """
    ### BEGIN SOLUTION
    y, p = samples(y_true, y_pred)
    return 2 * (p - y) / y.size
    ### END SOLUTION


def mae(y_true, y_pred):
    """Mean absolute error: the mean of |y − ŷ| over all numbers in y.

    y_true: the right values y. y_pred: the predictions ŷ, in the shape of y_true.
    Shape (N,): N samples, one number each. Shape (N, C): C numbers each, and the mean is over all N · C of them.
    Returns one number.

    >>> print(mae([1.0, 2.0], [4.0, 2.0]))
    1.5
    """
    ### BEGIN SOLUTION
    y, p = samples(y_true, y_pred)
    return np.mean(abs(y - p))
    ### END SOLUTION


def mae_gradient(y_true, y_pred):
    """The slope of mae for each prediction: ∂MAE/∂ŷ = sign(ŷ − y) / n, where n counts all numbers in y.

    sign is +1 above the right value, −1 below it, and 0 where ŷ = y: there the loss has a corner, and nothing to mend.
    y_true, y_pred: arrays of one shape, (N,) or (N, C); n is N or N · C.
    Returns the gradient, in the shape of y_pred.

    >>> print(mae_gradient([1.0, 2.0], [4.0, 2.0]))
    [0.5 0. ]
    """
    ### BEGIN SOLUTION
    y, p = samples(y_true, y_pred)
    return np.sign(p - y) / y.size
    ### END SOLUTION


def bce(y_true, y_pred):
    """Binary cross-entropy: the mean of −[y log(p) + (1 − y) log(1 − p)] over all numbers in y; log is the natural one.

    y_true: labels y, each 0 or 1. y_pred: p, the predicted probabilities of a 1, in the shape of y_true.
    Shape (N,): N samples. Shape (N, C): C yes-or-no questions each, and the mean is over all N · C of them.
    Before anything else p is clipped to [10⁻¹², 1 − 10⁻¹²], so that the loss is never inf or nan.
    Returns one number.

    >>> print(bce([1, 0], [0.5, 0.5]).round(4))
    0.6931
    """
    ### BEGIN SOLUTION
    y, p, dtype = _clipped(y_true, y_pred)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)).astype(dtype)
    ### END SOLUTION


def bce_gradient(y_true, y_pred):
    """The slope of bce for each probability: ∂BCE/∂p = [−y/p + (1 − y)/(1 − p)] / n, where n counts all numbers in y.

    y_true, y_pred: arrays of one shape, (N,) or (N, C); n is N or N · C.
    p is first clipped as in bce, and the formula taken there: a slope is large at worst, never inf or nan.
    Returns the gradient, in the shape of y_pred.

    >>> print(bce_gradient([1, 0], [0.5, 0.5]))
    [-1.  1.]
    """
    ### BEGIN SOLUTION
    y, p, dtype = _clipped(y_true, y_pred)
    return ((-y / p + (1 - y) / (1 - p)) / y.size).astype(dtype)
    ### END SOLUTION


def one_hot(labels, num_classes):
    """Class numbers as rows of zeros with a single 1: row i has its 1 in column labels[i].

    labels: N whole numbers, shape (N,), each one of 0, 1, …, num_classes − 1. num_classes: the number of classes C.
    Returns an array of shape (N, num_classes).

    >>> print(one_hot([2, 0], 3))
    [[0. 0. 1.]
     [1. 0. 0.]]
    """
    ### BEGIN SOLUTION
    num_classes = positive("num_classes", count("num_classes", num_classes))
    return np.eye(num_classes)[classes("labels", labels, num_classes)]
    ### END SOLUTION


def cce(y_true, y_pred):
    """Categorical cross-entropy: −Σ y log(p), summed over the classes of a sample, then the mean over the samples.

    y_true: one-hot rows y, shape (N, C). y_pred: p, the predicted probabilities, shape (N, C), each row one sample.
    (A single sample may come as shape (C,): one row.) The mean is over the N rows, not over all N · C numbers.
    p is first clipped to [10⁻¹², 1 − 10⁻¹²], so that the loss is never inf or nan; log is the natural one.
    Returns one number.

    >>> print(cce([[0, 1], [1, 0]], [[0.5, 0.5], [0.5, 0.5]]).round(4))
    0.6931
    """
    ### BEGIN SOLUTION
    y, p, dtype = _clipped(y_true, y_pred, axes=1)
    return -np.mean(np.sum(y * np.log(p), axis=-1)).astype(dtype)
    ### END SOLUTION


def cce_gradient(y_true, y_pred):
    """The slope of cce for each probability: ∂CCE/∂p = −(y / p) / N, where N is the number of rows.

    y_true: one-hot rows, shape (N, C). y_pred: the predicted probabilities, shape (N, C).
    p is first clipped as in cce, and the formula taken there: a slope is large at worst, never inf or nan.
    Returns the gradient, in the shape of y_pred.

    >>> print(cce_gradient([[0, 1], [1, 0]], [[0.5, 0.5], [0.5, 0.5]])[0, 1])
    -1.0
    """
    ### BEGIN SOLUTION
    y, p, dtype = _clipped(y_true, y_pred, axes=1)
    return (-y / p * y.shape[-1] / y.size).astype(dtype)
    ### END SOLUTION
