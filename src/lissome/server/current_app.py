"""The app that the running code belongs to: that of its request, or that whose `init` has started it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

from lissome.current_request import current_request
from lissome.manifest import Paths
from lissome.server.request.context import RequestContext, RequestHandle

_starting: ContextVar[Paths | None] = ContextVar("lissome_paths", default=None)


@contextmanager
def starting(paths: Paths) -> Iterator[None]:
    """Let the block, and the tasks that begin in it, belong to the app with these paths."""
    token = _starting.set(paths)
    try:
        yield
    finally:
        _starting.reset(token)


def current_paths(use: str) -> Paths:
    """Return the paths of the current app.

    Args:
        use: what needs them, for messages.

    Raises:
        RuntimeError: there is no current app.
        RequestEnded: the request of this task has ended.
    """
    paths = _starting.get() if current_request.get() is None else None
    return paths or request_of(use).runtime.manifest.paths


def request_of(use: str) -> RequestContext:
    """Return the current request; raises as `current_paths`."""
    handle = cast("RequestHandle | None", current_request.get())  # nobody else sets it
    if handle is None:
        msg = (
            f"{use} needs the app that it is called for: it works in a request, and in the tasks of one. The "
            "loader of a cache belongs to no request, and what it keeps may be read by another app: keep the "
            "id and the parameters there, and call resolve() where the link is shown"
        )
        raise RuntimeError(msg)
    return handle.open(use)
