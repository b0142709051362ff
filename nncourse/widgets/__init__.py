"""The interactive figures of the notebooks: `from nncourse import widgets`, then `widgets.descent_on_curve()`."""

from nncourse.widgets.descent import descent_on_bowl, descent_on_curve
from nncourse.widgets.parts import Choice, Guess, Mark
from nncourse.widgets.search import random_search_against_descent
from nncourse.widgets.slope import slope_at_a_point
from nncourse.widgets.stage import Stage

__all__ = [
    "Choice",
    "Guess",
    "Mark",
    "Stage",
    "descent_on_bowl",
    "descent_on_curve",
    "random_search_against_descent",
    "slope_at_a_point",
]
