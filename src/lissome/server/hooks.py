"""The types of `handle` and its `resolve`, of `handle_error`, and `sequence`.

Source: https://svelte.dev/docs/kit/@sveltejs-kit-hooks
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, Unpack

from starlette.responses import Response

from lissome.described import described
from lissome.errors import AppError, ControlFlow
from lissome.server.request.event import RequestEvent
from lissome.server.request.resolve_options import ResolveOptions, check_options, merge_options
from lissome.server.responses import check_status

ErrorKind = Literal["app", "framework", "unknown"]


class Resolve(Protocol):
    """The `resolve` function of `handle`: continues with the request and returns the response."""

    async def __call__(self, event: RequestEvent, /, **options: Unpack[ResolveOptions]) -> Response: ...


@dataclass(frozen=True, slots=True)
class CaughtError:
    """The one argument of `handle_error`.

    Attributes:
        error: the exception. Of an error in V8 ``str(error)`` is its message, and a traceback has its stack.
        event: the request.
        status: of the response, unless the hook returns another one.
        message: what the user sees, unless the hook returns another one.
        kind: ``app`` for `error()`, ``framework`` for what lissome answers itself, such as 404, and
            ``unknown`` for all other exceptions.
    """

    error: BaseException
    event: RequestEvent
    status: int
    message: str
    kind: ErrorKind


Handle = Callable[[RequestEvent, Resolve], Awaitable[Response]]


def response_of_handle(answer: object) -> Response:
    """Return the response that `handle` has returned.

    Raises:
        AppError: it returned something else.
        ControlFlow: it returned one: `return Redirect(…)`.
    """
    if isinstance(answer, Response):
        check_status(answer.status_code, "handle")
        return answer
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


def sequence(*handles: Handle) -> Handle:
    """Combine several `handle` hooks; the first is the outermost.

    `transform_page_chunk` is applied from the innermost out; of the other options the first handle that
    gives one wins.
    """
    if not handles:
        msg = "sequence() needs at least one handle"
        raise ValueError(msg)

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        return await _run(handles, 0, event, resolve, {})

    return handle


async def _run(
    handles: tuple[Handle, ...], position: int, event: RequestEvent, resolve: Resolve, outer: ResolveOptions
) -> Response:
    async def following(event: RequestEvent, /, **options: Unpack[ResolveOptions]) -> Response:
        merged = merge_options(outer, check_options(options))
        if position + 1 < len(handles):
            return await _run(handles, position + 1, event, resolve, merged)
        return await resolve(event, **merged)

    return await handles[position](event, following)
