"""A request for a page: action, loads, render; and what happens when one of them fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from lissome.errors import Redirect
from lissome.server.errors import fatal_response, static_error_page, to_app_error
from lissome.server.page.actions import (
    ActionResult,
    action_json,
    action_location,
    is_action_json_request,
    run_action,
)
from lissome.server.page.data_serializer import PageData
from lissome.server.page.load_data import LoadFailure, Loads
from lissome.server.page.render import render_response
from lissome.server.page.render_plan import Shown, Unshowable
from lissome.server.page.respond_with_error import respond_with_error
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.responses import bare, redirect_response
from lissome.server.runtime import Server
from lissome.server.startup.access_guards import Guard
from lissome.server.startup.nodes import Page, nearest_error_page

# How deep requests of `event.fetch` to the app's own pages may nest before they are taken for a loop.
MAX_DEPTH: Final = 10


@dataclass(slots=True)
class _Form:
    """What an action leaves for the page."""

    status: int = 200
    data: Any = None
    error: BaseException | None = None


async def render_page(server: Server, state: RequestState, event: RequestEvent, page: Page) -> Response:
    """Answer GET, HEAD or POST on a page."""
    if state.depth > MAX_DEPTH:
        return bare(f"Not found: {state.url.pathname}", 404)
    form = _Form()
    if state.method == "POST":
        result = await run_action(state, event, page.leaf)
        if is_action_json_request(state):
            return await action_json(server, event, state, result)
        form = _form_of(result)
        if isinstance(form.error, Redirect):
            return redirect_response(form.error.status, form.error.location)
    try:
        return await _show(server, state, event, page, form)
    except Exception as failure:  # noqa: BLE001 - each kind has its answer
        return await _answer_failure(server, state, event, failure)


async def _answer_failure(
    server: Server, state: RequestState, event: RequestEvent, failure: Exception
) -> Response:
    if isinstance(failure, Redirect):
        return redirect_response(failure.status, failure.location)
    if isinstance(failure, Unshowable):
        return static_error_page(server, failure.error["status"], failure.error["message"])
    return await respond_with_error(server, state, event, failure)  # it loaded, but could not be rendered


async def _show(
    server: Server, state: RequestState, event: RequestEvent, page: Page, form: _Form
) -> Response:
    if page.ssr:
        return await _load_and_render(server, state, event, page, form)
    return await render_response(server, state, event, Shown(server.views.page(page), form.status))


async def render_refusal(
    server: Server, state: RequestState, event: RequestEvent, page: Page, refusal: Exception, *, guard: Guard
) -> Response:
    """Show what a guard said on the nearest error page outside of it. Nothing below the guard runs."""
    if is_action_json_request(state):
        result = ActionResult("error", 500, action_location(state.url), error=refusal)
        return await action_json(server, event, state, result)
    guarded = (
        place
        for place, node in enumerate(page.nodes)
        if node is not None and guard.covers(node.manifest.server)
    )
    found = nearest_error_page(next(guarded), page.nodes, page.errors)
    if found is None:
        return await fatal_response(server, state, event, refusal)  # even the root layout is guarded
    if not page.ssr:
        return await respond_with_error(server, state, event, refusal)
    try:
        described = await to_app_error(server, event, refusal)
        data = PageData(server, state)
        loads = Loads(server, state, page.nodes[: found[0]], data.add_node)
        await loads.run(range(found[0]))
        for position in range(found[0]):
            loads.outcome(position)
        return await render_response(server, state, event, _failed(server, page, data, described, found))
    except LoadFailure as failure:
        return await respond_with_error(server, state, event, failure.cause)


def _form_of(result: ActionResult) -> _Form:
    if result.type == "redirect":
        return _Form(error=Redirect(result.status, result.location))
    if result.type == "error":
        status = getattr(result.error, "status", 500)
        return _Form(status if isinstance(status, int) else 500, error=result.error)
    return _Form(result.status, result.data)


async def _load_and_render(
    server: Server, state: RequestState, event: RequestEvent, page: Page, form: _Form
) -> Response:
    data = PageData(server, state)
    loads = Loads(server, state, page.nodes, data.add_node, form.error)
    await loads.run(range(len(page.nodes)))
    try:
        for position in range(len(page.nodes)):
            loads.outcome(position)
        shown = Shown(server.views.page(page), form.status, data, form.data, page=page)
    except LoadFailure as failure:
        if page.first_universal is not None and page.first_universal < failure.position:
            # one of these may fail as well, and is above; so it is V8 that finds out what failed
            shown = Shown(server.views.page(page), 200, data, page=page, failure=failure)
        elif isinstance(failure.cause, Redirect):
            raise failure.cause from None
        else:
            described = await to_app_error(server, event, failure.cause)
            found = nearest_error_page(failure.position, page.nodes, page.errors)
            if found is None:
                return static_error_page(server, described["status"], described["message"])
            shown = _failed(server, page, data, described, found)
    return await render_response(server, state, event, shown)


def _failed(
    server: Server, page: Page, data: PageData, error: dict[str, Any], found: tuple[int, int]
) -> Shown:
    """The error page nearest to the load that failed, inside the layouts above it."""
    kept, index = found
    data.deferred.keep_below(kept)
    view = server.views.error_page(page, kept, index)
    return Shown(view, error["status"], data if view.ssr else None, error=error)
