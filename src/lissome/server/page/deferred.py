"""Values of a load that are still awaited: they stream after the page, in the order they settle."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lissome.errors import Overdue
from lissome.isolation.queue import Mailbox
from lissome.server.request.state import RequestState, is_cancelled

logger = logging.getLogger("lissome.server")

# Encodes one settled value: (where more may be added, id, value or None, App.Error or None) -> the chunk.
EncodeChunk = Callable[["Deferred", int, Any, dict[str, Any] | None], bytes]
Describe = Callable[[BaseException], Awaitable[dict[str, Any]]]


class Settled(NamedTuple):
    """What became of an awaitable."""

    value: Any
    failure: BaseException | None = None


class _Place(NamedTuple):
    """Where an awaitable stands: the browser has a promise for each place, by a number of its own.

    Attributes:
        owner: the position of the node whose data it is in.
        within: the number of the settled value that it is a part of; 0 when it is none.
    """

    number: int
    owner: int
    within: int


@dataclass(slots=True, eq=False)
class _Work:
    """An awaitable. It is awaited once, in however many places it stands."""

    awaitable: Awaitable[Any]
    places: list[_Place] = field(default_factory=list)
    task: asyncio.Future[Any] | None = None
    settled: Settled | None = None


class Deferred:
    """The awaitables of one response.

    Args:
        describe: turns what an awaitable failed with into an App.Error.
        encode: makes the chunk; what it raises is described and sent as the value's failure.
    """

    __slots__ = (
        *("_chunks", "_describe", "_encode", "_known", "_open", "_owner", "_places", "_state"),
        *("_within", "_works"),
    )

    def __init__(self, state: RequestState, describe: Describe, encode: EncodeChunk) -> None:
        self._state = state
        self._describe = describe
        self._encode = encode
        self._works: dict[int, _Work] = {}  # kept, so that the id() of an awaitable is not given to another
        self._known: dict[tuple[int, int, int], int] = {}
        self._places: list[tuple[_Place, _Work]] = []
        self._open: set[int] = set()
        self._chunks: Mailbox[tuple[int, bytes]] = Mailbox()
        self._owner = self._within = 0

    def __bool__(self) -> bool:
        return bool(self._open) or bool(self._chunks)

    @property
    def used(self) -> bool:
        """Whether there ever was anything to wait for: a page streams then, come what may, as kit's does."""
        return bool(self._places)

    def begin_node(self, position: int) -> None:
        """What is added from now on belongs to the node at `position`."""
        self._owner, self._within = position, 0

    def begin_value(self, number: int) -> None:
        """What is added from now on is a part of a settled value."""
        self._owner, self._within = self._places[number - 1][0].owner, number

    def add(self, awaitable: Awaitable[Any]) -> int:
        """Start waiting for a value; returns its number, from 1.

        The same object keeps its number within one node's data, or one settled value. Elsewhere it gets
        another: the browser makes a promise for each number that it reads, and each is settled once.
        """
        key = (self._owner, self._within, id(awaitable))
        number = self._known.get(key) or self._around(awaitable)
        if number is None:
            number = self._known[key] = len(self._places) + 1
            self._begin(_Place(number, self._owner, self._within), awaitable)
        return number

    def _around(self, awaitable: Awaitable[Any]) -> int | None:
        """The number of an awaitable that is a part of its own value: else there would be no end."""
        number = self._within
        while number:
            place, work = self._places[number - 1]
            if work.awaitable is awaitable:
                return number
            number = place.within
        return None

    def _begin(self, place: _Place, awaitable: Awaitable[Any]) -> None:
        work = self._works.get(id(awaitable))
        if work is None:
            work = self._works[id(awaitable)] = _Work(awaitable)
            task = work.task = self._state.start(self._settle(work))
            if inspect.iscoroutine(awaitable):
                # a task that is cancelled before its first step never came to it
                task.add_done_callback(lambda _: awaitable.close())
        self._places.append((place, work))
        self._open.add(place.number)
        if work.settled is None:
            work.places.append(place)
        else:
            _ = self._state.start(self._send(place, work.settled))

    def keep_below(self, position: int) -> None:
        """Forget the values of the nodes from `position` on: an error page took their place."""
        for place, work in self._places:
            if place.owner >= position:
                self._open.discard(place.number)
            if work.task is not None and all(other.owner >= position for other in work.places):
                work.task.cancel()
        for owner, chunk in self._chunks.take_all():
            if owner < position:
                self._chunks.put((owner, chunk))

    async def chunks(self, first: bytes, before: bytes = b"", after: bytes = b"") -> AsyncGenerator[bytes]:
        """What is ready, then the chunks as the values settle, each between `before` and `after`.

        Keeps nothing of what it has given: it may be long until the next value, and thousands may wait.
        """
        yield first
        del first
        while self:
            _, chunk = await self._chunks.get()
            if chunk:
                yield before + chunk + after
            del chunk

    async def settled(self, number: int) -> Settled:
        """What became of the awaitable with this number; waits for it.

        Raises:
            RuntimeError: it was forgotten.
        """
        work = self._places[number - 1][1]
        if work.task is not None:
            await asyncio.wait([work.task])  # not `await task`: who waits here must not cancel it
        if work.settled is None:
            msg = f"the streamed value {number} is waited for no more"
            raise RuntimeError(msg)
        return work.settled

    async def _settle(self, work: _Work) -> None:
        try:
            work.settled = await self._await(work.awaitable)
            for place in work.places:
                await self._send(place, work.settled)
        finally:
            for place in work.places:
                self._put(place, b"")

    async def _send(self, place: _Place, settled: Settled) -> None:
        chunk = b""
        try:
            chunk = await self._chunk(place.number, settled)
        finally:
            self._put(place, chunk)

    def _put(self, place: _Place, chunk: bytes) -> None:
        """Unless it was put already, or forgotten. An empty chunk tells `chunks` that one less is open."""
        if place.number in self._open:
            self._open.discard(place.number)
            self._chunks.put((place.owner, chunk))

    async def _await(self, awaitable: Awaitable[Any]) -> Settled:
        seconds = self._state.deadlines.stream
        bound = asyncio.timeout(seconds)
        try:
            async with bound:
                return Settled(await awaitable)
        except (Exception, asyncio.CancelledError) as failure:
            if is_cancelled(failure):
                raise
            await asyncio.sleep(0)  # in JavaScript failures take some turns more to get through
            # A failure's traceback leads to this frame, and that back here: a circle, to be cut.
            self._state.on_expiry(self._forget)
            if bound.expired():
                failure = Overdue(f"{self._state.label}: a streamed value", seconds or 0, "stream_timeout")
                logger.warning("%s", failure)
            return Settled(None, failure)

    async def _chunk(self, number: int, settled: Settled) -> bytes:
        failure = settled.failure
        if failure is None:
            try:
                self.begin_value(number)
                return self._encode(self, number, settled.value, None)
            except Exception as refusal:  # noqa: BLE001 - its value cannot be sent
                failure = refusal
        error = await self._describe(failure)
        self.begin_value(number)
        return self._encode(self, number, None, error)

    def _forget(self) -> None:
        self._works.clear()
        self._places.clear()
