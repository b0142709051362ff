"""What holds for every gate: its gradients are the slopes of its forward pass; shapes, types and errors."""

import importlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import student
from tests.conftest import COURSE, NAMES

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
NUMBERS = st.floats(-5, 5)


@pytest.fixture(scope="module")
def gates():
    with student.using(COURSE.solutions):
        yield importlib.import_module("nnlib.gates")


def slope(f, x, eps=1e-5):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


@pytest.mark.parametrize("kind", ["Add", "Multiply", "Max"])
@given(x=NUMBERS, y=NUMBERS, upstream=NUMBERS)
def test_a_gate_of_two_sends_back_upstream_times_its_slopes(gates, kind, x, y, upstream):
    if kind == "Max" and abs(x - y) < 1e-3:
        y = x + 1  # away from the kink
    make = getattr(gates, kind)
    gate = make()
    gate.forward(x, y)
    dx, dy = gate.backward(upstream)
    assert dx == pytest.approx(upstream * slope(lambda v: make().forward(v, y), x), abs=1e-5)
    assert dy == pytest.approx(upstream * slope(lambda v: make().forward(x, v), y), abs=1e-5)


@given(z=st.floats(-30, 30), upstream=NUMBERS)
def test_the_sigmoid_sends_back_upstream_times_its_slope(gates, z, upstream):
    gate = gates.Sigmoid()
    assert 0 < gate.forward(z) < 1
    (dz,) = gate.backward(upstream)
    assert dz == pytest.approx(upstream * slope(lambda v: gates.Sigmoid().forward(v), z), abs=1e-5)


@pytest.mark.filterwarnings("error")
def test_the_sigmoid_is_quiet_far_out(gates):
    assert gates.Sigmoid().forward([-1e4, 1e4]).tolist() == [0, 1]


@given(x=NUMBERS, gradients=st.lists(NUMBERS, min_size=1, max_size=6))
def test_a_copy_gate_adds_up_whatever_comes_back(gates, x, gradients):
    gate = gates.Copy(len(gradients))
    assert gate.forward(x) == (x,) * len(gradients)
    assert gate.backward(*gradients)[0] == pytest.approx(sum(gradients), abs=1e-9)


def test_a_tie_goes_to_the_first_input(gates):
    gate = gates.Max()
    gate.forward([1.0, 2.0], [1.0, 3.0])
    assert [part.tolist() for part in gate.backward([5.0, 7.0])] == [[5, 0], [0, 7]]


@given(st.integers(1, 5), st.integers(0, 1000))
def test_the_neurons_gradients_are_its_slopes(gates, n, seed):
    rng = np.random.default_rng(seed)
    a, w, (b, upstream) = *rng.normal(size=(2, n)), rng.normal(size=2)
    output, cache = gates.neuron_forward(a, w, b)
    assert np.shape(output) == ()
    da, dw, db = gates.neuron_backward(upstream, cache)
    for i, bump in enumerate(np.eye(n)):
        assert da[i] == pytest.approx(
            upstream * slope(lambda e, bump=bump: gates.neuron_forward(a + e * bump, w, b)[0], 0.0), abs=1e-6
        )
        assert dw[i] == pytest.approx(
            upstream * slope(lambda e, bump=bump: gates.neuron_forward(a, w + e * bump, b)[0], 0.0), abs=1e-6
        )
    assert db == pytest.approx(upstream * slope(lambda e: gates.neuron_forward(a, w, b + e)[0], 0.0), abs=1e-6)


def test_float32_stays_and_no_argument_is_changed(gates):
    x, y, upstream = np.arange(18, dtype=np.float32).reshape(3, 2, 3)
    before = x.copy(), y.copy(), upstream.copy()
    for gate in (gates.Add(), gates.Multiply(), gates.Max()):
        parts = [gate.forward(x, y), *gate.backward(upstream)]
        assert all(part.dtype == np.float32 and part.shape == (2, 3) for part in parts)
    for gate, back in ((gates.Sigmoid(), [upstream]), (gates.Copy(2), [upstream, y])):
        assert np.asarray(gate.forward(x)).dtype == np.float32
        assert [part.dtype for part in gate.backward(*back)] == [np.float32]
    output, cache = gates.neuron_forward(x[0], y[0], np.float32(0))
    assert output.dtype == np.float32
    assert [part.dtype for part in gates.neuron_backward(np.float32(1), cache)] == [np.float32] * 3
    assert all(np.array_equal(*pair) for pair in zip(before, (x, y, upstream), strict=True))


def test_errors_name_the_argument_and_both_shapes(gates):
    def after(gate, *inputs):
        gate.forward(*inputs)
        return gate

    for call, words in [
        (lambda: gates.Add().forward([1, 2], [1, 2, 3]), r"y: its shape is \(3,\), it must be \(2,\), the shape of x"),
        (lambda: after(gates.Multiply(), 1.0, 2.0).backward([1.0]), r"upstream: its shape is \(1,\), it must be \(\)"),
        (lambda: after(gates.Max(), [1.0], [2.0]).backward(1.0), r"upstream: its shape is \(\), it must be \(1,\)"),
        (lambda: after(gates.Sigmoid(), 1.0).backward("up"), "upstream: expected numbers, got str"),
        (lambda: gates.Copy(0), "n: it is 0, it must be a positive number"),
        (lambda: after(gates.Copy(2), 1.0).backward(1.0), "upstream: there are 1 gradients, there must be 2"),
        (lambda: gates.neuron_forward([1.0], [1.0, 2.0], 0.0), r"w: its shape is \(2,\), it must be \(1,\)"),
        (lambda: gates.neuron_forward([[1.0]], [[1.0]], 0.0), r"a: its shape is \(1, 1\), it must be \(n,\)"),
        (lambda: gates.neuron_forward([1.0], [1.0], [0.0]), r"b: its shape is \(1,\), it must be \(\)"),
    ]:
        with pytest.raises(ValueError, match=words):
            call()


@given(x=NUMBERS)
def test_the_chain_rule_is_the_slope_of_the_whole(gates, x):
    found = gates.chain_rule(np.cos, np.square, lambda x: 2 * x)(x)
    assert found == pytest.approx(slope(lambda v: np.sin(v**2), x), abs=1e-5)
