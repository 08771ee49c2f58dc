"""The types of `handle` and its `resolve`, of `handle_error`, and `sequence`.

Source: https://svelte.dev/docs/kit/@sveltejs-kit-hooks
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, Unpack

import httpx
from starlette.responses import Response

from lissome.errors import ControlFlow
from lissome.server.handler_result import answer_of_hook
from lissome.server.request.event import RequestEvent, current_context
from lissome.server.request.resolve_options import ResolveOptions, check_options, merge_options

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


Handle = Callable[[RequestEvent, Resolve], Awaitable[Response | httpx.Response | ControlFlow]]


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

    answer = await handles[position](event, following)
    return answer if isinstance(answer, Response) else answer_of_hook(current_context(), answer)
