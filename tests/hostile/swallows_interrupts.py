"""KeyboardInterrupt and every other stop swallowed, in a loop that ends after a minute."""

KIND = "cells"
POINTS = 13
SAYS = "code that could not be interrupted was ended after 2 seconds"

# %%
import signal
import time

for number in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    try:
        time.sleep(0.01)
    except BaseException:
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))
