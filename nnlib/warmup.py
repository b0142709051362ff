"""Shapes: what NumPy does when two arrays of different shapes meet. Notebook 00."""

import numpy as np



def add_bias(x, b):
    """Add one number to each column: the result holds x_ij + b_j.

    x: shape (N, n), a row for each sample. b: shape (n,), a number for each column.
    Returns an array of shape (N, n); x itself is left alone.

    >>> print(add_bias([[1, 2], [3, 4], [5, 6]], [10, 20]))
    [[11. 22.]
     [13. 24.]
     [15. 26.]]
    """
    raise NotImplementedError  # your code here: replace this line


def center_rows(x):
    """Subtract from each row its own mean: the result holds x_ij − (1/n) Σ_j x_ij.

    x: shape (N, n), a row for each sample.
    Returns an array of shape (N, n) whose rows have the mean 0; x itself is left alone.

    >>> print(center_rows([[1, 3], [10, 30], [5, 5]]))
    [[ -1.   1.]
     [-10.  10.]
     [  0.   0.]]
    """
    raise NotImplementedError  # your code here: replace this line
