"""Hostile submissions that one Python file cannot express: each function changes a wrong submission on disk.

@case says the points it must get (None: it is refused) and how a remark on it begins.
"""

import io
import json
import os
import zipfile

import nbformat

NAME = "01_gradient_descent"
CASES = {}
SCRIPT = "<script>document.title = 'pwned'</script>"


def case(points=13, says=""):
    def keep(function):
        function.points, function.says = points, says
        CASES[function.__name__] = function
        return function

    return keep


def edit(place, change):
    """Change the notebook, as the dict that its file holds."""
    path = place / f"{NAME}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content["cells"])
    path.write_text(json.dumps(content), encoding="utf-8")


def meta(cell):
    return cell["metadata"].get("nbgrader", {})


def checks(cells):
    return [cell for cell in cells if meta(cell).get("grade") and not meta(cell).get("solution")]


# The notebook's cells and their marks


@case(says="tags on 9 cells were removed")
def tags(place):
    """Tags that make tools skip, hide or trust the graded cells."""

    def change(cells):
        for cell in checks(cells):
            cell["metadata"].update(tags=["skip-execution", "raises-exception", "remove-cell"], trusted=True)

    edit(place, change)


@case(says="the marks of 9 cells were edited: put right")
def metadata_flipped(place):
    """Points, kinds and locks of the graded cells changed."""

    def change(cells):
        for number, cell in enumerate(checks(cells)):
            meta(cell).update([{"points": 1000}, {"grade": False}, {"solution": True}, {"task": True}][number % 4])
            meta(cell)["locked"] = False

    edit(place, change)


@case(says="the marks of 9 cells were edited: put right")
def metadata_of_other_kinds(place):
    """Marks that are lists, numbers, null or far too many."""

    def change(cells):
        odd = [[], 5, None, "x" * 100_000, {"points": {"a": []}}, {"grade_id": ["gradient_step"]}, True]
        for number, cell in enumerate(checks(cells)):
            cell["metadata"]["nbgrader"] = odd[number % len(odd)]

    edit(place, change)


@case(says="9 graded cells were deleted: put back")
def checks_deleted(place):
    """Every graded cell deleted."""

    def change(cells):
        cells[:] = [cell for cell in cells if cell not in checks(cells)]

    edit(place, change)


@case(says="9 cells too many: the first counts")
def checks_doubled(place):
    """Every graded cell twice, the second with its own points."""

    def change(cells):
        cells += [{**cell, "source": "100.0", "id": f"again-{number}"} for number, cell in enumerate(checks(cells))]

    edit(place, change)


@case(points=8, says="9 cells were edited: the originals count")
def checks_doubled_before(place):
    """A cell of one's own under the marks of each graded cell, before the real one and before what is typed."""

    def change(cells):
        cells[:0] = [{**cell, "source": "100.0", "id": f"before-{number}"} for number, cell in enumerate(checks(cells))]

    edit(place, change)


@case(says="the cell explore was changed to markdown: changed back")
def checks_retyped(place):
    """Graded cells turned into text, so that nothing of them is run."""

    def change(cells):
        for cell in checks(cells):
            cell["cell_type"] = "markdown"

    edit(place, change)


@case(says="9 cells were edited: the originals count")
def checks_edited(place):
    """The graded cells' code replaced by the points."""

    def change(cells):
        for cell in checks(cells):
            cell["source"] = f"{meta(cell)['points']}.0"

    edit(place, change)


@case(says="a cell claims marks it does not have: ignored")
def checks_invented(place):
    """A graded cell of one's own, with many points."""

    def change(cells):
        cells.append(json.loads(json.dumps(checks(cells)[0])))
        meta(cells[-1]).update(grade_id="bonus", points=100)
        cells[-1].update(source="100.0", id="bonus")

    edit(place, change)


@case(points=5)
def magics(place):
    """Shell commands and magics of IPython, one of which writes over the module."""
    texts = [
        "!echo hello > /jail/from-a-shell",
        "%%bash\ntouch /jail/from-bash",
        "%%script sh\ntouch /jail/from-a-script",
        "%run /etc/passwd",
        "%load_ext nncourse.checks",
        "%env PYTHONPATH=/jail",
        "%cd /usr",
        "%%writefile /jail/hand-in/nnlib/descent.py\nraise SystemExit",
    ]
    edit(place, lambda cells: cells.__setitem__(slice(0, 0), [nbformat.v4.new_code_cell(text) for text in texts]))


@case()
def another_kernel(place):
    """A notebook that asks for another kernel, another language and trust."""
    path = place / f"{NAME}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["metadata"] = {
        "kernelspec": {"name": "bash", "language": "bash", "argv": ["sh"]},
        "widgets": {"state": "x" * 100_000},
        "signature": "trusted",
        "nbgrader": {"points": 100},
    }
    content["nbformat_minor"] = 99
    path.write_text(json.dumps(content), encoding="utf-8")


@case()
def stored_outputs(place):
    """Outputs in the notebook as it is handed in: reports with full marks, and scripts."""

    def change(cells):
        for cell in cells:
            if cell["cell_type"] == "code":
                data = {"text/html": SCRIPT, "text/plain": "26.0", "application/javascript": "document.title='pwned'"}
                cell["outputs"] = [
                    {"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": data}
                ]

    edit(place, change)


@case()
def markup_in_texts(place):
    """Scripts in the student's own texts: a written answer, other cells, a title, a link, an attachment."""
    texts = [
        SCRIPT,
        "# Title <img src=x onerror=\"document.title='pwned'\">",
        "<svg onload=\"document.title='pwned'\">",
        "<iframe srcdoc=\"<script>parent.document.title='pwned'</script>\"></iframe>",
        "<details open ontoggle=\"document.title='pwned'\">",
        "[here](javascript:document.title='pwned') <javascript:document.title='pwned'>",
        "![x](attachment:x.svg) `" + SCRIPT + "`\n\n```html\n" + SCRIPT + "\n```\n",
        "<style onload=\"document.title='pwned'\"></style><math><mtext></mtext>" + SCRIPT,
        "$$\\href{javascript:document.title='pwned'}{x}$$ <!-- --><script\n>document.title = 'pwned'</script\n>",
        "&lt;b&gt; 1 < 2 <b>bold</b> a<br>b",
        "# gradient_step\n<input class='score' id='gradient_step'><form action='/x'><button>Full</button></form>",
        "<img src='/logout'> ![x](/logout) [l](/logout) <base href='http://127.0.0.1:9'>",
        "<link rel=stylesheet href=/logout><meta http-equiv=refresh content='0;/logout'>",
        "<noscript><p title='</noscript><img src=x onerror=document.title=\"pwned\">'></noscript><textarea></textarea>",
        "<!--><img src=x onerror=\"document.title='pwned'\">--> <a href='java\nscript:document.title=1'>a</a>",
        "[a](data:text/html,x) [b](JavaScript:document.title='pwned') <object data='javascript:x'></object>",
        "<div style='position:fixed;top:0;width:100%;height:100%' class='navbar-fixed-top'>over all</div>",
        "<math><mi xlink:href=\"javascript:document.title='pwned'\">x</mi></math><embed src=/logout>",
        "```x\"><script>document.title='pwned'</script>\n```",
        "```mermaid\n<img src=x onerror=document.title='pwned'>\n```",
        "$<img src=x onerror=\"document.title='pwned'\">$ \\begin{x}<svg onload=\"document.title='pwned'\">\\end{x}",
    ]

    def change(cells):
        svg = {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + "</svg>"}
        for text in texts:
            cells.append({**nbformat.v4.new_markdown_cell(text), "attachments": {"x.svg": svg}})
            cells.append(nbformat.v4.new_raw_cell(text))
        for cell in cells:
            if meta(cell).get("solution") and cell["cell_type"] == "markdown":
                cell.update(source="\n\n".join(texts), attachments={"x.svg": svg})

    edit(place, change)


@case(says="50 cells were left out: too much text")
def texts_without_end(place):
    """Texts of many megabytes, in cells and in an answer, of which formgrader would make a page for hours."""

    def change(cells):
        for cell in cells:
            if meta(cell).get("solution") and cell["cell_type"] == "markdown":
                cell["source"] = "\\\\(" * 1_000_000
        cells += [nbformat.v4.new_markdown_cell("\\begin{a}" * 5_000)] * 50
        cells += [nbformat.v4.new_code_cell("x = 1\n" * 50_000)] * 5 + [nbformat.v4.new_code_cell("y = 1")]

    edit(place, change)


@case()
def attachments_of_other_kinds(place):
    """Attachments of a written answer that are deep, large, or no text."""

    def change(cells):
        deep = {}
        for _ in range(300):
            deep = {"a": deep}
        for cell in cells:
            if meta(cell).get("solution") and cell["cell_type"] == "markdown":
                cell["attachments"] = {"\ud800": {"image/png": "\ud800"}, "deep": deep, "": 5, "x" * 10_000: [None]}

    edit(place, change)


@case()
def cells_by_the_thousand(place):
    """Thousands of cells, most of them odd."""

    def change(cells):
        cells += [{"cell_type": "code", "source": "x = 1", "metadata": {}}] * 1000
        cells += [5, None, "text", [], {}, {"cell_type": 5, "source": {"a": 1}, "metadata": []}] * 500

    edit(place, change)


# The files


@case(points=None, says="the notebook is not text (UTF-8)")
def not_utf8(place):
    """A notebook whose bytes are no text."""
    (place / f"{NAME}.ipynb").write_bytes(b'{"cells": ["\xff\xfe\xe4"]}')


@case(points=None, says="the notebook is not JSON")
def nested_without_end(place):
    """A notebook that is a million brackets."""
    (place / f"{NAME}.ipynb").write_text("[" * 1_000_000)


@case(points=None, says="the notebook is not JSON")
def number_without_end(place):
    """A number of a million digits in the notebook."""
    (place / f"{NAME}.ipynb").write_text('{"cells": [], "nbformat": ' + "9" * 1_000_000 + "}")


@case(points=None, says="the notebook holds too many values")
def values_without_end(place):
    """A notebook of tens of millions of empty lists, each of which takes thirty times its room in memory."""
    (place / f"{NAME}.ipynb").write_bytes(b'{"cells": [' + b"[]," * 30_000_000 + b"[]]}")


@case(points=None, says="the notebook holds too many values")
def quotes_without_end(place):
    """Millions of commas, and then a text of a million quotes that never ends."""
    (place / f"{NAME}.ipynb").write_bytes(b"[" + b"," * 4_000_000 + b'"' + b'\\"' * 1_000_000)


@case(points=None, says="the notebook has 400 MB")
def huge(place):
    """A notebook of 400 MB that takes no room on the disk."""
    os.truncate(place / f"{NAME}.ipynb", 400_000_000)


@case(says="large.bin ignored")
def huge_beside_it(place):
    """A file of a million million bytes beside the notebook, which takes no room on the disk."""
    with (place / "large.bin").open("wb") as file:
        file.truncate(10**12)


@case(points=5, says="nnlib/descent.py has 400 MB: not taken")
def huge_module(place):
    """A module of 400 MB."""
    os.truncate(place / "nnlib" / "descent.py", 400_000_000)


@case(points=5, says="nnlib/descent.py cannot be read by Python")
def module_not_utf8(place):
    """A module that is not text, and one with zero bytes in it."""
    (place / "nnlib" / "descent.py").write_bytes(b"\xff\xfe\x00def gradient_step(*args): return 4.4\x00\n")


@case(points=None, says="the notebook is a symbolic link")
def linked_notebook(place):
    """A notebook that is a link to the instructor's."""
    path = place / f"{NAME}.ipynb"
    path.unlink()
    path.symlink_to(place.parents[2] / "source" / NAME / path.name)


@case(points=5, says="nnlib/descent.py is a symbolic link: ignored")
def linked_module(place):
    """A module that is a link to the solution."""
    path = place / "nnlib" / "descent.py"
    path.unlink()
    path.symlink_to("/etc/passwd")


@case(points=5, says="nnlib/descent.py is a symbolic link: ignored")
def linked_folder(place):
    """The folder of the module, a link to another one."""
    (place / "nnlib").rename(place / "elsewhere")
    (place / "nnlib").symlink_to(place / "elsewhere")


@case(says="again ignored")
def links_in_circles(place):
    """Links to themselves, to their own folder and to all files of the machine."""
    (place / "again").symlink_to("again")
    (place / "endless").symlink_to(".")
    (place / "up").symlink_to("/")


@case(points=None, says=f"{NAME}.ipynb is not a file")
def pipe_as_notebook(place):
    """A pipe under the notebook's name: whoever reads it waits for ever."""
    path = place / f"{NAME}.ipynb"
    path.unlink()
    os.mkfifo(path)


@case(points=5, says="nnlib/descent.py was not handed in")
def pipe_as_module(place):
    """A pipe under the module's name."""
    path = place / "nnlib" / "descent.py"
    path.unlink()
    os.mkfifo(path)
    os.mkfifo(place / "timestamp.txt")


@case(points=5, says="nnlib/descent.py was not handed in")
def device_as_module(place):
    """A device without end under the module's name, where the machine lets one be made; otherwise a folder."""
    path = place / "nnlib" / "descent.py"
    path.unlink()
    try:
        os.mknod(path, 0o20666, os.makedev(1, 5))
        path.open("rb").close()
    except OSError:
        path.unlink(missing_ok=True)
        path.mkdir()


@case(says="??]0;pwned?,  , -rf and 5 more ignored")
def names(place):
    """Files whose names hold line ends, escapes, ../ and bytes that are no text."""
    for name in ("a\nb.py", "\x1b\x1b]0;pwned\x07", "..\\..\\up.py", "-rf", " ", "\u202etxt.exe", "{a,b}*?[c]"):
        (place / name).touch()
    with open(os.fsencode(place) + b"/\xff\xfe.py", "wb"):
        pass
    (place / "..." / ("x" * 200)).mkdir(parents=True)


@case(says="many/0, many/1, many/10 and ")
def many_files(place):
    """Thousands of files and folders beside the notebook."""
    (place / "many").mkdir()
    for number in range(3000):
        (place / "many" / str(number)).touch()
    deep = place / "deep"
    for _ in range(100):
        deep = deep / "d"
    deep.mkdir(parents=True)


@case(says="bomb.zip ignored")
def zip_bomb(place):
    """An archive beside the notebook that would be a thousand times as large, of files that would lie elsewhere."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../../outside.py", "x")
        archive.writestr("zeros", bytes(10_000_000))
    with zipfile.ZipFile(place / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(100):
            archive.writestr(f"{number}.zip", inner.getvalue())


@case(says="conftest.py, json.py, numpy.py and 6 more ignored")
def stray_modules(place):
    """Modules beside the notebook under the names of those that grade, and what Python runs by itself at its start."""
    for name in (
        "numpy.py", "nncourse/__init__.py", "nncourse/checks.py", "sitecustomize.py", "usercustomize.py",
        "IPython/__init__.py", "own.pth", "conftest.py", "json.py",
    ):  # fmt: skip
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("raise SystemExit('taken')\n")


@case()
def another_package(place):
    """The rest of nnlib replaced: its __init__, and modules that the own one could import."""
    for name in ("__init__", "arrays"):
        (place / "nnlib" / f"{name}.py").write_text("import os\nos._exit(0)\n")


@case(says="gradebook.db, ipython_config.py, nbgrader_config.py and 2 more ignored")
def settings_of_the_tools(place):
    """Settings and databases of the tools that grade."""
    for name in (
        "nbgrader_config.py", "ipython_config.py", "gradebook.db", "pyproject.toml",
        ".ipython/profile_default/startup/own.py",
    ):  # fmt: skip
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("c = get_config()\nc.Points = 100\nraise SystemExit\n")


@case()
def time_stamps(place):
    """A time of handing in that is none."""
    (place / "timestamp.txt").write_text("99999999 99:99:99 ٣٣٣٣\n")
    (place / "submission_secret.txt").write_text("../../x\n" * 1000)
