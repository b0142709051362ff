# ---
# jupyter:
#   nncourse:
#     module: warmup
#     title: Warm-up
#     question: How do you work in this course, and what does NumPy do when two shapes meet?
#     minutes: 10
#     ungraded: true
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 · Warm-up
#
# **How do you work in this course, and what does NumPy do when two shapes meet?**
#
# | | |
# |---|---|
# | You need | Python functions, and a first look at NumPy arrays |
# | You will have built | `nnlib/warmup.py`: two functions of one line each |
# | Time | about 10 minutes |
# | Points | none: nothing in here counts, so make every mistake you like |
#
# A notebook is made of *cells*: text like this one, and code. Click into the code cell below and press
# **Shift + Enter**. It runs, its result appears under it, and you are in the next cell.

# %%
import numpy as np
from nncourse.notebook import start, your_code
from nncourse.widgets.broadcasting import broadcasting
from nncourse.widgets.parts import Choice

start("warmup")

# %% [markdown]
# Every notebook begins like this. The cell has found your package `nnlib` and links the file that you will write in.
# Run the cells in order, from the top. If you lose your way: menu *Kernel › Restart Kernel*, and start again at the top.
#
# ## 1 · Explore: two shapes meet
#
# An array's **shape** says how many numbers it has along each axis. `(4, 3)` is a table with 4 rows and 3 columns. `(3,)`
# is a plain list of 3 numbers; the comma only says that it is a shape. `()` is a single number.
#
# Can arrays of different shapes be added? Often, yes: NumPy stretches them. In every picture of this course you
# **predict first**, then look. Choose an answer below; then try the shapes in the two lists.

# %% jupyter={"source_hidden": true}
# Predict, then try: run this cell (Shift + Enter)
broadcasting(
    question=Choice(
        "x has 4 rows and 3 columns, y is a list of 4 numbers, one for each row. What is x + y?",
        ["each number of y is added to its row", "each number of y is added to its column", "an error"],
        right=2,
        because="Shapes are lined up at their right ends, so the 4 meets the 3. Now see which shape works instead.",
    ),
)

# %% [markdown]
# Find these two things in the picture:
#
# - `refused`: with x of shape `(4, 3)`, how many of the eight shapes of y does NumPy refuse?
# - `shape_of_the_sum`: x has the shape `(4, 1)`, y has `(3,)`. Which shape has their sum?
#
# The next cell is for your answers. Put each in place of `None` (a shape with its brackets, such as `(2, 2)`) and run
# the cell. Then run the one below it, which **checks** them. You may check as often as you like.

# %% nbgrader={"grade_id": "warmup_explore_answers", "solution": true}
refused = None
shape_of_the_sum = None
### BEGIN SOLUTION
refused = 3
shape_of_the_sum = (4, 3)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "warmup_explore", "points": 0}
from nncourse.checks import Check

check = Check("warmup_explore")
check.answer("refused", decimals=0, points=0)
check.answer("shape_of_the_sum", decimals=0, points=0)
check.score()

# %% [markdown]
# ## 2 · The idea: line them up at the right
#
# NumPy calls this **broadcasting**. It writes the two shapes one above the other, with their right ends in line:
#
# | x | y | | x + y |
# |---|---|---|---|
# | `(4, 3)` | `(3,)` | 3 meets 3; the missing size counts as 1 | `(4, 3)` |
# | `(4, 3)` | `(4, 1)` | 3 meets 1, 4 meets 4 | `(4, 3)` |
# | `(4, 3)` | `(4,)` | 3 meets 4 | error |
#
# Two sizes go together if they are equal, or if one of them is 1: the 1 is stretched. Nothing else is.
#
# A cell may be changed and run again; you cannot break anything. Run this one. Then take `keepdims=True` out, and run it
# once more: where does the shape of the means go?

# %%
x = np.array([[1.0, 2.0, 6.0], [10.0, 20.0, 60.0]])
means = x.mean(axis=1, keepdims=True)
print("x has the shape", x.shape)
print("axis=0 goes down the columns:", x.mean(axis=0))
print("axis=1 goes along the rows:  ", x.mean(axis=1))
print("with keepdims=True the shape stays a column:", means.shape)

# %% [markdown]
# ## 3 · Build
#
# You write functions in a file, not here. Each has a *docstring* that says what goes in and what comes out; you replace
# the line `raise NotImplementedError`. Then save the file (Ctrl + S, on a Mac ⌘ S), come back, and run the check.
# The check takes your newest file by itself.
#
# ### Exercise 1 · `add_bias`
#
# ●○○○○ · 2 minutes
#
# Open `nnlib/warmup.py` with the link under the first cell. **First do it wrong, on purpose:** write `return x - b`, save,
# and run the check. See how it tells you what it called, what came back, what it expected, and what you did. Then do
# it right. (The check hands in arrays. The example in the docstring hands in plain lists, which Python's `+` would join:
# `np.asarray(x)` makes an array of either.)
#
# <details><summary>Hint 1</summary>Hints are folded away like this one, two for each exercise. Here: x has the shape
# (N, n), b has (n,). Which row of the table above is that?</details>
# <details><summary>Hint 2</summary>The shapes go together as they are. NumPy needs no loop and no reshaping.</details>

# %% nbgrader={"grade": true, "grade_id": "add_bias", "points": 0}
import numpy as np
from nncourse.checks import Check

check = Check("add_bias", module="warmup")
check.case(
    np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    np.array([10.0, 20.0, 30.0]),
    gives=[[11.0, 22.0, 33.0], [14.0, 25.0, 36.0]],
    points=0,
)
check.case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -1.0]), gives=[[1.5, 1.0], [3.5, 3.0]], points=0)
check.score()

# %% [markdown]
# ### Exercise 2 · `center_rows`
#
# ●●○○○ · 3 minutes
#
# Take the mean of each row away from that row. $\sum_j$ in the docstring means: the sum over all columns $j$. You will
# meet this very line again in notebook 08.
#
# <details><summary>Hint 1</summary>Which shape do the means of the rows have? Does it go together with (N, n)?</details>
# <details><summary>Hint 2</summary>Let the means stay a column, (N, 1), as in the cell that you changed above. Then
# subtract them from the whole of x.</details>

# %% nbgrader={"grade": true, "grade_id": "center_rows", "points": 0}
import numpy as np
from nncourse.checks import Check

check = Check("center_rows", module="warmup")
check.case(np.array([[1.0, 2.0, 6.0], [10.0, 20.0, 60.0]]), gives=[[-2.0, -1.0, 3.0], [-20.0, -10.0, 30.0]], points=0)
check.case(np.array([[1.0, 3.0], [8.0, 2.0]]), gives=[[-1.0, 1.0], [3.0, -3.0]], points=0)
check.score()

# %% [markdown]
# ## 4 · See your own code work
#
# Some cells use what you have written. As long as it is missing, they say so and go on.

# %%
with your_code():
    from nnlib.warmup import add_bias, center_rows

    scores = np.array([[3.0, 5.0, 4.0], [9.0, 7.0, 8.0]])
    print("centred:\n", center_rows(scores))
    print("and moved up by 1, 2, 3:\n", add_bias(center_rows(scores), [1.0, 2.0, 3.0]))

# %% [markdown]
# ## 5 · What you now have
#
# | in words | in NumPy | in `nnlib.warmup` |
# |---|---|---|
# | a list meets the columns | `(N, n)` with `(n,)` | `add_bias` |
# | a column meets the rows | `(N, n)` with `(N, 1)` | `center_rows` |
# | sizes that differ, and none is 1 | ValueError | |
#
# **From notebook 01 on** there is a little more. The line of a check begins with your points, such as *2 of 3 points*;
# the last one often comes at grading, when your function also meets inputs that you do not see here. And one question
# is answered in words, which a person reads.
#
# **To hand in**, once, as a rehearsal: save the notebook and your file, and open a terminal (File › New › Terminal).
# `nncourse check 00` runs all checks again. `nncourse pack 00 --student YOUR-ID` makes one zip and says if something is
# missing. That zip is what you hand in; for this notebook you need not.
#
# **Now open** `notebooks/01_gradient_descent.ipynb` in the list on the left.
