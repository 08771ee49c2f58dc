"""Form actions, with JavaScript and without: https://svelte.dev/docs/kit/form-actions"""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx
from starlette.exceptions import HTTPException
from starlette.responses import Response

from lissome import codec
from lissome.control import ActionFailure, noted_failures
from lissome.described import described, quoted
from lissome.errors import FAILURES, AppError, ControlFlow, FrameworkError, HttpError, Redirect, delivered
from lissome.server.forms.request import not_a_form
from lissome.server.http.csrf import is_form_content_type
from lissome.server.inputs.action import Action
from lissome.server.reasons import there_are
from lissome.server.request.context import RequestContext
from lissome.server.request.trace import ACTION
from lissome.server.responses import bare_json
from lissome.server.startup.nodes import ServerNode
from lissome.url import URL

logger = logging.getLogger("lissome.server")


class FormResult(NamedTuple):
    """The result of an action, for the page that follows.

    Attributes:
        error: the exception that the action failed with; the page's own load fails with it too.
    """

    status: int = 200
    data: Any = None
    error: BaseException | None = None


async def run_page_action(context: RequestContext, node: ServerNode) -> FormResult:
    """Run the action of a form that was sent without JavaScript.

    Raises:
        Redirect: the action called `redirect()`.
    """
    try:
        result = await run_action(context, node)
    except FAILURES as failure:
        # No other variable for it: its traceback refers to this frame.
        if isinstance(delivered(failure), Redirect):
            raise
        return _failed(delivered(failure))  # the page shows it
    if isinstance(result, ActionFailure):
        return FormResult(result.status, result.data)
    return FormResult(200, result)


def _failed(failure: BaseException) -> FormResult:
    status = getattr(failure, "status", 500)
    return FormResult(status if isinstance(status, int) else 500, error=failure)


async def action_response(context: RequestContext, node: ServerNode) -> Response:
    """Run the action of a form that kit's client has posted, and return the result as JSON.

    Source: SvelteKit 3.2, `runtime/server/page/actions.js` (protocol, not code).

    Raises:
        Exception: the action's, `Redirect` included.
        EncodeError: the result holds something that cannot go to the browser.
    """
    result = await run_action(context, node)
    location = action_location(context.url)
    version = context.runtime.version_header
    if not isinstance(result, ActionFailure) and is_falsy(result):
        return bare_json({"type": "success", "status": 204, "location": location}, 200, version)
    name, status, data = "success", 200, result
    if isinstance(result, ActionFailure):
        name, status, data = "failure", result.status, result.data
    encoded = codec.stringify(data, encoders=context.runtime.encoders)
    body = {"type": name, "status": status, "location": location, "data": encoded}
    return bare_json(body, status, version)


async def run_action(context: RequestContext, node: ServerNode) -> Any:
    """Run the action that the URL names, and return its result, which may be an ActionFailure.

    Raises:
        FrameworkError: there is no such action, or the body is not a form.
        Exception: the action's.
    """
    if node.actions is None:
        context.response.set_headers({"allow": "GET"})
        reason = f"the page has no form actions; write `actions` in {_action_file(context)}"
        raise FrameworkError(405, "Method Not Allowed", reason)
    action = _named(context, node.actions)
    content_type = context.request.header(b"content-type")
    if not is_form_content_type(content_type):
        raise not_a_form(content_type)
    try:
        with context.lifetime.shielded(), context.span(ACTION, _name(context) or "default") as span:
            result = await (_watched(context, action) if context.runtime.dev else action(context.event))
            if span is not None and isinstance(result, ActionFailure):
                span.outcome = f"failure {result.status}"
    except HTTPException as failure:
        raise HttpError(
            failure.status_code, {"status": failure.status_code, "message": failure.detail}
        ) from failure
    if isinstance(result, ControlFlow):
        raise result.fresh()
    instead = _instead(result)
    if instead:
        msg = f"the form action {_label(context)} returned {described(result)}; {instead}"
        raise AppError(msg)
    return result


async def _watched(context: RequestContext, action: Action) -> Any:
    """Run an action in dev, and say that it has made a failure without returning it."""
    with noted_failures() as made:
        result = await action(context.event)
    if made and not isinstance(result, ActionFailure):
        places = ", ".join(made)
        logger.warning(
            "the form action %s called fail() (%s) without returning it, so the form counts as a success; "
            "write `return fail(…)`",
            _label(context),
            places,
        )
    return result


def _instead(result: object) -> str:
    """Return what to write instead of a result that no page can get; ``""`` for others."""
    if isinstance(result, (Response, httpx.Response)):
        return "the page gets data as `form`: return a dict, fail(400, {…}) or Redirect(303, …)"
    if inspect.iscoroutine(result):
        result.close()  # or Python warns that nobody awaited it
        return "an `await` is missing"
    if inspect.isgenerator(result) or inspect.isasyncgen(result):
        return "it must `return` its result instead of using `yield`"
    return ""


def _label(context: RequestContext) -> str:
    """Return the action as messages name it: ``create in src/routes/x/+page.server.py``."""
    return f"{quoted(_name(context) or 'default')} in {_action_file(context)}"


def _name(context: RequestContext) -> str | None:
    """Return the name of the action that the URL asks for; None for the default one."""
    return next((key[1:] for key in context.request.url.search_params if key.startswith("/")), None)


def _action_file(context: RequestContext) -> str:
    route = context.route
    return "the page" if route is None else f"src/routes{route.id.rstrip('/')}/+page.server.py"


def _named(context: RequestContext, actions: Mapping[str, Action]) -> Action:
    name = _name(context)
    if name == "default":
        raise FrameworkError(
            404, "Not Found", "the default action has no name: write <form method='POST'> without ?/default"
        )
    action = actions.get("default" if name is None else name)
    if action is None:
        wanted = "default" if name is None else name
        advice = "; a form names one: action='?/name'" if name is None else ""
        reason = f"no action {quoted(wanted)} in {_action_file(context)}; {there_are(actions)}{advice}"
        raise FrameworkError(404, "Not Found", reason)
    return action


def action_location(url: URL) -> str:
    """Return the page's own address: the URL without the parameter that names the action."""
    named = next((key for key in url.search_params if key.startswith("/")), None)
    search = url.search
    if named is not None:
        rest = str(url.search_params.without(named))
        search = f"?{rest}" if rest else ""
    # A path that begins with two slashes would read as another host.
    return f"{'/.' if url.pathname.startswith('//') else ''}{url.pathname}{search}"


def is_falsy(data: Any) -> bool:
    """True for what is false in JavaScript, which kit takes for no data. An empty dict or list is data."""
    if isinstance(data, float) and math.isnan(data):
        return True
    return data is None or (isinstance(data, (bool, int, float, str)) and not data)
