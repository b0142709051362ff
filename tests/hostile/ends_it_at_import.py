"""The process ended when the module is loaded, each time."""

KIND = "module"
POINTS = 5
SAYS = "it ended the Python process"

import os

os._exit(0)
