"""mini-racer's library behaves as `lissome.private_apis.mini_racer` assumes."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest

from lissome.private_apis.mini_racer import (
    FIRST_ERROR,
    OUT_OF_MEMORY,
    STRING,
    TERMINATED,
    THROWN,
    EvaluationError,
    Result,
    V8Context,
)
from lissome.ssr.v8_flags import V8_FLAGS

CHANGED = "mini-racer has changed; adapt lissome.private_apis.mini_racer"
PATIENCE = 60


class Results:
    """The results of calls, in their order."""

    def __init__(self) -> None:
        self.queue: queue.Queue[tuple[int, int, bytes]] = queue.Queue()
        self.evaluated_on: list[int] = []
        self.context = V8Context(V8_FLAGS, self._add, self._evaluated)

    def _add(self, call_id: int, result: Result) -> None:
        self.queue.put((call_id, result.kind, result.content))

    def _evaluated(self) -> None:
        self.evaluated_on.append(threading.get_ident())

    def function(self, source: str) -> Any:
        function = self.context.evaluate_function(f"({source})")
        assert function is not None, CHANGED
        return function

    def call(self, source: str, this: bytes = b"") -> tuple[int, int, bytes]:
        self.context.call(self.function(source), this, 7)
        return self.queue.get(timeout=PATIENCE)


@pytest.fixture
def results() -> Iterator[Results]:
    results = Results()
    yield results
    results.context.close()


def test_the_version_is_the_one_that_was_tested() -> None:
    assert version("mini-racer") == "0.14.1", "test the private parts of the new version, then name it here"


def test_a_call_is_given_a_string_as_this_and_returns_one(results: Results) -> None:
    text = "é \U0001f600 \0 end".encode()
    assert results.call("function () { return this + '!'; }", text) == (7, STRING, text + b"!"), CHANGED


def test_scripts_are_evaluated_on_one_other_thread(results: Results) -> None:
    results.context.evaluate("1")
    results.context.evaluate("2")
    assert len(set(results.evaluated_on)) == 1, CHANGED
    assert threading.get_ident() not in results.evaluated_on


def test_a_script_that_fails(results: Results) -> None:
    with pytest.raises(EvaluationError, match="Error: no"):
        results.context.evaluate("throw new Error('no')")
    assert results.context.evaluate_function("5") is None


def test_a_call_that_throws(results: Results) -> None:
    _, kind, content = results.call("function () { throw new TypeError('inside'); }")
    assert kind >= FIRST_ERROR, CHANGED
    assert kind == THROWN, CHANGED
    assert b"TypeError: inside" in content


def test_a_call_that_is_cancelled(results: Results) -> None:
    task = results.context.call(results.function("function () { for (;;); }"), b"", 1)
    results.context.cancel(task)
    call_id, kind, content = results.queue.get(timeout=PATIENCE)
    assert call_id == 1
    # before it began, or while it ran
    assert (kind, content) == (THROWN, b"null\n") or kind == TERMINATED, CHANGED


def test_a_call_that_fills_the_heap(results: Results) -> None:
    results.context.set_hard_memory_limit(32 << 20)
    _, kind, _ = results.call("function () { for (const kept = [];;) kept.push(new Array(1e4).fill(0)); }")
    assert kind in {OUT_OF_MEMORY, TERMINATED, THROWN}, CHANGED
    assert results.context.is_above_hard_limit(), CHANGED


def test_the_soft_limit_is_looked_at_when_garbage_is_collected(results: Results) -> None:
    results.context.set_soft_memory_limit(1)
    assert results.call("function () { gc(); return ''; }")[1] == STRING
    assert results.context.is_above_soft_limit(), CHANGED
    results.context.set_soft_memory_limit(1 << 30)
    assert results.call("function () { gc(); return ''; }")[1] == STRING
    assert not results.context.is_above_soft_limit(), CHANGED


def test_heap_statistics(results: Results) -> None:
    assert results.context.heap_statistics()["used_heap_size"] > 0, CHANGED
    results.context.notify_low_memory()


def test_values_are_freed(results: Results) -> None:
    function = results.function("function () { return 'x'; }")
    before = results.context.value_count()
    for call_id in range(1, 11):
        results.context.call(function, b"this", call_id)
        results.queue.get(timeout=PATIENCE)
    assert results.context.value_count() == before, CHANGED


ANOTHER_THREAD = '''
import threading
from lissome.private_apis.mini_racer import V8Context
from lissome.ssr.v8_flags import V8_FLAGS

made = []

def make():
    context = V8Context(V8_FLAGS, lambda *_: None, lambda: None)
    context.free(context.evaluate("""
        for (let n = 0; n < 200; n += 1) {
          new Function('a', `let s = 0; for (let i = 0; i < 20000; i += 1) s += a * ${n}; return s`)(n);
          new RegExp(`a+${n}b*`).test(`aaaa${n}`);
        }
    """))
    made.append(context)

maker = threading.Thread(target=make)
maker.start()
maker.join()
made[0].close()
'''


def test_a_thread_that_has_not_initialised_v8_frees_an_isolate() -> None:
    """A processor that has keys for pages of memory (`pku` in /proc/cpuinfo) gives them to threads."""
    subprocess.run([sys.executable, "-c", ANOTHER_THREAD], check=True, timeout=PATIENCE)
