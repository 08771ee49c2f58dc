"""The memory of a worker: what is collected while it starts and serves, and less of it after each burst.

When ten thousand streams have ended, all their objects are gone, and yet the operating system gets hardly any
memory back: a few hundred small objects that are kept for reuse, each in another megabyte, and free pages in
the middle of the heap hold it. docs/reference/robustness.md has the figures.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from lissome.private_apis.uvloop import make_free_list_objects
from lissome.ssr.process_memory import malloc_trim


@contextmanager
def gc_at_the_end() -> Iterator[None]:
    """Collect garbage once at the end of a block in which an app is imported, and exclude what is left.

    Nearly all that is made meanwhile stays, so dozens of collections would go through more and more of it and
    find next to nothing: a fifth of the time that a worker takes to import an app of some size. What the app
    itself says of the collector meanwhile holds.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(0)
    try:
        yield
    finally:
        if gc.get_threshold()[0] == 0:
            gc.set_threshold(*thresholds)
    freeze_gc()


def freeze_gc() -> None:
    """Exclude all existing objects from garbage collection: they live as long as the worker.

    Otherwise each full collection goes through all of them while every request waits: 35 ms and more, often
    enough to be the slowest hundredth. Without them, a full collection takes less than a millisecond.
    """
    gc.collect()
    gc.freeze()


def release_memory() -> None:
    """Return the memory that a burst of requests has needed. Takes some milliseconds of the event loop.

    uvloop and asyncio keep some 250 handles, timers and iterators that have ended, to use them again. After a
    burst these are scattered, and Python's allocator cannot return an arena, a megabyte, while one block of
    it is in use. So the kept objects are replaced by new ones that lie close together.
    """
    loop = asyncio.get_running_loop()
    objects = [make_free_list_objects(loop), make_free_list_objects(loop)]
    loop.call_soon(_finish, objects)  # when the loop has freed the cancelled handles


def _finish(objects: list[list[Any]]) -> None:
    while objects:
        objects.pop()  # the newer ones first: they fill the free lists, and the older ones are freed
    gc.collect()  # this also empties Python's own free lists of tuples, dicts, floats and contexts
    _clear_type_cache()
    trim = malloc_trim()
    if trim is not None:
        threading.Thread(target=trim, args=(0,), daemon=True).start()  # it may take long


def _clear_type_cache() -> None:
    """Clear the cache of type attributes, which keeps up to 4096 names that were looked up."""
    clear: Callable[[], None] = getattr(sys, "_clear_internal_caches", None) or sys._clear_type_cache  # noqa: SLF001 - documented
    clear()
