"""Typical mistakes in nnlib.differences with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.differences import central_difference, forward_difference

# Read off the first picture: two lines through a parabola, and through a wave

right_answer("secants", "eps_level", 2.67)
right_answer("secants", "eps_level", 2.6)
wrong_answer(
    "secants",
    "eps_level",
    1.3,
    "at_the_minimum",
    "There the front point stands at the minimum, and the line still falls. Go on until both points are equally high.",
)
wrong_answer(
    "secants",
    "eps_level",
    4.7,
    "gave_the_weight",
    "That is where the front point stands, w + ε. Asked is ε, its distance from w = 2.",
)
wrong_answer(
    "secants",
    "forward_factor",
    100,
    "mixed_up",
    "That is the factor of the other line. Read the error of the forward one, at ε = 0.1 and at ε = 0.01.",
)
wrong_answer(
    "secants",
    "forward_factor",
    1,
    "did_not_move",
    "Its error does change. Choose the wave, and read the caption at ε = 0.1 and at ε = 0.01.",
)
wrong_answer(
    "secants",
    "central_factor",
    10,
    "mixed_up",
    "That is the factor of the other line. Read the error of the central one, at ε = 0.1 and at ε = 0.01.",
)
wrong_answer(
    "secants",
    "central_factor",
    1,
    "used_the_parabola",
    "On the parabola the central line has no error at any ε, a special case. Choose the wave.",
)
wrong_answer(
    "secants",
    "central_factor",
    1000,
    "one_power_too_many",
    "A little less. Divide the error at ε = 0.1 by the error at ε = 0.01.",
)

# By hand: L(w) = (10 − 3w)² at w = 2 with ε = 0.1

wrong_answer("nudge_by_hand", "loss_nudged", 16, "did_not_nudge", "16 is the loss at w = 2. Put in 2.1.")
wrong_answer("nudge_by_hand", "loss_nudged", 3.7, "forgot_the_square", "3.7 is 10 − 3 · 2.1. The loss is its square.")
wrong_answer("nudge_by_hand", "loss_nudged", 16.1, "nudged_the_loss", "Nudge the weight, not the loss: put in 2.1.")
wrong_answer("nudge_by_hand", "loss_nudged", 18.49, "nudged_down", "That is the loss at 1.9. Nudge upwards, to 2.1.")
wrong_answer(
    "nudge_by_hand",
    "forward_slope",
    -2.31,
    "forgot_to_divide",
    "That is by how much the loss changed. A slope is change per unit of w: divide by ε = 0.1.",
)
wrong_answer(
    "nudge_by_hand",
    "forward_slope",
    23.1,
    "wrong_way_round",
    "The loss falls as w grows, so the slope is negative: the value ahead minus the value here.",
)
wrong_answer(
    "nudge_by_hand",
    "forward_slope",
    -24,
    "gave_the_exact_slope",
    "That is the exact slope. Asked is what the two looks at 2 and 2.1 give.",
)
wrong_answer(
    "nudge_by_hand",
    "forward_slope",
    -0.231,
    "multiplied",
    "You multiplied the change by ε. A slope is the change divided by ε.",
)
wrong_answer(
    "nudge_by_hand",
    "forward_slope",
    -24.9,
    "looked_behind",
    "That uses the look at 1.9. The forward difference looks ahead, to 2.1.",
)
wrong_answer(
    "nudge_by_hand",
    "central_slope",
    -48,
    "divided_by_eps",
    "From 1.9 to 2.1 is a way of 2ε = 0.2, so divide by 0.2.",
)
wrong_answer(
    "nudge_by_hand", "central_slope", 24, "wrong_way_round", "The value ahead minus the value behind: 13.69 − 18.49."
)
wrong_answer(
    "nudge_by_hand",
    "central_slope",
    -4.8,
    "forgot_to_divide",
    "That is by how much the loss changed. Divide it by the way, 2ε = 0.2.",
)
wrong_answer(
    "nudge_by_hand", "central_slope", -23.1, "the_forward_slope", "That is the forward difference. Look at 1.9 and 2.1."
)

# Read off the V: powers of ten

right_answer("best_eps", "forward_power", -7)
right_answer("best_eps", "central_power", -6)
right_answer("best_eps", "forward_power_float32", -3)
wrong_answer(
    "best_eps",
    "forward_power",
    -16,
    "as_small_as_possible",
    "Smaller is not better here: at 10⁻¹⁶ the number w + ε is w itself. Look for the bottom of the V.",
)
wrong_answer(
    "best_eps",
    "forward_power",
    -5,
    "took_the_other_line",
    "That is where the central line is lowest. The forward one goes on falling to a smaller ε.",
)
wrong_answer(
    "best_eps",
    "forward_power",
    8,
    "lost_the_sign",
    "ε is smaller than 1, so its power of ten is negative.",
)
wrong_answer(
    "best_eps",
    "central_power",
    -8,
    "took_the_other_line",
    "That is where the forward line is lowest. The central one turns round at a larger ε.",
)
wrong_answer(
    "best_eps",
    "central_power",
    -10,
    "gave_the_error",
    "That is about the size of the error there. Asked is the ε, on the axis below.",
)
wrong_answer(
    "best_eps",
    "central_power",
    5,
    "lost_the_sign",
    "ε is smaller than 1, so its power of ten is negative.",
)
wrong_answer(
    "best_eps",
    "forward_power_float32",
    -8,
    "stayed_with_float64",
    "That is the place for float64. Choose float32 in the menu: the whole V moves.",
)
wrong_answer(
    "best_eps",
    "forward_power_float32",
    -2,
    "took_the_other_line",
    "That is where the central line is lowest. The forward one goes on falling to a smaller ε.",
)

# What it costs

wrong_answer(
    "cost_on_paper",
    "times_longer",
    10,
    "only_the_looks",
    "10 times as many looks, yes. But each look at a network with 10 times the weights also takes longer.",
)
wrong_answer(
    "cost_on_paper",
    "times_longer",
    1000,
    "one_factor_too_many",
    "Two factors of ten: the number of looks, and the time for each.",
)
wrong_answer(
    "cost_on_paper",
    "looks",
    1000000000,
    "forgot_the_first_look",
    "One for each nudged weight, and one more: every difference needs the value f(w) without a nudge.",
)
wrong_answer(
    "cost_on_paper",
    "looks",
    2000000000,
    "took_the_central_one",
    "That is what numerical_gradient needs. forward_gradient uses one value, f(w), for all differences.",
)
wrong_answer(
    "cost_on_paper",
    "looks",
    1000000000000000000,
    "squared",
    "n² counts operations (n + 1 looks of about n operations each). Asked is the number of looks.",
)
right_answer("cost_on_paper", "years", 31)
wrong_answer(
    "cost_on_paper",
    "years",
    63,
    "took_the_central_one",
    "That is the time of central differences. With forward differences it is half of that.",
)
wrong_answer(
    "cost_on_paper",
    "years",
    1000000001,
    "gave_seconds",
    "Those are seconds. Divide by the seconds in a year, about 3.15 · 10⁷.",
)
wrong_answer(
    "cost_on_paper",
    "years",
    11574,
    "gave_days",
    "Those are days (86,400 seconds each). Divide by 365.",
)

# The suspects

wrong_answer(
    "suspects",
    "wrong_one",
    "A",
    "blamed_the_right_one",
    "Its relative error is tiny: formula and measurement agree. Look for one that stands out by many powers of ten.",
)
wrong_answer(
    "suspects",
    "wrong_one",
    "B",
    "blamed_the_kink",
    "Its error is large only because one weight is near the kink. Move that weight to 0.3: does the error stay?",
)


# forward_difference


@mistake("forward_difference", "You gave the change of f. A slope is the change divided by the way, ε.", keeps=1)
def forward_without_dividing(f, w, eps=1e-6):
    return f(w + eps) - f(w)


@mistake(
    "forward_difference",
    "The sign is turned round: take the value ahead, f(w + ε), minus the value here, f(w).",
    keeps=1,
)
def forward_wrong_way_round(f, w, eps=1e-6):
    return (f(w) - f(w + eps)) / eps


@mistake("forward_difference", "You looked behind, at w − ε. The forward difference looks ahead, at w + ε.", keeps=2)
def backward(f, w, eps=1e-6):
    return (f(w) - f(w - eps)) / eps


@mistake(
    "forward_difference",
    "Division binds more strongly than minus, so only f(w) was divided. Put the whole difference into parentheses.",
    keeps=1,
)
def forward_without_parentheses(f, w, eps=1e-6):
    return f(w + eps) - f(w) / eps


@mistake(
    "forward_difference",
    "The ε that it is given is not used: the answer is the one for a tiny ε. Use eps wherever ε stands.",
    keeps=2,
)
def forward_with_an_eps_of_its_own(f, w, eps=1e-6):
    return (f(w + 1e-6) - f(w)) / 1e-6


@mistake(
    "forward_difference",
    "That is the central difference, with a look to each side. The forward one looks at w + ε and at w.",
    keeps=2,
)
def central_in_its_place(f, w, eps=1e-6):
    return (f(w + eps) - f(w - eps)) / (2 * eps)


@mistake(
    "forward_difference",
    "You nudged the result, f(w) + ε. Nudge the weight and ask f again: f(w + ε).",
    keeps=1,
)
def nudges_the_value(f, w, eps=1e-6):
    return (f(w) + eps - f(w)) / eps


@mistake("forward_difference", "You multiplied the change by ε. A slope is the change divided by the way.", keeps=1)
def forward_multiplied(f, w, eps=1e-6):
    return (f(w + eps) - f(w)) * eps


@mistake("forward_difference", "The way from w to w + ε is ε, not 2ε: your result is half of the slope.", keeps=1)
def forward_half(f, w, eps=1e-6):
    return (f(w + eps) - f(w)) / (2 * eps)


@mistake(
    "forward_difference",
    "The sign is gone: where the loss falls, the slope is negative. Take no absolute value.",
    keeps=3,
)
def forward_without_sign(f, w, eps=1e-6):
    return abs(f(w + eps) - f(w)) / eps


@mistake(
    "forward_difference",
    "Without an eps, the answer is not exact enough, or rounding spoils it. Leave the default in the first line as it was.",
    keeps=3,
)
def forward_with_another_default(f, w, eps=1e-3):
    return (f(w + eps) - f(w)) / eps


@right("forward_difference")
def forward_in_steps(f, w, eps=1e-6):
    ahead, here = w + eps, w
    rise, run = f(ahead) - f(here), eps
    return rise / run


@right("forward_difference")
def forward_with_the_true_step(f, w, eps=1e-6):
    ahead = w + eps
    return (f(ahead) - f(w)) / (ahead - w)


@right("forward_difference")
def forward_as_a_numpy_number(f, w, eps=1e-6):
    values = np.array([f(w), f(w + eps)])
    return np.diff(values)[0] / eps


# central_difference


@mistake(
    "central_difference",
    "You divided by ε. From w − ε to w + ε is a way of 2ε, so the result is twice too large.",
    keeps=1,
)
def central_divided_by_eps(f, w, eps=1e-5):
    return (f(w + eps) - f(w - eps)) / eps


@mistake(
    "central_difference",
    "/ 2 * eps divides by 2 and then multiplies by ε: Python goes from left to right. Put 2 * eps into parentheses.",
    keeps=1,
)
def central_without_parentheses(f, w, eps=1e-5):
    return (f(w + eps) - f(w - eps)) / 2 * eps


@mistake("central_difference", "The sign is turned round: take the value ahead minus the value behind.", keeps=1)
def central_wrong_way_round(f, w, eps=1e-5):
    return (f(w - eps) - f(w + eps)) / (2 * eps)


@mistake(
    "central_difference",
    "That is the forward difference: it looks ahead only. The central one looks at w + ε and at w − ε.",
    keeps=2,
)
def forward_in_its_place(f, w, eps=1e-5):
    return (f(w + eps) - f(w)) / eps


@mistake(
    "central_difference",
    "You divided the forward change by 2ε. The second look belongs at w − ε, not at w.",
    keeps=1,
)
def half_the_way(f, w, eps=1e-5):
    return (f(w + eps) - f(w)) / (2 * eps)


@mistake(
    "central_difference",
    "The ε that it is given is not used: the answer is the one for a tiny ε. Use eps wherever ε stands.",
    keeps=2,
)
def central_with_an_eps_of_its_own(f, w, eps=1e-5):
    return (f(w + 1e-5) - f(w - 1e-5)) / 2e-5


@mistake("central_difference", "You gave the change of f. Divide it by the way from w − ε to w + ε.", keeps=1)
def central_without_dividing(f, w, eps=1e-5):
    return f(w + eps) - f(w - eps)


@mistake(
    "central_difference",
    "Division binds more strongly than minus, so only f(w − ε) was divided. Put the whole difference into parentheses.",
    keeps=1,
)
def difference_without_parentheses(f, w, eps=1e-5):
    return f(w + eps) - f(w - eps) / (2 * eps)


@mistake("central_difference", "You looked behind only. The central difference looks at w + ε and at w − ε.", keeps=2)
def backward_in_its_place(f, w, eps=1e-5):
    return (f(w) - f(w - eps)) / eps


@mistake("central_difference", "Each look is only half of ε away. Look at w + ε and at w − ε.", keeps=2)
def half_an_eps_away(f, w, eps=1e-5):
    return (f(w + eps / 2) - f(w - eps / 2)) / eps


@mistake("central_difference", "You added the two values. The slope comes from their difference.", keeps=1)
def adds_the_looks(f, w, eps=1e-5):
    return (f(w + eps) + f(w - eps)) / (2 * eps)


@mistake("central_difference", "That is the second derivative: how the slope changes. Asked is the slope.", keeps=0)
def second_derivative(f, w, eps=1e-5):
    return (f(w + eps) - 2 * f(w) + f(w - eps)) / eps**2


@right("central_difference")
def mean_of_both_sides(f, w, eps=1e-5):
    ahead, behind = f(w + eps), f(w - eps)
    return ahead / eps / 2 - behind / eps / 2


@right("central_difference")
def half_steps(f, w, eps=1e-5):
    step = 2 * eps
    return (f(w + step / 2) - f(w - step / 2)) / step


@right("central_difference")
def forward_from_behind(f, w, eps=1e-5):
    return forward_difference(f, w - eps, 2 * eps)


# numerical_gradient


@mistake(
    "numerical_gradient",
    "You nudged all weights together: w + eps adds ε to every one. Nudge one weight at a time.",
)
def nudges_all_at_once(f, w, eps=1e-5):
    gradient = np.zeros(np.shape(w))
    for place in np.ndindex(gradient.shape):
        gradient[place] = (f(w + eps) - f(w - eps)) / (2 * eps)
    return gradient


@mistake(
    "numerical_gradient",
    "You gave one number for all weights. Each weight has a slope of its own: loop over them and nudge one at a time.",
)
def one_slope_for_all(f, w, eps=1e-5):
    return central_difference(f, np.asarray(w), eps)


@mistake(
    "numerical_gradient",
    "The nudges pile up: a weight that has had its turn stays nudged. Set it back before the next one.",
    keeps=1,
)
def never_puts_back(f, w, eps=1e-5):
    nudged, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    for place in np.ndindex(nudged.shape):
        nudged[place] += eps
        ahead = f(nudged)
        nudged[place] -= 2 * eps
        gradient[place] = (ahead - f(nudged)) / (2 * eps)
    return gradient


@mistake(
    "numerical_gradient",
    "Those are forward differences. Here each weight is nudged up and down: f(w + ε eᵢ) − f(w − ε eᵢ), divided by 2ε.",
    keeps=1,
)
def gradient_by_forward_differences(f, w, eps=1e-5):
    w = np.array(w, dtype=float)
    here, gradient = f(w), np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        gradient[place] = (f(nudged) - here) / eps
    return gradient


@mistake(
    "numerical_gradient",
    "Every slope is twice too large: the way from w − ε to w + ε is 2ε.",
    keeps=2,
)
def gradient_divided_by_eps(f, w, eps=1e-5):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):
        nudge = np.zeros(w.shape)
        nudge[place] = eps
        gradient[place] = (f(w + nudge) - f(w - nudge)) / eps
    return gradient


@mistake(
    "numerical_gradient",
    "It works for a row of weights only. In a matrix, w[i] is a whole row: loop over every place, as np.ndindex does.",
    keeps=2,
)
def loops_over_rows(f, w, eps=1e-5):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    for i in range(len(w)):
        nudge = np.zeros(w.shape)
        nudge[i] = eps
        gradient[i] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return gradient


@mistake(
    "numerical_gradient",
    "The slopes are right, in one long row. Give them back in the shape of w.",
    keeps=4,
)
def gives_it_flat(f, w, eps=1e-5):
    w, gradient = np.array(w, dtype=float), []
    for place in np.ndindex(w.shape):
        nudge = np.zeros(w.shape)
        nudge[place] = eps
        gradient.append((f(w + nudge) - f(w - nudge)) / (2 * eps))
    return np.array(gradient)


@mistake(
    "numerical_gradient",
    "An array of whole numbers cannot hold a small ε: it is cut off to 0. Turn w into floats first.",
    keeps=5,
)
def cut_off_to_whole_numbers(f, w, eps=1e-5):
    w, gradient = np.asarray(w), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = eps
        gradient[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return gradient


@mistake(
    "numerical_gradient",
    "The ε that it is given is not used: the answer is the one for a tiny ε. Use eps wherever ε stands.",
    keeps=3,
)
def gradient_with_an_eps_of_its_own(f, w, eps=1e-5):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):
        nudge = np.zeros(w.shape)
        nudge[place] = 1e-5
        gradient[place] = (f(w + nudge) - f(w - nudge)) / 2e-5
    return gradient


@mistake(
    "numerical_gradient",
    "The slopes are right, but w comes back changed: you nudged the caller's own array. Nudge a copy of it.",
    keeps=1,
)
def leaves_the_callers_array_nudged(f, w, eps=1e-5):
    if np.asarray(w).dtype.kind != "f":
        w = np.array(w, dtype=float)
    before, gradient = w.copy(), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):
        w[...] = before
        w[place] += eps
        ahead = f(w)
        w[place] = before[place] - eps
        gradient[place] = (ahead - f(w)) / (2 * eps)
    return gradient


@mistake(
    "numerical_gradient",
    "The results go into an array of whole numbers, so what stands behind the point is cut off. Make it one of floats.",
    keeps=5,
)
def results_cut_off(f, w, eps=1e-5):
    w = np.array(w)
    gradient = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros(w.shape)
        nudge[place] = eps
        gradient[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return gradient


@mistake(
    "numerical_gradient",
    "It works for a matrix only. w may have any shape: loop over every place, as np.ndindex does.",
    keeps=3,
)
def two_loops(f, w, eps=1e-5):
    w = np.array(w, dtype=float)
    gradient = np.zeros_like(w)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            nudge = np.zeros_like(w)
            nudge[i, j] = eps
            gradient[i, j] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return gradient


@mistake("numerical_gradient", "Every sign is turned round: the value ahead minus the value behind.", keeps=2)
def central_gradient_wrong_way_round(f, w, eps=1e-5):
    w = np.array(w, dtype=float)
    gradient = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = eps
        gradient[place] = (f(w - nudge) - f(w + nudge)) / (2 * eps)
    return gradient


@mistake("numerical_gradient", "You added all slopes up. Each weight has its own place in the gradient.", keeps=2)
def sum_of_the_slopes(f, w, eps=1e-5):
    w, total = np.array(w, dtype=float), 0.0
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = eps
        total += (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return total


@mistake(
    "numerical_gradient",
    "It returns after the first weight, from inside the loop. Move the return out of it.",
)
def returns_too_early(f, w, eps=1e-5):
    w = np.array(w, dtype=float)
    gradient = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = eps
        gradient[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
        return gradient


@right("numerical_gradient")
def nudges_a_copy_and_puts_back(f, w, eps=1e-5):
    w = np.array(w, dtype=float)
    gradient = np.zeros_like(w)
    walk = np.nditer(w, flags=["multi_index"])
    for _ in walk:
        place = walk.multi_index
        kept = w[place]
        w[place] = kept + eps
        ahead = f(w)
        w[place] = kept - eps
        behind = f(w)
        w[place] = kept
        gradient[place] = (ahead - behind) / (2 * eps)
    return gradient


@right("numerical_gradient")
def over_the_flat_weights(f, w, eps=1e-5):
    w = np.asarray(w, dtype=float)
    nudges = eps * np.eye(w.size).reshape(w.size, *w.shape)
    slopes = [(f(w + nudge) - f(w - nudge)) / (2 * eps) for nudge in nudges]
    return np.array(slopes).reshape(w.shape)


@right("numerical_gradient")
def one_weight_as_a_function(f, w, eps=1e-5):
    w, gradient = np.asarray(w, dtype=float), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):

        def along(value, place=place):
            moved = w.copy()
            moved[place] = value
            return f(moved)

        gradient[place] = central_difference(along, w[place], eps)
    return gradient.tolist()


# forward_gradient


@mistake(
    "forward_gradient",
    "The slopes are right, but f(w) is asked again for every weight: 2n calls. Ask once, before the loop, and keep it.",
    keeps=3,
)
def asks_again_for_each(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        gradient[place] = (f(nudged) - f(w)) / eps
    return gradient


@mistake(
    "forward_gradient",
    "Those are central differences, with 2n calls of f. Here one value f(w) serves all weights.",
    keeps=1,
)
def gradient_by_central_differences(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    for place in np.ndindex(w.shape):
        nudge = np.zeros(w.shape)
        nudge[place] = eps
        gradient[place] = (f(w + nudge) - f(w - nudge)) / (2 * eps)
    return gradient


@mistake(
    "forward_gradient",
    "Those are changes of f, not slopes: divide each by ε.",
    keeps=2,
)
def gradient_without_dividing(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        gradient[place] = f(nudged) - here
    return gradient


@mistake(
    "forward_gradient",
    "The nudges pile up: a weight that has had its turn stays nudged. Start each time from a fresh copy of w.",
    keeps=0,
)
def piles_up_nudges(f, w, eps=1e-6):
    nudged, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(nudged)
    for place in np.ndindex(nudged.shape):
        nudged[place] += eps
        gradient[place] = (f(nudged) - here) / eps
    return gradient


@mistake(
    "forward_gradient",
    "You nudged all weights together: w + eps adds ε to every one. Nudge one weight at a time.",
)
def forward_all_at_once(f, w, eps=1e-6):
    return np.full(np.shape(w), (f(w + eps) - f(w)) / eps)


@mistake(
    "forward_gradient",
    "Every sign is turned round: take the nudged value minus f(w).",
    keeps=2,
)
def gradient_wrong_way_round(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        gradient[place] = (here - f(nudged)) / eps
    return gradient


@mistake(
    "forward_gradient",
    "The ε that it is given is not used: the answer is the one for a tiny ε. Use eps wherever ε stands.",
    keeps=3,
)
def forward_gradient_with_an_eps_of_its_own(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += 1e-6
        gradient[place] = (f(nudged) - here) / 1e-6
    return gradient


@mistake(
    "forward_gradient",
    "It works for a row of weights only. In a matrix, w[i] is a whole row: loop over every place, as np.ndindex does.",
    keeps=1,
)
def forward_over_rows(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for i in range(len(w)):
        nudged = w.copy()
        nudged[i] += eps
        gradient[i] = (f(nudged) - here) / eps
    return gradient


@mistake(
    "forward_gradient",
    "w holds whole numbers here, and a small nudge is cut off to 0, or refused. Turn w into floats first.",
    keeps=4,
)
def nudges_whole_numbers(f, w, eps=1e-6):
    w, gradient = np.asarray(w), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] = nudged[place] + eps
        gradient[place] = (f(nudged) - here) / eps
    return gradient


@mistake(
    "forward_gradient",
    "The results go into an array of whole numbers, so what stands behind the point is cut off. Make it one of floats.",
    keeps=4,
)
def slopes_cut_off(f, w, eps=1e-6):
    w = np.asarray(w)
    here, gradient = f(w), np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudged = w.astype(float)
        nudged[place] += eps
        gradient[place] = (f(nudged) - here) / eps
    return gradient


@mistake("forward_gradient", "You looked behind, at w − ε. The forward difference looks ahead, at w + ε.", keeps=3)
def gradient_looking_behind(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] -= eps
        gradient[place] = (here - f(nudged)) / eps
    return gradient


@mistake("forward_gradient", "The weight became ε itself. Nudging adds ε to it.", keeps=2)
def puts_eps_in_its_place(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] = eps
        gradient[place] = (f(nudged) - here) / eps
    return gradient


@mistake("forward_gradient", "The way is ε, not 2ε: all slopes are half as large as they should be.", keeps=2)
def gradient_by_half(f, w, eps=1e-6):
    w, gradient = np.array(w, dtype=float), np.zeros(np.shape(w))
    here = f(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        gradient[place] = (f(nudged) - here) / (2 * eps)
    return gradient


@mistake("forward_gradient", "The numbers are right, in one long row. Give the gradient the shape of w.", keeps=3)
def forward_gradient_flat(f, w, eps=1e-6):
    w = np.array(w, dtype=float)
    here, slopes = f(w), []
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += eps
        slopes.append((f(nudged) - here) / eps)
    return np.array(slopes)


@right("forward_gradient")
def nudges_and_puts_back(f, w, eps=1e-6):
    w = np.array(w, dtype=float)
    here, gradient = f(w), np.zeros_like(w)
    for place in np.ndindex(w.shape):
        kept = w[place]
        w[place] = kept + eps
        gradient[place] = (f(w) - here) / eps
        w[place] = kept
    return gradient


@right("forward_gradient")
def looks_first_divides_later(f, w, eps=1e-6):
    w = np.asarray(w, dtype=float)
    ahead = [f(w + nudge) for nudge in eps * np.eye(w.size).reshape(w.size, *w.shape)]
    return ((np.array(ahead) - f(w)) / eps).reshape(w.shape)


@right("forward_gradient")
def last_weight_first(f, w, eps=1e-6):
    w = np.asarray(w, dtype=float)
    gradient, here = np.zeros(w.size), f(w)
    for i in reversed(range(w.size)):
        flat = w.flatten()
        flat[i] += eps
        gradient[i] = (f(flat.reshape(w.shape)) - here) / eps
    return gradient.reshape(w.shape)


# relative_error


@mistake("relative_error", "You gave the mean. One wrong weight in a million must show: take the maximum.", keeps=0)
def mean_error(a, b):
    return np.mean(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b)))


@mistake(
    "relative_error",
    "You took two maxima and then divided. Divide first, weight by weight, and take the maximum at the end.",
    keeps=1,
)
def two_maxima(a, b):
    return np.max(abs(a - b)) / max(1e-8, np.max(abs(a) + abs(b)))


@mistake(
    "relative_error",
    "You compared the lengths of whole vectors. Here each weight is judged by itself, and the worst one counts.",
    keeps=1,
)
def of_norms(a, b):
    return np.linalg.norm(a - b) / max(1e-8, np.linalg.norm(a) + np.linalg.norm(b))


@mistake(
    "relative_error",
    "That is the absolute difference. Divide it by the size of the two gradients, |a| + |b|.",
)
def absolute_error(a, b):
    return np.max(abs(a - b))


@mistake(
    "relative_error",
    "Where both gradients are 0 you divide 0 by 0. Let the denominator never fall below 10⁻⁸: np.maximum(1e-8, …).",
    keeps=3,
)
def without_the_floor(a, b):
    return np.max(abs(a - b) / (abs(a) + abs(b)))


@mistake(
    "relative_error",
    "The denominator is |a + b|, which is 0 where a and b have opposite signs. Add the absolute values: |a| + |b|.",
    keeps=2,
)
def sum_before_abs(a, b):
    return np.max(abs(a - b) / np.maximum(1e-8, abs(a + b)))


@mistake(
    "relative_error",
    "You divided by the size of one gradient only. Both count: |a| + |b|.",
    keeps=1,
)
def relative_to_one(a, b):
    return np.max(abs(a - b) / np.maximum(1e-8, abs(a)))


@mistake(
    "relative_error",
    "You gave one error for each weight. Give the largest of them: one number.",
)
def error_of_each(a, b):
    return abs(a - b) / np.maximum(1e-8, abs(a) + abs(b))


@mistake(
    "relative_error",
    "The difference a − b can be negative, and a maximum does not see a large negative one. Take |a − b|.",
    keeps=2,
)
def signed_difference(a, b):
    return np.max((a - b) / np.maximum(1e-8, abs(a) + abs(b)))


@mistake(
    "relative_error",
    "You added 10⁻⁸ to the denominator. It is a floor: the larger one of 10⁻⁸ and |a| + |b|.",
    keeps=3,
)
def added_the_floor(a, b):
    return np.max(abs(a - b) / (1e-8 + abs(a) + abs(b)))


@mistake(
    "relative_error",
    "Python's max compares whole rows of a matrix with each other. Take NumPy's, which looks at every number.",
    keeps=2,
)
def pythons_max(a, b):
    return max(abs(a - b) / np.maximum(1e-8, abs(a) + abs(b)))


@mistake(
    "relative_error", "You divided by the mean of |a| and |b|. Divide by their sum, so that 1 is the worst.", keeps=1
)
def relative_to_the_mean(a, b):
    return np.max(abs(a - b) / np.maximum(1e-8, (abs(a) + abs(b)) / 2))


@mistake(
    "relative_error",
    "Only a denominator of exactly 0 is replaced. Everything below 10⁻⁸ counts as 10⁻⁸: take the larger one.",
    keeps=3,
)
def mends_zeros_only(a, b):
    size = abs(a) + abs(b)
    return np.max(abs(a - b) / np.where(size == 0, 1e-8, size))


@mistake(
    "relative_error",
    "You took the absolute values before the difference, so −2 and 2 count as the same. Subtract first.",
    keeps=1,
)
def difference_of_sizes(a, b):
    return np.max(abs(abs(a) - abs(b)) / np.maximum(1e-8, abs(a) + abs(b)))


@right("relative_error")
def error_by_loop(a, b):
    worst = 0.0
    for one, other in zip(np.ravel(a), np.ravel(b)):
        worst = max(worst, abs(one - other) / max(1e-8, abs(one) + abs(other)))
    return worst


@right("relative_error")
def error_with_where(a, b):
    a, b = np.asarray(a), np.asarray(b)
    size = np.abs(a) + np.abs(b)
    return (np.abs(b - a) / np.where(size > 1e-8, size, 1e-8)).max()


@right("relative_error")
def error_in_float32(a, b):
    a, b = np.asarray(a, dtype=np.float32), np.asarray(b, dtype=np.float32)
    return np.max(np.abs(a - b) / np.maximum(np.float32(1e-8), np.abs(a) + np.abs(b)))
