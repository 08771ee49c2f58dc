"""Renders that V8 cannot stop, and what they cost the others: time, and nothing else."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from lissome.errors import IsolateLost, RenderOutOfMemory, RenderTimeout
from lissome.ssr import Isolate, IsolateDisposal, Limits, Renderer, disposal, process_memory
from ssr.bundle import SOURCE, no_host, program
from support.waiting import become

# One call of a builtin that V8 does not interrupt: two seconds of CPU and more. Half a second after `SHORT`
# it is given up.
BUILTIN = "Array.prototype.lastIndexOf.call({ length: 3e8 }, 1)"
LIMITS = Limits(time=0.5, heap=64 << 20, wall=240.0)
SHORT = Limits(time=0.2, heap=64 << 20, wall=240.0)
EVALUATE = "\t\tevaluate: ({ code }) => page(String((0, eval)(code))),\n"
HOST = SOURCE.replace("\tconst programs = {\n", "\tconst programs = {\n" + EVALUATE)
linux = pytest.mark.skipif(sys.platform != "linux", reason="V8's own functions are not exported")


def renderer(limits: Limits = LIMITS, leaving: IsolateDisposal | None = None) -> Renderer:
    return Renderer(lambda loop: Isolate((HOST,), limits, loop, leaving))


async def evaluate(rendering: Renderer, code: str) -> str:
    return (await rendering.render(program("evaluate", code=code), no_host)).body.decode()


async def test_a_builtin_costs_its_own_render_only() -> None:
    before, leaving = set(threading.enumerate()), IsolateDisposal()
    rendering = renderer(SHORT, leaving)
    assert await evaluate(rendering, "1") == "1"
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.ensure_future(tick())
    lost = asyncio.ensure_future(evaluate(rendering, BUILTIN))
    others = [asyncio.ensure_future(evaluate(rendering, f"{n}")) for n in range(5)]
    assert await asyncio.gather(*others) == ["0", "1", "2", "3", "4"]
    assert not lost.done(), "they have not waited for it"
    with pytest.raises(IsolateLost, match="V8 cannot stop the render"):
        await lost
    assert leaving.running == 1
    assert await evaluate(rendering, "2") == "2"
    assert ticks > 10, "the event loop has turned"
    ticking.cancel()
    assert rendering.statistics().replacements == 1
    rendering.close()
    freeing = "free an isolate"
    # when the builtin has ended, which takes a minute where ten others share two processors
    assert await become(
        lambda: freeing not in {one.name for one in set(threading.enumerate()) - before}, seconds=240
    )
    assert await become(lambda: leaving.running == 0)


async def test_a_builtin_that_does_not_end_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disposal, "_PATIENCE", 0.25)
    reasons: list[str] = []
    rendering = renderer(SHORT, IsolateDisposal(reasons.append))
    with pytest.raises(IsolateLost):
        await evaluate(rendering, BUILTIN)
    assert reasons == []
    assert await become(lambda: bool(reasons))
    assert reasons == ["V8 has not ended a render within 0.25 s, which goes on on a thread"]
    rendering.close()


async def test_what_a_lost_thread_takes_is_not_put_down_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    leaving = IsolateDisposal()
    rendering = renderer(Limits(time=60), leaving)
    sizes = itertools.count(step=100 << 20)
    monkeypatch.setattr(process_memory, "rss", lambda: next(sizes))
    loop = "for (const end = Date.now() + 400; Date.now() < end; ); 'done'"
    leaving.running = 1
    assert await evaluate(rendering, loop) == "done"
    leaving.running = 0
    with pytest.raises(RenderOutOfMemory):
        await evaluate(rendering, loop.replace("400", "60_000"))
    rendering.close()


@linux
async def test_slices_have_one_budget() -> None:
    """A render that uses little CPU between one timer and the next, again and again."""
    rendering = Renderer(lambda loop: Isolate((SLICES,), LIMITS, loop))
    started = time.thread_time()
    with pytest.raises(RenderTimeout, match=r"its budget of 0\.5 s; it used 0\.[56]\d s of CPU"):
        await rendering.render(b"50", no_host)
    assert time.thread_time() - started < 5
    assert (await rendering.render(b"0", no_host)).body == b"done"
    rendering.close()


@linux
@pytest.mark.parametrize("what", ["buffer", "text", "array", "shared"])
async def test_slices_have_one_memory(what: str) -> None:
    """Each keeps two megabytes; others that wait meanwhile are not to blame."""
    rendering = Renderer(lambda loop: Isolate((SLICES,), Limits(time=60, heap=64 << 20), loop))
    other = asyncio.ensure_future(rendering.render(b"wait", no_host))
    with pytest.raises(RenderOutOfMemory):
        await rendering.render(what.encode(), no_host)
    assert (await other).body == b"done"
    assert (await rendering.render(b"0", no_host)).body == b"done"
    rendering.close()


@linux
async def test_what_a_call_has_left_is_collected_at_once() -> None:
    """Also of a call that took no long time: a text of 32 MB, put into one piece."""
    [isolate] = isolates = [Isolate((HOST,), LIMITS)]
    rendering = Renderer(lambda _loop: isolates.pop())
    code = "let text = 'xy'; for (let n = 0; n < 24; n += 1) text += text; text.charCodeAt(1);"
    wait = "for (const end = Date.now() + 50; Date.now() < end; ); 'done'"
    assert await evaluate(rendering, code + wait) == "done"
    assert await become(lambda: isolate.heap_statistics()["used_heap_size"] < 16 << 20)
    rendering.close()


@linux
async def test_what_filled_the_memory_is_not_put_down_to_the_next_call() -> None:
    """That one waits in the same isolate, whose buffers are still there; and it runs for long."""
    limits = Limits(time=60, heap=64 << 20, wall=240.0)
    rendering = Renderer(lambda loop: Isolate((HOST,), limits, loop), most_engines=1)
    assert await evaluate(rendering, "1") == "1"
    buffers = "globalThis.kept = []; for (;;) kept.push(new Uint8Array(1e6).fill(1));"
    wait = "for (const end = Date.now() + 300; Date.now() < end; ); 'done'"
    filling, waiting = (asyncio.ensure_future(evaluate(rendering, code)) for code in (buffers, wait))
    with pytest.raises(RenderOutOfMemory):
        await filling
    assert await waiting == "done"
    rendering.close()


@linux
async def test_what_v8_keeps_for_good_costs_the_isolate() -> None:
    """The registry of symbols is the whole isolate's, and keeps them."""
    isolates: list[Isolate] = []

    def open_isolate(loop: asyncio.AbstractEventLoop) -> Isolate:
        isolates.append(Isolate((HOST,), LIMITS, loop))
        return isolates[-1]

    rendering = Renderer(open_isolate)
    symbols = "for (let n = 0; n < 150_000; n += 1) Symbol.for(`${n} ${'x'.repeat(100)}`);"
    with pytest.raises(RenderTimeout):
        await evaluate(rendering, symbols + "for (;;);")
    assert await become(lambda: isolates[0].broken)
    assert await evaluate(rendering, "1") == "1"
    assert len(isolates) == 2
    rendering.close()


# A bundle whose renders take slices: of so many milliseconds, or each keeping two megabytes, for ever;
# "wait": 40 timers, and it is done.
SLICES = r"""
(() => {
	const open = new Map();
	let last = 0;
	const make = {
		buffer: () => new Uint8Array(2e6).fill(1),
		text: (n) => new Array(200_000).fill(n % 7).join('é23456789'),
		shared: () => new Uint8Array(new SharedArrayBuffer(4e6)).fill(1),
		array: () => new Array(250_000).fill(1.5)
	};
	const timer = (id) => JSON.stringify([{ id, kind: 'timer', ms: 0 }]);
	return function enter() {
		const rest = this.slice(1);
		switch (this[0]) {
			case 'r': {
				if (rest === '0') return 'k{}\0\0done';
				const left = rest === 'wait' ? 40 : Infinity;
				open.set(`${++last}`, { what: rest, kept: [], asked: 0, left });
				return `p${last}`;
			}
			case 't': {
				const render = open.get(rest);
				if (render.left-- > 0) return `w${timer(++render.asked)}`;
				open.delete(rest);
				return 'k{}\0\0done';
			}
			case 's': {
				const render = open.get(rest.slice(0, rest.indexOf('\n')));
				if (make[render.what]) render.kept.push(make[render.what](render.asked));
				else for (const end = Date.now() + Number(render.what); Date.now() < end; );
				return '';
			}
			case 'd':
				open.delete(rest);
				return '';
			case 'g':
				gc();
				return '';
		}
	};
})()
"""


@linux
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("'x'.repeat(134217729).split('')", "a fatal error of V8 has stopped a thread"),
        # on a busy machine its thread hardly runs any more, so it takes no more memory either
        ("new Function('1,'.repeat(2e8))", "took more and more memory|has not ended a render"),
    ],
    ids=["fatal", "memory"],
)
def test_the_process_survives(code: str, message: str) -> None:
    """In a process of its own, because a thread of V8 stays in it."""
    folder = Path(__file__).resolve().parent.parent
    script = f"from ssr import test_lost_isolates as t; t.survive({code!r})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr[-3000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    assert seen["failure"] == "IsolateLost"
    assert re.search(message, seen["reason"])
    assert seen["after"] == "works"
    assert seen["peak"] < 1500 << 20


def survive(code: str) -> None:
    """Render something that V8 does not survive, then something else; print what was seen."""
    import os

    from lissome.private_apis.fatal_signals import park_v8_after_fatal_errors
    from lissome.ssr.process_memory import rss

    assert park_v8_after_fatal_errors()

    async def main() -> dict[str, Any]:
        reasons: list[str] = []
        rendering = renderer(leaving=IsolateDisposal(reasons.append))
        failure, peak = "", 0
        work = asyncio.ensure_future(evaluate(rendering, code))
        while not work.done() or not reasons:
            await asyncio.sleep(0.01)
            peak = max(peak, rss())
        try:
            await work
        except IsolateLost as lost:
            failure = type(lost).__name__
        after = await evaluate(rendering, "for (let n = 0; n < 100; n += 1) new Array(1e5).fill(n); 'works'")
        return {"failure": failure, "reason": reasons[0], "after": after, "peak": peak}

    sys.stdout.write(json.dumps(asyncio.run(main())))
    sys.stdout.flush()
    os._exit(0)


def test_the_bundle_of_these_tests_is_the_other_one_and_more() -> None:
    assert EVALUATE in HOST
