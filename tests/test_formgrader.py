"""What formgrader shows: everything that a reader of answers needs, and nothing that acts."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import bs4
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output, new_raw_cell

from nncourse.office import directory as places
from nncourse.office import harmless, verdicts
from tests import hand_ins, lab
from tests.conftest import COURSE
from tests.hand_ins import NAME, hand_in
from tests.hostile import build

pytestmark = pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/, which a student's copy has not")
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
MARKUP = "<img src=x onerror=x>"
ACTIVE = ("script", "iframe", "object", "embed", "form", "style", "link", "meta", "base", "svg", "math", "noscript")
ANSWER = """\
## What I found

The loss is $L(w) = a < b$, **so** it *falls*:

| step | loss |
|-----:|------|
| 1    | $x_1$ |

$$\\begin{aligned} w &= 1 \\\\ v &< 2 \\end{aligned}$$

![my figure](attachment:figure.png) ![lost](attachment:lost.svg) [a link](https://example.org/page)

```python
if a < b: print("code")
```

<details><summary>more</summary> 1 &lt; 2 </details>
"""


def exporter(settings):
    """The exporter that formgrader's server extension makes of these settings."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

    settings.merge(FormgradeExtension().build_extra_config())
    return HTMLExporter(config=settings)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course directory with two graded hand-ins: one with markup wherever there can be some, one that is honest."""

    def make(folder):
        directory = hand_ins.course_directory(folder)
        build.CASES["markup_in_texts"](hand_in(directory, "hostile"))
        notebook = hand_ins.bare()
        answer = next(cell for cell in notebook.cells if cell.cell_type == "markdown" and is_answer(cell))
        answer.source, answer.attachments = ANSWER, {"figure.png": {"image/png": PICTURE}}
        hand_in(directory, "honest", None, notebook)
        hand_in(directory, MARKUP, None, notebook)
        hand_ins.grade(directory, status=1)

    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, "formgrader", make))


def is_answer(cell):
    return cell.metadata.get("nbgrader", {}).get("solution")


@pytest.fixture(scope="module")
def page(graded):
    """Converts a notebook as formgrader does: page(student), or page(notebook=…)."""
    made = exporter(places.settings(graded))
    resources = {"index": 0, "total": 1, "base_url": "", "submission_id": "x", "notebook_path": "x", "student": "x"}

    def convert(student="", notebook=None):
        path = graded.autograded(student, NAME) / f"{NAME}.ipynb"
        found = notebook or nbformat.read(path, as_version=4)
        html, _ = made.from_notebook_node(found, resources={**resources, "notebook_id": NAME, "assignment_id": NAME})
        return bs4.BeautifulSoup(html, "html.parser")

    return convert


def acts(page, notebook):
    """What in formgrader's page of this notebook is not in that of an empty one, and could act."""
    before = [str(tag) for tag in page(notebook=new_notebook()).find_all(True)]
    found = []
    for tag in page(notebook=notebook).find_all(True):
        active = tag.name in ACTIVE or any(name.startswith("on") for name in tag.attrs)
        for name in ("href", "src", "srcdoc", "action", "xlink:href", "data"):
            value = "".join(str(tag.attrs.get(name, "")).split()).lower()
            active |= not value.startswith(("https:", "#", "data:image/")) and value != ""
        if active and str(tag) not in before:
            found.append(str(tag)[:200])
    return found


def test_nothing_in_what_students_write_acts(graded, page):
    notebook = nbformat.read(graded.autograded("hostile", NAME) / f"{NAME}.ipynb", as_version=4)
    assert "onerror" in str(notebook) and acts(page, notebook) == []


def test_a_folder_whose_name_is_markup_is_not_graded(graded):
    (remark,) = verdicts.load(graded, MARKUP, NAME).remarks
    assert remark.startswith("nbgrader cannot work with the name of the folder")


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_nothing_that_a_cell_shows_acts_in_a_notebook_that_nbgrader_graded(page, kind):
    """Without a jail in between, an output may be of every type."""
    script = build.SCRIPT
    types = {
        "text/html": script + "<img src=x onerror=x><a href='javascript:x'>x</a>",
        "image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload='x'>{script}</svg>",
        "application/javascript": "document.title = 'pwned'",
        "text/markdown": script + "[x](javascript:x)",
        "text/latex": f"${script}$",
        "application/vnd.jupyter.widget-view+json": {"model_id": script},
        "image/png": f'x"><{script}',
        "text/plain": script,
    }
    outputs = [new_output(kind, data={name: value}) for name, value in types.items()]
    wide = "1 onerror=x"
    outputs.append(
        new_output(kind, data={"image/png": PICTURE}, metadata={"image/png": {"width": wide, "height": wide}})
    )
    outputs.append(new_output(kind, data={"text/html": script}, metadata={"text/html": {"isolated": True}}))
    outputs += [new_output("stream", text=script), new_output("error", ename=script, evalue=script, traceback=[script])]
    cells = [new_code_cell(script, outputs=[output]) for output in outputs]
    cells += [new_raw_cell(script, metadata={"raw_mimetype": "text/html"}), new_raw_cell(script)]
    cells.append(new_code_cell(script, metadata={"tags": [script, '"><img onerror=x>']}))
    state = {"application/vnd.jupyter.widget-state+json": {"state": {"x": script}}}
    metadata = {"language_info": {"name": script}, "widgets": state}
    found = acts(page, new_notebook(cells=cells, metadata=metadata))
    assert [tag for tag in found if not tag.startswith("<iframe")] == []


def test_no_text_of_theirs_passes_for_a_part_of_the_page(graded, page):
    """Formgrader finds its inputs by their ids: a heading of the same name would take the points along."""
    found = page("hostile")
    for name in ("gradient_step", "by_hand"):
        tags = found.find_all(id=name)
        assert [tag.name for tag in tags] == ["input"], name
    assert not found.select(".text_cell form, .text_cell button:not(.btn), .text_cell textarea:not(.comment)")
    assert not found.select("[style*=fixed]")


def test_the_reader_sees_what_the_student_wrote(page):
    found = page("honest")
    text = found.get_text()
    assert "$L(w) = a < b$" in text and "$$\\begin{aligned} w &= 1 \\\\ v &< 2 \\end{aligned}$$" in text
    assert found.find("h2", string="What I found") and found.find("strong", string="so") and found.find("em")
    assert [cell.get_text() for cell in found.select("td")][:2] == ["1", "$x_1$"]
    assert found.find("img", alt="my figure")["src"] == f"data:image/png;base64,{PICTURE}"
    assert "[no picture: lost]" in text, "it does not take the page along"
    assert found.find("a", string="a link")["href"] == "https://example.org/page"
    assert any('print("code")' in tag.get_text() for tag in found.select(".text_cell .highlight"))
    assert found.find("details").find("summary", string="more") and "1 < 2" in text


def test_the_reader_sees_marking_schemes_checks_and_figures(graded, page):
    found, text = page("honest"), page("honest").get_text()
    (scheme,) = [cell.source for cell in hand_ins.source(NAME).cells if "BEGIN MARK SCHEME" in cell.source]
    words = re.findall(r"[A-Za-z]{6,}", scheme.split("BEGIN MARK SCHEME")[1].split("END MARK SCHEME")[0])
    assert all(word in text for word in words)
    (report,) = [tag for tag in found.select("[style]") if "gradient_step: right." in tag.get_text()][:1]
    assert "border-left" in report["style"] and "color" in str(report)


def test_no_text_takes_long(page):
    """Formgrader makes its pages one after the other, in the server in which the instructor works."""
    begun = time.monotonic()
    html = harmless.text({}, "\\\\(" * 100_000)
    assert html.endswith("… and 280000 characters more") and time.monotonic() - begun < 20
    large = {"cell": {"attachments": {"a": {"image/png": "A" * 3_000_000}}}}
    html = harmless.text(large, "![b](attachment:a) " * 900)
    assert len(html) < 15_000_000 and "[too many pictures: b]" in html and time.monotonic() - begun < 40


@pytest.mark.browser
def test_no_script_of_theirs_runs_in_formgrader(graded):
    """The real page, in a real browser, with the token with which a script could do all that the instructor may."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as book:
        numbers = {one.student.id: one.id for one in book.notebook_submissions(NAME, NAME)}
    with lab.page() as page, lab.server(graded.root, settings="") as address:
        page.route(re.compile("cdnjs"), lambda route: route.abort())
        page.goto(address("", app="login"))
        asked, dialogs = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(address(f"{numbers['hostile']}/", app="formgrader/submissions"), wait_until="load")
        page.locator("input.score#gradient_step[placeholder]").wait_for()  # the page's own scripts have run
        page.wait_for_timeout(500)
        assert page.title() == NAME and dialogs == []
        assert page.locator("body").inner_text().count("pwned") > 10, "it is there to be read"
        assert not [url for url in asked if "logout" in url or "127.0.0.1:9/" in url]
        assert page.locator("input.score#gradient_step").get_attribute("placeholder") == "4"


@pytest.mark.browser
def test_one_command_opens_it_where_answers_are_read(graded):
    """By the address that the command gives, with nothing opened before: the table is there, and a score stays."""
    with opened(graded) as address, lab.page() as page:
        page.route(re.compile("cdnjs"), lambda route: route.abort())
        page.goto(address)
        assert "formgrader/gradebook/01_gradient_descent" in page.url
        page.locator("tbody a").first.click()
        page.locator("input.score#gradient_step[placeholder]").wait_for()  # the page's own scripts have run
        for field, value in (("input.score#why_not_guess", "3"), ("textarea#why_not_guess-comment", "Well said.")):
            with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
                page.locator(field).fill(value)
                page.locator("input.score#gradient_step").focus()  # leaving a field saves it
        page.reload()
        page.wait_for_function("document.querySelector('input.score#why_not_guess').value === '3'")
        assert page.locator("textarea#why_not_guess-comment").input_value() == "Well said."


@contextlib.contextmanager
def opened(directory):
    """The command runs; yields the address that a browser is sent to."""
    words = ["-m", "nncourse", "formgrader", "1", "--no-browser", "--port", str(lab.free_port()), "--course"]
    running = subprocess.Popen(
        [sys.executable, *words, str(directory.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=hand_ins.ENVIRONMENT,
        start_new_session=True,
    )
    try:
        yield next(found[0] for line in running.stdout if (found := re.search(r"http://127\.0\.0\.1:\S+", line)))
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def test_it_refuses_where_what_students_wrote_could_act(graded, tmp_path):
    copy = hand_ins.open_directory(shutil.copytree(graded.root, tmp_path / "old", symlinks=True))
    settings = copy.root / "nbgrader_config.py"
    settings.write_text(settings.read_text().replace('"markdown2html"', '"other"'))
    words = [sys.executable, "-m", "nncourse", "formgrader", "1", "--no-browser", "--course", str(copy.root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=hand_ins.ENVIRONMENT, timeout=90)
    assert done.returncode == 2 and "lets what students wrote act in formgrader" in done.stderr
