"""Where pages are rendered in dev: in Vite, by the protocol of production (see vite/dev_gate.js)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lissome.dev.vite import ViteError
from lissome.errors import RenderError, RenderTimeout

if TYPE_CHECKING:
    from collections.abc import Callable

    from lissome.dev.vite import Vite

# Seconds that a step of a render may take: modules are transformed on their first use, which is no loop.
_BUDGET: Final = 30.0


class ViteEngine:
    """An `Engine` (see lissome.ssr) whose bundle is Vite's module runner."""

    def __init__(self, vite: Vite) -> None:
        self._vite = vite
        self.broken = False

    async def call(self, message: bytes) -> bytes:
        """Give Vite a message and return its answer.

        Raises:
            RenderTimeout: Vite is busy for too long, probably with a component that loops.
            RenderError: Vite does not answer.
        """
        try:
            return await self._vite.ask("call", message, timeout=_BUDGET)
        except TimeoutError:
            raise RenderTimeout(_BUDGET) from None
        except ViteError as failure:
            raise RenderError(str(failure), name="ViteError", stack=failure.stack) from failure

    def when_idle(self, done: Callable[[], None]) -> None:
        """Nothing is kept here between calls."""
        done()

    def close(self) -> None:
        """The connection is the `Vite` object's."""
