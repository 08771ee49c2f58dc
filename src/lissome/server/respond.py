"""One request, from its target to its response. The order of the steps is SvelteKit's `respond.js`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from starlette.responses import Response

from lissome.errors import FrameworkError, Redirect
from lissome.routing.paths import (
    decode_pathname,
    is_data_path,
    is_resolution_path,
    normalize_path,
    relative_location,
    strip_resolution_suffix,
)
from lissome.server.data import redirect_json, render_data, strip_data_parameters
from lissome.server.endpoint import chooses_endpoint, render_endpoint
from lissome.server.errors import fatal_response
from lissome.server.hooks import log_failure
from lissome.server.http.csrf import is_csrf_forbidden
from lissome.server.matchers import find_route
from lissome.server.page.actions import is_action_json_request
from lissome.server.page.actions import redirect_json as action_redirect_json
from lissome.server.page.render_page import render_page, render_refusal
from lissome.server.page.respond_with_error import respond_with_error
from lissome.server.page.server_routing import route_id_of
from lissome.server.request.event import RequestEvent
from lissome.server.request.observer import tell_begin
from lissome.server.request.resolve_options import Preload, resolve_options
from lissome.server.request.state import RequestState
from lissome.server.reroute import reroute, reroutes
from lissome.server.responses import BytesResponse, bare, bare_json, method_not_allowed, redirect_response
from lissome.server.runtime import Server
from lissome.server.startup.access_guards import Guard
from lissome.server.startup.env import env_module
from lissome.server.startup.nodes import Page, ServerRoute

logger = logging.getLogger("lissome.server")

# Requests for which nobody would ever see an HTML error page (Fetch Metadata).
_NO_PAGE: Final = frozenset(
    (
        *("audio", "audioworklet", "font", "image", "json", "manifest", "paintworklet", "report", "script"),
        *("serviceworker", "sharedworker", "style", "track", "video", "webidentity", "worker", "xslt"),
    )
)
_PAGE_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
# RFC 9110 section 15.4.5: what a 304 keeps.
_KEPT_BY_304: Final = (b"cache-control", b"content-location", b"date", b"expires", b"vary", b"set-cookie")


async def respond(server: Server, state: RequestState, event: RequestEvent) -> Response:
    """Answer a request that is not one for a static file. `event` is the current one."""
    path = state.url.pathname
    resolves = is_resolution_path(path)
    state.is_data_request = not resolves and is_data_path(path)
    if state.method not in ("GET", "HEAD") and _is_forgery(server, state):
        return _refuse_forgery(state)
    if resolves:
        state.url = state.url.with_path(strip_resolution_suffix(path) or "/")
    elif state.is_data_request:
        strip_data_parameters(state)
    reserved = _reserved_parameter(state)
    if reserved is not None:
        return bare(f'Cannot use reserved query parameter "{reserved}"', 400)
    if server.observer is not None and state.depth == 0:
        state.observed = True
        tell_begin(server.observer, event)
    try:
        return await _respond(server, state, event, resolves=resolves)
    except asyncio.CancelledError:
        overdue = state.overdue()  # in a hook
        if overdue is None:
            raise
        return await fatal_response(server, state, event, overdue)


async def _respond(server: Server, state: RequestState, event: RequestEvent, *, resolves: bool) -> Response:
    pathname = state.url.pathname
    if reroutes(server):
        try:
            pathname = await _reroute(server, state, event)
        except Exception as failure:  # noqa: BLE001 - the app's own code, which may raise anything
            log_failure(f"reroute for {event}", failure)
            return bare("Internal Server Error", 500)
    path = _route_path(server, state.url.pathname, pathname)
    if isinstance(path, Response):
        return path
    if path is not None and (resolves or path.startswith(server.app_prefix)):
        return await _for_client(server, state, path, resolves=resolves)
    try:
        redirected = None if path is None else await _find(server, state, path)
        return redirected or await _handle(server, state, event, malformed=path is None)
    except Redirect as to:
        return _redirected(server, state, to)
    except Exception as failure:  # noqa: BLE001 - a hook failed: the last place that can answer
        return await fatal_response(server, state, event, failure)


async def _reroute(server: Server, state: RequestState, event: RequestEvent) -> str:
    """The path to find the route by: the app's `reroute` may name another one than the URL's."""
    own = state.url.pathname
    if route_id_of(own, server.manifest.paths.base + server.app_prefix) is not None:
        return own  # the path of kit's own request, not of a page
    return await reroute(server, event, state.url)


def _route_path(server: Server, own: str, pathname: str) -> str | Response | None:
    """The decoded path below the base; None if it is malformed, a response if no route can be there.

    Args:
        own: the path of the address, which `reroute` cannot mend.
        pathname: the path to find the route by.
    """
    try:
        path = decode_pathname(own)
        if pathname is not own:
            path = decode_pathname(pathname)
    except ValueError:
        return None
    base = server.manifest.paths.base
    if base:
        if not path.startswith(base):
            return bare("Not found", 404)
        path = path[len(base) :] or "/"
    return path


async def _for_client(server: Server, state: RequestState, path: str, *, resolves: bool) -> Response:
    """What kit's client asks for by itself. Its files are static; a missing one must not be remembered."""
    if resolves:
        if server.resolution is None:
            return bare("Server-side route resolution disabled", 400)
        return await server.resolution.answer(path, server.depth(state.request_url.pathname), server.renderer)
    if path == f"{server.app_prefix}/env.js":
        return env_module(server.env, state.header(b"if-none-match"))
    return bare("Not found", 404, {"cache-control": "public, max-age=0, must-revalidate"})


async def _find(server: Server, state: RequestState, path: str) -> Response | None:
    """Find the route, or the redirect to its address with the right trailing slash."""
    found = await find_route(server.router, path, server.renderer, server.matchers)
    if found is not None:
        state.route, state.params = found
        state.deadlines = state.route.deadlines
    return _trailing_slash(server, state)


def _trailing_slash(server: Server, state: RequestState) -> Response | None:
    """The redirect to the address as the page option wants it, if it is another one."""
    route = state.route
    if route is None:
        return None
    path, base = state.url.pathname, server.manifest.paths.base
    state.trailing_slash = "always" if path in (base, base + "/") else route.trailing_slash
    if state.is_data_request:
        return None
    normalized = normalize_path(path, state.trailing_slash)
    if normalized == path:
        return None
    location = relative_location(path, normalized) + state.url.search
    return BytesResponse(
        b"", 308, [(b"x-sveltekit-normalize", b"1"), (b"location", location.encode("latin-1"))]
    )


async def _handle(server: Server, state: RequestState, event: RequestEvent, *, malformed: bool) -> Response:
    if server.hooks.handle is None:
        response = await _resolve(server, state, event, malformed=malformed)
    else:
        resolve = _Resolve(server, state, malformed=malformed)
        answer: object = await server.hooks.handle(event, resolve)
        if not isinstance(answer, Response):
            what = type(answer).__name__
            msg = f"handle returned {what}; return the response: `return await resolve(event)`"
            raise TypeError(msg)
        response = answer
    if response.status_code == 200:
        return _not_modified(state, response) or response
    if state.is_data_request and 300 <= response.status_code <= 308:
        location = response.headers.get("location")
        if location:
            return redirect_json(server, Redirect(response.status_code, location))
    return response


class _Resolve:
    """What `handle` gets as `resolve`."""

    __slots__ = ("_malformed", "_server", "_state")

    def __init__(self, server: Server, state: RequestState, *, malformed: bool) -> None:
        self._server = server
        self._state = state
        self._malformed = malformed

    async def __call__(
        self,
        event: RequestEvent,
        /,
        *,
        transform_page_chunk: Callable[[str], str | Awaitable[str]] | None = None,
        filter_serialized_response_headers: Callable[[str, str], bool] | None = None,
        preload: Callable[[Preload], bool] | None = None,
    ) -> Response:
        options = resolve_options(transform_page_chunk, filter_serialized_response_headers, preload)
        self._state.options = options or None
        return await _resolve(self._server, self._state, event, malformed=self._malformed)


async def _resolve(server: Server, state: RequestState, event: RequestEvent, *, malformed: bool) -> Response:
    # A guard of the root folder is asked even when no route matches.
    guards = server.root_guards if state.route is None else state.route.guards
    try:
        refused = await _check(server, state, event, guards) if guards else None
        if refused is not None:
            response = refused
        elif malformed:
            failure = FrameworkError(400, "Malformed URI", f"the path {state.url.pathname} cannot be decoded")
            response = await respond_with_error(server, state, event, failure)
        elif state.route is None:
            response = await _not_found(server, state, event)
        else:
            response = await _resolve_route(server, state, event, state.route)
    except Exception as failure:  # noqa: BLE001 - an endpoint failed, or nothing better caught it
        response = await fatal_response(server, state, event, failure)
    except asyncio.CancelledError:
        overdue = state.overdue()
        if overdue is None:
            raise
        response = await fatal_response(server, state, event, overdue)
    _add_headers(state, response)
    state.close_headers()
    return response


async def _resolve_route(
    server: Server, state: RequestState, event: RequestEvent, route: ServerRoute
) -> Response:
    page = route.page
    if state.is_data_request:
        nodes = None if page is None else page.nodes
        response = await render_data(server, state, event, nodes, state.trailing_slash)
    elif route.endpoint is not None and chooses_endpoint(state, route):
        state.deadlines = route.endpoint.deadlines
        response = await render_endpoint(state, event, route.endpoint)
    elif page is None:
        msg = f"route {route.id} has neither a page nor an endpoint"
        raise AssertionError(msg)
    elif state.method in _PAGE_METHODS:
        response = await render_page(server, state, event, page)
    else:
        response = _other_page_method(state, page)
    if page is not None and route.endpoint is not None and state.method in ("GET", "HEAD"):
        response.headers.add_vary_header("Accept")
    return response


async def _check(
    server: Server, state: RequestState, event: RequestEvent, guards: Sequence[Guard]
) -> Response | None:
    for guard in guards:
        try:
            await guard(event)
        except Exception as refusal:  # noqa: BLE001 - the guard's way to say no
            return await _refuse(server, state, event, refusal, guard=guard)
    return None


async def _refuse(
    server: Server, state: RequestState, event: RequestEvent, refusal: Exception, *, guard: Guard
) -> Response:
    """The answer that a guard's refusal becomes: for each kind of request in its own way."""
    route = state.route
    if isinstance(refusal, Redirect):
        return _redirect(server, state, refusal)
    page = None if route is None else route.page
    if route is None or page is None or state.is_data_request or chooses_endpoint(state, route):
        return await fatal_response(server, state, event, refusal)
    return await render_refusal(server, state, event, page, refusal, guard=guard)


def _other_page_method(state: RequestState, page: Page) -> Response:
    posts = ["POST"] if page.leaf.actions is not None else []
    if state.method == "OPTIONS":
        # Without CORS headers this also refuses preflight requests.
        allow = ", ".join(["GET", "HEAD", "OPTIONS", *posts])
        return BytesResponse(b"", 204, [(b"allow", allow.encode())])
    return method_not_allowed(state.method, ["GET", *posts, "OPTIONS", "HEAD"])


async def _not_found(server: Server, state: RequestState, event: RequestEvent) -> Response:
    if state.in_error:
        return bare("Internal Server Error", 500)
    if state.is_data_request and state.invalidated == [True]:
        # The client renders an error page and wants the root layout's data for it.
        return await render_data(server, state, event, (server.nodes[0],), "ignore")
    if state.header(b"sec-fetch-dest") in _NO_PAGE:
        return bare("Not Found", 404, {"vary": "Sec-Fetch-Dest"})
    missing = FrameworkError(404, "Not Found", f"Not found: {state.url.pathname}")
    return await respond_with_error(server, state, event, missing)


def _add_headers(state: RequestState, response: Response) -> None:
    """What loads, actions and hooks set, on whatever response came of it."""
    for name, value in state.headers.items():
        response.headers[name] = value
    for cookie in state.set_cookie_headers():
        response.headers.append("set-cookie", cookie)


def _not_modified(state: RequestState, response: Response) -> Response | None:
    """304 when the client has this very page already."""
    wanted = state.header(b"if-none-match")
    if wanted is None:
        return None
    etag = response.headers.get("etag")
    if etag is None or wanted.removeprefix("W/") != etag:
        return None
    kept = [pair for pair in response.raw_headers if pair[0] in _KEPT_BY_304]
    return BytesResponse(b"", 304, [(b"etag", etag.encode("latin-1")), *kept])


def _redirect(server: Server, state: RequestState, to: Redirect) -> Response:
    """A redirect, for who asked."""
    if state.is_data_request:
        return redirect_json(server, to)
    if state.route is not None and state.route.page is not None and is_action_json_request(state):
        return action_redirect_json(server, to)
    return redirect_response(to.status, to.location)


def _redirected(server: Server, state: RequestState, to: Redirect) -> Response:
    """`redirect()` in a hook."""
    response = _redirect(server, state, to)
    for cookie in state.set_cookie_headers():
        response.headers.append("set-cookie", cookie)
    return response


def _is_forgery(server: Server, state: RequestState) -> bool:
    return not server.dev and is_csrf_forbidden(
        method=state.method,
        content_type=state.header(b"content-type"),
        request_origin=state.header(b"origin"),
        self_origin=server.manifest.paths.origin or state.url.origin,
        trusted_origins=server.manifest.csrf.trusted_origins,
    )


def _refuse_forgery(state: RequestState) -> Response:
    message = f"Cross-site {state.method} form submissions are forbidden"
    if state.header(b"accept") == "application/json":
        return bare_json({"message": message}, 403)
    return bare(message, 403)


def _reserved_parameter(state: RequestState) -> str | None:
    if not state.url.search:
        return None
    return next((key for key in state.url.search_params if key.startswith("x-sveltekit-")), None)
