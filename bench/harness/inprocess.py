"""Requests straight into the ASGI application: no socket, no HTTP parser, one process to look at."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path
from typing import Any

from harness.load import HEADERS
from lissome.app import App, create_app

HOST = "127.0.0.1:8000"
_HEADERS = [(b"host", HOST.encode()), *((k.lower().encode(), v.encode()) for k, v in HEADERS.items())]


@contextlib.asynccontextmanager
async def application(project: Path) -> AsyncIterator[App]:
    """A built project's application, started, for the length of an `async with` block."""
    app = create_app(project)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


def pin(core: int) -> None:
    """Keep this process, and threads it starts from now on, on one core."""
    os.sched_setaffinity(0, {core})


async def request(app: App, path: str) -> bytes:
    """Send one GET and return the body.

    Raises:
        RuntimeError: The status is not 200.
    """
    status, body = 0, b""

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status, body
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body += message.get("body", b"")

    await app(scope(path), _receive, send)
    if status != 200:
        raise RuntimeError(f"GET {path} answered {status}: {body[:400]!r}")
    return body


async def _receive() -> MutableMapping[str, Any]:
    """Nothing comes of a client that waits for its answer. Never to wait here would keep a listener busy."""
    nothing: asyncio.Future[MutableMapping[str, Any]] = asyncio.get_running_loop().create_future()
    return await nothing


def scope(path: str) -> MutableMapping[str, Any]:
    """Return the scope of a GET as an ASGI server makes it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": list(_HEADERS),
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "extensions": {},
        "state": {},
    }
