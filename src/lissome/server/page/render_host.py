"""The answers to a render that waits: fetches, streamed values, routes, the page that shows an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import orjson

from lissome import codec
from lissome.errors import HttpError, Redirect, RenderError
from lissome.server.app_error import to_app_error
from lissome.server.page.nearest_error_page import nearest_error_page
from lissome.server.page.render_plan import RenderPlan
from lissome.server.paths_match import match
from lissome.server.request.context import RequestContext
from lissome.server.runtime import Runtime
from lissome.server.universal_fetch import fetch_for_universal
from lissome.ssr import from_js, to_js


class Rendering(Protocol):
    """A page that is being rendered.

    Attributes:
        plan: what it renders; replaced when a load in V8 has failed.
        unshowable: App.Error of a failure that no error page can show.
    """

    context: RequestContext
    plan: RenderPlan
    unshowable: dict[str, Any] | None


async def answer_render(rendering: Rendering, request: dict[str, Any]) -> Any:
    """Answer a request of a render; see `lissome.ssr.Host`."""
    context = rendering.context
    match request["kind"]:
        case "fetch":
            return await _fetch(context, request, is_hydrated=rendering.plan.branch.csr)
        case "handle_error":
            return await _handle_error(rendering, request["at"], request["error"])
        case "promise":
            return await _settled(rendering, request["number"])
        case "match":
            return await match(context, request.get("url"))
        case "headers":
            return set_headers(context, request["headers"])
        case unknown:
            msg = f"a render asked for {unknown!r}, which this server does not know"
            raise RenderError(msg)


async def _fetch(context: RequestContext, request: dict[str, Any], *, is_hydrated: bool) -> dict[str, Any]:
    try:
        return await fetch_for_universal(context, request, is_hydrated=is_hydrated)
    except (HttpError, Redirect) as thrown:  # by `handle_fetch`
        return {"thrown": to_js(thrown)}


async def _handle_error(rendering: Rendering, at: int, error: dict[str, Any]) -> dict[str, Any]:
    """Decide which error page is rendered from now on, because a load has failed."""
    plan, runtime = rendering.plan, rendering.context.runtime
    page, position = plan.page, plan.branch.positions[at]
    if page is None or position is None:
        return {"fatal": True}  # an error page failed itself
    failure = plan.failure
    is_server_load = failure is not None and failure.position == position
    cause = failure.cause if failure is not None and is_server_load else from_js(error)
    described = await to_app_error(rendering.context, cause)
    found = nearest_error_page(position, page.nodes, page.errors)
    if found is None:
        rendering.unshowable = described
        return {"fatal": True}
    kept, index = found
    branch = runtime.branches.error_page(page.nodes, page.errors, kept, index)
    if plan.data is not None:
        plan.data.keep_below(kept)
    # Without the failure: it is settled, so a second pass begins with the error page.
    status = described["status"]
    rendering.plan = plan._replace(branch=branch, failure=None, error=described, status=status)
    return {
        "error": orjson.Fragment(flatten(runtime, described)),
        "status": status,
        "keep": len(branch.nodes) - 1,
        "node": branch.nodes[-1].index,
        "errors": branch.error_nodes,
    }


async def _settled(rendering: Rendering, number: int) -> dict[str, Any]:
    """Return a value that a server load has not awaited, to a universal load that does."""
    data = rendering.plan.data
    assert data is not None
    deferred = data.deferred
    assert deferred is not None  # V8 has the number from it
    value, failure = await deferred.settled(number)
    if failure is not None:
        return {"error": to_js(failure)}
    deferred.begin_value(number)
    encoders = rendering.context.runtime.encoders
    flat = codec.stringify(value, encoders=encoders, defer=deferred.add)
    return {"value": orjson.Fragment(codec.to_utf8(flat))}


def flatten(runtime: Runtime, value: Any) -> bytes:
    """Return a value for V8 in devalue's flat form."""
    return codec.to_utf8(codec.stringify(value, encoders=runtime.encoders))


def set_headers(context: RequestContext, headers: Iterable[tuple[str, str]]) -> None:
    """Set the headers that universal loads have set, in their order."""
    for name, value in headers:
        context.response.set_headers({name: value})
