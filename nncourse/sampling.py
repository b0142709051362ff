"""Checks of random weights: by their distribution, so that any random stream is right.

draws = Draws(check, 300, 200)
check.that("300 rows of 200 weights, around 0", draws.shape)
check.that("between −0.07 and 0.07, evenly", lambda: draws.uniform(0.07))
check.that("all randomness comes from rng", draws.from_rng)

Each window is so wide that a right answer of 60,000 weights fails by chance with a probability below 10⁻¹² (the mean
stays within 7 of its standard errors, all else within 10), and so narrow that the mistakes people make fall outside.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np

from nncourse.checks import Check, Fault

WINDOW = 0.03  # of the standard deviation, and of the mean in units of it
KURTOSIS = {"uniform": 1.8, "normal": 3.0}
KURTOSIS_WINDOW = {"uniform": 0.15, "normal": 0.3}
REACH = 0.999  # of the bound: so far the largest of that many even ones gets, but for a chance of 10⁻²⁶
# Wrong spreads in one cell of this grid of logarithms are the same mistake. Chosen so that every listed mistake lies
# well inside a cell, whatever its random stream: tests/test_sampling.py.
GRID = math.log(1.122)


class Draws:
    """What the student's initializer gives for a layer of these sizes; `more`: its arguments between n_in and rng."""

    def __init__(self, check: Check, n_out: int, n_in: int, *more: Any, seed: int = 1):
        self.check, self.sizes, self.more, self.seed = check, (int(n_out), int(n_in)), more, seed

    def draw(self, seed: int) -> Any:
        """The answer with a generator of this seed."""
        return self.check.target(*self.sizes, *self.more, np.random.default_rng(seed))

    @cached_property
    def weights(self) -> np.ndarray:
        """The answer as an array of so many different random numbers around 0; a Fault if it is none."""
        array = _array(self.draw(self.seed), self.sizes)
        different = len(np.unique(array))
        if different < 0.9 * array.size:
            name = "rows alike" if different == self.sizes[1] else "repeated"
            raise Fault(name, f"Only {different} of its {array.size} weights are different.")
        mean, deviation = array.mean(), array.std()
        if abs(mean) > WINDOW * deviation:
            name = "all positive" if array.min() >= 0 else f"centre {'above' if mean > 0 else 'below'}"
            raise Fault(name, f"Its weights have the mean {mean:.3g}, they must lie around 0.")
        return array

    def shape(self) -> None:
        """n_out rows of n_in different numbers with the mean 0."""
        shape = self.weights.shape
        if shape != self.sizes:
            name = "transposed" if shape == self.sizes[::-1] else "shape"
            raise Fault(name, f"Its shape is {shape}, it must be {self.sizes}: a row for each neuron.")

    def uniform(self, bound: float) -> None:
        """All values between −bound and bound equally likely."""
        self._like("uniform", bound / math.sqrt(3), f"evenly between −{bound:.3g} and {bound:.3g}")
        largest = abs(self.weights).max()
        if largest > 1.0001 * bound:
            raise Fault("beyond", f"It has the weight {largest:.4g}, beyond the bound {bound:.4g}.")
        if largest < REACH * bound:
            raise Fault("short", f"Its weights end at {largest:.4g}, short of the bound {bound:.4g}.")

    def normal(self, deviation: float) -> None:
        """A normal distribution with this standard deviation."""
        self._like("normal", deviation, f"normal with standard deviation {deviation:.3g}")

    def from_rng(self) -> None:
        """The same seed gives the same, another seed another; NumPy's global random state is left alone."""
        before = self.check.world.global_random_state()
        one, again, other = (np.asarray(self.draw(seed)) for seed in (self.seed, self.seed, self.seed + 1))
        if self.check.world.global_random_state() != before:
            raise Fault("global state", "It uses NumPy's global random state, which other code may change.")
        if not np.array_equal(one, again):
            raise Fault("not repeatable", "Two calls with the same seed gave different weights.")
        if np.array_equal(one, other):
            raise Fault("always the same", "Two calls with different seeds gave the same weights.")

    def _like(self, law: str, deviation: float, asked: str) -> None:
        found = self.weights.std()
        centred = self.weights - self.weights.mean()
        kurtosis = np.mean(centred**4) / found**4
        is_law = next((name for name in KURTOSIS if abs(kurtosis - KURTOSIS[name]) < KURTOSIS_WINDOW[name]), "other")
        says = f"standard deviation {found:.3g}" if is_law != "uniform" else f"largest {abs(self.weights).max():.3g}"
        kind = {"uniform": "evenly spread", "normal": "normal", "other": "neither evenly spread nor normal"}[is_law]
        text = f"Its weights are {kind}, {says}; they must be {asked}."
        if is_law != law:
            raise Fault(f"{is_law} instead of {law}", text)
        if abs(found / deviation - 1) > WINDOW:
            raise Fault(f"spread {round(math.log(found / deviation) / GRID):+d}", text)


def _array(value: Any, sizes: tuple[int, int]) -> np.ndarray:
    """The value as an array with as many numbers as the layer has weights."""
    if value is None:
        raise Fault("returned nothing", "It returned None: is there a return?")
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        raise Fault("no array", f"It must return an array of real numbers, of shape {sizes}.")
    array = array.astype(float)
    if array.size != sizes[0] * sizes[1]:
        raise Fault("size", f"Its shape is {array.shape}, it must be {sizes}.")
    if not np.isfinite(array).all():
        raise Fault("not finite", "Some of its weights are nan or infinite.")
    return array
