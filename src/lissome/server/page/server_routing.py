"""`__route.js`: the server tells kit's client which route a path has, so the client knows no routes itself.

Only with `router: { resolution: 'server' }`. The client then runs neither matchers nor `reroute`, so both can
be written in Python.

Source: SvelteKit 3.2, `runtime/server/page/server_routing.js` (protocol, not code).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from lissome import codec
from lissome.errors import FAILURES, AppError
from lissome.manifest import ClientRoute, Manifest
from lissome.routing.params import Params
from lissome.routing.pattern import ParamMatcher
from lissome.routing.router import AskMatcher, Router
from lissome.server.page.branch import client_path
from lissome.server.responses import BytesResponse, bare
from lissome.server.startup.hooks import Hooks

logger = logging.getLogger("lissome.server")

# Under the app's own folder, routes by their id: for `preloadCode`.
_ROUTES = "routes"


def check_reroute(hooks: Hooks, manifest: Manifest) -> None:
    """A `reroute` in Python must be the only one, and the browser must not need it.

    Raises:
        AppError: it is not so.
    """
    if hooks.reroute is None:
        return
    if manifest.router.resolution != "server":
        msg = (
            "reroute in src/hooks.server.py: the browser finds the routes and cannot run Python. Let the "
            "server do it, lissome({ router: { resolution: 'server' } }), or write reroute in src/hooks.js."
        )
        raise AppError(msg)
    if manifest.hooks.reroute:
        msg = "there is a reroute in src/hooks.server.py and another one in src/hooks.js; keep one of them"
        raise AppError(msg)


def check_matchers(root: Path, manifest: Manifest) -> None:
    """Check that matchers in Python can run; a file with some may have come since Vite has started.

    Raises:
        AppError: the browser would have to run them.
    """
    file = "src/params.server.py"
    if manifest.router.resolution != "server" and (root / file).is_file():
        msg = (
            f"{file}: the browser cannot run Python. Let the server find the routes, "
            "lissome({ router: { resolution: 'server' } }), or write the matchers in src/params.js."
        )
        raise AppError(msg)


@dataclass(frozen=True, slots=True)
class ServerRouting:
    """The routes as the client is to see them: those with a page.

    Attributes:
        router: finds a page's route.
        endpoints: ids of the routes without a page.
    """

    manifest: Manifest
    router: Router[ClientRoute]
    by_id: Mapping[str, ClientRoute]
    endpoints: frozenset[str]

    @staticmethod
    def of(
        manifest: Manifest, matchers: Mapping[str, ParamMatcher], ask_matcher: AskMatcher | None
    ) -> ServerRouting | None:
        """Return the routes of an app; None if the browser finds them.

        Args:
            matchers: see `Router`, as `ask_matcher`.
        """
        routes = manifest.client.routes
        if routes is None:
            return None
        return ServerRouting(
            manifest,
            Router(routes, matchers, ask_matcher),
            {route.id: route for route in routes},
            frozenset(route.id for route in manifest.routes if route.page is None),
        )

    async def answer(self, path: str, depth: int) -> Response:
        """Answer a request for a `__route.js`.

        Args:
            path: of the page, decoded, below the base, and after `reroute`.
            depth: of the request's own path, to which the imports are relative.
        """
        route_id = route_id_of(path, f"/{self.manifest.app_dir}")
        if route_id is not None:
            return self.by_route_id(route_id, depth)
        try:
            return self.by_path(await self.router.match(path), depth)
        except FAILURES:
            logger.exception("no route can be found for %s", path)
            return bare("Error resolving route", 500)

    def by_path(self, found: tuple[ClientRoute, Params] | None, depth: int) -> Response:
        """The answer about a path; empty when no page is there: the browser then leaves it to the server."""
        if found is None:
            return _script("")
        route, params = found
        return _script(f"{self._module(route, depth)}\nexport const params = {codec.uneval(dict(params))}")

    def by_route_id(self, route_id: str, depth: int) -> Response:
        """The answer about a route: what `preloadCode` has to load."""
        route = self.by_id.get(route_id)
        if route is not None:
            return _script(self._module(route, depth))
        return _script("export const endpoint_only = true;" if route_id in self.endpoints else "")

    def hydration(self, route_id: str, params: Mapping[str, Any], depth: int) -> bytes:
        """The same for the page that is sent whole: members of the object that starts the client."""
        route = self.by_id.get(route_id)
        if route is None:
            return b""
        indent = "\t" * 7
        described = self._object(route, depth).replace("\n", f"\n{indent}")
        own = codec.uneval(dict(params))
        return f",\n{indent}params: {own},\n{indent}server_route: {described}".encode()

    def _module(self, route: ClientRoute, depth: int) -> str:
        return f"{self._load_css(route, depth)}export const route = {self._object(route, depth)};"

    def _load_css(self, route: ClientRoute, depth: int) -> str:
        files = [file for node in _nodes(route) for file in self._css(node)]
        if not files:
            return ""
        css = "".join(f"{_from_module(client_path(self.manifest, file, depth))}," for file in files)
        return f"{self._import(self.manifest.client.start, depth)}.then(x => x.load_css([{css}]));\n"

    def _object(self, route: ClientRoute, depth: int) -> str:
        files = self.manifest.client.nodes
        imports = [f"'{node}': () => {self._import(files[node], depth)}" for node in _nodes(route)]
        members = [
            f"id: {_json(route.id)}",
            f"errors: {_json(route.errors)}",
            f"layouts: {_json(route.layouts)}",
            f"leaf: {_json(route.leaf)}",
            "nodes: {\n\t\t" + ",\n\t\t".join(imports) + "\n\t}",
        ]
        return "{\n\t" + ",\n\t".join(members) + "\n}"

    def _css(self, node: int) -> tuple[str, ...]:
        css = self.manifest.client.css
        return (css[node] if node < len(css) else None) or ()

    def _import(self, file: str | None, depth: int) -> str:
        if file is None:
            return "Promise.resolve({})"  # a node without anything for the browser
        return f"import('{client_path(self.manifest, file, depth)}')"


def route_id_of(path: str, app_prefix: str) -> str | None:
    """The route id in a decoded path such as `/_app/routes/blog/[slug]`; None when it is another path."""
    prefix = f"{app_prefix}/{_ROUTES}"
    if path == prefix or path.startswith(f"{prefix}/"):
        return path.removeprefix(prefix) or "/"
    return None


def _from_module(path: str) -> str:
    """The address of a file, as an expression.

    kit's client takes a relative one for relative to the document, whose path may be deeper than that of this
    module; kit's own server does not heed that, and styles are missing (3.2.0).
    """
    return f"new URL('{path}', import.meta.url).href" if path.startswith(".") else f"'{path}'"


def _nodes(route: ClientRoute) -> list[int]:
    layouts = [layout[1] for layout in route.layouts if layout is not None]
    return [*(error for error in route.errors if error is not None), *layouts, route.leaf[1]]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(code: str) -> Response:
    return BytesResponse(code.encode(), 200, [(b"content-type", b"application/javascript; charset=utf-8")])
