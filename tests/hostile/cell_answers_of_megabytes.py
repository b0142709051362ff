"""Typed answers that are far too large."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
slope = "9" * 1_000_000
w_after_one_step = tuple(range(150_000))
