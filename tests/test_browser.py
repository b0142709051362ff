"""A student's hour in a real JupyterLab: run everything, move a slider, mend a function, see the check turn."""

import shutil

import pytest

from tests import lab
from tests.conftest import COURSE

pytestmark = pytest.mark.browser
NOTEBOOK = "notebooks/01_gradient_descent.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A student's copy of the course."""
    folder = tmp_path_factory.mktemp("a student's course")
    for part in ("notebooks", "nnlib"):
        shutil.copytree(COURSE.root / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def page(course):
    with lab.page() as page, lab.server(course) as address:
        page.goto(address(NOTEBOOK))
        lab.run_all(page)
        yield page


def cell_of(page, words):
    """The cell that holds these words, scrolled into view."""
    cell = page.locator(".jp-Cell", has_text=words).first
    for _ in range(40):
        if cell.count():
            cell.scroll_into_view_if_needed()
            return cell
        page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => { panel.scrollTop += 500 }")
        page.wait_for_timeout(100)
    raise AssertionError(f"no cell has the words {words!r}")


def to_top(page):
    page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => { panel.scrollTop = 0 }")
    page.wait_for_timeout(300)


def test_nothing_stops_the_first_run_of_all_cells(page):
    """As handed out: no error anywhere, every check says what is to be written."""
    to_top(page)
    assert "To write in this notebook" in cell_of(page, "To write in this notebook").inner_text()
    to_top(page)
    assert "0 of 4 points" in cell_of(page, "gradient_step is not written yet").inner_text()
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
    assert page.locator(".jp-Dialog").count() == 0


def test_the_slider_moves_with_the_keyboard_and_the_picture_follows(page):
    """Arrow keys on the learning rate change the picture and the caption, and no key reaches the notebook."""
    to_top(page)
    cell = cell_of(page, "As η grows from very small")
    cells = page.locator(".jp-Cell").count()
    cell.get_by_text("Skip").click()
    slider = cell.locator("input[type=range]").first
    canvas = cell.locator("canvas[role=img]").first
    slider.focus()
    before, caption = canvas.screenshot(), cell.inner_text()
    for key in ("ArrowRight", "ArrowRight", "PageUp", "a", "b", "d", "d"):
        page.keyboard.press(key)
    page.wait_for_timeout(400)
    assert canvas.screenshot() != before
    assert cell.inner_text() != caption
    assert page.locator(".jp-Cell").count() == cells
    assert slider.get_attribute("aria-valuetext")
    assert cell.get_by_role("slider", name="Learning rate").count() == 1


def test_a_check_turns_from_wrong_to_right_when_the_file_is_edited_in_the_editor(page, course):
    """Through JupyterLab's own editor, also by way of a syntax error, without restarting the kernel."""
    to_top(page)
    cell_of(page, "To write in this notebook").get_by_role("link", name="descent.py").click()
    editor = page.locator(".jp-FileEditor .cm-content")
    editor.wait_for()
    text = (course / "nnlib" / "descent.py").read_text(encoding="utf-8")
    stub = text.index("raise NotImplementedError", text.index("def gradient_step"))
    line = text[stub:].split("\n")[0]
    steps = [
        ("return w + learning_rate * gradient", "You added the step"),
        ("return w - learning_rate * (gradient", "cannot be read by Python"),
        ("return w - learning_rate * gradient", "gradient_step: right."),
    ]
    for code, words in steps:
        page.get_by_role("tab", name="descent.py").click()
        editor.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text[:stub] + code + text[stub + len(line) :])
        page.keyboard.press("Control+S")
        page.wait_for_timeout(600)
        assert code in (course / "nnlib" / "descent.py").read_text(encoding="utf-8")
        page.get_by_role("tab", name="01_gradient_descent.ipynb").click()
        to_top(page)
        check = cell_of(page, "Check of gradient_step:")
        check.locator(".jp-Cell-inputWrapper").click()
        page.keyboard.press("Control+Enter")
        lab.wait_idle(page)
        assert words in check.inner_text(), check.inner_text()


def test_every_widget_is_drawn_and_kept_as_a_picture_to_look_at(page):
    """Each widget of the notebook shows a canvas that is not empty; the pictures go to build/screenshots."""
    lab.SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for title, name in (
        ("Gradient descent on L(w)", "descent_on_curve"),
        ("The slope of L(w)", "slope_at_a_point"),
        ("Gradient descent in a valley", "descent_on_bowl"),
        ("Guessing against walking downhill", "random_search_against_descent"),
    ):
        to_top(page)
        cell = cell_of(page, title)
        page.wait_for_timeout(300)
        cell.screenshot(path=lab.SCREENSHOTS / f"01-{name}.png")
        colours = cell.locator("canvas[role=img]").first.evaluate(
            "canvas => new Set(new Uint32Array(canvas.getContext('2d')"
            ".getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"
        )
        assert colours > 20, name
