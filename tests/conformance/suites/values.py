"""Values of every kind: in loads, streamed, from actions, and in errors."""

from __future__ import annotations

from conformance.exchange import Exchange, deliberate, on

DATA = "__data.json"
PLAIN = (
    *("numbers", "special", "topspecial", "bigints", "strings", "keys", "longtext", "longrepeat", "shared"),
    *(
        "sharedlist",
        "cycle",
        "ring",
        "topcycle",
        "map",
        "set",
        "dates",
        "sameDate",
        "bytes",
        "urls",
        "regexps",
    ),
    *("textmap", "smallbig", "typed", "buffers", "invaliddates"),
    *("deep", "deeplist", "table", "symbolish", "arrayish", "empties", "mixed", "unicodekeys", "bools"),
)
CUSTOM = ("vec", "sharedvec", "nestedvec", "vecmap", "vecinset", "veckeys", "boxcycle", "never")
BAD = ("fn", "symbol", "instance", "proto")
HOOKS = ("status", "date", "vec", "odd", "throw", "empty", "async", "script")


def exchanges() -> list[Exchange]:
    """Values."""
    return [*_loaded(), *_streamed(), *_acted(), *_errors()]


def _loaded() -> list[Exchange]:
    top = (
        "special",
        "keys",
        "shared",
        "cycle",
        "topcycle",
        "vec",
        "symbolish",
        "arrayish",
        "empties",
        "sameDate",
    )
    return [
        *on("values", 41).get(*(f"/v/{how}" for how in PLAIN)),
        *on("values", 41).data(*(f"/v/{how}/{DATA}" for how in PLAIN)),
        *on("values", 42).get(*(f"/v/{how}" for how in CUSTOM)),
        *on("values", 42).data(*(f"/v/{how}/{DATA}" for how in CUSTOM)),
        *on("values", 41, 51).get(*(f"/v/{how}" for how in BAD)),
        *on("values", 41, 51).data(*(f"/v/{how}/{DATA}" for how in BAD)),
        *on("values", 41).get(*(f"/v/{how}?top" for how in top)),
        *on("values", 41).data(*(f"/v/{how}/{DATA}?top" for how in top)),
    ]


def _streamed() -> list[Exchange]:
    steady = (
        *("many", "list", "map", "deep", "nested", "same", "httperror", "redirect", "throw", "undefined"),
        "settled",
    )
    given = (
        "special",
        "strings",
        "shared",
        "cycle",
        "nestedvec",
        "sharedvec",
        "dates",
        "fn",
        "vecmap",
        "bytes",
    )
    # Of a value that fails and one that does not, which comes first is a matter of milliseconds: pages only.
    return [
        *on("values", 39).get(*(f"/s/{how}" for how in (*steady, "mixed", "bad", "settledfailed"))),
        *on("values", 40).data(*(f"/s/{how}/{DATA}" for how in steady)),
        *on("values", 39, 42).get(*(f"/s/value?value={name}" for name in given)),
        *on("values", 40, 42).data(*(f"/s/value/{DATA}?value={name}" for name in given)),
        *on("values", 39, 73).get(*(f"/s/mixed?hook={hook}" for hook in HOOKS)),
        *on("values", 40, 73).data(*(f"/s/httperror/{DATA}?hook={hook}" for hook in HOOKS)),
    ]


def _acted() -> list[Exchange]:
    given = (
        *(
            "special",
            "strings",
            "keys",
            "shared",
            "cycle",
            "map",
            "set",
            "dates",
            "bytes",
            "bigints",
            "mixed",
        ),
        *("textmap", "typed", "buffers", "invaliddates"),
        *("nestedvec", "sharedvec", "vec", "topvec", "table", "numbers", "urls", "regexps", "fn", "never"),
    )
    single = ("promise", "nan", "minus", "big", "bytes", "date", "no", "yes", "set")
    found = []
    for path in (
        *(f"/act/{how}?/give" for how in given),
        *(f"/act/{how}?/wrap" for how in ("special", "topvec", "empties", "instance")),
        *(f"/act/{how}?/refuse" for how in ("nestedvec", "shared", "fn", "bools")),
        *(f"/act/bools?/refuse&status={status}" for status in (400, 404, 418, 451, 500, 599)),
        *(f"/act/bools?/{name}" for name in single),
    ):
        found += [*on("values", 55, 58, 42).post(path), *on("values", 55, 56, 42).submit(path)]
    return found


def _errors() -> list[Exchange]:
    hows = ("plain", "date", "set", "map", "bytes", "big", "nan", "undefined", "deep", "text", "function")
    errors = on("values", 51, 73)
    found = []
    for how in (*hows, "numbers"):
        found += errors.get(f"/err/{how}")
        found += errors.data(f"/err/{how}/{DATA}")
        found += on("values", 51, 55).post(f"/err/{how}")
        found += on("values", 51, 56).submit(f"/err/{how}")
    for hook in HOOKS:
        found += errors.get(*(f"{path}?hook={hook}" for path in ("/err/plain", "/v/fn", "/nowhere")))
        found += errors.get(f"/nowhere?hook={hook}", accept="application/json")
        if hook != "vec":
            found += errors.data(f"/err/plain/{DATA}?hook={hook}", f"/nowhere/{DATA}?hook={hook}")
            found += on("values", 51, 56).submit(f"/err/plain?hook={hook}")
    custom = [
        *errors.data(f"/err/vec/{DATA}", f"/err/plain/{DATA}?hook=vec", f"/nowhere/{DATA}?hook=vec"),
        *on("values", 51, 56).submit("/err/vec"),
        *on("values", 51, 56).submit("/err/plain?hook=vec"),
    ]
    return [
        *found,
        *errors.get("/err/vec"),
        *on("values", 51, 55).post("/err/vec"),
        *deliberate("JSON errors omit custom types", custom),
    ]
