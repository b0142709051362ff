"""The widgets of notebook 07, without a browser: their numbers, and what they make of code that is not right."""

import numpy as np
import pytest

from nncourse.widgets import moons
from nncourse.widgets.activations import activation_curves, dying_neuron, through_layers, two_moons
from nncourse.widgets.bends import KINDS

RIGHT = """
import numpy as np

def linear(z): return z
def linear_derivative(z): return np.ones_like(z)
def relu(z): return np.maximum(z, 0)
def relu_derivative(z): return np.where(z > 0, 1.0, 0.0)
def leaky_relu(z, alpha=0.01): return np.where(z > 0, z, alpha * z)
def leaky_relu_derivative(z, alpha=0.01): return np.where(z > 0, 1.0, alpha)
def prelu(z, alpha): return leaky_relu(z, alpha)
def prelu_derivative(z, alpha): return leaky_relu_derivative(z, alpha)
def elu(z, alpha=1.0): return np.where(z > 0, z, alpha * (np.exp(z) - 1))
def elu_derivative(z, alpha=1.0): return np.where(z > 0, 1.0, alpha * np.exp(z))
def sigmoid(z): return 1 / (1 + np.exp(-z))
def sigmoid_derivative(z): return sigmoid(z) * (1 - sigmoid(z))
def tanh(z): return np.tanh(z)
def tanh_derivative(z): return 1 - np.tanh(z) ** 2
"""
OF_STUDENTS = [activation_curves, dying_neuron, through_layers]


@pytest.mark.parametrize("widget", OF_STUDENTS)
def test_right_code_is_drawn_over_its_ghost(own, widget):
    own(activations=RIGHT)
    stage = widget()
    assert stage.banner == ""
    drawn = [name for name in stage._frames.arrays if name.startswith("own_") or name in ("main_f", "main_slope")]
    assert drawn
    for name in drawn:
        ghost = f"ref_{name.removeprefix('own_')}" if name.startswith("own_") else f"{name}_ref"
        assert np.allclose(stage.array(name), stage.array(ghost), rtol=1e-4, equal_nan=True)


@pytest.mark.parametrize("widget", OF_STUDENTS)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("def relu_derivative(z): raise NotImplementedError", "fill in relu_derivative"),
        ("def relu_derivative(z): return None", "relu_derivative(z), z of shape"),
        ("def relu_derivative(z): return 1.0", "relu_derivative(z), z of shape"),
        ("def relu_derivative(z): return z if z > 0 else 0", "stopped with ValueError"),
        ("def relu_derivative(z): return np.where(z > 0, 0.5, 0.0)", "reference"),
    ],
)
def test_useless_code_leaves_the_reference_and_a_sentence(own, widget, line, words):
    own(activations=RIGHT + line + "\n")
    assert words in widget().banner


def test_nothing_written_shows_the_reference(own):
    own(activations="def relu(z):\n    raise NotImplementedError\n")
    for widget in OF_STUDENTS:
        assert "reference" in widget().banner
    assert activation_curves(own=False).banner == ""


def test_worked_values_of_the_lecture():
    stage = activation_curves(start="sigmoid", compare="linear", own=False)
    stage.move(z=5.7)
    assert stage.array("main_f_now") == pytest.approx(0.99666519)
    assert "it says 0.997." in stage.caption and "it says 5.7, slope 1." in stage.caption
    stage.move(z=0)
    assert stage.array("main_slope_now") == pytest.approx(0.25)
    assert activation_curves(start="tanh", z=0, own=False).array("main_slope_now") == pytest.approx(1)


@pytest.mark.parametrize("label", KINDS)
def test_each_slope_is_that_of_its_function(label):
    z, step = np.array([-3.0, -0.7, 0.4, 2.5]), 1e-5
    for alpha in (0.0, 0.3, 1.0):
        kind = KINDS[label]
        measured = (kind.f(z + step, alpha) - kind.f(z - step, alpha)) / (2 * step)
        assert kind.slope(z, alpha) == pytest.approx(measured, abs=1e-8)


@pytest.mark.parametrize(("label", "edge"), [("sigmoid", 2.887), ("tanh", 2.178)])
def test_saturation_is_shaded_and_said(label, edge):
    stage = activation_curves(start=label, own=False)
    assert stage.array("flat_to")[0] == pytest.approx(-edge, abs=0.05)
    assert stage.array("flat_from")[1] == pytest.approx(edge, abs=0.05)
    stage.move(z=np.ceil(10 * edge) / 10)
    assert "hardly anything" in stage.caption
    stage.move(z=np.floor(10 * edge) / 10)
    assert "hardly anything" not in stage.caption


def test_alpha_moves_the_kink_of_elu():
    stage = activation_curves(start="ELU", own=False)
    for alpha in (0.5, 1.0, 1.5):
        stage.move(alpha=alpha)
        assert stage.array("slope_at_0") == pytest.approx(alpha)


def test_a_push_of_1_6_kills_and_a_leak_revives():
    stage = dying_neuron(own=False)
    for push, dead in ((1.5, False), (1.6, True), (3.0, True)):
        stage.move(push=push, step=150)
        assert (stage.array("count_relu")[0] == 0) == dead == ("dead" in stage.caption)
        assert stage.array("count_leaky")[0] > 0
    stage.move(push=2, alpha=0.01)
    first = next(step for step in range(16, 151) if _moved(stage, step).array("count_leaky")[0] > 0)
    assert first == 89


def _moved(stage, step):
    stage.move(step=step)
    return stage


def test_without_a_bend_the_border_is_a_straight_line():
    stage = two_moons()
    for width in moons.WIDTHS:
        for time in moons.TIMES:
            stage.move(width=width, time=time)
            x, y = stage.array("border_x_none"), stage.array("border_y_none")
            points = np.stack([x, y], axis=1)[np.isfinite(x)]
            if len(points) > 2:
                spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
                assert spread[1] < 0.02 * spread[0]
    stage.move(width=16, time=300)
    assert stage.array("share_none")[0] < 92 < 98 < stage.array("share_relu")[0]


def test_ten_sigmoids_leave_nothing_of_a_gradient():
    stage = through_layers(own=False)
    left = {label: stage.array(f"left_{label}")[0] for label in ("sigmoid", "tanh", "ReLU")}
    assert left["sigmoid"] < 1e-6 and left["tanh"] > 0.1
    stage.move(size=2**0.5)
    assert 0.3 < stage.array("left_ReLU")[0] < 3
    assert "He" in stage.caption


@pytest.mark.parametrize("widget", [*OF_STUDENTS, two_moons])
def test_there_is_a_still_picture_with_words(own, widget):
    own(activations=RIGHT)
    data, _ = widget()._repr_mimebundle_()
    assert data["image/png"] and 'alt="' in data["text/html"]
