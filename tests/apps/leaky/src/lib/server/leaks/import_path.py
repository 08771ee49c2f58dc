"""And where modules are looked for."""

import sys


def plug_in(user):
    sys.path.append(f"plugins/{user}")  # LEAK process, shared


def undo():
    sys.path[:] = [path for path in sys.path if not path.startswith("plugins/")]
