"""Slow requests are watched: they end when their client leaves, or when their deadline passes.

Most requests are answered before anybody could leave. So they are only entered in a list, which a timer of
the worker goes through (`Watchman`): what it meets twice gets a `Watch`, which listens to the connection and
counts the seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import Context
from typing import Any, Final, Literal, Protocol

from lissome.isolation.queue import Mailbox

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

# Seconds between two rounds: a request is watched after one to two of them.
ROUND: Final = 0.05
# So many requests that are watched at a time are a flood. It has run off when for so many rounds there were
# less than a quarter of them.
FLOOD: Final = 500
_CALM: Final = 40
# Seconds between two looks at a deadline. A loop that stood still for longer, in a debugger or in a laptop
# that slept, stood still for the request too: that time is not counted.
_LOOK: Final = 1.0
# Seconds that a request gets to answer that it is overdue.
GRACE: Final = 5.0

_DISCONNECT: Final = "http.disconnect"


class Watched(Protocol):
    """A request that may have to be watched.

    Attributes:
        deadline: seconds that it may take until it is answered; None for any time.
        is_waiting: whether the answer is still being made, which is what the deadline is for.
        is_sheltered: whether the client's leaving must not interrupt what runs now.
    """

    is_waiting: bool
    is_sheltered: bool

    @property
    def deadline(self) -> float | None: ...

    def begin_watch(self) -> None:
        """It has taken a while. Called from a timer, in no request's context."""


class Watchman:
    """Goes through the requests under way of a worker, for as long as there are any.

    Args:
        on_ebb: called when a flood of slow requests has run off.
    """

    __slots__ = ("_calm", "_flood", "_new", "_on_ebb", "_seen", "_timer", "_watched")

    def __init__(self, on_ebb: Callable[[], None]) -> None:
        self._new: set[Watched] = set()
        self._seen: set[Watched] = set()
        self._watched: set[Watched] = set()
        self._flood = self._calm = 0
        self._on_ebb = on_ebb
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, request: Watched) -> None:
        """A request begins."""
        self._new.add(request)
        if self._timer is None:
            self._next_round()

    def end(self, request: Watched) -> None:
        """A request has been answered."""
        self._new.discard(request)
        self._seen.discard(request)
        self._watched.discard(request)

    def stop(self) -> None:
        """The worker ends."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _next_round(self) -> None:
        # In a context of its own: the current one belongs to a request and would outlive it.
        self._timer = asyncio.get_running_loop().call_later(ROUND, self._round, context=Context())

    def _round(self) -> None:
        slow, self._seen, self._new = self._seen, self._new, set()
        for request in slow:
            request.begin_watch()
        self._watched |= slow
        self._timer = None
        if self._is_flooded() or self._seen:
            self._next_round()

    def _is_flooded(self) -> bool:
        """Whether there was a flood that has not run off. Notices when it has."""
        count = len(self._watched)
        self._flood = max(self._flood, count)
        if self._flood < FLOOD:
            return False
        self._calm = self._calm + 1 if count * 4 < self._flood else 0
        if self._calm == _CALM:
            self._calm, self._flood = 0, count
            self._watched = set(self._watched)  # a set does not shrink
            self._on_ebb()
        return self._flood >= FLOOD


class Incoming:
    """The messages of a connection, for those who read them and for who watches for the client's leaving."""

    __slots__ = ("_listener", "_messages", "_on_gone", "_readers", "_receive", "_room", "gone")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._readers = 0
        self._messages: Mailbox[Message | Exception] = Mailbox()
        self._room: asyncio.Future[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._on_gone: Callable[[], None] | None = None
        self.gone = False

    async def __call__(self) -> Message:
        """The next message, as ASGI's `receive`."""
        if self._listener is not None:
            return await self._from_listener()
        self._readers += 1
        try:
            message = await self._receive()
        finally:
            self._readers -= 1
        if message["type"] == _DISCONNECT:
            self._leave()
        elif self._on_gone is not None:
            self.listen(self._on_gone)
        return message

    def listen(self, on_gone: Callable[[], None]) -> None:
        """Call `on_gone` when the client leaves. Somebody who is reading now goes first."""
        self._on_gone = on_gone
        if not self._readers and self._listener is None:
            self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Do not listen any more."""
        self._on_gone = None
        if self._listener is not None and not self._listener.done():
            self._listener.cancel()
            await asyncio.wait((self._listener,))

    async def _listen(self) -> None:
        while not self.gone:
            try:
                message = await self._receive()
            except Exception as refusal:  # noqa: BLE001 - of a body that is too large: for its reader
                self._messages.put(refusal)
                return
            self._messages.put(message)
            if message["type"] == _DISCONNECT:
                self._leave()
            elif message.get("more_body", False):
                # One part ahead of the reader and no more: who does not read must not fill the memory.
                self._room = asyncio.get_running_loop().create_future()
                await self._room

    async def _from_listener(self) -> Message:
        message = await self._messages.get()
        if isinstance(message, Exception):
            raise message
        if message["type"] == _DISCONNECT:
            self._messages.put(message)  # for whoever else waits
        elif self._room is not None and not self._room.done():
            self._room.set_result(None)
        return message

    def _leave(self) -> None:
        self.gone = True
        if self._on_gone is not None:
            self._on_gone()


class Watch:
    """Cancels the task of a slow request when its client has left, or its deadline has passed.

    Args:
        task: the request's own.
        on_overdue: told when the deadline has passed; gets the deadline.

    Attributes:
        struck: why the task was cancelled.
    """

    __slots__ = (
        "_cancels",
        "_caught",
        "_incoming",
        "_last",
        "_on_overdue",
        "_request",
        "_spent",
        "_task",
        "_timer",
        "struck",
    )

    def __init__(
        self,
        request: Watched,
        task: asyncio.Task[Any],
        incoming: Incoming,
        on_overdue: Callable[[float], None],
    ) -> None:
        self._request = request
        self._task = task
        self._incoming = incoming
        self._on_overdue = on_overdue
        self._last = task.get_loop().time()
        self._spent = ROUND
        self._caught = False
        self._cancels = 0
        self._timer: asyncio.TimerHandle | None = None
        self.struck: Literal["gone", "overdue"] | None = None
        self._look()
        incoming.listen(self.client_left)

    @property
    def gone(self) -> bool:
        """Whether the client has left."""
        return self._incoming.gone

    def spent(self) -> float:
        """Seconds since the request began, without those in which the whole process stood still."""
        now = self._task.get_loop().time()
        self._spent += min(now - self._last, 2 * _LOOK)
        self._last = now
        return self._spent

    def client_left(self) -> None:
        """The client is gone; what nobody waits for ends, unless it is sheltered."""
        if self._incoming.gone and not self._request.is_sheltered:
            self._strike("gone")

    def catch_overdue(self) -> bool:
        """In an `except CancelledError`: whether it was the deadline, and the request may go on to say so.

        True only once, and only in the request's own task.
        """
        if self.struck != "overdue" or self._caught or asyncio.current_task() is not self._task:
            return False
        self._caught = True
        return self.absorb()

    def absorb(self) -> bool:
        """Take the cancellations back; whether nobody else has cancelled the task too."""
        while self._cancels:
            self._cancels -= 1
            self._task.uncancel()
        return self._task.cancelling() == 0

    async def stop(self) -> None:
        """The request has been answered, or never will be."""
        if self._timer is not None:
            self._timer.cancel()
        await self._incoming.stop()

    def _look(self) -> None:
        """See whether the deadline has passed, and if not, when to look again."""
        if not self._request.is_waiting:
            return
        deadline = self._request.deadline
        left = _LOOK if deadline is None else deadline - self.spent()
        if deadline is None or left > 0:
            # Not at once when it is far: which route it is, and with that the deadline, may not be known yet.
            self._timer = self._task.get_loop().call_later(min(left, _LOOK), self._look)
        else:
            self._on_overdue(deadline)
            self._strike("overdue")
            self._timer = self._task.get_loop().call_later(GRACE, self._strike_again)

    def _strike(self, why: Literal["gone", "overdue"]) -> None:
        if self.struck != why:
            self.struck = why
            self._cancel()

    def _strike_again(self) -> None:
        """It does not even manage to say that it is overdue."""
        if self._request.is_waiting and self.struck == "overdue":
            self._cancel()

    def _cancel(self) -> None:
        self._cancels += 1
        self._task.cancel(f"the request is {self.struck}")
