"""Awaitables that stream: in the order in which they settle, and gone with the request."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from lissome.server.page.deferred import Deferred
from lissome.server.responses import StreamResponse
from support.requests import make_context
from support.waiting import become


class Stream:
    """Deferred values whose chunks are readable texts."""

    def __init__(self) -> None:
        self.context = make_context()
        self.deferred = Deferred(self.context, self._describe, self._encode)

    async def chunks(self) -> list[str]:
        first, *others = [chunk.decode() async for chunk in self.deferred.chunks(b"first")]
        assert first == "first"
        return others

    async def _describe(self, error: BaseException) -> dict[str, Any]:
        return {"status": 500, "message": type(error).__name__}

    def _encode(self, _deferred: Deferred, number: int, value: Any, error: dict[str, Any] | None) -> bytes:
        if value == "unserialisable":
            raise TypeError(value)
        if callable(value):
            value = f"<{self.deferred.add(value())}>"
        return f"{number}={value if error is None else error['message']}".encode()


async def later(value: Any, seconds: float = 0.0) -> Any:
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


async def test_settle_order() -> None:
    stream = Stream()
    for seconds in (0.06, 0.02, 0.04):
        stream.deferred.add(later(seconds, seconds))
    assert stream.deferred
    assert await stream.chunks() == ["2=0.02", "3=0.04", "1=0.06"]


async def test_nothing_deferred() -> None:
    stream = Stream()
    assert not stream.deferred
    assert await stream.chunks() == []


async def test_nested() -> None:
    stream = Stream()
    stream.deferred.add(later(lambda: later("inner", 0.01)))
    assert await stream.chunks() == ["1=<2>", "2=inner"]


async def test_failures_are_described() -> None:
    stream = Stream()
    stream.deferred.add(later(ValueError("secret")))
    stream.deferred.add(later("unserialisable", 0.01))
    assert await stream.chunks() == ["1=ValueError", "2=TypeError"]


async def test_the_same_awaitable_has_one_number() -> None:
    stream = Stream()
    task = asyncio.ensure_future(later("x"))
    assert (stream.deferred.add(task), stream.deferred.add(task)) == (1, 1)
    assert await stream.chunks() == ["1=x"]


async def test_a_cancelled_awaitable_is_a_failure() -> None:
    """Its promise must not stay open in the browser."""
    stream = Stream()
    task = asyncio.ensure_future(later("x", 30))
    task.cancel()
    stream.deferred.add(task)
    assert await stream.chunks() == ["1=CancelledError"]


async def test_what_an_error_page_replaced_is_not_sent() -> None:
    """Settled before or after: the page does not know these numbers, and would wait for them for ever."""
    stream = Stream()
    stream.deferred.begin_node(0)
    stream.deferred.add(later("layout", 0.03))
    stream.deferred.begin_node(1)
    stream.deferred.add(later("settled already"))
    stream.deferred.add(later("still under way", 0.01))
    stream.deferred.add(later(lambda: later("nested")))
    await asyncio.sleep(0.005)
    stream.deferred.keep_below(1)
    assert stream.deferred
    assert await stream.chunks() == ["1=layout"]


async def test_a_stream_of_replaced_values_ends() -> None:
    stream = Stream()
    stream.deferred.begin_node(1)
    stream.deferred.add(later("x"))
    await asyncio.sleep(0.005)
    stream.deferred.add(later("never begun"))
    stream.deferred.keep_below(1)
    async with asyncio.timeout(60):
        assert await stream.chunks() == []


async def test_the_end_of_the_request_cancels_them() -> None:
    stream = Stream()
    ended = []

    async def endless() -> None:
        try:
            await asyncio.sleep(30)
        finally:
            ended.append(True)

    stream.deferred.add(endless())
    chunks = stream.deferred.chunks(b"")
    await anext(chunks)
    waiting = asyncio.ensure_future(anext(chunks))
    await asyncio.sleep(0.005)
    await stream.context.end()
    assert ended == [True]
    await asyncio.gather(waiting, return_exceptions=True)


async def test_the_same_awaitable_in_two_nodes_is_settled_in_both() -> None:
    """As `parent()` hands it on: with one number the browser would settle only the last promise."""
    stream = Stream()
    runs = []

    async def once() -> str:
        runs.append(True)
        return "x"

    shared = once()
    stream.deferred.begin_node(0)
    first = stream.deferred.add(shared)
    stream.deferred.begin_node(1)
    assert (first, stream.deferred.add(shared)) == (1, 2)
    assert await stream.chunks() == ["1=x", "2=x"]
    assert runs == [True]


async def test_it_is_settled_where_it_is_met_later() -> None:
    stream = Stream()
    shared = asyncio.ensure_future(later("x"))
    stream.deferred.add(shared)
    stream.deferred.add(later(lambda: shared, 0.01))
    assert await stream.chunks() == ["1=x", "2=<3>", "3=x"]


async def test_an_error_page_keeps_what_a_layout_has_too() -> None:
    stream = Stream()
    shared = later("x", 0.01)
    for position in (1, 0):
        stream.deferred.begin_node(position)
        stream.deferred.add(shared)
    stream.deferred.keep_below(1)
    assert await stream.chunks() == ["2=x"]


async def test_a_value_that_holds_its_own_awaitable_ends() -> None:
    stream = Stream()
    task: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    stream.deferred.add(task)
    task.set_result(lambda: task)
    assert await stream.chunks() == ["1=<1>"]


async def test_what_became_of_a_number() -> None:
    stream = Stream()
    stream.deferred.add(later("x"))
    stream.deferred.add(later(ValueError("why")))
    assert (await stream.deferred.settled(1)).value == "x"
    assert str((await stream.deferred.settled(2)).failure) == "why"


async def test_what_was_sent_is_not_kept_while_the_next_value_is_waited_for() -> None:
    """Ten thousand waiting streams would keep ten thousand pages."""
    page, chunk = b"the page " * 100, b"a value " * 100
    stream = Stream()
    stream.deferred = Deferred(stream.context, stream._describe, lambda *_: chunk)
    stream.deferred.add(later("x"))
    stream.deferred.add(asyncio.Event().wait())
    sizes: list[int] = []

    async def send(message: Any) -> None:
        sizes.append(len(message.get("body", b"")))

    before = sys.getrefcount(page), sys.getrefcount(chunk)
    response = StreamResponse(stream.deferred.chunks(page), 200, [])
    sending = asyncio.ensure_future(response({}, asyncio.Event().wait, send))  # type: ignore[arg-type]
    assert await become(lambda: sizes == [0, 900, 800])
    assert (sys.getrefcount(page), sys.getrefcount(chunk)) == before
    sending.cancel()
    await asyncio.wait((sending,))
    await stream.context.end()
