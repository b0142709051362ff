"""A module that writes another one over its own file."""

KIND = "module"
POINTS = 14
SAYS = ""

import pathlib

pathlib.Path(__file__).write_text("def gradient_step(*args):\n    return 4.4\n")
