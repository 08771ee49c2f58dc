"""Responses that an endpoint or a hook hands on: those of Starlette without a type, and those of httpx."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from anyio.to_thread import run_sync
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse

from lissome.app import App
from lissome.errors import AppError
from lissome.server.hooks import sequence
from lissome.server.startup.hooks import Hooks
from support.asgi import ORIGIN, Answer, Client
from support.upstream import Received, Reply, recording

TEXT = "text/plain;charset=UTF-8"
Answering = Callable[..., Any]


@pytest.fixture
async def answering(app: App, client: Client, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """The answer of an endpoint with another handler, in an app without hooks."""
    monkeypatch.setattr(app.runtime, "hooks", Hooks())
    route, _ = await app.runtime.router.match("/api/text") or (None, None)
    assert route is not None
    assert route.endpoint is not None
    handlers = route.endpoint.handlers

    async def answer(result: Any, *, method: str = "GET", target: str = "/api/text") -> Answer:
        async def handler(event: Any) -> Any:
            return await result(event) if callable(result) and not isinstance(result, Response) else result

        monkeypatch.setitem(handlers, "GET", handler)
        return await client.send(target, method=method, headers={"origin": ORIGIN})

    return answer


# -- texts without a type


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (Response("a <script>"), TEXT),
        (Response("é", status_code=404), TEXT),
        (Response(b"a text too"), TEXT),
        (Response(memoryview(b"a text too")), TEXT),
        (Response(b"\x89PNG\r\n"), None),
        (Response(b"\x00\x01"), None),
        (Response(), None),
        (Response(status_code=204), None),
        (Response("a", media_type="text/csv"), "text/csv; charset=utf-8"),
        (Response("a", headers={"Content-Type": "x/y"}), "x/y"),
        (HTMLResponse("a"), "text/html; charset=utf-8"),
        (FileResponse(__file__, media_type="x/y"), "x/y"),
    ],
)
async def test_a_text_without_a_type_is_a_text(
    answering: Answering, response: Response, expected: str | None
) -> None:
    assert (await answering(response)).header("content-type") == expected
    assert (await answering(response, method="HEAD")).header("content-type") == expected


async def test_a_stream_without_a_type_stays_so(answering: Answering) -> None:
    async def parts() -> AsyncIterator[str]:
        yield "a"

    answer = await answering(StreamingResponse(parts()))
    assert (answer.header("content-type"), answer.text) == (None, "a")


async def test_a_text_of_handle_and_of_an_own_endpoint(
    app: App, client: Client, answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetches(event: Any) -> Any:
        if event.is_sub_request:
            return Response("<b>")
        return {"type": (await event.fetch("/api/text")).headers.get("content-type")}

    assert (await answering(fetches)).json() == {"type": TEXT}

    async def handle(event: Any, resolve: Any) -> Response:
        return Response("<b>")

    monkeypatch.setattr(app.runtime, "hooks", Hooks(handle=handle))
    assert (await client.send("/about")).header("content-type") == TEXT


# -- responses of httpx


async def hundred_times(request: Received) -> Reply:
    """An upstream that compresses, and has all that belongs to a connection alone."""
    body = gzip.compress(b"hundred " * 100) if "plain" not in request.target else b"hundred " * 100
    coding = [] if "plain" in request.target else [("content-encoding", "gzip")]
    fields = [
        ("content-type", "x/y"),
        ("connection", "keep-alive, x-hop"),
        ("keep-alive", "timeout=5"),
        ("x-hop", "1"),
        ("proxy-authenticate", "Basic"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
        *coding,
    ]
    status = int(request.path.rpartition("/")[2])
    return status, fields, b"" if status in {204, 304} else body


def whole(answer: Answer) -> tuple[int, bytes, str | None, list[str]]:
    gone = (
        "connection",
        "keep-alive",
        "x-hop",
        "proxy-authenticate",
        "content-encoding",
        "transfer-encoding",
    )
    assert not [name for name, _ in answer.headers if name in gone]
    return answer.status, answer.body, answer.header("content-type"), answer.all("set-cookie")


@pytest.mark.parametrize("way", ["fetch", "stream", "read later", "blocking", "blocking stream"])
@pytest.mark.parametrize("coding", ["plain", "gzip"])
async def test_any_response_can_be_handed_on(answering: Answering, way: str, coding: str) -> None:
    async with recording(hundred_times) as server, httpx.AsyncClient() as client:
        blocking = httpx.Client()

        async def handler(event: Any) -> Any:
            url = f"{server.url}/200?{coding}"
            if way == "fetch":
                return await event.fetch(url)
            if way.startswith("blocking"):
                request = blocking.build_request("GET", url)
                return await run_sync(lambda: blocking.send(request, stream="stream" in way))
            response = await client.send(client.build_request("GET", url), stream=True)
            if way == "read later":
                await response.aread()
            return response

        answer = await answering(handler)
        await run_sync(blocking.close)
    assert whole(answer) == (200, b"hundred " * 100, "x/y", ["a=1", "b=2"])
    length = answer.header("content-length")
    assert length == ("800" if "stream" not in way or coding == "plain" else None)


async def test_a_stream_is_closed_whatever_becomes_of_it(app: App, answering: Answering) -> None:
    async def handle(event: Any, resolve: Any) -> Response:
        await resolve(event)
        return Response("instead")

    kept: list[httpx.Response] = []
    async with recording(hundred_times) as server, httpx.AsyncClient() as client:

        async def handler(_event: Any) -> httpx.Response:
            kept.append(await client.send(client.build_request("GET", f"{server.url}/200"), stream=True))
            return kept[-1]

        await answering(handler)
        head = await answering(handler, method="HEAD")
        app.runtime.hooks = Hooks(handle=handle)  # the fixture takes it back
        await answering(handler)
    assert [response.is_closed for response in kept] == [True, True, True]
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize("status", [204, 304, 404, 503])
async def test_statuses(answering: Answering, status: int) -> None:
    async with recording(hundred_times) as server:
        answer = await answering(lambda event: event.fetch(f"{server.url}/{status}"))
    assert answer.status == status
    assert (answer.body == b"") == (status in {204, 304})
    if status in {204, 304}:
        assert answer.header("content-length") is None


async def test_the_head_of_a_head(answering: Answering) -> None:
    async with recording(hundred_times) as server:
        url = f"{server.url}/200?plain"
        answer = await answering(lambda event: event.fetch(url, method="HEAD"), method="HEAD")
        assert (answer.header("content-length"), answer.body) == ("800", b"")
        answer = await answering(lambda event: event.fetch(url, method="HEAD"))
        assert (answer.header("content-length"), answer.body) == ("0", b"")


async def test_a_redirect_is_handed_on_as_it_is(answering: Answering) -> None:
    async def moved(_request: Received) -> Reply:
        return 302, [("location", "/there?é=1".encode().decode("latin-1"))], b"moved"

    async with recording(moved) as server:
        answer = await answering(lambda event: event.fetch(server.url, follow_redirects=False))
    assert (answer.status, answer.body) == (302, b"moved")
    assert (answer.header("location") or "").startswith("/there?")


async def test_a_coding_that_httpx_does_not_undo(answering: Answering) -> None:
    answer = await answering(httpx.Response(200, headers={"content-encoding": "compress"}, content=b"abc"))
    assert (answer.header("content-encoding"), answer.body) == ("compress", b"abc")


async def test_own_cookies_come_once(answering: Answering) -> None:
    async def handler(event: Any) -> Any:
        if event.is_sub_request:
            event.cookies.set("a", "1", path="/")
            return Response("inner")
        return await event.fetch("/api/text")

    answer = await answering(handler)
    assert (answer.text, len(answer.all("set-cookie"))) == ("inner", 1)


async def test_a_status_that_ends_nothing(answering: Answering, caplog: pytest.LogCaptureFixture) -> None:
    assert (await answering(httpx.Response(103))).status == 500
    assert "returned a response with status 103" in caplog.text


@pytest.mark.parametrize("is_read", [False, True])
async def test_a_body_that_is_gone(
    answering: Answering, caplog: pytest.LogCaptureFixture, is_read: bool
) -> None:
    async def handler(_event: Any) -> httpx.Response:
        async with httpx.AsyncClient() as client, client.stream("GET", f"{server.url}/200") as response:
            if is_read:
                _ = [part async for part in response.aiter_raw()]
            return response

    async with recording(hundred_times) as server:
        assert (await answering(handler)).status == 500
    assert "returned an httpx.Response whose body is gone" in caplog.text
    assert "await event.fetch(…)" in caplog.text


async def test_of_handle_and_inside_of_a_sequence(
    app: App, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def outer(event: Any, resolve: Any) -> Response:
        response: Response = await resolve(event)
        response.headers["x-outer"] = type(response).__name__
        return response

    async def inner(event: Any, resolve: Any) -> Any:
        return httpx.Response(202, text="inner")

    for handle, marks in ((inner, []), (sequence(outer, inner), ["BytesResponse"])):
        monkeypatch.setattr(app.runtime, "hooks", Hooks(handle=handle))
        answer = await client.send("/about")
        assert (answer.status, answer.text, answer.all("x-outer")) == (202, "inner", marks)


class _Foreign:
    """As `requests`, aiohttp and Django name theirs."""


class ClientResponse(_Foreign):
    pass


def _numbers() -> Iterator[int]:
    yield 1


async def _letters() -> AsyncIterator[str]:
    yield "a"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (ClientResponse, "ClientResponse; lissome sends responses of Starlette and httpx. Return Response("),
        (_numbers, "returned a generator; write starlette.responses.StreamingResponse(rows())"),
        (_letters, "returned an async_generator; write starlette.responses.StreamingResponse(rows())"),
        (lambda: {"rows": [{"owner": object()}]}, "a value that is not JSON: $.rows[0].owner is an instance"),
    ],
)
async def test_what_cannot_be_sent(
    answering: Answering, caplog: pytest.LogCaptureFixture, make: Callable[[], Any], message: str
) -> None:
    async def handler(_event: Any) -> Any:
        return make()

    assert (await answering(handler)).status == 500
    assert message in caplog.text


async def test_handle_fetch_that_forgets_its_response(answering: Answering, app: App) -> None:
    async def handle_fetch(**_: Any) -> Any:
        return None

    async def handler(event: Any) -> str:
        with pytest.raises(
            AppError, match=r"handle_fetch in src/hooks\.server\.py returned None; return an httpx"
        ):
            await event.fetch("/api/json")
        return "said"

    app.runtime.hooks = Hooks(handle_fetch=handle_fetch)  # the fixture takes it back
    assert (await answering(handler)).text == "said"
