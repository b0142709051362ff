"""`nncourse report` says of a simulated class exactly what is true of it, and shows no more than it should."""

import csv
import datetime
import html
import json
import re
import shutil

import pytest

from nncourse.office import directory as places
from nncourse.office import people, verdicts
from nncourse.office.reporting import alike, code, content, gather, numbers, page, pictures, schedule, tables, weeks
from nncourse.office.reporting.names import Names
from tests import hand_ins, simulation
from tests.conftest import COURSE, GRADED, NAMES, source
from tests.hand_ins import NAME, command

pytestmark = pytest.mark.skipif(
    not COURSE.has_solutions, reason="needs solutions/, which a student's copy does not have"
)

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def played(tmp_path_factory, names, size):
    def play(folder):
        directory = simulation.course_directory(folder, names)
        for name in names:
            simulation.play(directory, name, simulation.people(name, size))

    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, f"class-{names[0]}-{len(names)}-{size}", play))


@pytest.fixture(scope="module")
def sixty(tmp_path_factory):
    return played(tmp_path_factory, [NAME], 60)


@pytest.fixture(scope="module")
def everybody():
    return simulation.people(NAME, 60)


@pytest.fixture(scope="module")
def truth(everybody):
    return simulation.truth(NAME, everybody)


@pytest.fixture(scope="module")
def written(sixty, tmp_path_factory):
    """The page and the tables, by the command line: {"page", "said", name of a table: rows}."""
    return by_command(sixty, tmp_path_factory.mktemp("written"), NAME)


@pytest.fixture(scope="module")
def anonymous(sixty, tmp_path_factory):
    return by_command(sixty, tmp_path_factory.mktemp("anonymous"), NAME, "--anonymous")


def by_command(directory, folder, *arguments):
    to = ["--to", folder / "page.html", "--csv", folder / "tables"]
    said = command("nncourse", "report", *arguments, "--course", directory.root, *to)
    found = {"said": said, "page": (folder / "page.html").read_text(encoding="utf-8")}
    for path in (folder / "tables").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


# What it says is true


def agrees(directory, name, known):
    """The report's data of this notebook is what the simulation knows."""
    found = gather.gather(directory, name)
    counted = numbers.count(found)
    assert {item.student: item.mark for item in found.graded} == pytest.approx(known.marks)
    assert {item.student for item in found.hand_ins if not item.graded} == known.refused
    assert {item.student for item in found.hand_ins if item.late > 0} == known.late
    assert not [item for item in found.hand_ins if item.outdated]
    for check in counted.checks:
        assert check.states == {state: known.states[check.check][state] for state in gather.STATES}, check.check
    assert {(m.check, m.name): set(m.students) for m in counted.mistakes} == known.mistakes
    assert all(m.hint in known.hints[m.check, m.name].values() for m in counted.mistakes)
    assert groups((g.check, g.students) for g in counted.unrecognised) == groups(
        (check, students) for (check, _), students in known.unrecognised.items()
    )
    assert sum(item.students for item in counted.marks.bins) == len(known.marks)
    times = schedule.schedule(directory, places.settings(directory), found)
    assert {item.day: item.students for item in times.days if item.students} == known.days
    assert times.released == simulation.RELEASED


def groups(found):
    return sorted((check, tuple(sorted(students))) for check, students in found)


def test_marks_checks_and_mistakes_are_those_of_the_class(sixty, truth):
    agrees(sixty, NAME, truth)
    assert len(truth.mistakes) >= 10 and len(truth.unrecognised) >= 3 and truth.late and truth.refused


@pytest.mark.slow
@pytest.mark.parametrize("name", GRADED)
def test_of_200_students_in_every_notebook(tmp_path_factory, name):
    agrees(played(tmp_path_factory, [name], 200), name, simulation.truth(name, simulation.people(name, 200)))


def test_only_those_who_copied_are_worth_a_look(sixty, truth):
    pytest.importorskip("copydetect", reason=f"needs copydetect: {alike.INSTALL}")
    found = content.content(sixty, NAME, bare=False).alike
    assert {(pair.one, pair.other) for pair in found.pairs} == truth.pairs
    assert all(pair.share > 0.9 for pair in found.pairs), "renaming hides nothing"
    assert len(truth.pairs) == 2


def test_without_copydetect_it_says_how_to_get_it(sixty, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "copydetect", None)
    found = content.content(sixty, NAME, bare=False)
    assert found.alike.missing
    text = page.of_notebook(found, Names(()), "course", datetime.date(2026, 10, 20))
    assert alike.INSTALL in text


def test_who_is_late_by_the_lms_s_word_is_named_where_no_time_is_known(sixty):
    today = datetime.date(2026, 10, 20)
    found = content.content(sixty, NAME, bare=False)
    late = found.found.hand_ins[0]
    late.said_late, late.handed_in = True, None
    found.schedule = schedule.schedule(sixty, places.settings(sixty), found.found)
    text = plain(page.of_notebook(found, Names(()), "course", today))
    assert f"1 student handed in late, says the LMS: {late.student} ." in text
    anonymous = plain(page.of_notebook(found, Names((late.student,), True), "course", today))
    assert "1 student handed in late, says the LMS ." in anonymous
    rows = list(csv.DictReader(tables.of_notebook(found, Names(()))["marks.csv"].splitlines()))
    assert [row["student"] for row in rows if row["late_says_lms"] == "1"] == [late.student]
    found.schedule.days = []
    assert "give nncourse collect the grading worksheet" in plain(page.of_notebook(found, Names(()), "course", today))


# The tables


def test_tables_have_the_same_numbers(written, truth):
    marks = {row["student"]: float(row["mark"]) for row in written["marks"] if row["graded"] == "1"}
    assert marks == pytest.approx(truth.marks, abs=1e-4)
    assert {row["student"] for row in written["marks"] if row["why_not"]} == truth.refused
    mistakes = {(row["check"], row["mistake"]): set(row["who"].split()) for row in written["mistakes"]}
    assert mistakes == truth.mistakes
    assert all(int(row["students"]) == len(row["who"].split()) for row in written["mistakes"])
    for row in written["checks"]:
        assert {state: int(row[state]) for state in gather.STATES if int(row[state])} == truth.states[row["check"]]
    assert sum(int(row["students"]) for row in written["distribution"]) == len(truth.marks)
    assert {row["day"]: int(row["students"]) for row in written["days"] if int(row["students"])} == {
        str(day): number for day, number in truth.days.items()
    }


def test_no_cell_of_a_table_is_a_formula():
    assert [tables._cell(value) for value in ("=1+1", "@x", "-0.4", "+1", "plain", 1.5, -2.0)] == [
        "'=1+1", "'@x", "'-0.4", "'+1", "plain", "1.5", "-2",
    ]  # fmt: skip


# The page


def test_the_page_begins_with_what_matters(written, truth):
    text = plain(written["page"])
    mean = sum(truth.marks.values()) / len(truth.marks)
    first = text[: text.index("Each check")]
    assert f"handed in {len(truth.marks) + len(truth.refused)}" in first
    assert f"graded {len(truth.marks)}" in first
    assert f"mean {mean:.1f}".rstrip("0").rstrip(".") in first
    waiting = sum(states["waits"] for states in truth.states.values())
    assert f"{waiting} written answers wait for a reader" in first
    assert first.count("passed,") == 3
    most = max(map(len, truth.mistakes.values()))
    assert f"{most} students in" in first


def test_the_page_has_every_check_mistake_and_hint(written, truth):
    text = plain(written["page"])
    assert not [check for check in truth.states if check not in text]
    given = [{" ".join(hint.split()) for hint in of.values()} for of in truth.hints.values()]
    assert all(any(hint in text for hint in hints) for hints in given)
    assert "gave back 7.25" in text and "return 7.25" in text, "an unrecognised answer, with an example"
    assert "says nothing about anybody" in text or alike.INSTALL in text


def test_the_page_needs_nothing_else_and_runs_nothing(written):
    assert not re.search(r"<script|<link|<iframe|<img|@import|url\(|https?://|\son\w+=", written["page"])
    assert "default-src 'none'" in written["page"]
    assert len(written["page"]) < 300_000


def test_every_picture_has_a_sentence_and_its_numbers(written):
    drawn = re.findall(r'<div class="columns" role="img" aria-label="([^"]+)"', written["page"])
    assert len(drawn) == 2 and all(len(text) > 30 for text in drawn)
    assert written["page"].count('<details class="numbers">') == 2


def test_hidden_tests_are_not_on_it(written):
    shown = html.unescape(written["page"])
    assert not [line for line in hand_ins.hidden_lines() if line in shown]


def test_names_can_be_left_out(anonymous, everybody):
    names = {person.name for person in everybody}
    for kind, found in anonymous.items():
        text = found if isinstance(found, str) else json.dumps(found)
        assert not [name for name in names if re.search(rf"\b{name}\b", text)], kind
    assert len(anonymous["marks"]) == 60, "the marks are there all the same"
    assert not any(row["handed_in"] for row in anonymous["marks"]), "and no time by which one would be known"


def test_names_in_what_students_wrote_are_left_out_too():
    names = Names(("ada", "boris.b", "x"), left_out=True)
    assert "ada" not in names.without("# by Ada, with boris.b").lower()
    assert names.without("adagio x") == "adagio x"
    assert Names(("ada",)).without("# by ada") == "# by ada"


def test_what_a_student_wrote_is_never_markup(sixty, tmp_path):
    directory = hand_ins.open_directory(shutil.copytree(sixty.root, tmp_path / "evil"))
    name = next(item.student for item in gather.gather(directory, NAME).graded)
    verdict = verdicts.load(directory, name, NAME)
    row = next(row for row in verdict.checks if row["check"] == "gradient_step")
    row["mistake"], row["auto_points"] = None, 0.0
    row["rows"] = [{"text": EVIL, "mark": "wrong", "points": "0", "kind": "head"}]
    row["wrong"] = {"call": EVIL, "outcome": {"raised": EVIL}, "details": [EVIL, "\x1b[31m\u202etxt.exe", "x" * 9999]}
    verdicts.save(directory, verdict)
    with places.gradebook(places.settings(directory)) as book:
        book.find_grade("gradient_step", NAME, NAME, name).auto_score = 0.0
        book.db.commit()
    module = directory.autograded(name, NAME) / hand_ins.FILE
    module.write_text(f"def gradient_step(w):\n    return '''{EVIL}</pre></details>'''\n")
    text = by_command(directory, tmp_path, NAME)["page"]
    assert html.escape(EVIL) in text or EVIL.replace("<", "&lt;").replace(">", "&gt;") in text
    assert "<script" not in text and "<img" not in text and "\u202e" not in text and "\x1b" not in text
    assert "x" * 500 not in text


# Cases


def test_a_verdict_that_cannot_be_read_is_not_graded_and_stops_nothing(sixty, tmp_path):
    directory = hand_ins.open_directory(shutil.copytree(sixty.root, tmp_path / "broken"))
    one, two, three = [item.student for item in gather.gather(directory, NAME).graded][:3]
    directory.verdict(one, NAME).write_text("{ not json")
    (directory.submitted(two, NAME) / hand_ins.FILE).write_text("# handed in anew\n")
    shutil.rmtree(directory.autograded(three, NAME))
    found = gather.gather(directory, NAME)
    assert {item.student: item.reason for item in found.hand_ins if not item.graded}[one] == "not graded yet"
    assert [item.student for item in found.hand_ins if item.outdated] == [two]
    assert "1 student handed in anew" in plain(by_command(directory, tmp_path, NAME)["page"])


def test_what_a_person_gave_counts(sixty, everybody, tmp_path):
    directory = hand_ins.open_directory(shutil.copytree(sixty.root, tmp_path / "read"))
    before = {item.student: item.mark for item in gather.gather(directory, NAME).graded}
    name = next(p.name for p in everybody if p.kind == "odd" and p.handed_in <= simulation.DUE)
    wrong = next(r for item in gather.gather(directory, NAME).graded if item.student == name for r in item.results
                 if r.state == gather.WRONG and r.head)  # fmt: skip
    with places.gradebook(places.settings(directory)) as book:
        book.find_grade(wrong.check, NAME, NAME, name).manual_score = wrong.max_points
        book.db.commit()
    found = gather.gather(directory, NAME)
    after = next(item for item in found.graded if item.student == name)
    assert after.mark == before[name] + wrong.max_points
    groups = numbers.count(found).unrecognised
    assert not [g for g in groups if g.check == wrong.check and name in g.students], "a person has judged otherwise"


def test_errors_say_what_to_do(sixty, tmp_path):
    import subprocess
    import sys

    def error(*arguments):
        words = [sys.executable, "-m", "nncourse", "report", *map(str, arguments)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=hand_ins.ENVIRONMENT)
        assert done.returncode == 2 and "Traceback" not in done.stderr
        return done.stderr

    assert "nncourse init" in error("1", "--course", tmp_path)
    assert "nncourse collect" in error("2", "--course", sixty.root)
    assert "There is no assignment 77" in error("77", "--course", sixty.root)
    assert "There is no folder" in error("1", "--course", sixty.root, "--to", tmp_path / "no" / "page.html")
    assert not list(tmp_path.iterdir())


def test_the_functions_of_every_check_are_found_in_the_reference():
    """So that an example can be shown: a check says which function it is about, or has its name."""
    from nncourse import build, proof

    for name in NAMES:
        module = build.module_of(source(name))
        right = proof.reference(COURSE, module)
        about = {entry.of for entry in simulation.catalogue_of(name).entries}
        assert all(code.excerpt(right, [of]) for of in about), name


def test_an_excerpt_is_short_and_without_docstring():
    text = 'class Net:\n    def go(self, x):\n        """Words.\n\n        More."""\n        # mine\n        return x\n'
    assert code.excerpt(text, ["nothing", "Net.go"]) == "def go(self, x):\n    # mine\n    return x"
    assert code.excerpt(text, ["Net.go"], bare=True) == "def go(self, x):\n    return x"
    assert code.excerpt("def f(:", ["f"]) == "" and code.excerpt("(" * 100_000, ["f"]) == ""
    assert len(code.excerpt("def f():\n" + "    x = 1\n" * 99, ["f"]).splitlines()) == code.LINES + 1


def test_a_link_in_a_graded_folder_is_not_followed(sixty, tmp_path):
    directory = hand_ins.open_directory(shutil.copytree(sixty.root, tmp_path / "link"))
    name = directory.students("autograded", NAME)[0]
    path = directory.autograded(name, NAME) / hand_ins.FILE
    path.unlink()
    path.symlink_to("/etc/hostname")
    assert code.module_of(directory, name, NAME, [hand_ins.FILE]) == ""


@pytest.mark.parametrize(("most", "marks"), [(30, [0, 30, 29.99]), (2, [1.5]), (48, []), (7.5, [7.5, 3]), (0, [0])])
def test_every_mark_is_in_one_column(most, marks):
    bins = numbers._bins(marks, most)
    assert sum(item.students for item in bins) == (len(marks) if most else 0)
    assert len(bins) <= numbers.MOST_BINS
    assert not bins or (bins[0].low, bins[-1].high) == (0, most)
    assert max((column.height for column in pictures.marks(bins)), default=0) <= 100


# The whole course


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """Three notebooks by six; s000 hands in the first only, s001 the first two."""

    def play(folder):
        directory = simulation.course_directory(folder, GRADED[:3])
        for number, name in enumerate(GRADED[:3]):
            gone = {"s000": 1, "s001": 2}
            there = [one for one in simulation.people(name, 6) if number < gone.get(one.name, 3)]
            simulation.play(directory, name, there)

    return hand_ins.open_directory(hand_ins.once(tmp_path_factory, "several", play))


def test_the_course_notebook_by_notebook(several, tmp_path):
    found = by_command(several, tmp_path)
    text = plain(found["page"])
    assert [row["notebook"] for row in found["notebooks"]] == GRADED[:3]
    for row, name in zip(found["notebooks"], GRADED[:3], strict=True):
        counted = numbers.count(gather.gather(several, name))
        assert float(row["mean"]) == pytest.approx(counted.marks.mean, abs=1e-3)
        assert row["weakest_check"] == counted.weakest(1)[0].check
        assert row["weakest_check"] in text and page.titled(name) in text
    assert {row["student"]: row["last_notebook"] for row in found["silent"]} == {"s000": GRADED[0]}
    assert "1 student handed in neither" in text
    assert not re.search(r"<script|<link|<img|url\(|https?://", found["page"])


def test_the_course_without_names(several, tmp_path):
    found = by_command(several, tmp_path, "--anonymous")
    assert "silent" not in found
    assert not re.search(r"\bs0\d\d\b", json.dumps(found))


def test_nobody_is_silent_before_two_notebooks(sixty):
    found = weeks.course(sixty)
    assert (len(found.weeks), found.recent, found.silent) == (1, [], [])


def test_a_name_that_the_roster_knows_is_said_and_left_out_where_it_must_be(sixty, tmp_path):
    directory = hand_ins.open_directory(shutil.copytree(sixty.root, tmp_path / "named"))
    name = next(item.student for item in gather.gather(directory, NAME).hand_ins if not item.graded)
    table = f"id,first name,last name\n{name},Zoë,Quickly\n"
    (tmp_path / "roster.csv").write_text(table, encoding="utf-8")
    command("nncourse", "roster", tmp_path / "roster.csv", "--course", directory.root)
    assert f"Zoë Quickly ({name})" in plain(by_command(directory, tmp_path, NAME)["page"])
    assert "Quickly" not in json.dumps(by_command(directory, tmp_path, NAME, "--anonymous"), ensure_ascii=False)
    hidden = Names((name,), True, people.load(directory))
    assert "Quickly" not in hidden.without("# by Zoë Quickly")
