"""One app after the other in one process: each has a `lib` of its own, and Python knows only one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lissome.dev.unload_modules import unload_modules


@contextmanager
def fresh_modules(root: Path) -> Iterator[None]:
    """Import the modules of the app in `root` anew, and forget them afterwards.

    So no state that they hold comes from an earlier test, or goes to a later one. Modules called ``lib`` that
    were there before come back at the end.
    """
    others = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "lib"}
    path = sys.path.copy()
    sys.path[:] = [folder for folder in path if not Path(folder, "routes").is_dir()]
    for name in others:
        del sys.modules[name]
    try:
        yield
    finally:
        unload_modules(root / "src")
        sys.modules.update(others)
        sys.path[:] = path
