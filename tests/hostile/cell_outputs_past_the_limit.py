"""Outputs that the jail's own limits should have cut, forty megabytes a cell."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
import nncourse.jail.shell as shell

shell.MAX_PRINTED = shell.MAX_SHOWN = 10**12
for _ in range(40):
    print("x" * 1_000_000)

# %%
for _ in range(200):
    print("x" * 100_000)
    display({"text/plain": "y" * 100_000}, raw=True)

# %%
for _ in range(200):
    display({"text/plain": "y" * 100_000}, raw=True)

# %%
for _ in range(200):
    display({"text/plain": "y" * 100_000}, raw=True)
