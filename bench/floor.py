"""The bare handler: what no server that renders in an embedded V8 can go below.

It builds the data, encodes it once with orjson, crosses into V8, renders the same bundle with fresh modules
and sends the whole page: no routing, hooks, cookies, load tracking, nor any other rule of SvelteKit's. What
lissome needs more than this is the price of its Python. `bench/run.py --floor` serves it beside the others:

    granian --interface asgi --factory floor:create        (in a built project)
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import xxhash

from lissome.ssr import Isolate, Limits

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ORIGIN = "http://127.0.0.1"


def small() -> object:
    """The small page's data, as its `+page.server.py` makes it."""
    return {"title": "Hello", "text": "A small page: a layout, a heading, a paragraph and a button."}


def table() -> object:
    """The table's data, as its `+page.server.py` makes it."""
    rows = []
    for number in range(1, 51):
        role = "admin" if number % 10 == 0 else "member"
        mail = f"person{number}@example.com"
        rows.append({"id": number, "name": f"Person {number} <&>", "mail": mail, "role": role})
    return {"rows": rows}


LOADS: dict[str, Callable[[], object]] = {"/": small, "/table": table}


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of one page that are the same for all requests, in their order."""

    load: Callable[[], object]
    before_input: bytes
    before_head: bytes
    before_body: bytes
    before_data: bytes
    end: bytes


class Floor:
    """The ASGI application."""

    def __init__(self, project: Path) -> None:
        build = project / "build"
        self._manifest = json.loads((build / "manifest.json").read_text())
        self._scripts = tuple((build / "server" / name).read_text() for name in ("prelude.js", "ssr.js"))
        self._pages = {path: make_page(self._manifest, path, load) for path, load in LOADS.items()}
        self._isolate: Isolate | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        page = self._pages.get(scope["path"])
        if page is None:
            await send({"type": "http.response.start", "status": 404, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        body = await self._render(page)
        headers = [
            (b"content-type", b"text/html"),
            (b"etag", b'"%b"' % xxhash.xxh3_64_hexdigest(body).encode()),
            (b"content-length", b"%d" % len(body)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Hold the isolate for the worker's life."""
        await receive()
        self._isolate = Isolate(self._scripts, Limits())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._isolate.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _render(self, page: Page) -> bytes:
        assert self._isolate is not None
        data = orjson.dumps(page.load())
        answer = await self._isolate.call(page.before_input + data + b"]}")
        meta, head, body = answer.split(b"\0", 2)
        assert meta == b"k{}", answer[:300]
        literal = data.replace(b"<", b"\\u003C")
        parts = (page.before_head, head, page.before_body, body, page.before_data, literal, page.end)
        return b"".join(parts)


def make_page(manifest: dict[str, Any], path: str, load: Callable[[], object]) -> Page:
    """Work out everything about a page that does not depend on its data."""
    route = next(route for route in manifest["routes"] if route["id"] == path)
    branch = [*route["page"]["layouts"], route["page"]["leaf"]]
    message = {
        "url": ORIGIN + path,
        "params": {},
        "route": path,
        "status": 200,
        "branch": branch,
        "errors": [*route["page"]["errors"], None],
        "form": None,
        "error": None,
    }
    before, rest = manifest["templates"]["app"].split("%sveltekit.head%")
    middle, after = rest.split("%sveltekit.body%")
    start, end = bootstrap(manifest, branch)
    return Page(
        load,
        # The table's data follows, in the last place of the branch; the layout has none.
        b"r" + orjson.dumps(message)[:-1] + b',"data":[null,',
        (before + links(manifest, branch)).encode(),
        middle.encode(),
        start.encode(),
        (end + after).encode(),
    )


def links(manifest: dict[str, Any], branch: list[int]) -> str:
    """The page's preload links and style sheets."""
    nodes = [manifest["nodes"][index] for index in branch]
    scripts = dict.fromkeys(
        manifest["client"]["imports"] + [name for node in nodes for name in node["imports"]]
    )
    sheets = dict.fromkeys(name for node in nodes for name in node["stylesheets"])
    return "".join(
        [
            *(f'<link href="./{name}" rel="modulepreload">\n' for name in scripts),
            *(f'<link href="./{name}" rel="stylesheet">\n' for name in sheets),
        ]
    )


def bootstrap(manifest: dict[str, Any], branch: list[int]) -> tuple[str, str]:
    """The start script, cut where the page's data belongs."""
    name, client = manifest["global"], manifest["client"]
    start = (
        f'<script>{{{name} = {{base: new URL(".", location).pathname.slice(0, -1), version: '
        f'"{manifest["version"]}"}}; const element = document.currentScript.parentElement; '
        f'import("./{client["start"]}").then(async (kit) => {{ kit.init({name}); '
        f'const app = await import("./{client["app"]}"); kit.start(app, element, {{ node_ids: {branch}, '
        'data: [null,{"type":"data","uses":{},"data":'
    )
    return start, "}], form: null, error: null }); });}</script>"


def create() -> Floor:
    """The factory that granian calls, in the folder of a built project."""
    return Floor(Path.cwd())
