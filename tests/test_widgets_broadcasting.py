"""The widget of notebook 00: every pair of shapes, against NumPy itself."""

import itertools

import numpy as np
import pytest

from nncourse.widgets import broadcasting, static

PAIRS = list(itertools.product(range(len(broadcasting.SHAPES)), repeat=2))


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_what_is_drawn_is_what_numpy_does(a, b):
    """The numbers of the sum, or the refusal, and the shape in the caption."""
    stage = broadcasting.broadcasting()
    stage.move(x=a, y=b)
    x, y = (np.ones(broadcasting.SHAPES[position]) for position in (a, b))
    refused = not np.isnan(stage.array("refused"))[0]
    try:
        total = x + y
    except ValueError:
        assert refused and "ValueError" in stage.caption
        return
    assert not refused and (total.ndim == 0 or str(total.shape) in stage.caption)
    rows, columns = ((1, 1) + total.shape)[-2:]
    assert stage.array("rows")[2] == rows and stage.array("columns")[2] == columns
    drawn = np.array([stage.array(f"v2_{n}")[0] for n in range(len(broadcasting.CELLS))])
    cells = [np.array([stage.array(f"v{k}_{n}")[0] for n in range(len(broadcasting.CELLS))]) for k in (0, 1)]
    assert np.isfinite(drawn).sum() == total.size
    assert np.allclose(drawn, sum(cells), equal_nan=True)


def test_it_has_a_still_twin():
    """For pages where no widget can run."""
    assert static.png(broadcasting.broadcasting()).startswith(b"\x89PNG")
