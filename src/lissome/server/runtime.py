"""`Server`: what all requests of a worker share. Made at start, read-only from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from lissome.cache.shared import Store
from lissome.isolation.timeouts import Deadlines
from lissome.manifest import Manifest
from lissome.routing.pattern import Matcher
from lissome.routing.router import Router
from lissome.server.hooks import Hooks
from lissome.server.request.observer import Observer
from lissome.server.startup.access_guards import Guard
from lissome.server.startup.nodes import ServerNode, ServerRoute
from lissome.settings import Settings
from lissome.ssr import Renderer

if TYPE_CHECKING:
    from lissome.server.fetch import Fetch
    from lissome.server.http.forwarded import TrustedProxies
    from lissome.server.page.branch import Views
    from lissome.server.page.csp import CspRules
    from lissome.server.page.document import Template
    from lissome.server.page.server_routing import Resolution
    from lissome.server.startup.env import PublicEnv
    from lissome.server.static_files import Files


@dataclass(slots=True)
class Server:
    """The parts that serve a request.

    Attributes:
        encoders: the app's transport: name -> function that encodes its own type, or returns a falsy value.
        env: the public environment variables.
        matchers: parameter matchers that are written in Python; None where V8 has them.
        resolution: answers `__route.js`; None where the browser finds the routes.
        proxies: whose word on the client's address, scheme and host counts, if anyone's.
        app_prefix: where the client's own files are; no route can be there.
        base_depth: how many segments the base path has.
        version_header: goes with every answer to kit's client, so that it notices a new version.
        static: answers for files, to clients and to `event.fetch`; in dev Vite has the imported ones.
        root_guards: the guard of src/routes itself; asked even when no route matches.
        cache_store: where caches of all workers keep their values; None for each worker its own.
        client: for `event.fetch` to other origins; None until the app has started.
        app: what the app's `init` yielded; every request gets it as `event.app`.
        deadlines: how long a request may take where its route says nothing.
        observer: told of every request; None in production.
    """

    manifest: Manifest
    settings: Settings
    nodes: tuple[ServerNode, ...]
    router: Router[ServerRoute]
    hooks: Hooks
    renderer: Renderer
    views: Views
    template: Template
    csp: CspRules
    fetch: Fetch
    encoders: Mapping[str, Callable[[Any], Any]]
    env: PublicEnv
    proxies: TrustedProxies | None
    app_prefix: str
    base_depth: int
    version_header: dict[str, str]
    matchers: Mapping[str, Matcher] | None = None
    resolution: Resolution | None = None
    static: Files | None = None
    root_guards: tuple[Guard, ...] = ()
    cache_store: Store | None = None
    client: httpx.AsyncClient | None = None
    app: Any = None
    deadlines: Deadlines = field(default_factory=Deadlines)
    observer: Observer | None = None
    dev: bool = False

    def depth(self, pathname: str) -> int:
        """How many segments deep below the base a path is, for relative links."""
        return max(pathname.count("/") - 1 - self.base_depth, 0)
