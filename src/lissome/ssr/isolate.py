"""One V8 isolate on its own thread, with a bundle in it, and the watchdog that stops what exceeds its budget.

Calls wait in V8's queue without blocking the event loop and without the GIL. A watchdog terminates the
running call when its render's time is used up; V8 terminates it when the heap is full. Buffers (`Uint8Array`)
and WebAssembly are not in V8's heap, and V8 has no limit for them: the watchdog asks V8 for their size.

A call has finished when the promises that it has left have come to their end. Where V8's own functions are
missing (see `private_apis/v8.py`), promises go on afterwards, the next call is blamed for them, and buffers
are seen in the memory of the process only.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import Final

from lissome.errors import EngineBusy, EngineLost, IsolateLost, RenderError, RenderOutOfMemory
from lissome.private_apis.fatal_signals import is_parked, mark_as_v8_thread
from lissome.private_apis.mini_racer import OUT_OF_MEMORY, STRING, EvaluationError, Result, V8Context
from lissome.ssr.call import Call, failure_of, was_terminated
from lissome.ssr.disposal import IsolateDisposal
from lissome.ssr.garbage_collector import COLLECT, GarbageCollector
from lissome.ssr.limits import Limits
from lissome.ssr.orphaned_renders import OrphanedRenders
from lissome.ssr.process_memory import ProcessGrowth
from lissome.ssr.render_meter import RenderMeter
from lissome.ssr.render_usage import RenderUsage
from lissome.ssr.stopwatch import Stopwatch
from lissome.ssr.v8_flags import V8_FLAGS

# Seconds of CPU that V8 may take to terminate a call before the isolate is given up. V8 needs next to none,
# but a thread that does not run cannot obey: on a busy machine it gets as much wall time as a call does.
_GRACE: Final = 0.5
# Seconds of wall time after which a running call should not keep others waiting.
_SLOW: Final = 0.2
# The watchdog's intervals, in seconds. The longest is also how often it reads the memory. The shortest is
# needed because the last microsecond of a budget lasts long while V8's thread does not run.
_INTERVAL: Final = 0.05
_SHORTEST_INTERVAL: Final = 0.005
# The memory is read after each so many calls, after each call while renders wait, and after calls of so many
# seconds: to fill the heap takes that long.
_MEASURED: Final = 16
_LONG: Final = 0.02
# How often a call is started again that was terminated in place of another one.
_MAX_ATTEMPTS: Final = 5


class Isolate:
    """A V8 isolate with a bundle in it.

    Must be used and closed on the thread of one event loop. Only making it, which blocks until the bundle has
    been evaluated, may be done on another one.

    Args:
        scripts: evaluated in order; the last one's value must be the bundle's entry function.
        loop: the event loop; by default the running one.
        disposal: frees the isolate.

    Attributes:
        broken: it can answer nothing more, and must be replaced.
        is_slow: a call runs for which others should not wait.
        on_slow: called when a call has run for so long that others should not wait for it.

    Raises:
        RenderError: a script failed.
    """

    def __init__(
        self,
        scripts: tuple[str, ...],
        limits: Limits,
        loop: asyncio.AbstractEventLoop | None = None,
        disposal: IsolateDisposal | None = None,
    ) -> None:
        self.limits = limits
        self.broken = self.is_slow = self._closed = False
        self.on_slow: Callable[[], None] | None = None
        self._loop = loop or asyncio.get_running_loop()
        self._disposal = disposal or IsolateDisposal()
        self._calls: dict[int, Call] = {}
        self._running: deque[int] = deque()
        self._stopwatch = Stopwatch(limits.wall_timeout)
        self._next_id = 1
        self._last_measured = 0.0
        self._orphaned = OrphanedRenders()
        self._usage = RenderUsage(limits, self._disposal)
        self._watchdog: asyncio.TimerHandle | None = None
        self._on_idle: Callable[[], None] | None = None
        self.context = V8Context(V8_FLAGS, self._receive, self._evaluated, limits.longest_answer)
        self._garbage = GarbageCollector(
            self.context,
            limits.heap,
            collect=lambda: self._send(COLLECT).future,
            make_room=self._make_room,
            trim=self._disposal.trim,
            retire=self._retire,
        )
        try:
            self._start(scripts)
        except BaseException:
            self.close()
            raise

    def _evaluated(self) -> None:
        mark_as_v8_thread()
        self._stopwatch.follow_this_thread()

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

    @property
    def _head(self) -> Call:
        return self._calls[self._running[0]]

    async def call(self, message: bytes, meter: RenderMeter | None = None, /) -> bytes:
        """Call the entry function with `message` (UTF-8) as `this`, and return what it returned, as UTF-8.

        Raises:
            RenderTimeout: its render used up its budget of CPU, or it gave no answer for too long.
            RenderOutOfMemory: its render filled the memory.
            IsolateLost: V8 cannot stop it; the isolate is broken now.
            EngineLost: another call broke the isolate.
            EngineBusy: another call runs for long, and another isolate is free.
            RenderError: it threw, or was terminated together with others, again and again.
        """
        call = self._send(message, meter)
        try:
            return await call.future
        except asyncio.CancelledError:
            if not self._closed:
                self._abandon(call)
            raise

    def _send(self, message: bytes, meter: RenderMeter | None = None) -> Call:
        call = Call(self._loop.create_future(), message, meter=meter)
        if self._usage.waiting and call.goes_on:
            failure = self._usage.failure_of(call.render)
            if failure is not None:
                raise failure
        if self.broken:
            raise EngineLost
        self._begin(call)
        return call

    def _begin(self, call: Call) -> None:
        call_id = self._next_id
        self._next_id += 1
        self._calls[call_id] = call
        call.attempts += 1
        call.is_answered = False
        self._running.append(call_id)
        if len(self._running) == 1:
            self._start_stopwatch()
            if self._watchdog is None:
                self._watch(min(_INTERVAL, self.limits.time))
        if call.meter is not None:
            call.meter.send()
        call.task = self.context.call(self._entry, call.message, call_id)

    def _start_stopwatch(self) -> None:
        """Count the time of the call whose turn it is. A render's calls have one budget."""
        head = self._head
        used = self._usage.cpu_of(head.render) if self._usage.waiting and head.goes_on else 0.0
        self._stopwatch.start(self.limits.time, used)

    def set_heap_base(self, base: int) -> None:
        """Set the part of the heap that modules take; the limit of a render is counted above it.

        Args:
            base: bytes. In dev it changes with each edit.
        """
        self._usage.base = base
        self._garbage.set_base(base)

    def heap_statistics(self) -> dict[str, int]:
        """Return V8's heap statistics, in bytes. Blocks until the running call has finished."""
        return self.context.heap_statistics()

    def release_waiting(self) -> None:
        """Have the renders that have not begun yet begin elsewhere, if the running call is slow."""
        if not self.is_slow:
            return
        for call_id in list(self._running)[1:]:
            call = self._calls[call_id]
            if call.begins and not call.future.done():
                self.context.cancel(call.task)
                call.future.set_exception(EngineBusy())

    def close(self) -> None:
        """Terminate what runs, and free the isolate with its thread."""
        self._close(is_stuck=False)

    def _close(self, *, is_stuck: bool) -> None:
        if self._closed:
            return
        self._closed = self.broken = True
        self._garbage.close()
        if self._watchdog is not None:
            self._watchdog.cancel()
        self._end_calls(lambda: RenderError("the server is stopping"))
        self.context.detach()  # or an app that was closed is kept until V8 has ended
        self._disposal.free(self.context, is_stuck=is_stuck)

    def _end_calls(self, why: Callable[[], RenderError]) -> None:
        for call in self._calls.values():
            self.context.cancel(call.task)
            if not call.future.done():
                call.future.set_exception(why())

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as no call runs or waits; at once if that is so already."""
        if self._running:
            self._on_idle = done
        else:
            done()

    # Results: first on V8's thread, then on the event loop's.

    def _receive(self, call_id: int, result: Result) -> None:
        call = self._calls[call_id]
        call.is_answered = True
        if call.meter is not None:
            self._last_measured = call.meter.receive(self._last_measured, self.context.read_memory().heap)
        waits = self._usage.waiting or result.content[:1] == b"p"
        is_special = self._stopwatch.wall > _LONG or result.kind != STRING
        if waits or is_special or call.message == COLLECT or not call_id % _MEASURED:
            result.memory = self.context.read_memory()
            result.cpu = time.thread_time()
        try:
            self._loop.call_soon_threadsafe(self._finish, call_id, result)
        except RuntimeError:  # the loop was closed while V8 was busy: nobody waits any more
            return

    def _finish(self, call_id: int, result: Result) -> None:
        was_broken = self.broken and not self._closed
        was_slow, self.is_slow = self.is_slow, False
        call = self._calls.pop(call_id)
        self._running.remove(call_id)
        may_be_full = not self._closed and self.context.is_above_soft_limit()
        if result.memory is not None:
            self._usage.measure(result.memory)
        failure = None
        if may_be_full or result.kind != STRING or call.stopped is not None:
            failure = self._failure(call, result, was_broken=was_broken)
        waits = result.content[:1] == b"p"
        if waits or self._usage.waiting:
            self._usage.note(call, result, self._stopwatch.used_at(result.cpu), failed=failure is not None)
        if self._running and not self._closed:  # the next one's turn; when closed, V8's thread is gone
            self._start_stopwatch()
        if failure is not None or waits or self._orphaned.unknown:
            self._drop_orphans(call, result.content, failed=failure is not None)
        self._settle(call, result, failure)
        if not self._running and self._on_idle is not None:
            self._on_idle()
        elif not self.broken:
            self._garbage.after_call(
                self._usage.memory,
                is_above_soft_limit=may_be_full,
                was_slow=was_slow and call.message != COLLECT,
                was_stopped=call.stopped is not None,
            )

    def _failure(self, call: Call, result: Result, *, was_broken: bool) -> RenderError | None:
        full = self._has_filled_memory(call, result)
        self.broken = self.broken or full
        failure = failure_of(call, result, self.limits, full=full)
        is_own = failure is None or call.stopped is not None
        if not is_own and (was_broken or (full and self._usage.blame_another(call.render))):
            return self._usage.failure_of(call.render) or EngineLost()
        if full:
            self._end_calls(EngineLost)  # or they would be blamed for what is still there
        return failure

    def _settle(self, call: Call, result: Result, failure: RenderError | None) -> None:
        """Give the caller what has come of a call, or begin it once more."""
        if call.future.cancelled():
            self._forget(result.content)
        elif failure is not None and self._may_try_again(call, result):
            self._begin(call)
        elif not call.future.done():
            if failure is None:
                call.future.set_result(result.content)
            else:
                call.future.set_exception(failure)

    def _has_filled_memory(self, call: Call, result: Result) -> bool:
        """Return True if this call, or the promises that it has left, filled the heap or the process."""
        if result.kind == OUT_OF_MEMORY or isinstance(call.stopped, RenderOutOfMemory):
            return True
        # V8 reports the limit as one of several errors; or not at all, when promises were terminated
        return not self._closed and self.context.is_above_hard_limit()

    def _drop_orphans(self, call: Call, content: bytes, *, failed: bool) -> None:
        idle = not self._running
        for which in self._orphaned.after(call.message, content, failed=failed, idle=idle):
            self._forget(b"p" + which)

    def _may_try_again(self, call: Call, result: Result) -> bool:
        if not was_terminated(result) or call.stopped is not None or call.future.done():
            return False
        return not self.broken and call.attempts < _MAX_ATTEMPTS

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

    def _make_room(self) -> bool:
        """Stop the waiting render that has added most memory; return False if none is to blame."""
        render = self._usage.fail_largest()
        if render:
            self._forget(b"p" + render)
        return bool(render)

    def _retire(self) -> None:
        """Take no more calls, and close as soon as none runs."""
        self.broken = True
        self.when_idle(self.close)

    # The watchdog: one timer for all calls, armed while there are any.

    def _watch(self, delay: float) -> None:
        # in an empty context: the current one holds the event of a request, which may be over by then
        self._watchdog = self._loop.call_later(delay, self._check, context=Context())

    def _check(self) -> None:
        self._watchdog = None
        if not self._running:
            return
        head = self._head
        left = self._stopwatch.left
        if head.is_answered:  # the loop was busy: it is not that call which has used the time since
            self._watch(_INTERVAL)
            return
        if self._stopwatch.wall >= _SLOW or self.is_slow:
            self.is_slow = True
            if self.on_slow is not None:
                self.on_slow()
        if is_parked(self.context.thread_id):
            self._give_up(IsolateLost(is_fatal=True))
        elif head.stopped is not None and (left <= 0 or self._size(head) > 1.5 * self.limits.most_growth):
            self._give_up(IsolateLost(head.stopped))
        elif left <= 0:
            self._stop(head, self._stopwatch.failure())
        elif (
            head.stopped is None
            and self._stopwatch.wall >= _INTERVAL
            and self._size(head) > self.limits.most_growth
        ):
            self._stop(head, RenderOutOfMemory(self.limits.heap))
        else:
            if head.stopped is not None:  # what it has left goes on: promises, a `finally` that loops
                self.context.terminate(head.task)
            self._watch(max(_SHORTEST_INTERVAL, min(_INTERVAL, left)))

    def _size(self, head: Call) -> int:
        """Return by how much a call has let the process grow, or what the isolate has outside its heap."""
        cpu = self._stopwatch.cpu
        head.growth = head.growth or ProcessGrowth(cpu)
        growth = head.growth.until_now(cpu, is_by_others=self._disposal.running > 0)
        return max(growth, self.context.sample_memory().outside)

    def _stop(self, head: Call, why: RenderError) -> None:
        head.stopped = why
        self.context.terminate(head.task)
        self._stopwatch.start(_GRACE)
        self._watch(_INTERVAL)

    def _give_up(self, why: IsolateLost) -> None:
        """Close the isolate, because V8 does not obey. The others can be tried again in another one."""
        self.broken = True
        if not self._head.future.done():
            self._head.future.set_exception(why)
        self._end_calls(EngineLost)
        self._close(is_stuck=True)
