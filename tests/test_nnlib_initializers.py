"""The reference of notebook 05: what every right answer must hold to."""

import numpy as np
import pytest

from nncourse import student
from tests.conftest import COURSE

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/")


@pytest.fixture
def initializers():
    """The solved module."""
    with student.using(COURSE.solutions):
        yield student.load("initializers")


def test_all_zero(initializers):
    assert initializers.zeros(2, 3).tolist() == [[0.0] * 3] * 2
    assert initializers.zero_bias(2).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("name", "more", "variance"),
    [
        ("random_normal", (0.05,), 0.05**2),
        ("xavier_uniform", (), 1 / (3 * 400)),
        ("glorot_uniform", (), 2 / 1000),
        ("he_normal", (), 2 / 400),
    ],
)
def test_variance_and_shape(initializers, name, more, variance):
    weights = getattr(initializers, name)(600, 400, *more, np.random.default_rng(0))
    assert weights.shape == (600, 400)
    assert weights.dtype == np.float64
    assert weights.var() == pytest.approx(variance, rel=0.02)
    assert abs(weights.mean()) < 0.02 * variance**0.5


@pytest.mark.parametrize("name", ["zeros", "random_normal", "xavier_uniform", "glorot_uniform", "he_normal"])
@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (2.5, 3), (3, -1)])
def test_impossible_sizes_are_named(initializers, name, sizes):
    more = {"zeros": (), "random_normal": (0.1, np.random.default_rng(0))}.get(name, (np.random.default_rng(0),))
    wrong = "n_out" if sizes[0] in (0, 2.5) else "n_in"
    with pytest.raises(ValueError, match=wrong):
        getattr(initializers, name)(*sizes, *more)


def test_an_impossible_scale_is_named(initializers):
    with pytest.raises(ValueError, match="scale"):
        initializers.random_normal(2, 3, -1.0, np.random.default_rng(0))
    with pytest.raises(ValueError, match="n_out"):
        initializers.zero_bias(0)
