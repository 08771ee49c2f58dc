"""The engines of one worker, behind one door: take one, give it back, give it up.

One is in use. A render that runs for long makes the next ones go to another engine, and those that wait
behind it too; so does one that V8 cannot stop. An engine that is not needed any more is closed after a while.
"""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from functools import partial
from typing import Final

from lissome.errors import RenderError
from lissome.ssr.engine import Engine, EngineLease, OpenEngine

MOST: Final = 4
"""The engines that may be in use at a time. Each takes some ten megabytes."""
# Seconds until an engine that is not needed is closed.
_KEPT: Final = 30.0


class Engines:
    """The engines of one worker.

    Must be used on the thread of one running event loop.

    Args:
        open_engine: makes one.
        most: so many at a time.

    Attributes:
        replacements: how many were broken and given up.
        is_closed: True after `close`, until one is opened again.
    """

    def __init__(self, open_engine: OpenEngine, most: int = MOST) -> None:
        self.replacements = 0
        self._open = open_engine
        self._most = most
        self._leases: list[EngineLease] = []
        self._opening: asyncio.Task[EngineLease] | None = None
        self._relief: asyncio.Task[None] | None = None
        self.is_closed = False

    def start(self) -> Engine:
        """Return the engine in use; if there is none, make it now, which blocks."""
        self._give_up_broken()
        if not self._leases:
            self.is_closed = False
            self._add(self._open(asyncio.get_running_loop()))
        return self._leases[0].engine

    async def open_one(self) -> Engine:
        """Make an engine that is not among these; who asks for it has to close it.

        Raises:
            RenderError: the bundle does not start.
        """
        return await open_apart(self._open)

    async def take(self) -> EngineLease:
        """Return an engine that is free, or the least busy one, and count its user.

        Raises:
            RenderError: the bundle does not start.
        """
        lease = self.take_first()
        if lease is not None:
            return lease
        self._give_up_broken()
        lease = self._free() or (self._least_busy() if self._is_full() else None)
        if lease is None:
            lease = await self._opened()
        lease.users += 1
        return lease

    def take_first(self) -> EngineLease | None:
        """Return the first engine, and count its user; None if it cannot be used now, or there is none."""
        if not self._leases:
            return None
        lease = self._leases[0]
        if lease.engine.broken or lease.engine.is_slow:
            return None
        lease.users += 1
        return lease

    def give_back(self, lease: EngineLease) -> None:
        """Say that a render has left an engine."""
        lease.users -= 1
        if lease.engine.broken:
            self._give_up(lease)
        elif not lease.users and len(self._leases) > 1:
            lease.unused_since = asyncio.get_running_loop().time()
        if lease.retired and not lease.users:
            lease.engine.close()

    def adopt(self, engine: EngineLease, open_engine: OpenEngine) -> None:
        """Use another kind of engine from now on, beginning with this one."""
        before, self._leases = self._leases, []
        self._open = open_engine
        self._add(engine.engine, engine)
        for lease in before:
            lease.retired = True
            if not lease.users:
                lease.engine.close()

    def close(self) -> None:
        """Close all. They can be started again."""
        self.is_closed = True
        if self._opening is not None:
            self._opening.cancel()
        for lease in self._leases:
            lease.engine.close()
        self._leases.clear()

    def _add(self, engine: Engine, lease: EngineLease | None = None) -> EngineLease:
        lease = lease or EngineLease(engine)
        engine.on_slow = partial(self._relieve, lease)
        self._leases.append(lease)
        return lease

    # Which one.

    def _free(self) -> EngineLease | None:
        return next((lease for lease in self._leases if not lease.engine.is_slow), None)

    def _least_busy(self) -> EngineLease:
        return min(self._leases, key=lambda lease: lease.engine.pending)

    def _is_full(self) -> bool:
        return len(self._leases) >= self._most

    async def _opened(self) -> EngineLease:
        """Wait for another engine, which is opened on a thread of its own."""
        if self._opening is None:
            self.is_closed = False
            self._opening = asyncio.create_task(self._open_another(), context=Context())
            self._opening.add_done_callback(self._opening_ended)
        return await asyncio.shield(self._opening)

    async def _open_another(self) -> EngineLease:
        loop = asyncio.get_running_loop()
        open_engine = self._open
        engine = await open_apart(open_engine)
        if open_engine is not self._open:  # another kind was adopted meanwhile
            engine.close()
            return self._leases[0]
        loop.call_later(_KEPT, self._close_unneeded, context=Context())
        return self._add(engine)

    def _opening_ended(self, opening: asyncio.Task[EngineLease]) -> None:
        self._opening = None
        if not opening.cancelled():
            opening.exception()  # those who wait for it have got it

    # An engine whose running call takes long.

    def _relieve(self, lease: EngineLease) -> None:
        """Let the renders that wait for a slow engine go to another one."""
        if lease.engine.pending > 1 and (self._free() or not self._is_full()):
            # the loop keeps a task while it waits for an engine
            self._relief = asyncio.create_task(self._release_waiting(lease), context=Context())

    async def _release_waiting(self, lease: EngineLease) -> None:
        with contextlib.suppress(RenderError):  # the next render gets it too
            if self._free() is None:
                await self._opened()
            lease.engine.release_waiting()

    # The end of one.

    def _give_up_broken(self) -> None:
        for lease in [lease for lease in self._leases if lease.engine.broken]:
            self._give_up(lease)

    def _give_up(self, lease: EngineLease) -> None:
        if lease in self._leases:
            self._leases.remove(lease)
            self.replacements += 1
            lease.engine.when_idle(lease.engine.close)

    def _close_unneeded(self) -> None:
        """Close the engines but the first that have not been used for a while."""
        loop = asyncio.get_running_loop()
        for lease in self._leases[1:]:
            if not lease.users and loop.time() - lease.unused_since >= _KEPT:
                self._leases.remove(lease)
                lease.engine.close()
        if len(self._leases) > 1:
            loop.call_later(_KEPT, self._close_unneeded, context=Context())


async def open_apart(open_engine: OpenEngine) -> Engine:
    """Make an engine on a thread of its own, for the running event loop.

    Raises:
        RenderError: the bundle does not start.
    """
    loop = asyncio.get_running_loop()
    thread = ThreadPoolExecutor(1, "open an isolate")
    opening = loop.run_in_executor(thread, open_engine, loop)
    thread.shutdown(wait=False)  # it ends when the engine is there
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_opened)
        raise


def _close_opened(opening: asyncio.Future[Engine]) -> None:
    """Close an engine that nobody waits for any more."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
