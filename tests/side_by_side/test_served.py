"""A mounted app in `lissome serve` and in `lissome dev`: lifespans of workers, WebSockets, edits, errors."""

from __future__ import annotations

import base64
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from support import http
from support.waiting import until

if TYPE_CHECKING:
    from conftest import Serve
    from support.apps import Apps

BACKEND = """
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, WebSocket


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    print("the backend starts", flush=True)
    yield
    print("the backend ends", flush=True)


app = FastAPI(lifespan=lifespan)


@app.get("/hello")
async def hello() -> str:
    return "hello"


@app.websocket("/echo")
async def echo(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(f"echo {await socket.receive_text()}")
"""
MOUNT = {"LISSOME_MOUNT": "/backend=backend_of_test:app"}


def says(url: str, path: str, text: str) -> bytes:
    """Open a WebSocket, send a short text, and return the text that comes back (RFC 6455)."""
    at = urlsplit(url)
    assert at.hostname
    assert at.port
    with socket.create_connection((at.hostname, at.port), timeout=60) as connection:
        key = base64.b64encode(os.urandom(16)).decode()
        head = (
            f"GET {path} HTTP/1.1",
            f"Host: {at.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            "\r\n",
        )
        connection.sendall("\r\n".join(head).encode())
        with connection.makefile("rb") as received:
            status = received.readline()
            if b" 101 " not in status:
                return status
            while received.readline() != b"\r\n":
                pass
            mask = b"\x01\x02\x03\x04"
            masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text.encode()))
            connection.sendall(bytes([0x81, 0x80 | len(text)]) + mask + masked)
            return received.read(received.read(2)[1])


@pytest.fixture
def backend(tmp_path: Path) -> Path:
    file = tmp_path / "backend_of_test.py"
    file.write_text(BACKEND)
    return file


def test_served_by_workers(serve: Serve, built_app: Callable[[str], Path], backend: Path) -> None:
    environment = MOUNT | {"PYTHONPATH": str(backend.parent)}
    with serve(built_app("basics"), workers=2, env=environment) as server:
        assert http.get(f"{server.url}/backend/hello").json() == "hello"
        assert says(server.url, "/backend/echo", "hi") == b"echo hi"
        assert b" 403 " in says(server.url, "/about", "hi")
        # the other one may still start
        until(lambda: server.log().count("the backend starts") == 2, otherwise=server.log)
    assert server.log().count("the backend ends") == 2


def test_a_backend_that_is_not_there(serve: Serve, built_app: Callable[[str], Path]) -> None:
    with (
        pytest.raises(AssertionError, match="there is no module 'backend_of_test' in the app's folder"),
        serve(built_app("basics"), env=MOUNT),
    ):
        pass


@pytest.mark.node
@pytest.mark.long
def test_edited_in_dev(serve: Serve, apps: Apps, backend: Path) -> None:
    app = apps.copy("basics", to="mounting")
    environment = MOUNT | {"PYTHONPATH": str(backend.parent)}

    def save(old: str, new: str) -> None:
        saved = backend.with_suffix(".saved")
        saved.write_text(backend.read_text().replace(old, new))
        saved.replace(backend)

    def answers(text: str) -> Callable[[], Any]:
        return lambda: text in _text(f"{server.url}/backend/hello")

    with serve(app, command="dev", probe="/robots.txt", env=environment) as server:
        until(answers('"hello"'), otherwise=server.log)
        assert says(server.url, "/backend/echo", "hi") == b"echo hi"
        save('return "hello"', 'return "good morning"')
        until(answers("good morning"), otherwise=server.log)
        save('return "good morning"', 'return "good evening')
        until(answers("SyntaxError"), otherwise=server.log)
        save('return "good evening', 'return "good evening"')
        until(answers("good evening"), otherwise=server.log)
        hello = app / "src" / "routes" / "hello.txt" / "+server.py"
        hello.parent.mkdir()
        hello.write_text('from lissome import text\n\n\ndef GET(event):\n    return text("hi")\n')
        until(lambda: _text(f"{server.url}/hello.txt") == "hi", otherwise=server.log)
    # the app's new version, of the last edit, has left it alone
    assert server.log().count("the backend starts") == server.log().count("the backend ends") == 3


def _text(url: str) -> str:
    try:
        return http.get(url).text
    except httpx.TransportError:  # it starts again
        return ""
