"""Collects the garbage of an isolate in time, and tells V8 where the heap is full.

Whether a call has filled it, `isolate.py` says. What several calls have filled together is found here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from lissome.private_apis.v8 import Memory

if TYPE_CHECKING:
    from lissome.private_apis.mini_racer import V8Context

COLLECT: Final = b"g"
"""The message that makes the bundle collect the garbage."""
# The part of the limit from which on garbage is collected.
_COLLECT_ABOVE: Final = 4


class GarbageCollector:
    """Collects garbage before it is taken for a full heap.

    The limit is compared with all that is in the heap, garbage included, and V8 does not hurry to collect it:
    incremental marking keeps what is made meanwhile, so the heap of any app can grow to any size.

    Args:
        context: the isolate's.
        size: bytes that a render may use.
        collect: has the garbage collected after the calls that wait.
        make_room: called when the memory is above the limit without any garbage. Returns True if it makes
            some; then garbage is collected again.
        trim: called when the garbage of a call that took long has been collected.
        retire: called when V8 keeps something for good: the memory is full, and nobody can make room; or the
            heap has stayed large after a call that was stopped. Must come to close the collector.
    """

    def __init__(
        self,
        context: V8Context,
        size: int,
        *,
        collect: Callable[[], asyncio.Future[bytes]],
        make_room: Callable[[], bool],
        trim: Callable[[], object],
        retire: Callable[[], object],
    ) -> None:
        self._context = context
        self._size = size
        self._collect = collect
        self._make_room = make_room
        self._trim = trim
        self._retire = retire
        self._memory = Memory()
        self._is_collecting = self._is_closed = False
        self._was_slow = self._was_stopped = False  # a call before the next collection
        self.set_base(0)

    def set_base(self, base: int) -> None:
        """Set the part of the heap that modules take; the limits are counted above it.

        Args:
            base: bytes.
        """
        self._limit = base + self._size
        self._early = base + self._size // _COLLECT_ABOVE
        self._outside_limit = self._size // _COLLECT_ABOVE
        self._context.set_hard_memory_limit(self._limit)
        self._collect_above(self._early)

    def after_call(
        self, memory: Memory, *, is_above_soft_limit: bool, was_slow: bool = False, was_stopped: bool = False
    ) -> None:
        """Have the garbage collected, if it is time and not on its way.

        Args:
            memory: of the isolate, when it was last read.
            is_above_soft_limit: whether V8 has found the heap that large.
            was_slow: whether the call took long. It has probably made much garbage.
            was_stopped: whether it was stopped at a limit.
        """
        self._memory = memory
        self._was_slow = self._was_slow or was_slow
        self._was_stopped = self._was_stopped or was_stopped
        is_large = memory.heap > self._soft_limit or memory.outside > self._outside_limit
        if (is_above_soft_limit or is_large or was_slow) and not self._is_collecting:
            self._begin()

    def close(self) -> None:
        """Leave the context alone from now on."""
        self._is_closed = True

    def _begin(self) -> None:
        self._is_collecting = True
        self._collect().add_done_callback(self._collected)

    def _collected(self, future: asyncio.Future[bytes]) -> None:
        self._is_collecting = False
        failed = future.exception() is not None
        if self._is_closed:
            return
        if not failed and self._memory.total > self._limit:
            (self._begin if self._make_room() else self._retire)()
            return
        # what is in use cannot be collected: so not again before half of the room that is left is full
        is_large = self._context.is_above_soft_limit() or self._memory.heap > self._early
        self._collect_above((self._soft_limit + self._limit) // 2 if failed or is_large else self._early)
        outside, early = self._memory.outside, self._size // _COLLECT_ABOVE
        self._outside_limit = early if outside <= early else (outside + self._size) // 2
        if self._was_slow:
            self._trim()
        is_kept = self._was_slow and self._was_stopped and is_large and not failed
        self._was_slow = self._was_stopped = False
        if is_kept:
            self._retire()

    def _collect_above(self, size: int) -> None:
        self._soft_limit = size
        self._context.set_soft_memory_limit(size)
