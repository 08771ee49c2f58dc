"""JavaScript source: the rows of the protocol's table, names, and what has no row."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from lissome.codec import (
    MAX_DEPTH,
    UNDEFINED,
    ArrayBuffer,
    EncodeError,
    RegExp,
    TypedArray,
    Url,
    UrlSearchParams,
    uneval,
)

SHARED = {"k": 1}
LONG = "x" * 128


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (UNDEFINED, "void 0"),
        (None, "null"),
        ([True, False], "[true,false]"),
        ([-0.0, 0.0, 1.0, 0.5, -0.25, 10.5], "[-0,0,1,.5,-.25,10.5]"),
        ([float("nan"), float("inf"), -float("inf")], "[NaN,Infinity,-Infinity]"),
        ([1e21, 1e-7, 1e16, 0.00001], "[1e+21,1e-7,10000000000000000,.00001]"),
        (2**60, "1152921504606846976n"),
        ({"a": 1, "a-b": 2, "é": 3, "1": 4}, '{"1":4,a:1,"a-b":2,"é":3}'),
        ("</script>\u2028\x00", '"\\u003C/script>\\u2028\\u0000"'),
        ({"<": 1}, '{"\\u003C":1}'),
        (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "new Date(0)"),
        (dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.UTC), "new Date(-1)"),
        (RegExp('"', "g"), 'new RegExp("\\"","g")'),
        (Url("http://x/"), 'new URL("http://x/")'),
        (UrlSearchParams("a=1"), 'new URLSearchParams("a=1")'),
        ({1: "a"}, 'new Map([[1,"a"]])'),
        ({1}, "new Set([1])"),
        (b"\x01\xff", "new Uint8Array([1,255])"),
        ([SHARED, SHARED], "(function(a){a.k=1;return [a,a]}({}))"),
        ([(), ()], "[[],[]]"),
        ([LONG] * 2, f'(function(a){{return [a,a]}}("{LONG}"))'),
        (["short"] * 9, "[" + ",".join(['"short"'] * 9) + "]"),
    ],
    ids=str,
)
def test_table(value: object, text: str) -> None:
    assert uneval(value) == text


def test_cycle() -> None:
    value: dict[str, Any] = {"a": 1}
    value["self"] = value
    assert uneval(value) == "(function(a){a.a=1;a.self=a;return a}({}))"


def test_names_go_by_frequency_and_avoid_words() -> None:
    things: list[object] = [{"n": number} for number in range(54 * 54)]
    text = uneval([*things, *things])
    names = text[len("(function(") : text.index(")")].split(",")
    assert names[:3] == ["a", "b", "c"]
    assert names[52:56] == ["_", "$", "aa", "ab"]
    assert {"do0", "if0", "in0"} <= set(names)
    assert len(set(names)) == len(names)


def test_more_names_than_parameters_may_be() -> None:
    things: list[object] = [[] for _ in range(65_535)]
    text = uneval([things, *things])
    assert text.startswith("(function(){var[a,b,")


@dataclass
class Vector:
    x: int
    y: object


ENCODERS = {"Vector": lambda value: isinstance(value, Vector) and [value.x, value.y]}


def test_encoders() -> None:
    assert uneval({"v": Vector(1, Vector(2, 3))}, encoders=ENCODERS) == (
        "{v:app.decode('Vector', [1,app.decode('Vector', [2,3])])}"
    )


def test_an_encoded_value_that_occurs_twice_is_decoded_once() -> None:
    vector = Vector(1, 2)
    assert (
        uneval([vector, vector], encoders=ENCODERS)
        == "(function(a){return [a,a]}(app.decode('Vector', [1,2])))"
    )


async def test_awaitables_are_deferred() -> None:
    sleep = asyncio.ensure_future(asyncio.sleep(0))
    assert uneval({"s": sleep, "t": [sleep]}, defer=lambda _: "G.defer(1)") == (
        "(function(a){return {s:a,t:[a]}}(G.defer(1)))"
    )
    await sleep


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([1, print], "data[1]"),
        ({"items": [0, 1, {"price": print}]}, "data.items[2].price"),
        ({1: {"a": print}}, "data.get(1).a"),
        (Vector(1, [print]), "data.y[0]"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_errors_have_a_path(value: object, path: str) -> None:
    with pytest.raises(EncodeError) as caught:
        uneval(value)
    assert (caught.value.path, caught.value.value) == (path, print)


def test_depth() -> None:
    value: object = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert uneval(value) == "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    with pytest.raises(EncodeError, match="nested more than 128 levels deep"):
        uneval([value])


def test_an_encoder_that_never_ends() -> None:
    with pytest.raises(EncodeError, match="nested more than"):
        uneval([], encoders={"Again": lambda value: [value]})


def test_repeated_views_and_buffers() -> None:
    view, buffer = TypedArray("Int8Array", [1]), ArrayBuffer(b"ab")
    assert uneval([view, view]) == "(function(a){a=new Int8Array([1]);return [a,a]}({}))"
    assert uneval([buffer, buffer]) == "(function(a){return [a,a]}(new Uint8Array([97,98]).buffer))"
