"""The gate rules: small pieces that compute forward and send gradients backward. Notebook 03.

`upstream` is the gradient of the loss with respect to a gate's output, and has its shape.
"""

import numpy as np



def chain_rule(outer_derivative, inner, inner_derivative):
    """The derivative of z = f(g(x)) as a function: x ↦ f'(g(x)) · g'(x).

    outer_derivative, inner, inner_derivative: the functions f', g and g', each of one number (or one array, then
    elementwise).
    Returns a function that takes x and returns dz/dx.

    >>> slope = chain_rule(lambda u: 3 * u**2, lambda x: 5 * x, lambda x: 5)  # of z = (5x)³
    >>> print(slope(2.0))
    1500.0
    """
    raise NotImplementedError  # your code here: replace this line


class Add:
    """The add gate: x + y. Backward it distributes: ∂L/∂x = ∂L/∂y = upstream.

    >>> gate = Add()
    >>> print(gate.forward(3.0, 4.0), *gate.backward(10.0))
    7.0 10.0 10.0
    """

    def forward(self, x, y):
        """x + y. x, y: floats, or arrays of one shape (then elementwise)."""
        raise NotImplementedError  # your code here: replace this line

    def backward(self, upstream):
        """The pair (∂L/∂x, ∂L/∂y). upstream: ∂L/∂output, in the shape of the output."""
        raise NotImplementedError  # your code here: replace this line


class Multiply:
    """The multiply gate: x y. Backward it swaps and scales: ∂L/∂x = upstream · y, ∂L/∂y = upstream · x.

    x and y are those of the last forward.

    >>> gate = Multiply()
    >>> print(gate.forward(3.0, 4.0), *gate.backward(10.0))
    12.0 40.0 30.0
    """

    def forward(self, x, y):
        """x y. x, y: floats, or arrays of one shape (then elementwise)."""
        raise NotImplementedError  # your code here: replace this line

    def backward(self, upstream):
        """The pair (∂L/∂x, ∂L/∂y). upstream: ∂L/∂output, in the shape of the output."""
        raise NotImplementedError  # your code here: replace this line


class Copy:
    """The copy gate: one x goes to n places. Backward it adds up: ∂L/∂x = the sum of the n upstream gradients.

    n: the number of places, 1 or more.

    >>> gate = Copy(2)
    >>> print(*gate.forward(3.0), *gate.backward(10.0, 20.0))
    3.0 3.0 30.0
    """

    def __init__(self, n):
        """Remember the number of places."""
        raise NotImplementedError  # your code here: replace this line

    def forward(self, x):
        """The tuple (x, …, x) of n values. x: a float or an array."""
        raise NotImplementedError  # your code here: replace this line

    def backward(self, *upstream):
        """The 1-tuple (∂L/∂x,). upstream: n arguments, one gradient for each place, in the shape of x."""
        raise NotImplementedError  # your code here: replace this line


class Max:
    """The max gate: the larger of x and y. Backward it routes: the larger input gets upstream, the other one 0.

    If both are equal, the first one counts as the larger.

    >>> gate = Max()
    >>> print(gate.forward(3.0, 4.0), *gate.backward(10.0))
    4.0 0.0 10.0
    """

    def forward(self, x, y):
        """max(x, y). x, y: floats, or arrays of one shape (then elementwise)."""
        raise NotImplementedError  # your code here: replace this line

    def backward(self, upstream):
        """The pair (∂L/∂x, ∂L/∂y). upstream: ∂L/∂output, in the shape of the output."""
        raise NotImplementedError  # your code here: replace this line


class Sigmoid:
    """The sigmoid gate: σ(z) = 1 / (1 + e^(−z)). Backward it scales: ∂L/∂z = upstream · σ(z) (1 − σ(z)).

    >>> gate = Sigmoid()
    >>> print(gate.forward(0.0), *gate.backward(10.0))
    0.5 2.5
    """

    def forward(self, z):
        """σ(z), between 0 and 1. z: a float or an array (then elementwise)."""
        raise NotImplementedError  # your code here: replace this line

    def backward(self, upstream):
        """The 1-tuple (∂L/∂z,). upstream: ∂L/∂output, in the shape of the output."""
        raise NotImplementedError  # your code here: replace this line


def neuron_forward(a, w, b):
    """One neuron: z = wᵀa + b = w₁a₁ + … + wₙaₙ + b, and its output σ(z).

    a, w: inputs and weights, arrays of shape (n,). b: the bias, a float.
    Returns (output, cache): σ(z), a float, and whatever neuron_backward needs to know, in any form.

    >>> output, cache = neuron_forward(np.array([1.0, 2.0]), np.array([3.0, -1.0]), -1.0)
    >>> print(output)
    0.5
    """
    raise NotImplementedError  # your code here: replace this line


def neuron_backward(upstream, cache):
    """The gradients of one neuron: ∂L/∂a = ∂L/∂z · w, ∂L/∂w = ∂L/∂z · a, ∂L/∂b = ∂L/∂z.

    ∂L/∂z = upstream · σ(z) (1 − σ(z)). upstream: ∂L/∂output, a float. cache: what neuron_forward gave.
    Returns (da, dw, db), of shapes (n,), (n,) and a float.

    >>> output, cache = neuron_forward(np.array([1.0, 2.0]), np.array([3.0, -1.0]), -1.0)
    >>> for gradient in neuron_backward(4.0, cache):
    ...     print(gradient)
    [ 3. -1.]
    [1. 2.]
    1.0
    """
    raise NotImplementedError  # your code here: replace this line
