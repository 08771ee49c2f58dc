"""Imports of several apps, one after the other, in one process: each has its own package `lib`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lissome.dev.unload_modules import unload_modules


@contextmanager
def fresh_modules(root: Path) -> Iterator[None]:
    """Let the modules of the app in `root` be imported again in this block, and unload them afterwards.

    So their state does not come from an earlier test, and does not go to a later one. Modules called ``lib``
    that were loaded before are restored at the end.
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
