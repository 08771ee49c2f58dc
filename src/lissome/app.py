"""The ASGI application: boots from the build, then answers.

    app = lissome.app.create_app(Path("."))

Any ASGI server runs it; `lissome serve` runs it on granian.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx

from lissome.build_check import check_fresh
from lissome.cache.shared import using
from lissome.isolation.request_watchdog import SlowRequestMonitor
from lissome.manifest import load_manifest
from lissome.server.runtime import Runtime
from lissome.server.serve import serve
from lissome.server.startup.boot import make_runtime
from lissome.server.startup.env import AllProblems, PublicEnv, read_public_env
from lissome.server.startup.init import run_init
from lissome.server.static_files import StaticFiles
from lissome.settings import Settings, load_settings
from lissome.ssr import PATCHABLE, Bundle, Isolate, Limits, Renderer

logger = logging.getLogger("lissome.server")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def create_app(root: Path) -> App:
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
            app = App(make_runtime(root, manifest, settings, renderer, env))
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
        when_started: called when all is ready for the first request.
        on_load_drop: called when a burst of slow requests is over; see `SlowRequestMonitor`.
    """

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.when_started: Callable[[], None] | None = None
        self.on_load_drop: Callable[[], None] | None = None
        self._lifetime: AsyncExitStack | None = None
        self._starting = asyncio.Lock()
        self._monitor = SlowRequestMonitor(self._load_dropped)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection's request, or the lifespan of the worker."""
        if scope["type"] == "http":
            if self.runtime.cache_store is None:
                await self._http(scope, receive, send)
                return
            with using(self.runtime.cache_store):
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
            self.runtime.client = await lifetime.enter_async_context(client)
            self.runtime.renderer.start()
            lifetime.callback(self.runtime.renderer.close)
            if self.runtime.cache_store is not None:
                lifetime.push_async_callback(self.runtime.cache_store.close)
            with using(self.runtime.cache_store):
                self.runtime.app = await run_init(self.runtime.hooks.init, lifetime)
            self._lifetime = lifetime.pop_all()

    async def stop(self) -> None:
        """Give everything back."""
        if self._lifetime is not None:
            lifetime, self._lifetime = self._lifetime, None
            self._monitor.stop()
            with using(self.runtime.cache_store):
                await lifetime.aclose()

    def _load_dropped(self) -> None:
        if self.on_load_drop is not None:
            self.on_load_drop()

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
        if self._lifetime is None:
            await self.start()
        await serve(self.runtime, scope, receive, send, self._monitor)
