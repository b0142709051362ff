"""The widgets of notebook 04, without a browser: every verdict of the shapes game, the sums, the race."""

import itertools
import sys
import time
import warnings

import numpy as np
import pytest

from nncourse.widgets import layer, parts, shapes, speed, static

RIGHT = """
import numpy as np

def layer_backward_loops(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            db[j] += upstream[n, j]
            for i in range(a.shape[1]):
                dW[j, i] += upstream[n, j] * a[n, i]
                da[n, i] += upstream[n, j] * W[j, i]
    return da, dW, db

def linear_backward(upstream, a, W):
    return upstream @ W, upstream.T @ a, upstream.sum(axis=0)
"""
SIZES = list(itertools.product(range(1, shapes.LARGEST + 1), repeat=3))


# ---------------------------------------------------------------- the shapes game


def matrices(sizes):
    """Random matrices of these sizes, by the names of the game; and the three gradients."""
    rng, (n, n_in, n_out) = np.random.default_rng(0), sizes
    a, W, upstream = rng.normal(size=(n, n_in)), rng.normal(size=(n_out, n_in)), rng.normal(size=(n, n_out))
    named = {"a": a, "aᵀ": a.T, "W": W, "Wᵀ": W.T, "upstream": upstream, "upstreamᵀ": upstream.T}
    named |= {"1": np.ones((n_out, 1)), "1ᵀ": np.ones((1, n))}
    return named, {"∂L/∂W": upstream.T @ a, "∂L/∂a": upstream @ W, "∂L/∂b": upstream.sum(axis=0, keepdims=True)}


@pytest.mark.parametrize(("wanted", "left", "right"), shapes.PRODUCTS)
def test_a_verdict_is_what_numpy_says(wanted, left, right):
    """No such product where NumPy refuses, the wrong shape where it gives one, and right only where the numbers are."""
    for sizes in SIZES:
        named, gradients = matrices(sizes)
        code, words = shapes.verdict(wanted, left, right, sizes)
        try:
            result = named[left] @ named[right]
        except ValueError:
            assert code == shapes.MISSING and "no such product" in words
            continue
        if result.shape != gradients[wanted].shape:
            assert code == shapes.MISSHAPEN
            assert f"{result.shape[0]} × {result.shape[1]}" in words
            turned = result.T.shape == gradients[wanted].shape and np.allclose(result.T, gradients[wanted])
            assert turned or "on its side" not in words
        elif code == shapes.FITS:
            assert np.allclose(result, gradients[wanted])
        else:
            assert code == shapes.CHANCE
            assert min(sizes) == 1 or not np.allclose(result, gradients[wanted])


@pytest.mark.parametrize("wanted", shapes.WANTED)
def test_each_gradient_has_one_product_that_always_fits(wanted):
    mine = [product for product in shapes.PRODUCTS if product[0] == wanted]
    always = [product for product in mine if all(shapes.verdict(*product, sizes)[0] == shapes.FITS for sizes in SIZES)]
    assert len(always) == 1


@pytest.mark.parametrize(("sizes", "passing"), [((4, 3, 2), 1), ((2, 4, 2), 2), ((3, 3, 3), 4)])
def test_what_the_notebook_asks_to_count(sizes, passing):
    """The typed answers of the notebook's first section."""
    codes = [shapes.verdict(*product, sizes)[0] for product in shapes.PRODUCTS if product[0] == "∂L/∂W"]
    assert sum(code in (shapes.CHANCE, shapes.FITS) for code in codes) == passing


def test_the_picture_shows_the_verdict():
    stage = shapes.shapes_game()
    stage.move(product=2, N=5, n_in=3, n_out=2)
    assert stage.array("rows").tolist() == [2, 5, 2] and stage.array("columns").tolist() == [5, 3, 3]
    assert np.isfinite(stage.array("good")).all() and not np.isfinite(stage.array("bad")).any()
    assert "a sum over the samples" in stage.caption
    stage.move(product=0)
    assert np.isnan(stage.array("rows")[2]), "a product that does not exist is not drawn"
    assert np.isfinite(stage.array("clash")).all()
    assert (stage.array("tall")[0], stage.array("wide")[0]) == (2, 3)
    assert stage.fill("{one} ≠ {two}") == "2 ≠ 5"
    assert len(static.png(stage)) > 5000


# ---------------------------------------------------------------- a layer's sums


def test_every_sum_is_said_with_its_right_value():
    stage = layer.layer_sums()
    z, da = layer.WEIGHTS @ layer.INPUTS + layer.BIASES, layer.WEIGHTS.T @ layer.UPSTREAM
    for j, value in enumerate(z):
        stage.move(stop=j)
        assert stage.caption.startswith(f"Forward: z{layer.LOW[j + 1]} = ")
        assert f"= {parts.number(value)}. Row {j + 1} of W" in stage.caption
        assert np.isfinite(stage.array("w_x")).reshape(layer.WEIGHTS.shape)[j].all(), "the weights of that row"
        assert np.isfinite(stage.array("w_x")).sum() == layer.N_IN
    for i, value in enumerate(da):
        stage.move(stop=layer.N_OUT + i)
        assert f"= {parts.number(value)}. a{layer.LOW[i + 1]} is in all three sums" in stage.caption
        assert np.isfinite(stage.array("w_x")).reshape(layer.WEIGHTS.shape)[:, i].all(), "the weights of that column"
        assert np.isnan(stage.array("row")).all()
    stage.move(stop=layer.N_OUT + layer.N_IN)
    assert "∂L/∂w₂₃ = (−1)·3 = −3" in stage.caption
    assert len(static.png(stage)) > 5000


# ---------------------------------------------------------------- loops against matrices


def test_the_race_times_both_functions(own):
    own(backprop=RIGHT)
    start = time.monotonic()
    stage = speed.loops_against_matrices()
    assert time.monotonic() - start < 3
    assert stage.banner == ""
    stage.move(batch=64)
    assert stage.caption.startswith("On this computer, for a batch of 64: the loops take")
    assert "times faster" in stage.caption
    loops, matrices = stage.array("own_loops"), stage.array("own_matrices")
    done = np.isfinite(loops)
    assert done[:7].all()
    assert (stage.array("own_loops_low")[done] <= loops[done]).all()
    assert (loops[done] <= stage.array("own_loops_high")[done]).all()
    assert np.allclose(stage.array("own_ratio")[done], (loops / matrices)[done])
    assert stage.array("own_ratio")[6] > 20


def test_loops_that_are_no_loops_are_not_faster(own):
    own(backprop=RIGHT.split("def layer")[0] + "def linear_backward" + RIGHT.split("def linear_backward")[1]
        + "\nlayer_backward_loops = linear_backward\n")  # fmt: skip
    stage = speed.loops_against_matrices()
    assert stage.banner == ""
    assert np.median(stage.array("own_ratio")) < 3


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def linear_backward(upstream, a, W):\n    raise NotImplementedError", "fill in linear_backward"),
        ("def layer_backward_loops(upstream, a, W):\n    raise NotImplementedError", "fill in layer_backward_loops"),
        ("def linear_backward(upstream, a, W):\n    return None", "not three arrays (da, dW, db)"),
        (
            "def linear_backward(upstream, a, W):\n    return upstream @ W, a.T @ upstream, upstream.sum(axis=0)",
            "dW, gave an array of shape (32, 16), not an array of shape (16, 32)",
        ),
        ("def linear_backward(upstream, a, W):\n    return upstream @ W.T", "linear_backward stopped with ValueError"),
        ("del linear_backward", "has no linear_backward"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_useless_code_leaves_the_reference_and_a_sentence(own, capfd, code, words):
    own(backprop=f"{RIGHT}\n{code}\n")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = speed.loops_against_matrices()
    assert words in stage.banner
    assert "reference" in stage.banner
    assert not stage.has("own_loops") and stage.has("ref_loops")
    assert stage.caption.startswith("On another computer")
    assert capfd.readouterr() == ("", "")


def test_functions_that_disagree_are_told(own):
    other = "return upstream @ W, upstream.T @ a / len(a), upstream.mean(axis=0)"
    own(backprop=f"{RIGHT}\ndef linear_backward(upstream, a, W):\n    {other}\n")
    stage = speed.loops_against_matrices()
    assert "Your two functions do not agree" in stage.banner
    assert stage.has("own_loops")


def test_slow_loops_are_stopped_and_told(own, monkeypatch):
    monkeypatch.setattr(sys.modules[speed.__name__], "SECONDS", 0.3)
    slow = RIGHT.replace("for n in range(len(a)):", "for n in range(len(a)):\n        __import__('time').sleep(0.02)")
    own(backprop=slow)
    start = time.monotonic()
    stage = speed.loops_against_matrices()
    assert time.monotonic() - start < 1.5
    assert "layer_backward_loops is slow: within 0.3 seconds it ran for" in stage.banner
    stage.move(batch=512)
    assert "was not run" in stage.caption


@pytest.mark.parametrize(
    ("seconds", "text"), [(2.0, "2 s"), (0.0195, "19.5 ms"), (1.37e-5, "13.7 µs"), (4e-7, "0.4 µs")]
)
def test_times_as_people_write_them(seconds, text):
    assert speed._duration(seconds) == text
