"""`nncourse collect`: bring in what students handed in, as submitted/STUDENT/NN_topic/, and say who is missing."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from nncourse.course import UserError
from nncourse.office import directory as places
from nncourse.office import (
    handed_times,
    inbox,
    lms,
    move_over,
    progress,
    receipts,
    roster,
    table,
    unpack,
    unread,
    verdicts,
)
from nncourse.office import whose as names
from nncourse.office.directory import Directory
from nncourse.office.inbox import Attempt
from nncourse.office.say import say
from nncourse.office.unpack import Entry, Refused, Shelf
from nncourse.office.which_week import Weeks

TAKEN = (".ipynb", ".py")
DEEPEST = 3  # a zip in a zip in a zip
STAMP = "timestamp.txt"
USUAL = "brought in"


@dataclass
class Handed:
    """What became of one hand-in: whose it is, what it holds, and what was done with it.

    week: the other week that it is of. unread: nothing of it could be read.
    """

    attempt: Attempt
    student: str = ""
    holds: str = ""
    result: str = ""
    taken: bool = False
    week: str = ""
    unread: bool = False
    remarks: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "; ".join([self.result, *self.remarks])


def command(number: str, files: list[Path], place: Path, people: Path | None = None) -> int:
    """Bring them in, say what became of each, and return the exit status: 0 all brought in, 1 some are not."""
    from nncourse.office import collect_said

    directory = places.find(place)
    assignment = directory.resolve(number)
    left_out = roster.add(directory, people) if people else []
    for line in left_out:
        say(f"{people.name if people else ''}: {line}")
    if people:
        roster.say_unused(people)
    double = move_over.command(directory)
    files = [path for path in files if not _has_times(directory, path)]
    handed = collect(directory, assignment, files)
    taken = sum(item.taken for item in handed)
    collect_said.table(handed)
    collect_said.summary(directory, assignment, handed)
    say(f"{taken} of {len(handed)} brought in: {directory.root / 'submitted'}")
    if taken:
        say(f"Next: `nncourse grade {number} --course {place}`")
    return 0 if taken == len(handed) and not left_out and not double else 1


def collect(directory: Directory, assignment: str, files: list[Path]) -> list[Handed]:
    """Bring in these files; a student's last attempt that can be read is the one that counts."""
    if not files:
        raise UserError("Name the zips or folders to bring in.")
    people = roster.load(directory)
    known = names.register(directory, people)
    config = places.settings(directory)
    weeks = Weeks(directory, config)
    kept = receipts.load(directory, assignment)
    shelf = Shelf()
    try:
        with places.logging_to(directory.log):
            found = inbox.attempts(files, assignment, shelf, _Settings(config).collect)
        handed_times.add(directory, found)
        handed = [Handed(attempt) for attempt in found]
        for item in handed:
            _identify(item, assignment, known, weeks)
        _leave_out_the_doubtful(handed)
        later: set[str] = set()  # those of whom a later attempt is there
        newest_first = sorted(handed, key=lambda item: item.attempt.order, reverse=True)
        for item in progress.shown(newest_first, len(handed), "Collecting"):
            if not item.result:
                _take(directory, assignment, item, shelf, weeks, kept, item.student in later)
            if item.taken:
                later.add(item.student)
    finally:
        shelf.close()
        if any(item.taken for item in handed):
            receipts.save(directory, assignment, kept)
    if any(item.taken for item in handed) or not any(item.week for item in handed):  # else the zip is the wrong one
        unread.add(directory, assignment, {item.student: _not_read(item) for item in handed if item.unread})
    return handed


def _has_times(directory: Directory, path: Path) -> bool:
    """Whether it is Moodle's grading worksheet, from which the times are taken."""
    known = handed_times.learn(directory, table.read(path)) if path.suffix.lower() == ".csv" and path.is_file() else 0
    if known:
        say(f"{path.name}: when {known} handed in, taken to be in the time zone of this machine.")
    return bool(known)


class _Settings:
    """Whose a file is, as nbgrader_config.py says it to `nbgrader zip_collect`. Loaded when it is first asked."""

    def __init__(self, config: Any):
        self.config, self.plugin = config, None

    def collect(self, path: str) -> dict[str, str] | None:
        from nbgrader.plugins.zipcollect import FileNameCollectorPlugin
        from traitlets.utils.importstring import import_item

        if self.plugin is None:
            kind = self.config.ZipCollectApp.get("collector_plugin", FileNameCollectorPlugin)
            self.plugin = (import_item(kind) if isinstance(kind, str) else kind)(config=self.config)
        return self.plugin.collect(path)


def _identify(item: Handed, assignment: str, known: names.Register, weeks: Weeks) -> None:
    attempt = item.attempt
    try:
        if attempt.sender or attempt.student or not attempt.problem:
            item.student, item.remarks = names.whose(attempt, assignment, known)
    except Refused as reason:
        item.result = str(reason)
    if attempt.problem:
        _not_taken(item, attempt.problem, assignment, weeks)


def _not_taken(item: Handed, why: str, assignment: str, weeks: Weeks) -> None:
    """It cannot be read, or it is not known whose it is; unless its names say that it is another week's."""
    attempt = item.attempt
    said = [
        weeks.named(name, assignment) for name in (attempt.claims, attempt.called, attempt.path.name, *attempt.names)
    ]
    said = [week for week in said if week] or [assignment]
    try:
        _leave_to(item, assignment if assignment in said else said[0], assignment)
        item.result = "; ".join(filter(None, (why, item.result)))
        item.unread = bool(attempt.sender or attempt.student)
    except Refused as reason:
        item.result = str(reason)


def _leave_to(item: Handed, week: str, assignment: str) -> None:
    """Refuse it if it is another week's."""
    if week not in ("", assignment):
        item.week = week
        raise Refused(f"this is {week}: collect it with `nncourse collect {week[:2]} …`")


def _leave_out_the_doubtful(handed: list[Handed]) -> None:
    """Two people whom the LMS tells apart cannot both be the same student."""
    senders: dict[tuple[str, str], set[str]] = {}
    sure = [item for item in handed if item.attempt.sender and item.student and not item.result]
    for item in sure:
        who = names.person(item.attempt.sender)
        senders.setdefault((item.attempt.sender.lms, item.student), set()).add(who)
    for item in sure:
        who = senders[item.attempt.sender.lms, item.student]
        if len(who) > 1:
            both = " and ".join(sorted(map(names.shown, who)))
            item.result = f"both {both} would be {item.student}: not guessed. A roster says who is who"


def _take(
    directory: Directory,
    assignment: str,
    item: Handed,
    shelf: Shelf,
    weeks: Weeks,
    kept: dict[str, dict[str, Any]],
    older: bool,
) -> None:
    """Unpack it beside submitted/, then put it in its place."""
    own = weeks.files[assignment]
    try:
        (directory.root / places.OURS).mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.root / places.OURS, prefix="collect-") as folder:
            new = Path(folder) / "new"
            new.mkdir()
            item.remarks += _unpack(item.attempt, shelf, new, Path(folder), assignment)
            _tidy(new, own)
            _leave_to(item, weeks.other(new, assignment, item.attempt.claims), assignment)
            item.holds = _holds(new, assignment, own)
            time = item.attempt.said or (item.attempt.when if item.attempt.timed else None)
            if time:
                stamp = f"{time:{receipts.TIME}} UTC\n"
                (new / STAMP).write_text(stamp, encoding="utf-8")
            item.result = _place(directory, new, item, assignment, kept, older)
        item.taken = True
    except Refused as reason:
        if item.week:
            item.result = str(reason)
        else:
            _not_taken(item, str(reason), assignment, weeks)
    except unpack.UNREADABLE as error:
        _not_taken(item, f"cannot be read: {type(error).__name__}: {error}", assignment, weeks)


# What is in it


def _unpack(attempt: Attempt, shelf: Shelf, new: Path, folder: Path, assignment: str) -> list[str]:
    """Write the notebook and the modules to `new`, laid out as they were handed out; returns remarks."""
    found = shelf.entries(attempt.path) if any(isinstance(name, str) for name in attempt.names.values()) else {}
    entries = {own: unpack.file(name) if isinstance(name, Path) else found[name] for own, name in attempt.names.items()}
    if attempt.zip:
        with unpack.inner(next(iter(entries.values())), folder) as inside:
            return _write(inside, new, folder, assignment, 1)
    return _write(entries, new, folder, assignment, 0)


def _write(entries: dict[str, Entry], new: Path, folder: Path, assignment: str, depth: int) -> list[str]:
    unpack.check(entries)
    layout, remarks = laid_out(list(entries), assignment)
    if not layout:
        zips = [name for name in entries if name.lower().endswith(".zip")]
        if len(zips) == 1 and depth < DEEPEST:
            with unpack.inner(entries[zips[0]], folder) as inside:
                return _write(inside, new, folder, assignment, depth + 1)
        others = [names.shown(PurePosixPath(name).name) for name in entries]
        listed = f": only {', '.join(others[:3])}{' …' if len(others) > 3 else ''}" if others else ""
        raise Refused(f"there is no notebook and no nnlib in it{listed}")
    total = 0
    for relative, name in layout.items():
        target = new / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        total += entries[name].copy(target, unpack.MAX_TOTAL - total)
    return remarks


def laid_out(found: list[str], assignment: str) -> tuple[dict[str, str], list[str]]:
    """{where it belongs: its name in the zip}, and remarks.

    The zip may hold the files themselves, a folder with them, or the whole checkout (notebooks/ and nnlib/).
    """
    safe = {name: path for name in found if (path := _safe(name)) and path.suffix in TAKEN}
    notebooks = [path for path in safe.values() if path.suffix == ".ipynb"]
    named = [path for path in notebooks if lms.first_name(path.name)[0] == f"{assignment}.ipynb"]
    chosen = min(named or notebooks or [PurePosixPath("x")], key=lambda path: (len(path.parts), str(path)))
    top = chosen.parent
    if not notebooks:
        libraries = [path.parent.parent for path in safe.values() if path.parent.name == "nnlib"]
        top = min(libraries, key=lambda path: len(path.parts), default=top)
    layout: dict[str, str] = {}
    # The last of several first: Canvas calls what is handed in again 01_topic-1.ipynb.
    for name, path in sorted(safe.items(), key=lambda item: -lms.first_name(item[1].name)[1]):
        for root in (top, top.parent):  # the folder above: nnlib beside notebooks/
            if path.is_relative_to(root):
                relative = path.relative_to(root)
                relative = relative.with_name(lms.first_name(relative.name)[0])
                beside = len(relative.parts) == 1 and root == top
                if beside or relative.parent == PurePosixPath("nnlib"):
                    layout.setdefault(str(relative), name)
                    break
    mine = [name for name in layout if "/" not in name and inbox.packed_for(name, assignment)]
    if f"{assignment}.ipynb" not in layout and len(mine) == 1:  # ada_01_topic.ipynb
        layout[f"{assignment}.ipynb"] = layout.pop(mine[0])
    unsafe = sum(1 for name in found if not name.endswith("/") and _safe(name) is None)
    remarks = [f"{unsafe} file{'s' if unsafe > 1 else ''} with an unsafe name left out"] if unsafe else []
    return layout, remarks


def _safe(name: str) -> PurePosixPath | None:
    """The path, if it leads to a place inside the folder and nowhere else, on any system."""
    path = PurePosixPath(name)
    if path.is_absolute() or "\\" in name or "\0" in name or ":" in name or not name.isprintable():
        return None
    if ".." in path.parts or not path.parts or any(len(part) > 120 for part in path.parts) or len(path.parts) > 12:
        return None
    return path


def _holds(new: Path, assignment: str, own: list[str]) -> str:
    """What of the week's work is in it, and what is not."""
    notebooks = sorted(path.name for path in new.glob("*.ipynb"))
    found = ["notebook"] if f"{assignment}.ipynb" in notebooks else [names.shown(name) for name in notebooks[:1]]
    found += [file for file in own if (new / file).is_file()]
    lacking = [] if notebooks else ["notebook"]
    lacking += [file for file in own if file not in found]
    return ", ".join(found or ["other modules"]) + (f"; no {', no '.join(lacking)}" if lacking else "")


def _tidy(new: Path, own: list[str]) -> None:
    """A module that came beside the notebook, as an LMS takes single files, belongs in nnlib/."""
    for file in own:
        beside, place = new / Path(file).name, new / file
        if beside.is_file() and not place.exists():
            place.parent.mkdir(exist_ok=True)
            beside.rename(place)


# Where it goes


def _place(
    directory: Directory, new: Path, item: Handed, assignment: str, kept: dict[str, dict[str, Any]], older: bool
) -> str:
    """Make it the submission that counts, unless a later one is there; earlier ones are kept."""
    when, target = item.attempt.when, directory.submitted(item.student, assignment)
    content = _content(new)
    if target.is_dir() and content == _content(target):
        if item.attempt.said and not older and not (target / STAMP).exists():
            _move(new / STAMP, target / STAMP)
        if not older and (item.attempt.sender or item.student not in kept):
            _receive(item, kept)
        return "the same as before"
    before = _before(target, kept.get(item.student, {}))
    earlier = directory.earlier(item.student, assignment)
    if older or (target.is_dir() and before and when < before):
        if any(content == _content(attempt) for attempt in earlier.glob("*")):
            return "an earlier attempt, which is kept already"
        _move(new, _free(earlier, when))
        return "older than the one that is there: kept as an earlier attempt"
    replaces = target.is_dir()
    if replaces:
        _move(target, _free(earlier, before or unpack.modified(target)))
    _move(new, target)
    _receive(item, kept)
    return "brought in; the one before it is in submitted_earlier" if replaces else USUAL


def _before(target: Path, receipt: dict[str, Any]) -> datetime | None:
    """When what is there came in. Of what the LMS has timed, the download: that is compared with other downloads."""
    stamp = _timestamp(target)
    return receipts.time(receipt) if stamp is None or f"{stamp:{receipts.TIME}}" == receipt.get("said") else stamp


def _receive(item: Handed, kept: dict[str, dict[str, Any]]) -> None:
    """Note where what counts has come from."""
    kept[item.student] = _receipt(item.attempt)


def _not_read(item: Handed) -> dict[str, Any]:
    """The same of what could not be read, and why not."""
    return {**_receipt(item.attempt), "why": item.result.removeprefix("cannot be read: ")}


def _receipt(attempt: Attempt) -> dict[str, Any]:
    receipt = {"lms": "", "name": attempt.called or attempt.path.name, "when": f"{attempt.when:{receipts.TIME}}"}
    if attempt.sender:
        receipt |= {"lms": attempt.sender.lms, "person": names.person(attempt.sender), "number": attempt.sender.number}
        receipt |= {"late": True} if attempt.sender.late else {}
    receipt |= {"said": f"{attempt.said:{receipts.TIME}}"} if attempt.said else {}
    return receipt


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)


def _free(folder: Path, when: datetime) -> Path:
    """A new name in this folder for an attempt of this time."""
    stem = f"{when:%Y-%m-%d_%H-%M-%S}"
    candidates = [stem, *(f"{stem}_{number}" for number in range(2, 10_000))]
    return next(folder / name for name in candidates if not (folder / name).exists())


def _content(folder: Path) -> dict[str, str]:
    """What is in a submission, its time aside."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != STAMP:
            found[path.relative_to(folder).as_posix()] = verdicts.file_digest(path)
    return found


def _timestamp(folder: Path) -> datetime | None:
    try:
        text = (folder / STAMP).read_text(encoding="utf-8").strip()
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None
