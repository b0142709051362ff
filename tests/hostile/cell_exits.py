"""Cells that end the kernel in every polite way, and one that does it rudely."""

KIND = "cells"
POINTS = 13
SAYS = "it ended the Python process"

# %%
exit()

# %%
quit

# %%
raise SystemExit

# %%
get_ipython().ask_exit()

# %%
import os

os._exit(0)
