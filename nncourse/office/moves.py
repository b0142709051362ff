"""Which marks move when results are replaced, and how that is shown and asked."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TextIO

from nncourse.office import directory as places
from nncourse.office import entries
from nncourse.office.directory import Directory
from nncourse.office.people import People

SHOWN = 20  # lines of a table; the rest is counted


@dataclass
class Move:
    """One student's points before and after, late or not; checks: those that differ, as (before, after).

    What a person has entered for a check counts before and after, whatever the check says.
    """

    student: str
    before: float
    after: float
    checks: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)

    @property
    def moved(self) -> bool:
        return bool(self.checks)


def found(directory: Directory, assignment: str, auto: dict[str, dict[str, float | None]]) -> list[Move]:
    """For each student in `auto`, {check: points}: what changes if these points replace those in the gradebook."""
    rows = _rows(directory, assignment)
    moves = []
    for student, points in auto.items():
        move = Move(student, 0.0, 0.0)
        for check, (was, manual, extra) in rows.get(student, {}).items():
            now = points.get(check, was)
            move.before += (was or 0.0) + extra if manual is None else manual + extra
            move.after += (now or 0.0) + extra if manual is None else manual + extra
            if manual is None and (was or 0.0) != (now or 0.0):
                move.checks[check] = was, now
        moves.append(move)
    return moves


def show(moves: list[Move], of: int, known: People, file: TextIO | None = None) -> None:
    """Print the moves: how many up and down, by check, and for each student."""
    from rich.console import Console
    from rich.table import Table

    file = file or sys.stdout
    console = Console(highlight=False, file=file)
    if not moves:
        print(f"No mark moves: {students(of)} keep{'s' if of == 1 else ''} the same points.", file=file)
        return
    up, down = (sum(sign * (move.after - move.before) > 0 for move in moves) for sign in (1, -1))
    print(f"{len(moves)} of {of} marks move: {up} up, {down} down.", file=file)
    checks: dict[str, list[int]] = {}
    for move in moves:
        for check, (was, now) in move.checks.items():
            checks.setdefault(check, [0, 0])[(now or 0.0) < (was or 0.0)] += 1
    for check, (more, fewer) in checks.items():
        print(f"  {check}: {students(more)} up, {students(fewer)} down", file=file)
    table = Table("student", "points", "then", "what moves")
    for move in sorted(moves, key=lambda move: (move.after - move.before, move.student))[:SHOWN]:
        what = ", ".join(f"{check} {was or 0:g} → {now or 0:g}" for check, (was, now) in move.checks.items())
        table.add_row(known.called(move.student), f"{move.before:g}", f"{move.after:g}", what)
    console.print(table)
    if len(moves) > SHOWN:
        print(f"… and {len(moves) - SHOWN} more.", file=file)


def agreed(question: str) -> bool:
    """Ask where somebody is there to answer; else it is agreed."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    import typer

    return typer.confirm(question)


def students(number: int) -> str:
    """A number of students, in words."""
    return f"{number} student{'' if number == 1 else 's'}"


def _rows(directory: Directory, assignment: str) -> dict[str, dict[str, tuple[float | None, float | None, float]]]:
    """{student: {check: (points of the check, what a person entered, extra credit)}}, by one question for all."""
    from nbgrader import api

    found: dict[str, dict[str, tuple[float | None, float | None, float]]] = {}
    columns = (api.Grade.auto_score, api.Grade.manual_score, api.Grade.extra_credit)
    with places.gradebook(places.settings(directory)) as book:
        task = book.find_assignment(assignment)
        for student, check, auto, manual, extra in entries.of_cells(book, task, api.Grade, columns):
            found.setdefault(student, {})[check] = (auto, manual, extra or 0.0)
    return found
