"""The widgets of notebook 08, without a browser: right numbers, the student's numbers, and what they say."""

import json
import warnings

import numpy as np
import pytest

from nncourse.widgets import softmax as widgets
from nncourse.widgets import static

RIGHT = """
import numpy as np

def softmax(z, temperature=1.0):
    e = np.exp((z - z.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)

def predict(z):
    return z.argmax(axis=-1)

def softmax_cross_entropy(z, y_true):
    p = softmax(z)
    return -np.mean(np.sum(y_true * np.log(p), axis=-1)), (p - y_true) / len(z)
"""
ALL = [widgets.three_logits, widgets.loss_and_gradient]


def changed(name, arguments, body):
    """RIGHT with one function replaced."""
    return f"{RIGHT}\ndef {name}({arguments}):\n    {body}\n"


def shown(stage, name="p"):
    """The three probabilities, or gradients, that stand in the picture."""
    return np.array([stage.array(f"{name}_{k}")[0] for k in range(3)])


# ---------------------------------------------------------------- three logits


@pytest.mark.parametrize("theirs", [True, False])
def test_the_lectures_example(own, theirs):
    own(softmax=RIGHT)
    stage = widgets.three_logits(own=theirs)
    assert stage.banner == ""
    assert shown(stage) == pytest.approx([0.6127749, 0.3042950, 0.0829301], abs=1e-6)
    assert shown(stage, "own") == pytest.approx(shown(stage))
    assert stage.caption.startswith("Decision: benign. The probabilities: benign 0.613, malignant 0.304, pre-cancerous")
    assert stage.has("ref_x") == theirs


def test_probabilities_are_softmax_wherever_the_sliders_stand(own):
    own(softmax=RIGHT)
    stage = widgets.three_logits()
    for z, T in (((-3, 0, 3), 0.5), ((1, 1, 1), 4.0), ((0.3, -2.1, 2.8), 0.1)):
        stage.move(z0=z[0], z1=z[1], z2=z[2], temperature=T)
        e = np.exp(np.array(z) / T)
        assert shown(stage, "own") == pytest.approx(e / e.sum(), abs=1e-9)
        point = (e / e.sum()) @ widgets.CORNERS
        assert [stage.array("own_x")[0], stage.array("own_y")[0]] == pytest.approx(point)
        assert stage.banner == ""


def test_what_is_added_to_all_moves_the_logits_and_no_probability(own):
    own(softmax=RIGHT)
    stage = widgets.three_logits()
    before, logits = shown(stage, "own"), shown(stage, "logit")
    for c in widgets.SHIFTS:
        stage.move(shift=c)
        assert shown(stage, "own") == pytest.approx(before, abs=1e-9)
        assert shown(stage, "logit") == pytest.approx(logits + c)
    assert "1000 larger than its slider says" in stage.caption


def test_what_the_notebook_asks_to_be_read_off(own):
    """The answers of its first graded cell hold in the picture."""
    stage = widgets.three_logits(own=False)
    enough = []
    for T in widgets.TEMPERATURES:
        stage.move(temperature=T)
        enough += [T] if shown(stage)[0] >= 0.9 else []
    assert max(enough) == 0.3
    stage.move(temperature=1.0, z2=3.0)
    p = shown(stage)
    assert round(p[0] / p[1], 1) == 2.0


def test_a_decision_of_theirs_is_marked_and_a_wrong_one_said(own):
    own(softmax=changed("predict", "z", "return z.argmin(axis=-1)"))
    stage = widgets.three_logits()
    assert stage.banner == "Your predict([1.5, 0.8, −0.5]) gives 2; the largest logit has index 0."
    assert stage.array("decision_x")[0] == 2
    assert shown(stage, "own") == pytest.approx([0.6127749, 0.3042950, 0.0829301], abs=1e-6)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "has no softmax"),
        (changed("softmax", "z, temperature=1.0", "raise NotImplementedError"), "fill in softmax in nnlib/softmax.py"),
        (
            changed("softmax", "z, temperature=1.0", "return z[:2]"),
            "an array of shape (2,), not an array of shape (3,)",
        ),
        (changed("softmax", "z, temperature=1.0", "return 1 / 0"), "ZeroDivisionError"),
        (
            changed("softmax", "z, temperature=1.0", "return np.exp(z) / np.exp(z).max()"),
            "For the logits [1.5, 0.8, −0.5] and T = 1 your softmax gives [1, 0.497, 0.135]; right is [0.613,",
        ),
        (
            changed("softmax", "z, temperature=1.0", "e = np.exp(z / temperature); return e / e.sum()"),
            "With 1000 added to all logits and T = 1, your softmax gives nan",
        ),
        (
            changed("softmax", "z, temperature=1.0", "e = np.exp(z - z.max()); return e / e.sum()"),
            "and T = 0.1 your softmax gives [0.613,",
        ),
        (changed("predict", "z", "return 7"), "predict([1.5, 0.8, −0.5]) gave 7, not the index of a class"),
        (changed("predict", "z", "raise NotImplementedError"), "fill in predict"),
        (changed("softmax_cross_entropy", "z, y_true", "raise NotImplementedError"), ""),
    ],
)
def test_code_that_is_not_right_is_named_and_the_reference_stays(own, code, words):
    own(softmax=code)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = widgets.three_logits()
    assert words in stage.banner and bool(words) == bool(stage.banner)
    assert shown(stage) is not None and stage.has("ref_x")
    assert stage.caption


def test_nan_is_not_drawn_and_the_rest_is(own):
    own(softmax=changed("softmax", "z, temperature=1.0", "e = np.exp(z / temperature); return e / e.sum()"))
    stage = widgets.three_logits()
    assert shown(stage, "own") == pytest.approx([0.6127749, 0.3042950, 0.0829301], abs=1e-6)
    stage.move(shift=1000.0)
    assert np.isnan(shown(stage, "own")).all()
    assert shown(stage) == pytest.approx([0.6127749, 0.3042950, 0.0829301], abs=1e-6)


# ---------------------------------------------------------------- the loss and p − y


@pytest.mark.parametrize("theirs", [True, False])
def test_the_gradient_is_p_minus_y_and_the_slope_of_the_curve(own, theirs):
    own(softmax=RIGHT)
    stage = widgets.loss_and_gradient(own=theirs)
    assert stage.banner == ""
    for truth in range(3):
        for drag in range(3):
            stage.move(truth=truth, drag=drag, place=0.5)
            z = np.array(widgets.LECTURE)
            z[drag] = 0.5
            p = np.exp(z) / np.exp(z).sum()
            assert shown(stage, "dz") == pytest.approx(p - np.eye(3)[truth], abs=1e-9)
            assert stage.array("here_y")[0] == pytest.approx(-np.log(p[truth]))
            places, curve = stage.array("places"), stage.array("own_loss")
            slope = np.gradient(curve, places)[np.argmin(abs(places - 0.5))]
            assert stage.array("slope")[0] == pytest.approx(slope, abs=1e-3)
    assert stage.has("ref_loss") == theirs


def test_what_the_notebook_asks_of_the_second_picture():
    stage = widgets.loss_and_gradient(own=False)
    assert stage.caption.startswith("Malignant is true and has p = 0.304, so the loss is −log p = 1.19.")
    slopes = {}
    for place in stage.array("places"):
        stage.move(drag=1, place=place)
        slopes[place] = stage.array("slope")[0]
    assert min(slopes, key=lambda place: abs(slopes[place] + 0.5)) == 1.6
    stage.move(drag=1, place=1.6)
    assert round(stage.array("here_y")[0], 1) == 0.7
    stage.move(drag=0, place=4.0)
    assert round(stage.array("slope")[0]) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise NotImplementedError", "fill in softmax_cross_entropy in nnlib/softmax.py"),
        ("return 1.0", "gave 1.0, not a pair (loss, dz)"),
        ("return softmax(z) - y_true, 1.0", "its loss, gave an array of shape (1, 3), not one number"),
        ("return 1.0, (softmax(z) - y_true)[0]", "its dz, gave an array of shape (3,), not an array of shape (1, 3)"),
        ("return -np.log(softmax(z))[0, 0], softmax(z) - y_true", "your loss is"),
        ("return -np.sum(y_true * np.log(softmax(z))), y_true - softmax(z)", "your dz is ["),
    ],
)
def test_a_loss_that_is_not_right_is_named(own, body, words):
    own(softmax=changed("softmax_cross_entropy", "z, y_true", body))
    stage = widgets.loss_and_gradient()
    assert words in stage.banner
    assert stage.has("ref_loss")


def test_where_dz_differs_the_right_end_of_the_arrow_is_shown(own):
    own(
        softmax=changed("softmax_cross_entropy", "z, y_true", "return -np.sum(y_true * np.log(softmax(z))), softmax(z)")
    )
    stage = widgets.loss_and_gradient()
    assert np.isnan(stage.array("ref_end")).tolist() == [True, False, True]
    own(softmax=RIGHT)
    assert np.isnan(widgets.loss_and_gradient().array("ref_end")).all()


# ---------------------------------------------------------------- both


@pytest.mark.parametrize("widget", ALL)
@pytest.mark.parametrize("code", [RIGHT, "", "raise ValueError('broken')"], ids=["right", "blank", "broken"])
def test_what_travels_is_json_and_has_a_still_twin(own, widget, code):
    own(softmax=code)
    stage = widget()
    assert bool(stage.banner) == (code != RIGHT)
    for part in (stage.spec, stage.positions):
        json.dumps(part, allow_nan=False)
    assert static.png(stage).startswith(b"\x89PNG")


@pytest.mark.parametrize("widget", ALL)
def test_without_own_no_code_is_needed(own, widget):
    own()
    stage = widget(own=False)
    assert stage.banner == ""
    assert not any(name.startswith("ref") for name in stage.frames["arrays"])
    assert all(control.name != "again" for control in stage.controls)
