"""The seven activation functions of notebook 07 as the widgets use them: their formulas, and the student's versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nncourse.widgets import own as own_code
from nncourse.widgets.parts import number

MODULE = "activations"
Bend = Callable[..., np.ndarray]  # a function of z, or of z and α


@dataclass(frozen=True)
class Kind:
    """An activation function: its name in nnlib, whether it takes α, its formula f(z, α) and that of its slope."""

    label: str
    name: str
    has_alpha: bool
    f: Bend
    slope: Bend

    def own(self, suffix: str = "") -> Bend:
        """The student's function as one of z and α; calling it raises Problem where it cannot be used."""
        name = self.name + suffix
        code = own_code.function(MODULE, name)

        def call(z: np.ndarray, alpha: float) -> np.ndarray:
            arguments = (z.copy(), alpha) if self.has_alpha else (z.copy(),)
            said = f"(z{f', {number(alpha)}' if self.has_alpha else ''}), z of shape {z.shape},"
            return own_code.numbers(code(*arguments), z.shape, MODULE, name, said)

        return call


def _leak(z: np.ndarray, alpha: float) -> np.ndarray:
    return np.where(z > 0, z, alpha * z)


def _leak_slope(z: np.ndarray, alpha: float) -> np.ndarray:
    return np.where(z > 0, 1.0, alpha)


def _sigmoid(z: np.ndarray, alpha: float = 0.0) -> np.ndarray:
    return 0.5 * (1 + np.tanh(z / 2))


KINDS = {
    kind.label: kind
    for kind in (
        Kind("linear", "linear", False, lambda z, _: z, lambda z, _: np.ones_like(z)),
        Kind("ReLU", "relu", False, lambda z, _: np.maximum(z, 0), lambda z, _: 1.0 * (z > 0)),
        Kind("leaky ReLU", "leaky_relu", True, _leak, _leak_slope),
        Kind("PReLU", "prelu", True, _leak, _leak_slope),
        Kind("ELU", "elu", True,
             lambda z, alpha: np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0))),
             lambda z, alpha: np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))),
        Kind("sigmoid", "sigmoid", False, _sigmoid, lambda z, _: 0.25 / np.cosh(z / 2) ** 2),
        Kind("tanh", "tanh", False, lambda z, _: np.tanh(z), lambda z, _: 1 / np.cosh(z) ** 2),
    )
}  # fmt: skip
