"""The nbgrader_config.py of a new course directory: what nbgrader, formgrader and these tools read."""

from __future__ import annotations

import json

from nncourse import build

TEMPLATE = '''"""Settings of this course for nbgrader, formgrader and nncourse, made by `nncourse init`."""

import os

c = get_config()  # noqa: F821
here = os.path.dirname(os.path.abspath(__file__))  # so that this folder can be moved

# The course. Students who fetch assignments in JupyterLab need the same course_id in their own configuration.
c.CourseDirectory.root = here
c.CourseDirectory.course_id = "nnlib"

# Where students fetch assignments and hand them in, if they work on the same machine.
c.Exchange.root = os.path.join(here, "exchange")

# What students find in the place of a solution, and the marking schemes that they must not see.
c.ClearSolutions.code_stub = {{"python": {code_stub}}}
c.ClearSolutions.text_stub = {text_stub}
c.ClearMarkScheme.enforce_metadata = False  # the schemes stand in the questions, not in task cells

# The files that are the student's work. At grading nbgrader replaces every other file by the one in source/.
# A module that is missing here would be graded as ours: full marks for everybody.
c.Autograde.exclude_overwriting = {{
{files}
}}

# One cell may run this many seconds; then it is interrupted, and the next cell runs.
c.Execute.timeout = 30
c.Execute.interrupt_on_timeout = True
c.Execute.iopub_timeout = 10  # and this long after it until all that it printed is there
c.Execute.store_widget_state = False  # widgets are for the student; in a graded copy they take megabytes

# When a notebook is due is not set here but in formgrader (Manage Assignments) or, in this folder and in UTC, by
# nbgrader db assignment add 01_gradient_descent --duedate "2026-10-19 21:59"
# What is handed in later is late, for `nncourse report` and for a penalty (nbgrader's LateSubmissionPlugin).

# When each notebook was handed out, for `nncourse report`; where nothing is said, nbgrader's exchange is asked.
# c.Report.released = {{"01_gradient_descent": "2026-10-05 08:00"}}

# The last line of each page of feedback: where students ask, such as "Questions: the forum, or Tuesdays in room 12."
c.FeedbackPage.ask = ""

# Formgrader shows what students wrote in a page that may do all that you may: nothing of it can act there. These lines
# must be in the settings with which the Jupyter server that has formgrader is started.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {{
    "markdown2html": "nncourse.office.harmless.text",
    "clean_html": "nncourse.office.harmless.output",
    "get_metadata": "nncourse.office.harmless.size",
}}

# nbgrader's own feedback shows the scores, and neither hidden tests nor marking schemes.
c.GenerateFeedback.preprocessors = [  # by their names: to import them takes longer than to read all of this
    "nbgrader.preprocessors.GetGrades",
    "nncourse.office.discreet.Discreet",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# `nbgrader zip_collect` takes zips made by `nncourse pack NN --student ID` in downloaded/NN_topic/archive/.
c.FileNameCollectorPlugin.named_regexp = r".*/(?P<student_id>[^/]+?)_\\d\\d_[^/]+/(?P<file_id>(nnlib/)?[^/]+)\\Z"
c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".py"]
'''


def text(students_files: dict[str, list[str]]) -> str:
    """The whole file. students_files: for each assignment, the files beside the notebook that students write."""
    lines = [f"    {_quoted(name)}: [{', '.join(map(_quoted, files))}]," for name, files in students_files.items()]
    return TEMPLATE.format(
        code_stub=_quoted(build.ANSWER_STUB),
        text_stub=_quoted(build.TEXT_STUB),
        files="\n".join(lines),
    )


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
