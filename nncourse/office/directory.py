"""An nbgrader course directory: its settings, its folders, and nbgrader's own tools set up for it."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nncourse.course import UserError

CONFIG = "nbgrader_config.py"
OURS = ".nncourse"  # what these tools keep in a course directory: verdicts, a secret, the log


@dataclass(frozen=True)
class Directory:
    """One course directory."""

    root: Path

    def source(self, assignment: str) -> Path:
        return self.root / "source" / assignment

    def release(self, assignment: str) -> Path:
        return self.root / "release" / assignment

    def earlier_releases(self, assignment: str) -> Path:
        """The notebooks that students may have from before a check was changed."""
        return self.root / OURS / "released" / assignment

    def submitted(self, student: str, assignment: str) -> Path:
        return self.root / "submitted" / student / assignment

    def earlier(self, student: str, assignment: str) -> Path:
        return self.root / "submitted_earlier" / student / assignment

    def autograded(self, student: str, assignment: str) -> Path:
        return self.root / "autograded" / student / assignment

    def feedback(self, student: str, assignment: str) -> Path:
        return self.root / "feedback" / student / assignment

    def verdict(self, student: str, assignment: str) -> Path:
        return self.root / OURS / "verdicts" / assignment / f"{student}.json"

    def twins(self, assignment: str) -> Path:
        """Whose result each origin of a result has: see engine.py."""
        return self.root / OURS / "twins" / assignment

    def prepared(self, assignment: str) -> Path:
        """Results that are found and not entered yet, by their origin: see engine.py."""
        return self.root / OURS / "prepared" / assignment

    @property
    def log(self) -> Path:
        return self.root / OURS / "nbgrader.log"

    def assignments(self) -> list[str]:
        """The assignments in source/, in order."""
        return sorted(path.name for path in (self.root / "source").glob("*") if path.is_dir())

    def resolve(self, number: str) -> str:
        """The assignment that `number` means: 01, 1 or 01_gradient_descent."""
        names = self.assignments()
        wanted = Path(number).name
        for name in names:
            if wanted == name or (wanted.isdigit() and name[:2].isdigit() and int(wanted) == int(name[:2])):
                return name
        raise UserError(f"There is no assignment {number} in {self.root}. There are: {', '.join(names) or 'none'}.")

    def title(self, assignment: str) -> str:
        """What the notebook says its title is; "" if it says none."""
        try:
            text = (self.release(assignment) / f"{assignment}.ipynb").read_text(encoding="utf-8")
            return str(json.loads(text)["metadata"]["nncourse"]["title"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def students(self, step: str, assignment: str) -> list[str]:
        """Who has this assignment in submitted/, autograded/ or feedback/."""
        found = (self.root / step).glob("*/" + assignment)
        return sorted(path.parent.name for path in found if not path.parent.name.startswith("."))


def find(place: Path) -> Directory:
    """The course directory that `place` is in, or is."""
    start = place.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return Directory(folder)
    raise UserError(f"{start} is not in a course directory. Say --course DIR, the folder made by `nncourse init DIR`.")


def settings(directory: Directory) -> Any:
    """What nbgrader_config.py says, as nbgrader reads it."""
    from traitlets.config.loader import PyFileConfigLoader

    try:
        config = PyFileConfigLoader(CONFIG, path=str(directory.root)).load_config()
    except Exception as error:
        raise UserError(f"{directory.root / CONFIG} cannot be read: {type(error).__name__}: {error}") from error
    config.CourseDirectory.root = str(directory.root)
    return config


def students_files(config: Any, assignment: str) -> list[str]:
    """The files of this assignment, beside the notebook, that are the student's own work, such as nnlib/descent.py."""
    return list(config.Autograde.get("exclude_overwriting", {}).get(assignment, []))


def course_directory(config: Any, **changes: Any) -> Any:
    """nbgrader's own object for this course directory."""
    from nbgrader.coursedir import CourseDirectory

    on_the_path()
    desk = CourseDirectory(config=config)
    for name, value in changes.items():
        setattr(desk, name, value)
    if desk.db_url.startswith("sqlite:") and "?" not in desk.db_url:
        desk.db_url += "?timeout=60"  # several processes write to it: each waits for its turn
    return desk


def gradebook(config: Any) -> Any:
    """The open gradebook; use it in a `with`."""
    from nbgrader.api import Gradebook

    desk = course_directory(config)
    return Gradebook(desk.db_url, desk.course_id)


def new_gradebook(config: Any) -> None:
    """Make the gradebook as nbgrader would, without starting another process to ask for its version."""
    import nbgrader
    from alembic.script import ScriptDirectory
    from nbgrader.api import Base
    from sqlalchemy import create_engine, text

    version = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()
    engine = create_engine(course_directory(config).db_url)
    with engine.begin() as connection:
        Base.metadata.create_all(bind=connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), {"version": version})
    engine.dispose()


def on_the_path() -> None:
    """Put this Python's folder on PATH: nbgrader calls `alembic` by its name when it makes a gradebook."""
    place = os.path.dirname(sys.executable)
    if place not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([place, os.environ.get("PATH", "")])


@contextmanager
def alone(directory: Directory) -> Iterator[None]:
    """Only one process at a time may be in this block: two would grade the same submissions over each other."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    (directory.root / OURS).mkdir(exist_ok=True)
    with (directory.root / OURS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UserError(f"{directory.root} is being graded already. Wait until that has ended.") from None
        yield


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    """Send what nbgrader and its parts log to this file and nowhere else."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("traitlets", "alembic", "asyncio")]
    before = [(logger, logger.handlers[:], logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [handler], False
    logging.getLogger("traitlets").setLevel(logging.INFO)
    try:
        yield
    finally:
        for logger, handlers, propagate, level in before:
            logger.handlers, logger.propagate, logger.level = handlers, propagate, level
        handler.close()


def convert(converter: Any) -> str:
    """Run one of nbgrader's converters; returns "" if it worked, otherwise what it logged."""
    from nbgrader.utils import capture_log

    result = capture_log(converter)
    if result["success"]:
        return ""
    return result.get("log", "") + result.get("error", "")
