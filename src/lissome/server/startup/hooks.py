"""The hooks of src/hooks.server.py, as they are found at start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from lissome.errors import AppError
from lissome.server.request.locals import Locals
from lissome.url import URL


@dataclass(frozen=True, slots=True)
class Hooks:
    """The functions of src/hooks.server.py; None for each that is not there."""

    init: Callable[[], Any] | None = None
    handle: Callable[[Any, Any], Awaitable[Any]] | None = None
    handle_error: Callable[..., Any] | None = None
    handle_fetch: Callable[..., Awaitable[Any]] | None = None
    reroute: Callable[[URL], str | Awaitable[str | None] | None] | None = None
    make_locals: Callable[[], Any] = Locals


def hooks_from_module(module: ModuleType | None) -> Hooks:
    """Return the hooks that a module defines.

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
    """Return the class of `event.locals`; make one now, so that a class that cannot be made is refused."""
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
