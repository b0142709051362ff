"""A function of the check's called with what it was not made for."""

KIND = "module"
POINTS = 13
SAYS = ""


class Odd:
    def __mul__(self, other):
        return self

    __rmul__ = __sub__ = __rsub__ = __mul__


def gradient_descent(gradient_fn, w0, learning_rate, steps):
    deep = 0
    for _ in range(23):
        deep = [deep]
    for monster in (
        2**4000,
        "x" * 900_000,
        deep,
        {},
        None,
        Odd(),
        print,
        float("nan"),
        [0] * 150_000,
        gradient_fn,
        np.zeros(400_000),
        np.zeros((0, 7)),
        np.array("text"),
        b"bytes",
        ...,
    ):
        try:
            gradient_fn(monster)
        except Exception:
            pass
    return [gradient_fn(w0)] * (steps + 1)
