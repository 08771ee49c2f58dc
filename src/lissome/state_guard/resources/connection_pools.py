"""Connections taken from a pool of SQLAlchemy and never given back."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from lissome.state_guard.resources.tracked_request import TrackedResource, Tracker, current_request

_WHY: Final = (
    "It was taken from the pool for this request and not given back. When the pool has no more, every "
    "request waits, and then fails.\n"
    "Use `with` or `async with`, or event.enter(engine.connect()), also for sessions."
)


@contextmanager
def pools_watched(tracker: Tracker) -> Iterator[None]:
    """See what requests take from pools, if the app has imported SQLAlchemy."""
    pool, event = sys.modules.get("sqlalchemy.pool"), sys.modules.get("sqlalchemy.event")
    if pool is None or event is None:
        yield
        return
    # by connection record, which the pool keeps: how many have been taken when it was taken last
    taken: dict[int, int] = {}
    numbers = itertools.count()

    def take(_connection: Any, record: Any, _proxy: Any) -> None:
        key, number = id(record), next(numbers)
        taken[key] = number
        # that the pool itself lives longer is no excuse
        made = tracker.made(keepers=False) if current_request.get() is not None else None
        if made is not None:
            tracker.keep(
                TrackedResource("connection of a pool", _WHY, made, lambda: taken.get(key) == number)
            )

    def give(_connection: Any, record: Any) -> None:
        taken.pop(id(record), None)

    event.listen(pool.Pool, "checkout", take)
    event.listen(pool.Pool, "checkin", give)
    try:
        yield
    finally:
        event.remove(pool.Pool, "checkout", take)
        event.remove(pool.Pool, "checkin", give)
