"""Tasks and timers that requests make on the loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from lissome.state_guard.resources.event_loops import LoopWatcher, resource_of_task, site_of
from support.fake_tracker import SITE, FakeTracker


@pytest.fixture
async def tracker() -> AsyncIterator[FakeTracker]:
    found = FakeTracker()
    watcher = LoopWatcher(found)
    before = asyncio.get_running_loop().get_task_factory()
    watcher.enter(asyncio.get_running_loop())
    yield found
    watcher.leave()
    assert asyncio.get_running_loop().get_task_factory() is before


async def test_a_task_is_left_until_it_is_done(tracker: FakeTracker) -> None:
    outside = asyncio.create_task(asyncio.sleep(0))
    with tracker.request():
        task = asyncio.create_task(asyncio.sleep(60))
    assert tracker.tasks == [task]
    assert (site_of(task), site_of(outside)) == (SITE, None)
    resource = resource_of_task(task)
    assert resource is not None
    assert (resource.what, resource.is_left()) == ("asyncio task sleep()", True)
    task.cancel()
    await asyncio.wait([task, outside])
    assert not resource.is_left()
    assert resource_of_task(task) is None


async def test_a_timer_is_left_until_it_is_cancelled_or_runs(tracker: FakeTracker) -> None:
    loop = asyncio.get_running_loop()
    with tracker.request():
        handle = loop.call_later(60, print)
        loop.call_at(loop.time(), int)
    assert tracker.left() == ["timer for print()", "timer for int()"]
    handle.cancel()
    await asyncio.sleep(0.01)
    assert tracker.left() == []


async def test_timers_of_asyncio_itself_end_with_their_tasks(tracker: FakeTracker) -> None:
    tracker.by_python = True
    with tracker.request():
        await asyncio.sleep(0.001)
    assert tracker.added == {}
