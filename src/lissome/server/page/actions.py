"""Form actions, with JavaScript and without: https://svelte.dev/docs/kit/form-actions"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import Response

from lissome import codec
from lissome.control import ActionFailure
from lissome.errors import FrameworkError, HttpError, Redirect
from lissome.server.errors import to_app_error
from lissome.server.forms import Action
from lissome.server.http.accept import negotiate
from lissome.server.http.csrf import is_form_content_type
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.responses import bare_json
from lissome.server.runtime import Server
from lissome.server.startup.nodes import ServerNode
from lissome.url import URL


@dataclass(frozen=True, slots=True)
class ActionResult:
    """How an action ended."""

    type: Literal["success", "failure", "redirect", "error"]
    status: int
    location: str
    data: Any = None
    error: BaseException = field(default_factory=Exception)


def is_action_json_request(state: RequestState) -> bool:
    """Whether it is kit's client that posts, and wants the result as JSON."""
    if state.method != "POST":
        return False
    accept = state.header(b"accept")
    return (
        negotiate("*/*" if accept is None else accept, ("application/json", "text/html"))
        == "application/json"
    )


async def run_action(state: RequestState, event: RequestEvent, node: ServerNode) -> ActionResult:
    """Call the action that the URL names."""
    location = action_location(state.url)
    if node.actions is None:
        state.set_headers({"allow": "GET"})
        missing = FrameworkError(
            405, "Method Not Allowed", f"POST to {state.url.pathname}, whose page has no actions"
        )
        return ActionResult("error", 405, location, error=missing)
    try:
        result = await _call(state, event, node.actions)
    except Redirect as to:
        return ActionResult("redirect", to.status, to.location)
    except Exception as failure:  # noqa: BLE001 - the page shows it
        return ActionResult("error", 500, location, error=failure)
    if isinstance(result, ActionFailure):
        return ActionResult("failure", result.status, location, result.data)
    return ActionResult("success", 200, location, result)


async def _call(state: RequestState, event: RequestEvent, actions: Mapping[str, Action]) -> Any:
    name = next((key[1:] for key in state.request_url.search_params if key.startswith("/")), None)
    if name == "default":
        raise FrameworkError(
            404, "Not Found", "the default action is reached without a name, not as ?/default"
        )
    action = actions.get("default" if name is None else name)
    if action is None:
        raise FrameworkError(404, "Not Found", f"no action with name {name or 'default'!r}")
    content_type = state.header(b"content-type")
    if not is_form_content_type(content_type):
        raise FrameworkError(
            415, "Unsupported Media Type", f"form actions expect form data, not {content_type}"
        )
    try:
        with state.shelter():
            return await action(event)
    except MultiPartException as failure:
        raise FrameworkError(400, "Bad Request", f"malformed form data: {failure.message}") from failure
    except HTTPException as failure:
        raise HttpError(
            failure.status_code, {"status": failure.status_code, "message": failure.detail}
        ) from failure


def action_location(url: URL) -> str:
    """The page's own address: the URL without the parameter that names the action."""
    named = next((key for key in url.search_params if key.startswith("/")), None)
    search = url.search
    if named is not None:
        rest = str(url.search_params.without(named))
        search = f"?{rest}" if rest else ""
    # A path that begins with two slashes would read as another host.
    return f"{'/.' if url.pathname.startswith('//') else ''}{url.pathname}{search}"


async def action_json(
    server: Server, event: RequestEvent, state: RequestState, result: ActionResult
) -> Response:
    """The result as kit's client expects it.

    Source: SvelteKit 3.2, `runtime/server/page/actions.js` (protocol, not code).
    """
    if result.type == "redirect":
        return _json(server, {"type": "redirect", "status": result.status, "location": result.location})
    if result.type == "error":
        error = await to_app_error(server, event, result.error)
        body: dict[str, Any] = {
            "type": "error",
            "location": result.location,
            "error": codec.jsonable(error),
        }
        return _json(server, body, error["status"])
    if result.type == "success" and is_falsy(result.data):
        return _json(server, {"type": "success", "status": 204, "location": result.location})
    try:
        data = codec.stringify(_plain(result.data), encoders=server.encoders)
    except codec.EncodeError as failure:
        return await action_json(server, event, state, replace(result, type="error", error=failure))
    body = {"type": result.type, "status": result.status, "location": result.location, "data": data}
    return _json(server, body, result.status)


def is_falsy(data: Any) -> bool:
    """Whether it is false in JavaScript: what kit takes for no data. An empty dict or list is data."""
    if isinstance(data, float) and math.isnan(data):
        return True
    return data is None or (isinstance(data, (bool, int, float, str)) and not data)


def redirect_json(server: Server, to: Redirect) -> Response:
    """A redirect from a hook, for kit's client."""
    return _json(server, {"type": "redirect", "status": to.status, "location": to.location})


def _json(server: Server, body: dict[str, Any], status: int = 200) -> Response:
    return bare_json(body, status, server.version_header)


def _plain(data: Any) -> Any:
    return dict(data) if isinstance(data, BaseModel) else data
