"""Frees isolates off the event loop, and notices the ones that cannot be freed.

To free an isolate, its thread must come to its end. A thread that V8 does not terminate, because it is in the
middle of a builtin that takes hours, goes on for as long; one that stands still after a fatal error never
ends. Both keep their memory, and the first takes a processor and perhaps more memory. Only the end of the
process ends them. Until then the thread gets the lowest priority, and is suspended if it takes much more
memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from typing import Final, Protocol

from lissome.private_apis.fatal_signals import is_parked
from lissome.private_apis.mini_racer import try_isolate
from lissome.private_apis.suspension import suspend
from lissome.ssr.process_memory import malloc_trim, rss

# Seconds that a thread may take to end before the process should be replaced: many builtins end by then.
_PATIENCE: Final = 5.0
# Seconds until it is looked at again: some take several megabytes in a millisecond.
_INTERVAL: Final = 0.01
# Bytes by which the process may grow before the thread is suspended.
_MAX_GROWTH: Final = 64 << 20
# The lowest priority: what is left over by all others (see nice(2)).
_IDLE: Final = 19


class Freeable(Protocol):
    """Something that can be freed: a `V8Context`."""

    thread_id: int

    def close(self) -> None:
        """Free it. Blocks until its thread has ended."""


@dataclass(slots=True)
class _Lost:
    """A thread that V8 does not terminate.

    Attributes:
        closing: waits for its end.
        rss: memory of the process when it was lost, in bytes.
        suspending: tries to suspend it; None if that was not needed.
        is_suspended: it has been.
    """

    thread_id: int
    closing: threading.Thread
    patience: float
    rss: int
    suspending: threading.Thread | None = None
    is_suspended: bool = False

    def suspend_if_growing(self) -> None:
        if self.suspending is None and rss() - self.rss > _MAX_GROWTH:
            self.suspending = threading.Thread(target=self._suspend, name="suspend an isolate", daemon=True)
            self.suspending.start()

    def _suspend(self) -> None:
        self.is_suspended = suspend(self.thread_id, try_isolate)

    @property
    def goes_on(self) -> bool:
        """True while it runs, or may."""
        if self.suspending is None:
            return self.closing.is_alive() and not is_parked(self.thread_id)
        # while that is tried, it is parked for moments
        return self.closing.is_alive() and (self.suspending.is_alive() or not self.is_suspended)

    @property
    def reason(self) -> str:
        """The reason for which the process should be replaced, or empty."""
        if self.suspending is not None:
            return "" if self.suspending.is_alive() else "a render of V8 took more and more memory"
        if is_parked(self.thread_id):
            return "a fatal error of V8 has stopped a thread, whose memory stays"
        if self.patience <= 0:
            return f"V8 has not ended a render within {_PATIENCE:g} s, which goes on on a thread"
        return ""


class IsolateDisposal:
    """The isolates of one process that are on their way out.

    Attributes:
        on_stuck: called once, on the event loop's thread, with the reason for which the process should be
            replaced.
        running: threads that were lost and go on. What the process grows by may be theirs.
    """

    def __init__(self, on_stuck: Callable[[str], None] | None = None) -> None:
        self.on_stuck = on_stuck
        self.running = 0
        self._was_reported = False
        self._trimming: threading.Thread | None = None

    def free(self, context: Freeable, *, is_stuck: bool = False) -> None:
        """Free a context on a thread of its own.

        Args:
            is_stuck: V8 was told to terminate what runs, and has not.
        """
        closing = threading.Thread(target=_close, args=(context,), name="free an isolate", daemon=True)
        closing.start()
        if is_stuck:
            with contextlib.suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, context.thread_id, _IDLE)
            self.running += 1
            self._watch(_Lost(context.thread_id, closing, _PATIENCE, rss()))

    def trim(self) -> None:
        """Return to the system what a render has taken outside of V8's heap and given back."""
        if self._trimming is None or not self._trimming.is_alive():
            self._trimming = threading.Thread(target=_trim, name="trim the heap", daemon=True)
            self._trimming.start()

    def _watch(self, lost: _Lost) -> None:
        goes_on = lost.goes_on
        if goes_on:
            lost.suspend_if_growing()
        if lost.closing.is_alive() and lost.reason:
            self._report(lost.reason)
        if goes_on:
            lost.patience -= _INTERVAL
            asyncio.get_running_loop().call_later(_INTERVAL, self._watch, lost, context=Context())
        else:
            self.running -= 1

    def _report(self, reason: str) -> None:
        if not self._was_reported:
            self._was_reported = True
            if self.on_stuck is not None:
                self.on_stuck(reason)


def _close(context: Freeable) -> None:
    context.close()
    _trim()


def _trim() -> None:
    trim = malloc_trim()
    if trim is not None:
        trim(0)
