"""Servers that an app fetches from."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from support.waiting import become

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

Reply = tuple[int, list[tuple[str, str]], bytes]


@asynccontextmanager
async def upstream() -> AsyncIterator[str]:
    """A server that keeps connections open; gives its URL."""
    async with recording(_ok) as server:
        yield server.url


async def _ok(_request: Received) -> Reply:
    return 200, [], b"ok"


@dataclass
class Received:
    """A request as it came.

    Attributes:
        headers: names in lower case.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass
class Upstream:
    """A server that keeps what it is asked, and notices who leaves.

    Attributes:
        url: its origin, by its address.
        by_name: its origin, by the name `localhost`: another host than the address.
        left: how many requests lost their client before they were answered.
    """

    url: str
    by_name: str
    asked: list[Received] = field(default_factory=list)
    left: int = 0

    async def become(self, *, asked: int | None = None, left: int | None = None) -> None:
        """Wait until it was asked, or left, so many times.

        Raises:
            AssertionError: it never was.
        """
        wanted = (asked, left)
        assert await become(
            lambda: all(
                count in (None, now) for count, now in zip(wanted, (len(self.asked), self.left), strict=True)
            )
        ), f"asked {len(self.asked)} times, left {self.left} times"

    def seen(self) -> list[str]:
        """Methods and targets of what it was asked."""
        return [f"{each.method} {each.target}" for each in self.asked]


@asynccontextmanager
async def recording(answer: Callable[[Received], Awaitable[Reply]]) -> AsyncIterator[Upstream]:
    """Run an HTTP server that gives the answers of a function."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                request = await _read(reader)
                server.asked.append(request)
                reply = await _unless_left(answer(request), reader)
                if reply is None:
                    server.left += 1
                    return
                writer.write(_message(*reply, has_body=request.method != "HEAD"))
                await writer.drain()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = listener.sockets[0].getsockname()
    server = Upstream(f"http://{host}:{port}", f"http://localhost:{port}")
    try:
        yield server
    finally:
        listener.close()
        for writer in writers:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
        await listener.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    method, target, _ = first.split(" ")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        assert name.lower() not in headers, f"{name} came twice"
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        return Received(method, target, headers, await _read_chunks(reader))
    return Received(method, target, headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body


async def _unless_left(work: Awaitable[Reply], reader: asyncio.StreamReader) -> Reply | None:
    """The answer; None if the client leaves before it is there. Clients do not send ahead."""
    reply, end = asyncio.ensure_future(work), asyncio.ensure_future(reader.read(1))
    await asyncio.wait((reply, end), return_when=asyncio.FIRST_COMPLETED)
    for task in (reply, end):
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
    return None if reply.cancelled() else reply.result()


def _message(status: int, headers: list[tuple[str, str]], body: bytes, *, has_body: bool) -> bytes:
    fields = [("content-length", str(len(body))), *headers]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return f"HTTP/1.1 {status} Reason\r\n{head}\r\n".encode() + (body if has_body else b"")


async def echo(request: Received) -> Reply:
    """Answer with what was asked, as JSON."""
    told: dict[str, Any] = {
        "method": request.method,
        "target": request.target,
        "headers": request.headers,
        "body": request.body.decode(),
    }
    headers = [("content-type", "application/json"), ("access-control-allow-origin", "*")]
    return 200, headers, json.dumps(told).encode()
