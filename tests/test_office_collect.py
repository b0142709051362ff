"""Bringing in hand-ins: whose each is, nothing outside its folder, no zip bomb, and every earlier attempt kept."""

import json
import os
import stat
import zipfile
from datetime import UTC, datetime

import pytest

from nncourse import files
from nncourse.office import collect, unpack, unread
from nncourse.office.directory import CONFIG, Directory
from tests import lms_zips

NAME = "01_tiny"
GOOD = {f"{NAME}.ipynb": "{}", "nnlib/tiny.py": "x = 1\n"}
LOG = ".nncourse/nbgrader.log"
UNREAD = f".nncourse/unread/{NAME}.json"
MORNING, NOON = 1_790_000_000, 1_790_010_000


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    (root / "source" / NAME).mkdir(parents=True)
    (root / CONFIG).touch()
    return Directory(root)


def zipped(path, content, when=NOON):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    os.utime(path, (when, when))
    return path


def bring(course, *paths):
    return collect.collect(course, NAME, list(paths))


def everything(place):
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file() or path.is_symlink()}


def test_a_zip_of_pack_becomes_a_submission(course, tmp_path):
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME}.zip", GOOD))
    assert (item.student, item.taken, item.result) == ("ada", True, "brought in")
    place = course.submitted("ada", NAME)
    assert everything(place) == {*GOOD, "timestamp.txt"}
    assert (place / "timestamp.txt").read_text() == f"{datetime.fromtimestamp(NOON, UTC):%Y-%m-%d %H:%M:%S} UTC\n"


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (f"ada_{NAME}.zip", "ada"),
        (f"ada_{NAME} (2).zip", "ada"),
        (f"ada_lovelace_{NAME}.zip", "ada_lovelace"),
        (f"s1234567-{NAME}.ZIP", "s1234567"),
        (f"o.b@uni.edu_{NAME}.zip", "o.b@uni.edu"),
        (f"Zoë_{NAME}.zip", "Zoë"),
    ],
)
def test_whose_it_is_is_in_the_name(course, tmp_path, name, student):
    (item,) = bring(course, zipped(tmp_path / name, GOOD))
    assert (item.student, item.taken) == (student, True)


@pytest.mark.parametrize("name", [f"{NAME}.zip", f"_{NAME}.zip", f".._{NAME}.zip", f"a b_{NAME}.zip", "something.zip"])
def test_a_name_without_an_id_is_refused(course, tmp_path, name):
    (item,) = bring(course, zipped(tmp_path / name, GOOD))
    assert not item.taken
    assert everything(course.root) - {LOG} == {CONFIG}


@pytest.mark.parametrize(
    "top",
    ["", "ada/", f"{NAME}/", "My Documents/work/", "course/notebooks/"],
)
def test_a_folder_around_the_files_is_taken_off(course, tmp_path, top):
    content = {top + name: text for name, text in GOOD.items()} | {"__MACOSX/._x.ipynb": "x"}
    if top.endswith("notebooks/"):
        content = {f"{top}{NAME}.ipynb": "{}", "course/nnlib/tiny.py": "x = 1\n", "course/notebooks/02.ipynb": "{}"}
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME}.zip", content))
    assert item.taken
    assert everything(course.submitted("ada", NAME)) >= {*GOOD, "timestamp.txt"}
    assert (course.submitted("ada", NAME) / "nnlib" / "tiny.py").read_text() == "x = 1\n"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.py",
        "../../../evil.py",
        "/tmp/evil.py",
        "nnlib/../../evil.py",
        "C:\\evil.py",
        "c:/evil.py",
        "..\\evil.py",
    ],
)
def test_no_name_in_a_zip_leads_out_of_the_folder(course, tmp_path, name):
    before = everything(tmp_path)
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME}.zip", {**GOOD, name: "evil"}))
    assert item.taken and "unsafe name left out" in item.said
    new = everything(tmp_path) - before - {f"ada_{NAME}.zip"}
    new.discard(f"course/.nncourse/collected/{NAME}.json")
    assert new == {f"course/submitted/ada/{NAME}/{file}" for file in (*GOOD, "timestamp.txt")}


def test_a_link_in_a_zip_is_left_out(course, tmp_path):
    path = zipped(tmp_path / f"ada_{NAME}.zip", {f"{NAME}.ipynb": "{}"})
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("nnlib/tiny.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    bring(course, path)
    assert everything(course.submitted("ada", NAME)) == {f"{NAME}.ipynb", "timestamp.txt"}


def test_a_link_in_a_folder_is_left_out(course, tmp_path):
    folder = tmp_path / "ada"
    (folder / "nnlib").mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text("{}")
    (folder / "nnlib" / "tiny.py").symlink_to("/etc/passwd")
    (item,) = bring(course, folder)
    assert item.taken
    assert everything(course.submitted("ada", NAME)) == {f"{NAME}.ipynb", "timestamp.txt"}


@pytest.mark.parametrize(
    "content",
    [
        {f"{NAME}.ipynb": "0" * 50_000_000},
        {f"{NAME}.ipynb": "{}", **{f"nnlib/{number}.py": "" for number in range(2000)}},
    ],
)
def test_a_zip_bomb_is_refused_before_it_goes_off(course, tmp_path, content):
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME}.zip", content))
    assert not item.taken
    assert everything(course.root) - {LOG, UNREAD} == {CONFIG}


def test_a_zip_that_lies_about_its_sizes_is_stopped(course, tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_TOTAL", 1000)
    path = zipped(tmp_path / f"ada_{NAME}.zip", {f"{NAME}.ipynb": os.urandom(5000).hex()})
    monkeypatch.setattr(
        zipfile.ZipInfo, "file_size", property(lambda self: 10, lambda self, value: None), raising=False
    )
    (item,) = bring(course, path)
    assert not item.taken
    assert everything(course.root) - {LOG, UNREAD} == {CONFIG}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not really", b"%PDF-1.4"])
def test_what_is_no_zip_is_refused_and_the_others_are_brought_in(course, tmp_path, data):
    (tmp_path / f"bad_{NAME}.zip").write_bytes(data)
    bad, missing, good = bring(
        course, tmp_path / f"bad_{NAME}.zip", tmp_path / f"gone_{NAME}.zip", zipped(tmp_path / f"ada_{NAME}.zip", GOOD)
    )
    assert (bad.taken, missing.taken, good.taken) == (False, False, True)
    assert "is not a zip" in bad.result and "no such file" in missing.result


def test_a_cut_off_zip_leaves_nothing_behind(course, tmp_path):
    path = zipped(tmp_path / f"ada_{NAME}.zip", {**GOOD, "nnlib/a.py": os.urandom(3000).hex()})
    data = bytearray(path.read_bytes())
    start = data.find(b"nnlib/a.py") + 40
    data[start : start + 400] = os.urandom(400)
    path.write_bytes(data)
    (item,) = bring(course, path)
    assert not item.taken and "cannot be read" in item.result
    assert everything(course.root) - {LOG, UNREAD} == {CONFIG}


def test_a_zip_without_work_is_refused(course, tmp_path):
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME}.zip", {"readme.txt": "hello", "photo.jpg": "x"}))
    assert item.result == "there is no notebook and no nnlib in it: only readme.txt, photo.jpg"


def test_nnlib_alone_is_brought_in_and_said(course, tmp_path):
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME}.zip", {"work/nnlib/tiny.py": "x = 1\n"}))
    assert item.taken and "no notebook" in item.holds
    assert (course.submitted("ada", NAME) / "nnlib" / "tiny.py").is_file()


def test_a_later_attempt_counts_and_the_earlier_one_is_kept(course, tmp_path):
    bring(course, zipped(tmp_path / f"ada_{NAME}.zip", GOOD, MORNING))
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME} (1).zip", {**GOOD, "nnlib/tiny.py": "x = 2\n"}, NOON))
    assert "submitted_earlier" in item.result
    assert (course.submitted("ada", NAME) / "nnlib" / "tiny.py").read_text() == "x = 2\n"
    (earlier,) = course.earlier("ada", NAME).iterdir()
    assert earlier.name == f"{datetime.fromtimestamp(MORNING, UTC):%Y-%m-%d_%H-%M-%S}"
    assert (earlier / "nnlib" / "tiny.py").read_text() == "x = 1\n"


def test_an_older_attempt_does_not_take_its_place(course, tmp_path):
    bring(course, zipped(tmp_path / f"ada_{NAME}.zip", GOOD, NOON))
    (item,) = bring(course, zipped(tmp_path / f"ada_{NAME} (1).zip", {**GOOD, "nnlib/tiny.py": "x = 0\n"}, MORNING))
    assert "older" in item.result
    assert (course.submitted("ada", NAME) / "nnlib" / "tiny.py").read_text() == "x = 1\n"
    assert len(list(course.earlier("ada", NAME).iterdir())) == 1


def test_of_two_at_once_the_later_one_counts_whatever_their_order(course, tmp_path):
    late = zipped(tmp_path / f"ada_{NAME} (1).zip", {**GOOD, "nnlib/tiny.py": "x = 2\n"}, NOON)
    bring(course, late, zipped(tmp_path / f"ada_{NAME}.zip", GOOD, MORNING))
    assert (course.submitted("ada", NAME) / "nnlib" / "tiny.py").read_text() == "x = 2\n"


def test_the_same_again_changes_nothing(course, tmp_path):
    path = zipped(tmp_path / f"ada_{NAME}.zip", GOOD)
    bring(course, path)
    before = everything(course.root)
    (item,) = bring(course, path)
    assert item.result == "the same as before"
    assert everything(course.root) == before


# Another week's


NEXT = "02_next"


def notebook(*marks, module=""):
    cells = [{"cell_type": "code", "id": mark, "metadata": {"nbgrader": {"grade_id": mark}}} for mark in marks]
    return json.dumps({"cells": cells, "metadata": {"nncourse": {"minutes": 5, "module": module}}})


@pytest.fixture
def two_weeks(course):
    files = {NAME: ["nnlib/tiny.py"], NEXT: ["nnlib/next.py"]}
    (course.root / CONFIG).write_text(f"c = get_config()\nc.Autograde.exclude_overwriting = {files}\n")
    for name, mark in ((NAME, "tiny_check"), (NEXT, "next_check")):
        course.source(name).mkdir(exist_ok=True)
        (course.source(name) / f"{name}.ipynb").write_text(notebook(mark, "import-numpy"))
    return course


THIS = {f"{NAME}.ipynb": notebook("tiny_check"), "nnlib/tiny.py": "x = 1\n"}
OTHER = {f"{NEXT}.ipynb": notebook("next_check"), "nnlib/tiny.py": "x = 1\n", "nnlib/next.py": "y = 1\n"}


@pytest.mark.parametrize(
    ("content", "week"),
    [
        (THIS, ""),
        (OTHER, NEXT),
        ({f"{NEXT}.ipynb": "{}"}, NEXT),  # by its name
        ({"Untitled.ipynb": notebook("next_check", "import-numpy")}, NEXT),  # by its cells
        ({"Untitled.ipynb": notebook(module="next")}, NEXT),  # by its metadata
        ({f"{NAME}.ipynb": notebook("next_check")}, NEXT),
        ({f"{NEXT}.ipynb": notebook("tiny_check")}, ""),  # renamed, with this week's cells
        ({"Untitled.ipynb": notebook("import-numpy")}, ""),  # who knows
        ({f"{NEXT}.ipynb": notebook("next_check"), "nnlib/tiny.py": "x = 1\n"}, ""),  # the wrong notebook, the module
        ({**THIS, f"{NEXT}.ipynb": notebook("next_check")}, ""),
        ({"Untitled.ipynb": '{"cells": [{"source": ["\\"grade_id\\": \\"next_check\\""]}]}'}, ""),
        ({"Untitled.ipynb": b"\xff\x00 not JSON"}, ""),
    ],
)
def test_another_week_s_work_is_not_brought_in(two_weeks, tmp_path, content, week):
    (item,) = bring(two_weeks, zipped(tmp_path / f"ada_{NAME}.zip", content))
    assert (item.week, item.taken) == (week, not week), item.said
    if week:
        assert item.result == "this is 02_next: collect it with `nncourse collect 02 …`"
        assert not (two_weeks.root / "submitted").exists()


@pytest.mark.parametrize("name", [f"ada_{NEXT}.zip", f"ada_{NEXT}.ipynb"])
def test_the_name_of_another_week_is_said(two_weeks, tmp_path, name):
    path = tmp_path / name
    path.write_text(OTHER[f"{NEXT}.ipynb"]) if path.suffix == ".ipynb" else zipped(path, OTHER)
    (item,) = bring(two_weeks, path)
    assert (item.week, item.taken) == (NEXT, False)


def test_the_zip_of_another_week_takes_nobody_s_place_and_is_counted(two_weeks, tmp_path, capsys):
    path = tmp_path / "moodle.zip"
    people = [("Ada Lovelace", 901), ("Bo Ek", 902)]

    def collected(week, shift):
        handed = [(name, number + shift, {f"x_{week}.zip": packed(week)}, "") for name, number in people]
        path.write_bytes(lms_zips.moodle(handed))
        return collect.command("01", [path], two_weeks.root)

    def packed(week):
        return files.zipped({name: text.encode() for name, text in (THIS if week == NAME else OTHER).items()})

    enrolled = "id,Full name\nada,Ada Lovelace\nbo,Bo Ek\n"
    (two_weeks.root / "roster.csv").write_text(enrolled)
    assert collected(NAME, 0) == 0
    before = everything(two_weeks.root)
    capsys.readouterr()
    assert collected(NEXT, 20) == 1
    assert everything(two_weeks.root) == before
    assert "x = 1" in (two_weeks.submitted("ada", NAME) / "nnlib/tiny.py").read_text()
    said = capsys.readouterr().out
    assert "2 of 2 are 02_next, not 01_tiny: collect them with `nncourse collect 02 …`." in said
    assert "Next:" not in said


def test_the_wrong_zip_says_nothing_of_what_is_unreadable_in_it(two_weeks, tmp_path):
    handed = [("Ada", 901, {f"{NEXT}.ipynb": "{}"}, ""), ("Bo", 902, {"work.rar": b"Rar!"}, "")]
    (tmp_path / "all.zip").write_bytes(lms_zips.moodle(handed))
    assert [item.week for item in bring(two_weeks, tmp_path / "all.zip")] == [NEXT, ""]
    assert unread.load(two_weeks, NAME) == {}


@pytest.mark.parametrize(
    ("name", "week"), [(f"ada_{NAME}.rar", ""), (f"ada_{NEXT}.rar", NEXT), (f"ada_{NAME}.tar.gz", "")]
)
def test_a_file_that_is_none_of_ours_has_an_owner_by_its_name(two_weeks, tmp_path, name, week):
    (tmp_path / name).write_bytes(b"Rar!")
    (item,) = bring(two_weeks, tmp_path / name)
    assert (item.taken, item.week) == (False, week)
    assert list(unread.load(two_weeks, NAME)) == ([] if week else ["ada"])
