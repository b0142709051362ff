"""The reference of nnlib.losses, held to what the contract promises beyond its checks."""

import importlib

import numpy as np
import pytest

from nncourse import student
from tests.conftest import COURSE

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/")
LOSSES = ["mse", "mae", "bce", "cce"]
ONE_HOT = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])


@pytest.fixture
def losses():
    with student.using(COURSE.solutions):
        yield importlib.import_module("nnlib.losses")


@pytest.fixture
def p():
    return np.random.default_rng(1).uniform(0.1, 0.9, size=(4, 3))


@pytest.mark.parametrize("name", LOSSES)
def test_gradients_agree_with_differences(losses, p, name):
    differences = importlib.import_module("nnlib.differences")
    loss, gradient = getattr(losses, name), getattr(losses, f"{name}_gradient")
    measured = differences.numerical_gradient(lambda p: loss(ONE_HOT, p), p)
    assert differences.relative_error(gradient(ONE_HOT, p), measured) < 1e-7


@pytest.mark.parametrize("name", [*LOSSES, *(f"{name}_gradient" for name in LOSSES)])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_the_type_of_the_predictions_is_kept_and_nothing_is_changed(losses, p, name, kind):
    y, p = ONE_HOT.copy(), p.astype(kind)
    before = p.copy()
    result = getattr(losses, name)(y, p)
    assert result.dtype == kind
    assert np.shape(result) == (p.shape if name.endswith("gradient") else ())
    assert np.array_equal(p, before) and np.array_equal(y, ONE_HOT)
    assert np.allclose(result, getattr(losses, name)(y.tolist(), p.tolist()), rtol=1e-5)


@pytest.mark.parametrize("name", ["bce", "cce", "bce_gradient", "cce_gradient"])
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_certain_and_wrong_stays_finite(losses, name, kind, recwarn):
    ends = np.array([[1, 0], [0, 1], [0, 1]], dtype=kind)
    assert np.isfinite(getattr(losses, name)(ends, ends)).all()
    assert np.isfinite(getattr(losses, name)(ends, 1 - ends)).all()
    assert not recwarn.list
    if name == "cce":
        assert losses.cce(ends, 1 - ends) == pytest.approx(-np.log(1e-12))


def test_a_batch_is_averaged_over_its_rows_by_cce_and_over_all_numbers_by_the_others(losses, p):
    twice = np.concatenate([ONE_HOT, ONE_HOT]), np.concatenate([p, p])
    for name in LOSSES:
        assert getattr(losses, name)(*twice) == pytest.approx(getattr(losses, name)(ONE_HOT, p))
    right_class = p[ONE_HOT == 1]
    assert losses.cce(ONE_HOT, p) == pytest.approx(-np.log(right_class).mean())
    assert losses.cce(ONE_HOT[0], p[0]) == pytest.approx(-np.log(p[0, 2]))
    assert losses.mse(ONE_HOT, p) == pytest.approx(losses.mse(ONE_HOT.ravel(), p.ravel()))


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("mse", ([1.0, 2.0], [[1.0], [2.0]]), r"y_pred: its shape is \(2, 1\), it must be \(2,\)"),
        ("mae_gradient", ([], []), r"y_true: its shape is \(0,\), it must hold at least one number"),
        ("bce", ([1, 0], [0.3, 1.5]), "y_pred: it holds 1.5"),
        ("bce_gradient", ([1, -1], [0.3, 0.5]), "y_true: it holds -1.0"),
        ("cce", ([[0, 1]], [[0.3, float("nan")]]), "y_pred: it holds nan"),
        ("cce", ([1], [[0.3, 0.7]]), "y_pred: its shape"),
        ("cce_gradient", (1, 0.5), "y_true: its shape"),
        ("one_hot", ([0, 3], 3), "labels: it holds 3, the 3 classes are 0 to 2"),
        ("one_hot", ([0, -1], 3), "labels: it holds -1"),
        ("one_hot", ([0.5], 3), "labels: it holds 0.5"),
        ("one_hot", ([0], 0), "num_classes: it is 0"),
    ],
)
def test_what_cannot_be_is_refused_by_name(losses, name, arguments, words):
    with pytest.raises(ValueError, match=words):
        getattr(losses, name)(*arguments)
