"""Typical mistakes in nnlib.activations with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.activations import elu, leaky_relu, leaky_relu_derivative, prelu_derivative, sigmoid, tanh

# Read off the curves

wrong_answer(
    "activations_explore",
    "tanh_flat_from",
    2.9,
    "gave_the_sigmoids_place",
    "That is where the sigmoid's slope falls below 0.05. Choose tanh as the function and look again.",
)
wrong_answer(
    "activations_explore",
    "tanh_flat_from",
    2.1,
    "one_place_too_early",
    "At 2.1 the caption still says 0.0582. Go one place further.",
)
wrong_answer(
    "activations_explore",
    "tanh_flat_from",
    -2.2,
    "on_the_left_side",
    "The right distance, on the other side. Asked is a z > 0.",
)
wrong_answer(
    "activations_explore",
    "tanh_flat_from",
    3,
    "one_threshold_too_low",
    "At z = 3 the slope is below 0.01. Go back to the first place where it is below 0.05.",
)
wrong_answer(
    "activations_explore",
    "alpha_without_a_kink",
    0,
    "gave_relu",
    "With α = 0 the ELU is the ReLU: its slope jumps from 0 to 1 at z = 0. Look for an α without a jump.",
)
wrong_answer(
    "activations_explore",
    "alpha_without_a_kink",
    1.5,
    "gave_the_end_of_the_slider",
    "With α = 1.5 the slope jumps down, from 1.5 to 1, at z = 0. Look for an α without a jump.",
)
wrong_answer(
    "activations_explore",
    "alpha_without_a_kink",
    0.01,
    "gave_the_leak",
    "0.01 is the usual α of the leaky ReLU. Choose ELU and watch the right-hand picture at z = 0.",
)
wrong_answer(
    "activations_explore",
    "alpha_without_a_kink",
    0.5,
    "half_way",
    "With α = 0.5 the slope still jumps, from 0.5 to 1, at z = 0. Go on until both sides meet.",
)

# Two layers by hand

wrong_answer(
    "activations_collapse",
    "w3_first",
    3,
    "lost_the_minus_of_row_two",
    "The signs: the second row of W₁ counts −1 times, and its first entry is −2 already. 2·1 + (−1)(−2) + 1·3.",
)
wrong_answer(
    "activations_collapse",
    "w3_first",
    2,
    "added_without_weights",
    "You added up the first column of W₁. Multiply each entry by its weight in W₂ first.",
)
wrong_answer(
    "activations_collapse",
    "w3_first",
    5,
    "gave_the_output",
    "5 is W₃ x, what the network gives for x. Asked are the entries of W₃ itself.",
)
wrong_answer(
    "activations_collapse",
    "w3_second",
    4,
    "lost_the_minus_in_column_two",
    "The signs in the second column: 2·2 + (−1)·1 + 1·(−1).",
)
wrong_answer(
    "activations_collapse",
    "w3_second",
    6,
    "dropped_both_signs",
    "Two of the three products in the second column are negative: −1 times 1, and 1 times −1.",
)
wrong_answer(
    "activations_collapse",
    "relu_plus",
    5,
    "forgot_the_bend",
    "That is W₂ W₁ x, without the bend. Put 0 in the place of every negative entry of W₁ x, then multiply by W₂.",
)
wrong_answer(
    "activations_collapse",
    "relu_plus",
    -1,
    "took_the_other_input",
    "That is the answer for −x. Here x = (1, −1): which entries of W₁ x are negative?",
)
wrong_answer(
    "activations_collapse",
    "relu_minus",
    -4,
    "took_it_for_linear",
    "A matrix would give the opposite for −x. With the bend other entries become 0: work it out from W₁(−x).",
)
wrong_answer(
    "activations_collapse",
    "relu_minus",
    -5,
    "forgot_the_bend_again",
    "That is W₂ W₁ (−x), without the bend. First put 0 in the place of what is negative in W₁(−x).",
)
wrong_answer(
    "activations_collapse",
    "relu_minus",
    5,
    "lost_the_weights_sign",
    "Right bend: (1, 3, 0). But the second weight of W₂ is −1: 2·1 + (−1)·3 + 1·0.",
)

# Worked values

right_answer("activations_values", "sigmoid_of_z", 0.9966)
wrong_answer(
    "activations_values",
    "linear_of_z",
    1,
    "gave_the_slope",
    "1 is the slope. The linear activation passes z on unchanged.",
)
wrong_answer(
    "activations_values",
    "linear_of_z",
    0,
    "gave_nothing",
    "It does nothing to z, so what goes in comes out.",
)
wrong_answer(
    "activations_values",
    "sigmoid_of_z",
    0.0033,
    "lost_the_sign",
    "That is σ(−5.7), or e^(−5.7) alone. The exponent is −z, and the 1 + stands below the line.",
)
wrong_answer(
    "activations_values",
    "sigmoid_of_z",
    1.0033,
    "forgot_to_divide",
    "That is 1 + e^(−5.7). The sigmoid is 1 divided by it, and never above 1.",
)
wrong_answer(
    "activations_values",
    "sigmoid_of_z",
    0.997,
    "three_decimals",
    "Nearly: four decimals are asked for.",
)
wrong_answer(
    "activations_values",
    "sigmoid_slope",
    0.5,
    "gave_the_value",
    "0.5 is σ(0). The slope is σ(0) times (1 − σ(0)).",
)
wrong_answer(
    "activations_values",
    "sigmoid_slope",
    1,
    "gave_tanhs_slope",
    "1 is the slope of tanh at 0. For the sigmoid, put σ(0) = 0.5 into σ (1 − σ).",
)
wrong_answer(
    "activations_values",
    "sigmoid_slope",
    0,
    "put_in_z",
    "You put z = 0 into z (1 − z). What goes into that formula is σ(0), which is 0.5.",
)
wrong_answer(
    "activations_values",
    "tanh_slope",
    0,
    "gave_the_value_of_tanh",
    "0 is tanh(0). The slope is 1 minus its square.",
)
wrong_answer(
    "activations_values",
    "tanh_slope",
    0.25,
    "gave_the_sigmoids_slope",
    "That is the sigmoid's. For tanh, put tanh(0) = 0 into 1 − tanh².",
)

# A neuron dies

wrong_answer(
    "activations_dead",
    "killing_push",
    1.5,
    "a_few_were_left",
    "After a push of 1.5 two examples still have z > 0, and these two bring it back. Push a little harder.",
)
wrong_answer(
    "activations_dead",
    "killing_push",
    2,
    "gave_the_second_push",
    "2 does kill it, but it is not the smallest push that does. Go back until it recovers.",
)
wrong_answer(
    "activations_dead",
    "killing_push",
    3,
    "gave_the_largest_push",
    "3 does kill it. Go back to the smallest push that does.",
)
wrong_answer(
    "activations_dead",
    "alive_again",
    74,
    "counted_from_the_push",
    "74 updates after the push is right. Asked is the step on the slider, and the push came at step 15.",
)
wrong_answer(
    "activations_dead",
    "alive_again",
    116,
    "waited_for_all",
    "There all 40 examples have z > 0 again. Asked is the first step at which at least one has.",
)
wrong_answer(
    "activations_dead",
    "alive_again",
    22,
    "with_a_larger_leak",
    "That is with α = 0.1. The lecture's α is 0.01: move that slider too.",
)
wrong_answer(
    "activations_dead",
    "alive_again",
    15,
    "gave_the_push_itself",
    "At step 15 the push comes. Move the steps further until the caption counts an example with z > 0.",
)
right_answer("activations_dead", "alive_again", 88)
right_answer("activations_dead", "alive_again", 90)

# linear


@mistake(
    "linear", "Negative numbers become 0: that is the ReLU. The linear activation leaves every z as it is.", keeps=1.5
)
def clips_below_zero(z):
    return np.maximum(z, 0)


@mistake("linear", "It squeezes z into a range. The linear activation leaves every z as it is.", keeps=1.5)
def squeezes(z):
    return np.tanh(z)


@mistake("linear", "You added up all elements. An activation works on each element alone.", keeps=1.5)
def adds_up(z):
    return np.sum(z)


@mistake("linear", "You gave the slope, 1. Asked is the function itself.", keeps=1.5)
def gives_the_slope_of_linear(z):
    return np.ones_like(z)


@right("linear")
def a_copy(z):
    return np.array(z, dtype=float)


@right("linear")
def itself(z):
    return z


@right("linear")
def linear_in_float32(z):
    return np.float32(z)


@mistake(
    "linear_derivative",
    "That is one number. Each element has a slope of its own: return an array in the shape of z.",
    keeps=1.5,
)
def one_number(z):
    return 1.0


@mistake(
    "linear_derivative", "You returned z. Its slope is asked: by how much does f grow when z grows by 1?", keeps=1.5
)
def returns_z(z):
    return z


@mistake("linear_derivative", "0 is the slope of a constant. f(z) = z grows by 1 when z grows by 1.", keeps=1.5)
def slope_of_a_constant(z):
    return np.zeros_like(z)


@mistake(
    "linear_derivative",
    "You gave slope 0 for some z: that is the ReLU's. This line has the same slope everywhere.",
    keeps=1.5,
)
def slope_of_relu(z):
    return np.where(z > 0, 1.0, 0.0)


@right("linear_derivative")
def full_of_ones(z):
    return np.full(np.shape(z), 1)


@right("linear_derivative")
def z_over_z(z):
    return np.asarray(z, dtype=float) ** 0


# relu


@mistake(
    "relu",
    "`if z > 0` and Python's max ask one question about the whole array. Let NumPy ask one for each element.",
    keeps=1.5,
)
def one_question_for_all(z):
    return z if z > 0 else 0.0


@mistake("relu", "You kept the smaller one of 0 and z. Keep the larger one.", keeps=1.5)
def keeps_the_smaller(z):
    return np.minimum(z, 0)


@mistake("relu", "You took the absolute value. Negative z must become 0, not positive.", keeps=1.5)
def absolute(z):
    return np.abs(z)


@mistake("relu", "You gave the slope, 0 or 1. Where z is positive, the ReLU gives z itself.", keeps=1.5)
def gives_the_step(z):
    return np.where(z > 0, 1.0, 0.0)


@mistake("relu", "A little of the negative side leaks through: that is the leaky ReLU. Here it must be 0.", keeps=1.5)
def leaks(z):
    return np.where(z > 0, z, 0.01 * z)


@mistake("relu", "You wrote the zeros into the caller's array. Make a new one: np.maximum or np.where do.", keeps=1.5)
def zeros_in_place(z):
    z[z < 0] = 0
    return z


@mistake(
    "relu",
    "np.max looks for the largest number of one array. Here each number is compared with 0: another function does that.",
    keeps=1.5,
)
def largest_of_all(z):
    return np.max(z, 0)


@right("relu")
def by_mask(z):
    return z * (z > 0)


@right("relu")
def half_of_a_sum(z):
    return (z + np.abs(z)) / 2


@right("relu")
def relu_by_loop(z):
    return np.array([max(0.0, one) for one in np.ravel(z)]).reshape(np.shape(z))


@mistake("relu_derivative", "At z = 0 you gave 1. There we take 0: the slope is 1 only where z > 0.", keeps=2)
def one_at_zero(z):
    return np.where(z >= 0, 1.0, 0.0)


@mistake("relu_derivative", "You gave the ReLU itself. Its slope is 1 wherever z > 0, however large z is.", keeps=1.5)
def gives_relu(z):
    return np.maximum(z, 0)


@mistake("relu_derivative", "Where z is negative you gave −1. There the ReLU is flat: slope 0.", keeps=1.5)
def sign_of_z(z):
    return np.sign(z)


@mistake("relu_derivative", "Turn the question round: the slope is 1 where z is positive.", keeps=1.5)
def turned_round(z):
    return np.where(z < 0, 1.0, 0.0)


@mistake("relu_derivative", "You gave 1 everywhere. For z < 0 the ReLU is flat.", keeps=1.5)
def one_everywhere(z):
    return np.ones_like(z)


@mistake("relu_derivative", "At z = 0 you gave ½. There we take 0: the slope is 1 only where z > 0.", keeps=2)
def half_at_zero(z):
    return np.heaviside(z, 0.5)


@mistake("relu_derivative", "At z = 0 you divide 0 by 0. Ask z > 0 instead: that is the answer already.", keeps=2)
def divides_by_its_size(z):
    return (z > 0) * z / abs(z)


@right("relu_derivative")
def true_and_false(z):
    return np.asarray(z) > 0


@right("relu_derivative")
def heaviside(z):
    return np.heaviside(z, 0.0)


# leaky_relu


@mistake(
    "leaky_relu",
    "0.01 is written into it, so alpha changes nothing. It is only the default: use the argument.",
    keeps=2.5,
)
def always_a_hundredth(z, alpha=0.01):
    return np.where(z > 0, z, 0.01 * z)


@mistake("leaky_relu", "There is no leak: for z < 0 it must give α z, not 0.", keeps=1.5)
def without_a_leak(z, alpha=0.01):
    return np.maximum(z, 0)


@mistake("leaky_relu", "You gave α itself on the negative side. α is a slope there: multiply it by z.", keeps=1.5)
def the_slope_as_value(z, alpha=0.01):
    return np.where(z > 0, z, alpha)


@mistake("leaky_relu", "You took the smaller one of α z and z. For z < 0, α z is the larger one.", keeps=1.5)
def the_smaller_one(z, alpha=0.01):
    return np.minimum(alpha * z, z)


@mistake(
    "leaky_relu",
    "Positive z is multiplied by α too. Only the negative side leaks; the other one stays as it is.",
    keeps=1.5,
)
def leaks_on_both_sides(z, alpha=0.01):
    return alpha * z


@mistake("leaky_relu", "It goes up on the negative side. α z is negative there, as z is.", keeps=1.5)
def leaks_upwards(z, alpha=0.01):
    return np.where(z > 0, z, -alpha * z)


@mistake(
    "leaky_relu",
    "Python's max asks one question for the whole array. Ask for each number: np.maximum or np.where.",
    keeps=1.5,
)
def one_question_for_all_leaks(z, alpha=0.01):
    return max(alpha * z, z)


@mistake("leaky_relu", "Without an alpha the leak is 0.01. Leave the default in the first line as it was.", keeps=3)
def another_leak(z, alpha=0.1):
    return np.where(z > 0, z, alpha * z)


@right("leaky_relu")
def as_on_the_slide(z, alpha=0.01):
    return np.maximum(alpha * np.asarray(z), z)


@right("leaky_relu")
def leaky_by_loop(z, alpha=0.01):
    return np.array([one if one > 0 else alpha * one for one in np.ravel(z)]).reshape(np.shape(z))


@right("leaky_relu")
def leaky_in_float32(z, alpha=0.01):
    z = np.float32(z)
    return np.where(z > 0, z, np.float32(alpha) * z)


@mistake("leaky_relu_derivative", "At z = 0 you gave 1. There we take α: the slope is 1 only where z > 0.", keeps=3)
def one_at_the_kink(z, alpha=0.01):
    return np.where(z >= 0, 1.0, alpha)


@mistake("leaky_relu_derivative", "You gave 0 for z < 0. The leak has a slope there: α.", keeps=2.5)
def no_slope_below(z, alpha=0.01):
    return np.where(z > 0, 1.0, 0.0)


@mistake("leaky_relu_derivative", "You gave α z for z < 0: that is the function. Its slope is α alone.", keeps=2.5)
def gives_the_leak(z, alpha=0.01):
    return np.where(z > 0, 1.0, alpha * z)


@mistake("leaky_relu_derivative", "The slope of the leak is 0.01 whatever alpha is. Use the argument.", keeps=2.5)
def slope_of_a_hundredth(z, alpha=0.01):
    return np.where(z > 0, 1.0, 0.01)


@mistake("leaky_relu_derivative", "You gave z for z > 0: that is the function. Its slope is 1 there.", keeps=2.5)
def gives_z_above(z, alpha=0.01):
    return np.where(z > 0, z, alpha)


@mistake(
    "leaky_relu_derivative", "f(z) divided by z is 0 / 0 at z = 0. Say it by cases: 1 where z > 0, else α.", keeps=3
)
def value_by_z(z, alpha=0.01):
    return leaky_relu(z, alpha) / z


@mistake("leaky_relu_derivative", "The two sides have changed places: the slope α belongs to z ≤ 0.", keeps=2.5)
def sides_of_the_slope_changed(z, alpha=0.01):
    return np.where(z > 0, alpha, 1.0)


@mistake(
    "leaky_relu_derivative",
    "Its default for alpha is not 0.01.",
    keeps=3.5,
    named_by="only_the_visible_inputs",
)
def another_slope_of_the_leak(z, alpha=0.1):
    return np.where(z > 0, 1.0, alpha)


@right("leaky_relu_derivative")
def mixed_slopes(z, alpha=0.01):
    return (z > 0) + alpha * (z <= 0)


@right("leaky_relu_derivative")
def slopes_filled_in(z, alpha=0.01):
    slopes = np.ones(np.shape(z))
    slopes[np.asarray(z) <= 0] = alpha
    return slopes


# prelu


@mistake(
    "prelu", "Your α is not used: it gives the leak of 0.01. Hand alpha on to the function that you call.", keeps=1.5
)
def forgets_to_hand_on(z, alpha):
    return leaky_relu(z)


@mistake("prelu", "You multiplied every z by α. For z > 0 it stays as it is.", keeps=1.5)
def slope_on_both_sides(z, alpha):
    return alpha * z


@mistake("prelu", "You added α to z. α is a slope: for z < 0 it multiplies z.", keeps=1.5)
def adds_alpha(z, alpha):
    return np.where(z > 0, z, z + alpha)


@mistake("prelu", "The negative side is 0. There it must give α z.", keeps=1.5)
def without_its_slope(z, alpha):
    return np.maximum(z, 0)


@mistake("prelu", "The two sides have changed places: α belongs to z < 0.", keeps=1.5)
def sides_changed(z, alpha):
    return np.where(z > 0, alpha * z, z)


@mistake("prelu", "α z is added for z > 0 too. Only the negative part, min(0, z), is multiplied by α.", keeps=1.5)
def adds_the_leak_everywhere(z, alpha):
    return np.maximum(z, 0) + alpha * z


@mistake("prelu", "For z < 0 you gave α alone. That is the slope; the value is α z.", keeps=1.5)
def gives_alpha(z, alpha):
    return np.where(z > 0, z, alpha)


@mistake("prelu", "For z < 0 the sign is turned: α z is added, and it is negative already.", keeps=1.5)
def subtracts_the_leak(z, alpha):
    return np.maximum(z, 0) - alpha * np.minimum(z, 0)


@right("prelu")
def prelu_as_on_the_slide(z, alpha):
    return np.maximum(alpha * z, z)


@right("prelu")
def by_leaky_relu(z, alpha):
    return leaky_relu(z, alpha)


@mistake(
    "prelu_derivative",
    "At z = 0 you gave 1. Here too the slope is 1 only where z > 0; at 0 we take α.",
    keeps=2,
    also={"prelu_backward": 3},
)
def one_at_the_kink_of_prelu(z, alpha):
    return np.where(z >= 0, 1.0, alpha)


@mistake(
    "prelu_derivative",
    "For z < 0 you gave z: that is the slope with respect to α. Here it is the one with respect to z.",
    keeps=1.5,
    also={"prelu_backward": 2},
)
def with_respect_to_alpha(z, alpha):
    return np.where(z > 0, 0.0, z)


@mistake(
    "prelu_derivative",
    "The slope for z < 0 is 0.01 here. Hand alpha on to the function that you call.",
    keeps=1.5,
    also={"prelu_backward": 2},
)
def forgets_to_hand_on_the_slope(z, alpha):
    return leaky_relu_derivative(z)


@mistake(
    "prelu_derivative",
    "You gave 0 for z < 0, as for the ReLU. The slope there is α.",
    keeps=1.5,
    also={"prelu_backward": 2},
)
def flat_below(z, alpha):
    return np.where(z > 0, 1.0, 0.0)


@mistake(
    "prelu_derivative",
    "The slope is α on both sides here. For z > 0 it is 1.",
    keeps=1.5,
    also={"prelu_backward": 2},
)
def alpha_everywhere(z, alpha):
    return np.full(np.shape(z), alpha)


@mistake(
    "prelu_derivative",
    "You gave α z for z < 0: that is the function. Its slope is α alone.",
    keeps=1.5,
    also={"prelu_backward": 2},
)
def gives_its_value_below(z, alpha):
    return np.where(z > 0, 1.0, alpha * z)


@right("prelu_derivative")
def by_leaky_relu_derivative(z, alpha):
    return leaky_relu_derivative(z, alpha)


@right("prelu_derivative")
def slopes_by_loop(z, alpha):
    return np.array([1.0 if one > 0 else alpha for one in np.ravel(z)]).reshape(np.shape(z))


# prelu_backward


@mistake(
    "prelu_backward",
    "dz is upstream itself, as the slide has it. That loses the slope: for z < 0 the local slope is α.",
    keeps=2,
)
def dz_as_on_the_slide(upstream, z, alpha):
    return upstream, np.sum(upstream * np.minimum(z, 0))


@mistake("prelu_backward", "dz is the local slope alone. Multiply it by upstream.", keeps=2)
def dz_without_upstream(upstream, z, alpha):
    return prelu_derivative(z, alpha), np.sum(upstream * np.minimum(z, 0))


@mistake(
    "prelu_backward",
    "dalpha has one entry for each z. One α serves them all, so their parts add up to one number.",
    keeps=1,
)
def dalpha_not_summed(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), upstream * np.minimum(z, 0)


@mistake(
    "prelu_backward", "dalpha counts every z. Where z > 0, there is no α in the output: those add nothing.", keeps=1
)
def dalpha_over_all(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.sum(upstream * z)


@mistake(
    "prelu_backward", "upstream is missing in dalpha: the chain rule multiplies each z < 0 by its upstream.", keeps=1
)
def dalpha_without_upstream(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.sum(np.minimum(z, 0))


@mistake("prelu_backward", "dalpha has a factor α too many: the slope of α z with respect to α is z.", keeps=1)
def dalpha_with_alpha(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.sum(upstream * alpha * np.minimum(z, 0))


@mistake(
    "prelu_backward", "dalpha is a mean. What the copies send back adds up; averaging belongs to the loss.", keeps=1
)
def dalpha_averaged(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.mean(upstream * np.minimum(z, 0))


@mistake("prelu_backward", "The two results are in the wrong order: first dz, then dalpha.", keeps=0)
def swapped(upstream, z, alpha):
    return np.sum(upstream * np.minimum(z, 0)), upstream * prelu_derivative(z, alpha)


@mistake("prelu_backward", "dalpha adds up where z > 0. There is no α in the output there: take z < 0.", keeps=1)
def dalpha_above(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.sum(upstream * z * (z > 0))


@mistake(
    "prelu_backward", "dalpha has one number for each column. One α serves all of z: sum over everything.", keeps=1
)
def dalpha_for_each_column(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.sum(upstream * np.minimum(z, 0), axis=0)


@mistake(
    "prelu_backward", "dalpha adds up upstream alone. The slope of α z with respect to α is z: multiply by it.", keeps=1
)
def dalpha_counts(upstream, z, alpha):
    return upstream * prelu_derivative(z, alpha), np.sum(upstream * (z < 0))


@right("prelu_backward")
def backward_by_loop(upstream, z, alpha):
    dz, dalpha = np.zeros(np.shape(z)), 0.0
    for place in np.ndindex(np.shape(z)):
        if z[place] > 0:
            dz[place] = upstream[place]
        else:
            dz[place] = alpha * upstream[place]
            dalpha += z[place] * upstream[place]
    return dz, dalpha


@right("prelu_backward")
def backward_by_mask(upstream, z, alpha):
    below = z <= 0
    return np.where(below, alpha, 1) * upstream, float(np.dot(upstream[below], z[below]))


@right("prelu_backward")
def backward_in_float32(upstream, z, alpha):
    upstream, z = np.float32(upstream), np.float32(z)
    return [upstream * np.where(z > 0, np.float32(1), np.float32(alpha)), np.sum((upstream * z)[z < 0])]


# elu


@mistake(
    "elu", "The − 1 is missing, so the curve jumps from 1 down to 0 at z = 0. It must arrive there at 0.", keeps=1.5
)
def without_the_minus_one(z, alpha=1.0):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))


@mistake("elu", "α multiplies e^z alone here. It must multiply the whole difference: α (e^z − 1).", keeps=3.5)
def brackets_missing(z, alpha=1.0):
    return np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)) - 1)


@mistake("elu", "α is not used: for z < 0 the curve must level off at −α.", keeps=3.5)
def forgets_alpha(z, alpha=1.0):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


@mistake("elu", "The exponent has the wrong sign: e^(−z) grows without end on the left. It is e^z.", keeps=1.5)
def exponent_turned(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (np.exp(-z) - 1))


@mistake(
    "elu",
    "Right for small z. For z = 10,000, e^z is inf, and your 0 times inf is not a number. Keep large z out of the exponential.",
    keeps=4,
)
def zero_times_infinity(z, alpha=1.0):
    return (z > 0) * z + (z <= 0) * alpha * (np.exp(z) - 1)


@mistake("elu", "The negative side is 0: that is the ReLU. There it must be α (e^z − 1).", keeps=1.5)
def only_relu(z, alpha=1.0):
    return np.maximum(z, 0)


@mistake("elu", "The difference is turned round: for z < 0 the curve lies below 0, at α (e^z − 1).", keeps=1.5)
def difference_turned_in_elu(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (1 - np.exp(np.minimum(z, 0))))


@mistake("elu", "α stands in the exponent. It multiplies the whole difference: α (e^z − 1).", keeps=3.5)
def alpha_in_the_exponent(z, alpha=1.0):
    return np.where(z > 0, z, np.exp(alpha * np.minimum(z, 0)) - 1)


@mistake("elu", "The negative side is a straight line: that is the leaky ReLU. Here it bends: α (e^z − 1).", keeps=1.5)
def leaks_in_a_line(z, alpha=1.0):
    return np.where(z > 0, z, alpha * z)


@right("elu")
def elu_with_a_warning(z, alpha=1.0):
    return np.where(z > 0, z, alpha * (np.exp(z) - 1))


@right("elu")
def elu_by_loop(z, alpha=1.0):
    import math

    found = [one if one > 0 else alpha * (math.exp(one) - 1) for one in np.ravel(z)]
    return np.array(found).reshape(np.shape(z))


@right("elu")
def elu_in_float32(z, alpha=1.0):
    z = np.float32(z)
    return np.where(z > 0, z, np.float32(alpha) * np.expm1(np.minimum(z, 0)))


@mistake("elu_derivative", "At z = 0 you gave 1. There we take α e⁰ = α: the slope is 1 only where z > 0.", keeps=4)
def one_at_the_bend(z, alpha=1.0):
    return np.where(z >= 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


@mistake("elu_derivative", "α is missing: the slope of α (e^z − 1) is α e^z.", keeps=3.5)
def slope_forgets_alpha(z, alpha=1.0):
    return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0)))


@mistake("elu_derivative", "The − 1 is still there. It is a constant: its slope is 0.", keeps=2.5)
def keeps_the_minus_one(z, alpha=1.0):
    return np.where(z > 0, 1.0, alpha * (np.exp(np.minimum(z, 0)) - 1))


@mistake("elu_derivative", "You gave 0 for z < 0: that is the ReLU's slope. Here it is α e^z.", keeps=3.5)
def relus_slope(z, alpha=1.0):
    return np.where(z > 0, 1.0, 0.0)


@mistake("elu_derivative", "e^z is its own derivative: no factor z comes down in front of it.", keeps=3.5)
def like_a_power(z, alpha=1.0):
    return np.where(z > 0, 1.0, alpha * z * np.exp(np.minimum(z, 0)))


@mistake(
    "elu_derivative",
    "Right for small z. For z = 10,000 your 0 times e^z is 0 times inf, which is not a number. Keep large z out of e^z.",
    keeps=4,
)
def slope_zero_times_infinity(z, alpha=1.0):
    return (z > 0) + (z <= 0) * alpha * np.exp(z)


@mistake("elu_derivative", "f(z) + 1 is right for α = 1 only. In general the slope is f(z) + α.", keeps=3.5)
def value_plus_one(z, alpha=1.0):
    return np.where(z > 0, 1.0, elu(z, alpha) + 1)


@mistake("elu_derivative", "elu is called without alpha, so it takes 1. Hand alpha on.", keeps=3.5)
def value_without_its_alpha(z, alpha=1.0):
    return np.where(z > 0, 1.0, elu(z) + alpha)


@mistake(
    "elu_derivative",
    "For z < 0 you gave α everywhere. That is the slope at 0; further left it fades away: α e^z.",
    keeps=2.5,
)
def alpha_at_every_place(z, alpha=1.0):
    return np.where(z > 0, 1.0, alpha)


@mistake("elu_derivative", "Its default for alpha is not 1.", keeps=4.5, named_by="only_the_visible_inputs")
def another_alpha(z, alpha=0.5):
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0)))


@right("elu_derivative")
def from_the_value(z, alpha=1.0):
    return np.where(z > 0, 1.0, elu(z, alpha) + alpha)


@right("elu_derivative")
def elu_slopes_by_loop(z, alpha=1.0):
    import math

    return np.array([1.0 if one > 0 else alpha * math.exp(one) for one in np.ravel(z)]).reshape(np.shape(z))


# sigmoid


@mistake("sigmoid", "The curve falls: you have σ(−z). The exponent is −z.", keeps=1.5)
def lost_the_minus(z):
    return 1 / (1 + np.exp(np.minimum(z, 700)))


@mistake(
    "sigmoid", "Brackets: 1 / 1 + e^(−z) divides 1 by 1 and then adds. The whole sum stands below the line.", keeps=0
)
def no_brackets(z):
    return 1 / 1 + np.exp(-z)


@mistake(
    "sigmoid", "The 1 + below the line is missing: without it the result is e^z, which grows without end.", keeps=0
)
def forgot_the_one(z):
    return 1 / np.exp(-z)


@mistake("sigmoid", "You wrote tanh, which lies between −1 and 1. The sigmoid lies between 0 and 1.", keeps=0)
def wrote_tanh(z):
    return np.tanh(z)


@mistake(
    "sigmoid",
    "Right for small z. For z = 10,000, e^z / (1 + e^z) is inf / inf, which is not a number. Use e^(−z) for positive z.",
    keeps=3,
)
def infinity_over_infinity(z):
    return np.exp(z) / (1 + np.exp(z))


@mistake(
    "sigmoid",
    "You divided by a sum over all of z: that is softmax, which comes next week. Here each number stands alone.",
    keeps=1,
)
def softmax_in_its_place(z):
    return np.exp(z - np.max(z)) / np.sum(np.exp(z - np.max(z)))


@mistake("sigmoid", "Below the line it is 1 plus e^(−z). With a minus you divide by 0 at z = 0.", keeps=1)
def minus_below_the_line(z):
    return 1 / (1 - np.exp(-z))


@mistake("sigmoid", "2.718 is e to three decimals only. NumPy has the exponential with all of them.", keeps=1)
def e_to_three_decimals(z):
    return 1 / (1 + 2.718**-z)


@right("sigmoid")
def sigmoid_as_on_the_slide(z):
    return 1 / (1 + np.exp(-z))


@right("sigmoid")
def by_tanh(z):
    return 0.5 * (1 + np.tanh(z / 2))


@right("sigmoid")
def sigmoid_by_loop(z):
    import math

    found = [1 / (1 + math.exp(-one)) if one > 0 else math.exp(one) / (1 + math.exp(one)) for one in np.ravel(z)]
    return np.array(found).reshape(np.shape(z))


@right("sigmoid")
def sigmoid_in_float32(z):
    return np.exp(-np.logaddexp(np.float32(0), -np.float32(z)))


@mistake(
    "sigmoid_derivative",
    "You put z into s (1 − s). What belongs there is s = σ(z): apply the sigmoid first.",
    keeps=1.5,
)
def takes_z_for_its_value(z):
    return z * (1 - z)


@mistake("sigmoid_derivative", "That is 1 − σ(z) alone. Multiply it by σ(z).", keeps=1.5)
def forgot_a_factor(z):
    return 1 - sigmoid(z)


@mistake("sigmoid_derivative", "1 − s² is the rule of tanh. For the sigmoid it is s (1 − s).", keeps=1.5)
def rule_of_tanh(z):
    return 1 - sigmoid(z) ** 2


@mistake(
    "sigmoid_derivative",
    "The sigmoid rises everywhere, so its slope is never negative: s (1 − s), not s (s − 1).",
    keeps=2.5,
)
def negative_slope(z):
    return sigmoid(z) * (sigmoid(z) - 1)


@mistake("sigmoid_derivative", "You gave σ(z) itself. Its slope is σ(z) (1 − σ(z)).", keeps=1.5)
def gives_the_sigmoid(z):
    return sigmoid(z)


@mistake(
    "sigmoid_derivative",
    "Right for small z. For z = −10,000 your fraction is inf / inf, which is not a number. Build it from σ(z).",
    keeps=3,
)
def slope_infinity_over_infinity(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@mistake("sigmoid_derivative", "The sigmoid is applied twice. s is σ(z), once; then s (1 − s).", keeps=1.5)
def sigmoid_of_sigmoid(z):
    s = sigmoid(sigmoid(z))
    return s * (1 - s)


@mistake("sigmoid_derivative", "A plus for a minus: the slope is s (1 − s).", keeps=1.5)
def plus_in_the_slope(z):
    return sigmoid(z) * (1 + sigmoid(z))


@mistake(
    "sigmoid_derivative",
    "Right for small z. For z = 10,000 your fraction is inf / inf, which is not a number. Build it from σ(z).",
    keeps=3,
)
def slope_too_large_for_large_z(z):
    return np.exp(z) / (1 + np.exp(z)) ** 2


@right("sigmoid_derivative")
def both_sides(z):
    return sigmoid(z) * sigmoid(-z)


@right("sigmoid_derivative")
def minus_its_square(z):
    return sigmoid(z) - sigmoid(z) ** 2


# tanh


@mistake("tanh", "Half as steep as tanh: 2σ(z) − 1 is tanh(z/2). Or is the 2 missing in e^(2z)?", keeps=1)
def half_as_steep(z):
    return 2 * sigmoid(z) - 1


@mistake("tanh", "Top and bottom have changed places: the difference e^z − e^(−z) belongs on top.", keeps=0)
def upside_down(z):
    return (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))


@mistake("tanh", "You divided by 2, not by e^z + e^(−z). So it grows without end.", keeps=0)
def hyperbolic_sine(z):
    return (np.exp(z) - np.exp(-z)) / 2


@mistake("tanh", "It lies between 0 and 1: that is the sigmoid. tanh lies between −1 and 1.", keeps=0)
def wrote_sigmoid(z):
    return sigmoid(z)


@mistake("tanh", "The curve falls: on top it is e^z − e^(−z), in this order.", keeps=1.5)
def difference_turned(z):
    return -np.tanh(z)


@mistake(
    "tanh",
    "Right for small z. For z = ±10,000, e^z is inf, and inf / inf is not a number. NumPy has a function that avoids this.",
    keeps=3,
)
def tanh_as_on_the_slide(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@mistake(
    "tanh",
    "Right for small z. For z = 10,000, e^(2z) is inf, and inf / inf is not a number. NumPy has a function that avoids this.",
    keeps=3,
)
def tanh_with_e_to_the_2z(z):
    return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@mistake(
    "tanh",
    "Brackets: division binds more strongly than minus, so only e^(−z) was divided. The whole difference stands on top.",
    keeps=0,
)
def brackets_missing_in_tanh(z):
    return np.exp(z) - np.exp(-z) / (np.exp(z) + np.exp(-z))


@right("tanh")
def tanh_by_sigmoid(z):
    return 2 * sigmoid(2 * np.asarray(z)) - 1


@right("tanh")
def one_minus(z):
    return 1 - 2 / (np.exp(2 * z) + 1)


@right("tanh")
def tanh_by_loop(z):
    import math

    return np.array([math.tanh(one) for one in np.ravel(z)]).reshape(np.shape(z))


@mistake("tanh_derivative", "The square is missing: 1 − tanh(z)².", keeps=1.5)
def forgot_the_square(z):
    return 1 - tanh(z)


@mistake("tanh_derivative", "t (1 − t) is the rule of the sigmoid. For tanh it is 1 − t².", keeps=1.5)
def rule_of_the_sigmoid(z):
    return tanh(z) * (1 - tanh(z))


@mistake("tanh_derivative", "You squared z. What is squared is tanh(z): apply tanh first.", keeps=1.5)
def squares_z(z):
    return 1 - z**2


@mistake(
    "tanh_derivative", "A plus for a minus: the slope is largest at 0 and falls from there, 1 − tanh(z)².", keeps=1.5
)
def plus_the_square(z):
    return 1 + tanh(z) ** 2


@mistake(
    "tanh_derivative", "That is the square alone, 0 at z = 0, where tanh is steepest. Take it away from 1.", keeps=1.5
)
def the_square_alone(z):
    return tanh(z) ** 2


@mistake("tanh_derivative", "You squared the difference. Only tanh(z) is squared: 1 − tanh(z)².", keeps=1.5)
def square_of_the_difference(z):
    return (1 - tanh(z)) ** 2


@mistake("tanh_derivative", "That is the slope of the sigmoid. For tanh it is 1 − tanh(z)².", keeps=2.5)
def slope_of_the_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


@mistake("tanh_derivative", "tanh rises everywhere, so its slope is never negative: 1 minus the square.", keeps=2.5)
def falling_tanh(z):
    return tanh(z) ** 2 - 1


@right("tanh_derivative")
def by_cosh(z):
    return 1 / np.cosh(z) ** 2


@right("tanh_derivative")
def as_a_product(z):
    return (1 - tanh(z)) * (1 + tanh(z))
