"""The kind of a request."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from lissome.server.request.incoming import IncomingRequest
from lissome.server.request.kind import RequestKind, kind_of
from lissome.server.startup.routes import Endpoint, ServerRoute
from lissome.url import parse_url

JSON, HTML = "application/json", "text/html"


def make_request(method: str, accept: str | None, **headers: str) -> IncomingRequest:
    fields = {**({} if accept is None else {"accept": accept}), **headers}
    raw = {name.replace("_", "-").encode(): value.encode() for name, value in fields.items()}
    return IncomingRequest({}, method, parse_url("http://a.example/"), raw)


def make_route(*methods: str, page: bool) -> ServerRoute:
    endpoint = Endpoint(dict.fromkeys(methods, print), None) if methods else None
    shown = cast("Any", SimpleNamespace()) if page else None
    return ServerRoute("/", "", (), "never", shown, endpoint)


@pytest.mark.parametrize(
    ("method", "accept", "methods", "kind"),
    [
        ("GET", HTML, (), RequestKind.PAGE),
        ("POST", HTML, (), RequestKind.PAGE),
        ("POST", JSON, (), RequestKind.ACTION),
        ("POST", None, (), RequestKind.ACTION),
        ("GET", HTML, ("GET",), RequestKind.PAGE),
        ("GET", JSON, ("GET",), RequestKind.ENDPOINT),
        ("GET", None, ("GET",), RequestKind.ENDPOINT),
        ("GET", JSON, ("POST",), RequestKind.PAGE),
        ("HEAD", JSON, ("HEAD",), RequestKind.ENDPOINT),
        ("PUT", HTML, ("POST",), RequestKind.ENDPOINT),
        ("POST", JSON, ("POST",), RequestKind.ENDPOINT),
        ("POST", JSON, ("GET",), RequestKind.ACTION),
    ],
)
def test_a_page_and_perhaps_an_endpoint(
    method: str, accept: str | None, methods: tuple[str, ...], kind: RequestKind
) -> None:
    request = make_request(method, accept)
    assert kind_of(request, make_route(*methods, page=True), is_data=False) is kind
    assert kind_of(request, make_route(*methods, page=True), is_data=True) is RequestKind.DATA


def test_a_form_of_kits_client_is_for_the_page() -> None:
    request = make_request("POST", JSON, x_sveltekit_action="true")
    assert kind_of(request, make_route("POST", page=True), is_data=False) is RequestKind.ACTION


def test_an_endpoint_alone() -> None:
    for method in ("GET", "POST", "PATCH"):
        request = make_request(method, HTML)
        assert kind_of(request, make_route("GET", page=False), is_data=False) is RequestKind.ENDPOINT


def test_no_route() -> None:
    assert kind_of(make_request("GET", JSON), None, is_data=False) is RequestKind.PAGE
