# ---
# jupyter:
#   nncourse:
#     module: losses
#     title: Losses
#     question: How do you say with one number how wrong a model is, so that it can learn from it?
#     minutes: 85
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 · Losses
#
# **How do you say with one number how wrong a model is, so that it can learn from it?**
#
# | | |
# |---|---|
# | You need | notebook 01: a loss and its slope; NumPy arrays of shape (N,) and (N, C); the logarithm from school |
# | You will have built | `nnlib/losses.py`: the four losses with which nearly every network is trained, the slope of each, and one-hot labels |
# | Time | about 85 minutes |
# | Points | 46: four for words, the rest checked by the notebook |

# %%
import numpy as np
from nncourse.notebook import start, your_code
from nncourse.widgets import Choice
from nncourse.widgets.losses import cost_of_a_probability, outlier_and_lines

start("losses")

# %% [markdown]
# ## 1 · Explore: one point that does not fit
#
# Ten measurements, and a line that should run through them: $\hat{y} = w \cdot x$. The hat marks a prediction: $\hat{y}$
# (say "y hat") is what the model says, $y$ is what was measured. At each point the line is a little wrong.
#
# Two losses make one number of the ten errors. The **mean squared error** (MSE) squares each error and takes the mean. The
# **mean absolute error** (MAE) only drops the signs and takes the mean. Each loss has its own best line.
#
# **Predict first.** Then drag the large point straight up to the upper edge of the picture, and down again.

# %% jupyter={"source_hidden": true}
# Predict, then drag: run this cell (Shift + Enter)
outlier_and_lines(
    own=False,
    question=Choice(
        "You drag one of the ten points far away from the others. Which best line goes after it?",
        [
            "MSE's line follows it, MAE's hardly moves",
            "MAE's line follows it, MSE's hardly moves",
            "both follow it alike",
        ],
        right=0,
        because="Squared, one large error outweighs nine small ones. For MAE the point has one vote, however far it is.",
    ),
)

# %% [markdown]
# Leave the large point at the **upper** edge, above the place where it started, and read off, with one decimal:
#
# - `w_mse` and `w_mae`: the weights of the two best lines.
#
# Then look at the arrows in the left picture while you move the slider of $w$. Each arrow shows how strongly a loss pulls
# the prediction at one point, and which way. MSE's arrows are long where the error is large. What about MAE's? On the right
# stand both losses for every $w$; the green arrows are the steps that gradient descent would take from where you are.

# %% nbgrader={"grade_id": "losses_explore_answers", "solution": true}
w_mse = None
w_mae = None
### BEGIN SOLUTION
w_mse = 2.7
w_mae = 2.1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "losses_explore", "points": 2}
from nncourse.checks import Check

check = Check("losses_explore")
check.answer("w_mse", decimals=1)
check.answer("w_mae", decimals=1)
check.score()

# %% [markdown]
# ## 2 · The idea: one number, and a slope for each prediction
#
# A model has made $N$ predictions, and each is a little wrong. To train it you need two things. **One number** that says how
# wrong they are together, so that "better" has a meaning. And for **each prediction a slope**: which way it should move, and
# how strongly. The backward pass of notebook 04 starts with these slopes and carries them on to the weights.
#
# $$\text{MSE} = \frac{1}{N}\sum_{i=1}^{N}\left(y^{(i)} - \hat{y}^{(i)}\right)^2
# \qquad \text{MAE} = \frac{1}{N}\sum_{i=1}^{N}\left|y^{(i)} - \hat{y}^{(i)}\right|$$
#
# The small $(i)$ is the number of the sample, not a power; $\sum$ adds up over all samples. The slopes come from the chain rule:
#
# $$\frac{\partial\,\text{MSE}}{\partial \hat{y}^{(i)}} = \frac{2}{N}\left(\hat{y}^{(i)} - y^{(i)}\right)
# \qquad \frac{\partial\,\text{MAE}}{\partial \hat{y}^{(i)}} = \frac{1}{N}\,\text{sign}\left(\hat{y}^{(i)} - y^{(i)}\right)$$
#
# sign is $+1$ for a positive number, $-1$ for a negative one, 0 for 0. Both slopes are positive where the prediction is too high.
#
# ### By hand
#
# Right values $y = [5.0,\ 4.0,\ 4.9]$, predictions $\hat{y} = [4.2,\ 3.8,\ 5.1]$. On paper, with up to three decimals:
#
# - `mse_by_hand` and `mae_by_hand`: the two losses;
# - `mse_slope` and `mae_slope`: the slope of each for the **first** prediction, 4.2.

# %% nbgrader={"grade_id": "losses_by_hand_answers", "solution": true}
mse_by_hand = None
mae_by_hand = None
mse_slope = None
mae_slope = None
### BEGIN SOLUTION
mse_by_hand = 0.24
mae_by_hand = 0.4
mse_slope = -0.533
mae_slope = -0.333
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "losses_by_hand", "points": 4}
from nncourse.checks import Check

check = Check("losses_by_hand")
check.answer("mse_by_hand", decimals=3)
check.answer("mae_by_hand", decimals=3)
check.answer("mse_slope", decimals=2)
check.answer("mae_slope", decimals=2)
check.score()

# %% [markdown]
# ## 3 · Build: losses for numbers
#
# Everything goes into `nnlib/losses.py`. In all functions the right values come first, the predictions second, in the same
# shape. A model may give several numbers for each sample: then the shape is $(N, C)$, and MSE and MAE take the mean over
# **all** $N \cdot C$ of them. Mind the shapes: from $(N,)$ and $(N, 1)$ NumPy makes a table of $N \times N$ differences, without a
# word. One point in each check is given at grading, for inputs that you do not see here.
#
# ### Exercise 1 · `mse` and `mse_gradient`
#
# ●○○○○ · 8 minutes · 3 + 4 points
#
# The loss is one number. Its gradient has the shape of the predictions: one slope for each of them.
#
# <details><summary>Hint 1</summary>In which order do "square", "subtract" and "mean" come? And for the gradient: how many
# numbers share the mean, if the array has shape (2, 3)?</details>
# <details><summary>Hint 2</summary>Subtract the arrays, square, and let np.mean do the rest: without an axis it takes the mean over
# everything. For the gradient there is nothing to add up: twice the difference, prediction first, divided by the size of
# the array.</details>

# %% nbgrader={"grade": true, "grade_id": "mse", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("mse", module="losses")
check.case(np.array([3.0, -1.0, 2.0]), np.array([2.5, 0.0, 4.0]), gives=1.75)
y, p = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]]), np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 2.0]])
check.case(y, p, gives=11 / 6)
### BEGIN HIDDEN TESTS
check.hidden()
y, p = check.rng.normal(size=(2, 3, 4))
check.case(y, p, gives=sum((a - b) ** 2 for a, b in zip(y.ravel(), p.ravel())) / 12)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "mse_gradient", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("mse_gradient", module="losses")
check.case(np.array([3.0, -1.0, 2.0]), np.array([2.5, 0.0, 4.0]), gives=[-1 / 3, 2 / 3, 4 / 3], points=2)
y, p = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]]), np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 2.0]])
check.case(y, p, gives=[[1 / 3, 0.0, -2 / 3], [1 / 3, -2 / 3, 1 / 3]])
### BEGIN HIDDEN TESTS
check.hidden()
y, p = check.rng.normal(size=(2, 3, 4))
check.case(y, p, gives=(p - y) / 6)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 2 · `mae` and `mae_gradient`
#
# ●○○○○ · 6 minutes · 3 + 4 points
#
# The same without the square. At an error of 0 the absolute value has a corner, and no slope of its own; your function gives 0
# there, because a prediction that is right needs no push.
#
# <details><summary>Hint 1</summary>What would the mean of the errors be, if one is +2 and one −2? What must happen before you take
# the mean?</details>
# <details><summary>Hint 2</summary>np.abs drops the signs, np.sign keeps nothing but the signs. In the gradient, the prediction
# comes first in the difference: too high means a positive slope.</details>

# %% nbgrader={"grade": true, "grade_id": "mae", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("mae", module="losses")
check.case(np.array([3.0, -1.0, 2.0]), np.array([2.5, 0.0, 4.0]), gives=3.5 / 3)
y, p = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0]]), np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 2.0]])
check.case(y, p, gives=7 / 6)
### BEGIN HIDDEN TESTS
check.hidden()
y, p = check.rng.normal(size=(2, 3, 4))
check.case(y, p, gives=sum(abs(a - b) for a, b in zip(y.ravel(), p.ravel())) / 12)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "mae_gradient", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("mae_gradient", module="losses")
check.case(np.array([3.0, -1.0, 2.0]), np.array([2.5, 0.0, 4.0]), gives=[-1 / 3, 1 / 3, 1 / 3])
y, p = np.array([[1.0, 0.5, 2.0], [0.0, 3.0, 1.0]]), np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 2.0]])
check.case(y, p, gives=[[1 / 6, -1 / 6, -1 / 6], [1 / 6, -1 / 6, 1 / 6]])
check.case(np.array([2.0, 5.0]), np.array([2.0, 3.0]), gives=[0.0, -0.5])
### BEGIN HIDDEN TESTS
check.hidden()
y, error = check.rng.uniform(0.5, 2.0, size=(2, 3, 4))
side = check.rng.choice([-1.0, 1.0], size=(3, 4))
check.case(y, y + side * error, gives=side / 12)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### See your own code work
#
# The picture from the start, now with **your** four functions: they draw the curves on the right and all arrows. Put the large
# point far away, then move your line slowly up through the points. **Predict:** as the line comes near a point, which of the two
# pulls gets short, and which keeps its length and only turns round? Then look right: which loss takes the long step from far away?

# %%
outlier_and_lines()

# %% [markdown]
# ## 4 · Look closer: what is quadratic, and what is not
#
# The slides speak of MSE's *quadratic gradient*. Look at the formulas again. The **loss** is quadratic: twice the error,
# four times the loss. Its **gradient** is linear: twice the error, twice the slope. MAE's loss is linear, and its
# gradient constant: the same push for an error of 0.01 and of 100. (And $1.2/3$, on another slide, is not
# *about* 0.4 but exactly 0.4. If your `mae` prints something like 0.39999999999999974, that is only the computer's rounding.)
#
# **Predict:** a single prediction is 100.04 too high. It walks downhill, with $\eta = 0.1$. Which loss brings it home sooner?
# And what will MAE do when it has arrived? Then run the cell.

# %%
from nnlib import descent, losses

right_value, first = np.array([5.0]), np.array([105.04])
with your_code():
    for name, slope in {"MSE": losses.mse_gradient, "MAE": losses.mae_gradient}.items():
        walk = descent.gradient_descent(lambda p: slope(right_value, p), first, 0.1, 1002)
        errors = walk[:, 0] - right_value[0]
        print(name, "  ".join(f"step {t}: {errors[t]:.2f}" for t in (0, 1, 10, 50, 1000, 1001, 1002)))

# %% [markdown]
# MSE takes a fifth of the error off with every step: fast from far away, gentle near the goal, and just as eager to please an
# outlier. MAE takes 0.1 off, always: robust, but a thousand steps from far away, and at the goal it jumps to and fro.
#
# ## 5 · Explore: what a probability costs
#
# Is this tumor malignant? The answer is yes or no: a **label** $y$, 1 or 0. The model answers with a probability $p$ that
# $y$ is 1. (It is the model's prediction, so the slides write $\hat{y}$ for it.) The loss for that is the **binary cross-entropy**
# (BCE). **Predict first**, then drag $p$, for both labels.

# %% jupyter={"source_hidden": true}
# Predict, then drag: run this cell (Shift + Enter)
cost_of_a_probability(
    own=False,
    question=Choice(
        "The label is 1. The model says p = 0.1, then 0.01, then 0.001. What does the loss do?",
        ["it grows tenfold each time", "it grows by the same amount each time", "it comes to rest near 1"],
        right=1,
        because="−log p grows by 2.3 for each factor of ten. But its slope, −1/p, grows tenfold each time.",
    ),
)

# %% [markdown]
# The loss is $-\log$ of the probability that the model gave to **what is true** (log is the natural logarithm). That is $p$ if
# $y = 1$, and $1 - p$ if $y = 0$. Each time this probability is halved, the loss grows by the same
# $\log 2 \approx 0.69$. One formula says both, because one of its two terms is always 0:
#
# $$\text{BCE} = -\frac{1}{N}\sum_{i=1}^{N}\left[\,y^{(i)} \log p^{(i)} + (1 - y^{(i)}) \log(1 - p^{(i)})\,\right]$$
#
# With more than two classes the model gives each class $c$ a probability $p_c$. The label becomes a row that is 1 at the right class and 0
# elsewhere, a **one-hot** row: of three classes the second is $[0, 1, 0]$. The **categorical cross-entropy** (CCE) adds up over the $C$
# classes, where the one-hot row picks out the right one, and takes the mean over the samples:
#
# $$\text{CCE} = -\frac{1}{N}\sum_{i=1}^{N}\sum_{c=1}^{C} y_c^{(i)} \log p_c^{(i)}$$
#
# **From the picture, with two decimals:** `p_for_loss_1`: for $y = 1$, at which $p$ is the loss 1?
#
# **By hand, with three decimals** (a calculator knows the natural logarithm as *ln*):
#
# - `bce_by_hand`: labels $[1, 0, 1]$, probabilities $[0.7,\ 0.3,\ 0.9]$;
# - `cce_by_hand`: three samples of class 2, class 1 and class 3 (as the slides count: from 1), with the rows of probabilities
#   $[0.1, 0.7, 0.2]$, $[0.6, 0.3, 0.1]$ and $[0.1, 0.6, 0.3]$.

# %% nbgrader={"grade_id": "losses_of_probabilities_answers", "solution": true}
p_for_loss_1 = None
bce_by_hand = None
cce_by_hand = None
### BEGIN SOLUTION
p_for_loss_1 = 0.37
bce_by_hand = 0.273
cce_by_hand = 0.691
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "losses_of_probabilities", "points": 3}
from nncourse.checks import Check

check = Check("losses_of_probabilities")
check.answer("p_for_loss_1", decimals=2)
check.answer("bce_by_hand", decimals=3)
check.answer("cce_by_hand", decimals=3)
check.score()

# %% [markdown]
# ## 6 · Build: losses for probabilities
#
# ### Exercise 3 · `bce` and `bce_gradient`
#
# ●●●○○ · 14 minutes · 4 + 4 points
#
# What if a model is confident and wrong, $p = 0$ where $y = 1$? Then $\log 0 = -\infty$, and this one sample makes the whole loss
# infinite; where it is confident and right, Python even gets $0 \cdot (-\infty)$, which is *nan*, not a number. So first of all, **clip** $p$ to
# $[10^{-12}, 1 - 10^{-12}]$: what lies outside moves to the nearer end. The worst that a sample can cost is then
# $-\log 10^{-12} \approx 27.6$. Its slope, with $n$ for the number of all probabilities:
#
# $$\frac{\partial\,\text{BCE}}{\partial p} = \frac{1}{n}\left[-\frac{y}{p} + \frac{1 - y}{1 - p}\right]$$
#
# <details><summary>Hint 1</summary>Where must the clipping happen: before the logarithm or after it? At which of the two ends can
# p, and at which can 1 − p, make trouble?</details>
# <details><summary>Hint 2</summary>np.clip(array, low, high) gives a new array. Use it in place of y_pred everywhere below: the logarithm of
# it where y is 1, of one minus it where y is 0. Mind the minus in front, and the mean. The gradient begins with the
# same clip, divides by the size of the array, and adds nothing up.</details>

# %% nbgrader={"grade": true, "grade_id": "bce", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("bce", module="losses")
check.case(np.array([1, 0, 0, 1]), np.array([0.8, 0.4, 0.1, 0.5]), gives=0.38311929)
y, p = np.array([[1, 0, 1], [0, 0, 1]]), np.array([[0.9, 0.2, 0.3], [0.6, 0.1, 0.7]])
check.case(y, p, gives=0.48513384)
check.case(np.array([1, 0, 0, 1]), np.array([0.0, 0.0, 1.0, 0.2]), gives=14.21787, tolerance=1e-4)
### BEGIN HIDDEN TESTS
check.hidden()
y, p = check.rng.integers(0, 2, size=(3, 4)), check.rng.uniform(0.05, 0.95, size=(3, 4))
check.case(y, p, gives=-np.log(np.where(y == 1, p, 1 - p)).sum() / 12)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "bce_gradient", "points": 4}
import numpy as np
from nncourse.checks import Check, Fault


def at_the_ends():
    slopes = np.array(check.target(np.array([1, 0, 1, 0]), np.array([0.0, 1.0, 1.0, 0.0])), dtype=float)
    if not np.isfinite(slopes).all():
        raise Fault("not finite", f"It gave {slopes.ravel().tolist()} for y = [1, 0, 1, 0]. Clip p first.")
    if not (slopes[0] < -1e6 and slopes[1] > 1e6):
        name = "turned" if slopes[0] > 1e6 else "no push"
        raise Fault(name, "Confident and wrong needs a push: at y = 1, p = 0 a very large negative slope.")
    if not np.allclose(slopes, [-2.5e11, 2.5e11, -0.25, 0.25], rtol=0.01):
        factor = slopes[2] / -0.25
        name = "clipped elsewhere" if np.isclose(factor, 1, rtol=0.01) else f"another size {factor:.3g}"
        raise Fault(name, f"It gave {[float(f'{one:.3g}') for one in slopes]}.")


check = Check("bce_gradient", module="losses")
check.case(np.array([1, 0, 0, 1]), np.array([0.8, 0.4, 0.1, 0.5]), gives=[-0.3125, 5 / 12, 5 / 18, -0.5])
y, p = np.array([[1, 0, 1], [0, 0, 1]]), np.array([[0.5, 0.2, 0.4], [0.6, 0.5, 0.8]])
check.case(y, p, gives=[[-1 / 3, 5 / 24, -5 / 12], [5 / 12, 1 / 3, -5 / 24]])
check.that("y = [1, 0, 1, 0], p = [0, 1, 1, 0]: finite slopes, of the right size", at_the_ends)
### BEGIN HIDDEN TESTS
check.hidden()
y, p = check.rng.integers(0, 2, size=(3, 4)), check.rng.uniform(0.05, 0.95, size=(3, 4))
check.case(y, p, gives=np.where(y == 1, -1 / p, 1 / (1 - p)) / 12)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 4 · `one_hot`
#
# ●●○○○ · 6 minutes · 3 points
#
# From class numbers to rows. Python counts from 0: with three classes the labels are 0, 1 and 2, and label 1 is $[0, 1, 0]$. How
# many classes there are is told by `num_classes`: a class may exist although no sample in this batch has it.
#
# <details><summary>Hint 1</summary>Which shape does the result have? For row i, in which column is the 1?</details>
# <details><summary>Hint 2</summary>Begin with zeros and write a 1 into each row, in a loop or with two index arrays at once. Or: what
# do you get if you pick rows out of np.eye(num_classes), the matrix with ones on its diagonal?</details>

# %% nbgrader={"grade": true, "grade_id": "one_hot", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("one_hot", module="losses")
check.case(np.array([2, 0, 1, 2]), 3, gives=[[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
check.case(np.array([1, 3, 0]), 5, gives=[[0, 1, 0, 0, 0], [0, 0, 0, 1, 0], [1, 0, 0, 0, 0]])
### BEGIN HIDDEN TESTS
check.hidden()
labels = check.rng.integers(0, 6, size=9)
check.case(labels, 7, gives=[[float(column == label) for column in range(7)] for label in labels])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 5 · `cce` and `cce_gradient`
#
# ●●●○○ · 10 minutes · 4 + 4 points
#
# Each row is one sample. Inside a row you **add up** over the classes; then you take the **mean over the rows**. It is not the mean
# over all $N \cdot C$ numbers: $C - 1$ of the $C$ terms in a row are 0 and should not make the loss look small. The slope:
#
# $$\frac{\partial\,\text{CCE}}{\partial p_c^{(i)}} = -\frac{1}{N}\,\frac{y_c^{(i)}}{p_c^{(i)}}$$
#
# Clip $p$ first, as before.
#
# <details><summary>Hint 1</summary>For an array of shape (4, 3): which axis are the classes? How many samples share the mean?</details>
# <details><summary>Hint 2</summary>Multiply the one-hot rows by the logarithms, add up everything, and divide by the number of rows, which is
# len(y_true). In the gradient only the right class of each row gets a slope; the one-hot row sees to that.</details>

# %% nbgrader={"grade": true, "grade_id": "cce", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("cce", module="losses")
y = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]])
p = np.array([[0.2, 0.3, 0.5], [0.4, 0.5, 0.1], [0.1, 0.8, 0.1], [0.3, 0.1, 0.6]])
check.case(y, p, gives=0.75913857)
check.case(
    np.array([[0, 0, 0, 1], [0, 1, 0, 0]]), np.array([[0.3, 0.2, 0.1, 0.4], [0.1, 0.3, 0.4, 0.2]]), gives=1.06013177
)
y, p = np.array([[1, 0], [0, 1], [0, 1]]), np.array([[0.0, 1.0], [0.25, 0.75], [1.0, 0.0]])
check.case(y, p, gives=18.516575, tolerance=1e-4)
### BEGIN HIDDEN TESTS
check.hidden()
labels, p = check.rng.integers(0, 4, size=5), check.rng.dirichlet(3 * np.ones(4), size=5) * 0.96 + 0.01
check.case(np.eye(4)[labels], p, gives=-sum(np.log(row[label]) for row, label in zip(p, labels)) / 5)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "cce_gradient", "points": 4}
import numpy as np
from nncourse.checks import Check, Fault


def at_the_ends():
    y, p = np.array([[1, 0], [0, 1], [0, 1]]), np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    slopes = np.array(check.target(y, p), dtype=float)
    if not np.isfinite(slopes).all():
        raise Fault("not finite", f"It gave {slopes.ravel().tolist()}. Clip p first.")
    if not (slopes[0, 0] < -1e6 and slopes[2, 1] < -1e6):
        name = "turned" if slopes[0, 0] > 1e6 else "no push"
        raise Fault(name, "Confident and wrong needs a push: at y = 1, p = 0 a very large negative slope.")
    if not np.allclose(slopes, [[-1e12 / 3, 0], [0, -1 / 3], [0, -1e12 / 3]], rtol=0.01):
        factor = slopes[1, 1] * -3
        name = "clipped elsewhere" if np.isclose(factor, 1, rtol=0.01) else f"another size {factor:.3g}"
        raise Fault(name, f"It gave {[[float(f'{one:.3g}') for one in row] for row in slopes]}.")


check = Check("cce_gradient", module="losses")
y = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]])
p = np.array([[0.2, 0.3, 0.5], [0.4, 0.5, 0.1], [0.1, 0.8, 0.1], [0.25, 0.15, 0.6]])
check.case(y, p, gives=[[0, 0, -0.5], [-0.625, 0, 0], [0, -0.3125, 0], [-1, 0, 0]])
y, p = np.array([[0, 0, 0, 1], [0, 1, 0, 0]]), np.array([[0.3, 0.2, 0.1, 0.4], [0.1, 0.5, 0.2, 0.2]])
check.case(y, p, gives=[[0, 0, 0, -1.25], [0, -1, 0, 0]])
check.that("p = 0 for the right class: finite slopes, of the right size", at_the_ends)
### BEGIN HIDDEN TESTS
check.hidden()
labels, p = check.rng.integers(0, 4, size=5), check.rng.dirichlet(3 * np.ones(4), size=5) * 0.96 + 0.01
slopes = [[-0.2 / one if column == label else 0.0 for column, one in enumerate(row)] for row, label in zip(p, labels)]
check.case(np.eye(4)[labels], p, gives=slopes)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 7 · See your own code work
#
# The second picture, now drawn by your `bce` and `bce_gradient`. Switch on the squared error, $(y - p)^2$, and go to a place where the
# model is confident and wrong. **Predict:** which of the two losses gives it a strong push back?

# %%
cost_of_a_probability()

# %% [markdown]
# For $y = 1$ the squared error never has a slope beyond $-2$, however wrong $p$ is. Cross-entropy has $-1/p$: the surer the model is of the
# wrong answer, the harder the push. Where it is confident and right, the slope is at its gentlest, $-1$. That is what we want.
#
# ### Trust, but measure
#
# Notebook 02 gave you a judge for gradients. Let it look at all four. You should see relative errors below $10^{-7}$:

# %%
from nnlib import differences

probabilities = np.random.default_rng(6).uniform(0.1, 0.9, size=(4, 3))
with your_code():
    labels = losses.one_hot([2, 0, 1, 0], 3)
    for name in ("mse", "mae", "bce", "cce"):
        loss, gradient = getattr(losses, name), getattr(losses, f"{name}_gradient")
        measured = differences.numerical_gradient(lambda p: loss(labels, p), probabilities)
        error = differences.relative_error(gradient(labels, probabilities), measured)
        print(f"{name}: loss {loss(labels, probabilities):.3f}, relative error of the gradient {error:.0e}")

# %% [markdown] nbgrader={"grade_id": "measure_and_adjust_question"}
# ## 8 · Reflect
#
# **In your own words (4 points, read by a person):** How do we measure the error of predictions, and how do we use it to adjust the
# weights? Go the whole way from a prediction to a new weight. Then choose a loss for each of these and say why: house prices with a few
# wrong entries in the list; and tumors in three classes. Five to eight sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) measure: a loss compares each prediction with the right value and makes one number of it, the mean over the
# samples; (b) adjust: the gradient of the loss with respect to the predictions says for each which way and how strongly; it is
# carried back to the weights by the chain rule (backpropagation), and each weight takes a step against its gradient, w − η ∂L/∂w;
# (c) choice with a reason: MAE for the prices, because its gradient is constant, so a wrong entry pulls no harder than any other
# (MSE accepted only with a way to deal with the wrong entries); CCE for three classes, because the answer is a probability for each class
# and a confident wrong answer gets a steep slope.
#
# **2 to 3 points:** two of the three complete; or all three, but without the reason for the choice, or without the way from the
# gradient of the predictions to the weights.
#
# **1 point:** "the loss measures the error and gradient descent makes it smaller", with no more; or only a right choice of losses.
#
# **0 points:** no connection between the loss and the change of the weights (for instance "the weights are changed until the error is 0").
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "measure_and_adjust", "points": 4, "solution": true}
# A loss compares every prediction with the right value and takes the mean over the samples, so that a single number says how wrong the
# model is. Its gradient has a slope for each prediction: the sign says which way the prediction should go, the size how strongly.
# Backpropagation carries these slopes through the layers by the chain rule, until every weight has a slope of its own. Then each weight takes
# a small step against it, $w - \eta\,\partial L/\partial w$, and the loss is measured again. For house prices with some wrong entries I take MAE: its
# gradient is constant, so a wrong entry pulls no harder than a right one, while with MSE it would pull the more the further it is
# off. For three classes I take categorical cross-entropy: the model gives a probability for each class, and if it is sure of a wrong class,
# the slope $-1/p$ is very steep and brings it back.

# %% [markdown]
# ## 9 · What you now have
#
# | loss | formula for one sample | its slope, times the number in the mean | mean over | in `nnlib.losses` |
# |---|---|---|---|---|
# | MSE | $(y - \hat{y})^2$ | $2(\hat{y} - y)$: linear | all numbers | `mse`, `mse_gradient` |
# | MAE | $\lvert y - \hat{y}\rvert$ | $\text{sign}(\hat{y} - y)$: constant | all numbers | `mae`, `mae_gradient` |
# | BCE | $-[y\log p + (1 - y)\log(1 - p)]$ | $-y/p + (1 - y)/(1 - p)$ | all numbers | `bce`, `bce_gradient` |
# | CCE | $-\sum_c y_c \log p_c$ | $-y_c / p_c$ | rows | `cce`, `cce_gradient`, `one_hot` |
#
# Probabilities are clipped to $[10^{-12}, 1 - 10^{-12}]$ first, so that no loss is infinite.
#
# **Next week:** a slope of $10^{12}$ at $p = 0$ sounds dangerous. Where do the probabilities come from? Notebook 07 builds the activations, among them
# the sigmoid, which makes a probability of any number. In notebook 08 its many-class sister, softmax, meets your `cce`, and
# the two slopes together become something very simple.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 06` in a terminal. It makes one zip and says if
# something is missing.
