"""Watches the app's files for changes that Python must react to. Vite watches the browser's files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import Change, PythonFilter, awatch

from lissome.mode import env_files

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Iterable

    from watchfiles.main import FileChange

# Milliseconds: the longest time that changes are collected for, and the longest pause within a group.
_DEBOUNCE: Final = 200
_STEP: Final = 20
# Milliseconds until a watch without changes says that it watches.
_PATIENCE: Final = 500

# Files whose contents are in the manifest.
_MANIFEST_FILES: Final = frozenset(
    {"app.html", "error.html", "hooks.js", "hooks.ts", "params.js", "params.ts", "params.server.py"}
)

_CONFIGURATION_FILES: Final = frozenset({"vite.config.js", "vite.config.ts"})
_SETTINGS: Final = "pyproject.toml"


def needs_python(changes: Iterable[FileChange]) -> bool:
    """Return True if the app's Python code must be reloaded."""
    return any(path.endswith(".py") for _, path in changes)


def needs_manifest(changes: Iterable[FileChange]) -> bool:
    """Return True if routes, templates or page options may have changed."""
    return any(change is not Change.modified or _is_in_manifest(Path(path).name) for change, path in changes)


def _is_in_manifest(name: str) -> bool:
    return name in _MANIFEST_FILES or (name.startswith("+") and name.endswith((".js", ".ts", ".py")))


def are_settings(changes: Iterable[FileChange]) -> bool:
    """Return True if only lissome's settings may have changed, and no configuration of Vite's."""
    return all(Path(path).name == _SETTINGS for _, path in changes)


async def app_changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[FileChange]]:
    """Yield groups of changes in `src` and `static`, until `stop` is set."""
    folders = [folder for name in ("src", "static") if (folder := root / name).is_dir()]
    async for changes in awatch(*folders, debounce=_DEBOUNCE, step=_STEP, stop_event=stop):
        yield changes


async def python_changes(
    folders: Iterable[Path], stop: asyncio.Event, *, recursive: bool
) -> AsyncIterator[set[FileChange]]:
    """Yield groups of changes of Python files in folders, until `stop` is set; nothing without folders.

    A group may be empty. When the first one comes, the folders are being watched.
    """
    folders = list(folders)
    if not folders:
        return
    python = PythonFilter()
    async for changes in awatch(
        *folders,
        watch_filter=python,
        debounce=_DEBOUNCE,
        step=_STEP,
        stop_event=stop,
        recursive=recursive,
        rust_timeout=_PATIENCE,
        yield_on_timeout=True,
    ):
        yield changes


async def configuration_changes(root: Path, stop: asyncio.Event) -> AsyncIterator[set[FileChange]]:
    """Yield groups of changes of Vite's configuration and of lissome's settings, until `stop` is set.

    The folder is watched instead of the files, because most editors save by replacing a file.
    """
    async for changes in awatch(
        root, watch_filter=_is_configuration, debounce=_DEBOUNCE, step=_STEP, stop_event=stop, recursive=False
    ):
        yield changes


def _is_configuration(_change: Change, path: str) -> bool:
    return Path(path).name in {*_CONFIGURATION_FILES, _SETTINGS, *env_files()}
