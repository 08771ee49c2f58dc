"""A fatal error of V8 stops V8's thread and nothing else; a trap on another thread ends the process as
always.

Each in a process of its own.
"""

from __future__ import annotations

import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a fatal error ends the process")

BEGIN = """
import os, signal, sys, time, threading
from lissome.private_apis.fatal_signals import is_parked, mark_as_v8_thread, park_v8_after_fatal_errors
assert park_v8_after_fatal_errors()
from lissome.private_apis.mini_racer import V8Context
from lissome.ssr.v8_flags import V8_FLAGS

def isolate():
    results = []
    flags = (*V8_FLAGS, '--max-old-space-size=64')  # a smaller heap is full earlier
    context = V8Context(flags, lambda _id, result: results.append(result.content), mark_as_v8_thread)
    entry = context.evaluate_function("(function () { return `${(0, eval)(`${this}`)}`; })")
    return context, entry, results

def ask(script):
    context, entry, results = isolate()
    context.call(entry, script.encode(), 1)
    while not results:
        time.sleep(0.005)
    return results[0]
"""
FATAL = {
    "too large an array": "'x'.repeat(134217729).split('')",
    "a full heap": "const kept = []; for (;;) kept.push({ a: [1, 2, {}] })",
}


def run(code: str) -> subprocess.CompletedProcess[str]:
    folder = Path(__file__).resolve().parent.parent
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("script", FATAL.values(), ids=FATAL)
def test_the_thread_of_v8_stands_still_and_another_isolate_works(script: str) -> None:
    done = run(f"""
context, entry, _ = isolate()
assert not is_parked(context.thread_id)
context.call(entry, {script.encode()!r}, 1)
while not is_parked(context.thread_id):
    time.sleep(0.01)
threading.Thread(target=context.close, daemon=True).start()
work = "for (let n = 0, kept; n < 50; n += 1) kept = new Array(1e5).fill(n).map((x) => [x]); gc(); 'works'"
print(*(ask(work) for _ in range(2)))
os.kill(os.getpid(), signal.SIGTERM)  # the parked thread does not swallow it
time.sleep(60)
""")
    assert done.stdout == "b'works' b'works'\n", done.stderr[-2000:]
    assert done.returncode == -signal.SIGTERM


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the instructions are that processor's")
@pytest.mark.parametrize("number", ["SIGTRAP", "SIGILL"])
@pytest.mark.parametrize("thread", ["main", "other"])
def test_a_trap_elsewhere_ends_the_process(number: str, thread: str) -> None:
    # `ud2` and `int3` are a processor's own: so the trap is that of a C function
    trap = "int3" if number == "SIGTRAP" else "ud2"
    code = {"int3": "b'\\xcc\\xc3'", "ud2": "b'\\x0f\\x0b\\xc3'"}[trap]
    done = run(f"""
import ctypes, mmap
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
memory.write({code})
function = ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
assert ask("'works'") == b"works"
if {thread!r} == "main":
    function()
else:
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
print("it goes on")
""")
    assert done.stdout == ""
    assert done.returncode == -getattr(signal, number)


def test_an_abort_ends_the_process() -> None:
    assert run("os.abort()").returncode == -signal.SIGABRT
