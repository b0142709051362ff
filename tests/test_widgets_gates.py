"""The graph of gates and the saturating neuron: right numbers, the student's numbers, and what they say."""

import shutil

import numpy as np
import pytest

from nncourse import student
from nncourse.checks import Check
from nncourse.widgets import gates, graph, static
from nncourse.world import World
from tests import lab
from tests.conftest import COURSE, NAMES

RIGHT = """import numpy as np

class Add:
    def forward(self, x, y):
        return x + y
    def backward(self, upstream):
        return upstream, upstream

class Multiply:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y
    def backward(self, upstream):
        return upstream * self.y, upstream * self.x

class Copy:
    def __init__(self, n):
        self.n = n
    def forward(self, x):
        return (x,) * self.n
    def backward(self, *upstream):
        return (sum(upstream),)

class Max:
    def forward(self, x, y):
        self.first = x >= y
        return x if self.first else y
    def backward(self, upstream):
        return (upstream, 0.0) if self.first else (0.0, upstream)

class Sigmoid:
    def forward(self, z):
        self.s = 1 / (1 + np.exp(-z))
        return self.s
    def backward(self, upstream):
        return (upstream * self.s * (1 - self.s),)

def neuron_forward(a, w, b):
    s = 1 / (1 + np.exp(-(w @ a + b)))
    return s, (a, w, s)

def neuron_backward(upstream, cache):
    a, w, s = cache
    dz = upstream * s * (1 - s)
    return dz * w, dz * a, dz
"""
LECTURE = ("q = x + y; f = q * z", {"x": -2.0, "y": 5.0, "z": -4.0})
REUSED = ("q = x + y; f = q * x", {"x": 3.0, "y": -2.0})
ROUTED = ("m = max(x, y); s = m + z; f = s * m", {"x": 4.0, "y": 1.0, "z": -2.0})
NEURON = ("z = w * a + b; f = sigmoid(z)", {"w": 0.5, "a": 2.0, "b": -1.0})


def numbers(text, values):
    """{name: (value, gradient)} of the exact reference."""
    drawn = graph.read(text, values)
    pairs = zip(drawn.edges, drawn.values(values), drawn.gradients(values), strict=True)
    return {edge.name: (value, gradient) for edge, value, gradient in pairs}


def test_the_lectures_example():
    assert numbers(*LECTURE) == {"x": (-2, -4), "y": (5, -4), "z": (-4, 3), "q": (3, -4), "f": (-12, 1)}


def test_a_reused_name_gets_a_copy_gate_and_the_sum():
    found = numbers(*REUSED)
    assert found["x"] == (3, 4)
    assert (found["x on its way to q"][1], found["x on its way to f"][1]) == (3, 1)


def test_max_routes_and_a_tie_goes_to_the_first():
    found = numbers(*ROUTED)
    assert (found["x"], found["y"]) == ((4, 6), (1, 0))
    tie = numbers("f = max(x, y)", {"x": 2.0, "y": 2.0})
    assert (tie["x"][1], tie["y"][1]) == (1, 0)


def test_the_sigmoid():
    assert numbers(*NEURON)["b"][1] == pytest.approx(0.25)


def test_brackets_and_numbers():
    drawn = graph.read("f = (x + y) * (2 * x + -1)", {"x": 3.0, "y": 1.0})
    assert [gate.kind for gate in drawn.gates] == ["Copy", "Add", "Multiply", "Add", "Multiply"]
    stage = gates.graph("f = (x + y) * (2 * x + -1)", x=3, y=1, own=False)
    stage.move(step=99)
    assert float(stage.array(f"value_{drawn.result}")[0]) == 20
    assert "13" in stage.caption  # 2 (x + y) + (2x − 1)


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("f = x - y", {"x": 1.0, "y": 1.0}, "x - y cannot be drawn"),
        ("f = x + y", {"x": 1.0}, "y has no value"),
        ("f = x + 1", {"x": 1.0, "y": 1.0}, "y is not used"),
        ("q = x + 1; f = x * x", {"x": 1.0}, "q is not used"),
        ("x = x + 1", {"x": 1.0}, "x has a value already"),
        ("x + 1", {"x": 1.0}, "is not a step"),
        ("f = = x", {"x": 1.0}, "is not a step"),
        ("", {}, "there is no step"),
    ],
)
def test_a_text_that_is_no_graph_is_told_why(text, values, words):
    with pytest.raises(ValueError, match=words.replace("+", r"\+")):
        graph.read(text, values)


@pytest.mark.parametrize(("text", "values"), [LECTURE, REUSED, ROUTED, NEURON])
def test_no_two_gates_and_no_two_labels_stand_in_one_place(text, values):
    place = graph.arrange(graph.read(text, values))
    for spots, apart in ((place.gates, 0.6), (place.labels, 0.4)):
        gaps = [np.hypot(*np.subtract(a, b)) for i, a in enumerate(spots) for b in spots[:i]]
        assert min(gaps) > apart


@pytest.mark.parametrize(("text", "values"), [LECTURE, REUSED, ROUTED, NEURON])
def test_right_gates_agree_with_the_reference_and_every_step_has_its_sentence(own, text, values):
    own(gates=RIGHT)
    stage = gates.graph(text, **values)
    assert stage.banner == ""
    captions = []
    for step in range(len(stage.controls[0].values)):
        stage.move(step=step)
        captions.append(stage.caption)
        assert np.isnan(stage.array("ghost_value_x")).all() and np.isnan(stage.array("ghost_gradient_x")).all()
    assert np.isfinite(stage.array("own_gradient_x")).all()
    assert len(set(captions)) == len(captions)
    rules = {
        "Add": "distributes",
        "Multiply": "swaps and scales",
        "Copy": "adds up",
        "Max": "routes",
        "Sigmoid": "scales",
    }
    for gate in graph.read(text, values).gates:
        assert any(f"{rules[gate.kind]}" in caption for caption in captions), gate.kind


def test_nothing_is_shown_before_its_step_and_each_prediction_has_its_truth(own):
    stage = gates.graph(LECTURE[0], **LECTURE[1], own=False)
    [steps] = [control for control in stage.controls if control.kind == "steps"]
    assert np.isfinite(stage.array("own_value_x")).sum() == 3 and not np.isfinite(stage.array("own_gradient_x")).any()
    truths = []
    for step, asks in enumerate(steps.asks):
        stage.move(step=step)
        if asks:
            truths.append(float(stage.array("truth")[0]))
    assert truths == [1, -4, 3, -4, -4]


def test_an_input_that_is_moved_changes_the_numbers(own):
    own(gates=RIGHT)
    stage = gates.graph(LECTURE[0], **LECTURE[1])
    stage.move(step=7, in_x=-5)
    assert float(stage.array("gradient_2")[0]) == 0
    assert stage.banner == ""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "return upstream * self.y, upstream * self.x",
            "return upstream * self.x, upstream * self.y",
            "Multiply.backward(1)",
        ),
        ("return (sum(upstream),)", "return (upstream[0],)", "Copy.backward(3, 1) gives 3 for x; right is 4"),
        ("return (sum(upstream),)", "return sum(upstream)", "not a tuple with one number"),
        ("return upstream, upstream", "return upstream", "not a pair of numbers"),
        ("return x + y", "return x - y", "Add.forward(3, −2) gives 5; right is 1"),
        ("return x + y", "return None", "Add.forward(3, −2) gave None, not one number"),
        ("return x + y", "raise NotImplementedError", "fill in Add.forward"),
        ("self.n = n", "raise NotImplementedError", "fill in Copy in"),
        ("return x + y", "return 1 / 0", "Add.forward stopped with ZeroDivisionError"),
        ("class Add:", "class Plus:", "has no Add"),
        ("    def backward(self, *upstream):\n        return (sum(upstream),)\n", "", "has no Copy.backward"),
    ],
)
def test_a_wrong_gate_is_named_and_the_right_numbers_stay(own, old, new, words):
    assert old in RIGHT
    own(gates=RIGHT.replace(old, new, 1))
    stage = gates.graph(REUSED[0], **REUSED[1])
    stage.move(step=99)
    assert words in stage.banner
    assert (
        stage.has("alone_value_x")
        or np.isfinite([*stage.array("ghost_value_x"), *stage.array("ghost_gradient_x")]).any()
    )
    assert static.png(stage)


def test_the_neuron_is_the_closed_form(own):
    own(gates=RIGHT)
    stage = gates.saturating_neuron()
    assert stage.banner == ""
    for bias in (-2.0, 2.6, -9.0):
        stage.move(bias=bias)
        z = bias + 2
        slope = np.exp(-z) / (1 + np.exp(-z)) ** 2
        assert stage.array("own") == pytest.approx(slope * np.array([1, 2, -1, 1.5, 1]))
        assert stage.array("ref")[1::3] == pytest.approx(stage.array("own"))
    stage.move(weight=0.0, bias=0.0)
    assert stage.array("z")[0] == -1


def test_what_the_notebook_asks_can_be_read_off(own):
    stage = gates.saturating_neuron(own=False)
    found = []
    for position in range(181):
        stage.positions = {**stage.positions, "bias": position}
        found.append((round(float(stage.array("z")[0]), 1), float(stage.array("dz")[0])))
    assert max(dz for _, dz in found) == pytest.approx(0.25)
    assert min(z for z, dz in found if z > 0 and dz < 0.01) == 4.6
    stage.move(bias=2.6)
    assert "z = 4.6: saturated" in stage.caption and "σ(z) = 0.99" in stage.caption


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("return dz * w, dz * a, dz", "return dz * a, dz * w, dz", "gives ∂L/∂w₁ = 0.375; right is 0.5"),
        ("return dz * w, dz * a, dz", "return dz * w, dz * a", "not the three (da, dw, db)"),
        ("return s, (a, w, s)", "return s", "not a pair (output, cache)"),
        ("w @ a + b", "w @ a", "neuron_forward gives 0.881; σ(z) is 0.5"),
        ("a, w, s = cache", "raise NotImplementedError", "fill in neuron_backward"),
    ],
)
def test_a_wrong_neuron_is_told(own, old, new, words):
    assert old in RIGHT
    own(gates=RIGHT.replace(old, new, 1))
    stage = gates.saturating_neuron()
    assert words in stage.banner
    assert stage.has("ref") and static.png(stage)


def test_gate_calls_are_n_against_n_squared(own):
    own(gates=RIGHT)
    with student.using(student.place()):
        assert [gates.count_gate_calls(n) for n in (1, 10, 30)] == [(2, 2), (20, 110), (60, 930)]


@pytest.mark.parametrize(
    "cache",
    ["(a, b)", "[a, b]", "{'a': a, 'b': b}", "Cache(a, b)", "types.SimpleNamespace(a=a, b=b)", "lambda: (a, b)"],
)
def test_a_cache_of_any_form_comes_back_to_the_student_as_it_was(own, cache):
    code = f"""import collections, types
Cache = collections.namedtuple("Cache", "a b")
kept = []
def forward(a, b):
    kept.append({cache})
    return a + b, kept[-1]
def backward(cache):
    same = type(cache) is type(kept[-1])
    if isinstance(cache, Cache): return same and cache.a == 2
    return same
"""
    own(gates=code)
    check = Check("backward", module="gates", world=World({}))
    _, found = check.student.forward(2.0, 3.0)
    check.same("the cache", lambda: check.target(found), gives=True)
    assert check.score().passed, check.score().text


@pytest.mark.skipif(not NAMES, reason="needs solutions/, which a public copy of the course does not have")
def test_a_class_of_which_half_is_written_shows_that_half():
    from nncourse import build, cells, proof
    from tests.conftest import source

    text = build.without_markers((COURSE.solutions / "nnlib" / "gates.py").read_text(encoding="utf-8"))
    text = text.replace("return 1 * upstream, 1 * upstream", "raise NotImplementedError")
    [cell] = [cell for cell in cells.graded(source("03_gate_rules")) if cell.name == "Add"]
    with proof.package(COURSE, "gates", text) as place, student.using(place):
        score = cells.run(cell, World({}))
    assert float(score) == 1.0
    assert "Add.backward in nnlib/gates.py is not written yet" in score.text


@pytest.mark.browser
def test_in_a_browser_predictions_are_judged_and_walk_on(tmp_path):
    """Next to the end of the forward pass, then predict: right, wrong, and the focus stays where one types."""
    for part in ("notebooks", "nnlib"):
        shutil.copytree(COURSE.root / part, tmp_path / part)
    with lab.page() as page, lab.server(tmp_path) as address:
        page.goto(address("notebooks/03_gate_rules.ipynb"))
        lab.run_all(page)
        page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => { panel.scrollTop = 300 }")
        stage = page.locator(".nn-stage").first
        stage.wait_for()
        cells = page.locator(".jp-Cell").count()
        guess, reply, frame = (
            stage.locator(".nn-guess"),
            stage.locator(".nn-reply"),
            lambda: stage.get_attribute("data-frame"),
        )
        assert guess.is_disabled()  # nothing is asked on the way forward
        for _ in range(2):
            stage.get_by_role("button", name="Next").click()
        for typed, said in (("1", "Right: 1."), ("5", "You said 5. It is −4."), ("3", "Right: 3.")):
            guess.fill(typed)
            guess.press("Enter")
            assert reply.inner_text() == said
            assert page.evaluate("document.activeElement.className") == "nn-guess"
        for key in ("a", "b", "d", "d"):
            page.keyboard.press(key)
        assert page.locator(".jp-Cell").count() == cells
        assert '"step":5' in frame()
        stage.locator("[data-control=in_x] input").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(500)
        assert reply.inner_text() == ""  # it was about other numbers
