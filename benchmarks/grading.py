"""How fast grading is: `nncourse grade` against `nbgrader autograde`, in this very run, on the same submissions.

    python benchmarks/grading.py [--quick] [--json] [--submissions 200] [--peer 20] [--class-sizes 10,2000]

For notebooks 01 and 04: seconds a submission of both, each in a fresh copy of one course directory and with their start
included; whether both gradebooks say the same; the time for the checks' own calls in a warm process, which no engine
that runs them can beat; blank and identical submissions; and, for notebook 01, small and large classes, with the memory
that all processes of the grading have together. nbgrader grades the first --peer of the submissions: it takes as long
for each, and an hour for all.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from nncourse import build, cells, course, proof, student

NUMBERS = ("01", "04")


def main() -> None:
    options = _options()
    checkout = course.find(Path(__file__).parent)
    figures = {"cores": len(os.sched_getaffinity(0)), "python": platform.python_version(), "notebooks": {}}
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        for number in NUMBERS:
            name = checkout.resolve(number)
            figures["notebooks"][name] = compared(checkout, Path(folder) / number, name, options)
        figures["class_sizes"] = {
            str(size): _of_class(checkout, Path(folder) / f"class-{size}", checkout.resolve("01"), size)
            for size in options.sizes
        }
    print(json.dumps(figures, indent=1)) if options.json else _print(figures)


def compared(checkout: course.Course, folder: Path, name: str, options: argparse.Namespace) -> dict:
    """Both engines on one notebook."""
    made = hand_ins(checkout, folder / "class", name, options.submissions)
    ours = folder / "nncourse"
    seconds, _ = timed(made, ours, [sys.executable, "-m", "nncourse", "grade", name])
    few = folder / "few"
    shutil.copytree(made, few)
    for number in range(options.peer, options.submissions):
        shutil.rmtree(few / "submitted" / _student(number))
    peer, _ = timed(
        few, folder / "nbgrader", [sys.executable, "-m", "nbgrader", "autograde", name, "--log-level=ERROR"]
    )
    same = all(_rows(ours, _student(i)) == _rows(folder / "nbgrader", _student(i)) for i in range(options.peer))
    blank, _ = timed(hand_ins(checkout, folder / "blank", name, options.submissions, "blank"), folder / "b", None, name)
    twins, _ = timed(hand_ins(checkout, folder / "twins", name, options.submissions, "twins"), folder / "t", None, name)
    each = {
        "nbgrader autograde": peer / options.peer,
        "nncourse grade": seconds / options.submissions,
        "nncourse grade, all blank": blank / options.submissions,
        "nncourse grade, all identical": twins / options.submissions,
        "the checks' own calls, on all cores": _own_calls(checkout, name) / len(os.sched_getaffinity(0)),
    }
    return {
        "submissions": options.submissions,
        "graded_by_nbgrader": options.peer,
        "seconds_each": {key: round(value, 4) for key, value in each.items()},
        "times_nbgrader": round(each["nbgrader autograde"] / each["nncourse grade"], 1),
        "same_gradebook": same,
    }


def hand_ins(checkout: course.Course, place: Path, name: str, students: int, kind: str = "right") -> Path:
    """A course directory with so many submissions: right ones with a file of their own, blank ones, or all the same."""
    from nncourse.demo import typed
    from nncourse.office import init

    made = init.make(checkout, place)
    module = build.module_of(build.source_notebook(checkout, name))
    blank = checkout.notebook(name).read_text(encoding="utf-8")
    notebook = blank if kind == "blank" else typed(checkout, name, blank)
    stub = (checkout.root / "nnlib" / f"{module}.py").read_text(encoding="utf-8")
    text = stub if kind == "blank" else proof.reference(checkout, module)
    for number in range(students):
        desk = made.submitted(_student(number), name)
        (desk / "nnlib").mkdir(parents=True)
        (desk / f"{name}.ipynb").write_text(notebook, encoding="utf-8")
        mark = f"\n# {number}\n" if kind == "right" else ""
        (desk / "nnlib" / f"{module}.py").write_text(text + mark, encoding="utf-8")
    return made.root


def timed(original: Path, place: Path, command: list[str] | None, name: str = "") -> tuple[float, float]:
    """How long this command takes in a fresh copy of the course directory, and the most memory it has, in MB."""
    command = command or [sys.executable, "-m", "nncourse", "grade", name]
    shutil.copytree(original, place)
    began = time.perf_counter()
    running = subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    memory = _Memory(running.pid)
    said, _ = running.communicate()
    taken = time.perf_counter() - began
    if running.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return taken, memory.stop()


class _Memory(threading.Thread):
    """The most memory that a process and all its descendants have together, shared pages counted once."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.most, self.going = pid, 0.0, threading.Event()
        self.start()

    def run(self) -> None:
        import psutil

        while not self.going.wait(0.5):
            try:
                root = psutil.Process(self.pid)
                found = [process.memory_full_info().pss for process in [root, *root.children(recursive=True)]]
            except (psutil.Error, OSError):
                continue  # one has just ended
            self.most = max(self.most, sum(found) / 1e6)

    def stop(self) -> float:
        """End, and say it in MB."""
        self.going.set()
        self.join()
        return self.most


def _of_class(checkout: course.Course, place: Path, name: str, size: int) -> dict:
    made = hand_ins(checkout, place / "class", name, size)
    seconds, memory = timed(made, place / "graded", None, name)
    return {"seconds_each": round(seconds / size, 4), "seconds": round(seconds, 1), "most_memory_mb": round(memory)}


def _own_calls(checkout: course.Course, name: str) -> float:
    """Seconds that the checks of a right submission take in this process, when everything is loaded."""
    notebook = build.source_notebook(checkout, name)
    given, graded = cells.values(cells.answers(notebook)), cells.graded(notebook)
    with proof.package(checkout, None) as place, student.using(place):
        list(cells.run_all(graded, given))
        began = time.perf_counter()
        for _ in range(5):
            list(cells.run_all(graded, given))
    return (time.perf_counter() - began) / 5


def _rows(place: Path, student_id: str) -> list[tuple]:
    """What a gradebook says of a student: grades and comments, as nbgrader keeps them."""
    import sqlite3

    with sqlite3.connect(place / "gradebook.db") as book:
        grades = book.execute(
            "SELECT cell.name, auto_score, manual_score, needs_manual_grade, extra_credit FROM grade"
            " JOIN base_cell cell ON cell.id = grade.cell_id JOIN submitted_notebook n ON n.id = grade.notebook_id"
            " JOIN submitted_assignment a ON a.id = n.assignment_id WHERE a.student_id = ? ORDER BY 1",
            (student_id,),
        ).fetchall()
        comments = book.execute(
            "SELECT cell.name, auto_comment, manual_comment FROM comment"
            " JOIN base_cell cell ON cell.id = comment.cell_id JOIN submitted_notebook n ON n.id = comment.notebook_id"
            " JOIN submitted_assignment a ON a.id = n.assignment_id WHERE a.student_id = ? ORDER BY 1",
            (student_id,),
        ).fetchall()
    if not grades:
        sys.exit(f"The gradebook in {place} has no grades of {student_id}.")
    return [*grades, *comments]


def _student(number: int) -> str:
    return f"student{number:04}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer submissions: at most a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--submissions", type=int, default=200, help="in each class (200)")
    parser.add_argument("--peer", type=int, default=20, help="how many of them nbgrader grades too (20)")
    parser.add_argument("--class-sizes", dest="sizes", default="10,2000", help="other classes of notebook 01")
    options = parser.parse_args()
    options.sizes = [int(size) for size in options.sizes.split(",") if size]
    if options.quick:
        options.submissions, options.peer, options.sizes = 20, 2, []
    return options


def _print(figures: dict) -> None:
    print(f"{figures['cores']} cores, Python {figures['python']}")
    for name, found in figures["notebooks"].items():
        print(f"\n{name}, {found['submissions']} submissions ({found['graded_by_nbgrader']} by nbgrader)")
        peer = found["seconds_each"]["nbgrader autograde"]
        for key, seconds in found["seconds_each"].items():
            print(f"  {key:36} {seconds:8.4f} s each   {peer / seconds:6.1f} times as fast as nbgrader")
        print(f"  the gradebooks say {'the same' if found['same_gradebook'] else 'DIFFERENT THINGS'}")
    for size, found in figures["class_sizes"].items():
        memory = f"at most {found['most_memory_mb']} MB"
        print(f"\na class of {size}: {found['seconds_each']:.4f} s each, {found['seconds']} s, {memory}")


if __name__ == "__main__":
    main()
