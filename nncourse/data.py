"""Two real data sets that scikit-learn brings along, split into parts for training, validation and test."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Split:
    """A data set in three parts. x: raw features, a sample in each row; y: class numbers, shape (N,)."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    names: tuple[str, ...]  # of the classes: names[0] is class 0
    about: str  # what it is and where it comes from, a line each


def breast_cancer(seed: int = 0) -> Split:
    """The Wisconsin breast-cancer data: 569 samples of cells, 30 measurements each; 0 is malignant, 1 is benign."""
    x, y = _table("breast_cancer.csv", header=1)
    about = (
        "Breast cancer Wisconsin (diagnostic): 569 tissue samples, 30 measurements of cell nuclei each."
        "\nW. H. Wolberg, W. N. Street and O. L. Mangasarian, University of Wisconsin, 1995."
    )
    return _split(x, y, ("malignant", "benign"), about, seed)


def digits(seed: int = 0) -> Split:
    """Handwritten digits: 1,797 pictures of 8 × 8 pixels, each from 0 (paper) to 16 (ink); class k is the digit k."""
    x, y = _table("digits.csv.gz")
    about = (
        "Optical recognition of handwritten digits (its test part): 1,797 pictures of 8 × 8 pixels."
        "\nE. Alpaydin and C. Kaynak, Boğaziçi University, 1998."
    )
    return _split(x, y, tuple("0123456789"), about, seed)


@lru_cache
def _table(name: str, header: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A table of scikit-learn's: the features, and the class in the last column.

    The file is read without importing scikit-learn, which would take two seconds in every check.
    """
    found = find_spec("sklearn")
    path = Path(found.origin or "").parent / "datasets" / "data" / name if found else None
    if path is None or not path.exists():
        raise FileNotFoundError(f"{name} comes with scikit-learn and is not there: pip install scikit-learn")
    table = np.loadtxt(path, delimiter=",", skiprows=header)
    table.flags.writeable = False  # it is kept, and handed out again
    return table[:, :-1], table[:, -1].astype(int)


def _split(x: np.ndarray, y: np.ndarray, names: tuple[str, ...], about: str, seed: int) -> Split:
    """60 % to train, 20 % to validate, 20 % to test; each class in the same share, and in random order."""
    rng = np.random.default_rng(seed)
    parts: list[list[np.ndarray]] = [[], [], []]
    for number in range(len(names)):
        mine = rng.permutation(np.flatnonzero(y == number))
        cuts = round(0.6 * len(mine)), round(0.8 * len(mine))
        for part, rows in zip(parts, np.split(mine, cuts)):
            part.append(rows)
    train, validation, test = (rng.permutation(np.concatenate(part)) for part in parts)
    return Split(x[train], y[train], x[validation], y[validation], x[test], y[test], names, about)
