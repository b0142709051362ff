"""What holds for the reference of notebook 08: for any logits, batches and single samples, both precisions."""

import importlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nncourse import student
from tests.conftest import COURSE, NAMES

pytestmark = [
    pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have"),
    pytest.mark.filterwarnings("error"),
]
LOGITS = arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=st.floats(-1e5, 1e5))


@pytest.fixture(scope="module")
def nn():
    with student.using(COURSE.solutions):
        yield importlib.import_module("nnlib.softmax")


@given(z=LOGITS, temperature=st.floats(0.01, 100))
def test_probabilities_add_up_to_one_and_keep_the_order(nn, z, temperature):
    before = z.copy()
    p = nn.softmax(z, temperature)
    assert p.shape == z.shape and np.isfinite(p).all() and (p >= 0).all()
    assert np.allclose(p.sum(axis=-1), 1)
    assert (np.take_along_axis(p, z.argmax(-1)[..., None], -1) == p.max(axis=-1, keepdims=True)).all()
    assert (nn.predict(z) == z.argmax(axis=-1)).all()
    assert (z == before).all()


@given(z=LOGITS)
def test_log_softmax_is_finite_and_its_exponential_is_softmax(nn, z):
    log_p = nn.log_softmax(z)
    assert np.isfinite(log_p).all() and (log_p <= 0).all()
    assert np.allclose(np.exp(log_p), nn.softmax(z))


@given(z=LOGITS, seed=st.integers(0, 99))
def test_loss_and_gradient_are_the_means_of_those_of_the_rows(nn, z, seed):
    classes = z.shape[-1]
    y = np.eye(classes)[np.random.default_rng(seed).integers(0, classes, size=z.shape[:-1])]
    loss, dz = nn.softmax_cross_entropy(z, y)
    assert isinstance(loss, float) and np.isfinite(loss) and loss >= 0 and dz.shape == z.shape
    rows = [nn.softmax_cross_entropy(*pair) for pair in zip(z.reshape(-1, classes), y.reshape(-1, classes))]
    assert loss == pytest.approx(np.mean([one for one, _ in rows]), abs=1e-9)
    assert np.allclose(dz.reshape(-1, classes), np.array([one for _, one in rows]) / len(rows))
    assert np.allclose(dz.sum(axis=-1), 0)


def test_the_gradient_is_the_slope_of_the_loss(nn):
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(5, 3)), np.eye(3)[rng.integers(0, 3, size=5)]
    with student.using(COURSE.solutions):
        differences = importlib.import_module("nnlib.differences")
    measured = differences.numerical_gradient(lambda z: nn.softmax_cross_entropy(z, y)[0], z)
    assert differences.relative_error(nn.softmax_cross_entropy(z, y)[1], measured) < 1e-7


def test_temperature_divides_and_the_lectures_example_comes_out(nn):
    assert nn.softmax([1.5, 0.8, -0.5]) == pytest.approx([0.612775, 0.304295, 0.0829301], rel=1e-5)
    assert nn.predict([1.5, 0.8, -0.5]) == 0
    z = np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]])
    assert np.allclose(nn.softmax(z, temperature=0.5), nn.softmax(2 * z))
    assert np.allclose(nn.softmax(z, temperature=1e9), 1 / 3)
    assert nn.predict([2.0, 2.0]) == 0  # a tie goes to the first


def test_float32_stays_and_lists_will_do(nn):
    z, y = np.float32([[1, 2, 3], [3, 1, 2]]), [[1, 0, 0], [0, 0, 1]]
    assert nn.softmax(z).dtype == nn.softmax(z, np.float64(2)).dtype == nn.log_softmax(z).dtype == np.float32
    assert nn.softmax_cross_entropy(z, y)[1].dtype == np.float32
    assert np.allclose(nn.softmax_cross_entropy(z.tolist(), y)[0], nn.softmax_cross_entropy(z, y)[0])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda nn: nn.softmax(3.0), r"z: its shape is \(\), it must be \(K,\) or \(N, K\)"),
        (lambda nn: nn.predict([]), r"z: its shape is \(0,\)"),
        (lambda nn: nn.log_softmax(["a"]), "z: expected numbers"),
        (lambda nn: nn.softmax([1.0, 2.0], 0), "temperature: it is 0, it must be a positive number"),
        (lambda nn: nn.softmax_cross_entropy([[1, 2]], [1]), r"y_true: its shape is \(1,\), it must be \(1, 2\)"),
        (lambda nn: nn.softmax_cross_entropy([1, 2], [1, 1]), "y_true: it must be one-hot"),
        (lambda nn: nn.softmax_cross_entropy(np.ones((0, 2)), np.ones((0, 2))), "one or more rows"),
    ],
)
def test_what_cannot_be_is_a_value_error_that_says_what_is_needed(nn, call, words):
    with pytest.raises(ValueError, match=words):
        call(nn)
