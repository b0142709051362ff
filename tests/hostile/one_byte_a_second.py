"""A message that comes one byte at a time, and is never whole."""

KIND = "cells"
POINTS = 13
SAYS = "code that could not be interrupted was ended after 2 seconds"

# %%
import os
import signal
import stat
import struct
import time

for line in range(3, 128):
    try:
        if stat.S_ISSOCK(os.fstat(line).st_mode):
            break
    except OSError:
        pass
signal.setitimer(signal.ITIMER_REAL, 0)
os.write(line, struct.pack(">I", 1000))
for _ in range(60):
    os.write(line, b" ")
    time.sleep(1)
