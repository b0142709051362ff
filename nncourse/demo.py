"""`nncourse demo`: a sample class goes through the whole loop, and one sees what comes out at every step."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncourse.course import Course, UserError

MARK = ".nncourse-demo"  # only a folder with this file in it is removed and made anew


@dataclass
class Student:
    """One of the class: what they hand in. entries: names in the catalogue, put in the place of the reference's.

    slips: the first mistake of the first and of the last function. otherwise: another right answer for the first.
    """

    name: str
    does: str
    entries: tuple[str, ...] = ()
    blank: bool = False
    half: bool = False
    typed: bool = True
    spoils: str = ""
    slips: bool = False
    otherwise: bool = False


CLASS = (
    Student("ada", "everything right"),
    Student("boris", "right in another way: with loops", entries=("by_loop", "step_by_loop", "array_filled_in")),
    Student("chen", "one sign wrong", entries=("adds_the_step",)),
    Student("dora", "the factor 2 and the start forgotten", entries=("forgot_the_two", "without_the_start")),
    Student("emre", "keeps the worst guess, and squares each", entries=("keeps_the_worst", "squares_each")),
    Student("fatima", "half finished", half=True),
    Student("george", "handed in as it was handed out", blank=True, typed=False),
    Student("hanna", "a notebook that is cut off in the middle", spoils="notebook"),
    Student("igor", "a syntax error in nnlib", spoils="module"),
)
# And those who are shown in the notebooks after the first.
LATER = (
    Student("boris", "right in another way", otherwise=True),
    Student("chen", "two slips", slips=True),
)


def command(course: Course, place: Path) -> int:
    """Play it and print the table; returns the exit status 0 if every step did what it should."""
    began = time.monotonic()
    names = course.graded()
    _say(began, f"A sample class goes through {len(names)} notebooks: release, hand in, grade, feedback, export.")
    if not course.has_solutions:
        raise UserError(
            "The demo makes students' work from solutions/, and there is none here. This is a student's copy."
        )
    play = _fresh(place)
    directory = _release(course, play, names, began)
    zips = _hand_in(course, play, names, began)
    return _grade(directory, play, zips, began)


def _class(course: Course, name: str) -> tuple[Student, ...]:
    """Those who hand in this notebook: everybody for the first, a few for the others, so that it does not take long."""
    return CLASS if name == course.graded()[0] else LATER


def _fresh(place: Path) -> Path:
    """An empty folder; what an earlier demo left there is removed."""
    if place.exists():
        if any(place.iterdir()) and not (place / MARK).is_file():
            raise UserError(f"{place} is there and is not from an earlier demo. Give another folder with --in DIR.")
        _remove(place)
    place.mkdir(parents=True)
    (place / MARK).write_text(
        "Made by `nncourse demo`, which removes this folder when it runs again.\n", encoding="utf-8"
    )
    return place


def _remove(place: Path) -> None:
    for path in place.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
    shutil.rmtree(place)


def _release(course: Course, play: Path, names: list[str], began: float) -> Any:
    from nncourse.office import init

    directory = init.make(course, play / "course")
    _say(began, f"init      a course directory, with the {len(directory.assignments())} releases that students get")
    return directory


def _hand_in(course: Course, play: Path, names: list[str], began: float) -> dict[str, list[Path]]:
    """For each notebook the zips that `pack` makes of the students' checkouts."""
    from nncourse.pack import pack

    inbox = play / "inbox"
    inbox.mkdir()
    zips: dict[str, list[Path]] = {name: [] for name in names}
    for name in names:
        for student in _class(course, name):
            desk = _desk(course, play / "students" / student.name, name, student)
            zips[name].append(pack(desk, name, student.name, inbox)[0])
    _say(began, f"pack      {sum(map(len, zips.values()))} hand-ins: the students have worked, and made a zip each")
    return zips


def _grade(directory: Any, play: Path, zips: dict[str, list[Path]], began: float) -> int:
    from nncourse.jail import keeper
    from nncourse.office import collect, export, feedback, grade, progress

    handed = [item for name, files in zips.items() for item in collect.collect(directory, name, files)]
    _say(began, f"collect   {sum(item.taken for item in handed)} of {len(handed)} brought in")
    todo = [(name, student) for name in zips for student in directory.students("submitted", name)]
    problem = keeper.problem()
    verdicts = list(progress.shown(grade.grade(directory, todo, grade.How(walled=not problem)), len(todo), "Grading"))
    graded = sorted((verdict.assignment, verdict.student) for verdict in verdicts if verdict.graded)
    where = f"without a jail, because {problem}" if problem else "each in a jail of its own"
    _say(began, f"grade     {len(graded)} of {len(verdicts)} graded, {where}")
    failed = feedback.write_all(directory, sorted((verdict.assignment, verdict.student) for verdict in verdicts))
    _say(began, f"feedback  {len(verdicts) - len(failed)} pages, also for who was not graded: why, and what to do")
    rows = export.write(directory, play / "grades.csv", list(zips))
    _say(began, f"export    {rows} grades")
    verdicts.sort(key=lambda verdict: (verdict.assignment, verdict.student))
    first, *others = zips
    _table(first, [verdict for verdict in verdicts if verdict.assignment == first])
    _others([verdict for verdict in verdicts if verdict.assignment in others])
    print(f"Feedback, a page for each:  {play}/course/feedback/STUDENT/NOTEBOOK/NOTEBOOK.html")
    print(f"Grades for the LMS:         {play}/grades.csv")
    print(f"The course directory:       {play}/course  (formgrader and nbgrader work in it)")
    broken = {student.name for student in CLASS if student.spoils == "notebook"}
    return 0 if {student for _, student in set(todo) - set(graded)} == broken and not failed else 1


# The students' work


def _desk(course: Course, place: Path, name: str, student: Student) -> Course:
    """A student's checkout, as it is when they hand in."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(course.root / "nnlib", place / "nnlib", ignore=ignored, dirs_exist_ok=True)
    (place / "notebooks").mkdir(exist_ok=True)
    notebook = course.notebook(name).read_text(encoding="utf-8")
    desk = Course(place)
    if not student.blank:
        module, text = _module(course, name, student)
        (place / "nnlib" / f"{module}.py").write_text(text, encoding="utf-8")
        notebook = typed(course, name, notebook)
    if student.spoils == "notebook":
        notebook = notebook[: len(notebook) // 2]
    desk.notebook(name).write_text(notebook, encoding="utf-8")
    return desk


def _module(course: Course, name: str, student: Student) -> tuple[str, str]:
    """The module of this notebook as the student has written it."""
    from nncourse import build, catalogue, proof

    notebook = build.source_notebook(course, name)
    module = build.module_of(notebook)
    text = proof.reference(course, module)
    for entry in _chosen(proof.catalogue_of(course, notebook).entries, student):
        text = catalogue.place(entry, text)
    if student.half:
        stub = build.stub((course.solutions / "nnlib" / f"{module}.py").read_text(encoding="utf-8"))
        text = _first_half(text, stub)
    if student.spoils == "module":
        text = text.replace("):\n", ")\n", 1)
    return module, text


def _chosen(entries: list[Any], student: Student) -> list[Any]:
    """The entries of the catalogue that this student's module has in it, at most one for each function."""
    rights = {entry.of: entry for entry in reversed(entries) if entry.right}
    wrongs = {entry.of: entry for entry in reversed(entries) if not entry.right}
    if student.otherwise:
        return list(rights.values())[:1]
    if student.slips:
        functions = list(dict.fromkeys(entry.of for entry in entries))
        return [wrongs[function] for function in dict.fromkeys((functions[0], functions[-1]))]
    return [entry for entry in entries if entry.name in student.entries]


def _first_half(solved: str, stub: str) -> str:
    """The first functions as they are solved, the others as they were handed out."""
    import ast

    functions = [node for node in ast.parse(stub).body if isinstance(node, ast.FunctionDef)]
    lines = {node.name: node for node in ast.parse(solved).body if isinstance(node, ast.FunctionDef)}
    first = functions[len(functions) // 2]
    head = solved.splitlines()[: lines[first.name].lineno - 1]
    return "\n".join([*head, *stub.splitlines()[first.lineno - 1 :], ""])


def typed(course: Course, name: str, notebook: str) -> str:
    """The notebook with its answers typed in, and something written where words are asked for."""
    import nbformat

    from nncourse import build

    answers = {
        cell.metadata.nbgrader.grade_id: build.without_markers(cell.source)
        for cell in build.source_notebook(course, name).cells
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"
    }
    content = nbformat.reads(notebook, as_version=4)
    for cell in content.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade_id") in answers:
            cell.source = answers[meta["grade_id"]]
        elif meta.get("solution"):
            cell.source = "In my own words: the slope tells the way in every direction at once."
    return nbformat.writes(content, version=4) + "\n"


# What is shown


def _say(began: float, text: str) -> None:
    print(f"{time.monotonic() - began:5.1f} s  {text}", flush=True)


def _table(name: str, verdicts: list[Any]) -> None:
    from rich.table import Table
    from rich.text import Text

    checks = {check["check"]: check["max_points"] for verdict in verdicts for check in verdict.checks}
    does = {student.name: student.does for student in CLASS}
    table = Table(title=f"What the class got for {name}", title_justify="left")
    table.add_column("student")
    for number in range(1, len(checks) + 1):
        table.add_column(str(number), justify="right")
    table.add_column("total", justify="right")
    table.add_column("what they did\n→ recognised mistakes and remarks", ratio=1)
    for verdict in verdicts:
        got = {check["check"]: check for check in verdict.checks}
        total = f"{verdict.points:g}" if verdict.graded else "–"
        cells = [_points(got.get(name)) for name in checks]
        table.add_row(verdict.student, *cells, Text(total, "bold"), _comment(does[verdict.student], verdict))
    _console().print(table)
    print("; ".join(f"{number} {name} ({of:g})" for number, (name, of) in enumerate(checks.items(), 1)))
    print(f"The total is of {sum(checks.values()):g}. w: a written answer that waits for a reader, in formgrader.")


def _others(verdicts: list[Any]) -> None:
    """The other notebooks, a line for each hand-in."""
    from rich.table import Table

    does = {student.name: student.does for student in LATER}
    table = Table("notebook", "student", title="And for the others", title_justify="left")
    table.add_column("points", justify="right")
    table.add_column("what they did\n→ recognised mistakes and remarks", ratio=1)
    for verdict in verdicts:
        total = sum(check["max_points"] for check in verdict.checks)
        got = f"{verdict.points:g} of {total:g}" if verdict.graded else "–"
        table.add_row(verdict.assignment, verdict.student, got, _comment(does[verdict.student], verdict))
    _console().print(table)


def _console() -> Any:
    from rich.console import Console

    console = Console(highlight=False)
    console.width = min(max(console.width, 100), 120)
    return console


def _points(check: dict[str, Any] | None) -> Any:
    from rich.text import Text

    if check is None:
        return Text("–", "dim")
    if check.get("to_read"):
        return Text("w", "dim")
    full = check["points"] >= check["max_points"]
    return Text(f"{check['points']:g}", "green" if full else "red" if check["points"] == 0 else "yellow")


def _comment(does: str, verdict: Any) -> Any:
    from rich.text import Text

    names = [check["mistake"] for check in verdict.checks if check.get("mistake") and check["mistake"] != "not_written"]
    found = [", ".join(dict.fromkeys(names)), *verdict.remarks]
    said = "; ".join(text for text in found if text)
    return Text.assemble(does, (f"\n→ {said}" if said else "", "green" if verdict.graded else "red"))
