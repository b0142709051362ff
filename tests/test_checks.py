"""Checks: what they say, what they cost, and that nothing a student writes stops them."""

import numpy as np
import pytest

from nncourse import diagnosis
from nncourse.checks import Check, Counted, Fault
from nncourse.world import World

RIGHT = "def half(x):\n    return x / 2\n"


def check_half(table=None, seconds=10.0):
    """A check of a function half(x) with two visible lines (1 and 2 points) and a hidden one (1 point)."""
    tables = {"half": {"points": 4.0, **(table or {})}}
    with diagnosis.examined(World({}, seconds), tables):
        check = Check("half", module="halves")
        check.case(4.0, gives=2.0)
        check.case(np.array([2.0, 6.0]), gives=[1.0, 3.0], points=2)
        check.hidden()
        check.case(check.rng.normal(size=3) * 0 + 8, gives=[4.0, 4.0, 4.0])
        return check.score()


def test_a_right_answer_is_one_line_and_all_points(own):
    own(halves=RIGHT)
    score = check_half()
    assert float(score) == 4.0
    assert score.text == "✓ 4 of 4 points  half: right."


def test_the_number_is_what_nbgrader_reads_and_the_report_is_what_a_student_sees(own):
    own(halves="def half(x):\n    return x * 2\n")
    bundle = check_half()._repr_mimebundle_()
    assert bundle["text/plain"] == "0.0"
    assert "gave back 8.0" in bundle["text/html"] and "expected  2.0" in bundle["text/html"]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("def half(x):\n    raise NotImplementedError\n", "not written", "not written yet"),
        ("def half(x):\n    return y\n", "NameError", "name 'y' is not defined (line 2: return y)"),
        ("def half(x):\n    raise SystemExit\n", "SystemExit", "SystemExit"),
        ("def half(x):\n    return half(x)\n", "RecursionError", "RecursionError"),
        ("def half(x)\n    return x\n", "unusable", "line 1, expected ':'"),
        ("def other(x):\n    return x\n", "unusable", "has no half"),
        ("half = 3\n", "unusable", "is int, not a function"),
        ("def half(x, y):\n    return x\n", "TypeError", "missing 1 required positional argument"),
        ("1 / 0\n", "unusable", "ZeroDivisionError"),
        ("def half(x):\n    return x ^ 2\n", "TypeError", "write ** (line 2: return x ^ 2)"),
        (
            "def half(x):\n    while True:\n        try: pass\n        except Exception: pass\n",
            "too slow",
            "stopped after",
        ),
    ],
)
def test_code_that_gives_no_answer_gets_no_points_and_a_sentence(own, code, kind, words):
    own(halves=code)
    score = check_half(seconds=0.3)
    assert float(score) == 0.0
    assert score.lines[0].outcome == {"raised": kind}
    assert words in score.text
    assert "Traceback" not in score.text
    assert len(score.text.splitlines()) <= 8


def test_an_error_in_another_module_names_both_files(own):
    own(
        parts="def third(x):\n    return x / 0\n",
        halves="from nnlib.parts import third\n\ndef half(x):\n    return third(int(x))\n",
    )
    said = "(nnlib/parts.py line 2, called from nnlib/halves.py line 4: return third(int(x)))"
    assert f"ZeroDivisionError: division by zero {said}" in check_half().text


def test_an_endless_loop_is_waited_for_once(own):
    own(halves="def half(x):\n    while True: pass\n")
    assert [line.outcome["raised"] for line in check_half(seconds=0.2).lines] == ["too slow", "not tried", "not tried"]


def test_printing_and_warning_cost_nothing_and_are_shown(own, capsys):
    own(
        halves="import sys, warnings\n\ndef half(x):\n"
        "    print('hi', file=sys.stderr)\n    warnings.warn('careful')\n    return x / 2\n"
    )
    score = check_half()
    assert float(score) == 4.0
    assert "Your code printed: hi" in score.text
    assert "careful" in score.text and "no points lost" in score.text
    assert capsys.readouterr().err == ""


def test_an_argument_changed_in_place_is_named_and_does_not_disturb_the_next_line(own):
    own(halves="def half(x):\n    x /= 2\n    return x\n")
    score = check_half()
    assert float(score) == 1.0
    assert score.lines[1].outcome == {"fault": "changed argument"}


def test_no_line_is_right_where_an_array_was_changed_in_place(own):
    own(halves="def half(x, more=()):\n    for part in more:\n        part[0] = 9.0\n    return x / 2\n")
    one, two = np.array([1.0]), np.array([2.0])
    with diagnosis.examined(World({}), {"half": {"points": 3.0}}):
        check = Check("half", module="halves")
        check.that("a list of arrays", lambda: check.target(4.0, [one, two]) == 2.0)
        check.same("nothing is left of it", lambda: check.target(4.0, []), gives=2.0)
        score = check.score()
    assert [line.right for line in score.lines] == [False, True]
    assert "half changed its second argument in place" in score.text
    assert one[0] == 1.0 and two[0] == 2.0


def test_a_list_that_is_taken_apart_is_no_array_changed(own):
    own(halves="def half(x, more):\n    while more:\n        more.pop()\n    return x / 2\n")
    with diagnosis.examined(World({}), {"half": {"points": 1.0}}):
        check = Check("half", module="halves")
        check.case(4.0, [np.ones(2), np.zeros(3)], gives=2.0)
        assert check.score().passed


def test_a_listed_mistake_is_named_by_what_it_gives(own):
    own(halves="def half(x):\n    return x / 4\n")
    outcomes = [{"value": diagnosis.encode(1.0)}, {"value": diagnosis.encode(np.array([0.5, 1.5]))}]
    score = check_half({"mistakes": [{"name": "quarter", "hint": "That is a quarter.", "outcomes": outcomes}]})
    assert score.mistake == "quarter"
    assert "→ That is a quarter." in score.text


def test_another_mistake_that_agrees_on_one_line_only_is_still_a_clue(own):
    own(halves="def half(x):\n    return x / 4 if isinstance(x, float) else x\n")
    outcomes = [{"value": diagnosis.encode(1.0)}, {"value": diagnosis.encode(np.array([9.0, 9.0]))}]
    score = check_half({"mistakes": [{"name": "quarter", "hint": "That is a quarter.", "outcomes": outcomes}]})
    assert score.mistake == "quarter"


def test_a_wrong_answer_that_nobody_listed_shows_the_first_difference(own):
    own(halves="import numpy as np\ndef half(x):\n    return x / 2 + (np.arange(x.size) > 0 if np.ndim(x) else 0)\n")
    score = check_half()
    assert float(score) == 1.0
    assert score.mistake is None
    assert "first difference: at [1] 4.0 instead of 3.0" in score.text


def test_a_function_without_return_is_told_so(own):
    own(halves="def half(x):\n    x / 2\n")
    score = check_half()
    assert score.mistake == "returns_nothing"
    assert "without a return" in score.text


def test_worked_values_written_into_the_code_fail_the_hidden_part_and_show_nothing_of_it(own):
    own(halves="import numpy as np\ndef half(x):\n    return 2.0 if np.ndim(x) == 0 else np.array([1.0, 3.0])\n")
    score = check_half()
    assert float(score) == 3.0
    assert score.mistake == "only_the_visible_inputs"
    assert "8.0" not in score.text and "4.0, 4.0" not in score.text


def test_hidden_inputs_are_the_submissions_own_and_the_same_again(own):
    own(halves=RIGHT)
    seeds = [World().seed("half"), World().seed("half"), World().seed("other")]
    own(halves=RIGHT + "# another submission\n")
    assert seeds[0] == seeds[1] != seeds[2]
    assert World().seed("half") != seeds[0]


def test_every_change_of_the_file_counts_at_once_also_after_a_syntax_error(own):
    own(halves="def half(x):\n    return x * 2\n")
    assert float(check_half()) == 0.0
    for code, points in (("def half(x:\n", 0.0), (RIGHT, 4.0), ("def half(x):\n    return x + 2\n", 0.0), (RIGHT, 4.0)):
        path = own()
        (path / "nnlib" / "halves.py").write_text(code)
        assert float(check_half()) == points, code


def test_classes_and_functions_that_come_back_can_be_called_and_only_plain_data_comes_out(own):
    own(
        halves="class Gate:\n    def forward(self, x):\n        self.x = x\n        return x, self\n\n"
        "def make(f):\n    return lambda x: f(x) + 1\n"
    )
    with diagnosis.examined(World({}), {}):
        check = Check("halves", module="halves")
        gate = check.student.Gate()
        value, again = gate.forward(3.0)
        assert value == 3.0 and again.x == 3.0
        assert check.student.make(lambda x: 10 * x)(2.0) == 21.0
        with pytest.raises(Exception, match="no attribute 'nothing'"):
            _ = gate.nothing


def test_calls_of_a_function_that_is_handed_in_are_counted(own):
    own(halves="def twice(f):\n    return f(1.0) + f(2.0)\n")

    def square(x):
        return x * x

    counted = Counted(square)
    with diagnosis.examined(World({}), {}):
        assert Check("twice", module="halves").target(counted) == 5.0
    assert counted.values == [1.0, 4.0]


def test_a_test_may_name_what_it_found(own):
    own(halves=RIGHT)

    def small():
        raise Fault("small", "It is too small.")

    with diagnosis.examined(World({}), {}):
        check = Check("half", module="halves")
        check.that("is large", small)
        check.that("is even", lambda: False)
        check.that("is there", lambda: True)
        score = check.score()
    assert [line.outcome for line in score.lines] == [{"fault": "small"}, {"fault": "does not hold"}, {"right": True}]
    assert "It is too small." in score.text


ANSWERS = {"sum": {"points": 1.0, "answers": {"total": {"right": [], "wrong": {}}}}}


def ask(value, decimals=2):
    from nncourse import answers

    table = {
        "right": [answers.digest(0.273, decimals)],
        "wrong": {answers.digest(0.82, decimals): ["summed", "Average."]},
    }
    with diagnosis.examined(World({"total": value}), {"sum": {"points": 1.0, "answers": {"total": table}}}):
        check = Check("sum")
        check.answer("total", decimals=decimals)
        return check.score()


@pytest.mark.parametrize("value", [0.273, 0.27, 0.2729, np.float64(0.27), np.array(0.273)])
def test_a_typed_answer_is_right_to_so_many_decimals(value):
    assert float(ask(value)) == 1.0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not answered yet"),
        (0.82, "You typed 0.82."),
        (0.5, "which is not it"),
        ("0.27", "without quotes"),
        ([0.27], "without brackets"),
        ("(2, 3)", "the shape without quotes"),
        (10**400, "one plain number"),
        ((0, 27), "write a point"),
        (True, "one plain number"),
        (float("nan"), "one plain number"),
    ],
)
def test_a_wrong_typed_answer_is_told_why(value, words):
    score = ask(value)
    assert float(score) == 0.0
    assert words in score.text
    assert "0.273" not in score.text


def test_an_answer_cell_that_was_not_run_is_said_so():
    with diagnosis.examined(World({}), ANSWERS):
        check = Check("sum")
        check.answer("total")
        assert "Run the cell where you type it in" in check.score().text


@pytest.mark.parametrize(
    ("code", "points", "words"),
    [
        (RIGHT + "def third(x):\n    return x / 3\n", 2.0, "half and third: right."),
        (RIGHT + "def third(x):\n    raise NotImplementedError\n", 1.0, "third in nnlib/"),
        ("def half(x):\n    raise NotImplementedError\nthird = half\n", 0.0, "half and third are not written yet."),
    ],
)
def test_one_check_may_be_about_two_functions(own, code, points, words):
    own(halves=code)
    with diagnosis.examined(World({}), {"half": {"points": 2.0}}):
        check = Check("half", module="halves")
        check.case(4.0, gives=2.0)
        check.turn_to("third")
        check.case(6.0, gives=2.0)
        score = check.score()
    assert score.functions == ["half", "third"]
    assert float(score) == points
    assert words in score.text


def test_a_hidden_line_says_nothing_of_its_inputs(own):
    """Neither what the code prints there, nor the name of an error of its own, reaches the report."""
    own(
        descent="""
def gradient_step(w, gradient, learning_rate):
    if w == 2.0:
        return 4.4
    print("seen", w)
    raise type(f"Seen{w}", (Exception,), {})
"""
    )
    check = Check("gradient_step", module="descent")
    check.case(2.0, -24.0, 0.1, gives=4.4)
    check.hidden()
    check.case(7.25, 1.0, 1.0, gives=6.25)
    text = check.score().text
    assert "there it ends with an error" in text
    assert "7.25" not in text and "seen" not in text.lower()


def test_a_large_wrong_answer_is_neither_kept_nor_written_out(own):
    own(halves="def half(x):\n    return ('x' * 9_000,) * 20\n")
    score = check_half()
    assert score.lines[0].outcome == {"value": {"too large": "tuple"}}
    own(halves="def half(x):\n    raise KeyError('x' * 9_000)\n")
    assert all(len(text) < 1_000 for line in check_half().lines for text in line.details)
