"""Typical mistakes in nnlib.initializers with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.initializers import random_normal

# Read off the widget: ten layers, 256 wide, normal weights

right_answer("init_explore", "relu_scale", 0.0884)
wrong_answer(
    "init_explore",
    "relu_scale",
    0.06,
    "read_off_tanh",
    "With 0.06 the ReLU layers shrink already. Is the activation set to ReLU?",
)
wrong_answer(
    "init_explore",
    "relu_scale",
    0.07,
    "still_too_small",
    "Look at layer 10: with this scale it is still many times smaller than layer 1. Go a little further.",
)
wrong_answer(
    "init_explore",
    "relu_scale",
    0.08,
    "a_little_too_small",
    "Nearly: at this scale layer 10 is less than half of layer 1. Take the next values of the slider.",
)
wrong_answer(
    "init_explore",
    "relu_scale",
    0.1,
    "a_little_too_large",
    "Nearly: at this scale layer 10 is about three times as large as layer 1. Go back one step.",
)
wrong_answer(
    "init_explore",
    "tanh_activations",
    "explode",
    "tanh_cannot_explode",
    "A tanh never leaves −1 to 1. Look again: the bars pile up at one place.",
)
wrong_answer(
    "init_explore",
    "tanh_activations",
    "vanish",
    "looked_at_the_left_end",
    "That is what they do at the left end of the slider. Asked is its right end, scale 0.4.",
)
wrong_answer(
    "init_explore",
    "tanh_activations",
    "healthy",
    "looked_at_the_middle",
    "They look like that in the middle of the slider. Asked is its right end, scale 0.4.",
)
right_answer("init_explore", "tanh_activations", "saturated")
right_answer("init_explore", "tanh_activations", "saturation")

# Symmetry

wrong_answer(
    "init_symmetry",
    "different_neurons",
    4,
    "gave_the_random_start",
    "That is the random start. Read the line of the start in which every weight is 0.5.",
)
wrong_answer(
    "init_symmetry",
    "different_neurons",
    3,
    "gave_the_columns",
    "3 is the number of inputs, so of columns. A neuron is a row: how many rows of W1 differ after training?",
)
wrong_answer(
    "init_symmetry",
    "different_neurons",
    0,
    "none_at_all",
    "There are neurons. They may all be the same one: how many different ones is that?",
)
wrong_answer(
    "init_symmetry",
    "what_learns",
    "dW1",
    "first_layer",
    "dW1 is upstream times W2, and W2 is 0. Read the first line again.",
)
wrong_answer(
    "init_symmetry",
    "what_learns",
    "dW2",
    "second_layer",
    "dW2 is upstream times the hidden activations, and tanh(0) = 0. Read the first line again.",
)
wrong_answer(
    "init_symmetry",
    "what_learns",
    "db1",
    "first_bias",
    "What arrives at the hidden layer has been multiplied by W2, and W2 is 0. Read the first line again.",
)
wrong_answer(
    "init_symmetry",
    "what_learns",
    "none",
    "nothing_at_all",
    "One of the four is not 0 in the first line: the one whose gradient needs no weight and no activation.",
)

# By hand: n_in = 100, n_out = 50

wrong_answer(
    "init_by_hand",
    "xavier_bound",
    0.14,
    "xavier_with_n_out",
    "That divides by n_out. What goes into one neuron are its n_in inputs, 100.",
)
wrong_answer("init_by_hand", "xavier_bound", 0.01, "xavier_without_root", "That is 1/n. The bound is its square root.")
wrong_answer(
    "init_by_hand",
    "xavier_bound",
    0.17,
    "xavier_with_three",
    "A 3 has come in. The lecture's bound is √(1/n_in); section 6 is about that 3.",
)
wrong_answer(
    "init_by_hand",
    "glorot_bound",
    0.04,
    "glorot_without_root",
    "That is 6 divided by the sum of both sizes. The bound is its square root.",
)
wrong_answer(
    "init_by_hand",
    "glorot_bound",
    0.24,
    "glorot_with_n_in_alone",
    "You divided by n_in alone. Glorot takes both sizes: n_in + n_out = 150.",
)
wrong_answer(
    "init_by_hand",
    "glorot_bound",
    0.12,
    "gave_the_deviation",
    "That is the standard deviation, the bound divided by √3. Asked is the bound.",
)
wrong_answer(
    "init_by_hand",
    "he_deviation",
    0.02,
    "gave_the_variance",
    "That is the variance, 2/n_in. The standard deviation is its square root.",
)
wrong_answer(
    "init_by_hand",
    "he_deviation",
    0.2,
    "he_with_n_out",
    "You divided by n_out = 50. A neuron adds up its n_in = 100 inputs.",
)
wrong_answer(
    "init_by_hand",
    "he_deviation",
    0.1,
    "he_without_the_two",
    "The 2 is missing. ReLU lets only half of the signal through, so the variance must be twice as large: 2/n_in.",
)
wrong_answer(
    "init_by_hand",
    "he_deviation",
    0.07,
    "he_with_a_half",
    "The ½ went to the wrong side: ½ · n_in · Var[w] = 1, so Var[w] = 2/n_in.",
)

# Look closer: the slide's condition and the slide's scheme

right_answer("init_closer", "n_times_variance", 0.333)
right_answer("init_closer", "n_times_variance", 0.34)
wrong_answer(
    "init_closer",
    "n_times_variance",
    1,
    "believed_the_slide",
    "That is what the condition asks for. Run the cell above and read off what the scheme gives.",
)
wrong_answer(
    "init_closer",
    "n_times_variance",
    0.58,
    "gave_the_root",
    "That is the root of it: √(n · Var). Asked is n times the variance itself.",
)
wrong_answer(
    "init_closer",
    "better_k",
    1,
    "kept_the_slide",
    "With k = 1, n times the variance is only a third of 1. The variance grows in proportion to k.",
)
wrong_answer(
    "init_closer",
    "better_k",
    9,
    "squared_twice",
    "The variance is the bound squared divided by 3, so k/(3n): k already stands under the root.",
)
wrong_answer(
    "init_closer",
    "better_k",
    1.73,
    "root_of_k",
    "The bound is √3 times as wide. Asked is k, which stands under the root: √(k/n).",
)
wrong_answer(
    "init_closer",
    "better_k",
    6,
    "glorot_six",
    "6 belongs to Glorot, who divides by the sum of both sizes. Here only n stands below.",
)
wrong_answer(
    "init_closer",
    "printed_deviation",
    100,
    "gave_the_printed_variance",
    "That is the variance that the printed condition asks for. The standard deviation is its square root.",
)
wrong_answer(
    "init_closer",
    "printed_deviation",
    0.1,
    "gave_the_meant_one",
    "That belongs to n · Var[w] = 1, which is meant. Printed is (1/n) · Var[w] = 1: what is Var[w] then?",
)

# Scenarios

right_answer("init_scenarios", "deep_relu", "kaiming")
right_answer("init_scenarios", "deep_relu", "he_normal")
right_answer("init_scenarios", "shallow_sigmoid", "glorot")
right_answer("init_scenarios", "shallow_sigmoid", "xavier_uniform")
right_answer("init_scenarios", "shallow_sigmoid", "glorot_uniform")
wrong_answer(
    "init_scenarios",
    "deep_relu",
    "xavier",
    "xavier_for_relu",
    "Xavier does not know that ReLU sets half of its inputs to 0. Layer by layer the signal gets smaller: which one makes up for it?",
)
wrong_answer(
    "init_scenarios",
    "deep_relu",
    "glorot",
    "glorot_for_relu",
    "Glorot keeps the variance if the activation does. ReLU halves it in every layer: which start doubles it?",
)
wrong_answer(
    "init_scenarios",
    "deep_relu",
    "random",
    "random_for_relu",
    "Small random weights break the symmetry, but their scale is guessed. In a deep network the signal then vanishes or explodes.",
)
wrong_answer(
    "init_scenarios",
    "deep_relu",
    "zero",
    "zero_for_relu",
    "With all weights 0 no neuron ever differs from another. See section 2.",
)
wrong_answer(
    "init_scenarios",
    "shallow_sigmoid",
    "he",
    "he_for_sigmoid",
    "The 2 in He makes up for the half that ReLU cuts off. A sigmoid cuts nothing off, and too large weights saturate it.",
)
wrong_answer(
    "init_scenarios",
    "shallow_sigmoid",
    "zero",
    "zero_for_sigmoid",
    "A sigmoid is 0.5 at 0, so something moves, but all neurons of the layer move alike. See section 2.",
)
wrong_answer(
    "init_scenarios",
    "shallow_sigmoid",
    "random",
    "random_for_sigmoid",
    "It may work in a shallow network, but you would have to guess the scale. Which rule gives it, made for sigmoid and tanh?",
)


# zeros and zero_bias


@mistake(
    "zeros", "Rows and columns are swapped: a row for each neuron (n_out), a column for each input (n_in).", keeps=2
)
def zeros_transposed(n_out, n_in):
    return np.zeros((n_in, n_out))


@mistake("zeros", "You gave one long vector. A layer's weights are a matrix: n_out rows, n_in columns.", keeps=2)
def zeros_flat(n_out, n_in):
    return np.zeros(n_out * n_in)


@mistake("zeros", "You gave one number for each neuron. Each neuron has a weight for each of its n_in inputs.", keeps=2)
def one_for_each_neuron(n_out, n_in):
    return np.zeros(n_out)


@mistake("zeros", "All your weights are 1. They are all the same too, but asked for is 0.", keeps=2)
def gives_ones(n_out, n_in):
    return np.ones((n_out, n_in))


@mistake(
    "zeros",
    "np.zeros takes the shape as one pair, in brackets of its own: its second argument is the type of the numbers.",
    keeps=2,
)
def shape_as_two_arguments(n_out, n_in):
    return np.zeros(n_out, n_in)


@mistake("zeros", "The matrix is square: n_out stands for both sizes. The second one is n_in.", keeps=2)
def square(n_out, n_in):
    return np.zeros((n_out, n_out))


@right("zeros")
def zeros_as_lists(n_out, n_in):
    return [[0.0] * n_in for _ in range(n_out)]


@right("zeros")
def zeros_in_float32(n_out, n_in):
    return np.full((n_out, n_in), 0.0, dtype=np.float32)


@mistake("zero_bias", "You made a column, (n_out, 1). Biases are one plain row of numbers, (n_out,).", keeps=2)
def bias_as_column(n_out):
    return np.zeros((n_out, 1))


@mistake("zero_bias", "You made a matrix with one row, (1, n_out). Biases have only one axis: (n_out,).", keeps=2)
def bias_as_row(n_out):
    return np.zeros((1, n_out))


@mistake("zero_bias", "One number is not enough: each of the n_out neurons has its own bias.", keeps=2)
def one_bias_for_all(n_out):
    return 0.0


@mistake("zero_bias", "Your biases are 1, so every neuron would start shifted. They must start at 0.", keeps=2)
def bias_of_ones(n_out):
    return np.ones(n_out)


@mistake("zero_bias", "Your biases are 0.01. Some people do that for ReLU; here they start at exactly 0.", keeps=2)
def a_small_bias(n_out):
    return np.full(n_out, 0.01)


@right("zero_bias")
def bias_as_a_list(n_out):
    return [0.0 for _ in range(n_out)]


@right("zero_bias")
def bias_in_float32(n_out):
    return np.zeros(n_out, dtype=np.float32)


# random_normal


@mistake(
    "random_normal",
    "The shape is turned round. Row j holds the weights that go into neuron j, so there are n_out rows.",
    keeps=3,
)
def normal_transposed(n_out, n_in, scale, rng):
    return rng.normal(0.0, scale, size=(n_in, n_out))


@mistake(
    "random_normal",
    "Your weights are too wide: you took the root of scale. rng.normal wants the standard deviation, and scale is that.",
    keeps=2,
)
def scale_as_variance(n_out, n_in, scale, rng):
    return rng.normal(0.0, np.sqrt(scale), size=(n_out, n_in))


@mistake(
    "random_normal",
    "Your weights are too narrow: scale is squared. scale² is the variance, but rng.normal wants the standard deviation.",
    keeps=2,
)
def scale_squared(n_out, n_in, scale, rng):
    return rng.normal(0.0, scale**2, size=(n_out, n_in))


@mistake(
    "random_normal",
    "The scale is not used: your standard deviation is 1. Multiply by scale, or hand it to rng.normal.",
    keeps=2,
)
def without_scale(n_out, n_in, scale, rng):
    return rng.standard_normal((n_out, n_in))


@mistake(
    "random_normal",
    "Your values are spread evenly. A normal distribution has most of them near 0 and a few far out: rng.normal.",
    keeps=2,
)
def uniform_for_normal(n_out, n_in, scale, rng):
    return rng.uniform(-scale, scale, size=(n_out, n_in))


@mistake(
    "random_normal",
    "rng.normal takes the mean first, then the standard deviation. You gave scale in the place of the mean.",
    keeps=1,
)
def scale_as_the_mean(n_out, n_in, scale, rng):
    return rng.normal(scale, size=(n_out, n_in))


@mistake(
    "random_normal",
    "Every neuron got the same random row, so the symmetry is not broken. Draw a number for each weight.",
    keeps=1,
)
def one_row_for_all(n_out, n_in, scale, rng):
    return np.tile(rng.normal(0.0, scale, size=n_in), (n_out, 1))


@mistake(
    "random_normal",
    "You drew from np.random, which is one state for everybody. Use the rng that is given: rng.normal.",
    keeps=3,
)
def normal_from_global_state(n_out, n_in, scale, rng):
    return np.random.normal(0.0, scale, size=(n_out, n_in))


@mistake(
    "random_normal",
    "You made a generator with a fixed seed, so all layers get the same weights. Use the rng that is given.",
    keeps=3,
)
def normal_from_own_seed(n_out, n_in, scale, rng):
    return np.random.default_rng(42).normal(0.0, scale, size=(n_out, n_in))


@mistake(
    "random_normal",
    "You made a generator of your own, so nobody can repeat the run. Use the rng that is given.",
    keeps=3,
)
def normal_from_own_generator(n_out, n_in, scale, rng):
    return np.random.default_rng().normal(0.0, scale, size=(n_out, n_in))


@mistake("random_normal", "The scale of the check is written into it.", keeps=4, named_by="only_the_visible_inputs")
def knows_the_scale(n_out, n_in, scale, rng):
    return rng.normal(0.0, 0.1, size=(n_out, n_in))


@mistake(
    "random_normal",
    "Your weights are all positive. They must lie on both sides of 0.",
    keeps=1,
)
def normal_without_signs(n_out, n_in, scale, rng):
    return abs(rng.normal(0.0, scale, size=(n_out, n_in)))


@mistake(
    "random_normal",
    "You divided by √(n_in) as well. That comes in the next exercises; here the standard deviation is scale.",
    keeps=2,
)
def scale_over_root_n(n_out, n_in, scale, rng):
    return rng.normal(0.0, scale / np.sqrt(n_in), size=(n_out, n_in))


@right("random_normal")
def normal_scaled(n_out, n_in, scale, rng):
    return scale * rng.standard_normal((n_out, n_in))


@right("random_normal")
def normal_by_loop(n_out, n_in, scale, rng):
    return [[rng.normal(0.0, scale) for _ in range(n_in)] for _ in range(n_out)]


@right("random_normal")
def normal_in_float32(n_out, n_in, scale, rng):
    return np.float32(scale) * rng.standard_normal((n_in, n_out), dtype=np.float32).T


@right("random_normal")
def normal_from_uniform(n_out, n_in, scale, rng):
    one, two = rng.random((2, n_out, n_in))
    return scale * np.sqrt(-2 * np.log(1 - one)) * np.cos(2 * np.pi * two)


# xavier_uniform


@mistake(
    "xavier_uniform",
    "You divided by n_out. How large a sum gets depends on how many terms it has, and a neuron adds up n_in.",
    keeps=2,
)
def xavier_with_n_out(n_out, n_in, rng):
    bound = np.sqrt(1 / n_out)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake("xavier_uniform", "The root is missing: your bound is 1/n_in. Asked for is √(1/n_in).", keeps=2)
def xavier_without_root(n_out, n_in, rng):
    return rng.uniform(-1 / n_in, 1 / n_in, size=(n_out, n_in))


@mistake(
    "xavier_uniform",
    "Your weights are normally distributed. Here all values between the two bounds are equally likely: rng.uniform.",
    keeps=2,
)
def xavier_normal(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(1 / n_in), size=(n_out, n_in))


@mistake(
    "xavier_uniform",
    "Your weights are all positive. They must lie on both sides of 0: from −√(1/n_in) to +√(1/n_in).",
    keeps=1,
)
def only_positive(n_out, n_in, rng):
    return np.sqrt(1 / n_in) * rng.random((n_out, n_in))


@mistake(
    "xavier_uniform",
    "You took √(3/n_in). That meets the condition n · Var[w] = 1, and section 6 is about it; here write the lecture's √(1/n_in).",
    keeps=2,
)
def xavier_with_three(n_out, n_in, rng):
    bound = np.sqrt(3 / n_in)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "xavier_uniform",
    "You used both sizes, as Glorot does. The lecture's Xavier needs n_in alone: √(1/n_in).",
    keeps=2,
)
def xavier_as_glorot(n_out, n_in, rng):
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "xavier_uniform",
    "Your bound grows with n_in: √(n_in). That is the slide's condition as printed; many inputs need small weights.",
    keeps=2,
)
def xavier_upside_down(n_out, n_in, rng):
    bound = np.sqrt(n_in)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake("xavier_uniform", "The matrix is (n_in, n_out). Its rows are the neurons: (n_out, n_in).", keeps=3)
def xavier_transposed(n_out, n_in, rng):
    bound = np.sqrt(1 / n_in)
    return rng.uniform(-bound, bound, size=(n_in, n_out))


@mistake(
    "xavier_uniform",
    "np.random.uniform draws from a state that all code shares, so nobody can repeat your run. Call rng.uniform.",
    keeps=3,
)
def xavier_from_global_state(n_out, n_in, rng):
    bound = np.sqrt(1 / n_in)
    return np.random.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "xavier_uniform",
    "A seed is written into your function: every layer would get the same numbers. Draw from rng.",
    keeps=3,
)
def xavier_from_own_seed(n_out, n_in, rng):
    bound = np.sqrt(1 / n_in)
    return np.random.default_rng(0).uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "xavier_uniform",
    "You counted the bias as an input: √(1/(n_in + 1)). Only what comes in counts, n_in.",
    keeps=2,
)
def xavier_counts_the_bias(n_out, n_in, rng):
    bound = np.sqrt(1 / (n_in + 1))
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake("xavier_uniform", "Your bound is half as wide as it should be: from −√(1/n_in) to +√(1/n_in).", keeps=2)
def xavier_half_as_wide(n_out, n_in, rng):
    bound = np.sqrt(1 / n_in)
    return bound * (rng.random((n_out, n_in)) - 0.5)


@right("xavier_uniform")
def xavier_from_random(n_out, n_in, rng):
    return (2 * rng.random((n_out, n_in)) - 1) / n_in**0.5


@right("xavier_uniform")
def xavier_by_loop(n_out, n_in, rng):
    bound = 1 / np.sqrt(n_in)
    weights = np.empty((n_out, n_in))
    for place in np.ndindex(weights.shape):
        weights[place] = rng.uniform(-bound, bound)
    return weights


@right("xavier_uniform")
def xavier_in_float32(n_out, n_in, rng):
    return ((rng.random((n_out, n_in), dtype=np.float32) - 0.5) * np.float32(2 / np.sqrt(n_in))).tolist()


# glorot_uniform


@mistake(
    "glorot_uniform", "You took n_in alone. Glorot's bound uses both directions: n_in + n_out under the root.", keeps=2
)
def glorot_with_n_in(n_out, n_in, rng):
    bound = np.sqrt(6 / n_in)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "glorot_uniform",
    "Your bound is √(2/(n_in + n_out)): that is the standard deviation. A uniform distribution reaches √3 times as far.",
    keeps=2,
)
def glorot_deviation_as_bound(n_out, n_in, rng):
    bound = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "glorot_uniform",
    "You averaged the two sizes. The 6 is made for their sum: √(6/(n_in + n_out)), without another ½.",
    keeps=2,
)
def glorot_with_the_mean(n_out, n_in, rng):
    bound = np.sqrt(6 / ((n_in + n_out) / 2))
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake("glorot_uniform", "The square root is missing: your bound is 6/(n_in + n_out).", keeps=2)
def glorot_without_root(n_out, n_in, rng):
    bound = 6 / (n_in + n_out)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "glorot_uniform",
    "Your bound is √6/n_in + n_out: Python divides before it adds. Put brackets around the sum.",
    keeps=2,
)
def glorot_without_brackets(n_out, n_in, rng):
    bound = np.sqrt(6 / n_in + n_out)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "glorot_uniform",
    "You drew from a normal distribution. The name says uniform: every value between the bounds is equally likely.",
    keeps=2,
)
def glorot_normal(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in))


@mistake("glorot_uniform", "The 6 is missing: your bound is √(1/(n_in + n_out)).", keeps=2)
def glorot_without_six(n_out, n_in, rng):
    bound = np.sqrt(1 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "glorot_uniform",
    "Glorot's bound treats both sizes alike, but the shape does not: n_out rows, n_in columns.",
    keeps=2,
)
def glorot_transposed(n_out, n_in, rng):
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_in, n_out))


@mistake(
    "glorot_uniform",
    "You set NumPy's global seed and draw from it. That changes the randomness of all other code; use only rng.",
    keeps=2,
)
def glorot_seeds_the_global_state(n_out, n_in, rng):
    np.random.seed(int(rng.integers(2**31)))
    bound = np.sqrt(6 / (n_in + n_out))
    return np.random.uniform(-bound, bound, size=(n_out, n_in))


@mistake("glorot_uniform", "The root goes over the 6 alone. It belongs over the whole fraction.", keeps=2)
def root_of_six_alone(n_out, n_in, rng):
    bound = np.sqrt(6) / (n_in + n_out)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake("glorot_uniform", "Your weights are all positive. They must reach as far below 0 as above it.", keeps=1)
def glorot_only_positive(n_out, n_in, rng):
    return rng.uniform(0.0, np.sqrt(6 / (n_in + n_out)), size=(n_out, n_in))


@mistake("glorot_uniform", "You multiplied the two sizes. Glorot's bound has their sum: n_in + n_out.", keeps=2)
def glorot_with_the_product(n_out, n_in, rng):
    bound = np.sqrt(6 / (n_in * n_out))
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@right("glorot_uniform")
def glorot_from_random(n_out, n_in, rng):
    bound = np.sqrt(6 / (n_out + n_in))
    return -bound + 2 * bound * rng.random(size=(n_out, n_in))


@right("glorot_uniform")
def glorot_row_by_row(n_out, n_in, rng):
    bound = np.sqrt(6.0) / np.sqrt(n_in + n_out)
    return np.stack([rng.uniform(-bound, bound, size=n_in) for _ in range(n_out)])


@right("glorot_uniform")
def glorot_in_float32(n_out, n_in, rng):
    bound = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-bound, bound, size=(n_out, n_in)).astype(np.float32)


# he_normal


@mistake(
    "he_normal",
    "Your standard deviation is 2/n_in. N(0, 2/n_in) names the variance; rng.normal wants its square root.",
    keeps=2,
)
def variance_as_deviation(n_out, n_in, rng):
    return rng.normal(0.0, 2 / n_in, size=(n_out, n_in))


@mistake(
    "he_normal",
    "You divided by n_out. The sum that must keep its size has n_in terms, one for each input.",
    keeps=2,
)
def he_with_n_out(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2 / n_out), size=(n_out, n_in))


@mistake(
    "he_normal",
    "The 2 is missing: your variance is 1/n_in. ReLU cuts off half of the signal, and the 2 makes up for it.",
    keeps=2,
)
def he_without_two(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(1 / n_in), size=(n_out, n_in))


@mistake(
    "he_normal",
    "The root goes over the 2 alone: √2/n_in. It belongs over the whole fraction, √(2/n_in).",
    keeps=2,
)
def root_of_two_alone(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2) / n_in, size=(n_out, n_in))


@mistake(
    "he_normal",
    "Your weights are evenly spread between two bounds. He's are drawn from a normal distribution: rng.normal.",
    keeps=2,
)
def he_uniform(n_out, n_in, rng):
    bound = np.sqrt(6 / n_in)
    return rng.uniform(-bound, bound, size=(n_out, n_in))


@mistake(
    "he_normal",
    "You took the mean of both directions, as Glorot does. He needs n_in alone.",
    keeps=2,
)
def he_with_both_sizes(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), size=(n_out, n_in))


@mistake(
    "he_normal",
    "You cut off the tails, as some libraries do. Asked for is the whole normal distribution.",
    keeps=2,
)
def truncated(n_out, n_in, rng):
    many = rng.normal(size=2 * n_out * n_in)
    return np.sqrt(2 / n_in) * many[abs(many) < 2][: n_out * n_in].reshape(n_out, n_in) / 0.8796


@mistake("he_normal", "Your rows are the inputs. A row for each neuron: size=(n_out, n_in).", keeps=3)
def he_transposed(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(2 / n_in), size=(n_in, n_out))


@mistake(
    "he_normal",
    "np.random.randn draws from the global state. Its newer sister is rng.standard_normal, of the rng you are given.",
    keeps=3,
)
def he_from_global_state(n_out, n_in, rng):
    return np.sqrt(2 / n_in) * np.random.randn(n_out, n_in)


@mistake(
    "he_normal",
    "It makes its own generator from a fixed seed, so all layers start alike. Use rng.",
    keeps=3,
)
def he_from_own_seed(n_out, n_in, rng):
    return np.random.default_rng(1).normal(0.0, np.sqrt(2 / n_in), size=(n_out, n_in))


@mistake("he_normal", "The 200 of the check is written into it.", keeps=4, named_by="only_the_visible_inputs")
def knows_the_size(n_out, n_in, rng):
    return rng.normal(0.0, 0.1, size=(n_out, n_in))


@mistake(
    "he_normal",
    "You took √(6/n_in): that is the bound of He's uniform version. For the normal one the variance is 2/n_in.",
    keeps=2,
)
def he_with_six(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(6 / n_in), size=(n_out, n_in))


@mistake("he_normal", "The ½ went to the wrong side: ½ · n_in · Var[w] = 1, so the variance is 2/n_in.", keeps=2)
def he_with_a_half(n_out, n_in, rng):
    return rng.normal(0.0, np.sqrt(1 / (2 * n_in)), size=(n_out, n_in))


@right("he_normal")
def he_from_random_normal(n_out, n_in, rng):
    return random_normal(n_out, n_in, np.sqrt(2 / n_in), rng)


@right("he_normal")
def he_scaled(n_out, n_in, rng):
    return rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)


@right("he_normal")
def he_by_loop(n_out, n_in, rng):
    weights = np.zeros((n_out, n_in))
    for j in range(n_out):
        for i in range(n_in):
            weights[j, i] = rng.normal() * (2 / n_in) ** 0.5
    return weights


@right("he_normal")
def he_in_float32(n_out, n_in, rng):
    return np.asfortranarray(rng.normal(size=(n_out, n_in)).astype(np.float32) * np.float32(np.sqrt(2 / n_in)))
