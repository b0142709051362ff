# ---
# jupyter:
#   nncourse:
#     module: differences
#     title: Finite differences
#     question: How do you find a slope when nobody gives you its formula?
#     minutes: 80
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 · Finite differences
#
# **How do you find a slope when nobody gives you its formula?**
#
# | | |
# |---|---|
# | You need | notebook 01: what a loss and its slope are; loops over NumPy arrays |
# | You will have built | `nnlib/differences.py`: a slope from two looks at the loss, the gradient of any loss, and the test with which you will check every gradient from now on |
# | Time | about 80 minutes |
# | Points | 40: four for words, the rest checked by the notebook |

# %%
from nncourse.notebook import start, your_code
from nncourse.widgets import Choice
from nncourse.widgets.cost import cost_of_differences
from nncourse.widgets.differences import secant_and_tangent, training_as_search
from nncourse.widgets.rounding import error_against_eps

start("differences")

# %% [markdown]
# ## 1 · Explore: a slope from two looks
#
# In notebook 01 you found the slope with pencil and paper. For a large network that is out of reach today. But one thing
# you can always do: **run** the loss. Put in a weight, get a number.
#
# The picture shows a loss and a place on it, $w$. A second point stands a little further on, at $w + \varepsilon$. The
# letter $\varepsilon$ (say "epsilon") is a small distance that you choose. The straight line through both points has a
# slope that you can work out from two looks at the loss. It is called the **forward** line. The **central** line goes
# through the points at $w - \varepsilon$ and $w + \varepsilon$. The dotted line is the tangent: it has the true slope at $w$.
#
# **Predict first**, then drag the slider for $\varepsilon$ slowly from large to small. Do it on both curves.

# %%
secant_and_tangent(
    own=False,
    question=Choice(
        "At the same small ε, which line is closer to the true slope?",
        ["the forward line", "the central line", "both are equally close"],
        right=1,
        because="The central line looks to both sides, and what the two sides get wrong nearly cancels.",
    ),
)

# %% [markdown]
# Find these three in the picture and type them in:
#
# - `eps_level`: choose the parabola. The loss falls at $w$, but at one $\varepsilon$ the forward line is **level**: it sees
#   no slope at all. Which $\varepsilon$ is it? One decimal.
# - `forward_factor`: choose the wave. Go from $\varepsilon = 0.1$ to $\varepsilon = 0.01$. By which factor does the error of
#   the forward line shrink? Round to a power of ten: 1, 10, 100 or 1000.
# - `central_factor`: the same for the central line.

# %% nbgrader={"grade_id": "secants_answers", "solution": true}
eps_level = None
forward_factor = None
central_factor = None
### BEGIN SOLUTION
eps_level = 2.7
forward_factor = 10
central_factor = 100
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "secants", "points": 3}
from nncourse.checks import Check

check = Check("secants")
check.answer("eps_level", decimals=1)
check.answer("forward_factor", decimals=0)
check.answer("central_factor", decimals=0)
check.score()

# %% [markdown]
# ## 2 · The idea: training is a search, and the slope its compass
#
# First, where does the loss come from? You choose an **architecture**: how the model computes its prediction from its
# weights. You are given **data** $D = \{(x^{(1)}, y^{(1)}), \dots, (x^{(N)}, y^{(N)})\}$: $N$ examples, each an input and
# the answer that belongs to it. From then on both stay as they are. Only the weights can move. So the error over
# all examples (here the mean of the squared errors) is a function of the weights alone, $E(w)$, and training is the search
# for its lowest point:
#
# $$\hat{w} = \arg\min_{w} E(w)$$
#
# In words: $\hat{w}$ (say "w hat") is **that** $w$ at which $E(w)$ is smallest. Turn the weight below until you are there.

# %%
training_as_search()

# %% [markdown]
# On the right is all that a computer ever learns of $E$: its value where it has looked. Gradient descent needs the
# slope too. Nudge the weight by $\varepsilon$ and look again, then divide the change by the way. That is the
# **forward difference**:
#
# $$\frac{\partial L}{\partial w_i} \approx \frac{L(w_i + \varepsilon) - L(w_i)}{\varepsilon}$$
#
# $L$ is the loss, $w_i$ one of the weights; all other weights stay as they are meanwhile. The **central difference** looks
# at both sides, so its way is $2\varepsilon$:
#
# $$\frac{\partial L}{\partial w_i} \approx \frac{L(w_i + \varepsilon) - L(w_i - \varepsilon)}{2\,\varepsilon}$$
#
# ### By hand
#
# Take the loss of notebook 01, $L(w) = (10 - 3w)^2$, at $w = 2$, where you know the slope exactly: $-24$. Let
# $\varepsilon = 0.1$. Take a sheet of paper and type in:
#
# - `loss_nudged`: the loss at $w + \varepsilon$;
# - `forward_slope`: the forward difference;
# - `central_slope`: the central difference.

# %% nbgrader={"grade_id": "nudge_by_hand_answers", "solution": true}
loss_nudged = None
forward_slope = None
central_slope = None
### BEGIN SOLUTION
loss_nudged = 13.69
forward_slope = -23.1
central_slope = -24
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "nudge_by_hand", "points": 3}
from nncourse.checks import Check

check = Check("nudge_by_hand")
check.answer("loss_nudged")
check.answer("forward_slope")
check.answer("central_slope")
check.score()

# %% [markdown]
# The forward difference is off by $0.9$. Where does that come from? The loss curves upwards: on the way from $w$ to
# $w + \varepsilon$ its slope grows from $-24$ to $-22.2$, and you measured about the middle of it. The error is
# $\frac{\varepsilon}{2} L''(w)$, where $L''$ is the curvature, here 18. It is **proportional to** $\varepsilon$.
#
# The central difference hit $-24$ exactly. That is luck: on a parabola the two sides err by the same amount in
# opposite directions. In general its error is $\frac{\varepsilon^2}{6} L'''(w)$ ($L'''$ says how fast the curvature changes). It is proportional to
# $\varepsilon^2$: a tenth of the $\varepsilon$ gives a hundredth of the error. You saw both in the wave.
#
# ## 3 · Build
#
# Five functions in `nnlib/differences.py`. The loss comes in as a function `f`. You know nothing of it except that you
# may call it. One point in each exercise is given at grading, for inputs that you do not see here.
#
# ### Exercise 1 · `forward_difference`
#
# ●○○○○ · 4 minutes · 4 points
#
# The slope for one weight, from a look at $w + \varepsilon$ and a look at $w$.
#
# <details><summary>Hint 1</summary>Which two values of f do you need? Which one is taken away from the other, so that a
# rising curve gives a positive slope?</details>
# <details><summary>Hint 2</summary>Call f at the nudged weight and at the weight itself, subtract, and divide the whole
# difference by eps. The whole difference: mind the parentheses.</details>

# %% nbgrader={"grade": true, "grade_id": "forward_difference", "points": 4}
import numpy as np
from nncourse.checks import Check, Counted, Fault


def cube(w):
    return w**3


def falling(w):
    return 10 - w**3


def two_looks():
    f = Counted(cube)
    check.target(f, 2.0, 0.5)
    if len(f.values) != 2:
        raise Fault("looks", f"It called f {len(f.values)} times. Two looks are enough: at w + eps and at w.")


check = Check("forward_difference", module="differences")
check.case(falling, 2.0, 0.25, gives=-13.5625)
check.case(cube, 3.0, gives=27.0)
check.that("it looks at the loss exactly twice", two_looks)
### BEGIN HIDDEN TESTS
check.hidden()
a, b, w = check.rng.uniform(0.5, 2.0, size=3)
eps = float(check.rng.uniform(0.1, 0.9))


def wave(w):
    return a * np.sin(w) + b * w**2


check.case(wave, float(w), eps, gives=a * (np.sin(w + eps) - np.sin(w)) / eps + b * (2 * w + eps))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 2 · `central_difference`
#
# ●○○○○ · 4 minutes · 4 points
#
# The slope for one weight, from a look ahead and a look behind.
#
# <details><summary>Hint 1</summary>How long is the way from w − ε to w + ε?</details>
# <details><summary>Hint 2</summary>Subtract the value behind from the value ahead and divide by twice eps. In Python,
# a / 2 * eps is not a / (2 * eps).</details>

# %% nbgrader={"grade": true, "grade_id": "central_difference", "points": 4}
import numpy as np
from nncourse.checks import Check, Counted, Fault


def cube(w):
    return w**3


def falling(w):
    return 10 - w**3


def two_looks():
    f = Counted(cube)
    check.target(f, 2.0, 0.5)
    if len(f.values) != 2:
        raise Fault("looks", f"It called f {len(f.values)} times. Two looks are enough: at w + eps and at w - eps.")


check = Check("central_difference", module="differences")
check.case(falling, 2.0, 0.25, gives=-12.0625)
check.case(cube, 3.0, gives=27.0)
check.that("it looks at the loss exactly twice", two_looks)
### BEGIN HIDDEN TESTS
check.hidden()
a, b, w = check.rng.uniform(0.5, 2.0, size=3)
eps = float(check.rng.uniform(0.1, 0.9))


def wave(w):
    return a * np.sin(w) + b * w**2


check.case(wave, float(w), eps, gives=a * np.cos(w) * np.sin(eps) / eps + 2 * b * w)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 3 · `numerical_gradient`
#
# ●●●○○ · 12 minutes · 6 points
#
# The gradient for many weights: the central difference for one weight after the other, while the others stay. The
# weights come as an array of any shape, because a layer's weights are a matrix. The gradient has the same shape.
#
# <details><summary>Hint 1</summary>What must f be given, so that exactly one weight is nudged? And what must be true of all
# weights again before the next one has its turn?</details>
# <details><summary>Hint 2</summary>Make a float array for the result. Loop with <code>for place in np.ndindex(w.shape)</code>:
# that gives every place of an array of any shape, as an index. For each, make an array that is zero except for eps at
# this place; add it to w, subtract it from w, look at both.</details>

# %% nbgrader={"grade": true, "grade_id": "numerical_gradient", "points": 6}
import numpy as np
from nncourse.checks import Check, Counted, Fault


def mixed(w):
    return w[0] * w[1] / 2 + w[2] ** 3


def rows(w):
    return float(np.sum(w[0] * w[1]))


def looks():
    w, f = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), Counted(rows)
    check.target(f, w.copy(), 0.5)
    if len(f.values) != 2 * w.size:
        raise Fault("count", f"For 6 weights it called f {len(f.values)} times, not 2 · 6 = 12 times.")
    nudges = [arguments[0] - w for arguments in f.arguments]
    if any(np.sum(abs(nudge) > 1e-9) != 1 for nudge in nudges):
        raise Fault("nudges", "It did not nudge exactly one weight in each look.")
    if len({tuple(np.round(nudge.ravel(), 6)) for nudge in nudges}) != 12:
        raise Fault("sides", "It did not nudge every weight once up and once down.")


check = Check("numerical_gradient", module="differences")
check.case(mixed, np.array([2.0, 3.0, 1.0]), 0.25, gives=[1.5, 1.0, 3.0625])
check.case(rows, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), gives=[[4.0, 5.0, 6.0], [1.0, 2.0, 3.0]])
check.case(mixed, np.array([2, 3, 1]), 0.25, gives=[1.5, 1.0, 3.0625])
check.that("6 weights: 12 looks, one weight nudged in each", looks, points=2)
### BEGIN HIDDEN TESTS
check.hidden()
c, w = check.rng.uniform(0.5, 2.0, size=(2, 4, 1, 3))


def hill(w):
    return float(np.sum(c * w**3) + np.sum(w) ** 2)


check.case(hill, w, 0.25, gives=c * (3 * w**2 + 0.25**2) + 2 * w.sum())
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 4 · `forward_gradient`
#
# ●●○○○ · 8 minutes · 5 points
#
# The same with forward differences. All of them start from the same look, $L(w)$ without a nudge. So $n$ weights need
# only $n + 1$ looks. That is the lecture's method, and the cheaper one.
#
# <details><summary>Hint 1</summary>Which of the values of f does not change from one weight to the next?</details>
# <details><summary>Hint 2</summary>Look at f(w) once and keep it, before the loop. In the loop nudge one weight upwards,
# look, subtract what you kept, divide by eps.</details>

# %% nbgrader={"grade": true, "grade_id": "forward_gradient", "points": 5}
import numpy as np
from nncourse.checks import Check, Counted, Fault


def mixed(w):
    return w[0] * w[1] / 2 + w[2] ** 3


def rows(w):
    return float(np.sum(w[0] * w[1]))


def looks():
    w, f = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), Counted(rows)
    check.target(f, w.copy(), 0.5)
    if len(f.values) != w.size + 1:
        raise Fault(f"count {len(f.values)}", f"For 6 weights it called f {len(f.values)} times, not 6 + 1 = 7 times.")
    nudged = sorted(int(np.sum(abs(arguments[0] - w) > 1e-9)) for arguments in f.arguments)
    if nudged != [0, 1, 1, 1, 1, 1, 1]:
        raise Fault("nudges", "It must look once at w itself, and then nudge exactly one weight in each look.")


check = Check("forward_gradient", module="differences")
check.case(mixed, np.array([2, 3, 1]), 0.25, gives=[1.5, 1.0, 3.8125])
check.case(rows, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), gives=[[4.0, 5.0, 6.0], [1.0, 2.0, 3.0]])
check.that("6 weights: 7 looks at the loss", looks, points=2)
### BEGIN HIDDEN TESTS
check.hidden()
c, w = check.rng.uniform(0.5, 2.0, size=(2, 4, 1, 3))


def hill(w):
    return float(np.sum(c * w**2) + np.sum(w) ** 2)


check.case(hill, w, 0.25, gives=c * (2 * w + 0.25) + 2 * w.sum() + 0.25)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 5 · `relative_error`
#
# ●●○○○ · 6 minutes · 4 points
#
# Are two gradients the same? A difference of 0.001 is nothing beside a slope of 1000, and a disaster beside a slope of
# 0.001. So divide by their size, for each weight, and report the worst:
#
# $$\max_i \; \frac{|a_i - b_i|}{\max(10^{-8},\; |a_i| + |b_i|)}$$
#
# 0 means the same, 1 means nothing in common. The $10^{-8}$ is there for weights at which both slopes are 0.
#
# <details><summary>Hint 1</summary>There are two kinds of "maximum" in the formula: one of two numbers, for each weight,
# and one over all weights. Which NumPy function does which?</details>
# <details><summary>Hint 2</summary>np.maximum works element by element and keeps the denominator up; np.max takes the largest
# element of an array. Take absolute values before you add, not after.</details>

# %% nbgrader={"grade": true, "grade_id": "relative_error", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("relative_error", module="differences")
check.case(np.array([2.0, -3.0, 0.5]), np.array([1.0, -5.4, 0.3]), gives=1 / 3)
check.case(np.array([[1.0, -2.0], [3.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), gives=1.0)
check.case(np.array([0.0, 3e-9]), np.array([0.0, -1e-9]), gives=0.4)
### BEGIN HIDDEN TESTS
check.hidden()
a, more = check.rng.uniform(0.5, 2.0, size=(2, 3, 4))
b = a + more
mirrored = a * np.where(a == a.max(), -1, 1)
worst = max(q / (2 * p + q) for p, q in zip(a.ravel(), more.ravel()))
check.same("random ones", lambda: [check.target(a, b), check.target(mirrored, b)], gives=[worst, 1.0])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 4 · See your own code work
#
# The first picture again, now with **your** two differences. The thin dashed lines are the reference.

# %%
secant_and_tangent()

# %% [markdown]
# ### How small should ε be?
#
# The formulas say: the smaller, the better. The computer has another opinion. It keeps about 16 digits of every number
# (`float64`; about 7 with `float32`) and drops the rest. The picture shows the error of your differences, for each
# $\varepsilon$ from 1 down to $10^{-16}$. At first you see only its right end. **Mark the place** where you expect the error of the
# forward difference to be smallest: move the slider there, then uncover the rest.

# %%
error_against_eps()

# %% [markdown]
# Scrub along the V and look through the magnifying glass on the right. On the right branch the curve bends away from the line
# (*truncation* error). On the left one you see single numbers of the computer, as a staircase: $f(w + \varepsilon)$
# and $f(w)$ agree in almost all digits, and the difference is made of the few that are left (*round-off* error).
#
# For $\sin(w)$, read off near which power of ten each V has its bottom. Judge by the whole V, not by one lucky dip. Type
# the exponent, −3 for $10^{-3}$:
#
# - `forward_power` and `central_power`: for the two differences in `float64`;
# - `forward_power_float32`: for the forward difference in `float32` (the menu "Numbers").

# %% nbgrader={"grade_id": "best_eps_answers", "solution": true}
forward_power = None
central_power = None
forward_power_float32 = None
### BEGIN SOLUTION
forward_power = -8
central_power = -5
forward_power_float32 = -4
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "best_eps", "points": 3}
from nncourse.checks import Check

check = Check("best_eps")
check.answer("forward_power", decimals=0)
check.answer("central_power", decimals=0)
check.answer("forward_power_float32", decimals=0)
check.score()

# %% [markdown]
# Why there? Let $u$ be the *unit round-off*, the relative size of what the computer drops: $1.1 \cdot 10^{-16}$ for
# `float64`, $6 \cdot 10^{-8}$ for `float32`. Dividing by $\varepsilon$ turns a loss of $u$ into an error of about
# $u/\varepsilon$. To that the forward difference adds its own error, about $\varepsilon$; the sum is smallest near
# $\varepsilon = \sqrt{u}$. The central one adds about $\varepsilon^2$, and is best near $\varepsilon = \sqrt[3]{u}$. Even then the forward
# difference keeps only half of the digits, and the central one two thirds. The defaults in your functions, $10^{-6}$ and
# $10^{-5}$, are a little larger than that: the loss of a network is a long sum, and drops more than one $u$.
#
# ## 5 · Look closer: what it costs
#
# One gradient of $n$ weights takes $n + 1$ looks at the loss (forward) or $2n$ (central). And a look is not free: every
# weight takes part in it, so its time grows with $n$ as well, $\Theta(n)$ ("of the order of n"). Together $\Theta(n^2)$.
#
# **On paper:** a network has $10^9$ weights. One look at its loss takes one second.
#
# - `times_longer`: by the $n^2$ rule, how many times as long does a gradient take if $n$ grows tenfold?
# - `looks`: how many looks does `forward_gradient` take for the $10^9$ weights, exactly?
# - `years`: how many years is that, for **one** step of gradient descent? A year has $3.15 \cdot 10^7$ seconds. A whole number.

# %% nbgrader={"grade_id": "cost_on_paper_answers", "solution": true}
times_longer = None
looks = None
years = None
### BEGIN SOLUTION
times_longer = 100
looks = 1_000_000_001
years = 32
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "cost_on_paper", "points": 3}
from nncourse.checks import Check

check = Check("cost_on_paper")
check.answer("times_longer", decimals=0)
check.answer("looks", decimals=0)
check.answer("years", decimals=0)
check.score()

# %%
# Now measure it, with your functions: a model that predicts w₁x₁ + … + wₙxₙ, for 100 examples.
# Its exact gradient has a formula. It takes one backward pass, about as long as two looks, for all weights at once.
cost_of_differences()

# %% [markdown]
# A measured time is never exact: another program takes the processor for a moment, and for few weights Python itself costs
# more than the sums. So look at the trend, not at a point: the line gets steeper as $n$ grows, towards slope 2 on these axes. The fitted slope may
# come out a little above 2 as well, and another one each time you run your code again.
#
# ## 6 · Your tool from now on: checking a gradient
#
# Too slow to train with, but perfect as a judge. From the next notebook on you will write gradients as formulas, and a
# formula with a lost sign still runs. So you compare it with a measurement, on a small example. Three rules:
#
# 1. **Many outputs? Weigh them at random.** Most functions here give an array. To get one number, multiply it by a random
#    array $u$, the *upstream* gradient, and add everything up. With all ones in its place errors could cancel.
# 2. **Stay away from kinks.** At the corner of $\max(0, w)$ the slope jumps; two looks across it measure neither side.
# 3. **Judge by the relative error**, and in `float64`:
#
# | relative error | what it usually means |
# |---|---|
# | above $10^{-2}$ | the gradient is probably wrong |
# | $10^{-2}$ to $10^{-4}$ | be suspicious |
# | $10^{-4}$ and less | all right for a loss with kinks; too much for a smooth one |
# | $10^{-7}$ and less | be happy |
#
# Source: CS231n, *Neural Networks Part 3*, gradient checks. (CS231n divides by the larger of the two instead of their sum;
# that at most doubles the number.) In a deep network errors add up: with ten layers even $10^{-2}$ may be all right.
#
# Three functions, each with what somebody says is its derivative. Run the check with your code. **Two** stand out, but only one
# of the derivatives is wrong: the other one has met a kink. Find out which by moving away from it: change the line
# `w[0, 0] = 3e-6` to `w[0, 0] = 0.3` and run the cell again.
#
# - `wrong_one`: whose derivative is wrong? Type its letter in quotes, such as `"A"`.

# %%
import numpy as np
from nnlib import differences

A = lambda w: np.log(1 + np.exp(w)), lambda w: 1 / (1 + np.exp(-w))
B = lambda w: np.maximum(0.0, w), lambda w: np.where(w > 0, 1.0, 0.0)
C = lambda w: w * np.tanh(w), lambda w: np.tanh(w) + 1 - np.tanh(w) ** 2
w, upstream = np.random.default_rng(0).uniform(0.5, 2.0, size=(2, 3, 4))
w[0, 0] = 3e-6
with your_code():
    for name, (function, derivative) in {"A": A, "B": B, "C": C}.items():
        measured = differences.numerical_gradient(lambda w: np.sum(upstream * function(w)), w)
        error = differences.relative_error(upstream * derivative(w), measured)
        print(f"{name}: relative error {error:.1e}")

# %% nbgrader={"grade_id": "suspects_answers", "solution": true}
wrong_one = None
### BEGIN SOLUTION
wrong_one = "C"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "suspects", "points": 1}
from nncourse.checks import Check

check = Check("suspects")
check.answer("wrong_one")
check.score()

# %% [markdown] nbgrader={"grade_id": "why_keep_them_question"}
# ## 7 · Reflect
#
# **In your own words (4 points, read by a person):** Nobody trains a large network with finite differences, and yet everybody
# who writes gradients keeps them. Why both? Say what they cost and why, and what makes them worth keeping. And: why
# does a smaller $\varepsilon$ not make them exact? Five to seven sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) cost: n weights need n + 1 (or 2n) evaluations of the loss, each of which costs Θ(n), so Θ(n²) for one
# gradient, for every step; a backward pass gives the same in Θ(n); with a number or an example (10⁹ weights: years for one step);
# (b) use: they need only the loss, no derivative, so they are independent of the formula they test; on a small example, done
# once, the cost does not matter; (c) ε: a smaller ε lowers the truncation error, but f(w + ε) and f(w) agree in more and more
# digits, so their difference loses digits and dividing by ε enlarges the round-off: there is a best ε (√u or ∛u), not 0.
#
# **2 to 3 points:** two of the three with reasons, or all three with one of them only claimed.
#
# **1 point:** "they are slow but simple", or "they are only approximate", with no more.
#
# **0 points:** claims that a smaller ε always helps and a faster computer would make them usable for training.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_keep_them", "points": 4, "solution": true}
# A gradient of $n$ weights takes $n + 1$ looks at the loss, and each look costs of the order of $n$ operations, so one step costs of the
# order of $n^2$. With $10^9$ weights and one second for a look that is 32 years for one step, where a backward pass takes
# seconds. But finite differences need nothing except the loss itself. So they are an independent witness: if a
# formula and a measurement agree to seven digits, the formula is very likely right. For such a test a small example is
# enough, and there the cost is nothing. A smaller $\varepsilon$ helps only at first: then $f(w + \varepsilon)$ and $f(w)$ agree in nearly all
# digits that the computer keeps, the difference is mostly round-off, and dividing by $\varepsilon$ makes it large.

# %% [markdown]
# ## 8 · What you now have
#
# | in words | formula | looks at the loss | in `nnlib.differences` |
# |---|---|---|---|
# | a slope, looking ahead | $(L(w + \varepsilon) - L(w)) / \varepsilon$ | 2 | `forward_difference` |
# | a slope, looking both ways | $(L(w + \varepsilon) - L(w - \varepsilon)) / (2\varepsilon)$ | 2 | `central_difference` |
# | the gradient, cheaper | the first, for each weight | $n + 1$ | `forward_gradient` |
# | the gradient, more exact | the second, for each weight | $2n$ | `numerical_gradient` |
# | are they the same? | $\max_i \lvert a_i - b_i\rvert / \max(10^{-8}, \lvert a_i\rvert + \lvert b_i\rvert)$ | | `relative_error` |
#
# The error is about $\varepsilon$ (forward) or $\varepsilon^2$ (central), plus round-off of about $u/\varepsilon$; the cost is $\Theta(n^2)$.
#
# **Next week:** the gradient of all weights in one backward pass, $\Theta(n)$. Notebook 03 takes a formula apart into
# gates and sends slopes backwards through them. You will check every one of them with `numerical_gradient`.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 02` in a terminal. It makes one zip and says if
# something is missing.
