"""Typical mistakes in nnlib.descent with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.descent import gradient_step

# Read off the slider: L(w) = (10 − 3w)²

right_answer("explore", "eta_one_step", 0.055)
right_answer("explore", "eta_one_step", 0.057)
right_answer("explore", "eta_limit", 0.110)
right_answer("explore", "eta_limit", 0.112)
wrong_answer(
    "explore",
    "eta_one_step",
    0.111,
    "gave_the_limit",
    "There the walk jumps to and fro for ever. Look for the place where the right-hand curve falls straight to the floor.",
)
wrong_answer(
    "explore",
    "eta_one_step",
    0.1,
    "gave_the_lecture_rate",
    "At 0.1 it overshoots and comes back. Go lower until a single step is enough.",
)
wrong_answer(
    "explore",
    "eta_limit",
    0.13,
    "gave_the_end_of_the_slider",
    "There it diverges already. Go back to the first place where the loss stops shrinking.",
)
wrong_answer(
    "explore",
    "eta_limit",
    0.056,
    "gave_the_best_rate",
    "That is the best place, not the limit. Go on to larger values until the loss stops shrinking.",
)
wrong_answer(
    "explore",
    "eta_limit",
    0.1,
    "gave_the_lecture_rate",
    "At 0.1 it jumps from side to side, and still shrinks. The limit is a little further.",
)

# How many guesses

wrong_answer(
    "guesses", "guesses_for_ten", 0, "a_caret", "In Python a power is written 10**10; the sign ^ means something else."
)
wrong_answer(
    "guesses",
    "guesses_for_ten",
    100,
    "multiplied",
    "100 is enough for two weights. Each further weight multiplies the number by ten again.",
)
wrong_answer(
    "guesses",
    "guesses_for_ten",
    1000,
    "three_weights",
    "That is for three weights. Each further one multiplies by ten again.",
)
wrong_answer("guesses", "guesses_for_ten", 1e9, "one_too_few", "Count the factors of ten: one for each weight.")
wrong_answer("guesses", "guesses_for_ten", 1e11, "one_too_many", "Count the factors of ten: one for each weight.")

# By hand: L(w) = (10 − 3w)², from w = 2 with η = 0.1

wrong_answer(
    "by_hand", "slope", 24, "lost_the_sign", "The size is right, the sign is not: −2 x (y − w x), and y − w x is 4."
)
wrong_answer(
    "by_hand",
    "slope",
    -8,
    "forgot_the_inner_derivative",
    "Chain rule: the inside, 10 − 3w, has a derivative of its own, −3.",
)
wrong_answer(
    "by_hand",
    "slope",
    8,
    "forgot_the_inner_derivative",
    "Chain rule: the inside, 10 − 3w, has a derivative of its own, −3.",
)
wrong_answer("by_hand", "slope", -12, "forgot_the_two", "The derivative of u² is 2u, not u.")
wrong_answer(
    "by_hand",
    "slope",
    12,
    "forgot_the_two_and_the_sign",
    "The derivative of u² is 2u; and look at the sign of the inside's derivative, −3.",
)
wrong_answer("by_hand", "slope", 16, "gave_the_loss", "16 is the loss at w = 2. Asked is its slope there.")
wrong_answer(
    "by_hand",
    "w_after_one_step",
    -0.4,
    "added_the_step",
    "You walked uphill: the rule is w minus η times the slope, and the slope is negative.",
)
wrong_answer(
    "by_hand",
    "w_after_one_step",
    26,
    "forgot_the_learning_rate",
    "Multiply the slope by η = 0.1 before you subtract it.",
)
wrong_answer(
    "by_hand",
    "w_after_one_step",
    2.4,
    "gave_the_step",
    "That is how far to walk. Asked is where you stand afterwards: you start at 2.",
)
wrong_answer(
    "by_hand",
    "w_after_one_step",
    -2.4,
    "gave_the_step",
    "That is how far to walk. Asked is where you stand afterwards: you start at 2.",
)
wrong_answer(
    "next_step",
    "w_after_two_steps",
    6.32,
    "added_the_step",
    "At w = 4.4 the slope is positive, +19.2: downhill is to the left now.",
)
wrong_answer(
    "next_step", "w_after_two_steps", 6.8, "used_the_old_slope", "The slope has changed: work it out again at w = 4.4."
)
wrong_answer(
    "next_step",
    "error_factor",
    0.8,
    "lost_the_sign",
    "Right size. But the error was −1.333 before and +1.067 after: it changes sides.",
)
wrong_answer(
    "next_step", "error_factor", -1.25, "upside_down", "Divide the new error by the old one, not the other way round."
)
wrong_answer("next_step", "error_factor", 1.8, "one_minus_too_many", "1 − η · 18 with η = 0.1 is 1 − 1.8.")
wrong_answer(
    "next_step",
    "error_factor",
    -1.8,
    "forgot_the_one",
    "The new error is the old one minus η · 18 times the old one: 1 − 1.8.",
)


@mistake("squared_error", "You gave the error itself, y − w x. Square it: a loss has its minimum where the error is 0.")
def not_squared(w, x, y):
    return y - w * x


@mistake("squared_error", "The prediction is w times x, not w plus x.")
def adds_w_and_x(w, x, y):
    return (y - (w + x)) ** 2


@mistake("squared_error", "The square belongs around the whole difference: (y − w x)², not y² − (w x)².")
def squares_each(w, x, y):
    return y**2 - (w * x) ** 2


@mistake(
    "squared_error", "You took the absolute value. The squared error squares: it makes a large error count much more."
)
def absolute(w, x, y):
    return np.abs(y - w * x)


@mistake("squared_error", "There is a ½ too many: this course's loss is (y − w x)², without it.")
def halved(w, x, y):
    return 0.5 * (y - w * x) ** 2


@mistake(
    "squared_error",
    "You summed over the elements. Each weight has a loss of its own here: return one for each.",
    keeps=1,
)
def sums_up(w, x, y):
    return np.sum((y - w * x) ** 2)


@mistake("squared_error", "You doubled the error. Its square is the error times itself.")
def doubled(w, x, y):
    return (y - w * x) * 2


@mistake("squared_error", "x and y have changed places: the model multiplies w by x, and y is what should come out.")
def x_and_y_swapped(w, x, y):
    return (x - w * y) ** 2


@mistake("squared_error", "The square belongs around the whole difference; here only w x is squared.")
def squares_the_prediction(w, x, y):
    return y - (w * x) ** 2


@right("squared_error")
def by_multiplication(w, x, y):
    error = w * x - y
    return error * error


@right("squared_error")
def expanded(w, x, y):
    w, x, y = np.asarray(w), np.asarray(x), np.asarray(y)
    return y**2 - 2 * w * x * y + (w * x) ** 2


@right("squared_error")
def by_loop(w, x, y):
    if np.ndim(w) == 0:
        return (y - w * x) ** 2
    return [by_one for by_one in ((b - a * c) ** 2 for a, c, b in zip(w, x, y))]


@mistake("squared_error_gradient", "The sign is lost. The inside, y − w x, falls as w grows: its derivative is −x.")
def lost_the_sign(w, x, y):
    return 2 * x * (y - w * x)


@mistake("squared_error_gradient", "The 2 is missing: the derivative of u² is 2u.")
def forgot_the_two(w, x, y):
    return -x * (y - w * x)


@mistake(
    "squared_error_gradient", "You differentiated the square and stopped. Multiply by the derivative of the inside, −x."
)
def forgot_the_inner_derivative(w, x, y):
    return 2 * (y - w * x)


@mistake(
    "squared_error_gradient",
    "You differentiated with respect to x (its factor is w). The weights are what we can change: the factor is x.",
)
def with_respect_to_x(w, x, y):
    return -2 * w * (y - w * x)


@mistake("squared_error_gradient", "That is the loss itself. The gradient is its slope, −2 x (y − w x).")
def gives_the_loss(w, x, y):
    return (y - w * x) ** 2


@mistake(
    "squared_error_gradient", "The error is squared once too often: the derivative of u² is 2u, the square is gone."
)
def kept_the_square(w, x, y):
    return -2 * x * (y - w * x) ** 2


@mistake(
    "squared_error_gradient", "The factor in front is y. The inside, y − w x, has the slope −x: there the x belongs."
)
def with_y_in_front(w, x, y):
    return -2 * y * (y - w * x)


@mistake("squared_error_gradient", "The error is y − w x, with a minus: how far the prediction is from y.")
def adds_prediction_and_target(w, x, y):
    return -2 * x * (y + w * x)


@mistake(
    "squared_error_gradient",
    "You added the slopes up to one number. Each weight has a slope of its own here: return one for each.",
    keeps=1,
)
def sums_the_slopes(w, x, y):
    return np.sum(-2 * x * (y - w * x))


@right("squared_error_gradient")
def prediction_minus_target(w, x, y):
    return 2 * x * (w * x - y)


@right("squared_error_gradient")
def by_nudging(w, x, y):
    from nnlib.descent import squared_error

    return (squared_error(w + 1e-5, x, y) - squared_error(w - 1e-5, x, y)) / 2e-5


@right("squared_error_gradient")
def multiplied_out(w, x, y):
    return 2 * w * x**2 - 2 * x * y


@right("squared_error_gradient")
def gradient_in_float32(w, x, y):
    w, x, y = np.float32(w), np.float32(x), np.float32(y)
    return np.float32(-2) * x * (y - w * x)


@mistake(
    "gradient_step",
    "You added the step. The gradient points uphill, so walk the other way: subtract.",
    also={"gradient_descent": 0},
)
def adds_the_step(w, gradient, learning_rate):
    return w + learning_rate * gradient


@mistake(
    "gradient_step",
    "The learning rate is not used: the step is η times the gradient.",
    also={"gradient_descent": 0},
)
def forgets_the_learning_rate(w, gradient, learning_rate):
    return w - gradient


@mistake(
    "gradient_step",
    "You returned the step. Asked is where you stand after it: w minus the step.",
    also={"gradient_descent": 0},
)
def returns_the_step(w, gradient, learning_rate):
    return learning_rate * gradient


@mistake(
    "gradient_step",
    "You divided by the learning rate. A larger η must give a larger step: multiply.",
    also={"gradient_descent": 0},
)
def divides_by_the_rate(w, gradient, learning_rate):
    return w - gradient / learning_rate


@mistake(
    "gradient_step",
    "You used only the gradient's sign, so every step has the same length. Far from the minimum, steps should be long.",
    also={"gradient_descent": 0},
)
def only_the_sign(w, gradient, learning_rate):
    return w - learning_rate * np.sign(gradient)


@mistake(
    "gradient_step",
    "`-=` and `*=` change the caller's array too, so the old numbers are gone. Make a new one: w − η · gradient.",
    keeps=1,
    also={"gradient_descent": 0},
)
def in_place(w, gradient, learning_rate):
    w -= learning_rate * gradient
    return w


@mistake(
    "gradient_step",
    "The weights and the gradient have changed places: start at w, and let η scale the gradient.",
    also={"gradient_descent": 0},
)
def weights_and_gradient_swapped(w, gradient, learning_rate):
    return gradient - learning_rate * w


@mistake(
    "gradient_step",
    "A learning rate is written into it. Use the one that it is given.",
    keeps=1,
    also={"gradient_descent": 1},
)
def a_rate_of_its_own(w, gradient, learning_rate):
    return w - 0.1 * gradient


@mistake(
    "gradient_step",
    "The worked example is written into it.",
    keeps=3,
    also={"gradient_descent": 1},
    named_by="only_the_visible_inputs",
)
def knows_the_learning_rates(w, gradient, learning_rate):
    return w - (learning_rate if learning_rate in (0.1, 0.5) else 0.01) * gradient


@right("gradient_step")
def as_numpy_calls(w, gradient, learning_rate):
    return np.subtract(w, np.multiply(learning_rate, gradient))


@right("gradient_step")
def step_by_loop(w, gradient, learning_rate):
    new = np.array(w, dtype=float)
    for place in np.ndindex(new.shape):
        new[place] -= learning_rate * np.asarray(gradient)[place]
    return new


@right("gradient_step")
def step_in_float32(w, gradient, learning_rate):
    return np.float32(w) - np.float32(learning_rate) * np.float32(gradient)


@mistake("gradient_descent", "The start is missing: the first row of the trajectory is w0, before any step.")
def without_the_start(gradient_fn, w0, learning_rate, steps):
    w, trajectory = w0, []
    for _ in range(steps):
        w = gradient_step(w, gradient_fn(w), learning_rate)
        trajectory.append(w)
    return np.array(trajectory)


@mistake("gradient_descent", "You returned only where it ends. Keep every w on the way and return them all.")
def only_the_end(gradient_fn, w0, learning_rate, steps):
    w = w0
    for _ in range(steps):
        w = gradient_step(w, gradient_fn(w), learning_rate)
    return w


@mistake("gradient_descent", "One step is missing: w0 and so many steps make steps + 1 rows.")
def one_step_short(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps - 1):
        trajectory.append(gradient_step(trajectory[-1], gradient_fn(trajectory[-1]), learning_rate))
    return np.array(trajectory)


@mistake("gradient_descent", "There is one row too many: w0 and so many steps make steps + 1 rows.")
def one_step_too_many(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps + 1):
        trajectory.append(gradient_step(trajectory[-1], gradient_fn(trajectory[-1]), learning_rate))
    return np.array(trajectory)


@mistake(
    "gradient_descent",
    "It stops where the slope is 0. So many steps were asked for: the rows that follow repeat the last one.",
    keeps=3,
    named_by="only_the_visible_inputs",
)
def stops_on_flat_ground(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps):
        gradient = gradient_fn(trajectory[-1])
        if np.all(np.abs(gradient) < 1e-6):
            break
        trajectory.append(gradient_step(trajectory[-1], gradient, learning_rate))
    return np.array(trajectory)


@mistake(
    "gradient_descent",
    "The handed arguments have changed places: gradient_step wants the weights first, then the gradient.",
)
def hands_the_gradient_first(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps):
        trajectory.append(gradient_step(gradient_fn(trajectory[-1]), trajectory[-1], learning_rate))
    return np.array(trajectory)


@mistake(
    "gradient_descent",
    "The steps stand in the columns. Each w on the way is a row: (steps + 1, number of weights).",
    keeps=2,
)
def steps_in_columns(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps):
        trajectory.append(gradient_step(trajectory[-1], gradient_fn(trajectory[-1]), learning_rate))
    return np.transpose(trajectory)


@mistake(
    "gradient_descent",
    "All numbers stand in one long row. np.append flattens; collect the steps in a list, so that each w is a row.",
    keeps=2,
)
def one_long_row(gradient_fn, w0, learning_rate, steps):
    w, trajectory = w0, np.array(w0)
    for _ in range(steps):
        w = gradient_step(w, gradient_fn(w), learning_rate)
        trajectory = np.append(trajectory, w)
    return trajectory


@mistake(
    "gradient_descent",
    "The slope is worked out once, at w0, and used for every step. Work it out again wherever you stand.",
)
def the_old_gradient(gradient_fn, w0, learning_rate, steps):
    gradient, trajectory = gradient_fn(w0), [w0]
    for _ in range(steps):
        trajectory.append(gradient_step(trajectory[-1], gradient, learning_rate))
    return np.array(trajectory)


@mistake("gradient_descent", "Every step starts again at w0. The next step must start where the last one ended.")
def always_from_the_start(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps):
        trajectory.append(gradient_step(w0, gradient_fn(w0), learning_rate))
    return np.array(trajectory)


@mistake("gradient_descent", "It walks uphill: each step adds η times the gradient. Subtract it.")
def walks_uphill(gradient_fn, w0, learning_rate, steps):
    trajectory = [w0]
    for _ in range(steps):
        trajectory.append(trajectory[-1] + learning_rate * gradient_fn(trajectory[-1]))
    return np.array(trajectory)


@mistake(
    "gradient_descent",
    "All rows are the same: you changed one array in place and stored it again and again. Store a new array each time.",
    keeps=2,
)
def one_array_again_and_again(gradient_fn, w0, learning_rate, steps):
    w = np.array(w0, dtype=float)
    trajectory = [w if w.ndim else float(w)]
    for _ in range(steps):
        w -= learning_rate * gradient_fn(w)
        trajectory.append(w if w.ndim else float(w))
    return np.array(trajectory)


@right("gradient_descent")
def array_filled_in(gradient_fn, w0, learning_rate, steps):
    w0 = np.asarray(w0, dtype=float)
    trajectory = np.empty((steps + 1, *w0.shape))
    trajectory[0] = w0
    for step in range(steps):
        trajectory[step + 1] = trajectory[step] - learning_rate * np.asarray(gradient_fn(trajectory[step]))
    return trajectory


@right("gradient_descent")
def by_recursion(gradient_fn, w0, learning_rate, steps):
    from nnlib.descent import gradient_descent

    if steps == 0:
        return [w0]
    walk = gradient_descent(gradient_fn, w0, learning_rate, steps - 1)
    return [*walk, gradient_step(walk[-1], gradient_fn(walk[-1]), learning_rate)]


@right("gradient_descent")
def as_a_list(gradient_fn, w0, learning_rate, steps):
    w, trajectory = w0, [w0]
    while len(trajectory) <= steps:
        w = w - learning_rate * gradient_fn(w)
        trajectory.append(w)
    return trajectory


@mistake("random_search", "The two results are in the wrong order: first the best w, then its loss.")
def swapped(loss_fn, low, high, trials, rng):
    guesses = [rng.uniform(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return losses[best], guesses[best]


@mistake("random_search", "You kept the last guess. Keep the best one: compare each loss with the smallest so far.")
def keeps_the_last(loss_fn, low, high, trials, rng):
    for _ in range(trials):
        w = rng.uniform(low, high)
        loss = loss_fn(w)
    return w, loss


@mistake(
    "random_search",
    "You kept the guess with the largest loss. The best one has the smallest: turn the comparison round.",
)
def keeps_the_worst(loss_fn, low, high, trials, rng):
    guesses = [rng.uniform(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    worst = np.argmax(losses)
    return guesses[worst], losses[worst]


@mistake("random_search", "Its guesses do not keep to the box. Each number must lie between its low and its high.")
def ignores_the_box(loss_fn, low, high, trials, rng):
    guesses = [rng.uniform(size=np.shape(low)) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search", "All coordinates of a guess are the same number. Draw one for each: size=np.shape(low).", keeps=3
)
def the_same_in_every_direction(loss_fn, low, high, trials, rng):
    guesses = [low + (high - low) * rng.uniform() for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search",
    "It draws from NumPy's global random state, so nobody can repeat it. Draw from rng, as in rng.uniform(low, high).",
    keeps=3,
)
def global_randomness(loss_fn, low, high, trials, rng):
    guesses = [np.random.uniform(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search",
    "It makes a generator of its own with a fixed seed, so every call guesses the same. Use the rng it is given.",
    keeps=3,
)
def a_seed_of_its_own(loss_fn, low, high, trials, rng):
    rng = np.random.default_rng(0)
    guesses = [rng.uniform(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search",
    "Its guesses lie in one half of the box only. Draw them from low to high, the whole way.",
    keeps=2,
)
def half_the_box(loss_fn, low, high, trials, rng):
    guesses = [rng.uniform((np.asarray(low) + high) / 2, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search",
    "Try exactly as many guesses as `trials` says, and ask for each loss once: a first guess before the loop counts too.",
)
def one_guess_too_many(loss_fn, low, high, trials, rng):
    best_w = rng.uniform(low, high)
    best_loss = loss_fn(best_w)
    for _ in range(trials):
        w = rng.uniform(low, high)
        loss = loss_fn(w)
        if loss < best_loss:
            best_w, best_loss = w, loss
    return best_w, best_loss


@mistake(
    "random_search",
    "It guesses whole numbers only, and so the same ones again. Weights are any numbers in between: rng.uniform.",
)
def whole_numbers(loss_fn, low, high, trials, rng):
    guesses = [rng.integers(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search",
    "No loss is below the best loss that you start with, so nothing is ever kept. Start with infinity.",
)
def starts_at_zero(loss_fn, low, high, trials, rng):
    best_w, best_loss = None, 0.0
    for _ in range(trials):
        w = rng.uniform(low, high)
        loss = loss_fn(w)
        if loss < best_loss:
            best_w, best_loss = w, loss
    return best_w, best_loss


@mistake(
    "random_search",
    "You set NumPy's global seed and draw from it. That changes the randomness of all other code; use only rng.",
    keeps=3,
)
def seeds_the_global_state(loss_fn, low, high, trials, rng):
    np.random.seed(int(rng.integers(2**31)))
    guesses = [np.random.uniform(low, high) for _ in range(trials)]
    losses = [loss_fn(w) for w in guesses]
    best = np.argmin(losses)
    return guesses[best], losses[best]


@mistake(
    "random_search",
    "It starts with a best loss of 10⁹, and some losses are never below that. Start with infinity, or the first guess.",
    keeps=4,
    named_by="only_the_visible_inputs",
)
def starts_at_a_billion(loss_fn, low, high, trials, rng):
    best_w, best_loss = None, 1e9
    for _ in range(trials):
        w = rng.uniform(low, high)
        loss = loss_fn(w)
        if loss < best_loss:
            best_w, best_loss = w, loss
    return best_w, best_loss


@right("random_search")
def all_at_once(loss_fn, low, high, trials, rng):
    guesses = rng.uniform(low, high, size=(trials, *np.shape(low)))
    losses = np.array([loss_fn(w) for w in guesses])
    return guesses[losses.argmin()], losses.min()


@right("random_search")
def remembering_the_best(loss_fn, low, high, trials, rng):
    low, high = np.asarray(low), np.asarray(high)
    best_w, best_loss = None, np.inf
    for _ in range(trials):
        w = low + (high - low) * rng.random(low.shape)
        loss = loss_fn(w)
        if loss < best_loss:
            best_w, best_loss = w, loss
    return best_w, best_loss
