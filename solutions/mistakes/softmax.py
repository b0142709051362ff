"""Typical mistakes in nnlib.softmax with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.softmax import log_softmax, softmax

# Read off the three sliders: logits 1.5, 0.8, −0.5

wrong_answer(
    "softmax_explore",
    "shift_change",
    0.613,
    "gave_the_probability",
    "That is the probability itself. Asked is by how much it changes when you add to all logits.",
)
wrong_answer(
    "softmax_explore",
    "shift_change",
    4,
    "gave_the_shift",
    "That is what you added to the logits. Look at the bars of the probabilities while you add it.",
)
right_answer("softmax_explore", "temperature_sharp", 0.31)
wrong_answer(
    "softmax_explore",
    "temperature_sharp",
    0.4,
    "just_above",
    "There benign has 0.85. Go on to the left until it has 0.9.",
)
wrong_answer(
    "softmax_explore",
    "temperature_sharp",
    0.1,
    "too_far",
    "There it has more than 0.99. Asked is the largest T at which benign still has 0.9 or more: come back a little.",
)
wrong_answer(
    "softmax_explore",
    "temperature_sharp",
    0.2,
    "a_step_too_far",
    "There it has 0.97. Come back a little: at a larger T it still has 0.9.",
)
wrong_answer(
    "softmax_explore",
    "temperature_sharp",
    10,
    "wrong_end",
    "A high temperature makes the three more alike. To make the largest one larger, go the other way.",
)
right_answer("softmax_explore", "ratio", 2.01)
wrong_answer(
    "softmax_explore",
    "ratio",
    0.5,
    "upside_down",
    "That is malignant divided by benign. Asked is benign divided by malignant.",
)
wrong_answer(
    "softmax_explore",
    "ratio",
    0.7,
    "gave_the_difference_of_the_logits",
    "0.7 is the difference of the two logits. The ratio of the probabilities is e to the power of it.",
)
wrong_answer(
    "softmax_explore",
    "ratio",
    1.9,
    "divided_the_logits",
    "1.5 / 0.8 is the ratio of the logits. Divide the two probabilities, with the third logit at its right end.",
)
wrong_answer(
    "softmax_explore",
    "ratio",
    0.3,
    "gave_the_difference_of_the_probabilities",
    "You subtracted the two probabilities. Divide them.",
)
wrong_answer(
    "softmax_explore",
    "ratio",
    0.1,
    "gave_the_difference_of_the_probabilities",
    "You subtracted the two probabilities. Divide them.",
)

# By hand: logits 1.5, 0.8, −0.5

wrong_answer(
    "softmax_by_hand", "e_benign", 1.5, "gave_the_logit", "That is the logit. Raise e = 2.718… to the power of it."
)
wrong_answer(
    "softmax_by_hand",
    "e_malignant",
    0.8,
    "gave_the_logit",
    "That is the logit. Raise e = 2.718… to the power of it.",
)
wrong_answer(
    "softmax_by_hand",
    "e_precancerous",
    -0.5,
    "gave_the_logit",
    "That is the logit. Raise e = 2.718… to the power of it.",
)
wrong_answer(
    "softmax_by_hand",
    "e_precancerous",
    1.65,
    "lost_the_minus",
    "That is e to the power of +0.5. With the minus it is 1 divided by that.",
)
wrong_answer(
    "softmax_by_hand",
    "e_precancerous",
    -1.65,
    "minus_in_front",
    "e to any power is positive. A minus in the exponent means 1 divided by e to the power of +0.5.",
)
wrong_answer(
    "softmax_by_hand",
    "e_benign",
    4.08,
    "multiplied_by_e",
    "That is the logit times e. Asked is e to the power of the logit.",
)
wrong_answer(
    "softmax_by_hand",
    "e_malignant",
    2.17,
    "multiplied_by_e",
    "That is the logit times e. Asked is e to the power of the logit.",
)
wrong_answer(
    "softmax_by_hand",
    "e_precancerous",
    -1.36,
    "multiplied_by_e",
    "That is the logit times e. Asked is e to the power of the logit.",
)
wrong_answer(
    "softmax_by_hand", "e_benign", 31.62, "power_of_ten", "That is a power of 10. The base of softmax is e = 2.718…"
)
wrong_answer(
    "softmax_by_hand", "e_malignant", 6.31, "power_of_ten", "That is a power of 10. The base of softmax is e = 2.718…"
)
wrong_answer(
    "softmax_by_hand",
    "e_precancerous",
    0.32,
    "power_of_ten",
    "That is a power of 10. The base of softmax is e = 2.718…",
)
right_answer("softmax_by_hand", "total", 7.32)
wrong_answer("softmax_by_hand", "total", 1.8, "summed_the_logits", "You added the logits. Add their exponentials.")
wrong_answer(
    "softmax_by_hand",
    "total",
    8.36,
    "lost_the_minus",
    "That is e to the power of +0.5. With the minus it is 1 divided by that.",
)
wrong_answer(
    "softmax_by_hand",
    "total",
    6.05,
    "exponential_of_the_sum",
    "That is e to the power of 1.8, of the sum of the logits. First the exponentials, then the sum.",
)
right_answer("softmax_by_hand", "p_benign", 0.612)
right_answer("softmax_by_hand", "p_malignant", 0.305)
wrong_answer(
    "softmax_by_hand",
    "p_benign",
    0.833,
    "divided_the_logits",
    "1.5 / 1.8 divides the logit by the sum of the logits. Divide the exponential by the sum of the exponentials.",
)
wrong_answer(
    "softmax_by_hand",
    "p_malignant",
    0.444,
    "divided_the_logits",
    "1.5 / 1.8 divides the logit by the sum of the logits. Divide the exponential by the sum of the exponentials.",
)
wrong_answer(
    "softmax_by_hand",
    "p_precancerous",
    -0.278,
    "divided_the_logits",
    "1.5 / 1.8 divides the logit by the sum of the logits. Divide the exponential by the sum of the exponentials.",
)
wrong_answer(
    "softmax_by_hand",
    "p_benign",
    1.0,
    "divided_by_the_largest",
    "You divided by the largest exponential. Divide by the sum of all three, so that they add up to 1.",
)
wrong_answer(
    "softmax_by_hand",
    "p_malignant",
    0.497,
    "divided_by_the_largest",
    "You divided by the largest exponential. Divide by the sum of all three, so that they add up to 1.",
)
wrong_answer(
    "softmax_by_hand",
    "p_precancerous",
    0.135,
    "divided_by_the_largest",
    "You divided by the largest exponential. Divide by the sum of all three, so that they add up to 1.",
)
wrong_answer(
    "softmax_by_hand", "p_benign", 0.333, "all_alike", "A third for each would mean that the three logits are equal."
)
wrong_answer(
    "softmax_by_hand", "p_benign", 61.3, "in_percent", "That is in percent. Give it as a number between 0 and 1."
)
wrong_answer(
    "softmax_by_hand", "p_benign", 61.2, "in_percent", "That is in percent. Give it as a number between 0 and 1."
)
wrong_answer(
    "softmax_by_hand", "p_malignant", 30.4, "in_percent", "That is in percent. Give it as a number between 0 and 1."
)
wrong_answer(
    "softmax_by_hand", "p_malignant", 30.5, "in_percent", "That is in percent. Give it as a number between 0 and 1."
)
wrong_answer(
    "softmax_by_hand", "p_precancerous", 8.3, "in_percent", "That is in percent. Give it as a number between 0 and 1."
)
right_answer("softmax_by_hand", "decision", 0)
wrong_answer(
    "softmax_by_hand",
    "decision",
    "malignant",
    "not_the_largest",
    "The decision is the class with the largest of the three probabilities.",
)
wrong_answer(
    "softmax_by_hand",
    "decision",
    "pre-cancerous",
    "not_the_largest",
    "The decision is the class with the largest of the three probabilities.",
)
wrong_answer(
    "softmax_by_hand",
    "decision",
    1,
    "counted_from_one",
    "Classes are counted from 0 here: 0 is benign, 1 malignant, 2 pre-cancerous.",
)
# Logits that break the formula

wrong_answer(
    "overflow", "last_finite", 710, "first_infinite", "At 710 the exponential is inf already. Asked is the last before."
)
wrong_answer(
    "overflow",
    "last_finite",
    1000,
    "gave_the_example",
    "1000 is far beyond it. Change the number in the cell above and look where inf begins.",
)
wrong_answer(
    "overflow",
    "last_finite",
    100,
    "too_early",
    "There it still works. Go on to larger ones; halve the gap each time.",
)
wrong_answer(
    "overflow",
    "last_finite",
    700,
    "too_early",
    "There it still works. Go on to larger ones; halve the gap each time.",
)
right_answer("overflow", "p_first", 0.73)
wrong_answer(
    "overflow",
    "p_first",
    0.269,
    "the_other_one",
    "That is the probability of the second class. The first has the larger logit.",
)
wrong_answer(
    "overflow",
    "p_first",
    0.5,
    "lost_the_difference",
    "The two logits differ by 1, however large they are: take the larger away from both.",
)
wrong_answer(
    "overflow",
    "p_first",
    1,
    "divided_by_the_larger_one",
    "e⁰ = 1 is the first exponential. Divide it by the sum of the two.",
)
wrong_answer(
    "overflow",
    "p_first",
    0.368,
    "gave_the_second_exponential",
    "0.368 is e⁻¹, the second exponential. The first is e⁰ = 1; divide it by the sum of the two.",
)

# The loss: logits 1.5, 0.8, −0.5, and in truth malignant

wrong_answer(
    "loss_by_hand",
    "loss",
    0.49,
    "loss_of_benign",
    "That is −log of the largest probability. The loss asks for the probability of the true class, malignant.",
)
wrong_answer(
    "loss_by_hand", "loss", -1.19, "lost_the_minus_of_the_loss", "Take the minus along: −log p is positive, for p < 1."
)
wrong_answer(
    "loss_by_hand",
    "loss",
    0.52,
    "logarithm_to_base_ten",
    "You used the logarithm to base 10. It is the natural one here: ln, in Python math.log.",
)
wrong_answer("loss_by_hand", "loss", 0.7, "one_minus_p", "That is 1 − p. The loss is −log p.")
wrong_answer("loss_by_hand", "loss", 0.3, "gave_p", "That is the probability of malignant. The loss is −log of it.")
wrong_answer(
    "loss_by_hand",
    "dz_benign",
    -0.39,
    "benign_as_the_truth",
    "In truth it is malignant: y is 0 for benign, 1 for malignant, 0 for pre-cancerous.",
)
wrong_answer("loss_by_hand", "dz_benign", -0.61, "y_minus_p_by_hand", "That is y − p. The gradient is p − y.")
wrong_answer("loss_by_hand", "dz_malignant", 0.7, "y_minus_p_by_hand", "That is y − p. The gradient is p − y.")
right_answer("loss_by_hand", "dz_malignant", -0.69)
wrong_answer(
    "loss_by_hand",
    "dz_malignant",
    0.3,
    "forgot_the_truth",
    "That is p. For the true class take 1 away from it.",
)
wrong_answer(
    "loss_by_hand",
    "dz_malignant",
    -3.29,
    "gradient_by_the_probability",
    "That is −1/p, the slope with respect to the probability. With respect to the logit it is p − y.",
)
wrong_answer("loss_by_hand", "dz_precancerous", -0.08, "y_minus_p_by_hand", "That is y − p. The gradient is p − y.")
wrong_answer(
    "loss_by_hand",
    "dz_precancerous",
    -0.92,
    "precancerous_as_the_truth",
    "In truth it is malignant, so y is 0 for pre-cancerous: nothing is taken away from its p.",
)
wrong_answer(
    "loss_by_hand",
    "dz_sum",
    1,
    "sum_of_p",
    "The probabilities add up to 1, and so does y. What is left in p − y?",
)

# Read off the slider: in truth malignant, and its logit is dragged

wrong_answer(
    "loss_explore",
    "z_half",
    0.8,
    "did_not_move",
    "There the gradient is −0.696. Drag the slider to the right until it is as close to −0.5 as it gets.",
)
wrong_answer(
    "loss_explore",
    "z_half",
    1.5,
    "equal_to_benign",
    "There it is as large as benign's logit, and the gradient is −0.53. A little further.",
)
wrong_answer(
    "loss_explore",
    "z_half",
    1.7,
    "a_step_beyond",
    "There the gradient is −0.48. One step back it is closer to −0.5.",
)
wrong_answer(
    "loss_explore",
    "push_limit",
    0,
    "push_of_a_right_one",
    "That is the other end of the slider. Drag benign's logit up, where the network is surer and surer, and wrong.",
)
wrong_answer(
    "loss_explore",
    "push_limit",
    4,
    "gave_the_logit_or_the_loss",
    "The loss goes on growing with the logit. Asked is its slope, the gradient p − y.",
)
wrong_answer(
    "loss_explore",
    "push_limit",
    3,
    "gave_the_logit_or_the_loss",
    "The loss goes on growing with the logit. Asked is its slope, the gradient p − y.",
)
wrong_answer(
    "loss_explore",
    "push_limit",
    -1,
    "wrong_sign_of_the_push",
    "The size is right. But this logit is too large, so its gradient points up: it is positive.",
)
wrong_answer(
    "loss_explore",
    "loss_at_half",
    1.2,
    "loss_at_the_start",
    "That is the loss at the start. Read it where malignant's gradient is −0.5.",
)
wrong_answer(
    "loss_explore",
    "loss_at_half",
    0.5,
    "gave_the_gradient_there",
    "0.5 is the size of the gradient. Asked is the loss at the same place.",
)


@mistake(
    "softmax",
    "It overflows: e^1000 is too large for the computer (inf), and inf / inf is nan. Subtract each row's largest first.",
    keeps=3,
)
def no_shift(z, temperature=1.0):
    e = np.exp(np.asarray(z) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "You subtracted the largest of the whole batch. A row far below it then becomes 0 / 0. Each row needs its own.",
    keeps=3,
)
def one_shift_for_all(z, temperature=1.0):
    e = np.exp((np.asarray(z) - np.max(z)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "You added down the columns (axis 0), so every class adds up to 1. Every row, that is every sample, must: last axis.",
    keeps=2,
)
def wrong_axis(z, temperature=1.0):
    e = np.exp((np.asarray(z) - np.max(z)) / temperature)
    return e / e.sum(axis=0, keepdims=True)


@mistake(
    "softmax",
    "You divided by the sum over the whole batch. Each row is a sample of its own, and must add up to 1 by itself.",
    keeps=2,
)
def sums_everything(z, temperature=1.0):
    e = np.exp((np.asarray(z) - np.max(z)) / temperature)
    return e / e.sum()


@mistake(
    "softmax",
    "One number for each row has shape (N,), which does not line up with (N, K). Keep the axis: keepdims=True.",
    keeps=2,
)
def without_keepdims(z, temperature=1.0):
    e = np.exp((np.asarray(z) - np.max(z, axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1)


@mistake(
    "softmax",
    "You divided by the largest exponential. Divide by the sum of the row, so that the probabilities add up to 1.",
)
def divides_by_the_maximum(z, temperature=1.0):
    e = np.exp((np.asarray(z) - np.max(z, axis=-1, keepdims=True)) / temperature)
    return e / e.max(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "You gave back the exponentials. They are not probabilities yet: divide each by the sum of its row.",
)
def not_divided(z, temperature=1.0):
    return np.exp(np.asarray(z) / temperature)


@mistake("softmax", "The exponential is missing: a logit can be negative, a probability cannot.")
def no_exponential(z, temperature=1.0):
    z = np.asarray(z) / temperature
    return z / z.sum(axis=-1, keepdims=True)


@mistake(
    "softmax", "You multiplied by the temperature. Divide by it: a high temperature makes the logits smaller.", keeps=3
)
def temperature_multiplied(z, temperature=1.0):
    e = np.exp((np.asarray(z) - np.max(z, axis=-1, keepdims=True)) * temperature)
    return e / e.sum(axis=-1, keepdims=True)


@mistake("softmax", "The temperature is not used. Divide the logits by it, before the exponential.", keeps=3)
def temperature_ignored(z, temperature=1.0):
    e = np.exp(np.asarray(z) - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "You divided by the temperature after the softmax, so the row no longer adds up to 1. Divide the logits by it.",
    keeps=3,
)
def temperature_at_the_end(z, temperature=1.0):
    e = np.exp(np.asarray(z) - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) / temperature


@mistake(
    "softmax",
    "You cut the logits off at 700. Nothing overflows, but logits above it become equal. Shift them, do not cut them.",
    keeps=3,
)
def cuts_off(z, temperature=1.0):
    e = np.exp(np.clip(np.asarray(z) / temperature, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "You changed the caller's array: `z -= …` works in place. Make a new one: z − its largest.",
    keeps=0,
)
def shifts_in_place(z, temperature=1.0):
    z -= np.max(z, axis=-1, keepdims=True)
    e = np.exp(z / temperature)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "You subtracted the mean, or the smallest. Only with the largest of the row is no exponent above 0.",
    keeps=4,
)
def shifts_by_the_mean(z, temperature=1.0):
    z = (np.asarray(z) - np.mean(z, axis=-1, keepdims=True)) / temperature
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@mistake(
    "softmax",
    "axis=1 is the second axis, and a single sample of shape (K,) has only one. Say axis=-1: the last, whichever that is.",
    keeps=3,
)
def second_axis(z, temperature=1.0):
    e = np.exp((z - np.max(z, axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=1, keepdims=True)


@mistake(
    "softmax", "The largest logit got the smallest probability: there is a minus too many in the exponent.", keeps=0
)
def exponent_turned(z, temperature=1.0):
    e = np.exp((np.min(z, axis=-1, keepdims=True) - z) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


@right("softmax")
def row_by_row(z, temperature=1.0):
    z = np.asarray(z, dtype=float)
    if z.ndim == 1:
        powers = [np.exp((value - max(z)) / temperature) for value in z]
        return [power / sum(powers) for power in powers]
    return [softmax(row, temperature) for row in z]


@right("softmax")
def through_the_logarithm(z, temperature=1.0):
    z = np.asarray(z, dtype=float) / temperature
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


@right("softmax")
def softmax_in_float32(z, temperature=1.0):
    z = np.asarray(z, dtype=np.float32) / np.float32(temperature)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@right("softmax")
def by_transposing(z, temperature=1.0):
    columns = np.asarray(z, dtype=float).T / temperature
    e = np.exp(columns - columns.max(axis=0))
    return (e / e.sum(axis=0)).T


@mistake(
    "predict", "You looked down the columns (axis 0): that is one answer for each class. Each row needs one.", keeps=1
)
def predict_axis_zero(z):
    return np.argmax(z, axis=0)


@mistake(
    "predict",
    "Without an axis, argmax counts through the whole batch and gives one number. Each row needs its own.",
    keeps=1,
)
def predict_of_everything(z):
    return np.argmax(z)


@mistake("predict", "You returned the largest logit. Asked is where it stands: the number of its class.")
def gives_the_largest_logit(z):
    return np.max(z, axis=-1)


@mistake("predict", "You returned probabilities. A decision is the index of the largest one, in each row.")
def gives_probabilities(z):
    return softmax(z)


@mistake("predict", "You returned the largest probability. Asked is the number of its class.")
def gives_the_largest_probability(z):
    return np.max(softmax(z), axis=-1)


@mistake("predict", "That is the index of the smallest logit. The most probable class has the largest one.")
def takes_the_smallest(z):
    return np.argmin(z, axis=-1)


@mistake("predict", "You counted the classes from 1. The first class has index 0.")
def counts_from_one(z):
    return np.argmax(z, axis=-1) + 1


@mistake("predict", "You returned a one-hot array. Asked is one index for each row.")
def gives_one_hot(z):
    z = np.asarray(z)
    return (z == z.max(axis=-1, keepdims=True)).astype(float)


@mistake("predict", "You took the largest absolute value. A logit of −5 is far from probable.")
def largest_in_size(z):
    return np.argmax(np.abs(z), axis=-1)


@mistake(
    "predict",
    "axis=1 is the second axis, and a single sample of shape (K,) has only one. Say axis=-1: the last, whichever that is.",
    keeps=2,
)
def predict_second_axis(z):
    return np.argmax(z, axis=1)


@mistake(
    "predict",
    "At a tie the first class must win, and yours takes the last. NumPy has a function that does just this.",
    keeps=2,
)
def last_of_a_tie(z):
    return np.argsort(z, axis=-1, kind="stable")[..., -1]


@right("predict")
def of_the_probabilities(z):
    return softmax(z).argmax(-1)


@right("predict")
def predict_by_loop(z):
    if np.ndim(z) == 1:
        return list(z).index(max(z))
    return [list(row).index(max(row)) for row in z]


@mistake(
    "log_softmax",
    "This is log(softmax(z)): a probability below 10⁻³²⁴ becomes 0, and its log −inf. Use z − log Σ e^z instead.",
    keeps=4,
    also={"softmax_cross_entropy": 5},
)
def log_of_softmax(z):
    return np.log(softmax(z))


@mistake(
    "log_softmax",
    "A small number inside the log keeps it finite, but wrong: log p ends at −27.6. Use z − log Σ e^z, with the shift.",
    keeps=4,
    also={"softmax_cross_entropy": 5},
)
def adds_a_small_number(z):
    return np.log(softmax(z) + 1e-12)


@mistake(
    "log_softmax",
    "The formula is right, but e^1000 overflows. Subtract each row's largest logit first.",
    keeps=2,
    also={"softmax_cross_entropy": 5},
)
def log_without_shift(z):
    z = np.asarray(z)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@mistake(
    "log_softmax",
    "The sum uses the shifted logits, and z in front does not. Shift once, then use the shifted ones in both places.",
    also={"softmax_cross_entropy": 0},
)
def shifted_only_inside(z):
    z = np.asarray(z)
    return z - np.log(np.exp(z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))


@mistake(
    "log_softmax",
    "The logarithm of the sum is missing: you subtracted Σ e^z itself.",
    also={"softmax_cross_entropy": 0},
)
def forgets_the_logarithm(z):
    z = np.asarray(z) - np.max(z, axis=-1, keepdims=True)
    return z - np.exp(z).sum(axis=-1, keepdims=True)


@mistake(
    "log_softmax",
    "You returned the probabilities. Asked are their logarithms: numbers below 0.",
    also={"softmax_cross_entropy": 0},
)
def gives_p(z):
    return softmax(z)


@mistake(
    "log_softmax",
    "The sign is turned round: that is −log p, a loss. The logarithm of a probability is negative.",
    also={"softmax_cross_entropy": 0},
)
def gives_minus_log_p(z):
    z = np.asarray(z) - np.max(z, axis=-1, keepdims=True)
    return np.log(np.exp(z).sum(axis=-1, keepdims=True)) - z


@mistake(
    "log_softmax",
    "The sum runs down the columns (axis 0). Each sample is a row: sum over the last axis.",
    keeps=2,
    also={"softmax_cross_entropy": 1},
)
def log_over_the_wrong_axis(z):
    z = np.asarray(z)
    return z - np.logaddexp.reduce(z, axis=0, keepdims=True)


@mistake(
    "log_softmax",
    "The sums of the rows have shape (N,), which does not line up with (N, K). Keep the axis with keepdims=True.",
    keeps=2,
    also={"softmax_cross_entropy": 1},
)
def log_without_keepdims(z):
    z = np.asarray(z) - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1))


@mistake(
    "log_softmax",
    "axis=1 is the second axis, and a single sample of shape (K,) has only one. Say axis=-1: the last, whichever that is.",
    keeps=3,
    also={"softmax_cross_entropy": 5},
)
def log_second_axis(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


@mistake(
    "log_softmax",
    "Those are the shifted logits. The logarithm of the sum of their exponentials is still to be subtracted.",
    keeps=0,
    also={"softmax_cross_entropy": 0},
)
def only_shifted(z):
    return np.asarray(z) - np.max(z, axis=-1, keepdims=True)


@mistake(
    "log_softmax",
    "You subtracted the largest of the whole batch. In a row far below it every exponential is 0. Each row needs its own.",
    keeps=3,
)
def log_shift_for_all(z):
    z = np.asarray(z) - np.max(z)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@mistake(
    "log_softmax",
    "You subtracted the mean. Only with the largest of the row is no exponent above 0.",
    keeps=4,
    also={"softmax_cross_entropy": 5},
)
def log_shifted_by_the_mean(z):
    z = np.asarray(z) - np.mean(z, axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@mistake(
    "log_softmax",
    "The sum runs over the whole batch. Each row is a sample of its own: sum over the last axis only.",
    keeps=2,
    also={"softmax_cross_entropy": 1},
)
def log_of_the_whole_sum(z):
    z = np.asarray(z) - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum())


@mistake(
    "log_softmax",
    "You used the logarithm to base 10. It must undo e to the power of z: the natural one.",
    keeps=0,
    also={"softmax_cross_entropy": 0},
)
def decimal_logarithm(z):
    z = np.asarray(z) - np.max(z, axis=-1, keepdims=True)
    return z - np.log10(np.exp(z).sum(axis=-1, keepdims=True))


@right("log_softmax")
def by_logaddexp(z):
    z = np.asarray(z)
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


@right("log_softmax")
def log_row_by_row(z):
    z = np.asarray(z, dtype=float)
    rows = []
    for row in z.reshape(-1, z.shape[-1]):
        top = max(row)
        total = sum(np.exp(value - top) for value in row)
        rows.append([value - top - np.log(total) for value in row])
    return np.array(rows).reshape(z.shape)


@right("log_softmax")
def log_softmax_in_float32(z):
    z = np.asarray(z, dtype=np.float32)
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@mistake(
    "softmax_cross_entropy",
    "dz is y − p. It points downhill; a gradient points uphill: p − y.",
    keeps=1,
)
def y_minus_p(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, (y_true - np.exp(log_softmax(z))) / samples


@mistake(
    "softmax_cross_entropy",
    "The loss averages over the samples, dz does not: divide p − y by the number of samples N too.",
    keeps=2,
)
def gradient_not_averaged(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, np.exp(log_softmax(z)) - y_true


@mistake(
    "softmax_cross_entropy",
    "Loss and gradient are of the sum over the samples. Divide both by the number of samples N.",
    keeps=1,
)
def nothing_averaged(z, y_true):
    return -np.sum(y_true * log_softmax(z)), np.exp(log_softmax(z)) - y_true


@mistake(
    "softmax_cross_entropy",
    "np.mean divides by all N · K numbers. Sum over the classes first, then average over the N samples.",
    keeps=2,
)
def averages_over_classes_too(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.mean(y_true * log_softmax(z)), (np.exp(log_softmax(z)) - y_true) / samples


@mistake(
    "softmax_cross_entropy",
    "Both are divided by N · K, all numbers of the batch. Average over the N samples only.",
)
def everything_by_all_numbers(z, y_true):
    return -np.mean(y_true * log_softmax(z)), (np.exp(log_softmax(z)) - y_true) / np.size(z)


@mistake(
    "softmax_cross_entropy",
    "For a single sample of shape (K,), z.shape[0] (or len) is K, not the number of samples, which is 1.",
    keeps=5,
)
def length_of_a_vector(z, y_true):
    return -np.sum(y_true * log_softmax(z)) / len(z), (np.exp(log_softmax(z)) - y_true) / len(z)


@mistake(
    "softmax_cross_entropy",
    "The minus is missing: log p is negative, and the loss must be positive.",
    keeps=2,
)
def loss_without_the_minus(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return np.sum(y_true * log_softmax(z)) / samples, (np.exp(log_softmax(z)) - y_true) / samples


@mistake(
    "softmax_cross_entropy",
    "dz is p alone. Take y away: the true class must be pushed up.",
    keeps=1,
)
def gradient_without_y(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, np.exp(log_softmax(z)) / samples


@mistake(
    "softmax_cross_entropy",
    "dz is −y / p, the gradient for the probabilities (notebook 06). For the logits, go on through softmax: p − y.",
    keeps=1,
)
def gradient_for_the_probabilities(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, -y_true / softmax(z) / samples


@mistake(
    "softmax_cross_entropy",
    "The loss is −y · log p of **softmax**, and log(0) is −inf: 0 · inf is nan. Use your log_softmax.",
    keeps=5,
)
def log_of_a_zero(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    p = softmax(z)
    return -np.sum(y_true * np.log(p)) / samples, (p - y_true) / samples


@mistake("softmax_cross_entropy", "The two results are in the wrong order: first the loss, then dz.")
def order_swapped(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return (np.exp(log_softmax(z)) - y_true) / samples, -np.sum(y_true * log_softmax(z)) / samples


@mistake("softmax_cross_entropy", "It returns the loss only. Return two things: loss, dz.")
def only_the_loss(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples


@mistake(
    "softmax_cross_entropy",
    "The loss is one number for each sample. Average them: a loss is a single number.",
    keeps=3,
)
def a_loss_for_each(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z), axis=-1), (np.exp(log_softmax(z)) - y_true) / samples


@mistake("softmax_cross_entropy", "dz is divided by the number of samples twice.", keeps=2)
def dz_averaged_twice(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, (softmax(z) - y_true) / samples**2


@mistake(
    "softmax_cross_entropy", "dz is z − y. Not the logits but the probabilities are compared with y: p − y.", keeps=1
)
def logits_minus_y(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, (z - y_true) / samples


@mistake("softmax_cross_entropy", "dz is log p − y. Take e to the power of log p first: p − y.", keeps=1)
def log_p_minus_y(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, (log_softmax(z) - y_true) / samples


@mistake(
    "softmax_cross_entropy",
    "Only the true class has a gradient in yours. The others must be pushed down: p − y for all classes.",
    keeps=1,
)
def only_the_true_class(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    return -np.sum(y_true * log_softmax(z)) / samples, (softmax(z) - y_true) * y_true / samples


@mistake("softmax_cross_entropy", "z went through softmax twice.", keeps=0)
def softmax_twice(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    p = softmax(softmax(z))
    return -np.sum(y_true * np.log(p)) / samples, (p - y_true) / samples


@mistake(
    "softmax_cross_entropy",
    "A clipped probability keeps the loss finite, but it ends at 27.6. Use your log_softmax, which needs no clipping.",
    keeps=5,
)
def clips_the_probability(z, y_true):
    z, samples = np.asarray(z), np.size(z) // np.shape(z)[-1]
    p = softmax(z)
    return -np.sum(y_true * np.log(np.clip(p, 1e-12, 1))) / samples, (p - y_true) / samples


@mistake(
    "softmax_cross_entropy",
    "axis=1 is the second axis, and a single sample of shape (K,) has only one. Say axis=-1: the last, whichever that is.",
    keeps=5,
)
def loss_second_axis(z, y_true):
    loss = -np.mean(np.sum(y_true * log_softmax(z), axis=1))
    return loss, (softmax(z) - y_true) / len(z)


@right("softmax_cross_entropy")
def picks_the_true_class(z, y_true):
    z, y_true = np.atleast_2d(z), np.atleast_2d(y_true)
    rows, classes = np.arange(len(z)), np.argmax(y_true, axis=1)
    dz = softmax(z)
    dz[rows, classes] -= 1
    loss = -log_softmax(z)[rows, classes].mean()
    return (loss, dz / len(z)) if len(z) > 1 else (loss, dz[0])


@right("softmax_cross_entropy")
def sample_by_sample(z, y_true):
    z, y_true = np.asarray(z, dtype=float), np.asarray(y_true, dtype=float)
    if z.ndim == 1:
        return -float(y_true @ log_softmax(z)), softmax(z) - y_true
    parts = [(-float(y @ log_softmax(row)), softmax(row) - y) for row, y in zip(z, y_true)]
    return np.mean([loss for loss, _ in parts]), np.array([dz for _, dz in parts]) / len(z)


@right("softmax_cross_entropy")
def cross_entropy_in_float32(z, y_true):
    z, y_true = np.asarray(z, dtype=np.float32), np.asarray(y_true, dtype=np.float32)
    samples = z.size // z.shape[-1]
    return -np.sum(y_true * log_softmax(z)) / np.float32(samples), (softmax(z) - y_true) / np.float32(samples)


@right("softmax_cross_entropy")
def as_a_list_of_two(z, y_true):
    log_p = log_softmax(z)
    samples = max(1, np.size(log_p) // np.shape(log_p)[-1])
    return [np.sum(-np.asarray(y_true) * log_p) / samples, (softmax(z) - np.asarray(y_true)) / samples]
