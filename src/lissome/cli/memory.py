"""What a worker does about its own memory: once when it has started, and after each flood of requests.

When ten thousand streams have ended, every object of theirs is gone, and still the operating system got
hardly anything back: a few hundred small objects that are kept for reuse, each in a megabyte of its own, and
free pages in the middle of the heap hold it. docs/reference/robustness.md has the figures.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
import threading
from collections.abc import Callable
from typing import Any, Final

# More than any of the lists below holds: uvloop keeps 250 handles and 250 timers, asyncio 255 iterators.
_SPARES: Final = 300
_FAR: Final = 3600.0  # seconds


def settle() -> None:
    """Take what has been made so far out of the garbage collector's sight: it stays as long as the worker.

    Otherwise each full collection looks through all of it, while every request waits: 35 ms and more, often
    enough to be the slowest hundredth. Without it, a full collection takes less than a millisecond.
    """
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Return the memory that a flood of requests has needed. Called in the worker's loop; costs some ms."""
    loop = asyncio.get_running_loop()
    spares = [_make_spares(loop), _make_spares(loop)]
    loop.call_soon(_finish, spares)  # when the loop has let go of those handles


def _make_spares(loop: asyncio.AbstractEventLoop) -> list[Any]:
    """As many of the objects that are kept for reuse as nobody needs.

    uvloop and asyncio keep some 250 handles, timers and iterators that have ended, to use them again. After
    a flood these lie scattered, and Python's allocator cannot return an arena, a megabyte, while one block of
    it is in use. New ones, made when the kept ones are used up, lie close together.
    """
    future = loop.create_future()
    handles = [loop.call_soon(_do_nothing) for _ in range(_SPARES)]
    timers = [loop.call_later(_FAR, _do_nothing) for _ in range(_SPARES)]
    for handle in (*handles, *timers):
        handle.cancel()
    return [*handles, *timers, *(iter(future) for _ in range(_SPARES))]


def _finish(spares: list[list[Any]]) -> None:
    while spares:
        spares.pop()  # the later ones first: they are kept, and the others, which were kept so far, are freed
    gc.collect()  # this also empties Python's own lists of tuples, dicts, floats and contexts
    _forget_names()
    trim = malloc_trim()
    if trim is not None:
        threading.Thread(target=trim, args=(0,), daemon=True).start()  # as long as it takes


def _forget_names() -> None:
    """Empty the cache of attributes of types, which keeps up to 4096 names that were looked up."""
    clear: Callable[[], None] = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache  # noqa: SLF001 - documented
    clear()


def malloc_trim() -> Callable[[int], int] | None:
    """The function that returns free pages in the middle of the heap; None where the C library has none."""
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except AttributeError:  # musl, macOS
        return None
    return trim


def _do_nothing() -> None:
    """For handles that are cancelled before they run."""
