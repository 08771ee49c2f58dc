"""Keys: plain values, never two for one text nor one for two."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from lissome.cache import Cache, CacheError
from lissome.cache.keys import key_text
from lissome.server.request.locals import Locals
from lissome.url import URL


class Role(StrEnum):
    ADMIN = "admin"


class Level(IntEnum):
    ONE = 1


class Colour(Enum):
    RED = 1


ATOMS = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.binary(),
    st.floats(allow_nan=False),
    st.uuids(),
    st.dates(),
    st.datetimes(),
    st.decimals(allow_nan=False),
)
KEYS = st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=6)


def same(a: Any, b: Any) -> bool:
    """Equal, of the same types, all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return repr(a) == repr(b)


@given(KEYS, KEYS)
def test_texts_are_equal_when_keys_are(first: object, second: object) -> None:
    assert (key_text(first, "c") == key_text(second, "c")) == same(first, second)


@given(KEYS)
def test_texts_have_one_line_of_utf8(key: object) -> None:
    text = key_text(key, "c")
    assert text.encode().decode() == text
    assert "\n" not in text


def test_what_python_takes_for_equal_is_not() -> None:
    keys = [
        1,
        1.0,
        True,
        "1",
        b"1",
        Decimal(1),
        Level.ONE,
        Colour.RED,
        (1,),
        ((1,),),
        ("1",),
        "('1',)",
        0.0,
        -0.0,
    ]
    assert len({key_text(key, "c") for key in keys}) == len(keys)


def test_enums_have_their_names() -> None:
    assert key_text((Role.ADMIN, Level.ONE), "c").endswith(".Level.ONE)")
    assert key_text(Role.ADMIN, "c") != key_text("admin", "c")


@pytest.mark.parametrize(
    "key", [date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC), time(1, 2), UUID(int=1), Decimal("1.20"), ()]
)
def test_plain(key: object) -> None:
    assert key_text(key, "c")


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize("key", [[], {}, {1}, frozenset(), object(), Text("x"), 1j, (1, [2]), len])
def test_others_are_refused(key: object) -> None:
    with pytest.raises(CacheError, match=r"a key of cache 'c' holds a \w+\. Keys are made of str, int,"):
        key_text(key, "c")


@pytest.mark.parametrize("key", [Request({"type": "http"}), Locals(), URL("http://x", "/a", "")])
def test_what_belongs_to_a_request_is_refused(key: object) -> None:
    with pytest.raises(CacheError, match=r"holds the \w+ of a request. Say which of its values matter"):
        key_text(("page", key), "c")


async def test_a_refused_key_loads_nothing() -> None:
    cache = Cache[object, int]("c", size=1, ttl=1)
    with pytest.raises(CacheError):
        await cache.get([], lambda: pytest.fail("loaded"))
