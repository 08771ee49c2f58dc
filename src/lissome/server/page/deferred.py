"""The streamed values of loads: awaitables, sent after the page in the order in which they settle."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lissome.errors import FAILURES, RequestTimeout, delivered
from lissome.isolation.debugger import is_debugger_attached
from lissome.isolation.light_queue import LightQueue
from lissome.isolation.tasks import is_cancelled
from lissome.server.request.context import RequestContext
from lissome.server.request.trace import STREAMED, outcome_of

logger = logging.getLogger("lissome.server")

# Encodes one settled value: (where more may be added, id, value or None, App.Error or None) -> the chunk.
EncodeChunk = Callable[["Deferred", int, Any, dict[str, Any] | None], bytes]
Describe = Callable[[BaseException], Awaitable[dict[str, Any]]]


class Settled(NamedTuple):
    """The outcome of an awaitable."""

    value: Any
    failure: BaseException | None = None


class _Place(NamedTuple):
    """A place of an awaitable in the data; the browser has a promise for each, with a number of its own.

    Attributes:
        owner: the position of the node whose data it is in.
        within: the number of the settled value that it is a part of; 0 if there is none.
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
        *("_chunks", "_describe", "_encode", "_known", "_open", "_owner", "_places", "_context"),
        *("_within", "_works"),
    )

    def __init__(self, context: RequestContext, describe: Describe, encode: EncodeChunk) -> None:
        self._context = context
        self._describe = describe
        self._encode = encode
        self._works: dict[int, _Work] = {}  # kept, so that the id() of an awaitable is not given to another
        self._known: dict[tuple[int, int, int], int] = {}
        self._places: list[tuple[_Place, _Work]] = []
        self._open: set[int] = set()
        self._chunks: LightQueue[tuple[int, bytes]] = LightQueue()
        self._owner = self._within = 0

    def __bool__(self) -> bool:
        return bool(self._open) or bool(self._chunks)

    @property
    def used(self) -> bool:
        """True if there ever was an awaitable: the page streams then, settled or not, as kit's does."""
        return bool(self._places)

    def begin_node(self, position: int) -> None:
        """Note that what is added from now on belongs to the node at `position`."""
        self._owner, self._within = position, 0

    def begin_value(self, number: int) -> None:
        """Note that what is added from now on is a part of a settled value."""
        self._owner, self._within = self._places[number - 1][0].owner, number

    def add(self, awaitable: Awaitable[Any]) -> int:
        """Start waiting for a value and return its number, from 1.

        The same object keeps its number within the data of one node, or within one settled value. Elsewhere
        it gets another one: the browser makes a promise for each number that it reads, and settles each once.
        """
        key = (self._owner, self._within, id(awaitable))
        number = self._known.get(key) or self._around(awaitable)
        if number is None:
            number = self._known[key] = len(self._places) + 1
            self._begin(_Place(number, self._owner, self._within), awaitable)
        return number

    def _around(self, awaitable: Awaitable[Any]) -> int | None:
        """Return the number of an awaitable that is a part of its own value, so that encoding it ends."""
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
            task = work.task = self._start(self._settle(work))
            if inspect.iscoroutine(awaitable):
                # A task that is cancelled before its first step never awaits it.
                task.add_done_callback(lambda _: awaitable.close())
        self._places.append((place, work))
        self._open.add(place.number)
        if work.settled is None:
            work.places.append(place)
        else:
            _ = self._start(self._send(place, work.settled))

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._context.lifetime.own(task)
        return task

    def keep_below(self, position: int) -> None:
        """Drop the values of the nodes from `position` on: an error page takes their place."""
        for place, work in self._places:
            if place.owner >= position:
                self._open.discard(place.number)
            if work.task is not None and all(other.owner >= position for other in work.places):
                work.task.cancel()
        for owner, chunk in self._chunks.take_all():
            if owner < position:
                self._chunks.put((owner, chunk))

    async def chunks(self, first: bytes, before: bytes = b"", after: bytes = b"") -> AsyncGenerator[bytes]:
        """Yield what is ready, then the chunks as the values settle, each between `before` and `after`.

        Keeps no reference to what it has yielded: the next value may take long, and thousands may wait.
        """
        yield first
        del first
        while self:
            _, chunk = await self._chunks.get()
            if chunk:
                yield before + chunk + after
            del chunk

    async def settled(self, number: int) -> Settled:
        """Wait for the awaitable with this number and return its outcome.

        Raises:
            RuntimeError: it was dropped.
        """
        work = self._places[number - 1][1]
        if work.task is not None:
            await asyncio.wait([work.task])  # not `await task`: cancelling this wait must not cancel the task
        if work.settled is None:
            msg = f"the streamed value {number} is waited for no more"
            raise RuntimeError(msg)
        return work.settled

    async def _settle(self, work: _Work) -> None:
        try:
            with self._context.span(STREAMED, str(work.places[0].number)) as span:
                work.settled = await self._await(work.awaitable)
            if span is not None and work.settled.failure is not None:
                span.outcome = outcome_of(work.settled.failure)
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
        """Queue a chunk, unless its place has one or was dropped. An empty one lets `chunks` go on."""
        if place.number in self._open:
            self._open.discard(place.number)
            self._chunks.put((place.owner, chunk))

    async def _await(self, awaitable: Awaitable[Any]) -> Settled:
        seconds = self._context.lifetime.timeouts.stream
        bound = asyncio.timeout(None if is_debugger_attached() else seconds)
        try:
            async with bound:
                return Settled(await awaitable)
        except (*FAILURES, asyncio.CancelledError) as failure:
            # A failure's traceback refers to this frame, which refers to this object: cut the cycle.
            self._context.lifetime.on_close(self._forget)
            if is_cancelled(failure):
                raise
            await asyncio.sleep(0)  # in JavaScript a rejection takes some more turns to arrive
            if bound.expired():
                failure = RequestTimeout(
                    f"{self._context.request.label}: a streamed value", seconds or 0, "stream_timeout"
                )
                logger.warning("%s", failure)
            return Settled(None, delivered(failure))

    async def _chunk(self, number: int, settled: Settled) -> bytes:
        failure = settled.failure
        if failure is None:
            try:
                self.begin_value(number)
                return self._encode(self, number, settled.value, None)
            except FAILURES as refusal:  # the value cannot be sent: its failure is
                failure = refusal
        error = await self._describe(failure)
        self.begin_value(number)
        return self._encode(self, number, None, error)

    def _forget(self) -> None:
        for work in self._works.values():
            # `_settle` refers to it; from Python 3.12 on the frame of `_await` refers to its, by f_back.
            work.settled = None
        self._works.clear()
        self._places.clear()
