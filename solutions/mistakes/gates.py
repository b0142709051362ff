"""Typical mistakes in nnlib.gates with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, right_answer, wrong_answer
from nnlib.gates import Multiply, Sigmoid

# Read off the widget: f = (x + y) z, with y = 5 and z = −4 left as they are

wrong_answer(
    "gates_explore",
    "moving_gradient",
    "x",
    "gave_what_was_moved",
    "x is what you moved. The orange number under its edge stays −4. Which one moves?",
)
wrong_answer(
    "gates_explore",
    "moving_gradient",
    "y",
    "gave_a_still_one",
    "The number under y stays −4 wherever x is. Which orange number moves?",
)
wrong_answer(
    "gates_explore",
    "moving_gradient",
    "q",
    "gave_the_sum",
    "q itself moves, but the number under its edge stays −4. Which of x, y and z has an orange number that moves?",
)
wrong_answer(
    "gates_explore",
    "moving_gradient",
    "f",
    "gave_the_output",
    "The gradient of f is always 1. Which of x, y and z has an orange number that moves?",
)
wrong_answer(
    "gates_explore",
    "x_for_zero",
    5,
    "lost_the_sign",
    "At x = 5, q is 10. Drag the other way, until the orange number under z is 0.",
)
wrong_answer(
    "gates_explore",
    "x_for_zero",
    0,
    "gave_zero_for_zero",
    "At x = 0 the number under z is 5. Drag x on until that number is 0.",
)
wrong_answer(
    "gates_explore",
    "x_for_zero",
    -2,
    "gave_the_start",
    "At x = −2, where the slider starts, the number under z is 3. Drag on until it is 0.",
)

# By hand: f = (x + y) z at (−2, 5, −4)

wrong_answer("gates_by_hand", "q", 7, "lost_the_sign", "x is −2, not 2: q = −2 + 5.")
wrong_answer("gates_by_hand", "q", -10, "multiplied", "That is x times y. q is their sum.")
wrong_answer("gates_by_hand", "f", 12, "lost_the_sign", "z is negative: 3 times −4.")
wrong_answer("gates_by_hand", "f", -1, "added", "That is q + z. The last gate multiplies.")
wrong_answer(
    "gates_by_hand",
    "df_df",
    -12,
    "gave_the_value",
    "−12 is the value of f. Asked is by how much f changes if f changes by a little: by just as much.",
)
wrong_answer("gates_by_hand", "df_df", 0, "no_change", "If f grows by 0.1, f grows by 0.1. So the ratio is not 0.")
wrong_answer(
    "gates_by_hand",
    "df_dq",
    3,
    "not_swapped",
    "3 is q itself. A multiply gate swaps: q gets the value of the other input.",
)
wrong_answer("gates_by_hand", "df_dq", 4, "lost_the_sign", "z is −4, with its sign.")
wrong_answer(
    "gates_by_hand",
    "df_dq",
    1,
    "took_it_for_an_add_gate",
    "1 would be the local slope of an add gate. f = q z is a multiply gate: its other input counts.",
)
wrong_answer(
    "gates_by_hand",
    "df_dz",
    -4,
    "not_swapped",
    "−4 is z itself. A multiply gate swaps: z gets the value of the other input, q.",
)
wrong_answer(
    "gates_by_hand",
    "df_dz",
    1,
    "took_it_for_an_add_gate",
    "1 would be the local slope of an add gate. f = q z is a multiply gate: its other input counts.",
)
wrong_answer(
    "gates_by_hand",
    "df_dz",
    -12,
    "gave_the_value",
    "−12 is the value of f. The gradient of z is the other input of its gate.",
)
wrong_answer(
    "gates_by_hand",
    "df_dx",
    1,
    "stopped_at_the_local_slope",
    "1 is only the local slope of the add gate. Multiply it by what arrives from above, ∂f/∂q.",
)
wrong_answer("gates_by_hand", "df_dx", 4, "lost_the_sign", "The size is right. ∂f/∂q = −4 comes with its sign.")
wrong_answer(
    "gates_by_hand",
    "df_dx",
    8,
    "times_x",
    "You multiplied ∂f/∂q by x. x enters an add gate: its local slope is 1.",
)
wrong_answer(
    "gates_by_hand", "df_dx", -2, "split_it", "The add gate does not share out −4 in halves: both inputs get all of it."
)
wrong_answer(
    "gates_by_hand",
    "df_dx",
    -20,
    "times_y",
    "You multiplied ∂f/∂q by y. An add gate does not look at the values: its local slopes are 1.",
)
wrong_answer(
    "gates_by_hand",
    "df_dy",
    1,
    "stopped_at_the_local_slope",
    "1 is only the local slope of the add gate. Multiply it by what arrives from above, ∂f/∂q.",
)
wrong_answer("gates_by_hand", "df_dy", 4, "lost_the_sign", "The size is right. ∂f/∂q = −4 comes with its sign.")
wrong_answer(
    "gates_by_hand",
    "df_dy",
    -20,
    "times_y",
    "You multiplied ∂f/∂q by y. y enters an add gate: its local slope is 1.",
)
wrong_answer(
    "gates_by_hand",
    "df_dy",
    8,
    "times_x",
    "You multiplied ∂f/∂q by x. An add gate does not look at the values: its local slopes are 1.",
)
wrong_answer(
    "gates_by_hand", "df_dy", -2, "split_it", "The add gate does not share out −4 in halves: both inputs get all of it."
)

# Two graphs by hand: f = (x + y) x at (3, −2), and f = max(x, y) z at (4, 1, −2)

wrong_answer(
    "graphs_by_hand",
    "reused_dx",
    3,
    "one_way_only",
    "3 comes back through the sum. x goes into the multiply gate directly as well: add what comes back there.",
)
wrong_answer(
    "graphs_by_hand",
    "reused_dx",
    1,
    "direct_way_only",
    "1 comes back on the direct way. x goes into the sum as well: add what comes back there.",
)
wrong_answer(
    "graphs_by_hand",
    "reused_dx",
    2,
    "took_the_mean",
    "Two gradients come back to x. Add them up; do not take their mean.",
)
wrong_answer(
    "graphs_by_hand",
    "reused_dx",
    6,
    "doubled_one_way",
    "The two ways bring back two different numbers, ∂f/∂q = 3 and the value of q. Add those.",
)
wrong_answer(
    "graphs_by_hand",
    "reused_dx",
    -2,
    "gave_y",
    "Write down what comes back to x on each of its two ways: 3 through the sum, and on the direct way the value of q.",
)
wrong_answer(
    "graphs_by_hand",
    "reused_dy",
    1,
    "not_swapped",
    "q = 1 is what the direct x gets. q gets the other input of the multiply gate, x, and passes it on to y.",
)
wrong_answer("graphs_by_hand", "reused_dy", 4, "gave_dx", "4 belongs to x, which is used twice. y is used once.")
wrong_answer(
    "graphs_by_hand",
    "reused_dy",
    -6,
    "multiplied_by_the_value",
    "An add gate passes its gradient on as it is, not times y.",
)
wrong_answer(
    "graphs_by_hand",
    "routed_dx",
    4,
    "not_swapped",
    "4 is the value of the max. It goes to z; the max gate gets the value of z.",
)
wrong_answer(
    "graphs_by_hand",
    "routed_dx",
    1,
    "stopped_at_the_local_slope",
    "1 is the local slope of the max gate for its larger input. Multiply it by what arrives from above.",
)
wrong_answer("graphs_by_hand", "routed_dx", 0, "wrong_way", "x = 4 is the larger one: all of the gradient goes to x.")
wrong_answer(
    "graphs_by_hand",
    "routed_dx",
    -1,
    "split_it",
    "The max gate does not share: the larger input gets all of it, the other one nothing.",
)
wrong_answer(
    "graphs_by_hand",
    "routed_dx",
    -8,
    "gave_the_value",
    "−8 is the value of f. The multiply gate sends the value of z back to the max gate.",
)
wrong_answer(
    "graphs_by_hand",
    "routed_dy",
    -2,
    "both_get_it",
    "That is the add gate's rule. A max gate sends everything to the larger input.",
)
wrong_answer(
    "graphs_by_hand",
    "routed_dy",
    -1,
    "split_it",
    "The max gate does not share: the larger input gets all of it, the other one nothing.",
)
wrong_answer(
    "graphs_by_hand", "routed_dy", 1, "gave_the_value", "1 is the value of y. If y moves a little, does max(4, y) move?"
)
wrong_answer(
    "graphs_by_hand",
    "routed_dz",
    -2,
    "not_swapped",
    "−2 is z itself. A multiply gate swaps: z gets the value of the other input.",
)
wrong_answer(
    "graphs_by_hand", "routed_dz", 1, "took_the_smaller", "The max gate lets the larger input through: its value is 4."
)
wrong_answer("graphs_by_hand", "routed_dz", 5, "added", "max(4, 1) is the larger of the two, not their sum.")
wrong_answer(
    "graphs_by_hand",
    "routed_dz",
    0,
    "wrong_gate",
    "z is an input of the multiply gate, not of the max gate. It gets the value of the other input.",
)

# Read off the neuron: the largest ∂L/∂z, and where it has shrunk below 0.01

right_answer("neuron_explore", "z_saturated", 4.7)
wrong_answer(
    "neuron_explore",
    "largest_dz",
    1,
    "gave_the_upstream",
    "1 is what arrives from above. Look at the orange curve: how high is its top?",
)
wrong_answer(
    "neuron_explore",
    "largest_dz",
    0.5,
    "gave_the_output",
    "0.5 is σ(z) at the steepest place. Asked is the height of the other curve, the slope.",
)
wrong_answer(
    "neuron_explore",
    "largest_dz",
    0,
    "gave_the_place",
    "0 is the z where it is largest. Asked is the largest value itself.",
)
wrong_answer(
    "neuron_explore",
    "z_saturated",
    2.3,
    "below_a_tenth",
    "There the slope is still about 0.08. Go on until it is below 0.01.",
)
wrong_answer(
    "neuron_explore", "z_saturated", 4.5, "one_step_early", "At 4.5 it is 0.0109. One step of the slider more."
)
wrong_answer(
    "neuron_explore",
    "z_saturated",
    7,
    "below_a_thousandth",
    "At 7 the slope is below 0.001. Come back to the first z with a slope below 0.01.",
)
wrong_answer(
    "neuron_explore",
    "z_saturated",
    -4.6,
    "other_side",
    "On this side it shrinks just as well. Asked is the positive z.",
)


# The chain rule


@mistake("chain_rule", "The outer derivative is taken at x. It belongs at the place where f stands: at g(x).")
def outer_at_x(outer_derivative, inner, inner_derivative):
    return lambda x: outer_derivative(x) * inner_derivative(x)


@mistake("chain_rule", "The inner derivative is missing: multiply by g'(x).")
def forgets_the_inner_derivative(outer_derivative, inner, inner_derivative):
    return lambda x: outer_derivative(inner(x))


@mistake("chain_rule", "You added the two derivatives. Slopes along a chain multiply.")
def adds_the_two(outer_derivative, inner, inner_derivative):
    return lambda x: outer_derivative(inner(x)) + inner_derivative(x)


@mistake("chain_rule", "You multiplied by g(x), the inner value. The factor is its derivative, g'(x).")
def times_the_inner_value(outer_derivative, inner, inner_derivative):
    return lambda x: outer_derivative(inner(x)) * inner(x)


@mistake("chain_rule", "You put g'(x) into f'. Into f' goes g(x); g'(x) is a factor of its own.")
def derivative_of_the_derivative(outer_derivative, inner, inner_derivative):
    return lambda x: outer_derivative(inner_derivative(x))


@mistake(
    "chain_rule", "It multiplies functions. It must return a new function of x, inside which each of them is called."
)
def multiplies_functions(outer_derivative, inner, inner_derivative):
    return outer_derivative(inner) * inner_derivative


@mistake("chain_rule", "g' is taken at g(x). It is the slope of g at x itself: only f' looks at g(x).", keeps=1)
def inner_slope_at_the_inner_value(outer_derivative, inner, inner_derivative):
    return lambda x: outer_derivative(inner(x)) * inner_derivative(inner(x))


@right("chain_rule")
def with_an_inner_def(outer_derivative, inner, inner_derivative):
    def slope(x):
        u = inner(x)
        return inner_derivative(x) * outer_derivative(u)

    return slope


@right("chain_rule")
def as_an_object(outer_derivative, inner, inner_derivative):
    class Slope:
        def __call__(self, x):
            return np.multiply(outer_derivative(inner(x)), inner_derivative(x))

    return Slope()


# Add


@mistake(
    "Add",
    "Backward, you multiplied by the inputs: that is the multiply gate. Add passes upstream on as it is.",
    keeps=1,
    also={"Copy": 3},
)
class add_scales:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, upstream):
        return upstream * self.x, upstream * self.y


@mistake(
    "Add",
    "Each input gets half. But if x grows by 0.1, the sum grows by 0.1: each input gets all of upstream.",
    keeps=1,
    also={"Copy": 3},
)
class add_splits:
    def forward(self, x, y):
        return x + y

    def backward(self, upstream):
        return upstream / 2, upstream / 2


@mistake("Add", "You returned the local slopes, 1 and 1. Multiply them by upstream.", keeps=1, also={"Copy": 3})
class add_forgets_upstream:
    def forward(self, x, y):
        return x + y

    def backward(self, upstream):
        return 1.0, 1.0


@mistake(
    "Add", "There is one gradient for two inputs. Return a pair: one gradient for each.", keeps=1, also={"Copy": 3}
)
class add_returns_one:
    def forward(self, x, y):
        return x + y

    def backward(self, upstream):
        return upstream


@mistake("Add", "Forward, you multiplied. The add gate adds.", keeps=1, also={"Copy": 3})
class add_multiplies:
    def forward(self, x, y):
        return x * y

    def backward(self, upstream):
        return upstream, upstream


@mistake(
    "Add",
    "Backward returned the sum again. It returns gradients: what reaches x, and what reaches y.",
    keeps=1,
    also={"Copy": 3},
)
class add_goes_forward_again:
    def forward(self, x, y):
        self.output = x + y
        return self.output

    def backward(self, upstream):
        return self.output, self.output


@mistake(
    "Add",
    "`x += y` changes the array of the caller. Make a new one: x + y.",
    keeps=2,
    also={"Copy": 3},
    named_by="only_the_visible_inputs",
)
class add_in_place:
    def forward(self, x, y):
        x += y
        return x

    def backward(self, upstream):
        return upstream, upstream


@mistake(
    "Add",
    "The slope of x + y is +1 for both. Nothing is subtracted, so both get upstream as it is.",
    keeps=1,
    also={"Copy": 3},
)
class add_with_a_minus:
    def forward(self, x, y):
        return x + y

    def backward(self, upstream):
        return upstream, -upstream


@right("Add")
class add_in_numpy:
    def forward(self, x, y):
        return np.add(x, y)

    def backward(self, upstream):
        return [np.array(upstream, dtype=float), np.array(upstream, dtype=float)]


@right("Add")
class add_by_local_slopes:
    def __init__(self):
        self.slopes = (1, 1)

    def forward(self, x, y):
        return np.float32(x) + np.float32(y)

    def backward(self, upstream):
        return tuple(slope * upstream for slope in self.slopes)


# Multiply


@mistake(
    "Multiply",
    "It scales, and does not swap: x must get upstream times y, and y upstream times x.",
    keeps=1,
    also={"Copy": 3, "Max": 4},
)
class multiply_does_not_swap:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, upstream):
        return upstream * self.x, upstream * self.y


@mistake("Multiply", "It swaps, and forgets what arrives from above: multiply both by upstream.", keeps=1)
class multiply_forgets_upstream:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, upstream):
        return self.y, self.x


@mistake(
    "Multiply",
    "It passes upstream on as it is: that is the add gate. Here each input gets it times the other one's value.",
    keeps=1,
    also={"Copy": 3, "Max": 4},
)
class multiply_distributes:
    def forward(self, x, y):
        return x * y

    def backward(self, upstream):
        return upstream, upstream


@mistake(
    "Multiply",
    "Both gates share one memory: the second forward has overwritten the first. Remember on self, as in self.x = x.",
    keeps=2,
    also={},
)
class multiply_shares_its_memory:
    def forward(self, x, y):
        type(self).x, type(self).y = x, y
        return x * y

    def backward(self, upstream):
        return upstream * self.y, upstream * self.x


@mistake(
    "Multiply",
    "Each input gets upstream times the whole product. Leave the input itself out: x gets upstream times y only.",
    keeps=1,
    also={"Copy": 3, "Max": 4},
)
class multiply_by_the_product:
    def forward(self, x, y):
        self.output = x * y
        return self.output

    def backward(self, upstream):
        return upstream * self.output, upstream * self.output


@mistake(
    "Multiply",
    "It uses *=, which changes what was remembered: a second backward differs. Make new values.",
    keeps=3,
    named_by="only_the_visible_inputs",
)
class multiply_backward_in_place:
    def forward(self, x, y):
        self.x, self.y = np.array(x, dtype=float), np.array(y, dtype=float)
        return self.x * self.y

    def backward(self, upstream):
        self.x *= upstream
        self.y *= upstream
        return self.y, self.x


@mistake(
    "Multiply",
    "It keeps the inputs of its first forward for ever. What counts is the last one.",
    keeps=3,
    named_by="only_the_visible_inputs",
)
class multiply_keeps_the_first_forward:
    def __init__(self):
        self.seen = []

    def forward(self, x, y):
        self.seen.append((x, y))
        return x * y

    def backward(self, upstream):
        x, y = self.seen[0]
        return upstream * y, upstream * x


@mistake(
    "Multiply",
    "You added upstream. By the chain rule it multiplies the local slope.",
    keeps=1,
    also={"Copy": 3, "Max": 4},
)
class multiply_adds_upstream:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, upstream):
        return upstream + self.y, upstream + self.x


@right("Multiply")
class multiply_keeps_a_list:
    def __init__(self):
        self.inputs = []

    def forward(self, *inputs):
        self.inputs = [np.asarray(value, dtype=float) for value in inputs]
        return self.inputs[0] * self.inputs[1]

    def backward(self, upstream):
        return tuple(np.multiply(other, upstream) for other in self.inputs[::-1])


@right("Multiply")
class multiply_in_float32:
    def forward(self, x, y):
        self.cache = (np.float32(x), np.float32(y))
        return self.cache[0] * self.cache[1]

    def backward(self, upstream):
        x, y = self.cache
        return [np.float32(upstream) * y, np.float32(upstream) * x]


# Copy


@mistake(
    "Copy", "You kept the first gradient and dropped the others. x acts through every copy: add them all up.", keeps=1
)
class copy_keeps_the_first:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        return (upstream[0],)


@mistake("Copy", "You took the mean. If x grows by 0.1, every copy grows by 0.1, and their effects add up.", keeps=1)
class copy_takes_the_mean:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        return (sum(upstream) / len(upstream),)


@mistake("Copy", "You multiplied the gradients with each other. They add up.", keeps=1)
class copy_multiplies:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        product = 1
        for gradient in upstream:
            product = product * gradient
        return (product,)


@mistake("Copy", "It makes two copies, whatever n is. Use the n that Copy(n) was given.", keeps=1)
class copy_makes_two:
    def __init__(self, n):
        pass

    def forward(self, x):
        return x, x

    def backward(self, first, second):
        return (first + second,)


@mistake(
    "Copy",
    "The sum is right, but it must stand in a tuple with one part: (total,), with the comma.",
    keeps=1,
)
class copy_without_a_tuple:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        return sum(upstream)


@mistake("Copy", "You gave back all the gradients, one for each copy. There is one x: add them up.", keeps=1)
class copy_gives_all_back:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        return upstream


@mistake(
    "Copy",
    "It adds to a total that is still there from the backward before. Begin each backward with 0.",
    keeps=3,
    named_by="only_the_visible_inputs",
)
class copy_never_starts_anew:
    def __init__(self, n):
        self.n, self.total = n, 0.0

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        for gradient in upstream:
            self.total = self.total + gradient
        return (self.total,)


@mistake(
    "Copy",
    "The total begins as the first gradient itself, and `+=` changes that array of the caller. Begin with a new one.",
    keeps=3,
    named_by="only_the_visible_inputs",
)
class copy_adds_in_place:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        total = upstream[0]
        for gradient in upstream[1:]:
            total += gradient
        return (total,)


@mistake(
    "Copy",
    "np.sum adds all numbers of all arrays to one. Add the gradients place by place: along the first axis only.",
    keeps=3,
    named_by="only_the_visible_inputs",
)
class copy_sums_everything:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        return (np.sum(upstream),)


@mistake("Copy", "forward gives x once. It must give a tuple of n values, one for each place.", keeps=1)
class copy_makes_none:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return x

    def backward(self, *upstream):
        return (sum(upstream),)


@mistake("Copy", "You shared x out among the copies. Each of them is x itself.", keeps=1)
class copy_shares_x_out:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x / self.n,) * self.n

    def backward(self, *upstream):
        return (sum(upstream),)


@mistake("Copy", "Only two of the gradients are added. There are n of them.", keeps=2)
class copy_adds_two:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return (x,) * self.n

    def backward(self, *upstream):
        return (upstream[0] + upstream[1],)


@right("Copy")
class copy_by_loop:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return [np.array(x, dtype=float) for _ in range(self.n)]

    def backward(self, *upstream):
        total = np.zeros(np.shape(upstream[0]))
        for gradient in upstream:
            total = total + gradient
        return [total]


@right("Copy")
class copy_by_numpy:
    def __init__(self, n):
        self.n = n

    def forward(self, x):
        return tuple(x for _ in range(self.n))

    def backward(self, *upstream):
        return (np.sum(np.stack(upstream), axis=0),)


# Max


@mistake(
    "Max",
    "The gradient went to the smaller input. The output follows the larger one, so that one gets it.",
    keeps=1,
    also={},
)
class max_routes_to_the_smaller:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        return upstream * (self.x < self.y), upstream * (self.x >= self.y)


@mistake(
    "Max",
    "Both inputs get the gradient: that is the add gate. Only the larger one moves the output; the other gets 0.",
    keeps=1,
)
class max_gives_both:
    def forward(self, x, y):
        return np.maximum(x, y)

    def backward(self, upstream):
        return upstream, upstream


@mistake("Max", "You returned which input is larger, 1 and 0. Multiply by upstream.", keeps=1)
class max_forgets_upstream:
    def forward(self, x, y):
        self.first = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        return 1.0 * self.first, 1.0 * ~self.first


@mistake(
    "Max", "It multiplies by the input's value. The local slope of the larger input is 1, whatever its value.", keeps=1
)
class max_multiplies_by_the_value:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        first = self.x >= self.y
        return upstream * self.x * first, upstream * self.y * ~first


@mistake(
    "Max",
    "At a tie the first input counts as the larger; here the second one got the gradient. Look at your comparison.",
    keeps=4,
)
class max_tie_to_the_second:
    def forward(self, x, y):
        self.first = np.asarray(x) > np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        return upstream * self.first, upstream * ~self.first


@mistake("Max", "At a tie both inputs got the gradient. Only one of them may: the first.", keeps=4)
class max_tie_to_both:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        return upstream * (self.x >= self.y), upstream * (self.y >= self.x)


@mistake("Max", "At a tie neither input got the gradient. The first one must.", keeps=4)
class max_tie_to_none:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        return upstream * (self.x > self.y), upstream * (self.y > self.x)


@mistake(
    "Max",
    "An if compares single numbers only. Compare arrays as a whole: x >= y is an array of True and False.",
    keeps=2,
)
class max_for_single_numbers:
    def forward(self, x, y):
        self.first = bool(x >= y)
        return x if x >= y else y

    def backward(self, upstream):
        return (upstream, 0.0) if self.first else (0.0, upstream)


@mistake("Max", "At a tie each input got half. The first one counts as the larger and gets all of it.", keeps=4)
class max_tie_shared:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        tie = 0.5 * (self.x == self.y)
        return upstream * ((self.x > self.y) + tie), upstream * ((self.x < self.y) + tie)


@mistake(
    "Max",
    "np.max gives the one largest number of all. Compare place by place: there is a function for two arrays.",
    keeps=3,
)
class max_of_everything:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.max([x, y])

    def backward(self, upstream):
        return upstream * (self.x >= self.y), upstream * (self.x < self.y)


@mistake("Max", "It compares each input with 0, as a ReLU does. Compare the two inputs with each other.", keeps=1)
class max_compares_with_zero:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, upstream):
        return upstream * (self.x > 0), upstream * (self.y > 0)


@right("Max")
class max_by_where:
    def forward(self, x, y):
        self.first = np.greater_equal(x, y)
        return np.where(self.first, x, y)

    def backward(self, upstream):
        return np.where(self.first, upstream, 0.0), np.where(self.first, 0.0, upstream)


@right("Max")
class max_by_loop:
    def forward(self, x, y):
        self.x, self.y = np.array(x, dtype=float), np.array(y, dtype=float)
        output = self.x.copy()
        output[self.y > self.x] = self.y[self.y > self.x]
        return output

    def backward(self, upstream):
        dx, dy = np.zeros(self.x.shape), np.zeros(self.x.shape)
        for place in np.ndindex(self.x.shape):
            winner = dy if self.y[place] > self.x[place] else dx
            winner[place] = np.asarray(upstream)[place]
        return dx, dy


# Sigmoid


@mistake(
    "Sigmoid",
    "σ' is σ(z) (1 − σ(z)), with the output in it. You put in the input z.",
    keeps=1,
    also={"neuron_backward": 0},
)
class sigmoid_of_the_input:
    def forward(self, z):
        self.z = np.asarray(z)
        return 1 / (1 + np.exp(-self.z))

    def backward(self, upstream):
        return (upstream * self.z * (1 - self.z),)


@mistake(
    "Sigmoid",
    "Upstream is missing: the local slope σ(z) (1 − σ(z)) times what arrives from above.",
    keeps=1,
    also={"neuron_backward": 0},
)
class sigmoid_forgets_upstream:
    def forward(self, z):
        self.output = 1 / (1 + np.exp(-np.asarray(z)))
        return self.output

    def backward(self, upstream):
        return (self.output * (1 - self.output),)


@mistake("Sigmoid", "You multiplied by σ(z) alone. Its slope is σ(z) (1 − σ(z)).", keeps=1, also={"neuron_backward": 0})
class sigmoid_half_a_slope:
    def forward(self, z):
        self.output = 1 / (1 + np.exp(-np.asarray(z)))
        return self.output

    def backward(self, upstream):
        return (upstream * self.output,)


@mistake(
    "Sigmoid",
    "The sign in the exponent is lost: your curve falls. σ(z) = 1 / (1 + e^(−z)).",
    keeps=1,
    also={"neuron_forward": 0},
)
class sigmoid_upside_down:
    def forward(self, z):
        self.output = 1 / (1 + np.exp(np.asarray(z)))
        return self.output

    def backward(self, upstream):
        return (upstream * self.output * (1 - self.output),)


@mistake(
    "Sigmoid",
    "The value is right, but it must stand in a tuple with one part: (dz,), with the comma.",
    keeps=1,
    also={"neuron_backward": 0},
)
class sigmoid_without_a_tuple:
    def forward(self, z):
        self.output = 1 / (1 + np.exp(-np.asarray(z)))
        return self.output

    def backward(self, upstream):
        return upstream * self.output * (1 - self.output)


@mistake(
    "Sigmoid",
    "It puts what arrives from above into σ. What counts is the slope at the z of the forward pass.",
    keeps=1,
    also={"neuron_backward": 0},
)
class sigmoid_of_upstream:
    def forward(self, z):
        return 1 / (1 + np.exp(-np.asarray(z)))

    def backward(self, upstream):
        output = 1 / (1 + np.exp(-np.asarray(upstream)))
        return (output * (1 - output),)


@mistake(
    "Sigmoid",
    "Brackets: 1 / 1 + e^(−z) divides 1 by 1 and then adds. The whole sum stands below the line.",
    also={"neuron_forward": 0, "neuron_backward": 0},
)
class sigmoid_without_brackets:
    def forward(self, z):
        self.output = 1 / 1 + np.exp(-np.asarray(z))
        return self.output

    def backward(self, upstream):
        return (upstream * self.output * (1 - self.output),)


@mistake(
    "Sigmoid",
    "The sigmoid rises everywhere, so its slope is never negative: σ(z) (1 − σ(z)).",
    keeps=1,
    also={"neuron_backward": 0},
)
class sigmoid_slope_turned:
    def forward(self, z):
        self.output = 1 / (1 + np.exp(-np.asarray(z)))
        return self.output

    def backward(self, upstream):
        return (upstream * self.output * (self.output - 1),)


@mistake(
    "Sigmoid",
    "1 − s² is the rule of tanh. For the sigmoid the slope is s (1 − s).",
    keeps=1,
    also={"neuron_backward": 0},
)
class sigmoid_by_the_rule_of_tanh:
    def forward(self, z):
        self.output = 1 / (1 + np.exp(-np.asarray(z)))
        return self.output

    def backward(self, upstream):
        return (upstream * (1 - self.output**2),)


@right("Sigmoid")
class sigmoid_by_tanh:
    def forward(self, z):
        self.tanh = np.tanh(0.5 * np.asarray(z, dtype=float))
        return 0.5 * (1 + self.tanh)

    def backward(self, upstream):
        return (0.25 * (1 - self.tanh**2) * upstream,)


@right("Sigmoid")
class sigmoid_remembers_z:
    def forward(self, z):
        self.z = np.asarray(z, dtype=np.float32)
        return 1 / (1 + np.exp(-self.z))

    def backward(self, upstream):
        return [upstream * np.exp(-self.z) / (1 + np.exp(-self.z)) ** 2]


# One neuron


@mistake("neuron_forward", "The bias is missing: z = wᵀa + b.", also={"neuron_backward": 0})
def neuron_without_bias(a, w, b):
    sigmoid = Sigmoid()
    return sigmoid.forward(w @ a), (a, w, sigmoid)


@mistake("neuron_forward", "You returned z. Send it through the sigmoid.")
def neuron_without_sigmoid(a, w, b):
    sigmoid = Sigmoid()
    z = w @ a + b
    sigmoid.forward(z)
    return z, (a, w, sigmoid)


@mistake(
    "neuron_forward",
    "There is one output for each input: the products w a are not added up. z is one number.",
    also={"neuron_backward": 0},
)
def neuron_without_the_sum(a, w, b):
    sigmoid = Sigmoid()
    return sigmoid.forward(w * a + b), (a, w, sigmoid)


@mistake(
    "neuron_forward",
    "It must return two things: the output, and a cache for the way back.",
    also={"neuron_backward": 0},
)
def neuron_without_cache(a, w, b):
    return Sigmoid().forward(w @ a + b)


@mistake(
    "neuron_forward",
    "The two results are in the wrong order: first the output, then the cache.",
    also={"neuron_backward": 0},
)
def neuron_swapped(a, w, b):
    sigmoid = Sigmoid()
    output = sigmoid.forward(w @ a + b)
    return (a, w, sigmoid), output


@mistake(
    "neuron_forward",
    "The bias is added to every product, so it counts n times. Add it once, to the sum.",
    also={"neuron_backward": 0},
)
def neuron_with_n_biases(a, w, b):
    sigmoid = Sigmoid()
    return sigmoid.forward(np.sum(w * a + b)), (a, w, sigmoid)


@mistake(
    "neuron_forward",
    "The bias is added behind the sigmoid. It belongs to the sum: z = wᵀa + b, then σ(z).",
    also={"neuron_backward": 0},
)
def neuron_bias_too_late(a, w, b):
    sigmoid = Sigmoid()
    return sigmoid.forward(w @ a) + b, (a, w, sigmoid)


@mistake(
    "neuron_forward",
    "You took the mean of the products w a. Add them up.",
    also={"neuron_backward": 0},
)
def neuron_takes_the_mean(a, w, b):
    sigmoid = Sigmoid()
    return sigmoid.forward(np.mean(w * a) + b), (a, w, sigmoid)


@right("neuron_forward")
def neuron_by_loop(a, w, b):
    z = b
    for i in range(len(a)):
        z = z + w[i] * a[i]
    sigmoid = Sigmoid()
    return sigmoid.forward(z), [a, w, sigmoid]


@right("neuron_forward")
def neuron_in_float32(a, w, b):
    a, w, sigmoid = np.float32(a), np.float32(w), Sigmoid()
    return sigmoid.forward(np.sum(a * w) + np.float32(b)), (a, w, sigmoid)


@mistake(
    "neuron_backward",
    "da and dw are exchanged. It is a multiply gate, it swaps: da gets the weights, dw gets the inputs.",
)
def neuron_does_not_swap(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return dz * a, dz * w, dz


@mistake(
    "neuron_backward",
    "The sigmoid's slope is missing: first find ∂L/∂z = upstream · σ(z) (1 − σ(z)), then go on with that.",
)
def neuron_skips_the_sigmoid(upstream, cache):
    a, w, _ = cache
    return upstream * w, upstream * a, upstream


@mistake("neuron_backward", "db is 1. The bias enters by an add gate, so it gets what arrives there: ∂L/∂z.")
def neuron_db_is_one(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return dz * w, dz * a, 1.0


@mistake("neuron_backward", "Upstream is missing: you computed the slopes of the output, not of the loss.")
def neuron_forgets_upstream(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(1.0)
    return dz * w, dz * a, dz


@mistake(
    "neuron_backward",
    "da and dw are added up to one number each. Every input and every weight has a gradient of its own.",
)
def neuron_sums_up(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return np.sum(dz * w), np.sum(dz * a), dz


@mistake("neuron_backward", "db is upstream itself. On its way to the bias it passes the sigmoid too: it gets ∂L/∂z.")
def neuron_db_is_upstream(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return dz * w, dz * a, upstream


@mistake("neuron_backward", "Upstream counts twice: the sigmoid's backward has multiplied by it already.")
def neuron_upstream_twice(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return upstream * dz * w, upstream * dz * a, upstream * dz


@mistake("neuron_backward", "There is one bias, so db is one number: ∂L/∂z.")
def neuron_db_for_each_input(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return dz * w, dz * a, dz * np.ones(np.shape(a))


@mistake("neuron_backward", "db is missing. Return three things, in this order: da, dw, db.")
def neuron_without_db(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    return dz * w, dz * a


@right("neuron_backward")
def neuron_backward_by_loop(upstream, cache):
    a, w, sigmoid = cache
    dz = sigmoid.backward(upstream)[0]
    return [dz * weight for weight in w], [dz * value for value in a], dz


@right("neuron_backward")
def neuron_backward_by_gates(upstream, cache):
    a, w, sigmoid = cache
    (dz,) = sigmoid.backward(upstream)
    multiply = Multiply()
    multiply.forward(a, w)
    return (*multiply.backward(np.full(np.shape(a), dz)), dz)
