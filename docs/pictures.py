"""Draw the README's picture of each notebook from its widget: python docs/pictures.py"""

import io
from pathlib import Path

from PIL import Image

from nncourse import widgets
from nncourse.widgets import (
    activations,
    broadcasting,
    gates,
    initialization,
    losses,
    rounding,
    shapes,
    softmax,
    static,
    stopping,
)

WIDTH = 460


def stages():
    """{number: the widget that shows what its notebook is about, at a telling place}."""
    descent = widgets.descent_on_curve(own=False)
    descent.move(rate=0.1)
    graph = gates.graph("q = x + y; f = q * z", x=-2, y=5, z=-4, own=False)
    graph.move(step=7)
    stop = stopping.when_to_stop()
    stop.move(time=60)
    return {
        "00": broadcasting.broadcasting(),
        "01": descent,
        "02": rounding.error_against_eps(own=False),
        "03": graph,
        "04": shapes.shapes_game(),
        "05": initialization.signal_through_layers(),
        "06": losses.outlier_and_lines(own=False),
        "07": activations.activation_curves(own=False),
        "08": softmax.three_logits(own=False),
        "09": stop,
    }


def main():
    """Write docs/NN.png."""
    for number, stage in stages().items():
        picture = Image.open(io.BytesIO(static.png(stage, dpi=80))).convert("RGB")
        height = round(picture.height * WIDTH / picture.width)
        small = picture.resize((WIDTH, height), Image.LANCZOS).quantize(96)
        small.save(Path(__file__).parent / f"{number}.png", optimize=True)


main()
