"""The weights that training starts from: all zero, small random, Xavier, Glorot, He. Notebook 05."""

import numpy as np

### BEGIN SOLUTION
from nnlib.arrays import count, positive


def _sizes(n_out, n_in):
    """Both sizes of a layer as whole numbers, 1 or more."""
    return positive("n_out", count("n_out", n_out)), positive("n_in", count("n_in", n_in))


### END SOLUTION


def zeros(n_out, n_in):
    """All weights 0: w_ji = 0.

    n_out: the number of neurons in the layer. n_in: the number of inputs of each.
    Returns the weights, shape (n_out, n_in): a row for each neuron, a column for each input.

    >>> print(zeros(1, 2))
    [[0. 0.]]
    """
    ### BEGIN SOLUTION
    return np.zeros(_sizes(n_out, n_in))
    ### END SOLUTION


def zero_bias(n_out):
    """All biases 0: b_j = 0.

    n_out: the number of neurons in the layer.
    Returns the biases, shape (n_out,).

    >>> print(zero_bias(2))
    [0. 0.]
    """
    ### BEGIN SOLUTION
    return np.zeros(positive("n_out", count("n_out", n_out)))
    ### END SOLUTION


def random_normal(n_out, n_in, scale, rng):
    """Random weights from a normal distribution: w ~ N(0, scale²), mean 0, standard deviation `scale`.

    n_out, n_in: the sizes of the layer. scale: the standard deviation, > 0.
    rng: a np.random.Generator; all randomness comes from it.
    Returns the weights, shape (n_out, n_in).

    >>> W = random_normal(100, 50, 0.01, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(3))
    (100, 50) 0.01
    """
    ### BEGIN SOLUTION
    return rng.normal(0.0, positive("scale", scale), size=_sizes(n_out, n_in))
    ### END SOLUTION


def xavier_uniform(n_out, n_in, rng):
    """Xavier weights, as in the lecture: w ~ U(−√(1/n_in), √(1/n_in)), for sigmoid and tanh.

    n_out, n_in: the sizes of the layer; n_in counts what goes into each neuron.
    rng: a np.random.Generator; all randomness comes from it.
    Returns the weights, shape (n_out, n_in).

    >>> W = xavier_uniform(100, 25, np.random.default_rng(0))
    >>> print(W.shape, abs(W).max().round(2))
    (100, 25) 0.2
    """
    ### BEGIN SOLUTION
    n_out, n_in = _sizes(n_out, n_in)
    bound = np.sqrt(1 / n_in)
    return rng.uniform(-bound, bound, size=(n_out, n_in))
    ### END SOLUTION


def glorot_uniform(n_out, n_in, rng):
    """Weights fit for both directions: w ~ U(−√(6/(n_in + n_out)), √(6/(n_in + n_out))).

    n_out, n_in: the sizes of the layer. rng: a np.random.Generator; all randomness comes from it.
    Returns the weights, shape (n_out, n_in).
    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks.

    >>> W = glorot_uniform(100, 50, np.random.default_rng(0))
    >>> print(W.shape, abs(W).max().round(2))
    (100, 50) 0.2
    """
    ### BEGIN SOLUTION
    n_out, n_in = _sizes(n_out, n_in)
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_out, n_in))
    ### END SOLUTION


def he_normal(n_out, n_in, rng):
    """He (Kaiming) weights: w ~ N(0, 2/n_in), mean 0 and variance 2/n_in, for ReLU.

    n_out, n_in: the sizes of the layer; n_in counts what goes into each neuron.
    rng: a np.random.Generator; all randomness comes from it.
    Returns the weights, shape (n_out, n_in).
    Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers.

    >>> W = he_normal(100, 50, np.random.default_rng(0))
    >>> print(W.shape, W.std().round(1))
    (100, 50) 0.2
    """
    ### BEGIN SOLUTION
    n_out, n_in = _sizes(n_out, n_in)
    return rng.normal(0.0, np.sqrt(2 / n_in), size=(n_out, n_in))
    ### END SOLUTION
