"""Every stop caught and the work taken up again, for a minute at the most."""

KIND = "cells"
POINTS = 13
SAYS = "code that could not be interrupted was ended after 2 seconds"

# %%
import time

deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    try:
        while time.monotonic() < deadline:
            pass
    except BaseException:
        pass
