"""The hooks of src/hooks.server.py, as they are found at start."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import Signature
from types import MappingProxyType, ModuleType
from typing import Any, Final

from lissome.described import described
from lissome.errors import AppError
from lissome.server.request.locals import Locals
from lissome.url import URL

_RIGHT: Final = MappingProxyType(
    {
        "init": "async def init()",
        "handle": "async def handle(event, resolve)",
        "handle_error": "async def handle_error(caught: CaughtError); "
        "it has caught.error, .event, .status, .message and .kind",
        "handle_fetch": "async def handle_fetch(*, event, request, fetch)",
        "reroute": "def reroute(url)",
    }
)


@dataclass(frozen=True, slots=True)
class Hooks:
    """The functions of src/hooks.server.py; None for each that is not there."""

    init: Callable[[], Any] | None = None
    handle: Callable[[Any, Any], Awaitable[Any]] | None = None
    handle_error: Callable[[Any], Any] | None = None
    handle_fetch: Callable[..., Awaitable[Any]] | None = None
    reroute: Callable[[URL], str | Awaitable[str | None] | None] | None = None
    make_locals: Callable[[], Any] = Locals


def hooks_from_module(module: ModuleType | None) -> Hooks:
    """Return the hooks that a module defines.

    Raises:
        AppError: a hook cannot be called as it will be, or `Locals` cannot be made without arguments.
    """
    if module is None:
        return Hooks()
    return Hooks(
        init=_hook(module, "init"),
        handle=_hook(module, "handle", "event", "resolve"),
        handle_error=_hook(module, "handle_error", "caught"),
        handle_fetch=_hook(module, "handle_fetch", event=None, request=None, fetch=None),
        reroute=_hook(module, "reroute", "url"),
        make_locals=_locals_class(getattr(module, "Locals", Locals)),
    )


def _hook(module: ModuleType, name: str, *arguments: str, **named: None) -> Any:
    """Return a hook of the module, or None; refuse one that does not take these arguments."""
    hook = getattr(module, name, None)
    if hook is None:
        return None
    if not callable(hook):
        msg = f"src/hooks.server.py: {name} is {described(hook)}; it must be a function"
        raise AppError(msg)
    with contextlib.suppress(ValueError):  # a builtin has no signature
        signature = inspect.signature(hook)
        try:
            signature.bind(*arguments, **named)
        except TypeError:
            plain = [one.replace(annotation=one.empty) for one in signature.parameters.values()]
            msg = f"src/hooks.server.py: {name}{Signature(plain)} cannot be called; write {_RIGHT[name]}"
            raise AppError(msg) from None
    return hook


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
