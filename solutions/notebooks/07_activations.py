# ---
# jupyter:
#   nncourse:
#     module: activations
#     title: Activation functions
#     question: Why must a neuron bend its sum, and which bend lets the gradient through?
#     minutes: 90
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 07 · Activation functions
#
# **Why must a neuron bend its sum, and which bend lets the gradient through?**
#
# | | |
# |---|---|
# | You need | notebook 03 (the chain rule), notebook 04 (layers as matrices), notebook 02 (your gradient checker) |
# | You will have built | `nnlib/activations.py`: seven activation functions, the slope of each, and a slope that is learned |
# | Time | about 90 minutes |
# | Points | 48: six for words, the rest checked by the notebook |

# %%
import numpy as np
from nncourse.notebook import start, your_code
from nncourse.widgets import Choice
from nncourse.widgets.activations import activation_curves, dying_neuron, through_layers, two_moons

start("activations")

# %% [markdown]
# ## 1 · Explore: six bends and their slopes
#
# A neuron adds up its inputs. The sum is called $z$. Then an **activation function** $f$ bends it, and $f(z)$ is what the
# neuron says. Below you see some bends on the left, and on the right their **slopes** $f'(z)$ (say "f prime of z"). The
# slope matters because the way back multiplies by it: a gradient that arrives at this neuron leaves it $f'(z)$ times as
# large. The shaded part is where the slope is below 0.05, and hardly any gradient comes through.
#
# **Predict first.** Then move $z$, choose one function after the other, and drag $\alpha$ (say "alpha"), a number that some of
# them have. Type in, under the picture:
#
# - `tanh_flat_from`: the first $z > 0$ on the slider at which the slope of tanh is below 0.05, with one decimal;
# - `alpha_without_a_kink`: at this $\alpha$ the ELU has no kink at $z = 0$: its slope there makes no jump.

# %% jupyter={"source_hidden": true}
# Predict, then move: run this cell (Shift + Enter)
activation_curves(
    own=False,
    question=Choice(
        "Sigmoid and tanh are both S-shaped. Far from z = 0, which slope dies away sooner?",
        ["sigmoid's", "tanh's", "both at the same z"],
        right=1,
        because="tanh is the steeper one in the middle, so it is also the first to arrive at its ceiling, where it is flat.",
    ),
)

# %% nbgrader={"grade_id": "activations_explore_answers", "solution": true}
tanh_flat_from = None
alpha_without_a_kink = None
### BEGIN SOLUTION
tanh_flat_from = 2.2
alpha_without_a_kink = 1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "activations_explore", "points": 2}
from nncourse.checks import Check

check = Check("activations_explore")
check.answer("tanh_flat_from", decimals=1)
check.answer("alpha_without_a_kink")
check.score()

# %% [markdown]
# ## 2 · The idea: without a bend, two layers are one
#
# Why bend at all? Take two layers without any. The first multiplies its input $x$ by the matrix $W_1$, the second
# multiplies what it gets by $W_2$. But a product of matrices is a matrix:
#
# $$W_2\,(W_1\,x) = (W_2 W_1)\,x = W_3\,x$$
#
# So the two layers can do nothing that the single matrix $W_3$ cannot. A hundred layers **collapse** into one in the
# same way. (Biases do not help: they only shift the result.) Put a bend between them, such as $\max(0, \cdot)$, and there
# is no such $W_3$ any more.
#
# ### By hand
#
# $$W_1 = \begin{pmatrix} 1 & 2 \\ -2 & 1 \\ 3 & -1 \end{pmatrix} \qquad
# W_2 = \begin{pmatrix} 2 & -1 & 1 \end{pmatrix} \qquad x = \begin{pmatrix} 1 \\ -1 \end{pmatrix}$$
#
# With paper, or let NumPy multiply in a cell of your own:
#
# - `w3_first`, `w3_second`: the two entries of $W_3 = W_2 W_1$;
# - `relu_plus`: $W_2 \max(0, W_1 x)$: now every negative number that the first layer gives becomes 0;
# - `relu_minus`: the same for $-x$, that is $W_2 \max(0, W_1 (-x))$.

# %% nbgrader={"grade_id": "activations_collapse_answers", "solution": true}
w3_first = None
w3_second = None
relu_plus = None
relu_minus = None
### BEGIN SOLUTION
w3_first = 7
w3_second = 2
relu_plus = 4
relu_minus = -1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "activations_collapse", "points": 4}
from nncourse.checks import Check

check = Check("activations_collapse")
check.answer("w3_first")
check.answer("w3_second")
check.answer("relu_plus")
check.answer("relu_minus")
check.score()

# %% [markdown]
# Every matrix gives $-x$ the opposite of what it gives $x$. Your last two numbers are not opposite, so no matrix can do
# what these two layers do with a bend between them.
#
# What that is worth, you see on two half moons of points. Left and right is the same network with two inputs, a layer of
# neurons and one output, trained for the same number of steps. Only the bend is missing on the left.

# %% jupyter={"source_hidden": true}
# Predict, then train: run this cell (Shift + Enter)
two_moons(
    question=Choice(
        "Left, without a bend: what can the border between the two classes look like, however many neurons there are?",
        ["always one straight line", "a line with a few corners", "any curve, if there are enough neurons"],
        right=0,
        because="Both layers together are one matrix, and where a matrix times x crosses a threshold is a straight line.",
    ),
)

# %% [markdown]
# The border on the right is made of straight pieces: each ReLU neuron adds one fold. That is all a bend has to give.
#
# ## 3 · Build: bends made of straight lines
#
# Each function is one to three lines in `nnlib/activations.py`. They take a number or an array of any shape and
# work on each element alone. For its derivative, each gets the same arguments, so every check looks at a pair.
#
# ### Exercise 1 · `linear` and `linear_derivative`
#
# ●○○○○ · 3 minutes · 3 points
#
# The activation that leaves everything as it is: $f(z) = z$. It is right for the last layer when a number is predicted.
# Its slope is the same everywhere; but return one slope **for each element**.
#
# <details><summary>Hint 1</summary>What shape must the derivative have if z has shape (4, 2)?</details>
# <details><summary>Hint 2</summary>NumPy can make an array in the shape of another one, filled with one number: look for a
# function whose name ends in "_like".</details>
#
# ### Exercise 2 · `relu` and `relu_derivative`
#
# ●○○○○ · 5 minutes · 3 points
#
# The **rectified linear unit**: $f(z) = \max(0, z)$. It costs one comparison, and for $z > 0$ its slope is 1,
# however large $z$ is: it does not saturate there. At $z = 0$ there is a kink and no slope; we take 0.
#
# <details><summary>Hint 1</summary>Which element-by-element question decides? And what does Python say to `if z > 0` when z
# is an array with five elements?</details>
# <details><summary>Hint 2</summary>np.maximum compares element by element. For the slope: a comparison of an array gives
# True and False, which count as 1 and 0.</details>

# %% nbgrader={"grade": true, "grade_id": "linear", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("linear", module="activations")
z = np.array([-1.5, 0.0, 0.25, 40.0])
check.case(z, gives=[-1.5, 0.0, 0.25, 40.0])
check.turn_to("linear_derivative")
check.case(z, gives=[1.0, 1.0, 1.0, 1.0])
### BEGIN HIDDEN TESTS
check.hidden()
z = 3 * check.rng.normal(size=(8, 5))
check.case(z, gives=np.ones((8, 5)), points=0.5)
check.turn_to("linear")
check.case(z, gives=z, points=0.5)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "relu", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("relu", module="activations")
z = np.array([-3.0, -0.5, 0.0, 0.5, 4.0])
check.case(z, gives=[0.0, 0.0, 0.0, 0.5, 4.0])
check.turn_to("relu_derivative")
check.case(z, gives=[0.0, 0.0, 0.0, 1.0, 1.0])
### BEGIN HIDDEN TESTS
check.hidden()
z = 3 * check.rng.normal(size=(8, 5))
check.case(z, gives=(z + abs(z)) / (2 * z), points=0.5)
check.turn_to("relu")
check.case(z, gives=(z + abs(z)) / 2, points=0.5)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# For $z < 0$ the slope of ReLU is exactly 0, and that has a price, which you will see in section 5. The next two let a
# little through on that side.
#
# ### Exercise 3 · `leaky_relu` and `leaky_relu_derivative`
#
# ●●○○○ · 5 minutes · 4 points
#
# $f(z) = z$ for $z > 0$ and $\alpha z$ otherwise, with a small slope $\alpha = 0.01$ unless the caller says another one.
# For $\alpha < 1$ that is the lecture's $\max(\alpha z, z)$. At $z = 0$ we take the slope $\alpha$.
#
# <details><summary>Hint 1</summary>Two formulas, and for each element one question that says which holds. Which NumPy
# function chooses element by element?</details>
# <details><summary>Hint 2</summary>np.where(question, value if yes, value if no). Use the argument alpha, not the number
# 0.01: that is only its default.</details>
#
# ### Exercise 4 · `prelu` and `prelu_derivative`
#
# ●○○○○ · 3 minutes · 3 points
#
# **Parametric ReLU**: the same curve, but nobody chooses $\alpha$. It is learned, like a weight, so it has no default.
#
# <details><summary>Hint 1</summary>Which function that you have just written computes the same curve?</details>
# <details><summary>Hint 2</summary>Call that one and hand your alpha on to it, or write it once more with np.where.</details>

# %% nbgrader={"grade": true, "grade_id": "leaky_relu", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("leaky_relu", module="activations")
z = np.array([-3.0, -0.5, 0.0, 4.0])
check.case(z, gives=[-0.03, -0.005, 0.0, 4.0])
check.case(z, alpha=0.2, gives=[-0.6, -0.1, 0.0, 4.0])
check.turn_to("leaky_relu_derivative")
check.case(z, alpha=0.2, gives=[0.2, 0.2, 0.2, 1.0])
### BEGIN HIDDEN TESTS
check.hidden()
z, alpha = 3 * check.rng.normal(size=(8, 5)), float(check.rng.uniform(0.05, 0.9))
slopes = np.where(z > 0, 1, alpha), np.where(z > 0, 1, 0.01)
check.same("with and without alpha", lambda: (check.target(z, alpha=alpha), check.target(z)), gives=slopes, points=0.5)
check.turn_to("leaky_relu")
check.case(z, alpha=alpha, gives=np.where(z > 0, z, alpha * z), points=0.5)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "prelu", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("prelu", module="activations")
z = np.array([-4.0, -1.0, 0.0, 2.0])
check.case(z, 0.25, gives=[-1.0, -0.25, 0.0, 2.0])
check.turn_to("prelu_derivative")
check.case(z, 0.25, gives=[0.25, 0.25, 0.25, 1.0])
### BEGIN HIDDEN TESTS
check.hidden()
z, alpha = 3 * check.rng.normal(size=(8, 5)), float(check.rng.uniform(-0.5, 0.9))
check.case(z, alpha, gives=np.where(z > 0, 1, alpha), points=0.5)
check.turn_to("prelu")
check.case(z, alpha, gives=np.where(z > 0, z, alpha * z), points=0.5)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 5 · `prelu_backward`
#
# ●●●○○ · 8 minutes · 4 points
#
# To learn $\alpha$, we need its gradient. Call the output $a = f(z)$; `upstream` is $\frac{\partial L}{\partial a}$. The
# chain rule gives, for each element, upstream times a local slope:
#
# | | slope of $a$ with respect to $z$ | slope of $a$ with respect to $\alpha$ |
# |---|---|---|
# | $z > 0$, where $a = z$ | $1$ | $0$: there is no $\alpha$ in it |
# | $z < 0$, where $a = \alpha z$ | $\alpha$ | $z$ |
#
# One $\alpha$ serves all elements. It was *copied* to all of them, so what comes back adds up: $\frac{\partial L}{\partial
# \alpha}$ is one number, the **sum** over all elements. Return the pair `dz, dalpha`.
#
# <details><summary>Hint 1</summary>dz has the shape of z; which of your functions already gives its local slope? Which
# elements contribute to dalpha, and what does each contribute?</details>
# <details><summary>Hint 2</summary>For dalpha: make an array that is z where z is negative and 0 elsewhere, multiply it by
# upstream element by element, and add everything up with np.sum.</details>

# %% nbgrader={"grade": true, "grade_id": "prelu_backward", "points": 4}
import numpy as np
from nncourse.checks import Check, Fault

check = Check("prelu_backward", module="activations")


def gradients(upstream, z, alpha):
    result = check.target(upstream.copy(), z.copy(), alpha)
    if not (isinstance(result, tuple | list) and len(result) == 2):
        raise Fault("no pair", "It must return two things: return dz, dalpha.")
    return tuple(result)


z = np.array([[2.0, -1.0, 0.0], [-3.0, 4.0, -2.0]])
upstream = np.array([[4.0, 2.0, 6.0], [1.0, -1.0, 3.0]])
given = "z = [[2, -1, 0], [-3, 4, -2]], upstream = [[4, 2, 6], [1, -1, 3]], α = 0.5"
check.same(f"dz for {given}", lambda: gradients(upstream, z, 0.5)[0], gives=[[4.0, 1.0, 3.0], [0.5, -1.0, 1.5]])
check.same("dalpha for the same", lambda: gradients(upstream, z, 0.5)[1], gives=-11.0, points=2)
### BEGIN HIDDEN TESTS
check.hidden()
there, arriving = 3 * check.rng.normal(size=(7, 4)), check.rng.uniform(1, 3, size=(7, 4))
slope, below = float(check.rng.uniform(0.1, 0.9)), there < 0
right = (np.where(below, slope, 1.0) * arriving, float((there * arriving)[below].sum()))
check.same("elsewhere", lambda: gradients(arriving, there, slope), gives=right)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 4 · Build: smooth bends
#
# ### Exercise 6 · `elu` and `elu_derivative`
#
# ●●○○○ · 7 minutes · 5 points
#
# The **exponential linear unit** goes down smoothly and levels off at $-\alpha$: $f(z) = z$ for $z > 0$, and
# $\alpha (e^z - 1)$ otherwise. Its slope: $1$ for $z > 0$, and $\alpha e^z$ otherwise. Mind large numbers: $e^{1000}$ does
# not fit into a float. NumPy gives `inf` and a warning, and $0 \cdot$ `inf` is not a number. One point is for $z = \pm
# 10{,}000$.
#
# <details><summary>Hint 1</summary>np.where works out both formulas for all elements, and only then chooses. For which
# elements is e^z needed at all, and how large can it be there?</details>
# <details><summary>Hint 2</summary>np.minimum(z, 0) is z where z is negative and 0 elsewhere: its exponential never
# overflows. The brackets matter: α times the whole difference.</details>

# %% nbgrader={"grade": true, "grade_id": "elu", "points": 5}
import numpy as np
from nncourse.checks import Check

check = Check("elu", module="activations")
far = np.array([-10000.0, 10000.0])
check.case(np.array([-2.0, -0.5, 0.0, 3.0]), gives=[-0.8646647168, -0.3934693403, 0.0, 3.0])
check.case(np.array([-1.0, 0.0, 2.0]), alpha=0.5, gives=[-0.3160602794, 0.0, 2.0])
check.turn_to("elu_derivative")
check.case(np.array([-1.0, 0.0, 2.0]), alpha=0.5, gives=[0.1839397206, 0.5, 1.0])
both = [lambda: check.student.elu(far), lambda: check.student.elu_derivative(far)]
check.same("z = ±10,000: elu and its slopes", lambda: tuple(f() for f in both), gives=([-1.0, 10000.0], [0.0, 1.0]))
### BEGIN HIDDEN TESTS
check.hidden()
z, alpha = 2 * check.rng.normal(size=(8, 5)), float(check.rng.uniform(0.3, 2.0))
slopes = tuple(np.where(z > 0, 1, one * np.exp(z)) for one in (alpha, 1.0))
check.same("with and without alpha", lambda: (check.target(z, alpha=alpha), check.target(z)), gives=slopes, points=0.5)
check.turn_to("elu")
check.case(z, alpha=alpha, gives=np.where(z > 0, z, alpha * (np.exp(z) - 1)), points=0.5)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Into a range: sigmoid and tanh
#
# Two S-shaped bends squeeze every $z$ into a range. The **sigmoid** ends between 0 and 1; **tanh** (say "tanch", the
# hyperbolic tangent) between −1 and 1:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}, \quad \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) \qquad\qquad
# \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}, \quad \tanh'(z) = 1 - \tanh(z)^2$$
#
# A number between 0 and 1 can be read as a probability. So the sigmoid sits in the **last** layer when there are two
# classes. Say a network looks at a tumor, and its last neuron has $z = 5.7$. The linear activation passes that on, and
# nobody knows what 5.7 means. The sigmoid turns it into a probability that the tumor is malignant, and not benign.
# With a calculator:
#
# - `linear_of_z`: what the linear activation gives for $z = 5.7$;
# - `sigmoid_of_z`: $\sigma(5.7)$, with four decimals ($e^{-5.7} \approx 0.003346$);
# - `sigmoid_slope`, `tanh_slope`: the slopes $\sigma'(0)$ and $\tanh'(0)$, where each curve is steepest.

# %% nbgrader={"grade_id": "activations_values_answers", "solution": true}
linear_of_z = None
sigmoid_of_z = None
sigmoid_slope = None
tanh_slope = None
### BEGIN SOLUTION
linear_of_z = 5.7
sigmoid_of_z = 0.9967
sigmoid_slope = 0.25
tanh_slope = 1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "activations_values", "points": 4}
from nncourse.checks import Check

check = Check("activations_values")
check.answer("linear_of_z")
check.answer("sigmoid_of_z", decimals=4)
check.answer("sigmoid_slope")
check.answer("tanh_slope")
check.score()

# %% [markdown]
# ### Exercise 7 · `sigmoid` and `sigmoid_derivative`
#
# ●●○○○ · 6 minutes · 4 points
#
# The argument of both is $z$, what goes *into* the sigmoid. One point is for $z = \pm 10{,}000$. If your result is right
# there and the report only mentions a warning, no points are lost; hint 2 says how to be rid of it.
#
# <details><summary>Hint 1</summary>The slope is written with σ(z). Which function gives you σ(z)? And which powers of e
# become too large for a float: e^z, e^(−z), or each of them somewhere?</details>
# <details><summary>Hint 2</summary>e^(−|z|) never overflows. Multiply the top and the bottom of the fraction by e^z to see
# which formula fits z below 0, and choose with np.where.</details>
#
# ### Exercise 8 · `tanh` and `tanh_derivative`
#
# ●○○○○ · 4 minutes · 4 points
#
# Again one point is for $z = \pm 10{,}000$, where the formula above becomes `inf / inf`, which is not a number.
#
# <details><summary>Hint 1</summary>Does NumPy already have this function? And how can the slope be had from its
# value?</details>
# <details><summary>Hint 2</summary>np.tanh is safe for every z. For the slope: its square, taken away from 1.</details>

# %% nbgrader={"grade": true, "grade_id": "sigmoid", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("sigmoid", module="activations")
z, far = np.array([-2.0, 0.0, 1.5]), np.array([-10000.0, 10000.0])
check.case(z, gives=[0.1192029220, 0.5, 0.8175744762])
check.turn_to("sigmoid_derivative")
check.case(z, gives=[0.1049935854, 0.25, 0.1491464521])
both = [lambda: check.student.sigmoid(far), lambda: check.student.sigmoid_derivative(far)]
check.same("z = ±10,000: sigmoid and its slopes", lambda: tuple(f() for f in both), gives=([0.0, 1.0], [0.0, 0.0]))
### BEGIN HIDDEN TESTS
check.hidden()
z = 2 * check.rng.normal(size=(8, 5))
check.case(z, gives=1 / (2 + np.exp(z) + np.exp(-z)), points=0.5)
check.turn_to("sigmoid")
check.case(z, gives=1 / (1 + np.exp(-z)), points=0.5)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "tanh", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("tanh", module="activations")
z, far = np.array([-1.0, 0.0, 0.5]), np.array([-10000.0, 10000.0])
check.case(z, gives=[-0.7615941560, 0.0, 0.4621171573])
check.turn_to("tanh_derivative")
check.case(z, gives=[0.4199743416, 1.0, 0.7864477330])
both = [lambda: check.student.tanh(far), lambda: check.student.tanh_derivative(far)]
check.same("z = ±10,000: tanh and its slopes", lambda: tuple(f() for f in both), gives=([-1.0, 1.0], [0.0, 0.0]))
### BEGIN HIDDEN TESTS
check.hidden()
z = check.rng.normal(size=(8, 5))
check.case(z, gives=1 / np.cosh(z) ** 2, points=0.5)
check.turn_to("tanh")
check.case(z, gives=np.sinh(z) / np.cosh(z), points=0.5)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 5 · See your own code work
#
# The curves of section 1, now drawn by **your** functions; the thin dashed lines are the reference. Compare sigmoid with
# tanh. One more difference than the slope: the sigmoid's outputs are all positive, tanh's lie around zero. It is
# *zero-centred*. That matters to the next layer: $\partial L/\partial w_i = \partial L/\partial z \cdot a_i$, and if all
# inputs $a_i$ are positive, the gradients of all weights of a neuron have the same sign. All grow or all shrink in one
# step; to make one grow and another shrink, the walk must zig-zag.

# %%
activation_curves(start="sigmoid", compare="tanh")

# %% [markdown]
# ### A neuron dies
#
# One neuron, $a = f(w x + b)$, learns to fit 40 points with gradient descent. It does well. At step 15 something bad
# happens: a single wild example pushes its bias $b$ far down. With ReLU, an example with $z < 0$ gives no gradient at all.
# **Predict** what follows, then make the push larger, and move along the steps. The second neuron is the same with a
# leaky ReLU; its $\alpha$ is yours to choose. Type in:
#
# - `killing_push`: the smallest push on the slider after which the ReLU neuron never learns again, with one decimal;
# - `alive_again`: with a push of 2 and the lecture's $\alpha = 0.01$, the step at which the leaky neuron has an example with
#   $z > 0$ for the first time again.

# %% jupyter={"source_hidden": true}
# Predict, then push: run this cell (Shift + Enter)
dying_neuron(
    question=Choice(
        "The push is so large that z < 0 for all 40 examples. What does gradient descent do with the ReLU neuron?",
        ["it brings it back, slowly", "nothing, ever again", "it pushes it still further down"],
        right=1,
        because="Each example's gradient is multiplied by f'(z) = 0. A sum of zeros is zero: w and b stay where they are.",
    ),
)

# %% nbgrader={"grade_id": "activations_dead_answers", "solution": true}
killing_push = None
alive_again = None
### BEGIN SOLUTION
killing_push = 1.6
alive_again = 89
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "activations_dead", "points": 2}
from nncourse.checks import Check

check = Check("activations_dead")
check.answer("killing_push", decimals=1)
check.answer("alive_again", decimals=0)
check.score()

# %% [markdown]
# A *dead* ReLU is common: too large a learning rate can kill many of a network's neurons in one step.
#
# ### Ten layers
#
# Now a network of ten layers, 64 neurons each, all with the same activation. A gradient enters at the last layer and
# walks back; in every layer it is multiplied by the slopes $f'(z)$ and by $W$. The dotted line is what ten slopes of the
# sigmoid alone do at their very best: $0.25^{10}$, about one millionth. **Predict:** with weights of the size that suits
# tanh ($g = 1$, Xavier) or ReLU ($g = \sqrt 2$, He), how much of the gradient does the sigmoid leave? On the right, see
# around which number the outputs of each layer lie.

# %%
through_layers()

# %% [markdown]
# ## 6 · Look closer: three slips on the slides
#
# **PReLU.** The slide gives $\partial L/\partial z$ the same value on both branches, the upstream gradient itself. What
# holds for $z < 0$ is $\frac{\partial L}{\partial z} = \alpha \frac{\partial L}{\partial a}$, and
# $\frac{\partial L}{\partial \alpha} = \sum_{z < 0} z \frac{\partial L}{\partial a}$. Your gradient checker of notebook 02
# measures both. (And the slide's $\max(\alpha z, z)$ is this curve only as long as the learned $\alpha$ stays below 1.)
#
# **ELU.** The slide lists the values of the slope at $z = 0$ and for $z \to -\infty$ ("z goes to minus infinity") only. What
# holds is $1$ for $z > 0$ and $\alpha e^z$ for $z \le 0$: it goes to 0 far on the left, and at 0 it meets the 1 from the
# right only if $\alpha = 1$.
#
# **Sigmoid.** The slide says $\sigma(5.7) \approx 0.9966$. It cuts the digits off; rounded it is 0.9967. Both count above.

# %%
from nnlib import activations
from nnlib.differences import numerical_gradient

z, upstream, alpha = np.array([1.5, -0.5, -2.0, 3.0]), np.array([1.0, 4.0, -2.0, 0.5]), 0.25
with your_code():
    dz, dalpha = activations.prelu_backward(upstream, z, alpha)
    print("∂L/∂z  measured", numerical_gradient(lambda z: upstream @ activations.prelu(z, alpha), z).round(6))
    print("∂L/∂z  yours   ", dz, "  on the slide", upstream)
    slope = numerical_gradient(lambda alpha: upstream @ activations.prelu(z, float(alpha)), np.array(alpha))
    print(f"∂L/∂α  measured {slope:.6f}   yours {dalpha:.6f}")
    for a in (0.5, 1.0, 2.0):
        print(f"ELU with α = {a}: slope {activations.elu_derivative(-1e-9, a):.3f} just left of 0, 1 just right of it")
    print(f"σ(5.7) = {activations.sigmoid(5.7):.10f}")

# %% [markdown] nbgrader={"grade_id": "activations_reflect_question"}
# ## 7 · Reflect
#
# **In your own words (6 points, read by a person), two or three sentences for each:**
#
# - (a) A friend stacks twenty layers without an activation function, "because more layers can do more". What can this
#   network compute, and why?
# - (b) Why does the gradient vanish in a deep sigmoid network, and why does ReLU train a deep network faster?
# - (c) tanh saturates just like the sigmoid. Give two reasons why it usually converges faster all the same.
#
# === BEGIN MARK SCHEME ===
#
# **Two points for each part: 2 for a full answer, 1 for a half, 0 for a wrong one.**
#
# **(a) Full:** the product of the matrices is one matrix (W20 … W1 = W), so the network is one linear layer: a straight
# border, a straight line or plane as prediction. **Half:** "it is only linear", without the product; or the product, without
# what follows. **Wrong:** it can learn curves, only slowly; or it fails because of vanishing gradients.
#
# **(b) Full:** backward, each layer multiplies by σ'(z), which is at most 0.25 and near 0 where the sigmoid is saturated; a
# product of many such factors shrinks exponentially with depth, so that early layers hardly learn; ReLU's slope is exactly
# 1 for z > 0, however large z is, so that active paths pass the gradient on undiminished (being cheap to compute is a
# welcome extra). **Half:** only one of the two; or "the slope is small", without the product over layers; or only that
# ReLU is cheap. **Wrong:** ReLU's gradients never vanish at all (for z < 0 they are 0), or the outputs vanish.
#
# **(c) Full:** both: its slope at 0 is 1 against 0.25, so that less of the gradient is lost in each layer; and its outputs are
# centred on 0, so that the gradients of a neuron's weights can have different signs in one step (no zig-zag, balanced
# updates). **Half:** one of the two, or both as words alone ("steeper, zero-centred") without what they do.
# **Wrong:** it does not saturate.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "activations_reflect", "points": 6, "solution": true}
# (a) Twenty matrices one after another are one matrix, their product. So the network computes what a single linear layer
# computes, and its border between two classes is a straight line.
#
# (b) On the way back, every layer multiplies the gradient by the slope of the sigmoid. That is at most 0.25, and near
# zero for a saturated neuron, so after ten layers at most a millionth is left and the first layers hardly move.
# ReLU's slope is 1 wherever the neuron is active, so there the gradient is passed on in full.
#
# (c) Near zero tanh has the slope 1, four times that of the sigmoid, so a gradient survives more layers. And its outputs
# lie around zero: the gradients of a neuron's weights may then have different signs, and the step can go
# straight where it should instead of zig-zagging.

# %% [markdown]
# ## 8 · What you now have
#
# | in `nnlib.activations` | $f(z)$ | $f'(z)$ | use it for |
# |---|---|---|---|
# | `linear` | $z$ | $1$ | the last layer, when a number is predicted |
# | `relu` | $\max(0, z)$ | $1$ if $z > 0$, else $0$ | hidden layers; can die |
# | `leaky_relu` | $z$ if $z > 0$, else $\alpha z$ | $1$ if $z > 0$, else $\alpha$ | where neurons die |
# | `prelu` | the same, $\alpha$ learned | $\partial L/\partial\alpha = \sum_{z<0} z\,\partial L/\partial a$ | the same |
# | `elu` | $z$ if $z > 0$, else $\alpha(e^z - 1)$ | $1$ if $z > 0$, else $\alpha e^z$ | smooth, outputs nearer to zero |
# | `sigmoid` | $1/(1 + e^{-z})$ | $\sigma(z)(1 - \sigma(z))$, at most $0.25$ | the last layer, two classes |
# | `tanh` | $(e^z - e^{-z})/(e^z + e^{-z})$ | $1 - \tanh(z)^2$, at most $1$ | shallow hidden layers |
#
# Without one of them between the layers, $W_2 W_1 x = W_3 x$: one layer.
#
# **Next week:** the sigmoid tells two classes apart. A tumor can be benign, malignant or pre-cancerous: three classes.
# Notebook 08 turns any number of outputs into probabilities.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 07` in a terminal. It makes one zip and says if
# something is missing.
