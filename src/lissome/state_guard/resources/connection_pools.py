"""Connections that were taken from a pool of SQLAlchemy and never given back."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from lissome.state_guard.resources.tracked_request import Tracker, current_request

_WHY: Final = (
    "It was taken from the pool for this request and not given back. When the pool has no more, every "
    "request waits, and then fails.\n"
    "Use `with` or `async with`, or event.enter(engine.connect()), also for sessions."
)


@contextmanager
def pools_watched(tracker: Tracker) -> Iterator[None]:
    """Track the connections that requests take from pools, if the app has imported SQLAlchemy."""
    pool, event = sys.modules.get("sqlalchemy.pool"), sys.modules.get("sqlalchemy.event")
    if pool is None or event is None:
        yield
        return
    # by connection record, which the pool keeps: the number of the last time that it was taken
    taken: dict[int, int] = {}
    numbers = itertools.count()

    def take(_connection: Any, record: Any, _proxy: Any) -> None:
        key, number = id(record), next(numbers)
        taken[key] = number
        if current_request.get() is not None:
            # without owners: the pool lives longer, but the connection has to be given back
            tracker.add("connection of a pool", _WHY, lambda: taken.get(key) == number, owners=False)

    def give_back(_connection: Any, record: Any) -> None:
        taken.pop(id(record), None)

    event.listen(pool.Pool, "checkout", take)
    event.listen(pool.Pool, "checkin", give_back)
    try:
        yield
    finally:
        event.remove(pool.Pool, "checkout", take)
        event.remove(pool.Pool, "checkin", give_back)
