"""A file of 1 GB, and then as many as there is room for."""

KIND = "module"
POINTS = 13
SAYS = ""
TELLS = "No space left on device"


def gradient_step(w, gradient, learning_rate):
    for number in range(1000):
        with open(f"/jail/{number}", "wb") as file:
            file.write(b"x" * 1_000_000)


def squared_error_gradient(w, x, y):
    with open("/jail/large", "wb") as file:
        file.truncate(10**9)
