"""V8's functions in mini-racer's library behave as `lissome.private_apis.v8` assumes."""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from py_mini_racer import init_mini_racer

from lissome.private_apis.mini_racer import STRING, TOO_LONG, Result, V8Context
from lissome.private_apis.v8 import Memory, functions_of
from lissome.ssr.v8_flags import V8_FLAGS

CHANGED = "V8 has changed; adapt lissome.private_apis.v8"
PATIENCE = 60
ENTRY = "(function () { return `${(0, eval)(`${this}`)}`; })"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the functions are exported on Linux only")


class Calls:
    """An isolate whose calls are scripts."""

    def __init__(self) -> None:
        self.queue: queue.Queue[Result] = queue.Queue()
        self.memory = Memory()
        self.context = V8Context(V8_FLAGS, self._add, lambda: None)
        self.entry: Any = self.context.evaluate_function(
            "(function () { return `${(0, eval)(`${this}`)}`; })"
        )
        assert self.context._v8 is not None, CHANGED

    def _add(self, _call_id: int, result: Result) -> None:
        self.memory = self.context.read_memory()
        result.cpu = time.thread_time()
        self.queue.put(result)

    def begin(self, script: str) -> int:
        return self.context.call(self.entry, script.encode(), 7)

    def result(self) -> Result:
        return self.queue.get(timeout=PATIENCE)

    def call(self, script: str) -> Result:
        self.begin(script)
        return self.result()


@pytest.fixture
def calls() -> Iterator[Calls]:
    calls = Calls()
    yield calls
    calls.context.close()


def test_promises_have_come_to_their_end_with_the_call(calls: Calls) -> None:
    before = calls.call("0").cpu
    script = "var done = 0; Promise.resolve().then(() => {"
    result = calls.call(script + "for (let n = 0; n < 1e8; n += 1); done = 1 }); 'answered'")
    assert (result.kind, result.content) == (STRING, b"answered"), CHANGED
    assert result.cpu - before > 0.02, "their time counts for the call"
    assert calls.call("done").content == b"1"


@pytest.mark.parametrize(
    "script", ["for (;;);", "(async () => { for (;;) await 1 })(); 'answered'"], ids=["code", "promises"]
)
def test_what_runs_can_be_terminated(calls: Calls, script: str) -> None:
    task = calls.begin(script)
    while calls.queue.empty():  # the first one may come before the script has begun
        calls.context.terminate(task)
        time.sleep(0.01)
    calls.result()
    calls.call("1")  # perhaps this one was terminated too
    assert calls.call("2").content == b"2", CHANGED


@pytest.mark.parametrize(
    ("script", "megabytes"),
    [
        ("new Uint8Array(50e6)", 50),
        ("new ArrayBuffer(8, { maxByteLength: 60e6 }).resize(50e6)", 50),
        ("new WebAssembly.Memory({ initial: 800 })", 52),
    ],
)
def test_memory_outside_the_heap_is_counted(calls: Calls, script: str, megabytes: int) -> None:
    before = memory_after(calls, "gc()")
    make = script.replace(".resize(50e6)", "")
    kept = memory_after(calls, f"globalThis.kept = [{make}]; {resized(script)}")
    assert abs(kept.outside - before.outside - megabytes * 1_000_000) < 3_000_000, CHANGED
    assert memory_after(calls, "kept = null; gc()").outside - before.outside < 1_000_000, CHANGED


def memory_after(calls: Calls, script: str) -> Memory:
    calls.call(script)
    return calls.memory


def resized(script: str) -> str:
    return "kept[0].resize(50e6)" if "resize" in script else "1"


def test_the_heap_is_counted(calls: Calls) -> None:
    before = memory_after(calls, "gc()")
    after = memory_after(calls, "globalThis.kept = new Array(1e6).fill(1.5); gc()")
    assert 7_000_000 < after.heap - before.heap < 12_000_000, CHANGED
    assert after.total == after.heap + after.outside


def test_the_memory_of_running_code_can_be_sampled(calls: Calls) -> None:
    task = calls.begin("const kept = []; for (;;) if (kept.length < 100) kept.push(new Uint8Array(1e6))")
    deadline = time.monotonic() + PATIENCE
    while calls.context.sample_memory().outside < 90_000_000 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert 90_000_000 < calls.context.sample_memory().outside < 110_000_000, CHANGED
    calls.context.terminate(task)
    calls.result()


def test_nothing_waits_for_shared_memory(calls: Calls) -> None:
    result = calls.call("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)")
    assert b"cannot be called in this context" in result.content, CHANGED


def test_a_webassembly_memory_has_a_limit(calls: Calls) -> None:
    assert b"RangeError" in calls.call("new WebAssembly.Memory({ initial: 5000 })").content


def test_a_text_that_is_too_long_is_left_out() -> None:
    results: queue.Queue[Result] = queue.Queue()
    context = V8Context(V8_FLAGS, lambda _id, result: results.put(result), lambda: None, longest=10)
    entry: Any = context.evaluate_function("(function () { return 'x'.repeat(+this); })")
    for length, expected in ((10, (STRING, b"x" * 10)), (11, (TOO_LONG, b"11"))):
        context.call(entry, b"%d" % length, 1)
        result = results.get(timeout=PATIENCE)
        assert (result.kind, result.content) == expected
    context.close()


def test_another_v8_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    library: Any = init_mini_racer(ignore_duplicate_init=True)
    monkeypatch.setattr("lissome.private_apis.v8._TESTED", b"99.")
    assert functions_of(library) is None


def test_the_thread_is_known(calls: Calls) -> None:
    assert calls.context.thread_id not in (0, threading.get_native_id())
