# ---
# jupyter:
#   nncourse:
#     module: initializers
#     title: Initialization
#     question: With which weights should training start?
#     minutes: 85
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 · Initialization
#
# **With which weights should training start?**
#
# | | |
# |---|---|
# | You need | notebook 04 (a network forward and backward), mean and variance |
# | You will have built | `nnlib/initializers.py`: five ways to fill a weight matrix, and the biases |
# | Time | about 85 minutes |
# | Points | 43: eight for words, the rest checked by the notebook |

# %%
import numpy as np
from nncourse.notebook import start, your_code
from nncourse.widgets import Choice
from nncourse.widgets.initialization import loss_over_training, signal_through_layers, signal_with_your_weights

start("initializers")

# %% [markdown]
# ## 1 · Explore: a signal in ten layers
#
# A walk downhill has to start somewhere, so every weight needs a first value. Does it matter which? Here is a network
# of ten layers with 256 neurons each. Its weights are random numbers from a normal distribution with mean 0. One number
# can be chosen: their **scale**, the standard deviation.
#
# On the left you see the outputs of each layer, the **activations**; the signal comes in at layer 1 and goes out at
# layer 10. On the right you see the **gradients**; they come in at layer 10 and travel back to layer 1. Each column of
# bars is a histogram, put on its side: the longer a bar, the more neurons have a value of this size. The scale on the
# side goes in powers of ten. Nothing is trained yet.
#
# Four words describe what can happen from one end to the other: the numbers stay **healthy**, they **vanish** (towards
# 0), they **explode**, or activations **saturate** (nearly all neurons at the ends of their range, −1 and 1 for tanh).
# **Predict first**, then drag the scale from end to end, for each activation. Then type in two things below the
# picture:
#
# - `relu_scale`: with ReLU, the scale at which layer 10 is as large as layer 1, to two decimals;
# - `tanh_activations`: with tanh and the scale 0.4, what do the activations do? One of the words `"healthy"`,
#   `"vanish"`, `"explode"`, `"saturate"`, in quotes.

# %% jupyter={"source_hidden": true}
# Predict, then drag: run this cell (Shift + Enter)
signal_through_layers(
    question=Choice(
        "Ten layers with ReLU. If all weights are twice as large, the outputs of layer 10 are …",
        ["twice as large", "20 times as large", "about 1000 times as large"],
        right=2,
        because="Every layer doubles what it gets. Ten layers double ten times, and 2¹⁰ is 1024.",
    ),
)

# %% nbgrader={"grade_id": "init_explore_answers", "solution": true}
relu_scale = None
tanh_activations = None
### BEGIN SOLUTION
relu_scale = 0.09
tanh_activations = "saturate"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "init_explore", "points": 2}
from nncourse.checks import Check

check = Check("init_explore")
check.answer("relu_scale")
check.answer("tanh_activations")
check.score()

# %% [markdown]
# So there are two dangers at least: too small and too large. And there is another one, which comes first.
#
# ## 2 · The first danger: all neurons alike
#
# Nothing looks more neutral than 0. So start there. A layer has $n_{out}$ neurons, and each takes in $n_{in}$ numbers;
# its weights are a matrix of shape $(n_{out}, n_{in})$, one row for each neuron, as in notebook 04.
#
# ### Exercise 1 · `zeros` and `zero_bias`
#
# ●○○○○ · 4 minutes · 4 points
#
# A weight matrix full of zeros, and the biases of a layer, zero as well.
#
# <details><summary>Hint 1</summary>What shape has the matrix for a layer with 2 neurons and 3 inputs? How many biases
# has it?</details>
# <details><summary>Hint 2</summary>NumPy has a function that makes an array of zeros. It takes the shape as one pair, in
# brackets of its own; for the biases one number is enough.</details>

# %% nbgrader={"grade": true, "grade_id": "zeros", "points": 4}
from nncourse.checks import Check

check = Check("zeros", module="initializers")
check.case(2, 3, gives=[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
check.turn_to("zero_bias")
check.case(4, gives=[0.0, 0.0, 0.0, 0.0])
### BEGIN HIDDEN TESTS
check.hidden()
n_out, n_in = map(int, check.rng.integers([5, 10], [9, 15]))
check.turn_to("zeros")
check.case(n_out, n_in, gives=[[0.0] * n_in] * n_out)
check.turn_to("zero_bias")
check.case(n_out, gives=[0.0] * n_out)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# The rival: small **random** numbers, some positive, some negative. They may come from a *uniform* distribution (all
# values in a range equally likely) or from a *normal* one (the bell curve). Here we take the normal one, written
# $w \sim \mathcal{N}(0, s^2)$: mean 0, standard deviation $s$, so the variance is $s^2$. Two of three weights then lie
# between $-s$ and $s$.
#
# ### Exercise 2 · `random_normal`
#
# ●●○○○ · 6 minutes · 5 points
#
# Random weights with the standard deviation `scale`. As in notebook 01, all randomness comes from `rng`.
#
# The check cannot know which numbers you draw. It asks for 300 rows of 200 and looks at all 60,000 of them together:
# their mean, their standard deviation, how many lie far out. With so many numbers, luck plays no part.
#
# <details><summary>Hint 1</summary>Which method of rng draws from a normal distribution? In which order does it take the
# mean, the standard deviation and the shape?</details>
# <details><summary>Hint 2</summary>rng.normal takes the mean, the standard deviation (not the variance), and
# size=, a pair. Or draw with rng.standard_normal and stretch the result.</details>

# %% nbgrader={"grade": true, "grade_id": "random_normal", "points": 5}
from nncourse.checks import Check
from nncourse.sampling import Draws

check = Check("random_normal", module="initializers")
draws = Draws(check, 300, 200, 0.1)
check.that("n_out = 300, n_in = 200: 300 rows of 200 numbers, around 0", draws.shape)
check.that("scale = 0.1: normal with standard deviation 0.1", lambda: draws.normal(0.1), points=2)
check.that("the same seed gives the same weights, another seed others; all from rng", draws.from_rng)
### BEGIN HIDDEN TESTS
check.hidden()
scale = float(check.rng.uniform(0.01, 0.05))
other = Draws(check, *check.rng.integers([220, 420], [300, 500]), scale, seed=int(check.rng.integers(1000)))


def everything():
    other.shape()
    other.normal(scale)
    other.from_rng()


check.that("other sizes and another scale", everything)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### See it in your own network
#
# Your network of notebook 04, with three inputs, four hidden tanh neurons and one output, must learn the product of two
# of its inputs, plus one. The first cell below only says how to get its gradients, and how to take a step. The second
# tries three starts: all weights 0, all weights 0.5, and random. It prints the gradients before the first step.
# **Predict:** which of them are 0? Which rows of `dW1`, one for each hidden neuron, are the same? Then run both cells
# and type in:
#
# - `what_learns`: if all weights are 0, only one of the four gradients is not 0. Which one? Type its name, in quotes:
#   `"dW1"`, `"db1"`, `"dW2"` or `"db2"`;
# - `different_neurons`: if all weights are 0.5, how many different hidden neurons are there after 500 steps?

# %%
from nnlib import backprop, initializers

x = np.random.default_rng(1).normal(size=(60, 3))
y = x[:, :1] * x[:, 1:2] + 1


def gradients(params):
    output, cache = backprop.network_forward(x, params, np.tanh)
    return backprop.network_backward((output - y) / len(x), cache, params, lambda z: 1 - np.tanh(z) ** 2)


def step(params, rate=0.3):
    return [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, gradients(params))]


# %%
with your_code():
    rng, bias = np.random.default_rng(2), initializers.zero_bias
    starts = {
        "all 0": (initializers.zeros(4, 3), initializers.zeros(1, 4)),
        "all 0.5": (np.full((4, 3), 0.5), np.full((1, 4), 0.5)),
        "random": (initializers.random_normal(4, 3, 0.5, rng), initializers.random_normal(1, 4, 0.5, rng)),
    }
    for name, (W1, W2) in starts.items():
        params = [(W1, bias(4)), (W2, bias(1))]
        (dW1, db1), (dW2, db2) = gradients(params)
        print(f"\n{name}: db1 {db1.round(2)}, dW2 {dW2.round(2)}, db2 {db2.round(2)}, dW1\n{dW1.round(2)}")
        for _ in range(500):
            params = step(params)
        print("different rows of W1 after 500 steps:", len(np.unique(params[0][0].round(6), axis=0)))

# %% nbgrader={"grade_id": "init_symmetry_answers", "solution": true}
what_learns = None
different_neurons = None
### BEGIN SOLUTION
what_learns = "db2"
different_neurons = 1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "init_symmetry", "points": 2}
from nncourse.checks import Check

check = Check("init_symmetry")
check.answer("what_learns")
check.answer("different_neurons", decimals=0)
check.score()

# %% [markdown]
# Neurons with the same weights give the same output, so they get the same gradient, so they take the same step, so they
# stay the same, for ever: **symmetry**. Four neurons, or four thousand, do the work of one. With all zeros it is worse
# still: nothing comes through a weight of 0, forward or backward. Random weights break the symmetry. Biases may start
# at 0: the weights already make the neurons different.
#
# ## 3 · The second danger: the scale
#
# How large should the random weights be? Follow one sum, $z_j = \sum_i w_{ji}\, a_i$, with $n$ terms ($n$ is $n_{in}$;
# the lecture writes $n_l$). The weights are independent and have mean 0. Then the variances of the terms add up:
#
# $$\mathrm{Var}[z] = n \cdot \mathrm{Var}[w] \cdot \overline{a^2}$$
#
# In words: the variance of the sum is the number of inputs, times the variance of the weights, times the mean square of
# the inputs. Each layer multiplies the signal's variance by $n \cdot \mathrm{Var}[w]$, and so ten layers by its tenth
# power. To keep it, this factor must be 1.
#
# | name | made for | condition | the weights |
# |---|---|---|---|
# | **Xavier** (the lecture's) | sigmoid, tanh | $n_{in} \mathrm{Var}[w] = 1$ | $w \sim \mathcal{U}\left(-\sqrt{1/n_{in}},\ \sqrt{1/n_{in}}\right)$ |
# | **Glorot** | the same, both ways | $\frac{n_{in} + n_{out}}{2} \mathrm{Var}[w] = 1$ | $w \sim \mathcal{U}\left(-\sqrt{6/(n_{in} + n_{out})},\ \sqrt{6/(n_{in} + n_{out})}\right)$ |
# | **He** (or Kaiming) | ReLU | $\frac12 n_{in} \mathrm{Var}[w] = 1$ | $w \sim \mathcal{N}(0,\ 2/n_{in})$ |
#
# $\mathcal{U}(-r, r)$ is the uniform distribution between $-r$ and $r$. Why ½ for He? ReLU, $\max(0, z)$, sets the
# negative half of the sums to 0, which halves the mean square, so the weights make up for it with twice the variance.
# Why both sizes for Glorot? A gradient on its way back is a sum over the $n_{out}$ neurons that it comes from, which
# asks for $n_{out} \mathrm{Var}[w] = 1$. Both cannot hold at once, so Glorot takes the mean. In all three, the biases
# start at 0. (Xavier and Glorot are the first and the last name of one person; people use both names for both rules.)
#
# ### By hand
#
# A layer has $n_{in} = 100$ inputs and $n_{out} = 50$ neurons. To two decimals:
#
# - `xavier_bound`: the largest weight that the lecture's Xavier can give;
# - `glorot_bound`: the largest weight that Glorot can give;
# - `he_deviation`: the standard deviation of He's weights.

# %% nbgrader={"grade_id": "init_by_hand_answers", "solution": true}
xavier_bound = None
glorot_bound = None
he_deviation = None
### BEGIN SOLUTION
xavier_bound = 0.1
glorot_bound = 0.2
he_deviation = 0.14
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "init_by_hand", "points": 3}
from nncourse.checks import Check

check = Check("init_by_hand")
check.answer("xavier_bound")
check.answer("glorot_bound")
check.answer("he_deviation")
check.score()

# %% [markdown]
# ### Exercise 3 · `xavier_uniform`
#
# ●●○○○ · 6 minutes · 5 points
#
# Uniform between $-\sqrt{1/n_{in}}$ and $\sqrt{1/n_{in}}$, as the lecture has it.
#
# <details><summary>Hint 1</summary>What is the bound for n_in = 100? Does it change with n_out? Which method of rng draws
# evenly between two numbers?</details>
# <details><summary>Hint 2</summary>Work out the bound with np.sqrt, then give rng.uniform the lower end, the upper end
# and the shape.</details>

# %% nbgrader={"grade": true, "grade_id": "xavier_uniform", "points": 5}
from nncourse.checks import Check
from nncourse.sampling import Draws

check = Check("xavier_uniform", module="initializers")
draws = Draws(check, 300, 200)
check.that("n_out = 300, n_in = 200: 300 rows of 200 numbers, around 0", draws.shape)
check.that("evenly between −√(1/200) and √(1/200)", lambda: draws.uniform((1 / 200) ** 0.5), points=2)
check.that("the same seed gives the same weights, another seed others; all from rng", draws.from_rng)
### BEGIN HIDDEN TESTS
check.hidden()
n_out, n_in = check.rng.integers([220, 420], [300, 500])
other = Draws(check, n_out, n_in, seed=int(check.rng.integers(1000)))


def everything():
    other.shape()
    other.uniform((1 / n_in) ** 0.5)
    other.from_rng()


check.that("other sizes", everything)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 4 · `glorot_uniform`
#
# ●●○○○ · 5 minutes · 4 points
#
# Uniform again, between $-\sqrt{6/(n_{in} + n_{out})}$ and $\sqrt{6/(n_{in} + n_{out})}$.
#
# <details><summary>Hint 1</summary>What differs from the last exercise? Only one line, or more?</details>
# <details><summary>Hint 2</summary>Only the bound. Mind the brackets: 6 is divided by the whole sum, and the root goes over
# all of it.</details>

# %% nbgrader={"grade": true, "grade_id": "glorot_uniform", "points": 4}
from nncourse.checks import Check
from nncourse.sampling import Draws

check = Check("glorot_uniform", module="initializers")
draws = Draws(check, 300, 200)
check.that("n_out = 300, n_in = 200: 300 rows of 200 numbers, around 0", draws.shape)
check.that("evenly between −√(6/500) and √(6/500)", lambda: draws.uniform((6 / 500) ** 0.5))
check.that("the same seed gives the same weights, another seed others; all from rng", draws.from_rng)
### BEGIN HIDDEN TESTS
check.hidden()
n_out, n_in = check.rng.integers([220, 420], [300, 500])
other = Draws(check, n_out, n_in, seed=int(check.rng.integers(1000)))


def everything():
    other.shape()
    other.uniform((6 / (n_in + n_out)) ** 0.5)
    other.from_rng()


check.that("other sizes", everything)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 5 · `he_normal`
#
# ●●○○○ · 5 minutes · 5 points
#
# Normal, with mean 0 and **variance** $2/n_{in}$. You have a function that does most of it.
#
# <details><summary>Hint 1</summary>N(0, 2/n_in) names the variance. What does your random_normal want: the variance, or the
# standard deviation?</details>
# <details><summary>Hint 2</summary>The standard deviation is the square root of the variance. Hand it to your random_normal
# as the scale, together with the sizes and rng.</details>

# %% nbgrader={"grade": true, "grade_id": "he_normal", "points": 5}
from nncourse.checks import Check
from nncourse.sampling import Draws

check = Check("he_normal", module="initializers")
draws = Draws(check, 300, 200)
check.that("n_out = 300, n_in = 200: 300 rows of 200 numbers, around 0", draws.shape)
check.that("normal with variance 2/200", lambda: draws.normal((2 / 200) ** 0.5), points=2)
check.that("the same seed gives the same weights, another seed others; all from rng", draws.from_rng)
### BEGIN HIDDEN TESTS
check.hidden()
n_out, n_in = check.rng.integers([220, 420], [300, 500])
other = Draws(check, n_out, n_in, seed=int(check.rng.integers(1000)))


def everything():
    other.shape()
    other.normal((2 / n_in) ** 0.5)
    other.from_rng()


check.that("other sizes", everything)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 4 · See your own code work
#
# The ten layers again, filled by **your** functions. Choose a start and an activation. The slider multiplies all
# weights, so you can see how much room there is on both sides. **Predict:** which start keeps ReLU healthy, and which
# keeps tanh healthy?

# %%
signal_with_your_weights()

# %% [markdown]
# Did you see it? With ReLU, only He stays level. With tanh, Glorot and He both stay healthy. The lecture's Xavier falls
# in both: section 6 finds out why. And the sigmoid looks harmless on the left, while its gradients vanish from every
# start: on the way back each layer multiplies them by the slope of the sigmoid, which is never above 1/4.
#
# ## 5 · Does it matter in the end?
#
# Now train. One network, one data set, one learning rate; only the start differs, and all five come from your
# functions. The left picture is the loss over training, the right one how large the gradient is in each layer.
# **Predict** for the deep ReLU network: which starts learn nothing at all? Then go to the shallow sigmoid network: does
# the start still matter so much?
#
# ### Which start for which network?
#
# Two networks are waiting to be trained. Which start do you choose for each? Go by what the rules were made for: on one
# small data set one start may beat another by luck. One word for each, in quotes: `"zero"`, `"random"` (small, with a
# guessed scale), `"xavier"` or `"he"`.
#
# - `deep_relu`: a deep network with ReLU in all its hidden layers;
# - `shallow_sigmoid`: a network with one hidden layer of sigmoid neurons.

# %%
loss_over_training()

# %% nbgrader={"grade_id": "init_scenarios_answers", "solution": true}
deep_relu = None
shallow_sigmoid = None
### BEGIN SOLUTION
deep_relu = "he"
shallow_sigmoid = "xavier"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "init_scenarios", "points": 2}
from nncourse.checks import Check

check = Check("init_scenarios")
check.answer("deep_relu")
check.answer("shallow_sigmoid")
check.score()

# %% [markdown]
# ## 6 · Look closer: does the scheme meet its own condition?
#
# The slide prints the Xavier condition as $\frac{1}{n} \mathrm{Var}[w] = 1$. Section 3 says
# $n \cdot \mathrm{Var}[w] = 1$. Which one can be meant? Then there is the scheme, the uniform distribution between
# $\pm\sqrt{1/n}$. The cell below measures its variance. Run it, change `k`, and type in:
#
# - `n_times_variance`: $n \cdot \mathrm{Var}[w]$ for the lecture's Xavier, to two decimals. (On paper: a uniform
#   distribution between $\pm r$ has the variance $r^2/3$.)
# - `better_k`: with which $k$ does the uniform distribution between $\pm\sqrt{k/n}$ meet the condition
#   $n \cdot \mathrm{Var}[w] = 1$?
# - `printed_deviation`: take the condition as the slide prints it, with $n = 100$. Which standard deviation would the
#   weights have?

# %%
n = 400
with your_code():
    for name in ("xavier_uniform", "glorot_uniform", "he_normal"):
        W = getattr(initializers, name)(n, n, np.random.default_rng(3))
        print(f"{name:15} variance {W.var():.5f}   n · variance {n * W.var():.3f}")
k = 1  # try others
r = np.sqrt(k / n)
print(f"k = {k}: between ±{r:.3f}, n · variance {n * np.random.default_rng(4).uniform(-r, r, 100_000).var():.3f}")

# %% nbgrader={"grade_id": "init_closer_answers", "solution": true}
n_times_variance = None
better_k = None
printed_deviation = None
### BEGIN SOLUTION
n_times_variance = 1 / 3
better_k = 3
printed_deviation = 10
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "init_closer", "points": 3}
from nncourse.checks import Check

check = Check("init_closer")
check.answer("n_times_variance")
check.answer("better_k")
check.answer("printed_deviation")
check.score()

# %% [markdown]
# So the printed condition is a slip: it would ask for huge weights. And the scheme gives a third of what the condition
# asks for: in a deep tanh network the signal shrinks by about $\sqrt{1/3} \approx 0.58$ per layer. The lecture's rule
# has often been used and works in shallow networks; Glorot and Bengio (2010) found it in common use, showed how it
# shrinks the gradients, and proposed the one with the 6, which for $n_{in} = n_{out} = n$ is exactly $\pm\sqrt{3/n}$.
# Your `xavier_uniform` is right as it stands: it is the lecture's.

# %% [markdown] nbgrader={"grade_id": "init_why_question"}
# ## 7 · Reflect
#
# **Question A (4 points, read by a person):** What does a good start do for training? Explain, for a deep network, what
# happens to the gradients and to the loss (a) if the weights are much too small, (b) if they are much too large, and
# (c) why a good scale makes training faster and more stable. Use what you saw in the widgets. Four to six sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) too small: every layer multiplies by a factor below 1, so activations and gradients shrink
# exponentially with depth (vanish); the early layers hardly move and the loss stays flat; and (b) too large: a factor
# above 1, activations and gradients grow exponentially (explode), steps are huge and the loss jumps or becomes
# infinite; or, with sigmoid and tanh, the neurons saturate: most have a slope near 0 and hardly learn; and (c) a good
# scale keeps the factor near 1 (the variance is kept from layer to layer), so all layers learn at a similar pace with
# one learning rate: faster and stable.
#
# **2 to 3 points:** two of the three, or all three without the idea that the effect multiplies from layer to layer.
#
# **1 point:** "vanishing and exploding gradients are avoided", with no more.
#
# **0 points:** claims that the start does not matter because training corrects it, or that larger weights always learn
# faster.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "init_why", "points": 4, "solution": true}
# Each layer multiplies the signal, and on the way back the gradient, by about the same factor. If the weights are too
# small, this factor is below 1, and after ten layers nearly nothing is left: the gradients of the early layers vanish,
# these layers do not learn, and the loss stays flat. If they are too large, ReLU activations and gradients explode, and
# the loss jumps or becomes infinite; tanh and sigmoid neurons saturate: most get a slope near 0 and hardly learn. With
# a good scale the factor is close to 1. Then all layers get gradients of a similar size, so one learning rate fits all
# of them: the loss falls sooner and smoothly.

# %% [markdown] nbgrader={"grade_id": "init_choice_question"}
# **Question B (4 points, read by a person):** Give the reasons for your two choices in section 5. (a) Why He for the
# deep ReLU network, and what would Xavier do there? (b) Why Xavier for the shallow sigmoid network, and why would a
# poor choice hurt less there than in (a)? Three to five sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) ReLU sets about half of the sums to 0 and so halves the mean square in every layer; He doubles the
# variance of the weights (½ · n · Var[w] = 1) and keeps the signal and the gradients; with Xavier they shrink by a
# constant factor in each layer, which is exponential in the depth; and (b) a sigmoid does not cut half away, so no
# factor 2 is needed: Xavier keeps the variance balanced and the sums small, where the sigmoid is steep and not
# saturated; with one hidden layer the factor acts only once or twice, so a wrong one does not add up.
#
# **2 to 3 points:** one of the two in full; or both choices explained without the effect of depth.
#
# **1 point:** only "He is made for ReLU and Xavier for sigmoid".
#
# **0 points:** reasons that would hold for the opposite choice, or none.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "init_choice", "points": 4, "solution": true}
# ReLU turns about half of the sums into 0, which halves the mean square of the signal in every layer. He gives the
# weights twice the variance and so keeps the signal, and the gradient on its way back, at the same size. With Xavier
# both would shrink by the same factor in each layer, and in a deep network these factors multiply until nothing is
# left. A sigmoid cuts nothing off, so it needs no such correction; Xavier keeps its inputs small, where the sigmoid is
# steep, instead of pushing it into saturation. With one hidden layer the factor counts only once, so even a poor choice
# costs some speed and not the training.

# %% [markdown]
# ## 8 · What you now have
#
# | start | formula | for | in `nnlib.initializers` |
# |---|---|---|---|
# | zero | $w = 0$: all neurons alike, never do this | nothing | `zeros` |
# | small random | $w \sim \mathcal{N}(0, s^2)$: breaks the symmetry, $s$ is guessed | small networks | `random_normal` |
# | Xavier | $w \sim \mathcal{U}(\pm\sqrt{1/n_{in}})$ | sigmoid, tanh | `xavier_uniform` |
# | Glorot | $w \sim \mathcal{U}(\pm\sqrt{6/(n_{in} + n_{out})})$ | sigmoid, tanh, also deep | `glorot_uniform` |
# | He | $w \sim \mathcal{N}(0, 2/n_{in})$ | ReLU | `he_normal` |
# | biases | $b = 0$ | all of them | `zero_bias` |
#
# The idea behind all: $n \cdot \mathrm{Var}[w] = 1$ keeps the variance from layer to layer, and ReLU needs twice as
# much.
#
# **Next week:** the network has weights and can compute gradients, but of which loss? Notebook 06 builds the losses:
# how to measure the error of a prediction.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 05` in a terminal. It makes one zip and says
# if something is missing.
