"""Booting: from the build's manifest and the app's Python files to a `Runtime`."""

from __future__ import annotations

from pathlib import Path

from lissome.cache import CacheError, Store, make_store
from lissome.errors import AppError
from lissome.isolation.timeouts import Timeouts
from lissome.manifest import Manifest
from lissome.routing.router import Router
from lissome.server.http.forwarded import TrustedProxies
from lissome.server.matchers import load_matchers, v8_matchers
from lissome.server.page.branch import BranchCache
from lissome.server.page.csp import CspRules
from lissome.server.page.document import Template
from lissome.server.page.server_routing import ServerRouting, check_reroute
from lissome.server.runtime import Runtime
from lissome.server.startup.access_guards import find_guards
from lissome.server.startup.env import PublicEnv
from lissome.server.startup.hooks import hooks_from_module
from lissome.server.startup.import_path import extend_import_path
from lissome.server.startup.import_report import ImportReport
from lissome.server.startup.modules import Modules
from lissome.server.startup.nodes import make_nodes
from lissome.server.startup.routes import make_routes
from lissome.server.startup.transport import load_encoders
from lissome.server.subrequest import serve_subrequest
from lissome.settings import Settings
from lissome.ssr import Renderer


def make_runtime(
    root: Path,
    manifest: Manifest,
    settings: Settings,
    renderer: Renderer,
    env: PublicEnv,
    *,
    modules: Modules | None = None,
) -> Runtime:
    """Load the app's Python files and work out what all requests share.

    Args:
        modules: those of the app, not loaded yet.

    Raises:
        ManifestError: a file changed what it exports since the build.
        AppError: a route or hooks file breaks a rule.
    """
    extend_import_path(root, settings)
    modules = modules or Modules(root)
    hooks_file = manifest.hooks.server
    hooks = hooks_from_module(modules.load(hooks_file) if hooks_file else None)
    check_reroute(hooks, manifest)
    nodes = make_nodes(manifest, modules)
    matchers = load_matchers(manifest, modules)
    ask_matcher = v8_matchers(renderer) if matchers is None else None
    branches = BranchCache(manifest, nodes, env.script)
    timeouts = Timeouts(settings.request_timeout or None, settings.stream_timeout or None)
    routes = make_routes(manifest, nodes, branches, modules, timeouts)
    if settings.openapi:
        from lissome.server.openapi import openapi_route  # noqa: PLC0415 - for the few apps that have it

        title = settings.name or root.resolve().name
        routes += (openapi_route(settings.openapi, routes, title, manifest.paths.base),)
    return Runtime(
        manifest=manifest,
        settings=settings,
        nodes=nodes,
        router=Router(routes, matchers or {}, ask_matcher),
        hooks=hooks,
        renderer=renderer,
        env=env,
        server_routing=ServerRouting.of(manifest, matchers or {}, ask_matcher),
        branches=branches,
        template=Template.parse(manifest.templates.app, manifest.version, env.texts),
        csp=CspRules.of(manifest.csp),
        serve_subrequest=serve_subrequest,
        timeouts=timeouts,
        encoders=load_encoders(manifest, modules),
        root_guards=find_guards("/", modules),
        proxies=TrustedProxies.of(settings) or None,
        app_prefix=f"/{manifest.app_dir}",
        version_header={"x-sveltekit-version": manifest.version} if manifest.version_checks else {},
        has_reroute=hooks.reroute is not None or manifest.hooks.reroute,
        cache_store=_cache_store(settings),
        imports=ImportReport(modules.loaded, modules.broken),
    )


def _cache_store(settings: Settings) -> Store | None:
    """Return the store that the app's caches share with those of other workers."""
    try:
        return make_store(settings.cache_url, settings.name)
    except CacheError as failure:
        raise AppError(str(failure)) from failure
