"""Grading that is killed, again and again, ends with the gradebook of a grading that was not."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

from tests import hand_ins
from tests.conftest import COURSE

pytestmark = [
    pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"),
    pytest.mark.skipif(not hand_ins.JAIL, reason="this machine cannot build the jail; `nncourse doctor` says why"),
]
FEW, ALL = 4, 20  # how often it is killed in `make test`, and in `make test-all`
STUDENTS = [f"student{number:02}" for number in range(20)]


def hand_in(folder):
    """A class, half of which got something wrong, each with a file of its own."""
    directory = hand_ins.course_directory(folder)
    for number, student in enumerate(STUDENTS):
        module = hand_ins.reference() if number % 2 else hand_ins.with_entries("adds_the_step")
        hand_ins.hand_in(directory, student, f"{module}\n# {number}\n")
    return directory


def rows(directory):
    """Every mark and comment in the gradebook, and how often each submission is in it."""
    with sqlite3.connect(directory.root / "gradebook.db") as book:
        tables = {
            "grade": "auto_score, manual_score, extra_credit, needs_manual_grade",
            "comment": "auto_comment, manual_comment",
        }
        found = {
            table: book.execute(
                f"SELECT a.student_id, cell.name, {columns} FROM {table} t JOIN base_cell cell ON cell.id = t.cell_id"
                " JOIN submitted_notebook n ON n.id = t.notebook_id"
                " JOIN submitted_assignment a ON a.id = n.assignment_id ORDER BY 1, 2"
            ).fetchall()
            for table, columns in tables.items()
        }
        found["submissions"] = book.execute(
            "SELECT student_id, count(*) FROM submitted_assignment GROUP BY 1"
        ).fetchall()
    return found


def by_hand(directory, student):
    """What a person enters in formgrader: a score and a comment for the written answer, another mark for a check."""
    from nncourse.office import directory as places

    with places.gradebook(places.settings(directory)) as book:
        for cell, score in (("why_not_guess", 3.0), ("gradient_step", 2.5)):
            grade = book.find_grade(cell, hand_ins.NAME, hand_ins.NAME, student)
            grade.manual_score, grade.needs_manual_grade = score, False
        book.find_comment("why_not_guess", hand_ins.NAME, hand_ins.NAME, student).manual_comment = "Well said."
        book.db.commit()


def start(directory):
    command = [sys.executable, "-m", "nncourse", "grade", "1", "--force", "--course", str(directory.root)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=hand_ins.ENVIRONMENT)


def ours(directory):
    """Processes of the grading of this course directory."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        with contextlib.suppress(psutil.NoSuchProcess):
            jail = "nncourse.jail.inside" in line and not of_another_test(process, directory)
            if jail or str(directory.root) in line:
                found.append(process.pid)
    return found


def of_another_test(process, directory):
    """Whether a grading that runs at the same time, in another process of the tests, has started it."""
    for parent in process.parents():
        line = " ".join(parent.cmdline())
        tests = "exec(eval(sys.stdin" in line and parent.pid != os.getpid()
        if tests or (" grade " in line and str(directory.root) not in line):
            return True
    return False


def graded(directory):
    return len(list(directory.root.glob(".nncourse/verdicts/*/*.json")))


@pytest.mark.parametrize("kills", [FEW, pytest.param(ALL, marks=pytest.mark.slow)])
def test_killed_again_and_again_it_ends_as_if_never_disturbed(tmp_path, kills):
    undisturbed, killed = hand_in(tmp_path / "undisturbed"), hand_in(tmp_path / "killed")
    hand_ins.grade(undisturbed)
    hand_ins.grade(killed, "--force")
    for directory in (undisturbed, killed):
        by_hand(directory, STUDENTS[0])
    for verdict in undisturbed.root.glob(".nncourse/verdicts/*/*.json"):
        verdict.unlink()  # as below: without it, nobody knows what a person has seen
    hand_ins.grade(undisturbed, "--force")
    chance, stopped_at = random.Random(7), set()
    for _ in range(kills):
        for verdict in killed.root.glob(".nncourse/verdicts/*/*.json"):
            verdict.unlink()
        running = start(killed)
        most = time.monotonic() + 60
        wanted = chance.randrange(len(STUDENTS) // 2)
        while graded(killed) < wanted and running.poll() is None and time.monotonic() < most:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.15))
        stopped_at.add(graded(killed))
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert len(stopped_at) > kills // 4, "the moments were not spread"
    until = time.monotonic() + 10
    while ours(killed) and time.monotonic() < until:
        time.sleep(0.1)
    assert not ours(killed), "a process went on"
    hand_ins.grade(killed)
    assert rows(killed) == rows(undisturbed)
    marks = {(student, cell): found for student, cell, *found in rows(killed)["grade"]}
    assert marks[STUDENTS[0], "gradient_step"][1] == 2.5 and marks[STUDENTS[0], "why_not_guess"][1] == 3.0
    for student in STUDENTS:
        page = killed.autograded(student, hand_ins.NAME) / f"{hand_ins.NAME}.ipynb"
        assert page.read_text() == (undisturbed.autograded(student, hand_ins.NAME) / page.name).read_text()
