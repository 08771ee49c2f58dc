"""The ways of tests/apps/universal, tried in a matcher, `reroute`, a transport, a load and a page."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson

from ssr.pages import ORIGIN, no_host

if TYPE_CHECKING:
    from lissome.ssr import Renderer
    from ssr.pages import Pages

ROUTE = "/way/[seen=seen]"
# Where something is looked for, in the order of one request.
PLACES = ("reroute", "matcher", "decode", "load", "later", "page", "after")
# These three run before anything else of their graph does: they must find nothing at all.
FIRST = ("reroute", "matcher", "decode")


async def rerouted(renderer: Renderer, path: str) -> str:
    """The path that the app's `reroute` makes of another one."""
    answer = await renderer.ask({"fn": "reroute", "url": f"{ORIGIN}{path}"}, no_host)
    return str(answer["path"])


async def matched(renderer: Renderer, name: str, value: str) -> str:
    """The value that a matcher of the app makes of a parameter."""
    answer = await renderer.ask({"fn": "match", "matcher": name, "value": value}, no_host)
    return str(answer["value"])


def message(pages: Pages, route: str, params: dict[str, str], mark: str | None) -> bytes:
    """A render input whose page data has a value of the app's own type, as `codec.stringify` writes it."""
    made = orjson.loads(pages.message(route))
    made["url"] = f"{ORIGIN}/{quote('/'.join(params.values()))}"
    made["params"] = params
    if mark is not None:
        made["data"][-1] = [{"mark": 1}, ["Mark", 2], mark]
        made["flat"] = [len(made["data"]) - 1]
    return orjson.dumps(made)


async def request(renderer: Renderer, pages: Pages, way: str, user: str) -> dict[str, str]:
    """What one request of a user finds, by place."""
    path = await rerouted(renderer, f"/again/{way}/{user}")
    seen = await matched(renderer, "seen", path.removeprefix("/way/"))
    work = renderer.render(message(pages, ROUTE, {"seen": seen}, f"{way}~{user}"), no_host)
    rendered = await asyncio.wait_for(work, 30)
    return dict(re.findall(r"<p>(\w+): (.*?)</p>", rendered.body.decode().replace("<!---->", "")))


def problems(way: str, user: str, found: dict[str, Any], others: tuple[str, ...]) -> list[str]:
    """What is wrong with what a request has found."""
    wrong = [f"{way}: {user} lacks {place}" for place in PLACES if place not in found]
    for place, text in found.items():
        wrong += [f"{way}: {user} finds {other} in {place}" for other in others if other in text]
        if place in FIRST and text:
            wrong.append(f"{way}: {user} finds {text} in {place}")
    return wrong
