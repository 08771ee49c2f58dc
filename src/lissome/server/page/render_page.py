"""A request for a page: action -> loads -> plan -> render. What fails is raised; `errors.py` answers it.

As SvelteKit's `runtime/server/page/index.js`.
"""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from lissome.server.page.actions import FormResult, action_response, run_page_action
from lissome.server.page.data_serializer import PageData
from lissome.server.page.load_data import Loads
from lissome.server.page.render import render_response
from lissome.server.page.render_plan import PageFailure, RenderPlan
from lissome.server.request.context import RequestContext
from lissome.server.request.kind import RequestKind
from lissome.server.responses import bare
from lissome.server.startup.routes import Page

# The depth to which requests of `event.fetch` to the app's own pages may nest before they count as a loop.
MAX_DEPTH: Final = 10


async def render_page(context: RequestContext, page: Page) -> Response:
    """Answer GET, HEAD or POST on a page.

    Raises:
        Redirect: an action, a load or a component called `redirect()`.
        PageFailure: a load failed.
        Exception: the page could not be rendered.
    """
    request = context.request
    if request.depth > MAX_DEPTH:
        return bare(f"Not found: {context.url.pathname}", 404)
    form = FormResult()
    if request.method == "POST":
        if context.kind is RequestKind.ACTION:
            return await action_response(context, page.leaf)
        form = await run_page_action(context, page.leaf)
    return await render_response(context, await plan_page(context, page, form))


async def plan_page(context: RequestContext, page: Page, form: FormResult) -> RenderPlan:
    """Run the loads of a page and return what is to be rendered.

    Raises:
        PageFailure: a load failed, and no universal load above it could fail too.
    """
    if not page.ssr:
        return RenderPlan(page.branch, form.status)
    data = PageData(context)
    loads = Loads(context, page.nodes, data.add_node, form.error)
    positions = range(len(page.nodes))
    await loads.run(positions)
    failure = loads.first_failure(positions)
    if failure is None:
        return RenderPlan(page.branch, form.status, data, form.data, page=page)
    if page.first_universal is not None and page.first_universal < failure.position:
        # A universal load above may fail as well, and counts first: only V8 can tell.
        return RenderPlan(page.branch, 200, data, page=page, failure=failure)
    raise PageFailure(page, failure.position, failure.cause, data)
