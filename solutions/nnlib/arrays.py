"""Turn what a function is given into float arrays, and say clearly what is wrong with it. Ready for use."""

import numpy as np


def as_float(name, value):
    """value as a float array: float32 stays float32, everything else becomes float64.

    An array that is one already is given back itself, not a copy: training calls this some dozen times in each step.
    Raises ValueError, naming the argument, if value is not made of numbers.

    >>> as_float("w", [1, 2])
    array([1., 2.])
    """
    if type(value) is np.ndarray and value.dtype.char in "fd":
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name}: its rows have different lengths") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name}: expected numbers, got {type(value).__name__}")
    return array if array.dtype == np.float32 else array.astype(np.float64)


def same_shape(**arguments):
    """The named arguments as float arrays; ValueError, naming the argument, unless all have the first one's shape.

    >>> w, gradient = same_shape(w=[1, 2], gradient=[3, 4, 5])
    Traceback (most recent call last):
    ValueError: gradient: its shape is (3,), it must be (2,), the shape of w
    """
    arrays = [as_float(name, value) for name, value in arguments.items()]
    shape = arrays[0].shape
    for name, array in zip(arguments, arrays):
        if array.shape != shape:
            first = next(iter(arguments))
            raise ValueError(f"{name}: its shape is {array.shape}, it must be {shape}, the shape of {first}")
    return tuple(arrays)


def positive(name, value):
    """value as a number; ValueError, naming the argument, unless it is positive and finite.

    >>> positive("eps", 0.0)
    Traceback (most recent call last):
    ValueError: eps: it is 0.0, it must be a positive number
    """
    if not (isinstance(value, (int, float)) or np.ndim(value) == 0) or not 0 < value < np.inf:
        raise ValueError(f"{name}: it is {value}, it must be a positive number")
    return value


def count(name, value):
    """value as an int; ValueError, naming the argument, unless it is a whole number and not negative.

    >>> count("steps", 2.5)
    Traceback (most recent call last):
    ValueError: steps: it is 2.5, it must be a whole number, 0 or more
    """
    if np.ndim(value) != 0 or value != int(value) or value < 0:
        raise ValueError(f"{name}: it is {value}, it must be a whole number, 0 or more")
    return int(value)


def shaped(name, value, *shape):
    """value as a float array of this shape, in which a word stands for any size; ValueError if it has another.

    >>> shaped("W", [1, 2, 3], "n_out", 4)
    Traceback (most recent call last):
    ValueError: W: its shape is (3,), it must be (n_out, 4)
    """
    array = as_float(name, value)
    wrong = array.ndim != len(shape)
    for size, want in zip(array.shape, shape):
        wrong |= size != want and type(want) is not str
    if wrong:
        needed = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
        raise ValueError(f"{name}: its shape is {array.shape}, it must be {needed}")
    return array


def samples(y_true, y_pred, axes=0):
    """y_true and y_pred as float arrays of one shape, in the type of y_pred; ValueError, naming the argument, if not.

    axes: the least number of axes that they must have. There must be at least one number.

    >>> y, p = samples([1, 0], [0.5])
    Traceback (most recent call last):
    ValueError: y_pred: its shape is (1,), it must be (2,), the shape of y_true
    """
    y, p = same_shape(y_true=y_true, y_pred=y_pred)
    if y.ndim < axes:
        raise ValueError(f"y_true: its shape is {y.shape}, it must have at least {axes} axis")
    if y.size == 0:
        raise ValueError(f"y_true: its shape is {y.shape}, it must hold at least one number")
    return y.astype(p.dtype), p


def probabilities(name, value):
    """value as a float array; ValueError, naming the argument, unless all of it lies between 0 and 1.

    >>> probabilities("y_pred", [0.5, 2.5])
    Traceback (most recent call last):
    ValueError: y_pred: it holds 2.5, a probability must be between 0 and 1
    """
    array = as_float(name, value)
    wrong = array[~((array > -1e-6) & (array < 1 + 1e-6))]  # a sum of float32 may end a little above 1
    if wrong.size:
        raise ValueError(f"{name}: it holds {wrong[0]}, a probability must be between 0 and 1")
    return array


def classes(name, value, num_classes):
    """value as an array of class numbers; ValueError, naming the argument, unless each is one of 0 … num_classes − 1.

    >>> classes("labels", [0, 3], 3)
    Traceback (most recent call last):
    ValueError: labels: it holds 3, the 3 classes are 0 to 2
    """
    whole = isinstance(value, np.ndarray) and value.dtype == int and value.size > 0
    if whole and value.min() >= 0 and value.max() < num_classes:
        return value  # the usual case, in half the time
    array = as_float(name, value)
    wrong = array[~((array >= 0) & (array < num_classes) & (array == np.floor(array)))]
    if wrong.size:
        raise ValueError(f"{name}: it holds {wrong[0]:g}, the {num_classes} classes are 0 to {num_classes - 1}")
    return array.astype(int)
