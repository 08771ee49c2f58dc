"""Parameters on their way between V8 and Python."""

from __future__ import annotations

import math
from typing import Any, cast

from lissome.codec import BigInt, stringify, uneval
from lissome.routing.pattern import Param
from lissome.routing.router import Router
from lissome.server.matchers import to_isolate, v8_matchers
from routing.routes import RouteOf


class Answering:
    """A renderer whose matcher always gives the same answer."""

    def __init__(self, value: Any) -> None:
        self._answer = {"match": True, "value": value}

    async def ask(self, _question: object, _host: object) -> Any:
        return self._answer


async def param(value: Any) -> Any:
    route = RouteOf("/[n=any]", "^\\/([^/]+?)\\/?$", [Param("n", "any")])
    ask = v8_matchers(cast("Any", Answering(value)))
    found = await Router([route], ask_matcher=ask).match("/x")
    assert found is not None
    return found[1]["n"]


async def test_values_that_are_json() -> None:
    for value in ("", "a", 0, 1.5, True, False):
        assert await param(value) == value


async def test_numbers_that_json_does_not_have() -> None:
    assert await param({"number": "Infinity"}) == math.inf
    assert await param({"number": "-Infinity"}) == -math.inf
    assert math.isnan(await param({"number": "NaN"}))
    assert math.copysign(1, await param({"number": "-0"})) == -1
    wide = await param(2**53)
    assert (wide, type(wide)) == (2**53, float)
    big = await param({"bigint": "12"})
    assert (big, type(big)) == (12, BigInt)


def test_a_bigint_stays_one() -> None:
    value = {"a": BigInt(5), "b": [BigInt(0), 5], "c": BigInt(2**70)}
    assert uneval(value) == "{a:5n,b:[0n,5],c:1180591620717411303424n}"
    assert stringify(value) == (
        '[{"a":1,"b":2,"c":5},["BigInt","5"],[3,4],["BigInt","0"],5,["BigInt","1180591620717411303424"]]'
    )


def test_the_way_back() -> None:
    params = {"a": math.inf, "b": -math.inf, "c": math.nan, "d": -0.0, "e": BigInt(5), "f": "x"}
    assert to_isolate(params) == (
        b'{"a":{"number":"Infinity"},"b":{"number":"-Infinity"},"c":{"number":"NaN"},'
        b'"d":-0.0,"e":{"bigint":"5"},"f":"x"}'
    )
