"""The app of a folder, in the process of its test."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lissome.app import App, create_app
from lissome.dev.unload_modules import unload_modules
from lissome.testing.fresh_modules import fresh_modules

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def booted(root: Path) -> Iterator[App]:
    """The app in `root`, not started yet; its modules are there as long as the block."""
    with fresh_modules(root):
        try:
            yield create_app(root)
        finally:
            unload_modules(root)  # of what is mounted, too
