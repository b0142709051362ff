"""Lists, generators and texts of every possible answer in the place of one."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
slope = [-24.0, 24.0, 12.0, -12.0]
w_after_one_step = (number / 100 for number in range(1000))
