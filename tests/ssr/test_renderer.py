"""The renderer: renders that wait, what they leave behind, and isolates that are replaced."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from lissome.errors import HttpError, Redirect, RenderError, RenderOutOfMemory, RenderStuck, RenderTimeout
from lissome.private_apis.mini_racer import Result
from lissome.ssr import Isolate, Limits, Rendered, Renderer, RenderMeter, RenderSession
from ssr.bundle import LIMITS, SOURCE, no_host, program, renderer, threads
from support.waiting import PATIENCE, become


@pytest.fixture
async def rendering() -> AsyncIterator[Renderer]:
    rendering = renderer()
    yield rendering
    rendering.close()


async def body(rendering: Renderer, name: str, **options: Any) -> str:
    return (await rendering.render(program(name, **options), no_host)).body.decode()


async def nothing_open(rendering: Renderer) -> bool:
    """Whether V8 forgets all renders; soon, not at once: an answer may still be on its way to be dropped."""
    async with asyncio.timeout(PATIENCE):
        while await body(rendering, "open") != "0":  # noqa: ASYNC110 - V8 tells nobody
            await asyncio.sleep(0.01)
    return True


def other_tasks() -> set[asyncio.Task[Any]]:
    """Tasks but this test's, and the one that runs the tests."""
    own = asyncio.current_task()
    return {
        task for task in asyncio.all_tasks() if task is not own and "_call_in_runner_task" not in repr(task)
    }


def timer(number: int, ms: float) -> dict[str, Any]:
    return {"id": number, "kind": "timer", "ms": ms}


async def test_head_body_and_meta(rendering: Renderer) -> None:
    rendered = await rendering.render(program("echo", text="é"), no_host)
    assert (rendered.head, rendered.body.decode(), rendered.meta) == (b"<title>t</title>", "é", {})
    assert (await rendering.render(program("meta", meta={"a": 1}), no_host)).meta == {"a": 1}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"kind": "redirect", "status": 307, "location": "/x"}, Redirect(307, "/x")),
        (
            {"kind": "http", "status": 403, "message": "no", "props": {"hint": 1}},
            HttpError(403, {"hint": 1, "status": 403, "message": "no"}),
        ),
    ],
)
async def test_control_flow_of_universal_loads(
    rendering: Renderer, error: dict[str, Any], expected: Redirect | HttpError
) -> None:
    with pytest.raises(type(expected)) as caught:
        await body(rendering, "fail", error=error)
    assert vars(caught.value) == vars(expected)
    assert rendering.statistics().failures == 0


async def test_other_errors_keep_their_stack(rendering: Renderer) -> None:
    error = {
        "kind": "unknown",
        "name": "TypeError",
        "message": "no",
        "stack": "TypeError: no\n at x",
        "at": 2,
    }
    with pytest.raises(RenderError) as caught:
        await body(rendering, "fail", error=error)
    assert (caught.value.name, caught.value.at, caught.value.report()) == (
        "TypeError",
        2,
        "TypeError: no\n at x",
    )
    assert rendering.statistics().failures == 1


async def test_timers_and_host_requests_run_side_by_side(rendering: Renderer) -> None:
    """No request ends before both have begun."""
    together = asyncio.Barrier(2)

    async def host(request: dict[str, Any]) -> Any:
        await together.wait()
        return request["url"]

    requests = [timer(1, 100), *({"id": n, "kind": "fetch", "url": f"/{n}"} for n in (2, 3))]
    rendered = await rendering.render(program("wait", requests=requests), host)
    answers = sorted(json.loads(rendered.body), key=lambda answer: answer["id"])
    assert answers == [{"id": 1, "value": None}, {"id": 2, "value": "/2"}, {"id": 3, "value": "/3"}]
    assert await become(lambda: not other_tasks())


async def test_a_failing_host_rejects_the_promise(rendering: Renderer) -> None:
    async def host(request: dict[str, Any]) -> Any:
        raise ValueError("no route to host")

    rendered = await rendering.render(program("wait", requests=[{"id": 7, "kind": "fetch"}]), host)
    assert json.loads(rendered.body) == [
        {"id": 7, "error": {"name": "ValueError", "message": "no route to host"}}
    ]


async def test_an_answer_that_is_no_json_rejects_the_promise(rendering: Renderer) -> None:
    async def host(request: dict[str, Any]) -> Any:
        return object()

    rendered = await rendering.render(program("wait", requests=[{"id": 7, "kind": "fetch"}]), host)
    assert json.loads(rendered.body)[0]["error"]["name"] == "TypeError"
    assert await nothing_open(rendering)


async def test_a_render_that_waits_for_nothing_is_stuck(rendering: Renderer) -> None:
    with pytest.raises(RenderStuck, match="waits for a promise that nothing can settle"):
        await body(rendering, "wait", requests=[])
    assert await nothing_open(rendering)
    assert await become(lambda: not other_tasks())


async def test_two_hundred_at_once_are_not_mixed_up(rendering: Renderer) -> None:
    async def host(request: dict[str, Any]) -> Any:
        await asyncio.sleep(0.001 * (request["n"] % 7))
        return request["n"]

    async def one(n: int) -> None:
        if n % 2:
            assert await body(rendering, "echo", text=str(n)) == str(n)
            return
        rendered = await rendering.render(
            program("wait", requests=[{"id": 1, "kind": "fetch", "n": n}]), host
        )
        assert json.loads(rendered.body) == [{"id": 1, "value": n}]

    await asyncio.gather(*(one(n) for n in range(200)))
    assert rendering.statistics().renders == 200
    assert await nothing_open(rendering)


async def test_cancelling_a_render_leaves_nothing(rendering: Renderer) -> None:
    begun, cancelled = [], []

    async def host(request: dict[str, Any]) -> Any:
        begun.append(request["id"])
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            cancelled.append(request["id"])
            raise

    requests = [{"id": 1, "kind": "fetch"}, {"id": 2, "kind": "fetch"}, timer(3, 30_000)]
    render = asyncio.ensure_future(rendering.render(program("wait", requests=requests), host))
    assert await become(lambda: len(begun) == 2)
    render.cancel()
    await asyncio.gather(render, return_exceptions=True)
    assert render.cancelled()
    assert sorted(cancelled) == [1, 2]
    assert await nothing_open(rendering)
    assert await become(lambda: not other_tasks())


async def test_cancelling_at_any_moment_leaves_nothing(rendering: Renderer) -> None:
    await body(rendering, "echo", text="warm")
    for step in range(40):
        work = rendering.render(program("wait", requests=[timer(1, 1)]), no_host)
        render = asyncio.ensure_future(work)
        await asyncio.sleep(step * 0.0001)
        render.cancel()
        await asyncio.gather(render, return_exceptions=True)
    assert await nothing_open(rendering)
    assert await become(lambda: not other_tasks())


async def test_cancelling_when_the_answer_has_just_come_leaves_nothing(rendering: Renderer) -> None:
    """Cancelled between the answer's arrival and the caller's next step: nobody sees that a render waits."""
    await body(rendering, "echo", text="warm")
    engine = rendering.engine
    assert isinstance(engine, Isolate)
    work = rendering.render(program("wait", requests=[timer(1, 1)]), no_host)
    render = asyncio.ensure_future(work)
    finish = engine._finish

    def finish_and_cancel(call_id: int, result: Result) -> None:
        finish(call_id, result)
        render.cancel()

    engine._finish = finish_and_cancel  # type: ignore[method-assign]
    await asyncio.gather(render, return_exceptions=True)
    engine._finish = finish  # type: ignore[method-assign]
    assert render.cancelled()
    assert await nothing_open(rendering)
    assert await become(lambda: not other_tasks())


async def test_a_loop_costs_only_its_own_render() -> None:
    rendering = renderer(LIMITS)
    with pytest.raises(RenderTimeout):
        await body(rendering, "loop")
    assert await body(rendering, "echo", text="fine") == "fine"
    statistics = rendering.statistics()
    assert (statistics.renders, statistics.failures, statistics.replacements) == (2, 1, 0)
    rendering.close()


async def test_a_full_isolate_is_replaced() -> None:
    rendering = renderer()
    rendering.start()
    before, first = threads(), rendering.engine
    with pytest.raises(RenderOutOfMemory):
        await body(rendering, "bomb")
    assert await body(rendering, "echo", text="fine") == "fine"
    assert rendering.engine is not first
    assert rendering.statistics().replacements == 1
    assert await become(lambda: threads() <= before)
    rendering.close()


async def test_renders_around_a_full_heap_end() -> None:
    """Those that wait behind it, or for an answer, are rendered by the next isolate."""
    rendering = renderer()
    asked = 0

    async def host(request: dict[str, Any]) -> Any:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.01)
        return "x"

    waiting = rendering.render(program("wait", requests=[{"id": 1, "kind": "fetch"}]), host)
    works = [
        waiting,
        *(rendering.render(program(name, text="x"), no_host) for name in ("bomb", "echo", "echo")),
    ]
    answers = await asyncio.wait_for(asyncio.gather(*works, return_exceptions=True), PATIENCE)
    assert isinstance(answers[1], RenderOutOfMemory)
    bodies = [answer.body for answer in answers if isinstance(answer, Rendered)]
    assert bodies == [b'[{"id":1,"value":"x"}]', b"x", b"x"]
    assert asked == 1, "what it has fetched is not fetched again"
    assert await body(rendering, "echo", text="fine") == "fine"
    assert rendering.statistics().replacements == 1
    rendering.close()


async def test_closing_while_renders_wait() -> None:
    before = threads()
    rendering = renderer()
    asked = asyncio.Event()

    async def host(_request: dict[str, Any]) -> Any:
        asked.set()
        await asyncio.sleep(100)

    waiting = program("wait", requests=[{"id": 1, "kind": "fetch"}])
    work = [asyncio.ensure_future(rendering.render(waiting, host))]
    await asked.wait()
    work.append(asyncio.ensure_future(rendering.render(program("loop"), no_host)))
    await asyncio.sleep(0.1)
    rendering.close()
    work[0].cancel()  # as the server does with requests that are under way
    failures = await asyncio.gather(*work, return_exceptions=True)
    assert isinstance(failures[0], asyncio.CancelledError)
    assert "the server is stopping" in str(failures[1])
    assert await become(lambda: not other_tasks())
    assert await become(lambda: threads() <= before)


async def test_it_can_be_started_again(rendering: Renderer) -> None:
    assert await body(rendering, "echo", text="1") == "1"
    rendering.close()
    assert await body(rendering, "echo", text="2") == "2"


async def test_ask(rendering: Renderer) -> None:
    assert await rendering.ask({"fn": "match"}, no_host) == {"match": True}
    with pytest.raises(RenderError, match="no such function"):
        await rendering.ask({"fn": "other"}, no_host)


async def test_an_isolate_that_cannot_start_is_tried_again() -> None:
    rendering = Renderer(lambda loop: Isolate(("syntax error",), Limits(), loop))
    for _ in range(2):
        with pytest.raises(RenderError, match="does not start"):
            await body(rendering, "echo", text="x")


async def test_pages_of_one_client_take_turns() -> None:
    """Each gives V8 a message when the others have their answers; a page without a turn need not wait."""
    under_way = most = 0

    class Counting(Isolate):
        async def call(self, message: bytes, _meter: RenderMeter | None = None, /) -> bytes:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            try:
                return await super().call(message)
            finally:
                under_way -= 1

    rendering = Renderer(lambda loop: Counting((SOURCE,), Limits(), loop))
    turn = asyncio.Lock()
    sessions = [RenderSession(no_host, turn=turn) for _ in range(4)]
    wait = program("wait", requests=[timer(1, 20)])
    pages = await asyncio.gather(*(rendering.render(wait, session) for session in sessions))
    assert [json.loads(page.body) for page in pages] == [[{"id": 1, "value": None}]] * 4
    assert most == 1
    await turn.acquire()
    assert (await rendering.render(wait, no_host)).body == pages[0].body
    rendering.close()
