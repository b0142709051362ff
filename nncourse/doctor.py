"""`nncourse doctor`: what works on this machine, and what to do where it does not."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST = (3, 11)
NEEDED = ("numpy", "matplotlib", "ipython", "ipykernel", "jupyterlab", "anywidget", "nbgrader", "nbformat")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass
class Finding:
    """One thing that was looked at. needed_by: students, instructors or authors; advice: what to do if it fails."""

    what: str
    works: bool
    says: str
    needed_by: str
    advice: str = ""


def command() -> int:
    """Look, print, and return the exit status."""
    findings = [*_python(), _course(), _jail(), _database(), _disk(), _browser()]
    for finding in findings:
        mark = "✓" if finding.works else "✗"
        print(f"{mark} {finding.what:12} {finding.says}")
        if not finding.works:
            print(f"  → for {finding.needed_by}: {finding.advice}")
    return 1 if any(not finding.works and finding.needed_by == "students" for finding in findings) else 0


def _python() -> list[Finding]:
    found = Finding(
        "Python",
        sys.version_info >= OLDEST,
        f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        "students",
        f"install Python {'.'.join(map(str, OLDEST))} or later, then `make clean` and `make lab`.",
    )
    versions = {name: _version(name) for name in NEEDED}
    missing = [name for name, version in versions.items() if not version]
    says = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    advice = f"{', '.join(missing)} is missing: run `make clean`, then `make lab`."
    return [found, Finding("packages", not missing, says, "students", advice)]


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _course() -> Finding:
    from nncourse.course import UserError, find

    try:
        course = find()
    except UserError as error:
        return Finding("course", False, "no folder with notebooks/ and nnlib/", "students", str(error))
    kind = "an author's copy, with solutions/" if course.has_solutions else "a student's copy"
    return Finding("course", True, f"{len(course.assignments())} notebooks, {kind}", "students")


def _jail() -> Finding:
    from nncourse.jail import keeper

    problem = keeper.problem()
    if not problem:
        who = "an unprivileged user of its own" if os.getuid() == 0 else "you, without any privileges"
        walls = "namespaces, read-only files, limits on memory, time and processes, a filter of system calls"
        return Finding("jail", True, f"submissions are graded as {who}, behind {walls}", "instructors")
    if not sys.platform.startswith("linux"):
        advice = "grade on Linux (a virtual machine or WSL 2 will do), or use `nncourse grade --trust-submissions`."
    elif shutil.which("bwrap") is None:
        advice = "install bubblewrap (`apt install bubblewrap`, `dnf install bubblewrap`), then look again."
    else:
        advice = (
            "this kernel or container does not let users make namespaces: allow it (sysctl "
            "kernel.unprivileged_userns_clone=1, user.max_user_namespaces above 0; on Ubuntu an AppArmor profile for "
            "bwrap; in Docker a seccomp profile), or use `nncourse grade --trust-submissions`."
        )
    return Finding("jail", False, problem, "instructors", advice)


def _database() -> Finding:
    import sqlite3

    try:
        with sqlite3.connect(":memory:") as book:
            book.execute("SELECT 1")
    except sqlite3.Error as error:
        return Finding("database", False, str(error), "instructors", "install a Python that has sqlite3.")
    return Finding("database", True, f"SQLite {sqlite3.sqlite_version}", "instructors")


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    advice = "make room: a class of 500 takes about 1 GB a notebook with its feedback."
    return Finding("disk", free > 2e9, f"{free / 1e9:.0f} GB free here", "instructors", advice)


def _browser() -> Finding:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    advice = "install chromium if you want to run the tests that use a browser; the others run without."
    return Finding("browser", bool(found), found or "no Chromium, for the tests of the widgets", "authors", advice)
