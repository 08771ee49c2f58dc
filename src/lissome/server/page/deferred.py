"""Values of a load that are still awaited: they stream after the page, in the order they settle."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from lissome.errors import Overdue
from lissome.server.state import RequestState, is_cancelled

logger = logging.getLogger("lissome.server")

# Encodes one settled value: (where more may be added, id, value or None, App.Error or None) -> the chunk.
EncodeChunk = Callable[["Deferred", int, Any, dict[str, Any] | None], bytes]
Describe = Callable[[BaseException], Awaitable[dict[str, Any]]]


class Deferred:
    """The awaitables of one response.

    Args:
        describe: turns what an awaitable failed with into an App.Error.
        encode: makes the chunk; what it raises is described and sent as the value's failure.
    """

    __slots__ = ("_chunks", "_describe", "_encode", "_ids", "_open", "_owner", "_state")

    def __init__(self, state: RequestState, describe: Describe, encode: EncodeChunk) -> None:
        self._state = state
        self._describe = describe
        self._encode = encode
        self._ids: dict[int, tuple[int, object]] = {}
        self._open: dict[int, tuple[int, asyncio.Future[Any]]] = {}
        self._chunks: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()
        self._owner = 0

    def __bool__(self) -> bool:
        return bool(self._open) or not self._chunks.empty()

    @property
    def used(self) -> bool:
        """Whether there ever was anything to wait for: a page streams then, come what may, as kit's does."""
        return bool(self._ids)

    def begin_node(self, position: int) -> None:
        """What is added from now on belongs to the node at `position`."""
        self._owner = position

    def add(self, awaitable: Awaitable[Any]) -> int:
        """Start waiting for a value; returns its number, from 1. The same object keeps its number."""
        known = self._ids.get(id(awaitable))
        if known is not None:
            return known[0]
        number = len(self._ids) + 1
        self._ids[id(awaitable)] = (number, awaitable)  # kept, so that its id() is not given to another
        task = self._state.start(self._settle(number, self._owner, awaitable))
        if inspect.iscoroutine(awaitable):
            # a task that is cancelled before its first step never came to it
            task.add_done_callback(lambda _: awaitable.close())
        self._open[number] = (self._owner, task)
        return number

    def keep_below(self, position: int) -> None:
        """Forget the values of the nodes from `position` on: an error page took their place."""
        for number, (owner, task) in list(self._open.items()):
            if owner >= position:
                task.cancel()
                del self._open[number]
        settled = [self._chunks.get_nowait() for _ in range(self._chunks.qsize())]
        for owner, chunk in settled:
            if owner < position:
                self._chunks.put_nowait((owner, chunk))

    async def chunks(self) -> AsyncGenerator[bytes]:
        """The chunks, as the values settle."""
        while self:
            _, chunk = await self._chunks.get()
            if chunk:
                yield chunk

    async def _settle(self, number: int, owner: int, awaitable: Awaitable[Any]) -> None:
        chunk = b""
        try:
            chunk = await self._chunk(number, owner, awaitable)
        finally:
            if self._open.pop(number, None) is not None:
                self._chunks.put_nowait((owner, chunk))

    async def _chunk(self, number: int, owner: int, awaitable: Awaitable[Any]) -> bytes:
        seconds = self._state.deadlines.stream
        bound = asyncio.timeout(seconds)
        try:
            async with bound:
                value = await awaitable
            self._owner = owner
            return self._encode(self, number, value, None)
        except (Exception, asyncio.CancelledError) as failure:
            if is_cancelled(failure):
                raise
            if bound.expired():
                failure = Overdue(f"{self._state.label}: a streamed value", seconds or 0, "stream_timeout")
                logger.warning("%s", failure)
            return self._encode(self, number, None, await self._describe(failure))
