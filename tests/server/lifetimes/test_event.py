"""The app's state, locals, and where the event is and where it is no more."""

from __future__ import annotations

import asyncio
from typing import Any

import anyio.to_thread
import pytest

from lissome import get_request_event
from lissome.app import App
from lissome.errors import RequestEnded
from support.asgi import Client

# -- the app's state and locals


async def test_app_state(client: Client, acts: Any, stage: Any) -> None:
    async def handler(event: Any) -> Any:
        return event.app.greeting

    acts.handler = handler
    assert (await client.send("/api")).text == "hello"
    assert stage.log[-1] == "open"


async def test_an_app_without_state(client: Client, acts: Any, app: App, monkeypatch: Any) -> None:
    monkeypatch.setattr(app.runtime, "app", None)
    failures: list[str] = []

    async def handler(event: Any) -> Any:
        try:
            return event.app
        except AttributeError as failure:
            failures.append(str(failure))
            return ""

    acts.handler = handler
    await client.send("/api")
    assert failures == [
        "event.app: `init` in src/hooks.server.py yields nothing; `yield State(…)` there fills it"
    ]


async def test_locals_know_their_names(client: Client, acts: Any) -> None:
    failures: list[str] = []

    async def handler(event: Any) -> Any:
        assert event.locals is get_request_event().locals
        try:
            event.locals.usre = 1
        except AttributeError as failure:
            failures.append(str(failure))
        return ""

    acts.handler = handler
    await client.send("/api")
    assert len(failures) == 1
    assert "usre" in failures[0]


# -- where the event is, and where it is no more


async def test_get_request_event_in_threads_and_tasks(client: Client, acts: Any) -> None:
    async def handler(event: Any) -> Any:
        event.locals.user = event.url.search

        def thread() -> str:
            user: str = get_request_event().locals.user
            return user

        async def task() -> str:
            await asyncio.sleep(0.01)
            return thread()

        return await asyncio.gather(
            asyncio.to_thread(thread), anyio.to_thread.run_sync(thread), event.spawn(task()), task()
        )

    acts.handler = handler
    answers = await asyncio.gather(*(client.send(f"/api?{number}") for number in range(10)))
    assert [answer.json() for answer in answers] == [[f"?{number}"] * 4 for number in range(10)]


async def test_outside_of_a_request() -> None:
    with pytest.raises(RuntimeError, match="works only in a request"):
        get_request_event()


async def test_an_event_is_dead_after_its_request(client: Client, acts: Any) -> None:
    kept: list[Any] = []

    ended = asyncio.Event()

    async def leftover() -> str:
        await ended.wait()
        with pytest.raises(RequestEnded) as caught:
            get_request_event()
        return str(caught.value)

    async def handler(event: Any) -> Any:
        event.locals.user = "mara"
        kept.extend([event, asyncio.create_task(leftover())])
        return event.cookies.get("x") or event.request.method

    acts.handler = handler
    assert (await client.send("/api")).text == "GET"
    ended.set()
    event, task = kept
    assert "this request has ended (GET /api)" in await task
    names = [
        *("request", "url", "params", "route", "cookies", "locals", "app", "platform"),
        *("is_data_request", "is_sub_request"),
    ]
    for name in names:
        with pytest.raises(RequestEnded, match=rf"GET /api.*no `{name}`"):
            getattr(event, name)
    for use in (
        lambda: event.set_headers({"x": "y"}),
        lambda: event.defer(print),
        event.get_client_address,
    ):
        with pytest.raises(RequestEnded):
            use()
    for use in (lambda: event.fetch("/api"), lambda: event.enter(None), lambda: event.once("x", int)):
        with pytest.raises(RequestEnded):
            await use()
    assert event.has_ended
    assert event.label == "GET /api"
    assert "GET" in repr(event)
