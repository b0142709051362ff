"""Properties that gradient descent has on every loss of its kind, and errors that name the argument."""

import importlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse import student
from tests.conftest import COURSE, NAMES

pytestmark = pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
NUMBERS = st.floats(-100, 100)


@pytest.fixture(scope="module")
def descent():
    with student.using(COURSE.solutions):
        yield importlib.import_module("nnlib.descent")


@given(
    curvature=st.floats(0.01, 100), centre=NUMBERS, start=NUMBERS, share=st.floats(0.01, 0.99), steps=st.integers(0, 30)
)
def test_on_a_parabola_with_a_small_rate_the_loss_never_rises(descent, curvature, centre, start, share, steps):
    walk = descent.gradient_descent(lambda w: curvature * (w - centre), start, share / curvature, steps)
    loss = curvature * (walk - centre) ** 2 / 2
    assert walk.shape == (steps + 1,) and walk[0] == start
    assert np.all(np.diff(loss) <= 1e-9 * (1 + loss[:-1]))


@given(curvature=st.floats(0.1, 10), start=st.floats(1, 100), rate=st.floats(0.01, 1))
def test_every_step_multiplies_the_error_by_one_minus_rate_times_curvature(descent, curvature, start, rate):
    walk = descent.gradient_descent(lambda w: curvature * w, start, rate, 4)
    np.testing.assert_allclose(walk, start * (1 - rate * curvature) ** np.arange(5), rtol=1e-9, atol=1e-9)


@given(w=NUMBERS, x=NUMBERS, y=NUMBERS)
def test_the_gradient_is_the_slope_of_the_loss(descent, w, x, y):
    eps = 1e-4
    slope = (descent.squared_error(w + eps, x, y) - descent.squared_error(w - eps, x, y)) / (2 * eps)
    assert descent.squared_error_gradient(w, x, y) == pytest.approx(slope, rel=1e-4, abs=1e-2)


@given(low=NUMBERS, width=st.floats(0.1, 10), trials=st.integers(1, 40), seed=st.integers(0, 99))
def test_more_guesses_from_the_same_seed_are_never_worse(descent, low, width, trials, seed):
    def search(trials):
        return descent.random_search(abs, low, low + width, trials, np.random.default_rng(seed))

    (w, loss), (_, more) = search(trials), search(2 * trials)
    assert low <= w <= low + width and loss == abs(w)
    assert more <= loss


@given(st.integers(1, 3), st.integers(1, 3))
def test_shapes_and_types_are_kept_and_arguments_left_alone(descent, rows, columns):
    for dtype in (np.float32, np.float64):
        w = np.ones((rows, columns), dtype)
        new = descent.gradient_step(w, w, 0.1)
        assert new.shape == w.shape and new.dtype == dtype
        assert np.all(w == 1)
    assert descent.gradient_descent(lambda w: w, w, 0.1, 3).shape == (4, rows, columns)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda d: d.gradient_step(np.ones(2), np.ones(3), 0.1), r"gradient: its shape is \(3,\), it must be \(2,\)"),
        (lambda d: d.gradient_step(1.0, 1.0, 0.0), "learning_rate: it is 0.0, it must be a positive number"),
        (lambda d: d.gradient_step("1", 1.0, 0.1), "w: expected numbers"),
        (lambda d: d.gradient_descent(lambda w: w, 1.0, 0.1, -1), "steps: it is -1"),
        (lambda d: d.gradient_descent(lambda w: [1, 2], 1.0, 0.1, 1), "gradient: its shape is"),
        (lambda d: d.random_search(abs, [0, 0], 1, 3, None), "high: its shape is"),
        (lambda d: d.random_search(abs, 0, 1, 0, None), "trials: it is 0"),
        (lambda d: d.squared_error([[1], [2, 3]], 1, 1), "w: its rows have different lengths"),
    ],
)
def test_a_wrong_argument_is_named_with_what_it_must_be(descent, call, words):
    with pytest.raises(ValueError, match=words):
        call(descent)


def test_lists_and_numbers_are_taken_as_arrays(descent):
    np.testing.assert_array_equal(descent.gradient_step([1, 2], [10, 20], 0.1), [0, 0])
