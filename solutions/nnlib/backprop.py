"""Vectorized backpropagation: from a layer's sums to matrix products, forward and backward. Notebook 04."""

import numpy as np

### BEGIN SOLUTION
from nnlib.arrays import as_float, shaped


def _layer(upstream, a, W):
    """The arguments of a layer's backward pass as float arrays of shapes that fit together."""
    W = shaped("W", W, "n_out", "n_in")
    a = shaped("a", a, "N", W.shape[1])
    return shaped("upstream", upstream, a.shape[0], W.shape[0]), a, W


### END SOLUTION


def layer_backward_loops(upstream, a, W):
    """Backward through z = W a + b, sum by sum: ∂L/∂w_ji = Σ_n ∂L/∂z_nj · a_ni and ∂L/∂a_ni = Σ_j w_ji · ∂L/∂z_nj.

    upstream: ∂L/∂z, shape (N, n_out), for a batch of N samples; whatever averaging there is, is already in it.
    a: the layer's input, shape (N, n_in). W: the weights, shape (n_out, n_in).
    Returns (da, dW, db) in the shapes of a, W and b: (N, n_in), (n_out, n_in), (n_out,). db_j is Σ_n ∂L/∂z_nj.

    >>> da, dW, db = layer_backward_loops([[10.0]], [[1.0, 2.0]], [[3.0, 4.0]])
    >>> print(da, dW, db)
    [[30. 40.]] [[10. 20.]] [10.]
    """
    ### BEGIN SOLUTION
    upstream, a, W = _layer(upstream, a, W)
    da, dW, db = np.zeros_like(a), np.zeros_like(W), np.zeros_like(W[:, 0])
    for n, j in np.ndindex(upstream.shape):
        db[j] += upstream[n, j]
        for i in range(W.shape[1]):
            dW[j, i] += upstream[n, j] * a[n, i]
            da[n, i] += W[j, i] * upstream[n, j]
    return da, dW, db
    ### END SOLUTION


def chain(jacobian, upstream):
    """The chain rule for vectors: ∂J/∂x = (∂f/∂x)(∂J/∂f), a matrix times a vector.

    jacobian: ∂f/∂x in denominator layout, shape (n_x, n_f): row i, column j holds ∂f_j/∂x_i.
    upstream: ∂J/∂f, shape (n_f,) or, as a column, (n_f, 1).
    Returns ∂J/∂x, shape (n_x,) or, as a column, (n_x, 1).

    >>> print(chain([[1.0, 0.0, 2.0]], [5.0, 6.0, 7.0]))
    [19.]
    """
    ### BEGIN SOLUTION
    jacobian = shaped("jacobian", jacobian, "n_x", "n_f")
    upstream = as_float("upstream", upstream)
    column = (jacobian.shape[1], 1)
    return jacobian @ shaped("upstream", upstream, *(column if upstream.ndim == 2 else column[:1]))
    ### END SOLUTION


def linear_jacobian(W):
    """The Jacobian of z = W a + b with respect to a, for one sample: row i, column j holds ∂z_j/∂a_i.

    W: the weights, shape (n_out, n_in).
    Returns ∂z/∂a in denominator layout, shape (n_in, n_out).

    >>> print(linear_jacobian([[3.0, 4.0]]))
    [[3.]
     [4.]]
    """
    ### BEGIN SOLUTION
    return shaped("W", W, "n_out", "n_in").T.copy()
    ### END SOLUTION


def elementwise_jacobian(derivative):
    """The Jacobian of a = f(z), where f acts on each element alone: ∂a_j/∂z_i is f'(z_i) for i = j, else 0.

    derivative: the values f'(z_1), …, f'(z_n), shape (n,).
    Returns ∂a/∂z, shape (n, n).

    >>> print(elementwise_jacobian([5.0, 6.0]))
    [[5. 0.]
     [0. 6.]]
    """
    ### BEGIN SOLUTION
    return np.diag(shaped("derivative", derivative, "n"))
    ### END SOLUTION


def linear_forward(a, W, b):
    """A layer's sums for a whole batch: z_nj = Σ_i w_ji a_ni + b_j, a matrix product.

    a: the inputs, a sample in each row, shape (N, n_in). W: the weights, shape (n_out, n_in).
    b: the biases, shape (n_out,).
    Returns z, shape (N, n_out).

    >>> print(linear_forward([[1.0, 2.0]], [[3.0, 4.0]], [5.0]))
    [[16.]]
    """
    ### BEGIN SOLUTION
    W = shaped("W", W, "n_out", "n_in")
    return shaped("a", a, "N", W.shape[1]) @ W.T + shaped("b", b, W.shape[0])
    ### END SOLUTION


def linear_backward(upstream, a, W):
    """Backward through linear_forward, without a loop: what layer_backward_loops gives, from matrix products.

    upstream: ∂L/∂z, shape (N, n_out); whatever averaging over the batch there is, is already in it.
    a: the layer's input, shape (N, n_in). W: the weights, shape (n_out, n_in).
    Returns (da, dW, db) in the shapes of a, W and b: (N, n_in), (n_out, n_in), (n_out,).

    >>> da, dW, db = linear_backward([[10.0]], [[1.0, 2.0]], [[3.0, 4.0]])
    >>> print(da, dW, db)
    [[30. 40.]] [[10. 20.]] [10.]
    """
    ### BEGIN SOLUTION
    upstream, a, W = _layer(upstream, a, W)
    return upstream @ W, upstream.T @ a, upstream.sum(axis=0)
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    cache, a = [], as_float("x", x)
    for layer, (W, b) in enumerate(params, start=1):
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = activation(z) if layer < len(params) else z
    return a, cache
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    gradients = []
    for layer, ((a, z), (W, _)) in reversed(list(enumerate(zip(cache, params, strict=True), start=1))):
        dz = upstream * activation_derivative(z) if layer < len(params) else upstream
        if layer == 1:  # nobody asks for the gradient of x: that product is saved
            return [(dz.T @ a, dz.sum(axis=0)), *reversed(gradients)]
        upstream, dW, db = linear_backward(dz, a, W)
        gradients.append((dW, db))
    ### END SOLUTION
