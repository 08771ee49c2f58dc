"""A request of a page is carried out once, however often the page is rendered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest

from lissome.errors import RenderError, RenderOutOfMemory, RenderStuck, RenderTimeout
from lissome.ssr import Limits, Rendered, Renderer, RenderSession, host_requests
from lissome.ssr.host_requests import HostRequests
from ssr.bundle import isolate, no_host, open_isolate, program


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


# -- requests that a render takes back


def abort(number: int) -> dict[str, Any]:
    return {"id": 1000 + number, "kind": "abort", "of": number}


ABORTED = b'"error":{"name":"AbortError","message":"The operation was aborted."}'


class Slow(Upstream):
    """Answers fetches of ``http://x/slow`` when the gate opens, and others at once."""

    def __init__(self) -> None:
        super().__init__(self._slow)
        self.gate = asyncio.Event()

    async def _slow(self, request: dict[str, Any]) -> str:
        if request.get("url") == "http://x/slow":
            await self.gate.wait()
        return str(request["id"])


def slow(number: int) -> dict[str, Any]:
    return fetch(number, url="http://x/slow")


async def test_an_aborted_request_is_cancelled_and_stays_aborted() -> None:
    requests = HostRequests(upstream := Slow())
    requests.begin()
    first, second = requests.ask(slow(1)), requests.ask(slow(2))
    await asyncio.sleep(0)
    requests.abort(1, first)
    with pytest.raises(asyncio.CancelledError):
        await first
    assert (upstream.cancelled, second.done()) == (1, False)
    requests.begin()
    again = [requests.ask(slow(7)), requests.ask(slow(8))]
    assert await again[0] == ABORTED
    assert again[1] is second
    upstream.gate.set()
    assert await second == b'"value":"2"'
    assert len(upstream.asked) == 2
    requests.close()


async def test_an_aborted_request_that_has_been_answered_is_not_sent_again() -> None:
    requests = HostRequests(upstream := Slow())
    requests.begin()
    answer = requests.ask(fetch(1))
    await answer
    requests.abort(1, answer)
    assert await asked(requests, fetch(1), fetch(2)) == [ABORTED, b'"value":"2"']
    assert [request["id"] for request in upstream.asked] == [1, 2]
    requests.close()


async def test_a_request_that_is_aborted_before_it_begins_is_never_sent() -> None:
    requests = HostRequests(upstream := Slow())
    requests.begin()
    requests.abort(1, requests.ask(fetch(1)))
    await asyncio.sleep(0)
    assert await asked(requests, fetch(1)) == [ABORTED]
    assert upstream.asked == []
    requests.close()


async def rendered(upstream: Upstream, *rounds: list[dict[str, Any]], wanted: int) -> list[Any]:
    """What three pages get that ask in several rounds: the same, of one engine.

    Args:
        wanted: the number of answers.
    """
    rendering = Renderer(open_isolate)
    seen = []
    for _ in range(3):
        task = rendering.render(program("rounds", rounds=rounds, wanted=wanted), upstream)
        page: Rendered = await asyncio.wait_for(task, 30)
        seen.append(orjson.loads(page.body))
    still_open: Rendered = await rendering.render(program("open"), no_host)
    assert still_open.body == b"0"
    rendering.close()
    assert seen[1:] == seen[:1] * 2
    answers: list[Any] = seen[0]
    return answers


def tick(number: int) -> dict[str, Any]:
    """A timer, after which a render goes on."""
    return {"id": number, "kind": "timer", "ms": 0}


async def test_a_render_goes_on_after_an_abort() -> None:
    """Nothing is delivered for the request or its abort, and nothing is pending: V8 is asked again."""
    upstream = Slow()
    assert await rendered(upstream, [slow(1), tick(2)], [abort(1)], wanted=1) == [{"id": 2, "value": None}]
    assert (len(upstream.asked), upstream.cancelled) == (3, 3)


async def test_a_request_and_its_abort_at_once() -> None:
    upstream = Slow()
    assert await rendered(upstream, [slow(1), abort(1), fetch(3)], wanted=1) == [{"id": 3, "value": "3"}]
    assert [request["id"] for request in upstream.asked] == [3, 3, 3]


async def test_what_has_been_answered_or_never_asked_cannot_be_aborted() -> None:
    rounds = [slow(1), fetch(2)], [abort(1), fetch(4)], [abort(2), abort(77)], [tick(5)]
    answers = await rendered(Slow(), *rounds, wanted=3)
    assert [answer["id"] for answer in answers] == [2, 4, 5]


class Sequence(Slow):
    """Answers the slow fetches of a page once its fourth request has come."""

    async def _slow(self, request: dict[str, Any]) -> str:
        if request["id"] == 1:
            self.gate.clear()
        elif request["id"] == 4:
            self.gate.set()
        return await super()._slow(request)


async def test_what_is_asked_after_an_abort_is_taken_before_the_others_are_answered() -> None:
    rounds = [slow(1), slow(2), tick(3)], [abort(1)], [fetch(4)]
    answers = await rendered(Sequence(), *rounds, wanted=3)
    assert sorted(answer["id"] for answer in answers) == [2, 3, 4]


async def test_an_aborted_timer() -> None:
    never = {"id": 1, "kind": "timer", "ms": 3_600_000}
    assert await rendered(Slow(), [never, tick(2)], [abort(1)], wanted=1) == [{"id": 2, "value": None}]


async def test_a_render_that_waits_for_what_it_has_aborted_is_stuck() -> None:
    with pytest.raises(RenderStuck):
        await rendered(Slow(), [slow(1), tick(2)], [abort(1)], wanted=2)


async def test_a_render_whose_isolate_breaks_asks_once() -> None:
    """It waits for an answer while another page fills the heap, and goes on in the next isolate."""
    rendering = Renderer(lambda loop: isolate(Limits(time=10, heap=64 << 20), loop))
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

    def open_one(loop: asyncio.AbstractEventLoop) -> Any:
        nonlocal opened
        opened += 1
        return open_isolate(loop)

    rendering = Renderer(open_one)
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
    rendering = Renderer(open_isolate)
    session = RenderSession(upstream := Upstream())
    bodies = []
    for _ in range(2):
        rendered: Rendered = await rendering.render(program("wait", requests=[fetch(1), fetch(2)]), session)
        bodies.append(sorted(each["value"] for each in orjson.loads(rendered.body)))
    session.close()
    assert bodies == [[1, 2], [1, 2]]
    assert len(upstream.asked) == 2
    rendering.close()


# -- limits


@pytest.mark.parametrize(("failure", "expected"), [(RenderTimeout(1.0), 1), (RenderError("it threw"), 3)])
async def test_a_match_that_was_stopped_is_the_last_one(failure: RenderError, expected: int) -> None:
    async def answer(request: dict[str, Any]) -> None:
        if request["kind"] == "match":
            raise failure

    upstream = Upstream(answer)
    requests = HostRequests(upstream)
    matches = [{"id": n, "kind": "match", "url": f"http://x/{n}"} for n in range(3)]
    answers = await asked(requests, *matches)
    assert len({*answers}) == 1
    assert str(failure).encode() in answers[0]
    assert len(upstream.asked) == expected
    assert (await asked(requests, fetch(9))) == [b'"value":null']
    requests.close()


@pytest.mark.parametrize(("origin", "expected"), [("http://x/", 6), ("http://x.other/", 32), ("", 6)])
async def test_so_many_are_carried_out_at_a_time(origin: str, expected: int) -> None:
    running = most = 0

    async def answer(_request: dict[str, Any]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    requests = HostRequests(Upstream(answer), origin)
    await asked(requests, *(fetch(number) for number in range(50)))
    assert most == expected
    requests.close()


async def test_one_route_is_matched_at_a_time() -> None:
    running: list[int] = []

    async def answer(request: dict[str, Any]) -> None:
        running.append(request["id"])
        assert len(running) == 1
        await asyncio.sleep(0)
        running.remove(request["id"])

    requests = HostRequests(Upstream(answer))
    made = ({"id": number, "kind": "match", "url": f"/{number}"} for number in range(9))
    assert {await answer for answer in [requests.ask(one) for one in made]} == {b'"value":null'}
    requests.close()


async def test_what_is_no_work_waits_for_no_turn() -> None:
    requests = HostRequests(Upstream(lambda request: asyncio.sleep(60 * (request["kind"] == "fetch"))))
    busy = [requests.ask(fetch(number)) for number in range(6)]
    assert await requests.ask({"id": 7, "kind": "promise", "number": 1}) == b'"value":null'
    assert not any(answer.done() for answer in busy)
    requests.close()


async def test_the_answers_of_a_page_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_requests, "_MOST_KEPT", 4 << 20)

    async def answer(_request: dict[str, Any]) -> str:
        return "x" * (3 << 20)

    requests = HostRequests(Upstream(answer))
    answers = [await requests.ask(fetch(number)) for number in range(3)]
    assert [len(one) > 1000 for one in answers] == [True, False, False]
    assert b"the answers to the fetches of a page may have 4 MB together" in answers[2]
    requests.close()


async def test_timers_are_stopped_one_by_one() -> None:
    requests = HostRequests(no_host)
    stopped, other = (requests.ask({"id": number, "kind": "timer", "ms": 10}) for number in (1, 2))
    requests.clear(1)
    requests.clear(1)
    assert await other == b'"value":null'
    assert stopped.cancelled()
    requests.close()


async def test_a_number_that_is_repeated_keeps_no_timer() -> None:
    requests = HostRequests(no_host)
    first, second = (requests.ask({"id": 1, "kind": "timer", "ms": ms}) for ms in (60_000, 10))
    assert await second == b'"value":null'
    assert first.cancelled()
    requests.close()


async def test_long_addresses_are_told_apart_by_their_digests() -> None:
    requests = HostRequests(Upstream())
    long = [fetch(number, url="http://x/" + str(number) * 60_000) for number in (1, 2)]
    assert await asked(requests, *long) == [b'"value":1', b'"value":2']
    assert await asked(requests, *reversed(long)) == [b'"value":2', b'"value":1']
    requests.close()
