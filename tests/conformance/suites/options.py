"""What the options of sveltekit() change: policies, paths, environment, server-side resolution."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from conformance.exchange import Exchange, deliberate, on
from conformance.wire import Request

DATA = "__data.json"
ROUTE = "__route.js"

# What `match` of $app/paths is asked for.
BASED = ("/base/item/x", "/item/x", "/base", "/", "/baseitem/x", "item/x", "//y.test/base/api")
RESOLVED = (
    *("/", "", "plain", "/plain/", "/item/x?q=1#hash", "/item/a%20b", "/item/a%2Fb", "/deep/er/page"),
    *("/typed/42", "/typed/x", "/rest/a/b/", "/rest", "/other", "/throws", "/nowhere", "/api", "/item/%zz"),
    *("/item/%25zz", "http://[", "//y.test/item/x", "data:text/plain,plain", "/plain/__data.json", "/_app/x"),
)
EDGES = (
    *("/typed/number/12", "/typed/number/x", "/typed/number/1e999", "/typed/number/-0", "/typed/big/12n"),
    *("/typed/falsy/zero", "/typed/falsy/minus", "/typed/falsy/false", "/typed/falsy/empty", "/EN/about"),
    *("/en/about", "/about"),
)


def exchanges() -> list[Exchange]:
    """Options."""
    return [*_policies(), *_based(), *_assets(), *_resolved()]


def _policies() -> list[Exchange]:
    pages = ("/", "/stream", "/static", "/shell", "/fetched", "/fails", "/nowhere")
    apps = {"csp-nonce": (78, 80), "csp-hash": (79, 83), "csp-auto": (78,)}
    return [one for app, rows in apps.items() for one in on(app, *rows, 26).get(*pages, "/api", f"/{DATA}")]


def _based() -> list[Exchange]:
    based = on("based", 11, 12, 28, 113)
    trusted = on("based", 76, 77)
    return [
        *based.get("/base", "/base/", "/base/item/x", "/base/item/a%20b", "/base/item/gone", "/base/api"),
        *based.get("/base/always", "/base/always/", "/base/item/x/", "/base/nowhere", "/base/fetched"),
        *based.get(
            "/", "/item/x", "/other", "/bas", "/based", "/base2/item/x", "/%62ase/item/x", "/base/%zz"
        ),
        *based.data(f"/base/{DATA}", f"/base/item/x/{DATA}", f"/base/item/gone/{DATA}", f"/{DATA}"),
        *based.get("/base/hello.txt", "/hello.txt", "/base/application/x.js"),
        *based.get("/application/version.json", "/base/_app/x.js"),
        *based.post("/base", {"a": "1"}),
        *based.post("/base/", {"a": "1"}),
        *based.submit("/base/?x=1", {"a": "1"}),
        *based.get("/base/item/x", method="HEAD"),
        *_matched("based", "/base/match", BASED),
        *[
            one
            for origin in ("https://trusted.test", "http://other.test:8080", "http://trusted.test", "null")
            for one in trusted.post("/base/api", {"a": "1"}, origin=origin)
        ],
    ]


def _assets() -> list[Exchange]:
    assets = on("assets", 13, 12)
    return [
        *assets.get("/", "/item/x", "/item/a/b", "/nowhere", "/hello.txt"),
        *on("assets", 101, 102, 103, 29).get("/env", "/_app/env.js"),
        *on("assets", 102).data(f"/env/{DATA}"),
        *on("assets", 101).steps(
            "env.js twice",
            Request("GET", "/_app/env.js"),
            Request("GET", "/_app/env.js", (("If-None-Match", "{etag}"),)),
        ),
        *deliberate("version.json is not cached", on("assets", 104, 115).get("/_app/version.json")),
    ]


def _resolved() -> list[Exchange]:
    resolved, by_id = on("resolved", 15), on("resolved", 16)
    pages = (
        "",
        "/plain",
        "/item/x",
        "/item/a%20b",
        "/typed/42",
        "/deep/er/page",
        "/rest/a/b",
        "/other",
        "/fails",
    )
    others = ("/typed/x", "/throws", "/nowhere", "/api", "/%zz")
    ids = ("", "/plain", "/item/[id]", "/item/%5Bid%5D", "/typed/[n=integer]")
    return [
        *deliberate(
            "style sheets are resolved in the module",
            [
                *resolved.get(*(f"{path}/{ROUTE}" for path in pages), accept="*/*"),
                *resolved.get(f"/page.html{ROUTE}", f"/plain/{ROUTE}?x=1", accept="*/*"),
                *by_id.get(*(f"/_app/routes{route}/{ROUTE}" for route in ids), accept="*/*"),
            ],
        ),
        *resolved.get(*(f"{path}/{ROUTE}" for path in others), accept="*/*"),
        *resolved.get(f"/plain/{ROUTE}", method="HEAD"),
        *by_id.get(f"/_app/routes/api/{ROUTE}", f"/_app/routes/none/{ROUTE}", accept="*/*"),
        *on("resolved", 15, 21).get("/", "/plain", "/item/x", "/typed/42", "/other", "/nowhere", "/fails"),
        *resolved.data(f"/{DATA}", f"/item/x/{DATA}"),
        *_matched("resolved", "/match", RESOLVED),
        *_matched("edges", "/match", EDGES),
        *on("loads", 15).get(f"/{ROUTE}", f"/plain/{ROUTE}", accept="*/*"),
        *on("loads", 16).get(f"/_app/routes/plain/{ROUTE}", accept="*/*"),
    ]


def _matched(app: str, page: str, addresses: Sequence[str]) -> list[Exchange]:
    """A page whose universal load asks which routes some addresses have, as texts and as URLs."""
    whole = (f"https://other.test{address}" for address in addresses if address.startswith("/"))
    asked = [f"to={quote(address)}" for address in addresses]
    asked += [f"url&to={quote(address)}" for address in (*whole, "data:text/plain,plain")]
    return on(app, 113).get(*(f"{page}?{query}" for query in asked))
