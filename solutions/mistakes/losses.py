"""Typical mistakes in nnlib.losses with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer

# Read off the picture: the outlier at the upper edge

wrong_answer(
    "losses_explore",
    "w_mse",
    2.0,
    "gave_the_start",
    "That is the line before the large point moved. Drag it up to the edge, then read again.",
)
wrong_answer(
    "losses_explore",
    "w_mse",
    2.1,
    "gave_the_other_line",
    "2.1 belongs to MAE's line, the dashed one. Look at the solid one.",
)
wrong_answer(
    "losses_explore",
    "w_mse",
    1.5,
    "gave_the_lower_edge",
    "That is what comes out at the lower edge. Drag the large point to the upper one.",
)
wrong_answer(
    "losses_explore",
    "w_mse",
    2.6,
    "moved_sideways",
    "Near. Is the large point really at the edge, and still above the place where it started?",
)
wrong_answer(
    "losses_explore",
    "w_mae",
    2.0,
    "gave_the_start",
    "That is the line before the large point moved. Drag it up to the edge, then read again.",
)
wrong_answer(
    "losses_explore",
    "w_mae",
    2.7,
    "gave_the_first_line",
    "2.7 belongs to MSE's line, the solid one. Look at the dashed one.",
)
wrong_answer(
    "losses_explore",
    "w_mae",
    1.9,
    "gave_the_lower_edge",
    "That is what comes out at the lower edge. Drag the large point to the upper one.",
)

# By hand: y = [5.0, 4.0, 4.9], predictions [4.2, 3.8, 5.1]

wrong_answer(
    "losses_by_hand", "mse_by_hand", 0.72, "forgot_the_mean", "That is the sum. Divide it by the number of samples, 3."
)
wrong_answer(
    "losses_by_hand", "mse_by_hand", 0.4, "forgot_the_square", "You dropped the signs. MSE squares each difference."
)
wrong_answer(
    "losses_by_hand", "mse_by_hand", 0.49, "took_the_root", "You took the square root at the end. MSE stays squared."
)
wrong_answer(
    "losses_by_hand", "mse_by_hand", 0.12, "halved", "Some books put a factor ½ in front. This course's MSE has none."
)
wrong_answer(
    "losses_by_hand",
    "mse_by_hand",
    0.071,
    "squared_the_mean",
    "Square each difference first, then take the mean. You did it the other way round.",
)
wrong_answer(
    "losses_by_hand", "mae_by_hand", 1.2, "forgot_the_mean", "That is the sum. Divide it by the number of samples, 3."
)
wrong_answer(
    "losses_by_hand",
    "mae_by_hand",
    0.267,
    "kept_the_signs",
    "The third difference is negative: drop its sign before you add.",
)
wrong_answer("losses_by_hand", "mae_by_hand", 0.24, "squared", "That is MSE. MAE drops the signs and squares nothing.")
wrong_answer(
    "losses_by_hand",
    "mse_slope",
    0.533,
    "lost_the_sign",
    "4.2 is too low: if it grew, the loss would fall. So the slope is negative.",
)
wrong_answer(
    "losses_by_hand",
    "mse_slope",
    -1.6,
    "forgot_to_average",
    "The mean is part of the loss, so the slope has the 1/3 too.",
)
wrong_answer("losses_by_hand", "mse_slope", -0.267, "forgot_the_two", "The derivative of u² is 2u, not u.")
wrong_answer(
    "losses_by_hand", "mse_slope", -0.8, "gave_the_difference", "−0.8 is ŷ − y. Multiply by 2 and divide by 3."
)
wrong_answer(
    "losses_by_hand",
    "mae_slope",
    0.333,
    "lost_the_sign",
    "4.2 is too low: if it grew, the loss would fall. So the slope is negative.",
)
wrong_answer(
    "losses_by_hand",
    "mae_slope",
    -1,
    "forgot_to_average",
    "The mean is part of the loss, so the slope has the 1/3 too.",
)
wrong_answer(
    "losses_by_hand",
    "mae_slope",
    -0.267,
    "kept_the_size",
    "MAE's slope does not depend on how large the error is: only its sign counts, divided by 3.",
)
wrong_answer(
    "losses_by_hand",
    "mae_slope",
    -0.533,
    "gave_the_slope_of_mse",
    "That is MSE's slope. The absolute value has slope +1 or −1, whatever the size of the error.",
)

# Probabilities: one value from the picture, two by hand

right_answer("losses_of_probabilities", "p_for_loss_1", 0.36)
right_answer("losses_of_probabilities", "p_for_loss_1", 0.38)
wrong_answer(
    "losses_of_probabilities",
    "p_for_loss_1",
    0.63,
    "took_the_other_label",
    "That is the place for y = 0. Choose y = 1 in the picture.",
)
wrong_answer(
    "losses_of_probabilities",
    "p_for_loss_1",
    0.1,
    "took_the_logarithm_of_ten",
    "At 0.1 the loss is 2.3: log is the natural logarithm here. Drag p until the caption says loss 1.",
)
wrong_answer(
    "losses_of_probabilities",
    "p_for_loss_1",
    0,
    "expected_a_loss_of_1_at_0",
    "The squared error would be 1 there. Cross-entropy is far larger at p = 0: drag and see.",
)
right_answer("losses_of_probabilities", "cce_by_hand", 0.690)
wrong_answer(
    "losses_of_probabilities",
    "bce_by_hand",
    -0.273,
    "lost_the_minus",
    "Logarithms of probabilities are negative; the minus in front makes the loss positive.",
)
wrong_answer(
    "losses_of_probabilities",
    "bce_by_hand",
    0.819,
    "forgot_the_mean",
    "That is the sum. Divide it by the number of samples, 3.",
)
wrong_answer(
    "losses_of_probabilities",
    "bce_by_hand",
    0.818,
    "forgot_the_mean",
    "That is the sum. Divide it by the number of samples, 3.",
)
wrong_answer(
    "losses_of_probabilities",
    "bce_by_hand",
    0.555,
    "same_term_for_both_labels",
    "The second label is 0: there the probability of what is true is 1 − 0.3.",
)
wrong_answer(
    "losses_of_probabilities",
    "bce_by_hand",
    0.154,
    "dropped_the_zero_labels",
    "The sample with label 0 costs something too: −log(1 − 0.3).",
)
wrong_answer(
    "losses_of_probabilities",
    "bce_by_hand",
    0.119,
    "log_to_base_ten",
    "You used the logarithm to base 10. The loss takes the natural one; on many calculators its key is ln.",
)
wrong_answer(
    "losses_of_probabilities",
    "cce_by_hand",
    2.072,
    "forgot_the_mean",
    "That is the sum. Divide it by the number of samples, 3.",
)
wrong_answer(
    "losses_of_probabilities",
    "cce_by_hand",
    2.071,
    "forgot_the_mean",
    "That is the sum. Divide it by the number of samples, 3.",
)
wrong_answer(
    "losses_of_probabilities",
    "cce_by_hand",
    0.23,
    "mean_over_all_numbers",
    "You divided by 9. There are three samples: each row counts once.",
)
wrong_answer(
    "losses_of_probabilities",
    "cce_by_hand",
    0.46,
    "took_the_largest_probability",
    "You took the largest number of each row. Take the one of the right class: in the third row that is 0.3.",
)
wrong_answer(
    "losses_of_probabilities",
    "cce_by_hand",
    0.3,
    "log_to_base_ten",
    "You used the logarithm to base 10. The loss takes the natural one; on many calculators its key is ln.",
)
wrong_answer(
    "losses_of_probabilities",
    "cce_by_hand",
    -0.691,
    "lost_the_minus",
    "Logarithms of probabilities are negative; the minus in front makes the loss positive.",
)

# mse


@mistake(
    "mse", "You summed. Divide by the number of numbers, or take the mean: the loss should not grow with the batch."
)
def mse_sums(y_true, y_pred):
    return np.sum((y_true - y_pred) ** 2)


@mistake("mse", "The square is missing. Without it, errors above and below cancel each other out.")
def mse_without_square(y_true, y_pred):
    return np.mean(y_true - y_pred)


@mistake("mse", "You took the absolute value. That is mae; mse squares.")
def mse_takes_absolute(y_true, y_pred):
    return np.mean(np.abs(y_true - y_pred))


@mistake("mse", "You took the square root at the end. That is the root mean squared error; mse has no root.")
def mse_takes_root(y_true, y_pred):
    return np.sqrt(np.mean((y_true - y_pred) ** 2))


@mistake("mse", "There is a ½ too many: this course's mse has no factor in front of the mean.")
def mse_halved(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2) / 2


@mistake("mse", "You squared the mean. Square each difference first, then take the mean.")
def mse_squares_the_mean(y_true, y_pred):
    return np.mean(y_true - y_pred) ** 2


@mistake("mse", "You took the mean of each column (axis=0). The loss is one number: the mean over everything.", keeps=1)
def mse_of_each_column(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2, axis=0)


@mistake(
    "mse",
    "You divided by len(y_true), the number of rows. Here the mean is over all numbers: divide by their count.",
    keeps=1,
)
def mse_divides_by_rows(y_true, y_pred):
    return np.sum((y_true - y_pred) ** 2) / len(y_true)


@mistake("mse", "There is one number for each row. The mean is over all numbers, rows and columns.", keeps=1)
def mse_of_each_row(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2, axis=-1)


@mistake("mse", "You doubled the errors. Square them: each one times itself.")
def mse_doubles(y_true, y_pred):
    return np.mean((y_true - y_pred) * 2)


@right("mse")
def mse_by_loop(y_true, y_pred):
    total = 0.0
    for y, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        total += (p - y) ** 2
    return total / np.size(y_true)


@right("mse")
def mse_by_dot(y_true, y_pred):
    error = (np.asarray(y_pred) - np.asarray(y_true)).ravel()
    return float(error @ error) / error.size


@right("mse")
def mse_in_float32(y_true, y_pred):
    return np.square(np.float32(y_true) - np.float32(y_pred)).mean()


# mse_gradient


@mistake(
    "mse_gradient",
    "The sign is turned round. Too high a prediction must have a positive slope: prediction minus right value.",
)
def mse_slope_turned(y_true, y_pred):
    return 2 * (y_true - y_pred) / np.size(y_true)


@mistake("mse_gradient", "The averaging is missing. mse has a 1/n, so its slope has it too.")
def mse_slope_without_mean(y_true, y_pred):
    return 2 * (y_pred - y_true)


@mistake("mse_gradient", "The 2 is missing: the derivative of u² is 2u.")
def mse_slope_without_two(y_true, y_pred):
    return (y_pred - y_true) / np.size(y_true)


@mistake(
    "mse_gradient", "You gave one number. Each prediction has a slope of its own: take no mean and no sum over them."
)
def mse_slope_averaged(y_true, y_pred):
    return np.mean(2 * (y_pred - y_true))


@mistake("mse_gradient", "The square is still there. The derivative of u² is 2u.")
def mse_slope_keeps_square(y_true, y_pred):
    return 2 * (y_pred - y_true) ** 2 / np.size(y_true)


@mistake(
    "mse_gradient",
    "You divided by the number of rows. The mean is over all numbers, so divide by how many there are.",
    keeps=2,
)
def mse_slope_by_rows(y_true, y_pred):
    return 2 * (y_pred - y_true) / len(y_true)


@mistake(
    "mse_gradient",
    "Only the direction is left of the error (its sign). For mse, twice the error means twice the slope.",
)
def mse_slope_of_signs(y_true, y_pred):
    return 2 * np.sign(y_pred - y_true) / np.size(y_true)


@right("mse_gradient")
def mse_slope_by_loop(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true, dtype=float), np.asarray(y_pred, dtype=float)
    slopes = np.zeros(y_pred.shape)
    for place in np.ndindex(y_pred.shape):
        slopes[place] = 2 / y_pred.size * (y_pred[place] - y_true[place])
    return slopes


@right("mse_gradient")
def mse_slope_minus_minus(y_true, y_pred):
    return -(np.asarray(y_true) - np.asarray(y_pred)) * (2.0 / np.size(y_pred))


@right("mse_gradient")
def mse_slope_in_float32(y_true, y_pred):
    error = np.float32(y_pred) - np.float32(y_true)
    return 2 * error / error.size


# mae


@mistake(
    "mae", "You summed. Divide by the number of numbers, or take the mean: the loss should not grow with the batch."
)
def mae_sums(y_true, y_pred):
    return np.sum(np.abs(y_true - y_pred))


@mistake("mae", "The signs are still there, so errors above and below cancel out. Take the absolute value of each.")
def mae_keeps_signs(y_true, y_pred):
    return np.mean(y_true - y_pred)


@mistake(
    "mae", "You took the absolute value of the mean. By then errors have cancelled out: first the absolute values."
)
def mae_absolute_too_late(y_true, y_pred):
    return np.abs(np.mean(y_true - y_pred))


@mistake("mae", "You squared. That is mse; mae drops the signs.")
def mae_squares(y_true, y_pred):
    return np.mean((y_true - y_pred) ** 2)


@mistake("mae", "You took the median. The M stands for the mean.")
def mae_takes_median(y_true, y_pred):
    return np.median(np.abs(y_true - y_pred))


@mistake(
    "mae",
    "You divided by len(y_true), the number of rows. Here the mean is over all numbers: divide by their count.",
    keeps=1,
)
def mae_divides_by_rows(y_true, y_pred):
    return np.sum(np.abs(y_true - y_pred)) / len(y_true)


@right("mae")
def mae_by_loop(y_true, y_pred):
    total = 0.0
    for y, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        total += y - p if y > p else p - y
    return total / np.size(y_true)


@right("mae")
def mae_by_root(y_true, y_pred):
    return np.average(np.sqrt((np.asarray(y_pred) - np.asarray(y_true)) ** 2))


@right("mae")
def mae_in_float32(y_true, y_pred):
    return np.abs(np.float32(y_true) - np.float32(y_pred)).mean()


# mae_gradient


@mistake(
    "mae_gradient",
    "The sign is turned round. Too high a prediction must have a positive slope: prediction minus right value.",
)
def mae_slope_turned(y_true, y_pred):
    return np.sign(y_true - y_pred) / np.size(y_true)


@mistake("mae_gradient", "The averaging is missing. mae has a 1/n, so its slope has it too.")
def mae_slope_without_mean(y_true, y_pred):
    return np.sign(y_pred - y_true)


@mistake(
    "mae_gradient",
    "The size of the error is still in it. The absolute value has slope +1 or −1, however large the error.",
)
def mae_slope_keeps_size(y_true, y_pred):
    return (y_pred - y_true) / np.size(y_true)


@mistake(
    "mae_gradient", "You gave one number. Each prediction has a slope of its own: take no mean and no sum over them."
)
def mae_slope_averaged(y_true, y_pred):
    return np.mean(np.sign(y_pred - y_true))


@mistake(
    "mae_gradient",
    "All slopes are positive. Below the right value the loss falls as the prediction grows: there it is −1/n.",
)
def mae_slope_always_positive(y_true, y_pred):
    return np.ones(np.shape(y_pred)) / np.size(y_true)


@mistake(
    "mae_gradient",
    "You divided by the number of rows. The mean is over all numbers, so divide by how many there are.",
    keeps=2,
)
def mae_slope_by_rows(y_true, y_pred):
    return np.sign(y_pred - y_true) / len(y_true)


@mistake(
    "mae_gradient",
    "Where a prediction is exactly right, yours pushes it away. At an error of 0 the slope should be 0.",
    keeps=3,
)
def mae_slope_pushes_at_zero(y_true, y_pred):
    return np.where(y_pred > y_true, 1.0, -1.0) / np.size(y_true)


@mistake(
    "mae_gradient",
    "You divided the error by its size, which is 0/0 = nan where a prediction is exactly right. There the slope is 0.",
    keeps=3,
)
def mae_slope_nan_at_zero(y_true, y_pred):
    return (y_pred - y_true) / np.abs(y_pred - y_true) / np.size(y_true)


@mistake(
    "mae_gradient", "Where the prediction is right, yours still pushes. There the slope is 0: sign(0) = 0.", keeps=3
)
def mae_slope_pushes_up_at_zero(y_true, y_pred):
    return np.where(y_pred >= y_true, 1.0, -1.0) / np.size(y_true)


@right("mae_gradient")
def mae_slope_by_comparing(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return ((y_pred > y_true).astype(float) - (y_pred < y_true)) / y_true.size


@right("mae_gradient")
def mae_slope_by_loop(y_true, y_pred):
    slopes = np.zeros(np.shape(y_pred))
    for place in np.ndindex(slopes.shape):
        if y_pred[place] > y_true[place]:
            slopes[place] = 1 / slopes.size
        elif y_pred[place] < y_true[place]:
            slopes[place] = -1 / slopes.size
    return slopes


# bce


@mistake("bce", "The minus in front is missing. Logarithms of probabilities are negative, and a loss is not.")
def bce_without_minus(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@mistake(
    "bce", "Only the samples with label 1 cost something. Those with label 0 have the second term, (1 − y) log(1 − p)."
)
def bce_only_ones(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log(p))


@mistake(
    "bce", "You summed. Divide by the number of numbers, or take the mean: the loss should not grow with the batch."
)
def bce_sums(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@mistake("bce", "You used the logarithm to base 10. The loss takes the natural one, np.log.")
def bce_base_ten(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log10(p) + (1 - y_true) * np.log10(1 - p))


@mistake("bce", "You used the logarithm to base 2. The loss takes the natural one, np.log.")
def bce_base_two(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log2(p) + (1 - y_true) * np.log2(1 - p))


@mistake("bce", "Labels and probabilities have changed places: the logarithm belongs to the probabilities, y_pred.")
def bce_swapped(y_true, y_pred):
    y = np.clip(y_true, 1e-12, 1 - 1e-12)
    return -np.mean(y_pred * np.log(y) + (1 - y_pred) * np.log(1 - y))


@mistake("bce", "The two terms have changed places: log(p) belongs to the label 1, log(1 − p) to the label 0.")
def bce_terms_swapped(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean((1 - y_true) * np.log(p) + y_true * np.log(1 - p))


@mistake("bce", "It is not clipped: at p = 0 or p = 1 the logarithm of 0 is −∞, and the loss is inf or nan.", keeps=3)
def bce_unclipped(y_true, y_pred):
    with np.errstate(all="ignore"):
        return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))


@mistake(
    "bce",
    "It is clipped at 0 only. At p = 1 the second logarithm, log(1 − p), is in trouble: clip above as well.",
    keeps=3,
)
def bce_clipped_below(y_true, y_pred):
    p = np.maximum(y_pred, 1e-12)
    with np.errstate(all="ignore"):
        return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@mistake(
    "bce", "It is clipped, but at 10⁻⁷. This course clips to [10⁻¹², 1 − 10⁻¹²], so that right work agrees.", keeps=3
)
def bce_clipped_elsewhere(y_true, y_pred):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@mistake("bce", "You divided by len(y_true), the number of rows. Here the mean is over all numbers.", keeps=2)
def bce_divides_by_rows(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p)) / len(y_true)


@mistake(
    "bce", "It is clipped, but at 10⁻¹⁵. This course clips to [10⁻¹², 1 − 10⁻¹²], so that right work agrees.", keeps=3
)
def bce_clipped_further(y_true, y_pred):
    p = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@mistake(
    "bce",
    "The clipped values are written into the caller's array. Clip into a new one.",
    keeps=3,
)
def bce_clips_in_place(y_true, y_pred):
    y_pred[y_pred < 1e-12] = 1e-12
    y_pred[y_pred > 1 - 1e-12] = 1 - 1e-12
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))


@mistake("bce", "You sent p through a sigmoid. It is a probability already.")
def bce_of_the_sigmoid(y_true, y_pred):
    p = 1 / (1 + np.exp(-y_pred))
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


@mistake("bce", "There is a minus between the two terms. They are added, and one minus stands in front of both.")
def bce_with_an_inner_minus(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log(p) - (1 - y_true) * np.log(1 - p))


@right("bce")
def bce_by_choice(y_true, y_pred):
    p = np.clip(np.asarray(y_pred, dtype=float), 1e-12, 1 - 1e-12)
    return np.mean(-np.log(np.where(np.asarray(y_true) == 1, p, 1 - p)))


@right("bce")
def bce_by_loop(y_true, y_pred):
    total = 0.0
    for y, p in zip(np.ravel(y_true), np.ravel(y_pred)):
        p = min(max(p, 1e-12), 1 - 1e-12)
        total -= np.log(p) if y == 1 else np.log(1 - p)
    return total / np.size(y_true)


@right("bce")
def bce_clips_each_logarithm(y_true, y_pred):
    y, p = np.asarray(y_true), np.asarray(y_pred)
    return -np.average(y * np.log(np.maximum(p, 1e-12)) + (1 - y) * np.log(np.maximum(1 - p, 1e-12)))


@right("bce")
def bce_with_log1p(y_true, y_pred):
    y, p = np.asarray(y_true), np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -(y * np.log(p) + (1 - y) * np.log1p(-p)).mean()


# bce_gradient


@mistake("bce_gradient", "The sign is turned round. For y = 1 the loss falls as p grows, so the slope is −1/p.")
def bce_slope_turned(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return (y_true / p - (1 - y_true) / (1 - p)) / np.size(y_true)


@mistake("bce_gradient", "The averaging is missing. bce has a 1/n, so its slope has it too.")
def bce_slope_without_mean(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -y_true / p + (1 - y_true) / (1 - p)


@mistake("bce_gradient", "Only the samples with label 1 have a slope. Those with label 0 have (1 − y)/(1 − p).")
def bce_slope_only_ones(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -y_true / p / np.size(y_true)


@mistake(
    "bce_gradient",
    "Both terms are negative. The derivative of log(1 − p) brings a minus of its own, so the second one is positive.",
)
def bce_slope_forgets_the_inner(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return (-y_true / p - (1 - y_true) / (1 - p)) / np.size(y_true)


@mistake(
    "bce_gradient",
    "p − y is the slope for what goes into a sigmoid. Asked is the slope for the probability itself: divide by p (1 − p).",
)
def bce_slope_of_the_logit(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return (p - y_true) / np.size(y_true)


@mistake(
    "bce_gradient", "You gave one number. Each probability has a slope of its own: take no mean and no sum over them."
)
def bce_slope_averaged(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return np.mean(-y_true / p + (1 - y_true) / (1 - p))


@mistake("bce_gradient", "It is not clipped: at p = 0 or p = 1 it divides by 0. Clip p first, as in bce.", keeps=3)
def bce_slope_unclipped(y_true, y_pred):
    with np.errstate(all="ignore"):
        return (-y_true / y_pred + (1 - y_true) / (1 - y_pred)) / np.size(y_true)


@mistake(
    "bce_gradient",
    "Where p was clipped, yours gives 0. But a model that is confident and wrong must be pushed: take the formula there.",
    keeps=3,
)
def bce_slope_zero_at_the_ends(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return np.where(p == y_pred, (-y_true / p + (1 - y_true) / (1 - p)) / np.size(y_true), 0.0)


@mistake(
    "bce_gradient",
    "You divided by the number of rows. The mean is over all numbers, so divide by how many there are.",
    keeps=2,
)
def bce_slope_by_rows(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return (-y_true / p + (1 - y_true) / (1 - p)) / len(y_true)


@mistake(
    "bce_gradient",
    "At the ends the slope has another size. Clip p to [10⁻¹², 1 − 10⁻¹²] first, as in bce; the slope follows from that.",
    keeps=3,
)
def bce_slope_clipped_elsewhere(y_true, y_pred):
    p = np.clip(y_pred, 1e-7, 1 - 1e-7)
    return (-y_true / p + (1 - y_true) / (1 - p)) / np.size(y_true)


@mistake("bce_gradient", "Division binds more strongly than plus: only the second term is averaged. Use parentheses.")
def bce_slope_half_averaged(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -y_true / p + (1 - y_true) / (1 - p) / np.size(y_true)


@right("bce_gradient")
def bce_slope_in_one_fraction(y_true, y_pred):
    p = np.clip(np.asarray(y_pred, dtype=float), 1e-12, 1 - 1e-12)
    return (p - np.asarray(y_true)) / (p * (1 - p)) / p.size


@right("bce_gradient")
def bce_slope_by_loop(y_true, y_pred):
    slopes = np.zeros(np.shape(y_pred))
    for place in np.ndindex(slopes.shape):
        p = min(max(y_pred[place], 1e-12), 1 - 1e-12)
        slopes[place] = (-1 / p if y_true[place] else 1 / (1 - p)) / slopes.size
    return slopes


@right("bce_gradient")
def bce_slope_clips_each_side(y_true, y_pred):
    y, p = np.asarray(y_true), np.asarray(y_pred)
    return np.where(y == 1, -1 / np.maximum(p, 1e-12), 1 / np.maximum(1 - p, 1e-12)) / p.size


# one_hot


@mistake("one_hot", "It counts the classes from 1. Here label 0 is the first column.")
def counts_from_one(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    rows[np.arange(len(labels)), np.asarray(labels) - 1] = 1
    return rows


@mistake("one_hot", "It is transposed: each sample should be a row, each class a column.")
def transposed(labels, num_classes):
    return np.eye(num_classes)[labels].T


@mistake(
    "one_hot",
    "It makes only as many columns as the largest label needs. num_classes says how many there are.",
    keeps=1,
)
def forgets_num_classes(labels, num_classes):
    return np.eye(np.max(labels) + 1)[labels]


@mistake("one_hot", "The 0 and the 1 have changed places: one 1 in each row, all else 0.")
def one_cold(labels, num_classes):
    return 1 - np.eye(num_classes)[labels]


@mistake("one_hot", "Every class up to the label got a 1. Only the label's own column gets one.")
def fills_up(labels, num_classes):
    return (np.arange(num_classes) <= np.asarray(labels)[:, None]).astype(float)


@mistake(
    "one_hot",
    "All rows are alike: you wrote into the columns of every row at once. Row i gets its 1 in column labels[i] only.",
)
def writes_into_all_rows(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    rows[:, labels] = 1
    return rows


@mistake("one_hot", "You gave one row for all samples together. Each sample has a row of its own.")
def one_row_for_all(labels, num_classes):
    row = np.zeros(num_classes)
    row[labels] = 1
    return row


@mistake("one_hot", "The label itself stands in the row, where a 1 belongs.")
def writes_the_label(labels, num_classes):
    return np.eye(num_classes)[labels] * np.asarray(labels)[:, None]


@mistake("one_hot", "It has a column only for labels that occur. num_classes says how many there are.", keeps=1)
def columns_for_what_occurs(labels, num_classes):
    return (np.asarray(labels)[:, None] == np.unique(labels)).astype(float)


@mistake("one_hot", "There is one column too many: the classes are 0 to num_classes − 1.")
def one_column_too_many(labels, num_classes):
    return np.eye(num_classes + 1)[labels]


@right("one_hot")
def rows_of_the_unit_matrix(labels, num_classes):
    return np.eye(num_classes)[np.asarray(labels)]


@right("one_hot")
def by_two_indices(labels, num_classes):
    rows = np.zeros((len(labels), num_classes), dtype=int)
    rows[np.arange(len(labels)), labels] = 1
    return rows


@right("one_hot")
def as_lists(labels, num_classes):
    return [[1.0 if column == label else 0.0 for column in range(num_classes)] for label in labels]


# cce


@mistake("cce", "The minus in front is missing. Logarithms of probabilities are negative, and a loss is not.")
def cce_without_minus(y_true, y_pred):
    return np.mean(np.sum(y_true * np.log(np.clip(y_pred, 1e-12, 1 - 1e-12)), axis=1))


@mistake("cce", "You took the mean over all N · C numbers. Add up inside a row, and take the mean over the rows only.")
def cce_mean_of_everything(y_true, y_pred):
    return -np.mean(y_true * np.log(np.clip(y_pred, 1e-12, 1 - 1e-12)))


@mistake("cce", "You summed over the samples too. Divide by the number of rows.")
def cce_sums(y_true, y_pred):
    return -np.sum(y_true * np.log(np.clip(y_pred, 1e-12, 1 - 1e-12)))


@mistake("cce", "You gave one number for each row. The loss is their mean.")
def cce_of_each_row(y_true, y_pred):
    return -np.sum(y_true * np.log(np.clip(y_pred, 1e-12, 1 - 1e-12)), axis=1)


@mistake("cce", "You used the logarithm to base 10. The loss takes the natural one, np.log.")
def cce_base_ten(y_true, y_pred):
    return -np.mean(np.sum(y_true * np.log10(np.clip(y_pred, 1e-12, 1 - 1e-12)), axis=1))


@mistake("cce", "You took the largest probability of each row. Take the one of the right class, even if it is small.")
def cce_of_the_largest(y_true, y_pred):
    return -np.mean(np.log(np.clip(np.max(y_pred, axis=1), 1e-12, 1 - 1e-12)))


@mistake(
    "cce", "The other classes cost something in yours (a term with 1 − p). In cce only the right class of a row counts."
)
def cce_as_binary(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(y_true * np.log(p) + (1 - y_true) * np.log(1 - p), axis=1))


@mistake("cce", "You divided by the number of classes. The mean is over the samples, which are the rows.")
def cce_divides_by_classes(y_true, y_pred):
    return -np.sum(y_true * np.log(np.clip(y_pred, 1e-12, 1 - 1e-12))) / np.shape(y_true)[1]


@mistake(
    "cce", "It is not clipped: at p = 0 the logarithm is −∞, and 0 · (−∞) is nan. Clip before the logarithm.", keeps=3
)
def cce_unclipped(y_true, y_pred):
    with np.errstate(all="ignore"):
        return -np.mean(np.sum(y_true * np.log(y_pred), axis=1))


@mistake(
    "cce", "It is clipped, but at 10⁻⁷. This course clips to [10⁻¹², 1 − 10⁻¹²], so that right work agrees.", keeps=3
)
def cce_clipped_elsewhere(y_true, y_pred):
    return -np.mean(np.sum(y_true * np.log(np.clip(y_pred, 1e-7, 1 - 1e-7)), axis=1))


@mistake(
    "cce", "It is clipped, but at 10⁻¹⁵. This course clips to [10⁻¹², 1 − 10⁻¹²], so that right work agrees.", keeps=3
)
def cce_clipped_further(y_true, y_pred):
    return -np.mean(np.sum(y_true * np.log(np.clip(y_pred, 1e-15, 1 - 1e-15)), axis=1))


@mistake("cce", "You sent p through a softmax. Its rows are probabilities already.")
def cce_of_the_softmax(y_true, y_pred):
    p = np.exp(y_pred) / np.exp(y_pred).sum(axis=1, keepdims=True)
    return -np.mean(np.sum(y_true * np.log(p), axis=1))


@mistake("cce", "One-hot rows and probabilities have changed places: the logarithm belongs to y_pred.")
def cce_swapped(y_true, y_pred):
    return -np.mean(np.sum(y_pred * np.log(np.clip(y_true, 1e-12, 1 - 1e-12)), axis=1))


@right("cce")
def cce_by_index(y_true, y_pred):
    right_class = np.argmax(y_true, axis=1)
    p = np.asarray(y_pred, dtype=float)[np.arange(len(right_class)), right_class]
    return np.mean(-np.log(np.clip(p, 1e-12, 1 - 1e-12)))


@right("cce")
def cce_by_loop(y_true, y_pred):
    total = 0.0
    for y_row, p_row in zip(y_true, y_pred):
        for y, p in zip(y_row, p_row):
            total -= y * np.log(max(p, 1e-12))
    return total / len(y_true)


@right("cce")
def cce_adds_a_little(y_true, y_pred):
    return -np.sum(np.asarray(y_true) * np.log(np.asarray(y_pred) + 1e-12)) / len(y_true)


# cce_gradient


@mistake(
    "cce_gradient", "The minus is missing. For the right class the loss falls as p grows, so the slope is negative."
)
def cce_slope_turned(y_true, y_pred):
    return y_true / np.clip(y_pred, 1e-12, 1 - 1e-12) / len(y_true)


@mistake("cce_gradient", "The averaging is missing. cce has a 1/N, so its slope has it too.")
def cce_slope_without_mean(y_true, y_pred):
    return -y_true / np.clip(y_pred, 1e-12, 1 - 1e-12)


@mistake(
    "cce_gradient",
    "You divided by all N · C numbers. The mean in cce is over the rows only: divide by how many there are.",
)
def cce_slope_by_everything(y_true, y_pred):
    return -y_true / np.clip(y_pred, 1e-12, 1 - 1e-12) / np.size(y_true)


@mistake(
    "cce_gradient",
    "p − y is the slope for what goes into a softmax. Asked is the slope for the probabilities themselves: −y/p.",
)
def cce_slope_of_the_logits(y_true, y_pred):
    return (y_pred - y_true) / len(y_true)


@mistake(
    "cce_gradient",
    "Every class has a slope in yours. Only the right class of a row counts: multiply by the one-hot row.",
)
def cce_slope_of_all_classes(y_true, y_pred):
    return -1 / np.clip(y_pred, 1e-12, 1 - 1e-12) / len(y_true)


@mistake(
    "cce_gradient", "There is a term with 1 − p in it. That belongs to bce; in cce the other classes have slope 0."
)
def cce_slope_as_binary(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return (-y_true / p + (1 - y_true) / (1 - p)) / len(y_true)


@mistake(
    "cce_gradient",
    "You summed inside the rows. Each probability has a slope of its own: the result has the shape of y_pred.",
)
def cce_slope_of_rows(y_true, y_pred):
    return np.sum(-y_true / np.clip(y_pred, 1e-12, 1 - 1e-12), axis=1) / len(y_true)


@mistake("cce_gradient", "It is not clipped: at p = 0 it divides by 0. Clip p first, as in cce.", keeps=3)
def cce_slope_unclipped(y_true, y_pred):
    with np.errstate(all="ignore"):
        return -y_true / y_pred / len(y_true)


@mistake(
    "cce_gradient",
    "Where p was clipped, yours gives 0. But a model that is confident and wrong must be pushed: take the formula there.",
    keeps=3,
)
def cce_slope_zero_at_the_ends(y_true, y_pred):
    p = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return np.where(p == y_pred, -y_true / p / len(y_true), 0.0)


@mistake(
    "cce_gradient",
    "At p = 0 the slope has another size. Clip p to [10⁻¹², 1 − 10⁻¹²] first, as in cce; the slope follows from that.",
    keeps=3,
)
def cce_slope_clipped_elsewhere(y_true, y_pred):
    return -y_true / np.clip(y_pred, 1e-7, 1 - 1e-7) / len(y_true)


@mistake("cce_gradient", "You divided by the number of classes. The mean is over the samples, which are the rows.")
def cce_slope_by_classes(y_true, y_pred):
    return -y_true / np.clip(y_pred, 1e-12, 1 - 1e-12) / np.shape(y_true)[1]


@right("cce_gradient")
def cce_slope_by_index(y_true, y_pred):
    right_class = np.argmax(y_true, axis=1)
    rows = np.arange(len(right_class))
    slopes = np.zeros(np.shape(y_pred))
    slopes[rows, right_class] = -1 / np.maximum(np.asarray(y_pred)[rows, right_class], 1e-12) / len(rows)
    return slopes


@right("cce_gradient")
def cce_slope_by_loop(y_true, y_pred):
    slopes = np.zeros(np.shape(y_pred))
    for i, j in np.ndindex(slopes.shape):
        slopes[i, j] = -y_true[i, j] / min(max(y_pred[i, j], 1e-12), 1 - 1e-12) / slopes.shape[0]
    return slopes


@right("cce_gradient")
def cce_slope_adds_a_little(y_true, y_pred):
    return -(np.asarray(y_true) / (np.asarray(y_pred) + 1e-12)) / np.shape(y_true)[0]
