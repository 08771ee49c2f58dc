"""Paths of the app, as in SvelteKit's `$app/paths`.

    from lissome.paths import resolve

    redirect(303, resolve("/blog/[slug]", slug=post.slug))

The base path is that of the app that serves the current request. So these functions work in a request, in
its tasks, and in what the app's `init` starts. Elsewhere they raise an error: a process may have several
apps, and what a cache keeps may be read by another one. Keep the id and the parameters there.

Paths begin with the base path, never with the ``../`` that components may get in V8: data is kept by the
browser, and shown on other pages than the one that it was made for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from lissome.routing.params import ParamValue
from lissome.routing.resolve_route import PathParam, resolve_route
from lissome.server.current_app import current_paths, request_of
from lissome.server.paths_match import find_route
from lissome.url import URL

if TYPE_CHECKING:
    from lissome_routes import resolve  # with the app's own routes, once `lissome sync` has written them

__all__ = ["PathParam", "RouteMatch", "asset", "base", "match", "resolve"]


class RouteMatch(NamedTuple):
    """The route of a URL.

    Attributes:
        id: the route's: ``/blog/[slug]``.
        params: its parameters: strings, or the values that matchers returned.
    """

    id: str
    params: Mapping[str, ParamValue]


def base() -> str:
    """Return the app's base path, ``paths.base`` in vite.config.js: ``""``, or as ``/app``.

    Raises:
        RuntimeError: there is no current app.
    """
    return current_paths("base()").base


if not TYPE_CHECKING:

    def resolve(
        route_id: str, params: Mapping[str, PathParam | None] | None = None, /, **named: PathParam | None
    ) -> str:
        """Return the path of a route, with the base path: ``resolve("/blog/[slug]", slug=post.slug)``.

        Groups are left out, parameters are escaped, and a query and a fragment may stand behind the id. A
        path without parameters gets the base path in front.

        Args:
            route_id: of the route.
            params: parameters whose names Python cannot spell: ``{"my-id": 1}``.
            **named: all others. None leaves an optional parameter out.

        Raises:
            ValueError: a parameter is missing, unknown, or cannot stand in a path; or it is a URL already.
            RuntimeError: there is no current app.
        """
        return current_paths("resolve()").base + resolve_route(route_id, {**(params or {}), **named})


def asset(file: str) -> str:
    """Return the URL of a file in `static`: ``asset("logo.png")``.

    Raises:
        RuntimeError: there is no current app.
    """
    paths = current_paths("asset()")
    return f"{paths.assets or paths.base}/{file.removeprefix('/')}"


async def match(url: str | URL) -> RouteMatch | None:
    """Return the route that a URL belongs to; None if none does.

    Only the path counts, which begins with the base path. `reroute` is asked, as for a request.

    Args:
        url: absolute, or a path.

    Raises:
        ValueError: it is not a valid URL, or a parameter is malformed percent-encoding.
        RuntimeError: called outside a request.
    """
    context = request_of("match()")
    href = url.href if isinstance(url, URL) else URL(context.url.origin, "/").join(url)
    found = await find_route(context, href)
    return None if found is None else RouteMatch(found[0].id, found[1])
