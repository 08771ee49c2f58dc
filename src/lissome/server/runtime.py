"""`Runtime`: what all requests of a worker share. Made at start, only read from then on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from starlette.datastructures import FormData
from starlette.responses import Response

from lissome.cache.store import Store
from lissome.errors import ModuleImportError
from lissome.isolation.timeouts import Timeouts
from lissome.manifest import Manifest
from lissome.routing.router import Router
from lissome.server.forms.request import MakeForm
from lissome.server.http.forwarded import TrustedProxies
from lissome.server.mounts import Mounts
from lissome.server.page.branch import BranchCache
from lissome.server.page.csp import CspRules
from lissome.server.page.document import Template
from lissome.server.page.server_routing import ServerRouting
from lissome.server.refused_routes import RefusedRoutes
from lissome.server.request.incoming import IncomingRequest
from lissome.server.request.observer import Observer
from lissome.server.request.trace import Tracer
from lissome.server.startup.access_guards import AccessGuard
from lissome.server.startup.env import PublicEnv
from lissome.server.startup.hooks import Hooks
from lissome.server.startup.import_report import ImportReport
from lissome.server.startup.nodes import ServerNode
from lissome.server.startup.routes import ServerRoute
from lissome.server.static_files import Files
from lissome.settings import Settings
from lissome.ssr import Renderer

if TYPE_CHECKING:
    import ssl

# Serves a request that `event.fetch` makes to the app itself: (context of the outer one, ASGI scope, body).
ServeSubrequest = Callable[[Any, dict[str, Any], bytes], Awaitable[httpx.Response]]


@dataclass(slots=True)
class Runtime:
    """The parts that serve requests.

    Attributes:
        encoders: the app's transport: name -> function that encodes its own type, or returns a falsy value.
        csp: None if the app has no content security policy.
        env: the public environment variables.
        server_routing: answers `__route.js`; None if the browser finds the routes.
        proxies: the trusted reverse proxies; None if forwarded headers are ignored.
        app_prefix: where the client's own files are; no route can be there.
        version_header: sent with every answer to kit's client, so that it notices a new version.
        has_reroute: the app has the hook `reroute`, in Python or in JavaScript.
        mounts: other applications, each below a path; None if there are none.
        static: answers for files, to clients and to `event.fetch`; in dev Vite has the imported ones.
        root_guards: the access guard of src/routes itself; asked even when no route matches.
        serve_subrequest: serves the app's own requests to itself.
        cache_store: where the caches of all workers keep their values; None if each worker has its own.
        tls: the certificates that `client` trusts; None if it reads them itself.
        client: for `event.fetch` to other origins; None until the app has started.
        app: what the app's `init` yielded; every request gets it as `event.app`.
        timeouts: the limits of a request whose route says nothing.
        make_form: makes the form of a request from its fields; in dev one that tells of values not read.
        observer: told of every request; None in production.
        tracer: told of what is done for each request, and how long it takes; None in production.
        explain: in dev, makes a browser's answer to a request whose route module cannot be imported.
        show_failure: in dev, shows the app's author what a request failed with: all but what the app has said
            by `error()`, and what the framework refuses.
        imports: the app's modules that could not be imported; their routes answer 500.
        refused_routes: those that are not rendered for a while; a worker of `lissome serve` shares the table.
    """

    manifest: Manifest
    settings: Settings
    nodes: tuple[ServerNode, ...]
    router: Router[ServerRoute]
    hooks: Hooks
    renderer: Renderer
    branches: BranchCache
    template: Template
    csp: CspRules | None
    serve_subrequest: ServeSubrequest
    encoders: Mapping[str, Callable[[Any], Any]]
    env: PublicEnv
    proxies: TrustedProxies | None
    app_prefix: str
    version_header: dict[str, str]
    has_reroute: bool
    server_routing: ServerRouting | None = None
    mounts: Mounts | None = None
    static: Files | None = None
    root_guards: tuple[AccessGuard, ...] = ()
    cache_store: Store | None = None
    tls: ssl.SSLContext | None = None
    client: httpx.AsyncClient | None = None
    app: Any = None
    timeouts: Timeouts = field(default_factory=Timeouts)
    make_form: MakeForm = FormData
    observer: Observer | None = None
    tracer: Tracer | None = None
    dev: bool = False
    explain: Callable[[ModuleImportError], Response] | None = None
    show_failure: Callable[[IncomingRequest, BaseException], None] | None = None
    imports: ImportReport = field(default_factory=ImportReport)
    refused_routes: RefusedRoutes = field(default_factory=RefusedRoutes)

    def as_sent(self, scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Return the scope of a request as its client sent it, if trusted proxies report that."""
        return scope if self.proxies is None else self.proxies.applied_to(scope)
