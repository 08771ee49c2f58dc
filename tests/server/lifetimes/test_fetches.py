"""What `event.fetch` has under way ends with the request that fetches, or is given up before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from lissome.server.universal_fetch import fetch_for_universal
from support.asgi import Client
from support.stage import Log, abandon, endless
from support.upstream import Received, Reply, Upstream, recording
from support.waiting import PATIENCE, become


async def never(_request: Received) -> Reply:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.fixture
async def silent() -> AsyncIterator[Upstream]:
    """A server that never answers."""
    async with recording(never) as server:
        yield server


# -- other origins


@pytest.mark.parametrize("target", ["/", "/api"])
async def test_a_client_that_leaves(client: Client, acts: Any, silent: Upstream, target: str) -> None:
    async def fetches(event: Any) -> Any:
        return (await event.fetch(silent.url)).text

    acts.load = acts.handler = fetches
    for number in range(1, 4):
        request = client.start(target)
        await silent.become(asked=number)
        request.hang_up()
        await asyncio.wait_for(request.task, PATIENCE)
        await silent.become(left=number)


async def test_a_request_that_takes_too_long(client: Client, acts: Any, silent: Upstream) -> None:
    async def load(event: Any) -> Any:
        return {"text": (await event.fetch(silent.url, timeout=None)).text}

    acts.load = load
    for number in range(1, 4):
        assert (await client.send("/quick")).status == 503
        await silent.become(left=number)


async def test_a_streamed_value_that_nobody_waits_for(client: Client, acts: Any, silent: Upstream) -> None:
    async def load(event: Any) -> Any:
        return {"later": event.fetch(silent.url)}

    acts.load = load
    request = client.start("/")
    await anext(request.chunks())
    await silent.become(asked=1)
    request.hang_up()
    await asyncio.wait_for(request.task, PATIENCE)
    await silent.become(left=1)
    await client.send("/quick")  # its stream has a time limit
    await silent.become(left=2)


async def test_a_connection_is_free_again(client: Client, acts: Any, silent: Upstream) -> None:
    """More fetches that were given up than there are connections."""

    async def load(event: Any) -> Any:
        before = len(silent.asked)
        fetches = [asyncio.create_task(event.fetch(silent.url)) for _ in range(60)]
        await silent.become(asked=before + 60)
        for fetch in fetches:
            fetch.cancel()
        await asyncio.wait(fetches)
        return {}

    acts.load = load
    for _ in range(3):
        assert (await client.send("/")).status == 200
    await silent.become(asked=180, left=180)


# -- the app itself


class Shop:
    """An endpoint that changes something, and a load that has it do so.

    Args:
        acts: the stage.
    """

    def __init__(self, acts: Any, log: Log) -> None:
        self.log = log
        self.go_on = asyncio.Event()
        self.timeout: float | None = None
        self.target = "/api"
        acts.handler, acts.load = self.order, self.load

    async def order(self, event: Any) -> Any:
        await event.enter(self.log.resource())
        event.spawn(endless(self.log, "task"))
        try:
            await self.go_on.wait()
            self.log.append((await event.request.body()).decode())
        except asyncio.CancelledError:
            self.log.append("interrupted")
            raise
        return {}

    async def load(self, event: Any) -> Any:
        try:
            await event.fetch(self.target, method="POST", content=b"ordered", timeout=self.timeout)
        except Exception as failure:  # noqa: BLE001 - the log says it
            self.log.append(type(failure).__name__)
        except asyncio.CancelledError:
            self.log.append("load cancelled")
            raise
        return {}

    def has_begun(self) -> bool:
        return "open task" in self.log

    async def ends(self) -> bool:
        return await become(lambda: "close db" in self.log)


@pytest.fixture
async def shop(acts: Any, log: Log) -> Shop:
    return Shop(acts, log)


# After a disconnect nothing is waited for but what is shielded.
DISCONNECTED = ["ordered", "task saw CancelledError", "close task", "db saw CancelledError", "close db"]
INTERRUPTED = ["interrupted", *DISCONNECTED[1:]]


async def leave_while_it_is_placed(client: Client, shop: Shop) -> None:
    """Start a request that orders, disconnect, and let the shop go on."""
    request = client.start("/")
    assert await become(shop.has_begun)
    request.hang_up()
    assert await become(lambda: "load cancelled" in shop.log)
    shop.go_on.set()
    await asyncio.wait_for(request.task, PATIENCE)


async def test_a_client_leaves_while_its_order_is_placed(client: Client, shop: Shop) -> None:
    await leave_while_it_is_placed(client, shop)
    assert shop.log == ["open db", "open task", "load cancelled", *DISCONNECTED]


async def test_a_load_that_waits_no_more(client: Client, shop: Shop) -> None:
    """It gets its answer at once, and the order is placed to its end, for as long as the request lasts."""
    shop.timeout = 0.1
    request = client.start("/")
    async for _ in request.chunks():
        pass
    assert request.answer.status == 200
    assert shop.log == ["open db", "open task", "ReadTimeout"]
    shop.go_on.set()
    await asyncio.wait_for(request.task, PATIENCE)
    assert shop.log[3:] == DISCONNECTED


async def test_a_request_whose_time_is_up_interrupts_the_order(client: Client, shop: Shop) -> None:
    answer = await client.send("/quick")
    assert answer.status == 503
    assert shop.log == ["open db", "open task", "load cancelled", *INTERRUPTED]


async def test_an_order_that_has_been_left_has_a_time_limit(
    client: Client, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.timeout, shop.target = 0.05, "/api/quick"
    assert (await client.send("/")).status == 200
    assert shop.log[:4] == ["open db", "open task", "ReadTimeout", "interrupted"]
    assert "POST /api/quick was stopped after 0.15 s" in caplog.text


async def test_what_does_not_change_anything_yet_is_cancelled(
    client: Client, shop: Shop, acts: Any, log: Log
) -> None:
    async def handle(event: Any) -> None:
        if event.is_sub_request:
            event.defer(asyncio.sleep, 0.02)
            event.defer(log.append, "clean")
            await endless(log, "hook")

    acts.handle = handle
    shop.timeout = 0.05
    assert (await client.send("/")).status == 200
    assert log == ["open hook", "hook saw CancelledError", "close hook", "clean", "ReadTimeout"]


async def test_a_get_is_cancelled(client: Client, acts: Any, log: Log) -> None:
    async def handler(event: Any) -> Any:
        await event.enter(log.resource())
        await endless(log, "work")

    async def load(event: Any) -> Any:
        await event.fetch("/api")

    acts.handler, acts.load = handler, load
    await abandon(client, "/", when=lambda: "open work" in log)
    assert log == [
        *("open db", "open work", "work saw CancelledError", "close work"),
        *("db saw CancelledError", "close db"),
    ]


async def test_an_order_fails_after_its_client_has_left(
    client: Client, shop: Shop, acts: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def order(event: Any) -> Any:
        shop.log.append("open task")
        await shop.go_on.wait()
        raise RuntimeError

    acts.handler = order
    await leave_while_it_is_placed(client, shop)
    assert "never retrieved" not in caplog.text


async def test_a_universal_load_that_aborts(client: Client, shop: Shop, acts: Any, silent: Upstream) -> None:
    """The task that carries its request out is cancelled: an order is placed, a connection is closed."""

    async def handle(event: Any) -> None:
        if event.is_sub_request:
            return
        context = event._handle.context
        order = {"url": "/api", "method": "POST", "body": "ordered", "headers": []}
        for number in range(1, 4):
            shop.log.clear()
            tasks = [
                asyncio.create_task(fetch_for_universal(context, order, is_hydrated=True)),
                asyncio.create_task(fetch_for_universal(context, {"url": silent.url}, is_hydrated=True)),
            ]
            assert await become(shop.has_begun)
            await silent.become(asked=number)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            assert all(task.cancelled() for task in tasks)
            await silent.become(left=number)
            assert shop.log == ["open db", "open task"]
            shop.go_on.set()
            assert await shop.ends()
            assert shop.log[2:] == DISCONNECTED
            shop.go_on.clear()

    acts.handle = handle
    acts.load = None
    await client.send("/nowhere")
    assert shop.log[2:] == DISCONNECTED
