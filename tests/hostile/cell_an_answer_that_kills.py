"""The process ended by the very cell into which an answer is typed."""

KIND = "cells"
POINTS = 13
SAYS = "it ended the Python process"

# %% answer by_hand_answers
import os

slope = -24.0
w_after_one_step = 4.4
os._exit(0)
