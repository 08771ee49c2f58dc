"""Files of the build: how long they may be kept, their compressed variants, preloaded fonts."""

from __future__ import annotations

from conformance.exchange import Exchange, deliberate, on
from conformance.wire import Request

STYLES = "/{built:_app/immutable/assets/*.css}"
FONT = "/{built:_app/immutable/assets/*.woff2}"
ENCODINGS = (
    "br",
    "gzip",
    "gzip, deflate, br, zstd",
    "gzip;q=1, br;q=0.5",
    "br;q=0",
    "br;q=0, gzip",
    "identity",
    "*",
    "gzip;q=0, *",
    "*;q=0",
    "deflate",
    "BR",
    "x-gzip",
    "br;q=0.5;x=1, gzip;q=0.4",
    "",
)


def exchanges() -> list[Exchange]:
    """Files."""
    return [*_fonts(), *_immutable(), *_compressed()]


def _fonts() -> list[Exchange]:
    paths = ("/fonts", "/fonts?preload=all", "/fonts?preload=none")
    return [
        *on("hooked", 27, 71).get(*paths),
        *on("hooked@linked", 27, 28, 71).get(*paths, "/about?preload=all"),
        *on("hooked@linked", 27, 28).get("/fonts?preload=all", method="HEAD"),
    ]


def _immutable() -> list[Exchange]:
    immutable = on("hooked", 116)
    return [
        *immutable.get(STYLES, FONT, accept="*/*"),
        *immutable.get(STYLES, FONT, method="HEAD", accept="*/*"),
        *immutable.get(STYLES, headers={"Range": "bytes=0-9"}, accept="*/*"),
        *immutable.get(
            "/_app/immutable", "/_app/immutable/", "/_app/immutable/assets/gone.css", accept="*/*"
        ),
        *immutable.post(STYLES, {"a": "1"}),
        *immutable.steps(
            "an immutable file twice",
            Request("GET", STYLES),
            Request("GET", STYLES, (("If-None-Match", "{etag}"),)),
            Request("GET", STYLES, (("If-None-Match", '"other"'),)),
        ),
    ]


def _compressed() -> list[Exchange]:
    compressed = on("hooked", 117)
    return [
        *[
            one
            for accepted in ENCODINGS
            for one in compressed.get(STYLES, headers={"Accept-Encoding": accepted})
        ],
        *compressed.get(FONT, headers={"Accept-Encoding": "gzip, br"}),
        *compressed.get(STYLES, method="HEAD", headers={"Accept-Encoding": "br"}),
        *compressed.get(STYLES, headers={"Accept-Encoding": "br", "Range": "bytes=0-9"}),
        *compressed.get(f"{STYLES}.br", f"{STYLES}.gz"),
        *[
            one
            for encoding in ("br", "gzip")
            for one in compressed.steps(
                f"a compressed file twice, {encoding}",
                Request("GET", STYLES, (("Accept-Encoding", encoding),)),
                Request("GET", STYLES, (("Accept-Encoding", encoding), ("If-None-Match", "{etag}"))),
                Request("GET", STYLES, (("If-None-Match", "{etag}"),)),
            )
        ],
        *on("forms", 117).get("/hello.txt", headers={"Accept-Encoding": "br"}),
        *on("hooked", 117).get("/about", headers={"Accept-Encoding": "br, gzip"}),
        *deliberate(
            "version.json is not cached",
            on("hooked", 117, 104).get("/_app/version.json", headers={"Accept-Encoding": "gzip"}),
        ),
    ]
