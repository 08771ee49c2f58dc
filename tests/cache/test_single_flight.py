"""One load for several callers. test_cache.py has whole caches."""

from __future__ import annotations

import asyncio
from contextvars import Context, ContextVar
from typing import Any

import pytest

from lissome.cache import CacheError
from lissome.cache.single_flight import SingleFlight

user: ContextVar[str] = ContextVar("user", default="nobody")


def flight(work: Any) -> SingleFlight[Any]:
    return SingleFlight(work, "c", Context())


async def test_all_callers_get_the_result_and_the_context_is_empty() -> None:
    user.set("ann")

    async def load() -> str:
        await asyncio.sleep(0)
        return user.get()

    shared = flight(load())
    assert shared.can_be_joined
    assert [*await asyncio.gather(shared.result(), shared.result())] == ["nobody", "nobody"]
    assert not shared.can_be_joined


async def test_it_ends_with_the_last_caller() -> None:
    shared = flight(asyncio.Event().wait())
    first, second = (asyncio.ensure_future(shared.result()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    before = shared.can_be_joined
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert (before, shared.can_be_joined) == (True, False)
    await asyncio.sleep(0)
    assert shared.task.cancelled()


async def test_a_load_that_waits_for_itself() -> None:
    async def load() -> None:
        await shared.result()

    shared = flight(load())
    with pytest.raises(CacheError, match="the loader of cache 'c' asks for the key that it loads"):
        await shared.result()


async def test_a_load_that_is_cancelled_from_within() -> None:
    async def load() -> None:
        raise asyncio.CancelledError

    with pytest.raises(CacheError, match="was cancelled by something in it"):
        await flight(load()).result()
