"""The process in which `nncourse check` runs a student's code: a job on stdin, a result a line on stdout."""

from __future__ import annotations

import json
import os
import sys

from nncourse import cells, student


def main() -> None:
    """Run one job. The answers go to a copy of stdout that the student's code does not know."""
    job = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    student.use(job["place"])
    graded = [cells.Graded(**cell) for cell in job["cells"]]
    variables = cells.values(job["answers"])
    for score in cells.run_all(graded, variables):
        message = {
            "check": score.name,
            "points": score.earned,
            "max_points": score.tried,
            "mistake": score.mistake,
            "message": score.text,
        }
        out.write(json.dumps(message) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
