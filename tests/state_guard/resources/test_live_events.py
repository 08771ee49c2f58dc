"""Events that outlive their request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.tracked_app import TrackedApp


async def test_events_die(small_app: TrackedApp) -> None:
    module = small_app.module("""
        import asyncio
        from contextvars import copy_context
        contexts, queue = [], asyncio.Queue()
        def serve(event):
            event.locals.itself = event
            contexts.append(copy_context())
        async def work():
            while True:
                event = await queue.get()
                await asyncio.sleep(60)  # HERE
        def serve_kept(event):
            queue.put_nowait(event)
        """)
    async with small_app.tidied_up():
        worker = asyncio.create_task(module.work())
        await small_app.request(module.serve)
        await small_app.tracker.settle()
        assert small_app.findings == []
        await small_app.request(module.serve_kept)
        await small_app.tracker.settle()
        assert not worker.done()
    [finding] = small_app.findings
    assert finding.kind == "event"
    assert (finding.file, finding.line) == ("src/lib/made.py", small_app.line())
    assert finding.place == "event of GET /2"
