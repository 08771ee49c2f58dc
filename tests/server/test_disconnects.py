"""Clients that leave, on real sockets: granian and uvicorn both tell of it, and the request ends."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from granian.constants import Interfaces
from granian.server.embed import Server as Granian
from starlette.responses import StreamingResponse

from lissome.app import App, create_app
from support.asgi import started
from support.ports import free_port
from support.waiting import PATIENCE, become


@asynccontextmanager
async def on_granian(app: App, port: int) -> AsyncIterator[None]:
    server = Granian(app, port=port, interface=Interfaces.ASGINL, log_enabled=False)
    task = asyncio.create_task(server.serve())
    yield
    server.stop()  # type: ignore[no-untyped-call]
    await asyncio.wait_for(task, PATIENCE)


@asynccontextmanager
async def on_uvicorn(app: App, port: int) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_config=None))
    server.capture_signals = suppress  # type: ignore[method-assign,assignment]
    task = asyncio.create_task(server.serve())
    yield
    server.should_exit = True
    await asyncio.wait_for(task, PATIENCE)


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    app = create_app(built_app("bound"))
    async with started(app):
        yield app


@pytest.fixture(scope="module", params=[on_granian, on_uvicorn], ids=["granian", "uvicorn"])
async def port(app: App, request: pytest.FixtureRequest) -> AsyncIterator[int]:
    port = free_port()
    async with request.param(app, port):
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                await asyncio.sleep(0.02)
        yield port


class Log(list[str]):
    async def endless(self, name: str) -> None:
        self.append(name)
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            self.append(f"{name} cancelled")
            raise

    async def until(self, line: str, times: int = 1) -> None:
        assert await become(lambda: self.count(line) >= times), self


async def leave(port: int, log: Log, target: str, *, after: str, method: str = "GET") -> None:
    """A client that leaves as soon as the log has a line."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    form = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n"
    head = (
        f"{method} {target} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\naccept: text/html\r\n"
    )
    writer.write(f"{head}{form if method == 'POST' else ''}\r\n{'a=b' if method == 'POST' else ''}".encode())
    await log.until(after)
    writer.close()
    await log.until("end")


def acts() -> Any:
    return sys.modules["stage"].acts


async def test_a_load(port: int) -> None:
    log = Log()

    async def load(event: Any) -> Any:
        event.defer(log.append, "end")
        event.spawn(log.endless("task"))
        await log.endless("load")

    acts().load = load
    await leave(port, log, "/", after="load")
    assert log == ["load", "task", "load cancelled", "task cancelled", "end"]


async def test_a_streamed_value(port: int) -> None:
    log = Log()

    async def load(event: Any) -> Any:
        event.defer(log.append, "end")
        return {"later": log.endless("value")}

    acts().load = load
    await leave(port, log, "/", after="value")
    assert log == ["value", "value cancelled", "end"]


async def test_an_endpoints_stream(port: int) -> None:
    log = Log()

    async def handler(event: Any) -> Any:
        async def body() -> AsyncIterator[bytes]:
            yield b"event"
            await log.endless("body")

        event.defer(log.append, "end")
        return StreamingResponse(body(), media_type="text/event-stream")

    acts().handler = handler
    await leave(port, log, "/api/patient", after="body")
    assert log == ["body", "body cancelled", "end"]


async def test_an_action_ends_first(port: int) -> None:
    log = Log()

    async def action(event: Any, _form: Any) -> Any:
        event.defer(log.append, "end")
        log.append("begin")
        assert await become(lambda: event._handle.context.lifetime.receive.is_disconnected)
        log.append("saved")
        return {}

    acts().action = action
    await leave(port, log, "/", after="begin", method="POST")
    assert log == ["begin", "saved", "end"]


async def test_a_task_goes_on_after_the_response(port: int) -> None:
    """The connection is free for the next request meanwhile, and leaving it is no reason to stop."""
    log = Log()

    answered = asyncio.Event()

    async def mail() -> None:
        await answered.wait()
        log.append("mail")

    async def handler(event: Any) -> Any:
        event.spawn(mail())
        event.defer(log.append, "end")
        return "ok"

    acts().handler = handler
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(2):
        writer.write(b"GET /api HTTP/1.1\r\nhost: localhost\r\n\r\n")
        async with asyncio.timeout(PATIENCE):
            assert b"200 OK" in await reader.readline()
            while await reader.readline() != b"\r\n":
                pass
            assert await reader.readexactly(2) == b"ok"
    assert log == []
    writer.close()
    answered.set()
    await log.until("end", times=2)
    assert sorted(log) == ["end", "end", "mail", "mail"]
