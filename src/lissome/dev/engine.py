"""Where pages are rendered in dev: in Vite, by the protocol of production (see vite/dev_gate.js)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from lissome.dev.vite import ViteError
from lissome.errors import RenderError, RenderTimeout

if TYPE_CHECKING:
    from collections.abc import Callable

    from lissome.dev.vite import Vite

# Seconds until somebody looks whether Vite still breathes, and seconds that it gets to show it. To transform
# modules for the first time takes long, but Vite answers meanwhile; while a component loops it does not.
_LOOK: Final = 3.0
_BREATH: Final = 3.0


class ViteEngine:
    """An `Engine` (see lissome.ssr) whose bundle is Vite's module runner."""

    def __init__(self, vite: Vite) -> None:
        self._vite = vite
        self.broken = False

    async def call(self, message: bytes) -> bytes:
        """Give Vite a message and return its answer.

        Raises:
            RenderTimeout: Vite was busy without a pause: a component or a load loops. Vite is a new one now.
            RenderError: Vite does not answer.
        """
        start = self._vite.starts
        asked = asyncio.create_task(self._vite.ask("call", message))
        try:
            while not (await asyncio.wait((asked,), timeout=_LOOK))[0]:
                if not await self._vite.is_responsive(_BREATH):
                    await self._vite.restart(start)
                    raise RenderTimeout(_LOOK + _BREATH)
            return asked.result()
        except ViteError as failure:
            raise RenderError(str(failure), name="ViteError", stack=failure.stack) from failure
        finally:
            asked.cancel()

    def when_idle(self, done: Callable[[], None]) -> None:
        """Nothing is kept here between calls."""
        done()

    def close(self) -> None:
        """The connection is the `Vite` object's."""
