"""The free lists of uvloop and of asyncio's C accelerator.

Both keep objects that have ended, to use them again: uvloop 250 handles and 250 timers (`uvloop/loop.pyx`),
CPython 255 iterators of futures (`Modules/_asynciomodule.c`). Tested with uvloop 0.23 and CPython
3.11. If a list becomes longer than `_MORE_THAN_KEPT`, some of its old objects stay, and a worker returns less
memory after a burst of requests; nothing else breaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio

_MORE_THAN_KEPT: Final = 300
_FAR: Final = 3600.0  # seconds


def make_free_list_objects(loop: asyncio.AbstractEventLoop) -> list[Any]:
    """Make more of the objects that are kept for reuse than the free lists can hold.

    The first ones come from the free lists, and the others are new, close together in memory. Free the result
    to fill the lists with those that are freed first.
    """
    future = loop.create_future()
    handles = [loop.call_soon(_do_nothing) for _ in range(_MORE_THAN_KEPT)]
    timers = [loop.call_later(_FAR, _do_nothing) for _ in range(_MORE_THAN_KEPT)]
    for handle in (*handles, *timers):
        handle.cancel()
    return [*handles, *timers, *(iter(future) for _ in range(_MORE_THAN_KEPT))]


def _do_nothing() -> None:
    """Do nothing: the handle is cancelled before it runs."""
