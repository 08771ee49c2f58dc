"""The trace of a request, as its context tells it."""

from __future__ import annotations

from starlette.responses import Response

from lissome.routing.paths import ROUTE_SUFFIXES
from lissome.server.request.context import RequestContext
from lissome.server.request.kind import RequestKind
from lissome.server.request.trace import RequestTrace, Tracer, tell

# Characters of a parameter.
_LONGEST = 200


def begin_trace(context: RequestContext, tracer: Tracer) -> None:
    """Begin the trace of a request; one of the app to itself is a part of the trace of the outer request."""
    if context.trace is None:
        context.trace = RequestTrace(context.request.method, context.request.url.pathname)
        tell(tracer.begin, context.trace)


def trace_answer(context: RequestContext, trace: RequestTrace, response: Response) -> None:
    """Note what a request is answered with."""
    trace.answer(response.status_code)
    trace.path = context.url.pathname
    trace.is_streamed = not hasattr(response, "body")
    trace.kind = "client" if _is_of_client(context) else context.kind.name.lower()
    if context.route is not None:
        trace.route_id = context.route.id
        trace.params = {name: str(value)[:_LONGEST] for name, value in context.params.items()}
    if context.kind is RequestKind.DATA:
        trace.skipped = _skipped(context)
    if context.runtime.tracer is not None and context.request.depth == 0:
        tell(context.runtime.tracer.answered, trace, response)


def _is_of_client(context: RequestContext) -> bool:
    path, runtime = context.request.url.pathname, context.runtime
    prefix = runtime.manifest.paths.base + runtime.app_prefix
    return path.endswith(ROUTE_SUFFIXES) or path.startswith(f"{prefix}/")


def _skipped(context: RequestContext) -> tuple[str, ...]:
    """Return the files whose loads kit's client has not asked for."""
    page, asked = None if context.route is None else context.route.page, context.invalidated
    if page is None or asked is None:
        return ()
    return tuple(
        node.manifest.server
        for place, node in enumerate(page.nodes)
        if node is not None
        and node.load is not None
        and node.manifest.server is not None
        and not (place < len(asked) and asked[place])
    )
