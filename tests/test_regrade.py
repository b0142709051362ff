"""A check is changed after grading: which marks move is said before they do, what a person entered stays, and the last
grading can be taken back."""

import json
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest

from nncourse.office import directory as places
from nncourse.office import engine, moves, undo, verdicts
from tests import hand_ins
from tests.conftest import COURSE
from tests.hand_ins import NAME, cell_of, hand_in, reference, with_entries

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

OLD, NEW = "check.case(2.0, -24.0, 0.1, gives=4.4)", "check.case(2.0, -24.0, 0.1, gives=-0.4)"  # wrong, on purpose
BEFORE = {"ada": 26.0, "boris": 26.0, "chen": 15.0, "dora": 26.0}  # chen makes two mistakes
AFTER = {"ada": 25.0, "boris": 25.0, "chen": 16.0, "dora": 26.0}  # a person has given dora full points for the check
OPTIONS = [] if hand_ins.JAIL else ["--trust-submissions"]


def rows(directory):
    """All that grading and people entered."""
    with sqlite3.connect(directory.root / "gradebook.db") as book:
        grades = book.execute(
            "SELECT a.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade FROM grade g"
            " JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id"
            " JOIN submitted_assignment a ON a.id = n.assignment_id ORDER BY 1, 2"
        ).fetchall()
        comments = book.execute("SELECT auto_comment, manual_comment FROM comment ORDER BY id").fetchall()
    return grades, comments


def files(directory):
    """The graded copies and verdicts."""
    found = [*directory.root.glob(f"autograded/*/{NAME}/**/*"), *directory.root.glob(".nncourse/verdicts/*/*")]
    return {path.relative_to(directory.root): path.read_bytes() for path in found if path.is_file()}


def points(directory):
    grades, _ = rows(directory)
    found = dict.fromkeys(BEFORE, 0.0)
    for student, check, auto, manual, _ in grades:
        if check != "why_not_guess":
            found[student] += (auto or 0.0) if manual is None else manual
    return found


def grade(directory, *options, status=0):
    return hand_ins.command("nncourse", "grade", "1", "--course", directory.root, *OPTIONS, *options, status=status)


def change_the_check(directory, old=OLD, new=NEW):
    change_in_the_source(directory, old, new)
    return hand_ins.command("nncourse", "release", "1", "--course", directory.root)


def change_in_the_source(directory, old=OLD, new=NEW):
    path = directory.source(NAME) / f"{NAME}.ipynb"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def read_by_a_person(directory):
    """A score and a comment for an answer, and full points for a check."""
    with places.gradebook(places.settings(directory)) as book:
        for student, cell, score in (("ada", "why_not_guess", 3.0), ("dora", "gradient_step", 4.0)):
            row = book.find_grade(cell, NAME, NAME, student)
            row.manual_score, row.needs_manual_grade = score, False
        book.find_comment("why_not_guess", NAME, NAME, "ada").manual_comment = "Well said."
        book.db.commit()


def made(folder):
    directory = hand_ins.course_directory(folder)
    for number, student in enumerate(BEFORE):
        wrong = ("adds_the_step", "forgot_the_two") if student == "chen" else ()
        hand_in(directory, student, with_entries(*wrong) + f"\n# {number}\n")
    hand_ins.grade(directory)
    read_by_a_person(directory)


@pytest.fixture
def graded(tmp_path, tmp_path_factory):
    """Four students, graded and partly read."""
    place = hand_ins.once(tmp_path_factory, "regrade", made)
    return hand_ins.open_directory(shutil.copytree(place, tmp_path / "course"))


def test_a_changed_check_is_previewed_entered_and_taken_back(graded):
    before = rows(graded), files(graded)
    assert points(graded) == BEFORE
    change_the_check(graded)

    said = grade(graded, "--preview")
    assert "3 of 4 marks move: 1 up, 2 down." in said
    assert "gradient_step: 1 student up, 2 students down" in said
    assert "gradient_step 4 → 3" in said and "dora" not in said
    assert (rows(graded), files(graded)) == before, "a preview enters nothing"

    said = grade(graded)
    assert "3 of 4 marks move" in said and "4 of 4 graded" in said
    assert "was edited" not in said, "who has the check as it was handed out has edited nothing"
    assert points(graded) == AFTER
    marks = {(student, check): found for student, check, *found in rows(graded)[0]}
    assert marks["ada", "why_not_guess"] == [None, 3.0, 0], "read once, and the submission is the same"
    assert marks["dora", "gradient_step"] == [3.0, 4.0, 1], "worth another look: its points have moved"
    assert (None, "Well said.") in rows(graded)[1]

    said = hand_ins.command("nncourse", "undo", "1", "--course", graded.root)
    assert "3 of 4 marks move: 2 up, 1 down." in said and "Put back: 4 students" in said
    assert (rows(graded), files(graded)) == before
    assert "3 of 4 marks move" in grade(graded, "--preview"), "the check is still changed"
    change_the_check(graded, NEW, OLD)
    assert "Nothing" in grade(graded, "--preview"), "and with the old check nothing is to be done"


def test_there_is_nothing_to_take_back_where_nothing_was_overwritten(graded):
    words = [sys.executable, "-m", "nncourse", "undo", "1", "--course", str(graded.root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=hand_ins.ENVIRONMENT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is nothing to take back" in done.stderr


@pytest.mark.slow
def test_what_a_person_entered_since_stays_when_it_is_taken_back(graded):
    change_the_check(graded)
    grade(graded)
    with places.gradebook(places.settings(graded)) as book:
        row = book.find_grade("why_not_guess", NAME, NAME, "boris")
        row.manual_score, row.needs_manual_grade = 2.0, False
        book.db.commit()
    hand_ins.command("nncourse", "undo", "1", "--course", graded.root)
    marks = {(student, check): found for student, check, *found in rows(graded)[0]}
    assert marks["boris", "why_not_guess"] == [None, 2.0, 0]
    assert points(graded) == BEFORE


@pytest.mark.slow
def test_a_new_attempt_is_not_asked_about_and_can_be_taken_back(graded):
    before = rows(graded), files(graded)
    (graded.submitted("chen", NAME) / hand_ins.FILE).write_text(reference())
    said = grade(graded)
    assert "move" not in said and points(graded)["chen"] == 26
    hand_ins.command("nncourse", "undo", "1", "--course", graded.root)
    assert (rows(graded), files(graded)) == before


def test_what_cannot_be_run_again_stays_as_it_is(graded):
    change_the_check(graded)
    notebook = graded.submitted("chen", NAME) / f"{NAME}.ipynb"
    original = notebook.read_bytes()
    digest = json.loads(graded.verdict("chen", NAME).read_text())["digest"]
    notebook.write_text("{")
    # As if the broken file had been graded: what was handed in is the same, and now it cannot be read.
    verdict = verdicts.load(graded, "chen", NAME)
    verdict.digest = digest[:16] + verdicts.digest(graded.submitted("chen", NAME))
    verdicts.save(graded, verdict)
    said = grade(graded)
    assert "chen stays as it is: " in said and points(graded) == {**AFTER, "chen": BEFORE["chen"]}
    notebook.write_bytes(original)


def test_a_run_that_was_killed_is_continued_and_taken_back_as_one(graded):
    before = rows(graded), files(graded)
    change_the_check(graded)
    run = undo.begin(graded, NAME)
    marks = engine.Marks(graded, places.settings(graded))
    undo.keep(graded, NAME, "ada", run, marks)  # killed between the copy and the gradebook: ada has no graded copy
    undo.clear_away(graded, NAME, "ada", run)
    marks.close()
    assert undo.begin(graded, NAME) == run
    assert not graded.autograded("ada", NAME).exists()
    grade(graded)
    assert points(graded) == AFTER
    said = hand_ins.command("nncourse", "undo", "1", "--course", graded.root)
    assert "Put back: 4 students" in said
    assert (rows(graded), files(graded)) == before


def test_only_the_last_gradings_are_kept(tmp_path):
    directory = hand_ins.open_directory(tmp_path)
    place = tmp_path / ".nncourse" / "undo" / NAME
    for number in range(undo.RUNS + 2):
        (place / f"2026-10-0{number + 1} 08.00.00").mkdir(parents=True)
        undo.finish(directory, NAME)
    names = sorted(path.name[:10] for path in place.iterdir())
    assert names == ["2026-10-03", "2026-10-04", "2026-10-05"]


def test_a_broken_source_leaves_the_release_alone(graded):
    release = graded.release(NAME) / f"{NAME}.ipynb"
    before = release.read_bytes()
    (graded.source(NAME) / f"{NAME}.ipynb").write_text("{")
    words = [sys.executable, "-m", "nncourse", "release", "1", "--course", str(graded.root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=hand_ins.ENVIRONMENT)
    assert done.returncode == 2 and done.stderr.startswith("nncourse: ") and done.stderr.count("\n") == 1
    assert release.read_bytes() == before


def test_a_check_that_cannot_work_is_not_released(graded):
    release = graded.release(NAME) / f"{NAME}.ipynb"
    before = release.read_bytes()
    for new, says in (
        ("check.case(2.0, -24.0, 0.1, gives=", "The check gradient_step in "),
        ("check.case(2.0, -24.0, 0.1, gives=4.4, points=2)", "give 5 points, its cell 4"),
        ("check.case(2.0, -24.0, 0.1, gives=nowhere)", "NameError"),
    ):
        change_in_the_source(graded, OLD, new)
        words = [sys.executable, "-m", "nncourse", "release", "1", "--course", str(graded.root)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=hand_ins.ENVIRONMENT)
        assert done.returncode == 2 and says in done.stderr, done.stderr
        change_in_the_source(graded, new, OLD)
    assert release.read_bytes() == before
    said = change_the_check(graded)
    assert "Our own solution gets 3 of 4 points from the check gradient_step. Is that meant?" in said
    assert said.count("Is that meant?") == 1, "and of the other checks nothing is said"


def test_a_change_that_is_not_released_is_named(graded):
    change_in_the_source(graded)
    assert "was changed after its release" in grade(graded, "--preview")


def test_the_release_changes_with_the_source_and_with_nothing_else(graded):
    def released():
        paths = [path for path in graded.release(NAME).rglob("*") if path.is_file()]
        return {path.name: path.read_bytes() for path in [*paths, graded.release(NAME).with_name(f"{NAME}.zip")]}

    before = released()
    hand_ins.command("nncourse", "release", "1", "--course", graded.root)
    assert released() == before
    change_the_check(graded)
    assert cell_of(nbformat.read(graded.release(NAME) / f"{NAME}.ipynb", 4), "gradient_step").source.count("-0.4")


def test_a_question_is_answered_only_where_somebody_sits(monkeypatch):
    assert moves.agreed("?"), "not a terminal: agreed"
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    asked = []
    monkeypatch.setattr("typer.confirm", lambda question: asked.append(question) or False)
    assert not moves.agreed("Enter these marks?") and asked == ["Enter these marks?"]
