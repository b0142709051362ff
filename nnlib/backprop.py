"""Vectorized backpropagation: from a layer's sums to matrix products, forward and backward. Notebook 04."""

import numpy as np



def layer_backward_loops(upstream, a, W):
    """Backward through z = W a + b, sum by sum: ∂L/∂w_ji = Σ_n ∂L/∂z_nj · a_ni and ∂L/∂a_ni = Σ_j w_ji · ∂L/∂z_nj.

    upstream: ∂L/∂z, shape (N, n_out), for a batch of N samples; whatever averaging there is, is already in it.
    a: the layer's input, shape (N, n_in). W: the weights, shape (n_out, n_in).
    Returns (da, dW, db) in the shapes of a, W and b: (N, n_in), (n_out, n_in), (n_out,). db_j is Σ_n ∂L/∂z_nj.

    >>> da, dW, db = layer_backward_loops([[10.0]], [[1.0, 2.0]], [[3.0, 4.0]])
    >>> print(da, dW, db)
    [[30. 40.]] [[10. 20.]] [10.]
    """
    raise NotImplementedError  # your code here: replace this line


def chain(jacobian, upstream):
    """The chain rule for vectors: ∂J/∂x = (∂f/∂x)(∂J/∂f), a matrix times a vector.

    jacobian: ∂f/∂x in denominator layout, shape (n_x, n_f): row i, column j holds ∂f_j/∂x_i.
    upstream: ∂J/∂f, shape (n_f,) or, as a column, (n_f, 1).
    Returns ∂J/∂x, shape (n_x,) or, as a column, (n_x, 1).

    >>> print(chain([[1.0, 0.0, 2.0]], [5.0, 6.0, 7.0]))
    [19.]
    """
    raise NotImplementedError  # your code here: replace this line


def linear_jacobian(W):
    """The Jacobian of z = W a + b with respect to a, for one sample: row i, column j holds ∂z_j/∂a_i.

    W: the weights, shape (n_out, n_in).
    Returns ∂z/∂a in denominator layout, shape (n_in, n_out).

    >>> print(linear_jacobian([[3.0, 4.0]]))
    [[3.]
     [4.]]
    """
    raise NotImplementedError  # your code here: replace this line


def elementwise_jacobian(derivative):
    """The Jacobian of a = f(z), where f acts on each element alone: ∂a_j/∂z_i is f'(z_i) for i = j, else 0.

    derivative: the values f'(z_1), …, f'(z_n), shape (n,).
    Returns ∂a/∂z, shape (n, n).

    >>> print(elementwise_jacobian([5.0, 6.0]))
    [[5. 0.]
     [0. 6.]]
    """
    raise NotImplementedError  # your code here: replace this line


def linear_forward(a, W, b):
    """A layer's sums for a whole batch: z_nj = Σ_i w_ji a_ni + b_j, a matrix product.

    a: the inputs, a sample in each row, shape (N, n_in). W: the weights, shape (n_out, n_in).
    b: the biases, shape (n_out,).
    Returns z, shape (N, n_out).

    >>> print(linear_forward([[1.0, 2.0]], [[3.0, 4.0]], [5.0]))
    [[16.]]
    """
    raise NotImplementedError  # your code here: replace this line


def linear_backward(upstream, a, W):
    """Backward through linear_forward, without a loop: what layer_backward_loops gives, from matrix products.

    upstream: ∂L/∂z, shape (N, n_out); whatever averaging over the batch there is, is already in it.
    a: the layer's input, shape (N, n_in). W: the weights, shape (n_out, n_in).
    Returns (da, dW, db) in the shapes of a, W and b: (N, n_in), (n_out, n_in), (n_out,).

    >>> da, dW, db = linear_backward([[10.0]], [[1.0, 2.0]], [[3.0, 4.0]])
    >>> print(da, dW, db)
    [[30. 40.]] [[10. 20.]] [10.]
    """
    raise NotImplementedError  # your code here: replace this line


def network_forward(x, params, activation):
    """All layers in a row: z = W a + b, then a = f(z), and so on; the last layer stays linear.

    x: the inputs, shape (N, n_0). params: a list with a pair (W, b) for each layer, W of shape (n_l, n_{l−1}).
    activation: a function f that takes an array and returns one of its shape; it follows each layer but the last.
    Returns (output, cache): the last layer's z, shape (N, n_last), and whatever your network_backward will need.

    >>> layers = [([[2.0]], [1.0]), ([[3.0]], [-4.0])]
    >>> output, cache = network_forward([[5.0]], layers, lambda z: z / 10)
    >>> print(output.round(6))
    [[-0.7]]
    """
    raise NotImplementedError  # your code here: replace this line


def network_backward(upstream, cache, params, activation_derivative):
    """Backward through network_forward, from the last layer to the first, with linear_backward and f'.

    upstream: ∂L/∂output, shape (N, n_last). cache, params: as network_forward returned and got them.
    activation_derivative: a function that takes z and returns f'(z), in the shape of z.
    Returns a list with a pair (dW, db) for each layer, the first layer first, in the shapes of params.

    >>> layers = [([[2.0]], [1.0]), ([[3.0]], [-4.0])]
    >>> output, cache = network_forward([[5.0]], layers, lambda z: z / 10)
    >>> (dW1, db1), (dW2, db2) = network_backward([[1.0]], cache, layers, lambda z: 0 * z + 0.1)
    >>> print(dW1.round(6), db1.round(6), dW2.round(6), db2.round(6))
    [[1.5]] [0.3] [[1.1]] [1.]
    """
    raise NotImplementedError  # your code here: replace this line
