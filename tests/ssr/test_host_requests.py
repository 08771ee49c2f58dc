"""A request of a page is carried out once, however often the page is rendered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest

from lissome.errors import RenderError, RenderOutOfMemory
from lissome.ssr import Limits, Rendered, Renderer, RenderSession
from lissome.ssr.host_requests import HostRequests
from ssr.bundle import isolate, no_host, program


class Upstream:
    """Counts what it is asked.

    Args:
        answer: what it answers.
    """

    def __init__(self, answer: Callable[[dict[str, Any]], Awaitable[Any]] | None = None) -> None:
        self.asked: list[dict[str, Any]] = []
        self.cancelled = 0
        self._answer = answer

    async def __call__(self, request: dict[str, Any]) -> Any:
        self.asked.append(request)
        try:
            return await self._answer(request) if self._answer else len(self.asked)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


def fetch(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "kind": "fetch", "method": "POST", "url": "http://x/orders", "at": 0, **more}


async def asked(requests: HostRequests, *made: dict[str, Any]) -> list[bytes]:
    requests.begin()
    return list(await asyncio.gather(*(requests.ask(request) for request in made)))


async def test_a_second_attempt_gets_the_first_ones_answers() -> None:
    upstream = Upstream()
    requests = HostRequests(upstream)
    first = await asked(requests, fetch(1), fetch(2), fetch(3, url="http://x/other"), fetch(4, at=1))
    assert first == [b'"value":%d' % n for n in (1, 2, 3, 4)]
    # in another order, with other numbers, and with a random number in a body
    again = await asked(requests, fetch(7, at=1), fetch(8, url="http://x/other"), fetch(9, body="4711"))
    assert again == [b'"value":%d' % n for n in (4, 3, 1)]
    assert len(upstream.asked) == 4
    requests.close()


async def test_what_is_under_way_goes_on() -> None:
    gate = asyncio.Event()
    upstream = Upstream(lambda _request: gate.wait())
    requests = HostRequests(upstream)
    first = requests.ask(fetch(1))
    await asyncio.sleep(0)
    requests.begin()
    second = requests.ask(fetch(1))
    gate.set()
    assert await second == b'"value":true'
    assert first is second
    assert (len(upstream.asked), upstream.cancelled) == (1, 0)
    requests.close()


async def test_failures_are_answers_too() -> None:
    async def fail(_request: dict[str, Any]) -> Any:
        raise ValueError("no route to host")

    requests = HostRequests(upstream := Upstream(fail))
    failure = b'"error":{"name":"ValueError","message":"no route to host"}'
    assert await asked(requests, fetch(1)) == [failure]
    assert await asked(requests, fetch(1)) == [failure]
    assert len(upstream.asked) == 1
    requests.close()


async def test_closing_ends_what_is_under_way() -> None:
    requests = HostRequests(upstream := Upstream(lambda _request: asyncio.Event().wait()))
    answers = [requests.ask(fetch(1)), requests.ask({"id": 2, "kind": "timer", "ms": 60_000})]
    await asyncio.sleep(0)
    requests.close()
    await asyncio.gather(*answers, return_exceptions=True)
    assert [answer.cancelled() for answer in answers] == [True, True]
    assert upstream.cancelled == 1


async def test_a_render_whose_isolate_breaks_asks_once() -> None:
    """It waits for an answer while another page fills the heap, and goes on in the next isolate."""
    rendering = Renderer(lambda: isolate(Limits(time=10, heap=64 << 20)))
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def answer(_request: dict[str, Any]) -> str:
        begun.set()
        await go_on.wait()
        return "placed"

    upstream = Upstream(answer)
    waiting = asyncio.ensure_future(rendering.render(program("wait", requests=[fetch(1)]), upstream))
    await begun.wait()
    with pytest.raises(RenderOutOfMemory):
        await rendering.render(program("bomb"), no_host)
    go_on.set()
    rendered = await asyncio.wait_for(waiting, 30)
    assert orjson.loads(rendered.body) == [{"id": 1, "value": "placed"}]
    assert (len(upstream.asked), upstream.cancelled) == (1, 0)
    rendering.close()


async def test_closing_is_no_reason_to_try_again() -> None:
    opened = 0

    def open_isolate() -> Any:
        nonlocal opened
        opened += 1
        return isolate()

    rendering = Renderer(open_isolate)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def host(_request: dict[str, Any]) -> Any:
        begun.set()
        await go_on.wait()

    waiting = asyncio.ensure_future(rendering.render(program("wait", requests=[fetch(1)]), host))
    await begun.wait()
    rendering.close()
    go_on.set()
    with pytest.raises(RenderError):
        await asyncio.wait_for(waiting, 30)
    assert opened == 1


async def test_one_page_rendered_twice_asks_once() -> None:
    """As when `handle_error` has more to say of an error that a boundary caught."""
    rendering = Renderer(isolate)
    session = RenderSession(upstream := Upstream())
    bodies = []
    for _ in range(2):
        rendered: Rendered = await rendering.render(program("wait", requests=[fetch(1), fetch(2)]), session)
        bodies.append(sorted(each["value"] for each in orjson.loads(rendered.body)))
    session.close()
    assert bodies == [[1, 2], [1, 2]]
    assert len(upstream.asked) == 2
    rendering.close()
