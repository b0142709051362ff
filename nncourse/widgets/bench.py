"""Widget of notebook 09: a bench for experiments on the digits, with the runs side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nncourse import experiment
from nncourse.experiment import Measured, Trouble
from nncourse.settings import ACTIVATIONS, STARTS, BadSettings, Settings, parse
from nncourse.widgets.parts import Axis, Button, Field, Frames, Layer, Line, Panel, Progress, Select, Text, number
from nncourse.widgets.stage import Stage, describe
from nncourse.widgets.training import Pace, counted

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
BATCHES = (1, 4, 16, 32, 64, 256, 1078)
CHOICES: dict[str, tuple] = {"start": STARTS, "activation": ACTIVATIONS, "rate": RATES, "batch": BATCHES}
LABELS = {
    "start": "Initialization",
    "activation": "Activation",
    "rate": "Learning rate",
    "batch": "Batch size",
}
# A letter, a colour and a dash for each run that there is room for.
LETTERS = "ABCDEFGH"
LOOKS = [(color, dash) for dash in ("solid", "dashed") for color in ("blue", "orange", "green", "purple")]
SEEDS = 5  # with which a run is repeated, to see how much is chance
UNKNOWN = -1  # where a select stands when the line says something else than its options


@dataclass
class Run:
    """One experiment, and how it went. ended: what else there is to say of it. shares: how it ended with each seed."""

    letter: str
    settings: Settings
    history: list[Measured] = field(default_factory=list)
    ended: str = ""
    shares: list[float] = field(default_factory=list)

    @property
    def longest(self) -> int:
        """How many epochs it has, or will have."""
        return self.epoch if self.ended else self.settings.epochs

    @property
    def epoch(self) -> int:
        """How many epochs it has."""
        return max(len(self.history) - 1, 0)

    @property
    def accuracy(self) -> float:
        """On the validation samples, at the end."""
        return self.history[-1].validation_accuracy


def experiment_bench(*lines: str) -> Stage:
    """Train with a choice of settings, and lay the runs side by side.

    lines: settings of runs that are there at the beginning; without any, one run with the settings one starts from.
    """
    return Bench(*lines)


class Bench(Stage):
    """The stage of the bench. What is in the line of settings counts; the selects write into it."""

    def __init__(self, *lines: str) -> None:
        self.settings, self.runs, self._saying, self._found, self._working = Settings(), [], "", "", False
        super().__init__(
            "Experiment bench: your Network on the digits",
            self._panels(),
            lambda values: self._shown(),
            [
                Button("train", "Train"),
                Button("seeds", "Five seeds"),
                Button("undo", "Remove the last run"),
                Button("clear", "Clear"),
                *(Select(name, LABELS[name], _texts(name), _place(name, Settings()), slow=True) for name in CHOICES),
                Field("line", "Settings", str(Settings())),
                Progress("progress", "Training"),
            ],
            alt=(
                "One line for each run against the epochs, marked with the run's letter: left, the training loss, "
                "right, the share of validation samples that are wrong, both on a log scale. A table names the runs."
            ),
        )
        for line in lines or (str(self.settings),):
            self.settings = parse(line)
            self._train()
        self._working = True
        self._set_controls()
        self._working = False

    def _moved(self, change: dict[str, Any]) -> None:
        """A control has moved, in the browser or here."""
        if self._working:
            return
        old, new = change["old"], change["new"]
        moved = [name for name in new if new[name] != old.get(name)]
        self._working, self._saying, self._found = True, "", ""
        try:
            if {"line", "train", "seeds"} & {*moved}:
                self.settings = parse(new["line"])
            picked = {name: CHOICES[name][new[name]] for name in CHOICES if name in moved and new[name] != UNKNOWN}
            self.settings = replace(self.settings, **picked)
            self._set_controls()
            if "undo" in moved or "clear" in moved:
                self.runs = self.runs[:-1] if "undo" in moved else []
                self._respecify()
            if "train" in moved:
                self._train()
            if "seeds" in moved:
                self._repeat()
        except BadSettings as error:
            self._saying = str(error)
        finally:
            self._working = False
        self.show(self._shown())

    def _set_controls(self) -> None:
        """Let the line and the selects say what the settings are."""
        places = {name: _place(name, self.settings) for name in CHOICES}
        self.positions = {**self.positions, **places, "line": str(self.settings)}

    def _train(self) -> None:
        """One run with the settings; a run with the same settings is replaced."""
        again = next((run for run in self.runs if run.settings == self.settings), None)
        letter = again.letter if again else next((x for x in LETTERS if all(x != run.letter for run in self.runs)), "")
        if not letter:
            self._saying = f"There is room for {len(LETTERS)} runs. Remove the last one, or clear the bench."
            return
        before, run = self.runs, Run(letter, self.settings)
        self.runs = sorted([*(other for other in before if other is not again), run], key=lambda one: one.letter)
        self._respecify()
        try:
            with experiment.unhurried():
                self._follow(run)
        except KeyboardInterrupt:
            run.ended = f"stopped after {counted(run.epoch)}"
        except Trouble as trouble:
            self._saying = str(trouble)
            run.ended = f"ended after {counted(run.epoch)}"
        if not run.history:
            self.runs = before
        self._respecify()
        self.show(self._shown())

    def _repeat(self) -> None:
        """The run with these settings, then the same with other seeds: only how they end is kept."""
        if not any(run.settings == self.settings and not run.ended for run in self.runs):
            self._train()
        run = next((run for run in self.runs if run.settings == self.settings and not run.ended), None)
        if run is None:
            return
        shares = [run.accuracy]
        try:
            with experiment.unhurried():
                for seed in range(run.settings.seed + 1, run.settings.seed + SEEDS):
                    other = Run(f"{run.letter} with seed {seed}", replace(run.settings, seed=seed))
                    self._follow(other)
                    shares.append(other.accuracy)
        except KeyboardInterrupt:
            self._saying = f"Stopped: of the five seeds {len(shares)} {'is' if len(shares) == 1 else 'are'} done."
            return
        except Trouble as trouble:
            self._saying = str(trouble)
            return
        run.shares = shares
        self._found = (
            f"Run {run.letter} with five seeds: the validation accuracy goes from {min(shares):.3f} to "
            f"{max(shares):.3f}, on average it is {np.mean(shares):.3f}."
        )

    def _follow(self, run: Run) -> None:
        """Train, and draw the run while it grows."""
        split, pace = experiment.digits(), Pace()
        learner = experiment.built(run.settings, split.x_train.shape[1], len(split.names))
        for measured in experiment.training(run.settings, split, learner):
            run.history.append(measured)
            if not math.isfinite(measured.loss):
                run.ended = f"the loss is no number from epoch {measured.epoch} on"
                return
            if pace.due():
                self.show(self._shown(run))

    def _respecify(self) -> None:
        """New axes if the runs have become longer or shorter."""
        panels = self._panels()
        if panels != self.panels:
            self.panels = panels
            self.spec = describe(self.title, panels, self.controls, self.alt, None)

    def _panels(self) -> list[Panel]:
        longest = max((run.longest for run in self.runs), default=Settings().epochs)
        longest = max(longest, 1)
        ticks = [(0, "0"), (1, "1"), (2, "2")][: longest + 1] if longest < 3 else None
        epochs = Axis("epochs", 0, longest, ticks=ticks)
        wrong = [(value, f"{value} %") for value in (1, 2, 5, 10, 20, 50, 100)]
        loss = Axis("mean cross-entropy (log scale)", 1e-4, 10.0, log=True)
        share = Axis("wrong answers (log scale)", 1, 100, log=True, ticks=wrong)
        return [
            Panel("Training loss", epochs, loss, _lines("loss")),
            Panel("Wrong on validation", epochs, share, _lines("wrong")),
        ]

    def _shown(self, running: Run | None = None) -> Frames:
        arrays: dict[str, Any] = {"running": np.array([float(running is not None)]), "done": np.zeros(1)}
        if running:
            arrays["done"] = np.array([running.epoch / running.settings.epochs])
        for run in self.runs:
            if not run.history:
                continue
            x = np.array([point.epoch for point in run.history], dtype=float)
            lines = {
                "loss": np.maximum([point.loss for point in run.history], 1e-9),
                "wrong": np.maximum([100 * (1 - point.validation_accuracy) for point in run.history], 0.1),
            }
            along = 0.3 + 0.65 * LETTERS.index(run.letter) / len(LETTERS)  # where the letters stand: apart
            at = min(round(along * run.settings.epochs), len(x) - 1)
            arrays |= {f"x_{run.letter}": x, f"at_{run.letter}": x[at : at + 1]}
            for name, y in lines.items():
                arrays |= {f"{name}_{run.letter}": y, f"{name}_at_{run.letter}": y[at : at + 1]}
        return Frames(arrays, self._caption(running), self._saying, self._table(running))

    def _caption(self, running: Run | None) -> str:
        if running:
            epoch = f"epoch {running.epoch} of {running.settings.epochs}"
            return f"Run {running.letter}, {epoch}: the validation accuracy is {running.accuracy:.3f}."
        if self._found:
            return self._found
        done = [run for run in self.runs if run.history]
        if not done:
            return "No run yet. Choose the settings, or paste a line of them, and press Train."
        last, best = self.runs[-1], max(done, key=lambda run: run.accuracy)
        says = f"Run {last.letter} ends with a validation accuracy of {last.accuracy:.3f}"
        says += f": {last.ended}" if last.ended else ""
        if len(done) == 1:
            return f"{says}."
        return f"{says}; the best of {len(done)} is {best.letter} with {best.accuracy:.3f}."

    def _table(self, running: Run | None) -> list[list[str]]:
        repeated = any(run.shares for run in self.runs)
        rows = [["Run", "Validation accuracy", *(["Five seeds"] if repeated else []), "Training loss", "Settings"]]
        best = max((run.accuracy for run in self.runs if run.history), default=0)
        for run in self.runs:
            if run.history and run is not running:
                accuracy = f"{run.accuracy:.3f}" + (" (best)" if run.accuracy == best and len(self.runs) > 1 else "")
                spread = f"{min(run.shares):.3f}–{max(run.shares):.3f}" if run.shares else ""
                notes = f" ({run.ended})" if run.ended else ""
                loss, settings = number(run.history[-1].loss), f"{run.settings}{notes}"
                rows.append([run.letter, accuracy, *([spread] if repeated else []), loss, settings])
        return rows if len(rows) > 1 else []


def _lines(name: str) -> list[Layer]:
    layers: list[Layer] = []
    for letter, (color, dash) in zip(LETTERS, LOOKS):
        layers.append(Line(f"x_{letter}", f"{name}_{letter}", label=letter, color=color, dash=dash, edge=True))
    for letter, (color, _) in zip(LETTERS, LOOKS):
        at = f"at_{letter}", f"{name}_at_{letter}"
        layers.append(Text(*at, letter, dy=-10.0, align="center", color=color, bold=True, size=14))
    return layers


def _texts(name: str) -> list[str]:
    return [str(choice).removesuffix(".0") for choice in CHOICES[name]]


def _place(name: str, settings: Settings) -> int:
    """Where the select stands for these settings."""
    value = getattr(settings, name)
    return CHOICES[name].index(value) if value in CHOICES[name] else UNKNOWN
