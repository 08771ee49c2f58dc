"""Cookies: SvelteKit's defaults and path rules, compared with SvelteKit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.server.http.cookies import (
    domain_matches,
    parse_cookie_header,
    parse_set_cookie,
    path_matches,
    received_cookie,
)
from lissome.server.request.cookies import Cookies
from lissome.url import URL, parse_url

if TYPE_CHECKING:
    from lissome.page_options import TrailingSlash
    from support.kit import Kit

NAMES = ["a", "b", "__Host-s", "a(b)", "a,b", "[x]"]
VALUES = ["", "1", "a b;c=é%", "日\u2028", '"q"', "%41", "a=b:c/d+e@f", "a,b", "\\", "~!*'()"]
PATHS = [
    *("/", "/deep", "/deep/er/", "/other", "", ".", "rel", "..", "/x.html"),
    *("/a b", "/%41", "/a/../b", "/a?b", "/a#b", "//x", "\\x", "http://x.example/y"),
]
DOMAINS = [None, "example.com", ".example.com", "app.example.com", "other.example"]
HEADERS = [
    "",
    "a=1",
    "a=%20x; b=%zz",
    'a="quoted"; a=2; =3; c',
    "b=%E0%A4%A; a = 5 ",
    "a=b=c;;b=",
    "__proto__=1",
]
HREFS = [
    "http://localhost/deep/er",
    "https://app.example.com/deep/er/",
    "http://127.0.0.1:8000/",
    "http://localhost:5173/x.html",
]

PYTHON_NAMES = {"httpOnly": "http_only", "sameSite": "same_site", "maxAge": "max_age"}

options = st.fixed_dictionaries(
    {},
    optional={
        "path": st.sampled_from(PATHS),
        "domain": st.sampled_from([domain for domain in DOMAINS if domain]),
        "httpOnly": st.booleans(),
        "secure": st.booleans(),
        "sameSite": st.sampled_from(["lax", "strict", "none", "Lax", True, False]),
        "priority": st.sampled_from(["low", "medium", "high"]),
        "maxAge": st.sampled_from([0, 1, 3600, -1]),
        "partitioned": st.booleans(),
    },
)
deletion = st.fixed_dictionaries(
    {}, optional={"path": st.sampled_from(PATHS), "httpOnly": st.booleans(), "secure": st.booleans()}
)
calls = st.one_of(
    st.tuples(st.just("get"), st.sampled_from(NAMES)),
    st.tuples(st.just("getAll")),
    st.tuples(st.just("set"), st.sampled_from(NAMES), st.sampled_from(VALUES), options),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), deletion),
    st.tuples(st.just("serialize"), st.sampled_from(NAMES), st.sampled_from(VALUES), options),
)


def call(cookies: Cookies, method: str, *arguments: Any) -> Any:
    """A call as SvelteKit writes it."""
    if method == "getAll":
        return [{"name": name, "value": value} for name, value in cookies.get_all().items()]
    *rest, last = arguments
    options: dict[str, Any] = last if isinstance(last, dict) else {}
    named = {PYTHON_NAMES.get(key, key): value for key, value in options.items()}
    return getattr(cookies, method)(*(rest if isinstance(last, dict) else arguments), **named)


@given(
    header=st.sampled_from(HEADERS),
    href=st.sampled_from(HREFS),
    slash=st.sampled_from(["never", "always", "ignore"]),
    steps=st.lists(calls, max_size=6),
    destination=st.sampled_from([*HREFS, "https://example.com/"]),
)
def test_as_kit(
    kit: Kit, header: str, href: str, slash: TrailingSlash, steps: list[Any], destination: str
) -> None:
    cookies = Cookies(header, parse_url(href), trailing_slash=slash)
    results = [call(cookies, *step) for step in steps]
    target = parse_url(destination)
    expected = kit.call("cookies", header, href, slash, steps, destination)
    for own, of_kit in zip(results, expected["results"], strict=True):
        # the order of names is nobody's business
        assert sorted(map(str, own or [])) == sorted(map(str, of_kit or []))
    assert sorted(cookies.headers()) == sorted(expected["headers"])
    sent = cookies.header_for(target.hostname, target.pathname, None)
    assert sorted(sent.split("; ")) == sorted(expected["sent"].split("; "))


@given(
    hostname=st.sampled_from(["example.com", "app.example.com", "badexample.com"]),
    domain=st.sampled_from(DOMAINS),
)
def test_domain_matches(kit: Kit, hostname: str, domain: str | None) -> None:
    assert domain_matches(hostname, domain) == kit.call("domain_matches", hostname, domain)


@given(
    path=st.sampled_from(["/", "/a", "/a/", "/a/b", "/ab"]),
    cookie=st.sampled_from([None, "", "/", "/a", "/a/"]),
)
def test_path_matches(kit: Kit, path: str, cookie: str | None) -> None:
    assert path_matches(path, cookie) == kit.call("path_matches", path, cookie)


def jar(header: str = "", href: str = "https://app.example/page") -> Cookies:
    return Cookies(header, parse_url(href), trailing_slash="never")


def test_the_defaults_are_safe() -> None:
    cookies = jar()
    cookies.set("session", "a b")
    assert list(cookies.headers()) == ["session=a%20b; Path=/; HttpOnly; Secure; SameSite=Lax"]
    assert (
        cookies.serialize("session", "x", max_age=5)
        == "session=x; Max-Age=5; Path=/; HttpOnly; Secure; SameSite=Lax"
    )


@pytest.mark.parametrize(
    ("href", "secure"),
    [
        ("http://localhost:8000/", False),
        ("https://localhost/", True),
        ("http://127.0.0.1/", True),
        ("http://a/", True),
    ],
)
def test_secure_is_left_out_on_localhost_only(href: str, secure: bool) -> None:
    cookies = jar(href=href)
    cookies.set("a", "1")
    assert ("Secure" in next(cookies.headers())) is secure


def test_expires_is_an_http_date() -> None:
    cookies = jar()
    cookies.set("a", "1", expires=datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert "Expires=Wed, 02 Jan 2030 03:04:05 GMT" in next(cookies.headers())


def test_what_was_set_is_read_back() -> None:
    cookies = jar("a=old")
    assert cookies.get("a") == "old"
    cookies.set("a", "new")
    assert cookies.get("a") == "new"
    assert cookies.get_all() == {"a": "new"}
    cookies.delete("a")
    assert cookies.get("a") is None
    assert cookies.get("a", "default") == "default"


def test_what_the_browser_would_not_send_here_is_not_read_and_takes_no_place() -> None:
    cookies = jar("in=0")
    cookies.set("b", "1", path="/elsewhere")
    cookies.set("a", "2")
    cookies.set("b", "3")
    assert list(cookies.get_all()) == ["in", "a", "b"]


@pytest.mark.parametrize("name", ["", "a b", "a=b", "a;b", "a\r\nX: y", "é", "\x7f"])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"cookie .* the name may only have ASCII letters, digits and"):
        jar().set(name, "1")


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b=1", "x; Path=/evil", "\0"])
def test_a_value_cannot_leave_its_place(value: str) -> None:
    cookies = jar()
    cookies.set("a", value)
    header = next(cookies.headers())
    assert header.split(";")[1:] == [" Path=/", " HttpOnly", " Secure", " SameSite=Lax"]
    assert "\r" not in header
    assert cookies.get("a") == value


@pytest.mark.parametrize(
    "options",
    [
        {"path": "/a;b"},
        {"path": "a;b", "domain": "other.example"},
        {"path": "/\r\n", "domain": "other.example"},
        {"domain": "a;b"},
        {"domain": "a\nb"},
        {"domain": "-x.example"},
        {"domain": "a..b"},
        {"max_age": 1.5},
        {"max_age": 2**53},
        {"expires": datetime(1600, 12, 31, tzinfo=UTC)},
        {"same_site": "bogus"},
        {"priority": "urgent"},
        {"encode": lambda _: "a;b"},
        {"encode": lambda _: "\r\n"},
    ],
)
def test_what_cannot_stand_in_a_header_is_refused(options: dict[str, Any]) -> None:
    """As with kit, but there only when the response is made."""
    cookies = jar()
    with pytest.raises(ValueError, match=r"cookie 'a': "):
        cookies.set("a", "1", **options)
    assert list(cookies.headers()) == []


def test_odd_paths_are_resolved_as_urls_are() -> None:
    cookies = jar()
    for path in ("/é", "/\t", "/<x>"):
        cookies.set("a", "1", path=path)
    paths = [header.split("; ")[1] for header in cookies.headers()]
    assert paths == ["Path=/%C3%A9", "Path=/", "Path=/%3Cx%3E"]


def test_an_unknown_option_is_refused() -> None:
    with pytest.raises(TypeError, match="httponly"):
        jar().set("a", "1", httponly=True)  # type: ignore[call-arg] # that is the test


def test_values_may_be_written_and_read_in_another_way() -> None:
    cookies = jar("old=a-b")
    cookies.set("a", "x y", encode=lambda value: value.replace(" ", "_"), priority="high", same_site=None)
    assert list(cookies.headers()) == ["a=x_y; Path=/; HttpOnly; Secure; Priority=High"]
    assert cookies.get("a") == "x y"
    assert cookies.header_for("app.example", "/", None) == "old=a-b; a=x_y"
    assert cookies.get("old", decode=str.upper) == "A-B"
    assert cookies.get_all(decode=str.upper) == {"old": "A-B", "a": "x y"}


def test_a_received_cookie_keeps_all_it_has() -> None:
    header = "a=%41b; Max-Age=5; Domain=x.example; Path=/p; Expires=Wed, 02 Jan 2030 03:04:05 GMT"
    flags = "; HttpOnly; Secure; Partitioned; Priority=High; SameSite=None"
    assert received_cookie(header + flags, "/folder").header() == header + flags
    odd = received_cookie("a=1; max-age=x; expires=never; samesite=odd; priority=odd; HTTPONLY", "/folder")
    assert odd.header() == "a=1; Path=/folder; HttpOnly"


@pytest.mark.parametrize(
    "expires", ["never", "Mon, 01 Jan 99999999999 00:00:00 GMT", "Mon, 01 Jan 2024 00:00:00 +99999999999999"]
)
def test_a_received_cookie_with_an_odd_date_has_none(expires: str) -> None:
    assert received_cookie(f"a=1; expires={expires}", "/").expires is None


def test_same_site_none_cannot_inject() -> None:
    with pytest.raises(ValueError, match="same_site"):
        jar().set("a", "1", same_site="lax; Domain=evil")  # type: ignore[arg-type]


def test_setting_after_the_response_is_an_error() -> None:
    cookies = jar()
    cookies.close()
    with pytest.raises(RuntimeError, match=r"cookies.set\('a'\) came after the response was made"):
        cookies.set("a", "1")


def test_parsing() -> None:
    assert parse_cookie_header("a=1; a=2; b; c = x ") == {"a": "1", "c": "x"}
    assert parse_set_cookie("a=b=c; Path=/x; HttpOnly") == ("a", "b=c", {"path": "/x", "httponly": ""})


def test_relative_paths_follow_the_page() -> None:
    cookies = Cookies("", URL("https://a.example", "/x/y", ""), trailing_slash="always")
    cookies.set("a", "1", path="z")
    assert "Path=/x/y/z;" in next(cookies.headers())
