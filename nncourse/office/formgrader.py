"""`nncourse formgrader`: start JupyterLab in the course directory, opened where written answers are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import standing
from nncourse.office.directory import Directory


def command(number: str, course: Path, port: int, browser: bool) -> int:
    """Say what waits to be read, and be the server until it is stopped.

    It is started in the course directory: formgrader reads the settings of the folder in which the server starts.
    """
    directory = places.find(course)
    assignment = directory.resolve(number) if number else ""
    if assignment and not directory.students("autograded", assignment):
        raise UserError(
            f"Nothing of {assignment} is graded yet, so there is nothing to read: `nncourse grade {number}`."
        )
    _refuse_what_could_act(directory)
    _say_what_waits(directory, assignment)
    options = {
        "ServerApp.root_dir": directory.root,
        "ServerApp.port": port,
        "ServerApp.open_browser": browser,
        "ServerApp.log_level": "ERROR",  # the address is said all the same
        "ServerApp.allow_root": hasattr(os, "getuid") and os.getuid() == 0,
        "LabApp.default_url": page(assignment),
        # Formgrader's pages would remember the token for their own folder only, and their tables stay empty.
        "IdentityProvider.cookie_options": {"path": "/"},
    }
    where = "in your browser" if browser else "at the address below"
    print(f"Formgrader starts {where}. Control-C, twice, stops it; what you enter is saved at once.")
    print(f"Afterwards: `nncourse feedback {number or 'NN'} --course {course}`.", flush=True)
    places.on_the_path()
    try:
        arguments = [f"--{name}={value}" for name, value in options.items()]
        return subprocess.call([sys.executable, "-m", "jupyterlab", *arguments], cwd=directory.root)
    except KeyboardInterrupt:
        return 0


def _refuse_what_could_act(directory: Directory) -> None:
    """Formgrader's page may do all that the instructor may, so nothing that a student wrote may act there."""
    filters = places.settings(directory).HTMLExporter.get("filters", {})
    if "markdown2html" not in filters or "clean_html" not in filters:
        raise UserError(
            f"{directory.root / places.CONFIG} lets what students wrote act in formgrader. Put in the lines "
            "`c.HTMLExporter…` that a new course directory has there (`nncourse init DIR`)."
        )


def page(assignment: str) -> str:
    """The address of formgrader's list of the hand-ins of this assignment, or of all assignments."""
    return f"/formgrader/gradebook/{assignment}/{assignment}" if assignment else "/formgrader/gradebook"


def _say_what_waits(directory: Directory, assignment: str) -> None:
    with places.gradebook(places.settings(directory)) as book:
        for name in [assignment] if assignment else directory.assignments():
            waiting = [student for student, (_, to_read, *_) in standing.entered(book, name).items() if to_read]
            if waiting:
                print(f"{name}: answers of {len(waiting)} students wait for a reader.")
