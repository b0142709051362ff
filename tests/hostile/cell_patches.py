"""Cells that change the checks, the report and the shell before the graded cells run."""

KIND = "cells"
POINTS = 8
SAYS = ""

# %%
import builtins

import nncourse.checks

nncourse.checks.Check.score = lambda check: 100.0
nncourse.checks.Check.case = nncourse.checks.Check.answer = lambda *args, **options: None
builtins.print = builtins.Check = lambda *args, **options: None

# %%
get_ipython().user_ns["Check"] = nncourse.checks.Check
get_ipython().events.register("pre_run_cell", lambda *args: 1 / 0)
get_ipython().run_cell = lambda *args, **options: None
get_ipython().ast_transformers.append(None)
