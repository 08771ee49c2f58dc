"""The root error page: for a 404, and for a page that loaded but could not be rendered."""

from __future__ import annotations

from starlette.responses import Response

from lissome.errors import Redirect
from lissome.server.errors import fatal_response, static_error_page, to_app_error
from lissome.server.page.data_serializer import PageData
from lissome.server.page.load_data import LoadFailure, Loads
from lissome.server.page.render import render_response
from lissome.server.page.render_plan import Shown
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.responses import redirect_response
from lissome.server.runtime import Server


async def respond_with_error(
    server: Server, state: RequestState, event: RequestEvent, error: BaseException
) -> Response:
    """Show `error` inside the root layout; if even that fails, as src/error.html."""
    if state.is_data_request:
        return await fatal_response(server, state, event, error)
    described = await to_app_error(server, event, error)
    if state.header(b"x-sveltekit-error"):
        # The error page asked for this itself, so another one would never end.
        return static_error_page(server, described["status"], described["message"])
    try:
        state.in_error = True
        view = server.views.root_error()
        data = PageData(server, state) if view.ssr else None
        if data is not None:
            loads = Loads(server, state, (server.nodes[0],), data.add_node)
            await loads.run((0,))
            loads.outcome(0)
        shown = Shown(view, described["status"], data, error=described)
        return await render_response(server, state, event, shown)
    except LoadFailure as failure:
        return await _last_resort(server, event, failure.cause)
    except Exception as failure:  # noqa: BLE001 - the last resort shows no details
        return await _last_resort(server, event, failure)


async def _last_resort(server: Server, event: RequestEvent, failure: BaseException) -> Response:
    if isinstance(failure, Redirect):
        return redirect_response(failure.status, failure.location)
    described = await to_app_error(server, event, failure)
    return static_error_page(server, described["status"], described["message"])
