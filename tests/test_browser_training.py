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
from nncourse import experiment, student
from nncourse.widgets import training
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
print("the next", "cell")
""".split("---")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    shutil.copytree(COURSE.solutions / "nnlib", folder / "nnlib")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source.strip()) for source in CELLS])
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
    page.get_by_text("the next cell").wait_for()
    assert "keeps what it has learned" in stage(page, 1).inner_text()
    stage(page, 1).screenshot(path=lab.SCREENSHOTS / "09-watch-stopped.png")
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    assert stage(page, 1).get_by_role("button", name="Stop").is_disabled()
