"""The arguments of `event.fetch`."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import httpx
import pytest

from lissome.described import described
from lissome.server.fetch_options import FetchOptions, SendOptions, read_options
from lissome.server.request.tracking import TrackedURL, Uses
from lissome.url import URL

PAGE = URL("https://app.test", "/blog/post", "?page=2")


def request_of(url: Any = "/x", **options: Any) -> httpx.Request:
    return read_options(PAGE, url, options)[0]  # type: ignore[arg-type]  # some are wrong on purpose


def sent_as(**options: Any) -> SendOptions:
    return read_options(PAGE, "/x", options)[1]  # type: ignore[arg-type]  # some are wrong on purpose


class Address:
    def __str__(self) -> str:
        return "https://other.test/address"


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("/x?a=1", "https://app.test/x?a=1"),
        ("other", "https://app.test/blog/other"),
        ("?page=3", "https://app.test/blog/post?page=3"),
        ("//other.test/x", "https://other.test/x"),
        ("https://other.test", "https://other.test/"),
        (PAGE, PAGE.href),
        (TrackedURL(PAGE, Uses()), PAGE.href),
        (httpx.URL("/x", params={"a": "1"}), "https://app.test/x?a=1"),
        (httpx.URL("https://other.test/x"), "https://other.test/x"),
        (PurePosixPath("/x/y"), "https://app.test/x/y"),
        (Address(), "https://other.test/address"),
    ],
)
def test_whatever_is_a_url(url: Any, whole: str) -> None:
    assert str(request_of(url).url) == whole


@pytest.mark.parametrize(
    "url", [None, 7, b"/x", bytearray(b"/x"), ["/x"], {}, httpx.Request("GET", "/x"), object()]
)
def test_what_is_no_url(url: Any) -> None:
    with pytest.raises(TypeError, match=rf"takes a URL: .*, not {described(url)}$"):
        request_of(url)


def test_a_url_that_is_not_valid() -> None:
    with pytest.raises(ValueError, match=r"^event\.fetch: 'http://\[' is not a valid URL$"):
        request_of("http://[")


async def test_what_is_a_part_of_the_request() -> None:
    request = request_of(
        "/x",
        method="put",
        params={"q": "ä"},
        headers={"X-Own": "1"},
        cookies={"a": "b"},
        json={"n": 1},
        extensions={"trace": None},
    )
    assert (request.method, str(request.url)) == ("PUT", "https://app.test/x?q=%C3%A4")
    assert await request.aread() == b'{"n":1}'
    found = {name: request.headers[name] for name in ("x-own", "cookie", "content-type")}
    assert found == {"x-own": "1", "cookie": "a=b", "content-type": "application/json"}
    assert request.extensions == {"trace": None}
    assert await request_of(method="POST", data={"a": "b c"}).aread() == b"a=b+c"
    assert await request_of(method="POST", content="text").aread() == b"text"
    form = request_of(method="POST", files={"f": ("name.txt", b"contents")})
    assert b"contents" in await form.aread()
    assert form.headers["content-type"].startswith("multipart/form-data; boundary=")


def test_how_it_is_sent() -> None:
    assert sent_as() == SendOptions("same-origin", "default", None, None)
    assert sent_as(credentials="omit").credentials == "omit"
    assert sent_as(follow_redirects=True).redirects == "follow"
    assert sent_as(follow_redirects=False).redirects == "manual"
    assert sent_as(timeout=0.5).timeout == httpx.Timeout(0.5)
    assert sent_as(timeout=None).timeout == httpx.Timeout(None)
    assert sent_as(timeout=httpx.Timeout(1, read=2)).timeout == httpx.Timeout(1, read=2)
    digest = httpx.DigestAuth("a", "b")
    assert sent_as(auth=digest).auth is digest
    assert isinstance(sent_as(auth=("a", "b")).auth, httpx.BasicAuth)
    assert sent_as(auth=None).auth is None
    assert isinstance(sent_as(auth=lambda request: request).auth, httpx.Auth)


@pytest.mark.parametrize("auth", ["secret", ("secret",), 7])
def test_auth_of_another_type(auth: Any) -> None:
    with pytest.raises(TypeError, match="auth= takes a pair of name and password") as refusal:
        sent_as(auth=auth)
    assert "secret" not in str(refusal.value)


def test_credentials_that_the_web_does_not_know() -> None:
    with pytest.raises(ValueError, match='credentials=\'always\'; write "same-origin", "include" or "omit"'):
        sent_as(credentials="always")


@pytest.mark.parametrize("timeout", ["soon", b"1", [1], {}])
def test_a_wrong_timeout(timeout: Any) -> None:
    with pytest.raises(TypeError, match=r"timeout= takes seconds, an httpx\.Timeout, or None"):
        sent_as(timeout=timeout)


@pytest.mark.parametrize("headers", ["x-a: 1", b"x-b: 2"])
def test_headers_as_a_text(headers: Any) -> None:
    with pytest.raises(TypeError, match="headers= takes a mapping or pairs, not "):
        sent_as(headers=headers)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("body", "; write content=, json= or data="),
        ("redirect", "; write follow_redirects="),
        ("signal", "; write timeout="),
        ("query", "; write params="),
        ("stream", "; write an httpx.AsyncClient of your own, made in `init`"),
        ("retries", ""),
    ],
)
def test_an_unknown_option(name: str, advice: str) -> None:
    with pytest.raises(TypeError) as refusal:
        request_of(**{name: 1})
    assert str(refusal.value) == (
        f"event.fetch got an unexpected option {name!r}{advice}. Its options are method, headers, params, "
        "content, data, files, json, cookies, timeout, auth, follow_redirects, extensions, credentials"
    )


def test_the_options_are_those_of_httpx() -> None:
    known = httpx.AsyncClient.request.__annotations__.keys() - {"url", "return"}
    assert set(FetchOptions.__annotations__) == known | {"credentials"}
