# ---
# jupyter:
#   nncourse:
#     module: gates
#     title: The gate rules
#     question: How can one walk backward through a computation give every gradient at once?
#     minutes: 85
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 · The gate rules
#
# **How can one walk backward through a computation give every gradient at once?**
#
# | | |
# |---|---|
# | You need | the chain rule from school, Python classes, notebook 02: a gradient costs as many losses as there are weights |
# | You will have built | `nnlib/gates.py`: five small gates that compute forward and send gradients backward, and a neuron made of them |
# | Time | about 85 minutes |
# | Points | 46: four for words, the rest checked by the notebook |

# %%
from nncourse.notebook import start, your_code
from nncourse.widgets.gates import count_gate_calls, graph, saturating_neuron

start("gates")

# %% [markdown]
# ## 1 · Explore: values go forward, gradients come back
#
# Here is a small computation, $f = (x + y)\,z$, drawn as a **graph**: numbers flow along the edges, and each circle is
# a **gate** that makes one number out of its inputs. The name $q$ stands for what comes out of the first gate.
#
# - Above each edge: its **value**. Values are worked out from left to right. That is the **forward pass**.
# - Below each edge: its **gradient**, by how much $f$ grows if that value grows a little. Gradients are worked out from
#   right to left. That is the **backward pass**.
#
# Go through it one gate at a time with the button *Next*. **Predict first:** from the moment the gradients begin, it asks
# you for each number before it shows it. Guess, even if nobody has told you the rules yet: try to find them.
#
# When you have arrived at the end, stay there and drag $x$ from one end to the other. $y$ and $z$ stay as they are.

# %%
graph("q = x + y; f = q * z", x=-2, y=5, z=-4, own=False)

# %% [markdown]
# You saw three orange numbers, one under each of $x$, $y$ and $z$. Type in:
#
# - `moving_gradient`: the only one of them that changes when you move $x$. Its letter, in quotes: `"x"`, `"y"` or `"z"`;
# - `x_for_zero`: at which $x$ is that gradient exactly 0? ($y = 5$ and $z = -4$, as at the start)

# %% nbgrader={"grade_id": "gates_explore_answers", "solution": true}
moving_gradient = None
x_for_zero = None
### BEGIN SOLUTION
moving_gradient = "z"
x_for_zero = -5
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "gates_explore", "points": 2}
from nncourse.checks import Check

check = Check("gates_explore")
check.answer("moving_gradient")
check.answer("x_for_zero")
check.score()

# %% [markdown]
# ## 2 · The idea: every gate minds its own business
#
# A gate does not know the graph it sits in. It knows its own inputs, and from them its **local slopes**: by how much its
# output grows if one of its inputs grows a little. On the way back it is told one number from above, the **upstream**
# gradient: by how much the *final* result grows if this gate's output grows a little. The **chain rule** puts the two
# together:
#
# $$\text{gradient of an input} = \text{upstream} \times \text{local slope}$$
#
# For a function inside a function, $z = f(g(x))$, that is $\frac{dz}{dx} = f'(g(x)) \cdot g'(x)$: the slope of the outer
# one, taken where it stands, times the slope of the inner one. Applied gate by gate, it gives four rules:
#
# | gate | forward | backward | in a word |
# |---|---|---|---|
# | add | $x + y$ | both inputs get upstream | **distributes** |
# | multiply | $x\,y$ | $x$ gets upstream $\cdot\,y$, and $y$ gets upstream $\cdot\,x$ | **swaps and scales** |
# | copy | $x$ goes to several places | $x$ gets the sum of all that comes back | **adds up** |
# | max | the larger of $x$ and $y$ | the larger one gets upstream, the other one 0 | **routes** |
#
# ### By hand
#
# The graph from above, $f = (x + y)\,z$ at $x = -2$, $y = 5$, $z = -4$. First forward: `q` and `f`. Then backward, from
# the right. `df_dq` stands for $\frac{\partial f}{\partial q}$, the gradient of $q$. The walk back always starts with
# `df_df`, the gradient of the result with respect to itself.

# %% nbgrader={"grade_id": "gates_by_hand_answers", "solution": true}
q = None
f = None
df_df = None
df_dq = None
df_dz = None
df_dx = None
df_dy = None
### BEGIN SOLUTION
q = 3
f = -12
df_df = 1
df_dq = -4
df_dz = 3
df_dx = -4
df_dy = -4
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "gates_by_hand", "points": 4}
from nncourse.checks import Check

check = Check("gates_by_hand")
check.answer("q", points=0.5)
check.answer("f", points=0.5)
check.answer("df_df", points=0.5)
check.answer("df_dq", points=0.5)
check.answer("df_dz", points=0.5)
check.answer("df_dx", points=0.75)
check.answer("df_dy", points=0.75)
check.score()

# %% [markdown]
# ## 3 · Build
#
# Now teach it to Python, in `nnlib/gates.py`. One point in each exercise is given when your work is graded, for inputs
# that you do not see here.
#
# ### Exercise 1 · `chain_rule`
#
# ●●○○○ · 6 minutes · 3 points
#
# The slope of $z = f(g(x))$. You are given three functions: $f'$, $g$ and $g'$. Return a **new function**, which takes
# $x$ and gives $\frac{dz}{dx}$ there.
#
# <details><summary>Hint 1</summary>At which place do you need the slope of f: at x, or at what g makes of x?</details>
# <details><summary>Hint 2</summary>Inside, define a function of x (def or lambda). It calls g, hands the result to f',
# and multiplies by g' at x. Return that function itself, without calling it.</details>

# %% nbgrader={"grade": true, "grade_id": "chain_rule", "points": 3}
import numpy as np
from nncourse.checks import Check


def slope_of_cube(u):
    return 3 * u**2


def square_plus_one(x):
    return x**2 + 1


def slope_of_square(x):
    return 2 * x


check = Check("chain_rule", module="gates")


def slope_at(x):
    return check.target(slope_of_cube, square_plus_one, slope_of_square)(x)


check.same("the slope of (x² + 1)³ at x = 3", lambda: slope_at(3.0), gives=1800.0)
check.same("the same at x = [1, 2, -1]", lambda: slope_at(np.array([1.0, 2.0, -1.0])), gives=[24.0, 300.0, -24.0])
### BEGIN HIDDEN TESTS
check.hidden()
rate, start = check.rng.uniform(0.5, 1.5, size=2)


def growth(x):
    return start + rate * x


def slope_of_growth(x):
    return rate + 0 * x


def grown():
    return check.target(np.cos, growth, slope_of_growth)(start)


check.same("somewhere else", grown, gives=np.cos(start + rate * start) * rate)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 2 · `Add`
#
# ●●○○○ · 6 minutes · 3 points
#
# From here on each gate is a **class**: an object that computes in `forward` and can be asked for gradients in
# `backward` afterwards. `backward` is given `upstream` and returns a tuple with one gradient for each input, in the
# order of the inputs. Everything works for single numbers and, element by element, for arrays.
#
# <details><summary>Hint 1</summary>If x grows by 0.1, by how much does x + y grow? Does that depend on y?</details>
# <details><summary>Hint 2</summary>Both local slopes are 1. So backward returns upstream twice, as a pair.</details>

# %% nbgrader={"grade": true, "grade_id": "Add", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("Add", module="gates")


def backward(upstream, *inputs):
    gate = check.target()
    gate.forward(*inputs)
    return gate.backward(upstream)


check.same("forward(3, -7)", lambda: check.target().forward(3.0, -7.0), gives=-4.0)
check.same("forward(3, -7), then backward(5)", lambda: backward(5.0, 3.0, -7.0), gives=(5.0, 5.0))
### BEGIN HIDDEN TESTS
check.hidden()
upstream, first, second = check.rng.normal(size=(3, 2, 3))


def both_ways():
    return check.target().forward(first, second), *backward(upstream, first, second)


check.same("arrays, forward and backward", both_ways, gives=(first + second, upstream, upstream))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 3 · `Multiply`
#
# ●●○○○ · 8 minutes · 4 points
#
# Here `backward` needs to know what `forward` was given: the gate must **remember**. An object remembers on itself,
# `self.x = …`; a graph holds many gates, and each must have a memory of its own.
#
# <details><summary>Hint 1</summary>If x grows by 0.1, by how much does x y grow? What does that depend on?</details>
# <details><summary>Hint 2</summary>Keep both inputs on self in forward. In backward, x gets upstream times the y that you
# kept, and y gets upstream times the x.</details>

# %% nbgrader={"grade": true, "grade_id": "Multiply", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("Multiply", module="gates")


def backward(upstream, *inputs):
    gate = check.target()
    gate.forward(*inputs)
    return gate.backward(upstream)


def two_gates():
    one, other = check.target(), check.target()
    one.forward(2.0, 3.0)
    other.forward(5.0, 7.0)
    return *one.backward(10.0), *other.backward(10.0)


check.same("forward(3, -7)", lambda: check.target().forward(3.0, -7.0), gives=-21.0)
check.same("forward(3, -7), then backward(5)", lambda: backward(5.0, 3.0, -7.0), gives=(-35.0, 15.0))
check.same("two gates: both forward, then both backward(10)", two_gates, gives=(30.0, 20.0, 70.0, 50.0))
### BEGIN HIDDEN TESTS
check.hidden()
upstream, first, second = check.rng.normal(size=(3, 2, 3))


def everything():
    gate, other = check.target(), check.target()
    gate.forward(second, upstream)  # what counts is the last forward
    output = gate.forward(first, second)
    other.forward(upstream, upstream)
    gate.backward(upstream)
    return output, *gate.backward(upstream)


check.same("arrays", everything, gives=(first * second, upstream * second, upstream * first))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 4 · `Copy`
#
# ●●○○○ · 8 minutes · 4 points
#
# In $f = (x + y)\,x$ the input $x$ is used twice. In the graph that is a gate too, the copy gate: one $x$ goes in, $n$
# equal values come out, and each goes its own way. On the way back $n$ gradients arrive. `Copy(n)` is told $n$ when it
# is made; `forward(x)` returns a tuple of $n$ values; `backward` is given $n$ arguments and returns one gradient, in a
# 1-tuple: `(total,)`.
#
# This is the rule that is forgotten most often. The last line of the check is a graph in which it matters.
#
# <details><summary>Hint 1</summary>If x grows by 0.1, all the copies grow by 0.1. What happens to their effects on the
# result?</details>
# <details><summary>Hint 2</summary>Keep n in __init__. def backward(self, *upstream) makes upstream a tuple of all the
# arguments; add them up, and return the sum in a tuple of one.</details>

# %% nbgrader={"grade": true, "grade_id": "Copy", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("Copy", module="gates")


def backward(*upstream):
    gate = check.target(len(upstream))
    gate.forward(1.5)
    return gate.backward(*upstream)


def reused(x, y):
    """df/dx and df/dy of f = (x + y) x, through three gates."""
    copy, add, multiply = check.target(2), check.student.Add(), check.student.Multiply()
    one, other = copy.forward(x)
    multiply.forward(add.forward(one, y), other)
    back_to_sum, back_to_other = multiply.backward(1.0)
    back_to_one, dy = add.backward(back_to_sum)
    return *copy.backward(back_to_one, back_to_other), dy


check.same("Copy(3): forward(7)", lambda: check.target(3).forward(7.0), gives=(7.0, 7.0, 7.0))
check.same("Copy(3): forward(1.5), then backward(2, -5, 10)", lambda: backward(2.0, -5.0, 10.0), gives=(7.0,))
check.same("slopes of (x + y) x at (5, 2), with your Add and Multiply", lambda: reused(5.0, 2.0), gives=(12.0, 5.0))
### BEGIN HIDDEN TESTS
check.hidden()
upstream = check.rng.normal(size=(4, 2, 3))


def arrays_twice():
    gate = check.target(4)
    copies = gate.forward(upstream[0])
    gate.backward(*upstream)
    return *copies, *gate.backward(*upstream)


check.same("arrays, backward twice", arrays_twice, gives=(*[upstream[0]] * 4, upstream.sum(axis=0)))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 5 · `Max`
#
# ●●●○○ · 10 minutes · 5 points
#
# The larger input goes through, and on the way back it gets all of the gradient. The other one gets 0: if it moved a
# little, the output would not notice. If both are equal, the first input counts as the larger one.
#
# <details><summary>Hint 1</summary>What must forward remember so that backward knows which input went through? For arrays,
# that is one answer for each element.</details>
# <details><summary>Hint 2</summary>A comparison of two arrays is an array of True and False, and in a product True counts
# as 1, False as 0. Think about which comparison sends a tie to the first input.</details>

# %% nbgrader={"grade": true, "grade_id": "Max", "points": 5}
import numpy as np
from nncourse.checks import Check

check = Check("Max", module="gates")


def backward(upstream, *inputs):
    gate = check.target()
    gate.forward(*inputs)
    return gate.backward(upstream)


def routed(x, y, z):
    """df/dx, df/dy, df/dz of f = max(x, y) z, through two gates."""
    larger, multiply = check.target(), check.student.Multiply()
    multiply.forward(larger.forward(x, y), z)
    back_to_max, dz = multiply.backward(1.0)
    return *larger.backward(back_to_max), dz


first, second, upstream = np.array([3.0, -2.0, 5.0]), np.array([-7.0, 4.0, 1.0]), np.array([10.0, 20.0, 30.0])
check.same("forward([3, -2, 5], [-7, 4, 1])", lambda: check.target().forward(first, second), gives=[3.0, 4.0, 5.0])
routes = ([10.0, 0.0, 30.0], [0.0, 20.0, 0.0])
check.same("the same, then backward([10, 20, 30])", lambda: backward(upstream, first, second), gives=routes)
check.same("a tie: forward(2, 2), then backward(9)", lambda: backward(9.0, 2.0, 2.0), gives=(9.0, 0.0))
slopes = (0.0, -3.0, 6.0)
check.same("slopes of max(x, y) z at (1, 6, -3), with your Multiply", lambda: routed(1.0, 6.0, -3.0), gives=slopes)
### BEGIN HIDDEN TESTS
check.hidden()
upstream, first, second = check.rng.normal(size=(3, 2, 3))
second[0, 0], second[1, 1] = first[0, 0] + 1, first[1, 1] - 1  # one of each, whatever was drawn


def both_ways():
    gate = check.target()
    gate.forward(second, first)  # what counts is the last forward
    return gate.forward(first, second), *gate.backward(upstream)


winner = first > second
check.same("arrays", both_ways, gives=(np.maximum(first, second), upstream * winner, upstream * ~winner))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Two graphs by hand
#
# You have the rules in Python; now make sure that you have them on paper. Draw each graph first.
#
# **A reused variable.** $f = (x + y)\,x$ at $x = 3$, $y = -2$. Call the sum $q$. Mind that $x$ has two ways to $f$.
# Type in `reused_dx` and `reused_dy`, the gradients of $x$ and $y$.
#
# **A choice.** $f = \max(x, y)\,z$ at $x = 4$, $y = 1$, $z = -2$. Type in `routed_dx`, `routed_dy` and `routed_dz`.

# %% nbgrader={"grade_id": "graphs_by_hand_answers", "solution": true}
reused_dx = None
reused_dy = None
routed_dx = None
routed_dy = None
routed_dz = None
### BEGIN SOLUTION
reused_dx = 4
reused_dy = 3
routed_dx = -2
routed_dy = 0
routed_dz = 4
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "graphs_by_hand", "points": 5}
from nncourse.checks import Check

check = Check("graphs_by_hand")
check.answer("reused_dx")
check.answer("reused_dy")
check.answer("routed_dx")
check.answer("routed_dy")
check.answer("routed_dz")
check.score()

# %% [markdown]
# ## 4 · See your own code work
#
# The same picture, now computed by **your** gates. The graph is the one with the reused $x$, and the copy gate stands in
# it as a circle of its own. Where a number of yours is not the right one, the right one stands next to it in grey.
# **Predict** each gradient again before you let it appear; this time you know the rules.

#
# One line draws any graph of `+`, `*`, `max(…, …)` and `sigmoid(…)`: semicolons separate the steps, the last one is the
# result, and a name that is used more than once gets its copy gate by itself. Put this one in its place, run the cell,
# and drag $x$ and $y$ past each other: `graph("m = max(x, y); s = m + z; f = s * m", x=4, y=1, z=-2)`. Then one of your
# own.

# %%
graph("q = x + y; f = q * x", x=2, y=1)

# %% [markdown]
# ## 5 · One neuron
#
# A **neuron** is a small graph too. It has inputs $a_1, \dots, a_n$, a weight $w_i$ for each, and a bias $b$. It adds up
# the products, adds the bias, and squeezes the result between 0 and 1 with the **sigmoid**, written $\sigma$ ("sigma"):
#
# $$z = w_1 a_1 + \dots + w_n a_n + b = w^T a + b, \qquad \text{output} = \sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# Multiply gates, add gates, and one gate more. The sigmoid's slope can be had from its own output, without another
# exponential: $\sigma'(z) = \sigma(z)\,(1 - \sigma(z))$.
#
# ### Exercise 6 · `Sigmoid`
#
# ●●○○○ · 6 minutes · 3 points
#
# A gate with one input, so `backward` returns a 1-tuple.
#
# <details><summary>Hint 1</summary>What is the one thing that backward needs from forward: z, or σ(z)?</details>
# <details><summary>Hint 2</summary>Keep the output s on self. Backward returns upstream times s times (1 − s), in a tuple
# with one part. np.exp works for numbers and for arrays.</details>

# %% nbgrader={"grade": true, "grade_id": "Sigmoid", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("Sigmoid", module="gates")


def backward(upstream, z):
    gate = check.target()
    gate.forward(z)
    return gate.backward(upstream)


z = np.array([0.0, 1.0, -2.0])
values = [0.5, 0.7310585786, 0.1192029220]
slopes = [2.5, 1.9661193324, -1.0499358540]
check.same("forward([0, 1, -2])", lambda: check.target().forward(z), gives=values)
upstream = np.array([10.0, 10.0, -10.0])
check.same("the same, then backward([10, 10, -10])", lambda: backward(upstream, z), gives=(np.array(slopes),))
### BEGIN HIDDEN TESTS
check.hidden()
upstream, place = check.rng.normal(size=(2, 2, 3))


def both_ways():
    gate = check.target()
    gate.forward(upstream)  # what counts is the last forward
    return gate.forward(place), *gate.backward(upstream)


gives = (1 / (1 + np.exp(-place)), upstream / (2 + np.exp(place) + np.exp(-place)))
check.same("elsewhere", both_ways, gives=gives)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 7 · `neuron_forward`
#
# ●●○○○ · 6 minutes · 3 points
#
# The output, and beside it the **cache**: whatever the way back will need. What you put into it, and in which form, is
# for you to say; only your own `neuron_backward` opens it.
#
# <details><summary>Hint 1</summary>Which of a, w, b, z and the output does the backward pass need? Read the formulas of
# the next exercise first.</details>
# <details><summary>Hint 2</summary>w @ a is the sum of the products. Add b, send it through a Sigmoid gate, and put a, w
# and that gate into a tuple: the gate remembers the rest.</details>

# %% nbgrader={"grade": true, "grade_id": "neuron_forward", "points": 3}
import numpy as np
from nncourse.checks import Check, Fault

check = Check("neuron_forward", module="gates")


def output(a, w, b):
    result = check.target(a, w, b)
    if not (isinstance(result, tuple | list) and len(result) == 2):
        raise Fault("no pair", "It must return two things: return output, cache.")
    return result[0]


a, w = np.array([1.0, -2.0, 3.0]), np.array([0.5, 1.0, 0.25])
check.same("a = [1, -2, 3], w = [0.5, 1, 0.25], b = 2", lambda: output(a, w, 2.0), gives=0.7772998612)
c, v = np.array([1.0, 2.0]), np.array([3.0, -1.0])
check.same("a = [1, 2], w = [3, -1], b = -1.5", lambda: output(c, v, -1.5), gives=0.3775406688)
### BEGIN HIDDEN TESTS
check.hidden()
a, w = check.rng.normal(size=(2, 4))
b = check.rng.normal() + 2
check.same("four inputs", lambda: output(a, w, b), gives=1 / (1 + np.exp(-(w @ a) - b)))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 8 · `neuron_backward`
#
# ●●●○○ · 8 minutes · 4 points
#
# Walk back through the neuron, gate by gate. First through the sigmoid, to
# $\frac{\partial L}{\partial z} = \text{upstream} \cdot \sigma(z)(1 - \sigma(z))$. Then through the sum and the products:
#
# $$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z}\, a, \qquad
# \frac{\partial L}{\partial a} = \frac{\partial L}{\partial z}\, w, \qquad
# \frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}$$
#
# Return them in the order of the inputs of `neuron_forward`: first `da`, then `dw`, then `db`.
#
# <details><summary>Hint 1</summary>Which gate rule do you see in the first two formulas, and which in the third?</details>
# <details><summary>Hint 2</summary>Unpack the cache in the order in which you packed it. Let the Sigmoid gate's backward
# turn upstream into dz, which comes in a 1-tuple; then multiply dz by w and by a.</details>

# %% nbgrader={"grade": true, "grade_id": "neuron_backward", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("neuron_backward", module="gates")


def gradients(upstream, a, w, b):
    _, cache = check.student.neuron_forward(a, w, b)
    return check.target(upstream, cache)


a, w = np.array([1.0, -2.0, 3.0]), np.array([0.5, 1.0, -0.5])
check.same(
    "a = [1, -2, 3], w = [0.5, 1, -0.5], b = 3, upstream = -8",
    lambda: gradients(-8.0, a, w, 3.0),
    gives=(-2.0 * w, -2.0 * a, -2.0),
    points=2,
)
c, v, dz = np.array([2.0, 1.0]), np.array([-1.0, 3.0]), 0.0524967927
check.same(
    "a = [2, 1], w = [-1, 3], b = 1, upstream = 0.5", lambda: gradients(0.5, c, v, 1.0), gives=(dz * v, dz * c, dz)
)
### BEGIN HIDDEN TESTS
check.hidden()
inputs, weights = check.rng.normal(size=(2, 4))
bias, upstream = check.rng.normal(size=2)
z = weights @ inputs + bias
dz = upstream / (2 + np.exp(z) + np.exp(-z))
check.same("four inputs", lambda: gradients(upstream, inputs, weights, bias), gives=(dz * weights, dz * inputs, dz))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### When a neuron stops listening
#
# Your neuron, with two inputs. The bias $b$ pushes $z$ up and down. **Predict:** if you push $z$ far to the right, where
# the output is almost 1, what happens to the gradients? Then drag, slowly. Where the curve is flat, hardly any gradient
# comes through, however wrong the neuron is. It is **saturated**.
#
# Type in, under the picture, what you read off the orange curve, the sigmoid's slope:
#
# - `largest_dz`: the largest value that $\sigma'(z)$ ever has, with two decimals;
# - `z_saturated`: the first $z > 0$ on the slider at which $\sigma'(z)$ is below 0.01, with one decimal.

# %%
saturating_neuron()

# %% nbgrader={"grade_id": "neuron_explore_answers", "solution": true}
largest_dz = None
z_saturated = None
### BEGIN SOLUTION
largest_dz = 0.25
z_saturated = 4.6
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "neuron_explore", "points": 2}
from nncourse.checks import Check

check = Check("neuron_explore")
check.answer("largest_dz")
check.answer("z_saturated", decimals=1)
check.score()

# %% [markdown]
# ## 6 · Look closer: what does a gradient cost?
#
# Take a long chain, $f = x\,w_1 w_2 \cdots w_n$: $n$ weights and $n$ multiply gates. This cell finds all $n$ gradients
# in two ways, and counts how often a gate of yours is used, forward or backward. **Predict** both numbers for $n = 300$
# before you run it.

# %%
with your_code():
    print("weights   one backward pass   forward differences (notebook 02)")
    for n in (1, 10, 100, 300):
        backward_pass, differences = count_gate_calls(n)
        print(f"{n:7d}   {backward_pass:17,d}   {differences:19,d}")

# %% [markdown] nbgrader={"grade_id": "why_backward_question"}
# One forward and one backward pass use every gate twice: $2n$. Forward differences go through the whole graph once more
# for each weight: $n\,(n + 1)$. Written with the letter $\Theta$ ("theta", "grows like"), that is $\Theta(n)$ against
# $\Theta(n^2)$. For a model with a billion weights it is the difference between one second and sixteen years. This way of
# getting gradients is called **backpropagation**, and every deep learning library is built on it.
#
# ## 7 · Reflect
#
# **In your own words (4 points, read by a person):** Finite differences need a new forward pass for every weight, while
# backpropagation gets all gradients from one backward pass. Why is one pass enough: what do the gradients share? And
# what does it cost instead: what must be kept from the forward pass, and why? Four to six sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) finite differences ask one question for each weight ("what if this one changes?"), and each answer needs
# a whole forward pass: n passes of n gates, Θ(n²); and (b) going backward, the gradient of the result with respect to a
# gate's output is worked out once, and is used for everything that lies before that gate: the shared part of all the
# chains is never computed twice, each gate does a fixed amount of work, so Θ(n) in total; and (c) the price is memory:
# the local slopes depend on the values of the forward pass (multiply needs its inputs, max which one was larger, the sigmoid
# its output), so these must be kept until the backward pass has come by.
#
# **2 to 3 points:** two of the three; or all three, where (b) says only "because of the chain rule" and not what is shared.
#
# **1 point:** only the counts ("n² against n"), or only "it uses the chain rule".
#
# **0 points:** claims that backpropagation is approximate, or changes the weights one at a time.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_backward", "points": 4, "solution": true}
# Finite differences ask for each weight on its own what happens if it changes, and every answer takes a whole forward
# pass, so $n$ weights cost about $n$ passes of $n$ gates. Backward, one number for each edge says how much the result
# depends on it. That number is worked out once, and all weights that lie before this edge use it: the common part of
# their chains is shared, and each gate is visited once. The price is memory. A gate's local slope depends on the values
# that went through it, such as the two inputs of a multiply gate, so they must be kept from the forward pass until the
# backward pass arrives.

# %% [markdown]
# ## 8 · What you now have
#
# | in words | forward | backward | in `nnlib.gates` |
# |---|---|---|---|
# | a function in a function | $f(g(x))$ | $f'(g(x))\,g'(x)$ | `chain_rule` |
# | distributes | $x + y$ | upstream, upstream | `Add` |
# | swaps and scales | $x\,y$ | upstream $\cdot\,y$, upstream $\cdot\,x$ | `Multiply` |
# | adds up | $x, x, \dots$ | sum of all upstreams | `Copy` |
# | routes | $\max(x, y)$ | upstream to the larger, 0 to the other | `Max` |
# | squeezes | $\sigma(z)$ | upstream $\cdot\,\sigma(z)(1 - \sigma(z))$ | `Sigmoid` |
# | a neuron | $\sigma(w^T a + b)$ | $\partial L/\partial z$ times $w$, $a$ and 1 | `neuron_forward`, `neuron_backward` |
#
# One forward pass that remembers, one backward pass that multiplies: all gradients, for the price of two passes.
#
# **Next week:** a network has thousands of neurons, and Python is slow at one gate after another. Notebook 04 walks back
# through a whole layer at once, with matrices, by the same rules: a matrix product is nothing but multiply gates and
# add gates, and its backward pass swaps and adds up.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 03` in a terminal. It makes one zip and says if
# something is missing.
