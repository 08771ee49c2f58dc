"""What goes through hooks, endpoints and fetch, in all the ways one can ask."""

from __future__ import annotations

import re

from conformance.exchange import Exchange, deliberate, on
from conformance.projects import APPS

DATA = "__data.json"
ROUTES = APPS / "wires" / "src" / "routes"


def exchanges() -> list[Exchange]:
    """Hooks, endpoints, fetch."""
    return [*_handle(), *_endpoints(), *_fetch(), *_universal()]


def _named(file: str) -> list[str]:
    """The names in a file's table of ways."""
    return re.findall(r"^\t(\w+): ", (ROUTES / file).read_text(), re.MULTILINE)


def _handle() -> list[Exchange]:
    acts = ("throw", "error", "redirect", "external", "response", "location", "notmodified", "cookieredirect")
    after = (
        "after",
        "errorafter",
        "redirectafter",
        "status",
        "delete",
        "replace",
        "etag",
        "append",
        "headersfirst",
    )
    queries = [
        *(f"{who}={act}" for who in ("first", "second") for act in acts),
        *(f"first={how}" for how in after),
    ]
    options = (
        *(
            "chunk1",
            "chunk2",
            "chunk1&chunk2",
            "empty",
            "empty&chunk2",
            "preload1",
            "preload2",
            "preload1&preload2",
        ),
        *("filter1", "filter2"),
    )
    found = []
    for query in queries:
        found += on("wires", 69).get(f"/h/plain?{query}", f"/e/who?{query}", f"/nowhere?{query}")
        found += on("wires", 69).data(f"/h/plain/{DATA}?{query}")
        found += on("wires", 69, 56).submit(f"/h/plain?{query}", {"a": "1"})
        found += on("wires", 69, 55).post(f"/h/plain?{query}", {"a": "1"})
    for query in options:
        found += on("wires", 70, 71).get(
            f"/h/plain?{query}", f"/h/stream?{query}", f"/h/throw?{query}", f"/e/html?{query}"
        )
    for method in ("HEAD", "OPTIONS", "PUT"):
        found += on("wires", 69).get("/h/plain", "/nowhere", "/h/plain?first=error", method=method)
    found += on("wires", 69, 31).get("/h/plain?first=etag", "/e/etag", headers={"If-None-Match": '"mine"'})
    found += on("wires", 69, 31).get(
        "/e/etag", headers={"If-None-Match": 'W/"by event"'}, name="weak by event"
    )
    found += deliberate(
        "If-None-Match is a list",
        on("wires", 69, 31).get(
            "/e/etag", headers={"If-None-Match": '"a", "by event"'}, name="list of etags"
        ),
    )
    return found


def _endpoints() -> list[Exchange]:
    hows = _named("e/[how]/+server.js")
    return [
        *on("wires", 63, 67).get(*(f"/e/{how}" for how in hows)),
        *on("wires", 63, 65).get(
            *(f"/e/{how}" for how in hows if how not in {"stream", "sse"}), method="HEAD"
        ),
        *[
            one
            for how in hows
            for one in on("wires", 63).post(f"/e/{how}", b"{}", content_type="application/json")
        ],
        *[
            one
            for how in ("error", "throw", "dup")
            for one in on("wires", 63, 73).get(f"/e/{how}", accept="application/json")
        ],
        *[
            one
            for how in ("error", "throw", "dup")
            for one in on("wires", 63, 73).get(f"/e/{how}", accept="*/*")
        ],
        *[one for how in ("error", "throw") for one in on("wires", 63, 73).get(f"/e/{how}", accept=None)],
        *on("wires", 64).get("/e/echo", method="HEAD"),
        *[
            one
            for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY")
            for one in on("wires", 64).post(
                "/e/echo?x=1", b"body", content_type="application/json", method=method
            )
        ],
        *on("wires", 65).post("/e/who", b"", content_type="application/json", method="PUT"),
        *on("wires", 65).data(f"/e/who/{DATA}"),
    ]


def _fetch() -> list[Exchange]:
    odd = {
        "query": "a fragment is dropped",
        "actionplain": "a body that is not a form",
        "asset": "internal fetches stay in the process",
    }
    hows = [how for how in _named("f/[how]/+page.server.js") if how not in odd]
    sent = {
        "Cookie": "sent=1; two=b%20c",
        "Authorization": "Bearer t",
        "Accept-Language": "de",
        "Referer": "/x",
    }
    found = [
        *on("wires", 47, 72).get(*(f"/f/{how}" for how in hows)),
        *on("wires", 47, 48).get(*(f"/f/{how}" for how in hows), headers=sent),
        *on("wires", 47).data(*(f"/f/{how}/{DATA}" for how in hows[:12])),
    ]
    for how, reason in odd.items():
        found += deliberate(reason, on("wires", 47).get(f"/f/{how}"))
    return found


def _universal() -> list[Exchange]:
    hows = [how for how in _named("u/[how]/+page.js") if how not in {"url", "hash"}]
    first = [how for how in hows if how.startswith(("header", "set", "other", "fake", "text"))]
    second = ("text", "post", "setcookie", "other", "fake", "html", "headerother", "headercookie")
    universal = on("wires", 36, 54)
    return [
        *universal.get(*(f"/u/{how}" for how in hows)),
        *universal.get(*(f"/u/{how}?filter1" for how in first)),
        *universal.get(*(f"/u/{how}?filter2" for how in second)),
        *deliberate("a fragment is dropped", universal.get("/u/url", "/u/hash")),
        *on("wires", 36, 48).get(
            *(f"/u/{how}" for how in ("text", "omit", "other", "post")), headers={"Cookie": "sent=1"}
        ),
        *universal.get("/u/cache60", "/u/text", method="HEAD"),
        *universal.get("/u/text", headers={"Authorization": "Basic x", "Accept-Language": "it"}),
    ]
