"""Loads above and below each other: server and universal ones, at every level, each as its query asks."""

from __future__ import annotations

from itertools import permutations

from conformance.exchange import Exchange, deliberate, on

DATA = "__data.json"
PLACES = ("rs", "ru", "ls", "lu", "ps", "pu")
SERVER = ("rs", "ls", "ps")
PAGE = "/a/b"


def exchanges() -> list[Exchange]:
    """Loads at all levels."""
    return [*_single(), *_pairs(), *_headers(), *_parents(), *_streams(), *_tracking(), *_masks(), *_shapes()]


def _page(*queries: str, rows: tuple[int, ...] = (36, 51)) -> list[Exchange]:
    return on("layers", *rows).get(*(f"{PAGE}?{query}" for query in queries))


def _data(*queries: str, rows: tuple[int, ...] = (34, 51)) -> list[Exchange]:
    return on("layers", *rows).data(*(f"{PAGE}/{DATA}?{query}" for query in queries))


def _single() -> list[Exchange]:
    ends = ("error", "throw", "redirect", "nothing", "null", "slow,error")
    return [
        *on("layers", 36).get(PAGE),
        *deliberate("an empty query is dropped", on("layers", 36).get(f"{PAGE}?")),
        *_page(*(f"{place}={end}" for place in PLACES for end in ends)),
        *_page(*(f"{place}=throwtext" for place in ("ru", "pu"))),
        *_data(*(f"{place}={end}" for place in SERVER for end in ends)),
        *on("layers", 36).get("/", "/only", "/only?pu=error", "/only?ru=error", "/only?ru=redirect"),
        *on("layers", 17, 36).get(
            *(f"/nowhere{end}" for end in ("", "?ru=error", "?ru=throw", "?ru=redirect"))
        ),
        *on("layers", 36).get(f"{PAGE}?pu=error", f"{PAGE}?rs=header,error", method="HEAD"),
        *on("layers", 34, 49).get("/sync/deep", "/sync/deep?fail"),
        *on("layers", 34, 49).data(f"/sync/deep/{DATA}?fail"),
    ]


def _pairs() -> list[Exchange]:
    """Two that fail: the one that is higher up counts, however long it takes."""
    pairs = list(permutations(PLACES, 2))
    slow = [("ls", "ru"), ("ps", "ru"), ("ps", "lu"), ("ls", "rs"), ("ps", "ls"), ("pu", "lu"), ("lu", "ps")]
    return [
        *_page(*(f"{one}=error&{two}=throw" for one, two in pairs)),
        *_page(*(f"{one}=error&{two}=redirect" for one, two in pairs)),
        *_page(*(f"{one}=slow,redirect&{two}=slower,error" for one, two in slow)),
        *_data(*(f"{one}=error&{two}=redirect" for one, two in permutations(SERVER, 2))),
        *_data(*(f"{one}=slow,error&{two}=throw" for one, two in permutations(SERVER, 2))),
    ]


def _headers() -> list[Exchange]:
    return [
        *_page(*(f"{place}=header" for place in PLACES), rows=(49, 36)),
        *_page(*(f"{one}=same&{two}=same" for one, two in permutations(PLACES, 2)), rows=(49, 36)),
        *_page("&".join(f"{place}=timing" for place in PLACES), rows=(49, 36)),
        *_page(
            "rs=timing&ps=slow,timing&pu=timing", "ls=cookie&ps=cookie", "ps=cookie&pu=error", rows=(49, 36)
        ),
        *_page("ls=error&ps=header", "ls=error&ps=cookie", "rs=throw&ls=cookie&ps=header", rows=(49, 51)),
        *_page(
            "ls=header,error", "ls=cookie,redirect", "lu=header,error", "lu=header,redirect", rows=(49, 51)
        ),
        *_page(
            "lu=error&pu=header",
            "ps=error&pu=header&lu=header",
            rows=(49, 51),
        ),
        *deliberate(
            "loads below a failed load do not run",
            _page("ls=error&lu=header&pu=header", rows=(49, 51)),
        ),
        *_data("rs=same&ps=same", "ls=header,error&ps=cookie", "ls=cookie,redirect", rows=(49,)),
        *_data("rs=timing&ls=timing&ps=timing", rows=(49,)),
    ]


def _parents() -> list[Exchange]:
    queries = (
        "ps=parent",
        "ps=parent&ls=parent",
        "ps=parent&ls=slow",
        "ps=parent&ls=error",
        "ps=parent&ls=slow,redirect",
        "ps=catchparent&ls=error",
        "ps=catchparent&ls=throw",
        "ps=catchparent&rs=slow,error",
        "ps=twice",
        "rs=parent",
        "ps=parent&ls=nothing",
        "ps=parent,error",
        "ps=parent&rs=stream",
        "ps=streamparent&ls=slow",
    )
    universal = (
        "pu=parent",
        "pu=parent&lu=parent&ru=parent",
        "pu=parent&lu=slow",
        "pu=parent&lu=error",
        "pu=parent&lu=nothing",
        "pu=lateparent",
        "pu=data&lu=data&ru=data",
        "pu=data&ps=nothing",
        "pu=pass&ps=depends",
        "pu=parent&ls=stream",
        "ps=parent&pu=parent&lu=slow",
        "pu=instance,url,members,untrack",
        "pu=stream",
        "lu=stream&pu=parent",
        "lu=nothing&pu=null&ru=nothing",
        "pu=fetch&lu=fetch&ps=fetch",
        "pu=fetch,error",
        "lu=fetch&pu=error",
    )
    return [*_page(*queries, rows=(37,)), *_data(*queries, rows=(37, 44)), *_page(*universal, rows=(36, 37))]


def _streams() -> list[Exchange]:
    queries = (
        "ps=stream",
        "rs=stream&ls=stream&ps=stream",
        "ps=streamerror",
        "ps=streamredirect",
        "ps=streamthrow",
        "rs=stream&ps=error",
        "ls=stream&ps=stream,error",
        "ps=stream,redirect",
        "rs=stream&ls=slow,error&ps=stream",
    )
    both = (
        "ps=stream&pu=late",
        "ps=streamerror&pu=latecaught",
        "ps=stream&pu=pass",
        "ps=streamerror&pu=late",
    )
    return [*_page(*queries, rows=(39,)), *_data(*queries, rows=(40,)), *_page(*both, rows=(36, 39))]


def _tracking() -> list[Exchange]:
    hows = (
        *("destructured", "spread", "rest", "optional", "hash", "host", "json", "size", "getall", "missing"),
        *("keysofquery", "values", "join", "object", "nested", "untrackthrow", "dependsrelative"),
        *("dependstwice", "dependsnone", "untrackparent", "search"),
    )
    path = "/t/x/y/z/w"
    tracking, more = on("layers", 43, 44, 45), ("keys", "in")
    return [
        *tracking.get(*(f"{path}?how={how}&q=1&q=2" for how in hows)),
        *tracking.data(*(f"{path}/{DATA}?how={how}&q=%20&q=a+b&e" for how in hows)),
        *tracking.data(*(f"/t/x/{DATA}?how={how}" for how in ("optional", "rest", "spread"))),
        *deliberate(
            "more reads are tracked",
            [
                *tracking.get(*(f"{path}?how={how}" for how in more)),
                *tracking.data(*(f"{path}/{DATA}?how={how}" for how in more)),
            ],
        ),
    ]


def _masks() -> list[Exchange]:
    masks = (
        "000",
        "001",
        "010",
        "100",
        "111",
        "1111",
        "11",
        "0",
        "2",
        "01x",
        "1%31",
        "%F0%9F%98%801",
        "+11",
        "",
    )
    return [
        *_data(*(f"x-sveltekit-invalidated={mask}&ps=flags,parent" for mask in masks), rows=(34, 43)),
        *_data("x-sveltekit-invalidated=001&x-sveltekit-invalidated=111", "X-SvelteKit-Invalidated=001"),
        *_data("x%2Dsveltekit-invalidated=001", "x-sveltekit-invalidated", "x-sveltekit-invalidated[]=1"),
        *_data("x-sveltekit-trailing-slash=1&ps=flags", "x-sveltekit-trailing-slash=0&ps=flags"),
        *_data(
            "x-sveltekit-trailing-slash&ps=flags", "x-sveltekit-trailing-slash=1&x-sveltekit-trailing-slash=2"
        ),
        *_data(
            "ps=flags&a=%20b&c=%7E&d=é".replace("é", "%C3%A9"), "ps=flags&a", "ps=flags&&b=", "ps=flags&+=+"
        ),
        *_data("ps=flags&a=%20b&x-sveltekit-invalidated=111", "ps=flags&'=1"),
        *on("layers", 34).data(
            f"{PAGE}/{DATA}", f"{PAGE}/{DATA}?", f"{PAGE}//{DATA}", f"{PAGE}/__data.jsonx"
        ),
        *on("layers", 34).get(f"{PAGE}?x%2Dsveltekit-a=1", f"{PAGE}?x-sveltekit-"),
        *on("layers", 9).get("/always/", "/always"),
        *on("layers", 9).data(
            f"/always/{DATA}",
            f"/always/{DATA}?x-sveltekit-trailing-slash=1",
            f"/always/{DATA}?x-sveltekit-trailing-slash=0",
        ),
        *on("layers", 34).data(
            f"/nowhere/{DATA}?x-sveltekit-invalidated=1",
            f"/nowhere/{DATA}?x-sveltekit-invalidated=1&rs=error",
            f"/nowhere/{DATA}?x-sveltekit-invalidated=1&rs=redirect",
            f"/nowhere/{DATA}?x-sveltekit-invalidated=11",
            f"/echo/{DATA}",
            f"/echo/{DATA}?x-sveltekit-invalidated=1",
        ),
    ]


def _shapes() -> list[Exchange]:
    return [
        *_page("ps=flags&rs=flags&ls=flags", rows=(53, 34)),
        *_page("ps=fetch&ls=fetch", rows=(47,)),
        *on("layers", 47).get(f"{PAGE}?ps=fetch&pu=fetch", headers={"Cookie": "c=1"}),
    ]
