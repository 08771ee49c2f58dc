"""The current request: the one that the running code serves.

A ContextVar is the one kind of module state that is separate for each task. `server/request/event.py` sets
it; it is defined here so that `redirect()` can find out the app's origin.

It holds the request's handle, not its event: a task or timer that outlives the request keeps its context, and
must not keep the event alive with it. The handle is cut when its request ends.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol

from lissome.url import URL


class HasUrl(Protocol):
    """The part of a request's handle that is known here."""

    @property
    def url(self) -> URL:
        """The page's URL."""


current_request: ContextVar[HasUrl | None] = ContextVar("lissome_request", default=None)
