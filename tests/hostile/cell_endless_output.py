"""A cell that prints without end, and one that shows without end."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
import time

deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    print("x" * 100_000)

# %%
from IPython.display import display

deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    display({"text/plain": "x" * 100_000}, raw=True)
