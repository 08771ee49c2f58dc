"""`event.fetch` to the app itself; `test_fetch_network.py` has other origins."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import httpx
import pytest
from starlette.responses import RedirectResponse, Response

from lissome.app import App
from lissome.server.fetch import MAX_DEPTH
from lissome.server.startup.hooks import Hooks
from lissome.server.subrequest import MOST_OPEN
from support.asgi import Client
from support.fetching import Within, universal
from support.upstream import echo, recording


async def says(event: Any) -> Response:
    """A redirect from /to/<status>, else what was asked."""
    request = event.request
    _, _, status = event.url.pathname.partition("/to/")
    if status:
        answer: Response = RedirectResponse(event.url.search[1:], int(status))
        answer.set_cookie("from", "redirect")
        return answer
    words = [request.method, event.url.pathname, (await request.body()).decode()]
    words += [
        f"{name}={request.headers[name]}" for name in ("authorization", "cookie") if name in request.headers
    ]
    return Response(" ".join(filter(None, words)))


async def own(
    within: Within, url: str, *, answer: Any, sent: dict[str, str] | None = None, **options: Any
) -> httpx.Response:
    """The response of `event.fetch` to the app itself, in a request with some headers."""

    async def use(event: Any) -> httpx.Response:
        response: httpx.Response = await event.fetch(url, **options)
        return response

    response: httpx.Response = await within(use, answer=answer, headers=sent or {})
    return response


async def test_a_request_that_fetches_itself_twice_ends_too(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be a hundred thousand requests."""
    calls = most = 0
    failures: list[BaseException] = []

    async def handle(event: Any, resolve: Any) -> Any:
        nonlocal calls, most
        calls += 1
        most = max(most, calls)
        both = (event.fetch(event.url.href) for _ in range(2))
        answers = await asyncio.gather(*both, return_exceptions=True)
        failures.extend(answer for answer in answers if isinstance(answer, BaseException))
        calls -= 1
        return await resolve(event)

    monkeypatch.setattr(app.runtime, "hooks", Hooks(handle=handle))
    assert (await client.send("/api/json")).status == 200
    assert most <= MOST_OPEN + 1
    assert "requests of the app to itself are under way already" in str(failures[0])


async def test_a_request_that_fetches_itself_ends(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    failures: list[BaseException] = []

    async def handle(event: Any, resolve: Any) -> Any:
        calls.append(event.url.pathname)
        await event.fetch(event.url.href)
        return await resolve(event)

    monkeypatch.setattr(
        app.runtime, "hooks", Hooks(handle=handle, handle_error=lambda caught: failures.append(caught.error))
    )
    answer = await client.send("/api/json")
    assert answer.status == 200  # each one's fetch got an answer: the innermost one's was 500
    assert len(calls) == MAX_DEPTH + 1
    (failure,) = failures
    assert str(failure).startswith("event.fetch: GET /api/json fetches GET /api/json, inside of 16 requests")


async def test_the_options_of_httpx(within: Within) -> None:
    """As in the guide: each of them, and three times, because the process is the same."""
    for _ in range(3):
        for options, text in (
            ({"timeout": 5}, "GET /x"),
            ({"timeout": None}, "GET /x"),
            ({"auth": ("name", "word")}, "GET /x authorization=Basic bmFtZTp3b3Jk"),
            ({"auth": None}, "GET /x"),
            ({"follow_redirects": True}, "GET /x"),
            ({"follow_redirects": False}, "GET /x"),
            ({"cookies": {"a": "1"}}, "GET /x cookie=a=1"),
            ({"extensions": {"trace": None}}, "GET /x"),
            ({"method": "POST", "content": iter([b"a", b"b"])}, "POST /x ab"),
            ({"method": "put", "data": {"a": "1"}}, "PUT /x a=1"),
        ):
            response = await own(within, "/x", answer=says, **options)
            assert response.text == text, options


async def test_the_users_credentials(within: Within) -> None:
    sent = {"cookie": "session=alice", "authorization": "Bearer alice"}

    async def seen(url: Any = "/x", **options: Any) -> str:
        response = await own(within, url, answer=says, **options, sent=sent)
        text: str = response.text
        return text

    assert await seen() == "GET /x authorization=Bearer alice cookie=session=alice"
    assert await seen(credentials="omit") == "GET /x"
    assert await seen(auth=("name", "word")) == "GET /x authorization=Basic bmFtZTp3b3Jk cookie=session=alice"
    address = "http://name:word@localhost/x"
    assert await seen(address) == "GET /x authorization=Basic bmFtZTp3b3Jk cookie=session=alice"


async def test_redirects_of_the_app_are_not_followed(within: Within) -> None:
    """As in SvelteKit: the load sees them. If it wants, they are followed inside of the process."""
    ways: tuple[dict[str, Any], ...] = ({}, {"follow_redirects": False})
    for options in ways:
        response = await own(within, "/to/303?/x", answer=says, **options)
        assert (response.status_code, response.headers["location"]) == (303, "/x")

    async def post(event: Any) -> httpx.Response:
        url = "/to/303?/to/302?/x"
        answer: httpx.Response = await event.fetch(url, method="POST", content=b"a", follow_redirects=True)
        assert event.cookies.get("from") == "redirect"  # for the browser too
        return answer

    response = await within(post, answer=says, headers={})
    assert response.text == "GET /x cookie=from=redirect"  # as a browser
    assert [each.status_code for each in response.history] == [303, 302]
    response = await own(
        within, "/to/307?/x", method="POST", content=b"a", follow_redirects=True, answer=says
    )
    assert response.text == "POST /x a cookie=from=redirect"


@pytest.mark.parametrize("redirect", ["follow", "manual", "error", None])
async def test_universal_loads_see_redirects_of_the_app(within: Within, redirect: str | None) -> None:
    """As in SvelteKit, whatever they ask for."""
    got = await within(partial(universal, url="/to/307?/x", redirect=redirect), answer=says, headers={})
    assert (got["status"], got["url"], got["redirected"]) == (307, "", False)


async def test_a_redirect_to_another_origin_takes_nothing_along(within: Within) -> None:
    async with recording(echo) as server:
        sent = {"cookie": "session=alice", "authorization": "Bearer alice", "accept-language": "de"}
        url = f"/to/302?{server.url}/x"
        response = await own(
            within, url, auth=("name", "word"), follow_redirects=True, answer=says, sent=sent
        )
        assert str(response.url) == f"{server.url}/x"
        (asked,) = server.asked
        assert not {"cookie", "authorization", "accept-language"} & asked.headers.keys()


async def test_digest_authentication_by_the_app(within: Within) -> None:
    async def guarded(event: Any) -> Response:
        signed = event.request.headers.get("authorization", "").startswith("Digest username")
        challenge = {"www-authenticate": 'Digest realm="r", nonce="n", qop="auth"'}
        return Response("in" if signed else "out", 200 if signed else 401, headers=challenge)

    auth = httpx.DigestAuth("name", "word")
    response = await own(within, "/x", auth=auth, answer=guarded)
    assert (response.text, response.history) == ("in", [])


async def test_a_time_limit(within: Within) -> None:
    ends: list[str] = []

    async def slow(event: Any) -> Response:
        try:
            await asyncio.Event().wait()
        finally:
            ends.append(event.request.method)
        raise AssertionError

    for method in ("GET", "POST"):
        with pytest.raises(httpx.ReadTimeout, match=rf"^{method} /x: no response within 0\.05 s$"):
            await own(within, "/x", method=method, timeout=0.05, answer=slow)
    assert ends == ["GET", "POST"]
    response = await own(within, "/x", timeout=httpx.Timeout(60, connect=0.001), answer=says)
    assert response.status_code == 200


async def test_what_the_app_raises_is_no_time_limit(within: Within) -> None:
    async def use(event: Any) -> Any:
        async with asyncio.timeout(0.05):
            await event.fetch("/x", timeout=60)

    async def slow(_event: Any) -> Response:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(TimeoutError):
        await within(use, answer=slow, headers={})


async def test_repeated_headers_are_one_value(within: Within) -> None:
    async def answer(event: Any) -> Response:
        return Response(event.request.headers["x-tag"])

    headers = [("X-Tag", "a"), ("X-Tag", "b")]
    response = await own(within, "/here", answer=answer, headers=headers)
    assert response.text == "a, b"
