"""What `nncourse collect` says: a table of what came in, and a summary with who is missing."""

from __future__ import annotations

from nncourse.office import directory as places
from nncourse.office import lms, roster, unread
from nncourse.office import whose as names
from nncourse.office.collect import USUAL, Handed
from nncourse.office.directory import Directory
from nncourse.office.lms import Sender
from nncourse.office.say import say

WIDEST = 24  # signs of whom or what it is from, so that a terminal's 80 have room for what became of it
EVERYBODY = 40  # up to so many hand-ins are all listed; of more, those about which there is something to say


def table(handed: list[Handed]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = (
        handed if len(handed) <= EVERYBODY else [item for item in handed if item.said != USUAL or "; no" in item.holds]
    )
    alone = len({item.attempt.path for item in handed}) == 1
    table = Table()
    table.add_column("from", no_wrap=True, overflow="ellipsis", max_width=WIDEST)
    table.add_column("student", overflow="fold")
    table.add_column("holds")
    table.add_column("")
    for item in shown:
        sender = item.attempt.sender
        cells = (names.shown(_called(sender) if sender else item.attempt.title(alone)), who(item), item.holds)
        table.add_row(*map(Text, cells), Text(item.said, "" if item.taken else "red"))
    if shown:
        Console(highlight=False).print(table)
    if len(shown) < len(handed):
        say(f"{len(handed) - len(shown)} more, with nothing to remark.")


def who(item: Handed) -> str:
    """Whose it is: the id, or else what the LMS calls them."""
    return item.student or (names.shown(_called(item.attempt.sender)) if item.attempt.sender else "")


def _source(item: Handed) -> str:
    return str(item.attempt.sender or item.attempt.title())


def _called(sender: Sender) -> str:
    return sender.name or sender.number


def summary(directory: Directory, assignment: str, handed: list[Handed]) -> None:
    """Who is missing, who handed in more than once, and what could not be read."""
    here = set(directory.students("submitted", assignment))
    people = {person.id: person.name for person in roster.load(directory).people}
    expected = people or _in_the_gradebook(directory)
    strangers = sorted(here - set(people)) if people else []
    unreadable = unread.load(directory, assignment)
    nameless = {who(item): "" for item in handed if item.unread and not item.student}
    missing = sorted(set(expected) - here - set(unreadable))
    often = sorted(name for name in here if any(directory.earlier(name, assignment).glob("*")))
    failed = [
        item for item in handed if not item.taken and not item.week and who(item) not in {**unreadable, **nameless}
    ]
    numbers = [
        item for item in handed if item.taken and item.attempt.sender and item.student == item.attempt.sender.number
    ]
    if failed:
        say(f"Not brought in ({len(failed)}): {names.listed([_source(item) for item in failed])}.")
    if unreadable or nameless:
        senders = {student: lms.sender(one["name"], assignment) for student, one in unreadable.items()}
        said = {student: found[0].name for student, found in senders.items() if found}
        them = [_named(student, {**said, **expected}) for student in (*unreadable, *nameless)]
        say(f"Could not be read ({len(them)}): {names.listed(them)}.")
        say("  Ask them for a zip, or for the notebook and the .py file. Their feedback says so too.")
    if often:
        say(f"More than one attempt ({len(often)}), earlier ones in submitted_earlier/: {names.listed(often)}.")
    if missing:
        named = names.listed([_named(student, expected) for student in missing])
        say(f"Missing ({len(missing)} of {len(expected)}): {named}.")
    elif expected:
        say(f"Nobody is missing ({len(expected)}).")
    if strangers:
        are = "is" if len(strangers) == 1 else "are"
        say(f"{len(strangers)} {are} not in the roster: {names.listed(strangers)}.")
        folders = names.listed([f"submitted/{student}/{assignment}" for student in strangers])
        say(f"  Add them with `nncourse roster`, or remove {folders} if it does not belong here.")
    if numbers:
        other = ", which is another one in each assignment" if numbers[0].attempt.sender.lms == lms.MOODLE else ""
        say(f"{len(numbers)} have the LMS's number for an id{other}. `nncourse roster FILE` gives them names and ids.")
    for week in sorted({item.week for item in handed if item.week}):
        number = sum(item.week == week for item in handed)
        them = (
            f"is {week}, not {assignment}: collect it" if number == 1 else f"are {week}, not {assignment}: collect them"
        )
        say(f"{number} of {len(handed)} {them} with `nncourse collect {week[:2]} …`.")


def _named(student: str, known: dict[str, str]) -> str:
    return f"{student} ({known[student]})" if known.get(student) else student


def _in_the_gradebook(directory: Directory) -> dict[str, str]:
    """Everybody who is in the gradebook: without a roster, those who have handed in before."""
    with places.logging_to(directory.log), places.gradebook(places.settings(directory)) as book:
        return {one.id: " ".join(filter(None, (one.first_name, one.last_name))) for one in book.students}
