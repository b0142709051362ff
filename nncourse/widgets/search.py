"""Widget of notebook 01: random search against gradient descent, as the number of weights grows."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.parts import (
    Axis,
    Choice,
    Frames,
    Guess,
    Line,
    Panel,
    Points,
    Rule,
    Slider,
    again,
    number,
    over,
    reference,
)
from nncourse.widgets.stage import Stage

SECONDS = 2.0  # for the student's code, each time the frames are computed
MODULE = "descent"
Curves = tuple[np.ndarray, np.ndarray]  # of random search and of gradient descent, shape (dimensions, budget) each


def random_search_against_descent(
    *,
    budget: int = 1000,
    most: int = 20,
    start: int = 2,
    learning_rate: float = 0.05,
    own: bool = True,
    seed: int = 1,
    question: Choice | Guess | None = None,
) -> Stage:
    """Random search and gradient descent on L(w) = Σ (wᵢ − ½)² in 1 to `most` dimensions, at the same cost.

    The cost is counted in evaluations of the loss; one step of gradient descent costs d + 1 of them, as forward
    differences would. own: both curves come from the student's random_search and gradient_descent.
    """
    dimensions = list(range(1, most + 1))
    exact = functools.cache(lambda: _race_exact(dimensions, budget, learning_rate, seed))

    def compute(values: dict) -> Frames:
        mine, banner = None, ""
        if own:
            mine, banner = own_code.attempt(lambda: _race_own(dimensions, budget, learning_rate, seed))
        return _race_frames(dimensions, budget, exact(), mine, banner, own)

    return Stage(
        f"Guessing against walking downhill, {budget} evaluations of the loss each",
        _race_panels(dimensions, budget, own),
        compute,
        [
            Slider("dimension", "Number of weights d", dimensions, start, play=True),
            *again(own),
        ],
        alt=(
            "Left, the best loss found so far against the number of loss evaluations, for random search and gradient "
            "descent, on log scales. Right, the loss each reaches with all its evaluations, against the number of "
            "weights: the one of random search climbs steeply, the one of gradient descent stays small."
        ),
        question=question,
    )


def race_loss(w: np.ndarray) -> np.ndarray:
    """L(w) = Σ (wᵢ − ½)² over the last axis."""
    return ((np.asarray(w) - 0.5) ** 2).sum(-1)


def _race_exact(dimensions: list[int], budget: int, rate: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Best loss after each evaluation, shape (dimensions, budget) each: random search (the median of 15 runs with
    this seed) and gradient descent (the closed form)."""
    guess, walk = np.empty((2, len(dimensions), budget))
    rng = np.random.default_rng(seed)
    for i, d in enumerate(dimensions):
        drawn = race_loss(rng.uniform(-1, 1, (15, budget, d)))
        guess[i] = np.median(np.minimum.accumulate(drawn, axis=1), axis=0)
        walk[i] = _at_cost(0.25 * d * (1 - 2 * rate) ** (2.0 * np.arange(budget // (d + 1) + 1)), d, budget)
    return guess, walk


def _at_cost(losses: np.ndarray, d: int, budget: int) -> np.ndarray:
    """Losses after 0, 1, 2, … steps as the best loss after 1, 2, …, `budget` evaluations, d + 1 to a step."""
    best = np.minimum.accumulate(losses)
    return best[np.minimum(np.arange(1, budget + 1) // (d + 1), len(losses) - 1)]


def _race_own(dimensions: list[int], budget: int, rate: float, seed: int) -> tuple[tuple[np.ndarray, np.ndarray], str]:
    """As _race_exact, with the student's functions, one run; nan where there was no time, and a banner for that."""
    search, descend = own_code.function(MODULE, "random_search"), own_code.function(MODULE, "gradient_descent")
    guess, walk = np.full((2, len(dimensions), budget), np.nan)

    def run(i: int, check: Callable[[], None]) -> None:
        d, steps = dimensions[i], budget // (dimensions[i] + 1)

        def gradient_fn(w: np.ndarray) -> np.ndarray:
            check()
            return 2 * (np.asarray(w) - 0.5)

        path = descend(gradient_fn, np.zeros(d), rate, steps)
        call = f"(gradient_fn, zeros({d}), {number(rate)}, {steps})"
        path = own_code.numbers(path, (steps + 1, d), MODULE, "gradient_descent", call)
        searched = _searched(search, d, budget, seed, check)
        guess[i], walk[i] = searched, _at_cost(race_loss(path), d, budget)

    done = own_code.spread(len(dimensions), SECONDS, run)
    return (guess, walk), own_code.slow("random_search", done, len(dimensions), "numbers of weights", SECONDS)


def _searched(search: Callable, d: int, budget: int, seed: int, check: Callable[[], None]) -> np.ndarray:
    """The best loss so far at each evaluation that the student's random_search asks for, shape (budget,)."""
    asked: list[float] = []

    def loss_fn(w: np.ndarray) -> np.ndarray:
        check()
        value = race_loss(w)
        asked.extend(np.ravel(value))
        return value

    answer = search(loss_fn, np.full(d, -1.0), np.full(d, 1.0), budget, np.random.default_rng(seed))
    call = f"(loss_fn, low, high, {budget}, rng), {d} weights,"
    if not (isinstance(answer, tuple) and len(answer) == 2):
        raise own_code.wrong(MODULE, "random_search", call, own_code.shown(answer), "a pair (best_w, best_loss)")
    best, loss = (
        own_code.numbers(part, shape, MODULE, "random_search", f"{call} as {name}")
        for part, shape, name in zip(answer, ((d,), ()), ("best_w", "best_loss"), strict=True)
    )
    if len(asked) < budget:
        found, needed = f"an answer after {len(asked)} calls of loss_fn", f"after {budget}, one for each trial"
        raise own_code.wrong(MODULE, "random_search", call, found, needed)
    if not np.isclose(loss, min(asked)) or not np.isclose(race_loss(best), min(asked)):
        found, needed = f"a best loss of {number(loss)}", f"the smallest it was told, {number(min(asked))}"
        raise own_code.wrong(MODULE, "random_search", call, found, needed)
    return np.minimum.accumulate(asked[:budget])


def _race_frames(
    dimensions: list[int], budget: int, exact: Curves, mine: Curves | None, banner: str, own: bool
) -> Frames:
    counts = np.array(dimensions, dtype=float)
    arrays = {"evaluations": np.arange(1.0, budget + 1), "dimensions": counts, "here": over("dimension", counts)}
    drawn = [("ref", exact), ("own", mine)] if own else [("own", exact)]
    for name, curves in drawn:
        for what, table in zip(("guess", "walk"), curves or (), strict=False):
            arrays[f"{name}_{what}"], arrays[f"{name}_{what}_end"] = over("dimension", table), table[:, -1]
    ends = [table[:, -1] for table in exact]
    if mine is not None:
        ends = [np.where(np.isnan(table[:, -1]), end, table[:, -1]) for table, end in zip(mine, ends, strict=True)]
    captions = [_race(d, budget, guess, walk) for d, guess, walk in zip(dimensions, *ends, strict=True)]
    return Frames(arrays, over("dimension", captions), banner)


def _race(d: int, budget: int, guess: float, walk: float) -> str:
    """Who got where, in words and numbers."""
    floor = 1e-12
    reached = f"below {number(floor)}" if walk < floor else number(walk)
    weights = "1 weight" if d == 1 else f"{d} weights"
    note = f" The start, all weights 0, has a loss of {number(0.25 * d)}."
    return (
        f"{weights}, {budget} evaluations: the best guess has a loss of {number(guess)}; gradient descent "
        f"has made {budget // (d + 1)} steps, each at the price of {d + 1} evaluations, and reached {reached}.{note}"
    )


def _race_panels(dimensions: list[int], budget: int, own: bool) -> list[Panel]:
    loss = Axis("loss (log scale)", 1e-8, 100, log=True)
    names = ("your random search", "your descent") if own else ("random search", "gradient descent")
    styles = (("guess", names[0], "orange", "square"), ("walk", names[1], "blue", "circle"))
    sofar, end = [], [Rule(x="here", color="soft", dash="dotted")]
    for what, label, dash in (("guess", "search, reference", "dashed"), ("walk", "descent, reference", "dotted")):
        sofar.append(reference("evaluations", f"ref_{what}", label=label, dash=dash))
        end.append(reference("dimensions", f"ref_{what}_end", label=label, dash=dash, edge=False))
    for what, name, color, marker in styles:
        sofar.append(Line("evaluations", f"own_{what}", label=name, color=color, edge=True))
        end.append(Line("dimensions", f"own_{what}_end", label=name, color=color, width=1.5))
        end.append(Points("dimensions", f"own_{what}_end", label=name, color=color, marker=marker))
    return [
        Panel("Best loss so far", Axis("evaluations of the loss", 1, budget, log=True), loss, sofar),
        Panel(f"After {budget} evaluations", Axis("number of weights d", 0, dimensions[-1] + 1), loss, end),
    ]
