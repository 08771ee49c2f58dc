"""What hardly anybody does, but somebody will: routes that compete, odd escapes, all kinds of cookies."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from conformance.exchange import HTML, Exchange, deliberate, on
from conformance.wire import Request

DATA = "__data.json"

# By the first segment of the route; those with a comma before them are far from any route.
PATHS: Final = {
    "r": """1 x 1/2 1/a a/1 FF/q x/q 1/ 1-2 a-b 1-2-3 -- preXpost prepost pre/post x.json .json %5Bx%5D.json
        x%2Ejson .well/y %2Ewell/y ... %2Fs %2fs /s a%3Fb a%3fb a%25b a%2525b %C3%A9t%C3%A9 e%CC%81te%CC%81
        %20sp +sp plus+plus plus%2Bplus at@x at%40x %5Bb UPPER upper a/z a/b/c/z z z/z /z a//z x/x y/x x/x/x
        %00 a%00b %0A %0D%0A %7F %5C a%2fb%2Fc %F0%9F%98%80 %ED%A0%80 %C0%80 %EF%BB%BFx %E2%80%A8 %3Cx%3E 'x'
        ~x !$&'()*,;=:@ %21%24%26 =x .. %2e%2e %2E%2E/%2E%2E""",
    "o": "1 a F 1/a 1/F a/F 1/a/F a/1 F/1 1/2 1/2/3 Z 1/a/Z -1/a s 1/s s/a s/a/b s/1 s/a/b/c 1/s/a/b/c s/A/B",
    "o2": "a/b/1/d a/b/d b/d A/d A/1/d 1/2 1/2/3 end 1/end x/end 1/x/y/end xy xay xz x1z xaz x%2Fy x%20y",
    "o3": "abc ABC a/b mid a/mid mid/mid/mid a/b/mid/c/mid/e k/1 a/k/1 a/b/k/1 a/b/k/x x ax a/bx",
    "tail": "en EN 5 en/5 en/5/z 5/z EN/5 en/en",
    "html": "page.html x.html .html a/b.html/deep page.htm page%2Ehtml",
    "typed/number": "1 1.50 0x10 -0 %20 Infinity -Infinity 1e21 1e-7 nonsense 9007199254740993 .5 5.",
    "typed/big": "5n 0n 123456789012345678901234567890n 5",
    "typed/falsy": "false empty zero minus other",
    "%E6%97%A5%E6%9C%AC": "about",
    "en": "about",
    "fr": "about",
}
SLASHED: Final = ("", "/child", "/never", "/x.html", "/x.htm", "/rest/a", "/rest/a:b", "/both", "/api")
QUERIES: Final = (
    *(
        "a=1&b=2&a=3",
        "a=%",
        "a=%zz&b=%E9",
        "%C3%A9=%C3%A9",
        "a+b=c+d",
        "a=b=c",
        "=x",
        "&&",
        "a&b",
        "a;b=c",
        "a='",
    ),
    *("%00", "?", "a?b", "%ED%A0%80", "X-Sveltekit-x", "%78-sveltekit-y=1", "a=x-sveltekit-", "__proto__=1"),
    *("a[]=1&a[b]=2", "q=%2B%26%3D%25", "~*'()!", "x" * 4000, "{}|^[]"),
)
METHODS: Final = ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "QUERY", "PROPFIND", "TRACE")
ACCEPTS: Final = ("*/*", "", "text/html;q=0", "application/json ; q=1", "*", "text/*;q=0.5,application/json")
JARS: Final = ("/jar", "/jar/", "/jar/x", "/jar/x/y", "/jar/p.html", "/jars/", "/jars/x/", "/jar-api/x")


def exchanges() -> list[Exchange]:
    """Edges."""
    return [*_routes(), *_addresses(), *_jars(), *_methods(), *_falls(), *_malformed()]


def _routes() -> list[Exchange]:
    paths = [f"/{first}/{rest}" for first, more in PATHS.items() for rest in ("", *more.split())]
    routes = on("edges", 1, 2, 3, 4, 7, 8)
    return [
        *routes.get(*paths),
        *routes.data(*(f"{path}/{DATA}" for path in paths[::3] if not path.endswith("/"))),
        *routes.data(f"/html/page.html{DATA}", f"/html/x.html{DATA}", f"/.html{DATA}", f"/html{DATA}"),
        *routes.data(f"/{DATA}/", f"/{DATA}/{DATA}", f"//{DATA}", f"/r/1/{DATA}?x=1"),
    ]


def _addresses() -> list[Exchange]:
    slashed, urls = on("edges", 9), on("edges", 34, 63)
    hints = ("", "?x-sveltekit-trailing-slash=1", "?x-sveltekit-trailing-slash=0&a=%20b", "?a=%20b&c=%c3%a9")
    return [
        *slashed.get(*(f"/slash{path}{end}" for path in SLASHED for end in ("", "/", "//", "?a=%20+b"))),
        *slashed.data(*(f"/slash{path}/{DATA}{hint}" for path in SLASHED for hint in hints)),
        *[one for query in QUERIES for one in urls.get(f"/url/a?{query}", name=f"/url/a?{query[:40]}")],
        *urls.get("/url/./b", "/url/a/../b", "/url//a", "/url/a%2F..%2Fb", "/url/;a=b/c", "/url/%41%7E"),
        *on("edges", 29, 30).get("/nowhere", "/methods/get/x", "/r/1?L0=throw&E0=throw"),
    ]


def _jars() -> Iterator[Exchange]:
    """Random steps with cookies; always the same ones."""
    generator = random.Random(81)
    for number in range(90):
        path = generator.choice(JARS)
        is_data = "api" not in path and generator.random() < 0.2
        if is_data:
            path = f"{path[:-5]}.html{DATA}" if path.endswith(".html") else f"{path.rstrip('/')}/{DATA}"
        steps = json.dumps([_step(generator) for _ in range(generator.randint(1, 5))])
        headers = [("Accept", HTML), ("Cookie", _cookie_header(generator))]
        request = Request("GET", f"{path}?do={quote(steps)}", tuple(headers))
        yield Exchange(f"jar {number}: {path} {steps[:100]}", "edges", (81,), (request,))


_NAMES: Final = (
    "a",
    "b",
    "A",
    "c-d",
    "__Host-s",
    "n!#$%&'*+-.^_`|~",
    'a"b',
    "a,b",
    "[x]",
    "a:b",
    "<a>",
    "a\\b",
)
_VALUES: Final = (
    "",
    "v",
    "a b",
    "a;b",
    "é",
    "日本",
    "😀",
    "%",
    "%20",
    "%zz",
    "a=b",
    '"q"',
    "\\",
    "\n",
    "~!*()",
)
_OPTIONS: Final[dict[str, tuple[Any, ...]]] = {
    "path": (
        "/",
        "",
        "/jar",
        "/jar/",
        "/jar/x",
        "x",
        "./x",
        "../x",
        "..",
        "/a b",
        "/a?b",
        "/a#b",
        "//x",
        "/%41",
    ),
    "domain": ("conformance.test", ".conformance.test", "test", "other.test", "sub.conformance.test"),
    "httpOnly": (True, False),
    "secure": (True, False),
    "sameSite": ("lax", "strict", "none", "Lax", True, False),
    "maxAge": (0, 1, -1, 60, 2**31, 10**15),
    "expires": (10**12, -(10**12), 253402300799000, 999),
    "partitioned": (True,),
    "priority": ("low", "High", "MEDIUM"),
}


def _step(generator: random.Random) -> list[Any]:
    method = generator.choice(("set", "set", "set", "delete", "get", "getAll", "serialize"))
    options = {
        name: generator.choice(values) for name, values in _OPTIONS.items() if generator.random() < 0.25
    }
    name = generator.choice(_NAMES)
    given: dict[str, list[Any]] = {
        "get": [name],
        "getAll": [],
        "delete": [name, {key: value for key, value in options.items() if key != "maxAge"}],
    }
    return [method, *given.get(method, [name, generator.choice(_VALUES), options])]


def _cookie_header(generator: random.Random) -> str:
    values = ("1", "a b", "%41", "%zz", '"quoted"', "a=b=c", " v ", "")
    pairs = [
        f"{generator.choice(_NAMES[:6])}{generator.choice(('=', '=', ' = ', ''))}{generator.choice(values)}"
        for _ in range(generator.randint(0, 5))
    ]
    return generator.choice(("; ", ";", ";; ")).join(pairs)


def _methods() -> list[Exchange]:
    methods = on("edges", 63, 64, 65, 66)
    names = [f"/{folder}/{name}" for folder in ("methods", "beside") for name in _HANDLED]
    return [
        *[
            one
            for method in METHODS
            for one in methods.get(*names, "/", "/nowhere", "/slash/api", method=method)
        ],
        *[one for accept in ACCEPTS for one in methods.get(*names, accept=accept)],
        *[
            one
            for accept in ACCEPTS
            for name in _HANDLED
            for one in methods.post(f"/beside/{name}", {"a": "1"}, accept=accept)
        ],
    ]


_HANDLED: Final = ("get", "post", "some", "fallback", "query", "none")

# Places of /fall/in and /fall/in/deep that can fail: components and error pages, loads, universal loads.
_COMPONENTS: Final = ("L0", "L1", "L2", "P2", "P3", "E0", "E2", "E3")
_LOADS: Final = ("s1", "s2", "sp")
_UNIVERSAL: Final = ("u2", "up")


def _falls() -> Iterator[Exchange]:
    """Errors on errors: one place fails, and perhaps another one when that is shown."""
    generator = random.Random(51)
    ways = {
        **dict.fromkeys(_COMPONENTS, ("throw", "string", "null", "error", "props", "redirect")),
        **dict.fromkeys(_LOADS, ("throw", "error", "error500", "redirect")),
        **dict.fromkeys(_UNIVERSAL, ("throw", "error", "redirect")),
    }
    falls = on("edges", 33, 51)
    for path in ("/fall/in", "/fall/in/deep"):
        yield from falls.get(path)
        yield from falls.get(f"{path}?L1=error&sp=error", name=f"an error page whose layout fails, {path}")
        for place in ways:
            others = [other for other in ways if other != place]
            for other in ("", *generator.sample(others, 3)):
                chosen = [name for name in (place, other) if name]
                yield from falls.get(
                    f"{path}?" + "&".join(f"{name}={generator.choice(ways[name])}" for name in chosen)
                )
    yield from on("edges", 6, 51).get("/dropped/q", "/dropped/q?PQ=throw", "/shell/p", "/shell/p?sp=throw")


def _malformed() -> list[Exchange]:
    hosts = (
        "OTHER.test",
        "other.test:80",
        "other.test:",
        "127.1",
        "[::1]:80",
        "a..b",
        "x:65536",
        "1.2.3.4.5",
    )
    return [
        *deliberate("an empty query is dropped", on("edges", 34).get("/url/a?")),
        *on("edges", 18).get(*(f"/r/%{broken}" for broken in ("", "z", "e9", "c3%28"))),
        *[one for host in hosts for one in on("edges", 34).get("/url/a", headers={"Host": host})],
    ]
