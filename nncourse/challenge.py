"""`nncourse challenge`: train the student's Network on the digits with a line of settings, and print how well it does.

The training runs in a process of its own, so that whatever the student's code does or prints, this one has the word.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nncourse.course import UserError
from nncourse.office.progress import shown
from nncourse.settings import BadSettings, Settings, parse


def command(words: list[str], nnlib: Path) -> int:
    """Train, print, and return the exit status: 0, or 1 if the code cannot be used."""
    try:
        settings = parse(" ".join(words))
    except BadSettings as error:
        raise UserError(str(error)) from None
    if not (nnlib / "nnlib").is_dir():
        raise UserError(f"There is no folder nnlib in {nnlib.resolve()}.")
    *_, result = [{}, *shown(_worker(settings, nnlib), settings.epochs + 2, "Training, epochs")]
    if "accuracy" not in result:
        print(result.get("trouble", "Your code ended the Python process."))
        return 1
    right, of = result["right"], result["of"]
    print(f"test accuracy  {result['accuracy']:.4f}  ({right} of {of} right; validation {result['validation']:.4f})")
    if result["diverged"]:
        print("               The loss became nan or infinite: the learning rate is too large.")
    print(f"settings       {settings}")
    return 0


def _worker(settings: Settings, nnlib: Path) -> Iterator[dict[str, Any]]:
    """The messages of the other process: one for each epoch, and then the result."""
    environment = {**os.environ, "MPLBACKEND": "agg", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "nncourse.challenge", str(nnlib.resolve()), str(settings)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
        encoding="utf-8",
    )
    try:
        for line in process.stdout or ():
            yield json.loads(line)
    finally:
        process.kill()
        process.wait()


def _run(nnlib: str, line: str) -> None:
    """In the other process: train and test, and write a line of JSON for each thing to tell."""
    from nncourse import experiment, student

    voice = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the student's code prints must not get among the messages

    def tell(**message: Any) -> None:
        print(json.dumps(message), file=voice, flush=True)

    student.use(nnlib)
    try:
        settings, split = parse(line), experiment.digits()
        learner = experiment.built(settings, split.x_train.shape[1], len(split.names))
        with experiment.unhurried():
            for measured in experiment.training(settings, split, learner):
                tell(epoch=measured.epoch)
        found = experiment.decisions(learner.forward(split.x_test))
    except experiment.Trouble as trouble:
        tell(trouble=str(trouble))
        return
    right = int((found == split.y_test).sum())
    tell(
        accuracy=right / len(found),
        right=right,
        of=len(found),
        validation=measured.validation_accuracy,
        diverged=not math.isfinite(measured.validation_loss),
    )


if __name__ == "__main__":
    _run(*sys.argv[1:])
