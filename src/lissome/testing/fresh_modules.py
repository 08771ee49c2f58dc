"""Imports of several apps, one after the other, in one process: each has its own package `lib`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lissome.dev.unload_modules import lies_below, unload_modules

# Each app has its own.
_PACKAGES: Final = frozenset({"lib", "routes"})


@contextmanager
def fresh_modules(root: Path) -> Iterator[None]:
    """Let the modules of the app in `root` be imported again in this block, and unload them afterwards.

    So their state does not come from an earlier test, and does not go to a later one. Modules of the app that
    were loaded before, as by unit tests, and those of other apps with the same names, are restored at the
    end.
    """
    prefix = f"{root / 'src'}{os.sep}"
    others = {
        name: module
        for name, module in sys.modules.items()
        if name.partition(".")[0] in _PACKAGES or lies_below(module, prefix)
    }
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
