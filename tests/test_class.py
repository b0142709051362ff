"""A whole class through `nncourse grade`: each broken submission gets a verdict, the others exactly their points."""

import csv
import html
import json
import re
import shutil

import nbformat
import pytest

from nncourse import build
from tests import hand_ins
from tests.conftest import COURSE, NAMES, solved, source
from tests.hand_ins import NAME, bare, cell_of, code, hand_in, reference, with_entries

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

FULL = 26.0  # and 4 that a person gives
TYPED = 7.0  # of them, for what is typed into the notebook
WRONG = ("adds_the_step", "forgot_the_two")  # costs gradient_step, gradient_descent and squared_error_gradient
WARNS = """
import sys as _sys, warnings as _warnings
_right = squared_error
def squared_error(w, x, y):
    _warnings.warn("a warning of my own")
    print("to stderr", file=_sys.stderr)
    np.float64(1.0) / np.float64(0.0)
    return _right(w, x, y)
"""


def changed(change, whole=False):
    notebook = solved(NAME) if whole else bare()
    change(notebook)
    return notebook


def with_cells(*texts, end=False):
    return changed(
        lambda notebook: (
            notebook.cells.extend(map(code, texts))
            if end
            else notebook.cells.__setitem__(slice(0, 0), list(map(code, texts)))
        )
    )


def edited(notebook):
    cell_of(notebook, "gradient_step").metadata.nbgrader["points"] = 100
    cell_of(notebook, "squared_error").metadata.nbgrader["locked"] = False
    cell_of(notebook, "by_hand").metadata.nbgrader["grade_id"] = "mine"
    check = cell_of(notebook, "gradient_descent")
    check.source = "100.0"
    check.metadata["tags"] = ["skip-execution"]
    answer = cell_of(notebook, "guesses_answer")
    notebook.cells[notebook.cells.index(answer)] = nbformat.v4.new_markdown_cell(
        answer.source, metadata=answer.metadata
    )


def deleted(notebook):
    notebook.cells = [
        c for c in notebook.cells if c.metadata.nbgrader.grade_id not in ("gradient_step", "guesses_answer")
    ]


def doubled(notebook):
    for name in ("gradient_step", "by_hand_answers"):
        notebook.cells.append(
            nbformat.from_dict({**cell_of(notebook, name), "id": f"again-{name}", "source": "slope = 1"})
        )


def bloated(notebook):
    cell_of(notebook, "by_hand").outputs = [nbformat.v4.new_output("stream", text="x" * 50_000_000)]


def class_of_submissions(folder):
    """A course directory with everybody's submission, graded by `nncourse grade`."""
    directory = hand_ins.course_directory(folder, timeout=4, iopub_timeout=2)

    def put(student, module=None, notebook=None, **files):
        return hand_in(directory, student, module, notebook, **files)

    put("ada", notebook=solved(NAME))
    put("boris", with_entries("by_loop", "multiplied_out", "step_by_loop", "as_a_list", "all_at_once"))
    put("chen", with_entries(*WRONG))
    put("warns", reference() + WARNS)
    put("blank", (COURSE.root / hand_ins.FILE).read_text(), COURSE.notebook(NAME).read_text())
    # Notebooks that cannot be graded
    put("not-json", notebook=COURSE.notebook(NAME).read_text()[:5000])
    put("no-cells", notebook=changed(lambda notebook: notebook.cells.clear()))
    (put("no-notebook") / f"{NAME}.ipynb").unlink()
    link = put("link") / f"{NAME}.ipynb"
    link.unlink()
    link.symlink_to(directory.source(NAME) / f"{NAME}.ipynb")
    # Notebooks with something wrong, which can be graded all the same
    put("edited", with_entries(*WRONG), changed(edited))
    put("deleted", with_entries(*WRONG), changed(deleted))
    put("doubled", notebook=changed(doubled))
    put("bloated", notebook=changed(bloated))
    put("loop", notebook=with_cells("while True: pass"))
    put("stubborn", notebook=with_cells("import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True: pass"))
    put("exits", notebook=with_cells("import os\nos._exit(1)"))
    put("prints", notebook=with_cells("for _ in range(30): print('x' * 1_000_000)"))
    put("looks", with_entries(*WRONG), notebook=with_cells("print(In)", "%history", "In", end=True))
    # Something wrong with nnlib
    put("endless", reference().replace("trajectory = [as_float", "while True: pass\n    trajectory = [as_float"))
    put("syntax", reference().replace("def squared_error(w, x, y):", "def squared_error(w, x, y)"))
    (put("no-module") / hand_ins.FILE).unlink()
    module = put("linked-module") / hand_ins.FILE
    module.unlink()
    module.symlink_to(COURSE.solutions / hand_ins.FILE)
    put("shadow", numpy__py="raise SystemExit('not numpy')\n", nncourse__py="")
    put("raises", "raise SystemExit(3)\n")
    put("ends-python", "import os\nos._exit(0)\n")
    hand_ins.grade(directory, "--workers", "2", status=1)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, "class", class_of_submissions))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory, graded):
    """What a second `nncourse grade` says, which finds everything graded that can be."""

    def again(folder):
        folder.mkdir()
        (folder / "said.json").write_text(json.dumps(hand_ins.grade(graded, status=1)))

    return json.loads((hand_ins.once(tmp_path_factory, "again", again) / "said.json").read_text())


POINTS = {
    "ada": FULL, "boris": FULL, "warns": FULL, "chen": FULL - 4 - 4 - 3, "blank": 0,
    "edited": FULL - 11, "deleted": FULL - 11 - 1, "doubled": FULL, "bloated": FULL, "loop": FULL, "stubborn": FULL,
    "exits": FULL, "prints": FULL, "looks": FULL - 11, "endless": FULL - 4, "syntax": TYPED, "no-module": TYPED,
    "linked-module": TYPED, "shadow": FULL, "raises": TYPED, "ends-python": TYPED,
}  # fmt: skip

REFUSED = {
    "not-json": "the notebook is not JSON (line ",
    "no-cells": "the notebook has no cells",
    "no-notebook": f"{NAME}.ipynb was not handed in",
    "link": "the notebook is a symbolic link",
}


def test_everybody_gets_a_verdict(verdicts):
    assert set(verdicts) == {*POINTS, *REFUSED}
    assert {name for name, verdict in verdicts.items() if verdict["status"] != "graded"} == set(REFUSED)


@pytest.mark.parametrize("student", POINTS)
def test_what_can_be_graded_gets_exactly_its_points(verdicts, student):
    verdict = verdicts[student]
    assert (verdict["status"], verdict["points"], verdict["max_points"]) == ("graded", POINTS[student], 30)


@pytest.mark.parametrize("student", REFUSED)
def test_what_cannot_be_graded_says_why(verdicts, student):
    verdict = verdicts[student]
    assert verdict["remarks"][0].startswith(REFUSED[student])
    assert verdict["points"] is None


@pytest.mark.parametrize(
    ("student", "remark"),
    [
        ("edited", "the cell gradient_descent was edited: the original counts"),
        ("deleted", "a graded cell was deleted: put back"),
        ("doubled", "2 cells too many: the first counts"),
        ("exits", "it ended the Python process"),
        ("ends-python", "it ended the Python process"),
        ("syntax", "nnlib/descent.py cannot be read by Python: line "),
        ("no-module", "nnlib/descent.py was not handed in"),
        ("linked-module", "nnlib/descent.py is a symbolic link: ignored"),
        ("shadow", "nncourse.py, numpy.py ignored"),
    ],
)
def test_what_was_wrong_is_remarked(verdicts, student, remark):
    assert any(text.startswith(remark) for text in verdicts[student]["remarks"]), verdicts[student]["remarks"]


def test_honest_work_has_no_remarks(verdicts):
    assert [verdicts[name]["remarks"] for name in ("ada", "boris", "chen", "warns", "blank")] == [[]] * 5


def test_the_graded_code_is_the_students(graded):
    """Whoever is wrong loses those points: a file that is graded in our version would give full marks to everybody."""
    points, mistakes = hand_ins.checks_of(graded, "chen")
    lost = {name: of - points[name] for name, of in hand_ins.full_points().items() if points[name] < of}
    assert lost == {"gradient_step": 4, "gradient_descent": 4, "squared_error_gradient": 3}
    assert (mistakes["gradient_step"], mistakes["squared_error_gradient"]) == WRONG
    graded_file = graded.autograded("chen", NAME) / hand_ins.FILE
    assert graded_file.read_text() == with_entries(*WRONG)


def test_a_warning_costs_no_points(graded):
    points, _ = hand_ins.checks_of(graded, "warns")
    assert {name: points[name] for name in hand_ins.full_points()} == hand_ins.full_points()
    page = (graded.autograded("warns", NAME) / f"{NAME}.ipynb").read_text()
    assert "a warning of my own" in page, "it is shown, and costs nothing"


def test_the_marking_scheme_stands_above_the_answer(graded):
    page = nbformat.read(graded.autograded("ada", NAME) / f"{NAME}.ipynb", as_version=4)
    answer = page.cells.index(cell_of(page, "why_not_guess"))
    question = page.cells[answer - 1].source
    assert question == cell_of(source(NAME), "why_not_guess_question").source
    assert question.count("MARK SCHEME") == 2


def test_what_was_handed_in_is_left_alone(graded):
    assert (graded.submitted("shadow", NAME) / "numpy.py").is_file()
    assert (graded.submitted("exits", NAME) / f"{NAME}.ipynb").read_text().count("os._exit(1)") == 1
    assert not (graded.autograded("shadow", NAME) / "numpy.py").exists()


def test_what_is_graded_is_not_graded_again_unless_it_has_changed(graded, verdicts, tmp_path):
    directory = hand_ins.open_directory(shutil.copytree(graded.root, tmp_path / "moved", symlinks=True))
    for student in set(verdicts) - {"ada", "chen", "not-json"}:
        shutil.rmtree(directory.submitted(student, NAME).parent)
    before = {name: directory.verdict(name, NAME).stat().st_mtime_ns for name in ("ada", "chen", "not-json")}
    (directory.submitted("chen", NAME) / hand_ins.FILE).write_text(reference())
    after = hand_ins.grade(directory, status=1)
    again = {name for name, time in before.items() if directory.verdict(name, NAME).stat().st_mtime_ns != time}
    assert again == {"chen", "not-json"}
    assert after["chen"]["points"] == FULL


@pytest.fixture(scope="module")
def pages(tmp_path_factory, graded):
    """Everybody's feedback page, as text without tags."""

    def write(folder):
        directory = hand_ins.open_directory(shutil.copytree(graded.root, folder, symlinks=True))
        said = hand_ins.command("nncourse", "feedback", "1", "--course", directory.root)
        assert f"{len(POINTS) + len(REFUSED)} pages written" in said
        assert "not-json" in said, "who is not graded is named"

    directory = hand_ins.open_directory(hand_ins.once(tmp_path_factory, "feedback", write))
    found = {path.parent.parent.name: path.read_text() for path in directory.root.glob(f"feedback/*/{NAME}/*.html")}
    return {name: html.unescape(re.sub(r"<[^>]*>", "", page)) for name, page in found.items()}


def test_feedback_does_not_print_hidden_tests(pages):
    assert set(pages) == {*POINTS, *REFUSED}
    hidden = hand_ins.hidden_lines()
    assert len(hidden) > 20
    shown = {(name, line) for name, page in pages.items() for line in hidden if line in page}
    assert shown == set()
    assert "gradient_descent was stopped after 10 seconds" in pages["endless"]


def test_who_is_refused_has_a_page_that_says_what_to_do(pages):
    for student in REFUSED:
        assert "What to do:" in pages[student], student


def test_feedback_shows_points_and_hints(pages):
    hint = next(entry.hint for entry in hand_ins.catalogue_of(NAME).entries if entry.name == "adds_the_step")
    assert hint in pages["chen"]
    assert hint not in pages["ada"]


def scores(path):
    """{student: points} of a CSV by nbgrader's exporter."""
    with path.open() as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == NAME]
    return {row["student_id"]: float(row["raw_score"]) for row in rows if row["raw_score"]}  # none: not graded


def test_export_has_everybody(graded, tmp_path):
    said = hand_ins.command("nncourse", "export", "--course", graded.root, "--to", tmp_path / "grades.csv")
    score = scores(tmp_path / "grades.csv")
    assert {name: score[name] for name in POINTS} == POINTS
    assert str(tmp_path / "grades.csv") in said


# The release


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, "course", hand_ins.course_directory))


def test_the_release_is_the_committed_notebook(course):
    released = nbformat.read(course.release(NAME) / f"{NAME}.ipynb", as_version=4)
    committed = nbformat.read(COURSE.notebook(NAME), as_version=4)
    assert released.cells == committed.cells
    assert released.metadata == committed.metadata


def test_the_release_contains_no_solution_and_no_hidden_test(course):
    secret = hand_ins.solution_lines() | hand_ins.hidden_lines()
    assert len(secret) > 40
    files = [path for path in course.release(NAME).rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".ipynb", ".py"}
    for path in files:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            notebook = nbformat.reads(text, as_version=4)
            text = "\n".join([*(cell.source for cell in notebook.cells), text.replace('\\"', '"')])
        # arrays.py is no solution: it is there for everybody, whole.
        assert not [line for line in secret if line in text], path


def test_source_has_earlier_weeks_solved_this_one_as_a_stub_and_later_ones_absent(course):
    package = course.source(NAME) / "nnlib"
    assert build.STUB in (package / "descent.py").read_text()
    assert {path.name for path in package.iterdir()} >= {"__init__.py", "arrays.py", "descent.py"}
    later = [build.module_of(source(name)) for name in hand_ins.GRADED[1:]]
    assert not [name for name in later if (package / f"{name}.py").exists()]


def test_exclude_overwriting_names_this_weeks_file(course):
    from nncourse.office import directory

    config = directory.settings(course)
    for name in NAMES:
        assert directory.students_files(config, name) == [f"nnlib/{build.module_of(source(name))}.py"]


# nbgrader's own command line, as its manual says


def test_nbgrader_itself_takes_the_same_directory(tmp_path):
    made = hand_ins.course_directory(tmp_path / "made")
    directory = hand_ins.open_directory(shutil.move(made.root, tmp_path / "moved"))
    from nncourse.pack import pack

    archive = directory.root / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    for student, module in (("ada", reference()), ("chen", with_entries(*WRONG))):
        desk = type(COURSE)(tmp_path / student)
        (desk.root / "nnlib").mkdir(parents=True)
        (desk.root / hand_ins.FILE).write_text(module)
        desk.notebooks.mkdir()
        nbformat.write(bare(), desk.notebook(NAME))
        pack(desk, NAME, student, archive)
    for arguments in (
        ("zip_collect", NAME),
        ("autograde", NAME),
        ("generate_feedback", NAME),
        ("export",),
    ):
        hand_ins.command("nbgrader", *arguments, cwd=directory.root)
    assert scores(directory.root / "grades.csv") == {"ada": FULL, "chen": FULL - 11}
    for student in ("ada", "chen"):
        assert (directory.feedback(student, NAME) / f"{NAME}.html").is_file()
    page = html.unescape(re.sub(r"<[^>]*>", "", (directory.feedback("chen", NAME) / f"{NAME}.html").read_text()))
    assert not [line for line in hand_ins.hidden_lines() if line in page]


@pytest.mark.slow
def test_nbgraders_exchange_from_release_to_feedback(tmp_path):
    directory = hand_ins.course_directory(tmp_path / "course")
    student = tmp_path / "student"
    student.mkdir()
    settings = (
        f'c = get_config()\nc.Exchange.root = "{directory.root / "exchange"}"\nc.CourseDirectory.course_id = "nnlib"\n'
    )
    (student / "nbgrader_config.py").write_text(settings)
    hand_ins.command("nbgrader", "generate_assignment", NAME, "--force", cwd=directory.root)
    hand_ins.command("nbgrader", "release_assignment", NAME, cwd=directory.root)
    hand_ins.command("nbgrader", "fetch_assignment", NAME, cwd=student)
    (student / NAME / hand_ins.FILE).write_text(reference())
    nbformat.write(solved(NAME), student / NAME / f"{NAME}.ipynb")
    said = hand_ins.command("nbgrader", "validate", f"{NAME}/{NAME}.ipynb", cwd=student)
    assert "Success" in said
    hand_ins.command("nbgrader", "submit", NAME, cwd=student)
    hand_ins.command("nbgrader", "collect", NAME, cwd=directory.root)
    verdict = next(iter(hand_ins.grade(directory).values()))
    assert (verdict["status"], verdict["points"]) == ("graded", FULL)
    hand_ins.command("nncourse", "feedback", NAME, "--course", directory.root)
    hand_ins.command("nbgrader", "release_feedback", NAME, cwd=directory.root)
    hand_ins.command("nbgrader", "fetch_feedback", NAME, cwd=student)
    assert list(student.glob(f"{NAME}/feedback/*/{NAME}.html"))
