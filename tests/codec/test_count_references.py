"""The first pass of `uneval`."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import pytest

from lissome.codec import MAX_DEPTH, EncodeError
from lissome.codec.count_references import ReferenceCounter
from lissome.codec.values import JsSet

LONG = "x" * 128


def counted(value: object, **encoders: Any) -> ReferenceCounter:
    def encoded(key: str, value: object, depth: int) -> str:
        return f"{key}({value})"

    references = ReferenceCounter(encoders, None, encoded, 0)
    references.visit(value)
    return references


def test_objects_are_counted_by_identity() -> None:
    twice: list[int] = []
    assert counted([twice, twice, []]).counts[id(twice)] == 2


def test_a_cycle_is_visited_once() -> None:
    value: list[Any] = []
    value.append(value)
    assert counted(value).counts == {id(value): 2}


@pytest.mark.parametrize(("text", "counts"), [(LONG, {(LONG,): 2}), (LONG[1:], {})])
def test_long_strings_are_counted(text: str, counts: dict[Any, int]) -> None:
    found = counted([text, text]).counts
    assert {key: count for key, count in found.items() if isinstance(key, tuple)} == counts


def test_surrogates_count_twice() -> None:
    assert ("\U0001f600" * 64,) in counted("\U0001f600" * 64).counts


def test_big_integers_are_counted_and_small_ones_are_not() -> None:
    assert counted([2**53, 2**53, 1, 1]).counts[2**53,] == 2
    assert (1,) not in counted([1, 1]).counts


def test_python_types_are_converted_once() -> None:
    members = {1}
    references = counted([members, members])
    assert isinstance(references.js[id(members)], JsSet)
    assert references.counts[id(members)] == 2


def test_encoders_make_the_text() -> None:
    value = {"a": 1}
    references = counted([value], Money=lambda value: isinstance(value, dict) and "money")
    assert references.source == {id(value): "Money(money)"}


def test_awaitables_are_given_to_defer() -> None:
    async def load() -> None: ...

    awaitable = load()
    seen: list[Awaitable[object]] = []

    def defer(value: Awaitable[object]) -> str:
        seen.append(value)
        return "defer(1)"

    references = ReferenceCounter({}, defer, lambda *_: "", 0)
    references.visit([awaitable])
    assert (seen, references.source) == ([awaitable], {id(awaitable): "defer(1)"})
    awaitable.close()


def test_errors_have_a_path() -> None:
    with pytest.raises(EncodeError) as caught:
        counted({"a": [1, {"b c": object()}]})
    assert caught.value.path == '.a[1]["b c"]'


def test_deep_values_are_refused() -> None:
    value: list[Any] = []
    for _ in range(MAX_DEPTH):
        value = [value]
    with pytest.raises(EncodeError, match="nested more than"):
        counted(value)
