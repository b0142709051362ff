# ---
# jupyter:
#   nncourse:
#     module: softmax
#     title: Softmax
#     question: How do a network's numbers become probabilities, and how does it learn from them?
#     minutes: 85
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 · Softmax
#
# **How do a network's numbers become probabilities, and how does it learn from them?**
#
# | | |
# |---|---|
# | You need | notebook 06 (one-hot, cross-entropy), notebook 02 (your gradient checker), sums over one axis of an array |
# | You will have built | `nnlib/softmax.py`: probabilities that never overflow, the decision, the loss, and its short gradient $p - y$ |
# | Time | about 85 minutes |
# | Points | 38: four for words, the rest checked by the notebook |

# %%
import numpy as np
from nncourse.notebook import start, your_code
from nncourse.widgets import Choice
from nncourse.widgets.softmax import loss_and_gradient, three_logits

start("softmax")

# %% [markdown]
# ## 1 · Explore: three numbers, one decision
#
# A network looks at a tumor and has to say which of three kinds it is: **benign** (harmless), **malignant** (cancer) or
# **pre-cancerous** (it may become cancer). Its last layer gives one number for each kind. Such a number is called a
# **logit**, written $z$. It can be anything, also negative. The larger it is, the more the network is for that kind.
#
# The picture turns the three logits into **probabilities** $p$, in the middle. The triangle on the right shows all three in
# one point: the closer it is to a corner, the more probable is that kind. $T$ is a *temperature*: see for yourself what it
# does; section 4 says more.
#
# **Predict first**, then move everything. Type in what you read off, starting each time from the logits 1.5, 0.8 and −0.5,
# nothing added, $T = 1$:
#
# - `shift_change`: add 4 to all logits. By how much does benign's probability change? Two decimals.
# - `temperature_sharp`: what is the largest $T$ on the slider at which benign still has a probability of 0.9 or more?
# - `ratio`: move the logit of pre-cancerous from −0.5 to its right end. Now divide benign's probability by malignant's.
#   One decimal. (What was it before?)

# %% jupyter={"source_hidden": true}
# Predict, then drag: run this cell (Shift + Enter)
three_logits(
    own=False,
    question=Choice(
        "Add the same number, say 4, to all three logits. What happens to the probabilities?",
        ["all three rise", "the largest rises, the others fall", "nothing"],
        right=2,
        because="Only the differences between the logits count. What all three share cancels.",
    ),
)

# %% nbgrader={"grade_id": "softmax_explore_answers", "solution": true}
shift_change = None
temperature_sharp = None
ratio = None
### BEGIN SOLUTION
shift_change = 0
temperature_sharp = 0.3
ratio = 2.0
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "softmax_explore", "points": 3}
from nncourse.checks import Check

check = Check("softmax_explore")
check.answer("shift_change", decimals=2)
check.answer("temperature_sharp", decimals=1)
check.answer("ratio", decimals=1)
check.score()

# %% [markdown]
# ## 2 · The idea: make it positive, then share
#
# Probabilities must be positive and add up to 1. Logits are neither. Two steps mend that:
#
# 1. **Make it positive:** take $e^{z}$ of each logit ($e = 2.718\ldots$). A larger logit gives a larger number, and none is
#    ever negative.
# 2. **Share:** divide each by the sum of all. Now they add up to 1.
#
# $$p_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}$$
#
# In words: the probability of class $i$ is its exponential, divided by the sum of the exponentials of all $K$ classes. This is
# **softmax**. The **decision** is the class with the largest probability.
#
# It explains what you saw. The ratio of two probabilities is $e^{z_i} / e^{z_j} = e^{z_i - z_j}$: only the difference of their
# logits counts, and the third class has no say in it.
#
# ### By hand
#
# A network gives these logits for a tumor: benign 1.5, malignant 0.8, pre-cancerous −0.5. Take a calculator and type in:
#
# - `e_benign`, `e_malignant`, `e_precancerous`: the three exponentials, two decimals;
# - `total`: their sum, two decimals;
# - `p_benign`, `p_malignant`, `p_precancerous`: the three probabilities, three decimals;
# - `decision`: the name of the class, in quotes, such as `"malignant"`.

# %% nbgrader={"grade_id": "softmax_by_hand_answers", "solution": true}
e_benign, e_malignant, e_precancerous = None, None, None
total = None
p_benign, p_malignant, p_precancerous = None, None, None
decision = None
### BEGIN SOLUTION
e_benign, e_malignant, e_precancerous = 4.48, 2.23, 0.61
total = 7.31
p_benign, p_malignant, p_precancerous = 0.613, 0.304, 0.083
decision = "benign"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "softmax_by_hand", "points": 4}
from nncourse.checks import Check

check = Check("softmax_by_hand")
for variable in ("e_benign", "e_malignant", "e_precancerous", "total"):
    check.answer(variable, decimals=2, points=0.5)
for variable in ("p_benign", "p_malignant", "p_precancerous"):
    check.answer(variable, decimals=3, points=0.5)
check.answer("decision", points=0.5)
check.score()

# %%
# Look closer: the same sum twice, once with the exponentials rounded to two decimals on the way.
exact = np.exp([1.5, 0.8, -0.5])
for says, e in (("rounded on the way", exact.round(2)), ("rounded at the end", exact)):
    print(f"{says}: {e.round(4)}, sum {e.sum():.4f}, probabilities {(e / e.sum()).round(4)}")

# %% [markdown]
# The lecture's slide rounds on the way: its sum is 7.32, its probabilities are 0.612, 0.305 and 0.083. Without rounding they are
# 0.6128, 0.3043 and 0.0829. Both count above. The decision is the same, but keep the habit: round only what you show, never
# what you compute with.
#
# ## 3 · Look closer: logits that are too large
#
# A formula that is right on paper can fail in a computer. Here it is, exactly as above, for two logits near 1000. The
# warnings are caught and printed below the result. (`inf` is the computer's infinity; `nan` means *not a number*.)

# %%
import warnings

largest = 1000.0  # change this number
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    e = np.exp([largest, largest - 1])
    print("exponentials", e, "  probabilities", e / e.sum())
for warning in warned:
    print("NumPy warns:", warning.message)

# %% [markdown]
# $e^{1000}$ has 435 digits; a `float64` ends at about $1.8 \cdot 10^{308}$. Beyond that it says `inf`, and `inf / inf` is `nan`.
# A single `nan` in the loss makes every weight `nan` in the next step, and the training is lost.
#
# The cure is what you saw in the first picture: adding the same number to all logits changes nothing, so **you may take
# the largest logit away from all of them**. With $m = \max_j z_j$:
#
# $$\frac{e^{z_i - m}}{\sum_j e^{z_j - m}} = \frac{e^{-m}\, e^{z_i}}{e^{-m} \sum_j e^{z_j}} = p_i$$
#
# Now the largest exponent is 0, its exponential is 1, and the sum lies between 1 and $K$. Nothing can overflow. A very negative
# exponent becomes 0, and that is as good as exact.
#
# - `last_finite`: change `largest` in the cell above. What is the largest whole number whose exponential is still finite?
# - `p_first`: on paper, with the shift: the probability of the first class, for the logits 1000 and 999. Three decimals.

# %% nbgrader={"grade_id": "overflow_answers", "solution": true}
last_finite = None
p_first = None
### BEGIN SOLUTION
last_finite = 709
p_first = 0.731
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "overflow", "points": 2}
from nncourse.checks import Check

check = Check("overflow")
check.answer("last_finite", decimals=0)
check.answer("p_first", decimals=3)
check.score()

# %% [markdown]
# ## 4 · Build: probabilities and a decision
#
# Four functions in `nnlib/softmax.py`. Each takes one sample, shape $(K,)$, or a batch of $N$ samples, shape $(N, K)$, one
# **row** for each. "Over the last axis" covers both: in NumPy it is `axis=-1`. One point in each exercise is given at
# grading, for inputs that you do not see here.
#
# ### Exercise 1 · `softmax`
#
# ●●●○○ · 10 minutes · 5 points
#
# Probabilities that no logit can break. The temperature $T$ divides the logits before everything else:
# $p_i = e^{z_i/T} / \sum_j e^{z_j/T}$. With $T = 1$ it does nothing.
#
# <details><summary>Hint 1</summary>A sum over the last axis turns the shape (N, K) into (N,). Which shape must it have, so that
# NumPy divides every row by its own number?</details>
# <details><summary>Hint 2</summary>Take from each row its own largest logit, divide by the temperature, take the
# exponential, divide by the sum of the row. Both max and sum can keep the axis they work along: keepdims=True.</details>

# %% nbgrader={"grade": true, "grade_id": "softmax", "points": 5}
import numpy as np
from nncourse.checks import Check

check = Check("softmax", module="softmax")
check.case(np.log([1.0, 2.0, 5.0]), gives=[0.125, 0.25, 0.625])
check.case(np.log([[1.0, 2.0, 5.0], [6.0, 3.0, 1.0]]), gives=[[0.125, 0.25, 0.625], [0.6, 0.3, 0.1]])
check.case(np.log([1.0, 4.0, 9.0]), temperature=2.0, gives=[1 / 6, 2 / 6, 3 / 6])
far = np.array([[1000.0, 1001.0, 1002.0], [-1003.0, -1002.0, -1002.0], [0.0, 3000.0, 3001.0]])
check.case(far, gives=[[0.0900306, 0.2447285, 0.6652410], [0.1553624, 0.4223188, 0.4223188], [0, 0.2689414, 0.7310586]])
### BEGIN HIDDEN TESTS
check.hidden()
z = check.rng.integers(-8, 9, size=(3, 5)) / 4
shift = np.array([[2000.0], [0.0], [-3000.0]])
T = float(check.rng.choice([0.5, 2.0, 4.0]))
check.case(z + shift, temperature=T, gives=[np.exp(row / T) / np.exp(row / T).sum() for row in z])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 2 · `predict`
#
# ●○○○○ · 4 minutes · 3 points
#
# The decision, as the **index** of a class: 0 for the first one. The largest logit has the largest probability, so the
# exponentials are not needed for it.
#
# <details><summary>Hint 1</summary>For a batch of N samples, how many decisions are there?</details>
# <details><summary>Hint 2</summary>NumPy has a function that gives the place of the largest element; tell it along which axis
# to look.</details>

# %% nbgrader={"grade": true, "grade_id": "predict", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("predict", module="softmax")
check.case(np.array([0.3, -5.0, 2.1, -6.0]), gives=2)
check.case(np.array([[0.5, 2.0, -3.0], [4.0, -1.0, -2.0], [1.0, 3.0, 3.0], [0.0, 0.0, 5.0]]), gives=[1, 0, 1, 2])
### BEGIN HIDDEN TESTS
check.hidden()
z = check.rng.normal(size=(6, 4)) * 3
check.case(z, gives=[max(range(4), key=lambda k: row[k]) for row in z])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### See your own code work
#
# The first picture, now drawn with **your** `softmax` and `predict`; the dashed line and the ring are the reference. Add 1000 to
# all logits. And this time play with the **temperature**: it is a knob for how sure the answer sounds.
#
# - **Low** $T$ stretches the differences: nearly everything goes to the winner.
# - **High** $T$ shrinks them: the three become alike, the point goes to the middle of the triangle.
# - The **decision** never changes: dividing all logits by a positive number keeps their order.

# %%
three_logits()

# %% [markdown]
# ## 5 · How wrong, and which way?
#
# Now the network shall learn. In notebook 06 you measured it by **cross-entropy**: $L = -\log p_{\text{true}}$, minus the natural
# logarithm of the probability that the network gives to the true class. For gradient descent you need the slope of this
# loss at every **logit**. Before any formula, look at it.
#
# On the left, the probabilities $p$ that the network gives, and the one-hot truth $y$. In the middle, each logit with its
# gradient as an arrow: up means "if this logit grows, the loss grows"; descent goes the other way. On the right, the
# loss as one logit is dragged, with the slope where you stand. **Predict first.** Then read off, with malignant as the truth:
#
# - `z_half`: drag the logit of **malignant**. Where on the slider is its gradient closest to −0.5? One decimal.
# - `loss_at_half`: how large is the loss there? One decimal.
# - `push_limit`: now drag the logit of **benign** up to its end. Which whole number does its gradient come close to?

# %% jupyter={"source_hidden": true}
# Predict, then drag: run this cell (Shift + Enter)
loss_and_gradient(
    own=False,
    question=Choice(
        "In truth it is malignant, but benign's logit grows and grows. What does benign's gradient do?",
        ["it grows without limit", "it grows towards a limit", "it goes back to 0"],
        right=1,
        because="It is p − y with y = 0, and p cannot exceed 1. A sure and wrong answer gets the strongest push there is.",
    ),
)

# %% nbgrader={"grade_id": "loss_explore_answers", "solution": true}
z_half = None
loss_at_half = None
push_limit = None
### BEGIN SOLUTION
z_half = 1.6
loss_at_half = 0.7
push_limit = 1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "loss_explore", "points": 3}
from nncourse.checks import Check

check = Check("loss_explore")
check.answer("z_half", decimals=1)
check.answer("loss_at_half", decimals=1)
check.answer("push_limit", decimals=0)
check.score()

# %% [markdown]
# ### Why p − y
#
# Let $y$ be the one-hot truth: $y_i = 1$ for the true class, 0 for the others. Write the loss with the logits, in four steps:
#
# 1. The logarithm of a quotient is a difference: $\log p_i = z_i - \log \sum_j e^{z_j}$.
# 2. So $L = -\sum_i y_i \log p_i = -\sum_i y_i z_i + \log \sum_j e^{z_j}$, because the $y_i$ add up to 1.
# 3. Differentiate by one logit $z_k$. The first part gives $-y_k$.
# 4. The second by the chain rule: the derivative of $\log u$ is $1/u$, and in $u = \sum_j e^{z_j}$ only one term has $z_k$ in it. That
#    gives $e^{z_k} / \sum_j e^{z_j}$, and this is $p_k$. Together:
#
# $$\frac{\partial L}{\partial z_k} = p_k - y_k$$
#
# In words: **what the network said, minus what is true**. The exponentials and the logarithm have undone each other.
#
# ### By hand
#
# The tumor from above, logits 1.5, 0.8 and −0.5. The network says benign. In truth it is **malignant**. Two decimals each:
#
# - `loss`: the cross-entropy;
# - `dz_benign`, `dz_malignant`, `dz_precancerous`: the gradient at each logit;
# - `dz_sum`: what do the three add up to?

# %% nbgrader={"grade_id": "loss_by_hand_answers", "solution": true}
loss = None
dz_benign, dz_malignant, dz_precancerous = None, None, None
dz_sum = None
### BEGIN SOLUTION
loss = 1.19
dz_benign, dz_malignant, dz_precancerous = 0.61, -0.70, 0.08
dz_sum = 0
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "loss_by_hand", "points": 3}
from nncourse.checks import Check

check = Check("loss_by_hand")
check.answer("loss", decimals=2)
for variable in ("dz_benign", "dz_malignant", "dz_precancerous", "dz_sum"):
    check.answer(variable, decimals=2, points=0.5)
check.score()

# %% [markdown]
# ### Exercise 3 · `log_softmax`
#
# ●●○○○ · 7 minutes · 5 points
#
# The loss needs $\log p$. Taking the logarithm **of** the probability is risky: if a class is 1000 below the largest, its
# probability is too small for the computer and becomes 0, and $\log 0$ is $-\infty$. Step 1 above needs no $p$ at all:
#
# $$\log p_i = z_i - \log \sum_j e^{z_j}$$
#
# <details><summary>Hint 1</summary>The sum still overflows for z = 1000. Does the shift change log p? Which logits stand in
# the formula after it, in both places?</details>
# <details><summary>Hint 2</summary>Take each row's largest logit away and keep the result. From it subtract the logarithm of the sum
# of its exponentials, row by row, with the axis kept.</details>

# %% nbgrader={"grade": true, "grade_id": "log_softmax", "points": 5}
import numpy as np
from nncourse.checks import Check

check = Check("log_softmax", module="softmax")
check.case(np.log([1.0, 2.0, 5.0]), gives=np.log([0.125, 0.25, 0.625]))
check.case(np.log([[1.0, 2.0, 5.0], [6.0, 3.0, 1.0]]), gives=np.log([[0.125, 0.25, 0.625], [0.6, 0.3, 0.1]]))
large = np.array([[1000.0, 1001.0, 1002.0], [-1003.0, -1002.0, -1002.0]])
check.case(large, gives=[[-2.4076060, -1.4076060, -0.4076060], [-1.8619948, -0.8619948, -0.8619948]])
check.case(np.array([0.0, 3000.0, 2998.0]), gives=[-3000.1269280, -0.1269280, -2.1269280], tolerance=1e-6)
### BEGIN HIDDEN TESTS
check.hidden()
z = check.rng.integers(-8, 9, size=(3, 5)) / 4
shift = np.array([[2000.0], [0.0], [-3000.0]])
check.case(z + shift, gives=[np.log(np.exp(row) / np.exp(row).sum()) for row in z])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 4 · `softmax_cross_entropy`
#
# ●●●○○ · 10 minutes · 6 points
#
# Loss and gradient together, for $N$ samples at once. The loss is the **average** over the samples. So every gradient is
# divided by $N$ as well: $dz = (p - y)/N$.
#
# <details><summary>Hint 1</summary>Which of your functions gives log p, safely? What does multiplying it by the one-hot y pick out
# of each row? And how many samples are there in an array of shape (N, K), and of shape (K,)?</details>
# <details><summary>Hint 2</summary>Loss: multiply y and log p, add up everything, change the sign, divide by N. Gradient: p − y, divided by
# the same N. Return both. How many numbers there are in all, divided by the number of classes, gives N for both shapes.</details>

# %% nbgrader={"grade": true, "grade_id": "softmax_cross_entropy", "points": 6}
import numpy as np
from nncourse.checks import Check, Fault


def part(index):
    result = check.target(z.copy(), y.copy())
    if not (isinstance(result, tuple | list) and len(result) == 2):
        raise Fault("no pair", "It must return two things: return loss, dz.")
    return result[index]


check = Check("softmax_cross_entropy", module="softmax")
z = np.log([[1.0, 2.0, 5.0], [6.0, 3.0, 1.0]])
y = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
check.same("the loss of two samples, p = [0.125, 0.25, 0.625] and [0.6, 0.3, 0.1]", lambda: part(0), gives=0.9485600)
check.same("their dz", lambda: part(1), gives=[[0.0625, -0.375, 0.3125], [-0.2, 0.15, 0.05]], points=2)
one, truth = np.log([2.0, 1.0, 1.0, 4.0]), np.array([0.0, 0.0, 1.0, 0.0])
check.case(one, truth, gives=(2.0794415, [0.25, 0.125, -0.875, 0.5]))
far = np.array([[1000.0, 0.0, -1000.0], [0.0, 1000.0, 990.0]])
truth = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
check.case(far, truth, gives=(505.0000227, [[0.5, -0.5, 0.0], [0.0, 0.4999773, -0.4999773]]))
### BEGIN HIDDEN TESTS
check.hidden()
z = check.rng.normal(size=(5, 3))
labels = check.rng.integers(0, 3, size=5)
p = np.array([np.exp(row) / np.exp(row).sum() for row in z])
y = np.eye(3)[labels]
check.case(z, y, gives=(float(np.mean([-np.log(p[n, k]) for n, k in enumerate(labels)])), (p - y) / 5))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 6 · See your own code work
#
# Trust, but measure: your checker from notebook 02 nudges every logit and compares. The relative error should be below $10^{-7}$.
# Below it, the second picture again, drawn with **your** function.

# %%
from nnlib import differences, softmax

rng = np.random.default_rng(0)
z, y = rng.normal(size=(4, 3)), np.eye(3)[[0, 2, 1, 1]]
with your_code():
    L, dz = softmax.softmax_cross_entropy(z, y)
    measured = differences.numerical_gradient(lambda z: softmax.softmax_cross_entropy(z, y)[0], z)
    print(f"loss {L:.4f}, relative error of dz: {differences.relative_error(dz, measured):.1e}")
loss_and_gradient()

# %% [markdown]
# ### Look closer: why in one function?
#
# You could go in two steps: softmax, then `cce` of notebook 06, and multiply their derivatives on the way back. On paper it is the
# same. Below, the logit of the true class falls further and further behind the other one, which is 0. Compare the columns.

# %%
from nnlib import losses

truth = np.array([[1.0, 0.0]])
with your_code():
    print(" logit | loss: two steps, one | slope: two steps, one")
    for behind in (-1.0, -20.0, -40.0, -800.0):
        z = np.array([[behind, 0.0]])
        p = softmax.softmax(z)
        dp = losses.cce_gradient(truth, p)
        back = p * (dp - np.sum(dp * p))  # from the probabilities back to the logits
        L, dz = softmax.softmax_cross_entropy(z, truth)
        print(f"{behind:6.0f} |{losses.cce(truth, p):16.2f} {L:6.2f} |{round(back[0, 0], 6) + 0:17.6f} {dz[0, 0]:.2f}")

# %% [markdown]
# In two steps the probability comes in between, and it is too small to carry what the logit knew. Notebook 06 clips it at
# $10^{-12}$, so that the loss is not infinite. But then the loss stops at 27.63, and the slope goes to 0: the network learns nothing
# from its **worst** mistakes. In one function the loss is exact, and the slope stays near −1, however wrong the network is.
# That is why the large libraries offer the two as one function.

# %% [markdown] nbgrader={"grade_id": "why_probabilities_question"}
# ## 7 · Reflect
#
# **In your own words (4 points, read by a person):** The decision needs only the largest logit. Why does the network give
# probabilities all the same? Say what they are good for when it is **used**, with the tumor as the example, and why they are needed
# when it **learns**: what does $p - y$ tell each logit that "right" or "wrong" does not? And what does a temperature
# change, and what not? Five to seven sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) use: a probability says how sure the network is, and how close the others are, so that a person can act on it: 0.61
# against 0.30 for malignant is no reason to send a patient home, 0.99 might be; logits alone have no scale (add 1000, nothing
# changes); (b) learning: the decision jumps, so its slope is 0 nearly everywhere and gradient descent gets nothing; p − y is
# smooth and says for each logit in which direction and how strongly: up for the true class, down for the others in
# proportion to their p, nearly 0 where the network is right and sure, at most 1 in size where it is sure and wrong;
# (c) temperature: changes how sure the answer sounds (low: sharp, high: even), not the order, so not the decision.
#
# **2 to 3 points:** two of the three with reasons, or all three with one only claimed.
#
# **1 point:** "probabilities add up to 1 and are easier to read", or "p − y is the error", with no more.
#
# **0 points:** claims that the decision depends on the temperature, or that the largest logit is enough to learn from.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_probabilities", "points": 4, "solution": true}
# The largest logit says which class wins, but not by how much. A doctor acts differently on 0.61 benign and 0.30 malignant than on
# 0.99 benign, and a bare logit of 1.5 says neither, because adding the same number to all of them changes nothing. For
# learning, "right" or "wrong" is a jump: nudge a weight a little and the decision stays as it was, so its slope is zero. $p - y$ changes
# smoothly and speaks to every logit: the true one is pushed up by what it lacks to 1, each other one down by
# the probability it wrongly has, and a network that is right and sure is left nearly alone. A temperature makes the same
# answer sound surer or less sure. It does not change the order of the probabilities, so it does not change the decision.

# %% [markdown]
# ## 8 · What you now have
#
# | in words | formula | in `nnlib.softmax` |
# |---|---|---|
# | probabilities | $p_i = e^{z_i/T} / \sum_j e^{z_j/T}$, each row shifted by its largest logit | `softmax` |
# | the decision | the index of the largest $z_i$ | `predict` |
# | their logarithms, safely | $\log p_i = z_i - \log \sum_j e^{z_j}$ | `log_softmax` |
# | how wrong, and which way | $L = -\frac{1}{N}\sum y \log p$ and $dz = (p - y)/N$ | `softmax_cross_entropy` |
#
# Only differences of logits count; each row of $p$ adds up to 1, each row of $p - y$ to 0.
#
# **Next week:** all pieces are there: layers, initial weights, activations, a loss, gradients. Notebook 09 puts **your** modules together
# into one network, and it learns to read tumors and handwritten digits from real data.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 08` in a terminal. It makes one zip and says if
# something is missing.
