"""Hostile submissions, each with the verdict it must get, graded in one class between honest ones.

tests/hostile/ holds one small file for each, and build.py those that no single file can express. All start from the
same wrong work, so that an attack that succeeds would raise its points. A file begins with what it is:

    KIND    module: code behind the wrong module's; cells: cells before the wrong notebook's
    POINTS  what it must get
    SAYS    how a remark on it begins; "" if there must be none
    TELLS   what its graded notebook must say (optional)
    KNOWN   why it gets more, as long as that is so (optional): a test that fails as expected
"""

import ast
import contextlib
import ctypes
import hashlib
import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from nncourse.jail import keeper
from tests import hand_ins, lab
from tests.conftest import COURSE
from tests.hand_ins import NAME, bare, cell_of, code, hand_in, reference, with_entries
from tests.hostile import build

PROBLEM = keeper.problem()
pytestmark = [
    pytest.mark.skipif(not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"),
    pytest.mark.skipif(bool(PROBLEM), reason=f"no jail can be built on this machine: {PROBLEM}"),
]

FOLDER = Path(build.__file__).parent
HEAD = ("KIND", "POINTS", "SAYS", "TELLS", "KNOWN")
FULL, WRONG = 26, 13
MISTAKES = ("adds_the_step", "forgot_the_two")  # gradient_step, gradient_descent and squared_error_gradient are wrong
HONEST = 8  # between the hostile ones
CHILD_SUBREAPER = 36  # of prctl
PORT = 18765  # where tests/hostile/network.py tries to get to
WRONG_ANSWERS = "slope = 24\nw_after_one_step = 1.0"


@dataclass
class Hostile:
    """One file of the corpus, or one function of build.py."""

    name: str
    about: str
    points: float | None
    says: str
    tells: str = ""
    known: str = ""
    kind: str = "files"
    text: str = ""


def corpus():
    """{name: Hostile}, read without running anything."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem in ("__init__", "build"):
            continue
        text = path.read_text(encoding="utf-8")
        head = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(text).body
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in HEAD
        }
        about = ast.get_docstring(ast.parse(text))
        found[path.stem] = Hostile(
            path.stem,
            about,
            head["POINTS"],
            head["SAYS"],
            head.get("TELLS", ""),
            head.get("KNOWN", ""),
            head["KIND"],
            text,
        )
    for name, function in build.CASES.items():
        found[name] = Hostile(name, function.__doc__, function.points, function.says)
    return found


CORPUS = corpus()


def wrong_notebook():
    """A notebook in which one typed answer is wrong."""
    notebook = bare()
    cell_of(notebook, "by_hand_answers").source = WRONG_ANSWERS
    return notebook


def with_cells(text):
    """The wrong notebook with the cells of this file before its own; one may take the place of an answer cell."""
    notebook = wrong_notebook()
    own = []
    for part in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        title, _, source = part.partition("\n")
        if title.strip().startswith("answer "):
            cell_of(notebook, title.split()[1]).source = source.strip()
        else:
            own.append(code(source.strip()))
    notebook.cells[:0] = own
    return notebook


def put(directory, student, one):
    """Hand one of them in."""
    module = with_entries(*MISTAKES) + ("\n\n" + one.text if one.kind == "module" else "")
    notebook = with_cells(one.text) if one.kind == "cells" else wrong_notebook()
    place = hand_in(directory, student, module, notebook)
    if one.kind == "files":
        build.CASES[one.name](place)


# What must not change, and what must not be left


def fingerprint(folder):
    """Every file of a folder and what is in it; of links where they lead, of others what they are."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in (".git", ".hypothesis", ".pytest_cache", "__pycache__")]
        for name in [*names, *(item for item in folders if os.path.islink(os.path.join(place, item)))]:
            path = os.path.join(place, name)
            info = os.lstat(path)
            content = b""
            if os.path.islink(path):
                content = os.fsencode(os.readlink(path))
            elif os.path.isfile(path) and info.st_size < 1_000_000:
                content = hashlib.sha256(Path(path).read_bytes()).digest()
            found[os.path.relpath(path, folder)] = (info.st_mode, info.st_size, content)
    return found


def outside(directory):
    """What lies outside every jail: the tools, the course, what was handed in, and a file in HOME and one in /tmp."""
    places = [Path(build.__file__).parents[2] / name for name in ("nncourse", "solutions", "notebooks", "nnlib")]
    places += [directory.root / name for name in ("source", "release", "submitted", "exchange")]
    found = {str(place): fingerprint(place) for place in places}
    found["canaries"] = {str(path): path.read_text() for path in CANARIES}
    return found


CANARIES = [Path.home() / ".nncourse-canary", Path("/tmp/nncourse-canary")]


def adopt():
    """Whatever a command that this process runs leaves behind becomes this process's child."""
    assert ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1, 0, 0, 0) == 0


def descendants():
    """The pids of all processes that were started from this one, and of those they started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rsplit(")", 1)[1].split()[:2]
            if state != "Z":
                parents[int(path.parent.name)] = int(parent)
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def class_of_submissions(folder):
    """Everybody's hand-in, graded; what it did to the machine is in outside.json."""
    directory = hand_ins.course_directory(folder, timeout=2, iopub_timeout=2)
    for number, one in enumerate(CORPUS.values()):
        put(directory, f"{number:03d}-{one.name}", one)
        if number % (len(CORPUS) // HONEST) == 0:
            hand_in(directory, f"{number:03d}-zz-honest", reference() + f"\n# {number}\n", bare())
    hand_in(directory, "zz-wrong", with_entries(*MISTAKES), wrong_notebook())
    for path in CANARIES:
        path.write_text("nobody may change this")
    connected = []
    with socket.create_server(("127.0.0.1", PORT), reuse_port=True) as listener:
        listener.settimeout(0.5)
        done = threading.Event()
        watch = threading.Thread(target=listen, args=(listener, connected, done))
        watch.start()
        adopt()
        before, running = outside(directory), descendants()
        try:
            said = subprocess.run(
                [sys.executable, "-m", "nncourse", "grade", "1", "--course", directory.root, "--workers", "2"],
                env={**hand_ins.ENVIRONMENT, "NBGRADER_TOKEN": "a secret", "COLUMNS": "200"},
                capture_output=True,
                check=False,
            )
            after, left = outside(directory), descendants() - running
        finally:
            done.set()
            watch.join()
            for path in CANARIES:
                path.unlink(missing_ok=True)
    changed = [
        f"{place}: {name}"
        for place in before
        for name in before[place].keys() | after[place].keys()
        if before[place].get(name) != after[place].get(name)
    ]
    record = {"changed": changed, "left": sorted(left), "connected": len(connected), "status": said.returncode}
    record |= {"printed": said.stdout.decode("utf-8", "replace"), "errors": said.stderr.decode("utf-8", "replace")}
    (directory.root / "outside.json").write_text(json.dumps(record))


def listen(listener, connected, done):
    while not done.is_set():
        try:
            connected.append(listener.accept()[0])
        except TimeoutError:
            continue


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, "hostile", class_of_submissions))


@pytest.fixture(scope="module")
def record(graded):
    """What grading all of them did to the machine, and what it printed."""
    return json.loads((graded.root / "outside.json").read_text())


@pytest.fixture(scope="module")
def verdicts(graded):
    """{name: verdict}, the honest ones among them."""
    found = {}
    for path in (graded.root / ".nncourse" / "verdicts" / NAME).glob("*.json"):
        verdict = json.loads(path.read_text(encoding="utf-8"))
        found[verdict["student"].split("-", 1)[1] if verdict["student"][0].isdigit() else verdict["student"]] = verdict
        if "honest" in verdict["student"]:
            found[verdict["student"]] = verdict
    return found


@pytest.mark.parametrize("name", CORPUS)
def test_it_gets_the_verdict_it_must(request, verdicts, name):
    verdict, one = verdicts[name], CORPUS[name]
    if one.known:
        request.applymarker(pytest.mark.xfail(reason=one.known))
    assert (verdict["points"], verdict["status"]) == (one.points, "not graded" if one.points is None else "graded"), (
        verdict["remarks"], [(check["check"], check["points"]) for check in verdict["checks"]]
    )  # fmt: skip
    if one.says:
        assert any(text.startswith(one.says) for text in verdict["remarks"]), verdict["remarks"]
    else:
        assert verdict["remarks"] == []
    assert all(text.isprintable() and len(text) < 500 for text in verdict["remarks"]), "fit for a terminal"


@pytest.mark.parametrize("name", [name for name, one in CORPUS.items() if one.tells])
def test_its_report_says_which_limit_it_was(graded, name):
    (place,) = (graded.root / "autograded").glob(f"*-{name}")
    page = (place / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert CORPUS[name].tells in html.unescape(json.dumps(json.loads(page), ensure_ascii=False)).replace("\\n", " ")


def test_the_honest_are_graded_as_if_alone(verdicts):
    honest = [verdict for name, verdict in verdicts.items() if name.endswith("-zz-honest")]
    assert len(honest) >= HONEST
    assert [(verdict["points"], verdict["remarks"]) for verdict in honest] == [(FULL, [])] * len(honest)


def test_the_wrong_work_that_all_start_from(verdicts):
    assert (verdicts["zz-wrong"]["points"], verdicts["zz-wrong"]["remarks"]) == (WRONG, [])


def test_nothing_is_left_running(record):
    assert record["left"] == []


def test_nothing_outside_has_changed(record):
    assert record["changed"] == []


def test_nobody_reached_the_network(record):
    assert record["connected"] == 0


def test_the_terminal_shows_all_of_it_and_obeys_none_of_it(record):
    assert record["status"] == 1, "some are not graded"
    bare = re.sub(r"\x1b\[[0-9;]*m", "", record["printed"])
    assert all(sign.isprintable() or sign == "\n" for sign in bare)
    assert f"{sum(one.points is not None for one in CORPUS.values())} " not in record["errors"]
    assert "Traceback" not in record["printed"] + record["errors"]


def test_no_notebook_grew_large(graded):
    sizes = {path.parent.parent.name: path.stat().st_size for path in graded.root.glob(f"autograded/*/{NAME}/*.ipynb")}
    assert max(sizes.values()) < 60_000_000, max(sizes, key=sizes.get)


def test_no_notebook_has_more_text_than_formgrader_makes_a_page_of(graded):
    for path in graded.root.glob(f"autograded/*/{NAME}/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                output.get("data", {}).pop("image/png", None)
            cell.pop("attachments", None)
        assert len(json.dumps(notebook)) < 3_000_000, path


def test_no_verdict_grew_large(graded):
    """Feedback and reports read all of them, every time."""
    sizes = {path.stem: path.stat().st_size for path in graded.root.glob(f".nncourse/verdicts/{NAME}/*.json")}
    assert max(sizes.values()) < 200_000, max(sizes, key=sizes.get)


def test_grading_again_gives_everybody_the_same(graded, verdicts):
    """Also the one who hopes for luck: what is graded already is not graded again, and twins have one result."""
    student = next(path.parent.name for path in graded.root.glob(f"submitted/*hopes_for_luck/{NAME}"))
    again = hand_ins.grade(graded, status=1)
    assert again[student]["points"] == verdicts["hopes_for_luck"]["points"] == WRONG


def test_the_corpus_is_large_and_each_says_what_it_is():
    assert len(CORPUS) > 90
    assert all(one.about and one.about.endswith(".") for one in CORPUS.values())
    assert {one.kind for one in CORPUS.values()} == {"module", "cells", "files"}
    assert len({one.about for one in CORPUS.values()}) == len(CORPUS)


# What people open


@pytest.fixture(scope="module")
def pages(tmp_path_factory, graded):
    """The feedback of those who would put markup into it."""

    shown = ("cell_html", "cell_pictures", "cell_escapes", "markup_in", "long_messages", "prints_a", "stored_outputs")

    def write(folder):
        shutil.copytree(graded.root, folder, symlinks=True, ignore=shutil.ignore_patterns("submitted", "outside.json"))
        for place in (folder / "autograded").iterdir():
            if not any(name in place.name for name in shown):
                shutil.rmtree(place)
        hand_ins.command("nncourse", "feedback", "1", "--course", folder)

    place = hand_ins.once(tmp_path_factory, "hostile-feedback", write)
    found = sorted(place.glob(f"feedback/*/{NAME}/*.html"))
    assert len(found) == len(shown)
    return found


@pytest.mark.browser
def test_no_script_of_theirs_runs_in_a_browser(pages, tmp_path):
    """All pages as frames of one page; each frame that runs a script of theirs would say so in its title."""
    frames = "".join(f'<iframe src="{path.as_uri()}"></iframe>' for path in pages)
    (tmp_path / "all.html").write_text(frames)
    with lab.page() as page:
        page.route(re.compile("^https?:"), lambda route: route.abort())
        dialogs = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto((tmp_path / "all.html").as_uri(), wait_until="load")
        page.wait_for_timeout(500)
        titles = [frame.title() for frame in page.frames[1:]]
        assert len(titles) == len(pages)
        assert not [title for title in titles if "pwned" in title]
        links = [
            frame.locator("a[href^='javascript:' i], [onload], [onerror], [ontoggle]").count() for frame in page.frames
        ]
        assert sum(links) == 0
        assert dialogs == []


def test_a_notebook_of_theirs_keeps_what_does_no_harm(graded):
    """Text, emphasis, formulas and code in a written answer are for its reader."""
    (path,) = graded.root.glob(f"autograded/*markup_in_texts/{NAME}/{NAME}.ipynb")
    notebook = nbformat.read(path, as_version=4)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert any("<b>bold</b> a<br>b" in text and "1 < 2" in text for text in texts)
