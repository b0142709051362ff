"""The process ended by one cell after the other, so that new ones are made without end."""

KIND = "cells"
POINTS = 0
SAYS = "it ended the Python process"

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)

# %%
import os

os._exit(1)
