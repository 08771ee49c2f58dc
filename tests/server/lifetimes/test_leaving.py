"""Clients that leave."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from support.asgi import Client
from support.stage import Log, abandon, endless
from support.waiting import PATIENCE, become


@pytest.mark.parametrize("target", ["/", "/api", "/__data.json"])
async def test_loads_end_when_the_client_leaves(client: Client, acts: Any, log: Log, target: str) -> None:
    async def work(event: Any) -> Any:
        await event.enter(log.resource())
        event.spawn(endless(log, "task"))
        await asyncio.sleep(0)
        await endless(log, "load")

    acts.load = acts.handler = work
    await abandon(client, target, when=lambda: "open load" in log)
    assert log == [
        *("open db", "open task", "open load", "load saw CancelledError", "close load"),
        *("task saw CancelledError", "close task", "db saw CancelledError", "close db"),
    ]


async def test_streamed_values_end_when_the_client_leaves(client: Client, acts: Any, log: Log) -> None:
    async def load(event: Any) -> Any:
        await event.enter(log.resource())
        return {"later": endless(log, "value")}

    acts.load = load
    request = client.start("/")
    await anext(request.chunks())
    await asyncio.sleep(0)
    request.hang_up()
    await asyncio.wait_for(request.task, PATIENCE)
    assert log == [
        *("open db", "open value", "value saw CancelledError", "close value"),
        *("db saw CancelledError", "close db"),
    ]


@pytest.mark.parametrize("target", ["/", "/api"])
async def test_what_changes_something_is_not_interrupted(
    client: Client, acts: Any, log: Log, target: str
) -> None:
    async def work(event: Any, _form: Any = None) -> Any:
        if _form is None:
            await event.request.body()
        event.spawn(endless(log, "task"))
        log.append("begun")
        assert await become(lambda: event._handle.context.lifetime.receive.is_disconnected)
        log.append("saved")
        return {}

    async def load(_event: Any) -> Any:
        await asyncio.sleep(100)
        log.append("nobody would see this")
        return {}

    acts.action = acts.handler = work
    acts.load = load
    sent = {"content-type": "application/x-www-form-urlencoded", "origin": "http://localhost"}
    headers = {**sent, "accept": "text/html"}
    begun = partial(log.__contains__, "begun")
    await abandon(client, target, when=begun, method="POST", headers=headers, body=b"a=b")
    assert log == ["begun", "open task", "saved", "task saw CancelledError", "close task"]


async def test_the_server_may_cancel_too(client: Client, acts: Any, log: Log) -> None:
    async def clean_up() -> None:
        await asyncio.sleep(0.02)
        log.append("cleaned up")

    async def load(event: Any) -> Any:
        event.defer(clean_up)
        await endless(log, "load")

    acts.load = load
    request = client.start("/")
    assert await become(lambda: "open load" in log)
    request.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request.task
    assert log[-1] == "cleaned up"
