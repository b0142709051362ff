"""The widgets of notebook 02, without a browser: their frames, their words, and what they make of wrong code."""

import warnings

import numpy as np
import pytest

from nncourse.widgets import cost, differences, rounding, static

RIGHT = """
import numpy as np

def forward_difference(f, w, eps=1e-6):
    return (f(w + eps) - f(w)) / eps

def central_difference(f, w, eps=1e-5):
    return (f(w + eps) - f(w - eps)) / (2 * eps)

def numerical_gradient(f, w, eps=1e-5):
    slopes = np.zeros(np.shape(w))
    for place in np.ndindex(slopes.shape):
        nudge = np.zeros(slopes.shape)
        nudge[place] = eps
        slopes[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return slopes

def forward_gradient(f, w, eps=1e-6):
    here, slopes = f(w), np.zeros(np.shape(w))
    for place in np.ndindex(slopes.shape):
        nudged = w.copy()
        nudged[place] += eps
        slopes[place] = (f(nudged) - here) / eps
    return slopes
"""
ALL = [differences.secant_and_tangent, rounding.error_against_eps, cost.cost_of_differences]


def changed(name, body, arguments="f, w, eps=1e-5"):
    """RIGHT, with one function replaced."""
    return f"{RIGHT}\ndef {name}({arguments}):\n    {body}\n"


@pytest.fixture(autouse=True)
def few_weights(monkeypatch):
    """What costs time is tried with few weights."""
    monkeypatch.setattr(cost, "COUNTS", (10, 20, 50, 100, 200, 500))


# ---------------------------------------------------------------- training as a search


def test_the_lowest_error_is_named_and_is_the_lowest():
    stage = differences.training_as_search()
    weights, errors = stage.array("weights"), stage.array("errors")
    best = weights[np.argmin(errors)]
    stage.move(w=best)
    assert "ŵ" in stage.caption
    stage.move(w=1.0)
    assert "ŵ" not in stage.caption


def test_the_sticks_end_on_the_line():
    stage = differences.training_as_search()
    stage.move(w=2.0)
    ends = stage.array("stick_y").reshape(-1, 3)
    assert np.allclose(ends[:, 1], 2 * stage.array("x"))
    assert np.allclose(ends[:, 0], stage.array("y"))
    assert stage.array("now")[0] == pytest.approx(((2 * stage.array("x") - stage.array("y")) ** 2).mean())


# ---------------------------------------------------------------- secant and tangent


@pytest.mark.parametrize("theirs", [True, False])
def test_worked_example_of_the_lecture(own, theirs):
    own(differences=RIGHT)
    stage = differences.secant_and_tangent(own=theirs)
    stage.move(eps=0.1)
    assert stage.banner == ""
    assert "True slope: −24. Forward line: −23.1, wrong by 0.9. Central line: −24, wrong by 0." in stage.caption


def test_the_answers_of_the_notebook_can_be_read_off():
    stage = differences.secant_and_tangent(own=False)
    stage.move(eps=8 / 3)
    assert stage.array("forward_now")[0] == pytest.approx(0, abs=1e-9)
    assert "ε = 2.67" in stage.caption
    stage.move(curve=1, eps=0.1)
    large = [stage.array(f"{name}_off")[0] for name in differences.NAMES]
    stage.move(eps=0.01)
    small = [stage.array(f"{name}_off")[0] for name in differences.NAMES]
    assert large[0] / small[0] == pytest.approx(10, rel=0.1)
    assert large[1] / small[1] == pytest.approx(100, rel=0.1)


def test_the_lines_go_through_their_points():
    stage = differences.secant_and_tangent(own=False)
    for curve in (0, 1):
        stage.move(curve=curve, eps=0.5)
        ends = stage.array("ends")
        for name, start in (("forward", "here"), ("central", "behind")):
            heights = stage.array(f"own_{name}_line")
            for point in (start, "ahead"):
                at = np.interp(stage.array(f"{point}_w")[0], ends, heights)
                assert at == pytest.approx(stage.array(point)[0])


# ---------------------------------------------------------------- the V


def lowest(stage, name):
    return np.log10(stage.array("steps")[np.argmin(stage.array(f"own_{name}"))])


def test_the_bottoms_of_the_v_are_where_the_notebook_says(own):
    own(differences=RIGHT)
    stage = rounding.error_against_eps()
    assert stage.banner == ""
    assert -9 < lowest(stage, "forward") < -7
    assert -6.2 < lowest(stage, "central") < -4.5
    stage.move(type=1)
    assert -4.2 < lowest(stage, "forward") < -2.8


def test_the_prediction_of_the_formulas_holds(own):
    own(differences=RIGHT)
    stage = rounding.error_against_eps()
    for function in range(3):
        for numbers in range(2):
            stage.move(curve=function, type=numbers)
            inside = stage.array("steps") > (1e-14 if numbers == 0 else 1e-6)
            measured, predicted = stage.array("own_forward")[inside], stage.array("theory_forward")[inside]
            assert (measured < 6 * predicted + 1e-13).all()
            assert np.median(measured / predicted) > 0.1


def test_a_central_difference_of_a_parabola_has_no_truncation_error(own):
    own(differences=RIGHT)
    stage = rounding.error_against_eps()
    stage.move(curve=1, eps=1.0)
    assert "central below 10⁻¹⁶" in stage.caption
    assert "forward 0.375 (truncation rules)" in stage.caption


def test_a_step_too_small_to_be_seen_leaves_nothing_right(own):
    own(differences=RIGHT)
    stage = rounding.error_against_eps()
    stage.move(type=1, eps=1e-10)
    assert "share all of their 7 digits" in stage.caption
    assert "forward 1, no digit is right (round-off rules)" in stage.caption


def test_the_curve_is_uncovered_only_by_an_answer(own):
    own(differences=RIGHT)
    stage = rounding.error_against_eps()
    hidden = [layer for panel in stage.panels for layer in panel.layers if layer.when == "answered"]
    assert {"own_forward", "own_central", "glass_y"} <= {layer.y for layer in hidden if isinstance(layer.y, str)}
    seen = stage.array("known_own_forward")
    assert np.isnan(seen[stage.array("steps") < 0.009]).all()
    question = stage.spec["question"]
    values = stage.controls[0].values
    assert values[question["low"]] < 1e-8 < values[question["high"]]


# ---------------------------------------------------------------- the cost


def test_looks_are_counted(own):
    own(differences=RIGHT)
    stage = cost.cost_of_differences()
    assert stage.banner == ""
    counts = np.array(cost.COUNTS)
    assert (stage.array("own_forward_gradient_looks") == counts + 1).all()
    assert (stage.array("own_numerical_gradient_looks") == 2 * counts).all()
    assert (stage.array("own_numerical_gradient")[-1] > 10 * stage.array("backward")[-1]).all()
    assert "Fitted slope" in stage.caption


def test_slow_code_is_stopped(own, monkeypatch):
    monkeypatch.setattr(cost, "SECONDS", 0.05)
    body = "return [f(w) for _ in range(10**9)]"
    own(differences=changed("forward_gradient", body))
    stage = cost.cost_of_differences()
    assert "forward_gradient is slow" in stage.banner


# ---------------------------------------------------------------- code that is not right


@pytest.mark.parametrize("widget", ALL)
def test_no_code_at_all_shows_the_reference_and_says_so(own, widget):
    own(differences="")
    stage = widget()
    assert "This shows the reference" in stage.banner
    assert not any(name.startswith("own_") for name in stage.frames["arrays"])


@pytest.mark.parametrize("widget", ALL)
def test_the_reference_alone_needs_no_code(own, widget):
    own()
    stage = widget(own=False)
    assert stage.banner == ""
    assert all(control.name != "again" for control in stage.controls)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (changed("forward_difference", "raise NotImplementedError"), "fill in forward_difference"),
        (changed("forward_difference", "return None"), "gave None, not one number"),
        (changed("forward_difference", "return 1 / 0"), "forward_difference stopped with ZeroDivisionError"),
        (changed("forward_difference", "return (f(w) - f(w - eps)) / eps"), "Your forward_difference parts from"),
        (changed("central_difference", "return (f(w + eps) - f(w - eps)) / eps"), "Your central_difference parts from"),
        ("def forward_difference(f, w)\n    return 1", "cannot be read by Python"),
    ],
)
@pytest.mark.parametrize("widget", ALL[:2])
def test_wrong_code_is_told_in_a_sentence(own, capfd, widget, code, words):
    own(differences=code)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = widget()
        static.png(stage)
    assert words in stage.banner
    assert capfd.readouterr() == ("", "")


def test_what_is_right_is_drawn_beside_what_is_missing(own):
    own(differences=changed("central_difference", "raise NotImplementedError"))
    stage = differences.secant_and_tangent()
    assert stage.has("own_forward") and not stage.has("own_central") and stage.has("ref_central")
    stage = rounding.error_against_eps()
    assert stage.has("own_forward") and not stage.has("own_central") and stage.has("ref_central")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return np.zeros(3)", "gave an array of shape (3,), not an array of shape (10,)"),
        ("return f(w[:2])", "numerical_gradient stopped with ValueError"),
    ],
)
def test_a_gradient_of_another_shape(own, body, words):
    own(differences=changed("numerical_gradient", body))
    stage = cost.cost_of_differences()
    assert words in stage.banner
    assert stage.has("own_forward_gradient") and stage.has("ref_numerical_gradient")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (4.1e-6, "4.1 µs"),
        (99.8e-6, "100 µs"),
        (0.02, "20 ms"),
        (5.5, "5.5 s"),
        (80, "80 s"),
        (7200, "2 hours"),
        (1e7, "116 days"),
    ],
)
def test_times_are_said_as_people_say_them(seconds, words):
    assert cost._duration(seconds) == words
