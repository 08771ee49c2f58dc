"""What was put in comes out, to whoever waits."""

from __future__ import annotations

import asyncio
import sys

from lissome.isolation.light_queue import LightQueue


async def test_order() -> None:
    box: LightQueue[int] = LightQueue()
    assert not box
    for number in range(3):
        box.put(number)
    assert len(box) == 3
    assert [await box.get(), await box.get()] == [0, 1]
    box.put(3)
    assert box.take_all() == [2, 3]
    assert box.take_all() == []
    assert not box


async def test_each_item_wakes_one_reader() -> None:
    box: LightQueue[str] = LightQueue()
    readers = [asyncio.create_task(box.get()) for _ in range(3)]
    await asyncio.sleep(0)
    box.put("a")
    await asyncio.wait(readers, return_when=asyncio.FIRST_COMPLETED)
    box.put("b")
    box.put("c")
    assert [await reader for reader in readers] == ["a", "b", "c"]


async def test_a_cancelled_reader_takes_nothing() -> None:
    box: LightQueue[str] = LightQueue()
    gone, stays = [asyncio.create_task(box.get()) for _ in range(2)]
    await asyncio.sleep(0)
    box.put("a")  # wakes it, and then it is cancelled
    gone.cancel()
    assert await stays == "a"
    assert gone.cancelled() or gone.cancelling()
    assert not box


async def test_what_was_taken_is_not_kept() -> None:
    box: LightQueue[object] = LightQueue()
    item = object()
    before = sys.getrefcount(item)
    box.put(item)
    assert await box.get() is item
    assert sys.getrefcount(item) == before
