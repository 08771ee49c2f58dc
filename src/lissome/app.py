"""The ASGI application: boots from the build, then answers.

    app = lissome.app.create(Path("."))

Any ASGI server runs it; `lissome serve` runs it on granian.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final

import httpx
from starlette.responses import Response

from lissome.build_check import check_fresh
from lissome.cache.redis import store_of
from lissome.cache.shared import using
from lissome.isolation.request_watchdog import Watchman
from lissome.isolation.timeouts import Deadlines
from lissome.manifest import Manifest, load_manifest
from lissome.routing.router import Router
from lissome.server.fetch import Fetch, collect
from lissome.server.hooks import hooks_from_module
from lissome.server.http.forwarded import TrustedProxies
from lissome.server.matchers import load_matchers
from lissome.server.page.branch import Views
from lissome.server.page.csp import CspRules
from lissome.server.page.document import Template
from lissome.server.page.server_routing import Resolution, check_reroute
from lissome.server.request.body_limit import limit_body
from lissome.server.request.state import RequestState
from lissome.server.responses import bare
from lissome.server.runtime import Server
from lissome.server.serve import serve, serve_inside
from lissome.server.startup.access_guards import find_guards
from lissome.server.startup.env import AllProblems, PublicEnv, read_public_env
from lissome.server.startup.init import run_init
from lissome.server.startup.nodes import Modules, make_nodes, make_routes
from lissome.server.startup.transport import load_encoders
from lissome.server.static_files import StaticFiles
from lissome.settings import Settings, load_settings
from lissome.ssr import PATCHABLE, Bundle, Isolate, Limits, Renderer
from lissome.url import URL, request_origin, request_url

logger = logging.getLogger("lissome.server")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Methods that no Request can have (https://fetch.spec.whatwg.org/#forbidden-method): kit knows none of them.
_FORBIDDEN: Final = frozenset({"CONNECT", "TRACE", "TRACK"})
_SINGLE: Final = frozenset({b"content-type", b"authorization", b"origin", b"if-none-match"})


def create(root: Path) -> App:
    """Boot the app that was built in `root`.

    Raises:
        ManifestError: it is not built, or by another lissome, or changed since.
        AppError: a route or hooks file, or a setting, breaks a rule.
        EnvironmentProblem: variables of the environment are missing or invalid; names all of them.
    """
    build = root / "build"
    manifest = load_manifest(build / "manifest.json")
    check_fresh(manifest, root)
    settings = load_settings(root)
    bundle = Bundle.read(build / "server")
    limits = limits_of(settings)
    env = PublicEnv()
    with AllProblems() as problems:
        with problems.collected():
            env = read_public_env(manifest.env, root, bundle.scripts(), limits)
        with problems.collected():
            renderer = Renderer(
                lambda: Isolate(bundle.scripts(env.isolate_script()), limits),
                lambda: Isolate(bundle.scripts(env.isolate_script(), PATCHABLE), limits),
            )
            app = App(make_server(root, manifest, settings, renderer, env))
    app.server.static = StaticFiles(
        build / "client", base=manifest.paths.base, app_dir=manifest.app_dir, mime_types=manifest.mime_types
    )
    return app


def limits_of(settings: Settings) -> Limits:
    """What one render may use."""
    return Limits(settings.render_timeout, settings.render_heap_mb << 20, settings.render_wall_timeout)


def make_server(
    root: Path, manifest: Manifest, settings: Settings, renderer: Renderer, env: PublicEnv
) -> Server:
    """Load the app's Python files and work out what all requests share."""
    source = str(root / "src")
    if source not in sys.path:
        sys.path.insert(0, source)  # so that routes can say `from lib.server import db`
    modules = Modules(root)
    hooks_file = manifest.hooks.server
    hooks = hooks_from_module(modules.load(hooks_file) if hooks_file else None)
    check_reroute(hooks, manifest)
    nodes = make_nodes(manifest, modules)
    matchers = load_matchers(manifest, modules)

    async def internal(scope: dict[str, Any], body: bytes, depth: int) -> httpx.Response:
        return await _respond_inside(server, scope, body, depth)

    deadlines = Deadlines(settings.request_timeout or None, settings.stream_timeout or None)
    server = Server(
        manifest=manifest,
        settings=settings,
        nodes=nodes,
        router=Router(make_routes(manifest, nodes, modules, deadlines)),
        hooks=hooks,
        renderer=renderer,
        env=env,
        matchers=matchers,
        resolution=Resolution.of(manifest, matchers),
        views=Views(manifest, nodes, env.script),
        template=Template.parse(manifest.templates.app, manifest.version, env.texts),
        csp=CspRules.of(manifest.csp),
        fetch=Fetch(hooks, manifest.paths.base, internal, lambda: server.client),
        deadlines=deadlines,
        encoders=load_encoders(manifest, modules),
        root_guards=find_guards(root, "/", modules.load),
        proxies=TrustedProxies.of(settings) or None,
        app_prefix=f"/{manifest.app_dir}",
        base_depth=manifest.paths.base.count("/"),
        version_header={"x-sveltekit-version": manifest.version} if manifest.version_checks else {},
        cache_store=store_of(settings.cache_url, settings.name),
    )
    return server


class App:
    """An ASGI 3 application.

    Attributes:
        when_started: called when all is ready for the first request.
        when_ebbed: called after very many slow requests at a time; see `Watchman`.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.when_started: Callable[[], None] | None = None
        self.when_ebbed: Callable[[], None] | None = None
        self._lifetime: AsyncExitStack | None = None
        self._starting = asyncio.Lock()
        self._watchman = Watchman(self._ebb)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection's request, or the lifespan of the worker."""
        if scope["type"] == "http":
            if self.server.cache_store is None:
                await self._http(scope, receive, send)
                return
            with using(self.server.cache_store):
                await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000, "reason": "no websockets here"})

    async def start(self) -> None:
        """Get ready: V8, the HTTP client, the app's `init`. The lifespan does it, or the first request."""
        async with self._starting:
            if self._lifetime is None:
                await self._start()
                if self.when_started is not None:
                    self.when_started()

    async def _start(self) -> None:
        async with AsyncExitStack() as lifetime:
            # one context for all of the client's transports: each takes 30 ms to make
            client = httpx.AsyncClient(verify=httpx.create_ssl_context())
            self.server.client = await lifetime.enter_async_context(client)
            self.server.renderer.start()
            lifetime.callback(self.server.renderer.close)
            if self.server.cache_store is not None:
                lifetime.push_async_callback(self.server.cache_store.close)
            with using(self.server.cache_store):
                self.server.app = await run_init(self.server.hooks.init, lifetime)
            self._lifetime = lifetime.pop_all()

    async def stop(self) -> None:
        """Give everything back."""
        if self._lifetime is not None:
            lifetime, self._lifetime = self._lifetime, None
            self._watchman.stop()
            with using(self.server.cache_store):
                await lifetime.aclose()

    def _ebb(self) -> None:
        if self.when_ebbed is not None:
            self.when_ebbed()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as failure:
                    logger.exception("the app does not start")
                    await send({"type": "lifespan.startup.failed", "message": str(failure)})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        server = self.server
        if self._lifetime is None:
            await self.start()
        if server.static is not None:
            entry = server.static.find(_sent_path(scope))
            if entry is not None:
                await server.static.respond(entry, scope, receive, send)
                return
        state = _begin(server, scope, receive)
        if isinstance(state, Response):
            await state(scope, receive, send)
            return
        await serve(server, state, send, self._watchman)


def _begin(server: Server, scope: Scope, receive: Receive) -> RequestState | Response:
    """The state of a new request, or the answer to one that is malformed."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    if len(headers) != len(scope["headers"]):
        headers = _combined(scope["headers"])
    host = headers.get(b"host", b"localhost").decode("latin-1")
    if server.proxies is not None:
        scope, host = _behind_proxies(server.proxies, scope, host)
    url = _url(server, scope, host)
    if url is None:
        return bare("Bad Request", 400)
    if scope["method"] not in ("GET", "HEAD"):
        if scope["method"] in _FORBIDDEN:
            return bare("Bad Request", 400)
        length = headers.get(b"content-length", b"").decode("latin-1")
        receive = limit_body(receive, server.settings.body_size_limit, length)  # type: ignore[arg-type]
    return _state(server, scope, receive, url, headers)


def _state(
    server: Server, scope: Any, receive: Any, url: URL, headers: Mapping[bytes, bytes], *, depth: int = 0
) -> RequestState:
    return RequestState(
        scope,
        receive,
        url,
        headers,
        depth=depth,
        dev=server.dev,
        app=server.app,
        make_locals=server.hooks.make_locals,
        deadlines=server.deadlines,
    )


def _combined(pairs: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """One value for each name: lists are joined (RFC 9110 section 5.3), cookies too (RFC 9113 section 8.2.3).

    Of what must not be repeated the first counts, as in Starlette's request. Two hosts make none.
    """
    combined: dict[bytes, bytes] = {}
    for name, value in pairs:
        if name not in combined:
            combined[name] = value
        elif name not in _SINGLE:
            combined[name] += (b"; " if name == b"cookie" else b", ") + value
    return combined


def _behind_proxies(proxies: TrustedProxies, scope: Scope, host: str) -> tuple[Scope, str]:
    """The scope and the host as the client meant them, before our proxies passed the request on."""
    client = scope.get("client")
    seen = proxies.see(client[0] if client else "", scope["headers"])
    if client is None or seen.client != client[0]:
        client = (seen.client, 0) if seen.client else None
    return {**scope, "client": client, "scheme": seen.scheme or scope["scheme"]}, seen.host or host


def _sent_path(scope: Scope) -> str:
    """The path as it was sent, byte by byte, where the server tells it."""
    raw: bytes | None = scope.get("raw_path")
    return raw.decode("latin-1") if raw else str(scope["path"])


def _url(server: Server, scope: Scope, host: str) -> URL | None:
    path = _sent_path(scope)
    if not path.isascii():
        return None
    query = scope["query_string"]
    try:
        origin = request_origin(scope["scheme"], host)
        origin = server.manifest.paths.origin or origin
        return request_url(origin, path, query.decode("ascii"))
    except ValueError:
        return None


async def _respond_inside(server: Server, scope: dict[str, Any], body: bytes, depth: int) -> httpx.Response:
    """Serve a request that `event.fetch` makes to the app itself, static files included."""
    entry = server.static.find(_sent_path(scope)) if server.static is not None else None
    if entry is not None and scope["method"] in ("GET", "HEAD"):
        static = server.static
        assert static is not None

        async def serve_file(scope: Any, receive: Any, send: Any) -> None:
            await static.respond(entry, scope, receive, send)

        return await collect(serve_file, scope)

    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    url = URL(
        f"{scope['scheme']}://{dict(scope['headers'])[b'host'].decode()}",
        scope["raw_path"].decode(),
        f"?{scope['query_string'].decode()}" if scope["query_string"] else "",
    )
    state = _state(server, scope, receive, url, dict(scope["headers"]), depth=depth)
    return await serve_inside(server, state, scope)
