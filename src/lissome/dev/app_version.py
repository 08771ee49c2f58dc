"""One version of the app in `lissome dev`: it serves until there is a newer one, and ends what it began."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lissome.app import App

logger = logging.getLogger("lissome.dev")


class AppVersion:
    """An app, and how many requests it has under way.

    Args:
        app: not started yet.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopped = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve a request."""
        self._under_way += 1
        self._idle.clear()
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def start(self) -> None:
        """Run the app's `init`."""
        await self._app.start()

    async def stop(self, patience: float = 0) -> None:
        """Run the app's shutdown, when the requests under way have ended or have had their time.

        Args:
            patience: seconds.
        """
        await self.is_idle(patience)
        if not self._stopped:
            self._stopped = True
            await self._app.stop()

    async def retire(self, patience: float) -> None:
        """As `stop`, beside a newer version; nobody is there to be told what goes wrong, but the log."""
        try:
            await self.stop(patience)
        except Exception:
            logger.exception("the shutdown of the version before failed")

    async def is_idle(self, patience: float) -> bool:
        """Whether no request is under way, at the latest after some seconds."""
        try:
            await asyncio.wait_for(self._idle.wait(), patience)
        except TimeoutError:
            return False
        return True
