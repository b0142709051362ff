"""The widgets, without a browser: their frames, their words, and what they make of code that is not right."""

import base64
import io
import subprocess
import sys
import time
import warnings
from pathlib import Path

import matplotlib.image
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from nncourse import student, widgets
from nncourse.widgets import own as own_code
from nncourse.widgets import palette, parts, static
from nncourse.widgets.parts import Axis, Button, Frames, Line, Panel, Select, Slider, Toggle, number, over

RIGHT = """
import numpy as np

def squared_error_gradient(w, x, y):
    return -2 * x * (y - w * x)

def gradient_step(w, gradient, learning_rate):
    return w - learning_rate * gradient

def gradient_descent(gradient_fn, w0, learning_rate, steps):
    path = [np.asarray(w0, dtype=float)]
    for _ in range(steps):
        path.append(gradient_step(path[-1], gradient_fn(path[-1]), learning_rate))
    return np.array(path)

def random_search(loss_fn, low, high, trials, rng):
    guesses = [rng.uniform(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    return guesses[np.argmin(losses)], min(losses)
"""
ALL = [widgets.descent_on_curve, widgets.descent_on_bowl, widgets.random_search_against_descent]


def changed(name, body, arguments):
    """RIGHT, with one function replaced."""
    return f"{RIGHT}\ndef {name}({arguments}):\n    {body}\n"


def step(body):
    """RIGHT with another gradient_step."""
    return changed("gradient_step", body, "w, gradient, learning_rate")


# ---------------------------------------------------------------- right code


def test_curve_is_the_closed_form(own):
    own(descent=RIGHT)
    stage = widgets.descent_on_curve()
    assert stage.banner == ""
    for rate in (0.001, 0.01, 1 / 18, 0.1, 1 / 9, 0.13):
        stage.move(rate=rate)
        rate = float(stage.controls[0].values[stage.positions["rate"]])
        exact = 10 / 3 + (1 - 18 * rate) ** np.arange(41) * (2 - 10 / 3)
        assert np.allclose(stage.array("own_w"), exact, atol=1e-9)
        assert np.allclose(stage.array("own_loss"), (10 - 3 * exact) ** 2, atol=1e-9)
        assert np.allclose(stage.array("ref_w"), exact)


def test_worked_example_of_the_lecture(own):
    own(descent=RIGHT)
    stage = widgets.descent_on_curve(start=0.1)
    assert stage.array("own_w")[:2] == pytest.approx([2.0, 4.4])
    stage.move(step=1)
    assert stage.caption.endswith("At step 1: w = 4.4, loss 10.2.")


@pytest.mark.parametrize("rate", [0.1, 1 / 18, 1 / 9, 0.01])
def test_the_rates_that_matter_can_be_landed_on(rate):
    assert rate in widgets.descent_on_curve(own=False).controls[0].values


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.001, "η = 0.001: crawls, each step multiplies the error by 0.982."),
        (0.02, "goes down smoothly"),
        (1 / 18, "η = 0.0556: lands on the minimum in one step."),
        (0.1, "η = 0.1: bounces from side to side but shrinks, each step multiplies the error by −0.8."),
        (1 / 9, "η = 0.111: bounces between 2 and 4.67 for ever"),
        (0.133, "diverges, each step multiplies the error by −1."),
    ],
)
@pytest.mark.parametrize("theirs", [True, False])
def test_caption_names_the_regime(own, rate, words, theirs):
    own(descent=RIGHT)
    stage = widgets.descent_on_curve(own=theirs)
    stage.move(rate=rate)
    assert words in stage.caption


def test_bowl_is_the_closed_form_wherever_it_starts(own):
    own(descent=RIGHT)
    stage = widgets.descent_on_bowl()
    for begin, rate, stretch in (((-4.0, 1.5), 0.09, 20), ((3.0, -2.0), 0.3, 5), ((1.0, 1.0), 1.0, 1)):
        stage.move(begin=list(begin), rate=rate, stretch=stretch)
        rate = stage.controls[0].values[stage.positions["rate"]]
        t = np.arange(41)
        assert np.allclose(stage.array("own_x"), (1 - rate) ** t * begin[0])
        assert np.allclose(stage.array("own_y"), (1 - rate * stretch) ** t * begin[1])
    assert stage.banner == ""


@pytest.mark.parametrize(
    ("rate", "stretch", "words"),
    [(0.3, 20, "diverges across the valley"), (0.09, 20, "zig-zags"), (0.02, 30, "creeps"), (0.3, 1, "round bowl")],
)
def test_bowl_says_what_the_valley_does(rate, stretch, words):
    stage = widgets.descent_on_bowl(own=False)
    stage.move(rate=rate, stretch=stretch)
    assert words in stage.caption


def test_random_search_loses_as_the_dimension_grows(own):
    own(descent=RIGHT)
    stage = widgets.random_search_against_descent(budget=300, most=12)
    assert stage.banner == ""
    guess, walk = stage.array("own_guess_end"), stage.array("own_walk_end")
    assert guess[0] < 1e-3 < 0.5 < guess[-1]
    assert (walk < guess)[1:].all()
    for d in (1, 5, 12):
        stage.move(dimension=d)
        assert (np.diff(stage.array("own_guess")) <= 0).all()
        steps = 300 // (d + 1)  # a step costs d + 1 evaluations
        assert stage.array("own_walk")[-1] == pytest.approx(0.25 * d * 0.9 ** (2 * steps))
        assert f"has made {steps} steps, each at the price of {d + 1} evaluations" in stage.caption


def test_the_reference_does_not_need_any_code(own):
    own()
    for widget in ALL:
        stage = widget(own=False)
        assert stage.banner == ""
        assert not any(name.startswith("ref") for name in stage.frames["arrays"])
        assert all(control.name != "again" for control in stage.controls)


# ---------------------------------------------------------------- code that is not right

CURVE = widgets.descent_on_curve


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (step("raise NotImplementedError"), "fill in gradient_step in nnlib/descent.py, then run this cell again"),
        (step("return None"), "gradient_step(2, −24, 0.001) gave None, not one number"),
        (step("pass"), "gave None"),
        (step("return w / 0"), "gradient_step stopped with ZeroDivisionError"),
        (step("return float('nan')"), "gave nan"),
        (step("return np.zeros(3)"), "an array of shape (3,), not one number"),
        (step("return 'four'"), "gave 'four'"),
        (step("exit()"), "SystemExit"),
        (step("return gradient_step"), "gave <function"),
        ("def gradient_step(w, g, r)\n    return w", "cannot be read by Python"),
        ("x = 1", "has no squared_error_gradient"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_useless_code_leaves_the_reference_and_a_sentence(own, capfd, code, words):
    own(descent=code)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = CURVE()
    assert words in stage.banner
    assert "This shows the reference" in stage.banner
    assert not stage.has("own_w")
    assert np.allclose(stage.array("ref_w")[:2], [2, 2 + 24 * 0.01])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("widget", ALL)
def test_no_file_at_all(monkeypatch, widget):
    def function(module, name):
        raise student.Unusable("nnlib/descent.py is not there.")

    monkeypatch.setattr(student, "function", function)
    assert widget().banner.startswith("nnlib/descent.py is not there. This shows the reference;")


@pytest.mark.parametrize(
    ("widget", "name", "arguments", "body", "words"),
    [
        (ALL[1], "gradient_descent", "f, w0, r, n", "raise NotImplementedError", "fill in gradient_descent"),
        (
            ALL[1],
            "gradient_descent",
            "f, w0, r, n",
            "return w0",
            "an array of shape (2,), not an array of shape (41, 2)",
        ),
        (ALL[1], "gradient_descent", "f, w0, r, n", "return [w0] * 40 + [None]", "not an array of shape (41, 2)"),
        (ALL[1], "gradient_step", "w, g, r", "raise NotImplementedError", "fill in gradient_step"),
        (ALL[2], "random_search", "f, low, high, n, rng", "raise NotImplementedError", "fill in random_search"),
        (ALL[2], "random_search", "f, low, high, n, rng", "return low", "not a pair (best_w, best_loss)"),
        (ALL[2], "random_search", "f, low, high, n, rng", "return low, f(low)", "after 1 calls of loss_fn"),
        (ALL[2], "random_search", "f, low, high, n, rng", "return low, None", "as best_loss gave None, not one number"),
        (
            ALL[2],
            "random_search",
            "f, low, high, n, rng",
            "w = [rng.uniform(low, high) for i in range(n)]; l = [f(v) for v in w]; return w[-1], l[-1]",
            "not the smallest it was told",
        ),
    ],
)
def test_useless_code_in_the_other_two(own, widget, name, arguments, body, words):
    own(descent=changed(name, body, arguments))
    stage = widget()
    assert words in stage.banner
    assert not any(key.startswith("own") for key in stage.frames["arrays"])
    assert any(key.startswith("ref") for key in stage.frames["arrays"])


def test_a_wrong_sign_is_drawn_beside_the_reference(own):
    own(descent=step("return w + learning_rate * gradient"))
    stage = CURVE(start=0.1)
    assert stage.array("own_w")[1] == pytest.approx(2 - 2.4)
    assert stage.array("ref_w")[1] == pytest.approx(4.4)
    assert "leaves the reference at step 1" in stage.banner
    assert "diverges, each step multiplies the error by 2.8" in stage.caption


def test_float32_code_is_not_called_wrong(own):
    own(descent=step("return np.float32(w) - np.float32(learning_rate) * np.float32(gradient)"))
    assert CURVE().banner == ""


def test_chatty_code_is_silent(own, capfd):
    own(descent=step("import warnings; print('hello'); warnings.warn('oh'); return w - learning_rate * gradient"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        stage = CURVE()
    assert (stage.banner, stage.has("own_w")) == ("", True)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("widget", ALL)
def test_slow_code_is_stopped_and_told(own, monkeypatch, widget):
    monkeypatch.setattr(sys.modules[widget.__module__], "SECONDS", 0.3)
    slow = "import time; time.sleep(0.002); return w - learning_rate * gradient"
    own(descent=step(slow))
    start = time.monotonic()
    stage = widget()
    assert time.monotonic() - start < 2
    assert "is slow: within 0.3 seconds it ran for" in stage.banner


def test_slow_code_still_shows_what_there_was_time_for(own, monkeypatch):
    monkeypatch.setattr(sys.modules[CURVE.__module__], "SECONDS", 0.5)
    own(descent=step("import time; time.sleep(0.0005); return w - learning_rate * gradient"))
    stage = CURVE()
    table = stage._frames.arrays["own_w"].table
    done = ~np.isnan(table).any(axis=1)
    assert 1 < done.sum() < 201
    assert np.ptp(np.flatnonzero(done)) > 100  # spread over the slider
    stage.move(rate=stage.controls[0].values[np.flatnonzero(~done)[0]])
    assert "undefined" not in stage.caption


def test_an_endless_loop_is_ended(own, monkeypatch):
    monkeypatch.setattr(own_code, "SECONDS", 0.3)
    own(descent=step("while True: pass"))
    stage = widgets.descent_on_curve()
    assert "did not end within 0.3 seconds" in stage.banner
    assert stage.has("ref_w") and not stage.has("own_w")


def test_run_my_code_again_takes_the_new_file(own):
    own(descent=step("raise NotImplementedError"))
    stage = CURVE()
    assert "fill in gradient_step" in stage.banner
    own(descent=RIGHT)
    stage.positions = {**stage.positions, "again": 1}  # what the button sends
    assert (stage.banner, stage.frames["banner"]) == ("", "")
    assert "own_w" in stage.frames["arrays"]


def test_scrubbing_does_not_run_the_code(own, tmp_path):
    calls = tmp_path / "calls"
    own(descent=step(f"open({str(calls)!r}, 'a').write('x'); return w - learning_rate * gradient"))
    stage = CURVE()
    before, frames = calls.stat().st_size, stage.frames
    stage.move(rate=0.1, step=3)
    assert calls.stat().st_size == before and stage.frames is frames


# ---------------------------------------------------------------- what travels, and the still twin


def test_arrays_travel_as_float32_in_the_order_of_their_axes():
    slider, kind = Slider("a", "A", [1.0, 2.0, 4.0], 2.0), Select("b", "B", ["x", "y"])
    table = np.arange(24.0).reshape(3, 2, 4)
    panel = Panel("P", Axis("x", 0, 3), Axis("y", 0, 30), [Line([0, 1, 2, 3], "t")])
    captions = over("a", "b", [["1x", "1y"], ["2x", "2y"], ["4x", "4y {b} {first}"]])
    arrays = {"t": over("a", "b", table), "first": over("a", table[:, 0, 0])}
    stage = widgets.Stage("T", [panel], lambda values: Frames(arrays, captions), [slider, kind], alt="A.")
    sent = stage.frames["arrays"]["t"]
    assert (sent["over"], sent["shape"]) == (["a", "b"], [3, 2, 4])
    assert np.array_equal(np.frombuffer(sent["data"], "<f4"), np.arange(24))
    assert stage.positions == {"a": 1, "b": 0}
    stage.move(a=4.0, b=1)
    assert np.array_equal(stage.numbers("t"), [20, 21, 22, 23])
    assert stage.caption == "4y y 16"
    assert stage.frames["caption"]["texts"][3] == "2y"


def test_a_table_of_the_wrong_size_is_refused_by_name():
    panel = Panel("P", Axis("x", 0, 3), Axis("y", 0, 30), [])
    frames = Frames({"t": over("a", np.zeros((4, 2)))})
    with pytest.raises(ValueError, match=r"array 't' is over \('a',\).*\(3,\).*\(4, 2\)"):
        widgets.Stage("T", [panel], lambda values: frames, [Slider("a", "A", [1, 2, 3], 1)], alt="")


def test_slow_controls_reach_compute_as_values():
    seen = []
    controls = [Slider("s", "S", [10.0, 20.0], 20.0, slow=True), Toggle("t", "T", slow=True), Button("go", "Go")]
    panel = Panel("P", Axis("x", 0, 1), Axis("y", 0, 1), [])
    stage = widgets.Stage("T", [panel], lambda values: seen.append(values) or Frames({}), controls, alt="")
    stage.positions = {"s": 0, "t": 1, "go": 1}
    assert seen == [{"s": 20.0, "t": False, "go": 0}, {"s": 10.0, "t": True, "go": 1}]


def test_numbers_too_large_for_float32_stay_finite_on_the_way():
    stage = widgets.descent_on_bowl(own=False)
    for entry in stage.frames["arrays"].values():
        assert not np.isinf(np.frombuffer(entry["data"], "<f4")).any()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.13333, "0.133"),
        (-1.394, "−1.39"),
        (0, "0"),
        (4.0, "4"),
        (1234.0, "1230"),
        (9999.0, "10⁴"),
        (2.5e-7, "2.5×10⁻⁷"),
        (0.001, "0.001"),
        (-1e-12, "−10⁻¹²"),
        (float("nan"), "undefined"),
        (1e200, "over 10³⁸"),
    ],
)
def test_numbers_as_people_write_them(value, text):
    assert number(value) == text


def test_ticks_are_round_and_inside():
    assert [text for _, text in Axis("w", 0.8, 5.87).marks()] == ["1", "2", "3", "4", "5"]
    assert [text for _, text in Axis("L", 1e-6, 1e4, log=True).marks()] == ["10⁻⁶", "10⁻⁴", "10⁻²", "1", "10²", "10⁴"]


def test_colours_stand_out_on_their_page():
    def light(color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        return sum(
            share * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4)
            for share, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    for name in ("blue", "orange", "green", "purple", "ink", "soft", "ghost"):
        for dark in (False, True):
            ends = sorted((light(palette.color(name, dark)), light(palette.color("paper", dark))))
            assert (ends[1] + 0.05) / (ends[0] + 0.05) >= 3, (name, dark)


@pytest.mark.parametrize("widget", ALL)
def test_mimebundle_has_a_view_a_picture_and_words(own, widget):
    own(descent=RIGHT)
    stage = widget()
    data, _ = stage._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == stage.model_id
    picture = matplotlib.image.imread(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.shape[0] > 300 and picture.shape[1] > 800
    assert picture[..., :3].std() > 0.05  # something is drawn
    assert f'alt="{stage.alt}"' in data["text/html"]
    assert stage.caption in data["text/html"] and data["image/png"] in data["text/html"]


def test_the_still_picture_shows_the_frame(own):
    own(descent=RIGHT)
    stage = widgets.descent_on_curve()
    first = static.png(stage)
    stage.move(rate=0.13)
    assert static.png(stage) != first


def test_the_still_picture_is_cheap():
    stage = widgets.descent_on_curve(own=False)
    static.png(stage)  # the import of matplotlib is paid once
    times = []
    for _ in range(5):
        start = time.perf_counter()
        static.png(stage)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3  # 0.1 on a quiet machine


def test_every_kind_of_layer_has_a_still_twin_and_a_live_one():
    kinds = {layer.kind for layer in parts.Layer.__subclasses__()}
    assert kinds == set(static.DRAW)
    text = Path(static.__file__).with_name("stage.js").read_text(encoding="utf-8")
    assert all(f"\n  {kind}(p, layer)" in text for kind in kinds)
    everything = [
        parts.HeatMap("z", 0, 1),
        parts.Bars([1, 2], [1, 2], hatch=True, label="bars"),
        parts.Band([0, 1], [0, 0], [1, 1]),
        parts.Span(0.5, 1.0),
        parts.Rule(x=1.0, text="here"),
        parts.Rule(y=1.0, text="there"),
        parts.Arrows([0], [0], [1], [1]),
        parts.Points([1], [1], marker="ring"),
        parts.Text([1], [1], ["one"]),
        parts.Blocks([1], [1], [2], [1], [0], [0], [("blue", "n")]),
        parts.Blocks([1], [1], [1], [np.nan], hollow=True),
        Line([0, 1], [0, np.nan], edge=True),
    ]
    panel = Panel("P", Axis("x", 0, 3), Axis("y", 0, 3), everything)
    stage = widgets.Stage("T", [panel], lambda values: Frames({"z": np.eye(3)}), alt="All.")
    assert static.png(stage).startswith(b"\x89PNG")


def test_coarse_to_fine_is_every_number_once():
    for count in (1, 2, 7, 201):
        assert sorted(own_code.coarse_to_fine(count)) == list(range(count))
    assert own_code.coarse_to_fine(201)[:3] == [0, 128, 64]


def test_a_question_travels_and_is_open_at_first():
    question = widgets.Choice("Which?", ["small", "large"], 1, "Because.", locks=["rate"])
    stage = widgets.descent_on_curve(own=False, question=question)
    assert stage.spec["question"]["kind"] == "choice"
    assert list(stage.spec["question"]["locks"]) == ["rate"]
    assert stage.answer is None


# ---------------------------------------------------------------- no front end


@pytest.mark.parametrize("code", [RIGHT, "", "raise ValueError('broken')"], ids=["right", "blank", "broken"])
def test_runs_in_a_notebook_without_a_front_end(tmp_path, code):
    (tmp_path / "nnlib").mkdir()
    (tmp_path / "nnlib" / "__init__.py").touch()
    (tmp_path / "nnlib" / "descent.py").write_text(code, encoding="utf-8")
    cells = ["from nncourse import widgets", *(f"widgets.{widget.__name__}()" for widget in ALL)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    assert [output.output_type for output in outputs] == ["execute_result"] * 3
    assert all("image/png" in output.data for output in outputs)
    states = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"]
    printed = [item for state in states.values() for item in state["state"].get("outputs", [])]
    assert not [item for item in printed if item["output_type"] == "error"]
    banners = [s["state"]["frames"]["banner"] for s in states.values() if "frames" in s["state"]]
    assert len(banners) == 3 and all((banner == "") == (code == RIGHT) for banner in banners)


def test_importing_the_widgets_does_not_import_matplotlib():
    code = "import sys; from nncourse import widgets; widgets.descent_on_bowl(); print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("False\n", "")
