"""The two data sets are scikit-learn's, split once for all, each class in its share."""

import numpy as np
import pytest
from sklearn import datasets

from nncourse import data

SETS = {"breast_cancer": datasets.load_breast_cancer, "digits": datasets.load_digits}
PARTS = ("train", "validation", "test")


def rows(x, y):
    """Samples with their class as a sorted list, for comparison."""
    return sorted(map(tuple, np.column_stack([x, y])))


@pytest.mark.parametrize("name", SETS)
def test_the_parts_together_are_scikit_learns_data(name):
    split, whole = getattr(data, name)(), SETS[name]()
    x = np.concatenate([getattr(split, f"x_{part}") for part in PARTS])
    y = np.concatenate([getattr(split, f"y_{part}") for part in PARTS])
    assert rows(x, y) == rows(whole.data, whole.target)
    assert list(split.names) == [str(each) for each in whole.target_names]


@pytest.mark.parametrize("name", SETS)
def test_each_part_has_its_share_of_each_class(name):
    split = getattr(data, name)()
    whole = np.concatenate([getattr(split, f"y_{part}") for part in PARTS])
    for part, share in zip(PARTS, (0.6, 0.2, 0.2), strict=True):
        y = getattr(split, f"y_{part}")
        assert y.dtype.kind == "i" and not np.array_equal(y, np.sort(y))
        for number in range(len(split.names)):
            assert abs(np.sum(y == number) - share * np.sum(whole == number)) <= 1


@pytest.mark.parametrize("name", SETS)
def test_a_seed_gives_the_same_split_again_and_another_seed_another(name):
    one, again, other = (getattr(data, name)(seed) for seed in (0, 0, 1))
    assert np.array_equal(one.x_test, again.x_test) and np.array_equal(one.y_train, again.y_train)
    assert not np.array_equal(one.y_test, other.y_test)
    one.x_train[:] = 0  # what is handed out may be changed
    assert getattr(data, name)(0).x_train.any()


def test_without_the_files_it_is_said_what_to_install(monkeypatch):
    data._table.cache_clear()
    monkeypatch.setattr(data, "find_spec", lambda name: None)
    with pytest.raises(FileNotFoundError, match="pip install scikit-learn"):
        data.digits()
