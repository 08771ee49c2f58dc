"""The values, by name."""

from array import array
from datetime import UTC, datetime, timedelta

from lib.server.types import Box, Never, Vec
from lissome import (
    INVALID_DATE,
    UNDEFINED,
    ArrayBuffer,
    BigInt,
    Map,
    RegExp,
    TypedArray,
    Url,
    UrlSearchParams,
)

NAN = float("nan")
INF = float("inf")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MS = timedelta(milliseconds=1)
shared = {"one": 1}
items = [1, 2]
cycle = {"name": "cycle"}
cycle["self"] = cycle
ring = {"list": []}
ring["list"] += [ring, {"back": ring}]
vec = Vec(1, 2)


class Thing:
    pass


def deep(depth):
    return "bottom" if depth == 0 else {"a": deep(depth - 1)}


def deeplist(depth):
    return [] if depth == 0 else [deeplist(depth - 1)]


def top_cycle():
    top = {"x": 1}
    top["top"] = top
    return top


def same_date():
    when = EPOCH + 5 * MS
    return {"a": when, "b": when}


def boxcycle():
    box = Box(None)
    holder = {"box": box}
    box.inner = holder
    return holder


def strings():
    return [
        *("", "\0", "\u2028\u2029", "</script><!--", "<SCRIPT>", "]]>", "\\", '"', "'", "\b\f\n\r\t\v", "😀"),
        *("\x7f\x80", "${a}", "`", "%s", "é"),
    ]


def keys():
    names = ("", " ", "a.b", "</script>", "\u2028", "10", "2", "-1", "1.5", "constructor", "toString", "it's")
    return {name: number for number, name in enumerate((*names, "4294967295", "01"), 1)}


def rows():
    return [{"id": n, "name": f"n{n % 3}", "ok": n % 2 == 0, "none": None} for n in range(50)]


values = {
    "numbers": lambda: [
        *(0, -0.0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 2**53 - 1, -(2**53 - 1), 123456789.125),
        *(1e20, 0.1 + 0.2),
    ],
    "special": lambda: {
        "nan": NAN,
        "inf": INF,
        "ninf": -INF,
        "minus": -0.0,
        "nothing": UNDEFINED,
        "nil": None,
    },
    "topspecial": lambda: {"a": [NAN, [NAN]], "b": {"c": -0.0}},
    "bigints": lambda: [2**53, -(2**64), 10**40],
    "strings": strings,
    "keys": keys,
    "longtext": lambda: {"text": "lorem " * 20000, "again": "lorem " * 20000},
    "longrepeat": lambda: {"a": "x" * 200, "b": "x" * 200, "c": ["x" * 200]},
    "shared": lambda: {"a": shared, "b": shared, "c": [shared, shared]},
    "sharedlist": lambda: {"a": items, "b": [items], "c": {1: items}},
    "cycle": lambda: {"cycle": cycle},
    "ring": lambda: {"ring": ring},
    "topcycle": top_cycle,
    "map": lambda: {"map": {1: "one", None: "nil", 2.5: {1: 2}}},
    "set": lambda: {"set": {1}, "empty": set(), "text": {"a"}},
    "dates": lambda: [
        *(EPOCH, EPOCH - MS, EPOCH + 253402300799999 * MS, EPOCH - 62135596800000 * MS),
        EPOCH + (10**12 + 1) * MS,
    ],
    "sameDate": same_date,
    "bytes": lambda: {"some": bytes([0, 255, 60]), "none": b""},
    "textmap": lambda: {"map": Map({"a": 1, "b": Map()}), "list": [Map([("a", UNDEFINED)])]},
    "smallbig": lambda: {"big": BigInt(1), "list": [BigInt(-2), 1]},
    "typed": lambda: {
        "int": [TypedArray(f"Int{bits}Array", [-1, 2]) for bits in (8, 16, 32)],
        "uint": [TypedArray(f"Uint{bits}Array", [1, 255]) for bits in ("8", "8Clamped", "16", "32")],
        "float": [TypedArray(f"Float{bits}Array", [1.5, -0.0, NAN, INF, 1e21]) for bits in (32, 64)],
        "big": [TypedArray("BigInt64Array", [-1]), TypedArray("BigUint64Array", [2**64 - 1])],
        "array": [array("d", [1e-7, 0.1]), array("h", [])],
    },
    "buffers": lambda: {"buffer": ArrayBuffer(b"a<b"), "view": TypedArray("DataView", b"\x00\xff")},
    "invaliddates": lambda: {"date": INVALID_DATE, "list": [INVALID_DATE]},
    "urls": lambda: {
        "url": Url("https://a.test/b?c=%3Cd%3E&e#f"),
        "params": UrlSearchParams("a=1&a=2&b=%3C"),
    },
    "regexps": lambda: [RegExp("a<", "g"), RegExp('[/]"\\\\', "u"), RegExp("x")],
    "deep": lambda: {"deep": deep(60)},
    "deeplist": lambda: {"deep": deeplist(60)},
    "table": lambda: {"rows": rows()},
    "vec": lambda: {"vec": vec},
    "sharedvec": lambda: {"a": vec, "b": vec, "c": [vec]},
    "nestedvec": lambda: {"box": Box([vec, Box({"deep": Vec(EPOCH, 10**20)})])},
    "vecmap": lambda: {"map": {"a": 1, 1: Vec(1, 2)}, "list": [Vec(None, UNDEFINED)]},
    "vecinset": lambda: {"set": {Vec(3, 4)}},
    "veckeys": lambda: {"</script>": Vec("</script>", "<!--")},
    "boxcycle": boxcycle,
    "never": lambda: {"never": Never()},
    "topvec": lambda: vec,
    "symbolish": lambda: {"then": 1, "toJSON": "text", "length": 3, "hasOwnProperty": 0},
    "arrayish": lambda: {"0": "a", "1": "b", "length": 2},
    "empties": lambda: {"a": {}, "b": [], "c": [[]], "d": [{}], "e": ""},
    "mixed": lambda: [UNDEFINED, None, [UNDEFINED], {"a": UNDEFINED}],
    "unicodekeys": lambda: {"ключ": 1, "😀": 2, "a\nb": 3},
    "bools": lambda: [True, False, [True]],
    "fn": lambda: {"a": {"b": [1, lambda: 1]}},
    "symbol": lambda: {"s": object()},
    "instance": lambda: {"list": [Thing()]},
    "proto": lambda: {"a": {"__proto__": 1}},
}
