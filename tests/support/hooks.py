"""Hooks of an app that tests replace."""

from __future__ import annotations

from collections.abc import AsyncIterator

from lissome.app import App
from lissome.server.startup.hooks import Hooks


def counting(app: App) -> list[str]:
    """Give an app an `init`, and return what that has done so far: ``["start", "end"]``."""
    calls: list[str] = []

    async def init() -> AsyncIterator[None]:
        calls.append("start")
        yield
        calls.append("end")

    app.runtime.hooks = Hooks(init=init)
    return calls
