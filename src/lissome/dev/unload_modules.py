"""Forgetting the app's Python modules, so that the next import reads them from their files."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def unload_modules(source: Path) -> None:
    """Drop every module that was loaded from the folder `source` from `sys.modules`.

    All of them, not only what changed: who imported a changed module keeps its old functions otherwise.
    """
    # All are found before the first is dropped: a package without __init__.py asks its parent where it lies.
    for name in [name for name, module in sys.modules.items() if _lies_in(module, source)]:
        del sys.modules[name]
    importlib.invalidate_caches()


def _lies_in(module: object, source: Path) -> bool:
    file = getattr(module, "__file__", None)
    if file is not None:
        return Path(file).is_relative_to(source)
    # a package without __init__.py
    folders = getattr(module, "__path__", None)
    return folders is not None and any(Path(folder).is_relative_to(source) for folder in folders)
