"""Which of the app's files changed, and what that means for Python. Browsers' own files are Vite's matter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from watchfiles import Change, DefaultFilter, awatch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Iterable

# Milliseconds: how long changes are collected, and how long to wait for the next one of a group.
_DEBOUNCE: Final = 200
_STEP: Final = 20

# What the manifest is made of, besides which files there are.
_DESCRIBING: Final = frozenset({"app.html", "error.html", "hooks.js", "hooks.ts", "params.js", "params.ts"})

_CONFIGURING: Final = frozenset({"vite.config.js", "vite.config.ts"})


def needs_python(changes: Iterable[tuple[Change, str]]) -> bool:
    """Whether the app's Python code has to be loaded again."""
    return any(path.endswith(".py") for _, path in changes)


def needs_manifest(changes: Iterable[tuple[Change, str]]) -> bool:
    """Whether routes, templates or page options may be others now."""
    return any(change is not Change.modified or _describes(Path(path).name) for change, path in changes)


def _describes(name: str) -> bool:
    return name in _DESCRIBING or (name.startswith("+") and name.endswith((".js", ".ts", ".py")))


def needs_vite(changes: Iterable[tuple[Change, str]]) -> bool:
    """Whether Vite's configuration changed."""
    return any(Path(path).name in _CONFIGURING for _, path in changes)


async def changes_of(root: Path, stop: asyncio.Event) -> AsyncIterator[set[tuple[Change, str]]]:
    """Groups of changes of `src`, `static` and Vite's configuration, until `stop` is set."""
    watched = [path for name in ("src", "static", *_CONFIGURING) if (path := root / name).exists()]
    async for changes in awatch(
        *watched, watch_filter=DefaultFilter(), debounce=_DEBOUNCE, step=_STEP, stop_event=stop
    ):
        yield changes
