"""What came in: from an ASGI scope to a request, or to none."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from starlette.requests import Request

from lissome.server.http.forwarded import TrustedProxies
from lissome.server.request.incoming import IncomingRequest, read_request


def read(
    proxies: TrustedProxies | None = None, origin: str | None = None, **changes: Any
) -> IncomingRequest | None:
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "query_string": b"q=1",
        "headers": [(b"host", b"shop.example")],
        "client": ("10.0.0.1", 5000),
    }
    path = changes.pop("path", "/a")
    return read_request({**scope, **changes}, path, proxies=proxies, origin=origin)


def test_a_request() -> None:
    request = read()
    assert request is not None
    assert (request.method, request.url.href, request.depth) == ("GET", "http://shop.example/a?q=1", 0)
    assert request.label == "GET /a"
    assert request.header(b"host") == "shop.example"
    assert request.header(b"cookie") is None


def test_it_shows_no_secrets() -> None:
    request = read(
        headers=[(b"host", b"a.example"), (b"cookie", b"session=secret")], query_string=b"t=secret"
    )
    assert repr(request) == "<IncomingRequest GET /a>"


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "TRACE"},
        {"method": "CONNECT"},
        {"path": "/é"},
        {"headers": [(b"host", b"a b")]},
        {"headers": [(b"host", b"a.example"), (b"host", b"b.example")]},
        {"query_string": b"\xff"},
    ],
)
def test_malformed_requests(changes: dict[str, Any]) -> None:
    assert read(**changes) is None


def test_repeated_headers_are_one_wherever_they_are_read() -> None:
    """RFC 9113 section 8.2.3 for the cookies of HTTP/2, RFC 9110 section 5.3 for lists."""
    crumbs = [(b"cookie", b"a=1"), (b"accept", b"text/html"), (b"cookie", b"b=2"), (b"accept", b"*/*")]
    request = read(headers=[(b"host", b"a.example"), *crumbs])
    assert request is not None
    assert request.header(b"cookie") == "a=1; b=2"
    shown = Request(dict(request.scope))
    assert (shown.headers["cookie"], shown.cookies) == ("a=1; b=2", {"a": "1", "b": "2"})
    assert shown.headers.getlist("accept") == ["text/html, */*"]


def test_other_requests_keep_their_scope() -> None:
    headers = [(b"host", b"a.example"), (b"cookie", b"a=1")]
    request = read(headers=headers)
    assert request is not None
    assert request.scope["headers"] is headers


def test_the_label_has_no_query_and_a_length() -> None:
    request = read(path="/" + "x" * 500, query_string=b"token=secret")
    assert request is not None
    assert "secret" not in request.label
    assert request.label == "GET /" + "x" * 119 + "…"


def test_a_trusted_proxy_says_who_asks() -> None:
    headers = [
        (b"host", b"inside"),
        (b"x-forwarded-for", b"203.0.113.7"),
        (b"x-forwarded-proto", b"https"),
        (b"x-forwarded-host", b"shop.example"),
        (b"x-forwarded-port", b"8443"),
    ]
    trusted = TrustedProxies((ip_network("10.0.0.0/8"),))
    request = read(trusted, headers=headers)
    assert request is not None
    assert request.url.origin == "https://shop.example:8443"
    assert request.scope["client"] == ("203.0.113.7", 0)
    request = read(headers=headers)
    assert request is not None
    assert request.url.origin == "http://inside"
    assert request.scope["client"] == ("10.0.0.1", 5000)


def test_an_origin_by_configuration_counts_most() -> None:
    request = read(origin="https://www.shop.example")
    assert request is not None
    assert request.url.href == "https://www.shop.example/a?q=1"
