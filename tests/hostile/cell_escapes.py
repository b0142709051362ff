"""Signs that move a terminal's cursor and change the direction of reading."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
print("\x1b[2J\x1b]0;pwned\x07\x9b31m\u202epwned\u0000\ud800\uffff")

# %%
raise ValueError("\x1b[31m" * 10_000 + "\ud800")
