"""A version of the app in dev ends its requests before it ends itself."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from lissome.app import App
from lissome.dev.app_version import AppVersion


class FakeApp:
    """Serves until it is told to answer."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.answer = asyncio.Event()

    async def __call__(self, *_asgi: Any) -> None:
        await self.answer.wait()
        self.log.append("answered")

    async def start(self) -> None:
        self.log.append("started")

    async def stop(self) -> None:
        self.log.append("stopped")


async def test_it_waits_for_its_requests() -> None:
    app = FakeApp()
    version = AppVersion(cast("App", app))
    await version.start()
    assert await version.is_idle(0.01)
    request = asyncio.create_task(version(None, None, None))
    await asyncio.sleep(0)
    assert not await version.is_idle(0.01)
    retiring = asyncio.create_task(version.retire(5))
    await asyncio.sleep(0.01)
    app.answer.set()
    await asyncio.gather(request, retiring)
    await version.stop()  # once is enough
    assert app.log == ["started", "answered", "stopped"]


async def test_not_for_ever() -> None:
    app = FakeApp()
    version = AppVersion(cast("App", app))
    request = asyncio.create_task(version(None, None, None))
    await asyncio.sleep(0)
    await version.retire(0.01)
    assert app.log == ["stopped"]
    app.answer.set()
    await request
