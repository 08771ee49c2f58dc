"""Requests of the app to itself that change something, and their callers, who may leave before the end.

A disconnect takes effect after an action, or after a handler that changes something
(`RequestLifetime.shielded`). A request of `event.fetch` has a caller instead of a client. The caller is
cancelled with the request that fetches, by a timeout of its own, or because a universal load has aborted the
fetch. It goes at once then, and the request that it made notices a disconnect.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from typing import Any, Protocol, TypeVar

from lissome.isolation.receive import Message
from lissome.isolation.tasks import cancel_tasks, run_to_end

T = TypeVar("T")


class Shieldable(Protocol):
    """The lifetime of a request of `event.fetch`.

    Attributes:
        task: serves the request.
        is_shielded: a disconnect must not interrupt what runs now.
    """

    task: asyncio.Task[Any] | None
    is_shielded: bool

    def start_watchdog(self) -> None:
        """Notice a disconnect, and count the seconds until the timeout."""


class Caller:
    """The caller of a request of `event.fetch`, as ASGI's `receive` shows a client.

    Args:
        body: the request's.
    """

    __slots__ = ("_body", "_left")

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self._left = asyncio.Event()

    @property
    def has_left(self) -> bool:
        """True if the caller has disconnected."""
        return self._left.is_set()

    def leave(self) -> None:
        """Disconnect."""
        self._left.set()

    async def receive(self) -> Message:
        """Return the next message: the body; then, once the caller has left, the disconnect."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}


class Subrequests:
    """The requests of `event.fetch` that change something, and that a client's request leads to.

    Args:
        label: the client's request, as the log names it.
    """

    __slots__ = ("_label", "_running")

    def __init__(self, label: str) -> None:
        self._label = label
        self._running: dict[asyncio.Task[Any], tuple[Shieldable, Caller]] = {}

    def __bool__(self) -> bool:
        return bool(self._running)

    async def serve(self, lifetime: Shieldable, caller: Caller, work: Coroutine[Any, Any, T]) -> T:
        """Serve a request in a task of its own, for a caller who may leave.

        Args:
            lifetime: the request's own.
            work: serves it.
        """
        task = asyncio.create_task(work)
        lifetime.task = task
        self._running[task] = lifetime, caller
        task.add_done_callback(self._ended)
        try:
            await asyncio.wait((task,))
            return task.result()
        except asyncio.CancelledError:
            _abandon(lifetime, caller)
            if not lifetime.is_shielded:
                await run_to_end(_end_of(task))
            raise
        finally:
            del task  # a failure refers to this frame

    async def end(self, *, at_once: bool) -> None:
        """Wait until all have ended; the request that made them is over.

        Args:
            at_once: interrupt what is shielded, too.
        """
        if at_once:
            await cancel_tasks(self._running, self._label)
            return
        for lifetime, caller in self._running.values():
            _abandon(lifetime, caller)
        await asyncio.wait(tuple(self._running))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        del self._running[task]
        if not task.cancelled():
            task.exception()  # or asyncio logs that nobody has looked at it: its caller may have left


def _abandon(lifetime: Shieldable, caller: Caller) -> None:
    """Cancel a request whose caller has left; if it is shielded, let it notice the disconnect afterwards."""
    if caller.has_left:
        return
    caller.leave()
    if lifetime.is_shielded:
        Context().run(lifetime.start_watchdog)  # in an empty context, as every watchdog
    elif lifetime.task is not None:
        lifetime.task.cancel()


async def _end_of(task: asyncio.Task[Any]) -> None:
    await asyncio.wait((task,))
