"""The built-in functions and the exceptions that a check might use, replaced."""

KIND = "module"
POINTS = 5
SAYS = "it ended the Python process"

import builtins

for name in ("all", "any", "abs", "isinstance", "len", "float", "sum", "round", "sorted", "repr"):
    setattr(builtins, name, lambda *args, **options: True)
builtins.AssertionError = builtins.Exception = KeyboardInterrupt
