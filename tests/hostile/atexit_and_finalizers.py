"""Code that is to run when everything ends: at exit, in finalizers, in a thread's last moments."""

KIND = "module"
POINTS = 13
SAYS = ""

import atexit
import threading
import time
import weakref


class Last:
    def __del__(self):
        time.sleep(60)


last = Last()
last.self = last
atexit.register(time.sleep, 60)
weakref.finalize(last, time.sleep, 60)
threading._register_atexit(time.sleep, 60)
