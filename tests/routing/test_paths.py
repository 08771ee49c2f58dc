"""Paths, compared with ECMAScript's functions and with SvelteKit's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.page_options import TrailingSlash
from lissome.routing.paths import (
    DATA_SUFFIXES,
    add_data_suffix,
    decode_component,
    decode_pathname,
    decode_uri,
    normalize_path,
    relative_location,
    strip_data_suffix,
)
from support.kit import KitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.kit import Kit

# Escapes of every kind: reserved, two to four bytes, overlong, surrogates, cut off, no hex at all.
PIECES = [
    *("/", "a", "Z", "0", "é", "日", "%", "%2", "%zz", "%25", "%2525", "%20", "%41", "%7e", "%00"),
    *("%2F", "%2f", "%3B", "%3f", "%3a", "%40", "%26", "%3D", "%2B", "%24", "%2c", "%23", "%5B"),
    *("%C3%A9", "%e6%97%a5", "%F0%9F%98%80", "%C3", "%A9", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%FF"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
slashes: st.SearchStrategy[TrailingSlash] = st.sampled_from(get_args(TrailingSlash))
pathnames = st.lists(
    st.sampled_from(["a", "b.html", "__data.json", ".html__data.json", "a:b", ""]), max_size=4
).map(lambda parts: "/" + "/".join(parts))


@pytest.mark.parametrize("decode", [decode_uri, decode_component, decode_pathname])
@given(text=texts)
def test_decoding_is_javascripts(kit: Kit, decode: Callable[[str], str], text: str) -> None:
    try:
        expected = kit.call(decode.__name__, text)
    except KitError:
        with pytest.raises(ValueError, match=r"malformed|codec can't decode"):
            decode(text)
    else:
        assert decode(text) == expected


@pytest.mark.parametrize(
    ("pathname", "decoded"),
    [
        ("/plain", "/plain"),
        ("/caf%C3%A9", "/café"),
        (
            "/100%25",
            "/100%25",
        ),  # stays, so that the parameter is decoded once: decode_component makes it "100%"
        ("/%2525", "/%2525"),
        ("/a%2Fb", "/a%2Fb"),  # a slash that is not one
    ],
)
def test_decode_pathname(pathname: str, decoded: str) -> None:
    assert decode_pathname(pathname) == decoded


@pytest.mark.parametrize("text", ["%", "%f", "%gg", "%c3", "%ff%fe", "a%c3%28"])
def test_what_is_malformed_is_an_error(text: str) -> None:
    for decode in (decode_uri, decode_component, decode_pathname):
        with pytest.raises(ValueError):
            decode(text)


@given(path=pathnames, slash=slashes)
def test_normalize_path(kit: Kit, path: str, slash: TrailingSlash) -> None:
    assert normalize_path(path, slash) == kit.call("normalize_path", path, slash)


@given(path=pathnames, slash=slashes)
def test_relative_location(kit: Kit, path: str, slash: TrailingSlash) -> None:
    target = normalize_path(path, slash)
    if target != path:
        assert relative_location(path, target) == kit.call("relative_location", path, target)


@given(path=pathnames)
def test_data_suffixes(kit: Kit, path: str) -> None:
    assert add_data_suffix(path) == kit.call("add_data_suffix", path)
    assert path.endswith(DATA_SUFFIXES) == kit.call("is_data_path", path)
    if path.endswith(DATA_SUFFIXES):
        assert strip_data_suffix(path) == kit.call("strip_data_suffix", path)


@pytest.mark.parametrize(
    ("page", "data"), [("/", "/__data.json"), ("/a", "/a/__data.json"), ("/a.html", "/a.html__data.json")]
)
def test_the_data_of_a_page(page: str, data: str) -> None:
    assert add_data_suffix(page) == data
    assert (strip_data_suffix(data) or "/") == page
