"""The reasons why the framework refuses requests: one sentence with what there is instead.

The user gets SvelteKit's text alone. The reason is for the app's author: it is in the log, and in dev in the
browser too. It never contains query, body or cookies.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote

from starlette.responses import Response

from lissome.described import quoted
from lissome.errors import FrameworkError
from lissome.routing.pattern import compile_pattern
from lissome.server.request.context import RequestContext
from lissome.server.responses import BytesResponse, bare
from lissome.server.startup.routes import ServerRoute

logger = logging.getLogger("lissome.server")

IN_TRACE: Final = "is_in_trace"
"""The attribute of a log record that says that the trace of its request has the same text."""

# Names in a list.
_MOST_NAMES: Final = 12
# What browsers and bots ask every site for; nobody has misspelt it.
_USUAL: Final = ("/favicon.ico", "/.well-known/", "/apple-touch-icon", "/robots.txt", "/sitemap.xml")


def refuse(
    context: RequestContext,
    status: int,
    text: str,
    reason: str,
    *,
    headers: Mapping[str, str] | None = None,
    level: int = logging.WARNING,
) -> BytesResponse:
    """Return an answer that kit makes by itself; log the reason, and show it in dev."""
    log_reason(context, level, reason)
    return bare(with_reason(context, text, reason), status, headers)


def log_reason(context: RequestContext, level: int, reason: str) -> None:
    """Log why the framework refuses a request."""
    if context.trace is None:
        logger.log(level, "%s: %s", context.request.label, reason)
    else:
        context.trace.reasons.append((level, reason))
        logger.log(level, "%s: %s", context.request.label, reason, extra={IN_TRACE: True})


def with_reason(context: RequestContext, text: str, reason: object) -> str:
    """Return a text for the user; in dev, with the reason."""
    said = str(reason)
    return text if not context.runtime.dev else said if said.startswith(text) else f"{text}: {said}"


def there_are(names: Iterable[str]) -> str:
    """Return what there is: ``there are `create`, `delete```."""
    known = [f"`{name}`" for name in names]
    more = f" and {len(known) - _MOST_NAMES} more" if len(known) > _MOST_NAMES else ""
    if not known:
        return "there is none"
    return f"there {'is' if len(known) == 1 else 'are'} {', '.join(known[:_MOST_NAMES])}{more}"


def method_not_allowed(context: RequestContext, allowed: list[str], reason: str) -> Response:
    """Return 405 with the Allow header that RFC 9110 asks for."""
    text = f"{context.request.method} method not allowed"
    return refuse(context, 405, text, reason, headers={"allow": ", ".join(allowed)})


def forgery(context: RequestContext, own_origin: str) -> str:
    """Return why a form is taken for one of another site."""
    origin = context.request.header(b"origin")
    if origin is None:
        came = "it has no Origin header, which browsers send with every form"
    else:
        came = f"it comes from {quoted(origin)}, and the app is at `{own_origin}`"
    return (
        f"a form of another site is refused: {came}. If that is the app's own address, set paths.origin in "
        "vite.config.js, or trusted_proxies in [tool.lissome] behind a proxy; to accept forms of another "
        "site, add it to csrf.trustedOrigins in vite.config.js"
    )


def no_route(context: RequestContext) -> FrameworkError:
    """Return the failure that no route matches."""
    routes = context.runtime.router.routes
    path = unquote(context.url.pathname.removeprefix(context.runtime.manifest.paths.base)) or "/"
    reason = next(_refused_by_matchers(path, routes), None) or "no route matches"
    if context.runtime.dev:
        near = _nearest(path, routes)
        reason += f"; the nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}" if near else ""
    level = logging.DEBUG if path.startswith(_USUAL) else logging.INFO
    return FrameworkError(404, "Not Found", reason, level=level)


def _refused_by_matchers(path: str, routes: Sequence[ServerRoute]) -> Iterator[str]:
    for route in routes:
        matchers = [param.matcher for param in route.params if param.matcher]
        if matchers and compile_pattern(route.pattern).match(path):
            names = ", ".join(f"`{name}`" for name in matchers)
            yield f"{route.id} would match, but its matcher {names} refuses the parameter"


def _nearest(path: str, routes: Sequence[ServerRoute]) -> list[str]:
    """Return the ids of the routes whose paths are spelt like this one."""
    segments = path.split("/")
    paths = {_path_like(route.id, segments): route.id for route in routes}
    return [paths[found] for found in get_close_matches(path, list(paths), n=3, cutoff=0.75)]


def _path_like(route_id: str, segments: Sequence[str]) -> str:
    """Return a route's path, with parameters that have the values of a path."""
    own = [part for part in route_id.split("/") if not part.startswith("(")]
    filled = [
        segments[place] if "[" in part and place < len(segments) else part for place, part in enumerate(own)
    ]
    return "/".join(filled) or "/"
