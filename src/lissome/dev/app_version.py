"""One version of the app in `lissome dev`: it serves until there is a newer one."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from lissome.errors import FAILURES

if TYPE_CHECKING:
    from lissome.app import App

logger = logging.getLogger("lissome.dev")


class AppVersion:
    """An app, and the number of its running requests.

    Args:
        app: not started yet.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopped = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request."""
        self._running += 1
        self._idle.clear()
        try:
            await self._app(scope, receive, send)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def start(self) -> None:
        """Run the app's `init`."""
        await self._app.start()

    async def stop(self, within: float = 0) -> None:
        """Run the app's shutdown when its requests have ended, or after `within` seconds.

        Args:
            within: seconds.
        """
        await self.is_idle(within)
        if not self._stopped:
            self._stopped = True
            await self._app.stop()

    async def retire(self, within: float) -> None:
        """Stop while a newer version serves. A failure is only logged."""
        try:
            await self.stop(within)
        except FAILURES:
            logger.exception("the shutdown of the previous version failed")

    async def is_idle(self, within: float) -> bool:
        """Return True as soon as no request is running; False after `within` seconds."""
        try:
            await asyncio.wait_for(self._idle.wait(), within)
        except TimeoutError:
            return False
        return True
