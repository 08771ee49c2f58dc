"""One V8 isolate on its own thread, and the cheapest way into it.

mini-racer's Python classes make several round trips to V8's thread for each call. A trip costs more than
most renders do, so this module speaks to mini-racer's library itself and makes exactly one: the bundle is a
single function, called with the message as its `this` (a primitive string needs no handle), which returns a
string. Measured on one core: 27 µs, against 41 µs for a global and an `eval`, and 108 µs through a handle.

Calls wait in V8's queue without blocking the event loop and without the GIL. A watchdog stops the one that
runs when its time is used up; V8 stops it when the heap is full. What buffers hold (`Uint8Array`) is
not in V8's heap, and V8 sets no limit to it: the watchdog sees it in the memory of the process.
"""

from __future__ import annotations

import asyncio
import ctypes
import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context
from typing import Any, Final

import orjson
from py_mini_racer import init_mini_racer
from py_mini_racer._dll import mr_callback_func

from lissome.errors import EngineLost, RenderError, RenderOutOfMemory
from lissome.ssr.call import Call
from lissome.ssr.limits import Limits, Stopwatch
from lissome.ssr.process_memory import rss

# mini-racer's value types, as in its mini_racer.cc.
_UNDEFINED: Final = 11
_STRING: Final = 5
_FUNCTION: Final = 100
_ARRAY: Final = 6
_THROWN: Final = 200
_OUT_OF_MEMORY: Final = 202
_TERMINATED: Final = 204
_FIRST_ERROR: Final = 200

# One thread for each isolate; and what an isolate gives back goes back to the system, not into V8's own pool,
# which would keep twice the heap limit for good once a render has filled the heap. Renders make garbage and
# little else: a small nursery (4 MB) keeps the garbage of queued renders from being taken for a full heap.
V8_FLAGS: Final = ("--single-threaded", "--no-memory-pool", "--max-semi-space-size=4", "--expose-gc")
# The message that has V8 collect its garbage; and when: the heap limit divided by this is full.
_COLLECT: Final = b"g"
_COLLECT_ABOVE: Final = 4
# The answer about a render that waits and has asked for nothing more.
_NOTHING_NEW: Final = b"w[]"
# How much CPU V8 may take to obey, in seconds, before the isolate is given up. It needs next to none, but a
# thread that does not run obeys nobody: on a busy machine it has as long for it as for a call.
_GRACE: Final = 1.0
# How often the watchdog looks at the process's memory while a call runs, in seconds; and how often it looks
# at most, because the last microsecond of a budget lasts long while V8's thread does not run.
_LOOK: Final = 0.05
_SHORTEST_LOOK: Final = 0.005
# By how many heap limits the process may grow meanwhile: one is V8's heap, and the rest of the process may
# grow at the same time.
_MOST_GROWTH: Final = 2
# How often a call is begun that was stopped in the place of another one.
_MOST_TRIES: Final = 5
# What mini-racer says of a call that V8 did not even begin, because it was about to stop the one before.
_STOPPED_FOR_ANOTHER: Final = (_THROWN, b"null\n")


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
        self._dll = init_mini_racer(flags=V8_FLAGS, ignore_duplicate_init=True)
        self._calls: dict[int, Call] = {}
        self._running: deque[int] = deque()
        self._stopwatch = Stopwatch(limits.patience)
        self._next_id = 1
        self._last_render = b""
        self._last_told = 0
        self._untold = 0
        self._watchdog: asyncio.TimerHandle | None = None
        self._on_idle: Callable[[], None] | None = None
        self._is_collecting = False
        self._blocking: _Blocking | None = None
        self._closed = False
        # ctypes keeps no reference: the callback must live as long as the isolate may call it.
        self._callback = mr_callback_func(self._receive)
        self._context = self._dll.mr_init_context(self._callback)
        self.set_heap_base(0)
        try:
            self._start(scripts)
        except BaseException:
            self.close()
            raise

    def _start(self, scripts: tuple[str, ...]) -> None:
        for script in scripts[:-1]:
            self._free(self._evaluate(script))
        self._entry = self._evaluate(scripts[-1])
        if self._entry.contents.type != _FUNCTION:
            msg = "the server bundle's value is not a function; run `lissome build` again"
            raise RenderError(msg)
        self._no_arguments = self._evaluate("[]")

    @property
    def pending(self) -> int:
        """How many calls run or wait."""
        return len(self._running)

    async def call(self, message: bytes) -> bytes:
        """Call the entry function with `message` (UTF-8) as `this`; returns what it returned, as UTF-8.

        Raises:
            RenderTimeout: it used up its budget of CPU, or gave no answer for too long.
            RenderOutOfMemory: it filled the heap; the isolate is broken now.
            EngineLost: another call did.
            RenderError: it threw, or was stopped together with others, again and again.
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
        call.tries += 1
        call.is_answered = False
        this = self._dll.mr_alloc_string_val(self._context, call.message, len(call.message), _STRING)
        if not self._running:
            self._stopwatch.start(self.limits.time)
            if self._watchdog is None:
                self._watch(min(_LOOK, self.limits.time))
        self._running.append(call_id)
        call.task = self._dll.mr_call_function(self._context, self._entry, this, self._no_arguments, call_id)
        self._dll.mr_free_value(self._context, this)

    def set_heap_base(self, base: int) -> None:
        """Set what the modules themselves take of the heap; the limit of a render is counted above it.

        Args:
            base: bytes. In dev it changes with each edit.
        """
        self._base = base
        self._dll.mr_set_hard_memory_limit(self._context, base + self.limits.heap)
        self._collect_above(base + self.limits.heap // _COLLECT_ABOVE)

    def heap_statistics(self) -> dict[str, int]:
        """V8's own figures, in bytes. Waits for the call that runs, so not for the request path."""
        handle = self._dll.mr_heap_stats(self._context)
        try:
            statistics: dict[str, int] = orjson.loads(_text(handle))
            return statistics
        finally:
            self._free(handle)

    def close(self) -> None:
        """Stop whatever runs, and give the isolate's thread and memory back."""
        if self._closed:
            return
        self._closed = self.broken = True
        if self._watchdog is not None:
            self._watchdog.cancel()
        for call in self._calls.values():
            self._dll.mr_cancel_task(self._context, call.task)
            if not call.future.done():
                call.future.set_exception(RenderError("the server is stopping"))
        # Answers may still be on their way. They know the context by its number, which stays valid as a name.
        self._dll.mr_free_context(self._context)

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as nothing runs or waits; at once if that is so already."""
        if self._running:
            self._on_idle = done
        else:
            done()

    # On the way back: first on V8's thread, then on the loop's.

    def _receive(self, callback_id: int, raw_val_handle: Any) -> None:
        """V8's thread, with the GIL, while V8 waits: copy the result out and leave."""
        if callback_id == 0:
            assert self._blocking is not None
            self._stopwatch.follow_this_thread()
            self._blocking.set(raw_val_handle)
            return
        kind = raw_val_handle.contents.type
        content = _text(raw_val_handle) if kind == _STRING or kind >= _FIRST_ERROR else b""
        self._dll.mr_free_value(self._context, raw_val_handle)
        self._calls[callback_id].is_answered = True
        try:
            self._loop.call_soon_threadsafe(self._finish, callback_id, kind, content)
        except RuntimeError:  # the loop was closed while V8 was busy: nobody waits any more
            return

    def _finish(self, call_id: int, kind: int, content: bytes) -> None:
        call = self._calls.pop(call_id)
        self._running.remove(call_id)
        if self._running and not self._closed:  # the next one's turn; when closed, V8's thread is gone
            self._stopwatch.start(self.limits.time)
        before, self._last_render = self._last_render, content[1:] if content[:1] == b"p" else call.render
        innocent = self.broken and not self._closed  # it was another call that filled the heap
        if self._has_filled_the_heap(kind, content) or (kind == _TERMINATED and call.is_outgrown):
            innocent = innocent or (content == _NOTHING_NEW and call.render != before)
            kind = _OUT_OF_MEMORY
            self.broken = True
        if (kind, content) == _STOPPED_FOR_ANOTHER:
            kind = _TERMINATED
        self._note(call, kind, content)
        if call.future.cancelled():
            self._forget(content)
        elif kind == _TERMINATED and self._may_try_again(call):
            self._begin(call)
        elif not call.future.done():
            if kind == _STRING:
                call.future.set_result(content)
            else:
                failure = EngineLost() if innocent else self._failure(call, kind, content)
                call.future.set_exception(failure)
        if not self._running and self._on_idle is not None:
            self._on_idle()
        elif not self.broken and self._dll.mr_soft_memory_limit_reached(self._context):
            self._collect()

    def _has_filled_the_heap(self, kind: int, content: bytes) -> bool:
        """V8 reports the limit as one of several errors; or not at all, when promises go on after a call."""
        may_be = kind >= _FIRST_ERROR or content == _NOTHING_NEW
        return may_be and not self._closed and bool(self._dll.mr_hard_memory_limit_reached(self._context))

    # The limit is compared with all that is in the heap, garbage included, and V8 is in no hurry to collect
    # it: marking bit by bit keeps what is made meanwhile, so the heap of an honest app can come to any size.

    def _collect(self) -> None:
        """Have the garbage collected, before it is taken for a full heap."""
        if not self._is_collecting:
            self._is_collecting = True
            self._send(_COLLECT).future.add_done_callback(self._collected)

    def _collected(self, future: asyncio.Future[bytes]) -> None:
        self._is_collecting = False
        failed = future.exception() is not None
        if not self.broken:
            is_in_use = failed or self._dll.mr_soft_memory_limit_reached(self._context)
            # what is in use cannot be collected: so not again before half of the room that is left is full
            between = (self._soft_limit + self._base + self.limits.heap) // 2
            early = self._base + self.limits.heap // _COLLECT_ABOVE
            self._collect_above(between if is_in_use else early)

    def _collect_above(self, size: int) -> None:
        self._soft_limit = size
        self._dll.mr_set_soft_memory_limit(self._context, size)

    def _may_try_again(self, call: Call) -> bool:
        """Whether a call that V8 has stopped was stopped for another one, and is not to blame.

        V8 may be told to stop a call which has just come to its end: it then stops the next one, at its first
        step.
        """
        is_guilty = call.stopped is not None
        return not (is_guilty or call.future.done() or self.broken) and call.tries < _MOST_TRIES

    def _note(self, call: Call, kind: int, content: bytes) -> None:
        """Drop renders that wait, and whose numbers nobody was told: their calls were stopped at the end.

        The bundle counts, and answers in order, so a number that is left out is such a render's. What was
        stopped after the last number is dropped when nothing runs: the next numbers are nobody else's then.
        """
        if content[:1] == b"p" and kind == _STRING:
            told = int(content[1:])
            self._drop(range(self._last_told + 1, told))
            self._last_told, self._untold = told, 0
        elif kind >= _FIRST_ERROR and call.begins_a_render:
            self._untold += 1
        if self._untold and not self._running:
            untold, self._untold = self._untold, 0
            self._drop(range(self._last_told + 1, self._last_told + 1 + untold))

    def _drop(self, renders: range) -> None:
        for number in renders:
            self._forget(b"p%d" % number)

    def _abandon(self, call: Call) -> None:
        """Its caller was cancelled: stop it, or drop its answer if that came in the same turn of the loop."""
        if call.future.cancelled():
            self._dll.mr_cancel_task(self._context, call.task)
        elif call.future.exception() is None:
            self._forget(call.future.result())

    def _forget(self, answer: bytes) -> None:
        """Nobody waits for this answer any more. If it says that a render waits, the bundle must drop it."""
        if answer[:1] == b"p" and not self.broken:
            self._send(b"d" + answer[1:]).future.add_done_callback(lambda future: future.exception())

    def _failure(self, call: Call, kind: int, content: bytes) -> RenderError:
        if kind == _OUT_OF_MEMORY:
            return RenderOutOfMemory(self.limits.heap)
        if kind == _TERMINATED:
            return call.stopped or RenderError(
                "the render was stopped together with others in the same isolate, again and again"
            )
        return RenderError(content.decode("utf-8", "replace") or "the bundle returned no string")

    # The watchdog: one timer for all calls, armed while there are any.

    def _watch(self, delay: float) -> None:
        # in a context of its own: the current one holds the event of a request, which may be over by then
        self._watchdog = self._loop.call_later(delay, self._check, context=Context())

    def _check(self) -> None:
        self._watchdog = None
        if not self._running:
            return
        head = self._calls[self._running[0]]
        left = self._stopwatch.left
        if head.is_answered:  # the loop was busy: it is not that call which has used the time since
            self._watch(_LOOK)
        elif head.stopped is not None and left <= 0:
            self._give_up(head.stopped)
        elif left <= 0:
            self._stop(head, self._stopwatch.failure())
        elif head.stopped is None and self._stopwatch.ran >= _LOOK and self._has_outgrown(head):
            self._stop(head, RenderOutOfMemory(self.limits.heap))
        else:
            self._watch(max(_SHORTEST_LOOK, min(_LOOK, left)))

    def _has_outgrown(self, head: Call) -> bool:
        now = rss()
        head.resident = head.resident or now
        return now - head.resident > _MOST_GROWTH * self.limits.heap

    def _stop(self, head: Call, why: RenderError) -> None:
        head.stopped = why
        self._dll.mr_cancel_task(self._context, head.task)
        self._stopwatch.start(_GRACE)
        self._watch(_LOOK)

    def _give_up(self, why: RenderError) -> None:
        """V8 does not obey: nobody must wait for this isolate any longer.

        A call that runs is stopped at once. So this one has not begun: promises that an earlier render has
        left behind go on without end, and V8 does nothing else. Only that render is to blame.
        """
        self.broken = True
        for call in self._calls.values():
            if not call.future.done():
                is_to_blame = call.render != b"" and call.render == self._last_render
                call.future.set_exception(why if is_to_blame else EngineLost())
        self.close()

    # Blocking calls, for the start only.

    def _evaluate(self, script: str) -> Any:
        source = script.encode()
        code = self._dll.mr_alloc_string_val(self._context, source, len(source), _STRING)
        self._blocking = blocking = _Blocking()
        self._dll.mr_eval(self._context, code, 0)
        handle = blocking.wait()
        self._blocking = None
        self._free(code)
        if handle.contents.type >= _FIRST_ERROR:
            message = _text(handle).decode("utf-8", "replace")
            self._free(handle)
            raise RenderError(f"the server bundle does not start: {message}")
        return handle

    def _free(self, handle: Any) -> None:
        self._dll.mr_free_value(self._context, handle)


class _Blocking:
    """Waits for one value from V8's thread."""

    __slots__ = ("_event", "_handle")

    def __init__(self) -> None:
        self._event = threading.Event()
        self._handle: Any = None

    def set(self, handle: Any) -> None:
        self._handle = handle
        self._event.set()

    def wait(self) -> Any:
        self._event.wait()
        return self._handle


def _text(handle: Any) -> bytes:
    content = handle.contents
    return ctypes.string_at(content.value.bytes_val, content.len)
