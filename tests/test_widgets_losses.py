"""The widgets of notebook 06, without a browser: best lines, curves, slopes, and what they make of wrong code."""

import numpy as np
import pytest

from nncourse.widgets import losses, parts
from tests.conftest import COURSE

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/")

RIGHT = """
import numpy as np

def mse(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)

def mse_gradient(y_true, y_pred):
    return 2 * (y_pred - y_true) / y_true.size

def mae(y_true, y_pred):
    return np.mean(abs(y_true - y_pred))

def mae_gradient(y_true, y_pred):
    return np.sign(y_pred - y_true) / y_true.size

def bce(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))

def bce_gradient(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return (-y_true / p + (1 - y_true) / (1 - p)) / y_true.size
"""
STUB = "\ndef {}(y_true, y_pred):\n    {}\n"
BOTH = [losses.outlier_and_lines, losses.cost_of_a_probability]


def changed(name, body):
    """RIGHT with one function replaced."""
    return RIGHT + STUB.format(name, body)


# ---------------------------------------------------------------- right code


@pytest.mark.parametrize("outlier", [(1.6, 3.2), (1.6, 10.0), (0.4, -2.0), (0.0, 7.0), (2.4, -2.0)])
def test_the_best_lines_are_the_lowest_points_of_the_curves(own, outlier):
    own(losses=RIGHT)
    stage = losses.outlier_and_lines()
    stage.move(outlier=list(outlier))
    assert stage.banner == ""
    weights = stage.array("weights")
    for name in ("mse", "mae"):
        curve = stage.array(f"own_{name}")
        assert np.allclose(curve, stage.array(f"ref_{name}"))
        assert abs(weights[np.argmin(curve)] - stage.array(f"{name}_best")[0]) <= 0.0101


def test_the_answers_of_the_notebook_can_be_read_off_it():
    """With the large point at the upper edge, and a little to the side of where it started as well."""
    stage = losses.outlier_and_lines(own=False)
    for aside in (1.4, 1.6, 1.9, 2.2):
        stage.move(outlier=[aside, 10.0])
        assert f"{stage.array('mse_best')[0]:.1f}" == "2.7"
        assert f"{stage.array('mae_best')[0]:.1f}" == "2.1"
    assert "MSE's 2.68, MAE's 2.11" in stage.caption
    stage.move(outlier=[1.6, -2.0])
    assert f"{stage.array('mse_best')[0]:.1f} {stage.array('mae_best')[0]:.1f}" == "1.5 1.9"


def test_the_outlier_pulls_with_mse_and_has_one_vote_with_mae(own):
    own(losses=RIGHT)
    stage = losses.outlier_and_lines()
    stage.move(outlier=[1.6, 10.0], w=1.0)
    points = np.append(losses.POINTS_Y, 10.0)
    assert np.allclose(stage.array("foot") + stage.array("mse_pull"), points)  # MSE's arrows end at the points
    assert np.allclose(abs(stage.array("mae_pull")), losses.PULL)


def test_arrows_on_the_curves_are_steps_of_gradient_descent(own):
    own(losses=RIGHT)
    stage = losses.outlier_and_lines()
    weights, here = stage.array("weights"), 75
    stage.move(w=weights[here])
    for name in ("mse", "mae"):
        curve = stage.array(f"own_{name}")
        slope = (curve[here + 1] - curve[here - 1]) / (weights[here + 1] - weights[here - 1])
        assert stage.array(f"{name}_slope")[0] == pytest.approx(slope, rel=0.02)
        assert stage.array(f"{name}_step")[0] == pytest.approx(-losses.RATE * slope, rel=0.02)


@pytest.mark.parametrize(
    ("label", "p", "words"),
    [
        (0, 0.37, "y = 1, p = 0.37: leaning to the wrong side. Loss 0.994, slope −2.7."),
        (0, 0.01, "confident and wrong. Loss 4.61, slope −100."),
        (0, 0.0, "Unclipped, the loss would be infinite. Loss 27.6, slope −10¹²."),
        (0, 1.0, "confident and right. Loss 10⁻¹², slope −1."),
        (1, 0.5, "y = 0, p = 0.5: undecided. Loss 0.693, slope 2."),
        (1, 0.001, "confident and right. Loss 0.001, slope 1."),
        (1, 0.999, "y = 0, p = 0.999: confident and wrong. Loss 6.91, slope 1000."),
    ],
)
def test_what_a_probability_costs_in_words(own, label, p, words):
    own(losses=RIGHT)
    stage = losses.cost_of_a_probability()
    stage.move(label=label, p=p)
    assert stage.banner == ""
    assert words in stage.caption


def test_the_squared_error_is_told_when_it_is_switched_on():
    stage = losses.cost_of_a_probability(own=False)
    stage.move(p=0.1)
    assert "Squared" not in stage.caption
    stage.move(squared=1)
    assert stage.caption.endswith("Squared error 0.81, its slope −1.8.")


# ---------------------------------------------------------------- code that is missing or wrong


@pytest.mark.parametrize("widget", BOTH)
def test_before_anything_is_written_the_reference_is_drawn(own, widget):
    names = ("mse", "mse_gradient", "mae", "mae_gradient", "bce", "bce_gradient")
    own(losses="".join(STUB.format(name, "raise NotImplementedError") for name in names))
    stage = widget()
    assert "This shows the reference: fill in" in stage.banner
    assert not any(name.startswith("own") for name in stage._frames.arrays)
    assert any(name.startswith("ref") for name in stage._frames.arrays)
    assert stage.caption == widget(own=False).caption


@pytest.mark.parametrize(
    ("widget", "name", "body", "words"),
    [
        (
            0,
            "mse",
            "return np.sum((y_true - y_pred) ** 2)",
            "Your mse parts from the reference: at w = 0 it gives 64.2",
        ),
        (0, "mae_gradient", "return np.sign(y_true - y_pred) / y_true.size", "at w = 0 it gives 0.1 for point 1"),
        (0, "mse_gradient", "return 3.0", "of shape (10,)) gave 3.0, not an array of shape (10,)"),
        (0, "mae", "return 1 / 0", "mae stopped with ZeroDivisionError"),
        (0, "mse_gradient", "return np.inf * (y_true - y_pred)", "mse_gradient"),
        (1, "bce", "return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))", "gave nan"),
        (1, "bce", "return None", "bce([1.0], [0.0]) gave None, not one number"),
        (1, "bce", "return -np.mean(np.log(np.where(y_true == 1, y_pred, 1 - y_pred)))", "p = 0 it gives over 10³⁸"),
        (1, "bce_gradient", "return (y_pred - y_true) / y_true.size", "p = 0 it gives −1, the formula −10¹²"),
    ],
)
def test_wrong_code_is_told_in_a_sentence_and_without_noise(own, capfd, recwarn, widget, name, body, words):
    own(losses=changed(name, body))
    stage = BOTH[widget]()
    assert words in stage.banner
    assert not recwarn.list and not "".join(capfd.readouterr())


def test_a_wrong_curve_is_drawn_beside_the_reference(own):
    own(losses=changed("mse", "return np.sum((y_true - y_pred) ** 2)"))
    stage = losses.outlier_and_lines()
    assert np.allclose(stage.array("own_mse"), 10 * stage.array("ref_mse"))


def test_float32_and_other_clipping_are_not_called_wrong(own):
    own(losses=changed("mse", "return np.mean((np.float32(y_true) - np.float32(y_pred)) ** 2)"))
    assert losses.outlier_and_lines().banner == ""
    each = "return np.where(y_true == 1, -1 / np.maximum(y_pred, 1e-12), 1 / np.maximum(1 - y_pred, 1e-12))"
    own(losses=changed("bce_gradient", each))
    assert losses.cost_of_a_probability().banner == ""


def test_code_that_changes_its_arguments_does_not_spoil_the_picture(own):
    own(losses=changed("mse", "y_pred -= y_true\n    return np.mean(y_pred ** 2)"))
    stage = losses.outlier_and_lines()
    assert stage.banner == ""
    assert np.allclose(stage.array("own_mae"), stage.array("ref_mae"))


@pytest.mark.parametrize("widget", BOTH)
def test_a_widget_has_words_for_those_who_do_not_see_it(widget):
    data, _ = widget(own=False)._repr_mimebundle_()
    assert "Left," in data["text/html"] and "Right," in data["text/html"]
    assert data["image/png"]


def test_a_question_can_be_asked_first():
    question = parts.Choice("Which?", ["this", "that"], right=0, because="So.")
    assert losses.outlier_and_lines(own=False, question=question).spec["question"]["ask"] == "Which?"
