"""Softmax: from any numbers to probabilities, and the gradient that it learns by. Notebook 08."""

import numpy as np



def softmax(z, temperature=1.0):
    """Probabilities from logits: pᵢ = e^(zᵢ/T) / Σⱼ e^(zⱼ/T), over the last axis.

    z: the logits, shape (K,) for one sample with K classes, or (N, K) for a batch, one row for each sample.
    temperature: T > 0.
    Returns the probabilities, in the shape of z; each row adds up to 1. No logit is too large: z may be 1000.

    >>> print(softmax([0.0, np.log(3.0)]))
    [0.25 0.75]
    """
    raise NotImplementedError  # your code here: replace this line


def predict(z):
    """The decision: the index of the largest logit, over the last axis.

    z: the logits, shape (K,) for one sample or (N, K) for a batch.
    Returns the class indices, counted from 0: one number for (K,), shape (N,) for (N, K). A tie goes to the first.

    >>> print(predict([[0.5, 2.0], [3.0, -1.0]]))
    [1 0]
    """
    raise NotImplementedError  # your code here: replace this line


def log_softmax(z):
    """The logarithm of softmax, without taking the logarithm of a tiny number: log pᵢ = zᵢ − log Σⱼ e^(zⱼ).

    z: the logits, shape (K,) for one sample or (N, K) for a batch.
    Returns log p, in the shape of z; finite for any finite logits, however far apart.

    >>> print(log_softmax([0.0, 0.0]).round(4))
    [-0.6931 -0.6931]
    """
    raise NotImplementedError  # your code here: replace this line


def softmax_cross_entropy(z, y_true):
    """How wrong the logits are, and which way to go: L = −mean over samples of Σᵢ yᵢ log pᵢ, and dz = (p − y) / N.

    z: the logits, shape (N, K) for a batch, or (K,) for one sample (then N = 1). y_true: one-hot, in the shape of z.
    Returns (loss, dz): a number, and the gradient ∂L/∂z, in the shape of z, averaging included.

    >>> loss, dz = softmax_cross_entropy([[0.0, 0.0], [0.0, 0.0]], [[1, 0], [0, 1]])
    >>> print(round(loss, 4), dz[0])
    0.6931 [-0.25  0.25]
    """
    raise NotImplementedError  # your code here: replace this line
