"""Mistakes in the app's files, on the terminal when they appear, and the first error in open browsers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lissome.build.mistakes import Mistake, MistakeFinder
from lissome.console import print_error, print_progress
from lissome.dev.error_report import ErrorReport


class Mistakes:
    """The mistakes in the app as its files are now. The app is served all the same: most of it may work.

    Args:
        root: the app's folder.
        tell: sends a message to all open browsers.
    """

    def __init__(self, root: Path, tell: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._root = root
        self._tell = tell
        self._finder = MistakeFinder(root)
        self._printed: set[str] = set()
        self._shown: Mistake | None = None

    async def look(self) -> None:
        """Look at all files that have changed."""
        found = await asyncio.to_thread(self._finder.find)
        self._print(found)
        first = next((one for one in found if not one.is_warning), None)
        if first is not None or self._shown is not None:
            await self._tell(self._message(first))
        self._shown = first

    def _print(self, found: list[Mistake]) -> None:
        """Print the mistakes that were not there when the files were looked at before."""
        for one in found:
            if one.title not in self._printed:
                (print_progress if one.is_warning else print_error)(str(one))
        self._printed = {one.title for one in found}

    def _message(self, mistake: Mistake | None) -> dict[str, Any]:
        """Return the message that has Vite's overlay shown; None takes it away from pages opened later."""
        overlay = None
        if mistake is not None:
            report = ErrorReport(mistake.message, mistake.frame, self._root, mistake.file, mistake.line or 1)
            overlay = report.overlay()
        return {"type": "custom", "event": "lissome:mistake", "data": overlay}
