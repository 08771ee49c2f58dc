"""The collection of garbage before it is taken for a full heap."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from lissome.private_apis.v8 import Memory
from lissome.ssr.garbage_collector import GarbageCollector


class Context:
    """A heap whose size the test sets."""

    def __init__(self) -> None:
        self.used = self.hard = self.soft = 0

    def set_hard_memory_limit(self, size: int) -> None:
        self.hard = size

    def set_soft_memory_limit(self, size: int) -> None:
        self.soft = size

    def is_above_soft_limit(self) -> bool:
        return self.used > self.soft


class Heap:
    def __init__(self) -> None:
        self.context = Context()
        self.full = 0
        self.trimmed = self.retired = 0
        self.collections: list[asyncio.Future[bytes]] = []
        self.collector = GarbageCollector(
            cast("Any", self.context),
            100,
            collect=self.collect,
            make_room=self.is_full,
            trim=self.trim,
            retire=self.retire,
        )

    def trim(self) -> None:
        self.trimmed += 1

    def retire(self) -> None:
        self.retired += 1

    def fill(self, outside: int = 0) -> None:
        """Finish a call that has filled the heap above the soft limit, if it has nothing outside."""
        self.context.used = 0 if outside else self.context.soft + 1
        memory = Memory(self.context.used, outside)
        self.collector.after_call(memory, is_above_soft_limit=self.context.is_above_soft_limit())

    def is_full(self) -> bool:
        self.full += 1
        return self.full == 1

    def collect(self) -> asyncio.Future[bytes]:
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.collections.append(future)
        return future

    async def collected(self, used: int, failure: Exception | None = None) -> None:
        """Collect, after which so much of the heap is in use."""
        self.fill()
        await self.finish(used, failure)

    async def finish(self, used: int, failure: Exception | None = None) -> None:
        """Finish the collection, which is a call too."""
        self.context.used = used
        self.collector.after_call(
            Memory(used), is_above_soft_limit=failure is not None or self.context.is_above_soft_limit()
        )
        if failure is None:
            self.collections[-1].set_result(b"")
        else:
            self.collections[-1].set_exception(failure)
        await asyncio.sleep(0)


@pytest.fixture
def heap() -> Heap:
    return Heap()


async def test_the_base_is_not_counted(heap: Heap) -> None:
    assert (heap.context.hard, heap.context.soft) == (100, 25)
    heap.collector.set_base(40)
    assert (heap.context.hard, heap.context.soft) == (140, 65)


async def test_only_one_collection_runs(heap: Heap) -> None:
    heap.fill()
    heap.fill()
    assert len(heap.collections) == 1


async def test_after_a_collection_that_helped_the_limit_stays(heap: Heap) -> None:
    await heap.collected(10)
    assert heap.context.soft == 25
    heap.fill()
    assert len(heap.collections) == 2


async def test_what_is_in_use_halves_the_distance(heap: Heap) -> None:
    await heap.collected(30)
    assert heap.context.soft == 62
    await heap.collected(70)
    assert heap.context.soft == 81
    await heap.collected(10)
    assert heap.context.soft == 25


async def test_a_collection_that_failed_did_not_help(heap: Heap) -> None:
    await heap.collected(10, RuntimeError())
    assert heap.context.soft == 62


async def test_a_closed_context_is_left_alone(heap: Heap) -> None:
    heap.fill()
    heap.collector.close()
    heap.context.soft = 7
    heap.collections[0].set_exception(RuntimeError())
    await asyncio.sleep(0)
    assert heap.context.soft == 7


async def test_buffers_are_collected_too(heap: Heap) -> None:
    heap.fill(outside=25)
    assert heap.collections == []
    heap.fill(outside=26)
    assert len(heap.collections) == 1


async def test_what_fills_the_memory_without_garbage_makes_room(heap: Heap) -> None:
    """The first time somebody makes room, the second time nobody can."""
    heap.fill(outside=120)
    for expected in (1, 2):
        heap.collections[-1].set_result(b"")
        await asyncio.sleep(0)
        assert heap.full == expected
    assert len(heap.collections) == 2
    assert heap.retired == 1


async def test_the_memory_counts_where_v8_has_not_looked_at_the_heap(heap: Heap) -> None:
    heap.collector.after_call(Memory(25), is_above_soft_limit=False)
    assert heap.collections == []
    heap.collector.after_call(Memory(26), is_above_soft_limit=False)
    assert len(heap.collections) == 1


@pytest.mark.parametrize(
    ("was_stopped", "used", "has_kept"), [(False, 26, False), (True, 25, False), (True, 26, True)]
)
async def test_what_a_slow_call_has_left(heap: Heap, was_stopped: bool, used: int, has_kept: bool) -> None:
    heap.collector.after_call(Memory(), is_above_soft_limit=False, was_slow=True, was_stopped=was_stopped)
    await heap.finish(used)
    heap.fill()
    await heap.finish(0)
    assert (heap.trimmed, heap.retired) == (1, has_kept)
