"""What JavaScript finds on the server: Web APIs, what Node has, and builtins whose heirs are its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from conformance.exchange import HTML, Exchange, on
from conformance.projects import APPS
from conformance.wire import Request

SOURCES = APPS / "runtime" / "src"

WEB: Final = (
    *(
        "blob",
        "file",
        "formdata",
        "fetch",
        "send",
        "receive",
        "response",
        "request",
        "headers",
        "readable",
        "pipes",
    ),
    *("text", "compression", "events", "channels", "abort", "url", "urlpattern", "performance", "crypto"),
    "clone",
)
NODE: Final = ("globals", "order", "buffer")
"""Routes with a table of ways."""


DELIBERATE: Final = {
    "/recipes/fetchreplaced": "globals are bound when a module starts",
    "/recipes/timerwrapped": "globals are bound when a module starts",
    "/recipes/datareplaced": "globals are bound when a module starts",
    "/order/tickorder": "nextTick is a microtask",
    "/node/stream": "nextTick is a microtask",
    "/node/names": "Node's builtins are made for V8",
    "/node/commonjs": "Node's builtins are made for V8",
    "/node/async-contexts": "AsyncLocalStorage does not follow tasks",
}
"""By the address of a page: why it differs."""


def exchanges() -> list[Exchange]:
    """Web APIs, Node, heirs, recipes."""
    return [
        replace(one, deliberate=DELIBERATE.get(one.steps[0].target))
        for one in (*_web(), *_node(), *_heirs(), *_recipes())
    ]


def _ways(route: str) -> list[str]:
    """The addresses of a route with a table of ways."""
    _, _, table = (SOURCES / "routes" / route / "[how]" / "+page.js").read_text().partition("ing({\n")
    return [f"/{route}/{how}" for how in re.findall(r"^\t(\w+): ", table, re.MULTILINE)]


def _pages(folder: str) -> list[str]:
    """The addresses of the pages without parameters in a folder of routes."""
    return sorted(
        f"/{folder}/{page.parent.name}" for page in (SOURCES / "routes" / folder).glob("*/+page.svelte")
    )


def _kinds() -> list[str]:
    """The addresses of all kinds of heirs."""
    return [
        f"/heirs/{group.stem}/{kind}"
        for group in sorted((SOURCES / "lib" / "heirs").glob("*.js"))
        for kind in re.findall(r"^\t(\w+): ", group.read_text(), re.MULTILINE)
    ]


def _thrice(row: int, targets: list[str]) -> list[Exchange]:
    """Each page three times in a row: what is refused once may be answered otherwise the next time."""
    ask = [Request("GET", target, (("Accept", HTML),)) for target in targets]
    return [
        one
        for request in ask
        for one in on("runtime", row).steps(f"{request.target} three times", *[request] * 3)
    ]


def _web() -> list[Exchange]:
    return on("runtime", 120).get(*(target for route in WEB for target in _ways(route)), *_pages("component"))


def _node() -> list[Exchange]:
    tables = on("runtime", 121).get(*(target for route in NODE for target in _ways(route)))
    return [*tables, *_thrice(121, _pages("node"))]


def _heirs() -> list[Exchange]:
    return _thrice(122, [*_kinds(), *_pages("heirs")])


def _recipes() -> list[Exchange]:
    return _thrice(122, [*_ways("recipes"), *_pages("vendored")])
