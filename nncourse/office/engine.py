"""Grade one submission in two worlds: the checks here, the student's code in a jail; docs/grading.md says why.

Here are the expected values, the hidden tests and the gradebook. There are the student's files, and nothing else.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import platform
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

import nncourse
from nncourse import cells, files
from nncourse.jail.keeper import Keeper, MachineFault
from nncourse.jail.standin import StandIn, Submission
from nncourse.limit import TimeIsUp, time_limit
from nncourse.office import directory as places
from nncourse.office import intake, undo, verdicts
from nncourse.office.directory import Directory
from nncourse.office.marks import Marks, Result
from nncourse.office.verdicts import Verdict
from nncourse.report import Row, Score

CHECK_SECONDS = 120.0  # for one graded cell, whatever it calls
UNFIT = '*?[]{}+,/\\<>"&'  # signs to which nbgrader, or formgrader's page, gives a meaning in the name of a folder
NOTHING_SAID = {"mistake": None, "rows": [], "wrong": None}


@dataclass
class Ran:
    """What became of a submission's cells: the notebook with their outputs, the points, and what the checks said.

    said: for each check {"mistake", "rows", "wrong"}: the recognised mistake, the lines of its report, and the first
    visible thing that was wrong, {"call", "outcome", "details"}. Hidden inputs are in none of them.
    taken_remarks: on what was handed in. remarks: on what happened when it ran.
    """

    notebook: Any
    points: dict[str, float | None]
    said: dict[str, dict[str, Any]]
    scores: dict[str, Score]
    taken_remarks: list[str]
    remarks: list[str]


class Engine:
    """Grades submissions of one assignment, one after the other."""

    def __init__(
        self,
        directory: Directory,
        config: Any,
        assignment: str,
        keeper: Keeper,
        pictures: bool = False,
        run: str = "",
    ):
        """run: under which name undo.py keeps what is overwritten."""
        self.directory, self.config, self.assignment, self.pictures = directory, config, assignment, pictures
        self.run_name = run
        self.marks = Marks(directory, config)
        self.template = self.marks.template(assignment)
        self.theirs = places.students_files(config, assignment)
        self.keeper = keeper
        without = [*([] if keeper.walled else ["without a jail"]), *(["widgets drawn"] if pictures else [])]
        self.environment = ", ".join([environment(), *without])
        self.cell_seconds = float(config.Execute.get("timeout", None) or 30)
        self.seconds = float(config.Submission.get("seconds", 300))

    def close(self) -> None:
        """Close the gradebook."""
        self.marks.close()

    def grade(self, student: str) -> Verdict:
        """Grade and enter the points. It never raises for what is in a submission; MachineFault if it cannot do it."""
        try:
            _refuse_the_name(student)
            taken = self.taken(student)
        except intake.Refused as reason:
            before = self.directory.autograded(student, self.assignment).exists()
            remarks = [str(reason), *(["the points of the attempt before it stay"] if before else [])]
            return Verdict(student, self.assignment, verdicts.NOT_GRADED, None, self.template.max_points, remarks)
        origin = self.origin(taken)
        ran = self._prepared(origin, taken) or self._twin(origin, taken) or self.run(taken, origin)
        return self._enter(student, taken, ran, origin)

    def prepare(self, student: str) -> dict[str, float | None]:
        """Grade, and enter nothing: the points of each check. `grade` finds it done. Refused or MachineFault if not."""
        taken = self.taken(student)
        origin = self.origin(taken)
        ran = self._prepared(origin, taken)
        if ran is None:
            ran = self.run(taken, origin)
            kept = {"notebook": ran.notebook, "points": ran.points, "said": ran.said, "remarks": ran.remarks}
            files.write(self._prepared_path(origin), json.dumps(kept))
        return {name: points for name, points in ran.points.items() if points is not None}

    def taken(self, student: str) -> intake.Taken:
        """The submission, as it is graded."""
        place = self.directory.submitted(student, self.assignment)
        template = self.template
        return intake.take_in(
            place, self.assignment, template.released, set(self._others), self.theirs, template.earlier
        )

    # Where a result comes from

    def origin(self, taken: intake.Taken) -> dict[str, str]:
        """What the result depends on, as digests: the same origin gives the same result."""
        content = hashlib.sha256()
        for cell in taken.notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            mark = meta.get("grade_id", "")  # the same text may be an answer, or none
            source = "" if meta and not meta["solution"] else cell.source  # a check's text counts among the checks
            attached = json.dumps(cell.get("attachments", {}), sort_keys=True)
            content.update(_framed(mark, cell.cell_type, source, attached))
        for name in self.theirs:
            content.update(_framed(name, taken.files[name]) if name in taken.files else _framed(name))
        submission = content.hexdigest()
        seed = hashlib.sha256(self._secret + bytes.fromhex(submission)).hexdigest()
        return {"submission": submission, "checks": self.checks, "environment": self.environment, "seed": seed}

    @cached_property
    def checks(self) -> str:
        """A digest of the graded cells, and of the files that submissions run with."""
        found = hashlib.sha256()
        for name, cell in self.template.marked.items():
            found.update(_framed(name, cell.source, str(cell.metadata.nbgrader.get("points", ""))))
        for name, content in sorted(self._others.items()):
            found.update(_framed(name, content))
        return found.hexdigest()

    @cached_property
    def _secret(self) -> bytes:
        """The course's own secret: without it, nobody can work out the inputs of a hidden test."""
        path = self.directory.root / places.OURS / "secret"
        try:
            return bytes.fromhex(path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            path.parent.mkdir(exist_ok=True)
            made = secrets.token_bytes(32)
            files.write(path, made.hex(), 0o600)
            return made

    @cached_property
    def _others(self) -> dict[str, bytes]:
        """The instructor's files beside the notebook, by their paths: submissions run with these."""
        source = self.directory.source(self.assignment)
        found = {}
        for path in sorted(source.rglob("*")):
            name = path.relative_to(source).as_posix()
            hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(source).parts)
            if path.is_file() and path.suffix != ".ipynb" and not hidden and name not in self.theirs:
                found[name] = path.read_bytes()
        return found

    # Running

    def run(self, taken: intake.Taken, origin: dict[str, str]) -> Ran:
        """Run the cells: the student's in a jail, the graded ones here."""
        seed = bytes.fromhex(origin["seed"])
        theirs = {name: taken.files[name] for name in self.theirs if name in taken.files}
        submission = Submission(self.keeper, {**self._others, **theirs}, self.seconds, self.pictures)
        notebook = copy.deepcopy(taken.notebook)
        ran = Ran(notebook, {}, {}, {}, taken.remarks, [])
        try:
            for number, cell in enumerate(notebook.cells, 1):
                meta = cell.metadata.get("nbgrader", {})
                if meta:
                    ours = self.template.marked[meta["grade_id"]]
                    cell.metadata = copy.deepcopy(ours.metadata)
                    if not meta.get("solution"):  # with the hidden tests and the marking schemes
                        cell.source = ours.source
                if cell.cell_type == "code":
                    cell.execution_count = number
                    if meta.get("grade") and not meta.get("solution"):
                        self._check(cell, submission, seed, ran)
                    else:
                        is_answer = bool(meta.get("solution"))
                        cell.outputs = submission.run_cell(cell.source, self.cell_seconds, is_answer)
                        _number(cell, number)
        finally:
            submission.stop()
        ran.remarks += dict.fromkeys([*_unusable(ran.scores), *submission.remarks])
        return ran

    def _check(self, cell: Any, submission: Submission, seed: bytes, ran: Ran) -> None:
        """Run a graded cell in this process, with the stand-in for what it calls."""
        name, points = cell.metadata.nbgrader.grade_id, float(cell.metadata.nbgrader.points)
        graded = cells.Graded(name, points, cell.source)
        try:
            with time_limit(CHECK_SECONDS):
                score = cells.run(graded, StandIn(submission, seed))
        except MachineFault:
            raise
        except TimeIsUp:
            self._no_points(cell, ran, "took too long")
            return
        except Exception as error:  # the check met a value that it could not work with
            self._no_points(cell, ran, f"ended with {type(error).__name__}")
            return
        shown = score._repr_mimebundle_()
        cell.outputs = [{"output_type": "execute_result", "data": shown, "metadata": {}}]
        _number(cell, cell.execution_count)
        ran.points[name], ran.said[name], ran.scores[name] = min(float(score), points), _said(score), score

    def _no_points(self, cell: Any, ran: Ran, why: str) -> None:
        name = cell.metadata.nbgrader.grade_id
        text = f"This check {why}, so it gives no points."
        cell.outputs = [{"output_type": "stream", "name": "stdout", "text": text + "\n"}]
        row = Row(f"{name}: {text}", "wrong", f"0 of {float(cell.metadata.nbgrader.points):g}", "head")
        ran.points[name], ran.said[name] = 0.0, {"mistake": None, "rows": [asdict(row)], "wrong": None}
        ran.remarks.append(f"the check {name} {why}")

    # Writing

    def _enter(self, student: str, taken: intake.Taken, ran: Ran, origin: dict[str, str]) -> Verdict:
        """Write the graded notebook, then the gradebook; the verdict comes last: whoever is stopped begins anew."""
        from nbgrader import utils

        no_response = {}
        for cell in ran.notebook.cells:
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("solution") or meta.get("task"):
                unchanged = meta.get("checksum") == utils.compute_checksum(cell)
                no_response[meta["grade_id"]] = unchanged and not meta.get("task")
                if meta.get("grade"):
                    ran.points[meta["grade_id"]] = 0.0 if unchanged else None
        before = verdicts.load(self.directory, student, self.assignment)
        undo.keep(self.directory, self.assignment, student, self.run_name, self.marks)
        self._write(student, taken, ran.notebook)
        timestamp = taken.files.get("timestamp.txt", b"").decode("utf-8", "replace").strip()
        timestamp = timestamp if _is_a_time(timestamp) else ""
        same = before is not None and before.origin.get("submission") == origin["submission"]
        found = self.marks.save(self.assignment, student, timestamp, Result(ran.points, no_response), same)
        order = {name: index for index, name in enumerate(self.template.marked)}
        checks = sorted(found["checks"], key=lambda row: order.get(row["check"], len(order)))
        checks = [
            {**row, "auto_points": ran.points.get(row["check"]), **ran.said.get(row["check"], NOTHING_SAID)}
            for row in checks
        ]
        to_read = sum(row["to_read"] for row in checks)
        verdict = Verdict(student, self.assignment, verdicts.GRADED, found["points"], found["max_points"])
        verdict.remarks, verdict.run_remarks = [*ran.taken_remarks, *ran.remarks], ran.remarks
        verdict.checks, verdict.to_read, verdict.origin = checks, to_read, origin
        files.write(self._key(origin), student)
        return verdict

    def _write(self, student: str, taken: intake.Taken, notebook: Any) -> None:
        """The graded copy, whole or not at all."""
        place = self.directory.autograded(student, self.assignment)
        workshop = self.directory.root / places.OURS / "work" / f"{os.getpid()}"
        shutil.rmtree(workshop, ignore_errors=True)
        for name, content in {**self._others, **taken.files}.items():
            path = workshop / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        workshop.mkdir(parents=True, exist_ok=True)
        text = json.dumps(notebook, ensure_ascii=False) + "\n"
        (workshop / f"{self.assignment}.ipynb").write_text(text, encoding="utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        undo.clear_away(self.directory, self.assignment, student, self.run_name)
        os.rename(workshop, place)

    # Results that are there already

    def _key(self, origin: dict[str, str]) -> Path:
        return self.directory.twins(self.assignment) / _name(origin)

    def _prepared_path(self, origin: dict[str, str]) -> Path:
        return self.directory.prepared(self.assignment) / f"{_name(origin)}.json"

    def _prepared(self, origin: dict[str, str], taken: intake.Taken) -> Ran | None:
        """What `prepare` found for the same origin."""
        try:
            kept = json.loads(self._prepared_path(origin).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        notebook = nbformat.from_dict(kept["notebook"])
        return Ran(notebook, kept["points"], kept["said"], {}, taken.remarks, kept["remarks"])

    def _twin(self, origin: dict[str, str], taken: intake.Taken) -> Ran | None:
        """What became of another submission of the same content that was graded in the same way, if there is one."""
        try:
            student = self._key(origin).read_text(encoding="utf-8")
            verdict = verdicts.load(self.directory, student, self.assignment)
            path = self.directory.autograded(student, self.assignment) / f"{self.assignment}.ipynb"
            if verdict is None or verdict.origin != origin:
                return None
            notebook = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None
        points = {row["check"]: row["auto_points"] for row in verdict.checks}
        said = {row["check"]: {key: row[key] for key in NOTHING_SAID} for row in verdict.checks}
        return Ran(notebook, points, said, {}, taken.remarks, verdict.run_remarks)


@lru_cache(maxsize=1)
def environment() -> str:
    """What grades, as a text: the versions, and a digest of the code that decides about points."""
    package = Path(nncourse.__file__).parent
    found = hashlib.sha256()
    for path in sorted([*package.glob("*.py"), *(package / "jail").glob("*.py"), *(package / "hints").glob("*")]):
        found.update(_framed(path.name, path.read_bytes()))
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}, nncourse {nncourse.__version__}"
    return f"{versions} ({found.hexdigest()[:12]})"


def _name(origin: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(origin, sort_keys=True).encode()).hexdigest()


def _framed(*parts: str | bytes) -> bytes:
    """The parts as bytes in which no two lists of parts are alike."""
    data = [part.encode("utf-8", "replace") if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in data)


def imports(notebooks: list[Path]) -> list[str]:
    """The modules that the cells of these notebooks import, but for the student's: a nursery loads them beforehand."""
    found = {"matplotlib.pyplot", "nncourse.widgets.stage", "nncourse.notebook"}
    for path in notebooks:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("grade"):
                found |= set(re.findall(r"^\s*(?:from|import)\s+([\w.]+)", "".join(cell["source"]), re.MULTILINE))
    return sorted(name for name in found if name.split(".")[0] != "nnlib")


def _is_a_time(text: str) -> bool:
    from nbgrader.utils import parse_utc

    try:
        return bool(re.fullmatch(r"[0-9 :T.+-]{8,40}[A-Za-z0-9:+ -]{0,10}", text)) and parse_utc(text) is not None
    except (ValueError, OverflowError):
        return False


def _number(cell: Any, number: int) -> None:
    for output in cell.outputs:
        if output["output_type"] == "execute_result":
            output["execution_count"] = number


def _said(score: Score) -> dict[str, Any]:
    wrong = next((line for line in score.lines if not line.right and not line.hidden), None)
    first = {"call": wrong.call, "outcome": wrong.outcome, "details": wrong.details} if wrong else None
    return {"mistake": score.mistake, "rows": [asdict(row) for row in score.rows], "wrong": first}


def _unusable(scores: dict[str, Score]) -> list[str]:
    """Why the student's module could not be loaded, if it could not."""
    lines = [line for score in scores.values() for line in score.lines]
    found = [line.details[0] for line in lines if line.outcome.get("raised") == "unusable" and line.details]
    return [text for text in found if "cannot be read" in text][:1]


def _refuse_the_name(student: str) -> None:
    if any(sign in student for sign in UNFIT) or student != student.strip() or not student.isprintable():
        raise intake.Refused(f"nbgrader cannot work with the name of the folder {student!r}: rename it")
