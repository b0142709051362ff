"""Typical mistakes in nnlib.warmup with the hint for each, and other ways to be right."""

import numpy as np

from nncourse.catalogue import mistake, right, wrong_answer

# Read off the widget: which of the eight shapes y goes with x of shape (4, 3)

wrong_answer("warmup_explore", "refused", 5, "counted_the_others", "That many work. Count those that NumPy refuses.")
wrong_answer(
    "warmup_explore",
    "refused",
    2,
    "missed_one",
    "One is missing. Try every shape in the second list; look closely at those with a 3 in front.",
)
wrong_answer(
    "warmup_explore",
    "refused",
    4,
    "one_too_many",
    "One too many: a size of 1 is always stretched, whatever it meets.",
)
wrong_answer(
    "warmup_explore",
    "shape_of_the_sum",
    (3, 4),
    "turned_over",
    "Both sizes are right, in the other order: rows first. The row (3,) lies along the columns.",
)
wrong_answer(
    "warmup_explore",
    "shape_of_the_sum",
    (4, 1),
    "only_one_was_stretched",
    "Both are stretched here: the column to the right, the row downwards.",
)
wrong_answer(
    "warmup_explore",
    "shape_of_the_sum",
    (4,),
    "lost_an_axis",
    "The column has two axes, so the sum has two as well: (rows, columns).",
)


@mistake("add_bias", "You subtracted b. A bias is added.")
def subtracts(x, b):
    return x - b


@mistake(
    "add_bias", "You stood b upright, as a column, so it meets the rows. Leave it lying: one number for each column."
)
def stands_upright(x, b):
    return x + b[:, None]


@mistake("add_bias", "You added up all of b first, so every column got the same number.")
def adds_all_of_b(x, b):
    return x + b.sum()


@mistake("add_bias", "Only the first row got its bias. NumPy does all rows at once if you add b to the whole of x.")
def only_the_first_row(x, b):
    result = x.copy()
    result[0] = result[0] + b
    return result


@mistake("add_bias", "`x += …` changes the caller's array too. Make a new one: give back a sum, and leave x as it was.")
def changes_x(x, b):
    x += b
    return x


@mistake("add_bias", "You multiplied by b. A bias is added.")
def multiplies(x, b):
    return x * b


@right("add_bias")
def row_by_row(x, b):
    return np.array([row + b for row in x])


@right("add_bias")
def number_by_number(x, b):
    return [[x[i][j] + b[j] for j in range(len(b))] for i in range(len(x))]


@right("add_bias")
def as_a_row_of_its_own(x, b):
    return np.add(np.float32(x), np.reshape(np.float32(b), (1, -1)))


@mistake(
    "center_rows",
    "The means have shape (N,), so NumPy lays them along a row: an error, or, if x is square, wrong numbers. Keep them "
    "a column, (N, 1).",
)
def means_lie_down(x):
    return x - x.mean(axis=1)


@mistake("center_rows", "Those are the means of the columns. axis=0 goes down the rows, axis=1 along a row.")
def means_of_the_columns(x):
    return x - x.mean(axis=0)


@mistake("center_rows", "You subtracted one mean, that of all numbers. Each row has a mean of its own.")
def one_mean_for_all(x):
    return x - x.mean()


@mistake("center_rows", "You gave back the means. Asked is what is left of x when they are subtracted.")
def gives_the_means(x):
    return x.mean(axis=1, keepdims=True)


@mistake(
    "center_rows", "You subtracted the sum of each row. Its mean is the sum divided by how many numbers there are."
)
def subtracts_the_sum(x):
    return x - x.sum(axis=1, keepdims=True)


@mistake("center_rows", "The mean is right, and then you divided by the spread. Here nothing is divided.")
def divides_by_the_spread(x):
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)


@mistake("center_rows", "`x -= …` changes the array of whoever called you. Make a new one and leave x as it was.")
def centers_in_place(x):
    x -= x.mean(axis=1, keepdims=True)
    return x


@right("center_rows")
def with_a_new_axis(x):
    return x - np.mean(x, axis=1)[:, None]


@right("center_rows")
def lying_on_its_side(x):
    return (x.T - x.T.mean(axis=0)).T


@right("center_rows")
def each_row_by_itself(x):
    return [row - sum(row) / len(row) for row in x]


@right("center_rows")
def rows_in_float32(x):
    x = np.float32(x)
    return x - x.sum(axis=1, keepdims=True) / np.float32(x.shape[1])
