"""One long step of C code that no signal interrupts, of half a minute."""

KIND = "cells"
POINTS = 13
SAYS = "code that could not be interrupted was ended after 2 seconds"

# %%
sum(range(2_000_000_000))
