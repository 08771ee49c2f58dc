"""More than one app in one process: each has a `lib` of its own, and Python knows only one."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lissome.app import App, create
from lissome.dev.modules import forget

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_modules(root: Path) -> Iterator[None]:
    """Import the modules of the app in `root`, and afterwards again those of the app before it."""
    others = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "lib"}
    path = sys.path.copy()
    sys.path[:] = [folder for folder in path if not Path(folder, "routes").is_dir()]
    for name in others:
        del sys.modules[name]
    try:
        yield
    finally:
        forget(root / "src")
        sys.modules.update(others)
        sys.path[:] = path


@contextmanager
def booted(root: Path) -> Iterator[App]:
    """The app in `root`, not started yet; its modules are there as long as the block."""
    with own_modules(root):
        yield create(root)
