"""The parts of the instructor's office that need no class: making a course directory, workers, discretion, verdicts."""

import json
import os
import shutil
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nncourse.course import Course, UserError
from nncourse.office import crew, directory, discreet, init, verdicts
from nncourse.office.directory import Directory
from nncourse.office.verdicts import Verdict
from tests.conftest import COURSE

needs_solutions = pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/")

TINY = """# ---
# jupyter:
#   nncourse:
#     module: {module}
# ---

# %% nbgrader={{"grade": true, "grade_id": "check_{module}", "points": 1}}
# ### BEGIN HIDDEN TESTS
1.0
# ### END HIDDEN TESTS
"""
STEM = "def {name}():\n    ### BEGIN SOLUTION\n    return '{name} solved'\n    ### END SOLUTION\n"


@pytest.fixture
def course(tmp_path):
    """Three weeks, and a module that belongs to none."""
    solutions = tmp_path / "checkout" / "solutions"
    for number, module in enumerate(("first", "second", "third"), 1):
        path = solutions / "notebooks" / f"0{number}_{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TINY.format(module=module))
        (solutions / "nnlib").mkdir(exist_ok=True)
        (solutions / "nnlib" / f"{module}.py").write_text(STEM.format(name=module))
    (solutions / "nnlib" / "__init__.py").write_text("### BEGIN SOLUTION\n### END SOLUTION\n")
    (solutions / "nnlib" / "arrays.py").write_text("def helper():\n    return 1\n")
    return Course(tmp_path / "checkout")


# init


def test_nnlib_is_what_it_is_in_each_week(course, tmp_path):
    made = init.make(course, tmp_path / "made")
    found = {}
    for name in made.assignments():
        package = made.source(name) / "nnlib"
        found[name] = {path.stem: "solved" in path.read_text() for path in package.glob("*.py")}
        assert found[name].pop("arrays") is False and found[name].pop("__init__") is False
        released = made.release(name) / "nnlib"
        assert {path.name: path.read_text() for path in released.iterdir()} == {
            path.name: path.read_text() for path in package.iterdir()
        }
    assert found == {
        "01_first": {"first": False},
        "02_second": {"first": True, "second": False},
        "03_third": {"first": True, "second": True, "third": False},
    }
    config = directory.settings(made)
    assert [directory.students_files(config, name) for name in made.assignments()] == [
        ["nnlib/first.py"], ["nnlib/second.py"], ["nnlib/third.py"],
    ]  # fmt: skip


def test_the_gradebook_is_of_the_version_that_nbgrader_expects(course, tmp_path):
    from nbgrader.api import get_alembic_version
    from sqlalchemy import create_engine, text

    made = init.make(course, tmp_path / "made")
    with create_engine(f"sqlite:///{made.root}/gradebook.db").connect() as connection:
        (version,) = connection.execute(text("SELECT version_num FROM alembic_version")).one()
    directory.on_the_path()
    assert version == get_alembic_version()


def test_a_folder_with_something_in_it_is_refused(course, tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not an empty folder"):
        init.make(course, tmp_path / "made")
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(course, tmp_path):
    (tmp_path / "made").mkdir()
    assert init.make(course, tmp_path / "made").assignments()


def test_nothing_is_left_of_a_course_directory_that_cannot_be_made(course, tmp_path):
    (course.solutions / "notebooks" / "03_third.py").write_text('# %% nbgrader={"grade": true}\n1\n')
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserError):
        init.make(course, tmp_path / "made")
    assert sorted(tmp_path.iterdir()) == before


def test_a_students_copy_says_that_it_has_no_solutions(course, tmp_path):
    shutil.rmtree(course.solutions)
    with pytest.raises(UserError, match="student's copy"):
        init.make(course, tmp_path / "made")


def test_a_course_directory_is_found_from_inside(tmp_path):
    (tmp_path / directory.CONFIG).touch()
    (tmp_path / "source" / "01_x").mkdir(parents=True)
    found = directory.find(tmp_path / "source" / "01_x")
    assert found.resolve("1") == found.resolve("01") == found.resolve("01_x") == "01_x"
    with pytest.raises(UserError, match="There are: 01_x"):
        found.resolve("2")


def test_only_one_process_grades_at_a_time(tmp_path):
    place = Directory(tmp_path)
    with directory.alone(place), pytest.raises(UserError, match="is being graded already"), directory.alone(place):
        pass
    with directory.alone(place):
        pass


# Workers


def answering(root, pipe, what):
    """A worker process in the place of one that grades: it runs `what` for each job, and answers."""
    os.setsid()
    while True:
        job = json.loads(pipe.recv_bytes())
        exec(what, {"job": job, "root": Path(root), "os": os, "time": time})
        pipe.send_bytes(json.dumps({"done": job["student"]}).encode())


def jobs(*students):
    return [{"do": "grade", "assignment": "x", "student": student} for student in students]


def work(folder, what, students, workers, seconds):
    return crew.work(Directory(folder), jobs(*students), workers, seconds, lambda: what, answering)


def answers(found):
    return {job["student"]: answer for job, answer in found}


def test_each_job_is_answered(tmp_path):
    assert answers(work(tmp_path, "pass", "abc", 2, 20)) == {name: {"done": name} for name in "abc"}
    assert answers(work(tmp_path, "pass", "", 2, 20)) == {}


def test_a_worker_that_hangs_is_ended_and_the_others_are_served(tmp_path):
    began = time.monotonic()
    found = answers(work(tmp_path, 'if job["student"] == "b": time.sleep(60)', "abcd", 1, 5))
    assert found == {**{name: {"done": name} for name in "acd"}, "b": {"failed": "it was stopped after 5 seconds"}}
    assert time.monotonic() - began < 40


def test_a_worker_that_dies_is_replaced_and_the_job_tried_again(tmp_path):
    what = 'if not (root / "once").exists(): (root / "once").touch(); os._exit(1)'
    assert answers(work(tmp_path, what, "ab", 1, 20)) == {"a": {"done": "a"}, "b": {"done": "b"}}


def test_a_job_that_always_kills_its_worker_costs_only_itself(tmp_path):
    found = answers(work(tmp_path, 'if job["student"] == "b": os._exit(1)', "abc", 2, 20))
    assert found["b"] == {"failed": "the grading process ended"}
    assert found["a"] == {"done": "a"} and found["c"] == {"done": "c"}


def test_stopping_in_the_middle_leaves_no_process(tmp_path):
    what = '(root / f"{os.getpid()}.pid").touch(); time.sleep(30 if job["student"] != "a" else 0)'
    found = work(tmp_path, what, "abcd", 2, 60)
    next(found)
    found.close()
    until = time.monotonic() + 10
    while time.monotonic() < until and [pid for pid in started(tmp_path) if runs(pid)]:
        time.sleep(0.1)
    assert started(tmp_path) and not [pid for pid in started(tmp_path) if runs(pid)]


def started(folder):
    return [int(path.stem) for path in folder.glob("*.pid")]


def runs(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# Feedback


def check_cell(source, *outputs):
    meta = {"grade": True, "solution": False, "grade_id": "check", "points": 1, "locked": True, "schema_version": 3}
    return new_code_cell(source, metadata={"nbgrader": {**meta, "task": False}}, outputs=list(outputs))


HIDDEN = "shown()\n### BEGIN HIDDEN TESTS\ncheck.case(secret_input, gives=secret_value)\n### END HIDDEN TESTS\nscore"


def shown(*cells):
    notebook, _ = discreet.Discreet().preprocess(new_notebook(cells=list(cells)), {})
    return notebook.cells


def test_what_looks_like_the_begin_of_tags_takes_no_time():
    begun = time.monotonic()
    assert not discreet.gives_away("<" * 1_000_000, {"check.case(3)"})
    assert discreet.gives_away("<b>check.case(</b>3)", {"check.case(3)"})
    assert time.monotonic() - begun < 5


def test_hidden_tests_and_marking_schemes_are_removed():
    question = new_markdown_cell("Why?\n### BEGIN MARK SCHEME\nfull: because\n### END MARK SCHEME\nSay it.")
    question.metadata["nbgrader"] = {"grade_id": "q", "solution": False, "grade": False, "locked": True}
    cells = shown(check_cell(HIDDEN), question)
    assert [cell.source for cell in cells] == ["shown()\nscore", "Why?\nSay it."]


def test_a_region_that_does_not_end_is_hidden_to_the_end():
    assert shown(check_cell("a\n### BEGIN HIDDEN TESTS\nsecret line"))[0].source == "a"


def test_a_student_who_types_the_markers_does_not_lose_the_page():
    text = "### BEGIN HIDDEN TESTS\nmine"
    assert shown(new_code_cell(text))[0].source == text


def test_a_traceback_of_a_check_becomes_a_sentence():
    error = new_output("error", ename="ValueError", evalue="x", traceback=["----> 3 check.case(secret_input)"])
    (cell,) = shown(check_cell(HIDDEN, error))
    assert cell.outputs[0].text == "This check ended with ValueError, so it gives no points.\n"


def test_a_traceback_of_their_own_cell_stays():
    error = new_output("error", ename="ValueError", evalue="x", traceback=["----> 3 mine()"])
    (cell,) = shown(new_code_cell("mine()", outputs=[error]))
    assert cell.outputs[0].traceback == ["----> 3 mine()"]


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", text="check.case(secret_input, gives=secret_value)"),
        new_output("stream", text="['', 'shown()\\ncheck.case(secret_input, gives=secret_value)\\nscore']"),
        new_output("execute_result", data={"text/plain": repr([HIDDEN])}),
        new_output("display_data", data={"text/html": "<b>check.case(secret_input, <i>gives=secret_value</i>)</b>"}),
        new_output("display_data", data={"text/plain": "\x1b[32mcheck.case(secret_input\x1b[0m, gives=secret_value)"}),
        new_output("error", ename="E", evalue="", traceback=["check.case(secret_input, gives=secret_value)"]),
    ],
)
def test_an_output_that_prints_hidden_lines_is_left_out(output):
    cells = shown(check_cell(HIDDEN), new_code_cell("print(In)", outputs=[output]))
    assert cells[1].outputs == [new_output("stream", name="stdout", text=discreet.LEFT_OUT + "\n")]


def test_an_endless_output_is_cut():
    cells = shown(new_code_cell("print", outputs=[new_output("stream", text="x" * 1_000_000)]))
    assert len(cells[0].outputs[0].text) < 3000
    nbformat.validate(new_notebook(cells=cells))


# Verdicts


def test_a_verdict_is_kept_and_a_spoilt_one_is_as_good_as_none(tmp_path):
    place = Directory(tmp_path)
    verdict = Verdict("ada", "01_x", verdicts.GRADED, 3.0, 4.0, ["a remark"], [{"check": "f", "points": 3.0}])
    verdicts.save(place, verdict)
    assert verdicts.load(place, "ada", "01_x") == verdict
    place.verdict("ada", "01_x").write_text(json.dumps({"unknown": 1}))
    assert verdicts.load(place, "ada", "01_x") is None
    assert verdicts.load(place, "boris", "01_x") is None


def test_a_digest_changes_with_the_files_and_not_with_their_times(tmp_path):
    (tmp_path / "a").write_text("1")
    before = verdicts.digest(tmp_path)
    os.utime(tmp_path / "a", (1, 1))
    assert verdicts.digest(tmp_path) == before
    (tmp_path / "a").write_text("2")
    assert verdicts.digest(tmp_path) != before
    (tmp_path / "a").unlink()
    (tmp_path / "a").symlink_to("/nowhere")
    assert verdicts.digest(tmp_path) != before


@needs_solutions
def test_what_a_check_shows_carries_its_result_for_grading(own):
    from nncourse.checks import Check
    from nncourse.report import SCORE_TYPE

    own(descent="def gradient_step(w, gradient, learning_rate):\n    return w + learning_rate * gradient\n")
    check = Check("gradient_step", module="descent")
    check.case(2.0, -24.0, 0.1, gives=4.4)
    check.case(2.0, -24.0, 0.2, gives=6.8)
    result = check.score()._repr_mimebundle_()[SCORE_TYPE]
    assert json.loads(json.dumps(result))["mistake"] == "adds_the_step"
    assert (result["check"], result["points"]) == ("gradient_step", 0.0)
