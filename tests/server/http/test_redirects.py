"""Redirects are followed by the web's rules (https://fetch.spec.whatwg.org/#http-redirect-fetch).

The tables are what Node's fetch does, too.
"""

from __future__ import annotations

import httpx
import pytest

from lissome.server.http.redirects import is_redirect, redirected

BASE = "https://a.test/dir/page?q=1"
SENT = {
    "Host": "a.test",
    "Authorization": "secret",
    "Cookie": "a=1",
    "Proxy-Authorization": "secret",
    "Content-Type": "text/x",
    "Content-Language": "de",
    "Content-Encoding": "x",
    "Content-Location": "/x",
    "Content-Length": "4",
    "X-Own": "kept",
}
OF_THE_BODY = {name for name in SENT if name.startswith("Content-")}
OF_THE_ORIGIN = {"Authorization", "Cookie", "Proxy-Authorization"}


def answer(status: int, location: str | bytes | None, method: str = "GET") -> httpx.Response:
    request = httpx.Request(method, BASE, headers=SENT, content=b"body")
    headers = [] if location is None else [(b"Location", location)]
    return httpx.Response(status, headers=headers, request=request)  # type: ignore[arg-type]  # bytes are fine


def follow(response: httpx.Response) -> httpx.Request:
    return redirected(response, response.request.headers.raw)


def named(request: httpx.Request) -> set[str]:
    return {name.decode() for name, _ in request.headers.raw}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
async def test_methods_and_bodies(status: int, method: str) -> None:
    becomes_get = (status in (301, 302) and method == "POST") or (
        status == 303 and method not in ("GET", "HEAD")
    )
    request = follow(answer(status, "/x", method))
    assert request.method == ("GET" if becomes_get else method)
    assert await request.aread() == (b"" if becomes_get else b"body")
    assert named(request) == set(SENT) - (OF_THE_BODY if becomes_get else set())


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/x", "https://a.test/x"),
        ("x", "https://a.test/dir/x"),
        ("../x", "https://a.test/x"),
        ("?x", "https://a.test/dir/page?x"),
        ("", BASE),
        ("//b.test/x", "https://b.test/x"),
        ("\\\\b.test\\x", "https://b.test/x"),
        (" /x\t", "https://a.test/x"),
        ("HTTP://B.test:80/x", "http://b.test/x"),
        ("https:x", "https://a.test/dir/x"),
        ("/ä b", "https://a.test/%C3%A4%20b"),
        ("/ä".encode("latin-1"), "https://a.test/%EF%BF%BD"),
        ("/x#part", "https://a.test/x#part"),
    ],
)
def test_locations_are_resolved_as_browsers_do(location: str | bytes, url: str) -> None:
    sent = location if isinstance(location, bytes) else location.encode()
    assert str(follow(answer(302, sent)).url) == url


@pytest.mark.parametrize(
    "location",
    [
        *(
            "http://[",
            "https://a b/",
            "file:///etc/passwd",
            "data:text/plain,x",
            "javascript:0",
            "ftp://a.test/",
        ),
        *("https://name:word@b.test/", "https://name@a.test/x", "//:word@a.test/"),
    ],
)
def test_what_the_web_does_not_follow(location: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="302: redirect to") as refusal:
        follow(answer(302, location))
    assert "word@" not in str(refusal.value)


@pytest.mark.parametrize(
    ("location", "keeps"),
    [
        *(("/x", True), ("https://a.test:443/x", True), ("https://A.test/x", True)),
        *(("http://a.test/x", False), ("https://a.test:444/x", False)),
        *(("https://b.test/", False), ("https://sub.a.test/", False)),
    ],
)
def test_what_is_meant_for_one_origin_goes_no_further(location: str, keeps: bool) -> None:
    request = follow(answer(307, location, "POST"))
    assert named(request) == set(SENT) - (set() if keeps else OF_THE_ORIGIN)
    assert request.headers["host"] == request.url.netloc.decode()
    assert request.headers["x-own"] == "kept"


def test_the_fragment_is_inherited() -> None:
    response = answer(302, "/x")
    response.request.url = response.request.url.copy_with(fragment="part")
    assert str(follow(response).url) == "https://a.test/x#part"
    response.headers["location"] = "/x#own"
    assert str(follow(response).url) == "https://a.test/x#own"


def test_only_the_given_headers_go_on() -> None:
    response = answer(302, "/x")
    response.request.headers["x-added"] = "for this URL"
    request = redirected(response, [(b"X-Own", b"kept")])
    assert request.headers.raw == [(b"Host", b"a.test"), (b"X-Own", b"kept")]


def test_extensions_of_one_url_are_left_behind() -> None:
    response = answer(302, "/x")
    response.request.extensions = {"timeout": {"read": 1}, "target": b"/odd", "sni_hostname": "a.test"}
    assert set(follow(response).extensions) == {"timeout", "sni_hostname"}
    response.headers["location"] = "https://b.test/"
    assert set(follow(response).extensions) == {"timeout"}


@pytest.mark.parametrize(
    ("status", "location", "is_one"),
    [
        *((301, "/x", True), (302, "", True), (303, "/x", True), (307, "/x", True), (308, "/x", True)),
        *((300, "/x", False), (304, "/x", False), (305, "/x", False), (200, "/x", False), (201, "/x", False)),
        (302, None, False),
    ],
)
def test_which_responses_are_redirects(status: int, location: str | None, is_one: bool) -> None:
    assert is_redirect(answer(status, location)) is is_one
