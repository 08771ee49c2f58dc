"""Hooks, transport, universal loads and what they fetch, and errors while rendering."""

from __future__ import annotations

from conformance.exchange import Exchange, deliberate, on

DATA = "__data.json"


def exchanges() -> list[Exchange]:
    """Everything that hooks change."""
    return [*_handle(), *_errors(), *_transport(), *_reroute(), *_universal(), *_rendering()]


def _handle() -> list[Exchange]:
    return [
        *on("hooked", 69, 70, 53, 75).get("/", "/about", "/item/x", "/api/plain"),
        *on("hooked", 69).get("/about", "/api/plain", "/early", method="HEAD"),
        *on("hooked", 69).data(f"/about/{DATA}", f"/{DATA}"),
        *on("hooked", 69).get("/early", "/early/redirect", f"/early/redirect/{DATA}", "/about?status"),
        *on("hooked", 69, 50).get(
            "/handle/redirect", f"/about/{DATA}?handle-redirect", "/about?handle-redirect"
        ),
        *on("hooked", 69, 50).submit("/transport?/succeed&handle-redirect"),
        *on("hooked", 69, 50).post("/transport?/succeed&handle-redirect"),
        *on("hooked", 69, 73).get("/handle/error", "/handle/throw", "/handle/nothing", "/about?late-cookie"),
        *on("hooked", 69, 73).get("/handle/error", "/handle/throw", accept="application/json"),
        *on("hooked", 69, 73).data(f"/handle/error/{DATA}", f"/handle/throw/{DATA}"),
        *deliberate("late headers are refused", on("hooked", 69, 49).get("/about?late-header")),
        *on("hooked", 71, 28).get("/about?preload=none", "/about?preload=all"),
        *on("hooked", 52).get("/current"),
        *on("hooked", 52).data(f"/current/{DATA}"),
        *on("hooked", 69, 18).get("/bad%c0", "/item/%zz"),
        *on("hooked", 72, 47).get("/server-fetch"),
        *on("hooked", 72, 48).get("/server-fetch", headers={"Cookie": "a=1"}),
    ]


def _errors() -> list[Exchange]:
    paths = ("/fails/app", "/fails/unknown", "/fails/redirect", "/api/throws", "/nowhere", "/%zz")
    return [
        *on("hooked", 73, 51).get(*paths),
        *on("hooked", 73, 51).get("/api/throws", "/fails/app", "/nowhere", accept="application/json"),
        *on("hooked", 73).get(
            *(f"{path}?hookthrows" for path in ("/fails/app", "/fails/unknown", "/nowhere"))
        ),
        *on("hooked", 73).get(*(f"{path}?nothing" for path in ("/fails/app", "/fails/unknown", "/nowhere"))),
        *on("hooked", 73).get("/api/throws?hookthrows"),
        *on("hooked", 73).data(f"/fails/app/{DATA}", f"/fails/unknown/{DATA}", f"/nowhere/{DATA}"),
        *[
            one
            for action in ("throw", "error", "missing")
            for one in [
                *on("hooked", 73, 55).post(f"/fails/none?/{action}"),
                *on("hooked", 73, 56).submit(f"/fails/none?/{action}"),
            ]
        ],
        *on("hooked", 73, 55).post("/about"),
        *on("hooked", 73, 56).submit("/about"),
        *on("hooked", 73, 39).get("/stream"),
        *on("hooked", 73, 40).data(f"/stream/{DATA}"),
    ]


def _transport() -> list[Exchange]:
    return [
        *on("hooked", 42).get("/transport"),
        *on("hooked", 42).data(f"/transport/{DATA}"),
        *on("hooked", 42, 39).get("/transport?stream"),
        *on("hooked", 42, 40).data(f"/transport/{DATA}?stream"),
        *on("hooked", 42, 58).post("/transport?/succeed"),
        *on("hooked", 42, 56).submit("/transport?/succeed"),
        *on("hooked", 42, 57).post("/transport?/fail"),
        *on("hooked", 42, 57).submit("/transport?/fail"),
    ]


def _reroute() -> list[Exchange]:
    paths = (
        "/en/about",
        "/nowhere-else",
        "/reroute/throws",
        "/bad%zz",
        "/slashed",
        "/encoded",
        "/aliased/api",
    )
    return [
        *on("hooked", 10).get(*paths, "/en/about?q=1", "/en/about/"),
        *on("hooked", 10).data(f"/en/about/{DATA}", f"/reroute/throws/{DATA}"),
        *on("hooked", 10).get("/reroute/throws", accept="application/json"),
    ]


def _universal() -> list[Exchange]:
    loads = (
        "plain",
        "nothing",
        "parent",
        "instance",
        "headers",
        "error",
        "throw",
        "redirect",
        "promise",
        "other",
    )
    fetches = ("fetch", "twice", "post", "ttl", "bytes", "unread", "visible", "hidden", "missing")
    crossing = ("cross", "corsyes", "corsorigin", "nocors")
    return [
        *on("hooked", 36).get(*(f"/universal/{how}" for how in loads), "/layered?x=1"),
        *on("hooked", 36).data(
            *(f"/universal/{how}/{DATA}" for how in ("plain", "error")), f"/layered/{DATA}"
        ),
        *on("hooked", 36, 54, 47).get(*(f"/universal/{how}" for how in fetches)),
        *on("hooked", 36, 72).get(*(f"/universal/{how}" for how in crossing)),
        *on("hooked", 36, 48).get("/universal/fetch", "/universal/cross", headers={"Cookie": "a=1"}),
        *on("hooked", 36).get("/universal/fetch", method="HEAD"),
    ]


def _rendering() -> list[Exchange]:
    return [
        *on("hooked", 33, 73).get("/boundary", "/boundary?nothing"),
        *on("hooked", 33, 51).get("/render/throws", "/render/error", "/render/redirect", "/render/nested"),
        *on("hooked", 33, 51).get("/render/throws?nothing", "/render/nested?nothing"),
    ]
