"""Who watches requests from their first step to their last: in dev and in tests the state guard.

In production there is none, and a request pays one comparison with None for it.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

logger = logging.getLogger("lissome.server")


class Observer(Protocol):
    """Told of every request of a worker.

    Requests that `event.fetch` makes to the app itself are not told: they belong to the one that made them.
    """

    def begin(self, event: Any) -> None:
        """A request begins. Called in its context, before any code of the app runs for it."""

    def end(self, event: Any) -> None:
        """A request is over: it was answered, or its client left, and all that was bound to it has ended.

        Called on the loop, in no request's context, once for each `begin`.
        """


def describe(event: Any) -> str:
    """A request as messages name it: ``GET /users/7``. Works after its end too."""
    label: str = event.label
    return label


def tell_begin(observer: Observer, event: Any) -> None:
    """Tell of a request's begin; what goes wrong is logged and does not reach the request."""
    try:
        observer.begin(event)
    except Exception:
        logger.exception("the observer failed as %s began", describe(event))


def tell_end(observer: Observer, event: Any) -> None:
    """Tell of a request's end; what goes wrong is logged."""
    try:
        observer.end(event)
    except Exception:
        logger.exception("the observer failed as a request ended")
