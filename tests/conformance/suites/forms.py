"""Form actions, endpoints, cookies, fetch, and the guard against forged forms."""

from __future__ import annotations

from conformance.exchange import HTML, ORIGIN, Exchange, deliberate, on
from conformance.wire import Request

DATA = "__data.json"
BOUNDARY = "conformance"
RANGES = (
    *("bytes=1-2", "bytes=9-", "bytes=2-1", "bytes=-2", "bytes=-0", "bytes=-", "bytes=0-0,2-2", "BYTES=1-2"),
    *(
        "bytes=0-99999999999999999999",
        "bytes=99999999999999999999-",
        "bytes=01-002",
        "items=1-2",
        "bytes= 1-2",
    ),
)


def exchanges() -> list[Exchange]:
    """Everything with a body, and everything that answers by itself."""
    return [
        *_actions(),
        *_protocol(),
        *_uploads(),
        *_endpoints(),
        *_address(),
        *_ends(),
        *_beside_pages(),
        *_cookies(),
        *_fetch(),
        *_forgeries(),
        *_options(),
        *_static(),
    ]


def _actions() -> list[Exchange]:
    failures = ("fail", "fail400", "failempty", "failnull")
    ends = ("redirect", "redirect307", "error", "throw")
    values = (
        "nothing",
        "null",
        "falsy",
        "emptystring",
        "empty",
        "types",
        "bad",
        "text",
        "list",
        "url",
        "script",
    )
    found = []
    for how in (*failures, *ends, *values, "fields"):
        rows = (57,) if how in failures else (50,) if how.startswith("redirect") else (51,)
        found += on("forms", 55, 58, *rows).post("/actions/default?q=1", {"how": how, "x": "é"})
        found += on("forms", 55, 56, *rows).submit("/actions/default?q=1", {"how": how, "x": "é"})
    return found


def _protocol() -> list[Exchange]:
    one = on("forms", 55, 58, 61)
    return [
        *one.post("/actions/named?/one", {"a": "1"}),
        *one.post("/actions/named?x=1&/two&y=2", {"a": "1"}),
        *one.post("/actions/named?/two=value&/one", {"a": "1"}),
        *one.post("/actions/named?%2Fone", {"a": "1"}),
        *on("forms", 56, 61).submit("/actions/named?/one", {"a": "1"}),
        *on("forms", 56, 61).submit("/actions/named?x=a%20b&/two&y=2", {"a": "1"}),
        *on("forms", 55).post("/actions/named?/three", {"a": "1"}),
        *on("forms", 56).submit("/actions/named?/three", {"a": "1"}),
        *on("forms", 55).post("/actions/named", {"a": "1"}),
        *on("forms", 56).submit("/actions/named", {"a": "1"}),
        *deliberate(
            "unknown actions are answered 404",
            [
                *on("forms", 55).post("/actions/default?/default", {"a": "1"}),
                *on("forms", 56).submit("/actions/default?/default", {"a": "1"}),
            ],
        ),
        *on("forms", 55).post("/actions/none", {"a": "1"}),
        *on("forms", 56).submit("/actions/none", {"a": "1"}),
        *on("forms", 55).post("/", {"a": "1"}),
        *on("forms", 56).post("/actions/default", {"a": "1"}, accept="*/*"),
        *on("forms", 56).post("/actions/default", {"a": "1"}, accept=None),
        *on("forms", 56).post("/actions/default", {"a": "1"}, accept="application/json;q=0.5,text/html"),
        *on("forms", 56).post("/actions/default", {"a": "1"}, accept="text/html;q=0.5,application/json"),
        *on("forms", 55).post("/actions/default", b'{"a":1}', content_type="application/json"),
        *on("forms", 56).post(
            "/actions/default", b'{"a":1}', content_type="application/json", accept="application/json"
        ),
        *deliberate(
            "a body that is not a form",
            on("forms", 55).post("/actions/default", b"a=1", content_type="text/plain"),
        ),
        *on("forms", 55).post(
            "/actions/default", b"a=1&a=2&b", content_type="Application/X-WWW-Form-Urlencoded; charset=UTF-8"
        ),
        *on("forms", 55).post("/actions/default", b"a=%zz&b=%E9&c=+x+", name="odd percent-encoding"),
        *on("forms", 55).post("/actions/default/", {"a": "1"}),
        *on("forms", 55).post(f"/actions/default/{DATA}", {"a": "1"}),
        *on("forms", 55).get("/actions/default"),
        *[
            found
            for method in ("PUT", "PATCH", "DELETE", "QUERY")
            for page in ("/actions/default", "/actions/none")
            for found in on("forms", 65).post(page, b"", method=method, content_type="application/json")
        ],
        *on("forms", 65).get("/actions/default", "/actions/none", method="OPTIONS"),
        *on("forms", 65).get("/actions/default", method="HEAD"),
        *on("forms", 55, 23).post("/actions/shell", {"ok": "1"}),
        *on("forms", 55, 23).post("/actions/shell", {}),
    ]


def _multipart(*parts: tuple[str, str]) -> bytes:
    lines = []
    for disposition, body in parts:
        head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}"
        lines.append(f"{head}\r\n\r\n{body}\r\n")
    return ("".join(lines) + f"--{BOUNDARY}--\r\n").encode()


def _uploads() -> list[Exchange]:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    simple = _multipart(
        ('name="text"', "a field"),
        ('name="file"; filename="a.txt"\r\nContent-Type: text/plain', "content"),
        ('name="file"; filename="b ü.txt"\r\nContent-Type: text/markdown', "# second"),
    )
    empty = _multipart(('name="file"; filename=""\r\nContent-Type: application/octet-stream', ""))
    large = _multipart(('name="file"; filename="big.txt"\r\nContent-Type: text/plain', "x" * 300_000))
    huge = _multipart(('name="file"; filename="huge.txt"\r\nContent-Type: text/plain', "x" * 600_000))
    upload = on("forms", 59)
    return [
        *upload.post("/actions/upload", simple, content_type=kind, name="two files and a field"),
        *upload.post(
            "/actions/upload", simple, content_type=kind, accept="application/json", name="files, JSON"
        ),
        *deliberate(
            "empty file inputs are not sent",
            upload.post("/actions/upload", empty, content_type=kind, name="no file chosen"),
        ),
        *upload.post("/actions/upload", large, content_type=kind, name="a file of 300 kB"),
        *upload.post("/actions/upload", huge, content_type=kind, name="a file of 600 kB"),
        *upload.post(
            "/actions/upload", huge, content_type=kind, accept="application/json", name="600 kB, JSON"
        ),
        *upload.post("/actions/default", b"how=" + b"x" * 600_000, name="600 kB of fields"),
        *deliberate(
            "malformed forms are answered 400",
            [
                *upload.post("/actions/upload", b"nonsense", content_type=kind, name="malformed multipart"),
                *upload.post(
                    "/actions/upload", simple, content_type="multipart/form-data", name="no boundary"
                ),
            ],
        ),
        *upload.post("/api/methods", b"x" * 600_000, content_type="text/plain", name="600 kB to an endpoint"),
    ]


def _address() -> list[Exchange]:
    """Nobody may choose their own address: without a trusted proxy these headers say nothing."""
    forged = {"X-Forwarded-For": "1.2.3.4", "X-Real-IP": "1.2.3.4", "Forwarded": "for=1.2.3.4"}
    return [
        *on("forms", 119).get("/api/address"),
        *[
            one
            for name in forged
            for one in on("forms", 119).get("/api/address", headers={name: forged[name]})
        ],
    ]


def _endpoints() -> list[Exchange]:
    methods = ("POST", "PUT", "PATCH", "DELETE", "QUERY", "OPTIONS")
    json = "application/json"
    return [
        *on("forms", 63).get("/api/methods?a=1"),
        *[
            one
            for method in methods
            for one in on("forms", 63).post("/api/methods?a=1", b'{"b":2}', method=method, content_type=json)
        ],
        *on("forms", 65).get("/api/methods", "/api/get", "/api/head", "/api/postonly", method="HEAD"),
        *on("forms", 65).get("/api/get", "/api/postonly", method="OPTIONS"),
        *on("forms", 65).post("/api/get", b"{}", content_type=json),
        *on("forms", 65).post("/api/head", b"{}", content_type=json, method="PUT"),
        *on("forms", 65).get("/api/postonly"),
        *on("forms", 65).get("/api/postonly", accept=json),
        *on("forms", 63).post("/api/postonly", b'{"a": 1}', content_type=json),
        *on("forms", 63).post("/api/postonly", b"nonsense", content_type=json, accept=json),
        *on("forms", 64).get("/api/fallback", "/api/onlyfallback"),
        *on("forms", 64).get("/api/fallback", "/api/onlyfallback", method="HEAD"),
        *on("forms", 64).post("/api/fallback", b"", content_type=json, method="DELETE"),
        *on("forms", 64).get("/api/onlyfallback", "/api/fallback", method="PROPFIND"),
        *on("forms", 64).get("/api/get", "/actions/none", method="PROPFIND"),
        *on("forms", 63).get("/api/get/", "/api/methods/?x"),
        *on("forms", 63).data(f"/api/get/{DATA}"),
    ]


def _ends() -> list[Exchange]:
    plain = ("json", "jsonstatus", "empty", "html", "status", "location", "bytes", "cookies")
    failing = ("error", "errorprops", "throw", "redirect", "nothing")
    ends = on("forms", 63, 68)
    return [
        *ends.get(*(f"/api/ends/{how}" for how in plain)),
        *deliberate(
            "text has a content type",
            ends.get(*(f"/api/ends/{how}" for how in ("text", "other", "setheaders"))),
        ),
        *on("forms", 51, 30).get(*(f"/api/ends/{how}" for how in failing)),
        *on("forms", 51).get(*(f"/api/ends/{how}" for how in failing), accept="application/json"),
        *on("forms", 51).get("/api/ends/error", accept="*/*"),
        *on("forms", 51).get("/api/ends/error", accept=None),
        *on("forms", 67).get("/api/ends/stream", "/api/ends/events"),
        *on("forms", 67, 65).get("/api/ends/stream", method="HEAD"),
        *on("forms", 31).get("/api/ends/etag", "/api/ends/weak"),
        *on("forms", 31).get("/api/ends/etag", headers={"If-None-Match": '"v1"'}),
        *on("forms", 31).get("/api/ends/etag", headers={"If-None-Match": 'W/"v1"'}),
        *on("forms", 31).get("/api/ends/etag", headers={"If-None-Match": '"v2"'}),
        *deliberate(
            "If-None-Match is a list",
            [
                *on("forms", 31).get("/api/ends/weak", headers={"If-None-Match": 'W/"v1"'}),
                *on("forms", 31).get("/api/ends/etag", headers={"If-None-Match": '"v0", "v1"'}),
            ],
        ),
        *_conditional("/", "/cookies/set", "/actions/none", "/options/nossr"),
    ]


def _conditional(*targets: str) -> list[Exchange]:
    accept = ("Accept", HTML)
    again = [accept, ("If-None-Match", "{etag}")]
    return [
        one
        for target in targets
        for one in on("forms", 31).steps(
            f"{target} twice", Request("GET", target, (accept,)), Request("GET", target, tuple(again))
        )
    ]


def _beside_pages() -> list[Exchange]:
    accepts = (
        HTML,
        "*/*",
        None,
        "application/json",
        "text/html;q=0.1,*/*",
        "text/*",
        "image/png",
        "nonsense",
    )
    beside = on("forms", 66)
    action = {"x-sveltekit-action": "true"}
    return [
        *[
            one
            for accept in accepts
            for one in beside.get("/both/all", "/both/get", "/both/post", accept=accept)
        ],
        *[
            one
            for accept in (HTML, "*/*", "application/json")
            for one in beside.post("/both/all", accept=accept)
        ],
        *beside.post("/both/all", accept="application/json", headers=action, name="an enhanced form"),
        *beside.post("/both/post", {"a": "1"}, accept=HTML, name="POST where the page has no action"),
        *beside.post("/both/post", {"a": "1"}, accept="*/*", name="POST for the endpoint"),
        *beside.post("/both/get", {"a": "1"}, accept="*/*", name="POST where only GET is there"),
        *beside.post("/both/all", b"", method="PUT"),
        *beside.post("/both/all", b"", method="DELETE"),
        *beside.get("/both/all", "/both/get", method="OPTIONS"),
        *beside.get("/both/all", "/both/get", method="HEAD"),
        *beside.get("/both/all", "/both/get", method="HEAD", accept="*/*"),
        *beside.data(f"/both/all/{DATA}", f"/both/get/{DATA}"),
    ]


def _cookies() -> list[Exchange]:
    sent = {"Cookie": 'sent=a%20b; pathed=1; sent=second; bad=%zz; quoted="q r"; empty=; a=0; novalue'}
    cookies = on("forms", 81)
    return [
        *cookies.get("/cookies/set", "/cookies/order", "/cookies/serialize", "/cookies/read"),
        *cookies.get("/cookies/read", "/cookies/delete", "/cookies/order", headers=sent),
        *cookies.get("/cookies/deep/er", "/cookies/page.html", "/cookies/slash/"),
        *cookies.data(f"/cookies/set/{DATA}", f"/cookies/deep/er/{DATA}", f"/cookies/page.html{DATA}"),
        *cookies.get("/cookies/read", headers={"Cookie": "__proto__=1; constructor=2; toString=3"}),
        *cookies.get("/cookies/read", headers={"Cookie": "=x; ;;a=b=c; sent = spaced "}),
    ]


def _fetch() -> list[Exchange]:
    sent = {"Cookie": "sent=1; other=a%20b", "Authorization": "Bearer t", "Accept-Language": "de"}
    plain = ("get", "relative", "absolute", "post", "form", "error", "redirect")
    return [
        *on("forms", 47).get(*(f"/fetch/{how}" for how in (*plain, "data", "readback"))),
        *deliberate(
            "internal fetches stay in the process",
            on("forms", 47).get(*(f"/fetch/{how}" for how in ("missing", "static", "statichtml"))),
        ),
        *on("forms", 48, 81).get(
            *(f"/fetch/{how}" for how in ("get", "omit", "own", "setfirst", "readback", "post", "data")),
            headers=sent,
        ),
        *on("forms", 47, 48).data(f"/fetch/get/{DATA}", f"/fetch/setfirst/{DATA}"),
    ]


def _forgeries() -> list[Exchange]:
    evil = "http://evil.test"
    forged = on("forms", 76)
    kinds = (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "application/json",
        "application/x-sveltekit-formdata",
        "TEXT/PLAIN; charset=utf-8",
        "text/html",
    )
    return [
        *[
            one
            for kind in kinds
            for one in forged.post("/api/methods", b"a=1", content_type=kind, origin=evil)
        ],
        *[
            one
            for kind in (*kinds[:1], None)
            for one in forged.post("/api/methods", b"", content_type=kind, origin=None)
        ],
        *[
            one
            for method in ("PUT", "PATCH", "DELETE", "QUERY", "OPTIONS")
            for one in forged.post("/api/methods", b"", method=method, content_type=None, origin=evil)
        ],
        *forged.post("/actions/default", {"a": "1"}, origin=evil, accept="application/json"),
        *forged.post("/actions/default", {"a": "1"}, origin=evil, accept="application/json, */*"),
        *forged.post("/actions/default", {"a": "1"}, origin="null"),
        *forged.post("/actions/default", {"a": "1"}, origin=ORIGIN.replace("http", "https")),
        *forged.post("/actions/default", {"a": "1"}, origin=ORIGIN + ":8080"),
        *forged.post("/nowhere", {"a": "1"}, origin=evil),
        *forged.post(f"/actions/default/{DATA}?x-sveltekit-bad=1", {"a": "1"}, origin=evil),
        *forged.get("/actions/default", headers={"Origin": evil}),
    ]


def _options() -> list[Exchange]:
    return [
        *on("forms", 22).get("/options/nocsr"),
        *on("forms", 23).get("/options/nossr"),
        *on("forms", 22, 23).get("/options/neither"),
        *on("forms", 22, 23).data(*(f"/options/{name}/{DATA}" for name in ("nocsr", "nossr", "neither"))),
    ]


def _static() -> list[Exchange]:
    static = on("forms", 115)
    return [
        *static.get(
            "/hello.txt", "/data.json", "/page/index.html", "/page", "/page/", "/hello.txt?x=1", "/hello.txt/"
        ),
        *static.get("/hello.txt", method="HEAD"),
        *[one for wanted in RANGES for one in static.get("/hello.txt", headers={"Range": wanted})],
        *static.get("/50%.txt", "/page%2Findex.html", "/hello%2Etxt", "/.well-known/.inner", "/a.docx"),
        *deliberate("static files with special characters", static.get("/50%25.txt")),
        *static.get("/hello.txt", headers={"If-None-Match": "*"}),
        *static.get("/.hidden", "/.vite/manifest.json", "/%68ello.txt", "/hello.tx%74"),
        *static.get("/../hello.txt", "/..%2f..%2fpackage.json", "/%2e%2e/package.json", "/page/../hello.txt"),
        *static.post("/hello.txt", {"a": "1"}),
        *static.steps(
            "a static file twice",
            Request("GET", "/hello.txt"),
            Request("GET", "/hello.txt", (("If-None-Match", "{etag}"),)),
        ),
    ]
