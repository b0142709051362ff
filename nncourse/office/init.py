"""`nncourse init`: make an nbgrader course directory, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from nncourse import build, files
from nncourse.course import Course, UserError
from nncourse.office import config_file, directory, release
from nncourse.office.directory import Directory


def command(course: Course, place: Path) -> None:
    """Make it and say what is in it."""
    made = make(course, place)
    names = made.assignments()
    print(f"Made {place}: {len(names)} assignment{'' if len(names) == 1 else 's'} ({', '.join(names)}).")
    print("  source/    with solutions, for you        release/   what students get, each also as a zip")
    print("  nbgrader_config.py   the settings         exchange/  where students on this machine fetch and hand in")
    print(f"Next: `nncourse collect NN FILES… --course {place}`, or `nbgrader …` and formgrader in that folder.")


def make(course: Course, place: Path) -> Directory:
    """The course directory, made beside `place` and then moved there."""
    _refuse(course, place)
    place = place.absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        _fill(course, Directory(workshop))
        workshop.chmod(0o777 & ~_umask())
        if place.exists():
            place.rmdir()
        os.rename(workshop, place)
    except BaseException:
        shutil.rmtree(workshop, ignore_errors=True)
        raise
    return Directory(place.resolve())


def _refuse(course: Course, place: Path) -> None:
    if not course.has_solutions:
        raise UserError("A course directory is made from solutions/, and there is none here. This is a student's copy.")
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UserError(f"{place} is there already and is not an empty folder. Give a new name.")
    if any(sign in str(place.absolute()) for sign in "*?[]{}"):
        raise UserError(f"nbgrader cannot work in a folder with * ? [ ] {{ }} in its name: {place.absolute()}")


def _fill(course: Course, made: Directory) -> None:
    notebooks = {name: build.source_notebook(course, name) for name in course.assignments()}
    modules = {name: build.module_of(notebook) for name, notebook in notebooks.items()}
    for name, notebook in notebooks.items():
        files.write(made.source(name) / f"{name}.ipynb", build.as_text(notebook))
        for module, text in _package(course, modules, name).items():
            files.write(made.source(name) / "nnlib" / module, text)
    theirs = {name: [f"nnlib/{module}.py"] for name, module in modules.items() if module}
    files.write(made.root / directory.CONFIG, config_file.text(theirs))
    (made.root / "exchange").mkdir()
    _release(made, list(notebooks))


def _package(course: Course, modules: dict[str, str | None], name: str) -> dict[str, str]:
    """nnlib as it is in the week of this notebook: earlier modules solved, its own a stub, later ones not there."""
    weeks = [module for module in modules.values() if module]
    own = modules[name]
    earlier = weeks[: weeks.index(own)] if own else [m for n, m in modules.items() if m and n < name]
    found = {}
    for path in sorted((course.solutions / "nnlib").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.stem == own:
            found[path.name] = build.stub(text)
        elif path.stem in earlier or path.stem not in weeks:
            found[path.name] = build.without_markers(text)
    return found


def _release(made: Directory, names: list[str]) -> None:
    """Let nbgrader derive release/ and enter the assignments in the gradebook."""
    config = directory.settings(made)
    with directory.logging_to(made.log):
        directory.new_gradebook(config)
        for name in names:
            release.derive(made, config, name)
            release.zipped(made, name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
