"""What several tests share."""

import functools

import pytest

from nncourse import build, course, proof

COURSE = course.find()
NAMES = COURSE.assignments() if COURSE.has_solutions else []
GRADED = COURSE.graded() if COURSE.has_solutions else []


@functools.cache
def source(name):
    """The instructor's notebook of an assignment; read once."""
    return build.source_notebook(COURSE, name)


@functools.cache
def catalogue_of(name):
    """The catalogue of an assignment."""
    return proof.catalogue_of(COURSE, source(name))


def solved(name):
    """What a student hands in who got everything right: the released notebook with the solution's answers."""
    notebook = build.student_notebook(source(name))
    typed = {cell.metadata.nbgrader.grade_id: cell.source for cell in source(name).cells if "nbgrader" in cell.metadata}
    for cell in notebook.cells:
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("solution"):
            cell.source = build.without_markers(typed[meta["grade_id"]])
    return notebook


@pytest.fixture
def own(tmp_path):
    """Writes a student's nnlib and takes it into use: own(descent="def …")."""
    from nncourse import student

    def write(**modules):
        folder = tmp_path / "nnlib"
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        student.use(tmp_path)
        return tmp_path

    with student.using(tmp_path):
        yield write
