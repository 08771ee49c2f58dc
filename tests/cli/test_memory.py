"""After a burst of requests a worker returns its memory."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lissome.cli import memory
from lissome.ssr.process_memory import malloc_trim
from support.waiting import become

KEPT = 250
"""So many handles, and as many timers, uvloop keeps for reuse; it has no setting for that."""
FEW = 20
"""The loop uses some itself."""


async def test_free_pages_are_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(memory, "malloc_trim", lambda: calls.append)
    memory.release_memory()
    assert await become(lambda: calls == [0])


async def test_a_c_library_that_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    assert malloc_trim() is None
    memory.release_memory()
    await asyncio.sleep(0)


async def test_nothing_is_left_to_run() -> None:
    loop = asyncio.get_running_loop()
    tasks = asyncio.all_tasks()
    memory.release_memory()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == tasks
    assert all(handle.cancelled() for handle in getattr(loop, "_scheduled", ()))


@pytest.fixture
def frozen() -> Iterator[int]:
    """How many objects are frozen; afterwards what a test has frozen is not, and the rest is once more."""
    yield gc.get_freeze_count()
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def test_freezing_hides_existing_objects_from_the_collector(frozen: int) -> None:
    memory.freeze_gc()
    assert gc.get_freeze_count() > frozen


def test_nothing_is_collected_while_an_app_is_imported(frozen: int) -> None:
    class Node:
        itself: Node

    lives, thresholds = [], gc.get_threshold()
    with memory.gc_at_the_end():
        assert gc.get_threshold()[0] == 0
        node = Node()
        node.itself = node
        lives.append(weakref.ref(node))
        del node
        assert lives[0]() is not None
    assert gc.get_threshold() == thresholds
    assert lives[0]() is None
    assert gc.get_freeze_count() > frozen


def test_the_collector_goes_on_after_an_app_that_does_not_start() -> None:
    thresholds = gc.get_threshold()
    with pytest.raises(SystemExit), memory.gc_at_the_end():
        raise SystemExit(1)
    assert gc.get_threshold() == thresholds


@pytest.mark.usefixtures("frozen")
def test_what_the_app_says_of_the_collector_holds() -> None:
    thresholds = gc.get_threshold()
    try:
        with memory.gc_at_the_end():
            gc.set_threshold(50_000, 20, 20)
            gc.disable()
        assert gc.get_threshold()[0] == 50_000
        assert not gc.isenabled()
    finally:
        gc.set_threshold(*thresholds)
        gc.enable()


@pytest.mark.parametrize(
    "make",
    [lambda loop: loop.call_later(60, print), lambda loop: loop.call_soon(print)],
    ids=["timers", "handles"],
)
def test_what_is_kept_for_reuse_is_made_anew(make: Callable[[asyncio.AbstractEventLoop], Any]) -> None:
    """So it need not lie where the flood has left it."""
    import uvloop

    uvloop.run(_renew(make))


async def _renew(make: Callable[[asyncio.AbstractEventLoop], Any]) -> None:
    kept = await _used(make)
    assert len(await _used(make) & kept) > KEPT - FEW  # uvloop still keeps what has ended
    memory.release_memory()
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(await _used(make) & kept) < FEW


async def _used(make: Callable[[asyncio.AbstractEventLoop], Any]) -> set[int]:
    """The places in memory of as many new ones as are kept."""
    loop = asyncio.get_running_loop()
    ones = [make(loop) for _ in range(KEPT)]
    places = {id(one) for one in ones}
    for one in ones:
        one.cancel()
    await asyncio.sleep(0)  # the loop lets go of them
    await asyncio.sleep(0)
    return places
