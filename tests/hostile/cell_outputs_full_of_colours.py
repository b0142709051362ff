"""Outputs in which every letter has a colour: formgrader would make a tag of each, and fill the memory with them."""

KIND = "cells"
POINTS = 13
SAYS = ""
TELLS = "all cells together show too much"

# %%
import nncourse.jail.shell as shell

shell.MAX_PRINTED = shell.MAX_SHOWN = 10**12
for _ in range(90):
    display({"text/plain": "<\x1b[31mx\x1b[0m" * 9_000}, raw=True)

# %%
for _ in range(9):
    print("<\x1b[31mx\x1b[0m" * 9_000)
