"""An import hook that hands out its own modules in the place of all others."""

KIND = "module"
POINTS = 13
SAYS = ""

import sys
import types


class Finder:
    def find_spec(self, name, path=None, target=None):
        sys.modules[name] = types.ModuleType(name)
        return None


sys.meta_path.insert(0, Finder())
sys.path[:] = ["/jail"]
sys.path_hooks.clear()
