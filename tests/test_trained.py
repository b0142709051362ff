"""The checks that train: which lines of settings count as an answer, and what is said of the test samples."""

import pytest

from nncourse import cells, student
from tests.conftest import COURSE, source

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs a network: solutions/ is not here")
NAME = "09_network"
LINE = "hidden=16 start=glorot activation=tanh rate=0.1 batch=16 epochs=30 seed=0"


def tumors(line):
    """The score of the check of the tumors with this line."""
    [cell] = [cell for cell in cells.graded(source(NAME)) if cell.name == "network_breast_cancer"]
    with student.using(COURSE.solutions):
        [score] = cells.run_all([cell], {"tumor_loss": "bce", "tumor_settings": line})
    return score


def test_above_the_mark_the_accuracy_is_said():
    score = tumors(LINE)
    assert float(score) == 3
    assert score.text.endswith("network_breast_cancer: right. Test accuracy: 99.1 %.")


@pytest.mark.parametrize("part", ["", "rate=0.1", LINE.replace(" seed=0", "")])
def test_a_line_with_a_part_left_out_is_no_answer(part):
    score = tumors(part)
    assert float(score) == 1
    assert "Missing: " in score.text and "seed" in score.text.split("Missing:")[1]


def test_the_line_that_the_notebook_shows_is_not_good_enough_and_no_accuracy_is_said():
    text = "\n".join(cell.source for cell in source(NAME).cells)
    shown = text.split('- `"hidden=')[1].split('"')[0]
    score = tumors("hidden=" + shown)
    assert float(score) == 1
    assert "The mark is not reached." in score.text
    assert "%" not in score.text.split("The mark")[1]
