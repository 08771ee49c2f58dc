"""One V8 isolate on its own thread, with a bundle in it, and the watchdog that stops what exceeds its budget.

Calls wait in V8's queue without blocking the event loop and without the GIL. A watchdog terminates the
running call when its time is used up; V8 terminates it when the heap is full. The contents of buffers
(`Uint8Array`) are not in V8's heap, and V8 has no limit for them: the watchdog sees them in the memory of the
process.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import Final

from lissome.errors import EngineLost, RenderError, RenderOutOfMemory, RenderTimeout
from lissome.private_apis.mini_racer import (
    FIRST_ERROR,
    OUT_OF_MEMORY,
    STRING,
    TERMINATED,
    TERMINATED_FOR_ANOTHER,
    EvaluationError,
    V8Context,
)
from lissome.ssr.garbage_collector import GarbageCollector
from lissome.ssr.limits import Limits
from lissome.ssr.orphaned_renders import OrphanedRenders
from lissome.ssr.process_memory import rss

# One thread for each isolate. What an isolate frees goes back to the system, not into V8's own pool, which
# would keep twice the heap limit for good once a render has filled the heap. Renders make garbage and little
# else: a small nursery (4 MB) keeps the garbage of queued renders from being taken for a full heap.
V8_FLAGS: Final = ("--single-threaded", "--no-memory-pool", "--max-semi-space-size=4", "--expose-gc")
# The message that makes the bundle collect the garbage.
_COLLECT: Final = b"g"
# The answer of a render that waits and has asked for nothing more.
_NOTHING_NEW: Final = b"w[]"
# Seconds of CPU that V8 may take to terminate a call before the isolate is given up. V8 needs next to none,
# but a thread that does not run cannot obey: on a busy machine it gets as much wall time as a call does.
_GRACE: Final = 1.0
# The watchdog's intervals, in seconds. The longest is also how often it reads the memory of the process. The
# shortest is needed because the last microsecond of a budget lasts long while V8's thread does not run.
_INTERVAL: Final = 0.05
_SHORTEST_INTERVAL: Final = 0.005
# By how many heap limits the process may grow during a call: V8's heap takes one of them, and the rest of the
# process may grow at the same time.
_MAX_GROWTH: Final = 2
# How often a call is started again that was terminated in place of another one.
_MAX_ATTEMPTS: Final = 5


@dataclass(slots=True)
class Call:
    """A call that runs in the isolate, or waits for its turn.

    Attributes:
        rss: memory of the process, in bytes, when the watchdog first saw this call run.
        is_answered: V8 has finished it, and the result is on its way to the event loop.
        stopped: why the watchdog terminated it, if it did.
    """

    future: asyncio.Future[bytes]
    message: bytes
    task: int = 0
    attempts: int = 0
    rss: int = 0
    is_answered: bool = False
    stopped: RenderError | None = None

    @property
    def render(self) -> bytes:
        """The id of the render that it continues, or empty; see vite/isolate/dispatcher.js."""
        return self.message[1:].partition(b"\n")[0] if self.message[:1] in b"tsd" else b""


class Stopwatch:
    """The time that the running call has used since its turn came. Everything is in seconds.

    Args:
        wall_timeout: wall time after which a call is over, however little CPU it used.
        now: the clock for wall time.
    """

    def __init__(self, wall_timeout: float, now: Callable[[], float] = time.monotonic) -> None:
        self._wall_timeout = wall_timeout
        self._now = now
        self._cpu = now  # until the thread is known, and where its CPU time cannot be read
        self._reads_cpu = False
        self._budget = self._started = self._cpu_before = 0.0

    def follow_this_thread(self) -> None:
        """Count the CPU time of the calling thread from now on.

        The clock is looked up here, while the thread certainly lives: for a thread that has ended, glibc
        would read freed memory. Reading the clock afterwards only fails with an OSError.
        """
        if self._reads_cpu or not hasattr(time, "pthread_getcpuclockid"):  # macOS has none
            return
        try:
            clock = time.pthread_getcpuclockid(threading.get_ident())
        except OSError:
            return
        self._cpu = partial(time.clock_gettime, clock)
        self._reads_cpu = True

    def start(self, budget: float) -> None:
        """Start again, for a call that may use `budget` seconds of CPU."""
        self._budget = budget
        self._started = self._now()
        self._cpu_before = self._cpu()

    @property
    def wall(self) -> float:
        """Wall time since the start."""
        return self._now() - self._started

    @property
    def used(self) -> float:
        """CPU time since the start."""
        return self._cpu() - self._cpu_before

    @property
    def left(self) -> float:
        """The wall time that the call has at least: CPU is not used faster than time passes."""
        return min(self._budget - self.used, self._wall_timeout - self.wall)

    def failure(self) -> RenderTimeout:
        """Return the error that says which limit was exceeded."""
        used = self.used
        is_wall = used < self._budget
        limit = self._wall_timeout if is_wall else self._budget
        return RenderTimeout(limit, used=used if self._reads_cpu else None, is_wall=is_wall)


class Isolate:
    """A V8 isolate with a bundle in it.

    Must be made, used and closed on the thread of one running event loop.

    Args:
        scripts: evaluated in order; the last one's value must be the bundle's entry function.

    Raises:
        RenderError: a script failed.
    """

    def __init__(self, scripts: tuple[str, ...], limits: Limits) -> None:
        self.limits = limits
        self.broken = False
        self._loop = asyncio.get_running_loop()
        self._calls: dict[int, Call] = {}
        self._running: deque[int] = deque()
        self._stopwatch = Stopwatch(limits.wall_timeout)
        self._next_id = 1
        self._last_render = b""
        self._orphaned = OrphanedRenders()
        self._watchdog: asyncio.TimerHandle | None = None
        self._on_idle: Callable[[], None] | None = None
        self._closed = False
        self.context = V8Context(V8_FLAGS, self._receive, self._stopwatch.follow_this_thread)
        self._garbage = GarbageCollector(self.context, limits.heap, lambda: self._send(_COLLECT).future)
        try:
            self._start(scripts)
        except BaseException:
            self.close()
            raise

    def _start(self, scripts: tuple[str, ...]) -> None:
        try:
            for script in scripts[:-1]:
                self.context.free(self.context.evaluate(script))
            self._entry = self.context.evaluate_function(scripts[-1])
        except EvaluationError as failure:
            raise RenderError(f"the server bundle does not start: {failure}") from None
        if self._entry is None:
            msg = "the server bundle's value is not a function; run `lissome build` again"
            raise RenderError(msg)

    @property
    def pending(self) -> int:
        """The number of calls that run or wait."""
        return len(self._running)

    async def call(self, message: bytes) -> bytes:
        """Call the entry function with `message` (UTF-8) as `this`, and return what it returned, as UTF-8.

        Raises:
            RenderTimeout: it used up its budget of CPU, or gave no answer for too long.
            RenderOutOfMemory: it filled the heap; the isolate is broken now.
            EngineLost: another call broke the isolate.
            RenderError: it threw, or was terminated together with others, again and again.
        """
        call = self._send(message)
        try:
            return await call.future
        except asyncio.CancelledError:
            if not self._closed:
                self._abandon(call)
            raise

    def _send(self, message: bytes) -> Call:
        if self.broken:
            raise EngineLost
        call = Call(self._loop.create_future(), message)
        self._begin(call)
        return call

    def _begin(self, call: Call) -> None:
        call_id = self._next_id
        self._next_id += 1
        self._calls[call_id] = call
        call.attempts += 1
        call.is_answered = False
        if not self._running:
            self._stopwatch.start(self.limits.time)
            if self._watchdog is None:
                self._watch(min(_INTERVAL, self.limits.time))
        self._running.append(call_id)
        call.task = self.context.call(self._entry, call.message, call_id)

    def set_heap_base(self, base: int) -> None:
        """Set the part of the heap that modules take; the limit of a render is counted above it.

        Args:
            base: bytes. In dev it changes with each edit.
        """
        self._garbage.set_base(base)

    def heap_statistics(self) -> dict[str, int]:
        """Return V8's heap statistics, in bytes. Blocks until the running call has finished."""
        return self.context.heap_statistics()

    def close(self) -> None:
        """Terminate what runs, and free the isolate with its thread."""
        if self._closed:
            return
        self._closed = self.broken = True
        self._garbage.close()
        if self._watchdog is not None:
            self._watchdog.cancel()
        for call in self._calls.values():
            self.context.cancel(call.task)
            if not call.future.done():
                call.future.set_exception(RenderError("the server is stopping"))
        self.context.close()

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as no call runs or waits; at once if that is so already."""
        if self._running:
            self._on_idle = done
        else:
            done()

    # Results: first on V8's thread, then on the event loop's.

    def _receive(self, call_id: int, kind: int, content: bytes) -> None:
        self._calls[call_id].is_answered = True
        try:
            self._loop.call_soon_threadsafe(self._finish, call_id, kind, content)
        except RuntimeError:  # the loop was closed while V8 was busy: nobody waits any more
            return

    def _finish(self, call_id: int, kind: int, content: bytes) -> None:
        call = self._calls.pop(call_id)
        self._running.remove(call_id)
        if self._running and not self._closed:  # the next one's turn; when closed, V8's thread is gone
            self._stopwatch.start(self.limits.time)
        kind, by_another = self._interpret(call, kind, content)
        if kind >= FIRST_ERROR or content[:1] == b"p" or self._orphaned.unknown:
            self._drop_orphans(call, kind, content)
        if call.future.cancelled():
            self._forget(content)
        elif kind == TERMINATED and self._may_try_again(call):
            self._begin(call)
        elif not call.future.done():
            if kind == STRING:
                call.future.set_result(content)
            else:
                failure = EngineLost() if by_another else self._failure(call, kind, content)
                call.future.set_exception(failure)
        if not self._running and self._on_idle is not None:
            self._on_idle()
        elif not self.broken and self.context.is_above_soft_limit():
            self._garbage.collect()

    def _interpret(self, call: Call, kind: int, content: bytes) -> tuple[int, bool]:
        """Return the type of a result, and True if another call caused the failure."""
        before, self._last_render = self._last_render, content[1:] if content[:1] == b"p" else call.render
        by_another = self.broken and not self._closed  # the heap was full before this call ended
        if self._has_filled_heap(call, kind, content):
            self.broken = True
            return OUT_OF_MEMORY, by_another or (content == _NOTHING_NEW and call.render != before)
        return TERMINATED if (kind, content) == TERMINATED_FOR_ANOTHER else kind, by_another

    def _drop_orphans(self, call: Call, kind: int, content: bytes) -> None:
        failed, idle = kind >= FIRST_ERROR, not self._running
        for number in self._orphaned.after(call.message, content, failed=failed, idle=idle):
            self._forget(b"p%d" % number)

    def _has_filled_heap(self, call: Call, kind: int, content: bytes) -> bool:
        """Return True if this call, or promises that go on after it, filled the heap or the process."""
        if kind == TERMINATED and isinstance(call.stopped, RenderOutOfMemory):
            return True
        # V8 reports the limit as one of several errors; or not at all, when promises go on after a call
        may_be = kind >= FIRST_ERROR or content == _NOTHING_NEW
        return may_be and not self._closed and self.context.is_above_hard_limit()

    def _may_try_again(self, call: Call) -> bool:
        """Return True if V8 terminated a call in place of another one.

        A call that V8 is told to terminate may just have come to its end: V8 then terminates the next call,
        at its first step.
        """
        is_guilty = call.stopped is not None
        return not (is_guilty or call.future.done() or self.broken) and call.attempts < _MAX_ATTEMPTS

    def _failure(self, call: Call, kind: int, content: bytes) -> RenderError:
        if kind == OUT_OF_MEMORY:
            return RenderOutOfMemory(self.limits.heap)
        if kind == TERMINATED:
            return call.stopped or RenderError(
                "the render was stopped together with others in the same isolate, again and again"
            )
        return RenderError(content.decode("utf-8", "replace") or "the bundle returned no string")

    def _abandon(self, call: Call) -> None:
        """Terminate a call whose caller was cancelled, or drop an answer that came in the same iteration."""
        if call.future.cancelled():
            self.context.cancel(call.task)
        elif call.future.exception() is None:
            self._forget(call.future.result())

    def _forget(self, answer: bytes) -> None:
        """Have the bundle drop a waiting render, if this answer that nobody waits for announces one."""
        if answer[:1] == b"p" and not self.broken:
            self._send(b"d" + answer[1:]).future.add_done_callback(lambda future: future.exception())

    # The watchdog: one timer for all calls, armed while there are any.

    def _watch(self, delay: float) -> None:
        # in an empty context: the current one holds the event of a request, which may be over by then
        self._watchdog = self._loop.call_later(delay, self._check, context=Context())

    def _check(self) -> None:
        self._watchdog = None
        if not self._running:
            return
        head = self._calls[self._running[0]]
        left = self._stopwatch.left
        if head.is_answered:  # the loop was busy: it is not that call which has used the time since
            self._watch(_INTERVAL)
        elif head.stopped is not None and left <= 0:
            self._give_up(head.stopped)
        elif left <= 0:
            self._stop(head, self._stopwatch.failure())
        elif head.stopped is None and self._stopwatch.wall >= _INTERVAL and self._has_outgrown(head):
            self._stop(head, RenderOutOfMemory(self.limits.heap))
        else:
            self._watch(max(_SHORTEST_INTERVAL, min(_INTERVAL, left)))

    def _has_outgrown(self, head: Call) -> bool:
        now = rss()
        head.rss = head.rss or now
        return now - head.rss > _MAX_GROWTH * self.limits.heap

    def _stop(self, head: Call, why: RenderError) -> None:
        head.stopped = why
        self.context.cancel(head.task)
        self._stopwatch.start(_GRACE)
        self._watch(_INTERVAL)

    def _give_up(self, why: RenderError) -> None:
        """Close the isolate, because V8 does not obey.

        V8 terminates a call that runs at once. So this one has not begun: promises that an earlier render has
        left behind go on without end, and V8 does nothing else. Only that render is to blame.
        """
        self.broken = True
        for call in self._calls.values():
            if not call.future.done():
                is_to_blame = call.render != b"" and call.render == self._last_render
                call.future.set_exception(why if is_to_blame else EngineLost())
        self.close()
