"""How long grading takes: seconds a submission of `nncourse grade` and of plain `nbgrader autograde`, on notebook 01.

    python benchmarks/grading.py [--quick] [--json]

Both grade the same class in a new course directory of their own, one after the other, in this very run.
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
import time
from pathlib import Path

from nncourse import build, course, proof

WORKERS = (1, 2)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        figures = measured(Path(folder), 3 if options.quick else 20, options.quick)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        _print(figures)


def measured(folder: Path, students: int, quick: bool) -> dict:
    """All figures of one run."""
    checkout = course.find(Path(__file__).parent)
    made = _class(checkout, folder / "class", students)
    name = checkout.graded()[0]
    figures = {
        "assignment": name,
        "submissions": students,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "seconds_each": {},
    }
    command = [sys.executable, "-m", "nbgrader", "autograde", name, "--log-level=ERROR"]
    figures["seconds_each"]["nbgrader autograde"] = _seconds(made.root, folder / "nbgrader", command) / students
    for workers in WORKERS[-1:] if quick else WORKERS:
        command = [sys.executable, "-m", "nncourse", "grade", name, "--workers", str(workers), "--json"]
        key = f"nncourse grade, {workers} worker{'s' if workers > 1 else ''}"
        figures["seconds_each"][key] = _seconds(made.root, folder / f"workers-{workers}", command) / students
    figures["seconds_each"] = {key: round(value, 2) for key, value in figures["seconds_each"].items()}
    return figures


def _class(checkout: course.Course, place: Path, students: int):
    """A course directory with so many submissions, all of them right, each with its own file."""
    from nncourse.demo import typed
    from nncourse.office import init

    made = init.make(checkout, place)
    name = checkout.graded()[0]
    module = build.module_of(build.source_notebook(checkout, name))
    notebook = typed(checkout, name, checkout.notebook(name).read_text(encoding="utf-8"))
    for number in range(students):
        desk = made.submitted(f"student{number:03}", name)
        (desk / "nnlib").mkdir(parents=True)
        (desk / f"{name}.ipynb").write_text(notebook, encoding="utf-8")
        text = f"{proof.reference(checkout, module)}\n# {number}\n"
        (desk / "nnlib" / f"{module}.py").write_text(text, encoding="utf-8")
    return made


def _seconds(original: Path, place: Path, command: list[str]) -> float:
    """How long this command takes in a fresh copy of the course directory, its start included."""
    shutil.copytree(original, place)
    began = time.perf_counter()
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
    return taken


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer submissions: at most a minute")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser.parse_args()


def _print(figures: dict) -> None:
    print(f"{figures['submissions']} submissions of {figures['assignment']}, {figures['cores']} cores")
    for name, seconds in figures["seconds_each"].items():
        print(f"  {name:28} {seconds:6.2f} s a submission   {3600 / seconds:6.0f} an hour")


if __name__ == "__main__":
    main()
