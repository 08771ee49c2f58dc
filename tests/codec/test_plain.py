"""The fast path: what it takes, what it leaves, how it escapes."""

from __future__ import annotations

import datetime as dt
import re
from collections import OrderedDict
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

import orjson
import pytest

from lissome.codec import MAX_DEPTH, MAX_SAFE_INTEGER, UNDEFINED, plain


class Color(StrEnum):
    RED = "red"


class Level(IntEnum):
    LOW = 1


class Pair(NamedTuple):
    left: int


class Thing:
    def __init__(self) -> None:
        self.name = "thing"


SHARED: list[int] = []
CYCLE: list[Any] = [1]
CYCLE.append(CYCLE)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "text",
        MAX_SAFE_INTEGER,
        -MAX_SAFE_INTEGER,
        1.5,
        -0.0,
        1e300,
        [],
        {},
        (),
        {"rows": [{"id": 1, "price": 1.5, "note": None, "tags": ("a", ())}], "null": "null"},
        [(), (), ((),), 0.5],
        [None, 0.5, "null"],
        Thing().__dict__,
    ],
    ids=str,
)
def test_takes(value: object) -> None:
    assert plain(value) == orjson.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        UNDEFINED,
        MAX_SAFE_INTEGER + 1,
        -MAX_SAFE_INTEGER - 1,
        float("nan"),
        [1.5, [float("-inf")]],
        {1: "a"},
        {"a": 1, None: 2},
        {Color.RED: 1},
        {"__proto__": 1},
        "__proto__",
        Color.RED,
        Level.LOW,
        Pair(1),
        OrderedDict(a=1),
        b"bytes",
        {1},
        dt.date(2024, 5, 31),
        [SHARED, SHARED],
        CYCLE,
        Thing(),
        [Thing],
        print,
        "\ud800",
    ],
    ids=lambda value: re.sub(" at 0x\\w+", "", ascii(value)),
)
def test_leaves(value: object) -> None:
    assert plain(value) is None


def test_escapes_what_script_elements_and_old_javascript_trip_over() -> None:
    text = plain({"<!--": "</script>\u2028\u2029\\<é"})
    assert text == '{"\\u003C!--":"\\u003C/script>\\u2028\\u2029\\\\\\u003Cé"}'.encode()


def test_depth() -> None:
    value: object = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert plain(value) is not None
    assert plain([value]) is None
    for _ in range(100_000):
        value = [value]
    assert plain(value) is None
