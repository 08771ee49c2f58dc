"""A thread of V8 is suspended for good, but only if others can work without it.

Each in a process of its own, because the thread stays.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no thread is suspended")

BEGIN = """
import os, threading, time
from lissome.private_apis.fatal_signals import is_parked
from lissome.private_apis.mini_racer import V8Context, try_isolate
from lissome.private_apis.suspension import suspend
from lissome.ssr.v8_flags import V8_FLAGS

def remember():
    global clock
    clock = time.pthread_getcpuclockid(threading.get_ident())

context = V8Context(V8_FLAGS, lambda _id, _result: None, remember)
loop = context.evaluate_function("(function () { @; })")
context.call(loop, b"", 1)
while time.clock_gettime(clock) < 0.05:
    time.sleep(0.01)

def works(seconds):
    before = time.clock_gettime(clock)
    while time.clock_gettime(clock) == before and seconds > 0:
        time.sleep(0.01)
        seconds -= 0.01
    return time.clock_gettime(clock) > before
"""


ENDLESS = "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)"
# One that allocates all the time.
LIST = "new Intl.ListFormat('de').format(new Array(4e6).fill('x'.repeat(100)))"


def run(code: str, builtin: str = "") -> str:
    folder = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", f"{BEGIN.replace('@', builtin or ENDLESS)}{code}\nos._exit(0)"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_it_stands_still_and_isolates_work() -> None:
    code = """
assert works(60)
while not suspend(context.thread_id, try_isolate):  # on a busy machine a trial takes too long
    pass
try_isolate()
print(is_parked(context.thread_id), works(0.3), flush=True)
"""
    assert run(code) == "True False"


def test_it_goes_on_if_others_need_it() -> None:
    """The trial ends only when the thread works, as if it waited for one of its locks."""
    code = """
def needs_it():
    while not works(60):
        pass

suspended, seconds = suspend(context.thread_id, needs_it), 60
while is_parked(context.thread_id) and seconds > 0:  # it is told to go on, and has to get the processor
    time.sleep(0.01)
    seconds -= 0.01
print(suspended, is_parked(context.thread_id), works(60), flush=True)
"""
    assert run(code) == "False False True"


@pytest.mark.parametrize("attempt", range(4))
def test_it_holds_no_lock_of_the_allocator(attempt: int) -> None:
    """By chance it would, three times of four; whoever frees what it has allocated would wait for ever."""
    code = """
import ctypes
while time.clock_gettime(clock) < 0.3:
    time.sleep(0.01)
while not suspend(context.thread_id, try_isolate):
    pass
asking = threading.Thread(target=ctypes.CDLL(None).malloc_stats, daemon=True)
asking.start()
asking.join(30)
print(is_parked(context.thread_id), asking.is_alive(), flush=True)
"""
    assert run(code, LIST) == "True False"
