"""Checks of random weights: any right stream passes, and a mistake has one name whatever it drew."""

import math
import types

import numpy as np
import pytest

from nncourse import sampling
from nncourse.checks import Fault
from tests.conftest import NAMES, catalogue_of

RIGHT = {
    "random_normal": ("normal", 0.1),
    "xavier_uniform": ("uniform", (1 / 200) ** 0.5),
    "glorot_uniform": ("uniform", (6 / 500) ** 0.5),
    "he_normal": ("normal", (2 / 200) ** 0.5),
}
NOTEBOOK = next((name for name in NAMES if name.startswith("05")), None)
ENTRIES = [entry for entry in catalogue_of(NOTEBOOK).entries if entry.of in RIGHT] if NOTEBOOK else []


def draws(function, *more, seed=1):
    """The draws of a function as a check would see them."""
    world = types.SimpleNamespace(global_random_state=lambda: repr(np.random.get_state()))
    check = types.SimpleNamespace(target=function, world=world)
    return sampling.Draws(check, 300, 200, *more, seed=seed)


def named(test, *args):
    """The name of the fault that a test finds; "right" if none."""
    try:
        test(*args)
    except Fault as fault:
        return fault.name
    return "right"


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{entry.of}-{entry.name}" for entry in ENTRIES])
def test_a_verdict_does_not_depend_on_the_random_stream(entry):
    """What a student draws differs from what the catalogue drew; the diagnosis must not."""
    space = {"np": np, "random_normal": lambda n_out, n_in, s, rng: rng.normal(0, s, size=(n_out, n_in))}
    exec(entry.source, space)
    law, size = RIGHT[entry.of]
    more = [0.1] if entry.of == "random_normal" else []
    found = set()
    for seed in range(2 if "loop" in entry.name else 12):
        given = draws(space[entry.of], *more, seed=seed)
        found.add((named(given.shape), named(getattr(given, law), size), named(given.from_rng)))
    [verdict] = found
    if entry.right:
        assert verdict == ("right", "right", "right")


@pytest.mark.parametrize("law", ["uniform", "normal"])
def test_the_windows_leave_chance_no_room(law):
    """The largest deviation in 60,000 right numbers, over many seeds, stays within half of every window."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        numbers = rng.normal(size=60_000) if law == "normal" else rng.uniform(-1, 1, 60_000) * math.sqrt(3)
        kurtosis = np.mean((numbers - numbers.mean()) ** 4) / numbers.var() ** 2
        assert abs(numbers.mean()) < 0.6 * sampling.WINDOW
        assert abs(numbers.std() - 1) < 0.5 * sampling.WINDOW
        assert abs(kurtosis - sampling.KURTOSIS[law]) < 0.5 * sampling.KURTOSIS_WINDOW[law]


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda n_out, n_in, rng: None, "returned nothing"),
        (lambda n_out, n_in, rng: "weights", "no array"),
        (lambda n_out, n_in, rng: [[1.0], [2.0, 3.0]], "no array"),
        (lambda n_out, n_in, rng: rng.normal(size=n_out), "size"),
        (lambda n_out, n_in, rng: rng.normal(size=n_out * n_in), "shape"),
        (lambda n_out, n_in, rng: np.full((n_out, n_in), np.nan), "not finite"),
        (lambda n_out, n_in, rng: np.zeros((n_out, n_in)), "repeated"),
        (lambda n_out, n_in, rng: rng.choice([-0.1, 0.1], size=(n_out, n_in)), "repeated"),
        (lambda n_out, n_in, rng: np.tile(rng.normal(size=n_in), (n_out, 1)), "rows alike"),
        (lambda n_out, n_in, rng: -rng.random((n_out, n_in)), "centre below"),
        (lambda n_out, n_in, rng: rng.random((n_out, n_in)), "all positive"),
        (lambda n_out, n_in, rng: rng.normal(size=(n_out, n_in)) + 1j, "no array"),
    ],
)
def test_what_is_no_weight_matrix_is_said(function, name):
    assert named(draws(function).shape) == name


def test_a_single_weight_beyond_the_bound_is_found():
    def one_too_large(n_out, n_in, rng):
        weights = rng.uniform(-0.1, 0.1, size=(n_out, n_in))
        weights[7, 11] = 0.2
        return weights

    assert named(draws(one_too_large).uniform, 0.1) == "beyond"


def test_a_bound_that_is_hardly_too_small_is_found():
    assert named(draws(lambda n_out, n_in, rng: 0.0998 * rng.uniform(-1, 1, (n_out, n_in))).uniform, 0.1) == "short"


def test_global_randomness_is_seen_even_if_it_is_seeded_from_rng():
    def seeded(n_out, n_in, rng):
        np.random.seed(rng.integers(1000))
        return np.random.normal(size=(n_out, n_in))

    assert named(draws(seeded).from_rng) == "global state"
