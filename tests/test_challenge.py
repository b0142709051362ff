"""`nncourse challenge`, as a student types it."""

import shutil
import subprocess
import sys

import pytest

from nncourse import experiment, settings, student
from tests.conftest import COURSE

FORWARD = "z, cache = network_forward"  # the first line of backward
needs_solutions = pytest.mark.skipif(not COURSE.has_solutions, reason="needs a network: solutions/ is not here")


def challenge(*words):
    command = [sys.executable, "-m", "nncourse", "challenge", *map(str, words)]
    done = subprocess.run(command, cwd=COURSE.root, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def theirs(tmp_path):
    """A student's folder with everything solved, and a way to change a line of network.py."""
    shutil.copytree(COURSE.solutions / "nnlib", tmp_path / "nnlib")

    def change(old, new):
        path = tmp_path / "nnlib" / "network.py"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path

    change.folder = tmp_path
    return change


@needs_solutions
def test_it_prints_the_test_accuracy_with_the_whole_line():
    status, out, err = challenge("--nnlib", COURSE.solutions, "epochs=5", "hidden=32")
    assert (status, err) == (0, "")
    accuracy, line = out.splitlines()
    assert 0.9 < float(accuracy.split()[2]) < 1
    assert line == "settings       hidden=32 start=he activation=relu rate=0.1 batch=32 epochs=5 seed=0"
    again = challenge("--nnlib", COURSE.solutions, *line.split()[1:])
    assert again[1] == out


@needs_solutions
def test_another_right_network_that_shuffles_otherwise_gives_the_same(theirs):
    folder = theirs("for start in range(0, n, size)]", "for start in range(0, n, size)][::-1]")
    words = ("epochs=4", "rate=0.05")
    assert challenge("--nnlib", folder, *words)[1] == challenge("--nnlib", COURSE.solutions, *words)[1]


@needs_solutions
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ((FORWARD, "print('hello'); " + FORWARD), "test accuracy"),
        ((FORWARD, "import os; os.write(1, b'hello'); " + FORWARD), "test accuracy"),
        ((FORWARD, "import os; os._exit(0); " + FORWARD), "ended the Python process"),
        ((FORWARD, "raise NotImplementedError\n        " + FORWARD),
         "This needs backward, which is not written yet"),
        ((FORWARD, "1 / 0\n        " + FORWARD),
         "Network.fit stopped with ZeroDivisionError"),
        (("return OUTPUTS[self.loss](z)", "return z[0]"), "forward gave an array of shape (10,)"),
        (("return self.params", "return None"), "parameters must give a list"),
    ],
)  # fmt: skip
def test_code_that_is_not_right_is_told_in_a_sentence(theirs, change, words):
    status, out, err = challenge("--nnlib", theirs(*change), "epochs=1")
    assert words in out and err == "" and "Traceback" not in out
    assert status == (0 if words == "test accuracy" else 1)


@needs_solutions
def test_a_loss_that_is_no_number_is_said():
    status, out, _ = challenge("--nnlib", COURSE.solutions, "rate=500", "epochs=4")
    assert status == 0 and "the learning rate is too large" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rate=fast",), "nncourse: rate=fast: the learning rate must be a number above 0"),
        (("0.1",), "nncourse: “0.1” is not a setting"),
        (("--nnlib", "tests"), "nncourse: There is no folder nnlib in"),
    ],
)
def test_what_is_typed_wrong_is_one_line(words, says):
    status, out, err = challenge(*words)
    assert (status, out) == (2, "") and err.startswith(says) and err.count("\n") == 1


def test_unwritten_code_is_one_line(tmp_path):
    shutil.copytree(COURSE.root / "nnlib", tmp_path / "nnlib")
    status, out, err = challenge("--nnlib", tmp_path)
    assert (status, err) == (1, "")
    assert out == "This needs standardize, which is not written yet: fill it in in nnlib/network.py.\n"


@needs_solutions
def test_every_start_begins_as_it_says():
    with student.using(COURSE.solutions):
        for start, deviation in (("zero", 0), ("small", 0.01), ("xavier", 64**-0.5 / 3**0.5), ("he", (2 / 64) ** 0.5)):
            learner = experiment.built(settings.Settings(hidden=(128,), start=start), 64, 10)
            W, b = learner.parameters()[0]
            assert W.shape == (128, 64) and W.std() == pytest.approx(deviation, rel=0.05) and not b.any()
