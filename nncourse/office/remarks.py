"""The remarks of grading, which are for the instructor, in words for the student: what was found, what it means."""

from __future__ import annotations

import re

from nncourse.office import unread

# The remark as intake.py, engine.py and standin.py write it, and what the student reads. {0} is what is in brackets.
WORDS = (
    (r"the notebook is not (?:JSON|text).*", "The file of your notebook is damaged or cut off, so it cannot be read."),
    (r"the file is JSON, but not a notebook", "The file of your notebook holds something else, so it cannot be read."),
    (r"the notebook is a symbolic link.*", "Your notebook was only a link to a file on your computer."),
    (
        r"it ended the Python process",
        "Your code ended the Python process (os._exit, or a crash). It was started anew for what came after it.",
    ),
    (
        r"it was killed because it took more memory.*",
        "Your code took more memory than the grading machine has, so it was ended, and started anew.",
    ),
    (
        r"code that could not be interrupted was ended after (\d+) seconds",
        "Some of your code ran longer than {0} seconds and could not be interrupted, so it was ended.",
    ),
    (
        r"it sent something that is no answer|it closed the connection to the checks",
        "Your code got in the way of the checks, so that they had no answer from it. Ask if you do not know why.",
    ),
    (r"the check (\S+) took too long", "The check {0} took too long with your code, and was stopped."),
    (r"the check (\S+) ended with (\w+)", "The check {0} could not work with what your code gave back ({1})."),
    (
        r"(nnlib/\S+) was not handed in",
        "{0} was not in what you handed in, so none of its functions could be checked. `nncourse pack` packs it too.",
    ),
    (
        r"(nnlib/\S+) cannot be read by Python: (.*)",
        "Python cannot read your {0}, so none of its functions could be checked: {1}",
    ),
    (r"(.+) has (\d+) MB: not taken", "{0} has {1} MB: too large to be taken."),
    (r"(.+) is a symbolic link: ignored", "{0} is only a link to a file on your computer, so it was not taken."),
    (
        r"(.+) stood beside the notebook, not in (.+): taken",
        "{0} lay beside the notebook and not in {1}; it was taken from there.",
    ),
    (r"(.+) ignored", "Left out, because grading uses only the notebook and your module: {0}."),
    (r"the notebook was called (.+)", "Your notebook had another name, {0}. It was taken all the same."),
    (r"a graded cell was deleted: put back", "A check was missing from your notebook. It was put back and run."),
    (
        r"(\d+) graded cells were deleted: put back",
        "{0} checks were missing from your notebook. They were put back and run.",
    ),
    (
        r"an answer cell was deleted: put back, empty",
        "A cell for an answer was missing from your notebook, so that answer counts as empty.",
    ),
    (
        r"(\d+) answer cells were deleted: put back",
        "{0} cells for answers were missing from your notebook, so those answers count as empty.",
    ),
    (
        r"the cell (\S+) was edited: the original counts",
        "The cell {0} was changed in your notebook. It is not yours to edit, so the original was used.",
    ),
    (
        r"the marks of the cell (\S+) were edited: put right",
        "The hidden marks of the cell {0}, which say what it counts, were changed. They were put right.",
    ),
    (
        r"the cell (\S+) was changed to (\w+): changed back",
        "The cell {0} was turned into a {1} cell. It was turned back.",
    ),
    (
        r"a cell was left out: too much text|\d+ cells were left out: too much text",
        "Your notebook holds more text than anybody can run and read, so some cells of your own were left out.",
    ),
    (
        r"the answer (\S+) has (\d+) characters: cut",
        "Your answer {0} has {1} characters; only the first count.",
    ),
    (r"tags on the cell (\S+) were removed", "The cell {0} had tags, which were removed."),
    (r"tags on (\d+) cells were removed", "{0} cells had tags, which were removed."),
    (
        r"(\d+) cells were edited: the originals count",
        "{0} cells that are not yours to edit were changed in your notebook, so the originals were used.",
    ),
    (
        r"the marks of (\d+) cells were edited: put right",
        "The hidden marks of {0} cells, which say what they count, were changed. They were put right.",
    ),
    (r".*the first counts", "A graded cell was in your notebook more than once: the first one counts."),
    (r".*claims? marks.*", "A cell of your own was marked as a graded one. It counts nothing."),
    (r"the points of the attempt before it stay", "The points of your attempt before this one stay."),
)
NOT_YOURS = re.compile(r"grading it failed")  # the machine's fault


def for_the_student(remark: str) -> str:
    """This remark as a sentence or two for the student."""
    for pattern, words in WORDS:
        if match := re.fullmatch(pattern, remark, re.DOTALL):
            return words.format(*match.groups())
    return f"{remark[:1].upper()}{remark[1:]}{'' if remark.endswith('.') else '.'}"


def why_not_graded(remark: str, number: str) -> tuple[str, str]:
    """Why there are no points, and what to do. number: of the notebook, for the command that packs it."""
    if NOT_YOURS.match(remark):
        return (
            "Grading your submission did not come to an end.",
            "That is most likely not your doing. Your instructor can see what happened, and grades it again.",
        )
    if "rename it" in remark:
        return ("The name under which it was handed in cannot be used.", "Your instructor has to rename it.")
    again = f"`nncourse pack {number}` makes the zip to hand in; it says what looks wrong before you send it."
    if remark.endswith("was not handed in"):
        return (f"There was no notebook in what you handed in: {remark}.", f"Hand in both, notebook and nnlib. {again}")
    if remark.startswith(unread.WHY):
        return (
            for_the_student(remark),
            f"Hand it in once more, as a zip, or as the two files: the notebook and your .py file. {again}",
        )
    fresh = "If it does not open, get a fresh copy of the notebook and put your answers into it."
    return (
        for_the_student(remark),
        f"Open the notebook in JupyterLab. If it opens, save it and hand it in once more. {fresh} {again}",
    )
