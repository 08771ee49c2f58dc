"""The ASGI application: boots from the build, serves requests, and ends them.

    app = lissome.app.create_app(Path("."))

Any ASGI server runs it; `lissome serve` runs it on granian.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from lissome.build_check import check_build_is_current
from lissome.cache import use_store
from lissome.current_request import current_request
from lissome.errors import FAILURES, ControlFlow, delivered
from lissome.isolation.lifetime import SlowRequestMonitor
from lissome.manifest import load_manifest
from lissome.server.current_app import starting
from lissome.server.http.security_headers import with_security_headers
from lissome.server.http_client import open_client
from lissome.server.log_secrets import hide_secrets
from lissome.server.reasons import log_reason
from lissome.server.request.body_limit import limit_body
from lissome.server.request.context import RequestContext
from lissome.server.request.event import enter_event
from lissome.server.request.incoming import label_of, read_request, why_malformed
from lissome.server.request.traced_context import trace_answer
from lissome.server.respond import respond
from lissome.server.responses import BytesResponse, bare, static_error_page
from lissome.server.runtime import Runtime
from lissome.server.startup.boot import make_runtime
from lissome.server.startup.env import AllProblems, PublicEnv, read_public_env
from lissome.server.startup.init import run_init
from lissome.server.startup.mounts import load_mounts
from lissome.server.static_files import StaticFiles, decoded
from lissome.settings import Settings, load_settings
from lissome.ssr import PATCHABLE, Bundle, Isolate, IsolateDisposal, Limits, Renderer
from lissome.url import request_origin

logger = logging.getLogger("lissome.server")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# Host headers whose origins are kept: all of an app's own; what clients make up pushes each other out.
_HOSTS: Final = 64

# Responses whose whole body is there, and which read nothing of the request.
_WHOLE: Final = frozenset({BytesResponse, Response, HTMLResponse, JSONResponse, PlainTextResponse})

_TOO_LATE: Final = (
    "redirect() or error() was called in a streamed body or a background task. The status and the headers "
    "had been sent by then; call it before the response is returned."
)
_NO_LIFESPAN: Final = (
    "the app starts with its first request, because no lifespan reached it: what `init` opens is never "
    "closed. If another app mounts it, write `Starlette(lifespan=app.lifespan)`, or `async with "
    "app.lifespan():` in that app's lifespan; a server may have it switched off (`uvicorn --lifespan on`)"
)
_OTHER_BASE: Final = (
    "the app is mounted below %s, and was built for paths.base %r, so its routes and files are not found "
    "there. Write `paths: { base: %r }` in vite.config.js, and build it again"
)

_START: Final = "http.response.start"
_BODY: Final = "http.response.body"
_FILE: Final = "http.response.pathsend"  # an ASGI extension: the server sends a file


def create_app(root: Path) -> App:
    """Boot the app that was built in `root`.

    Raises:
        ManifestError: it is not built, or by another lissome, or changed since.
        AppError: a route or hooks file, or a setting, breaks a rule.
        EnvironmentProblem: variables of the environment are missing or invalid; names all of them.
    """
    logger.addFilter(hide_secrets)
    build = root / "build"
    manifest = load_manifest(build / "manifest.json")
    check_build_is_current(manifest, root)
    settings = load_settings(root)
    bundle = Bundle.read(build / "server")
    limits = limits_of(settings)
    disposal = IsolateDisposal()
    env = PublicEnv()
    mounts = load_mounts(root, settings, manifest)  # first: the app may import Django's models, say
    with AllProblems() as problems:
        with problems.collected():
            env = read_public_env(manifest.env, root, bundle.scripts(), limits)
        with problems.collected():
            renderer = Renderer(
                lambda loop: Isolate(bundle.scripts(env.isolate_script()), limits, loop, disposal),
                lambda loop: Isolate(bundle.scripts(env.isolate_script(), PATCHABLE), limits, loop, disposal),
            )
            app = App(make_runtime(root, manifest, settings, renderer, env))
            app.runtime.imports.log()
    app.runtime.mounts = mounts
    disposal.on_stuck = app.engine_lost
    app.runtime.static = StaticFiles(
        build / "client", base=manifest.paths.base, app_dir=manifest.app_dir, mime_types=manifest.mime_types
    )
    return app


def limits_of(settings: Settings) -> Limits:
    """Return the budget of one render."""
    return Limits(settings.render_timeout, settings.render_heap_mb << 20, settings.render_wall_timeout)


class App:
    """An ASGI 3 application.

    Attributes:
        on_started: called when all is ready for the first request.
        on_load_drop: called when a burst of slow requests is over; see `SlowRequestMonitor`.
        on_engine_lost: called with the reason when this process should be replaced, because V8 does not give
            a thread back; see `IsolateDisposal`.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.on_started: Callable[[], None] | None = None
        self.on_load_drop: Callable[[], None] | None = None
        self.on_engine_lost: Callable[[str], None] | None = None
        self._lifetime: AsyncExitStack | None = None
        self._has_served = False
        self._is_secured = runtime.settings.security_headers
        self._starting = asyncio.Lock()
        self._origin_of = lru_cache(_HOSTS)(request_origin)
        self._monitor = SlowRequestMonitor(self._load_dropped)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection's request, or the lifespan of the worker."""
        if scope["type"] == "http":
            if self._is_secured:
                send = with_security_headers(send, is_secure=self._is_secure(scope))
            if self.runtime.cache_store is None:
                await self._serve(scope, receive, send)
                return
            with use_store(self.runtime.cache_store):
                await self._serve(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self._serve_websocket(scope, receive, send)

    async def start(self) -> None:
        """Get ready: V8, the HTTP client, the app's `init`. The lifespan does it, or the first request."""
        async with self._starting:
            if self._lifetime is None:
                await self._start()
                if self.on_started is not None:
                    self.on_started()

    @contextlib.asynccontextmanager
    async def lifespan(self, _parent: object = None) -> AsyncIterator[None]:
        """Start now, and stop at the end of the block.

        An app in which this one is mounted gets the lifespan of the server alone, and has to pass it on:
        ``Starlette(lifespan=app.lifespan)``, or ``async with app.lifespan():`` in a lifespan of its own.

        Args:
            _parent: what Starlette and FastAPI pass.
        """
        await self.start()
        try:
            yield
        finally:
            await self.stop()

    async def _start(self) -> None:
        async with AsyncExitStack() as lifetime:
            self.runtime.client = await lifetime.enter_async_context(open_client(self.runtime.tls))
            self.runtime.renderer.start()
            lifetime.callback(self.runtime.renderer.close)
            if self.runtime.cache_store is not None:
                lifetime.push_async_callback(self.runtime.cache_store.close)
            with use_store(self.runtime.cache_store), starting(self.runtime.manifest.paths):
                if self.runtime.mounts is not None:
                    await lifetime.enter_async_context(self.runtime.mounts.lifespan())
                self.runtime.app = await run_init(self.runtime.hooks.init, lifetime)
            self._lifetime = lifetime.pop_all()

    async def stop(self) -> None:
        """Give everything back."""
        self._has_served = False
        if self._lifetime is not None:
            lifetime, self._lifetime = self._lifetime, None
            self._monitor.stop()
            with use_store(self.runtime.cache_store), starting(self.runtime.manifest.paths):
                await lifetime.aclose()

    def engine_lost(self, reason: str) -> None:
        """Log, and pass on, why this process should be replaced."""
        logger.error("%s; this process should be replaced", reason)
        if self.on_engine_lost is not None:
            self.on_engine_lost(reason)

    def _load_dropped(self) -> None:
        if self.on_load_drop is not None:
            self.on_load_drop()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except FAILURES as failure:
                    logger.exception("the app does not start")
                    await send({"type": "lifespan.startup.failed", "message": str(failure)})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _begin_to_serve(self, scope: Scope) -> None:
        """Before the first request: start, if no lifespan has done it, and say what is missing."""
        if self._lifetime is None:
            await self.start()
            if not self._has_served:
                logger.warning(_NO_LIFESPAN)
        mounted, base = scope.get("root_path", "").rstrip("/"), self.runtime.manifest.paths.base
        if not f"{base}/".startswith(f"{mounted}/") and not self._has_served:
            logger.warning(_OTHER_BASE, mounted, base, mounted)
        self._has_served = True

    async def _serve_websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a WebSocket to a mounted application; lissome itself has none."""
        if not self._has_served:
            await self._begin_to_serve(scope)
        runtime = self.runtime
        mounted = None if runtime.mounts is None else runtime.mounts.find(scope["path"])
        if mounted is not None:
            with use_store(runtime.cache_store):
                await mounted(runtime.as_sent(scope), receive, send)
            return
        logger.info("a websocket is refused: lissome has none")
        await receive()
        await send({"type": "websocket.close", "code": 1000, "reason": "no websockets here"})

    def _is_secure(self, scope: Scope) -> bool:
        """True if the client speaks TLS."""
        runtime, scheme = self.runtime, scope["scheme"]
        if runtime.proxies is not None:
            client = scope.get("client")
            scheme = runtime.proxies.read(client[0] if client else "", scope["headers"]).scheme or scheme
        return not runtime.dev and (runtime.manifest.paths.origin or scheme).startswith("https")

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request of a client: a file, or what `respond` answers."""
        if not self._has_served:
            await self._begin_to_serve(scope)
        runtime = self.runtime
        mounted = None if runtime.mounts is None else runtime.mounts.find(scope["path"])
        if mounted is not None:
            await mounted(runtime.as_sent(scope), receive, send)
            return
        raw_path: bytes | None = scope.get("raw_path")
        path = (
            raw_path.decode("latin-1") if raw_path else scope["path"]
        )  # as it was sent, if the server knows
        if runtime.static is not None:
            file = runtime.static.find(decoded(path) if "%" in path else path)
            if file is not None:
                await runtime.static.respond(file, scope, receive, send)
                return
        request = read_request(
            scope,
            path,
            proxies=runtime.proxies,
            origin=runtime.manifest.paths.origin,
            origin_of=self._origin_of,
        )
        if request is None:
            reason = why_malformed(scope, path)
            logger.info("%s: %s", label_of(scope["method"], ascii(path)[1:-1]), reason)
            shown = f"Bad Request: {reason}" if runtime.dev else "Bad Request"
            await bare(shown, 400)(scope, receive, send)
            return
        if request.method not in ("GET", "HEAD"):
            receive = limit_body(request, receive, runtime.settings.body_size_limit)
        context = RequestContext.of(runtime, request, receive)
        token = enter_event(context)
        context.lifetime.begin(asyncio.current_task(), self._monitor)
        try:
            await _answer(context, send)
        finally:
            try:
                await context.end()
            finally:
                current_request.reset(token)


async def _answer(context: RequestContext, send: Send) -> None:
    """Make the response and send it."""
    lifetime = context.lifetime
    try:
        response = await respond(context)
        if context.trace is not None:
            trace_answer(context, context.trace, response)
        is_whole = type(response) in _WHOLE and response.background is None
        if is_whole and context.request.method != "HEAD":
            lifetime.is_responding = lifetime.is_shielded = True  # it is as good as sent
            await _send_whole(response, send)
        else:
            await _send(context, response, send)
    except ClientDisconnect:
        await _send_last_word(context, send)
    except asyncio.CancelledError:
        if not lifetime.was_cancelled_by_watchdog():
            raise
        await _send_last_word(context, send)
    except FAILURES as failure:
        lifetime.failed(failure)  # in the middle of a streamed body
        if isinstance(delivered(failure), ControlFlow):
            msg = f"{context.request.label}: {_TOO_LATE}"
            raise RuntimeError(msg) from failure  # noqa: TRY004 - the type of what was raised is not the point
        raise


async def _send_last_word(context: RequestContext, send: Send) -> None:
    """Answer a request that was cancelled before its response began.

    granian also reports a disconnect when a request's body is truncated while the client still reads. Without
    an answer here it would send a 500 of its own.
    """
    if context.lifetime.is_responding:
        return
    if context.lifetime.receive.is_disconnected:
        log_reason(context, logging.DEBUG, "the client has left")
        with contextlib.suppress(OSError):
            await _send(context, bare("Bad Request", 400), send)
    else:  # its error page has timed out too
        await _send(context, static_error_page(context.runtime.manifest, 503, "Service Unavailable"), send)


async def _send_whole(response: Response, send: Send) -> None:
    """Do what Starlette's plain responses do, without their frames."""
    await send({"type": _START, "status": response.status_code, "headers": response.raw_headers})
    await send({"type": _BODY, "body": response.body})


async def _send(context: RequestContext, response: Response, send: Send) -> None:
    if context.request.method == "HEAD":
        send = _without_body(send)
    lifetime = context.lifetime
    lifetime.is_responding = True

    async def shield_the_end(message: MutableMapping[str, Any]) -> None:
        if message["type"] in (_BODY, _FILE) and not message.get("more_body", False):
            lifetime.is_shielded = True
        await send(message)

    await response(context.request.scope, lifetime.receive, shield_the_end)  # type: ignore[arg-type]


def _without_body(send: Send) -> Send:
    """Return a `send` for HEAD: the headers of the answer to GET, and no body (RFC 9110 section 9.3.2)."""

    async def head(message: MutableMapping[str, Any]) -> None:
        if message["type"] == _BODY:
            message = {**message, "body": b""}
        await send(message)

    return head
