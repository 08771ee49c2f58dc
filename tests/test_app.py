"""The ASGI application: its start and end, and the real thing behind a socket."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from lissome.app import App, create_app
from lissome.errors import AppError, ManifestError
from lissome.server.startup.hooks import Hooks
from support import http
from support.asgi import Client, started
from support.server import Server
from support.waiting import PATIENCE, become, until

# As in the root conftest, which is no module to import.
Serve = Callable[..., AbstractContextManager[Server]]


@pytest.fixture
def app(built_app: Callable[[str], Path]) -> App:
    """The basics app, not started."""
    return create_app(built_app("basics"))


async def lifespan(app: App, *messages: str) -> list[dict[str, Any]]:
    """What the app answers to these messages of the server."""
    incoming = [{"type": f"lifespan.{message}"} for message in messages]
    answers: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        answers.append(dict(message))

    await app({"type": "lifespan"}, receive, send)
    return answers


# -- lifespan --------------------------------------------------------------------------------------------


async def test_init_and_its_end(app: App) -> None:
    calls = []

    async def init() -> AsyncIterator[None]:
        calls.append("start")
        yield
        calls.append("end")

    app.runtime.hooks = Hooks(init=init)
    assert await lifespan(app, "startup", "shutdown") == [
        {"type": "lifespan.startup.complete"},
        {"type": "lifespan.shutdown.complete"},
    ]
    assert calls == ["start", "end"]


async def test_a_plain_init(app: App) -> None:
    calls = []

    async def init() -> None:
        calls.append("start")

    app.runtime.hooks = Hooks(init=init)
    async with started(app) as client:
        assert (await client.send("/about")).status == 200
    assert calls == ["start"]


@pytest.mark.parametrize("generator", [False, True])
async def test_an_init_that_fails_stops_the_start(
    app: App, generator: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def plain() -> None:
        raise RuntimeError("no database at db:5432")

    async def with_end() -> AsyncIterator[None]:
        await plain()
        yield

    app.runtime.hooks = Hooks(init=with_end if generator else plain)
    with caplog.at_level(logging.ERROR):
        answers = await lifespan(app, "startup")
    assert answers == [{"type": "lifespan.startup.failed", "message": "no database at db:5432"}]
    assert "the app does not start" in caplog.text


@pytest.mark.parametrize(
    ("init", "message"),
    [
        (lambda: 5, "init in src/hooks.server.py must be `async def`, with or without one `yield`"),
        (lambda: iter(()), "must be `async def`"),
    ],
)
async def test_an_init_of_the_wrong_kind(app: App, init: Callable[[], Any], message: str) -> None:
    app.runtime.hooks = Hooks(init=init)
    with pytest.raises(AppError, match=message):
        await app.start()


async def test_an_init_that_yields_twice(app: App) -> None:
    async def init() -> AsyncIterator[None]:
        yield
        yield

    app.runtime.hooks = Hooks(init=init)
    await app.start()
    with pytest.raises(AppError, match=r"init in src/hooks\.server\.py yields twice"):
        await app.stop()


async def test_starting_twice_and_again(app: App) -> None:
    calls = []

    async def init() -> None:
        calls.append(1)

    app.runtime.hooks = Hooks(init=init)
    for _ in range(2):
        async with started(app) as client:
            await app.start()
            assert (await client.send("/about")).status == 200
        await app.stop()
    assert len(calls) == 2


async def test_without_lifespan_the_first_request_starts_it_once(app: App) -> None:
    calls = []

    async def init() -> None:
        calls.append(1)
        await asyncio.sleep(0.02)

    app.runtime.hooks = Hooks(init=init)
    client = Client(app)
    answers = await asyncio.gather(*(client.send("/about") for _ in range(5)))
    assert [answer.status for answer in answers] == [200] * 5
    assert calls == [1]
    await app.stop()


# -- requests --------------------------------------------------------------------------------------------


async def test_websockets_are_closed(app: App) -> None:
    sent = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    await app({"type": "websocket"}, receive, send)
    assert sent == ["websocket.close"]


async def test_several_cookie_headers(app: App) -> None:
    """HTTP/2 sends them so, and some proxies do with HTTP/1.1."""
    async with started(app) as client:
        answer = await client.send("/trust/echo", headers=[("cookie", "user=ann"), ("cookie", "b=2")])
        assert answer.json()["user"] == "ann"


async def test_two_hosts_are_none(app: App) -> None:
    async with started(app) as client:
        assert (await client.send("/about", headers=[("host", "a"), ("host", "b")])).status == 400
        assert (await client.send("/about", headers=[("host", "")])).status == 400


async def test_the_origin_of_a_proxy(app: App) -> None:
    manifest = app.runtime.manifest
    paths = dataclasses.replace(manifest.paths, origin="https://public.example")
    app.runtime.manifest = dataclasses.replace(manifest, paths=paths)
    async with started(app) as client:
        form = {"user": "ann"}
        assert (await client.post("/?/sign_in", form, origin="https://public.example")).status == 200
        assert client.cookies == {"user": "ann"}
        assert (await client.post("/?/sign_in", form, origin="http://localhost")).status == 403


async def test_a_hundred_visitors_leave_nothing(app: App) -> None:
    async with started(app) as client:
        await client.send("/")
        before = asyncio.all_tasks()
        targets = [
            "/",
            "/items/1",
            "/rows",
            "/stream",
            "/boom",
            "/nowhere",
            "/trust/helpers?user=x",
            "/timer",
        ]
        await asyncio.gather(*(Client(app).send(targets[n % len(targets)]) for n in range(100)))
        assert await become(lambda: asyncio.all_tasks() <= before)


def test_create_needs_a_build(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="the app is not built yet"):
        create_app(tmp_path)


# -- behind a socket -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(built_app: Callable[[str], Path], serve: Serve) -> Iterator[str]:
    """The origin of `lissome serve`."""
    with serve(built_app("basics")) as server:
        yield server.url


def test_pages_forms_and_cookies(address: str) -> None:
    with http.Client(base_url=address, headers={"origin": address, "accept": "text/html"}) as client:
        assert "hello</h1>" in client.get("/").text
        assert client.post("/counter?/add", data={"by": "3"}).status_code == 200
        assert client.head("/counter").content == b""
        response = client.get("/about/")
        assert (response.status_code, response.headers["location"]) == (308, "../about")
        assert client.post("/?/greet", data={"name": "x" * 600_000}).status_code == 413


def test_a_stream_comes_in_parts(address: str) -> None:
    """The shell is there although one of its values never comes."""
    with http.stream("GET", address + "/trust/endless") as response:
        assert response.headers["transfer-encoding"] == "chunked"
        assert any("</html>" in chunk for chunk in response.iter_text())
    with http.stream("GET", address + "/stream") as response:
        assert "".join(response.iter_text()).partition("</html>")[2].count('["inner"]') == 1


def test_hanging_up_ends_the_request(address: str) -> None:
    parts = urlsplit(address)
    for _ in range(3):
        connection = socket.create_connection((parts.hostname, parts.port or 80), timeout=PATIENCE)
        connection.sendall(b"GET /trust/endless HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert b"200" in connection.recv(4096)
        connection.close()
    until(lambda: _running(address) == 0)


def _running(address: str) -> int:
    """How many values of /trust/endless were waited for when this request came."""
    with http.stream("GET", f"{address}/trust/endless") as response:
        match = re.search(r'id="running">(\d+)<', next(response.iter_text()))
    assert match is not None
    return int(match[1])


@pytest.mark.parametrize(
    "request_line",
    [
        "GET //evil.example/%2e%2e/ HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /..%2f..%2fetc/passwd HTTP/1.1",
        "GET /a?%ff=%zz HTTP/1.1",
    ],
)
def test_odd_targets(address: str, request_line: str) -> None:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=PATIENCE) as connection:
        connection.sendall(f"{request_line}\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
        answer = connection.makefile("rb").read()
    assert answer.split()[1] in {b"400", b"404"}
    assert b"Traceback" not in answer
    assert b"root:" not in answer


def test_many_at_once(address: str) -> None:
    def one(n: int) -> bool:
        html = http.get(f"{address}/module-state?name=n{n}", headers={"cookie": f"user=u{n}"}).text
        return f'<p id="names">n{n}</p>' in html and f"u{n}</span>" in html

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(one, range(60)))
