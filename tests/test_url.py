"""URLs, compared with Node's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.url import URL, SearchParams, parse_url, request_origin, request_url
from support.kit import KitError

if TYPE_CHECKING:
    from support.kit import Kit

ORIGIN = "http://app.example:8000"

pieces = st.sampled_from(
    [
        *(
            "a",
            "b",
            "/",
            "//",
            ".",
            "..",
            "%2e",
            "%2E%2e",
            "%20",
            "%zz",
            "%",
            "é",
            " ",
            "\\",
            "\t",
            "\n",
            ":",
            "@",
        ),
        *(
            "?",
            "#",
            "&",
            "=",
            "+",
            "~",
            "*",
            "'",
            '"',
            "<",
            "[",
            "|",
            "^",
            "`",
            "{",
            ";",
            ",",
            "!",
            "$",
            "(",
            "%C3%A9",
        ),
    ]
)
targets = st.lists(pieces, max_size=8).map("".join)
queries = st.lists(st.sampled_from(["a", "b=", "=", "&", "+", "%20", "%zz", "%C3%A9", "%ff", "~*", ";"])).map(
    "".join
)


@given(query=queries)
def test_search_params(kit: Kit, query: str) -> None:
    params = SearchParams(query)
    expected = kit.call("search_params", query)
    assert [list(pair) for pair in params.items()] == expected["pairs"]
    assert str(params) == expected["text"]


@given(path=targets, query=targets)
def test_request_url_normalises_as_browsers_do(kit: Kit, path: str, query: str) -> None:
    """A request target as it was sent: ASCII, and without what ends it."""
    path, query = "/" + path.translate({35: None, 63: None}), query.replace("#", "")
    if not (path + query).isascii() or set(path + query) & set(" \t\n"):
        return
    expected = kit.call("parse_url", f"{ORIGIN}{path}{'?' + query if query else ''}")
    url = request_url(ORIGIN, path, query)
    assert (url.origin, url.pathname, url.search) == (ORIGIN, expected["pathname"], expected["search"])


@pytest.mark.parametrize("target", ["@evil.example/", ".evil.example", ":1/", "*", "http://evil.example/"])
def test_a_target_cannot_name_another_origin(target: str) -> None:
    with pytest.raises(ValueError):
        request_url("http://app.example", target, "")


@pytest.mark.parametrize("target", ["//evil.example/x", "/\\evil.example/x"])
def test_a_path_that_looks_like_a_host_stays_a_path(target: str) -> None:
    url = request_url("http://app.example", target, "")
    assert (url.origin, url.pathname) == ("http://app.example", "//evil.example/x")


@given(reference=targets, base=st.sampled_from([None, "http://app.example/a/b?c", "https://x.example:444"]))
def test_parse_url(kit: Kit, reference: str, base: str | None) -> None:
    try:
        expected: dict[str, Any] = kit.call("parse_url", reference, *([base] if base else []))
    except KitError:
        with pytest.raises(ValueError):
            parse_url(reference, base)
        return
    if expected["origin"] == "null":
        return  # schemes without an origin, such as `data:`, are none of a server's
    url = parse_url(reference, base)
    assert {name: getattr(url, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("href", "hostname", "port"),
    [
        ("http://a:80/", "a", ""),
        ("https://a:8443/", "a", "8443"),
        ("http://[::1]:3000/", "[::1]", "3000"),
        ("http://[::1]/", "[::1]", ""),
    ],
)
def test_parts(href: str, hostname: str, port: str) -> None:
    url = parse_url(href)
    assert (url.hostname, url.port, url.protocol) == (hostname, port, href.partition("//")[0])


def test_it_reads_like_the_browsers() -> None:
    url = parse_url("https://example.com/a?q=1&q=2&x=")
    assert url.href == str(url) == "https://example.com/a?q=1&q=2&x="
    params = url.search_params
    assert (params.get("q"), params.get_all("q"), params.get("x"), params.get("y"), params.get("y", "z")) == (
        *("1", ["1", "2"], ""),
        *(None, "z"),
    )
    assert "q" in params
    assert not params.has("y")
    assert (list(params), len(params)) == (["q", "q", "x"], 3)
    assert str(params.without("q")) == "x="
    assert repr(url) == "URL('https://example.com/a?…')"
    assert url.with_path("/b") == parse_url("https://example.com/b?q=1&q=2&x=")
    assert url.with_path("/b", "").href == "https://example.com/b"
    assert url.join("../c?d") == "https://example.com/c?d"
    assert len({url, parse_url(url.href)}) == 1


def test_there_is_no_hash_on_a_server() -> None:
    with pytest.raises(AttributeError, match=r"url\.hash is not sent to servers; read it in the browser"):
        _ = URL(ORIGIN, "/", "").hash


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:80", "http://localhost"),
        ("localhost:8080", "http://localhost:8080"),
        ("Example.COM", "http://example.com"),
        ("127.0.0.1:65535", "http://127.0.0.1:65535"),
        ("0x7f.1", "http://127.0.0.1"),
        ("a:0080", "http://a"),
        ("[::1]:80", "http://[::1]"),
        ("[0:0::1]", "http://[::1]"),
    ],
)
def test_origins(host: str, origin: str) -> None:
    assert request_origin("http", host) == origin


@pytest.mark.parametrize("host", ["a:65536", "a:99999", "256.0.0.1", "1.2.3.4.5", "a.9x.0x", "[:::]", ""])
def test_hosts_that_no_url_can_have(host: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        request_origin("http", host)


@given(st.from_regex(r"[a-z0-9.\-]{1,12}(:[0-9]{1,5})?", fullmatch=True))
def test_origins_are_those_of_the_parser(host: str) -> None:
    try:
        expected = parse_url(f"http://{host}").origin
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            request_origin("http", host)
    else:
        assert request_origin("http", host) == expected
