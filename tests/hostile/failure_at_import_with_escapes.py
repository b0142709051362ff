"""A module that cannot be loaded, with a message that would write on the terminal."""

KIND = "module"
POINTS = 5
SAYS = "nnlib/descent.py cannot be read by Python: RuntimeError: ]0;pwned [2J 26 of 26 points"

raise RuntimeError("\x1b]0;pwned\x07\x1b[2J 26 of 26 points\r\n" + "x" * 100_000)
