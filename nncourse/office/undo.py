"""`nncourse undo`: take back the last grading. What a run of `nncourse grade` overwrites is kept for a while.

.nncourse/undo/NN_topic/TIME/STUDENT/ holds one result as it was: the points (marks.json), the verdict, the graded copy.
A run that was killed is continued by the next one, and what it had kept stays as it was.
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

from nncourse import files
from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import moves, people
from nncourse.office.directory import Directory
from nncourse.office.marks import Marks

RUNS = 3  # so many runs of an assignment can be taken back, one after the other
FINISHED, MARKS, VERDICT, COPY = "finished", "marks.json", "verdict.json", "autograded"


def command(number: str, course: Path, yes: bool) -> int:
    """Say which marks would be as before, ask, and put them back; the exit status is 0 if that was done."""
    directory = places.find(course)
    assignment = directory.resolve(number)
    with places.alone(directory):
        run = next(iter(_runs(directory, assignment)), None)
        if run is None:
            raise UserError(f"There is nothing to take back: no result of {assignment} was overwritten.")
        kept = sorted(path.parent.name for path in run.glob(f"*/{VERDICT}"))
        before = {name: json.loads((run / name / MARKS).read_text(encoding="utf-8")) for name in kept}
        print(f"On {run.name.replace('.', ':')} the results of {moves.students(len(kept))} were overwritten.")
        auto = {
            name: {check: row["auto_score"] for check, row in was["grades"].items()} for name, was in before.items()
        }
        moving = [move for move in moves.found(directory, assignment, auto) if move.moved]
        moves.show(moving, len(kept), people.load(directory))
        if not yes and not moves.agreed("Put back what was there before?"):
            print("Nothing was changed.")
            return 1
        marks = Marks(directory, places.settings(directory))
        for name in kept:
            _put_back(directory, assignment, run / name, before[name], marks)
        marks.close()
        shutil.rmtree(run)
    print(f"Put back: {moves.students(len(kept))}. Who was graded for the first time stays so.")
    print("If a check is still changed, the next grading would move the marks again.")
    print(f"Next: `nncourse feedback {number} --course {course}` writes the pages anew.")
    return 0


def begin(directory: Directory, assignment: str) -> str:
    """The name of the run that keeps what is overwritten from now on: a new one, or that of a run that was killed."""
    for run in _runs(directory, assignment):
        if not (run / FINISHED).exists():
            return run.name
    return f"{datetime.now():%Y-%m-%d %H.%M.%S}"


def finish(directory: Directory, assignment: str) -> None:
    """The run has ended: it can be taken back, and the oldest ones no more."""
    runs = _runs(directory, assignment)
    if runs:
        (runs[0] / FINISHED).touch()
    for run in runs[RUNS:]:
        shutil.rmtree(run)


def keep(directory: Directory, assignment: str, student: str, run: str, marks: Marks) -> None:
    """Keep the result of this submission, once in a run, before anything of it is overwritten."""
    place = _place(directory, assignment) / run / student
    verdict = directory.verdict(student, assignment)
    if not run or not verdict.exists() or (place / VERDICT).exists():
        return
    if (entered := marks.entered(assignment, student)) is not None:
        files.write(place / MARKS, json.dumps(entered))
        files.write(place / VERDICT, verdict.read_bytes())  # last: what has this is complete


def clear_away(directory: Directory, assignment: str, student: str, run: str) -> None:
    """Make room for a new graded copy: the old one goes to what is kept, if it is the one that belongs there."""
    old, place = directory.autograded(student, assignment), _place(directory, assignment) / run / student
    if old.exists() and (place / VERDICT).exists() and not (place / COPY).exists():
        os.rename(old, place / COPY)
    elif old.exists():
        shutil.rmtree(old)


def _put_back(directory: Directory, assignment: str, kept: Path, before: dict, marks: Marks) -> None:
    marks.put_back(assignment, kept.name, before)
    copy = directory.autograded(kept.name, assignment)
    if (kept / COPY).exists():
        shutil.rmtree(copy, ignore_errors=True)
        copy.parent.mkdir(parents=True, exist_ok=True)
        os.rename(kept / COPY, copy)
    files.write(directory.verdict(kept.name, assignment), (kept / VERDICT).read_bytes())
    shutil.rmtree(kept)


def _place(directory: Directory, assignment: str) -> Path:
    return directory.root / places.OURS / "undo" / assignment


def _runs(directory: Directory, assignment: str) -> list[Path]:
    """The runs that can be taken back, the last one first."""
    return sorted((path for path in _place(directory, assignment).glob("*") if path.is_dir()), reverse=True)
