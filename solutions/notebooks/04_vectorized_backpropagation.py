# ---
# jupyter:
#   nncourse:
#     module: backprop
#     title: Vectorized backpropagation
#     question: How can a whole layer, and a whole batch, go backward in three lines?
#     minutes: 90
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 · Vectorized backpropagation
#
# **How can a whole layer, and a whole batch, go backward in three lines?**
#
# | | |
# |---|---|
# | You need | notebook 02 (your gradient checker), notebook 03 (the chain rule), matrix products |
# | You will have built | `nnlib/backprop.py`: a layer backward, first with loops, then with matrices, and a whole network |
# | Time | about 90 minutes |
# | Points | 46: four for words, the rest checked by the notebook |

# %%
import numpy as np
from nncourse.notebook import start, your_code
from nncourse.widgets import Choice
from nncourse.widgets.backprop import layer_sums, loops_against_matrices, shapes_game

start("backprop")

# %% [markdown]
# ## 1 · Explore: which product fits?
#
# Last week a gradient was one number. A layer has thousands, so they travel in matrices. These three are given:
#
# - $a$, the layer's input: one **row for each sample** of the batch. With $N$ samples of $n_{in}$ numbers: $(N, n_{in})$;
# - $W$, the weights: one **row for each neuron** of the layer, $(n_{out}, n_{in})$;
# - $\frac{\partial L}{\partial z}$, called *upstream*: how the loss $L$ changes with each output $z$ of the layer,
#   $(N, n_{out})$. It comes from the layers behind.
#
# Wanted is the gradient for $W$, for $a$ and for the bias $b$. A gradient always has **the shape of what it belongs to**.
# The small $^T$ means *transposed*: rows become columns. **Predict first**, then try all products and all sizes.
#
# Then stay with the four products for $\partial L/\partial W$. Count how many of the four get the right shape, rightly or by
# accident, and type in the two numbers:
#
# - `pass_two_equal`: if $N = n_{out} = 2$, and $n_{in} = 4$;
# - `pass_all_equal`: if $N = n_{in} = n_{out} = 3$.

# %%
shapes_game(
    question=Choice(
        "∂L/∂W must have the shape of W, for any N. Which product can do that?",
        ["upstream · a", "aᵀ · upstream", "upstreamᵀ · a"],
        right=2,
        because="(n_out, N) times (N, n_in): the two N meet and vanish, and what is left is the shape of W.",
    ),
)

# %% nbgrader={"grade_id": "backprop_explore_answers", "solution": true}
pass_two_equal = None
pass_all_equal = None
### BEGIN SOLUTION
pass_two_equal = 2
pass_all_equal = 4
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "backprop_explore", "points": 2}
from nncourse.checks import Check

check = Check("backprop_explore")
check.answer("pass_two_equal", decimals=0)
check.answer("pass_all_equal", decimals=0)
check.score()

# %% [markdown]
# So shapes find the right product, as long as the sizes differ. When they are equal, wrong products pass unseen. That is
# why the checks in this notebook use sizes that are all different. Do the same when you test.
#
# ## 2 · The idea: forward along a row, backward along a column
#
# Number the layers by $l$. Neuron $j$ of layer $l$ adds up what comes from the layer before, then bends the sum with an
# activation function $f$:
#
# $$z_j^{[l]} = \sum_i w_{ji}^{[l]}\, a_i^{[l-1]} + b_j^{[l]}, \qquad a_j^{[l]} = f(z_j^{[l]})$$
#
# $\sum_i$ means: the sum over all $i$. The weight $w_{ji}$ leads **to** neuron $j$ **from** input $i$. Go through the
# neurons below, forward and backward, and watch which weights of the matrix are used.

# %%
layer_sums()

# %% [markdown]
# One weight, $w_{ji}$, is in one sum only, that of $z_j$, and there it is multiplied by $a_i$. One input, $a_i$, is in
# **all** sums of the layer, so all of them send something back, and what arrives adds up. Then it goes through the bend $f$:
#
# $$\frac{\partial L}{\partial w_{ji}^{[l]}} = \frac{\partial L}{\partial z_j^{[l]}}\; a_i^{[l-1]}
# \qquad\qquad
# \frac{\partial L}{\partial z_i^{[l-1]}} = f'(z_i^{[l-1]}) \sum_j w_{ji}^{[l]}\, \frac{\partial L}{\partial z_j^{[l]}}$$
#
# ### By hand
#
# One sample, three inputs, two neurons. Layer $l-1$ bends with $f(z) = z$ for $z > 0$ and $f(z) = z/2$ otherwise.
#
# $$z^{[l-1]} = (2, -4, 3) \qquad W^{[l]} = \begin{pmatrix} 1 & 3 & -1 \\ 2 & -1 & 4 \end{pmatrix} \qquad
# \frac{\partial L}{\partial z^{[l]}} = (5, -2)$$
#
# Take a sheet of paper. Counting starts at 1:
#
# - `dL_dw_12`: the gradient for the weight to neuron 1 from input 2;
# - `dL_da_2`: what arrives at $a_2^{[l-1]}$: the sum over $j$, before it goes through the bend;
# - `dL_dz_2`: the same after the bend, that is $\partial L/\partial z_2^{[l-1]}$.

# %% nbgrader={"grade_id": "backprop_by_hand_answers", "solution": true}
dL_dw_12 = None
dL_da_2 = None
dL_dz_2 = None
### BEGIN SOLUTION
dL_dw_12 = -10
dL_da_2 = 17
dL_dz_2 = 8.5
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "backprop_by_hand", "points": 3}
from nncourse.checks import Check

check = Check("backprop_by_hand")
check.answer("dL_dw_12")
check.answer("dL_da_2")
check.answer("dL_dz_2")
check.score()

# %% [markdown]
# ### Exercise 1 · `layer_backward_loops`
#
# ●●●○○ · 12 minutes · 4 points
#
# The two sums, before the bend, and one for the bias ($\partial L/\partial b_j = \partial L/\partial z_j$, since $b_j$ is just added).
# Now for a batch: sample $n$ has its own row in `a` and in `upstream`. All samples share $W$ and $b$, so these two gradients
# add up over the samples. The averaging belongs to the loss and is already in `upstream`: do not divide by $N$. Use loops,
# slow and plain. In code, `da` is short for $\partial L/\partial a$, and so are `dW` and `db`.
#
# <details><summary>Hint 1</summary>Which indices does each result have: n, j, i? Every other index that stands in its
# formula is summed over. Where must you start the sums, before the loops?</details>
# <details><summary>Hint 2</summary>Make three arrays of zeros in the shapes of a, W and b. Loop over n, over j, and
# inside over i, and add (+=) each product to the place it belongs to. upstream[n, j] is in all three.</details>

# %% nbgrader={"grade": true, "grade_id": "layer_backward_loops", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("layer_backward_loops", module="backprop")
upstream, a = np.array([[2.0, -3.0]]), np.array([[4.0, 1.0, -5.0]])
W = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 6.0]])
da, dW, db = [[5.0, -9.0, -14.0]], [[8.0, 2.0, -10.0], [-12.0, -3.0, 15.0]], [2.0, -3.0]
check.case(upstream, a, W, gives=(da, dW, db))
upstream = np.array([[1.0, -2.0], [0.0, 3.0], [4.0, 1.0]])
a = np.array([[1.0, 0.0, 2.0, -1.0], [3.0, 1.0, 0.0, 2.0], [-2.0, 5.0, 1.0, 0.0]])
W = np.array([[2.0, 1.0, 0.0, -1.0], [1.0, -3.0, 4.0, 2.0]])
da = [[0.0, 7.0, -8.0, -5.0], [3.0, -9.0, 12.0, 6.0], [9.0, 1.0, 4.0, -2.0]]
dW, db = [[-7.0, 20.0, 6.0, -1.0], [5.0, 8.0, -3.0, 8.0]], [5.0, 2.0]
check.case(upstream, a, W, gives=(da, dW, db), points=2)
### BEGIN HIDDEN TESTS
check.hidden()
upstream, a, W = check.rng.normal(size=(5, 3)), check.rng.normal(size=(5, 4)), check.rng.normal(size=(3, 4))
check.case(upstream, a, W, gives=(upstream @ W, upstream.T @ a, upstream.sum(axis=0)))
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ## 3 · The same in matrices: Jacobians
#
# Put the numbers of one sample into vectors. A function takes a vector $x$ with $n_x$ numbers and gives a vector $f$ with
# $n_f$ numbers. Its derivative is a table: how does **each** $f_j$ change with **each** $x_i$? That table is the
# **Jacobian** $\frac{\partial f}{\partial x}$. We write it in *denominator layout*: one row for each $x_i$, one column for
# each $f_j$. (Some books turn it the other way round; that is *numerator layout*.) If $J$ is the loss (the lecture writes $J$ here), the
# chain rule is a matrix times a vector, with the shapes underneath:
#
# $$\underbrace{\frac{\partial J}{\partial x}}_{(n_x,\,1)} =
# \underbrace{\frac{\partial f}{\partial x}}_{(n_x,\,n_f)}\;\underbrace{\frac{\partial J}{\partial f}}_{(n_f,\,1)}
# \qquad\text{that is}\qquad \frac{\partial J}{\partial x_i} = \sum_j \frac{\partial f_j}{\partial x_i}\,\frac{\partial J}{\partial f_j}$$
#
# It is last week's rule: local derivative times upstream, added up over all ways from $x_i$ to the loss.
#
# ### Exercise 2 · `chain`
#
# ●○○○○ · 4 minutes · 4 points
#
# The rule above, for an upstream that is a plain vector of shape $(n_f{,})$ or a column of shape $(n_f, 1)$.
#
# <details><summary>Hint 1</summary>Row i of the Jacobian and the whole upstream give one number of the result. What do you
# do with their products?</details>
# <details><summary>Hint 2</summary>This is what the matrix product does, and NumPy has an operator for it. Which of the two
# stands on the left? Look at the shapes.</details>

# %% nbgrader={"grade": true, "grade_id": "chain", "points": 4}
import numpy as np
from nncourse.checks import Check

check = Check("chain", module="backprop")
check.case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 1.0]), gives=[12.0, 34.0])
check.case(np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 1.0]]), np.array([2.0, 1.0, 3.0]), gives=[8.0, 4.0])
check.case(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[10.0], [1.0]]), gives=[[12.0], [34.0]])
### BEGIN HIDDEN TESTS
check.hidden()
jacobian, upstream = check.rng.normal(size=(5, 3)), check.rng.normal(size=3)
check.case(jacobian, upstream, gives=[sum(row * upstream) for row in jacobian])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# A layer does two things to a vector, and each has a Jacobian: it multiplies by $W$, and it bends every element.
#
# ### Exercise 3 · `linear_jacobian`
#
# ●●○○○ · 5 minutes · 3 points
#
# For $z = W a + b$: how does $z_j$ change with $a_i$? One row for each $a_i$, one column for each $z_j$: $(n_{in}, n_{out})$.
#
# <details><summary>Hint 1</summary>Write out z_j as a sum. Which of its terms has a_i in it, and what stands before it? Does
# b matter?</details>
# <details><summary>Hint 2</summary>The entry in row i and column j is w_ji. Compare the order of the two indices with the
# order in W.</details>
#
# ### Exercise 4 · `elementwise_jacobian`
#
# ●●○○○ · 5 minutes · 3 points
#
# For $a = f(z)$, where $f$ acts on each element alone. You are given the values $f'(z_1), \dots, f'(z_n)$.
#
# <details><summary>Hint 1</summary>Does a_2 change if z_1 does? Which entries of the table are not zero?</details>
# <details><summary>Hint 2</summary>Only those with the same row and column number: the diagonal. NumPy has a function that
# puts a vector there.</details>

# %% nbgrader={"grade": true, "grade_id": "linear_jacobian", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("linear_jacobian", module="backprop")
check.case(np.array([[0.0, 1.0], [5.0, 2.0]]), gives=[[0.0, 5.0], [1.0, 2.0]])
check.case(np.array([[1.0, 3.0, -1.0], [2.0, -1.0, 4.0]]), gives=[[1.0, 2.0], [3.0, -1.0], [-1.0, 4.0]])
### BEGIN HIDDEN TESTS
check.hidden()
W = check.rng.normal(size=(5, 3))
check.case(W, gives=W.T)
### END HIDDEN TESTS
check.score()

# %% nbgrader={"grade": true, "grade_id": "elementwise_jacobian", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("elementwise_jacobian", module="backprop")
check.case(np.array([2.0, -1.0]), gives=[[2.0, 0.0], [0.0, -1.0]])
check.case(np.array([1.0, 0.5, 3.0]), gives=[[1.0, 0.0, 0.0], [0.0, 0.5, 0.0], [0.0, 0.0, 3.0]])
### BEGIN HIDDEN TESTS
check.hidden()
derivative = check.rng.normal(size=5)
check.case(derivative, gives=np.eye(5) * derivative)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Two inputs, two Jacobians
#
# A function of two vectors $x$ and $y$ has a Jacobian for each, and both meet the same upstream. Take
#
# $$f = (\;x_1 x_2,\;\; x_1 + y_1,\;\; x_2\, y_1\;) \qquad x = (2, 3) \qquad y = (4) \qquad
# \frac{\partial J}{\partial f} = (2, -1, 3)$$
#
# Write both Jacobians on paper, then both products. Type a shape as a pair, like `(5, 7)`:
#
# - `shape_df_dx` and `shape_df_dy`: the shapes of $\partial f/\partial x$ and $\partial f/\partial y$, in denominator layout;
# - `dJ_dx_2` and `dJ_dy_1`: the gradient of $J$ for $x_2$ and for $y_1$.
#
# With your `chain` you can test yourself: add a cell and type in a Jacobian as a list of rows.

# %% nbgrader={"grade_id": "backprop_two_inputs_answers", "solution": true}
shape_df_dx = None
shape_df_dy = None
dJ_dx_2 = None
dJ_dy_1 = None
### BEGIN SOLUTION
shape_df_dx = (2, 3)
shape_df_dy = (1, 3)
dJ_dx_2 = 16
dJ_dy_1 = 8
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "backprop_two_inputs", "points": 4}
from nncourse.checks import Check

check = Check("backprop_two_inputs")
check.answer("shape_df_dx")
check.answer("shape_df_dy")
check.answer("dJ_dx_2")
check.answer("dJ_dy_1")
check.score()

# %% [markdown]
# ## 4 · All samples at once
#
# Look again at what you have built. The sum $\sum_i w_{ji}\, a_i$ walks along row $j$ of $W$, the sum
# $\sum_j w_{ji}\, \frac{\partial L}{\partial z_j}$ down column $i$: the second is a product with the transposed matrix.
# With one sample in each row of $a$, the product $W a$ is written $a W^T$, and does the whole batch at once. No loop is left.
#
# ### Exercise 5 · `linear_forward`
#
# ●●○○○ · 5 minutes · 3 points
#
# $$\underbrace{z}_{(N,\,n_{out})} = \underbrace{a}_{(N,\,n_{in})}\;\underbrace{W^T}_{(n_{in},\,n_{out})} +
# \underbrace{b}_{(n_{out}{,})}$$
#
# <details><summary>Hint 1</summary>The two sizes that meet in the middle must be the same. Which of a and W must be
# turned?</details>
# <details><summary>Hint 2</summary>A vector of shape (n_out,) that is added to an array of shape (N, n_out) is added to
# every row, by itself. That is called broadcasting.</details>

# %% nbgrader={"grade": true, "grade_id": "linear_forward", "points": 3}
import numpy as np
from nncourse.checks import Check

check = Check("linear_forward", module="backprop")
a, W, b = np.array([[1.0, 2.0], [-3.0, 4.0]]), np.array([[2.0, 5.0], [1.0, -1.0]]), np.array([10.0, 20.0])
check.case(a, W, b, gives=[[22.0, 19.0], [24.0, 13.0]])
a, b = np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 1.0]]), np.array([1.0, 2.0, 3.0, 4.0])
W = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0], [2.0, 0.0, 1.0], [1.0, 1.0, -2.0]])
check.case(a, W, b, gives=[[8.0, 0.0, 7.0, 1.0], [5.0, 0.0, 10.0, 4.0]])
### BEGIN HIDDEN TESTS
check.hidden()
a, W, b = check.rng.normal(size=(5, 4)), check.rng.normal(size=(3, 4)), check.rng.normal(size=3)
check.case(a, W, b, gives=np.einsum("ni,ji->nj", a, W) + b)
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 6 · `linear_backward`
#
# ●●●○○ · 10 minutes · 4 points
#
# The results of your loops, from two products and one sum. You have seen the right products in the shapes game:
#
# | gradient | shape | summed over |
# |---|---|---|
# | $\partial L/\partial a$ | $(N, n_{in})$ | the neurons $j$ |
# | $\partial L/\partial W$ | $(n_{out}, n_{in})$ | the samples $n$ |
# | $\partial L/\partial b$ | $(n_{out}{,})$ | the samples $n$ |
#
# Under the check stand two cells to run. The first lets **your notebook 02 judge**, with a made-up loss that suits every
# layer: $L = \sum_{n,j} \text{upstream}_{nj}\, z_{nj}$. Its gradient for $z$ is exactly `upstream`, so nudging $a$, $W$ and
# $b$ must give what your two functions compute. The second is a race: **loops against matrices**.
#
# <details><summary>Hint 1</summary>What is summed over must be the size in the middle of the product, where it vanishes.
# Which sizes must then be on the left and on the right?</details>
# <details><summary>Hint 2</summary>For da, upstream and W already stand right: their middle sizes are both n_out. For dW the
# two N must meet, so one of the two has to be turned. For db, sum upstream along its axis of samples.</details>

# %% nbgrader={"grade": true, "grade_id": "linear_backward", "points": 4}
import numpy as np
from nncourse.checks import Check, Fault

check = Check("linear_backward", module="backprop")


def part(index, *arguments):
    """One of the three results."""
    result = check.target(*(array.copy() for array in arguments))
    if not (isinstance(result, tuple | list) and len(result) == 3):
        raise Fault("not three", "It must return three arrays, in this order: da, dW, db.")
    return result[index]


upstream, a = np.array([[1.0, -2.0], [0.0, 3.0], [4.0, 1.0]]), np.array([[1.0, 0.0], [3.0, 1.0], [-2.0, 5.0]])
W, da = np.array([[2.0, 1.0], [-3.0, 4.0]]), [[8.0, -7.0], [-9.0, 12.0], [5.0, 8.0]]
check.same("da for N = 3, n_out = 2, n_in = 2", lambda: part(0, upstream, a, W), gives=da)
small = np.array([[1.0, 0.0, -2.0, 3.0], [2.0, -1.0, 1.0, 5.0]]), np.array([[1.0, -4.0, 2.0], [3.0, 1.0, 0.0]])
small += (np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 1.0], [0.0, 1.0, -2.0], [2.0, 0.0, 1.0]]),)
dW = [[7.0, -2.0, 2.0], [-3.0, -1.0, 0.0], [1.0, 9.0, -4.0], [18.0, -7.0, 6.0]]
check.same("dW for N = 2, n_out = 4, n_in = 3", lambda: part(1, *small), gives=dW)
check.same("db for the same", lambda: part(2, *small), gives=[3.0, -1.0, -1.0, 8.0])
### BEGIN HIDDEN TESTS
check.hidden()
upstream, a, W = check.rng.normal(size=(6, 3)), check.rng.normal(size=(6, 4)), check.rng.normal(size=(3, 4))
dW = np.einsum("nj,ni->ji", upstream, a)
check.case(upstream, a, W, gives=(np.einsum("nj,ji->ni", upstream, W), dW, upstream.sum(axis=0)))
### END HIDDEN TESTS
check.score()

# %%
# Your notebook 02 judges: every number of a, W and b is nudged. A relative error below 1e-7 is a pass.
from nnlib import backprop
from nnlib.differences import numerical_gradient, relative_error

rng = np.random.default_rng(4)
upstream, a, W, b = (rng.normal(size=shape) for shape in ((5, 2), (5, 3), (2, 3), 2))
with your_code():
    measured = [numerical_gradient(lambda v: np.sum(upstream * backprop.linear_forward(v, W, b)), a)]
    measured += [numerical_gradient(lambda v: np.sum(upstream * backprop.linear_forward(a, v, b)), W)]
    measured += [numerical_gradient(lambda v: np.sum(upstream * backprop.linear_forward(a, W, v)), b)]
    for backward in (backprop.layer_backward_loops, backprop.linear_backward):
        errors = map(relative_error, backward(upstream, a, W), measured)
        print(f"{backward.__name__:20}  errors of da, dW, db: ", *(f"{error:.0e}" for error in errors))

# %%
# The same numbers, but how much faster? Both of your functions, timed while the batch grows.
loops_against_matrices(
    question=Choice(
        "For a batch of 64, the matrix products take, against the loops, about …",
        ["half the time", "a tenth of the time", "less than a hundredth of the time"],
        right=2,
        because="Python reads each line of a loop anew, for every single product; NumPy does all of them in one call.",
    ),
)

# %% [markdown]
# A gradient that comes a thousand times sooner means a thousand times more steps downhill in the same evening. Nothing else
# in this course speeds up training as much.
#
# ## 5 · A whole network
#
# ### Exercise 7 · `network_forward`
#
# ●●○○○ · 8 minutes · 4 points
#
# Layer after layer: `linear_forward`, then the activation, and what comes out goes into the next one. The **last** layer
# stays without activation. On the way, keep in `cache` what the way back will need. What that is, you decide.
#
# <details><summary>Hint 1</summary>linear_backward needs the input a of its layer; the bend needs f' at z. So what should you
# keep for each layer?</details>
# <details><summary>Hint 2</summary>Loop over params. In each turn work out z from the current a, append the pair (a, z) to a
# list, and set a to activation(z), or to z if it was the last layer. Return the last a, and the list.</details>

# %% nbgrader={"grade": true, "grade_id": "network_forward", "points": 4}
import numpy as np
from nncourse.checks import Check, Fault


def square(z):
    return np.square(z)


check = Check("network_forward", module="backprop")


def output(x, params, activation):
    result = check.target(x, params, activation)
    if not (isinstance(result, tuple | list) and len(result) == 2):
        raise Fault("no pair", "It must return two things: return output, cache.")
    return result[0]


one = [(np.array([[1.0, -1.0], [2.0, 3.0]]), np.array([1.0, 0.0]))]
check.same("one layer: z, without activation", lambda: output(np.array([[1.0, 2.0]]), one, square), gives=[[0.0, 8.0]])
W1, W2 = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[1.0, -1.0], [0.0, 2.0], [3.0, 1.0], [-1.0, 1.0]])
two = [(W1, np.array([1.0, -2.0])), (W2, np.array([0.0, 1.0, -5.0, 2.0]))]
x, gives = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]), [[-3.0, 9.0, 2.0, 5.0], [3.0, 3.0, 8.0, -1.0]]
check.same("layers of 3, 2, 4 neurons, f(z) = z²", lambda: output(x, two, square), gives=gives, points=2)
### BEGIN HIDDEN TESTS
check.hidden()
shapes = (5, 3), (2, 5), (4, 2)
three = [(check.rng.normal(size=shape), check.rng.normal(size=shape[0])) for shape in shapes]
x = check.rng.normal(size=(6, 3))
a = x
for W, b in three[:-1]:
    a = np.tanh(a @ W.T + b)
check.same("three layers", lambda: output(x, three, np.tanh), gives=a @ three[-1][0].T + three[-1][1])
### END HIDDEN TESTS
check.score()

# %% [markdown]
# ### Exercise 8 · `network_backward`
#
# ●●●●○ · 15 minutes · 5 points
#
# The same way back: `upstream` comes in at the output; each layer turns it into its own `dW` and `db` and into the upstream
# of the layer before. Return the pairs in the order of `params`. The check takes the cache from your own `network_forward`.
#
# <details><summary>Hint 1</summary>Cover the last layer with your hand. What arrives at the layer before it is ∂L/∂a. What do
# you still have to do to get ∂L/∂z there?</details>
# <details><summary>Hint 2</summary>Go through the layers from the last to the first. Unless it is the last one, multiply
# upstream by f'(z) of this layer, element by element. Then linear_backward gives da, dW and db: keep the pair, and da is
# the next upstream. At the end turn the list round.</details>

# %% nbgrader={"grade": true, "grade_id": "network_backward", "points": 5}
import numpy as np
from nncourse.checks import Check, Fault


def square(z):
    return np.square(z)


def slope_of_square(z):
    return 2 * np.asarray(z)


check = Check("network_backward", module="backprop")


def gradients(x, params, f, slope, upstream, output):
    """The student's list of pairs, from the student's cache, if the way forward is right."""
    result = check.student.network_forward(x, params, f)
    if not (isinstance(result, tuple | list) and len(result) == 2 and np.allclose(result[0], output)):
        raise Fault("forward", "Your network_forward does not give the right output yet. Correct that one first.")
    found = check.target(upstream.copy(), result[1], params, slope)
    if not (isinstance(found, tuple | list) and len(found) == len(params) and all(len(pair) == 2 for pair in found)):
        raise Fault("no pairs", "It must return a list with one pair (dW, db) for each layer.")
    return [tuple(pair) for pair in found]


W1, W2 = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]), np.array([[1.0, -1.0], [0.0, 2.0], [3.0, 1.0], [-1.0, 1.0]])
two = [(W1, np.array([1.0, -2.0])), (W2, np.array([0.0, 1.0, -5.0, 2.0]))]
x, output = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]), [[-3.0, 9.0, 2.0, 5.0], [3.0, 3.0, 8.0, -1.0]]
upstream = np.array([[1.0, 0.0, -1.0, 2.0], [0.0, 3.0, 1.0, -2.0]])
first = (np.array([[8.0, 36.0, 4.0], [0.0, -10.0, 10.0]]), np.array([28.0, -10.0]))
last = (np.array([[1.0, 4.0], [12.0, 3.0], [3.0, -3.0], [-6.0, 6.0]]), np.array([1.0, 3.0, 0.0, 0.0]))
two_layers = (x, two, square, slope_of_square, upstream, output)
check.same("layers of 3, 2, 4 neurons: (dW, db) of the last", lambda: gradients(*two_layers)[1], gives=last, points=2)
check.same("(dW, db) of the first", lambda: gradients(*two_layers)[0], gives=first, points=2)
### BEGIN HIDDEN TESTS
check.hidden()
shapes = (5, 3), (2, 5), (4, 2)
params = [(check.rng.normal(size=shape), check.rng.normal(size=shape[0])) for shape in shapes]
x, upstream = check.rng.normal(size=(6, 3)), check.rng.normal(size=(6, 4))
(W1, b1), (W2, b2), (W3, b3) = params
a1 = np.tanh(x @ W1.T + b1)
a2 = np.tanh(a1 @ W2.T + b2)
dz2 = (1 - a2**2) * (upstream @ W3)
dz1 = (1 - a1**2) * (dz2 @ W2)
right = [(dz.T @ a, dz.sum(axis=0)) for dz, a in ((dz1, x), (dz2, a1), (upstream, a2))]
three_layers = (x, params, np.tanh, lambda z: 1 - np.tanh(z) ** 2, upstream, a2 @ W3.T + b3)
check.same("three layers", lambda: tuple(gradients(*three_layers)), gives=tuple(right))
### END HIDDEN TESTS
check.score()

# %%
# Your notebook 02 has the last word: every weight of three layers is nudged, for the loss ½ Σ output².
x, shapes = rng.normal(size=(7, 4)), ((6, 4), (5, 6), (3, 5))
params = [(rng.normal(size=shape), rng.normal(size=shape[0])) for shape in shapes]
with your_code():
    output, cache = backprop.network_forward(x, params, np.tanh)
    gradients = backprop.network_backward(output, cache, params, lambda z: 1 - np.tanh(z) ** 2)
    for layer, (W, b) in enumerate(params):

        def loss(V, before=params[:layer], b=b, after=params[layer + 1 :]):
            return np.sum(backprop.network_forward(x, [*before, (V, b), *after], np.tanh)[0] ** 2) / 2

        error = relative_error(gradients[layer][0], numerical_gradient(loss, W))
        print(f"layer {layer + 1}: dW has shape {W.shape}, relative error {error:.0e}")

# %% [markdown]
# ## 6 · Look closer: why nobody builds the Jacobian
#
# You wrote `linear_jacobian`, and no network of yours uses it. Here is why. Take a layer with 4,096 inputs and 4,096 neurons, as
# large language models have them, and a batch of 64. Written as one long vector, $a$ holds $64 \cdot 4096$ numbers, and so
# does $z$. The Jacobian $\partial z/\partial a$ of the whole batch has a row for each number of $a$ and a column for each
# number of $z$.
#
# - `jacobian_entries`: how many entries is that?
# - `jacobian_gigabytes`: how many gigabytes, at 4 bytes an entry ($10^9$ bytes are one gigabyte)? To the nearest whole number.
# - `upstream_megabytes`: what is passed instead is the upstream gradient, $(64, 4096)$. How many megabytes ($10^6$ bytes)?
#   To the nearest whole number.

# %% nbgrader={"grade_id": "backprop_jacobian_size_answers", "solution": true}
jacobian_entries = None
jacobian_gigabytes = None
upstream_megabytes = None
### BEGIN SOLUTION
jacobian_entries = (64 * 4096) ** 2
jacobian_gigabytes = 275
upstream_megabytes = 1
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "backprop_jacobian_size", "points": 3}
from nncourse.checks import Check

check = Check("backprop_jacobian_size")
check.answer("jacobian_entries", decimals=0)
check.answer("jacobian_gigabytes", decimals=0)
check.answer("upstream_megabytes", decimals=0)
check.score()

# %% [markdown]
# And almost all of these entries are zero, because the outputs of sample 1 do not depend on the inputs of sample 2; the
# others repeat $W$ 64 times.
# So a backward function never builds its Jacobian. It takes `upstream` and gives back **the product with it**. For a linear
# layer that needs $W$ alone; for a bend, the diagonal matrix has become a multiplication element by element.
#
# ### Look closer: a slip on the slide
#
# The slide for $\partial L/\partial z^{[l-1]}$ prints the last factor as the *quotient* $a/z$, without the signs $\partial$,
# and mixes up $i$ and $j$. Meant is the derivative $\partial a_i/\partial z_i = f'(z_i)$, and the sum is over $j$, the
# neurons that $a_i$ feeds. In your example by hand you could not see it: for a line with a bend at zero, $f(z)/z$ and $f'(z)$ are
# the same number. With a sigmoid they are not. Run it, then change `z`. Then try `backprop.chain(W, dz_next)`, which sums
# over the wrong index: the shapes do not even fit.

# %%
z, dz_next = np.array([2.0, -4.0, 3.0]), np.array([5.0, -2.0])  # 3 neurons, then 2
W = np.array([[1.0, 3.0, -1.0], [2.0, -1.0, 4.0]])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


with your_code():
    a, da = sigmoid(z), backprop.chain(backprop.linear_jacobian(W), dz_next)
    measured = numerical_gradient(lambda z: dz_next @ W @ sigmoid(z), z)
    print("measured by nudging z   ", measured.round(4))
    print("f'(z) Σ_j w_ji ∂L/∂z_j  ", (a * (1 - a) * da).round(4))
    print("with the quotient a/z   ", (a / z * da).round(4))

# %% [markdown] nbgrader={"grade_id": "why_vectorize_question"}
# ## 7 · Reflect
#
# **In your own words (4 points, read by a person):** A friend wrote backpropagation with a loop over samples, neurons and
# inputs. The gradients are right. (a) Why does a matrix product give the same gradients so much faster, although it does
# the same multiplications? (b) Why does the friend not need the Jacobian matrix of the layer, although the chain rule is
# a product with it? What does the backward function take and return instead? Four to six sentences.
#
# === BEGIN MARK SCHEME ===
#
# **4 points:** (a) the sums of the loops are exactly the entries of matrix products; NumPy does them in one call of
# compiled code, without Python's cost for each step (interpreting, indexing), and can use the processor well (several
# numbers at once, memory in order, several cores); and (b) the Jacobian of a batch is huge (its size is the product of
# both sizes) and mostly zeros or copies of W; the backward function takes the upstream gradient (and what was kept
# forward) and returns the product, in the shape of the inputs and parameters, without ever building the matrix.
#
# **2 to 3 points:** one of the two in full and the other in part; or both, without a reason for the speed or for the size.
#
# **1 point:** "matrices are faster" or "the Jacobian is too large", with no more.
#
# **0 points:** claims that the matrix product does fewer multiplications, or that the gradients are approximated.
#
# === END MARK SCHEME ===

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_vectorize", "points": 4, "solution": true}
# Each sum of the loops is one entry of a matrix product, so the numbers are the same. In the loops, Python has to read and
# look up something for every single product; NumPy hands the whole product to compiled code that keeps the processor busy
# with several numbers at once. The Jacobian of a batch would have (N·n_in) times (N·n_out) entries, nearly all of them zero
# or copies of W. The backward function takes the upstream gradient and gives the product with that Jacobian directly,
# for example upstream @ W, in the shape of the input.

# %% [markdown]
# ## 8 · What you now have
#
# | in words | formula | shapes | in `nnlib.backprop` |
# |---|---|---|---|
# | the sums, one by one | $\partial L/\partial w_{ji} = \partial L/\partial z_j \cdot a_i$ | numbers | `layer_backward_loops` |
# | chain rule | $\partial J/\partial x = (\partial f/\partial x)(\partial J/\partial f)$ | $(n_x, 1) = (n_x, n_f)(n_f, 1)$ | `chain` |
# | Jacobian of the sums | $\partial z/\partial a = W^T$ | $(n_{in}, n_{out})$ | `linear_jacobian` |
# | Jacobian of the bend | $f'(z)$ on the diagonal | $(n, n)$ | `elementwise_jacobian` |
# | a layer forward | $z = a W^T + b$ | $(N, n_{out})$ | `linear_forward` |
# | backward: input | $\partial L/\partial a = \partial L/\partial z \; W$ | $(N, n_{in})$ | `linear_backward` |
# | backward: weights | $\partial L/\partial W = (\partial L/\partial z)^T a$ | $(n_{out}, n_{in})$ | `linear_backward` |
# | backward: bias | $\partial L/\partial b = \sum_n \partial L/\partial z_n$ | $(n_{out}{,})$ | `linear_backward` |
# | a whole network | forward, then backward, layer by layer | those of `params` | `network_forward`, `network_backward` |
#
# **Next week:** your network can compute its gradients, but with which weights should it start? Notebook 05 starts it with
# all zeros, watches it fail, and finds out what a good start is.
#
# **To hand in:** save the notebook and your file, then run `nncourse pack 04` in a terminal. It makes one zip and says if
# something is missing.
