"""Softmax: from any numbers to probabilities, and the gradient that it learns by. Notebook 08."""

import numpy as np

### BEGIN SOLUTION
from nnlib.arrays import as_float, positive, same_shape


def _logits(z):
    """z as a float array of shape (…, K); ValueError unless there is at least one class."""
    z = as_float("z", z)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(f"z: its shape is {z.shape}, it must be (K,) or (N, K), with one or more classes K")
    return z


def _targets(y_true, z):
    """y_true as an array like z; ValueError unless it has the shape of z, and rows that add up to 1."""
    _, y_true = same_shape(z=z, y_true=y_true)
    off = y_true.sum(axis=-1) - 1
    if y_true.size == 0 or y_true.min() < 0 or not np.vdot(off, off) < 1e-10:
        raise ValueError("y_true: it must be one-hot: one or more rows, each with one 1 and zeros otherwise")
    return y_true.astype(z.dtype, copy=False)


### END SOLUTION


def softmax(z, temperature=1.0):
    """Probabilities from logits: pᵢ = e^(zᵢ/T) / Σⱼ e^(zⱼ/T), over the last axis.

    z: the logits, shape (K,) for one sample with K classes, or (N, K) for a batch, one row for each sample.
    temperature: T > 0.
    Returns the probabilities, in the shape of z; each row adds up to 1. No logit is too large: z may be 1000.

    >>> print(softmax([0.0, np.log(3.0)]))
    [0.25 0.75]
    """
    ### BEGIN SOLUTION
    z = _logits(z)
    exponentials = np.exp((z - z.max(axis=-1, keepdims=True)) / float(positive("temperature", temperature)))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)
    ### END SOLUTION


def predict(z):
    """The decision: the index of the largest logit, over the last axis.

    z: the logits, shape (K,) for one sample or (N, K) for a batch.
    Returns the class indices, counted from 0: one number for (K,), shape (N,) for (N, K). A tie goes to the first.

    >>> print(predict([[0.5, 2.0], [3.0, -1.0]]))
    [1 0]
    """
    ### BEGIN SOLUTION
    return np.argmax(_logits(z), axis=-1)
    ### END SOLUTION


def log_softmax(z):
    """The logarithm of softmax, without taking the logarithm of a tiny number: log pᵢ = zᵢ − log Σⱼ e^(zⱼ).

    z: the logits, shape (K,) for one sample or (N, K) for a batch.
    Returns log p, in the shape of z; finite for any finite logits, however far apart.

    >>> print(log_softmax([0.0, 0.0]).round(4))
    [-0.6931 -0.6931]
    """
    ### BEGIN SOLUTION
    z = _logits(z)
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    ### END SOLUTION


def softmax_cross_entropy(z, y_true):
    """How wrong the logits are, and which way to go: L = −mean over samples of Σᵢ yᵢ log pᵢ, and dz = (p − y) / N.

    z: the logits, shape (N, K) for a batch, or (K,) for one sample (then N = 1). y_true: one-hot, in the shape of z.
    Returns (loss, dz): a number, and the gradient ∂L/∂z, in the shape of z, averaging included.

    >>> loss, dz = softmax_cross_entropy([[0.0, 0.0], [0.0, 0.0]], [[1, 0], [0, 1]])
    >>> print(round(loss, 4), dz[0])
    0.6931 [-0.25  0.25]
    """
    ### BEGIN SOLUTION
    z = _logits(z)
    y_true = _targets(y_true, z)
    log_p, samples = log_softmax(z), z.size // z.shape[-1]
    loss = -np.vdot(y_true, log_p) / samples
    return float(loss), (np.exp(log_p) - y_true) / samples
    ### END SOLUTION
