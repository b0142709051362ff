# ---
# jupyter:
#   nncourse:
#     module: descent
#     title: Gradient descent
#     question: How can a machine find good weights without trying them all?
#     minutes: 75
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 · Gradient descent
#
# **How can a machine find good weights without trying them all?**
#
# | | |
# |---|---|
# | You need | derivatives from school, Python functions, NumPy arrays |
# | You will have built | `nnlib/descent.py`: a loss, its slope, one step downhill, the whole walk, and the rival: random search |
# | Time | about 75 minutes |
# | Points | 30: 21 checked at once, 5 at grading, 4 for words |
#
# New to notebooks like this one? Notebook 00, a warm-up of ten minutes, shows how to work in them.

# %%
from nncourse.notebook import start, your_code
from nncourse.widgets import (
    Choice,
    descent_on_bowl,
    descent_on_curve,
    random_search_against_descent,
    slope_at_a_point,
)

start("descent")

# %% [markdown]
# You write in that file, not here. Save it, then run a check in this notebook: every change counts at once, without
# a restart. You may also run `nncourse check 01` in a terminal.
#
# ## 1 · Explore: one weight on a curve
#
# A model with a single weight $w$ predicts $w \cdot x$. It has seen one example: for $x = 3$ the answer is $y = 10$.
# Its **loss** says how wrong it is: $L(w) = (10 - 3w)^2$, a bowl whose lowest point is the best weight.
#
# The model starts at $w = 2$ and walks. The **learning rate** $\eta$ (say "eta") sets how far each step goes.
#
# **Predict first:** what happens if you make $\eta$ larger and larger? Choose an answer in the picture. Then drag the
# slider from its left end to its right end, slowly.

# %% jupyter={"source_hidden": true}
# Predict, then drag: run this cell (Shift + Enter)
descent_on_curve(
    own=False,
    question=Choice(
        "As η grows from very small to large, the walk …",
        ["gets faster and faster", "gets faster, then slower again, then fails", "always arrives, only later"],
        right=1,
        because="Now drag, and find where each of these happens.",
    ),
)

# %% [markdown]
# Four different things happen on that one slider. Find these two places and type in the values you read off, with
# three decimals:
#
# - `eta_one_step`: here a **single** step lands on the minimum;
# - `eta_limit`: beyond this value the walk gets **worse** with every step. It diverges.

# %% nbgrader={"grade_id": "explore_answers", "solution": true}
eta_one_step = None
eta_limit = None
### BEGIN SOLUTION
eta_one_step = 1 / 18
eta_limit = 1 / 9
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "explore", "points": 2}
from nncourse.checks import Check

check = Check("explore")
check.answer("eta_one_step", decimals=3)
check.answer("eta_limit", decimals=3)
check.score()

# %% [markdown]
# ## 2 · The idea: the slope knows the way
#
# You stand on a hillside in fog and want to go down. You cannot see the valley, but you can feel with your feet which
# way the ground falls, and how steeply. So you take a step that way, feel again, and step again.
#
# The slope under your feet is the **gradient**, written $\frac{\partial L}{\partial w}$: how fast the loss rises as the weight grows,
# per unit of weight. It points **uphill**. So we go the other way:
#
# $$w_{\text{new}} = w - \eta \, \frac{\partial L}{\partial w}$$
#
# In words: the new weight is the old weight minus the learning rate times the slope. A steep slope makes a long step,
# a gentle one a short step, and at the bottom, where the slope is zero, the walk stops by itself. With many weights
# nothing changes: each has a slope of its own, and all step at once. Then the gradient is written $\nabla L(w)$.
#
# Move along the curve: the orange line is the slope where you stand, the green arrow the step that it suggests.

# %%
slope_at_a_point(w=5.0)

# %% [markdown]
# ### By hand
#
# Take $L(w) = (y - w x)^2$ with $x = 3$, $y = 10$. You stand at $w = 2$, and $\eta = 0.1$. The chain rule
# gives the slope at any $w$:
#
# $$\frac{\partial L}{\partial w} = -2\,x\,(y - w x)$$
#
# Take a sheet of paper, put in the numbers, and type in what you get:
#
# - `slope`: the slope at $w = 2$;
# - `w_after_one_step`: the weight after one step.

# %% nbgrader={"grade_id": "by_hand_answers", "solution": true}
slope = None
w_after_one_step = None
### BEGIN SOLUTION
slope = -24
w_after_one_step = 4.4
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "points": 2}
from nncourse.checks import Check

check = Check("by_hand")
check.answer("slope")
check.answer("w_after_one_step")
check.score()

# %% [markdown]
# ### And the step after that?
#
# The minimum is at $w^* = 10/3 \approx 3.33$. You were left of it, at 2. Now you are right of it. **Guess** where the
# next step goes before you work it out: use the same rule, from the weight you have now.
#
# - `w_after_two_steps`: the weight after the second step;
# - `error_factor`: the error is $w - w^*$. Divide the error after a step by the error before it,
#   for the first step and for the second: you get the same number both times. Which?

# %% nbgrader={"grade_id": "next_step_answers", "solution": true}
w_after_two_steps = None
error_factor = None
### BEGIN SOLUTION
w_after_two_steps = 2.48
error_factor = -0.8
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "next_step", "points": 2}
from nncourse.checks import Check

check = Check("next_step")
check.answer("w_after_two_steps")
check.answer("error_factor")
check.score()

# %% [markdown]
# A negative factor: every step lands on the other side of the minimum, a little closer than before. The walk
# *overshoots*, and arrives all the same. Section 5 shows why the factor is always the same.
#
# ## 3 · Build
#
# Now teach it to Python. Each function is a few lines in `nnlib/descent.py` (the first cell links it); its docstring
# says exactly what goes in and what comes out. The circles say how hard an exercise is. Run the check under each exercise as often as you like: it tells you what came back, and often
# why. One point in each exercise is given when your work is graded, for inputs that you do not see here.
#
# ### Exercise 1 · `squared_error`
#
# ●○○○○ · 4 minutes · 3 points
#
# How wrong is the model? $L(w) = (y - w x)^2$, for single numbers and, element by element, for arrays.
#
# <details><summary>Hint 1</summary>What does the model predict for this w and this x? How far is that from y?</details>
# <details><summary>Hint 2</summary>Subtract the prediction from y, then square the whole difference. NumPy arrays do
# that for all elements at once, with the same operators as for numbers.</details>

# %% nbgrader={"grade": true, "grade_id": "squared_error", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("squared_error", module="descent")
check.case(2.0, 3.0, 10.0, gives=16.0)
w, x, y = np.array([1.0, 4.0]), np.array([2.0, 3.0]), np.array([5.0, 10.0])
check.case(w, x, y, gives=[9.0, 4.0])
### BEGIN HIDDEN TESTS
check.hidden()
w, x, y = check.rng.normal(size=(3, 4, 2))
check.case(w, x, y, gives=(y - w * x) ** 2)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 2 · `squared_error_gradient`
#
# ●●○○○ · 5 minutes · 3 points
#
# The slope that you worked out by hand, for any $w$, $x$ and $y$.
#
# <details><summary>Hint 1</summary>Call the inside u = y − w x. What is the derivative of u², and what is the derivative
# of u with respect to w?</details>
# <details><summary>Hint 2</summary>Multiply the two: the first is 2u; the second is −x, because only the part −w x
# changes with w.</details>

# %% nbgrader={"grade": true, "grade_id": "squared_error_gradient", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("squared_error_gradient", module="descent")
check.case(2.0, 3.0, 10.0, gives=-24.0)
w, x, y = np.array([4.4, 1.0]), np.array([3.0, -2.0]), np.array([10.0, 5.0])
check.case(w, x, y, gives=[19.2, 28.0])
### BEGIN HIDDEN TESTS
check.hidden()
w, x, y = check.rng.normal(size=(3, 4, 2))
check.case(w, x, y, gives=-2 * x * (y - w * x))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 3 · `gradient_step`
#
# ●○○○○ · 4 minutes · 4 points
#
# One step downhill: $w - \eta\,\frac{\partial L}{\partial w}$. It is the line on which every neural network is trained.
# It returns new weights and leaves the old ones as they are.
#
# <details><summary>Hint 1</summary>If the slope is negative, should the weight grow or shrink?</details>
# <details><summary>Hint 2</summary>Scale the gradient by the learning rate and take it away from w, in one expression.
# Do not change w itself (no −=): whoever called you may still need it.</details>

# %% nbgrader={"grade": true, "grade_id": "gradient_step", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("gradient_step", module="descent")
check.case(2.0, -24.0, 0.1, gives=4.4)
check.case(np.array([1.0, 2.0]), np.array([10.0, -3.0]), 0.5, gives=[-4.0, 3.5], points=2)
### BEGIN HIDDEN TESTS
check.hidden()
w, gradient = check.rng.normal(size=(2, 3, 4))
check.case(w, gradient, 0.25, gives=w - 0.25 * gradient)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 4 · `gradient_descent`
#
# ●●●○○ · 12 minutes · 4 points
#
# The walk: compute the gradient where you stand, take a step, and again, `steps` times. Return all weights on the way,
# the start first: with 3 steps that is 4 rows. The gradient comes in as a *function*, so your walk works on any loss.
#
# <details><summary>Hint 1</summary>Which values must you remember from one step to the next, and which must you keep for
# the end?</details>
# <details><summary>Hint 2</summary>Begin a list with w0. In a loop, take the last weight in the list, ask gradient_fn for
# its gradient, and append what your gradient_step makes of it. At the end make an array of the list.</details>

# %% nbgrader={"grade": true, "grade_id": "gradient_descent", "points": 4}
import numpy as np
from nncourse.checks import Check


def slope_of_w_squared(w):
    return 2 * w


check = Check("gradient_descent", module="descent")
check.case(slope_of_w_squared, 8.0, 0.125, 3, gives=[8.0, 6.0, 4.5, 3.375], points=2)
check.case(slope_of_w_squared, np.array([1.0, -2.0]), 0.1, 2, gives=[[1.0, -2.0], [0.8, -1.6], [0.64, -1.28]])
### BEGIN HIDDEN TESTS
check.hidden()
centre, start = check.rng.normal(size=(2, 2, 3))


def slope_of_a_bowl(w):
    return w - centre


walk = np.array([centre + 0.7**step * (start - centre) for step in range(6)])


def walks():
    """One from somewhere, and one from the lowest point, which must have all its rows too."""
    return check.target(slope_of_a_bowl, start, 0.3, 5), check.target(slope_of_a_bowl, centre, 0.3, 2)


check.same("in a bowl", walks, gives=(walk, [centre] * 3))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 4 · See your own code work
#
# The same picture as at the start, now drawn by **your** `squared_error_gradient`
# and `gradient_step`. The thin dashed line is the reference. If the two
# part, your code has something to tell you.

# %%
descent_on_curve()

# %% [markdown]
# ### Two weights: a bowl, and a long valley
#
# With two weights the loss is a landscape; the lines join places of equal loss. **Predict:** if the valley is long and
# narrow, will the walk go straight to the minimum? Stretch it slowly and see; this is your
# `gradient_descent`. Drag the start point too.

# %%
descent_on_bowl(stretch=1.0)

# %% [markdown]
# Did you see the zig-zag? Across the valley it is steep, along it almost flat, and one $\eta$ must serve both: large enough
# to get on, small enough not to be thrown out sideways. Much of the craft of training is about this picture.
#
# ### The rival: random search
#
# Why feel the slope at all? One could just *guess* weights and keep the best. For one weight that works well. Put the guesses
# on a grid, one in every tenth of the range: that takes 10 for one weight and $10 \times 10$ for two, to be close in **every**
# direction. Random guesses need even more.
#
# - `guesses_for_ten`: how many guesses, in this reckoning, for ten weights?

# %% nbgrader={"grade_id": "guesses_answer", "solution": true}
guesses_for_ten = None
### BEGIN SOLUTION
guesses_for_ten = 10**10
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "guesses", "points": 1}
from nncourse.checks import Check

check = Check("guesses")
check.answer("guesses_for_ten", decimals=0)
check.score()

# %% [markdown]
# ### Exercise 5 · `random_search`
#
# ●●●○○ · 12 minutes · 5 points
#
# Draw `trials` guesses, each uniformly between `low` and `high`; return the best one and its loss. All randomness comes
# from `rng`, so that whoever has the same seed gets the same guesses.
#
# <details><summary>Hint 1</summary>What does rng.uniform(low, high) give if low and high are numbers? And if they are
# arrays? What must you remember while you guess?</details>
# <details><summary>Hint 2</summary>Draw a guess, work out its loss, and if it is smaller than the best so far, keep both.
# Or collect all guesses and all losses, and let np.argmin say which loss is the smallest.</details>

# %% nbgrader={"grade": true, "grade_id": "random_search", "points": 5}
import numpy as np
from nncourse.checks import Check, Counted, Fault


def distance(w):
    return float(np.sum((np.asarray(w) + 5.0) ** 2))


check = Check("random_search", module="descent")


def search(low, high, trials, seed):
    """The student's best guess, after a look at all that a search must keep to."""
    loss = Counted(distance)
    result = check.target(loss, low, high, trials, np.random.default_rng(seed))
    if not (isinstance(result, tuple | list) and len(result) == 2):
        raise Fault("no pair", "It must return two things: return best_w, best_loss.")
    best_w, best_loss = result
    if best_w is None or best_loss is None:
        raise Fault("nothing kept", f"It returned {best_w}, {best_loss}: of {len(loss.values)} guesses it kept none.")
    if np.shape(best_loss) != () or (np.shape(best_w) == np.shape(low) and not np.isclose(distance(best_w), best_loss)):
        swapped = np.shape(best_w) == () and np.isclose(distance(best_loss), best_w)
        raise Fault("swapped" if swapped else "no match", "best_loss is not the loss at best_w.")
    if np.shape(best_w) != np.shape(low):
        raise Fault("shape", f"best_w has the shape {np.shape(best_w)}; it must have that of low, {np.shape(low)}.")
    if not (np.all(best_w >= low) and np.all(best_w <= high)):
        raise Fault("outside", f"Its best guess is not between {low} and {high}.")
    different = len({np.asarray(w).tobytes() for (w,) in loss.arguments})
    if different != trials and len(loss.arguments) != trials:
        raise Fault("count", f"It asked for the loss {len(loss.arguments)} times, for {different} different guesses.")
    if different != trials:
        raise Fault("repeated", f"Only {different} of its {trials} guesses are different.")
    share = (np.array([w for (w,) in loss.arguments]) - low) / (np.asarray(high) - low)
    if not np.all((share >= 0) & (share <= 1)):
        raise Fault("outside", f"One of its guesses is not between {low} and {high}.")
    quarters = [np.mean((share >= start) & (share < start + 0.25)) for start in (0.0, 0.25, 0.5, 0.75)]
    if share.size >= 200 and max(abs(np.array(quarters) - 0.25)) > 2.5 / np.sqrt(share.size):
        raise Fault("not uniform", "Its guesses are not spread evenly over the whole way from low to high.")
    if best_loss > min(loss.values):
        worst = best_loss == max(loss.values)
        text = f"It returned a guess with loss {best_loss:.4g}; one of its guesses had {min(loss.values):.4g}."
        raise Fault("worst" if worst else "not the best", text)
    return best_w


def repeats():
    before = check.world.global_random_state()
    again = [search(-10.0, -4.0, 6, seed) for seed in (1, 1, 2)]
    if again[0] != again[1]:
        raise Fault("not repeatable", "Two searches with the same seed gave different guesses.")
    if again[0] == again[2]:
        raise Fault("always the same", "Two searches with different seeds gave the same guess.")
    if check.world.global_random_state() != before:
        raise Fault("global state", "It uses NumPy's global random state, which other code may change.")


def several(trials=40):
    best = search(np.array([-10.0, -9.0, -8.0]), np.array([-4.0, -3.0, -2.0]), trials, 3)
    if np.ptp(best - np.array([-10.0, -9.0, -8.0])) < 1e-9:
        raise Fault("all alike", "Every coordinate of the guess is equally far from its low.")


check.that("the best of 200 guesses between -10 and -4", lambda: search(-10.0, -4.0, 200, 0), points=2)
check.that("the same seed gives the same guesses, another seed others", repeats)
check.that("three weights at once: low and high are arrays", several)
### BEGIN HIDDEN TESTS
check.hidden()


def everything():
    repeats()
    several(10)
    low = check.rng.uniform(-9e9, -6e9, size=(2, 2))
    search(low, low + 3, 60, int(check.rng.integers(1000)))


check.that("all of it, elsewhere", everything)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# Now let the two race: the same loss, the same number of looks at it. To be fair, a gradient costs more than
# one look: with $d$ weights we count it as $d + 1$ (next week shows why). **Predict:** with one weight, who wins? With twenty?

# %%
random_search_against_descent()

# %% [markdown]
# ## 5 · Look closer: why just these two learning rates?
#
# The slope of this loss is $-6\,(10 - 3w) = 18\,(w - \frac{10}{3}) = 18\,(w - w^*)$; the 18 is its *curvature*, $2x^2$. Put
# that into the rule and subtract $w^*$ from both sides. What is left is
#
# $$\text{new error} = (1 - 18\,\eta) \times \text{old error}$$
#
# So every step multiplies the error by the same factor. Run this with your code and compare the two columns:

# %%
with your_code():
    from nnlib.descent import gradient_descent, squared_error_gradient

    for eta in (0.01, 1 / 18, 0.1, 1 / 9, 0.12):
        walk = gradient_descent(lambda w: squared_error_gradient(w, 3.0, 10.0), 2.0, eta, 3)
        factor = (walk[1] - 10 / 3) / (walk[0] - 10 / 3)
        print(f"η = {eta:.4f}   predicted {1 - 18 * eta:+.2f}   your code {factor:+.2f}")

# %% [markdown]
# The walk shrinks the error as long as the factor lies between −1 and 1, that is for $\eta < 2/18$. In general: below
# 2 divided by the curvature. A real network has millions of curvatures, all different, and they change as it learns;
# so nobody computes the limit. People try a few learning rates and look at the loss curve: falling smoothly is right,
# falling hardly at all is too small, jumping up and down is too large.

# %% [markdown] nbgrader={"grade_id": "why_not_guess_question"}
# ## 6 · Reflect
#
# **In your own words (4 points, read by a person):** A language model has billions of weights. Why can random search
# not train it, however fast the computer? And what does the gradient know, at every step, that a random guess does not?
# Four to six sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) the number of guesses grows exponentially with the number of weights (10 per weight means
# 10^d guesses), so that no computer helps: a machine twice as fast adds a fraction of one weight; and (b) the gradient
# gives, for every weight at the same time, the direction in which the loss falls, and how strongly: one evaluation yields d
# useful numbers, a guess yields one (better or not); and (c) steps build on each other: each begins where the last one
# ended, while every guess starts from nothing.
#
# **2 to 3 points:** two of the three, or all three without the reason (a) is exponential.
#
# **1 point:** "random search is slow" or "the gradient points downhill", with no more.
#
# **0 points:** claims that a faster computer or more guesses would solve it; or describes only the update rule.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_not_guess", "points": 4, "solution": true}
# With $d$ weights and ten guesses for each, random search needs about $10^d$ trials. For a billion weights this number
# has a billion digits, so a faster computer changes nothing. The gradient says for every weight at once which way the
# loss falls and how steeply. Each step uses that and starts where the last one ended, while a guess learns nothing from
# the guesses before it.

# %% [markdown]
# ## 7 · What you now have
#
# | in words | formula | in `nnlib.descent` |
# |---|---|---|
# | how wrong | $L(w) = (y - wx)^2$ | `squared_error` |
# | its slope | $\partial L/\partial w = -2x(y - wx)$ | `squared_error_gradient` |
# | one step | $w - \eta\,\partial L/\partial w$ | `gradient_step` |
# | the walk | $w^{(t+1)} = w^{(t)} - \eta\,\nabla L(w^{(t)})$ | `gradient_descent` |
# | the rival | best of many guesses | `random_search` |
#
# The walk comes to rest if $\eta$ is below 2 divided by the curvature; it is fastest at 1 divided by the curvature, and
# bounces from side to side in between.
#
# **Next week:** we found the slope with pencil and paper. What if nobody can? Notebook 02 measures it by nudging each
# weight, and keeps that as a tool to test every gradient you will ever write.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 01 --student YOUR-ID` in a terminal
# (File › New › Terminal). It makes one zip and says if
# something is missing.
