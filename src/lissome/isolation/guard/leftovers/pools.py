"""Connections taken from a pool of SQLAlchemy and never given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from lissome.isolation.guard.leftovers.record import Census, Left, serving
from lissome.isolation.guard.leftovers.sites import Made

_WHY: Final = (
    "It was taken from the pool for this request and not given back. When the pool has no more, every "
    "request waits, and then fails.\n"
    "Use `with` or `async with`, or event.enter(engine.connect()), also for sessions."
)


@contextmanager
def pools_watched(census: Census) -> Iterator[None]:
    """See what requests take from pools, if the app uses SQLAlchemy."""
    try:
        event, pool = import_module("sqlalchemy.event"), import_module("sqlalchemy.pool")
    except ImportError:
        yield
        return
    taken: set[int] = set()

    def take(_connection: Any, record: Any, _proxy: Any) -> None:
        taken.add(id(record))
        made = census.made() if serving.get() is not None else None
        if made is not None:
            key = id(record)
            # the pool keeps its records: so no other has that key, and the pool's being kept excuses nothing
            census.keep(Left("connection of a pool", _WHY, Made(made.file, made.line), lambda: key in taken))

    def give(_connection: Any, record: Any) -> None:
        taken.discard(id(record))

    event.listen(pool.Pool, "checkout", take)
    event.listen(pool.Pool, "checkin", give)
    try:
        yield
    finally:
        event.remove(pool.Pool, "checkout", take)
        event.remove(pool.Pool, "checkin", give)
