"""The values that JavaScript's JSON keeps. test_against_devalue.py compares them with Node."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lissome.codec import UNDEFINED, EncodeError, RegExp, jsonable


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": UNDEFINED, "b": [UNDEFINED, print]}, {"b": [None, None]}),
        ([float("nan"), float("inf"), -0.0, 1.0, 1.5], [None, None, 0, 1, 1.5]),
        (dt.datetime(2024, 5, 31, 12, tzinfo=dt.UTC), "2024-05-31T12:00:00.000Z"),
        ([{1, 2}, {1: 2}, RegExp("a")], [{}, {}, {}]),
        (b"ab", {"0": 97, "1": 98}),
        ({"b": 1, "2": 2, "1": 3}, {"1": 3, "2": 2, "b": 1}),
        (print, None),
    ],
)
def test_values(value: object, expected: object) -> None:
    found = jsonable(value)
    assert found == expected
    assert not isinstance(found, dict) or list(found) == list(expected)  # type: ignore[call-overload]


def test_a_big_integer_is_refused() -> None:
    with pytest.raises(EncodeError, match="BigInt"):
        jsonable({"a": 2**53})


def test_a_cycle_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(EncodeError, match="too deeply, or holds itself"):
        jsonable(value)
