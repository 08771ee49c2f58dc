"""Bodies that break off, on real sockets: what came of them is never taken for the whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from lissome.app import App, create_app
from lissome.server.startup.hooks import Hooks
from server.forms.bodies import MULTIPART, URLENCODED, part
from server.forms.test_multipart import END
from server.test_disconnects import on_granian, on_uvicorn
from support.asgi import started
from support.ports import free_port
from support.waiting import PATIENCE, become


class Readers:
    """A hook that reads the body in the way that the path names.

    Attributes:
        began, ended: how many requests.
        complete: what was taken for a whole body.
    """

    def __init__(self) -> None:
        self.began = self.ended = 0
        self.complete: list[object] = []

    async def __call__(self, event: Any, _resolve: Any) -> Response:
        self.began += 1
        try:
            self.complete.append(await self._read(event.request, event.url.pathname[1:]))
        finally:
            self.ended += 1
        return Response("whole")

    async def _read(self, request: Any, way: str) -> object:
        if way == "stream":
            return b"".join([chunk async for chunk in request.stream()])
        if way == "form":
            return (await request.form()).multi_items()
        ways: dict[str, Callable[[], Awaitable[object]]] = {"json": request.json, "body": request.body}
        return await ways[way]()


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    app = create_app(built_app("basics"))
    async with started(app):
        yield app


@pytest.fixture
def readers(app: App, monkeypatch: pytest.MonkeyPatch) -> Readers:
    readers = Readers()
    monkeypatch.setattr(app.runtime, "hooks", Hooks(handle=readers))
    return readers


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


def head(way: str, content_type: str, framing: str) -> bytes:
    lines = [f"POST /{way} HTTP/1.1", "host: localhost", "origin: http://localhost"]
    return "\r\n".join([*lines, f"content-type: {content_type}", framing, "", ""]).encode()


def with_length(way: str, content_type: str, body: bytes) -> bytes:
    return head(way, content_type, f"content-length: {len(body)}") + body


def chunked(way: str, content_type: str, body: bytes) -> bytes:
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in (body[:half], body[half:]))
    return head(way, content_type, "transfer-encoding: chunked") + chunks + b"0\r\n\r\n"


JSON = "application/json"
FILE = part('name="f"; filename="a"', b"x" * 3000) + END
WAYS = [
    ("json", JSON, b'{"a": 1}'),
    ("json", JSON, b"12"),
    ("body", "text/plain", b"hello"),
    ("stream", "application/octet-stream", b"x" * 3000),
    ("form", URLENCODED, b"a=1&b=2"),
    ("form", MULTIPART, part('name="a"', "1") + END),
    ("form", MULTIPART, FILE),
]
FRAMINGS = [with_length, chunked]


async def whole(port: int, wire: bytes) -> bytes:
    """The answer to a request that asks the server to close the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(wire.replace(b"host: localhost", b"host: localhost\r\nconnection: close"))
    async with asyncio.timeout(PATIENCE):
        said = await reader.read()
    writer.close()
    return said


async def broken(port: int, wire: bytes, *, then_close: bool) -> bytes:
    """What the server says to these bytes, and no more; nothing if the client has gone."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = b""
    with suppress(ConnectionError):
        writer.write(wire)
        await writer.drain()
        if not then_close:
            writer.write_eof()
            async with asyncio.timeout(PATIENCE):
                said = await reader.read()
    writer.close()
    return said


@pytest.mark.parametrize("frame", FRAMINGS)
async def test_whole_bodies(frame: Callable[..., bytes], port: int, readers: Readers) -> None:
    for way in WAYS:
        assert b"whole" in await whole(port, frame(*way))
    assert readers.complete[:4] == [{"a": 1}, 12, b"hello", b"x" * 3000]
    assert readers.complete[4:6] == [[("a", "1"), ("b", "2")], [("a", "1")]]
    assert len(readers.complete) == len(WAYS)


@pytest.mark.parametrize("frame", FRAMINGS)
@pytest.mark.parametrize("then_close", [False, True], ids=["half", "closed"])
async def test_bodies_that_break_off(
    frame: Callable[..., bytes], port: int, readers: Readers, *, then_close: bool
) -> None:
    """In the last bytes, which only the framing misses; the client waits for an answer, or has gone."""
    cuts = (1, 2, 4) if frame is with_length else (1, 2, 4, 5, 7)
    for way in WAYS:
        for cut in cuts:
            if frame is with_length and cut >= len(way[2]):
                continue
            said = await broken(port, frame(*way)[:-cut], then_close=then_close)
            assert not said or said.startswith(b"HTTP/1.1 400 "), said
    assert await become(lambda: readers.began == readers.ended)
    assert readers.complete == []
