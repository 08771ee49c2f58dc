"""Which route answers, with which parameters, and under which address."""

from __future__ import annotations

from conformance.exchange import Exchange, on


def exchanges() -> list[Exchange]:
    """Routing."""
    return [*_order(), *_parameters(), *_malformed(), *_slashes(), *_layouts()]


def _order() -> list[Exchange]:
    return [
        *on("basics", 1, 8, 19, 32).get(
            "/order/static",
            "/order/static-42",
            "/order/42",
            "/order/word",
            "/order/word/deep",
            "/order/word/else",
            "/order",
            "/order/a/b/c/d",
        ),
        *on("basics", 8, 3).get(
            "/rest", "/rest/a", "/rest/a/b/c", "/rest/a/b/edit", "/rest/edit", "/rest/edit/edit"
        ),
        *on("basics", 3, 4).get("/rest/words/abc", "/rest/words/a/b", "/rest/words/ABC", "/rest/words"),
        *on("basics", 3).get(
            "/rest/files/a-x.txt", "/rest/files/a-x/y.txt", "/rest/files/a-.txt", "/rest/files/b"
        ),
    ]


def _parameters() -> list[Exchange]:
    return [
        *on("basics", 2, 4).get(
            "/optional",
            "/optional/en",
            "/optional/EN",
            "/optional/greet",
            "/optional/en/greet",
            "/optional/EN/greet",
            "/optional/en/plain/x",
            "/optional/plain/x",
            "/optional/plain/plain/plain",
            "/optional/end",
            "/optional/end/x",
            "/optional/end/x/y",
        ),
        *on("basics", 2, 4).get(
            "/optional/buffer/1/a/c",
            "/optional/buffer/a/c",
            "/optional/buffer/1/c",
            "/optional/buffer/C",
            "/optional/buffer/1/2/3",
            "/optional/buffer/A/B",
            "/optional/buffer/a/1",
        ),
        *on("basics", 2, 3, 4).get(
            "/optional/into-rest",
            "/optional/into-rest/1",
            "/optional/into-rest/x",
            "/optional/into-rest/1/a/b",
            "/optional/into-rest/x/a/b",
        ),
        *on("basics", 1).get("/mixed/a-1-2b", "/mixed/a-1-2-3b", "/mixed/a--b", "/mixed/x.y", "/mixed/x.y.z"),
        *on("basics", 4).get(
            "/typed/flag/yes",
            "/typed/flag/no",
            "/typed/flag/maybe",
            "/typed/number/007",
            "/typed/number/x",
            "/typed/explosive/fizz",
            "/typed/explosive/buzz",
            "/typed/explosive/boom",
        ),
        *on("basics", 4).get("/typed/big/123456789012345678901234567890n"),
        *on("basics", 4).data("/typed/flag/yes/__data.json", "/typed/explosive/boom/__data.json"),
        *on("basics", 4).get("/typed/explosive/boom", accept="application/json"),
        *on("basics", 7).get(
            "/escaped/%5Ba%5D",
            "/escaped/[a]",
            "/escaped/%23hash",
            "/escaped/%F0%9F%A4%AA",
            "/escaped/50%25",
            "/escaped/dir/:colon",
            "/escaped/dir/%3Acolon",
        ),
        *on("basics", 7, 1).get(
            "/values/a%20b",
            "/values/a%2Fb",
            "/values/a%252Fb",
            "/values/100%2525",
            "/values/%E4%BD%A0%E5%A5%BD",
            "/values/a+b",
            "/values/a%3Fb",
            "/values/'quote'",
            "/values/%22quote%22",
            "/values/a;b=c",
            "/values/%3Cscript%3E",
        ),
    ]


def _malformed() -> list[Exchange]:
    return [
        *on("basics", 18).get("/%c0%ae", "/values/%", "/values/%zz", "/%ff", "/order/%E4%BD", "/a%"),
        *on("basics", 18).data("/values/%zz/__data.json"),
        *on("basics", 18).get("/values/%ff", accept="application/json"),
        *on("basics", 18, 1).get(
            "/order//static", "//order/static", "/order/./static", "/order/x/../static", "/order/%2e%2e/x"
        ),
        *on("basics", 17).get("/nowhere", "/nowhere/at/all?x=1", "/nowhere/", "/favicon.ico", accept="*/*"),
        *on("basics", 17).get("/nowhere/deep/path", accept="application/json"),
        *on("basics", 17).get("/nowhere", accept=None),
        *on("basics", 17).get("/nowhere", method="HEAD"),
        *on("basics", 17).get("/nowhere", method="PUT", headers={"Origin": "http://conformance.test"}),
        *on("basics", 17).post("/nowhere", {"a": "1"}),
        *on("basics", 17).data(
            "/nowhere/__data.json",
            "/nowhere/__data.json?x-sveltekit-invalidated=1",
            "/nowhere/__data.json?x-sveltekit-invalidated=01",
        ),
        *[
            one
            for destination in ("image", "script", "font", "document", "empty", "json", "iframe")
            for one in on("basics", 17).get("/nowhere.png", headers={"Sec-Fetch-Dest": destination})
        ],
    ]


def _slashes() -> list[Exchange]:
    return [
        *on("basics", 9).get(
            "/slash/never/",
            "/slash/never/?a=b",
            "/slash/never/?",
            "/slash/never",
            "/slash/always",
            "/slash/always?a=b&c",
            "/slash/always/",
            "/slash/ignore",
            "/slash/ignore/",
            "/slash/server",
            "/slash/server/",
            "/slash/server/below/x",
            "/slash/server/below/x/",
            "/slash/server/overridden",
            "/slash/server/overridden/",
            "/slash/endpoint",
            "/slash/endpoint/",
            "/slash/never//",
            "/slash/unknown/",
            "/?a=1",
        ),
        *on("basics", 9, 34).data(
            "/slash/server/__data.json",
            "/slash/server/__data.json?x-sveltekit-trailing-slash=1",
            "/slash/always/__data.json?x-sveltekit-trailing-slash=1&x-sveltekit-invalidated=11",
            "/slash/server/below/x/__data.json?x-sveltekit-trailing-slash=1&x-sveltekit-invalidated=010",
            "/slash/ignore/__data.json?x-sveltekit-trailing-slash=1&q=1",
        ),
        *on("basics", 9).get("/slash/always", method="HEAD"),
        *on("basics", 9).post("/slash/always", {"a": "1"}),
    ]


def _layouts() -> list[Exchange]:
    return [
        *on("basics", 5, 20).get("/grouped", "/nested/deep"),
        *on("basics", 6, 20).get("/nested/reset", "/nested/partial"),
        *on("basics", 19, 25, 26, 28, 29, 12).get("/"),
        *on("basics", 90).get("/configured"),
        *on("basics", 12).get("/order/word/else?deep", "/rest/a/b/c/d/e"),
    ]
