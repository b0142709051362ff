"""The widgets of notebook 09, without a browser: what they show, what they say, and what they make of wrong code."""

import warnings
from functools import cache

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from nncourse import data, experiment, student
from nncourse.settings import ACTIVATIONS, Settings
from nncourse.widgets import bench, digit, palette, results, static, training
from tests.conftest import COURSE

STUB = COURSE.root / "nnlib" / "network.py"

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs a network: solutions/ is not here")


@pytest.fixture
def solved():
    """The course's own nnlib in use."""
    with student.using(COURSE.solutions):
        yield


@cache
def trained():
    """A network that has learned the digits, as plain arrays."""
    with student.using(COURSE.solutions):
        split = experiment.digits()
        network = experiment.theirs("network", "Network")([64, 32, 10], "relu", "cce", np.random.default_rng(0))
        network.fit(split.x_train, split.y_train, 0.1, 10, 32)
        return network, split


class Says:
    """A network that says what it is told to."""

    def __init__(self, output):
        self.output = output

    def forward(self, x):
        return self.output


# ---------------------------------------------------------------- results


def test_the_confusion_matrix_counts_rows_of_truth_against_columns_of_answers():
    split = data.Split(*[np.zeros((4, 2)), np.array([0, 0, 1, 2])] * 3, ("ant", "bee", "cat"), "")
    stage = results.confusion(Says(np.eye(3)[[0, 2, 1, 2]]), split)
    shade = stage.array("shade").reshape(3, 3)[::-1]  # row 0 is drawn at the bottom
    assert (np.isfinite(shade) == [[1, 0, 1], [0, 1, 0], [0, 0, 1]]).all()
    assert shade[1, 1] == shade[2, 2] == -1 and shade[0, 2] > 0
    assert stage.caption == "3 of 4 validation samples are right. The most frequent mistake: ant taken for cat, once."
    texts = next(layer.text for layer in stage.panels[0].layers if layer.kind == "text")
    assert texts == ["1", "", "1", "", "1", "", "", "", "1"]


def test_mistakes_that_are_equally_frequent_are_all_named():
    split = data.Split(*[np.zeros((4, 2)), np.array([0, 0, 1, 2])] * 3, ("ant", "bee", "cat"), "")
    says = results.confusion(Says(np.eye(3)[[0, 1, 2, 2]]), split).caption
    assert says.endswith("The most frequent mistakes: ant taken for bee, bee taken for cat, once each.")


def test_two_classes_from_one_output():
    split = data.Split(*[np.zeros((4, 2)), np.array([0, 0, 1, 1])] * 3, ("no", "yes"), "")
    stage = results.confusion(Says(np.array([[0.1], [0.6], [0.7], [0.9]])), split, "test")
    assert stage.caption == "3 of 4 test samples are right."


def test_the_mistakes_are_the_surest_ones_with_the_raw_pictures():
    network, split = trained()
    stage = results.mistakes(network, split, most=3)
    output = network.forward(split.x_validation)
    wrong = np.flatnonzero(output.argmax(axis=1) != split.y_validation)
    first = wrong[output[wrong].max(axis=1).argmax()]
    field = stage.array("pictures")[::-1]
    rows, columns = (np.flatnonzero(np.isfinite(field).any(axis=axis)) for axis in (1, 0))
    picture = field[rows[0] : rows[0] + 16 : 2, columns[0] : columns[0] + 16 : 2]
    assert np.array_equal(picture, data.digits().x_validation[first].reshape(8, 8))
    assert f"{len(wrong)} of 360 digits are wrong." in stage.caption
    assert f"{output[first].max():.2f}" in stage.caption


def test_no_mistakes_are_no_pictures():
    split = trained()[1]
    stage = results.mistakes(Says(np.eye(10)[split.y_test]), split, "test")
    assert stage.caption == "All 359 digits are right."
    static.png(stage)


def test_the_first_layer_is_the_networks_own_weights():
    network, _ = trained()
    stage = results.first_layer(network)
    field = stage.array("pictures")[::-1]
    assert np.array_equal(field[:16:2, 1:17:2] if np.isnan(field[0, 0]) else field[:16:2, :16:2],
                          network.parameters()[0][0][0].reshape(8, 8))  # fmt: skip
    assert stage.caption.startswith("32 of 32 neurons.")


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_ink_on_the_pages_own_paper(dark):
    """On a dark page paper is dark: a white square would be all one sees."""

    def brightness(color):
        return sum(int(color[k : k + 2], 16) for k in (1, 3, 5)) / 765

    page = brightness(palette.color("paper", dark))
    ink, signed = palette.MAPS["ink"][dark], palette.MAPS["diverging"][dark]
    assert abs(brightness(ink[0]) - page) < 0.1 and abs(brightness(signed[4]) - page) < 0.1
    assert abs(brightness(ink[-1]) - page) > 0.7 and len(ink) == len(signed) == 9


# ---------------------------------------------------------------- watch


class Fits:
    """A network that gets better by one sample with each epoch, and does something in one of them."""

    def __init__(self, at=0, act=lambda: None):
        self.epochs, self.at, self.act = 0, at, act

    def forward(self, x):
        right = np.arange(len(x)) % 10 < self.epochs
        return np.where(right, 0.1, 0.9)[:, None]

    def fit(self, x, y, learning_rate, epochs, batch_size):
        self.epochs += epochs
        if self.epochs == self.at:
            self.act()
        return [0.0] * epochs


TEN = data.Split(*[np.zeros((10, 2)), np.zeros(10, dtype=int)] * 3, ("no", "yes"), "")


def raises(error):
    def act():
        raise error

    return act


def test_each_epoch_is_a_point_of_the_curves():
    watched = training.Training(Fits(), TEN, 0.1, 5, 2)
    assert watched.stage.caption == "Before the first epoch the validation accuracy is 0.000."
    watched.run()
    stage = watched.stage
    assert stage.array("epoch").tolist() == [0, 1, 2, 3, 4, 5]
    assert stage.array("validation_accuracy").tolist() == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert stage.array("loss")[0] == pytest.approx(-np.log(0.1))
    assert stage.array("done") == 1 and stage.array("running") == 0
    assert stage.caption == "After 5 epochs the validation accuracy is 0.500; the training loss still falls."


def test_pictures_are_sent_while_it_runs(monkeypatch):
    monkeypatch.setattr(training, "SECONDS", (-1.0, -1.0))
    watched, captions = training.Training(Fits(), TEN, 0.1, 3, 2), []
    watched.stage.observe(lambda change: captions.append(watched.stage.caption), "frames")
    watched.run()
    assert captions[1] == "After 1 of 3 epochs the validation accuracy is 0.100; the training loss still falls."
    assert len(captions) == 4


@pytest.mark.parametrize("at", [1, 4])
def test_an_interrupt_stops_it_and_the_network_keeps_what_it_has(at):
    network = Fits(at, raises(KeyboardInterrupt))
    watched = training.Training(network, TEN, 0.1, 9, 2)
    watched.run()
    assert watched.stage.caption.startswith(
        f"Stopped after {at - 1} of 9 epochs: the validation accuracy is 0.{at - 1}"
    )
    assert watched.stage.array("running") == 0 and network.epochs == at


def test_of_a_long_training_not_every_epoch_is_measured_but_the_last_one_is(monkeypatch):
    monkeypatch.setattr(training, "SECONDS", (99, 99))
    watched = training.Training(Fits(), TEN, 0.1, 250, 2)
    watched.run()
    epochs = watched.stage.array("epoch")
    assert epochs[:3].tolist() == [0, 3, 6] and epochs[-1] == 250 and watched.stage.array("done") == 1


def test_where_a_long_training_was_stopped_is_measured(monkeypatch):
    monkeypatch.setattr(training, "SECONDS", (99, 99))
    watched = training.Training(Fits(6, raises(KeyboardInterrupt)), TEN, 0.1, 250, 2)
    watched.run()
    assert watched.stage.array("epoch").tolist() == [0, 3, 5]
    assert watched.stage.caption.startswith("Stopped after 5 of 250 epochs: the validation accuracy is 0.6")


def test_pictures_become_fewer_the_longer_it_goes(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(training.time, "monotonic", lambda: clock[0])
    pace, drawn = training.Pace(), []
    for tick in range(1000):
        clock[0] = tick / 100
        drawn += [clock[0]] if pace.due() else []
    assert drawn[0] == 0 and drawn[1] == pytest.approx(0.1, abs=0.02) and len(drawn) < 40
    assert drawn[-1] - drawn[-2] == pytest.approx(0.5, abs=0.02)


def test_a_loss_that_is_no_number_ends_it(solved):
    _, split = trained()
    network = experiment.theirs("network", "Network")([64, 8, 10], "relu", "cce", np.random.default_rng(0))
    watched = training.Training(network, split, 1e100, 9, 32)
    watched.run()
    assert watched.stage.caption.endswith("the loss is no number any more: the learning rate is too large.")
    static.png(watched.stage)


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (None, "There is no network yet. Write what the cell above says"),
        (object(), "Network has no method forward."),
        (Says(None), "forward gave NoneType for 10 samples; it must be of shape (10, n_out)."),
        (Says(np.zeros(10)), "forward gave an array of shape (10,) for 10 samples"),
        (Says(np.full((10, 1), 0.5)), "Network has no method fit."),
        (Fits(2, raises(ZeroDivisionError("by zero"))), "Network.fit stopped with ZeroDivisionError: by zero."),
        (Fits(2, raises(SystemExit())), "Network.fit stopped with SystemExit."),
        (Fits(2, lambda: print("noise")), ""),
    ],
)
def test_wrong_code_is_told_in_a_sentence(capfd, network, words):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        watched = training.Training(network, TEN, 0.1, 3, 2)
        watched.run()
        static.png(watched.stage)
    assert words in watched.stage.banner and bool(words) == bool(watched.stage.banner)
    assert capfd.readouterr() == ("", "")


def test_without_a_front_end_the_cell_trains_to_the_end_and_leaves_a_still_picture(tmp_path):
    source = f"""
import numpy as np
from nncourse import experiment, student
from nncourse.widgets.training import watch
student.use({str(COURSE.solutions)!r})
network = experiment.theirs("network", "Network")([64, 10], "relu", "cce", np.random.default_rng(0))
watch(network, experiment.digits(), epochs=3)
"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=60).execute()
    [output] = notebook.cells[0].outputs
    assert {"image/png", "text/html", "application/vnd.jupyter.widget-view+json"} <= output.data.keys()
    assert "After 3 epochs the validation accuracy is" in output.data["text/html"]


# ---------------------------------------------------------------- bench


def test_the_line_and_the_selects_say_the_same(solved):
    stage = bench.experiment_bench("epochs=1 hidden=none")
    assert stage.positions["line"] == str(Settings(epochs=1, hidden=()))
    stage.move(activation=ACTIVATIONS.index("tanh"))
    assert stage.positions["line"] == str(Settings(epochs=1, hidden=(), activation="tanh"))
    stage.move(line="rate=0.37 batch=16")
    assert stage.positions["line"] == str(Settings(rate=0.37, batch=16))
    assert stage.positions["rate"] == bench.UNKNOWN and bench.BATCHES[stage.positions["batch"]] == 16
    stage.move(line="rate=much")
    assert stage.banner.startswith("rate=much: the learning rate must be a number")
    stage.move(train=1)
    assert stage.banner.startswith("rate=much") and len(stage.runs) == 1
    stage.move(rate=0)
    assert stage.banner == "" and stage.positions["line"] == str(Settings(rate=0.001, batch=16))


def test_runs_stand_side_by_side_and_go_again(solved):
    stage = bench.experiment_bench("epochs=2")
    stage.move(line="epochs=3 start=zero")
    stage.move(train=1)
    _, a, b = stage._frames.table
    assert (a[0], b[0]) == ("A", "B") and a[1].endswith("(best)")
    assert b[3] == str(Settings(epochs=3, start="zero"))
    assert stage.panels[0].x.high == 3 and stage.spec["panels"][0]["x"]["high"] == 3
    assert stage.array("x_B").tolist() == [0, 1, 2, 3]
    assert stage.array("wrong_B")[-1] == pytest.approx(90, abs=2)
    assert "the best of 2 is A" in stage.caption
    html = stage._repr_mimebundle_()[0]["text/html"]
    assert f"<td>{Settings(epochs=3, start='zero')}</td>" in html
    stage.move(train=2)  # the same settings once more: the same run
    assert [run.letter for run in stage.runs] == ["A", "B"] and stage._frames.table[2] == b
    stage.move(undo=1)
    assert [run.letter for run in stage.runs] == ["A"] and stage.panels[0].x.high == 2
    stage.move(clear=1)
    assert stage.runs == [] and stage._frames.table == []
    assert stage.caption.startswith("No run yet.")
    static.png(stage)


def test_the_same_line_gives_the_same_run(solved):
    stages = [bench.experiment_bench("epochs=2 seed=5 rate=0.2") for _ in range(2)]
    assert stages[0].runs[0].history == stages[1].runs[0].history
    other = bench.experiment_bench("epochs=2 seed=6 rate=0.2")
    assert other.runs[0].history != stages[0].runs[0].history


def test_five_seeds_show_the_spread(solved):
    stage = bench.experiment_bench("epochs=1 seed=3")
    stage.move(seeds=1)
    [run] = stage.runs
    assert run.shares == [bench.experiment_bench(f"epochs=1 seed={seed}").runs[0].accuracy for seed in range(3, 8)]
    assert f"from {min(run.shares):.3f} to {max(run.shares):.3f}" in stage.caption
    heads, row = stage._frames.table
    assert row[heads.index("Five seeds")] == f"{min(run.shares):.3f}–{max(run.shares):.3f}"
    stage.move(line="epochs=1 seed=3 rate=0.2", seeds=2)  # what has not run yet is run first
    assert [bool(run.shares) for run in stage.runs] == [True, True]


def test_an_interrupt_among_five_seeds_keeps_the_run(solved, monkeypatch):
    stage, whole = bench.experiment_bench("epochs=1"), experiment.training

    def interrupted(settings, *rest):
        if settings.seed == 2:
            raise KeyboardInterrupt
        return whole(settings, *rest)

    monkeypatch.setattr(experiment, "training", interrupted)
    stage.move(seeds=1)
    assert stage.banner == "Stopped: of the five seeds 2 are done." and len(stage._frames.table[0]) == 4
    assert stage.array("running") == 0 and not stage.runs[0].shares


def test_there_is_room_for_eight(solved):
    stage = bench.experiment_bench(*(f"epochs=1 seed={seed}" for seed in range(8)))
    static.png(stage)
    stage.move(line="epochs=1 seed=8", train=1)
    assert stage.banner.startswith("There is room for 8 runs.") and len(stage.runs) == 8


def test_an_interrupt_keeps_the_part_of_a_run(solved, monkeypatch):
    stage = bench.experiment_bench("epochs=1")
    whole = experiment.training

    def interrupted(*args):
        for measured in whole(*args):
            if measured.epoch == 3:
                raise KeyboardInterrupt
            yield measured

    monkeypatch.setattr(experiment, "training", interrupted)
    stage.move(line="epochs=50", train=1)
    assert "stopped after 2 epochs" in stage._frames.table[2][3] and stage.panels[0].x.high == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "This needs standardize, which is not written yet: fill it in in nnlib/network.py."),
        (("def fit(", "def fitted("), "Network has no method fit."),
        (("return self.params", "return [(W.copy(), b.copy()) for W, b in self.params]"), "not copies of them."),
        (("z, cache = network_forward", "1 / 0; z, cache = network_forward"), "stopped with ZeroDivisionError"),
    ],
)
def test_the_bench_tells_what_is_wrong(own, change, words):
    modules = {path.stem: path.read_text(encoding="utf-8") for path in (COURSE.solutions / "nnlib").glob("*.py")}
    modules["network"] = modules["network"].replace(*change) if change else STUB.read_text(encoding="utf-8")
    own(**modules)
    stage = bench.experiment_bench("epochs=1")
    assert words in stage.banner
    static.png(stage)


# ---------------------------------------------------------------- draw a digit


def test_the_samples_are_read_by_a_trained_network(solved):
    network, _ = trained()
    stage = digit.draw_a_digit(network, data.digits(), sample="0")
    read = 0
    for i, name in enumerate(digit.HAND, start=1):
        stage.move(sample=i)
        read += int(stage.array("first")[0]) == int(name[0])
    assert read >= 11  # of 13: the honest reader errs


def test_a_drawing_is_counted_as_the_data_set_counts():
    seen = digit.picture([[(0.5, 0.9), (0.5, 0.1)]])
    assert seen.shape == (8, 8) and seen.max() == 16 and set(seen.ravel() % 1) == {0.0}
    assert np.array_equal(seen, seen[:, ::-1])  # in the middle
    assert (seen[:, 2:6].sum(axis=1) > 0).all() and not seen[:, [0, 7]].any()  # as high as the picture
    ink = [digit.bitmap(digit._strokes(name)).mean() for name in digit.HAND]
    assert np.allclose(ink, digit.INK, atol=0.03)
    raw = data.digits().x_train.sum(axis=1) / 1024
    assert raw.mean() == pytest.approx(digit.INK, abs=0.02)


def test_where_and_how_large_one_draws_does_not_matter():
    strokes = np.array(digit._strokes("7")[0])
    small = (0.1 + 0.2 * strokes).tolist()
    assert np.array_equal(digit.picture([strokes.tolist()]), digit.picture([small]))


@pytest.mark.parametrize("strokes", [[], [[]], [[(0.5, 0.5)]], [[(0.5, 0.5)] * 2000], [[(0.1, 0.5), (0.9, 0.5)]]])
def test_any_drawing_has_a_picture(strokes):
    seen = digit.picture(strokes)
    assert seen.shape == (8, 8) and np.isfinite(seen).all()
    assert seen.any() == any(map(len, strokes))


def test_drawing_clearing_and_a_network_that_is_not_there(solved):
    network, _ = trained()
    stage = digit.draw_a_digit(network, data.digits())
    assert stage.caption.startswith("Your network says 3, with a probability of")
    stage.move(ink=[[[0.5, 0.9], [0.5, 0.1]]], sample=0)
    assert stage.caption.startswith("Your network says 1")
    stage.move(ink=[])
    assert stage.caption.startswith("Draw a digit") and not stage.has("p")
    static.png(stage)
    assert "There is no network yet" in digit.draw_a_digit(None, data.digits()).banner
    assert "ten probabilities" in digit.draw_a_digit(Says(np.ones((1, 3))), data.digits()).banner
