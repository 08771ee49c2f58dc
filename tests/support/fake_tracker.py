"""A tracker that takes everything that watchers hand over."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lissome.state_guard.resources.call_site import CreationSite
from lissome.state_guard.resources.tracked_request import ResourceKind, TrackedRequest, current_request

SITE = CreationSite("src/made.py", 1)


class _Handle:
    """Stands for the handle of a request."""


@dataclass
class FakeTracker:
    """Keeps what watchers add: by what it is, whether it is still there.

    Attributes:
        by_python: whether the standard library makes everything.
    """

    added: dict[str, Callable[[], bool]] = field(default_factory=dict)
    kinds: list[ResourceKind] = field(default_factory=list)
    tasks: list[asyncio.Future[Any]] = field(default_factory=list)
    baselines: dict[str, object] = field(default_factory=dict)
    by_python: bool = False

    @contextmanager
    def request(self) -> Iterator[None]:
        """Run as a request."""
        handle = _Handle()
        token = current_request.set(TrackedRequest(self, "GET /", None, weakref.ref(handle)))
        try:
            yield
        finally:
            current_request.reset(token)

    def left(self) -> list[str]:
        """What is still there."""
        return [what for what, is_left in self.added.items() if is_left()]

    def site(self, *, owners: bool = True) -> CreationSite | None:  # noqa: ARG002 - of the protocol
        return SITE

    def add(
        self,
        what: str,
        why: str,
        is_left: Callable[[], bool],
        *,
        kind: ResourceKind = "leftover",
        owners: bool = True,  # noqa: ARG002 - of the protocol
    ) -> None:
        assert why.count("\n") >= 1, "the harm, and what to write instead"
        self.added[what] = is_left
        self.kinds.append(kind)

    def add_task(self, task: asyncio.Future[Any]) -> None:
        self.tasks.append(task)

    def add_owned(self, what: str, why: str, is_left: Callable[[], bool]) -> None:
        self.add(what, why, is_left)

    def baseline(self, what: str, now: object) -> object:
        return self.baselines.setdefault(what, now)

    def is_called_by_app(self) -> bool:
        return not self.by_python

    def is_called_by_python(self) -> bool:
        return self.by_python
