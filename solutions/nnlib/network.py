"""A whole network, made of your own modules: it starts, predicts, finds its gradients, and learns. Notebook 09."""

import numpy as np

from nnlib import activations
from nnlib.activations import linear, sigmoid
from nnlib.arrays import as_float, count, positive, shaped
from nnlib.backprop import network_backward, network_forward
from nnlib.descent import gradient_step
from nnlib.initializers import glorot_uniform, he_normal, zero_bias
from nnlib.losses import bce, mse, mse_gradient, one_hot
from nnlib.softmax import predict as most_likely
from nnlib.softmax import softmax, softmax_cross_entropy

OUTPUTS = {"mse": linear, "bce": sigmoid, "cce": softmax}  # for each loss: what the last layer's z goes through


def standardize(x_train, *others):
    """Each feature with mean 0 and standard deviation 1: (x − μ) / s, where μ and s are those of x_train alone.

    s is the root of the mean of (x − μ)², as x.std(axis=0) gives it.
    x_train: the data to learn from, shape (N, n), a feature in each column. others: more data of the same features,
    such as those for testing, each of shape (M, n). A feature that is constant in x_train is only shifted.
    Returns a tuple of as many arrays as were given, each in its shape.

    >>> x_train, x_test = standardize([[1.0, 7.0], [3.0, 7.0]], [[5.0, 9.0]])
    >>> print(x_train[:, 0], x_test)
    [-1.  1.] [[3. 2.]]
    """
    ### BEGIN SOLUTION
    x_train = shaped("x_train", x_train, "N", "n")
    everything = (x_train, *(shaped("others", x, "M", x_train.shape[1]) for x in others))
    scale = np.where(np.ptp(x_train, axis=0) > 0, x_train.std(axis=0), 1)
    return tuple((x - x_train.mean(axis=0)) / scale for x in everything)
    ### END SOLUTION


def minibatches(n, batch_size, rng):
    """One epoch: the numbers 0 … n − 1 in a new random order, cut into batches. Each sample comes once.

    n: the number of samples. batch_size: how many there are in a batch; the last one holds what is left.
    rng: a np.random.Generator; all randomness comes from it.
    Returns a list of arrays of sample numbers.

    >>> batches = minibatches(7, 3, np.random.default_rng(0))
    >>> print([len(batch) for batch in batches], sorted(int(i) for batch in batches for i in batch))
    [3, 3, 1] [0, 1, 2, 3, 4, 5, 6]
    """
    ### BEGIN SOLUTION
    size, order = positive("batch_size", count("batch_size", batch_size)), rng.permutation(count("n", n))
    return [order[start : start + size] for start in range(0, n, size)]
    ### END SOLUTION


def loss_and_gradient(z, y, loss):
    """How wrong the last layer's z is, and which way to go: (L, ∂L/∂z), averaging over the samples included.

    z: what the last layer gives, before any activation, shape (N, n_out). loss, and what follows z:
    "mse": nothing, ŷ = z; y holds numbers. "bce": p = σ(z); y holds 0 or 1, and ∂L/∂z = (p − y) / n, n = N · n_out.
    For both y has shape (N, n_out), or (N,) if n_out is 1.
    "cce": p = softmax(z); y holds class numbers, shape (N,), or one-hot rows, shape (N, n_out).
    Returns (loss, dz): a number, and the gradient in the shape of z.

    >>> loss, dz = loss_and_gradient([[3.0], [1.0]], [1.0, 1.0], "mse")
    >>> print(loss, dz.ravel())
    2.0 [2. 0.]
    """
    ### BEGIN SOLUTION
    z = shaped("z", z, "N", "n_out")
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = shaped("y", np.reshape(y, (len(z), -1)), *z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (p - y) / y.size
    ### END SOLUTION


class Network:
    """Layers in a row: each but the last is followed by the activation, the last by what belongs to the loss.

    layer_sizes: [n_in, hidden sizes …, n_out]. activation: a function of nnlib.activations, or its name.
    loss: "mse" (linear output), "bce" (sigmoid, n_out = 1) or "cce" (softmax), or that function of nnlib.losses.
    rng: a np.random.Generator, kept: the weights to start with and the order of the samples come from it.

    >>> network = Network([2, 8, 1], "tanh", "bce", np.random.default_rng(0))
    >>> x, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]  # exclusive or: no single layer can learn it
    >>> history = network.fit(x, y, learning_rate=1.0, epochs=500, batch_size=4)
    >>> print(len(history), network.predict(x))
    500 [0 1 1 0]
    """

    def __init__(self, layer_sizes, activation, loss, rng):
        """Choose the functions, and set self.params to a list with a pair (W, b) for each layer.

        W: He for relu, leaky_relu and elu, Glorot for all others, in every layer; shape (n_out, n_in). b: zeros.
        """
        self.activation, self.derivative = activation_and_derivative(activation)
        self.loss, self.rng = getattr(loss, "__name__", loss), rng
        if self.loss not in OUTPUTS or (self.loss == "bce" and layer_sizes[-1] != 1):
            raise ValueError(f"loss: it is {loss!r}, it must be 'mse', 'bce' (then n_out is 1) or 'cce'")
        ### BEGIN SOLUTION
        start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
        sizes = zip(layer_sizes[1:], layer_sizes)
        self.params = [(start(n_out, n_in, rng), zero_bias(n_out)) for n_out, n_in in sizes]
        ### END SOLUTION

    def parameters(self):
        """The list of pairs (W, b): the very arrays that the network computes with. Ready for use."""
        return self.params

    def set_parameters(self, parameters):
        """Take over these numbers: a list of pairs (W, b) in the shapes of parameters(). Ready for use."""
        for pair, values in zip(self.params, parameters, strict=True):
            for w, value in zip(pair, values, strict=True):
                w[...] = value

    def forward(self, x):
        """The network's output for x of shape (N, n_in): values for mse, probabilities otherwise, shape (N, n_out)."""
        ### BEGIN SOLUTION
        z, _ = network_forward(x, self.params, self.activation)
        return OUTPUTS[self.loss](z)
        ### END SOLUTION

    def backward(self, x, y):
        """The pair (loss, gradients): the mean loss over the samples, and a list with (dW, db) for each (W, b).

        x: shape (N, n_in). y: as in loss_and_gradient. The parameters stay as they are.
        """
        ### BEGIN SOLUTION
        z, cache = network_forward(x, self.params, self.activation)
        loss, dz = loss_and_gradient(z, y, self.loss)
        return loss, network_backward(dz, cache, self.params, self.derivative)
        ### END SOLUTION

    def step(self, gradients, learning_rate):
        """One step downhill for each W and each b: w − η ∂L/∂w. gradients: as backward returns them."""
        ### BEGIN SOLUTION
        for pair, slopes in zip(self.params, gradients, strict=True):
            for w, dw in zip(pair, slopes, strict=True):
                w[...] = gradient_step(w, dw, learning_rate)
        ### END SOLUTION

    def fit(self, x, y, learning_rate, epochs, batch_size):
        """Learn: in each epoch go through all samples in new mini-batches; one step after each batch.

        x: shape (N, n_in). y: as in loss_and_gradient, N rows or numbers.
        Returns the history: for each epoch the mean loss over its samples, as they were met (before their step).
        """
        ### BEGIN SOLUTION
        x, y, history = as_float("x", x), np.asarray(y), []
        for _ in range(count("epochs", epochs)):
            losses = np.zeros(len(x))
            for batch in minibatches(len(x), batch_size, self.rng):
                losses[batch], gradients = self.backward(x[batch], y[batch])
                self.step(gradients, learning_rate)
            history.append(float(losses.mean()))
        return history
        ### END SOLUTION

    def predict(self, x):
        """The decision for each row of x. cce: the most likely class; bce: 1 where p > ½, else 0; both shape (N,).

        mse: the values themselves, as forward gives them.
        """
        ### BEGIN SOLUTION
        output = self.forward(x)
        if self.loss == "cce":
            return most_likely(output)
        return (output[:, 0] > 0.5).astype(int) if self.loss == "bce" else output
        ### END SOLUTION


def activation_and_derivative(activation):
    """The pair (f, f') of nnlib.activations, from the function f or its name. Ready for use.

    >>> f, slope = activation_and_derivative("tanh")
    >>> print(f(0.0), slope(0.0))
    0.0 1.0
    """
    name = getattr(activation, "__name__", activation)
    pair = getattr(activations, str(name), None), getattr(activations, f"{name}_derivative", None)
    if None in pair or name == "prelu":
        raise ValueError(f"activation: it is {activation!r}, it must be one of nnlib.activations, such as 'relu'")
    return pair
