"""The widgets of notebook 09, without a browser: what they show, what they say, and what they make of wrong code."""

import warnings
from functools import cache

import numpy as np
import pytest

from nncourse import data, experiment, student
from nncourse.widgets import results, static
from tests.conftest import COURSE

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs a network: solutions/ is not here")


@pytest.fixture
def solved():
    """The course's own nnlib in use."""
    with student.using(COURSE.solutions):
        yield


@cache
def trained():
    """A network that has learned the digits, as plain arrays."""
    with student.using(COURSE.solutions):
        split = experiment.digits()
        network = experiment.theirs("network", "Network")([64, 32, 10], "relu", "cce", np.random.default_rng(0))
        network.fit(split.x_train, split.y_train, 0.1, 10, 32)
        return network, split


class Says:
    """A network that says what it is told to."""

    def __init__(self, output):
        self.output = output

    def forward(self, x):
        return self.output


# ---------------------------------------------------------------- results


def test_the_confusion_matrix_counts_rows_of_truth_against_columns_of_answers():
    split = data.Split(*[np.zeros((4, 2)), np.array([0, 0, 1, 2])] * 3, ("ant", "bee", "cat"), "")
    stage = results.confusion(Says(np.eye(3)[[0, 2, 1, 2]]), split)
    shade = stage.array("shade").reshape(3, 3)[::-1]  # row 0 is drawn at the bottom
    assert (np.isfinite(shade) == [[1, 0, 1], [0, 1, 0], [0, 0, 1]]).all()
    assert shade[1, 1] == shade[2, 2] == -1 and shade[0, 2] > 0
    assert stage.caption == (
        "3 of 4 validation samples are right. The most frequent mistake: ant is taken for cat, once."
    )
    texts = next(layer.text for layer in stage.panels[0].layers if layer.kind == "text")
    assert texts == ["1", "", "1", "", "1", "", "", "", "1"]


def test_two_classes_from_one_output():
    split = data.Split(*[np.zeros((4, 2)), np.array([0, 0, 1, 1])] * 3, ("no", "yes"), "")
    stage = results.confusion(Says(np.array([[0.1], [0.6], [0.7], [0.9]])), split, "test")
    assert stage.caption == "3 of 4 test samples are right. The most frequent mistake: no is taken for yes, once."


def test_the_mistakes_are_the_surest_ones_with_the_raw_pictures():
    network, split = trained()
    stage = results.mistakes(network, split, most=3)
    output = network.forward(split.x_validation)
    wrong = np.flatnonzero(output.argmax(axis=1) != split.y_validation)
    first = wrong[output[wrong].max(axis=1).argmax()]
    field = stage.array("pictures")[::-1]
    rows, columns = (np.flatnonzero(np.isfinite(field).any(axis=axis)) for axis in (1, 0))
    picture = field[rows[0] : rows[0] + 16 : 2, columns[0] : columns[0] + 16 : 2]
    assert np.array_equal(picture, data.digits().x_validation[first].reshape(8, 8))
    assert f"{len(wrong)} of 360 digits are wrong." in stage.caption
    assert f"{output[first].max():.2f}" in stage.caption


def test_no_mistakes_are_no_pictures():
    split = trained()[1]
    stage = results.mistakes(Says(np.eye(10)[split.y_test]), split, "test")
    assert stage.caption == "All 359 digits are right."
    static.png(stage)


def test_the_first_layer_is_the_networks_own_weights():
    network, _ = trained()
    stage = results.first_layer(network)
    field = stage.array("pictures")[::-1]
    assert np.array_equal(field[:16:2, 1:17:2] if np.isnan(field[0, 0]) else field[:16:2, :16:2],
                          network.parameters()[0][0][0].reshape(8, 8))  # fmt: skip
    assert stage.caption.startswith("32 of 32 neurons.")
