"""Error pages: the `+error.svelte` nearest to what failed, and the one in src/routes."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from lissome.server.app_error import to_app_error
from lissome.server.page.data_serializer import PageData
from lissome.server.page.load_data import Loads
from lissome.server.page.nearest_error_page import nearest_error_page
from lissome.server.page.render_page import render_response
from lissome.server.page.render_plan import NoErrorPage, PageFailure, RenderPlan
from lissome.server.request.context import RequestContext
from lissome.ssr import NO_ROUTE


async def render_error_page(context: RequestContext, failure: PageFailure) -> Response:
    """Render the error page nearest to a failure, inside the layouts above it.

    Raises:
        NoErrorPage: there is none: the root layout failed.
        LoadFailure: a load of these layouts failed.
        Exception: it could not be rendered.
    """
    error = await to_app_error(context, failure.cause)
    page = failure.page
    found = nearest_error_page(failure.position, page.nodes, page.errors)
    if found is None:
        raise NoErrorPage(error)
    kept, index = found
    data = failure.data
    if data is None:
        data = PageData(context)
        loads = Loads(context, page.nodes[:kept], data.add_node)
        await loads.run(range(kept))
        loads.check(range(kept))
    else:
        data.keep_below(kept)
    branch = context.runtime.branches.error_page(page.nodes, page.errors, kept, index)
    plan = RenderPlan(branch, error["status"], data if branch.ssr else None, error=error)
    return await render_response(context, plan)


async def render_root_error_page(context: RequestContext, error: dict[str, Any]) -> Response:
    """Render the error page of src/routes inside the root layout.

    Args:
        error: App.Error.

    Raises:
        RouteRefused: a render of it has cost an isolate.
        LoadFailure: the root layout's load failed.
        Exception: it could not be rendered.
    """
    if context.route is None:
        context.runtime.refused_routes.check(NO_ROUTE)
    branch = context.runtime.branches.root_error()
    data = PageData(context) if branch.ssr else None
    if data is not None:
        loads = Loads(context, (context.runtime.nodes[0],), data.add_node)
        await loads.run((0,))
        loads.check((0,))
    return await render_response(context, RenderPlan(branch, error["status"], data, error=error))
