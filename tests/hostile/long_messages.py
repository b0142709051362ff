"""An exception with a message of megabytes, of markup, and of signs that move the cursor."""

KIND = "module"
POINTS = 13
SAYS = ""


def gradient_step(w, gradient, learning_rate):
    raise ValueError("<script>document.title='pwned'</script>\x1b[2J\x07" + "x" * 5_000_000)


def squared_error_gradient(w, x, y):
    raise type("<img src=x onerror=alert(1)>\u202e", (Exception,), {})("\x00" * 1000)
