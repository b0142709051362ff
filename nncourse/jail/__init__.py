"""The wall between the checks and a submission: docs/grading.md says what each side may know.

wire.py      what may cross, and in which form
standin.py   trusted: the world that the checks examine; each call becomes a message
keeper.py    trusted: starts jails, and ends them
inside.py    jailed: runs the student's nnlib and cells, and answers with values
walls.py     jailed: what the process takes from itself before any of the student's code runs
"""

PLACE = "/jail"  # in the sandbox: where a submission lives, in a file system of its own
