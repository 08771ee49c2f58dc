"""`event.fetch` to the app itself: how deep it may go."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.app import App
from lissome.server.fetch import MAX_DEPTH
from lissome.server.startup.hooks import Hooks
from support.asgi import Client


async def test_a_request_that_fetches_itself_ends(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    failures: list[BaseException] = []

    async def handle(event: Any, resolve: Any) -> Any:
        calls.append(event.url.pathname)
        await event.fetch(event.url.href)
        return await resolve(event)

    monkeypatch.setattr(
        app.runtime, "hooks", Hooks(handle=handle, handle_error=lambda error, **_: failures.append(error))
    )
    answer = await client.send("/api/json")
    assert answer.status == 200  # each one's fetch got an answer: the innermost one's was 500
    assert len(calls) == MAX_DEPTH + 1
    (failure,) = failures
    assert str(failure).startswith("event.fetch: GET /api/json fetches GET /api/json, inside of 16 requests")
