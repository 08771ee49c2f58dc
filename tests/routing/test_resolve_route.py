"""From a route's id to a path: kit's rules, and the way back through the router."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.routing.params import Params
from lissome.routing.paths import decode_pathname
from lissome.routing.pattern import compile_pattern, extract_params
from lissome.routing.resolve_route import resolve_route
from lissome.routing.route_id import params_of, route_id_of
from lissome.url import parse_url

if TYPE_CHECKING:
    from support.kit import Kit

ID = UUID("11111111-2222-4333-8444-555555555555")


class Colour(Enum):
    RED = "red"


CASES: list[tuple[str, dict[str, Any], str]] = [
    ("/", {}, "/"),
    ("/about", {}, "/about"),
    ("/about/", {}, "/about/"),
    ("about", {}, "/about"),
    ("/(app)/users/(all)", {}, "/users"),
    ("/(app)", {}, "/"),
    ("/blog/[slug]", {"slug": "hello"}, "/blog/hello"),
    ("/blog/[slug]", {"slug": 7}, "/blog/7"),
    ("/blog/[slug]", {"slug": 1.5}, "/blog/1.5"),
    ("/blog/[slug]", {"slug": True}, "/blog/true"),
    ("/blog/[slug=word]/[page=num]/", {"slug": "a", "page": 2}, "/blog/a/2/"),
    ("/[a]-[b].json", {"a": "x", "b": "y"}, "/x-y.json"),
    ("/[[lang]]/about", {}, "/about"),
    ("/[[lang]]/about", {"lang": ""}, "/about"),
    ("/[[lang]]/about", {"lang": "de"}, "/de/about"),
    ("/files/[...path]", {"path": "a/b"}, "/files/a/b"),
    ("/files/[...path]", {"path": ""}, "/files"),
    ("/[x+2e]well-known/[u+d83e-dd2a]/[x+2f]", {}, "/.well-known/\U0001f92a/%2F"),
    ("/[my-id]", {"my-id": "x"}, "/x"),
]


@pytest.mark.parametrize(("route_id", "params", "path"), CASES)
def test_paths(route_id: str, params: dict[str, Any], path: str) -> None:
    assert resolve_route(route_id, params) == path


@pytest.mark.node
def test_the_paths_are_those_of_kit(kit: Kit) -> None:
    cases = [(route_id, params, path) for route_id, params, path in CASES if route_id.startswith("/")]
    assert [kit.call("resolve_route", route_id, params) for route_id, params, _ in cases] == [
        path for _, _, path in cases
    ]


@pytest.mark.parametrize(
    ("route_id", "params", "path"),
    [
        ("/blog/[slug]", {"slug": "a b/c?d#e%"}, "/blog/a%20b%2Fc%3Fd%23e%25"),
        ("/files/[...path]", {"path": "ä/b c"}, "/files/%C3%A4/b%20c"),
        ("/blog/[slug]", {"slug": "it's(1)@x:y"}, "/blog/it's(1)@x:y"),
        ("/[a]", {"a": ID}, f"/{ID}"),
        ("/[a]", {"a": Colour.RED}, "/red"),
        ("/[a]", {"a": 2.0}, "/2"),
        ("/[[lang]]/about", {"lang": None}, "/about"),
        ("/blog/[slug]?page=2&next=/x#top", {"slug": "a"}, "/blog/a?page=2&next=/x#top"),
        ("/about?q=[x]", {}, "/about?q=[x]"),
    ],
)
def test_beyond_kit(route_id: str, params: dict[str, Any], path: str) -> None:
    assert resolve_route(route_id, params) == path


@pytest.mark.parametrize(
    ("route_id", "params", "says"),
    [
        ("https://x.example/a", {}, "is a URL already"),
        ("//x.example/a", {}, "is a URL already"),
        ("mailto:x", {}, "is a URL already"),
        ("/blog/[slug]", {}, r"needs the parameter `slug`: write resolve\('/blog/\[slug\]', slug=…\)"),
        ("/blog/[slug]", {"slug": None}, "needs the parameter `slug`"),
        ("/blog/[slug]", {"slug": ""}, "needs the parameter `slug`"),
        ("/files/[...path]", {}, "needs the parameter `path`"),
        ("/files/[...path]", {"path": "/a"}, "cannot begin or end with a slash"),
        ("/files/[...path]", {"path": "a/../../b"}, "would lead elsewhere"),
        ("/blog/[slug]", {"slug": ".."}, "would lead elsewhere"),
        ("/blog/[slug]", {"slugg": "x"}, "has no parameter 'slugg'; there is `slug`"),
        ("/blog/[slug]", {"slug": [1]}, "is a list; it must be a str, int"),
    ],
)
def test_refused(route_id: str, params: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        resolve_route(route_id, params)


@given(value=st.text(min_size=1).filter(lambda text: text.strip("/") == text and text not in (".", "..")))
def test_the_router_finds_the_same_value(value: str) -> None:
    """Whatever it is: a browser parses the path, and sends it."""
    value = value.encode("utf-8", "replace").decode()
    path = parse_url("http://x" + resolve_route("/blog/[slug]", {"slug": value})).pathname
    found = compile_pattern(r"^\/blog\/([^/]+?)\/?$").match(decode_pathname(path))
    assert found is not None
    assert extract_params(found.groups(), params_of("/blog/[slug]"), {}) == Params(slug=value)


@pytest.mark.parametrize(
    ("file", "route_id"),
    [
        ("src/routes/+page.server.py", "/"),
        ("src/routes/(app)/[[lang]]/x/+server.py", "/(app)/[[lang]]/x"),
        ("page.py", "/"),
    ],
)
def test_the_id_of_a_file(file: str, route_id: str) -> None:
    assert route_id_of(file) == route_id
