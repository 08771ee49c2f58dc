"""The decoder: what devalue writes, and what an attacker may."""

from __future__ import annotations

import datetime as dt
import math
import os
import time
from typing import Any

import hypothesis
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.codec import MAX_DEPTH, UNDEFINED, DecodeError, RegExp, Url, UrlSearchParams, parse

examples = hypothesis.settings(
    max_examples=int(os.environ.get("LISSOME_EXAMPLES", "200")), deadline=None, derandomize="CI" in os.environ
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-1", UNDEFINED),
        ("-4", math.inf),
        ("[null]", None),
        ("[7]", 7),
        (b"[7]", 7),
        ('[{"a":1,"b":2},1,"x"]', {"a": 1, "b": "x"}),
        ("[[1,-2,-1],null]", [None, UNDEFINED, UNDEFINED]),
        ("[[-7,3,1,1],true]", [UNDEFINED, True, UNDEFINED]),
        ('[["null","a",1],1]', {"a": 1}),
        ('[["Date","2024-05-31T12:00:00.123Z"]]', dt.datetime(2024, 5, 31, 12, 0, 0, 123_000, tzinfo=dt.UTC)),
        pytest.param(
            '[["Set",1,2],1,"a"]', {1, "a"}, id="a set"
        ),  # whose order differs from process to process
        ('[["Map",1,2],1,[1]]', {1: [1]}),
        ('[["BigInt","-12345678901234567890"]]', -12345678901234567890),
        ('[["RegExp","a","gi"]]', RegExp("a", "gi")),
        ('[["URL","http://x/"]]', Url("http://x/")),
        ('[["URLSearchParams","a=1"]]', UrlSearchParams("a=1")),
        ('[["Object",1],3]', 3),
        ('[["Object",1],["BigInt","3"]]', 3),
        ('[["Temporal.PlainDate","2024-05-31"]]', "2024-05-31"),
        ('[["ArrayBuffer","AQI="]]', b"\x01\x02"),
        ('[["Uint8Array",1],["ArrayBuffer","AQI="]]', b"\x01\x02"),
        ('[["Uint8Array",1,1,1],["ArrayBuffer","AQI="]]', b"\x02"),
        ('[["DataView",1,1,1],["ArrayBuffer","AQI="]]', b"\x02"),
        ('[["Int16Array",1],["ArrayBuffer","AQL//w=="]]', [513, -1]),
        ('[["Float16Array",1],["ArrayBuffer","ADw="]]', [1.0]),
        ('[["BigInt64Array",1],["ArrayBuffer","/////////38="]]', [2**63 - 1]),
        ("[12345678901234567890123]", 1.2345678901234568e22),
        ("[9007199254740993]", 9007199254740992.0),
    ],
    ids=str,
)
def test_reads(text: str | bytes, value: object) -> None:
    result = parse(text)
    assert result == value
    assert type(result) is type(value)


def test_identity_and_cycles() -> None:
    value: Any = parse('[{"a":1,"b":1,"self":0},[2],1]')
    assert value["a"] is value["b"]
    assert value["self"] is value


def test_undefined_as_the_caller_likes() -> None:
    assert parse('[{"a":-1,"b":[-2]}]'.replace("[-2]", "1").replace("}]", "},[-2]]"), undefined=None) == {
        "a": None,
        "b": [None],
    }


def test_revivers() -> None:
    revivers = {"Vector": tuple, "Date": lambda text: text, "URL": len}
    assert parse('[[1,3,4],["Vector",2],[3,3],["Date","x"],["URL","abc"]]', revivers=revivers) == [
        ("x", "x"),
        "x",
        3,
    ]


def test_a_reviver_that_fails() -> None:
    with pytest.raises(DecodeError, match=r"Cannot decode \.a: the decoder of 'Vector' refused it: 'no'"):
        parse('[{"a":1},["Vector",2],3]', revivers={"Vector": fail})


def fail(_: object) -> object:
    raise KeyError("no")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("nope", "not JSON"),
        (b"\xff", "not JSON"),
        ('["\ud800"]', "not JSON"),
        ("[" * 5000 + "]" * 5000, "not JSON"),
        ("{}", "expected an array"),
        ("[]", "expected an array"),
        ("5", "expected an array"),
        ("1.5", "expected an array"),
        ("-2", "stands for no value"),
        ("-7", "stands for no value"),
        ("[[-99]]", "stands for no value"),
        ('[{"a":9}]', r"\.a: there is no slot 9"),
        ('[{"a":99999999999999999999}]', r"\.a: expected the number of a slot"),
        ("[[1.5]]", r"\[0\]: expected the number of a slot, got 1.5"),
        ("[[true]]", "got True"),
        ("[[1,[2]]]", "there is no slot 1"),
        ("[[1],[[2]]]", r"\[0\]\[0\]: expected the number of a slot, got a list"),
        ('[{"a":{"b":1}}]', r"\.a: expected the number of a slot, got a dict"),
        ('[{"__proto__":0}]', "'__proto__' cannot be a key"),
        ('[["null","__proto__",0]]', "'__proto__' cannot be a key"),
        ('[["null",1,0]]', "1 cannot be a key"),
        ('[["null","a"]]', "followed by pairs"),
        ('[["Map",1],2]', "followed by pairs"),
        ('[["Nope",1],2]', "'Nope' is a type that neither"),
        ('[["constructor",1],2]', "neither devalue nor"),
        ('[["Own",0]]', "contains itself"),
        ('[["Object",0]]', "contains itself"),
        ('[["Object",1],{}]', "boxed"),
        ('[["Set",0]]', "may only hold primitives"),
        ('[["Set",1],{}]', "may only hold primitives"),
        ('[["Set",1,2],1,true]', "as equal"),
        ('[["Map",1,1,2,1],1,true]', "as equal"),
        ('[["Map",0,0]]', "may only hold primitives"),
        (f'[["Set",1],["BigInt","{2**64}"]]', "fit in 64 bits"),
        ('[["BigInt","1e9"]]', "is not a BigInt"),
        ('[["BigInt","٣"]]', "is not a BigInt"),
        ('[["BigInt","' + "9" * 100_000 + '"]]', "is not a BigInt"),
        ('[["BigInt",1],2]', "given as text"),
        ('[["Date","soon"]]', "not a date in the years"),
        ('[["Date","2024-02-30T00:00:00.000Z"]]', "not a date in the years"),
        ('[["Date","+010000-01-01T00:00:00.000Z"]]', "not a date in the years"),
        ('[["Date"]]', "given as text"),
        ('[["RegExp","a","gg<"]]', "flags"),
        ('[["RegExp",1]]', "given as text"),
        ('[["ArrayBuffer","?"]]', "must be base64"),
        ('[["Uint8Array",0]]', "contains itself"),
        ('[["Uint8Array",1],[]]', "must be an ArrayBuffer"),
        ('[["Uint8Array"]]', "expected the number of a slot"),
        ('[["Uint8Array",1,9],["ArrayBuffer","AQI="]]', "not an offset"),
        ('[["Uint8Array",1,0,9],["ArrayBuffer","AQI="]]', "do not fit"),
        ('[["Float64Array",1,0,-1],["ArrayBuffer","AQI="]]', "not a length"),
        ("[[-7]]", "not a length"),
        ("[[-7,-1]]", "not a length"),
        ("[[-7,4294967295]]", "too long for so short a text"),
        ("[[-7,1.5]]", "not a length"),
        ("[[-7,2,5,1],1]", "not an index"),
        ("[[-7,2,1],1]", "followed by pairs"),
    ],
    ids=lambda text: ascii(text)[:40],
)
def test_refuses(text: str | bytes, why: str) -> None:
    with pytest.raises(DecodeError, match=why):
        parse(text, revivers={"Own": lambda value: value})


def error_of(text: str | bytes) -> str:
    """A DecodeError's text, or nothing."""
    try:
        parse(text, revivers={"Own": lambda value: value})
    except DecodeError as error:
        return str(error)
    return ""


def chain(levels: int) -> bytes:
    return orjson.dumps([[number + 1] for number in range(levels - 1)] + [[]])


def test_depth() -> None:
    assert parse(chain(MAX_DEPTH)) != []
    with pytest.raises(DecodeError, match="more than 128 levels"):
        parse(chain(MAX_DEPTH + 1))
    with pytest.raises(DecodeError, match="more than 128 levels"):
        parse(chain(100_000))


@pytest.mark.parametrize(
    "text",
    [
        # Many lists that say they are long; many views of one large buffer; many references to one list
        orjson.dumps([list(range(1, 20_001)), *[[-7, 90_000]] * 20_000]),
        orjson.dumps(
            [list(range(2, 20_001)), ["ArrayBuffer", "AAAA" * 50_000], *[["Int8Array", 1]] * 20_000]
        ),
        orjson.dumps([[1] * 100_000, [2] * 100_000, [3] * 100_000, []]),
        # Integers that Python hashes to the same number
        orjson.dumps(
            [["Set", *range(1, 20_001)], *(["BigInt", str(n * (2**61 - 1))] for n in range(20_000))]
        ),
        orjson.dumps([["Set", *range(1, 20_001)], *(float(2 ** (n % 1000)) for n in range(20_000))]),
        # Text without end in an error message
        orjson.dumps([["x" * 1_000_000]]),
    ],
    ids=["sparse", "views", "references", "collisions", "floats", "long"],
)
def test_takes_no_more_than_its_length_deserves(text: bytes) -> None:
    start = time.process_time()
    message = error_of(text)
    assert len(message) < 300
    assert time.process_time() - start < 5  # most take a hundredth; without a limit, many times as long


tags = st.sampled_from([
    "Date", "Set", "Map", "RegExp", "Object", "BigInt", "null", "ArrayBuffer", "URL", "URLSearchParams",
    "Uint8Array", "Float64Array", "DataView", "Temporal.Instant", "Own", "Unknown",
])  # fmt: skip
indexes = st.integers(-8, 8)
odd = st.one_of(
    indexes, indexes, st.none(), st.booleans(), st.floats(), st.text(max_size=3), st.just("__proto__")
)
slots = st.one_of(
    odd,
    st.lists(odd, max_size=5),
    st.dictionaries(st.text(max_size=2) | st.just("__proto__"), odd, max_size=3),
    st.builds(lambda tag, rest: [tag, *rest], tags, st.lists(odd | st.lists(odd, max_size=2), max_size=4)),
    st.just(["ArrayBuffer", "AAAAAAAA8D8="]),
)


@examples
@given(value=st.lists(slots, max_size=8) | odd)
def test_anything_is_a_value_or_a_decode_error(value: object) -> None:
    assert error_of(orjson.dumps(value))[:14] in {"", "Cannot decode "}


@examples
@given(text=st.text() | st.text('[]{}",:-0123456789aSetMap') | st.binary())
def test_any_text_is_a_value_or_a_decode_error(text: str | bytes) -> None:
    assert error_of(text)[:14] in {"", "Cannot decode "}
