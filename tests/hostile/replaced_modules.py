"""sys.modules emptied, and filled with something else under the old names."""

KIND = "module"
POINTS = 13
SAYS = ""

import sys


class Anything:
    def __getattr__(self, name):
        return self

    def __call__(self, *args, **options):
        return True


for name in ("numpy.testing", "nncourse.checks", "nncourse.plain", "nncourse.report", "unittest", "pickle"):
    sys.modules[name] = Anything()
for name in [name for name in sys.modules if name.startswith("nbgrader")]:
    del sys.modules[name]
