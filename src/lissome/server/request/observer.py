"""The seam between the server and an observer of its requests: in dev and in tests the state guard.

In production there is no observer, and a request pays one comparison with None for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Protocol

from starlette.datastructures import FormData

logger = logging.getLogger("lissome.server")


class ObservedRequest(Protocol):
    """A request as an observer sees it.

    Reading it has no effect on the request: the body, the locals and Starlette's request are given as far as
    the app has asked for them.
    """

    @property
    def key(self) -> int:
        """A number that no other request under way has; the same at begin and end."""

    @property
    def label(self) -> str:
        """The request as logs name it: ``GET /users/7``."""

    @property
    def method(self) -> str:
        """The HTTP method, in capitals."""

    @property
    def path(self) -> str:
        """The path of the page's URL."""

    @property
    def search(self) -> str:
        """The query of the page's URL with its question mark, or ``""``."""

    @property
    def route_id(self) -> str | None:
        """The route's folder; None before the route is known, or if no route matches."""

    @property
    def headers(self) -> Iterable[tuple[str, str]]:
        """The headers as received, with names in lower case."""

    @property
    def cookies(self) -> Mapping[str, str]:
        """The cookies as received, and those that the app has set since."""

    @property
    def query(self) -> Iterable[tuple[str, str]]:
        """The parameters of the query."""

    @property
    def params(self) -> Mapping[str, object]:
        """The parameters of the route; a matcher may have made anything of them."""

    @property
    def form(self) -> FormData | None:
        """The form, if the app has read it."""

    @property
    def json(self) -> object:
        """The body as JSON, if the app has read it so; else None."""

    @property
    def body(self) -> bytes | None:
        """The body, if the app has read it."""

    @property
    def locals(self) -> object:
        """`event.locals`, if the app has asked for it; else None."""

    @property
    def app_state(self) -> object:
        """The value that the app's `init` yielded, the same for all requests; None if it yielded nothing."""

    @property
    def handle(self) -> object:
        """The object that all of the request's events refer to: it is alive as long as one of them is."""

    @property
    def parts(self) -> Iterable[tuple[str, object]]:
        """The objects that end with the request, each with the name by which messages call it."""


class Observer(Protocol):
    """Told of every request of a worker.

    A request that `event.fetch` makes to the app itself is not told: it belongs to the request that made it.
    """

    def begin(self, request: ObservedRequest) -> None:
        """Take note of a request before any code of the app runs for it.

        Called in the request's context, in the task that serves it.
        """

    def end(self, request: ObservedRequest) -> None:
        """Take note that a request is over: answered or abandoned, and all that was bound to it has ended.

        Called on the loop, once for each `begin`. The request's objects are still complete.
        """


def tell_begin(observer: Observer, request: ObservedRequest) -> None:
    """Tell of a request's begin. An observer that fails is logged; the request goes on."""
    try:
        observer.begin(request)
    except Exception:
        logger.exception("the observer failed as %s began", request.label)


def tell_end(observer: Observer, request: ObservedRequest) -> None:
    """Tell of a request's end. An observer that fails is logged."""
    try:
        observer.end(request)
    except Exception:
        logger.exception("the observer failed as %s ended", request.label)
