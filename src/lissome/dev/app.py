"""The ASGI application of `lissome dev`: the current version of the app, and Vite's files."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextlib import ExitStack
from contextvars import Context
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import httpx
import orjson
from pydantic import TypeAdapter
from starlette.websockets import WebSocketClose

from lissome.app import App, limits_of
from lissome.dev.allowed_hosts import AllowedHosts, refusal
from lissome.dev.app_version import AppVersion
from lissome.dev.broken_modules import BrokenModules
from lissome.dev.engine import DevEngine
from lissome.dev.error_report import ErrorReport, error_page_scripts
from lissome.dev.files import DevFiles
from lissome.dev.findings import Findings
from lissome.dev.inspector import PATH as INSPECTOR
from lissome.dev.inspector import Inspector
from lissome.dev.mistakes import Mistakes
from lissome.dev.mounted_apps import MountedApps
from lissome.dev.mounted_requests import logged
from lissome.dev.proxy import belongs_to_vite, forward
from lissome.dev.request_failures import RequestFailures
from lissome.dev.request_log import RequestLog
from lissome.dev.tracing import DevTracer
from lissome.dev.unload_modules import unload_modules
from lissome.dev.vite_process import ViteError
from lissome.errors import FAILURES, AppError
from lissome.manifest import Manifest
from lissome.page_options import option_names
from lissome.server.forms.repeated_values import RepeatedValues
from lissome.server.matchers import refuse
from lissome.server.page.server_routing import check_matchers
from lissome.server.responses import bare, bare_json
from lissome.server.startup.boot import make_runtime
from lissome.server.startup.env import PublicEnv
from lissome.server.startup.modules import BrokenModule, Modules
from lissome.settings import Settings, load_settings
from lissome.ssr import PATCHABLE, Bundle, Limits, Renderer
from lissome.state_guard import InstrumentedModules, StateGuard

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import ASGIApp

    from lissome.dev.blocking_calls import BlockingCall
    from lissome.dev.proxy import Receive, Scope, Send
    from lissome.dev.vite import Vite

logger = logging.getLogger("lissome.dev")

# A text that no browser takes for a page, whatever is in it.
_PLAIN: Final = MappingProxyType(
    {"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"}
)

# Seconds that running requests get before a newer version of the app starts beside theirs.
_GRACE: Final = 2.0

# The share of the time that the state guard may use to inspect the app's state.
_SHARE: Final = 0.03
# Seconds until the version of running requests is stopped, if the app has no request timeout.
_STOP_AFTER: Final = 30.0


class DevRenderer(Renderer):
    """A renderer that several versions of the app use one after the other, with one isolate."""

    def close(self) -> None:
        """Do nothing: the next version of the app uses the isolate."""

    def end(self) -> None:
        """Close the isolate."""
        super().close()


class DevApp:
    """An ASGI 3 application that serves the newest version of the app.

    Args:
        root: the app's folder.
        vite: a running Vite.
        guard: False turns the state guard off; so can the app's settings.
        log: False prints no line for each request.
        inspector: False leaves the panel out of the browser.

    Attributes:
        mounted: the mounted applications, which all versions of the app share.
    """

    def __init__(
        self, root: Path, vite: Vite, *, guard: bool = True, log: bool = True, inspector: bool = True
    ) -> None:
        self.mounted = MountedApps(root)
        self._root = root
        self._vite = vite
        self._allowed_hosts = AllowedHosts((vite.process.name,))
        self._base = ""
        self._problems: dict[str, BaseException] = {}
        self._broken = BrokenModules(root)
        # made once, and while Vite starts: each takes as long as many an edit
        self._manifest_type = TypeAdapter(Manifest)
        self._tls = httpx.create_ssl_context()
        self._manifest: Manifest | None = None
        self._files: DevFiles | None = None
        self._app: AppVersion | None = None
        self._renderer: DevRenderer | None = None
        self._limits: Limits | None = None
        self._env = PublicEnv()
        self._error: ErrorReport | None = None
        self._reloading = asyncio.Lock()
        self._retiring: dict[asyncio.Task[None], AppVersion] = {}
        self._guard_enabled = guard
        self._instrumented = InstrumentedModules(root)
        self._watch = ExitStack()
        self._findings = Findings(root, self._tell_soon)
        self._failures = RequestFailures(root, self._tell_soon)
        self._mistakes = Mistakes(root, self._tell)
        self._repeated_values = RepeatedValues()
        self._telling: set[asyncio.Task[None]] = set()
        self._inspector = Inspector(root) if inspector else None
        self._request_log = RequestLog() if log else None
        self._version = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request. `reload` and `stop` replace the lifespan, which can happen once only."""
        if scope["type"] == "lifespan":
            return
        host = dict(scope["headers"]).get(b"host", b"localhost").decode("latin-1")
        if not await self._allows(host):
            await _refuse(host, scope, receive, send)
            return
        answer = self._beside_the_app(scope) or await self._of_the_app(scope)
        await answer(scope, receive, send)

    def _beside_the_app(self, scope: Scope) -> ASGIApp | None:
        """Return what answers a request that is none for the app: a mounted application, a tool, or Vite."""
        mounted = None if self.mounted.mounts is None else self.mounted.mounts.find(scope["path"])
        if mounted is not None:
            return mounted if self._request_log is None else logged(mounted, self._request_log)
        if scope["type"] == "websocket":
            return WebSocketClose()
        if self._inspector is not None and scope["path"] == self._base + INSPECTOR:
            return self._inspector.answer(scope)
        if belongs_to_vite(scope["path"], self._root, self._base):
            return self._forward
        return self._failures.answer(scope, self._base)

    async def _of_the_app(self, scope: Scope) -> ASGIApp:
        """Return the app's newest version, or what answers while it does not run."""
        async with self._reloading:
            app, error, files = self._app, self._error, self._files
        if app is not None and error is None:
            self._failures.forget(scope["path"])
            return app
        # the error page may still show the app's icon
        entry = files.find(scope["path"]) if files is not None else None
        if files is not None and entry is not None:
            return partial(files.respond, entry)
        return self._explain(error, scope)

    async def _allows(self, host: str) -> bool:
        """True if requests for this host are answered; the app's own names are known once it is loaded."""
        if self._allowed_hosts.allows(host):
            return True
        async with self._reloading:
            return self._allowed_hosts.allows(host)

    async def reload(self, *, python: bool, manifest: bool) -> bool:
        """Load the app's changed files.

        Args:
            python: True if Python files have changed.
            manifest: True if routes or their options may have changed. If only that is True, and they have
                not, the app stays as it is.

        Returns:
            True if there is a new version of the app.
        """
        told: ErrorReport | None = None
        async with self._reloading:
            before = self._manifest if self._error is None else None
            try:
                described = await self._read_manifest() if manifest or before is None else before
                self._files = DevFiles(self._vite, self._root, described)
                if described == before and not python:
                    return False
                broken = await self._replace(described)
                self._error, told = None, self._broken.update(broken)
            except FAILURES as failure:  # the next save may fix it
                self._report(failure)
        await self._tell_browsers(self._error or told)
        return self._error is None

    async def look_for_mistakes(self) -> None:
        """Report mistakes in an app that runs; what keeps it from running is reported already."""
        if self._error is None:
            await self._mistakes.look()

    @property
    def has_error(self) -> bool:
        """True if the app does not run: then a change of any file may mend it."""
        return self._error is not None

    async def restart_vite(self) -> None:
        """Start a new Vite: its configuration or the environment has changed, or it has died."""
        async with self._reloading:
            self._end_renderer()
            try:
                await self._vite.restart()
            except ViteError as failure:
                self._report(failure)
                return
        await self.reload(python=True, manifest=True)

    async def stop(self) -> None:
        """Run the app's shutdown, and undo all changes of the process."""
        await self._stop_app()
        await self.mounted.stop()
        for task, version in list(self._retiring.items()):
            task.cancel()
            await version.retire(0)
        self._end_renderer()
        self._watch.close()

    async def _stop_app(self) -> None:
        if self._app is not None:
            app, self._app = self._app, None
            await app.stop()

    async def _read_manifest(self) -> Manifest:
        raw = orjson.loads(await self._vite.ask("manifest"))
        request = {"fn": "exports", "entries": raw.pop("evaluate"), "options": option_names()}
        found = await (await self._rendering(load_settings(self._root))).ask(request, refuse)
        self._base = raw["paths"]["base"]
        self._allowed_hosts = AllowedHosts.of(raw.pop("allowed_hosts"))
        self._problems = {file: AppError(text) for file, text in raw.pop("problems").items()}
        raw["templates"]["error"] += error_page_scripts(self._base)
        raw["matchers"] = found["matchers"]
        raw["hooks"] |= {"transport": found["transport"], "reroute": found["reroute"]}
        for name, options in found["options"].items():
            node = raw["nodes"][int(name[1:])]
            node["options"] = {**node["options"], **options}
        return self._manifest_type.validate_python({**raw, "global_": raw["global"]})

    async def _rendering(self, settings: Settings) -> DevRenderer:
        """Return the renderer; a new one after a restart of Vite or a change of the limits."""
        limits = limits_of(settings)
        if self._renderer is None or limits != self._limits:
            boot = orjson.loads(await self._vite.ask("boot"))
            bundle = Bundle(boot["prelude"], boot["script"])
            self._end_renderer()
            self._limits = limits
            if self._inspector is not None:
                self._inspector.heap_limit = limits.heap
            env = self._env.isolate_script()
            self._renderer = DevRenderer(
                lambda loop: DevEngine(self._vite, bundle.scripts(env), limits, loop),
                lambda loop: DevEngine(self._vite, bundle.scripts(env, PATCHABLE), limits, loop),
                most_engines=1,  # Vite sends the modules to one at a time
            )
        return self._renderer

    def _end_renderer(self) -> None:
        if self._renderer is not None:
            self._renderer.end()
            self._renderer = None

    async def _replace(self, manifest: Manifest) -> tuple[BrokenModule, ...]:
        """Load the new version, and only if that succeeds stop the old one and start the new one.

        Returns:
            the modules that cannot be imported; their routes explain that.
        """
        unload_modules(self._root / "src")
        self._failures.clear()
        settings = load_settings(self._root)
        check_matchers(self._root, manifest)
        await self.mounted.start(settings, manifest)
        observer = self._new_guard(settings)
        renderer = await self._rendering(settings)
        # Vite has read the variables of src/env.js from its environment files
        env = PublicEnv.of(await renderer.ask({"fn": "environment"}, refuse))
        if env != self._env:
            self._env = env
            self._end_renderer()  # its isolates were started with other values of process.env
            renderer = await self._rendering(settings)
        modules = Modules(self._root, self._problems, is_lenient=True)
        runtime = make_runtime(self._root, manifest, settings, renderer, env, modules=modules)
        runtime.dev = True
        runtime.mounts = self.mounted.mounts
        runtime.make_form = self._repeated_values.make_form
        runtime.explain = lambda failure: self._error_page(self._broken.explain(failure))
        runtime.tls = self._tls
        runtime.show_failure = self._failures.add
        runtime.observer = observer
        self._version += 1
        runtime.tracer = DevTracer(self._request_log, self._inspector, self._version)
        runtime.static = self._files
        before, app = self._app, AppVersion(App(runtime))
        if before is not None and await before.is_idle(_GRACE):
            await self._stop_app()  # resources that `init` opens may exist only once
        await app.start()
        if self._app is not None:
            self._retire(self._app, settings.request_timeout or _STOP_AFTER)
        self._app, self._manifest = app, manifest
        return runtime.imports.broken

    def _retire(self, version: AppVersion, timeout: float) -> None:
        """Let the previous version finish its requests within their timeout."""
        task = asyncio.create_task(version.retire(timeout))
        self._retiring[task] = version
        task.add_done_callback(self._retiring.pop)

    def _new_guard(self, settings: Settings) -> StateGuard | None:
        """Return a state guard for the modules that are loaded next, in place of the previous guard."""
        self._watch.close()
        self._findings.clear()
        if not (self._guard_enabled and settings.guard):
            return None
        guard = StateGuard(self._root, self._findings.add, share=_SHARE, instrumented=self._instrumented)
        self._watch.enter_context(guard.installed())
        return guard

    def _report(self, failure: BaseException) -> None:
        self._error = ErrorReport.of(failure, self._root)
        logger.error("%s", self._error.text())

    async def _tell_browsers(self, error: ErrorReport | None) -> None:
        """Tell open browsers to load new data, or the error. They are connected through Vite."""
        refresh = {"type": "custom", "event": "lissome:refresh", "data": self._version}
        with contextlib.suppress(ViteError):
            await self._vite.tell(refresh if error is None else error.overlay())

    def show_call(self, call: BlockingCall) -> None:
        """Show a call that has held the event loop in the inspector."""
        if self._inspector is not None:
            self._inspector.add_call(call)
            self._tell_soon({"type": "custom", "event": "lissome:inspect"})

    def _tell_soon(self, message: dict[str, Any]) -> None:
        # in an empty context: the task would keep the context of a request alive
        task = asyncio.get_running_loop().create_task(self._tell(message), context=Context())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(ViteError):
            await self._vite.tell(message)

    def _explain(self, error: ErrorReport | None, scope: Scope) -> Response:
        if error is None:
            return bare("lissome dev is starting", 503, {"retry-after": "1"})
        if b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            return bare_json({"status": 500, "message": f"{error.place} {error.title}".strip()}, 500)
        return self._error_page(error)

    def _error_page(self, error: ErrorReport) -> Response:
        response = bare("", 500, {"content-type": "text/html; charset=utf-8"})
        response.body = error.page(self._base)
        response.headers["content-length"] = str(len(response.body))
        return response

    async def _forward(self, scope: Any, receive: Receive, send: Send) -> None:
        try:
            await forward(self._vite.client, scope, receive, send)
        except httpx.TransportError as failure:
            await bare(f"Vite does not answer: {failure}", 502)(scope, receive, send)


async def _refuse(host: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await bare(refusal(host), 403, _PLAIN)(scope, receive, send)
    else:
        await send({"type": "websocket.close"})  # the server makes a 403 of it
