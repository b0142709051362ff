"""What Moodle, Canvas and nbgrader give for a whole class: whose each file is, by a roster and without one."""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nncourse import files
from nncourse.course import UserError
from nncourse.office import collect, handed_times, lms, receipts, roster, table, unread
from nncourse.office.directory import CONFIG, Directory
from nncourse.office.lms import Sender
from nncourse.office.say import say
from tests import lms_zips

NAME = "01_tiny"


@pytest.fixture
def course(tmp_path):
    return empty_course(tmp_path / "course")


def empty_course(root):
    """A course directory with one assignment whose module is nnlib/tiny.py, and a gradebook."""
    from nncourse.office import directory as places

    (root / "source" / NAME).mkdir(parents=True)
    (root / CONFIG).write_text(
        f'c = get_config()\nc.CourseDirectory.root = {str(root)!r}\nc.CourseDirectory.course_id = "tiny"\n'
        f'c.Autograde.exclude_overwriting = {{"{NAME}": ["nnlib/tiny.py"]}}\n'
    )
    directory = Directory(root)
    places.new_gradebook(places.settings(directory))
    return directory


def packed(mark=""):
    """What `nncourse pack` makes of a student's work."""
    return files.zipped({f"{NAME}.ipynb": b"{}", "nnlib/tiny.py": f"x = 1  # {mark}\n".encode()})


def bring(course, tmp_path, data, name="submissions.zip"):
    (tmp_path / name).write_bytes(data)
    return collect.collect(course, NAME, [tmp_path / name])


def came(handed):
    """{student: what was done}, of all that were brought in."""
    return {item.student: item.result for item in handed if item.taken}


def mark_of(course, student):
    return (course.submitted(student, NAME) / "nnlib" / "tiny.py").read_text()[9:].strip()


def enrol(course, tmp_path, text, name="table.csv"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return roster.add(course, tmp_path / name)


# Names


@pytest.mark.parametrize("folders", [True, False])
@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "Seán O'Brien", "Eva Müller-Lüdenscheidt", "小龍 李", "Δ Παπα", "A_B C"]
)
def test_a_name_that_moodle_made_is_understood(name, folders, old):
    made = lms_zips.moodle_name(name, 901, f"ada_{NAME}.zip", folders=folders, old=old)
    who, file = lms.sender(made.split("/")[0], NAME)
    assert (who.lms, who.number, lms.squeezed(who.name)) == ("moodle", "901", lms.squeezed(name))
    assert file == ("" if folders else f"ada_{NAME}.zip")


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize(
    "name", ["Lovelace, Ada", "O'Brien, Seán", "van der Berg, J. P.", "李, 小龍", "Late, Too", "X_9_Y, Z"]
)
@pytest.mark.parametrize(
    "file", [f"ada_{NAME}-1.zip", "a_1_2_b.ipynb", f"{NAME}.zip", "Bob_77_assignsubmission_file_x.zip"]
)
def test_a_name_that_canvas_made_is_understood(name, late, file):
    made = lms_zips.canvas_name(name, 4711, 80001, file, late)
    assert lms.sender(made, NAME) == (
        Sender("canvas", re.sub(r"\W", "", re.sub(r"_(\d+)_", r"\1", name).lower()), "4711", late),
        file,
    )


@pytest.mark.parametrize("name", [f"ada_2024_{NAME}.zip", f"ada_{NAME}.zip", "ada", "notes.txt", f"{NAME}.ipynb"])
def test_other_names_are_no_lms_s(name):
    assert lms.sender(name, NAME) is None


@given(st.text(max_size=40), st.text(max_size=40))
@settings(deadline=None, max_examples=300)
def test_no_name_stops_it(name, assignment):
    found = lms.sender(name, assignment)
    assert found is None or found[0].lms in ("moodle", "canvas")
    assert lms.first_name(name)[1] >= 0


# Moodle


CLASS = [
    ("Ada Lovelace", 901, {f"ada_{NAME}.zip": packed("ada")}, ""),
    ("Seán O'Brien", 902, {f"work/{NAME}.ipynb": "{}", "work/nnlib/tiny.py": "x = 1  # sean\n"}, "<p>Hello</p>"),
    ("小龍 李", 905, {f"{NAME}.ipynb": "{}", "tiny.py": "x = 1  # long\n"}, ""),
]


@pytest.mark.parametrize("old", [True, False])
def test_moodles_zip_with_folders(course, tmp_path, old):
    assert enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK) == []
    handed = bring(course, tmp_path, lms_zips.moodle(CLASS, old=old))
    assert came(handed) == dict.fromkeys(("ada", "sean", "long"), "brought in"), [item.said for item in handed]
    assert [mark_of(course, student) for student in ("ada", "sean", "long")] == ["ada", "sean", "long"]
    kept = receipts.load(course, NAME)
    end = "_" if old else ""
    assert {who: (one["lms"], one["name"]) for who, one in kept.items()} == {
        "ada": ("moodle", f"Ada Lovelace_901_assignsubmission_file{end}"),
        "sean": ("moodle", f"Seán OBrien_902_assignsubmission_file{end}"),
        "long": ("moodle", f"小龍 李_905_assignsubmission_file{end}"),
    }


def test_moodles_zip_without_folders(course, tmp_path):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    flat = [
        (name, number, {file.split("/")[-1]: data for file, data in has.items()}, "") for name, number, has, _ in CLASS
    ]
    handed = bring(course, tmp_path, lms_zips.moodle(flat, folders=False))
    assert came(handed) == dict.fromkeys(("ada", "sean", "long"), "brought in")
    assert [mark_of(course, student) for student in ("ada", "sean", "long")] == ["ada", "sean", "long"]
    assert receipts.load(course, NAME)["ada"]["name"] == f"Ada Lovelace_901_assignsubmission_file_ada_{NAME}.zip"


def test_moodles_zip_unpacked(course, tmp_path):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    (tmp_path / "all.zip").write_bytes(lms_zips.moodle(CLASS))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path / "all")
    assert set(came(collect.collect(course, NAME, [tmp_path / "all"]))) == {"ada", "sean", "long"}
    again = collect.collect(course, NAME, sorted((tmp_path / "all").iterdir()))
    said = {item.student: item.result for item in again if item.attempt.called.endswith("_file")}
    assert said == dict.fromkeys(("ada", "sean", "long"), "the same as before")


@pytest.mark.parametrize("flags", [0, lms_zips.UTF8])
def test_names_in_utf8_are_read_whether_the_zip_says_so_or_not(course, tmp_path, flags):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    name = lms_zips.moodle_name("Seán O'Brien", 902, f"{NAME}.ipynb")
    assert set(came(bring(course, tmp_path, lms_zips.zipped({name: "{}"}, flags)))) == {"sean"}


def test_names_in_the_old_encoding_are_read(course, tmp_path):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    name = lms_zips.moodle_name("Seán O'Brien", 902, f"{NAME}.ipynb")
    made = lms_zips.zipped({name: "{}"}, host=lms_zips.DOS, encoding="cp437")
    assert set(came(bring(course, tmp_path, made))) == {"sean"}


def test_a_text_typed_into_moodle_alone_is_said(course, tmp_path):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    (item,) = bring(course, tmp_path, lms_zips.moodle([("Ada Lovelace", 901, {}, "<p>My homework</p>")]))
    assert not item.taken and "only a text typed into the LMS" in item.result


def test_a_zip_in_a_zip_in_the_lms_s_zip_is_read(course, tmp_path):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    deep = files.zipped({"my work/again.zip": packed("deep")})
    handed = bring(course, tmp_path, lms_zips.moodle([("Ada Lovelace", 901, {"homework.zip": deep}, "")]))
    assert came(handed) == {"ada": "brought in"}, handed[0].said
    assert mark_of(course, "ada") == "deep"
    assert [path.name for path in (course.root / ".nncourse").iterdir() if "collect-" in path.name] == []


@pytest.mark.parametrize("data", [b"Rar!", packed()[:90]], ids=["rar", "cut off"])
def test_who_handed_in_something_unreadable_is_known_and_not_silent(course, tmp_path, data, capsys):
    from nncourse.office import directory as places
    from nncourse.office import feedback_zip, standing
    from nncourse.office.reporting import gather

    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    file = "work.zip" if data.startswith(b"PK") else "work.rar"
    (tmp_path / "all.zip").write_bytes(
        lms_zips.moodle([("Ada Lovelace", 901, {file: data}, ""), ("No Body", 999, {file: data}, "")])
    )
    assert collect.command("1", [tmp_path / "all.zip"], course.root) == 1
    said = capsys.readouterr().out
    them = (
        "Could not be read (2): ada (Ada Lovelace), No Body." if file == "work.rar" else "read (1): ada (Ada Lovelace)."
    )
    assert them in said and "Missing (4 of 5): eva1" in said
    assert not (course.root / "submitted").exists()
    verdict = unread.verdict(course, "ada", NAME)
    assert not verdict.graded and verdict.remarks[0].startswith("what was handed in could not be read: ")
    (one,) = gather.gather(course, NAME).hand_ins
    assert (one.student, one.graded, one.reason) == ("ada", False, verdict.remarks[0])
    with places.gradebook(places.settings(course)) as book:
        book.add_assignment(NAME)
        states = {name: one.state for name, one in standing.standings(book, course, [NAME])[NAME].items()}
    assert (states["ada"], states["sean"]) == (standing.NOT_GRADED, standing.MISSING)
    kept = unread.load(course, NAME)["ada"]
    assert feedback_zip.entry_of("ada", NAME, kept) == (
        "moodle",
        f"Ada Lovelace_901_assignsubmission_file_/{NAME}.html",
    )
    bring(course, tmp_path, lms_zips.moodle(CLASS))
    assert unread.load(course, NAME) == {} and unread.verdict(course, "ada", NAME) is None


def test_two_of_one_name_are_not_guessed_and_the_worksheet_tells_them_apart(course, tmp_path, capsys):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    zip_ = lms_zips.moodle([("Eva Müller", 903, {f"{NAME}.zip": packed("first")}, "")])
    (item,) = bring(course, tmp_path, zip_)
    assert not item.taken and "may be eva1, eva2: not guessed" in item.result
    assert not (course.root / "submitted").exists()
    assert enrol(course, tmp_path, lms_zips.MOODLE_WORKSHEET) == []
    assert set(came(bring(course, tmp_path, zip_))) == {"eva1"}


def test_who_is_not_in_the_roster_is_left_out_and_named(course, tmp_path):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    handed = bring(course, tmp_path, lms_zips.moodle([*CLASS, ("No Body", 999, {f"ada_{NAME}.zip": packed("x")}, "")]))
    assert [item.result for item in handed if not item.taken] == [
        "nobody in the roster is No Body (Moodle 999): add them with `nncourse roster`"
    ]
    assert mark_of(course, "ada") == "ada", "the name in a zip does not make its sender somebody else"


def test_without_a_roster_the_pack_s_name_or_the_number_counts(course, tmp_path):
    handed = bring(course, tmp_path, lms_zips.moodle(CLASS))
    assert set(came(handed)) == {"ada", "902", "905"}


def test_without_a_roster_nobody_takes_the_place_of_another(course, tmp_path):
    both = [
        ("Ada Lovelace", 901, {f"ada_{NAME}.zip": packed("a")}, ""),
        ("Mallory", 906, {f"ada_{NAME}.zip": packed("m")}, ""),
    ]
    handed = bring(course, tmp_path, lms_zips.moodle(both))
    assert not came(handed) and all("both Ada Lovelace and Mallory would be ada" in item.result for item in handed)
    bring(course, tmp_path, lms_zips.moodle(both[:1]))
    (item,) = bring(course, tmp_path, lms_zips.moodle(both[1:]))
    assert not item.taken and "who was Ada Lovelace before" in item.result
    assert mark_of(course, "ada") == "a"


MONDAY, THURSDAY = 1_795_460_400, 1_795_719_600  # of 23 November 2026, 19:00 UTC, and three days later


@pytest.mark.parametrize("by", ["roster", "collect"])
def test_moodles_worksheet_says_when_it_was_handed_in(course, tmp_path, by, capsys, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    place, stamp = tmp_path / "all.zip", course.submitted("ada", NAME) / "timestamp.txt"
    place.write_bytes(lms_zips.moodle(CLASS))
    os.utime(place, (MONDAY, MONDAY))
    collect.command("1", [place], course.root)
    assert not stamp.exists(), "the day of the download is no time of a hand-in"
    sheet = tmp_path / "Grades.csv"
    sheet.write_text(lms_zips.MOODLE_WORKSHEET.replace("5:14 PM", "5:14\u202fPM"), encoding="utf-8")
    if by == "roster":
        roster.command([sheet], course.root)
    collect.command("1", [place] if by == "roster" else [sheet, place], course.root)
    assert stamp.read_text() == "2026-11-23 17:14:00 UTC\n"
    assert not (course.submitted("sean", NAME) / "timestamp.txt").exists()
    assert by == "roster" or "Grades.csv: when 1 handed in" in capsys.readouterr().out
    # A new attempt is newer by its download, whatever the clocks say; an old one does not get the new one's time.
    again = [("Ada Lovelace", 901, {f"ada_{NAME}.zip": packed("again")}, "")]
    sheet.write_text(lms_zips.MOODLE_WORKSHEET.replace("23 November 2026, 5:14", "25 November 2026, 7:14"))
    roster.add(course, sheet)
    (tmp_path / "new.zip").write_bytes(lms_zips.moodle(again))
    os.utime(tmp_path / "new.zip", (THURSDAY, THURSDAY))
    collect.collect(course, NAME, [tmp_path / "new.zip"])
    assert mark_of(course, "ada") == "again" and stamp.read_text() == "2026-11-25 19:14:00 UTC\n"
    collect.collect(course, NAME, [place])
    assert mark_of(course, "ada") == "again"


def test_a_time_that_cannot_be_read_is_not_taken(course, tmp_path):
    for text in ("-", "", "Montag, 23. November 2026, 17:14", "Monday, 99 November 2026, 5:14 PM"):
        sheet = table.Table(["Identifier", "Last modified (submission)"], [["Participant 901", text]])
        assert handed_times.learn(course, sheet) == 0
    assert handed_times.learn(course, table.Table(["Identifier", "Name"], [["Participant 901", "x"]])) == 0


def test_that_canvas_says_late_is_kept_for_the_report(course, tmp_path):
    from nncourse.office import directory as places
    from nncourse.office.reporting import gather, schedule

    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    bring(course, tmp_path, lms_zips.canvas(canvas_class()))
    found = gather.gather(course, NAME)
    assert [item.student for item in found.hand_ins if item.said_late] == ["sean"]
    times = schedule.schedule(course, places.settings(course), found)
    assert (times.known, times.said_late) == (0, 1)


# Canvas


def canvas_class(late=True):
    return [
        ("Lovelace, Ada", 4711, {(80001, f"ada_{NAME}.zip"): packed("ada")}, False),
        ("O'Brien, Seán", 4712, {(80002, f"{NAME}-2.ipynb"): "{}", (80003, "tiny-2.py"): "x = 1  # sean\n"}, late),
        ("Müller, Eva", 4714, {(80004, f"{NAME}-1.zip"): packed("new"), (80005, f"{NAME}.zip"): packed("old")}, False),
        ("李, 小龍", 4715, {(80006, "homework.rar"): b"Rar!"}, False),
    ]


@pytest.mark.parametrize("flags", [0, lms_zips.UTF8])
def test_canvas_s_zip(course, tmp_path, flags):
    assert enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK) == []
    handed = bring(course, tmp_path, lms_zips.canvas(canvas_class(), flags))
    assert set(came(handed)) == {"ada", "sean", "eva2"}
    assert {student: mark_of(course, student) for student in ("ada", "sean", "eva2")} == {
        "ada": "ada", "sean": "sean", "eva2": "new",
    }  # fmt: skip
    (earlier,) = course.earlier("eva2", NAME).iterdir()
    assert "old" in (earlier / "nnlib" / "tiny.py").read_text()
    assert "late, says Canvas" in next(item.said for item in handed if item.student == "sean")
    assert "homework.rar" in next(item.result for item in handed if not item.taken)
    assert receipts.load(course, NAME)["sean"]["name"] == f"obrienseán_LATE_4712_80002_{NAME}-2.ipynb"


def test_the_day_of_the_download_is_not_taken_for_the_time_of_the_hand_in(course, tmp_path):
    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    bring(course, tmp_path, lms_zips.canvas(canvas_class()))
    assert not (course.submitted("ada", NAME) / "timestamp.txt").exists()


def test_the_same_zip_again_changes_nothing(course, tmp_path):
    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    for _ in range(3):
        handed = bring(course, tmp_path, lms_zips.canvas(canvas_class()))
    assert came(handed)["ada"] == "the same as before"
    assert len(list(course.earlier("eva2", NAME).iterdir())) == 1


def test_of_a_damaged_last_attempt_the_one_before_it_counts(course, tmp_path):
    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    has = {(1, f"{NAME}.zip"): packed("good"), (2, f"{NAME}-1.zip"): packed("bad")[:100]}
    handed = bring(course, tmp_path, lms_zips.canvas([("Lovelace, Ada", 4711, has, False)]))
    assert [item.taken for item in handed] == [True, False]
    assert mark_of(course, "ada") == "good"


def test_canvas_s_files_one_by_one(course, tmp_path):
    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    (tmp_path / "all.zip").write_bytes(lms_zips.canvas(canvas_class(), lms_zips.UTF8))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path / "all")
    for path in (tmp_path / "all").iterdir():
        os.utime(path, (1_790_000_000, 1_790_000_000))  # as unzip does it: all have the time of the download
    handed = collect.collect(course, NAME, sorted((tmp_path / "all").iterdir()))
    assert set(came(handed)) == {"ada", "sean", "eva2"}
    assert (mark_of(course, "sean"), mark_of(course, "eva2")) == ("sean", "new")


def test_canvas_s_number_stays_one_person_s_from_week_to_week(course, tmp_path):
    (course.root / "source" / "02_next").mkdir()
    bring(course, tmp_path, lms_zips.canvas([("Lovelace, Ada", 4711, {(1, f"ada_{NAME}.zip"): packed()}, False)]))
    (tmp_path / "2.zip").write_bytes(lms_zips.canvas([("Lovelace, Ada", 4711, {(2, "02_next.ipynb"): "{}"}, False)]))
    (item,) = collect.collect(course, "02_next", [tmp_path / "2.zip"])
    assert (item.student, item.taken) == ("ada", True)


def test_canvas_s_and_moodle_s_names_lead_nowhere_else(course, tmp_path):
    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    evil = files.zipped(
        {f"{NAME}.ipynb": b"{}", "../../../evil.py": b"", "/tmp/evil.py": b"", "nnlib/../../evil.py": b""}
    )
    made = {
        "../../lovelaceada_4711_1_x.zip": packed(),
        f"lovelaceada_4711_80001_ada_{NAME}.zip": evil,
    }
    before = {path for path in tmp_path.rglob("*") if "course" not in path.parts}
    bring(course, tmp_path, lms_zips.zipped(made))
    after = {path for path in tmp_path.rglob("*") if "course" not in path.parts} - {tmp_path / "submissions.zip"}
    assert after == before
    assert not list(course.root.rglob("evil*")) and not list(tmp_path.parent.glob("evil*"))


# Elsewhere


def test_nbgraders_tree(course, tmp_path):
    for student, stamp in (("ada", "2026-11-01 10:00:00 UTC"), ("bo", "2026-11-02 10:00:00.123456 UTC")):
        place = tmp_path / "submitted" / student / NAME
        (place / "nnlib").mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_text("{}")
        (place / "nnlib" / "tiny.py").write_text(f"x = 1  # {student}\n")
        (place / "timestamp.txt").write_text(stamp)
        (tmp_path / "submitted" / student / "02_other").mkdir()
        (tmp_path / "submitted" / student / "02_other" / "x.ipynb").write_text("{}")
    assert set(came(collect.collect(course, NAME, [tmp_path / "submitted"]))) == {"ada", "bo"}
    assert (course.submitted("bo", NAME) / "timestamp.txt").read_text() == "2026-11-02 10:00:00 UTC\n"
    assert mark_of(course, "ada") == "ada"


def test_a_folder_of_pack_s_zips_and_a_single_notebook(course, tmp_path):
    (tmp_path / "in").mkdir()
    for student in ("ada", "bo"):
        (tmp_path / "in" / f"{student}_{NAME}.zip").write_bytes(packed(student))
    (tmp_path / "in" / f"chen_{NAME}.ipynb").write_text("{}")
    (tmp_path / "in" / "mystery.zip").write_bytes(packed())
    handed = collect.collect(course, NAME, [tmp_path / "in"])
    assert set(came(handed)) == {"ada", "bo", "chen"}
    assert [item.attempt.called for item in handed if not item.taken] == ["mystery.zip"]
    (single,) = bring(course, tmp_path, b"{}", f"dora_{NAME}.ipynb")
    assert (single.student, single.holds) == ("dora", "notebook; no nnlib/tiny.py")


def test_other_names_are_understood_as_the_settings_tell_nbgrader(course, tmp_path):
    with (course.root / CONFIG).open("a") as settings_file:
        settings_file.write(r"c.FileNameCollectorPlugin.named_regexp = r'.*/(?P<student_id>\w+)--(?P<file_id>.+)'" "\n")
    handed = bring(course, tmp_path, lms_zips.zipped({f"x/ada--{NAME}.ipynb": "{}", f"x/bo--{NAME}.ipynb": "{}"}))
    assert set(came(handed)) == {"ada", "bo"}


# The roster


@pytest.fixture
def doubled(course, tmp_path, capsys):
    """Collected and, by hand, graded without a roster: Ada as ada, by her zip's name, the others by their numbers."""

    from nncourse.office import directory as places
    from nncourse.office import verdicts

    bring(course, tmp_path, lms_zips.moodle(CLASS))
    bring(
        course,
        tmp_path,
        lms_zips.moodle([("Seán O'Brien", 902, {f"{NAME}.ipynb": "{}", "tiny.py": "x = 1  # new"}, "")]),
    )
    with places.gradebook(places.settings(course)) as book:
        book.add_assignment(NAME)
        for student in ("902", "905"):
            book.add_student(student)
            book.add_submission(NAME, student)
            verdicts.save(course, verdicts.Verdict(student, NAME, verdicts.GRADED, 3.0))
            (course.autograded(student, NAME)).mkdir(parents=True)
    (tmp_path / "roster.csv").write_text(lms_zips.MOODLE_GRADEBOOK.replace("ada,,,", "s1,,,"), encoding="utf-8")
    with (tmp_path / "roster.csv").open("a", encoding="utf-8") as table_:
        table_.write("Bo,Ek,bo,,,bo@uni.example,-,-,-,1795458600\n")
    bring(course, tmp_path, lms_zips.moodle([("Bo Ek", 907, {"work.rar": b"Rar!"}, "")]))
    assert list(unread.load(course, NAME)) == ["907"]
    return course


def in_the_gradebook(course):
    from nncourse.office import directory as places

    with places.gradebook(places.settings(course)) as book:
        return {one.id: [part.name for part in one.submissions] for one in book.students}


def test_who_was_collected_before_the_roster_moves_to_its_ids(doubled, tmp_path, capsys):
    from nncourse.office import verdicts

    assert roster.command([tmp_path / "roster.csv"], doubled.root) == 0
    assert (
        "moved to the roster's ids, with all that was graded: 902 → sean, 905 → long, ada → s1."
        in capsys.readouterr().out
    )
    assert sorted(path.name for path in (doubled.root / "submitted").iterdir()) == ["long", "s1", "sean"]
    assert [mark_of(doubled, student) for student in ("s1", "sean", "long")] == ["ada", "new", "long"]
    assert len(list(doubled.earlier("sean", NAME).iterdir())) == 1
    assert list(unread.load(doubled, NAME)) == ["bo"]
    verdict = verdicts.load(doubled, "sean", NAME)
    assert (verdict.student, verdict.points) == ("sean", 3.0) and doubled.autograded("sean", NAME).is_dir()
    assert not doubled.verdict("902", NAME).exists() and not (doubled.root / "autograded" / "902").exists()
    found = in_the_gradebook(doubled)
    assert (found["sean"], found["long"], found["s1"]) == ([NAME], [NAME], []) and not {"902", "905"} & set(found)
    handed = bring(doubled, tmp_path, lms_zips.moodle(CLASS))
    assert set(came(handed)) == set(receipts.load(doubled, NAME)) == {"s1", "sean", "long"}
    assert roster.command([tmp_path / "roster.csv"], doubled.root) == 0
    assert "moved" not in capsys.readouterr().out


def test_of_two_hand_ins_of_one_person_neither_is_lost_and_both_are_named(doubled, tmp_path, capsys):
    doubled.submitted("sean", NAME).mkdir(parents=True)
    assert roster.command([tmp_path / "roster.csv"], doubled.root) == 1
    said = capsys.readouterr().out
    assert "902 is sean, of whom there is a hand-in already" in said
    there = ", ".join(f"{step}/902/{NAME}" for step in ("submitted", "submitted_earlier", "autograded"))
    assert f"of 902, delete {there}; in the gradebook, `nbgrader db student remove 902 --force`." in said
    assert (
        "905 → long" in said and doubled.submitted("902", NAME).is_dir() and in_the_gradebook(doubled)["902"] == [NAME]
    )


def test_rosters_are_merged_by_what_is_certain(course, tmp_path):
    assert enrol(course, tmp_path, "id;Nachname;Vorname;E-Mail\nada;Lovelace;Ada;ADA@uni.example\n") == []
    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    enrol(course, tmp_path, lms_zips.MOODLE_WORKSHEET)
    people = {person.id: person for person in roster.load(course).people}
    assert set(people) == {"ada", "sean", "eva1", "eva2", "long"}
    assert (people["ada"].canvas_id, people["ada"].moodle, people["ada"].email) == ("4711", "901", "ada@uni.example")
    assert (people["eva2"].canvas_id, people["eva2"].moodle) == ("4714", "904")
    assert people["long"].name == "小龍 李"


def test_a_roster_names_the_students_in_the_gradebook(course, tmp_path):
    from nncourse.office import directory as places

    enrol(course, tmp_path, lms_zips.CANVAS_GRADEBOOK)
    with places.gradebook(places.settings(course)) as book:
        ada = book.find_student("ada")
        assert (ada.first_name, ada.last_name, ada.lms_user_id) == ("Ada", "Lovelace", "4711")
        assert len(book.students) == 5


def test_a_name_that_two_have_is_not_merged(course, tmp_path):
    enrol(course, tmp_path, "id,last name,first name\ne1,Müller,Eva\ne2,Müller,Eva\n")
    (line,) = enrol(course, tmp_path, 'Full name,Identifier,Email address\n"Eva Müller",Participant 903,\n')
    assert "more than one in the roster has this name" in line
    assert [person.moodle for person in roster.load(course).people] == ["", ""]


def test_a_name_that_a_student_chose_is_no_markup_in_formgrader(course, tmp_path):
    from nncourse.office import directory as places

    enrol(course, tmp_path, 'id,last name,first name\nada,<script>x</script>,"""Ada"\n')
    with places.gradebook(places.settings(course)) as book:
        ada = book.find_student("ada")
        assert (ada.first_name, ada.last_name) == ("Ada", "scriptx/script")


@pytest.mark.parametrize("name", ["=1+1", "@x", "'t Hooft", "-", "Ελένη"])
def test_a_roster_keeps_every_name_and_holds_no_formula(course, tmp_path, name):
    enrol(course, tmp_path, f'id,last name\na1,"{name}"\n')
    assert [person.last_name for person in roster.load(course).people] == [name]
    (row,) = table.read(course.root / roster.FILE).rows
    assert not row[1].startswith(table.FORMULA)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_roster_in_the_encodings_of_spreadsheets(course, tmp_path, encoding):
    (tmp_path / "r.csv").write_bytes("id\tlast name\neva\tMüller\n".encode(encoding))
    assert roster.add(course, tmp_path / "r.csv") == []
    assert roster.load(course).people[0].last_name == "Müller"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        ("id,last name\nx,Müller\n".encode("latin-1"), "CSV UTF-8"),
        (b"colour,size\nred,3\n", "no column by which to know a student"),
    ],
)
def test_a_table_that_is_no_roster_is_refused_in_a_sentence(course, tmp_path, data, says):
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(UserError, match=says):
        roster.add(course, tmp_path / "r.csv")
    assert not (course.root / roster.FILE).exists()


def test_an_id_that_is_there_twice_is_said(course, tmp_path):
    (line,) = enrol(course, tmp_path, "id,last name\na1,Ek\nb2,Ny\na1,Ek\nb2,Oy\n")
    assert line == "b2 is there twice, as Ny and Oy: what the last row says counts."
    assert [person.last_name for person in roster.load(course).people] == ["Ek", "Oy"]


@pytest.mark.parametrize(
    ("text", "unused"),
    [
        ("id,Tutor,last name,Semester\na1,x,Ek,3\n", "Tutor, Semester."),
        ("id,last name\na1,Ek\n", ""),
        (lms_zips.CANVAS_GRADEBOOK, ""),
        (lms_zips.MOODLE_GRADEBOOK, ""),
        (lms_zips.MOODLE_WORKSHEET, ""),
    ],
)
def test_columns_that_are_not_understood_are_named(course, tmp_path, capsys, text, unused):
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    assert roster.command([tmp_path / "r.csv"], course.root) == 0
    said = capsys.readouterr().out
    assert ("not used" in said) == bool(unused) and unused in said


# The command


def test_who_is_not_in_the_roster_is_named_at_the_end(course, tmp_path, capsys):
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    (tmp_path / f"nobody_01_{NAME}.zip").write_bytes(packed())
    (tmp_path / f"ada_{NAME}.zip").write_bytes(packed())
    collect.command("1", sorted(tmp_path.glob(f"*_{NAME}.zip")), course.root)
    said = capsys.readouterr().out
    assert "1 is not in the roster: nobody_01." in said
    assert f"or remove submitted/nobody_01/{NAME} if it does not belong here." in said


def test_the_table_has_names_in_one_line_at_80_columns(course, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    enrol(course, tmp_path, lms_zips.MOODLE_GRADEBOOK)
    collect.command("1", [_saved(tmp_path, lms_zips.moodle(CLASS))], course.root)
    lines = capsys.readouterr().out.splitlines()
    assert any(re.search(r"│ Ada Lovelace +│ ada +│ notebook, nnlib/tiny.py │ brought in", line) for line in lines)
    assert not any("assignsubm" in line for line in lines)


def _saved(tmp_path, data):
    (tmp_path / "all.zip").write_bytes(data)
    return tmp_path / "all.zip"


def test_a_message_breaks_between_words_on_a_terminal_only(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    text = "  Ask them for submitted/somebody-with-a-long-name or a zip"
    say(text)
    assert capsys.readouterr().out == text + "\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    say(text)
    assert capsys.readouterr().out.splitlines() == [
        "  Ask them for", "  submitted/somebody-with-a-long-name", "  or a zip",
    ]  # fmt: skip


def test_outside_of_a_course_it_is_said_where_one_is(tmp_path, monkeypatch):
    from nncourse.office import directory as places

    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=rf"^{re.escape(str(tmp_path))} is not in a course directory\. Say --course"):
        places.find(Path("."))


def test_the_command_ends_with_who_is_missing_and_who_came_twice(course, tmp_path):
    (course.root / "canvas.zip").write_bytes(lms_zips.canvas(canvas_class()))
    (course.root / "gradebook.csv").write_text(lms_zips.CANVAS_GRADEBOOK, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nncourse", "collect", "1", "canvas.zip", "--roster", "gradebook.csv"],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert (
        "Could not be read (1): long (小龍 李).\n  Ask them for a zip, or for the notebook and the .py file."
        in done.stdout
    )
    assert "Not brought in" not in done.stdout
    assert "More than one attempt (1), earlier ones in submitted_earlier/: eva2." in done.stdout
    assert "Missing (1 of 5): eva1 (Eva Müller)." in done.stdout
    assert unread.load(course, NAME)["long"]["why"] == "nothing in it that can be read: 李小龍_4715_80006_homework.rar"
    assert json.loads(receipts.path(course, NAME).read_text())["ada"]["lms"] == "canvas"
