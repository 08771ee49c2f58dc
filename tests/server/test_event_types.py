"""The types that an app gives its events. mypy is the test: `make types` reads this file."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, assert_type

from lissome import Handle, RequestEvent, Resolve, Response, ServerLoadEvent, sequence


@dataclass(slots=True)
class Locals:
    user: str | None = None


@dataclass(frozen=True)
class State:
    db: int


@asynccontextmanager
async def pool() -> AsyncIterator[int]:
    yield 1


@contextmanager
def plain() -> Iterator[str]:
    yield ""


async def find() -> bytes:
    return b""


async def load(event: ServerLoadEvent[Locals, State]) -> dict[str, Any]:
    assert_type(event.locals.user, str | None)
    assert_type(event.app.db, int)
    assert_type(await event.enter(pool()), int)
    assert_type(await event.enter(plain()), str)
    assert_type(await event.once("x", find), bytes)
    assert_type(await event.once("x", lambda: 3), int)
    assert_type(await event.spawn(find()), bytes)
    assert event.locals.usre  # type: ignore[attr-defined]
    return {}


async def bare(event: RequestEvent) -> None:
    assert_type(event.locals, Any)
    assert_type(event.app, Any)


async def one(event: RequestEvent[Locals]) -> None:
    assert_type(event.locals, Locals)
    assert_type(event.app, Any)


async def handle(event: RequestEvent[Locals, State], resolve: Resolve) -> Response:
    return await resolve(event)


def test_types_can_be_given_at_run_time() -> None:
    combined: Handle = sequence(handle)
    assert callable(combined)
    assert RequestEvent[Locals, State].__origin__ is RequestEvent  # type: ignore[attr-defined]
