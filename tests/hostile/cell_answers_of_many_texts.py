"""Typed answers of many megabytes that become larger still when they are shown as HTML."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %% answer by_hand_answers
slope = ("'" * 1_000_000,) * 30
w_after_one_step = ("'" * 10_000,) * 18
