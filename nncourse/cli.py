"""The command line: what each command takes and says. The work is in the module each command imports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from nncourse import __version__
from nncourse.course import UserError, find

app = typer.Typer(
    name="nncourse",
    help="Tools of the nnlib course: check your work, hand it in, build the course, grade it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

Number = Annotated[str, typer.Argument(metavar="NN", help="The notebook: 01, 1 or 01_gradient_descent.")]
Numbers = Annotated[Optional[list[str]], typer.Argument(metavar="[NN]...", help="Notebooks; else all that count.")]  # noqa: UP045
CourseDir = Annotated[Path, typer.Option("--course", metavar="DIR", help="The course directory made by `init`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def main() -> None:
    """Run the command line; an error that the user can mend is one line and exit status 2."""
    try:
        app(prog_name="nncourse")
    except UserError as error:
        typer.echo(f"nncourse: {error}", err=True)
        raise SystemExit(2) from None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nncourse {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Tools of the nnlib course."""


@app.command(epilog="Example:  nncourse check 01")
def check(
    numbers: Numbers = None,
    nnlib: Annotated[Optional[Path], typer.Option(metavar="DIR", help="The folder that contains nnlib/.")] = None,  # noqa: UP045
    hidden: Annotated[bool, typer.Option("--hidden", help="The hidden part too (needs solutions/).")] = False,
    as_json: AsJson = False,
) -> None:
    """Run the graded checks on your nnlib: points, and what is wrong where they are not full.

    Exit status 0: everything passed. 1: a check failed. 2: it could not run.
    """
    from nncourse import check as work

    raise typer.Exit(work.command(find(), numbers or [], nnlib, hidden, as_json))


@app.command(epilog="Example:  nncourse pack 01 --student ada")
def pack(
    number: Number,
    student: Annotated[str, typer.Option(metavar="ID", help="Your student id, for the file's name.")] = "",
) -> None:
    """Make one zip of your notebook and your nnlib, to hand in."""
    from nncourse import pack as work

    work.command(find(), number, student)


@app.command(epilog="Example:  nncourse challenge hidden=64 rate=0.3 epochs=30")
def challenge(
    settings: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="SETTINGS", help="A line of the experiment bench, or a part of one."),
    ] = None,
    nnlib: Annotated[Optional[Path], typer.Option(metavar="DIR", help="The folder that contains nnlib/.")] = None,  # noqa: UP045
) -> None:
    """Train your Network on the digits and print its test accuracy. Not graded: beat your own best.

    Settings that are left out are as on the bench at first; the line that counted is printed with the accuracy.
    """
    from nncourse import challenge as work

    raise typer.Exit(work.command(settings or [], nnlib or find().root))


@app.command(epilog="Example:  nncourse build --check")
def build(
    check: Annotated[bool, typer.Option("--check", help="Only say whether the derived files are up to date.")] = False,
) -> None:
    """Derive notebooks/, nnlib/ and the hints from solutions/.

    With --check, exit status 1 if a derived file is not what solutions/ says.
    """
    from nncourse import build as work

    course = find()
    if check:
        outdated = work.outdated(course)
        for path in outdated:
            typer.echo(f"not up to date: {path.relative_to(course.root)}")
        typer.echo("Run `nncourse build`." if outdated else "Everything derived is up to date.")
        raise typer.Exit(1 if outdated else 0)
    changed = work.write(course)
    for path in changed:
        typer.echo(f"{'wrote' if path.exists() else 'removed'}  {path.relative_to(course.root)}")
    typer.echo(f"{len(changed)} files changed." if changed else "Everything was up to date.")


@app.command(epilog="Example:  nncourse init my-course")
def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Make an nbgrader course directory: configuration, source/ and release/."""
    from nncourse.office import init as work

    work.command(find(), directory)


@app.command(epilog="Example:  nncourse release 01 --course my-course")
def release(number: Number, course: CourseDir = Path(".")) -> None:
    """Derive what students get this week from source/: release/NN_topic and, for an LMS or a hub, NN_topic.zip.

    Run it after you changed a check in source/: the gradebook then has the new one, and `nncourse grade` says which
    marks move.
    """
    from nncourse.office import release as work

    raise typer.Exit(work.command(number, course))


@app.command(epilog="Example:  nncourse roster canvas-gradebook.csv --course my-course")
def roster(
    files: Annotated[list[Path], typer.Argument(metavar="FILES...", help="CSV: your own, or Canvas's or Moodle's.")],
    course: CourseDir = Path("."),
) -> None:
    """Say who is in the course: ids, names, email addresses, and the numbers by which the LMS knows them.

    Columns are understood by their names: id, last name, first name, email, username …, and those of the gradebook that
    Canvas or Moodle exports and of Moodle's grading worksheet. What is new is added to roster.csv in the course
    directory, which you can also edit, and to the gradebook.
    """
    from nncourse.office import roster as work

    raise typer.Exit(work.command(files, course))


@app.command(epilog="Example:  nncourse collect 01 downloads/submissions.zip --course my-course")
def collect(
    number: Number,
    files: Annotated[list[Path], typer.Argument(metavar="FILES...", help="Zips, folders or notebooks.")],
    course: CourseDir = Path("."),
    roster: Annotated[Optional[Path], typer.Option(metavar="FILE", help="A roster (CSV) to add first.")] = None,  # noqa: UP045
) -> None:
    """Bring in what students handed in, as submitted/, and say who is missing.

    Takes zips made by `pack`, the zip of all submissions that Moodle or Canvas makes, nbgrader's submitted/, folders
    and single notebooks. A student's last attempt counts, and earlier ones are kept. Whose it is, is never guessed.
    """
    from nncourse.office import collect as work

    raise typer.Exit(work.command(number, files, course, roster))


@app.command(epilog="Example:  nncourse grade 01 --course my-course")
def grade(
    number: Number,
    course: CourseDir = Path("."),
    workers: Annotated[int, typer.Option(metavar="N", min=1, help="How many at a time.")] = 2,
    force: Annotated[bool, typer.Option("--force", help="Also what has been graded already.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only say which marks would move; enter nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Enter marks that move without asking.")] = False,
    pictures: Annotated[bool, typer.Option("--pictures", help="Draw the notebooks' widgets too; slower.")] = False,
    trust: Annotated[bool, typer.Option("--trust-submissions", help="Without a jail: for code you trust.")] = False,
    explain: Annotated[str, typer.Option(metavar="STUDENT", help="Only show how this one came by its points.")] = "",
    as_json: AsJson = False,
) -> None:
    """Grade all that is submitted and not yet graded. One bad submission never stops the others.

    Submissions run in a jail, apart from the checks; `nncourse doctor` says whether this machine has one. Nothing is
    graded twice unless the submission, the checks or the tools have changed. If a check has changed, it first says
    which marks move, and asks; `nncourse undo` takes the last grading back. --explain writes nothing: it grades one
    submission again and shows every line of its checks, hidden ones too, for an appeal.
    """
    if explain:
        from nncourse.office import explain as appeal

        raise typer.Exit(appeal.command(number, course, explain, not trust))
    from nncourse.office import grade as work

    how = work.How(workers, force, yes, preview, not trust, pictures)
    raise typer.Exit(work.command(number, course, how, as_json))


@app.command(epilog="Example:  nncourse undo 01 --course my-course")
def undo(
    number: Number,
    course: CourseDir = Path("."),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Without asking.")] = False,
) -> None:
    """Take back the last grading: points, messages and graded copies are again what it overwrote.

    Says first which marks move, and asks. What a person entered stays, and who was graded for the first time too. The
    last three gradings of a notebook can be taken back, one after the other.
    """
    from nncourse.office import undo as work

    raise typer.Exit(work.command(number, course, yes))


@app.command(epilog="Example:  nncourse formgrader 01 --course my-course")
def formgrader(
    number: Annotated[str, typer.Argument(metavar="[NN]", help="The notebook; without it, the whole course.")] = "",
    course: CourseDir = Path("."),
    port: Annotated[int, typer.Option(metavar="PORT", help="Where the server listens, on this machine only.")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
) -> None:
    """Read the written answers: start nbgrader's formgrader on this course and open it in the browser.

    The marking scheme stands above each answer. Scores and comments are saved as you type, and survive another grading.
    """
    from nncourse.office import formgrader as work

    raise typer.Exit(work.command(number, course, port, browser))


@app.command(epilog="Example:  nncourse feedback 01 --course my-course")
def feedback(
    number: Number,
    course: CourseDir = Path("."),
    as_zip: Annotated[bool, typer.Option("--zip", help="Also all in one zip, as Moodle and Canvas take it.")] = False,
) -> None:
    """Write a page of feedback for each student: points, hints, comments, and why if it was not graded.

    Run it again after answers were read in formgrader: the pages follow the gradebook.
    """
    from nncourse.office import feedback as work

    raise typer.Exit(work.command(number, course, as_zip))


@app.command(epilog="Example:  nncourse report 01 --course my-course --csv tables")
def report(
    number: Annotated[str, typer.Argument(metavar="[NN]", help="The notebook; without it, the whole course.")] = "",
    course: CourseDir = Path("."),
    to: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--to", metavar="FILE", help="The page to write; else in DIR/reports/."),
    ] = None,
    csv: Annotated[Optional[Path], typer.Option("--csv", metavar="DIR", help="The numbers too, as CSV.")] = None,  # noqa: UP045
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Leave the names out.")] = False,
) -> None:
    """Write what the class understood, as one HTML page: marks, checks, mistakes, and what was not recognised.

    Without a number: the whole course, notebook by notebook. Nothing is graded for it.
    """
    from nncourse.office.reporting import command as work

    raise typer.Exit(work.command(number, course, to, csv, anonymous))


@app.command(epilog="Example:  nncourse export 01 --format canvas --into canvas.csv --to upload.csv --course my-course")
def export(
    numbers: Numbers = None,
    course: CourseDir = Path("."),
    to: Annotated[Optional[Path], typer.Option("--to", metavar="FILE", help="The file to write.")] = None,  # noqa: UP045
    kind: Annotated[
        str, typer.Option("--format", metavar="csv|canvas|moodle|xlsx", help="Else by the name of the file.")
    ] = "",
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="What the LMS exported: only its grade column is filled in."),
    ] = None,
    column: Annotated[str, typer.Option(metavar="NAME", help="The grade column in that file.")] = "",
    provisional: Annotated[bool, typer.Option("--provisional", help="For an LMS, also what is not final yet.")] = False,
) -> None:
    """Write everybody's grades: CSV, Excel, or a file that the gradebook of Canvas or Moodle imports.

    --into FILE takes Canvas's or Moodle's own export, or Moodle's grading worksheet, and keeps every other column and
    row. What is not final, such as answers that nobody has read, is said, and left out for an LMS.
    """
    from nncourse.office import export as work

    raise typer.Exit(work.command(course, to, kind, numbers or [], into, column, provisional))


@app.command(epilog="Example:  nncourse demo")
def demo(
    directory: Annotated[Path, typer.Option("--in", metavar="DIR", help="Where to play it.")] = Path("build/demo"),
) -> None:
    """Play a sample class through the whole loop: release, hand in, grade, feedback."""
    from nncourse import demo as work

    raise typer.Exit(work.command(find(), directory))


@app.command(epilog="Example:  nncourse doctor")
def doctor() -> None:
    """Say what works on this machine, and what to do where it does not.

    Exit status 0: everything that students need works. 1: something that they need does not.
    """
    from nncourse import doctor as work

    raise typer.Exit(work.command())
