"""What is bound to a request ends, in every kind of request, after its last byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.responses import StreamingResponse

from lissome import error, get_request_event, redirect
from support.asgi import Client
from support.stage import Log, later


async def test_it_ends_after_the_last_streamed_byte(client: Client, acts: Any, log: Log) -> None:
    sent = asyncio.Event()

    async def slow(event: Any) -> str:
        await sent.wait()
        log.append(f"stream {event.locals.user}")
        return "streamed"

    async def load(event: Any) -> dict[str, Any]:
        event.locals.user = "mara"
        await event.enter(log.resource())
        event.defer(lambda: log.append(f"deferred {event.locals.user}"))
        return {"later": slow(event)}

    acts.load = load
    request = client.start("/")
    async for chunk in request.chunks():
        log.append("script" if b"streamed" in chunk else "page")
        sent.set()
    await request.task
    assert log == ["open db", "page", "stream mara", "script", "deferred mara", "close db"]


async def test_it_ends_after_an_endpoints_stream(client: Client, acts: Any, log: Log) -> None:
    async def handler(event: Any) -> Any:
        db = await event.enter(log.resource())

        async def body() -> AsyncIterator[bytes]:
            yield b"1"
            await asyncio.sleep(0.02)
            assert get_request_event().locals.user is None
            log.append(f"stream from {db}")
            yield b"2"

        return StreamingResponse(body())

    acts.handler = handler
    assert (await client.send("/api")).body == b"12"
    assert log == ["open db", "stream from db", "close db"]


async def test_spawned_tasks_are_waited_for_after_the_response(
    client: Client, acts: Any, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    sent = asyncio.Event()

    async def mail(event: Any) -> None:
        await sent.wait()
        log.append(f"mail to {event.locals.user}, {get_request_event().locals.user}")

    async def broken() -> None:
        raise RuntimeError("no mail today")

    async def action(event: Any, _form: Any) -> Any:
        event.locals.user = "mara"
        await event.enter(log.resource())
        event.spawn(mail(event))
        event.spawn(broken())
        return {"text": "saved"}

    async def load(event: Any) -> dict[str, Any]:
        return {"text": "shown"}

    acts.action, acts.load = action, load
    request = client.start(
        "/",
        method="POST",
        headers={
            "content-type": "application/x-www-form-urlencoded",
            "origin": "http://localhost",
            "accept": "text/html",
        },
    )
    async for chunk in request.chunks():
        log.append("page" if b"shown saved" in chunk else chunk.decode())
        sent.set()
    await request.task
    assert log == ["open db", "page", "mail to mara, mara", "close db"]
    assert "POST /: its task test_spawned_tasks" in caplog.text
    assert "no mail today" in caplog.text


async def test_once_is_shared_by_all_of_a_request(client: Client, acts: Any, log: Log) -> None:
    async def user() -> Any:
        log.append("found")
        return await later("mara")

    async def handle(event: Any) -> None:
        event.locals.user = await event.once("user", user)

    async def load(event: Any) -> dict[str, Any]:
        return {"text": await event.once("user", user)}

    acts.handle, acts.load = handle, load
    assert "mara" in (await client.send("/lasting")).text
    assert "mara" in (await client.send("/lasting")).text
    assert log == ["found", "found"]


@pytest.mark.parametrize(
    ("failure", "seen"),
    [
        (RuntimeError("broken"), ["db saw RuntimeError"]),
        (lambda: error(404, "gone"), ["db saw HttpError"]),
        (lambda: redirect(303, "/"), []),
    ],
)
async def test_a_failed_request_is_seen_by_what_was_entered(
    client: Client, acts: Any, log: Log, failure: Any, seen: list[str]
) -> None:
    async def load(event: Any) -> dict[str, Any]:
        await event.enter(log.resource())
        if isinstance(failure, Exception):
            raise failure
        failure()
        return {}

    acts.load = load
    await client.send("/")
    assert log == ["open db", *seen, "close db"]


async def test_a_request_to_itself_has_a_lifetime_of_its_own(client: Client, acts: Any, log: Log) -> None:
    async def handler(event: Any) -> Any:
        assert event.is_sub_request
        assert event.locals.user is None
        event.locals.user = "inner"
        await event.enter(log.resource("inner"))
        return {"user": get_request_event().locals.user}

    async def load(event: Any) -> dict[str, Any]:
        event.locals.user = "outer"
        await event.enter(log.resource("outer"))
        answer = (await event.fetch("/api")).json()
        log.append(f"{answer['user']} in {get_request_event().locals.user}")
        return {}

    acts.handler, acts.load = handler, load
    assert (await client.send("/")).status == 200
    assert log == ["open outer", "open inner", "close inner", "inner in outer", "close outer"]
