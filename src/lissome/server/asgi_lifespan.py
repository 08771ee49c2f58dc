"""The lifespan of another ASGI application, which a server would run if that were the only one.

Source: https://asgi.readthedocs.io/en/latest/specs/lifespan.html (version 2.0).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any, Final, Literal

from starlette.types import ASGIApp, Message

from lissome.errors import AppError

_ASGI: Final = MappingProxyType({"version": "3.0", "spec_version": "2.0"})


@asynccontextmanager
async def lifespan_of(app: ASGIApp, name: str) -> AsyncIterator[dict[str, Any]]:
    """Run the lifespan of `app` around the block, and return the state that it has made for its requests.

    An application that ends or fails without an answer, as Django's does, has none, and needs none.

    Args:
        name: the application, for messages.

    Raises:
        AppError: it says that its startup, or its shutdown, has failed.
    """
    lifespan = _Lifespan(app, name)
    try:
        has_one = await lifespan.go_through("startup")
        yield lifespan.state
        if has_one:
            await lifespan.go_through("shutdown")
    finally:
        lifespan.task.cancel()


class _Lifespan:
    """The application's one call for its lifespan: in a task of its own, as anyio's scopes demand."""

    def __init__(self, app: ASGIApp, name: str) -> None:
        self.state: dict[str, Any] = {}
        self._name = name
        self._events: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        scope = {"type": "lifespan", "asgi": dict(_ASGI), "state": self.state}
        self.task = asyncio.create_task(_call(app, scope, self._events, self._answers))

    async def go_through(self, phase: Literal["startup", "shutdown"]) -> bool:
        """Go through a phase; return False if the application does not know it.

        Raises:
            AppError: it has failed.
        """
        self._events.put_nowait({"type": f"lifespan.{phase}"})
        answer = asyncio.ensure_future(self._answers.get())
        try:
            await asyncio.wait((self.task, answer), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                return False
            message = answer.result()
        finally:
            answer.cancel()
        if message["type"] == f"lifespan.{phase}.complete":
            return True
        await asyncio.wait((self.task,), timeout=1)  # Starlette raises after its answer
        cause = self.task.exception() if self.task.done() and not self.task.cancelled() else None
        reason = f"{type(cause).__name__}: {cause}" if cause is not None else message.get("message", "")
        what = "does not start" if phase == "startup" else "has failed to shut down"
        raise AppError(f"{self._name} {what}: {reason}") from cause


async def _call(
    app: ASGIApp, scope: dict[str, Any], events: asyncio.Queue[Message], answers: asyncio.Queue[Message]
) -> None:
    await app(scope, events.get, answers.put)
