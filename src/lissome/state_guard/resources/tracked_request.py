"""A request that is under way, and the resources that it has made."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Protocol

from lissome.state_guard.resources.call_site import CreationSite

ResourceKind = Literal["leftover", "process"]


class NewLogger(NamedTuple):
    """A logger that a request has made.

    Attributes:
        name: its name.
        site: the line that asked for it.
    """

    name: str
    site: CreationSite


@dataclass(slots=True, eq=False)
class TrackedResource:
    """A resource that a request made, and that must not outlive it.

    Attributes:
        what: for `Finding.place`: ``asyncio task send_mail()``.
        why: what it harms, and what to write instead.
        site: the line that made it.
        is_left: returns True while it is still there.
        kind: ``process`` for a setting of the whole process.
    """

    what: str
    why: str
    site: CreationSite
    is_left: Callable[[], bool]
    kind: ResourceKind = "leftover"


class Tracker(Protocol):
    """The side of `ResourceTracker` that the watchers call."""

    def site(self, *, owners: bool = True) -> CreationSite | None:
        """Return the line of the app that is running; None if it does not run for a request.

        Args:
            owners: False if it does not matter which object made the resource.
        """

    def add(
        self,
        what: str,
        why: str,
        is_left: Callable[[], bool],
        *,
        kind: ResourceKind = "leftover",
        owners: bool = True,
    ) -> None:
        """Check a resource when the request is over, if the app has just made it for one.

        Args:
            what: see `TrackedResource`, as for the others.
            why: …
            is_left: …
            kind: …
            owners: see `site`.
        """

    def add_task(self, task: asyncio.Future[Any]) -> None:
        """The same for a task whose line is known: see `event_loops.site_of`."""

    def add_owned(self, what: str, why: str, is_left: Callable[[], bool]) -> None:
        """The same for a resource that an object of the app owns if it lives longer than the request."""

    def baseline(self, what: str, now: object) -> object:
        """Return the value of a setting before any of the requests that are under way changed it."""

    def is_called_by_app(self) -> bool:
        """True if the app called the function that a watcher replaces, and not a library."""

    def is_called_by_python(self) -> bool:
        """True if the standard library called it."""


@dataclass(eq=False, slots=True)
class TrackedRequest:
    """A request.

    Attributes:
        tracker: the one that tracks it.
        label: for messages.
        task: the task that serves it; what that does after the request is the server's business.
        handle: the object that the request's events refer to, and that must die with them.
        resources: the resources that it has made so far.
        tasks: the tasks that it has made. Most of them have ended when it does, so they are only referred to.
        loggers: the loggers that it has made.
        is_over: True after the response was sent and all that was bound to the request has ended.
        is_check_due: True while the check of it is due.
        explains_event: True if it left a resource, which keeps the request's event alive too.
    """

    tracker: Tracker
    label: str
    task: weakref.ref[Any] | None
    handle: weakref.ref[Any]
    resources: list[TrackedResource] = field(default_factory=list)
    tasks: list[weakref.ref[asyncio.Future[Any]]] = field(default_factory=list)
    loggers: list[NewLogger] = field(default_factory=list)
    is_over: bool = False
    is_check_due: bool = False
    explains_event: bool = False


# The request that the running code works for. Tasks and `to_thread` inherit it.
current_request: ContextVar[TrackedRequest | None] = ContextVar("lissome_guard_request", default=None)
