"""The watchdog of a slow request: cancels it when its client disconnects or its time is up.

It cancels the task that makes and streams the response; `RequestLifetime` then ends the request's other tasks
and its resources. A timeout is for the time until the response begins; a disconnect counts while it streams,
too: `BufferedReceive` reads ahead on the connection, and calls `client_disconnected`. Most requests are
answered before any client could disconnect, and never get a watchdog: see `SlowRequestMonitor`. The limit on
streamed values is in `server/page/deferred.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final, Literal, Protocol

from lissome.isolation.debugger import is_debugger_attached
from lissome.isolation.receive import BufferedReceive

# Check timeouts at most this often (seconds). A longer gap means that the process stood still (a debugger, a
# suspended laptop); it is not charged to the request.
_CHECK_INTERVAL: Final = 1.0
# Seconds that a request which has timed out gets to answer 503.
GRACE: Final = 5.0

CancelReason = Literal["disconnect", "timeout"]


class WatchedRequest(Protocol):
    """A request that may get a watchdog.

    Attributes:
        is_responding: the response has begun; the timeout is over.
        is_shielded: a disconnect must not interrupt what runs now.
    """

    is_responding: bool
    is_shielded: bool

    @property
    def timeout(self) -> float | None:
        """Seconds until the response has to begin; None for no limit."""


class RequestWatchdog:
    """Cancels the task of a slow request when its client has disconnected or its time is up.

    Args:
        task: the request's own.
        age: the seconds since the request began.
        on_timeout: called when the time is up, with the limit in seconds.

    Attributes:
        cancel_reason: why the task was cancelled; None if it was not.
    """

    __slots__ = (
        "_cancels",
        "_last",
        "_on_timeout",
        "_receive",
        "_request",
        "_spent",
        "_task",
        "_timeout_taken",
        "_timer",
        "cancel_reason",
    )

    def __init__(
        self,
        request: WatchedRequest,
        task: asyncio.Task[Any],
        receive: BufferedReceive,
        age: float,
        on_timeout: Callable[[float], None],
    ) -> None:
        self._request = request
        self._task = task
        self._receive = receive
        self._on_timeout = on_timeout
        self._last = task.get_loop().time()
        self._spent = age
        self._timeout_taken = False
        self._cancels = 0
        self._timer: asyncio.TimerHandle | None = None
        self.cancel_reason: CancelReason | None = None
        self._check()
        receive.listen(self.client_disconnected)

    @property
    def is_disconnected(self) -> bool:
        """True if the client has disconnected."""
        return self._receive.is_disconnected

    def spent(self) -> float:
        """Return the seconds since the request began, without those in which the process stood still."""
        now = self._task.get_loop().time()
        self._spent += min(now - self._last, 2 * _CHECK_INTERVAL)
        self._last = now
        return self._spent

    def client_disconnected(self) -> None:
        """Cancel the request if its client has disconnected, unless it is shielded."""
        if self._receive.is_disconnected and not self._request.is_shielded:
            self._cancel("disconnect")

    def take_timeout(self) -> bool:
        """Take back the cancellation by a timeout, so that the request can answer 503.

        Called in an `except CancelledError`. True once at most, and only in the request's own task.
        """
        is_own = asyncio.current_task() is self._task
        if self.cancel_reason != "timeout" or self._timeout_taken or not is_own:
            return False
        self._timeout_taken = True
        return self.uncancel()

    def uncancel(self) -> bool:
        """Take back this watchdog's cancellations; True if nobody else has cancelled the task."""
        while self._cancels:
            self._cancels -= 1
            self._task.uncancel()
        return self._task.cancelling() == 0

    async def stop(self) -> None:
        """Stop watching: the request has been answered, or never will be."""
        if self._timer is not None:
            self._timer.cancel()
        await self._receive.stop()

    def _check(self) -> None:
        """Cancel the request if its time is up, else schedule the next check."""
        if self._request.is_responding:
            return
        timeout = self._request.timeout
        left = _CHECK_INTERVAL if timeout is None else timeout - self.spent()
        if timeout is None or left > 0 or is_debugger_attached():
            # Soon even when the limit is far: the route, whose limit counts, may not be known yet.
            self._timer = self._task.get_loop().call_later(_interval(left), self._check)
        else:
            self._on_timeout(timeout)
            self._cancel("timeout")
            self._timer = self._task.get_loop().call_later(GRACE, self._cancel_again)

    def _cancel(self, reason: CancelReason) -> None:
        if self.cancel_reason != reason:
            self.cancel_reason = reason
            self._cancel_task()

    def _cancel_again(self) -> None:
        """Cancel a request that has not managed to answer 503 in its grace period."""
        if not self._request.is_responding and self.cancel_reason == "timeout":
            self._cancel_task()

    def _cancel_task(self) -> None:
        self._cancels += 1
        self._task.cancel(f"request cancelled: {self.cancel_reason}")


def _interval(left: float) -> float:
    """Return the seconds until the next check; a time that is up counts no more while a debugger is there."""
    return min(left, _CHECK_INTERVAL) if left > 0 else _CHECK_INTERVAL
