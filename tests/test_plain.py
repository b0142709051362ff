"""Plain data: what a student's answer is compared as, and how it is shown."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nncourse.plain import Opaque, difference, plain, show


class Agreeable:
    """Claims to be equal to everything."""

    def __eq__(self, other):
        return True

    __array_ufunc__ = None


class LyingFloat(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0


class LyingArray(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)


@pytest.mark.parametrize(
    "answer",
    [
        Agreeable(),
        LyingFloat(3.0),
        np.ones(2).view(LyingArray),
        [Agreeable(), 1.0],
        None,
        "4.4",
        float("nan"),
        {},
        [[1], [2, 3]],
    ],
)
@pytest.mark.parametrize("want", [4.4, [1.5, 2.5], np.eye(2)])
def test_what_is_not_the_number_is_never_equal_to_it(answer, want):
    assert difference(plain(answer), want)


@pytest.mark.parametrize(
    "answer",
    [[1, 2], (1.0, 2.0), np.array([1.0, 2.0]), np.array([1, 2], dtype=np.float32), [np.float64(1), np.array(2.0)]],
)
def test_any_way_to_write_the_right_numbers_is_right(answer):
    assert difference(plain(answer), [1.0, 2.0]) is None


def test_the_first_difference_is_named_with_its_place():
    assert difference([[1.0, 2.0], [3.0, 9.0]], [[1.0, 2.0], [3.0, 4.0]]) == "at [1, 1] 9.0 instead of 4.0"
    assert difference(np.zeros((2, 3)), np.zeros((3, 2))) == "its shape is (2, 3), expected (3, 2)"
    assert difference((1.0, [2.0]), (1.0, [3.0])) == "in part 1: at [0] 2.0 instead of 3.0"
    assert difference((1.0,), (1.0, [3.0])) == "1 parts, expected 2"


def test_shapes_count_also_where_numpy_would_broadcast():
    assert difference(np.ones((3, 1)), np.ones(3))
    assert difference(1.0, np.ones(3))
    assert difference(np.array([4.4]), 4.4) is None


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_float32_is_precise_enough_and_a_tenth_of_a_percent_is_not(value, scale):
    want = np.array([value, scale])
    assert difference(plain(want.astype(np.float32)), want) is None
    assert difference(want + np.array([0, 2e-3 * max(abs(value), scale)]), want)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda part: st.lists(part, max_size=3)))
def test_plain_data_stays_as_it_is_and_can_be_shown(value):
    again = plain(value)
    assert repr(again) == repr(value)
    assert len(show(value)) <= 70 or "shape" in show(value)


def test_a_copy_is_independent_of_the_original():
    array = np.zeros(3)
    copy = plain(array)
    array[0] = 1
    assert copy[0] == 0


def test_endless_nesting_ends():
    value = []
    value.append(value)
    assert "nested" in repr(plain(value))


def test_objects_are_opaque_whatever_they_say():
    assert isinstance(plain(np.array([object()])), Opaque)
    assert plain(Agreeable()).kind == "Agreeable"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.4, "4.4"),
        (2.0, "2.0"),
        (0.1 + 0.2, "0.3"),
        (np.array([1.0, -2.5]), "[1.0, -2.5]"),
        (np.zeros((300, 200)), "[0.0, 0.0, 0.0, …] of shape (300, 200)"),
        ((1, [2.5]), "(1, [2.5])"),
        (show, "show"),
        (np.random.default_rng(0), "rng"),
    ],
)
def test_values_are_shown_as_a_student_would_write_them(value, text):
    assert show(value) == text


def test_of_millions_of_numbers_only_the_first_are_written():
    many = np.zeros((50, 50, 50, 40))
    begun = time.monotonic()
    assert show(many) == "[0.0, 0.0, 0.0, …] of shape (50, 50, 50, 40)"
    assert show(("x" * 300,) * 200_000).endswith("…") and show((0.5,) * 5_000_000).startswith("[0.5, 0.5")
    assert time.monotonic() - begun < 5
