"""Typical mistakes in nnlib.network with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.activations import sigmoid
from nnlib.arrays import as_float
from nnlib.backprop import network_backward, network_forward
from nnlib.descent import gradient_step
from nnlib.initializers import glorot_uniform, he_normal, zero_bias
from nnlib.losses import bce, mse, mse_gradient, one_hot
from nnlib.network import OUTPUTS, activation_and_derivative, loss_and_gradient, minibatches, most_likely
from nnlib.softmax import softmax, softmax_cross_entropy

# Read off the widget

wrong_answer(
    "network_explore",
    "best_epoch",
    60,
    "watched_the_training_loss",
    "At 60 the training loss is lowest. Asked is the dashed line, the validation loss.",
)
wrong_answer(
    "network_explore",
    "best_epoch",
    5,
    "very_near",
    "Very near. The curve is flat there: compare the four decimals of the validation loss under the picture.",
)
wrong_answer(
    "network_explore",
    "best_epoch",
    7,
    "very_near",
    "Very near. The curve is flat there: compare the four decimals of the validation loss under the picture.",
)
wrong_answer(
    "network_explore",
    "best_epoch",
    8,
    "very_near",
    "Very near. The curve is flat there: compare the four decimals of the validation loss under the picture.",
)
wrong_answer(
    "network_explore",
    "best_epoch",
    14,
    "with_80_samples",
    "That is where it is lowest with 80 samples. Asked is the epoch with all 341.",
)
wrong_answer(
    "network_explore",
    "best_epoch",
    12,
    "with_160_samples",
    "That is where it is lowest with 160 samples. Asked is the epoch with all 341.",
)
wrong_answer(
    "network_explore",
    "times_larger",
    8,
    "with_all_samples",
    "That is the ratio with all 341 samples. Set the training samples to 80.",
)
wrong_answer(
    "network_explore",
    "times_larger",
    0,
    "divided_the_other_way",
    "You divided the training loss by the validation loss. Asked is how many times larger the validation loss is.",
)
wrong_answer(
    "network_explore", "times_larger", 1, "divided_shares", "You divided the shares of right answers. Take the losses."
)

# By hand: 30, 16, 1; 341 samples in batches of 16; ten classes

wrong_answer(
    "network_by_hand",
    "n_parameters",
    496,
    "forgot_all_biases",
    "These are the weights. Each neuron has a bias as well: 16 + 1 more.",
)
wrong_answer(
    "network_by_hand",
    "n_parameters",
    512,
    "forgot_the_last_bias",
    "One is missing: the output neuron has a bias too.",
)
wrong_answer(
    "network_by_hand",
    "n_parameters",
    47,
    "counted_neurons",
    "That is 30 + 16 + 1, inputs and neurons. Asked is how many weights and biases lie between them.",
)
wrong_answer(
    "network_by_hand",
    "n_parameters",
    480,
    "first_layer_only",
    "That is the first W alone. Add its biases, and the layer that leads to the output.",
)
wrong_answer(
    "network_by_hand",
    "n_steps",
    21,
    "dropped_the_last_batch",
    "21 full batches hold 336 samples. The rest makes one more.",
)
wrong_answer("network_by_hand", "n_steps", 341, "one_step_a_sample", "That would be batches of one sample.")
wrong_answer(
    "network_by_hand",
    "n_steps",
    16,
    "gave_the_batch_size",
    "16 is how many samples are in a batch, not how many batches there are.",
)
wrong_answer(
    "network_by_hand", "n_steps", 1, "one_step_an_epoch", "There is one step for each batch, not for each epoch."
)
wrong_answer(
    "network_by_hand",
    "last_batch",
    16,
    "took_a_full_batch",
    "341 is no multiple of 16. How many are left after 21 full batches?",
)
wrong_answer(
    "network_by_hand",
    "last_batch",
    11,
    "what_is_missing",
    "11 are missing to a full batch. Asked is how many are there.",
)
wrong_answer(
    "network_by_hand",
    "loss_at_start",
    0.1,
    "gave_the_probability",
    "0.1 is the probability of the true class. The loss is minus its logarithm.",
)
wrong_answer(
    "network_by_hand",
    "loss_at_start",
    -2.30,
    "kept_the_minus",
    "The logarithm of 0.1 is negative; the loss is minus the logarithm.",
)
wrong_answer(
    "network_by_hand",
    "loss_at_start",
    1,
    "took_the_decimal_logarithm",
    "That is the logarithm to base 10. log is the natural one.",
)
wrong_answer(
    "network_by_hand",
    "loss_at_start",
    0.69,
    "took_two_classes",
    "That is the loss for two classes, −log ½. There are ten.",
)

# The losses that fit

right_answer("network_breast_cancer", "tumor_loss", "cce")
wrong_answer(
    "network_breast_cancer",
    "tumor_loss",
    "mse",
    "mse_for_two_classes",
    "mse has a linear output: any number, no probability. Which loss asks a yes-or-no question?",
)
wrong_answer(
    "network_digits",
    "digit_loss",
    "mse",
    "mse_for_ten_classes",
    "With mse the digit 7 would be nearly an 8. The ten classes are names, not amounts: which loss gives each a probability?",
)
wrong_answer(
    "network_digits",
    "digit_loss",
    "bce",
    "bce_for_ten_classes",
    "bce asks one yes-or-no question. Here one of ten classes is the right one.",
)


# standardize


@mistake(
    "standardize",
    "The mean is taken over all samples, test included: so the training learns something of the test. Use x_train's alone.",
    keeps=1,
)
def statistics_of_everything(x_train, *others):
    everything = np.concatenate([x_train, *others])
    scale = everything.std(axis=0)
    scale[scale == 0] = 1
    return tuple((x - everything.mean(axis=0)) / scale for x in (x_train, *others))


@mistake(
    "standardize",
    "Each array is standardized by its own mean. A new sample must be measured by the training's: use those for all.",
    keeps=1,
)
def each_by_its_own(x_train, *others):
    found = []
    for x in (x_train, *others):
        x = np.asarray(x, dtype=float)
        scale = x.std(axis=0)
        found.append((x - x.mean(axis=0)) / np.where(scale == 0, 1, scale))
    return tuple(found)


@mistake("standardize", "It takes the mean of each sample. Take the mean of each feature, down the columns: axis 0.")
def along_the_samples(x_train, *others):
    everything = [np.asarray(x, dtype=float) for x in (x_train, *others)]
    return tuple((x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) for x in everything)


@mistake(
    "standardize", "One mean for all features together leaves them as different as they were. Each column has its own."
)
def one_mean_for_all(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    return tuple((np.asarray(x) - x_train.mean()) / x_train.std() for x in (x_train, *others))


@mistake("standardize", "You divided by the variance. The standard deviation is its root.", keeps=0)
def divides_by_the_variance(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    variance = x_train.var(axis=0)
    variance[variance == 0] = 1
    return tuple((np.asarray(x) - x_train.mean(axis=0)) / variance for x in (x_train, *others))


@mistake(
    "standardize",
    "The mean is gone, but the features keep their old sizes. Divide by the standard deviation as well.",
    keeps=0,
)
def only_shifts(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    return tuple(np.asarray(x) - x_train.mean(axis=0) for x in (x_train, *others))


@mistake(
    "standardize",
    "A constant feature has the standard deviation 0, and you divide by it. Only shift such a feature.",
    keeps=2,
)
def divides_by_zero(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    return tuple((np.asarray(x) - x_train.mean(axis=0)) / x_train.std(axis=0) for x in (x_train, *others))


@mistake(
    "standardize",
    "A tiny number in the denominator keeps you from 0/0. But one test sample that differs there becomes a hundred million.",
    keeps=2,
)
def adds_a_tiny_number(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    return tuple((np.asarray(x) - x_train.mean(axis=0)) / (x_train.std(axis=0) + 1e-8) for x in (x_train, *others))


@mistake("standardize", "This squeezes each feature between 0 and 1. Asked is mean 0 and standard deviation 1.")
def squeezes_to_one(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    low, reach = x_train.min(axis=0), np.ptp(x_train, axis=0)
    return tuple((np.asarray(x) - low) / np.where(reach > 0, reach, 1) for x in (x_train, *others))


@mistake(
    "standardize", "You divided by N − 1 inside the deviation. Here it is the root of the plain mean: x.std(axis=0)."
)
def divides_by_one_less(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    scale = x_train.std(axis=0, ddof=1)
    scale[scale == 0] = 1
    return tuple((np.asarray(x) - x_train.mean(axis=0)) / scale for x in (x_train, *others))


@mistake("standardize", "The other arrays do not come back. Return all of them, in the order they were given.", keeps=1)
def returns_training_only(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    scale = x_train.std(axis=0)
    scale[scale == 0] = 1
    return ((x_train - x_train.mean(axis=0)) / scale,)


@mistake(
    "standardize",
    "Each array has its own mean here, and a constant feature is divided by 0. Use x_train's μ and s for all; where s is 0, only shift.",
    keeps=1,
)
def each_by_its_own_unguarded(x_train, *others):
    arrays = [np.asarray(x, dtype=float) for x in (x_train, *others)]
    return tuple((x - x.mean(axis=0)) / x.std(axis=0) for x in arrays)


@mistake(
    "standardize",
    "A plain array comes back. Return a tuple with one array for each that was given, also when it is only one.",
)
def returns_a_bare_array(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    scale = x_train.std(axis=0)
    scale[scale == 0] = 1
    return (x_train - x_train.mean(axis=0)) / scale


@mistake(
    "standardize",
    "A small deviation is taken for 0. In other units the same feature would be large: only a constant one is left unscaled.",
    keeps=2,
)
def skips_what_is_small(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    scale = x_train.std(axis=0)
    scale[scale < 0.001] = 1
    return tuple((np.asarray(x) - x_train.mean(axis=0)) / scale for x in (x_train, *others))


@mistake(
    "standardize",
    "A feature that is constant in x_train is 0 everywhere here. It is shifted like the others: a new sample may differ in it.",
    keeps=2,
)
def zero_for_what_is_constant(x_train, *others):
    x_train = np.asarray(x_train, dtype=float)
    mean, scale = x_train.mean(axis=0), x_train.std(axis=0)
    with np.errstate(all="ignore"):
        found = [(np.asarray(x) - mean) / scale for x in (x_train, *others)]
    return tuple(np.where(scale > 0, x, 0.0) for x in found)


@right("standardize")
def standardize_in_float32(x_train, *others):
    x_train = np.float32(x_train)
    mean, scale = x_train.mean(axis=0), x_train.std(axis=0)
    scale[scale == 0] = 1
    return [(np.float32(x) - mean) / scale for x in (x_train, *others)]


@right("standardize")
def standardize_column_by_column(x_train, *others):
    found = tuple(np.array(x, dtype=float) for x in (x_train, *others))
    for k, column in enumerate(np.transpose(x_train)):
        mean = sum(column) / len(column)
        scale = (sum((value - mean) ** 2 for value in column) / len(column)) ** 0.5
        for x in found:
            x[:, k] -= mean
            if scale > 0:
                x[:, k] /= scale
    return found


# minibatches


@mistake(
    "minibatches",
    "The last batch is missing: 9 samples make batches of 4, 4 and 1. Keep what is left.",
    keeps=1,
    also={"network_fit": 3},
)
def drops_the_rest(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n // batch_size)]


@mistake(
    "minibatches",
    "Drawing n times at random takes some samples twice and leaves others out. Bring them into a random order instead.",
    keeps=1,
    also={"network_fit": 1.5},
)
def draws_with_replacement(n, batch_size, rng):
    order = rng.integers(0, n, size=n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "The samples stay in their old order. Shuffle their numbers with rng first.",
    keeps=2,
    also={"network_fit": 5},
)
def keeps_the_old_order(n, batch_size, rng):
    order = np.arange(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "It makes a generator of its own, with a fixed seed: every epoch gets the same order. Use the rng that is given.",
    keeps=2,
    also={"network_fit": 5},
)
def seeds_its_own(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "np.random draws from a hidden generator, so nobody can repeat your run. All randomness comes from rng.",
    keeps=2,
    also={"network_fit": 5.5},
)
def draws_from_numpy(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "The same neighbours always meet: you shuffled the batches, or inside them. Shuffle all samples first, then cut.",
    keeps=2,
    also={"network_fit": 5},
)
def shuffles_the_batches(n, batch_size, rng):
    order = np.arange(n)
    batches = [order[start : start + batch_size] for start in range(0, n, batch_size)]
    rest = batches.pop() if n % batch_size else None
    rng.shuffle(batches)
    return [*batches, rest] if rest is not None else batches


@mistake(
    "minibatches",
    "You made batch_size batches. It says how many samples are in one.",
    keeps=2,
    also={"network_fit": 2.5},
)
def so_many_batches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)


@mistake(
    "minibatches",
    "The slices overlap: each begins one sample after the one before. Each must begin batch_size further on.",
    also={"network_fit": 3},
)
def slices_overlap(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k : k + batch_size] for k in range(n // batch_size)]


@mistake(
    "minibatches",
    "You cut a slice at every sample, so the batches overlap. Go on by batch_size from one to the next.",
    also={"network_fit": 0.5},
)
def a_slice_at_every_sample(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[k : k + batch_size] for k in range(n)]


@mistake(
    "minibatches",
    "If you use rng.shuffle: it changes the array in its place and returns None. Keep the array's own name, or take a permutation.",
    also={"network_fit": 0, "network_breast_cancer": 1, "network_digits": 1},
)
def keeps_what_shuffle_returns(n, batch_size, rng):
    order = rng.shuffle(np.arange(n))
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "You set NumPy's global seed. That changes the randomness of all other code; use only rng.",
    keeps=2,
    also={"network_fit": 6},
)
def seeds_numpy_from_rng(n, batch_size, rng):
    np.random.seed(int(rng.integers(2**31)))
    order = np.random.permutation(n)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "The same neighbours always meet: you shuffled the batches, or inside them. Shuffle all samples first, then cut.",
    keeps=2,
    also={"network_fit": 5},
    named_by="shuffles_the_batches",
)
def shuffles_inside_batches(n, batch_size, rng):
    order = np.arange(n)
    return [rng.permutation(order[start : start + batch_size]) for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "The sample numbers are floats, and x[batch] refuses those. Keep them whole.",
    keeps=0,
    also={"network_fit": 0, "network_breast_cancer": 1, "network_digits": 1},
)
def numbers_as_floats(n, batch_size, rng):
    order = rng.permutation(n).astype(float)
    return [order[start : start + batch_size] for start in range(0, n, batch_size)]


@mistake(
    "minibatches",
    "These are parts of nearly equal size. Each batch but the last has exactly batch_size samples.",
    keeps=2,
    also={"network_fit": 5},
)
def equal_parts(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))


@right("minibatches")
def batches_by_split(n, batch_size, rng):
    return np.split(rng.permutation(n), np.arange(batch_size, n, batch_size))


@right("minibatches")
def batches_as_lists(n, batch_size, rng):
    order, batches = list(range(n)), []
    rng.shuffle(order)
    while order:
        batches.append([order.pop() for _ in range(min(batch_size, len(order)))])
    return tuple(batches)


# loss_and_gradient


@mistake(
    "loss_and_gradient",
    "y of shape (N,) meets z of shape (N, 1). Bring y into the shape of z first.",
    keeps=2.5,
    also={"network_backward_pass": 3, "network_fit": 3.5, "network_breast_cancer": 1},
)
def forgets_the_column(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (p - y) / p.size


@mistake(
    "loss_and_gradient",
    "NumPy subtracted every label from every prediction: (N,) from (N, 1) gives (N, N). Bring y into the shape of z first.",
    keeps=2.5,
    also={"network_backward_pass": 3, "network_fit": 3.5, "network_breast_cancer": 1},
)
def every_label_from_every_prediction(z, y, loss):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    if loss == "mse":
        return np.mean((y - z) ** 2), 2 * (z - y) / (z - y).size
    p = sigmoid(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), (p - y) / (p - y).size


@mistake(
    "loss_and_gradient",
    "The gradient of bce is right, its loss is not: bce wants the true y first, and the probability p second.",
    keeps=3.5,
)
def bce_the_wrong_way_round(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(p, y), (p - y) / y.size


@mistake(
    "loss_and_gradient",
    "bce stopped. It wants a probability: p = σ(z), not z.",
    keeps=3.5,
    also={"network_backward_pass": 3, "network_fit": 5.5, "network_breast_cancer": 1},
)
def bce_of_z(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    return bce(y, z), (sigmoid(z) - y) / y.size


@mistake(
    "loss_and_gradient",
    "z − y has the shape (N, N) here, as (N, 1) met (N,). Give y the shape of z before you subtract.",
    keeps=2,
    also={"network_backward_pass": 3, "network_fit": 3.5, "network_breast_cancer": 1},
)
def square_of_differences(z, y, loss):
    z, y = np.asarray(z, dtype=float), np.asarray(y)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    if loss == "mse":
        return np.mean((z - y) ** 2), 2 * (z - y) / len(z)
    p = sigmoid(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), (p - y) / len(z)


@mistake(
    "loss_and_gradient",
    "That is the slope for p. For bce you want the slope for z: times the slope of the sigmoid, it becomes (p − y)/n.",
    keeps=3.5,
    also={"network_breast_cancer": 1},
)
def slope_for_p(z, y, loss):
    from nnlib.losses import bce_gradient

    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), bce_gradient(y, p)


@mistake(
    "loss_and_gradient",
    "For bce, z is no probability yet: send it through the sigmoid first.",
    keeps=3.5,
    also={"network_breast_cancer": 1},
)
def z_as_a_probability(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = np.clip(z, 1e-12, 1 - 1e-12)
    return bce(y, p), (p - y) / y.size


@mistake(
    "loss_and_gradient",
    "softmax_cross_entropy takes the logits and does the softmax itself. You sent z through softmax twice.",
    keeps=3,
    also={"network_digits": 1},
)
def softmax_twice(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(softmax(z), one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (p - y) / y.size


@mistake(
    "loss_and_gradient",
    "softmax_cross_entropy wants one-hot rows as wide as z. Class numbers must become that first; the largest y may be missing.",
    keeps=4,
    also={"network_backward_pass": 1, "network_fit": 2.5, "network_digits": 1},
)
def class_numbers_as_they_are(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (p - y) / y.size


@mistake(
    "loss_and_gradient",
    "The functions of notebooks 06 and 08 have divided by the number of samples already. Do not do it again.",
    also={"network_fit": 4, "network_digits": 1},
)
def averages_twice(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        value, dz = softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
        return value, dz / len(z)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z) / len(z)
    p = sigmoid(z)
    return bce(y, p), (p - y) / y.size / len(z)


@mistake(
    "loss_and_gradient",
    "The gradient of bce is not averaged: divide p − y by the number of samples, as the loss is a mean.",
    keeps=3.5,
)
def bce_not_averaged(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), p - y


@mistake(
    "loss_and_gradient",
    "The gradient of bce points the wrong way: it is p − y, what was said minus what is true.",
    keeps=3.5,
    also={"network_breast_cancer": 1},
)
def bce_the_other_way(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (y - p) / y.size


@mistake(
    "loss_and_gradient",
    "First the loss, then the gradient: you return them the other way round.",
    also={"network_backward_pass": 0, "network_fit": 0, "network_breast_cancer": 1, "network_digits": 1},
)
def gradient_first(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)[::-1]
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse_gradient(y, z), mse(y, z)
    p = sigmoid(z)
    return (p - y) / y.size, bce(y, p)


@mistake(
    "loss_and_gradient",
    "The gradient of mse is not averaged. Notebook 06 has a function for it.",
    keeps=3.5,
    also={"network_fit": 4},
)
def mse_slope_not_averaged(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), 2 * (z - y)
    p = sigmoid(z)
    return bce(y, p), (p - y) / y.size


@mistake(
    "loss_and_gradient",
    "For bce there is a p (1 − p) too many. The slope of the sigmoid is in p − y already: it has cancelled.",
    keeps=3.5,
)
def bce_slope_times_the_bend(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]) if np.ndim(y) == 1 else y)
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (p - y) * p * (1 - p) / y.size


@mistake("loss_and_gradient", "y may come as one-hot rows already. Make them only where y has one axis.", keeps=4)
def always_one_hot(z, y, loss):
    z = np.asarray(z, dtype=float)
    if loss == "cce":
        return softmax_cross_entropy(z, one_hot(y, z.shape[1]))
    y = np.reshape(y, z.shape)
    if loss == "mse":
        return mse(y, z), mse_gradient(y, z)
    p = sigmoid(z)
    return bce(y, p), (p - y) / y.size


@right("loss_and_gradient")
def in_two_steps(z, y, loss):
    from nnlib.losses import bce_gradient, cce, cce_gradient

    z = np.asarray(z, dtype=float)
    if loss == "mse":
        y = np.asarray(y).reshape(z.shape)
        return mse(y, z), mse_gradient(y, z)
    if loss == "bce":
        y, p = np.asarray(y).reshape(-1, 1), sigmoid(z)
        return bce(y, p), bce_gradient(y, p) * p * (1 - p)
    y, p = (one_hot(y, z.shape[1]) if np.ndim(y) == 1 else np.asarray(y)), softmax(z)
    dp = cce_gradient(y, p)
    return cce(y, p), p * (dp - np.sum(dp * p, axis=1, keepdims=True))


@right("loss_and_gradient")
def sample_by_sample(z, y, loss):
    z, n = np.asarray(z, dtype=float), len(z)
    total, dz = 0.0, np.zeros(z.shape)
    for row in range(n):
        if loss == "cce":
            p = np.exp(z[row] - z[row].max())
            p /= p.sum()
            truth = np.eye(len(p))[y[row]] if np.ndim(y) == 1 else np.asarray(y)[row]
            total -= truth @ np.log(p) / n
            dz[row] = (p - truth) / n
        elif loss == "bce":
            p = 1 / (1 + np.exp(-z[row]))
            truth = np.reshape(y, z.shape)[row]
            total -= np.sum(np.log(np.where(truth == 1, p, 1 - p))) / z.size
            dz[row] = (p - truth) / z.size
        else:
            truth = np.reshape(y, z.shape)[row]
            total += np.sum((z[row] - truth) ** 2) / z.size
            dz[row] = 2 * (z[row] - truth) / z.size
    return total, dz


# Network.__init__


@mistake(
    "Network.__init__",
    "W has one row for each input. It must have one row for each neuron: (n_out, n_in).",
    also={
        "network_forward_pass": 0,
        "network_backward_pass": 0,
        "network_step": 0,
        "network_fit": 0,
        "network_predict": 0,
        "network_breast_cancer": 1,
        "network_digits": 1,
    },
)
def rows_for_the_inputs(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(start(n_in, n_out, rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "Each entry of self.params is a pair: W, and b with one zero for each neuron of the layer. Here b is missing.",
    also={
        "network_forward_pass": 0,
        "network_backward_pass": 0,
        "network_step": 0,
        "network_fit": 0,
        "network_predict": 0,
        "network_breast_cancer": 1,
        "network_digits": 1,
    },
)
def forgets_the_biases(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    self.params = [start(n_out, n_in, rng) for n_in, n_out in zip(layer_sizes, layer_sizes[1:])]


@mistake(
    "Network.__init__",
    "W is right. b is a plain list of zeros, one for each neuron of its layer: shape (n_out,).",
    also={
        "network_forward_pass": 0,
        "network_backward_pass": 0,
        "network_step": 0,
        "network_fit": 0,
        "network_predict": 0,
        "network_breast_cancer": 1,
        "network_digits": 1,
    },
)
def biases_of_another_shape(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(start(n_out, n_in, rng), np.zeros((1, n_out))) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "The weights are Glorot's for every activation. ReLU and its like lose half of the signal: give them He's.",
    keeps=1,
)
def always_glorot(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(glorot_uniform(n_out, n_in, rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "The weights are He's for every activation. His factor 2 is for ReLU; tanh and sigmoid want Glorot's.",
    keeps=1,
)
def always_he(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(he_normal(n_out, n_in, rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "All weights are zero: then all neurons of a layer stay alike for ever. Begin at random.",
    keeps=1,
)
def begins_with_zeros(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(np.zeros((n_out, n_in)), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "The last layer is missing: the output needs its W and b too.",
    also={
        "network_forward_pass": 0,
        "network_backward_pass": 0,
        "network_step": 0,
        "network_fit": 3.5,
        "network_predict": 0,
        "network_breast_cancer": 1,
        "network_digits": 1,
    },
)
def forgets_the_output_layer(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    sizes = zip(layer_sizes[:-2], layer_sizes[1:-1])
    self.params = [(start(n_out, n_in, rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "The order is turned round: He's weights are for relu and its like, Glorot's for all others.",
    keeps=1,
)
def he_and_glorot_swapped(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = glorot_uniform if self.activation.__name__ in ("relu", "leaky_relu", "elu") else he_normal
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(start(n_out, n_in, rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "Only relu gets He's weights here; leaky_relu and elu want them too.",
    keeps=1,
)
def he_for_relu_only(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ == "relu" else glorot_uniform
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(start(n_out, n_in, rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "The first weights come from a generator that __init__ makes itself. Hand the given rng to the initializer.",
    keeps=1,
    also={"network_fit": 0},
)
def starts_with_its_own_rng(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), np.random.default_rng()
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(start(n_out, n_in, self.rng), zero_bias(n_out)) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "W is right. b is a plain list or holds whole numbers; training cannot add to it. Make it an array of floats: zero_bias.",
    keeps=0,
    also={
        "network_forward_pass": 0,
        "network_backward_pass": 0,
        "network_step": 0,
        "network_fit": 0,
        "network_predict": 0,
        "network_breast_cancer": 1,
        "network_digits": 1,
    },
)
def lists_of_whole_zeros(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    sizes = zip(layer_sizes, layer_sizes[1:])
    self.params = [(start(n_out, n_in, rng), [0] * n_out) for n_in, n_out in sizes]


@mistake(
    "Network.__init__",
    "It works for one hidden layer only. layer_sizes may have any length: make a pair for each two neighbours in it.",
    keeps=2,
    also={
        "network_forward_pass": 2,
        "network_backward_pass": 3,
        "network_step": 1,
        "network_fit": 4,
        "network_predict": 0,
        "network_breast_cancer": 3,
        "network_digits": 3,
    },
)
def three_sizes_only(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    start = he_normal if self.activation.__name__ in ("relu", "leaky_relu", "elu") else glorot_uniform
    n_in, hidden, n_out = layer_sizes
    self.params = [(start(hidden, n_in, rng), zero_bias(hidden)), (start(n_out, hidden, rng), zero_bias(n_out))]


@right("Network.__init__")
def starts_in_a_loop(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    self.params = []
    for layer in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[layer], layer_sizes[layer + 1]
        if self.activation.__name__ in ("relu", "leaky_relu", "elu"):
            W = he_normal(n_out, n_in, rng)
        else:
            W = glorot_uniform(n_out, n_in, rng)
        self.params.append([W, np.zeros(n_out)])


@right("Network.__init__")
def starts_from_numpy_alone(self, layer_sizes, activation, loss, rng):
    self.activation, self.derivative = activation_and_derivative(activation)
    self.loss, self.rng = getattr(loss, "__name__", loss), rng
    sizes, self.params = list(layer_sizes), []
    for n_in, n_out in zip(sizes, sizes[1:]):
        he, bound = self.activation.__name__.endswith("elu"), np.sqrt(6 / (n_in + n_out))
        W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in) if he else rng.uniform(-bound, bound, (n_out, n_in))
        self.params.append((W, np.zeros(n_out)))


# Network.forward


@mistake(
    "Network.forward",
    "This is the last z. For bce and cce it still has to go through what OUTPUTS says: the output is a probability.",
    keeps=1,
)
def stops_at_z(self, x):
    z, _ = network_forward(x, self.params, self.activation)
    return z


@mistake(
    "Network.forward", "The activation follows the last layer too. There it makes way for what belongs to the loss."
)
def bends_the_last_layer(self, x):
    z, _ = network_forward(x, self.params, self.activation)
    return OUTPUTS[self.loss](self.activation(z))


@mistake(
    "Network.forward",
    "Softmax follows every network here. Which function of OUTPUTS belongs to self.loss?",
    keeps=1,
    also={"network_breast_cancer": 1},
)
def softmax_for_all(self, x):
    z, _ = network_forward(x, self.params, self.activation)
    return softmax(z)


@mistake(
    "Network.forward", "Sigmoid follows every network here. Which function of OUTPUTS belongs to self.loss?", keeps=1
)
def sigmoid_for_all(self, x):
    z, _ = network_forward(x, self.params, self.activation)
    return sigmoid(z)


@mistake(
    "Network.forward",
    "It returns output and cache together. Here only the output is wanted.",
    also={"network_predict": 0, "network_breast_cancer": 1, "network_digits": 1},
)
def returns_the_cache_too(self, x):
    z, cache = network_forward(x, self.params, self.activation)
    return OUTPUTS[self.loss](z), cache


@mistake("Network.forward", "The biases are missing: z = W a + b in every layer.")
def without_biases(self, x):
    a = np.asarray(x, dtype=float)
    for W, _ in self.params[:-1]:
        a = self.activation(a @ W.T)
    return OUTPUTS[self.loss](a @ self.params[-1][0].T)


@mistake(
    "Network.forward",
    "You handed on the derivative in the place of the activation.",
    also={"network_breast_cancer": 1, "network_digits": 1},
)
def bends_with_the_derivative(self, x):
    z, _ = network_forward(x, self.params, self.derivative)
    return OUTPUTS[self.loss](z)


@mistake(
    "Network.forward",
    "It bends with tanh, whatever the network was made with. Hand on self.activation.",
    keeps=1,
    also={"network_digits": 1},
)
def bends_with_tanh_always(self, x):
    z, _ = network_forward(x, self.params, np.tanh)
    return OUTPUTS[self.loss](z)


@right("Network.forward")
def forward_layer_by_layer(self, x):
    from nnlib.backprop import linear_forward

    a = np.asarray(x, dtype=float)
    for W, b in self.params[:-1]:
        a = self.activation(linear_forward(a, W, b))
    z = linear_forward(a, *self.params[-1])
    if self.loss == "mse":
        return z
    return softmax(z) if self.loss == "cce" else 1 / (1 + np.exp(-z))


@right("Network.forward")
def forward_in_float32(self, x):
    params = [(np.float32(W), np.float32(b)) for W, b in self.params]
    return OUTPUTS[self.loss](network_forward(np.float32(x), params, self.activation)[0])


# Network.backward


@mistake(
    "Network.backward",
    "loss_and_gradient has averaged over the samples already. You divided by their number again.",
    keeps=1.5,
    also={"network_fit": 4, "network_digits": 1},
)
def divides_by_n_again(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return loss, network_backward(dz / len(x), cache, self.params, self.derivative)


@mistake(
    "Network.backward",
    "These are sums over the samples. The loss is a mean, so its gradient is one too: leave dz as it is.",
    keeps=1.5,
    also={"network_fit": 4, "network_digits": 1},
)
def sums_over_samples(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return loss, network_backward(dz * len(x), cache, self.params, self.derivative)


@mistake(
    "Network.backward",
    "You gave the probabilities to loss_and_gradient. It wants z, and does the rest itself.",
    also={"network_digits": 1},
)
def starts_from_probabilities(self, x, y):
    _, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(self.forward(x), y, self.loss)
    return loss, network_backward(dz, cache, self.params, self.derivative)


@mistake(
    "Network.backward",
    "On the way back each bend multiplies by its slope: hand on self.derivative, not self.activation.",
    keeps=1.5,
)
def activation_on_the_way_back(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return loss, network_backward(dz, cache, self.params, self.activation)


@mistake(
    "Network.backward",
    "dz stands behind the last layer, where there is no bend: do not multiply it by the derivative.",
    keeps=1.5,
    also={"network_digits": 1},
)
def bends_dz(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return loss, network_backward(dz * self.derivative(z), cache, self.params, self.derivative)


@mistake(
    "Network.backward",
    "Only the gradients come back. Return the loss as well: return loss, gradients.",
    also={"network_fit": 0, "network_breast_cancer": 1, "network_digits": 1},
)
def forgets_the_loss(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    _, dz = loss_and_gradient(z, y, self.loss)
    return network_backward(dz, cache, self.params, self.derivative)


@mistake(
    "Network.backward",
    "Both come back, in the other order: the loss first, then the gradients.",
    also={"network_fit": 0, "network_breast_cancer": 1, "network_digits": 1},
)
def gradients_before_the_loss(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return network_backward(dz, cache, self.params, self.derivative), loss


@mistake(
    "Network.backward",
    "It takes the step right away. It must only say where to go; step comes later.",
    also={"network_fit": 3},
)
def steps_right_away(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    gradients = network_backward(dz, cache, self.params, self.derivative)
    self.set_parameters([(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(self.params, gradients)])
    return loss, gradients


@mistake(
    "Network.backward",
    "The pairs come in the order of the way back. The first layer must stand first, as in parameters().",
    keeps=1.5,
    also={"network_fit": 2, "network_breast_cancer": 1, "network_digits": 1},
)
def last_layer_first(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return loss, network_backward(dz, cache, self.params, self.derivative)[::-1]


@mistake(
    "Network.backward",
    "It goes back as through tanh, whatever the network was made with. Hand on self.derivative.",
    keeps=3.5,
    named_by="only_the_visible_inputs",
)
def slope_of_tanh_always(self, x, y):
    z, cache = network_forward(x, self.params, self.activation)
    loss, dz = loss_and_gradient(z, y, self.loss)
    return loss, network_backward(dz, cache, self.params, lambda z: 1 - np.tanh(z) ** 2)


@right("Network.backward")
def backward_layer_by_layer(self, x, y):
    from nnlib.backprop import linear_backward

    inputs, sums, a = [], [], np.asarray(x, dtype=float)
    for W, b in self.params:
        inputs.append(a)
        sums.append(a @ W.T + b)
        a = self.activation(sums[-1])
    loss, upstream = loss_and_gradient(sums[-1], y, self.loss)
    gradients = []
    for k in reversed(range(len(self.params))):
        da, dW, db = linear_backward(upstream, inputs[k], self.params[k][0])
        gradients.insert(0, [dW, db])
        upstream = da * self.derivative(sums[k - 1]) if k else None
    return loss, gradients


@right("Network.backward")
def backward_sample_by_sample(self, x, y):
    total, sums = 0.0, None
    for n in range(len(x)):
        z, cache = network_forward(x[n : n + 1], self.params, self.activation)
        loss, dz = loss_and_gradient(z, y[n : n + 1], self.loss)
        gradients = network_backward(dz, cache, self.params, self.derivative)
        total += loss / len(x)
        flat = [part / len(x) for pair in gradients for part in pair]
        sums = flat if sums is None else [one + other for one, other in zip(sums, flat)]
    return total, [(sums[k], sums[k + 1]) for k in range(0, len(sums), 2)]


# Network.step


@mistake(
    "Network.step",
    "It walks uphill. The gradient says where the loss grows: go the other way, and subtract.",
    also={"network_breast_cancer": 1, "network_digits": 1},
)
def step_uphill(self, gradients, learning_rate):
    for (W, b), (dW, db) in zip(self.params, gradients):
        W += learning_rate * dW
        b += learning_rate * db


@mistake("Network.step", "The weights move, the biases stay. Each b has a gradient as well.")
def leaves_the_biases(self, gradients, learning_rate):
    for (W, _), (dW, _) in zip(self.params, gradients):
        W -= learning_rate * dW


@mistake(
    "Network.step",
    "Nothing has changed: W = W − … gives a new array that name for one turn, and the network never hears of it.",
    also={"network_fit": 4, "network_breast_cancer": 1, "network_digits": 1},
)
def names_a_new_array(self, gradients, learning_rate):
    for (W, b), (dW, db) in zip(self.params, gradients):
        W = W - learning_rate * dW
        b = b - learning_rate * db


@mistake(
    "Network.step", "It makes the whole step, without the learning rate. Go only η of the way.", also={"network_fit": 3}
)
def step_without_rate(self, gradients, learning_rate):
    for (W, b), (dW, db) in zip(self.params, gradients):
        W -= dW
        b -= db


@mistake("Network.step", "Only the first layer moves. Walk through all pairs.", keeps=1)
def moves_the_first_layer(self, gradients, learning_rate):
    (W, b), (dW, db) = self.params[0], gradients[0]
    W -= learning_rate * dW
    b -= learning_rate * db


@mistake(
    "Network.step",
    "The new numbers are returned, and the network keeps the old ones. Put them into self.params, or change each array in place.",
    also={"network_fit": 4, "network_breast_cancer": 1, "network_digits": 1},
)
def returns_new_parameters(self, gradients, learning_rate):
    pairs = zip(self.params, gradients)
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in pairs]


@mistake(
    "Network.step", "The learning rate is averaged over the layers. Each layer takes the same full step η.", keeps=1
)
def shares_the_rate(self, gradients, learning_rate):
    for (W, b), (dW, db) in zip(self.params, gradients):
        W -= learning_rate / len(self.params) * dW
        b -= learning_rate / len(self.params) * db


@mistake(
    "Network.step",
    "The biases make the whole step, without the learning rate. They go only η of the way too.",
    keeps=0,
    also={"network_fit": 3},
)
def rate_for_the_weights_only(self, gradients, learning_rate):
    for (W, b), (dW, db) in zip(self.params, gradients):
        W -= learning_rate * dW
        b -= db


@mistake(
    "Network.step",
    "gradient_step wants the weights first, then the gradient.",
    keeps=0,
    also={"network_fit": 3, "network_breast_cancer": 1, "network_digits": 1},
)
def hands_the_gradient_first(self, gradients, learning_rate):
    pairs = zip(self.params, gradients)
    self.params = [
        (gradient_step(dW, W, learning_rate), gradient_step(db, b, learning_rate)) for (W, b), (dW, db) in pairs
    ]


@mistake(
    "Network.step",
    "The parameters become the step itself. Subtract it from them.",
    keeps=0,
    also={"network_fit": 3, "network_breast_cancer": 1, "network_digits": 1},
)
def becomes_the_step(self, gradients, learning_rate):
    for (W, b), (dW, db) in zip(self.params, gradients):
        W[...] = learning_rate * dW
        b[...] = learning_rate * db


@right("Network.step")
def step_with_a_new_list(self, gradients, learning_rate):
    pairs = zip(self.params, gradients)
    self.params = [
        (gradient_step(W, dW, learning_rate), gradient_step(b, db, learning_rate)) for (W, b), (dW, db) in pairs
    ]


@right("Network.step")
def step_in_place(self, gradients, learning_rate):
    for k in range(len(self.params)):
        for part in (0, 1):
            self.params[k][part][:] -= learning_rate * np.asarray(gradients[k][part])


# Network.fit


@mistake(
    "Network.fit",
    "x comes in the new order, y in the old one: each sample gets somebody else's label. Index both with the batch.",
    keeps=0.5,
    also={"network_breast_cancer": 1, "network_digits": 1},
)
def forgets_to_shuffle_y(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses, start = [], 0
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[start : start + len(batch)])
            self.step(gradients, learning_rate)
            losses.append(loss)
            start += len(batch)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "The samples come in their old order in every epoch. Take the batches from minibatches, with self.rng.",
    keeps=5,
)
def never_shuffles(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for start in range(0, len(x), batch_size):
            loss, gradients = self.backward(x[start : start + batch_size], y[start : start + batch_size])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "All epochs have one order: the batches are made once, or by a generator that begins anew. Call minibatches in each epoch, with self.rng.",
    keeps=4.5,
)
def shuffles_once(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    batches = minibatches(len(x), batch_size, self.rng)
    for _ in range(epochs):
        losses = []
        for batch in batches:
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "Every step uses all samples. Take one step for each batch of batch_size.",
    keeps=4,
    also={"network_digits": 1},
)
def ignores_the_batch_size(self, x, y, learning_rate, epochs, batch_size):
    history = []
    for _ in range(epochs):
        loss, gradients = self.backward(as_float("x", x), np.asarray(y))
        self.step(gradients, learning_rate)
        history.append(loss)
    return history


@mistake(
    "Network.fit",
    "The history holds the loss of the last batch only. Keep the losses of the whole epoch and take their mean.",
    keeps=5,
)
def keeps_the_last_loss(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
        history.append(loss)
    return history


@mistake(
    "Network.fit",
    "The history holds the sum of the batches' losses. More batches would make it larger: take the mean.",
    keeps=5,
)
def sums_the_losses(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            total += loss
        history.append(total)
    return history


@mistake(
    "Network.fit", "The history has an entry for every batch. One for each epoch is asked for: their mean.", keeps=4.5
)
def one_loss_for_each_batch(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            history.append(loss)
    return history


@mistake(
    "Network.fit",
    "It computes gradients and never takes the step.",
    keeps=1.5,
    also={"network_breast_cancer": 1, "network_digits": 1},
)
def never_steps(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = [self.backward(x[b], y[b])[0] for b in minibatches(len(x), batch_size, self.rng)]
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "This is the loss after the epoch. The history holds what each batch lost before its own step.",
    keeps=5,
)
def measures_afterwards(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, self.rng):
            self.step(self.backward(x[batch], y[batch])[1], learning_rate)
        history.append(self.backward(x, y)[0])
    return history


@mistake(
    "Network.fit",
    "There is one step for each epoch, with the last batch. The step belongs into the inner loop, right after backward.",
    keeps=4,
    also={"network_digits": 1},
)
def steps_once_an_epoch(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            losses.append(loss)
        self.step(gradients, learning_rate)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "minibatches got its first two arguments in the other order: how many samples there are comes first, then the batch size.",
    keeps=3,
    also={"network_breast_cancer": 1, "network_digits": 1},
)
def swaps_what_minibatches_gets(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(batch_size, len(x), self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "The sum is divided by len(x) / batch_size, which is no whole number where the last batch is smaller. Take the mean of the losses.",
    keeps=5,
)
def divides_by_a_broken_number(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            total += loss
        history.append(total / (len(x) / batch_size))
    return history


@mistake(
    "Network.fit",
    "The history holds the sum over the samples. A mean is asked for: divide by how many there are.",
    keeps=4,
)
def sums_over_all_samples(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        total = 0
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            total += loss * len(batch)
        history.append(total)
    return history


@mistake("Network.fit", "It trains, but returns nothing of it. Return the history.", keeps=3.5)
def returns_no_history(self, x, y, learning_rate, epochs, batch_size):
    x, y = as_float("x", x), np.asarray(y)
    for _ in range(epochs):
        for batch in minibatches(len(x), batch_size, self.rng):
            self.step(self.backward(x[batch], y[batch])[1], learning_rate)


@mistake(
    "Network.fit",
    "It trains for one epoch only. Repeat the walk through all batches for each epoch.",
    keeps=1,
    also={"network_digits": 1},
)
def one_epoch_only(self, x, y, learning_rate, epochs, batch_size):
    x, y, losses = as_float("x", x), np.asarray(y), []
    for batch in minibatches(len(x), batch_size, self.rng):
        loss, gradients = self.backward(x[batch], y[batch])
        self.step(gradients, learning_rate)
        losses.append(loss)
    return [np.mean(losses)]


@mistake("Network.fit", "One epoch is missing. Count: how often does your loop run for epochs = 1?", keeps=0)
def one_epoch_short(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs - 1):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake("Network.fit", "It steps too often: one epoch too many, or two steps for one batch?", keeps=0)
def one_epoch_too_many(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs + 1):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "It stops where the loss hardly changes. So many epochs were asked for, and the history has an entry for each.",
    keeps=5,
)
def stops_when_it_gets_flat(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
        if len(history) > 3 and abs(history[-1] - history[-2]) < 0.0001:
            break
    return history


@mistake(
    "Network.fit",
    "Each step uses one sample. Take the batches from minibatches.",
    keeps=1.5,
    also={"network_digits": 1},
)
def sample_by_sample_steps(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in np.arange(len(x))[:, None]:
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit",
    "The step is divided by the batch's size. The loss is a mean already, and its gradient too.",
    keeps=1.5,
    also={"network_digits": 1},
)
def divides_the_step_again(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate / len(batch))
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake("Network.fit", "A learning rate is written into it. Use the one that it is given.", keeps=0.5)
def steps_with_a_rate_of_its_own(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, 0.01)
            losses.append(loss)
        history.append(np.mean(losses))
    return history


@mistake(
    "Network.fit", "The history holds a list for each epoch. One number is asked for: the mean of its losses.", keeps=4
)
def keeps_lists_of_losses(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = as_float("x", x), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(losses)
    return history


@right("Network.fit")
def fit_with_mean_of_batches(self, x, y, learning_rate, epochs, batch_size):
    x, y, history = np.asarray(x, dtype=float), np.asarray(y), []
    for _ in range(epochs):
        losses = []
        for batch in minibatches(len(x), batch_size, self.rng):
            loss, gradients = self.backward(x[batch], y[batch])
            self.step(gradients, learning_rate)
            losses.append(loss)
        history.append(np.mean(losses))
    return np.array(history)


@right("Network.fit")
def fit_with_shuffled_copies(self, x, y, learning_rate, epochs, batch_size):
    history = []
    for _ in range(epochs):
        order, total = self.rng.permutation(len(x)), 0.0
        new_x, new_y = np.asarray(x)[order], np.asarray(y)[order]
        for start in range(0, len(x), batch_size):
            part = slice(start, min(start + batch_size, len(x)))
            loss, gradients = self.backward(new_x[part], new_y[part])
            total += loss * (part.stop - start)
            self.step(gradients, learning_rate)
        history.append(total / len(x))
    return history


# Network.predict


@mistake(
    "Network.predict",
    "The largest is sought down the columns, among the samples. Each row has a decision of its own.",
    keeps=1.5,
    also={"network_digits": 1},
)
def decides_down_the_columns(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return np.argmax(output, axis=0)
    return (output[:, 0] > 0.5).astype(int) if self.loss == "bce" else output


@mistake(
    "Network.predict",
    "With one output the largest is always number 0. For bce compare the probability with one half.",
    keeps=2,
    also={"network_breast_cancer": 1},
)
def largest_of_one(self, x):
    output = self.forward(x)
    return output if self.loss == "mse" else most_likely(output)


@mistake(
    "Network.predict",
    "The border is at 0. That is right for z; for a probability it is one half.",
    keeps=2,
    also={"network_breast_cancer": 1},
)
def border_at_zero(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return most_likely(output)
    return (output[:, 0] > 0).astype(int) if self.loss == "bce" else output


@mistake(
    "Network.predict",
    "For bce there is a column left, (N, 1). One decision for each sample has the shape (N,).",
    keeps=2,
    also={"network_breast_cancer": 1},
)
def keeps_the_column(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return most_likely(output)
    return (output > 0.5).astype(int) if self.loss == "bce" else output


@mistake(
    "Network.predict",
    "These are still probabilities. Decide: which class?",
    keeps=0.5,
    also={"network_breast_cancer": 1, "network_digits": 1},
)
def does_not_decide(self, x):
    return self.forward(x)


@mistake(
    "Network.predict",
    "That is how probable the winner is. Asked is which class wins.",
    keeps=1.5,
    also={"network_digits": 1},
)
def gives_the_largest_probability(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return output.max(axis=1)
    return (output[:, 0] > 0.5).astype(int) if self.loss == "bce" else output


@mistake(
    "Network.predict",
    "Your bce says 1 where the probability of a 1 is small. Turn the comparison round.",
    keeps=2,
    also={"network_breast_cancer": 1},
)
def compares_the_wrong_way(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return most_likely(output)
    return (output[:, 0] < 0.5).astype(int) if self.loss == "bce" else output


@mistake(
    "Network.predict",
    "mse has no classes to decide between: there the values themselves are the answer.",
    keeps=2.5,
)
def no_case_for_mse(self, x):
    output = self.forward(x)
    return most_likely(output) if self.loss == "cce" else (output[:, 0] > 0.5).astype(int)


@mistake("Network.predict", "A probability below one half was taken for a 1. The border is at ½.", keeps=2)
def border_at_three_tenths(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return most_likely(output)
    return (output[:, 0] > 0.3).astype(int) if self.loss == "bce" else output


@mistake(
    "Network.predict",
    "The classes are counted from 1 here. The first one has the number 0.",
    keeps=1.5,
    also={"network_digits": 1},
)
def counts_from_one(self, x):
    output = self.forward(x)
    if self.loss == "cce":
        return most_likely(output) + 1
    return (output[:, 0] > 0.5).astype(int) if self.loss == "bce" else output


@right("Network.predict")
def predict_row_by_row(self, x):
    output = self.forward(x)
    if self.loss == "mse":
        return output
    if self.loss == "bce":
        return [int(row[0] > 0.5) for row in output]
    return [max(range(len(row)), key=lambda k: row[k]) for row in output]


@right("Network.predict")
def predict_from_z(self, x):
    z, _ = network_forward(x, self.params, self.activation)
    if self.loss == "cce":
        return np.argmax(z, axis=-1)
    return z[:, 0] > 0 if self.loss == "bce" else z
