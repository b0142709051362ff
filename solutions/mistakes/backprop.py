"""Typical mistakes in nnlib.backprop with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.backprop import linear_backward, linear_forward

# The shapes game: how many of the four products for ∂L/∂W pass by their shape alone

wrong_answer(
    "backprop_explore",
    "pass_two_equal",
    1,
    "counted_the_right_one_only",
    "Only one is right, but another one has the right shape too. Try all four with N = n_out = 2 and n_in = 4.",
)
wrong_answer(
    "backprop_explore",
    "pass_two_equal",
    3,
    "counted_products_that_exist",
    "That many can be multiplied. Count only those whose result also has the shape of W, 2 × 4.",
)
wrong_answer(
    "backprop_explore",
    "pass_two_equal",
    4,
    "counted_all",
    "Set the three sliders to N = 2, n_in = 4, n_out = 2, and read under each product whether it fits.",
)
wrong_answer(
    "backprop_explore",
    "pass_all_equal",
    1,
    "counted_the_right_one_only",
    "Asked is how many have the right shape, right or not. Set all three sizes to 3 and go through the four products.",
)
wrong_answer(
    "backprop_explore",
    "pass_all_equal",
    2,
    "gave_the_other_count",
    "That is the count for N = n_out alone. Make n_in equal to them as well.",
)
wrong_answer(
    "backprop_explore",
    "pass_all_equal",
    11,
    "counted_every_product",
    "Count only the products that are offered for ∂L/∂W.",
)

# By hand: z = (2, −4, 3), f(z) = z or z/2, W = [[1, 3, −1], [2, −1, 4]], ∂L/∂z of the next layer = (5, −2)

wrong_answer(
    "backprop_by_hand",
    "dL_dw_12",
    -20,
    "used_z_for_a",
    "You multiplied by z. The weight multiplies a, which is z after the bend: a₂ is −2.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dw_12",
    -4,
    "swapped_the_indices",
    "That is the gradient for w₂₁. In w₁₂ the first index is the neuron it leads to, the second the input it comes from.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dw_12",
    15,
    "multiplied_by_the_weight",
    "You multiplied upstream by the weight. For a weight's gradient the factor is the other one in the product w · a: a.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dw_12",
    10,
    "lost_the_sign",
    "The size is right. a₂ is negative: z₂ = −4 is bent to −2.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dw_12",
    -5,
    "bent_the_gradient",
    "The bend is not between w and z of the same layer: multiply ∂L/∂z₁ by a₂ and stop.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_da_2",
    12,
    "went_along_the_row",
    "You used the weights of row 2. a₂ sends its value through column 2: to neuron 1 with 3, to neuron 2 with −1.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_da_2",
    15,
    "one_neuron_only",
    "a₂ also feeds neuron 2. Add what comes back from there.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_da_2",
    2,
    "second_neuron_only",
    "a₂ also feeds neuron 1. Add what comes back from there.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_da_2",
    13,
    "lost_a_sign",
    "−1 times −2 is +2, so it adds to the 15.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_da_2",
    8.5,
    "gave_the_next_one",
    "That is already after the bend. Asked here is the sum before it.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dz_2",
    17,
    "forgot_the_bend",
    "Multiply by the slope of the bend at z₂ = −4.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dz_2",
    -34,
    "multiplied_by_a",
    "You multiplied by f(z₂) = −2. The factor is the slope of f there, not its value.",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dz_2",
    -68,
    "multiplied_by_z",
    "You multiplied by z₂. The factor is the slope f'(z₂).",
)
wrong_answer(
    "backprop_by_hand",
    "dL_dz_2",
    34,
    "divided_by_the_slope",
    "You divided by the slope ½. The chain rule multiplies.",
)

# Two inputs: f = (x₁x₂, x₁ + y₁, x₂y₁) at x = (2, 3), y = (4), upstream (2, −1, 3)

wrong_answer(
    "backprop_two_inputs",
    "shape_df_dx",
    (3, 2),
    "numerator_layout",
    "That has a row for each f. In denominator layout each row belongs to an x: first n_x, then n_f.",
)
wrong_answer(
    "backprop_two_inputs",
    "shape_df_dx",
    (3, 3),
    "both_inputs_at_once",
    "That is x and y in one table. ∂f/∂x has rows for x₁ and x₂ alone.",
)
wrong_answer(
    "backprop_two_inputs",
    "shape_df_dx",
    (2, 1),
    "shape_of_the_gradient",
    "That is the shape of ∂J/∂x, the result. The Jacobian has a column for each of the three f.",
)
wrong_answer(
    "backprop_two_inputs",
    "shape_df_dy",
    (3, 1),
    "numerator_layout",
    "That has a row for each f. In denominator layout each row belongs to a y: first n_y, then n_f.",
)
wrong_answer(
    "backprop_two_inputs",
    "shape_df_dy",
    (1, 1),
    "shape_of_the_gradient",
    "That is the shape of ∂J/∂y, the result. The Jacobian has a column for each of the three f.",
)
wrong_answer(
    "backprop_two_inputs",
    "shape_df_dy",
    (1, 2),
    "only_where_it_appears",
    "f₁ does not depend on y, but it still has a column: its entry is 0.",
)
wrong_answer(
    "backprop_two_inputs",
    "dJ_dx_2",
    4,
    "one_way_only",
    "x₂ is also in f₃. Add what comes back from there: 4 times 3.",
)
wrong_answer(
    "backprop_two_inputs",
    "dJ_dx_2",
    12,
    "second_way_only",
    "x₂ is also in f₁. Add what comes back from there: 2 times 2.",
)
wrong_answer("backprop_two_inputs", "dJ_dx_2", 5, "gave_the_first", "That is ∂J/∂x₁. Use the second row of ∂f/∂x.")
wrong_answer(
    "backprop_two_inputs",
    "dJ_dx_2",
    6,
    "forgot_upstream",
    "You added the local derivatives, 2 + 4. Each is multiplied by its upstream first.",
)
wrong_answer(
    "backprop_two_inputs",
    "dJ_dy_1",
    10,
    "lost_a_sign",
    "The upstream of f₂ is −1, not 1.",
)
wrong_answer(
    "backprop_two_inputs",
    "dJ_dy_1",
    9,
    "one_way_only",
    "y₁ is also in f₂. Add what comes back from there.",
)
wrong_answer(
    "backprop_two_inputs",
    "dJ_dy_1",
    4,
    "forgot_upstream",
    "You added the local derivatives, 1 + 3. Each is multiplied by its upstream first.",
)

# How large is the Jacobian of a batch

right_answer("backprop_jacobian_size", "jacobian_gigabytes", 256)  # in units of 2³⁰ bytes
wrong_answer(
    "backprop_jacobian_size",
    "jacobian_entries",
    262144,
    "length_of_one_side",
    "That is how many numbers a holds: one side of the table. A table has rows times columns.",
)
wrong_answer(
    "backprop_jacobian_size",
    "jacobian_entries",
    16777216,
    "one_sample",
    "That is the Jacobian for a single sample. With 64 samples both sides become 64 times as long.",
)
wrong_answer(
    "backprop_jacobian_size",
    "jacobian_entries",
    1073741824,
    "one_table_for_each_sample",
    "That is 64 separate tables. The Jacobian of the whole batch has a row for each number of a and a column for each of z.",
)
wrong_answer(
    "backprop_jacobian_size",
    "jacobian_gigabytes",
    69,
    "counted_entries",
    "That is the number of entries in thousands of millions. Each takes 4 bytes.",
)
wrong_answer(
    "backprop_jacobian_size",
    "jacobian_gigabytes",
    550,
    "eight_bytes",
    "That is with 8 bytes an entry. Here each takes 4.",
)
wrong_answer(
    "backprop_jacobian_size",
    "jacobian_gigabytes",
    4,
    "one_table_for_each_sample",
    "That is 64 separate tables. The Jacobian of the whole batch is longer by 64 on both sides.",
)
wrong_answer(
    "backprop_jacobian_size",
    "upstream_megabytes",
    0,
    "gave_gigabytes",
    "In megabytes: 64 times 4096 numbers, 4 bytes each, divided by a million.",
)
wrong_answer(
    "backprop_jacobian_size",
    "upstream_megabytes",
    2,
    "eight_bytes",
    "That is with 8 bytes a number. Here each takes 4.",
)
wrong_answer(
    "backprop_jacobian_size",
    "upstream_megabytes",
    67,
    "gave_the_weights",
    "That is the weight matrix, 4096 by 4096. Upstream has 64 rows.",
)


# layer_backward_loops


@mistake(
    "layer_backward_loops",
    "dW holds the last sample only: = replaces what earlier samples gave. Add to it with +=, starting from zeros.",
    keeps=1,
)
def overwrites_dW(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            db[j] += upstream[n, j]
            for i in range(a.shape[1]):
                dW[j, i] = upstream[n, j] * a[n, i]
                da[n, i] += upstream[n, j] * W[j, i]
    return da, dW, db


@mistake(
    "layer_backward_loops",
    "da holds the last neuron only: = replaces what the neurons before it sent back. An input feeds all of them: add.",
)
def overwrites_da(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            db[j] += upstream[n, j]
            for i in range(a.shape[1]):
                dW[j, i] += upstream[n, j] * a[n, i]
                da[n, i] = upstream[n, j] * W[j, i]
    return da, dW, db


@mistake(
    "layer_backward_loops",
    "You divided by the number of samples. The averaging is in upstream already: add up the samples, no more.",
    keeps=1,
)
def averages_again(upstream, a, W):
    da, dW, db = linear_backward(upstream, a, W)
    return da, dW / len(a), db / len(a)


@mistake(
    "layer_backward_loops",
    "The order is da, then dW, then db: first the gradient for the input, then those for W and b.",
)
def loops_in_another_order(upstream, a, W):
    da, dW, db = linear_backward(upstream, a, W)
    return dW, db, da


@mistake(
    "layer_backward_loops",
    "Your dW has row and column swapped: dW[i, j]. Like W, its first index is the neuron j, its second the input i.",
)
def loops_transposed(upstream, a, W):
    da, dW, db = linear_backward(upstream, a, W)
    return da, dW.T, db


@mistake(
    "layer_backward_loops",
    "da and dW have changed places inside: the weight's gradient needs a as its factor, the input's gradient needs W.",
)
def swapped_factors(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            db[j] += upstream[n, j]
            for i in range(a.shape[1]):
                dW[j, i] += upstream[n, j] * W[j, i]
                da[n, i] += upstream[n, j] * a[n, i]
    return da, dW, db


@mistake(
    "layer_backward_loops",
    "The inner line for db runs once for each input too, so db is n_in times too large. Move it out of the loop over i.",
)
def db_in_the_inner_loop(upstream, a, W):
    da, dW, db = linear_backward(upstream, a, W)
    return da, dW, db * a.shape[1]


@mistake(
    "layer_backward_loops",
    "An index runs too far. W[j, i] comes first with the neuron j, then with the input i; upstream is [n, j], a is [n, i].",
)
def swapped_indices_of_W(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            db[j] += upstream[n, j]
            for i in range(a.shape[1]):
                dW[j, i] += upstream[n, j] * a[n, i]
                da[n, i] += upstream[n, j] * W[i, j]
    return da, dW, db


@mistake(
    "layer_backward_loops",
    "Only the first sample is used. Loop over n as well, one row of a and upstream after the other.",
    keeps=1,
)
def first_sample_only(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for j in range(len(W)):
        db[j] = upstream[0, j]
        for i in range(a.shape[1]):
            dW[j, i] = upstream[0, j] * a[0, i]
            da[0, i] += upstream[0, j] * W[j, i]
    return da, dW, db


@mistake(
    "layer_backward_loops",
    "db stays at zero. Each sample adds its upstream of neuron j to db_j.",
)
def db_never_filled(upstream, a, W):
    da, dW, db = np.zeros(a.shape), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            for i in range(W.shape[1]):
                dW[j, i] += upstream[n, j] * a[n, i]
                da[n, i] += W[j, i] * upstream[n, j]
    return da, dW, db


@mistake(
    "layer_backward_loops",
    "da is added up over the samples. Only W and b are shared by them; each sample has its own row in da.",
)
def da_added_up(upstream, a, W):
    da, dW, db = np.zeros(W.shape[1]), np.zeros(W.shape), np.zeros(len(W))
    for n in range(len(a)):
        for j in range(len(W)):
            db[j] += upstream[n, j]
            for i in range(W.shape[1]):
                dW[j, i] += upstream[n, j] * a[n, i]
                da[i] += W[j, i] * upstream[n, j]
    return da, dW, db


@right("layer_backward_loops")
def lists_and_sums(upstream, a, W):
    samples, neurons, inputs = range(len(a)), range(len(W)), range(len(W[0]))
    da = [[sum(W[j][i] * upstream[n][j] for j in neurons) for i in inputs] for n in samples]
    dW = [[sum(upstream[n][j] * a[n][i] for n in samples) for i in inputs] for j in neurons]
    return da, dW, [sum(upstream[n][j] for n in samples) for j in neurons]


@right("layer_backward_loops")
def row_by_row(upstream, a, W):
    da, dW, db = np.zeros_like(a), np.zeros_like(W), np.zeros(len(W))
    for n in range(len(a)):
        da[n] = W.T @ upstream[n]
        dW += np.outer(upstream[n], a[n])
        db += upstream[n]
    return da, dW, db


@right("layer_backward_loops")
def loops_in_float32(upstream, a, W):
    return linear_backward(np.float32(upstream), np.float32(a), np.float32(W))


# chain


@mistake(
    "chain",
    "You used the columns of the Jacobian. Row i belongs to x_i: it is row i that meets upstream.",
)
def columns_for_rows(jacobian, upstream):
    return jacobian.T @ upstream


@mistake(
    "chain",
    "Upstream stands on the left. In denominator layout it stands on the right: (n_x, n_f) times (n_f,).",
)
def upstream_on_the_left(jacobian, upstream):
    return upstream @ jacobian


@mistake(
    "chain",
    "`*` multiplies element by element and leaves a table. The products of a row must be added up: use a matrix product.",
)
def elementwise_product(jacobian, upstream):
    return jacobian * upstream


@mistake("chain", "You added up the whole result to one number. There is one gradient for each x_i.")
def sums_everything(jacobian, upstream):
    return np.sum(jacobian @ upstream)


@mistake(
    "chain",
    "A column went in and a plain vector came out. Give back the column: shape (n_x, 1) for an upstream of (n_f, 1).",
    keeps=3,
)
def flattens_the_column(jacobian, upstream):
    return jacobian @ np.ravel(upstream)


@mistake(
    "chain",
    "A column always comes out. For an upstream of shape (n_f,) give back a plain vector, shape (n_x,).",
    keeps=1,
)
def always_a_column(jacobian, upstream):
    return jacobian @ np.reshape(upstream, (-1, 1))


@mistake(
    "chain",
    "You added up along the columns. Row i of the Jacobian belongs to x_i: multiply it with upstream and add along the row.",
)
def adds_down_the_columns(jacobian, upstream):
    return np.sum(jacobian * np.ravel(upstream), axis=0)


@right("chain")
def as_dot(jacobian, upstream):
    return np.dot(np.asarray(jacobian), np.asarray(upstream))


@right("chain")
def sum_over_f(jacobian, upstream):
    return sum(jacobian[:, j].reshape(-1, *[1] * (upstream.ndim - 1)) * upstream[j] for j in range(len(upstream)))


@right("chain")
def other_side_transposed(jacobian, upstream):
    return (upstream.T @ jacobian.T).T


@right("chain")
def chain_in_float32(jacobian, upstream):
    return np.float32(jacobian) @ np.float32(upstream)


# linear_jacobian


@mistake(
    "linear_jacobian",
    "That is W itself, with a row for each z_j. In denominator layout each row belongs to an a_i: turn it.",
)
def not_turned(W):
    return W


@mistake(
    "linear_jacobian",
    "The shape is right, but reshape only cuts the same row of numbers at other places. Rows must become columns.",
)
def reshaped(W):
    return np.reshape(W, (W.shape[1], W.shape[0]))


@mistake(
    "linear_jacobian",
    "You added up the weights. The Jacobian keeps them apart: one entry for each pair of a_i and z_j.",
)
def added_up(W):
    return W.sum(axis=0)


@mistake(
    "linear_jacobian",
    "Ones would be the derivative of a sum without weights. z_j contains w_ji · a_i, so its derivative is w_ji.",
)
def all_ones(W):
    return np.ones((W.shape[1], W.shape[0]))


@mistake(
    "linear_jacobian",
    "You multiplied W by itself. Each entry of the Jacobian is a single weight.",
)
def multiplied(W):
    return W.T @ W


@right("linear_jacobian")
def by_transpose(W):
    return np.transpose(np.asarray(W))


@right("linear_jacobian")
def list_of_columns(W):
    return [[W[j][i] for j in range(len(W))] for i in range(len(W[0]))]


@right("linear_jacobian")
def filled_in(W):
    jacobian = np.zeros((W.shape[1], W.shape[0]), dtype=np.float32)
    for j, row in enumerate(W):
        jacobian[:, j] = row
    return jacobian


# elementwise_jacobian


@mistake(
    "elementwise_jacobian",
    "That is the vector of slopes. The Jacobian is a table, (n, n), with these slopes on its diagonal and 0 elsewhere.",
)
def the_vector_itself(derivative):
    return derivative


@mistake(
    "elementwise_jacobian",
    "The ones on the diagonal are right for f(z) = z alone. Put the slopes in their place.",
)
def identity(derivative):
    return np.eye(len(derivative))


@mistake(
    "elementwise_jacobian",
    "Every row is full. But a_j depends on z_j alone: off the diagonal there is 0.",
)
def every_row_the_same(derivative):
    return np.tile(derivative, (len(derivative), 1))


@mistake(
    "elementwise_jacobian",
    "These are all products of two slopes. Each element goes through f alone, so only the diagonal is not 0.",
)
def outer_product(derivative):
    return np.outer(derivative, derivative)


@mistake(
    "elementwise_jacobian",
    "The slopes are on the other diagonal, from the top right. Row i and column i must meet.",
)
def other_diagonal(derivative):
    return np.diag(derivative)[::-1]


@mistake("elementwise_jacobian", "The slopes are squared. Put each one there as it is.")
def squared(derivative):
    return np.diag(derivative**2)


@right("elementwise_jacobian")
def eye_times(derivative):
    return np.eye(len(derivative)) * derivative


@right("elementwise_jacobian")
def filled_diagonal(derivative):
    jacobian = np.zeros((len(derivative), len(derivative)))
    for i, slope in enumerate(derivative):
        jacobian[i, i] = slope
    return jacobian


@right("elementwise_jacobian")
def diagonal_in_float32(derivative):
    return np.diagflat(np.float32(derivative))


# linear_forward


@mistake(
    "linear_forward",
    "W is not turned: a @ W only works where n_in equals n_out, and is wrong there too. Row j of W must meet a sample.",
    also={"network_forward": 0, "network_backward": 0},
)
def W_not_turned(a, W, b):
    return a @ W + b


@mistake("linear_forward", "The bias is missing.", also={"network_forward": 0, "network_backward": 0})
def without_bias(a, W, b):
    return a @ W.T


@mistake(
    "linear_forward",
    "Samples stand in the columns of your result. They must stay in the rows: (N, n_out).",
    also={"network_forward": 0, "network_backward": 0},
)
def samples_in_columns(a, W, b):
    return W @ a.T + b[:, None]


@mistake(
    "linear_forward",
    "An activation is applied already. This function gives the sums z; the bend comes afterwards.",
    also={"network_forward": 0, "network_backward": 0},
)
def already_bent(a, W, b):
    return np.tanh(a @ W.T + b)


@mistake(
    "linear_forward",
    "Each sample got the same bias in all its columns. b has one number for each neuron: it belongs to the columns.",
    also={"network_forward": 0, "network_backward": 0},
)
def bias_of_the_sample(a, W, b):
    return a @ W.T + b[: len(a), None]


@mistake(
    "linear_forward",
    "Only the first sample came back. Multiply the whole batch at once.",
    also={"network_forward": 1, "network_backward": 0},
)
def one_sample(a, W, b):
    return a[:1] @ W.T + b


@right("linear_forward")
def by_einsum(a, W, b):
    return np.einsum("ji,ni->nj", W, a) + b


@right("linear_forward")
def sample_by_sample(a, W, b):
    return [np.asarray(W) @ row + b for row in np.asarray(a)]


@right("linear_forward")
def turned_twice(a, W, b):
    return (W @ np.transpose(a) + np.reshape(b, (-1, 1))).T


@right("linear_forward")
def forward_in_float32(a, W, b):
    return np.float32(a) @ np.float32(W).T + np.float32(b)


# linear_backward


@mistake(
    "linear_backward",
    "dW and db are divided by the number of samples. The averaging is in upstream already: add up, no more.",
    keeps=1,
    also={"network_backward": 2},
)
def divides_by_N(upstream, a, W):
    return upstream @ W, upstream.T @ a / len(a), upstream.mean(axis=0)


@mistake(
    "linear_backward",
    "Your dW is transposed, (n_in, n_out). A gradient has the shape of what it belongs to: turn upstream, not a.",
    keeps=2,
    also={"network_backward": 2},
)
def dW_transposed(upstream, a, W):
    return upstream @ W, a.T @ upstream, upstream.sum(axis=0)


@mistake(
    "linear_backward",
    "db is not summed: it still has a row for each sample. b is shared by all samples, so add up its gradients.",
    keeps=2,
    also={"network_backward": 2},
)
def db_not_summed(upstream, a, W):
    return upstream @ W, upstream.T @ a, upstream


@mistake(
    "linear_backward",
    "db is summed over the neurons. Sum over the samples, the other axis: one number for each neuron is left.",
    keeps=2,
    also={"network_backward": 2},
)
def db_over_the_neurons(upstream, a, W):
    return upstream @ W, upstream.T @ a, upstream.sum(axis=1)


@mistake(
    "linear_backward",
    "db is one number for the whole layer. Sum over the samples only (axis=0): one number for each neuron is left.",
    keeps=2,
    also={"network_backward": 2},
)
def db_one_number(upstream, a, W):
    return upstream @ W, upstream.T @ a, upstream.sum()


@mistake(
    "linear_backward",
    "db has shape (1, n_out), because of keepdims=True or a product with a row of ones. b has shape (n_out,).",
    keeps=2,
    also={"network_backward": 2},
)
def db_as_a_row(upstream, a, W):
    return upstream @ W, upstream.T @ a, upstream.sum(axis=0, keepdims=True)


@mistake(
    "linear_backward",
    "The order is da, then dW, then db: first the gradient for the input, then those for W and b.",
    keeps=1,
    also={"network_backward": 0},
)
def dW_first(upstream, a, W):
    return upstream.T @ a, upstream @ W, upstream.sum(axis=0)


@mistake(
    "linear_backward",
    "da has the samples in its columns, (n_in, N). Keep upstream on the left, and nothing has to be turned.",
    keeps=2,
    also={"network_backward": 2},
)
def da_transposed(upstream, a, W):
    return W.T @ upstream.T, upstream.T @ a, upstream.sum(axis=0)


@mistake(
    "linear_backward",
    "upstream @ W.T does not fit: n_out would have to meet n_in. W stands right as it is, with n_out first.",
    also={"network_backward": 0},
)
def W_turned(upstream, a, W):
    return upstream @ W.T, upstream.T @ a, upstream.sum(axis=0)


@mistake(
    "linear_backward",
    "db is a column, (n_out, 1). In this course b has shape (n_out,), and its gradient too.",
    keeps=2,
    also={"network_backward": 2},
)
def db_as_a_column(upstream, a, W):
    return upstream @ W, upstream.T @ a, upstream.sum(axis=0)[:, None]


@mistake(
    "linear_backward",
    "db is 1. That is the slope of z for b; times upstream, and added up over the samples, it becomes the loss's.",
    keeps=2,
    also={"network_backward": 2},
)
def db_of_ones(upstream, a, W):
    return upstream @ W, upstream.T @ a, np.ones(len(W))


@mistake(
    "linear_backward",
    "da has the input a as a factor. The slope of z for a is W alone.",
    keeps=2,
    also={"network_backward": 2},
)
def da_times_a(upstream, a, W):
    return upstream @ W * a, upstream.T @ a, upstream.sum(axis=0)


@right("linear_backward")
def backward_by_einsum(upstream, a, W):
    return np.einsum("nj,ji->ni", upstream, W), np.einsum("nj,ni->ji", upstream, a), np.einsum("nj->j", upstream)


@right("linear_backward")
def turned_back(upstream, a, W):
    return (W.T @ upstream.T).T, (a.T @ upstream).T, np.ones(len(upstream)) @ upstream


@right("linear_backward")
def by_loops_as_a_list(upstream, a, W):
    dW = sum(np.outer(one, row) for one, row in zip(upstream, a))
    return [np.array([W.T @ one for one in upstream]), dW, sum(upstream)]


@right("linear_backward")
def backward_in_float32(upstream, a, W):
    upstream, a, W = np.float32(upstream), np.float32(a), np.float32(W)
    return upstream @ W, upstream.T @ a, upstream.sum(axis=0)


# network_forward


@mistake(
    "network_forward",
    "The activation is applied after the last layer too. The output stays linear: its z is the result.",
    also={"network_backward": 0},
)
def bends_the_output(x, params, activation):
    cache, a = [], x
    for W, b in params:
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = activation(z)
    return a, cache


@mistake(
    "network_forward",
    "There is no activation between the layers. Without it, a network is only one linear layer.",
    keeps=1,
    also={"network_backward": 0},
)
def never_bends(x, params, activation):
    cache, a = [], x
    for W, b in params:
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = z
    return a, cache


@mistake(
    "network_forward",
    "Each layer gets x itself. Layer by layer, the input is what the layer before gave.",
    keeps=1,
    also={"network_backward": 0},
)
def always_from_x(x, params, activation):
    cache = []
    for layer, (W, b) in enumerate(params):
        z = linear_forward(x, W, b)
        cache.append((x, z))
        a = activation(z) if layer < len(params) - 1 else z
    return a, cache


@mistake(
    "network_forward",
    "Only the output came back. Return two things, the output and the cache: the way back needs it.",
    also={"network_backward": 0},
)
def without_cache(x, params, activation):
    a = x
    for layer, (W, b) in enumerate(params, start=1):
        z = linear_forward(a, W, b)
        a = activation(z) if layer < len(params) else z
    return a


@mistake(
    "network_forward",
    "The two results are in the wrong order: first the output, then the cache.",
    also={"network_backward": 0},
)
def cache_first(x, params, activation):
    cache, a = [], x
    for layer, (W, b) in enumerate(params, start=1):
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = activation(z) if layer < len(params) else z
    return cache, a


@mistake(
    "network_forward",
    "The activation bends the input of each layer. It belongs after the sums: first z, then f(z).",
    also={"network_backward": 0},
)
def bends_before(x, params, activation):
    cache, a = [], x
    for W, b in params:
        bent = activation(a)
        z = linear_forward(bent, W, b)
        cache.append((bent, z))
        a = z
    return a, cache


@mistake(
    "network_forward",
    "It stopped one layer early: what came back is the last hidden layer. The last pair of params makes the output.",
    also={"network_backward": 0},
)
def stops_early(x, params, activation):
    cache, a = [], x
    for W, b in params[:-1]:
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = activation(z)
    return a, cache


@mistake(
    "network_forward",
    "It bends with tanh, whatever it is given. Call the activation that was handed over.",
    keeps=2,
    also={"network_backward": 1},
)
def bends_with_tanh(x, params, activation):
    cache, a = [], x
    for W, b in params:
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = np.tanh(z)
    return z, cache


@mistake(
    "network_forward",
    "It returns after the first layer, from inside the loop. Move the return out of it.",
    keeps=1,
    also={"network_backward": 0},
)
def returns_too_early(x, params, activation):
    cache, a = [], x
    for W, b in params:
        z = linear_forward(a, W, b)
        cache.append((a, z))
        a = activation(z)
        return z, cache


@right("network_forward")
def hidden_layers_first(x, params, activation):
    cache, a = [], x
    *hidden, (W, b) = params
    for V, c in hidden:
        z = np.asarray(a) @ np.asarray(V).T + c
        cache.append((a, z))
        a = activation(z)
    output = np.asarray(a) @ np.asarray(W).T + b
    cache.append((a, output))
    return output, cache


@right("network_forward")
def as_a_list(x, params, activation):
    inputs, sums = [x], []
    for W, b in params:
        sums.append(linear_forward(inputs[-1], W, b))
        inputs.append(activation(sums[-1]))
    return [sums[-1], list(zip(inputs, sums))]


# network_backward


@mistake(
    "network_backward",
    "The bend is forgotten: between two layers, multiply by f'(z), element by element.",
    keeps=2,
)
def forgets_the_bend(upstream, cache, params, activation_derivative):
    gradients = []
    for (a, z), (W, b) in zip(cache[::-1], params[::-1]):
        upstream, dW, db = linear_backward(upstream, a, W)
        gradients.append((dW, db))
    return gradients[::-1]


@mistake(
    "network_backward",
    "The last layer is bent too. It has no activation, so upstream goes into its linear_backward as it is.",
)
def bends_the_last_too(upstream, cache, params, activation_derivative):
    gradients = []
    for (a, z), (W, b) in zip(cache[::-1], params[::-1]):
        upstream, dW, db = linear_backward(upstream * activation_derivative(z), a, W)
        gradients.append((dW, db))
    return gradients[::-1]


@mistake(
    "network_backward",
    "f' is taken at a, the activated values. It is the slope of f at z: keep z in the cache and use that.",
    keeps=2,
)
def slope_at_a(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        if layer < len(params) - 1:
            upstream = upstream * activation_derivative(cache[layer + 1][0])
        upstream, dW, db = linear_backward(upstream, cache[layer][0], params[layer][0])
        gradients.append((dW, db))
    return gradients[::-1]


@mistake(
    "network_backward",
    "The list begins with the last layer. Turn it round: the first pair belongs to the first pair of params.",
)
def last_layer_first(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        a, z = cache[layer]
        if layer < len(params) - 1:
            upstream = upstream * activation_derivative(z)
        upstream, dW, db = linear_backward(upstream, a, params[layer][0])
        gradients.append((dW, db))
    return gradients


@mistake("network_backward", "Each pair is the wrong way round: first dW, then db, as in params.")
def db_before_dW(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        a, z = cache[layer]
        if layer < len(params) - 1:
            upstream = upstream * activation_derivative(z)
        upstream, dW, db = linear_backward(upstream, a, params[layer][0])
        gradients.append((db, dW))
    return gradients[::-1]


@mistake(
    "network_backward",
    "The gradients are divided by the number of samples. The averaging is in upstream already.",
)
def averages_the_batch(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        a, z = cache[layer]
        if layer < len(params) - 1:
            upstream = upstream * activation_derivative(z)
        upstream, dW, db = linear_backward(upstream, a, params[layer][0])
        gradients.append((dW / len(a), db / len(a)))
    return gradients[::-1]


@mistake(
    "network_backward",
    "Every bend counts as a tanh here. Multiply by the activation_derivative that was handed over.",
    keeps=3,
)
def slope_of_tanh(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        a, z = cache[layer]
        if layer < len(params) - 1:
            upstream = upstream * (1 - np.tanh(z) ** 2)
        upstream, dW, db = linear_backward(upstream, a, params[layer][0])
        gradients.append((dW, db))
    return gradients[::-1]


@mistake(
    "network_backward",
    "You added f'(z). On the way back it is a factor: multiply, element by element.",
    keeps=2,
)
def adds_the_slope(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        a, z = cache[layer]
        if layer < len(params) - 1:
            upstream = upstream + activation_derivative(z)
        upstream, dW, db = linear_backward(upstream, a, params[layer][0])
        gradients.append((dW, db))
    return gradients[::-1]


@mistake(
    "network_backward",
    "Only the first layer is bent on the way back. Every hidden layer is: all but the last.",
    keeps=4,
    named_by="only_the_visible_inputs",
)
def bends_the_first_only(upstream, cache, params, activation_derivative):
    gradients = []
    for layer in reversed(range(len(params))):
        a, z = cache[layer]
        if layer == 0 and len(params) > 1:
            upstream = upstream * activation_derivative(z)
        upstream, dW, db = linear_backward(upstream, a, params[layer][0])
        gradients.append((dW, db))
    return gradients[::-1]


@right("network_backward")
def from_the_last_layer(upstream, cache, params, activation_derivative):
    da, *last = linear_backward(upstream, cache[-1][0], params[-1][0])
    gradients = [tuple(last)]
    for (a, z), (W, b) in zip(cache[-2::-1], params[-2::-1]):
        da, dW, db = linear_backward(da * activation_derivative(z), a, W)
        gradients.insert(0, (dW, db))
    return gradients


@right("network_backward")
def without_linear_backward(upstream, cache, params, activation_derivative):
    gradients, dz = [None] * len(params), np.asarray(upstream)
    for layer in range(len(params) - 1, -1, -1):
        gradients[layer] = [dz.T @ np.asarray(cache[layer][0]), dz.sum(axis=0)]
        if layer > 0:
            dz = np.float32(activation_derivative(cache[layer - 1][1])) * (dz @ params[layer][0])
    return gradients


@right("network_backward")
def takes_the_cache_apart(upstream, cache, params, activation_derivative):
    cache, gradients = list(cache), []
    while cache:
        a, _ = cache.pop()
        upstream, dW, db = linear_backward(upstream, a, params[len(cache)][0])
        gradients.insert(0, (dW, db))
        if cache:
            upstream = upstream * activation_derivative(cache[-1][1])
    return gradients
