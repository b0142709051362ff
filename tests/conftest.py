"""What several tests share."""

import functools

import pytest

from nncourse import build, course, proof

COURSE = course.find()
NAMES = COURSE.assignments() if COURSE.has_solutions else []


@functools.cache
def source(name):
    """The instructor's notebook of an assignment; read once."""
    return build.source_notebook(COURSE, name)


@functools.cache
def catalogue_of(name):
    """The catalogue of an assignment."""
    return proof.catalogue_of(COURSE, source(name))


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
