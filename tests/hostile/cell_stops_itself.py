"""A cell that stops its own process and its group."""

KIND = "cells"
POINTS = 13
SAYS = "code that could not be interrupted was ended after 2 seconds"

# %%
import os
import signal

os.kill(0, signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGTSTP)
signal.setitimer(signal.ITIMER_REAL, 0)
signal.pause()
