"""Take the README's picture of a report, in a browser: python docs/report_picture.py COURSE_DIR

COURSE_DIR is a course directory in which notebook 03 is graded, such as `python -m tests.simulation DIR 03 200` makes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import lab  # noqa: E402

WIDTH, HEIGHT = 1100, 1130


def main(course: str) -> None:
    """Write docs/report.png."""
    with tempfile.TemporaryDirectory() as folder:
        page_file, picture = Path(folder) / "page.html", Path(folder) / "page.png"
        words = ["report", "03", "--course", course, "--to", str(page_file)]
        subprocess.run([sys.executable, "-m", "nncourse", *words], check=True)
        with lab.page() as page:
            page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            page.goto(page_file.as_uri())
            page.screenshot(path=picture)
        Image.open(picture).convert("RGB").quantize(128).save(ROOT / "docs" / "report.png", optimize=True)


main(sys.argv[1])
