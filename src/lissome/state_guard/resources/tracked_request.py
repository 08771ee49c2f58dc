"""What is known of a request that is under way, and of what it has made."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from lissome.state_guard.resources.call_site import CreationSite


@dataclass(slots=True, eq=False)
class TrackedResource:
    """Something that a request made, and that must not outlive it.

    Attributes:
        what: for `Finding.place`: ``asyncio task Task-12, send_mail()``.
        why: what it harms, and what to write instead.
        made: where.
        is_left: whether it is still there.
        kind: ``process`` for what the whole process shares.
    """

    what: str
    why: str
    made: CreationSite
    is_left: Callable[[], bool]
    kind: Literal["leftover", "process"] = "leftover"


class Tracker(Protocol):
    """What the watchers tell of what they see."""

    def made(self, *, keepers: bool = True) -> CreationSite | None:
        """The line of the app that is at work; None when it is not for a request.

        Args:
            keepers: whether it matters who keeps what was made.
        """

    def keep(self, left: TrackedResource) -> None:
        """Look at this when the request is over; only after `made` gave a place."""

    def keep_task(self, task: asyncio.Future[Any]) -> None:
        """The same for a task, whose place is known: see `loops.made_of`."""

    def keep_resource(self, what: str, why: str, is_left: Callable[[], bool]) -> None:
        """The same for what an object of the app may keep too, if that lives longer than the request."""

    def baseline(self, what: str, now: object) -> object:
        """What a setting was before any of the requests that are under way changed it."""

    def is_called_by_app(self) -> bool:
        """Whether the app called the function that a watcher stands for, and no library did."""

    def is_called_by_python(self) -> bool:
        """Whether the standard library called it."""


@dataclass(eq=False, slots=True)
class TrackedRequest:
    """A request.

    Attributes:
        census: the one that watches it.
        label: for messages.
        owner: the task that serves it: what that does after the request is the server's business.
        state: the request's own data, which must die with it.
        lefts: what it has made so far.
        tasks: the tasks among that. Most of them have ended when the request does, so little is made of them.
        is_over: whether the response was sent, and what was bound to the request has ended.
        is_waiting: whether the look at it is due.
        explains_event: whether it left something, which holds the request's event too.
    """

    tracker: Tracker
    label: str
    owner: weakref.ref[Any] | None
    state: weakref.ref[Any]
    lefts: list[TrackedResource] = field(default_factory=list)
    tasks: list[weakref.ref[asyncio.Future[Any]]] = field(default_factory=list)
    is_over: bool = False
    is_waiting: bool = False
    explains_event: bool = False


# The request that the running code works for. Tasks and `to_thread` inherit it.
current_request: ContextVar[TrackedRequest | None] = ContextVar("lissome_guard_serving", default=None)
