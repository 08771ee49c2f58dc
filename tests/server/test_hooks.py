"""Hooks: what they may answer, and their failures."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.responses import Response

from lissome import CaughtError, RequestEvent, error, redirect
from lissome.app import App
from lissome.errors import HttpError
from lissome.server.app_error import to_app_error
from lissome.server.hooks import Resolve
from lissome.server.startup.hooks import Hooks
from server.test_pages import text_of
from support.asgi import ORIGIN, Client
from support.requests import make_context

UseHooks = Callable[..., None]


@pytest.fixture
def use(app: App) -> Iterator[UseHooks]:
    """Other hooks for one test: ``use(handle=…)``."""
    before = app.runtime.hooks

    def use(**hooks: Any) -> None:
        app.runtime.hooks = dataclasses.replace(Hooks(), **hooks)

    yield use
    app.runtime.hooks = before


# -- handle ----------------------------------------------------------------------------------------------


async def test_transform_page_chunk(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        return await resolve(
            event, transform_page_chunk=lambda html: html.replace("about</h1>", "ABOUT</h1>")
        )

    use(handle=handle)
    answer = await client.send("/about")
    assert "ABOUT</h1>" in answer.text
    assert answer.header("content-length") == str(len(answer.body))


async def test_preload_and_serialized_headers(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        return await resolve(
            event,
            preload=lambda _file: False,
            filter_serialized_response_headers=lambda name, _: name == "content-type",
        )

    use(handle=handle)
    html = (await client.send("/items/1")).text
    assert "modulepreload" not in html
    assert '"headers":{"content-type":"application/json"}' in html


async def test_locals(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        assert not hasattr(event.locals, "user")
        with pytest.raises(
            AttributeError, match=r"event\.locals\.user was never set for this request; set it in `handle`"
        ):
            _ = event.locals.user
        event.locals.user = event.url.search_params.get("u")
        response = await resolve(event)
        response.headers["x-user"] = event.locals.user
        return response

    use(handle=handle)
    for user in ("ann", "bob"):
        assert (await client.send(f"/about?u={user}")).header("x-user") == user


@pytest.mark.parametrize(
    ("target", "accept", "status", "body"),
    [
        ("/about", "text/html", 303, None),
        ("/about/__data.json", "*/*", 200, {"type": "redirect", "status": 303, "location": "/login"}),
    ],
)
async def test_redirect_in_handle(
    client: Client, use: UseHooks, target: str, accept: str, status: int, body: dict[str, Any] | None
) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        event.cookies.set("tried", event.url.pathname)
        redirect(303, "/login")

    use(handle=handle)
    answer = await client.send(target, headers={"accept": accept})
    assert answer.status == status
    assert answer.all("set-cookie") == ["tried=/about; Path=/; HttpOnly; SameSite=Lax"]
    if body is None:
        assert (answer.header("location"), answer.body) == ("/login", b"")
    else:
        assert answer.json() == body


async def test_redirect_in_handle_of_an_action(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        redirect(303, "/login")

    use(handle=handle)
    answer = await client.post("/?/greet", {}, accept="application/json")
    assert answer.json() == {"type": "redirect", "status": 303, "location": "/login"}
    assert (await client.post("/?/greet", {})).status == 303


async def test_a_redirect_response_of_a_hook_becomes_data(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        return Response(status_code=307, headers={"location": "/login"})

    use(handle=handle)
    assert (await client.data("/about")).json() == {"type": "redirect", "status": 307, "location": "/login"}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_error_in_handle(client: Client, use: UseHooks, accept: str) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        error(403, "not <you>")

    use(handle=handle)
    answer = await client.send("/about", headers={"accept": accept})
    assert answer.status == 403
    if accept == "text/html":
        assert "not &lt;you>" in answer.text
    else:
        assert answer.json() == {"status": 403, "message": "not <you>"}


async def test_a_handle_that_forgets_its_response(
    client: Client, use: UseHooks, caplog: pytest.LogCaptureFixture
) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Any:
        await resolve(event)

    use(handle=handle)
    with caplog.at_level(logging.ERROR):
        answer = await client.send("/about")
    assert answer.status == 500
    assert "handle in src/hooks.server.py returned None; return the response: `return await" in caplog.text


async def test_headers_after_the_response(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        response = await resolve(event)
        with pytest.raises(RuntimeError, match="came after the response was made"):
            event.cookies.set("late", "1")
        with pytest.raises(RuntimeError, match="came after the response was made"):
            event.set_headers({"late": "1"})
        response.headers["x-late"] = "fine"
        return response

    use(handle=handle)
    answer = await client.send("/about")
    assert (answer.status, answer.header("x-late")) == (200, "fine")


@pytest.mark.parametrize(
    ("headers", "failure"),
    [
        ({"set-cookie": "a=1"}, "set cookies with event.cookies.set"),
        ({"Content-Length": "1"}, "the server sets it"),
        ({"transfer-encoding": "chunked"}, "the server sets it"),
        ({"x-a": "1\r\nx-b: 2"}, "has no line breaks"),
        ({"x-a\r\nx-b": "1"}, "has no line breaks"),
        ({"x a": "1"}, "a name is letters"),
        ({"x-a": "\u2028"}, "characters of latin-1"),
    ],
)
async def test_headers_that_are_refused(
    client: Client, use: UseHooks, headers: dict[str, str], failure: str
) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        with pytest.raises(ValueError, match=failure):
            event.set_headers(headers)
        return await resolve(event)

    use(handle=handle)
    assert (await client.send("/about")).status == 200


async def test_headers_are_set_once(client: Client, use: UseHooks) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        event.set_headers({"X-A": "1", "server-timing": "a"})
        event.set_headers({"server-timing": "b"})
        with pytest.raises(ValueError, match="header 'x-a' is set already"):
            event.set_headers({"x-a": "2"})
        return await resolve(event)

    use(handle=handle)
    answer = await client.send("/about")
    assert (answer.header("x-a"), answer.header("server-timing")) == ("1", "a, b")


@pytest.mark.parametrize("target", ["/about/", "/_app/none.js", "/about?x-sveltekit-x=1", "/robots.txt"])
async def test_where_handle_is_not_asked(client: Client, use: UseHooks, target: str) -> None:
    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        raise AssertionError(event)

    use(handle=handle)
    assert (await client.send(target)).status in {200, 308, 400, 404}


async def test_handle_sees_what_has_no_route(client: Client, use: UseHooks) -> None:
    seen = []

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        seen.append(event.route.id)
        return await resolve(event)

    use(handle=handle)
    assert (await client.send("/nowhere")).status == 404
    assert (await client.send("/%ff")).status == 400
    assert (await client.send("/items/1")).status == 200
    assert seen == [None, None, "/items/[id]", "/api/stock/[id]"]


async def test_the_event(client: Client, use: UseHooks) -> None:
    seen: dict[str, Any] = {}

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        seen.update(
            address=event.get_client_address(),
            data=event.is_data_request,
            sub=event.is_sub_request,
            remote=event.is_remote_request,
            href=event.url.href,
            params=dict(event.params),
            platform=event.platform["type"],
        )
        return await resolve(event)

    use(handle=handle)
    await client.send("/slash/__data.json?q=1&x-sveltekit-invalidated=01")
    assert seen == {
        "address": "203.0.113.7",
        "data": True,
        "sub": False,
        "remote": False,
        "href": f"{ORIGIN}/slash?q=1",
        "params": {},
        "platform": "http",
    }


async def test_one_response_for_many_requests(client: Client, use: UseHooks) -> None:
    """An endpoint may keep a response; what one request adds must not reach the next."""
    kept = Response("kept")

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        event.cookies.set("user", event.url.search_params.get("u") or "")
        return await resolve(event)

    use(handle=handle)
    route = next(route for route, _ in [client.app.runtime.router.find("/api/text", {})] if route)  # type: ignore[misc]
    assert route.endpoint is not None
    handlers: Any = route.endpoint.handlers
    before = handlers["GET"]
    handlers["GET"] = lambda _event: kept
    try:
        for user in ("ann", "bob"):
            answer = await Client(client.app).send(f"/api/text?u={user}")
            assert [cookie.partition(";")[0] for cookie in answer.all("set-cookie")] == [f"user={user}"]
    finally:
        handlers["GET"] = before


@pytest.mark.parametrize("status", [0, 99, 199, 600, 1000])
async def test_a_status_that_no_response_can_have(client: Client, use: UseHooks, status: int) -> None:
    """The server ends the process for some. It is a failure like others, and `handle_error` is told."""
    told = []

    async def handle(_event: RequestEvent, _resolve: Resolve) -> Response:
        return Response("private", status)

    def handle_error(caught: CaughtError) -> None:
        told.append(str(caught.error))

    use(handle=handle, handle_error=handle_error)
    answer = await client.send("/about")
    assert (answer.status, "private" in answer.text) == (500, False)
    assert told == [f"handle returned a response with status {status}; it must be between 200 and 599"]


# -- handle_error ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 1000, "404", None])
async def test_handle_error_has_the_status_of_an_error(client: Client, use: UseHooks, status: object) -> None:
    use(handle_error=lambda _caught: {"status": status})
    assert (await client.send("/nowhere")).status == 404


async def test_handle_error_decides_what_is_shown(client: Client, use: UseHooks) -> None:
    seen = []

    def handle_error(caught: CaughtError) -> dict[str, Any]:
        seen.append((caught.kind, caught.status, caught.message, type(caught.error).__name__))
        return {"message": "sorry", "code": "E1"}

    use(handle_error=handle_error)
    boom = await client.send("/boom")
    assert text_of(boom.text, "root-error") == "sorry"
    assert 'code:"E1"' in boom.text
    for target in ("/items/9", "/nowhere", "/%ff", "/render-boom"):
        await client.send(target)
    assert seen == [
        ("unknown", 500, "Internal Error", "ValueError"),
        ("app", 404, "no item 9", "HttpError"),
        ("framework", 404, "Not Found", "FrameworkError"),
        ("framework", 400, "Malformed URI", "FrameworkError"),
        ("unknown", 500, "Internal Error", "RenderError"),
    ]


async def test_without_the_hook_it_is_logged(
    client: Client, use: UseHooks, caplog: pytest.LogCaptureFixture
) -> None:
    use()
    with caplog.at_level(logging.ERROR):
        answer = await client.send("/boom")
    assert text_of(answer.text, "root-error") == "Internal Error"
    assert "ValueError: the load broke" in caplog.text
    assert "/boom" in caplog.text


FALLBACK = {"status": 500, "message": "Internal Error"}


@pytest.mark.parametrize("answer", ["a text", 5, [("a", 1)]])
async def test_a_hook_that_answers_nonsense(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    context = make_context()
    context.runtime.hooks = Hooks(handle_error=lambda _caught: answer)
    described = await to_app_error(context, ValueError("x"))
    assert described == FALLBACK
    assert "handle_error failed itself, while it handled ValueError of GET /" in caplog.text


async def test_a_hook_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    async def handle_error(_caught: CaughtError) -> None:
        raise KeyError("in the hook")

    context = make_context()
    context.runtime.hooks = Hooks(handle_error=handle_error)
    described = await to_app_error(context, HttpError(404, {"status": 404, "message": "secret"}))
    assert described == {"status": 404, "message": "Internal Error"}
    assert "KeyError: 'in the hook'" in caplog.text


# -- handle_fetch ----------------------------------------------------------------------------------------


async def test_handle_fetch(client: Client, use: UseHooks) -> None:
    async def handle_fetch(*, event: RequestEvent, request: Any, fetch: Any) -> Any:
        assert request.url.path.startswith("/api/stock/")
        request.url = request.url.copy_with(path="/api/stock/7")
        return await fetch(request)

    use(handle_fetch=handle_fetch)
    assert text_of((await client.send("/items/1")).text, "stock") == "stock of 1: 70"
