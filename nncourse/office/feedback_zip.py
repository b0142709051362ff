"""`nncourse feedback --zip`: all pages of an assignment in one zip, named as the LMS wants them back.

`nncourse collect` keeps what the LMS called each submission: receipts.py.

Moodle ("Upload multiple feedback files in a zip"; mod/assign/feedback/file/importziplib.php) looks in each path for a
part FULLNAME_ID_assignsubmission_file, where ID is the participant's number in this assignment; with "_" at its end
before Moodle 4.1, with or without since. What follows is the name of the feedback file. So the page of
"Ada Lovelace_1234_assignsubmission_file_" is "Ada Lovelace_1234_assignsubmission_file_/01_gradient_descent.html".

Canvas ("Re-upload submissions"; infer_comment_context_from_filename in app/models/abstract_assignment.rb) reads the
first two numbers between underscores, of the user and of the submitted file, as in
lovelaceada_1234_56789_ada_01.zip, and gives the student the file under the name that *they* had given it. So that a
name that ends in .zip opens, the page is in a zip of that very name; in place of any other file stands the page.

Whoever did not come through an LMS is in the zip as STUDENT/NN_x.html.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any

from nncourse.office import receipts, unread
from nncourse.office.directory import Directory

MOODLE = re.compile(r"([^_/\\]*_\d+_assign(?:submission|feedback)_[a-z]+)(?:[_/].*)?", re.DOTALL)
CANVAS = re.compile(r"(?:anon_(?:LATE_)?[A-Za-z0-9]+_\d+|(?:[^/\\]*?_)?\d+_\d+)_[^/\\]+")
DATE = (1980, 1, 1, 0, 0, 0)  # of every file, so that the same pages give the same zip
WHERE = {
    "moodle": 'In Moodle: the assignment, its list of submissions, "Upload multiple feedback files in a zip".',
    "canvas": 'In Canvas: the gradebook, the menu of the assignment, "Re-upload submissions".',
}


def write(directory: Directory, assignment: str, students: list[str]) -> tuple[Path, Counter[str]]:
    """Write the zip of these students' pages: where it is, and how many of them are named for which LMS, or for ""."""
    target = directory.root / f"feedback_{assignment}.zip"
    draft = target.with_name(f".{target.name}.new")
    handed = {**unread.load(directory, assignment), **receipts.load(directory, assignment)}
    count: Counter[str] = Counter()
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in students:
            page = (directory.feedback(student, assignment) / f"{assignment}.html").read_bytes()
            lms, name = entry_of(student, assignment, handed.get(student, {}))
            count[lms] += 1
            _add(archive, name, _zipped(assignment, page) if name.lower().endswith(".zip") else page)
    os.replace(draft, target)
    return target, count


def entry_of(student: str, assignment: str, handed: dict[str, Any]) -> tuple[str, str]:
    """(the LMS or "", the name of the page in the zip)."""
    lms, name = handed.get("lms"), handed.get("name")
    if isinstance(name, str) and name.isprintable():
        if lms == "moodle" and (match := MOODLE.fullmatch(name)) and ".." not in match[1]:
            return lms, f"{match[1]}_/{assignment}.html"
        if lms == "canvas" and CANVAS.fullmatch(name) and ".." not in name:
            is_zip = name.lower().endswith(".zip")
            return lms, name if is_zip else str(PurePosixPath(name).with_suffix(".html"))
    return "", f"{student}/{assignment}.html"


def _zipped(assignment: str, page: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, f"{assignment}.html", page)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, DATE)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
