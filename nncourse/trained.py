"""How well the student's Network learns one of the data sets: for the checks that count results."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nncourse.checks import Check, Fault
from nncourse.data import Split
from nncourse.experiment import INITIALIZERS, SMALL
from nncourse.settings import READ, BadSettings, Settings, parse
from nncourse.world import Remote


def accuracy(check: Check, split: Split, loss: str, line: str) -> float:
    """The share of the test samples that is right after training by these two answers, variables of the notebook.

    loss: the variable that holds the name of the loss. line: the one with the settings. The features are standardized
    here, so that a mistake in standardize costs points only there.
    """
    settings = _settings(check.world.variable(line))
    name = check.world.variable(loss)
    if name not in ("bce", "cce") or (name == "bce" and len(split.names) > 2):
        raise Fault("loss", f"{loss} does not fit these classes yet. Put that right first.")
    network = _network(check, settings, split, name)
    mean, scale = split.x_train.mean(axis=0), split.x_train.std(axis=0)
    x_train, x_test = ((x - mean) / np.where(scale > 0, scale, 1) for x in (split.x_train, split.x_test))
    history = network.fit(x_train, split.y_train, settings.rate, settings.epochs, settings.batch)
    found = np.asarray(network.predict(x_test))
    if found.shape != split.y_test.shape:
        raise Fault("predictions", f"predict gave {found.shape} for {len(split.y_test)} samples: one class for each.")
    if isinstance(history, list) and not np.isfinite(np.asarray(history, dtype=float)).all():
        raise Fault(
            "diverged", "The loss became nan or inf: the learning rate is too large, or the weights started so."
        )
    return float(np.mean(found == split.y_test))


def reaches(check: Check, split: Split, loss: str, line: str, mark: float) -> None:
    """A Fault where the test accuracy stays below the mark; where it does not, the report says how high it is.

    Below the mark the accuracy itself is not said: who sees it changes one setting after another until it grows.
    """
    share = accuracy(check, split, loss, line)
    if share < mark:
        advice = "Look at the validation curves again: do they still fall, do they jump, do they part?"
        raise Fault("accuracy", f"The mark is not reached. {advice}")
    check.remark = f"Test accuracy: {100 * share:.1f} %."


def _settings(line: object) -> Settings:
    if line is None:
        raise Fault("not answered", "not answered yet")
    if not isinstance(line, str):
        raise Fault("settings", f"The settings must be text in quotes, such as {str(Settings())!r}.")
    try:
        settings = parse(line)
    except BadSettings as error:
        raise Fault("settings", str(error)) from None
    missing = [name for name in READ if f"{name}=" not in line]
    if missing:
        says = "Type the whole line, as every part of it is your choice."
        raise Fault("settings", f"{says} Missing: {', '.join(missing)}.")
    return settings


def _network(check: Check, settings: Settings, split: Split, loss: str) -> Remote:
    """The student's Network, with weights from the student's initializer of these settings."""
    sizes = [split.x_train.shape[1], *settings.hidden, 1 if loss == "bce" else len(split.names)]
    rng = np.random.default_rng(settings.seed)
    network = check.student.Network(sizes, settings.activation, loss, rng)
    name = INITIALIZERS[settings.start]
    start = getattr(check.world.module("initializers"), name)
    params = []
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        rng = np.random.default_rng([settings.seed, layer])  # a new one each time: a generator may cross as a copy
        more = {"zeros": [], "random_normal": [SMALL, rng]}.get(name, [rng])
        params.append((start(n_out, n_in, *more), np.zeros(n_out)))
    network.set_parameters(params)
    return network
