"""`event.fetch` and universal loads in `lissome serve`: other servers, asked for two users in one process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from support.server import Server
from support.universal import shown
from support.upstream import Received, Reply, Upstream, echo, recording

USERS = ("alice", "bob", "alice")


@pytest.fixture(scope="module")
def server(built_app: Callable[[str], Path], serve: Callable[..., Any]) -> Iterator[Server]:
    with serve(built_app("universal"), workers=1) as server:
        yield server


async def answer(request: Received) -> Reply:
    """Set cookies, redirect, ask for digest authentication, or never answer."""
    if request.path == "/never":
        await asyncio.Event().wait()
    cookie = ("set-cookie", "upstream=secret; Path=/")
    if request.path == "/moved":
        return 302, [("location", httpx.URL(request.target).query.decode()), cookie], b""
    if request.path == "/digest" and "authorization" not in request.headers:
        return 401, [("www-authenticate", 'Digest realm="r", nonce="n", qop="auth"'), cookie], b""
    status, headers, body = await echo(request)
    return status, [*headers, cookie], body


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with recording(answer) as upstream:
        yield upstream


@pytest.fixture
async def other() -> AsyncIterator[Upstream]:
    async with recording(answer) as other:
        yield other


async def asked(server: Server, user: str, path: str, **query: str) -> str:
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=60) as client:
        answer = await client.get(path, params=query, headers={"cookie": f"session={user}"})
        return answer.text


async def from_endpoint(server: Server, user: str, of: str, **how: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(await asked(server, user, "/fetching/api", of=of, **how))
    return answer


async def from_page(server: Server, user: str, of: str) -> dict[str, Any]:
    answer: dict[str, Any] = shown(await asked(server, user, "/fetching", of=of))
    return answer


@pytest.mark.parametrize("ask", [from_endpoint, from_page])
async def test_redirects_and_cookies(
    server: Server, upstream: Upstream, other: Upstream, ask: Callable[..., Any]
) -> None:
    """Each user's cookies go to the app's own host, and to no other; the servers' cookies to nobody."""
    for user in USERS:
        got = await ask(server, user, f"{upstream.url}/moved?{other.url}/moved?/end")
        assert (got["status"], got["url"]) == (200, f"{other.url}/end")
        assert json.loads(got["body"])["headers"]["cookie"] == f"session={user}"
        for of in (f"{upstream.by_name}/end", f"{upstream.by_name}/moved?{other.url}/end"):
            got = await ask(server, user, of)
            assert "cookie" not in json.loads(got["body"])["headers"]
    assert not [
        each for each in [*upstream.asked, *other.asked] if "upstream" in each.headers.get("cookie", "")
    ]


async def test_the_options(server: Server, upstream: Upstream) -> None:
    for user in USERS:
        got = await from_endpoint(server, user, f"{upstream.by_name}/moved?/end", how="manual")
        assert (got["status"], got["url"]) == (302, f"{upstream.by_name}/moved?/end")
        got = await from_endpoint(server, user, f"{upstream.by_name}/digest", how="auth")
        assert 'username="name"' in json.loads(got["body"])["headers"]["authorization"]
        got = await from_endpoint(server, user, f"{upstream.by_name}/digest")
        assert got["status"] == 401
        got = await from_endpoint(server, user, f"{upstream.by_name}/never", how="timeout")
        assert got == {"failure": "ReadTimeout"}
    await upstream.become(left=3)


@pytest.mark.parametrize("ask", [from_endpoint, from_page])
async def test_a_client_that_leaves(server: Server, upstream: Upstream, ask: Callable[..., Any]) -> None:
    for number in range(1, 4):
        request = asyncio.ensure_future(ask(server, "alice", f"{upstream.url}/never"))
        await upstream.become(asked=number)
        request.cancel()
        await upstream.become(left=number)


async def test_a_server_that_is_not_there(server: Server) -> None:
    async with recording(answer) as gone:
        pass
    for user in USERS:
        got = await from_page(server, user, gone.url)
        assert got["name"] == "TypeError"
        assert got["message"].startswith("fetch failed: ")
        assert await from_endpoint(server, user, gone.url) == {"failure": "ConnectError"}
