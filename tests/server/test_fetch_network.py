"""`event.fetch` to other origins: auth, time, hooks, and that nothing is kept."""

from __future__ import annotations

import asyncio
import base64
import gzip
from collections.abc import Generator
from typing import Any

import httpx
import pytest

from lissome.app import App
from lissome.server.http_client import TIME_LIMITS
from support.fetching import Within, redirecting, told, via
from support.upstream import Received, Reply, Upstream, echo, recording

# -- auth


async def test_a_name_and_a_password(within: Within, first: Upstream, second: Upstream) -> None:
    basic = "Basic " + base64.b64encode(b"name:word").decode()

    async def seen(url: str, **options: Any) -> str | None:
        return told(await within.fetch(url, **options)).get("authorization")

    auth = ("name", "word")
    assert await seen(f"{first.url}/x", auth=auth) == basic
    assert await seen(via(first.url, f"{first.url}/x"), auth=auth) == basic
    assert await seen(via(first.url, f"{second.url}/x"), auth=auth) is None
    assert await seen(via(first.url, second.url, f"{first.url}/x"), auth=auth) is None
    assert await seen(f"{first.url}/x") is None  # nothing is left
    in_url = first.url.replace("http://", "http://name:word@")
    response = await within.fetch(via(in_url, "/x"))
    assert told(response)["authorization"] == basic
    assert str(response.url) == f"{first.url}/x"
    assert await seen(via(in_url, f"{second.url}/x")) is None


async def test_a_function_that_signs(within: Within, first: Upstream, second: Upstream) -> None:
    def sign(request: httpx.Request) -> httpx.Request:
        request.headers["x-signed"] = request.url.path
        return request

    async def seen(url: str) -> str | None:
        return told(await within.fetch(url, auth=sign)).get("x-signed")

    assert await seen(f"{first.url}/x") == "/x"
    assert await seen(via(first.url, f"{first.url}/x")) == "/x"
    assert await seen(via(first.url, f"{second.url}/x")) is None


async def digest_server(request: Received) -> Reply:
    """Ask for digest authentication, and set a cookie with the challenge."""
    if request.headers.get("authorization", "").startswith("Digest"):
        return await echo(request)
    fields = [("www-authenticate", 'Digest realm="r", nonce="n", qop="auth"'), ("set-cookie", "seen=1")]
    return 401, fields, b""


async def test_digest_in_two_steps(within: Within) -> None:
    async with recording(digest_server) as server:
        for user in ("alice", "bob", "alice"):
            server.asked.clear()
            auth = httpx.DigestAuth(user, "word")
            response = await within.fetch(f"{server.url}/x", auth=auth)
            challenged, signed = server.asked
            assert f'username="{user}"' in told(response)["authorization"]
            assert not {"authorization", "cookie"} & challenged.headers.keys()
            assert signed.headers.get("cookie") == "seen=1"  # it belongs to the challenge
            assert response.history == []  # no redirect


class TokenAuth(httpx.Auth):
    """Gets a token from another server first."""

    def __init__(self, tokens: str) -> None:
        self._tokens = tokens

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        answer = yield httpx.Request("POST", self._tokens)
        request.headers["authorization"] = f"Bearer {answer.json()['method']}"
        yield request


async def test_a_flow_that_asks_another_server(within: Within, first: Upstream, second: Upstream) -> None:
    auth = TokenAuth(f"{second.url}/token")
    response = await within.fetch(f"{first.url}/x", auth=auth, host="127.0.0.1")
    assert told(response)["authorization"] == "Bearer POST"
    (token,) = second.asked
    assert not {"cookie", "authorization"} & token.headers.keys()
    response = await within.fetch("/api/json", auth=auth)
    assert response.request.headers["authorization"] == "Bearer POST"
    assert second.seen() == ["POST /token"] * 2


# -- no state


async def sets_cookies(request: Received) -> Reply:
    """Set cookies in every way, whatever is asked."""
    fields = [
        ("set-cookie", "plain=secret"),
        ("set-cookie", "wide=secret; Path=/; Domain=127.0.0.1; Max-Age=9999"),
        ("set-cookie2", 'old="secret"; Version=1'),
    ]
    status, headers, body = await (
        redirecting(request) if request.path != "/digest" else digest_server(request)
    )
    return status, headers + fields, body


async def test_no_cookie_is_kept(app: App, within: Within) -> None:
    """Neither for another user, nor for the same one: the servers' cookies are for browsers alone."""
    async with recording(sets_cookies) as server, recording(sets_cookies) as other:
        digest = httpx.DigestAuth("name", "word")
        for url, options in (
            (f"{server.url}/x", {}),
            (via(server.url, server.url, f"{server.url}/x"), {}),
            (via(server.url, f"{other.url}/x"), {}),
            (f"{server.url}/to/302?/x", {"follow_redirects": False}),
            (f"{server.url}/x", {"auth": ("name", "word")}),
            (f"{server.url}/x", {"cookies": {"explicit": "1"}, "method": "POST", "content": b"x"}),
            (f"{server.url}/digest", {"auth": digest}),
        ):
            await within.fetch(url, **options)
        for _ in range(3):
            for url in (f"{server.url}/x", f"{other.url}/x", via(server.url, f"{server.url}/x")):
                response = await within.fetch(url)
                assert "cookie" not in told(response)
    assert app.runtime.client is not None
    assert list(app.runtime.client.cookies.jar) == []
    unexpected = [
        each.headers["cookie"]
        for each in [*server.asked, *other.asked]
        if each.headers.get("cookie", "explicit=1") != "explicit=1" and each.path != "/digest"
    ]
    assert unexpected == []


# -- time


async def test_the_limits_of_node(app: App) -> None:
    assert app.runtime.client is not None
    assert app.runtime.client.timeout == TIME_LIMITS
    assert (TIME_LIMITS.connect, TIME_LIMITS.read) == (10, 300)


async def test_a_timeout(within: Within) -> None:
    async with recording(hanging) as server:
        for timeout in (0.1, httpx.Timeout(60, read=0.1)):
            with pytest.raises(httpx.ReadTimeout):
                await within.fetch(f"{server.url}/x", timeout=timeout)
        with pytest.raises(httpx.ReadTimeout):  # of the last hop
            await within.fetch(f"{server.url}/to/302?/x", timeout=0.1)


async def hanging(request: Received) -> Reply:
    if not request.path.startswith("/to/"):
        await asyncio.Event().wait()
    return await redirecting(request)


# -- what else is sent


async def test_headers_that_httpx_adds(within: Within, first: Upstream) -> None:
    headers = told(await within.fetch(f"{first.url}/x"))
    assert headers["user-agent"].startswith("python-httpx/")
    assert headers["accept"] == "*/*"
    assert "gzip" in headers["accept-encoding"]
    own = {"user-agent": "shop", "accept": "text/csv"}
    headers = told(await within.fetch(f"{first.url}/x", headers=own))
    assert (headers["user-agent"], headers["accept"]) == ("shop", "text/csv")


# -- handle_fetch


async def test_the_hook_gets_the_request_and_the_options_stay(
    within: Within, first: Upstream, second: Upstream
) -> None:
    met: list[httpx.Request] = []

    async def handle_fetch(*, event: Any, request: httpx.Request, fetch: Any) -> Any:
        met.append(request)
        body = await request.aread()
        rewritten = str(request.url).replace("http://api.test", first.url)
        return await fetch(httpx.Request(request.method, rewritten, headers={"x-by": "hook"}, content=body))

    async def call(path: str, **options: Any) -> httpx.Response:
        url = f"http://api.test{path}"
        response: httpx.Response = await within.fetch(url, handle_fetch=handle_fetch, **options)
        return response

    response = await call("/x", auth=("name", "word"), timeout=7, method="POST", content=b"text")
    assert told(response)["authorization"].startswith("Basic ")
    assert told(response)["x-by"] == "hook"
    assert response.request.extensions["timeout"] == httpx.Timeout(7).as_dict()
    assert met[-1].extensions["timeout"] == httpx.Timeout(7).as_dict()
    assert (await call("/to/302?/x", follow_redirects=False)).status_code == 302
    assert (await call("/to/302?/x")).history
    async with recording(hanging) as server:
        with pytest.raises(httpx.ReadTimeout):
            await call(f"/to/302?{server.url}/x", timeout=0.1)
    assert len(met) == 4  # once for each call, not for each redirect


async def test_the_hook_may_ask_one_after_the_other(within: Within, first: Upstream) -> None:
    async def handle_fetch(*, event: Any, request: httpx.Request, fetch: Any) -> Any:
        before = dict(request.headers)
        assert (await fetch(request)).status_code == 404
        request.url = httpx.URL(f"{first.url}/x")
        response = await fetch(request)
        assert dict(request.headers) == before
        return response

    response = await within.fetch("/nowhere", handle_fetch=handle_fetch)
    assert not {"cookie", "authorization"} & told(response).keys()


async def test_the_hook_may_set_limits_of_its_own(within: Within, first: Upstream) -> None:
    async def handle_fetch(*, event: Any, request: httpx.Request, fetch: Any) -> Any:
        request.extensions["timeout"] = httpx.Timeout(3).as_dict()
        return await fetch(request)

    response = await within.fetch(f"{first.url}/x", handle_fetch=handle_fetch)
    assert response.request.extensions["timeout"] == httpx.Timeout(3).as_dict()


async def test_compressed_responses(within: Within) -> None:
    async def compressed(_request: Received) -> Reply:
        return 200, [("content-encoding", "gzip")], gzip.compress(b"text")

    async with recording(compressed) as server:
        assert (await within.fetch(server.url)).text == "text"
