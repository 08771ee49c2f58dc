"""A page: action -> loads -> plan -> render -> outcome -> document. What fails is raised; `errors.py` answers
it.

As SvelteKit's `runtime/server/page/index.js` and `render.js`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import orjson
import xxhash
from starlette.responses import Response

from lissome import codec
from lissome.errors import HttpError, IsolateLost, RenderError
from lissome.server import console_log
from lissome.server.app_error import INTERNAL_ERROR, to_app_error
from lissome.server.matchers import to_isolate
from lissome.server.page.actions import FormResult, action_response, is_falsy, run_page_action
from lissome.server.page.branch import Branch, default_preload
from lissome.server.page.csp import Csp
from lissome.server.page.data_serializer import NOTHING, Encoded, PageData
from lissome.server.page.document import Content, make_document
from lissome.server.page.load_data import LoadFailure, Loads
from lissome.server.page.render_host import answer_render, flatten, set_headers
from lissome.server.page.render_plan import NoErrorPage, PageFailure, RenderPlan
from lissome.server.page.serialize_data import fetched_script
from lissome.server.reasons import refuse
from lissome.server.request.context import RequestContext
from lissome.server.request.kind import RequestKind
from lissome.server.request.resolve_options import PreloadFile, transformed
from lissome.server.request.trace import RENDER
from lissome.server.responses import BytesResponse, RawHeaders, StreamResponse
from lissome.server.startup.routes import PageRoute
from lissome.ssr import ERROR_STATUSES, NO_ROUTE, Rendered, RenderMeter, RenderSession, from_js, to_js

logger = logging.getLogger(console_log.NAME)
isolate_logger = logging.getLogger("lissome.ssr")

# The depth to which requests of `event.fetch` to the app's own pages may nest before they count as a loop.
MAX_DEPTH: Final = 10


async def render_page(context: RequestContext, page: PageRoute) -> Response:
    """Answer GET, HEAD or POST on a page.

    Raises:
        Redirect: an action, a load or a component called `redirect()`.
        PageFailure: a load failed.
        Exception: the page could not be rendered.
    """
    request = context.request
    if request.depth > MAX_DEPTH:
        reason = f"the page is fetched inside of {MAX_DEPTH} others; does a load fetch its own page?"
        return refuse(context, 404, f"Not found: {context.url.pathname}", reason)
    if request.method != "POST":
        plan = await plan_page(context, page, FormResult())
    elif context.kind is RequestKind.ACTION:
        return await action_response(context, page.leaf)
    else:
        # No local variable for a failed action: its traceback refers to this frame, by f_back too.
        plan = await plan_page(context, page, await run_page_action(context, page.leaf))
    return await render_response(context, plan)


async def plan_page(context: RequestContext, page: PageRoute, form: FormResult) -> RenderPlan:
    """Run the loads of a page and return what is to be rendered.

    Raises:
        PageFailure: a load failed, and no universal load above it could fail too.
    """
    if not page.ssr:
        return RenderPlan(page.branch, form.status)
    data = PageData(context)
    loads = Loads(context, page.nodes, data.add_node, form.error)
    return _plan(page, form, data, await loads.run(range(len(page.nodes))))


def _plan(page: PageRoute, form: FormResult, data: PageData, failure: LoadFailure | None) -> RenderPlan:
    """Return what is to be rendered after the loads.

    Not in `plan_page`: from Python 3.12 on a failure's traceback refers to that function's frame, by f_back,
    and a variable there would refer to the failure.
    """
    if failure is None:
        return RenderPlan(page.branch, form.status, data, form.data, page=page)
    if page.first_universal is not None and page.first_universal < failure.position:
        # A universal load above may fail as well, and counts first: only V8 can tell.
        return RenderPlan(page.branch, 200, data, page=page, failure=failure)
    raise PageFailure(page, failure.position, failure.cause, data)


class RenderOutcome(NamedTuple):
    """The result of a render, and what it decided.

    Attributes:
        plan: the one that was rendered in the end: with an error page, if a load in V8 has failed.
    """

    plan: RenderPlan
    rendered: Rendered


async def render_response(context: RequestContext, plan: RenderPlan) -> Response:
    """Render a page and make its response.

    Raises:
        Redirect: a universal load or a component called `redirect()`.
        RenderError: the page could not be rendered.
        NoErrorPage: the root layout's universal load failed.
    """
    runtime, options = context.runtime, context.options
    csp = None if runtime.csp is None else Csp.begin(runtime.csp)
    content = Content()
    if plan.data is not None:
        plan, rendered = await PageRender(context, plan, plan.data, csp).run()
        content = _content(context, plan, rendered)
    pathname = context.url.pathname
    html = make_document(runtime.template, plan.branch, pathname, content, csp=csp, options=options)
    if "transform_page_chunk" in options:
        html = (await transformed(options["transform_page_chunk"], html.decode())).encode()
    response = _response(html, plan, csp, streaming=content.streaming)
    if runtime.manifest.link_header_preload:
        preload = options.get("preload", default_preload)
        _add_link_header(response, plan.branch, context.depth, preload)
    return response


def _add_link_header(
    response: Response, branch: Branch, depth: int, preload: Callable[[PreloadFile], bool]
) -> None:
    link = branch.link_header(depth, preload)
    if link:
        response.raw_headers.append((b"link", link.encode("latin-1")))


def _response(html: bytes, plan: RenderPlan, csp: Csp | None, *, streaming: bool) -> Response:
    headers: RawHeaders = [(b"x-sveltekit-page", b"true"), (b"content-type", b"text/html")]
    if csp is not None:
        headers += csp.headers()
    if streaming and plan.data is not None and plan.data.deferred is not None:
        script = b"<script%b>" % (b"" if csp is None else csp.script_attribute.encode())
        chunks = plan.data.deferred.chunks(html + b"\n", script, b"</script>\n")
        return StreamResponse(chunks, plan.status, headers)
    headers.append((b"etag", b'"%b"' % xxhash.xxh3_64_hexdigest(html).encode()))
    return BytesResponse(html, plan.status, headers)


def _content(context: RequestContext, plan: RenderPlan, rendered: Rendered) -> Content:
    """Return what the document needs of a rendered page."""
    assert plan.data is not None
    runtime = context.runtime
    content = Content(rendered.head, rendered.body)
    content.streaming = plan.data.deferred is not None and plan.data.deferred.used
    content.data = b",".join([node.literal for node in _nodes(plan, plan.data, of_loads=True)])
    if plan.form is not None and not is_falsy(plan.form):
        content.form = codec.to_utf8(codec.uneval(plan.form, encoders=runtime.encoders))
    if plan.error is not None:
        content.error = codec.to_utf8(codec.uneval(plan.error))
    elif plan.status != 200:
        content.status = plan.status
    if runtime.server_routing is not None and context.route is not None:
        content.route = runtime.server_routing.hydration(context.route.id, context.params, context.depth)
    if "fetched" in rendered.meta:
        content.fetched = [_fetched(context, item) for item in rendered.meta["fetched"]]
    return content


def _nodes(plan: RenderPlan, data: PageData, *, of_loads: bool = False) -> list[Encoded]:
    """Return the data of the branch's nodes; `of_loads` leaves out an error page, which has none."""
    positions = plan.branch.positions
    return [
        NOTHING if position is None else data.nodes.get(position, NOTHING)
        for position in positions
        if not of_loads or position is not None
    ]


def _fetched(context: RequestContext, item: dict[str, Any]) -> str:
    allow = context.options.get("filter_serialized_response_headers")
    headers = {key: value for key, value in item["headers"] if allow is not None and allow(key, value)}
    return fetched_script(item, headers, page_method=context.request.method)


def _refuse_route(context: RequestContext, failure: IsolateLost) -> None:
    """Refuse the route of a render that has cost an isolate; not in dev, where its author looks for it."""
    route, component = NO_ROUTE, "src/routes/+error.svelte"
    if context.route is not None:
        route = context.route.id
        component = f"src/routes{route.rstrip('/')}/+page.svelte"
    if not context.runtime.dev:
        seconds = context.runtime.refused_routes.refuse(route)
        consequence = f"The route is answered with 503 for {seconds:g} s; others are not concerned."
        isolate_logger.error("%s (or what it imports): %s %s", component, failure, consequence)


class PageRender:
    """One page on its way through V8.

    Args:
        csp: gets the hashes of inline scripts; None if the app has no CSP.

    Attributes:
        plan: what is rendered; see `Rendering`.
        unshowable: App.Error of a failure that no error page can show.
    """

    __slots__ = ("_csp", "_data", "context", "plan", "unshowable")

    def __init__(self, context: RequestContext, plan: RenderPlan, data: PageData, csp: Csp | None) -> None:
        self.context = context
        self.plan = plan
        self.unshowable: dict[str, Any] | None = None
        self._data = data
        self._csp = csp

    async def run(self) -> RenderOutcome:
        """Render the page, a second time if `handle_error` has more to say than V8 assumed.

        Raises:
            NoErrorPage: a universal load failed above all error pages.
            Redirect, HttpError, RenderError: see `Renderer.render`.
        """
        context = self.context
        session = RenderSession(
            partial(answer_render, self),
            before_retry=self._check_route,
            turn=context.lifetime.turn,
            origin=f"{context.url.origin}/",
            route=NO_ROUTE if context.route is None else context.route.id,
        )
        try:
            with context.span(RENDER) as span:
                if span is not None:
                    span.facts["meter"] = session.meter = RenderMeter()
                rendered = await self._render(session)
                if rendered.meta.get("caught"):
                    rendered = await self._render_again(session, rendered)
            if rendered.meta:
                self._take_over(rendered.meta)
        finally:
            session.close()
        return RenderOutcome(self.plan, rendered)

    def _check_route(self) -> None:
        """Render a page no more whose route has cost the isolate in which it waited.

        Raises:
            RouteRefused: it has.
        """
        route = self.context.route
        self.context.runtime.refused_routes.check(NO_ROUTE if route is None else route.id)

    async def _render(self, session: RenderSession) -> Rendered:
        try:
            return await self.context.runtime.renderer.render(self._message(), session)
        except (HttpError, RenderError) as failure:
            if isinstance(failure, IsolateLost):
                _refuse_route(self.context, failure)
            if self.unshowable is None:
                raise
            raise NoErrorPage(self.unshowable) from None

    async def _render_again(self, session: RenderSession, rendered: Rendered) -> Rendered:
        """Ask `handle_error` about the errors that boundaries caught; render with its answers if they differ.

        A render cannot wait for Python in the middle, so the hook is asked afterwards, once for each error.
        """
        caught: Iterable[dict[str, Any]] = rendered.meta["caught"]
        answers = [await to_app_error(self.context, from_js(error)) for error in caught]
        if all(answer == INTERNAL_ERROR for answer in answers):
            return rendered
        rendered = await self.context.runtime.renderer.render(self._message(answers), session)
        count = len(rendered.meta.get("caught", ()))  # another one than before, if the render is random
        if 0 < count <= len(answers):
            rendered.meta["error"] = answers[count - 1]  # the hook's own: not all that it says is JSON
        return rendered

    def _take_over(self, meta: dict[str, Any]) -> None:
        """Take over what the render reports: headers, an error shown by a boundary, hashes, console lines."""
        set_headers(self.context, meta.get("headers", ()))
        error = meta.get("error")
        if error is not None:
            if error["status"] not in ERROR_STATUSES:
                error = {**error, "status": 500}
            self.plan = self.plan._replace(error=error, status=error["status"])
        if self._csp is not None:
            self._csp.scripts += meta.get("hashes", {}).get("script", ())
        for level, line in meta.get("console", ()):
            logger.log(getattr(logging, level.upper()), "%s: %s", self.context.request.label, line)

    def _message(self, transformed_errors: Sequence[dict[str, Any]] = ()) -> bytes:
        """Return the render input, JSON (see vite/isolate/render/render.js)."""
        context, plan = self.context, self.plan
        runtime = context.runtime
        nodes = _nodes(plan, self._data)
        parts = [
            b'{"url":%b,"params":%b,"route":%b,"status":%d,'
            % (
                orjson.dumps(context.url.href),
                to_isolate(context.params) if context.params else b"{}",
                orjson.dumps(None if context.route is None else context.route.id),
                plan.status,
            ),
            plan.branch.render_input,
            b',"data":[%b]' % b",".join([node.input for node in nodes]),
        ]
        # "flat": as devalue.stringify flattens what JSON cannot hold; the others are JSON
        flat = [place for place, node in enumerate(nodes) if node.flat]
        if flat:
            parts.append(b',"flat":' + orjson.dumps(flat))
        if plan.form is not None:
            parts.append(b',"form_flat":true,"form":' + flatten(runtime, plan.form))
        if plan.error is not None:
            parts.append(self._error_input(plan.error))
        if self._csp is not None and self._csp.rules.for_scripts:
            parts.append(
                b',"hash":true' if self._csp.hashes else b',"nonce":' + orjson.dumps(self._csp.nonce)
            )
        if transformed_errors:
            errors = [flatten(runtime, error) for error in transformed_errors]
            parts.append(b',"transformed":[%b]' % b",".join(errors))
        if plan.branch.has_universal:
            parts += self._universal_input()
        parts.append(b"}")
        return b"".join(parts)

    def _error_input(self, error: dict[str, Any]) -> bytes:
        plain = codec.plain(error)
        if plain is None:
            return b',"error":%b,"error_flat":true' % flatten(self.context.runtime, error)
        return b',"error":%b,"error_flat":false' % plain

    def _universal_input(self) -> list[bytes]:
        """Return what universal loads must know of the server's: the headers, and a failure."""
        parts = []
        headers, failure = self.context.response.headers, self.plan.failure
        if headers:
            parts.append(b',"headers":' + orjson.dumps(list(headers)))
        if failure is not None:
            at = self.plan.branch.positions.index(failure.position)
            parts.append(b',"failed":' + orjson.dumps({"at": at, "error": to_js(failure.cause)}))
        return parts
