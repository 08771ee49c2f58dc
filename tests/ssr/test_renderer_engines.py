"""The replacement of a renderer's engine, with engines whose answers the test sets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from lissome.errors import EngineLost, RenderError
from lissome.ssr import Renderer, RenderMeter, RenderSession
from ssr.bundle import no_host
from support.waiting import PATIENCE

REFUSED = b'x{"message":"it is frozen"}'
RENDERED = b"k{}\0head\0body"


class Scripted:
    """An engine that gives its answers in turn; None: another render breaks it."""

    def __init__(self, *answers: bytes | None) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []
        self.broken = self.is_slow = False
        self.pending = 0
        self.on_slow: Callable[[], None] | None = None

    def release_waiting(self) -> None:
        """It is never slow."""

    async def call(self, message: bytes, _meter: RenderMeter | None = None, /) -> bytes:
        self.asked.append(message)
        answer = self.answers.pop(0)
        if answer is None:
            self.broken = True
            raise EngineLost
        return answer

    def when_idle(self, done: Callable[[], None]) -> None:
        done()

    def close(self) -> None:
        self.broken = True


async def render(*engines: Scripted) -> bytes:
    left = list(engines)
    return (await Renderer(lambda _loop: left.pop(0)).render(b"1", no_host)).body


async def test_an_engine_that_was_lost_is_replaced() -> None:
    assert await render(Scripted(None), Scripted(RENDERED)) == b"body"


async def test_an_engine_that_was_lost_after_a_refusal_is_replaced_too() -> None:
    first, second = Scripted(REFUSED, None), Scripted(REFUSED, RENDERED)
    assert await render(first, second) == b"body"
    assert first.asked == second.asked == [b"r1", b"!r1"]


async def test_a_spoiled_engine_answers_nothing() -> None:
    assert await render(Scripted(b"l"), Scripted(REFUSED, b"l"), Scripted(RENDERED)) == b"body"


async def test_a_route_that_spoils_engines_gets_engines_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    """Also when it spoils one again: that one is closed, and no other page was in it."""
    first, second, third, fourth = engines = [
        Scripted(RENDERED, b"l/a"),
        Scripted(RENDERED, RENDERED),
        Scripted(RENDERED),
        Scripted(b"p1", b"l/a"),
    ]
    renderer = Renderer(lambda _loop: engines.pop(0))
    a, b = (RenderSession(no_host, route=route) for route in ("/a", "/b"))
    for session in (a, b, a, b):
        assert (await renderer.render(b"1", session)).body == b"body"
    with pytest.raises(RenderError, match="/a changes builtins in a way that cannot be taken back"):
        await renderer.render(b"1", a)
    assert first.broken
    assert third.broken
    assert fourth.broken
    assert not second.broken
    assert renderer.statistics().replacements == 1
    (record,) = caplog.records
    assert record.getMessage().startswith("src/routes/a/+page.svelte changes builtins in a way that cannot")


async def test_pages_that_spoil_engines_cannot_fetch_one_another() -> None:
    class Fetching(Scripted):
        async def call(self, message: bytes, _meter: RenderMeter | None = None, /) -> bytes:
            with pytest.raises(RenderError, match="and the page that fetches it does so, too"):
                await renderer.render(b"2", a)
            return await super().call(message)

    engines = [Scripted(RENDERED, b"l/a"), Scripted(RENDERED), Fetching(RENDERED)]
    renderer = Renderer(lambda _loop: engines.pop(0))
    a, b = (RenderSession(no_host, route=route) for route in ("/a", "/b"))
    async with asyncio.timeout(PATIENCE):
        for session in (a, b, a):
            assert (await renderer.render(b"1", session)).body == b"body"


async def test_it_gives_up_after_eight_attempts() -> None:
    with pytest.raises(EngineLost):
        await render(*(Scripted(None) for _ in range(8)))


async def test_a_page_that_a_page_in_a_trial_fetches_does_not_wait_for_that() -> None:
    class Fetching(Scripted):
        async def call(self, message: bytes, _meter: RenderMeter | None = None, /) -> bytes:
            if message == b"r1":
                assert (await renderer.render(b"2", no_host)).body == b"inner"
            return await super().call(message)

    usual = Scripted(REFUSED, REFUSED, b"k{}\0head\0inner")
    patchable = Fetching(RENDERED, b"[]")
    renderer = Renderer(lambda _loop: usual, lambda _loop: patchable)
    async with asyncio.timeout(PATIENCE):
        assert (await renderer.render(b"1", no_host)).body == b"body"
    assert usual.asked == [b"r1", b"r2", b"!r2"]
