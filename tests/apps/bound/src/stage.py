"""What the routes do is said by the tests: they put functions of an event here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace

from lissome import RequestEvent


@dataclass(slots=True, weakref_slot=True)
class Locals:
    user: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    greeting: str


Event = RequestEvent[Locals, State]

log: list[str] = []
acts = SimpleNamespace(load=None, action=None, handler=None, handle=None)


@asynccontextmanager
async def opened() -> AsyncIterator[State]:
    log.append("open")
    try:
        yield State("hello")
    finally:
        log.append("close")
