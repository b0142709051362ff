"""The settings of one experiment on the digits, as one short line that can be pasted to somebody else."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

STARTS = ("zero", "small", "xavier", "glorot", "he")
ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu")
MOST = {"layers": 5, "neurons": 512, "batch": 2000, "epochs": 500, "seed": 2**32 - 1}


class BadSettings(ValueError):
    """The line cannot be read; the message says which part and what it should look like."""


@dataclass(frozen=True)
class Settings:
    """One experiment. str() gives the line; parse() reads it, and what the line leaves out is as here.

    hidden: the neurons of each hidden layer. start: how the weights begin. rate: the learning rate.

    >>> str(Settings(rate=0.05))
    'hidden=64 start=he activation=relu rate=0.05 batch=32 epochs=20 seed=0'
    """

    hidden: tuple[int, ...] = (64,)
    start: str = "he"
    activation: str = "relu"
    rate: float = 0.1
    batch: int = 32
    epochs: int = 20
    seed: int = 0

    def __str__(self) -> str:
        hidden = ",".join(map(str, self.hidden)) or "none"
        rate = repr(self.rate).removesuffix(".0")
        return (
            f"hidden={hidden} start={self.start} activation={self.activation} rate={rate} batch={self.batch} "
            f"epochs={self.epochs} seed={self.seed}"
        )


def parse(text: str) -> Settings:
    """The settings that a line says; BadSettings if it cannot be read.

    >>> parse("rate=0.3 hidden=32,16").hidden
    (32, 16)
    """
    found: dict[str, Any] = {}
    for word in text.split():
        name, equals, value = word.partition("=")
        if not equals or name not in READ:
            raise BadSettings(f"“{word}” is not a setting. A line looks like this: {Settings()}")
        if name in found:
            raise BadSettings(f"{name} is there twice.")
        try:
            found[name] = READ[name](value)
        except ValueError:
            raise BadSettings(f"{name}={value}: {WANTED[name]}.") from None
    return Settings(**found)


def _hidden(value: str) -> tuple[int, ...]:
    sizes = () if value == "none" else tuple(_whole(1, MOST["neurons"])(size) for size in value.split(","))
    return sizes if len(sizes) <= MOST["layers"] else _refuse()


def _one_of(names: tuple[str, ...]) -> Callable[[str], str]:
    return lambda value: value if value in names else _refuse()


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        plain = value.isascii() and value.isdecimal() and len(value) < 20
        return int(value) if plain and low <= int(value) <= high else _refuse()

    return read


def _rate(value: str) -> float:
    rate = float(value)
    return rate if math.isfinite(rate) and 0 < rate <= 1000 else _refuse()


def _refuse() -> Any:
    raise ValueError


READ: dict[str, Callable[[str], Any]] = {
    "hidden": _hidden,
    "start": _one_of(STARTS),
    "activation": _one_of(ACTIVATIONS),
    "rate": _rate,
    "batch": _whole(1, MOST["batch"]),
    "epochs": _whole(1, MOST["epochs"]),
    "seed": _whole(0, MOST["seed"]),
}
WANTED = {
    "hidden": f"it must be the sizes of the hidden layers, such as 64 or 64,32, or none; at most {MOST['layers']} "
    f"layers of {MOST['neurons']}",
    "start": f"it must be one of {', '.join(STARTS)}",
    "activation": f"it must be one of {', '.join(ACTIVATIONS)}",
    "rate": "the learning rate must be a number above 0, at most 1000, such as 0.1",
    "batch": f"it must be a whole number from 1 to {MOST['batch']}",
    "epochs": f"it must be a whole number from 1 to {MOST['epochs']}",
    "seed": f"it must be a whole number from 0 to {MOST['seed']}",
}
