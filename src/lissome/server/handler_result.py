"""The values that endpoints and `handle` return, and the responses that are sent for them."""

from __future__ import annotations

import inspect
from types import NoneType
from typing import Any, Final

import httpx
from starlette.responses import Response

from lissome.codec import UNDEFINED, EncodeError
from lissome.control import ActionFailure
from lissome.described import described
from lissome.errors import AppError, ControlFlow
from lissome.private_apis.starlette import copy_response
from lissome.server.fetched_response import close, hand_on
from lissome.server.request.context import RequestContext
from lissome.server.responses import BytesResponse, check_status, dump_json, give_type, text

# Cookies of the app's own responses: `event.fetch` has put them into the request's already.
_SET_BY_FETCH: Final = frozenset({b"set-cookie"})


def to_response(context: RequestContext, result: Any, handler: str) -> Response:
    """Return the response of what a handler returned: a response, a text, bytes, or anything that is JSON.

    Add a type of return value here.

    Args:
        handler: its name, for messages.

    Raises:
        AppError: it is none of these.
        ControlFlow: it is one: `return Redirect(…)`.
    """
    if isinstance(result, Response):
        check_status(result.status_code, handler)
        response = copy_response(result)  # cookies and what hooks add are one user's
        if type(response) is not BytesResponse:  # json() has given it its own
            give_type(response)
        return response
    if isinstance(result, httpx.Response):
        return _handed_on(context, result, handler, without=_SET_BY_FETCH)
    if isinstance(result, ControlFlow):
        raise result.fresh()
    if isinstance(result, str):
        return text(result)
    if isinstance(result, (bytes, bytearray, memoryview)):
        return Response(bytes(result), media_type="application/octet-stream")
    if result is None or result is UNDEFINED:
        msg = (
            f"{handler} returned nothing; return a Response, a str, bytes or something that is JSON "
            "(for an empty answer: Response(status_code=204))"
        )
        raise AppError(msg)
    instead = "" if type(result) in (dict, list) else _instead(result)
    if instead:
        msg = f"{handler} returned {described(result)}; {instead}"
        raise AppError(msg)
    try:
        body = dump_json(result)
    except TypeError as failure:
        raise AppError(_unsendable(handler, result, failure)) from failure
    return BytesResponse(body, 200, [(b"content-type", b"application/json")])


def answer_of_hook(context: RequestContext, answer: object) -> Response:
    """Return the response of what `handle` returned.

    Raises:
        AppError: it is none.
        ControlFlow: it is one: `return Redirect(…)`.
    """
    if isinstance(answer, Response):
        check_status(answer.status_code, "handle")
        give_type(answer)
        return answer
    if isinstance(answer, httpx.Response):
        return _handed_on(context, answer, "handle")
    if isinstance(answer, ControlFlow):
        raise answer.fresh()
    what, instead = described(answer), "return the response: `return await resolve(event)`"
    if inspect.iscoroutine(answer):
        answer.close()  # or Python warns that nobody awaited it
        instead = "an `await` is missing: `return await resolve(event)`"
    elif answer is not None:
        instead = "return a response: that of `await resolve(event)`, json(…), text(…) or Response(…)"
    msg = f"handle in src/hooks.server.py returned {what}; {instead}"
    raise AppError(msg)


def _handed_on(
    context: RequestContext, fetched: httpx.Response, handler: str, *, without: frozenset[bytes] = frozenset()
) -> Response:
    """Return the response that sends what was fetched; see `hand_on`. It is closed with the request."""
    if not fetched.is_closed:
        context.lifetime.resources.defer(close, fetched)
    is_own = fetched.extensions.get("internal", False)
    method = context.request.method
    return hand_on(fetched, handler, method=method, without=without if is_own else frozenset())


def _instead(result: object) -> str:
    """Return what to write instead of a value that another framework would take; ``""`` for others."""
    if isinstance(result, tuple) and _is_with_status(result):
        return "a status goes into the response: json(data, status=201) or Response(text, 201)"
    if isinstance(result, ActionFailure):
        return "fail() is for form actions; write json({…}, status=400)"
    if inspect.iscoroutine(result):
        result.close()  # or Python warns that nobody awaited it
        return "an `await` is missing"
    if inspect.isgenerator(result) or inspect.isasyncgen(result):
        return "write starlette.responses.StreamingResponse(rows()) to stream it"
    return ""


def _is_with_status(result: tuple[object, ...]) -> bool:
    """True for Flask's (body, status) and (body, status, headers)."""
    if len(result) not in (2, 3) or not isinstance(result[0], (str, bytes, dict, list, Response, NoneType)):
        return False
    status = result[1]
    return isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599


def _unsendable(handler: str, result: Any, failure: TypeError) -> str:
    kind = type(result)
    is_whole = isinstance(failure.__cause__, EncodeError) and failure.__cause__.path == "$"
    if is_whole and kind.__name__.endswith("Response"):  # of requests, aiohttp, Django
        return (
            f"{handler} returned a {kind.__module__}.{kind.__qualname__}; lissome sends responses of "
            "Starlette and httpx. Return Response(body, status, headers), or what `event.fetch` returns"
        )
    return f"{handler} returned a value that is not JSON: {failure}"
