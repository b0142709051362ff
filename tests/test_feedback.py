"""The pages of feedback: what stands on them, that nothing in them runs, and the zip for the LMS."""

import base64
import html
import html.parser
import io
import json
import re
import shutil
import zipfile
from datetime import datetime

import nbformat
import pytest

from nncourse.office import directory as places
from nncourse.office import entries, feedback, feedback_zip, intake, own_cells, remarks, unread
from nncourse.office.entries import Entry, Grade
from nncourse.office.feedback_page import Pages, as_plain_text
from nncourse.office.verdicts import Verdict, save
from tests import hand_ins, lab
from tests.conftest import COURSE
from tests.hand_ins import NAME, bare, cell_of, code, hand_in, reference, with_entries

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

EVIL = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
EVIL_ID = "eve's"  # a folder whose name is markup is not graded
ANSWER = f"""# {EVIL}
[a link](javascript:window.hacked=1) <a href="javascript:window.hacked=1">another</a>
![p](https://example.org/seen.png) <iframe src="https://example.org/"></iframe><svg/onload=window.hacked=1>

</blockquote></main><style>@import url(https://example.org/x.css)</style>{{{{ 7 * 7 }}}}{{% include "x" %}}"""
CELLS = (
    f"print({EVIL!r})",
    f"from IPython.display import HTML, SVG, Markdown\ndisplay(HTML({EVIL!r}))\nMarkdown({EVIL!r})",
    f"raise ValueError({EVIL!r})",
    f"class Text:\n    def __repr__(self):\n        return {EVIL!r}\nText()",
    f"# </code></pre>{EVIL}\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('mine')\nplt.show()",
)


def hostile_module():
    """Functions that fail with markup, and give markup back."""
    failing = f'\ndef squared_error(w, x, y):\n    raise ValueError("""{EVIL}""")\n'
    return reference() + failing + f'\ndef gradient_step(w, gradient, learning_rate):\n    return """{EVIL}"""\n'


def class_with_feedback(folder):
    """Some submissions, graded, read by a person, and with a page each."""
    directory = hand_ins.course_directory(folder)
    notebook = bare()
    cell_of(notebook, "why_not_guess").source = ANSWER
    notebook.cells.extend(map(code, CELLS))
    hand_in(directory, EVIL_ID, hostile_module(), notebook)
    notebook = bare()
    cell_of(notebook, "why_not_guess").source = "First line,\n  and a *second* one: 1 < 2."
    hand_in(directory, "chen", with_entries("adds_the_step"), notebook, timestamp__txt="2026-01-02 03:04:05 UTC")
    hand_in(directory, "dora", notebook=bare())
    hand_in(directory, "cut-off", notebook=COURSE.notebook(NAME).read_text()[:5000])
    hand_in(directory, "exits", notebook=with_first("import os\nos._exit(1)"))
    hand_ins.grade(directory, status=1)
    with places.gradebook(places.settings(directory)) as book:
        book.update_or_create_student(EVIL_ID, first_name=EVIL, last_name="'\"><b>")
        book.update_or_create_student("chen", first_name="Chen", last_name="Li")
        for student in (EVIL_ID, "chen"):
            grade = book.find_grade("why_not_guess", NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = 2.5, False
            comment = book.find_comment("why_not_guess", NAME, NAME, student)
            comment.manual_comment = f"What does it know?\nSay more. {EVIL}"
        book.find_comment("by_hand_answers", NAME, NAME, "chen").manual_comment = "Neatly done."
        book.db.commit()
    said = hand_ins.command("nncourse", "feedback", "1", "--course", directory.root)
    assert "5 pages written" in said
    assert "their page says why and what to do: cut-off" in said


def with_first(text):
    notebook = bare()
    notebook.cells.insert(0, code(text))
    return notebook


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, "pages", class_with_feedback))


def page_of(directory, student):
    return (directory.feedback(student, NAME) / f"{NAME}.html").read_text(encoding="utf-8")


def shown(page):
    """What one reads on a page: without tags and styles, every space one space."""
    bare = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


# What stands on it


def test_points_hints_and_what_a_reader_wrote(directory):
    page = page_of(directory, "chen")
    text = shown(page)
    assert "01 · Gradient descent" in text
    assert "Chen Li ( chen )" in text
    assert "Handed in 2 January 2026, 03:04 UTC" in text
    assert "20.5 of 30 points" in text, "26, less the two checks that the mistake costs, and 2.5 from the reader"
    assert "gave back -0.4 expected 4.4 You added the step." in text
    assert text.count("You added the step.") == 2, "under the check, and once more at the end"
    assert "First line,\n  and a *second* one: 1 &lt; 2." in page, "as it was written"
    assert "Read by a person. 2.5 of 4 points Comment: What does it know? Say more. <script>" in text
    assert "Comment: Neatly done." in text


def test_checks_stand_in_the_order_of_the_notebook_under_their_exercise(directory):
    page = page_of(directory, "chen")
    order = [page.index(f"<h2>{title}") for title in ("1 · Explore", "By hand", "Exercise 1 · <code>", "Exercise 5 ·")]
    assert order == sorted(order)
    third = page[page.index("<h2>Exercise 3") : page.index("<h2>Exercise 4")]
    assert "gradient_step: not right yet." in third


def test_an_answer_that_nobody_has_read_yet_and_one_that_was_never_written(directory):
    assert "so far: 4 wait for a reader" in shown(page_of(directory, "dora"))
    empty = Entry("x", grades={"why_not_guess": Grade(0, 4)})
    verdict = Verdict("x", NAME, "graded")
    save(directory, verdict)
    cell = {"cell_type": "markdown", "source": released_source(directory, "why_not_guess")}
    cell["metadata"] = {"nbgrader": {"grade_id": "why_not_guess", "grade": True, "solution": True}}
    text = shown(page_made(directory, empty, [cell]))
    assert "Nothing: the answer was left as it was handed out." in text
    assert "No answer. 0 of 4 points" in text


def test_what_was_not_begun_is_open_and_a_thing_is_said_once(directory):
    unwritten = {"text": "a and b are not written yet.", "mark": "open", "points": "0 of 2 points", "kind": "head"}
    rows = [{"check": name, "rows": [unwritten]} for name in ("explore", "by_hand")]
    save(directory, Verdict("idle", NAME, "graded", checks=rows))
    text = shown(page_made(directory, Entry("idle", grades={"explore": Grade(0, 2), "by_hand": Grade(0, 2)}), []))
    assert text.count("a and b are not written yet.") == 3, "under each of the two, and once at the end"
    assert "✗" not in text


@pytest.mark.parametrize(
    ("seconds", "said"), [(20, "1 minute"), (3700, "62 minutes"), (22_000, "6 hours"), (260_000, "3 days")]
)
def test_how_late_it_is_as_people_say_it(directory, seconds, said):
    entry = Entry("late", "", datetime(2026, 1, 2), seconds, 0, {"explore": Grade(2, 2)})
    assert f"Handed in 2 January 2026, 00:00 UTC, {said} late" in shown(page_made(directory, entry, []))


def test_a_question_is_plain_text():
    markdown = (
        "Before.\n\n## 7 · Reflect\n\n**A (4 points):** why is\n(a) $\\eta$ small, *and*\n- one\n  two\n- `x`\n\nEnd."
    )
    assert as_plain_text(markdown) == "A (4 points): why is (a) η small, *and*\n- one two\n- x\n\nEnd."


def test_remarks_are_in_the_students_words(directory):
    assert "Your code ended the Python process" in shown(page_of(directory, "exits"))


def test_who_was_refused_reads_why_and_what_to_do(directory):
    text = shown(page_of(directory, "cut-off"))
    assert "This could not be graded, so there are no points yet." in text
    assert "damaged or cut off" in text
    assert "nncourse pack 01" in text


def test_every_remark_of_taking_in_is_known():
    """A remark that nobody has put in words for students would be shown as it is: find it here first."""
    text = "".join((COURSE.root / "nncourse" / name).read_text() for name in ("office/intake.py", "jail/standin.py"))
    found = re.findall(r'\.(?:add|append)\(\s*f?"([^"]+)"', text)
    found += [one for pair in re.findall(r'\.count\([^"]*"([^"]+)",\s*"([^"]+)"', text) for one in pair]
    found += intake.MANY.values()
    assert len(found) > 16
    for remark in found:
        said = re.sub(r"\{[^}]*\}", "7", remark.replace("{file}", "nnlib/descent.py"))
        assert remarks.for_the_student(said) != f"{said[:1].upper()}{said[1:]}.", remark


def test_a_late_hand_in_and_another_attempt(directory):
    entry = Entry("late", "", None, 3 * 3600, 2.0, {"explore": Grade(2, 2), "gradient_step": Grade(4, 4)})
    (directory.earlier("late", NAME) / "2026-01-01_10-00-00").mkdir(parents=True, exist_ok=True)
    text = shown(page_made(directory, entry, []))
    assert "4 of 6 points" in text
    assert "6 points, less 2 for handing in 3 hours late." in text
    assert "attempt 2" in text


def test_a_notebook_without_points(directory):
    text = shown(page_made(directory, Entry("zero", grades={"explore": Grade(0, 0)}), []))
    assert "0 of 0" not in text


def page_made(directory, entry, cells):
    """The page of somebody whose graded notebook has these cells."""
    path = directory.autograded(entry.student, NAME) / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return Pages(directory, NAME, {entry.student: entry}, "A course", "").page(entry.student)


def released_source(directory, grade_id):
    notebook = nbformat.read(directory.release(NAME) / f"{NAME}.ipynb", as_version=4)
    return cell_of(notebook, grade_id).source


# Nothing in it runs, nothing is loaded


class Tags(html.parser.HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


OURS = {
    "a", "b", "bdi", "blockquote", "body", "code", "div", "figure", "h1", "h2", "h3", "head", "header", "html", "img",
    "li", "main", "meta", "p", "pre", "section", "span", "style", "table", "tbody", "td", "th", "thead", "title", "tr",
    "ul",
}  # fmt: skip


@pytest.mark.parametrize("student", [EVIL_ID, "chen", "cut-off", "exits", "dora"])
def test_only_our_own_tags_are_in_a_page(directory, student):
    page = page_of(directory, student)
    for tag, attributes in Tags(page).found:
        assert tag in OURS, tag
        assert not [name for name in attributes if name.startswith("on")]
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; ")
    assert "script" not in policy
    assert page.count("<style") == 1
    assert "7 * 7" in page or student != EVIL_ID, "a template in an answer is a text"


def test_what_a_hostile_student_wrote_is_shown_as_text(directory):
    text = shown(page_of(directory, EVIL_ID))
    assert text.count("<script>window.hacked=1</script>") >= 6, "answer, name, comment, outputs, code and messages"
    assert "ValueError: <script>" in text
    assert "javascript:window.hacked=1" in text
    assert page_of(directory, EVIL_ID).count("<img") == 1, "the figure, and nothing else"


def test_no_script_runs_and_no_request_is_made_when_a_hostile_page_is_opened(directory):
    """In a browser that is told to ignore the page's policy, so that it is the escaping that is tried."""
    path = directory.feedback(EVIL_ID, NAME) / f"{NAME}.html"
    with lab.page(bypass_csp=True) as page:
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri(), wait_until="networkidle")
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("document.scripts.length") == 0
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 100)")
    assert [url for url in asked if not url.startswith("data:image/png;base64,")] == [path.as_uri()]
    assert said == []


def test_a_page_is_readable_at_the_width_of_a_phone(directory):
    with lab.page() as page:
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto((directory.feedback(EVIL_ID, NAME) / f"{NAME}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_no_hidden_line_is_in_any_page(directory):
    hidden = hand_ins.hidden_lines()
    assert len(hidden) > 20
    pages = {path: html.unescape(path.read_text("utf-8")) for path in directory.root.glob(f"feedback/*/{NAME}/*.html")}
    assert len(pages) >= 5
    assert {(path.parent.parent.name, line) for path, page in pages.items() for line in hidden if line in page} == set()


def test_hidden_lines_that_another_kind_of_grading_let_out_are_left_out(directory):
    """`nbgrader autograde` runs a submission and the tests in one process, where a cell can print all cells."""
    line = max(hand_ins.hidden_lines(), key=len)
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": f"['a', {line!r}]"},
        {"output_type": "error", "ename": "E", "evalue": line, "traceback": [line]},
        {"output_type": "display_data", "data": {"text/html": line, "text/plain": [line]}, "metadata": {}},
    ]
    cell = {"cell_type": "code", "source": "print(In)", "metadata": {}, "outputs": outputs}
    page = html.unescape(page_made(directory, Entry("looks", grades={"explore": Grade(1, 2)}), [cell]))
    assert line not in page
    assert page.count("it shows lines of the hidden tests") == 3


@pytest.mark.parametrize(
    "outputs",
    [
        [{"output_type": "display_data", "data": {"image/png": 'x" onerror="window.hacked=1'}}],
        [
            {
                "output_type": "display_data",
                "data": {"image/png": base64.b64encode(b"<svg onload='alert(1)'/>").decode()},
            }
        ],
        [{"output_type": "display_data", "data": {"image/svg+xml": "<svg/>", "application/javascript": "alert(1)"}}],
        [{"output_type": "stream", "text": {"not": "text"}}, None, 7, {"data": []}],
        "no list",
    ],
)
def test_outputs_that_are_no_picture_and_no_text_are_not_shown(directory, outputs):
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": outputs}
    page = page_made(directory, Entry("odd", grades={"explore": Grade(1, 2)}), [cell, None, {"cell_type": 3}])
    assert "Your cell" in page
    assert "<img" not in page
    assert {tag for tag, _ in Tags(page).found} <= OURS


def test_half_a_sign_and_signs_that_turn_the_text_around_do_no_harm(directory):
    cell = {"cell_type": "code", "source": "'\ud800\x00\u202e'", "metadata": {}, "outputs": []}
    page = page_made(directory, Entry("signs", grades={"explore": Grade(1, 2)}), [cell])
    assert page.encode("utf-8")


# The student's own cells


def png(width=2, height=2):
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_is_a_whole_png_of_a_fair_size():
    right = base64.b64encode(png()).decode()
    assert own_cells.picture(right) == right
    assert own_cells.picture([right[:8] + "\n", right[8:]]) == right
    for data in (png()[:-8], b"GIF89a" + png(), png(20_000, 20_000), b"", png() * 0 + b"\x89PNG\r\n\x1a\n"):
        assert own_cells.picture(base64.b64encode(data).decode()) == ""
    for text in ("#" + right, None, 7, {"a": 1}):
        assert own_cells.picture(text) == ""


def test_only_cells_of_their_own_are_read_and_long_ones_are_cut():
    reader = own_cells.Reader({"descent_on_curve()"}, set())
    assert reader.own({"cell_type": "code", "source": "descent_on_curve()\n"}) is None
    assert reader.own({"cell_type": "markdown", "source": "mine"}) is None
    check = {"nbgrader": {"grade": True, "grade_id": "a", "locked": True}}
    assert reader.own({"cell_type": "code", "source": "mine", "metadata": check}) is None
    printed = {"output_type": "stream", "text": "".join(f"{number}\n" for number in range(1000)) + "x" * 10_000}
    cell = reader.own({"cell_type": "code", "source": ["descent_on_", "bowl()"], "outputs": [printed]})
    assert cell.code == "descent_on_bowl()"
    assert cell.outputs[0].text.endswith("977 lines more")
    many = [reader.own({"cell_type": "code", "source": f"x = {number}"}) for number in range(1000)]
    assert sum(1 for cell in many if cell) < 50


# The command


def test_one_page_that_cannot_be_made_costs_only_itself(directory, monkeypatch, capsys):
    real = Pages.page

    def page(self, student):
        if student == "dora":
            raise ValueError("broken")
        return real(self, student)

    monkeypatch.setattr(Pages, "page", page)
    assert feedback.command("1", directory.root) == 1
    said = capsys.readouterr().out
    assert "No page for dora: ValueError: broken" in said


def test_who_handed_in_since_is_named(tmp_path, directory, capsys):
    copy = hand_ins.open_directory(shutil.copytree(directory.root, tmp_path / "copy", symlinks=True))
    hand_in(copy, "new")
    (copy.submitted("chen", NAME) / hand_ins.FILE).write_text(reference())
    assert feedback.command("1", copy.root) == 0
    said = capsys.readouterr().out
    assert "Not graded yet, so without a page: new." in said
    assert "Handed in anew since they were graded: chen." in said


def test_what_the_exchange_needs_is_beside_the_page(tmp_path, directory):
    copy = hand_ins.open_directory(shutil.copytree(directory.root, tmp_path / "copy", symlinks=True))
    (copy.submitted("dora", NAME) / "submission_secret.txt").write_text("secret")
    (copy.submitted("exits", NAME) / "submission_secret.txt").symlink_to(copy.root / ".nncourse" / "secret")
    assert feedback.write_all(copy, [(NAME, "dora"), (NAME, "chen"), (NAME, "exits")]) == {}
    assert (copy.feedback("dora", NAME) / "submission_secret.txt").read_text() == "secret"
    assert (copy.feedback("chen", NAME) / "timestamp.txt").read_text() == "2026-01-02 03:04:05 UTC"
    assert not (copy.feedback("exits", NAME) / "submission_secret.txt").exists()


def test_who_handed_in_something_unreadable_gets_a_page_that_says_what_to_do(tmp_path, directory, capsys):
    copy = hand_ins.open_directory(shutil.copytree(directory.root, tmp_path / "copy", symlinks=True))
    receipt = {"lms": "canvas", "name": "rarr_7_8_work.rar", "why": "it is not a zip"}
    unread.add(copy, NAME, {"rar": receipt, "chen": receipt})
    assert list(unread.load(copy, NAME)) == ["rar"], "of chen there is a submission"
    feedback.command("1", copy.root)
    assert "rar" in next(line for line in capsys.readouterr().out.splitlines() if "their page says why" in line)
    text = shown(page_of(copy, "rar"))
    assert "What was handed in could not be read: it is not a zip." in text
    assert "Hand it in once more, as a zip, or as the two files: the notebook and your .py file." in text


def test_the_same_class_gives_the_same_pages(directory):
    before = page_of(directory, "chen")
    assert feedback.write_all(directory, [(NAME, "chen")]) == {}
    assert page_of(directory, "chen") == before


def test_entries_are_those_of_nbgrader(directory):
    with places.gradebook(places.settings(directory)) as book:
        found = entries.read(book, NAME)
        for student, entry in found.items():
            if student in ("chen", "dora", EVIL_ID):
                submission = book.find_submission(NAME, student)
                assert entry.points == submission.score
                assert sum(grade.max_points for grade in entry.grades.values()) == submission.max_score


# The zip for the LMS


@pytest.mark.parametrize(
    ("lms", "name", "entry"),
    [
        ("moodle", "Ada Lovelace_1234_assignsubmission_file_", f"Ada Lovelace_1234_assignsubmission_file_/{NAME}.html"),
        ("moodle", "Ada Lovelace_1234_assignsubmission_file", f"Ada Lovelace_1234_assignsubmission_file_/{NAME}.html"),
        ("moodle", "Ada_1234_assignsubmission_file_a_b.zip", f"Ada_1234_assignsubmission_file_/{NAME}.html"),
        ("canvas", "lovelaceada_12_345_ada_01.zip", "lovelaceada_12_345_ada_01.zip"),
        ("canvas", "lovelaceada_LATE_12_345_my work.ipynb", "lovelaceada_LATE_12_345_my work.html"),
        ("canvas", "12_345_ada_01.zip", "12_345_ada_01.zip"),
        ("canvas", "anon_LATE_Xy7Zq_345_work.zip", "anon_LATE_Xy7Zq_345_work.zip"),
        ("canvas", "../lovelaceada_12_345_ada.zip", f"ada/{NAME}.html"),
        ("moodle", "../Ada_1_assignsubmission_file_", f"ada/{NAME}.html"),
        ("moodle", "something else", f"ada/{NAME}.html"),
        ("", "ada_01.zip", f"ada/{NAME}.html"),
        (None, None, f"ada/{NAME}.html"),
    ],
)
def test_what_the_lms_wants_a_page_to_be_called(lms, name, entry):
    found, called = feedback_zip.entry_of("ada", NAME, {"lms": lms, "name": name})
    assert called == entry
    assert found == ("" if entry.startswith("ada/") else lms)


def test_the_zip_has_each_page_under_the_name_that_the_lms_knows(tmp_path, directory):
    copy = hand_ins.open_directory(shutil.copytree(directory.root, tmp_path / "copy", symlinks=True))
    kept = copy.root / ".nncourse" / "collected" / f"{NAME}.json"
    kept.parent.mkdir()
    moodle = {"lms": "moodle", "name": "Chen Li_77_assignsubmission_file"}
    canvas = {"lms": "canvas", "name": "dora_LATE_5_6_dora_01.zip"}
    kept.write_text(json.dumps({"chen": moodle, "dora": canvas, "exits": {"lms": "", "name": "exits.zip"}}))
    said = hand_ins.command("nncourse", "feedback", "1", "--course", copy.root, "--zip")
    assert f"feedback_{NAME}.zip" in said
    assert "1 as Moodle takes them back" in said
    assert "1 as Canvas takes them back" in said
    with zipfile.ZipFile(copy.root / f"feedback_{NAME}.zip") as archive:
        names = set(archive.namelist())
        assert {f"Chen Li_77_assignsubmission_file_/{NAME}.html", "dora_LATE_5_6_dora_01.zip"} < names
        assert f"exits/{NAME}.html" in names
        assert archive.read(f"Chen Li_77_assignsubmission_file_/{NAME}.html").decode() == page_of(copy, "chen")
        inner = zipfile.ZipFile(io.BytesIO(archive.read("dora_LATE_5_6_dora_01.zip")))
    assert inner.read(f"{NAME}.html").decode() == page_of(copy, "dora")
