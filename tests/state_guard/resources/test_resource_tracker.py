"""The report of resources that are left: grace, owners, garbage."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from support.fake_request import FakeEvent, observed

if TYPE_CHECKING:
    from support.tracked_app import TrackedApp

GARBAGE = """
    import socket
    def serve():
        ring = [socket.socket()]
        ring.append(ring)
    """


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
async def test_garbage_is_collected_before_anything_is_reported(small_app: TrackedApp) -> None:
    module = small_app.module(GARBAGE)
    await small_app.request(module.serve)
    await small_app.tracker.settle()
    assert small_app.findings == []


async def test_a_request_that_was_never_begun_is_ignored(small_app: TrackedApp) -> None:
    small_app.tracker.end(observed(FakeEvent()))
    await small_app.tracker.settle()
    assert small_app.findings == []


async def test_each_line_is_reported_once(small_app: TrackedApp) -> None:
    module = small_app.module("""
        import asyncio
        def serve():
            for _ in range(3):
                asyncio.ensure_future(asyncio.sleep(60))  # HERE
        """)
    async with small_app.tidied_up():
        await asyncio.gather(small_app.request(module.serve), small_app.request(module.serve))
        await small_app.tracker.settle()
    assert [one.line for one in small_app.findings] == [small_app.line()]


async def test_nothing_is_tracked_outside_of_requests(small_app: TrackedApp) -> None:
    assert small_app.tracker.site() is None
    await small_app.request(lambda: None)
    assert small_app.tracker.site() is None
