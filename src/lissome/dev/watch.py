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


def needs_python(changes: Iterable[tuple[Change, str]]) -> bool:
    """Whether the app's Python code has to be loaded again."""
    return any(path.endswith(".py") for _, path in changes)


def needs_manifest(changes: Iterable[tuple[Change, str]]) -> bool:
    """Whether routes, templates or page options may be others now."""
    return any(change is not Change.modified or _describes(Path(path).name) for change, path in changes)


def _describes(name: str) -> bool:
    return name in _DESCRIBING or (name.startswith("+") and name.endswith((".js", ".ts", ".py")))


async def changes_of(root: Path, stop: asyncio.Event) -> AsyncIterator[set[tuple[Change, str]]]:
    """Groups of changes under `src` and `static`, until `stop` is set."""
    folders = [folder for folder in (root / "src", root / "static") if folder.is_dir()]
    async for changes in awatch(
        *folders, watch_filter=DefaultFilter(), debounce=_DEBOUNCE, step=_STEP, stop_event=stop
    ):
        yield changes
