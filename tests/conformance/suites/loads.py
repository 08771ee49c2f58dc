"""What loads return, how it travels, and what happens when one of them fails."""

from __future__ import annotations

from conformance.exchange import Exchange, on

DATA = "__data.json"


def exchanges() -> list[Exchange]:
    """Loads."""
    return [*_plain(), *_uses(), *_types(), *_failures(), *_tree(), *_streams()]


def both(rows: tuple[int, ...], *paths: str, query: str = "") -> list[Exchange]:
    """The page, and its data."""
    return [
        *on("loads", *rows, 21).get(*(f"{path}{query and '?' + query}" for path in paths)),
        *on("loads", *rows).data(*(f"{path.rstrip('/')}/{DATA}{query and '?' + query}" for path in paths)),
    ]


def _plain() -> list[Exchange]:
    return [
        *both((34, 35), "/", "/plain", "/nothing", "/no-load", "/typed/42"),
        *both((34, 38), "/wait"),
        *both((35, 34), "/plain", query="root=x&y=%20z"),
        *both((49,), "/headers", "/headers/twice", "/headers/cookie"),
        *both((37, 35, 20), "/parent", "/parent/a", "/parent/a/b"),
        *on("loads", 34, 43).data(
            *(
                f"/parent/a/b/{DATA}?x-sveltekit-invalidated={mask}"
                for mask in ("0001", "0010", "1000", "0000", "1111", "1", "11", "011x1", "")
            )
        ),
        *on("loads", 34).data(f"/plain/{DATA}?x-sveltekit-invalidated=01&keep=1&keep=2"),
        *on("loads", 34).get("/plain?x-sveltekit-invalidated=01", "/plain?x-sveltekit-anything=1"),
        *on("loads", 34).get(f"/plain/{DATA}?x-sveltekit-other=1", f"/plain/{DATA}?a=x-sveltekit-b"),
        *on("loads", 34).get(f"/plain/{DATA}", method="HEAD"),
        *on("loads", 34).get(f"/plain/{DATA}", f"/nowhere.html{DATA}", accept="application/json"),
        *on("loads", 104, 116).get("/_app/nothing.js", "/_app/immutable/nothing.js", "/_apple"),
    ]


def _uses() -> list[Exchange]:
    simple = ("param", "params", "missing", "route", "pathname", "search", "href", "string", "origin")
    query = ("has", "all", "two", "entries", "size", "searchstring")
    return [
        *[
            one
            for what in (*simple, *query)
            for one in both((44,), "/uses/1/2", query=f"what={what}&x=1&x=2&y=%C3%A9")
        ],
        *[one for what in ("depends",) for one in both((43,), "/uses/1/2", query=f"what={what}")],
        *[
            one
            for what in ("untrack", "untrackdepends")
            for one in both((45,), "/uses/1/2", query=f"what={what}")
        ],
        *[
            one
            for what in ("parent", "parentlazy")
            for one in both((37, 44), "/uses/1/2", query=f"what={what}")
        ],
    ]


def _types() -> list[Exchange]:
    return [*both((41,), "/types", "/identity", "/strings"), *both((41, 51), "/bad/function", "/bad/deep")]


def _failures() -> list[Exchange]:
    kinds = ("plain", "query", "relative", "permanent", "unicode", "external", "refused", "slashes")
    errors = ("status", "message", "props", "gone", "server", "thrown", "string", "invalid", "none")
    return [
        *both((50,), *(f"/redirect/{kind}" for kind in (*kinds, "javascript", "same"))),
        *both((51,), *(f"/error/{kind}" for kind in errors)),
        *on("loads", 51).get("/error/message", accept="application/json"),
        *on("loads", 51).get("/error/message", method="HEAD"),
        *on("loads", 51, 30).get("/error/message", headers={"x-sveltekit-error": "1"}),
        *on("loads", 17, 30).get("/nowhere", headers={"x-sveltekit-error": "1"}),
    ]


def _tree() -> list[Exchange]:
    """Errors and redirects at every position, alone and against each other."""
    places = ("mid", "deep", "page")
    queries = [
        *(f"{place}={how}" for place in places for how in ("error", "throw", "redirect", "slowerror")),
        "mid=slowerror&page=error",
        "mid=slowerror&page=redirect",
        "mid=slowredirect&page=error",
        "deep=redirect&mid=error",
        "deep=slowthrow&page=throw",
    ]
    return [
        *[one for query in queries for one in both((51, 20), "/tree/deep/deeper", query=query)],
        *[
            one
            for how in ("error", "throw", "redirect")
            for one in both((51, 30), "/tree/deep/deeper", query=f"root={how}")
        ],
        *on("loads", 51, 30).get(
            "/?root=error", "/?root=throw", "/nowhere?root=error", "/nowhere?root=redirect"
        ),
        *on("loads", 51, 43).data(
            f"/tree/deep/deeper/{DATA}?mid=error&x-sveltekit-invalidated=0001",
            f"/tree/deep/deeper/{DATA}?page=error&x-sveltekit-invalidated=0110",
            f"/tree/deep/deeper/{DATA}?mid=redirect&x-sveltekit-invalidated=1001",
        ),
    ]


def _streams() -> list[Exchange]:
    names = ("simple", "order", "nested", "rejected", "types", "layout", "bad", "error")
    return [
        *on("loads", 39, 41).get(*(f"/stream/{name}" for name in names)),
        *on("loads", 40, 41).data(*(f"/stream/{name}/{DATA}" for name in names)),
        *on("loads", 39).get("/stream/simple", method="HEAD"),
        *on("loads", 40).data(f"/stream/layout/{DATA}?x-sveltekit-invalidated=001"),
    ]
