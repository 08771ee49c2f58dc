"""Which of the app's files changed, and what that means for Python. Browsers' own files are Vite's matter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import Change, awatch

from lissome.mode import env_files

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Iterable

    from watchfiles.main import FileChange

# Milliseconds: how long changes are collected, and how long to wait for the next one of a group.
_DEBOUNCE: Final = 200
_STEP: Final = 20

# What the manifest is made of, besides which files there are.
_DESCRIBING: Final = frozenset(
    {"app.html", "error.html", "hooks.js", "hooks.ts", "params.js", "params.ts", "params.server.py"}
)

_CONFIGURING: Final = frozenset({"vite.config.js", "vite.config.ts"})


def needs_python(changes: Iterable[FileChange]) -> bool:
    """Whether the app's Python code has to be loaded again."""
    return any(path.endswith(".py") for _, path in changes)


def needs_manifest(changes: Iterable[FileChange]) -> bool:
    """Whether routes, templates or page options may be others now."""
    return any(change is not Change.modified or _describes(Path(path).name) for change, path in changes)


def _describes(name: str) -> bool:
    return name in _DESCRIBING or (name.startswith("+") and name.endswith((".js", ".ts", ".py")))


async def app_changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[FileChange]]:
    """Groups of changes of `src` and `static`, until `stop` is set."""
    folders = [folder for name in ("src", "static") if (folder := root / name).is_dir()]
    async for changes in awatch(*folders, debounce=_DEBOUNCE, step=_STEP, stop_event=stop):
        yield changes


async def configuration_changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[FileChange]]:
    """Groups of changes of Vite's configuration, until `stop` is set.

    The folder is watched and not the file, because most editors save by putting a new file in its place.
    """
    async for changes in awatch(
        root, watch_filter=_is_configuration, debounce=_DEBOUNCE, step=_STEP, stop_event=stop, recursive=False
    ):
        yield changes


def _is_configuration(_change: Change, path: str) -> bool:
    return Path(path).name in {*_CONFIGURING, *env_files()}
