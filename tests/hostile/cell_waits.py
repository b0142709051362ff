"""Cells that wait: for input, for an event, for ever."""

KIND = "cells"
POINTS = 13
SAYS = ""

# %%
input("Points? ")

# %%
import getpass

getpass.getpass()

# %%
import asyncio

await asyncio.sleep(60)

# %%
import threading

threading.Event().wait(60)
