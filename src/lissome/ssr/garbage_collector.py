"""Collects the garbage of an isolate's heap in time, and tells V8 where the heap is full.

Whether a render has filled it, `isolate.py` says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

    from lissome.private_apis.mini_racer import V8Context

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
    """

    def __init__(self, context: V8Context, size: int, collect: Callable[[], asyncio.Future[bytes]]) -> None:
        self._context = context
        self._size = size
        self._collect = collect
        self._is_collecting = False
        self._is_closed = False
        self.set_base(0)

    def set_base(self, base: int) -> None:
        """Set the part of the heap that modules take; the limits are counted above it.

        Args:
            base: bytes.
        """
        self._limit = base + self._size
        self._early = base + self._size // _COLLECT_ABOVE
        self._context.set_hard_memory_limit(self._limit)
        self._collect_above(self._early)

    def collect(self) -> None:
        """Have the garbage collected, unless that is on its way."""
        if not self._is_collecting:
            self._is_collecting = True
            self._collect().add_done_callback(self._collected)

    def close(self) -> None:
        """Leave the context alone from now on."""
        self._is_closed = True

    def _collected(self, future: asyncio.Future[bytes]) -> None:
        self._is_collecting = False
        failed = future.exception() is not None
        if self._is_closed:
            return
        if failed or self._context.is_above_soft_limit():
            # what is in use cannot be collected: so not again before half of the room that is left is full
            self._collect_above((self._soft_limit + self._limit) // 2)
        else:
            self._collect_above(self._early)

    def _collect_above(self, size: int) -> None:
        self._soft_limit = size
        self._context.set_soft_memory_limit(size)
