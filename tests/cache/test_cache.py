"""Bounds, single flight, what is kept and what is not."""

from __future__ import annotations

import asyncio
import gc
import weakref
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from lissome import get_request_event
from lissome.cache import Cache, CacheError, CacheStatistics, UserCache


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Profile:
    name: str
    tags: list[str] = field(default_factory=list)


def numbers(
    size: int = 100, ttl: float = 60, *, clock: Clock | None = None, **options: float
) -> Cache[int, int]:
    return Cache[int, int]("numbers", size=size, ttl=ttl, clock=clock or Clock(), **options)  # type: ignore[arg-type]


def counts(cache: Cache[int, int]) -> tuple[int, int, int]:
    found = cache.statistics()
    return found.hits, found.misses, found.waits


async def test_a_value_is_loaded_once() -> None:
    cache = numbers()
    assert [
        await cache.get(1, lambda: 10),
        await cache.get(1, lambda: 11),
        await cache.get(2, lambda: 20),
    ] == [10, 10, 20]
    assert counts(cache) == (1, 2, 0)


async def test_ttl() -> None:
    clock = Clock()
    cache = numbers(ttl=5, clock=clock)
    await cache.get(1, lambda: 10)
    clock.now = 4.9
    assert await cache.get(1, lambda: 11) == 10
    clock.now = 5
    assert await cache.get(1, lambda: 12) == 12


async def test_the_least_recently_used_goes_first() -> None:
    cache = numbers(size=2)
    for key in (1, 2, 1, 3):
        await cache.get(key, lambda: 0)
    assert cache.statistics().evictions == 1
    assert cache.statistics().entries == 2
    assert [await cache.get(1, lambda: 9), await cache.get(2, lambda: 9)] == [0, 9]


async def test_expired_entries_are_no_evictions() -> None:
    clock = Clock()
    cache = numbers(size=2, ttl=1, clock=clock)
    for key in range(10):
        await cache.get(key, lambda: 0)
        clock.now += 2
    assert cache.statistics().evictions == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 3)), max_size=60), st.integers(1, 5))
def test_it_does_what_a_simple_model_does(steps: list[tuple[int, float]], size: int) -> None:
    """The model: a list of (key, value, time), the most recently used last."""

    async def compare() -> None:
        clock = Clock()
        cache = numbers(size=size, ttl=4, clock=clock)
        model: list[tuple[int, int, float]] = []
        for number, (key, pause) in enumerate(steps):
            clock.now += pause
            model = [entry for entry in model if clock.now < entry[2] + 4]
            found = next((entry for entry in model if entry[0] == key), (key, number, clock.now))
            model = [*(entry for entry in model if entry[0] != key), found][-size:]
            assert await cache.get(key, lambda number=number: number) == found[1]
            assert cache.statistics().entries == len(model)

    asyncio.run(compare())


@pytest.mark.parametrize(("size", "ttl"), [(0, 60), (-1, 60), (10, 0), (10, -1), (10, float("nan"))])
def test_bounds_are_mandatory(size: int, ttl: float) -> None:
    with pytest.raises(ValueError, match="cache 'numbers' needs bounds"):
        numbers(size, ttl)
    with pytest.raises(TypeError):
        Cache[int, int]("numbers")  # type: ignore[call-arg]


# -- none ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("none_ttl", "kept"), [(None, 59), (5, 4), (0, 0)])
async def test_none_is_a_value_with_its_own_time(none_ttl: float | None, kept: float) -> None:
    clock = Clock()
    cache = Cache[int, int | None]("maybe", size=9, ttl=60, none_ttl=none_ttl, clock=clock)
    await cache.get(1, lambda: None)
    clock.now = kept
    assert (await cache.get(1, lambda: 7) is None) == (kept > 0)
    clock.now = kept + 1
    assert await cache.get(1, lambda: 8) in {7, 8}


# -- single flight ---------------------------------------------------------------------------------------


async def test_many_callers_share_one_load() -> None:
    cache = numbers()

    async def slow() -> int:
        await asyncio.sleep(0.01)
        return 7

    assert await asyncio.gather(*(cache.get(1, slow) for _ in range(50))) == [7] * 50
    assert counts(cache) == (0, 1, 49)
    assert cache.statistics().loading == 0


class Gate:
    """A loader that waits until it may go on, and knows what became of it."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.begun = asyncio.Event()
        self.calls = 0
        self.cancelled = False

    async def __call__(self) -> int:
        self.calls += 1
        self.begun.set()
        try:
            await self.open.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return self.calls


async def started(cache: Cache[int, int], gate: Gate, callers: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(cache.get(1, gate)) for _ in range(callers)]
    await gate.begun.wait()
    return tasks


async def test_a_caller_that_leaves_does_not_stop_the_others() -> None:
    cache, gate = numbers(), Gate()
    first, second = await started(cache, gate, 2)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    gate.open.set()
    assert await second == 1


async def test_a_load_without_callers_is_cancelled() -> None:
    cache, gate = numbers(), Gate()
    tasks = await started(cache, gate, 3)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await asyncio.sleep(0)
    assert gate.cancelled
    assert cache.statistics().loading == 0
    assert await cache.get(1, lambda: 5) == 5


async def test_who_comes_while_a_load_is_given_up_starts_another() -> None:
    cache, gate = numbers(), Gate()
    (task,) = await started(cache, gate, 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await cache.get(1, lambda: 5) == 5


async def test_errors_reach_all_who_wait_and_are_not_kept() -> None:
    cache = numbers()

    async def fail() -> int:
        await asyncio.sleep(0)
        raise LookupError("gone")

    outcomes = await asyncio.gather(*(cache.get(1, fail) for _ in range(3)), return_exceptions=True)
    assert [repr(outcome) for outcome in outcomes] == ["LookupError('gone')"] * 3
    assert cache.statistics().failures == 1
    assert await cache.get(1, lambda: 5) == 5


async def test_a_loader_that_is_cancelled_from_within_cancels_no_caller() -> None:
    async def stop() -> int:
        raise asyncio.CancelledError

    with pytest.raises(CacheError, match="the loader of cache 'numbers' was cancelled by something in it"):
        await numbers().get(1, stop)


async def test_a_loader_that_asks_for_itself_is_told() -> None:
    cache = numbers()

    async def again() -> int:
        return await cache.get(1, lambda: 1)

    with pytest.raises(CacheError, match="asks for the key that it loads"):
        await cache.get(1, again)


def test_a_flight_of_another_loop_is_not_joined() -> None:
    cache = numbers()

    async def leave() -> None:
        await started(cache, Gate(), 1)

    asyncio.run(leave())
    assert asyncio.run(cache.get(1, lambda: 5)) == 5


# -- a loader belongs to no request ----------------------------------------------------------------------

who: ContextVar[str] = ContextVar("who", default="nobody")


async def test_a_loader_sees_no_request() -> None:
    cache = Cache[int, str]("names", size=9, ttl=9)
    token = who.set("mara")
    assert await cache.get(1, who.get) == "nobody"
    who.reset(token)
    with pytest.raises(RuntimeError, match=r"get_request_event\(\) works only in a request"):
        await cache.get(2, lambda: str(get_request_event()))


async def test_a_load_keeps_nothing_of_its_callers_alive() -> None:
    cache = numbers()
    owned = SimpleNamespace(id=3)

    async def load() -> int:
        return int(owned.id)

    assert await cache.get(1, load) == 3
    gone = weakref.ref(load)
    del load
    await asyncio.sleep(0)
    gc.collect()
    assert gone() is None


# -- invalidation ----------------------------------------------------------------------------------------


async def test_delete_and_clear() -> None:
    cache = numbers()
    for key in (1, 2, 3):
        await cache.get(key, lambda: 0)
    await cache.delete(1)
    await cache.delete(99)
    assert cache.statistics().entries == 2
    await cache.clear()
    assert cache.statistics().entries == 0


@pytest.mark.parametrize("everything", [False, True])
async def test_what_is_loaded_while_it_is_deleted_is_not_kept(everything: bool) -> None:
    cache, gate = numbers(), Gate()
    (task,) = await started(cache, gate, 1)
    await (cache.clear() if everything else cache.delete(1))
    assert await cache.get(1, lambda: 5) == 5
    gate.open.set()
    assert await task == 1
    assert await cache.get(1, lambda: 6) == 5


async def test_set_wins_over_a_load_under_way() -> None:
    cache, gate = numbers(), Gate()
    (task,) = await started(cache, gate, 1)
    await cache.set(1, 42)
    gate.open.set()
    assert (await task, await cache.get(1, lambda: 0)) == (1, 42)


# -- values ----------------------------------------------------------------------------------------------


async def test_each_caller_gets_a_copy() -> None:
    cache = Cache[int, Profile]("profiles", size=9, ttl=9)
    made = Profile("Mara", ["a"])
    for _ in range(3):
        profile = await cache.get(1, lambda: made)
        assert profile == Profile("Mara", ["a"])
        profile.tags.append("mine")
    assert made == Profile("Mara", ["a"])


async def test_all_callers_of_a_local_cache_get_the_object() -> None:
    cache = Cache[int, object]("objects", size=9, ttl=9, local=True)
    made = object()
    assert await cache.get(1, lambda: made) is await cache.get(1, object) is made


def test_the_guard_knows_it() -> None:
    assert Cache.__lissome_bounded__
    assert UserCache.__lissome_bounded__


def test_repr_and_statistics_are_for_people() -> None:
    cache = numbers()
    assert repr(cache) == "<Cache 'numbers', 0 of 100 entries>"
    assert cache.statistics() == CacheStatistics("numbers", 100, 0, 0, 0, 0, 0, 0, 0)


# -- users -----------------------------------------------------------------------------------------------


async def test_users_have_parts_of_their_own() -> None:
    carts = UserCache[str, list[str]]("carts", size=9, ttl=9)
    assert await carts.of("mara").get("now", lambda: ["tea"]) == ["tea"]
    assert await carts.of("noor").get("now", list) == []
    await carts.of("mara").clear()
    assert await carts.of("mara").get("now", lambda: ["cup"]) == ["cup"]
    assert await carts.of("noor").get("now", lambda: ["no"]) == []
    await carts.of("noor").set("now", ["new"])
    await carts.of("noor").delete("now")
    assert await carts.of("noor").get("now", lambda: ["last"]) == ["last"]
    await carts.clear()
    assert carts.statistics().entries == 0


@pytest.mark.parametrize("user", [None, "", ()])
def test_nobody_has_no_part(user: object) -> None:
    carts = UserCache[str, int]("carts", size=9, ttl=9)
    with pytest.raises(CacheError, match="all anonymous visitors would share"):
        carts.of(user)


def test_a_user_cache_cannot_be_asked_without_a_user() -> None:
    assert not hasattr(UserCache, "get")
    assert not hasattr(Cache, "of")


class Model(BaseModel):
    at: int


async def test_the_type_may_be_given_as_an_argument() -> None:
    cache: Cache[int, Model] = Cache("models", size=9, ttl=9, values=Model)
    assert await cache.get(1, lambda: Model(at=3)) == Model(at=3)


async def test_the_type_must_be_given() -> None:
    cache: Cache[int, Model] = Cache("models", size=9, ttl=9)
    with pytest.raises(CacheError, match=r"Write Cache\[str, Product\]\(\"models\", size=…, ttl=…\)"):
        await cache.get(1, lambda: Model(at=3))
