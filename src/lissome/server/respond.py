"""One request, from its target to its response. The order of the steps is SvelteKit's `respond.js`."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Never, Unpack

from starlette.responses import Response

from lissome.described import quoted
from lissome.errors import FAILURES, FrameworkError, Redirect, delivered
from lissome.routing.paths import (
    DATA_SUFFIXES,
    ROUTE_SUFFIXES,
    decode_pathname,
    depth_below,
    normalize_path,
    relative_location,
    strip_route_suffix,
)
from lissome.server.app_error import log_failure, show_failure
from lissome.server.data import read_data_url, render_data
from lissome.server.endpoint import render_endpoint
from lissome.server.env_module import env_module
from lissome.server.errors import AccessRefusal, answer_failure
from lissome.server.handler_result import answer_of_hook
from lissome.server.http.conditional import is_not_modified, not_modified_headers
from lissome.server.http.csrf import is_forbidden
from lissome.server.page.nearest_error_page import nearest_error_page
from lissome.server.page.render_page import render_page
from lissome.server.page.render_plan import PageFailure
from lissome.server.page.server_routing import route_id_of
from lissome.server.reasons import forgery, log_reason, method_not_allowed, no_route, refuse
from lissome.server.request.context import RequestContext
from lissome.server.request.event import RequestEvent
from lissome.server.request.kind import RequestKind, uses_endpoint
from lissome.server.request.observed_context import ObservedContext
from lissome.server.request.observer import tell_begin
from lissome.server.request.resolve_options import ResolveOptions, check_options, wrong_call
from lissome.server.request.trace import GUARD, HANDLE, RESOLVE
from lissome.server.request.traced_context import begin_trace
from lissome.server.reroute import reroute
from lissome.server.responses import (
    BytesResponse,
    bare,
    bare_json,
    data_redirect,
    raw_header,
)
from lissome.server.startup.access_guards import AccessGuard
from lissome.server.startup.routes import PageRoute

# Destinations of requests for which nobody would ever see an HTML error page (Fetch Metadata).
_NOT_A_PAGE: Final = frozenset(
    (
        *("audio", "audioworklet", "font", "image", "json", "manifest", "paintworklet", "report", "script"),
        *("serviceworker", "sharedworker", "style", "track", "video", "webidentity", "worker", "xslt"),
    )
)
_PAGE_METHODS: Final = frozenset({"GET", "HEAD", "POST"})


async def respond(context: RequestContext) -> Response:
    """Answer a request that is not one for a static file; it is the current one."""
    if context.runtime.tracer is not None:
        begin_trace(context, context.runtime.tracer)
    path = context.url.pathname
    asks_for_route = path.endswith(ROUTE_SUFFIXES)
    context.is_data_request = path.endswith(DATA_SUFFIXES)
    if context.request.method not in ("GET", "HEAD") and _is_forgery(context):
        return _refuse_forgery(context)
    if asks_for_route:
        context.url = context.url.with_path(strip_route_suffix(path) or "/")
    elif context.is_data_request:
        context.url, context.invalidated = read_data_url(context.url)
    if context.url.search:
        reserved = next((key for key in context.url.search_params if key.startswith("x-sveltekit-")), None)
        if reserved is not None:
            text = f'Cannot use reserved query parameter "{reserved}"'
            return refuse(context, 400, text, "parameters that begin with x-sveltekit- are SvelteKit's own")
    observer = context.runtime.observer
    if observer is not None and context.request.depth == 0:
        context.observed = ObservedContext(context)
        tell_begin(observer, context.observed)
    try:
        return await _respond(context, asks_for_route=asks_for_route)
    except asyncio.CancelledError:
        timeout = context.lifetime.take_timeout()  # in a hook
        if timeout is None:
            raise
        return await answer_failure(context, timeout, in_hook=True)


async def _respond(context: RequestContext, *, asks_for_route: bool) -> Response:
    own = pathname = context.url.pathname
    if context.runtime.has_reroute:
        try:
            pathname = await _reroute(context)
        except FAILURES as failure:
            log_failure(f"reroute for {context.request.label}", failure)
            show_failure(context, failure)
            return bare("Internal Server Error", 500)
    base = context.runtime.manifest.paths.base
    path = _decoded(own, pathname)
    if path is not None and base:
        if not path.startswith(base):
            reason = f"the app is below {base} (paths.base in vite.config.js)"
            return refuse(context, 404, "Not found", reason, level=logging.INFO)
        path = path[len(base) :] or "/"
    if path is not None and (asks_for_route or path.startswith(context.runtime.app_prefix)):
        return await _respond_to_client(context, path, asks_for_route=asks_for_route)
    try:
        redirected = None if path is None else await _find_route(context, path)
        return redirected or await _handle(context, is_malformed=path is None)
    except FAILURES as failure:  # a hook failed: this is the last place that can answer
        response = await answer_failure(context, failure, in_hook=True)
        if isinstance(delivered(failure), Redirect):
            context.response.add_cookies_to(response)
        return response


async def _reroute(context: RequestContext) -> str:
    """Return the path to find the route by: the app's `reroute` may name another one than the URL's."""
    own = context.url.pathname
    runtime = context.runtime
    app_prefix = runtime.manifest.paths.base + runtime.app_prefix
    if own.startswith(app_prefix) and route_id_of(own, app_prefix) is not None:
        return own  # kit's own request, not a page's
    return await reroute(context, context.url)


def _decoded(own: str, pathname: str) -> str | None:
    """Return the decoded path to find the route by; None if it is malformed.

    Args:
        own: the path of the address, which `reroute` cannot mend.
        pathname: the path to find the route by.
    """
    if "%" not in own and "%" not in pathname:
        return pathname
    try:
        decode_pathname(own)
        return decode_pathname(pathname)
    except ValueError:
        return None


async def _respond_to_client(context: RequestContext, path: str, *, asks_for_route: bool) -> Response:
    """Answer what kit's client asks for by itself. Its files are static; a missing one must not be cached."""
    runtime, request = context.runtime, context.request
    if asks_for_route:
        if runtime.server_routing is None:
            reason = 'router.resolution is not "server" in vite.config.js'
            return refuse(context, 400, "Server-side route resolution disabled", reason)
        depth = depth_below(runtime.manifest.paths.base, request.url.pathname)
        if runtime.mounts is not None and runtime.mounts.find(decode_pathname(context.url.pathname)):
            return runtime.server_routing.by_path(None, depth)
        return await runtime.server_routing.answer(path, depth)
    if path == f"{runtime.app_prefix}/env.js":
        return env_module(runtime.env, request.header(b"if-none-match"))
    uncached = {"cache-control": "public, max-age=0, must-revalidate"}
    reason = "the build has no such file; another version may have had it"
    return refuse(context, 404, "Not found", reason, headers=uncached, level=logging.INFO)


async def _find_route(context: RequestContext, path: str) -> Response | None:
    """Find the route; return a redirect if the address has the wrong trailing slash."""
    runtime = context.runtime
    found = await runtime.router.match(path)
    if found is None:
        return None
    route, context.params = found
    context.route = route
    context.lifetime.timeouts = route.timeouts
    told = context.request.server_scope
    if told is not None:
        told["route"] = told["endpoint"] = route.matched
    own, base = context.url.pathname, runtime.manifest.paths.base
    trailing_slash = context.trailing_slash = "always" if own in (base, base + "/") else route.trailing_slash
    is_right = own == "/" or trailing_slash in ("ignore", "always" if own.endswith("/") else "never")
    if is_right or context.is_data_request:
        return None
    normalized = normalize_path(own, trailing_slash)
    location = relative_location(own, normalized) + context.url.search
    return BytesResponse(
        b"", 308, [(b"x-sveltekit-normalize", b"1"), (b"location", location.encode("latin-1"))]
    )


async def _handle(context: RequestContext, *, is_malformed: bool) -> Response:
    hook = context.runtime.hooks.handle
    if hook is None:
        response = await _resolve(context, is_malformed=is_malformed)
    else:

        async def resolve(
            event: RequestEvent | None = None, /, *given: Never, **options: Unpack[ResolveOptions]
        ) -> Response:
            if given or not isinstance(event, RequestEvent):
                raise wrong_call(event, given)
            context.event = event
            context.options = check_options(options) if options else options
            return await _resolve(context, is_malformed=is_malformed)

        traced_resolve: Callable[..., Awaitable[Any]] = resolve
        if context.trace is not None:
            hook = context.trace.traced(HANDLE, "src/hooks.server.py", hook)
            traced_resolve = context.trace.traced(RESOLVE, "", resolve)
        answer: object = hook(context.event, traced_resolve)
        if inspect.isawaitable(answer):
            answer = await answer
        response = answer_of_hook(context, answer)
    if response.status_code == 200:
        return _not_modified(context, response) or response
    if context.is_data_request and 300 <= response.status_code <= 308:
        location = response.headers.get("location")
        if location:
            to = Redirect.of_kit(response.status_code, location)
            return data_redirect(context.runtime.version_header, to)
    return response


async def _resolve(context: RequestContext, *, is_malformed: bool) -> Response:
    try:
        response = await _resolve_route(context, is_malformed=is_malformed)
    except FAILURES as failure:  # each kind of failure has its answer
        response = await answer_failure(context, failure)
    except asyncio.CancelledError:
        timeout = context.lifetime.take_timeout()
        if timeout is None:
            raise
        response = await answer_failure(context, timeout)
    route = context.route
    has_both = route is not None and route.page is not None and route.endpoint is not None
    if has_both and context.request.method in ("GET", "HEAD"):
        response.headers.add_vary_header("Accept")
    context.response.apply_to(response)
    return response


async def _resolve_route(context: RequestContext, *, is_malformed: bool) -> Response:
    route = context.route
    # The guard of the root folder is asked even when no route matches.
    guards = context.runtime.root_guards if route is None else route.guards
    if guards:
        await _check_access(context, guards)
    if is_malformed:
        msg = f"the path {context.url.pathname} cannot be decoded"
        raise FrameworkError(400, "Malformed URI", msg)
    if route is None:
        return await _not_found(context)
    if context.is_data_request:
        pathname = normalize_path(context.url.pathname, context.trailing_slash)
        context.url = context.url.with_path(pathname)
        if route.page is None:
            log_reason(context, logging.INFO, f"{route.id} has no page, so it has no data")
            return await render_data(context, None)
        _check_imports(context, route.page)
        return await render_data(context, route.page.nodes)
    if route.endpoint is not None and uses_endpoint(context.request, route):
        return await render_endpoint(context, route.endpoint)
    if route.page is None:
        msg = f"route {route.id} has neither a page nor an endpoint"
        raise AssertionError(msg)
    _check_imports(context, route.page)
    if context.request.method in _PAGE_METHODS:
        refused = context.runtime.refused_routes
        if not refused.is_empty and route.page.ssr and context.kind is RequestKind.PAGE:
            refused.check(route.id)
        return await render_page(context, route.page)
    return _other_page_method(context, route.page)


def _check_imports(context: RequestContext, page: PageRoute) -> None:
    """Refuse a page of which a module cannot be imported: nothing of the others may run without it.

    Raises:
        PageFailure: for a page, which the nearest error page answers.
        ModuleImportError: for its data and its actions.
    """
    if page.broken is None:
        return
    node = page.nodes[page.broken]
    assert node is not None
    assert node.broken is not None
    cause = node.broken.failure()
    if page.ssr and context.kind is RequestKind.PAGE:
        raise PageFailure(page, page.broken, cause)
    raise cause


async def _check_access(context: RequestContext, guards: Sequence[AccessGuard]) -> None:
    """Ask the access guards, outermost first.

    Raises:
        Redirect: a guard's.
        PageFailure: a guard refused a page; an error page outside of it shows that.
        AccessRefusal: a guard refused a request that no error page may answer.
    """
    for guard in guards:
        try:
            if context.trace is None:
                await guard(context.event)
            else:
                await context.trace.traced(GUARD, f"{guard.folder}/guard.py", guard)(context.event)
        except FAILURES as failure:
            if isinstance(delivered(failure), Redirect):
                raise
            raise _refusal(context, guard, delivered(failure)) from failure


def _refusal(context: RequestContext, guard: AccessGuard, cause: BaseException) -> BaseException:
    """Return the failure that a guard's refusal is. Nothing below the guard may run."""
    page = None if context.route is None else context.route.page
    if page is None or context.kind in (RequestKind.DATA, RequestKind.ENDPOINT):
        return AccessRefusal(cause)
    if context.kind is RequestKind.ACTION:
        return cause
    position = next(
        place
        for place, node in enumerate(page.nodes)
        if node is not None and guard.covers(node.manifest.server)
    )
    if nearest_error_page(position, page.nodes, page.errors) is None:
        return AccessRefusal(cause)  # even the root layout is guarded
    return PageFailure(page, position, cause) if page.ssr else cause


def _other_page_method(context: RequestContext, page: PageRoute) -> Response:
    method = context.request.method
    posts = ["POST"] if page.leaf.actions is not None else []
    if method == "OPTIONS":
        # Without CORS headers this also refuses preflight requests.
        allow = ", ".join(["GET", "HEAD", "OPTIONS", *posts])
        return BytesResponse(b"", 204, [(b"allow", allow.encode())])
    reason = f"there is a page only, without +server.py for {quoted(method)}"
    return method_not_allowed(context, ["GET", *posts, "OPTIONS", "HEAD"], reason)


async def _not_found(context: RequestContext) -> Response:
    if context.is_data_request and context.invalidated == [True]:
        # The client renders an error page and wants the root layout's data for it.
        return await render_data(context, (context.runtime.nodes[0],))
    if context.request.header(b"sec-fetch-dest") in _NOT_A_PAGE:
        failure = no_route(context)
        varying = {"vary": "Sec-Fetch-Dest"}
        return refuse(context, 404, failure.text, str(failure), headers=varying, level=failure.level)
    raise no_route(context)


def _not_modified(context: RequestContext, response: Response) -> Response | None:
    """Return a 304 if the client has this response already."""
    if b"if-none-match" not in context.request.headers:
        return None
    if_none_match = context.request.header(b"if-none-match")
    etag = (raw_header(response, b"etag") or b"").decode("latin-1") or None
    if not is_not_modified(if_none_match, etag):
        return None
    return BytesResponse(b"", 304, not_modified_headers(response.raw_headers))


def _is_forgery(context: RequestContext) -> bool:
    runtime, request = context.runtime, context.request
    return not runtime.dev and is_forbidden(
        request.method,
        request.headers,
        own_origin=_own_origin(context),
        trusted_origins=runtime.manifest.csrf.trusted_origins,
    )


def _own_origin(context: RequestContext) -> str:
    return context.runtime.manifest.paths.origin or context.url.origin


def _refuse_forgery(context: RequestContext) -> Response:
    message = f"Cross-site {context.request.method} form submissions are forbidden"
    log_reason(context, logging.WARNING, forgery(context, _own_origin(context)))
    if context.request.header(b"accept") == "application/json":
        return bare_json({"message": message}, 403)
    return bare(message, 403)
