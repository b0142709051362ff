"""Notebook 09's widgets in a real JupyterLab: training that is watched and stopped, and a digit that is drawn."""

import shutil

import nbformat
import pytest

from tests import lab
from tests.conftest import COURSE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not COURSE.has_solutions, reason="needs a network: solutions/ is not here"),
]
CELLS = """
import numpy as np
from nncourse import data, experiment, student
from nncourse.widgets import bench, digit, training
student.use(".")
digits = experiment.digits()
Network = experiment.theirs("network", "Network")
network = Network([64, 32, 10], "relu", "cce", np.random.default_rng(0))
---
training.watch(network, digits, epochs=20000)
print("after", network.predict(digits.x_test[:3]).shape)
---
training.watch(network, digits, epochs=20000)
---
network.fit(digits.x_train, digits.y_train, 0.1, 10, 32)
digit.draw_a_digit(network, data.digits())
---
bench.experiment_bench("epochs=5")
---
print("the last", "cell")
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    shutil.copytree(COURSE.solutions / "nnlib", folder / "nnlib")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source.strip()) for source in CELLS.split("---")]
    )
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "training.ipynb")
    with lab.page() as page, lab.server(folder) as address:
        page.goto(address("training.ipynb"))
        page.wait_for_selector(lab.IDLE, timeout=90_000)
        page.wait_for_timeout(1000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        yield page


def stage(page, number):
    return page.locator(".nn-stage").nth(number)


def test_stop_ends_the_training_and_the_cells_below_run_on(page):
    """By the widget's button and by the square in the toolbar, both pressed while the cell runs."""
    lab.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    stop = stage(page, 0).get_by_role("button", name="Stop")
    stop.wait_for()
    page.wait_for_function("() => document.querySelector('.nn-stage progress')?.value > 0")
    assert "of 20000 epochs" in stage(page, 0).inner_text()
    stage(page, 0).screenshot(path=lab.SCREENSHOTS / "09-watch-running.png")
    stop.click()
    page.get_by_text("after (3,)").wait_for()
    assert "Stopped after" in stage(page, 0).inner_text()
    stage(page, 1).get_by_role("button", name="Stop").wait_for()
    page.wait_for_function("() => document.querySelectorAll('.nn-stage progress')[1]?.value > 0")
    page.locator("[data-command='notebook:interrupt-kernel'], [data-jp-item-name=interrupt] button").first.click()
    page.get_by_text("the last cell").wait_for()
    assert "keeps what it has learned" in stage(page, 1).inner_text()
    stage(page, 1).screenshot(path=lab.SCREENSHOTS / "09-watch-stopped.png")
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    assert stage(page, 1).get_by_role("button", name="Stop").is_disabled()


def test_a_digit_is_drawn_with_the_mouse(page):
    """A plain stroke is a 1; the next stroke adds to it; Clear and the samples work from the keyboard."""
    figure = stage(page, 2)
    figure.scroll_into_view_if_needed()
    assert "says 3" in figure.inner_text()
    box = figure.locator(".nn-drawing").bounding_box()
    middle, top, side = box["x"] + box["width"] / 2, box["y"], box["height"]

    def stroke(*points):
        page.mouse.move(middle + points[0][0] * side, top + points[0][1] * side)
        page.mouse.down()
        for x, y in points[1:]:
            page.mouse.move(middle + x * side, top + y * side, steps=8)
        page.mouse.up()

    stroke((0, 0.15), (0, 0.85))
    figure.get_by_text("says 1").first.wait_for()
    assert figure.get_by_label("Sample").input_value() == "0"
    stroke((-0.2, 0.15), (0, 0.15))
    stroke((-0.2, 0.85), (0.2, 0.85))
    page.wait_for_timeout(500)
    assert page.evaluate("JSON.parse(document.querySelectorAll('.nn-stage')[2].dataset.frame).ink.length") == 3
    figure.screenshot(path=lab.SCREENSHOTS / "09-draw.png")
    figure.get_by_role("button", name="Clear").press("Enter")
    figure.get_by_text("Draw a digit in the square").first.wait_for()
    sample = figure.get_by_label("Sample")
    sample.focus()
    page.keyboard.type("8")
    figure.get_by_text("says 8").first.wait_for()
    assert page.locator(".jp-Dialog").count() == 0


def test_the_bench_runs_a_pasted_line_and_stops(page):
    """A line sets the selects, Train trains, Stop stops: all while no cell runs."""
    figure = stage(page, 3)
    figure.scroll_into_view_if_needed()
    line = figure.get_by_label("Settings")
    line.fill("hidden=32 start=glorot activation=tanh rate=0.25 batch=4 epochs=500")
    line.press("Enter")
    page.wait_for_function(
        "() => document.querySelectorAll('.nn-stage')[3].querySelector('.nn-field input').value.endsWith('seed=0')"
    )
    assert figure.get_by_label("Activation").locator("option:checked").inner_text() == "tanh"
    assert figure.get_by_label("Learning rate").input_value() == ""
    figure.get_by_role("button", name="Train").click()
    figure.get_by_text("Run B, epoch").first.wait_for()
    figure.screenshot(path=lab.SCREENSHOTS / "09-bench-running.png")
    figure.get_by_role("button", name="Stop").click()
    figure.locator("td", has_text="stopped after").wait_for()
    figure.get_by_label("Initialization").select_option("zero")
    figure.get_by_role("button", name="Remove the last run").click()
    figure.locator("td", has_text="stopped after").wait_for(state="hidden")
    figure.screenshot(path=lab.SCREENSHOTS / "09-bench.png")
