"""What a cache keeps comes back as it was, or is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr
from starlette.responses import Response
from typing_extensions import TypedDict  # what pydantic wants before Python 3.12

from lissome.cache import Cache, CacheError
from lissome.cache.serializers import JsonSerializer


class Animal(BaseModel):
    name: str


class Dog(Animal):
    loud: bool = True


class Point(NamedTuple):
    x: int
    y: int


class Row(TypedDict):
    at: datetime
    sizes: dict[int, Decimal]


@dataclass(frozen=True)
class Tree:
    label: str
    leaves: tuple[Tree, ...] = ()


class Secret(BaseModel):
    token: SecretStr


class Connection:
    pass


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int, 2**80),
        (str, "a\u2028ß\0"),
        (bytes, b"abc"),
        (float, 0.1),
        (bool | None, None),
        (list[int], [1, 2]),
        (tuple[int, ...], (1, 2)),
        (set[str], {"a"}),
        (Point, Point(1, 2)),
        (Animal, Animal(name="Bo")),
        (Dog | Animal, Dog(name="Bo")),
        (list[Row], [{"at": datetime(2026, 1, 1, 1, 2, 3, 4, tzinfo=UTC), "sizes": {1: Decimal("1.10")}}]),
        (Tree, Tree("a", (Tree("b"),))),
        (tuple[date, timedelta, UUID], (date(2026, 1, 1), timedelta(seconds=1.5), UUID(int=3))),
        (Any, {"a": [1, None, "x"]}),
    ],
)
def test_it_comes_back(kind: Any, value: Any) -> None:
    data: JsonSerializer[Any] = JsonSerializer(kind, "c")
    back = data.load(data.dump(value))
    assert (back, type(back)) == (value, type(value))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
        max_leaves=9,
    )
)
def test_json_comes_back(value: Any) -> None:
    data: JsonSerializer[Any] = JsonSerializer(Any, "c")
    assert data.load(data.dump(value)) == value


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Animal, {"name": "Bo"}, "cache 'c' keeps Animal, and was given a dict"),
        (Animal, Dog(name="Bo"), "a Dog comes back changed"),
        (Secret, Secret(token=SecretStr("x")), "a Secret comes back changed"),
        (Any, datetime(2026, 1, 1, tzinfo=UTC), "a datetime comes back changed"),
        (Any, Point(1, 2), "a Point comes back changed"),
        (float, float("nan"), "cache 'c' keeps float, and was given a float"),
        (list[int], (1, 2), r"keeps list\[int\], and"),
        (int, None, "keeps int, and was given a NoneType"),
        (Any, object(), "keeps Any, and was given an object"),
    ],
)
def test_what_would_not_is_refused(kind: Any, value: Any, message: str) -> None:
    with pytest.raises(CacheError, match=message) as caught:
        JsonSerializer(kind, "c").dump(value)
    assert not re.search("input_value|https|Bo", str(caught.value))


@pytest.mark.parametrize("kind", [Connection, list[Connection], Response, "Nonsense"])
def test_types_that_are_no_data_are_refused(kind: Any) -> None:
    with pytest.raises(CacheError, match=r"cache 'c' cannot keep .* as data"):
        JsonSerializer(kind, "c")


def test_the_fingerprint_is_that_of_the_shape() -> None:
    assert JsonSerializer(list[Animal], "a").fingerprint() == JsonSerializer(list[Animal], "b").fingerprint()
    assert JsonSerializer(Animal, "c").fingerprint() != JsonSerializer(Dog, "c").fingerprint()


@pytest.mark.parametrize("value", [[], {}, set(), bytearray(), (n for n in (1,)), iter(()), Response()])
async def test_local_values_that_cannot_be_shared_are_refused(value: Any) -> None:
    cache = Cache[int, Any]("c", size=1, ttl=1, local=True)
    with pytest.raises(CacheError, match="cache 'c' is local, so all callers get the same object, and a"):
        await cache.set(1, value)


async def test_a_loader_that_was_not_awaited_is_refused() -> None:
    async def value() -> int:
        return 1

    forgotten = value()

    async def forgot() -> Any:
        return forgotten

    cache = Cache[int, Any]("c", size=1, ttl=1, local=True)
    with pytest.raises(CacheError, match="a coroutine can be used only once"):
        await cache.get(1, forgot)
    forgotten.close()
