"""Widget of notebook 09: watch a network learn, epoch by epoch, with a button that stops it."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from nncourse import data as datasets
from nncourse import experiment
from nncourse.experiment import Learner, Measured, Trouble
from nncourse.widgets.parts import Axis, Frames, Line, Panel, Points, Progress
from nncourse.widgets.stage import Stage

SECONDS = (0.1, 0.5)  # between two pictures, at least: in the beginning, and in a long training
POINTS = 100  # of a curve, about: in a long training not every epoch is measured
LOOK_BACK = 3  # points of the curve over which a loss falls or rises
COLUMNS = ("epoch", "loss", "accuracy", "validation_loss", "validation_accuracy")


def watch(
    network: Any, data: datasets.Split, *, learning_rate: float = 0.1, epochs: int = 30, batch_size: int = 32
) -> None:
    """Train the network here and now, and draw losses and accuracies while it learns.

    data: with x standardized. The training runs in this cell: cells below wait, and find a network that has learned.
    The button Stop, or the square in the toolbar, ends it; the network keeps what it has learned.
    """
    training = Training(network, data, learning_rate, epochs, batch_size)
    shown = _display(training.stage)
    training.run()
    if shown:
        shown.update(training.stage)  # now with the still picture of how it ended


class Pace:
    """When the next picture is due. Each costs the training time, so they become fewer the longer it goes."""

    def __init__(self) -> None:
        self.began, self.drawn = time.monotonic(), -math.inf

    def due(self) -> bool:
        """Whether to draw now; then the time until the next picture begins."""
        now = time.monotonic()
        if now < self.drawn + np.clip((now - self.began) / 8, *SECONDS):
            return False
        self.drawn = now
        return True


def _display(stage: Stage) -> Any:
    """Show the stage in a notebook, without the still picture for now; a handle to renew it with, or None elsewhere."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if not hasattr(get_ipython(), "kernel"):
        return None
    bundle, _ = super(Stage, stage)._repr_mimebundle_()
    return display(bundle, raw=True, display_id=True)


class Training:
    """One training: the stage it is drawn on, and how far it is."""

    def __init__(self, network: Any, data: datasets.Split, learning_rate: float, epochs: int, batch_size: int) -> None:
        self.data, self.epochs, self.done = data, int(epochs), 0
        self.how = {"rate": learning_rate, "batch": batch_size}
        self.history: list[Measured] = []
        self.trouble = self.stopped = self.running = False
        self.banner = ""
        try:
            self.learner = Learner(network)
            self.history.append(self.learner.measure(data, 0))
        except Trouble as trouble:
            self.trouble, self.banner = True, str(trouble)
        self.stage = Stage(
            "Training",
            [_loss_panel(self.history, self.epochs), _accuracy_panel(self.epochs)],
            lambda values: self._frames(),
            [Progress("progress", "Epochs done")],
            alt=(
                "Two pictures against the number of epochs: left, the loss, which falls when the network learns; "
                "right, the share of right answers, which rises. Each has a line for the training and one for the "
                "validation samples."
            ),
        )

    def run(self) -> None:
        """Train to the end, or until it is interrupted."""
        if self.trouble:
            return
        self.running = True
        try:
            with experiment.unhurried():
                self._epochs()
        except KeyboardInterrupt:
            self.stopped = True
            self._catch_up()
        except Trouble as trouble:
            self.banner = str(trouble)
        self.running = False
        self.stage.show(self._frames())

    def _epochs(self) -> None:
        pace, every = Pace(), -(-self.epochs // POINTS)
        for epoch in range(self.epochs + 1):
            if epoch:
                self.learner.fit(self.data.x_train, self.data.y_train, **self.how)
                self.done = epoch
            due = epoch < self.epochs and pace.due()
            if epoch and (due or epoch % every == 0 or epoch == self.epochs):
                self.history.append(self.learner.measure(self.data, epoch))
                if not math.isfinite(self.history[-1].loss):
                    return
            if due:
                self.stage.show(self._frames())

    def _catch_up(self) -> None:
        """Measure where the training was stopped, if that has not been done yet."""
        with contextlib.suppress(Trouble, KeyboardInterrupt):
            if self.history[-1].epoch < self.done:
                self.history.append(self.learner.measure(self.data, self.done))

    def _frames(self) -> Frames:
        arrays: dict[str, Any] = {
            name: np.array([getattr(point, name) for point in self.history], dtype=float) for name in COLUMNS
        }
        done = self.done / max(self.epochs, 1)
        arrays |= {"done": np.array([done]), "running": np.array([float(self.running)])}
        if not self.history:
            arrays = {name: arrays[name] for name in ("done", "running")}
        return Frames(arrays, self._caption(), banner=self.banner)

    def _caption(self) -> str:
        if not self.history:
            return ""
        now, of = self.history[-1], self.epochs
        accuracy = f"{now.validation_accuracy:.3f}"
        if not math.isfinite(now.loss):
            return f"After {counted(now.epoch)} the loss is no number any more: the learning rate is too large."
        if self.stopped:
            return (
                f"Stopped after {now.epoch} of {counted(of)}: the validation accuracy is {accuracy}, and the network "
                "keeps what it has learned."
            )
        if now.epoch == 0:
            return f"Before the first epoch the validation accuracy is {accuracy}."
        after = f"After {now.epoch} of {counted(of)}" if self.running else f"After {counted(now.epoch)}"
        return f"{after} the validation accuracy is {accuracy}; {self._trend()}."

    def _trend(self) -> str:
        losses = [point.loss for point in self.history]
        change = losses[-1] / max(losses[-1 - min(LOOK_BACK, len(losses) - 1)], 1e-12)
        word = "still falls" if change < 0.98 else "rises" if change > 1.02 else "hardly changes any more"
        best = min(self.history, key=lambda point: point.validation_loss)
        says = f"the training loss {word}"
        worse = self.history[-1].validation_loss > 1.02 * best.validation_loss
        if worse and 0 < best.epoch < self.history[-1].epoch - LOOK_BACK:
            says += f", but the validation loss was lowest after {counted(best.epoch)}"
        return says


def counted(epochs: int) -> str:
    """1 epoch, 2 epochs."""
    return "1 epoch" if epochs == 1 else f"{epochs} epochs"


def _loss_panel(history: Sequence[Measured], epochs: int) -> Panel:
    """From a thousandth to somewhat above what the loss begins with."""
    begins = [loss for point in history for loss in (point.loss, point.validation_loss) if math.isfinite(loss)]
    high = max(10.0, 2 * max(begins, default=1.0))
    return Panel("Loss", _epochs(epochs), Axis("mean cross-entropy (log scale)", 1e-3, high, log=True), _pair("loss"))


def _accuracy_panel(epochs: int) -> Panel:
    return Panel("Accuracy", _epochs(epochs), Axis("share that is right", 0.0, 1.0), _pair("accuracy"))


def _epochs(epochs: int) -> Axis:
    ticks = [(0, "0"), (1, "1"), (2, "2")][: epochs + 1] if epochs < 3 else None
    return Axis("epochs", 0.0, max(epochs, 1), ticks=ticks)


def _pair(name: str) -> list[Line | Points]:
    return [
        Line("epoch", name, label="training", edge=True),
        Points("epoch", name, label="training", size=0.1, head=True),
        Line("epoch", f"validation_{name}", label="validation", color="orange", dash="dashed", edge=True),
        Points("epoch", f"validation_{name}", label="validation", color="orange", size=0.1, head=True),
    ]
