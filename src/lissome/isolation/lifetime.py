"""The lifetime of a request, from its first step until all that belongs to it has ended; and the slow ones.

Most requests are answered before any client could disconnect. So lifetimes are only entered in a set, which a
timer of the worker goes through (`SlowRequestMonitor`): one that it meets twice gets a `RequestWatchdog`,
which listens to the connection and counts the seconds.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from typing import Any, Final, Protocol

from lissome.errors import RequestTimeout
from lissome.isolation.debugger import is_debugger_attached
from lissome.isolation.receive import BufferedReceive, Receive
from lissome.isolation.request_watchdog import RequestWatchdog
from lissome.isolation.resources import RequestResources
from lissome.isolation.subrequests import Subrequests
from lissome.isolation.tasks import cancel_tasks, run_to_end
from lissome.isolation.timeouts import Timeouts

logger = logging.getLogger("lissome.server")

# Seconds between two rounds of the monitor: a request gets a watchdog after one to two of them.
ROUND: Final = 0.05
# A burst: at least this many slow requests at once. It is over after `_CALM_ROUNDS` (2 s) below a quarter of
# its peak.
BURST_THRESHOLD: Final = 500
_CALM_ROUNDS: Final = 40


class Labelled(Protocol):
    """A request, as the log names it."""

    @property
    def label(self) -> str:
        """``GET /users/7``."""


@dataclass(slots=True, eq=False, repr=False, weakref_slot=True)
class RequestLifetime:
    """Everything that ends with a request: its tasks, its resources, its watchdog.

    What most requests do without is made when it is first needed.

    Attributes:
        timeouts: the request's limits; those of its route once that is known.
        task: the task that makes the response; the watchdog cancels it. None for a request of `event.fetch`
            that its caller's task serves.
        outer: the lifetime of the request whose `event.fetch` made this one.
        is_responding: the response has begun.
        is_shielded: a disconnect must not interrupt what runs now.
        open_subrequests: requests of `event.fetch` to the app itself that are under way, theirs too.
    """

    _request: Labelled
    _transport: Receive
    timeouts: Timeouts
    task: asyncio.Task[Any] | None = None
    outer: RequestLifetime | None = None
    is_responding: bool = False
    is_shielded: bool = False
    open_subrequests: int = 0
    _turn: asyncio.Lock | None = None
    _monitor: SlowRequestMonitor | None = None
    _receive: BufferedReceive | None = None
    _resources: RequestResources | None = None
    _tasks: set[asyncio.Future[Any]] | None = None
    _subrequests: Subrequests | None = None
    _watchdog: RequestWatchdog | None = None
    _on_close: list[Callable[[], None]] | None = None

    def begin(self, task: asyncio.Task[Any] | None, monitor: SlowRequestMonitor) -> None:
        """Begin a client's request.

        Args:
            task: makes the response; the watchdog cancels it.
            monitor: gives the request a watchdog if it is slow.
        """
        self.task = task
        self._monitor = monitor
        monitor.add(self)

    @property
    def receive(self) -> BufferedReceive:
        """The connection's messages: the body, and the disconnect."""
        if self._receive is None:
            self._receive = BufferedReceive(self._transport)
        return self._receive

    @property
    def of_client(self) -> RequestLifetime:
        """The lifetime of the client's request, which may have led to this one."""
        return self if self.outer is None else self.outer.of_client

    @property
    def resources(self) -> RequestResources:
        """The resources that the app has bound to the request."""
        if self._resources is None:
            self._resources = RequestResources(self._request.label)
        return self._resources

    @property
    def subrequests(self) -> Subrequests:
        """The requests of `event.fetch` that change something. They end with the client's request."""
        if self.outer is not None:
            return self.of_client.subrequests
        if self._subrequests is None:
            self._subrequests = Subrequests(self._request.label)
        return self._subrequests

    @property
    def turn(self) -> asyncio.Lock | None:
        """`turn_of_subrequests` of the client's request; None if this is that one, which waits for nobody."""
        return None if self.outer is None else self.of_client.turn_of_subrequests

    @property
    def turn_of_subrequests(self) -> asyncio.Lock:
        """Held while V8 works for one of the requests of `event.fetch`, or these would take all isolates."""
        if self._turn is None:
            self._turn = asyncio.Lock()
        return self._turn

    def own(self, *tasks: asyncio.Future[Any]) -> None:
        """Cancel tasks at the end, unless they have ended before."""
        if self._tasks is None:
            self._tasks = set()
        self._tasks.update(tasks)
        for task in tasks:
            task.add_done_callback(self._tasks.discard)

    def failed(self, failure: BaseException) -> None:
        """Tell the context managers that were entered of a failure: they see it when they are left."""
        if self._resources is not None:
            self._resources.failure = failure

    # -- disconnects and timeouts

    @property
    def timeout(self) -> float | None:
        """See `WatchedRequest`."""
        return self.timeouts.response

    def start_watchdog(self) -> None:
        """Watch the request from now on. Called from a timer, in no request's context."""
        if self.task is not None and self._watchdog is None:
            self._watchdog = RequestWatchdog(self, self.task, self.receive, ROUND, self._log_timeout)

    def was_cancelled_by_watchdog(self) -> bool:
        """In the last `except CancelledError`: True if only the watchdog has cancelled the request."""
        watchdog = self._watchdog
        return watchdog is not None and watchdog.cancel_reason is not None and watchdog.uncancel()

    def take_timeout(self) -> RequestTimeout | None:
        """In an `except CancelledError`: return the failure to answer with, if the request has timed out."""
        if self._watchdog is None or not self._watchdog.take_timeout():
            return None
        return self._timeout_error(self.timeouts.response or 0)

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """Keep a disconnect from interrupting the block; a timeout still does."""
        self.is_shielded = True
        try:
            yield
        finally:
            self.is_shielded = False
            if self._watchdog is not None:
                self._watchdog.client_disconnected()

    def _log_timeout(self, seconds: float) -> None:
        logger.warning("%s", self._timeout_error(seconds))

    def _timeout_error(self, seconds: float) -> RequestTimeout:
        return RequestTimeout(self._request.label, seconds, "timeout")

    # -- the end

    async def end(self) -> None:
        """End everything that the request started: its response has been sent, or nobody waits for it."""
        if self._monitor is not None:
            self._monitor.discard(self)
        if self._resources is not None or self._watchdog is not None or self._tasks or self._subrequests:
            await run_to_end(self._end())

    def on_close(self, call: Callable[[], None]) -> None:
        """Call something when the lifetime is closed."""
        if self._on_close is None:
            self._on_close = []
        self._on_close.append(call)

    def close(self) -> None:
        """Drop all references, so that nothing waits for the garbage collector."""
        if self._on_close is not None:
            for call in self._on_close:
                call()
            self._on_close = None
        self._receive = self._resources = self._watchdog = self._subrequests = None
        self.outer = self.task = None

    async def _end(self) -> None:
        patience = self._patience()
        if self._watchdog is not None:
            self._watchdog.uncancel()  # in case the app has swallowed the cancellation
            await self._watchdog.stop()
        if self._tasks:
            await cancel_tasks(self._tasks, self._request.label)
        if self._subrequests:
            await self._subrequests.end(at_once=self._has_timed_out())
        if self._resources is not None:
            if self._watchdog is not None and self._watchdog.cancel_reason is not None:
                cancelled = asyncio.CancelledError(self._watchdog.cancel_reason)
                self._resources.failure = self._resources.failure or cancelled
            await self._resources.end(patience)

    def _has_timed_out(self) -> bool:
        return self._watchdog is not None and self._watchdog.cancel_reason == "timeout"

    def _patience(self) -> float | None:
        """Return the seconds that tasks of the app may go on after the response; None for no limit."""
        watchdog, limit = self._watchdog, self.timeouts.response
        if watchdog is not None and (watchdog.cancel_reason or watchdog.is_disconnected):
            return 0
        if is_debugger_attached():
            return None
        if limit is None or watchdog is None:
            return limit
        return max(0.0, limit - watchdog.spent())


class Watchable(Protocol):
    """A request that can get a watchdog."""

    def start_watchdog(self) -> None:
        """See `RequestLifetime.start_watchdog`."""


class SlowRequestMonitor:
    """Finds the slow requests of a worker.

    Args:
        on_load_drop: called when a burst of slow requests is over.
    """

    __slots__ = ("_calm_rounds", "_new", "_on_load_drop", "_peak", "_seen", "_slow", "_timer")

    def __init__(self, on_load_drop: Callable[[], None]) -> None:
        self._new: set[Watchable] = set()
        self._seen: set[Watchable] = set()
        self._slow: set[Watchable] = set()
        self._peak = self._calm_rounds = 0
        self._on_load_drop = on_load_drop
        self._timer: asyncio.TimerHandle | None = None

    def add(self, request: Watchable) -> None:
        """Enter a request that begins."""
        self._new.add(request)
        if self._timer is None:
            self._schedule()

    def discard(self, request: Watchable) -> None:
        """Remove a request that has been answered."""
        self._new.discard(request)
        self._seen.discard(request)
        self._slow.discard(request)

    def stop(self) -> None:
        """Stop the timer: the worker ends."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _schedule(self) -> None:
        # In an empty context: the current one belongs to a request, and the timer would keep it alive.
        self._timer = asyncio.get_running_loop().call_later(ROUND, self._round, context=Context())

    def _round(self) -> None:
        slow, self._seen, self._new = self._seen, self._new, set()
        for request in slow:
            request.start_watchdog()
        self._slow |= slow
        self._timer = None
        if self._is_in_burst() or self._seen:
            self._schedule()

    def _is_in_burst(self) -> bool:
        """True while a burst has not ended. Reports its end."""
        count = len(self._slow)
        self._peak = max(self._peak, count)
        if self._peak < BURST_THRESHOLD:
            return False
        self._calm_rounds = self._calm_rounds + 1 if count * 4 < self._peak else 0
        if self._calm_rounds == _CALM_ROUNDS:
            self._calm_rounds, self._peak = 0, count
            self._slow = set(self._slow)  # a set never shrinks by itself
            self._on_load_drop()
        return self._peak >= BURST_THRESHOLD
