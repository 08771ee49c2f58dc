"""Calls that hold the event loop, and what only looks like one."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from lissome.dev.blocking_calls import BlockingCall, BlockingCalls
from support.waiting import PATIENCE

SOURCE = """
def find(wait):
    wait()  # HERE

async def load(wait):
    find(wait)
"""


def module(root: Path, file: str = "src/routes/+page.server.py", name: str = "made") -> ModuleType:
    made = ModuleType(name)
    exec(compile(SOURCE, str(root / file), "exec"), made.__dict__)
    return made


@contextmanager
def watching(root: Path, report: Callable[[BlockingCall], None]) -> Iterator[None]:
    watch = BlockingCalls(root, report)
    watch.start()
    try:
        yield
    finally:
        watch.stop()


async def test_it_is_said_once_with_its_line(tmp_path: Path) -> None:
    said, reported = [], threading.Event()

    def report(call: BlockingCall) -> None:
        said.append(call)
        reported.set()

    load = module(tmp_path).load
    with watching(tmp_path, report):
        await load(lambda: reported.wait(PATIENCE))
        await asyncio.sleep(0)
        await load(lambda: None)
    assert said == [BlockingCall("find", "src/routes/+page.server.py:3")]
    assert "find has held the event loop for more than 100 ms" in str(said[0])
    assert "Write `await asyncio.to_thread(…)`" in str(said[0])


async def look_at(root: Path, made: ModuleType) -> list[BlockingCall]:
    """What is said while a function of `made` is on the stack."""
    said: list[BlockingCall] = []
    watch = BlockingCalls(root, said.append)
    await made.load(lambda: watch._look(sys._getframe()))
    await made.load(lambda: watch._look(sys._getframe()))
    return said


async def test_the_same_function_is_said_once(tmp_path: Path) -> None:
    assert len(await look_at(tmp_path, module(tmp_path))) == 1


async def test_a_library_is_not_the_app(tmp_path: Path) -> None:
    assert await look_at(tmp_path, module(tmp_path, ".venv/lib/driver.py")) == []


async def test_the_app_is_named_through_the_calls_of_libraries(tmp_path: Path) -> None:
    said: list[BlockingCall] = []
    watch = BlockingCalls(tmp_path, said.append)

    def through_json() -> None:
        json.loads("{}", object_hook=lambda _: watch._look(sys._getframe()))

    await module(tmp_path).load(through_json)
    assert [call.place for call in said] == ["src/routes/+page.server.py:3"]


async def test_a_debugger_is_no_mistake(tmp_path: Path) -> None:
    assert await look_at(tmp_path, module(tmp_path, name="pdb")) == []


async def test_a_closed_loop_ends_the_watch(tmp_path: Path) -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    BlockingCalls(tmp_path)._watch(loop, 0)
