"""`match` of `$app/paths`, for code that runs in V8: which route a URL belongs to.

Source: SvelteKit 3.2, `runtime/app/paths/server.js` (behaviour, not code).
"""

from __future__ import annotations

from typing import Any

import orjson

from lissome.routing.paths import decode_pathname
from lissome.server.matchers import find_route, to_isolate
from lissome.server.request.event import RequestEvent
from lissome.server.reroute import reroute, reroutes
from lissome.server.runtime import Server
from lissome.url import parse_url


async def match(server: Server, event: RequestEvent, href: str | None) -> dict[str, Any] | None:
    """Find the route of a URL. Only its path counts: it may be of any origin, as in SvelteKit.

    Args:
        event: of the request that asks.
        href: the URL, with its fragment; None for what has none, which no route has.

    Returns:
        id and parameters for vite/isolate/paths.js, or None if no route matches.

    Raises:
        ValueError: a parameter is malformed percent-encoding.
        RenderError: a matcher threw.
    """
    path = await _path(server, event, href)
    found = None if path is None else await find_route(server.router, path, server.renderer, server.matchers)
    if found is None:
        return None
    route, params = found
    return {"id": route.id, "params": orjson.Fragment(to_isolate(params))}


async def _path(server: Server, event: RequestEvent, href: str | None) -> str | None:
    """The decoded path below the base; None if there is none, or `reroute` fails."""
    try:
        url = parse_url(href or "")
        pathname = await reroute(server, event, url, href=href) if reroutes(server) else url.pathname
        path = decode_pathname(pathname)
    except Exception:  # noqa: BLE001 - as in SvelteKit, which cannot tell a bad URL from a failing hook either
        return None
    base = server.manifest.paths.base
    return path[len(base) :] or "/" if base and path.startswith(base) else path
