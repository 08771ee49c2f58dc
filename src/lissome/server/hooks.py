"""The app's hooks: `init`, `handle`, `handle_error`, `handle_fetch`, and `sequence` to combine handles.

As in SvelteKit: https://svelte.dev/docs/kit/hooks
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, Protocol

from starlette.responses import Response

from lissome.errors import AppError, RenderError
from lissome.server.request.event import RequestEvent
from lissome.server.request.resolve_options import Preload, ResolveOptions, merge_options, resolve_options
from lissome.server.request.state import Locals
from lissome.url import URL

logger = logging.getLogger("lissome.server")

ErrorKind = Literal["app", "framework", "unknown"]


class Resolve(Protocol):
    """Goes on with the request: `await resolve(event)`."""

    async def __call__(
        self,
        event: RequestEvent,
        /,
        *,
        transform_page_chunk: Callable[[str], str | Awaitable[str]] | None = None,
        filter_serialized_response_headers: Callable[[str, str], bool] | None = None,
        preload: Callable[[Preload], bool] | None = None,
    ) -> Response: ...


Handle = Callable[[RequestEvent, Resolve], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Hooks:
    """What src/hooks.server.py defines; None where it says nothing."""

    init: Callable[[], Any] | None = None
    handle: Handle | None = None
    handle_error: Callable[..., Any] | None = None
    handle_fetch: Callable[..., Awaitable[Any]] | None = None
    reroute: Callable[[URL], str | Awaitable[str | None] | None] | None = None
    make_locals: Callable[[], Any] = Locals


def hooks_from_module(module: ModuleType | None) -> Hooks:
    """The hooks that a module defines.

    Raises:
        AppError: `Locals` cannot be made without arguments.
    """
    if module is None:
        return Hooks()
    return Hooks(
        init=getattr(module, "init", None),
        handle=getattr(module, "handle", None),
        handle_error=getattr(module, "handle_error", None),
        handle_fetch=getattr(module, "handle_fetch", None),
        reroute=getattr(module, "reroute", None),
        make_locals=_locals_class(getattr(module, "Locals", Locals)),
    )


def _locals_class(declared: Any) -> Callable[[], Any]:
    """The class of `event.locals`; made once here, to find out now that it cannot be made."""
    try:
        declared()
    except TypeError as failure:
        msg = (
            f"src/hooks.server.py: Locals() fails: {failure}. It is made anew for each request, before "
            "anything is known of it, so give each of its fields a default: `user: User | None = None`"
        )
        raise AppError(msg) from failure
    made: Callable[[], Any] = declared
    return made


async def call_handle_error(
    hooks: Hooks,
    event: RequestEvent,
    error: BaseException,
    fallback: Mapping[str, Any],
    kind: ErrorKind,
) -> dict[str, Any]:
    """Ask the app what the user may know of an error.

    Returns:
        App.Error: `fallback` with what the hook changed. A hook that fails itself is logged and ignored.
    """
    event._state.failed(error)  # noqa: SLF001 - its own half
    if hooks.handle_error is None:
        if kind == "unknown":
            log_failure(str(event), error)
        return dict(fallback)
    try:
        answer = hooks.handle_error(
            error=error, event=event, status=fallback["status"], message=fallback["message"], kind=kind
        )
        if inspect.isawaitable(answer):
            answer = await answer
        described = {**fallback, **(answer or {})}
    except Exception:
        logger.exception("handle_error failed itself, while it handled %r", error)
        return {"status": fallback["status"], "message": "Internal Error"}
    return described


def log_failure(what: str, error: BaseException) -> None:
    """Tell the log what failed, and why: of an error in V8 first whose fault it is, nothing of Python's."""
    if isinstance(error, RenderError):
        logger.error("%s\n    in %s", error, what)
    else:
        logger.error("%s failed", what, exc_info=error)


def sequence(*handles: Handle) -> Handle:
    """Several `handle` hooks as one: the first is the outermost.

    `transform_page_chunk` is applied from the innermost out; of the other options the first handle that
    gives one wins. Source: https://svelte.dev/docs/kit/@sveltejs-kit-hooks
    """
    if not handles:
        msg = "sequence() needs at least one handle"
        raise ValueError(msg)

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        return await _run(handles, 0, event, resolve, {})

    return handle


async def _run(
    handles: tuple[Handle, ...],
    position: int,
    event: RequestEvent,
    resolve: Resolve,
    outer: ResolveOptions,
) -> Response:
    async def following(
        event: RequestEvent,
        /,
        *,
        transform_page_chunk: Callable[[str], str | Awaitable[str]] | None = None,
        filter_serialized_response_headers: Callable[[str, str], bool] | None = None,
        preload: Callable[[Preload], bool] | None = None,
    ) -> Response:
        options = merge_options(
            outer, resolve_options(transform_page_chunk, filter_serialized_response_headers, preload)
        )
        if position + 1 < len(handles):
            return await _run(handles, position + 1, event, resolve, options)
        return await resolve(event, **options)

    return await handles[position](event, following)
