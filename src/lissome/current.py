"""The event of the request that the running code serves.

A ContextVar is the one kind of module state that is per task. `server/event.py` sets it; it stands here so
that `redirect()` can know the app's own origin.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Protocol

from lissome.url import URL


class HasUrl(Protocol):
    """What is known of an event here."""

    @property
    def url(self) -> URL:
        """The page's URL."""


current: ContextVar[HasUrl | None] = ContextVar("lissome_request_event", default=None)
