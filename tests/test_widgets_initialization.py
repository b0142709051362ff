"""The widgets of notebook 05, without a browser: their frames, their words, and what they make of wrong code."""

import warnings

import numpy as np
import pytest

from nncourse.widgets import initialization, static

RIGHT = """
import numpy as np

def zeros(n_out, n_in):
    return np.zeros((n_out, n_in))

def random_normal(n_out, n_in, scale, rng):
    return rng.normal(0, scale, size=(n_out, n_in))

def xavier_uniform(n_out, n_in, rng):
    return rng.uniform(-1, 1, size=(n_out, n_in)) / np.sqrt(n_in)

def glorot_uniform(n_out, n_in, rng):
    return rng.uniform(-1, 1, size=(n_out, n_in)) * np.sqrt(6 / (n_in + n_out))

def he_normal(n_out, n_in, rng):
    return rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in)
"""
SIGMOID, TANH, RELU = range(3)
ZERO, SMALL, XAVIER, GLOROT, HE = range(5)


def changed(name, body, arguments="n_out, n_in, rng"):
    """RIGHT, with one function replaced."""
    return f"{RIGHT}\ndef {name}({arguments}):\n    {body}\n"


def verdicts(stage):
    """The word that stands above each of the two pictures."""
    words = {what: [] for what in ("act", "grad")}
    for what, found in words.items():
        found += [w for w in initialization.VERDICTS if np.isfinite(stage.array(f"{what}_{w.split()[0]}")[0])]
    return tuple(" ".join(found) for found in words.values())


# ---------------------------------------------------------------- a signal through ten layers


@pytest.mark.parametrize(
    ("activation", "scale", "words"),
    [
        (RELU, 0.02, ("vanish", "vanish")),
        (RELU, 0.0884, ("healthy", "healthy")),
        (RELU, 0.4, ("explode", "explode")),
        (TANH, 0.02, ("vanish", "vanish")),
        (TANH, 0.0625, ("healthy", "healthy")),
        (TANH, 0.4, ("saturate", "explode")),
        (SIGMOID, 0.0625, ("healthy", "vanish")),
        (SIGMOID, 0.0884, ("healthy", "vanish")),
    ],
)
def test_each_verdict_stands_where_it_belongs(activation, scale, words):
    stage = initialization.signal_through_layers()
    stage.move(activation=activation, scale=scale)
    assert verdicts(stage) == words
    for word in words:
        assert word in stage.caption


def test_the_answers_of_the_notebook_can_be_read_off():
    """ReLU keeps its size at the scale √(2/256) and at no other place of the slider."""
    stage = initialization.signal_through_layers()
    stage.move(activation=RELU)
    ratios = {}
    for scale in initialization.SCALES:
        stage.move(scale=scale)
        sizes = stage.array("act")
        ratios[scale] = sizes[-1] / sizes[0]
    best = min(ratios, key=lambda scale: abs(np.log(ratios[scale])))
    assert f"{best:.2f}" == "0.09"
    assert best == pytest.approx((2 / initialization.WIDTH) ** 0.5, rel=1e-3)
    assert ratios[0.08] < 0.5 and ratios[0.1] > 2.5  # as the hints say
    stage.move(scale=0.4, activation=TANH)
    assert verdicts(stage)[0] == "saturate"


def test_twice_the_weights_make_a_thousand_times_the_output():
    """The prediction: ten layers of ReLU double ten times."""
    stage = initialization.signal_through_layers()
    ends = []
    for scale in (0.04, 0.08):
        stage.move(activation=RELU, scale=scale)
        ends.append(stage.array("act")[-1])
    assert ends[1] / ends[0] == pytest.approx(1024, rel=0.01)


def test_one_layer_of_the_signal_by_hand():
    rng = np.random.default_rng(0)
    weights = [rng.normal(size=(initialization.WIDTH, initialization.WIDTH)) for _ in range(2)]
    act, grad, bars, _, saturated = initialization._signal(weights, [0.05], initialization.TANH)
    x, upstream = np.random.default_rng(1).normal(size=(2, initialization.BATCH, initialization.WIDTH))
    one = np.tanh(x @ (0.05 * weights[0]).T)
    two = np.tanh(one @ (0.05 * weights[1]).T)
    dz2 = upstream * (1 - two**2)
    dz1 = dz2 @ (0.05 * weights[1]) * (1 - one**2)
    for found, exact in zip((*act[0], *grad[0]), (one, two, dz1, dz2), strict=True):
        assert found == pytest.approx(np.sqrt((exact**2).mean()), rel=1e-4)
    assert saturated[0] == pytest.approx((abs(two) > 0.95).mean(), abs=0.002)
    assert bars.shape == (1, 2, 42) and bars.max() == 1


@pytest.mark.parametrize(
    ("start", "activation", "words"),
    [
        (ZERO, TANH, ("all exactly 0", "all exactly 0")),
        (SMALL, RELU, ("vanish", "vanish")),
        (XAVIER, RELU, ("vanish", "vanish")),
        (XAVIER, TANH, ("vanish", "vanish")),
        (GLOROT, TANH, ("healthy", "healthy")),
        (GLOROT, RELU, ("vanish", "vanish")),
        (HE, RELU, ("healthy", "healthy")),
        (HE, TANH, ("healthy", "healthy")),
        (HE, SIGMOID, ("healthy", "vanish")),
    ],
)
def test_what_the_notebook_says_of_each_start_holds(own, start, activation, words):
    own(initializers=RIGHT)
    stage = initialization.signal_with_your_weights()
    stage.move(start=start, activation=activation)
    assert stage.banner == ""
    assert verdicts(stage) == words


def test_the_slider_multiplies_all_weights(own):
    own(initializers=RIGHT)
    stage = initialization.signal_with_your_weights()
    sizes = []
    for factor in (1.0, 2.0):
        stage.move(scale=factor)
        sizes.append(stage.array("act"))
    assert np.allclose(sizes[1] / sizes[0], 2.0 ** np.arange(1, 11), rtol=1e-3)
    assert np.allclose(stage.array("ref_act"), sizes[1], rtol=1e-3)  # drawn from the same stream


# ---------------------------------------------------------------- training


def losses(stage, task, step=300):
    """The losses from the five starts."""
    stage.move(task=task, step=step)
    return [stage.array(f"at_{name}")[0] for name in ("zero", "small", "Xavier", "Glorot", "He")]


def test_what_the_notebook_says_of_training_holds(own):
    own(initializers=RIGHT)
    stage = initialization.loss_over_training()
    assert stage.banner == ""
    zero, small, xavier, glorot, he = losses(stage, 0)
    assert min(zero, small, xavier) > 0.9 and he < 0.2 and he < glorot
    zero, small, xavier, glorot, he = losses(stage, 1)
    assert min(zero, small) > 0.9 > xavier > glorot > he
    zero, small, xavier, glorot, he = losses(stage, 2)
    assert zero > 0.9 and max(small, xavier, glorot, he) < 0.5


def test_the_gradients_of_training_are_the_measured_ones(monkeypatch):
    """A step of the widget's own training, against nudged weights."""
    task = initialization.Task("small", 2, initialization.TANH, 0.1)
    starts = [initialization._weights(start, task.sizes()) for start in initialization.STARTS]
    x, y = initialization._data()
    monkeypatch.setattr(initialization, "STEPS", 0)
    [loss], [sizes] = initialization._train(task, starts)

    def measured(weights):
        a = x
        for layer, W in enumerate(weights):
            a = np.tanh(a @ W.T) if layer < len(weights) - 1 else a @ W.T
        return ((a - y) ** 2).mean()

    weights = starts[HE]
    assert loss[HE] == pytest.approx(measured(weights))
    slopes = np.zeros_like(weights[2])
    for place in np.ndindex(slopes.shape):
        ends = []
        for way in (1e-6, -1e-6):
            nudged = weights[2].copy()
            nudged[place] += way
            ends.append(measured([*weights[:2], nudged]))
        slopes[place] = (ends[0] - ends[1]) / 2e-6
    assert sizes[2][HE] == pytest.approx(np.sqrt((slopes**2).mean()), rel=1e-5)


# ---------------------------------------------------------------- code that is not right


@pytest.mark.parametrize("widget", [initialization.signal_with_your_weights, initialization.loss_over_training])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "This shows the reference"),
        (changed("he_normal", "raise NotImplementedError"), "fill in he_normal"),
        (changed("he_normal", "return None"), "gave None, not an array of shape"),
        (changed("he_normal", "return rng.normal(size=(n_in + 1, n_out))"), "not an array of shape"),
        (changed("he_normal", "return 1 / 0"), "he_normal stopped with ZeroDivisionError"),
        (changed("he_normal", "return rng.normal(0, 2 / n_in, size=(n_out, n_in))"), "Your he_normal gives weights"),
        ("def he_normal(n_out, n_in, rng)\n    return 1", "cannot be read by Python"),
    ],
)
def test_wrong_code_is_told_in_a_sentence(own, capfd, widget, code, words):
    own(initializers=code)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = widget()
        static.png(stage)
    assert words in stage.banner
    assert capfd.readouterr() == ("", "")


def test_huge_weights_do_not_break_the_picture(own):
    own(initializers=changed("xavier_uniform", "return 1e6 * rng.uniform(-1, 1, size=(n_out, n_in))"))
    stage = initialization.signal_with_your_weights()
    stage.move(start=XAVIER)
    assert "Your xavier_uniform gives weights" in stage.banner
    static.png(stage)
    stage = initialization.loss_over_training()
    assert "Your xavier_uniform gives weights" in stage.banner
    assert np.isfinite(losses(stage, 0)).all()
    static.png(stage)


def test_zeros_that_are_not_zero_are_named(own):
    own(initializers=changed("zeros", "return np.ones((n_out, n_in))", "n_out, n_in"))
    stage = initialization.loss_over_training()
    assert stage.banner == "Your zeros gives weights up to 1."
