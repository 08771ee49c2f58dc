"""Requests and streamed values that take too long."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.responses import StreamingResponse

from support.asgi import Client
from support.stage import Log, endless
from support.waiting import PATIENCE


async def test_an_overdue_load(client: Client, acts: Any, log: Log, caplog: pytest.LogCaptureFixture) -> None:
    async def load(event: Any) -> Any:
        await event.enter(log.resource())
        await endless(log, "load")

    acts.load = load
    answer = await client.send("/quick")
    assert answer.status == 503
    assert "<h1>503 framework: Service Unavailable</h1>" in answer.text
    assert "<nav>kept</nav>" in answer.text
    assert log == [
        *("open db", "open load", "load saw CancelledError", "close load"),
        *("db saw RequestTimeout", "close db"),
    ]
    assert "GET /quick was stopped after 0.15 s" in caplog.text


async def test_overdue_data(client: Client, acts: Any) -> None:
    async def load(_event: Any) -> Any:
        await asyncio.sleep(100)

    acts.load = load
    nodes = (await client.data("/quick")).json()["nodes"]
    assert nodes[-1] == {
        "type": "error",
        "error": {"status": 503, "message": "framework: Service Unavailable"},
    }
    assert nodes[-2]["type"] == "data"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_overdue_endpoint(client: Client, acts: Any, method: str) -> None:
    async def handler(_event: Any) -> Any:
        await asyncio.sleep(100)

    acts.handler = handler
    sent = {"accept": "application/json", "origin": "http://localhost"}
    answer = await client.send("/api/quick", method=method, headers=sent)
    assert answer.status == 503
    assert answer.json() == {"status": 503, "message": "framework: Service Unavailable"}


async def test_an_overdue_action(client: Client, acts: Any) -> None:
    async def action(_event: Any, _form: Any) -> Any:
        await asyncio.sleep(100)

    acts.action = action
    answer = await client.post("/quick", {})
    assert answer.status == 503
    assert "framework: Service Unavailable" in answer.text


async def test_an_overdue_hook(client: Client, acts: Any) -> None:
    async def handle(_event: Any) -> None:
        await asyncio.sleep(100)

    acts.handle = handle
    assert (await client.send("/quick")).status == 503


async def test_what_does_not_stop_at_first(
    client: Client, acts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lissome.isolation.request_watchdog.GRACE", 0.1)

    async def handle(_event: Any) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(100)
        await asyncio.sleep(100)

    acts.handle = handle
    request = client.start("/quick")
    await asyncio.wait_for(request.task, PATIENCE)
    assert request.answer.status == 503


async def test_no_deadline(client: Client, acts: Any) -> None:
    async def handler(event: Any) -> Any:
        await asyncio.sleep(0.3)
        return "patience"

    acts.handler = handler
    assert (await client.send("/api/patient")).text == "patience"


async def test_a_stream_has_no_deadline_once_it_began(client: Client, acts: Any) -> None:
    async def handler(_event: Any) -> Any:
        async def body() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield b"."
                await asyncio.sleep(0.1)

        return StreamingResponse(body())

    acts.handler = handler
    assert (await client.send("/api/quick")).text == "....."


@pytest.mark.parametrize("as_data", [False, True])
async def test_a_value_that_never_comes(client: Client, acts: Any, log: Log, as_data: bool) -> None:
    async def load(_event: Any) -> Any:
        return {"later": endless(log, "value"), "never": asyncio.get_running_loop().create_future()}

    acts.load = load
    answer = await (client.data("/lasting") if as_data else client.send("/lasting"))
    assert answer.status == 200
    assert answer.text.count("framework: Service Unavailable") == 2
    assert log == ["open value", "value saw CancelledError", "close value"]
