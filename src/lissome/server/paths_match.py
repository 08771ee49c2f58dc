"""`match` of `$app/paths`: which route a URL belongs to.

Source: SvelteKit 3.2, `runtime/app/paths/server.js` (behaviour, not code).
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from lissome.errors import FAILURES, RenderStopped
from lissome.routing.params import Params
from lissome.routing.paths import decode_pathname
from lissome.server.matchers import to_isolate
from lissome.server.request.context import RequestContext
from lissome.server.reroute import reroute
from lissome.server.startup.routes import ServerRoute
from lissome.url import parse_url

# Characters of an address; vite/isolate/render_handle.js says so first.
_LONGEST: Final = 65_536


async def match(context: RequestContext, href: str | None) -> dict[str, Any] | None:
    """Find the route of a URL, for code that runs in V8.

    Args:
        context: the request that asks.
        href: the URL, with its fragment; None for a value that has none, which matches no route.

    Returns:
        id and parameters for vite/isolate/shims/app_paths.js, or None if no route matches.

    Raises:
        ValueError: a parameter is malformed percent-encoding.
        RenderError: a matcher threw, or `reroute` was stopped.
    """
    found = await find_route(context, href)
    if found is None:
        return None
    route, params = found
    return {"id": route.id, "params": orjson.Fragment(to_isolate(params))}


async def find_route(context: RequestContext, href: str | None) -> tuple[ServerRoute, Params] | None:
    """Find the route of a URL. Only its path counts: it may be of any origin, as in SvelteKit.

    Args:
        context: the request that asks.
        href: as that of `match`; raises as that.
    """
    path = await _path(context, href)
    return None if path is None else await context.runtime.router.match(path)


async def _path(context: RequestContext, href: str | None) -> str | None:
    """Return the decoded path below the base; None if there is none, or if `reroute` throws."""
    if href is not None and len(href) > _LONGEST:
        return None
    try:
        url = parse_url(href or "")
        rerouted = context.runtime.has_reroute
        pathname = await reroute(context, url, href=href) if rerouted else url.pathname
        path = decode_pathname(pathname)
    except RenderStopped:
        raise  # or a page could have it loop again and again
    except FAILURES:  # as in SvelteKit, which cannot tell a bad URL from a failing hook either
        return None
    base = context.runtime.manifest.paths.base
    return path[len(base) :] or "/" if base and path.startswith(base) else path
