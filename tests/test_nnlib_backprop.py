"""Loops, matrices and Jacobians give one gradient, which is the measured one; errors name the argument."""

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncourse import student
from tests.conftest import COURSE, NAMES

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
SIZE, SEED = st.integers(1, 5), st.integers(0, 999)


@pytest.fixture(scope="module")
def backprop():
    with student.using(COURSE.solutions):
        yield importlib.import_module("nnlib.backprop")


def layer(seed, n, n_in, n_out, dtype=float):
    """A random upstream, a, W and b."""
    rng = np.random.default_rng(seed)
    shapes = ((n, n_out), (n, n_in), (n_out, n_in), (n_out,))
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def measured(f, w, eps=1e-5):
    """The gradient of f at w by central differences."""
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = eps
        slopes[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return slopes


@given(seed=SEED, n=SIZE, n_in=SIZE, n_out=SIZE)
def test_loops_and_matrices_agree(backprop, seed, n, n_in, n_out):
    upstream, a, W, _ = layer(seed, n, n_in, n_out)
    pairs = zip(backprop.layer_backward_loops(upstream, a, W), backprop.linear_backward(upstream, a, W), strict=True)
    for (loops, matrices), shape in zip(pairs, (a.shape, W.shape, (n_out,)), strict=True):
        assert loops.shape == matrices.shape == shape
        np.testing.assert_allclose(loops, matrices, rtol=1e-9, atol=1e-12)


@given(seed=SEED, n_in=SIZE, n_out=SIZE)
def test_for_one_sample_the_jacobian_gives_the_same(backprop, seed, n_in, n_out):
    upstream, a, W, _ = layer(seed, 1, n_in, n_out)
    jacobian = backprop.linear_jacobian(W)
    assert jacobian.shape == (n_in, n_out)
    da = backprop.linear_backward(upstream, a, W)[0]
    np.testing.assert_allclose(backprop.chain(jacobian, upstream[0]), da[0])
    np.testing.assert_allclose(backprop.chain(jacobian, upstream.T), da.T)


@given(seed=SEED, n=SIZE)
def test_a_diagonal_jacobian_is_a_product_of_elements(backprop, seed, n):
    derivative, upstream = np.random.default_rng(seed).normal(size=(2, n))
    np.testing.assert_allclose(
        backprop.chain(backprop.elementwise_jacobian(derivative), upstream), derivative * upstream
    )


@settings(max_examples=20)
@given(seed=SEED, n=SIZE, sizes=st.lists(SIZE, min_size=2, max_size=4))
def test_the_gradients_of_a_network_are_the_measured_ones(backprop, seed, n, sizes):
    rng = np.random.default_rng(seed)
    params = [(rng.normal(size=shape), rng.normal(size=shape[0])) for shape in zip(sizes[1:], sizes)]
    x, upstream = rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[-1]))
    output, cache = backprop.network_forward(x, params, np.tanh)
    assert output.shape == (n, sizes[-1])
    gradients = backprop.network_backward(upstream, cache, params, lambda z: 1 - np.tanh(z) ** 2)
    for k, (one, other) in enumerate(zip(params, gradients, strict=True)):
        for part in range(2):

            def loss(value, k=k, part=part, pair=one):
                changed = (value, pair[1]) if part == 0 else (pair[0], value)
                new = [*params[:k], changed, *params[k + 1 :]]
                return np.sum(upstream * backprop.network_forward(x, new, np.tanh)[0])

            assert other[part].shape == one[part].shape
            np.testing.assert_allclose(other[part], measured(loss, one[part]), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_types_are_kept_and_arguments_left_alone(backprop, dtype):
    upstream, a, W, b = given = layer(0, 4, 3, 2, dtype)
    before = [array.copy() for array in given]
    results = [backprop.linear_forward(a, W, b), backprop.linear_jacobian(W), backprop.chain(W, a[0])]
    results += [*backprop.linear_backward(upstream, a, W), *backprop.layer_backward_loops(upstream, a, W)]
    results += [backprop.elementwise_jacobian(b), backprop.network_forward(a, [(W, b)], np.tanh)[0]]
    backprop.linear_jacobian(W)[:] = 0
    assert {result.dtype for result in results} == {np.dtype(dtype)}
    assert all(np.array_equal(one, other) for one, other in zip(before, given, strict=True))


def test_lists_are_as_good_as_arrays(backprop):
    arguments = layer(1, 2, 3, 4)
    upstream, a, W, b = (array.tolist() for array in arguments)
    np.testing.assert_array_equal(backprop.linear_forward(a, W, b), backprop.linear_forward(*arguments[1:]))
    for one, other in zip(
        backprop.linear_backward(upstream, a, W), backprop.linear_backward(*arguments[:3]), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: m.chain(np.ones((2, 3)), np.ones(2)), r"upstream: its shape is \(2,\), it must be \(3,\)"),
        (lambda m: m.chain(np.ones((2, 3)), np.ones((1, 3))), r"upstream: its shape is \(1, 3\), it must be \(3, 1\)"),
        (lambda m: m.chain(np.ones(3), np.ones(3)), r"jacobian: its shape is \(3,\), it must be \(n_x, n_f\)"),
        (lambda m: m.linear_jacobian(np.ones(3)), r"W: its shape is \(3,\), it must be \(n_out, n_in\)"),
        (lambda m: m.elementwise_jacobian(np.eye(2)), r"derivative: its shape is \(2, 2\), it must be \(n,\)"),
        (lambda m: m.linear_forward(np.ones(3), np.ones((2, 3)), np.ones(2)), r"a: its shape is \(3,\)"),
        (lambda m: m.linear_forward(np.ones((4, 3)), np.ones((2, 3)), np.ones((1, 2))), r"b: .* it must be \(2,\)"),
        (lambda m: m.linear_backward(np.ones((4, 3)), np.ones((4, 3)), np.ones((2, 3))), r"upstream: .*\(4, 2\)"),
        (lambda m: m.layer_backward_loops(np.ones((4, 2)), np.ones((4, 5)), np.ones((2, 3))), r"a: .*\(N, 3\)"),
        (lambda m: m.network_forward([["x"]], [], np.tanh), "x: expected numbers"),
    ],
)
def test_a_wrong_shape_is_named(backprop, call, message):
    with pytest.raises(ValueError, match=message):
        call(backprop)
