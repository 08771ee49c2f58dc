"""What an observer sees of a request."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from starlette.requests import Request

from lissome.server.request.context import RequestContext
from lissome.server.request.incoming import IncomingRequest
from lissome.server.request.observed_context import ObservedContext
from lissome.server.request.observer import ObservedRequest, tell_begin, tell_end
from lissome.url import parse_url
from support.requests import make_context, make_event


def view(context: RequestContext) -> ObservedRequest:
    return ObservedContext(context)


def with_body(body: bytes, content_type: str) -> tuple[RequestContext, Request]:
    headers = [(b"content-type", content_type.encode())]
    scope = {"type": "http", "method": "POST", "headers": headers}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    request = IncomingRequest(scope, "POST", parse_url("http://localhost/"), dict(headers))
    context = RequestContext.of(make_context().runtime, request, receive)
    return context, context.starlette_request


def test_what_was_received() -> None:
    context = make_context(
        "http://localhost/users/7?q=tea&q=milk", headers={"cookie": "user=mara", "x-tenant": "acme"}
    )
    seen = view(context)
    assert (seen.method, seen.path, seen.search) == ("GET", "/users/7", "?q=tea&q=milk")
    assert seen.label == "GET /users/7"
    assert list(seen.query) == [("q", "tea"), ("q", "milk")]
    assert dict(seen.headers)["x-tenant"] == "acme"
    assert seen.cookies == {"user": "mara"}
    assert (seen.route_id, seen.params, seen.app_state) == (None, {}, None)


def test_looking_makes_nothing() -> None:
    context = make_context()
    make_event(context)
    seen = view(context)
    assert (seen.locals, seen.form, seen.json, seen.body) == (None, None, None, None)
    assert {name for name, _ in seen.parts} == {"the event", "event.url", "event.params"}
    assert (context._locals, context._starlette_request) == (None, None)


def test_parts_are_those_that_the_app_has_asked_for() -> None:
    context = make_context()
    event = make_event(context)
    asked = {"event.request": event.request, "event.locals": event.locals, "event.cookies": event.cookies}
    parts = dict(view(context).parts)
    assert parts | asked == parts
    assert view(context).locals is event.locals


async def test_a_form_as_far_as_it_was_read() -> None:
    context, request = with_body(b"name=Mara", "application/x-www-form-urlencoded")
    assert view(context).form is None
    form = await request.form()
    assert view(context).form is form
    await request.close()


async def test_json_and_the_body_as_far_as_they_were_read() -> None:
    context, request = with_body(b'{"name": "Mara"}', "application/json")
    assert view(context).body is None
    await request.body()
    assert (view(context).body, view(context).json) == (b'{"name": "Mara"}', None)
    await request.json()
    assert view(context).json == {"name": "Mara"}


def test_keys_and_handles_tell_requests_apart() -> None:
    context, other = make_context(), make_context()
    assert view(context).key == view(context).key != view(other).key
    assert view(context).handle is context.handle is not other.handle


@pytest.mark.parametrize("tell", [tell_begin, tell_end])
def test_an_observer_that_fails_is_logged(tell: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        tell(None, view(make_context()))
    assert "the observer failed as GET /" in caplog.text
