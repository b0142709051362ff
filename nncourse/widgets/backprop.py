"""The widgets of notebook 04."""

from nncourse.widgets.layer import layer_sums
from nncourse.widgets.shapes import shapes_game
from nncourse.widgets.speed import loops_against_matrices

__all__ = ["layer_sums", "loops_against_matrices", "shapes_game"]
