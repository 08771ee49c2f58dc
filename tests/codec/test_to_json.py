"""JSON of endpoints: what a load may return, an endpoint may too."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import ipaddress
import json
import uuid
from array import array
from collections import deque, namedtuple
from decimal import Decimal
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

import pydantic
import pytest

from lissome.codec import (
    INVALID_DATE,
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    EncodeError,
    Map,
    RegExp,
    TypedArray,
    Url,
    to_json,
)
from lissome.url import URL

BIG = 2**64
Point = namedtuple("Point", "x y")  # noqa: PYI024 - the untyped one, as old code has it


class Size(enum.Enum):
    BIG = Decimal("1.5")


@dataclasses.dataclass
class Row:
    owner: Any
    _note: int = 1


@pydantic.dataclasses.dataclass
class Checked:
    x: int


class Order(pydantic.BaseModel):
    at: dt.timedelta = dt.timedelta(seconds=5)
    extra: Any = None


VALUES: list[tuple[Any, Any]] = [
    (Decimal("1.10"), "1.10"),
    (PurePosixPath("/a"), "/a"),
    (range(2), [0, 1]),
    (dt.timedelta(seconds=5), 5),
    (dt.timedelta(milliseconds=1500), 1.5),
    (b"ab\xff", "YWL/"),
    (ArrayBuffer(b"1"), "MQ=="),
    (array("f", [1.5]), [1.5]),
    (TypedArray("BigInt64Array", [1]), [1]),
    (ipaddress.ip_address("::1"), "::1"),
    (ipaddress.ip_network("10.0.0.0/8"), "10.0.0.0/8"),
    (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (Size.BIG, "1.5"),
    (BigInt(5), 5),
    (INVALID_DATE, None),
    (float("nan"), None),
    (float("-inf"), None),
    (dt.datetime(2024, 5, 31), "2024-05-31T00:00:00+00:00"),  # noqa: DTZ001 - a naive one is UTC
    (dt.datetime(2024, 5, 31, tzinfo=dt.UTC), "2024-05-31T00:00:00+00:00"),
    (dt.date(2024, 5, 31), "2024-05-31"),
    (dt.time(14, 30), "14:30:00"),
    (dt.time(14, 30, tzinfo=dt.UTC), "14:30:00+00:00"),
    ({3, 1, 2}, [1, 2, 3]),
    (deque([1]), [1]),
    ({"a": 1}.keys(), ["a"]),
    (MappingProxyType({"a": 1}), {"a": 1}),
    (Map({"a": 1}), {"a": 1}),
    (Point(1, 2), {"x": 1, "y": 2}),
    (Row(2), {"owner": 2, "_note": 1}),
    (Checked(1), {"x": 1}),
    (Order(), {"at": "PT5S", "extra": None}),  # the model decides
    (Order(extra=b"\xff"), {"at": 5, "extra": "/w=="}),  # what no model can write as JSON
    ({1: "a", None: "b", 1.5: "c"}, {"1": "a", "null": "b", "1.5": "c"}),
    ({Decimal("1.0"): 1, dt.date(2024, 1, 2): 2}, {"1.0": 1, "2024-01-02": 2}),
    (Url("https://a.example/"), "https://a.example/"),
    (URL("https://a.example", "/b", "?c"), "https://a.example/b?c"),
    ({"__proto__": 1}, {"__proto__": 1}),
]


@pytest.mark.parametrize(("value", "expected"), VALUES, ids=repr)
def test_values(value: Any, expected: Any) -> None:
    """Alone, and beside a number for which all is written in Python: both ways are the same."""
    assert json.loads(to_json(value)) == expected
    assert json.loads(to_json([value, BIG])) == [expected, BIG]


def test_integers_of_any_size() -> None:
    assert to_json({"v": 2**64}) == b'{"v":18446744073709551616}'
    assert to_json({-(2**70): [2**63]}) == b'{"-1180591620717411303424":[9223372036854775808]}'


def test_undefined_is_left_out_as_javascript_does() -> None:
    assert to_json({"a": UNDEFINED, "b": [UNDEFINED, 1]}) == b'{"b":[null,1]}'
    assert to_json([Row(UNDEFINED)]) == b'[{"_note":1}]'


def test_half_a_surrogate_pair_is_escaped_as_javascript_does() -> None:
    assert to_json({"é\ud800": "\ud83d\ude00é\udc00"}) == '{"é\\ud800":"😀é\\udc00"}'.encode()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"rows": [1, {"owner": object()}]}, "$.rows[1].owner"),
        ({"a b": object()}, '$["a b"]'),
        ([Row(Row(object()))], "$[0].owner.owner"),
        (Order(extra={"x": object()}), "$.extra.x"),
        ({"x": iter([])}, "$.x"),
        ({"x": RegExp("a")}, "$.x"),
        ({"x": {(1, 2): 3}}, "$.x"),
        ({"x": 1 << 20_000}, "$.x"),
        (UNDEFINED, "$"),
    ],
)
def test_what_cannot_be_sent_has_its_place(value: Any, message: str) -> None:
    with pytest.raises(EncodeError) as failure:
        to_json(value)
    assert failure.value.path == message
    assert "transport" not in failure.value.why  # which endpoints do not use


def test_cycles_are_refused_with_a_short_place() -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(EncodeError, match="holds itself") as failure:
        to_json({"a": cycle})
    assert failure.value.path.startswith("$.a[0][0]")
    assert len(failure.value.path) < 130
