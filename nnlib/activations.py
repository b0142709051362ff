"""Activation functions: how a neuron bends its sum z, and the slope of each bend. Notebook 07.

z is a float or an array of any shape; every function works on each element alone and returns the shape of z.
"""

import numpy as np



def linear(z):
    """No bend at all: f(z) = z.

    >>> print(linear([3.0, -2.0]))
    [ 3. -2.]
    """
    raise NotImplementedError  # your code here: replace this line


def linear_derivative(z):
    """Its slope: f'(z) = 1, one for each element of z.

    >>> print(linear_derivative([3.0, -2.0]))
    [1. 1.]
    """
    raise NotImplementedError  # your code here: replace this line


def relu(z):
    """The rectified linear unit: f(z) = max(0, z).

    >>> print(relu([3.0, -2.0]))
    [3. 0.]
    """
    raise NotImplementedError  # your code here: replace this line


def relu_derivative(z):
    """Its slope: f'(z) = 1 for z > 0, and 0 otherwise. At z = 0 it is 0.

    >>> print(relu_derivative([3.0, -2.0]))
    [1. 0.]
    """
    raise NotImplementedError  # your code here: replace this line


def leaky_relu(z, alpha=0.01):
    """ReLU with a leak: f(z) = z for z > 0, and α z otherwise.

    alpha: the slope α of the leak, one number below 1; then f(z) = max(α z, z).

    >>> print(leaky_relu([3.0, -2.0], alpha=0.5))
    [ 3. -1.]
    """
    raise NotImplementedError  # your code here: replace this line


def leaky_relu_derivative(z, alpha=0.01):
    """Its slope: f'(z) = 1 for z > 0, and α otherwise. At z = 0 it is α.

    >>> print(leaky_relu_derivative([3.0, -2.0], alpha=0.5))
    [1.  0.5]
    """
    raise NotImplementedError  # your code here: replace this line


def prelu(z, alpha):
    """Parametric ReLU (He et al. 2015), whose α is learned: f(z) = max(0, z) + α min(0, z).

    alpha: the slope α for z < 0, one number.

    >>> print(prelu([3.0, -2.0], 0.75))
    [ 3.  -1.5]
    """
    raise NotImplementedError  # your code here: replace this line


def prelu_derivative(z, alpha):
    """Its slope with respect to z: f'(z) = 1 for z > 0, and α otherwise. At z = 0 it is α.

    >>> print(prelu_derivative([3.0, -2.0], 0.75))
    [1.   0.75]
    """
    raise NotImplementedError  # your code here: replace this line


def prelu_backward(upstream, z, alpha):
    """Backward through a = prelu(z, α): ∂L/∂z = ∂L/∂a · f'(z), and ∂L/∂α = Σ over all z < 0 of ∂L/∂a · z.

    upstream: ∂L/∂a, in the shape of z. alpha: one number α, shared by all elements.
    Returns (dz, dalpha): dz in the shape of z, dalpha one number.

    >>> dz, dalpha = prelu_backward([10.0, 20.0], [3.0, -2.0], 0.75)
    >>> print(dz, dalpha)
    [10. 15.] -40.0
    """
    raise NotImplementedError  # your code here: replace this line


def elu(z, alpha=1.0):
    """The exponential linear unit (Clevert et al. 2016): f(z) = z for z > 0, and α (e^z − 1) otherwise.

    alpha: how far below zero the curve levels off, one number α. Right for every z from −10,000 to 10,000.

    >>> print(elu([3.0, 0.0, -1000.0], alpha=0.5))
    [ 3.   0.  -0.5]
    """
    raise NotImplementedError  # your code here: replace this line


def elu_derivative(z, alpha=1.0):
    """Its slope: f'(z) = 1 for z > 0, and α e^z otherwise. At z = 0 it is α.

    alpha: as for elu. Right for every z from −10,000 to 10,000.

    >>> print(elu_derivative([3.0, 0.0, -1000.0], alpha=0.5))
    [1.  0.5 0. ]
    """
    raise NotImplementedError  # your code here: replace this line


def sigmoid(z):
    """Squeeze into (0, 1): σ(z) = 1 / (1 + e^(−z)).

    Right for every z from −10,000 to 10,000.

    >>> print(sigmoid([0.0, 1000.0]))
    [0.5 1. ]
    """
    raise NotImplementedError  # your code here: replace this line


def sigmoid_derivative(z):
    """Its slope: σ'(z) = σ(z) (1 − σ(z)).

    z: what goes into the sigmoid, not what comes out of it. Right for every z from −10,000 to 10,000.

    >>> print(sigmoid_derivative([0.0, 1000.0]))
    [0.25 0.  ]
    """
    raise NotImplementedError  # your code here: replace this line


def tanh(z):
    """Squeeze into (−1, 1): tanh(z) = (e^z − e^(−z)) / (e^z + e^(−z)).

    Right for every z from −10,000 to 10,000.

    >>> print(tanh([0.0, 1000.0]))
    [0. 1.]
    """
    raise NotImplementedError  # your code here: replace this line


def tanh_derivative(z):
    """Its slope: tanh'(z) = 1 − tanh(z)².

    z: what goes into tanh, not what comes out of it. Right for every z from −10,000 to 10,000.

    >>> print(tanh_derivative([0.0, 1000.0]))
    [1. 0.]
    """
    raise NotImplementedError  # your code here: replace this line
