"""A simulated class with a fixed seed, made from the catalogues, of which every mark, count and mistake is known.

    python -m tests.simulation DIR [NN] [STUDENTS]      plays one and grades it, to look at its report

Students are right, right in another way, wrong as the catalogue lists or as it does not, half finished, blank, late,
or cannot be graded; some try to get marks for wrong work; some hand in again; some are read by a person; some have
copied. What is true of each is found by
running the checks in this process: neither a jail nor a gradebook nor a report has a part in it.
"""

import ast
import functools
import itertools
import json
import random
import re
import sys
import textwrap
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import nbformat

from nncourse import build, catalogue, cells, proof, student
from nncourse.catalogue import Entry
from nncourse.office import directory as places
from tests import hand_ins
from tests.conftest import COURSE, GRADED, catalogue_of, solved, source

RELEASED = datetime(2026, 10, 5, 8, 0)
DUE = RELEASED + timedelta(days=7)
PENALTY = 2.0
SETTINGS = """
from nbgrader.plugins import LateSubmissionPlugin


class TwoPoints(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2


c.AssignLatePenalties.plugin_class = TwoPoints
c.Report.released = {released!r}
"""
# How many of 60 are of each kind; the rest makes one or two mistakes of the catalogue.
KINDS = {
    "right": 9,
    "otherwise": 6,
    "typed": 6,
    "odd": 8,
    "half": 4,
    "blank": 3,
    "syntax": 1,
    "cut_off": 2,
    "copy": 4,
    "hostile": 3,
}
# Cells by which somebody who is wrong tries to get the marks all the same. They change none.
ATTACKS = (
    "import nncourse.checks, nncourse.report\nnncourse.checks.Check.case = lambda *given, **named: None\n"
    "nncourse.report.Score.__float__ = lambda score: 100.0",
    "import numpy as np\nnp.isclose = np.allclose = np.array_equal = lambda *given, **named: True",
    "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Expr(self, node):\n        return None\n"
    "get_ipython().ast_transformers.append(Drop())",
    "import os\nos._exit(0)",
)


@dataclass
class Person:
    """One student and what they hand in; earlier: what they had handed in before, and had been graded.

    read: the share of a written answer's points that a person gave. copied: from whom, as a number that both have.
    attack: a cell of ATTACKS; its graded cells are edited too.
    """

    name: str
    kind: str
    module: str
    typed: dict = field(default_factory=dict)
    blank: bool = False
    cut_off: bool = False
    handed_in: datetime = RELEASED
    earlier: str | None = None
    read: float | None = None
    copied: int | None = None
    attack: str = ""


@dataclass
class Truth:
    """What a report of this class must say."""

    marks: dict[str, float]
    refused: set[str]
    states: dict[str, Counter]
    mistakes: dict[tuple[str, str], set[str]]
    hints: dict[tuple[str, str], dict[str, str]]  # of one name, each answer of a check may have a hint of its own
    unrecognised: dict[tuple[str, str], set[str]]
    late: set[str]
    days: Counter
    pairs: set[tuple[str, str]]


# The class


def people(name, number=60, seed=1):
    """The class of this notebook."""
    draw = random.Random(f"{name} {number} {seed}")
    module = build.module_of(source(name))
    right = proof.reference(COURSE, module)
    kinds = [(kind, index) for kind, of_60 in KINDS.items() for index in range(of_60 * number // 60)]
    kinds += [("mistake", index) for index in range(number - len(kinds))]
    found = [_person(name, kind, index, right, draw) for kind, index in kinds]
    draw.shuffle(found)
    for index, person in enumerate(found):
        person.name = f"s{index:03}"
        person.handed_in = RELEASED + timedelta(hours=draw.randrange(20, 24 * 9), minutes=draw.randrange(60))
        if person.kind == "mistake" and draw.random() < 0.2:
            person.earlier, person.module, person.kind = person.module, right, "again"
        if not person.blank and not person.cut_off and draw.random() < 0.4:
            person.read = draw.choice([0.0, 0.5, 1.0])
    return found


def _person(name, kind, index, right, draw):
    entries = catalogue_of(name).entries
    mistakes, others = [e for e in entries if not e.right], [e for e in entries if e.right]
    if kind == "otherwise":
        return Person("", kind, catalogue.place(draw.choice(others), right))
    if kind == "mistake":
        chosen = [_typical(mistakes, draw) for _ in range(draw.choice([1, 1, 1, 2]))]
        return Person("", kind, _placed(chosen, right))
    if kind == "hostile":
        return Person("", kind, _placed([_typical(mistakes, draw)], right), attack=ATTACKS[index % len(ATTACKS)])
    if kind == "odd":
        return Person("", kind, _placed([odd(name, draw.choice([7.25, 7.25, 7.25, "seven", None.__class__]))], right))
    if kind == "half":
        functions = list(dict.fromkeys(e.of for e in entries))
        left = functions[len(functions) // 2 :]
        return Person("", kind, _placed([_stub(name, of) for of in left], right))
    if kind == "typed":
        wrong = [a for a in catalogue_of(name).answers if not a.right]
        return Person("", kind, right, {a.variable: a.value for a in draw.sample(wrong, min(2, len(wrong)))})
    if kind == "blank":
        return Person("", kind, _released(name), blank=True)
    if kind == "syntax":
        return Person("", kind, right + "\ndef (:\n")
    if kind == "copy":
        return Person("", kind, right + own_work(index // 2, bool(index % 2)), copied=index // 2)
    return Person("", kind, right, cut_off=kind == "cut_off")


def _typical(mistakes, draw):
    """A mistake of some function, rather one of the first that the catalogue has for it, and of the last functions."""
    functions = list(dict.fromkeys(entry.of for entry in mistakes))
    of = draw.choices(functions, [1 + place**2 for place in range(len(functions))])[0]
    found = [entry for entry in mistakes if entry.of == of]
    return draw.choices(found, [1 / (1 + place) ** 2 for place in range(len(found))])[0]


def _placed(entries, text):
    """The module with these entries in it; of several for one function the last, and none inside of another."""
    last = {entry.of: entry for entry in entries}
    whole = [entry for entry in last.values() if entry.of.split(".")[0] not in last or "." not in entry.of]
    return functools.reduce(lambda so_far, entry: catalogue.place(entry, so_far), whole, text)


def odd(name, value):
    """A wrong answer that no catalogue lists, for the first function: it gives back one and the same value."""
    of = next(entry.of for entry in catalogue_of(name).entries if entry.of[0].islower())
    body = f"return {value!r}" if value in (7.25, "seven") else "return undefined_name + 1"
    return Entry(of, "odd", False, f"def {of}(*given, **named):\n    {body}")


def _stub(name, of):
    """What is not written yet: the function or class as it was released."""
    text = _released(name)
    body, node = ast.parse(text).body, None
    for part in of.split("."):
        node = next(item for item in body if getattr(item, "name", "") == part)
        body = node.body
    lines = text.splitlines()[node.lineno - 1 : node.end_lineno]
    return Entry(of, "stub", False, textwrap.dedent("\n".join(lines)))


def _released(name):
    return (COURSE.root / "nnlib" / f"{build.module_of(source(name))}.py").read_text(encoding="utf-8")


def own_work(pair, renamed):
    """Some lines of one's own, and the same with other names and other words: what a copy looks like."""
    draw = random.Random(pair)
    lines = ["", "", "def helper(values, start):", "    found = [start]"]
    for number in range(8):
        sign, other = draw.choice("+-*"), draw.choice(["max", "min", "abs", "round"])
        lines.append(f"    for item{number} in range({draw.randrange(9)}, len(values) {sign} {draw.randrange(9)}):")
        lines.append(
            f"        found.append({other}(found[-{number + 1}]) {draw.choice('+-*')} start ** {draw.randrange(9)})"
        )
    text = "\n".join([*lines, "    return found", ""])
    if renamed:
        for one, another in (("helper", "meine_hilfe"), ("found", "liste"), ("values", "werte"), ("item", "i")):
            text = text.replace(one, another)
        text = "# I wrote this myself\n" + text
    return text


# What they hand in


def notebook_of(name, person):
    """The notebook of this person, as text."""
    if person.blank:
        return COURSE.notebook(name).read_text(encoding="utf-8")
    notebook = nbformat.reads(_bare(name), as_version=4)
    for variable, value in person.typed.items():
        cell = next(c for c in notebook.cells if c.cell_type == "code" and _defines(c, variable))
        cell.source += f"\n{variable} = {value!r}"
    if person.attack:
        for cell in notebook.cells:
            if cell.metadata.nbgrader.grade and not cell.metadata.nbgrader.solution:
                cell.source, cell.metadata["tags"] = "100.0", ["skip-execution"]
        notebook.cells.insert(0, nbformat.v4.new_code_cell(person.attack, id="attack"))
    text = nbformat.writes(notebook)
    return text[: len(text) // 2] if person.cut_off else text


@functools.cache
def _bare(name):
    """The solved notebook with only the cells that count, as text; made once, which takes a while."""
    notebook = solved(name)
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return nbformat.writes(notebook)


def _defines(cell, variable):
    solution = cell.metadata.nbgrader.solution and not cell.metadata.nbgrader.grade
    return solution and re.search(rf"^[\w, ]*\b{variable}\b[\w, ]*=", cell.source, re.MULTILINE)


def hand_in(directory, name, person, module=None):
    """Put it in submitted/, as `nncourse collect` does."""
    place = directory.submitted(person.name, name)
    (place / "nnlib").mkdir(parents=True, exist_ok=True)
    own = f"nnlib/{build.module_of(source(name))}.py"
    (place / own).write_text(person.module if module is None else module, encoding="utf-8")
    (place / f"{name}.ipynb").write_text(notebook_of(name, person), encoding="utf-8")
    (place / "timestamp.txt").write_text(f"{person.handed_in:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")


def play(directory, name, everybody):
    """They hand in and are graded; those who hand in again are graded again; then a person reads some answers."""
    for person in everybody:
        hand_in(directory, name, person, person.earlier)
    grade(directory, name, everybody)
    again = [person for person in everybody if person.earlier is not None]
    for person in again:
        hand_in(directory, name, person)
    if again:
        grade(directory, name, everybody)
    with places.gradebook(places.settings(directory)) as book:
        for person in everybody:
            if person.read is not None:
                read(book, name, person)
        book.db.commit()


def grade(directory, name, everybody):
    options = [] if hand_ins.JAIL else ["--trust-submissions"]
    status = 1 if any(person.cut_off for person in everybody) else 0
    hand_ins.command("nncourse", "grade", name, "--course", directory.root, *options, status=status)


def read(book, name, person):
    """As formgrader does it when a person enters points."""
    for check, points in written(name).items():
        cell = book.find_grade(check, name, name, person.name)
        cell.manual_score, cell.needs_manual_grade = points * person.read, False


def course_directory(folder, names):
    """A course directory with a due date, a penalty of two points for being late, and a time of release."""
    directory = hand_ins.course_directory(folder)
    settings = directory.root / "nbgrader_config.py"
    released = {name: RELEASED.isoformat(" ") for name in names}
    settings.write_text(settings.read_text() + SETTINGS.format(released=released), encoding="utf-8")
    with places.gradebook(places.settings(directory)) as book:
        for name in names:
            book.find_assignment(name).duedate = DUE
        book.db.commit()
    return directory


# What is true of them


def written(name):
    """{check: points} of the written answers."""
    marked = [cell.metadata.nbgrader for cell in source(name).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    return {meta["grade_id"]: float(meta["points"]) for meta in marked if meta["solution"]}


def truth(name, everybody, timed=True):
    """What the report must say of this class. timed: whether it is known when each was handed in."""
    mistakes, hints, unrecognised = defaultdict(set), defaultdict(dict), defaultdict(set)
    known = Truth({}, set(), defaultdict(Counter), mistakes, hints, unrecognised, set(), Counter(), set())
    for person in everybody:
        if person.cut_off:  # it never came into the gradebook, so its time is not known either
            known.refused.add(person.name)
            continue
        if timed:
            known.days[person.handed_in.date()] += 1
        if timed and person.handed_in > DUE:
            known.late.add(person.name)
        points = sum(_of_a_check(known, person, score) for score in _scores(name, person))
        penalty = min(PENALTY, points) if person.name in known.late else 0.0  # as it was when it was graded
        points += sum(_of_a_written(known, person, check, most) for check, most in written(name).items())
        known.marks[person.name] = points - penalty
    for one, other in itertools.combinations(sorted(everybody, key=lambda person: person.name), 2):
        if one.copied is not None and one.copied == other.copied:
            known.pairs.add((one.name, other.name))
    return known


def _of_a_check(known, person, score):
    visible = [line for line in score.lines if not line.right and not line.hidden]
    tried = score.mistake not in ("not_written", "not_answered")
    state = "right" if score >= score.total else "partly" if score > 0 else "wrong" if tried else "open"
    known.states[score.name][state] += 1
    if state in ("partly", "wrong") and tried:
        if score.mistake in (None, "only_the_visible_inputs"):
            first = visible[0] if visible else None
            unreadable = first is not None and first.outcome.get("raised") == "unusable"
            kind = json.dumps(first.outcome) + first.details[0] if first else ""
            kind = re.sub(r"-0\.0(?!\d)", "0.0", kind)  # the same number
            known.unrecognised["" if unreadable else score.name, kind].add(person.name)
        else:
            known.mistakes[score.name, score.mistake].add(person.name)
            hint = next(row.text for row in score.rows if row.kind == "hint")
            known.hints[score.name, score.mistake][person.name] = hint
    return min(float(score), score.total)


def _of_a_written(known, person, check, most):
    if person.blank:
        known.states[check]["open"] += 1
        return 0.0
    if person.read is None:
        known.states[check]["waits"] += 1
        return 0.0
    known.states[check]["right" if person.read == 1 else "partly" if person.read else "wrong"] += 1
    return most * person.read


def _scores(name, person):
    return _run(name, person.module, tuple(sorted(person.typed.items())), person.blank)


@functools.cache
def _run(name, module, typed, blank):
    """The scores of all checks, hidden parts too."""
    answered = cells.answers(cells.load(COURSE.notebook(name)) if blank else source(name))
    given = cells.values(answered) | dict(typed)
    with proof.package(COURSE, build.module_of(source(name)), module) as place, student.using(place):
        return list(cells.run_all(cells.graded(source(name)), given))


def main():
    folder, *rest = sys.argv[1:]
    names = [COURSE.resolve(rest[0])] if rest and rest[0] != "all" else GRADED
    directory = course_directory(Path(folder), names)
    for name in names:
        play(directory, name, people(name, int(rest[1]) if len(rest) > 1 else 60))


if __name__ == "__main__":
    main()
