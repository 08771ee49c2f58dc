"""The flattened format: the rows of the protocol's table, and what has no row."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from dataclasses import dataclass
from typing import Any

import pytest

from lissome.codec import MAX_DEPTH, UNDEFINED, EncodeError, RegExp, Url, UrlSearchParams, stringify

NAN, INF = float("nan"), float("inf")
SHARED = {"p": 1}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (UNDEFINED, "-1"),
        (NAN, "-3"),
        (INF, "-4"),
        (-INF, "-5"),
        (-0.0, "-6"),
        (None, "[null]"),
        (True, "[true]"),
        (1.5, "[1.5]"),
        (1.0, "[1]"),
        (1e21, "[1e+21]"),
        (1e-7, "[1e-7]"),
        (1e16, "[10000000000000000]"),
        ("s", '["s"]'),
        ([1, 1.0, True, "1", None, False, True], '[[1,1,2,3,4,5,2],1,true,"1",null,false]'),
        ([NAN, INF, -INF, -0.0, 0.0, UNDEFINED], "[[-3,-4,-5,-6,1,-1],0]"),
        ({"a": 1, "b": 2}, '[{"a":1,"b":2},1,2]'),
        ({"b": 1, "2": 2, "1": 3}, '[{"1":1,"2":2,"b":3},3,2,1]'),
        ((), "[[]]"),
        ([(), ()], "[[1,2],[],[]]"),
        ({}, "[{}]"),
        (2**53, '[["BigInt","9007199254740992"]]'),
        ([2.0**60, 2**60], '[[1,2],1152921504606847000,["BigInt","1152921504606846976"]]'),
        (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), '[["Date","1970-01-01T00:00:00.000Z"]]'),
        ({1: "a"}, '[["Map",1,2],1,"a"]'),
        ({2, 1}, '[["Set",1,2],1,2]'),
        (b"ab", '[["Uint8Array",1],["ArrayBuffer","YWI="]]'),
        (RegExp("a", "g"), '[["RegExp","a","g"]]'),
        (RegExp("a"), '[["RegExp","a"]]'),
        (Url("http://x/"), '[["URL","http://x/"]]'),
        (UrlSearchParams("a=1"), '[["URLSearchParams","a=1"]]'),
        ([SHARED, SHARED], '[[1,1],{"p":2},1]'),
        ("</script>\u2028\u2029é\x00\x1f\x7f", '["\\u003C/script>\\u2028\\u2029é\\u0000\\u001f\x7f"]'),
        ({"%s<": "%"}, '[{"%s\\u003C":1},"%"]'),
    ],
    ids=str,
)
def test_table(value: object, text: str) -> None:
    assert stringify(value) == text


def test_cycle() -> None:
    value: dict[str, Any] = {"a": 1}
    value["self"] = value
    assert stringify(value) == '[{"a":1,"self":0},1]'


@dataclass
class Vector:
    x: int
    y: int


ENCODERS = {
    "Nothing": lambda value: value == "nothing" and 0,
    "Vector": lambda value: isinstance(value, Vector) and [value.x, value.y],
    "Empty": lambda value: value == "empty" and [],
}


def test_encoders_come_first() -> None:
    assert stringify({"v": Vector(1, 2)}, encoders=ENCODERS) == '[{"v":1},["Vector",2],[3,4],1,2]'


def test_an_encoder_may_take_a_primitive_and_return_something_empty() -> None:
    assert stringify(["empty", "nothing"], encoders=ENCODERS) == '[[1,3],["Empty",2],[],"nothing"]'


def test_one_object_is_encoded_once() -> None:
    vector = Vector(1, 1)
    assert stringify([vector, vector], encoders=ENCODERS) == '[[1,1],["Vector",2],[3,3],1]'


async def test_awaitables_are_deferred() -> None:
    async def slow() -> None:
        await asyncio.sleep(0)

    waiting: list[object] = []
    coroutine = slow()

    def defer(awaitable: object) -> int:
        waiting.append(awaitable)
        return len(waiting)

    assert stringify({"s": coroutine, "n": 1}, defer=defer) == '[{"s":1,"n":2},["Promise",2],1]'
    assert waiting == [coroutine]
    await coroutine


def test_converted_objects_are_kept_until_the_end() -> None:
    """Otherwise an id could be used again, and two objects be taken for one."""
    gc.disable()
    rows = [Vector(number, number + 1000) for number in range(200)]
    gc.enable()
    text = stringify({"rows": [[row] for row in rows]})
    assert text.count('"x"') == 200


@pytest.mark.parametrize("rows", [1, 8], ids=["item by item", "as a table"])
@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([1, print], "data[1]"),
        ({"items": [0, 1, {"price": print}]}, "data.items[2].price"),
        ({"2": 1, "1": {"a-b": print}}, 'data["1"]["a-b"]'),
        ({1: {"a": print}}, "data.get(1).a"),
        ({(1,): {"a": print}}, "data.get(...).a"),
        (Vector(1, print), "data.y"),  # type: ignore[arg-type]
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_errors_have_a_path(value: object, path: str, rows: int) -> None:
    with pytest.raises(EncodeError) as caught:
        stringify(value)
    assert (caught.value.path, caught.value.value) == (path, print)
    with pytest.raises(EncodeError) as caught:
        stringify([*({"a": 1, "v": number} for number in range(rows)), {"a": 1, "v": value}], root="")
    assert caught.value.path == f"[{rows}].v{path.removeprefix('data')}"


def nested(levels: int, **leaf: object) -> object:
    value: object = dict(leaf)
    for _ in range(levels - 1):
        value = [value]
    return value


def test_depth() -> None:
    assert stringify(nested(MAX_DEPTH)).startswith("[[1],[2]")
    with pytest.raises(EncodeError, match="nested more than 128 levels deep"):
        stringify(nested(MAX_DEPTH + 1))
    with pytest.raises(EncodeError, match="nested more than"):
        stringify(nested(100_000))


def test_an_encoder_that_never_ends() -> None:
    with pytest.raises(EncodeError, match="nested more than"):
        stringify([], encoders={"Again": lambda value: [value]})


def test_proto_is_refused() -> None:
    with pytest.raises(EncodeError, match=r"data\.a to the browser: it has a `__proto__` key"):
        stringify({"a": {"__proto__": 1}})
