"""Shared caches, on a real Redis: several workers behave as one."""

from __future__ import annotations

import asyncio
import logging
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from lissome.cache import Cache, CacheError, CacheUnavailable, RedisStore, UserCache, connected
from lissome.cache.store import use_store
from support.waiting import PATIENCE, become


class Worker:
    """A process's view: caches and a store of its own."""

    def __init__(self, url: str, **options: Any) -> None:
        options = {"size": 100, "ttl": 60, **options}
        self.store = RedisStore(url, prefix="test")
        self.numbers = Cache[int, int | None]("numbers", **options)
        self.carts = UserCache[str, list[str]]("carts", **options)

    async def get(self, key: int, load: Callable[[], Any]) -> int | None:
        with use_store(self.store):
            return await self.numbers.get(key, load)

    async def delete(self, key: int) -> None:
        with use_store(self.store):
            await self.numbers.delete(key)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no failure."""
    monkeypatch.setattr("lissome.cache.redis._TIMEOUT", PATIENCE)
    monkeypatch.setattr("lissome.cache.redis._LEASE", PATIENCE)


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as client:
        await client.flushall()
        yield client


@pytest.fixture
async def workers(redis_url: str, client: Redis) -> AsyncIterator[tuple[Worker, Worker]]:
    pair = (Worker(redis_url), Worker(redis_url))
    yield pair
    for worker in pair:
        await worker.store.close()


Workers = tuple[Worker, Worker]


@asynccontextmanager
async def aclosing_store(worker: Worker) -> AsyncIterator[Worker]:
    """A worker that ends, whatever happens: an open connection would make another test fail."""
    try:
        yield worker
    finally:
        await worker.store.close()


async def test_workers_share_values(workers: Workers) -> None:
    one, two = workers
    assert [await one.get(1, lambda: 10), await two.get(1, lambda: 11), await one.get(1, lambda: 12)] == [
        10,
        10,
        10,
    ]
    assert one.numbers.statistics().entries == 0
    assert (one.numbers.statistics().hits, two.numbers.statistics().misses) == (1, 0)


async def test_a_local_cache_stays_here(workers: Workers) -> None:
    cache = Cache[int, object]("objects", size=9, ttl=9, local=True)
    with use_store(workers[0].store):
        made = await cache.get(1, object)
        assert await cache.get(1, object) is made


async def test_values_expire(redis_url: str, workers: Workers, client: Redis) -> None:
    async with aclosing_store(Worker(redis_url, ttl=30, none_ttl=0)) as short:
        assert await short.get(1, lambda: None) is None
        assert await short.get(1, lambda: 1) == 1
    assert await workers[1].get(1, lambda: 2) == 1
    (name,) = [name async for name in client.scan_iter("*:value:*")]
    assert 0 < await client.pttl(name) <= 30_000
    await client.pexpire(name, 1)  # time passes
    async with asyncio.timeout(PATIENCE):
        while await client.exists(name):  # noqa: ASYNC110 - Redis tells nobody
            await asyncio.sleep(0.005)
    assert await workers[1].get(1, lambda: 2) == 2


async def test_deleting_reaches_the_other_workers(workers: Workers) -> None:
    one, two = workers
    for key in (1, 2):
        await one.get(key, lambda: 0)
    await two.delete(1)
    assert [await one.get(1, lambda: 5), await one.get(2, lambda: 5)] == [5, 0]
    with use_store(two.store):
        await two.numbers.clear()
    assert [await one.get(1, lambda: 6), await one.get(2, lambda: 6)] == [6, 6]


async def test_deleting_reaches_loads_of_other_workers(workers: Workers) -> None:
    one, two = workers
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow() -> int:
        begun.set()
        await go.wait()
        return 1

    task = asyncio.create_task(one.get(1, slow))
    await begun.wait()
    await two.delete(1)
    go.set()
    assert await task == 1
    assert await two.get(1, lambda: 2) == 2


async def test_set(workers: Workers) -> None:
    one, two = workers
    await one.get(1, lambda: 1)
    with use_store(one.store):
        await one.numbers.set(1, 7)
    assert await two.get(1, lambda: 2) == 7


async def test_users_have_parts_of_their_own(workers: Workers) -> None:
    one, two = workers
    with use_store(one.store):
        assert await one.carts.of("mara").get("now", lambda: ["tea"]) == ["tea"]
        assert await one.carts.of("noor").get("now", lambda: ["cup"]) == ["cup"]
    with use_store(two.store):
        assert await two.carts.of("noor").get("now", lambda: ["?"]) == ["cup"]
        await two.carts.of("mara").clear()
        assert await two.carts.of("noor").get("now", lambda: ["?"]) == ["cup"]
    with use_store(one.store):
        assert await one.carts.of("mara").get("now", list) == []


async def test_one_worker_loads_for_all(workers: Workers) -> None:
    calls: list[int] = []

    async def slow() -> int:
        calls.append(1)
        await asyncio.sleep(0.1)
        return 7

    got = await asyncio.gather(*(worker.get(1, slow) for worker in workers for _ in range(20)))
    assert (got, len(calls)) == ([7] * 40, 1)


async def test_a_failed_load_lets_the_other_worker_try(workers: Workers) -> None:
    one, two = workers

    begun, fails = asyncio.Event(), asyncio.Event()

    async def fail() -> int:
        begun.set()
        await fails.wait()
        raise LookupError

    first = asyncio.create_task(one.get(1, fail))
    await begun.wait()
    second = asyncio.create_task(two.get(1, lambda: 3))
    await asyncio.sleep(0.02)  # it waits for the first, or asks when that has failed
    fails.set()
    assert await second == 3
    with pytest.raises(LookupError):
        await first


async def test_long_and_odd_keys(workers: Workers, client: Redis) -> None:
    cache = Cache[Any, str]("odd", size=9, ttl=9)
    keys = ["a" * 9999, ("b" * 500, 1), "\ud800", "a:b} {c\n", "", b"\0"]
    with use_store(workers[0].store):
        for number, key in enumerate(keys):
            await cache.get(key, partial(str, number))
        assert [await cache.get(key, lambda: "?") for key in keys] == ["0", "1", "2", "3", "4", "5"]
    assert max([len(name) async for name in client.scan_iter("*")]) < 500


async def test_a_changed_type_reads_nothing_old(workers: Workers) -> None:
    @dataclass
    class Old:
        name: str

    @dataclass
    class New:
        name: str
        size: int = 0

    with use_store(workers[0].store):
        await Cache[int, Old]("things", size=9, ttl=9).get(1, lambda: Old("a"))
        assert await Cache[int, New]("things", size=9, ttl=9).get(1, lambda: New("b", 2)) == New("b", 2)


async def test_a_value_of_another_key_is_never_taken(workers: Workers, client: Redis) -> None:
    """Whatever a proxy, a pool or somebody with a shell mixes up."""
    one, _ = workers
    for key in (1, 2):
        await one.get(key, partial(int, key * 10))
    names = sorted([name async for name in client.scan_iter("*:value:*")])
    await client.copy(names[0], names[1], replace=True)
    assert await one.get(2, lambda: 99) == 99


async def test_whenever_a_caller_leaves_the_others_need_not_wait(workers: Workers, client: Redis) -> None:
    one, _ = workers
    for moment in range(300):
        caller = asyncio.create_task(one.get(moment, lambda: 1))
        for _ in range(moment):
            await asyncio.sleep(0)
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
        assert await become(lambda: one.numbers.statistics().loading == 0)
        assert [name async for name in client.scan_iter("*:lease:*")] == [], moment


async def test_answers_do_not_get_mixed_up_when_callers_leave(workers: Workers) -> None:
    """Cancelled lookups must not leave their answer to the next one on the same connection."""
    dice = random.Random(3)

    async def ask(key: int) -> None:
        worker = dice.choice(workers)
        assert await worker.get(key, lambda: key * 10) == key * 10

    for _ in range(40):
        tasks = [asyncio.create_task(ask(dice.randrange(30))) for _ in range(30)]
        for task in dice.sample(tasks, 20):
            await asyncio.sleep(dice.random() * 0.0005)
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [error for error in done if error and not isinstance(error, asyncio.CancelledError)] == []


# -- without a store -------------------------------------------------------------------------------------


async def test_without_an_answer_loaders_run(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    worker = Worker(f"unix://{tmp_path}/nobody.sock")
    with caplog.at_level(logging.WARNING, "lissome.cache"):
        assert [await worker.get(1, lambda: 1), await worker.get(1, lambda: 2)] == [1, 2]
    assert len(caplog.messages) == 1, "once per pause"
    assert "the cache's store does not answer" in caplog.messages[0]
    with pytest.raises(CacheUnavailable, match="Other workers may show the old value"):
        await worker.delete(1)


async def test_a_store_that_is_silent_is_asked_once_and_then_left_alone(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ended: list[int] = []

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        await reader.read()  # until the other side closes
        writer.close()
        ended.append(1)

    monkeypatch.setattr("lissome.cache.redis._TIMEOUT", 0.5)
    monkeypatch.setattr("lissome.cache.redis._RETRY_AFTER", 600.0)
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    worker = Worker(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    async with server, aclosing_store(worker):
        assert [await worker.get(key, lambda: 1) for key in range(20)] == [1] * 20
    assert len(asked) <= 2, "the first one waits, and tries once more; the others do not even ask"
    assert await become(lambda: ended == asked)


async def test_it_comes_back(client: Redis, workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lissome.cache.redis._RETRY_AFTER", 0.0)
    one, two = workers
    await one.get(1, lambda: 1)
    await client.client_kill_filter(_type="normal", skipme=True)
    assert [await one.get(1, lambda: 2), await two.get(1, lambda: 3)] == [1, 1]


@pytest.mark.parametrize("url", ["localhost:6379", "http://localhost", "memcached://localhost", ""])
def test_urls(url: str) -> None:
    with pytest.raises(CacheError, match=r"write redis://host:6379/0"):
        RedisStore(url)
    RedisStore("valkey://localhost:1/2")
    RedisStore("valkeys://:password@localhost:1/2")


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    with pytest.raises(CacheError, match=r"pip install 'lissome\[redis\]'"):
        RedisStore("redis://localhost")


async def test_scripts_connect(redis_url: str, workers: Workers) -> None:
    await workers[0].get(1, lambda: 1)
    async with connected(redis_url, prefix="test"):
        await Cache[int, int | None]("numbers", size=1, ttl=1).delete(1)
    assert await workers[0].get(1, lambda: 2) == 2


async def test_a_loader_may_use_another_cache(workers: Workers) -> None:
    inner, outer = (Cache[int, int](name, size=9, ttl=9) for name in ("inner", "outer"))

    def add() -> Awaitable[int]:
        return inner.get(1, lambda: 5)

    with use_store(workers[0].store):
        assert await outer.get(1, add) == 5
    with use_store(workers[1].store):
        assert await Cache[int, int]("inner", size=9, ttl=9).get(1, lambda: 6) == 5
