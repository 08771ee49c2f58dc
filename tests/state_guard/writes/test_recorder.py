"""Recording writes by request."""

from __future__ import annotations

import asyncio
import collections

import pytest

from lissome.state_guard.writes import recorder
from lissome.state_guard.writes.instrument import BIND, CALL, MISS, SLOT, TOUCH, WRITE
from lissome.state_guard.writes.recorder import WriteRecorder


def test_targets_pass_through_and_are_recorded() -> None:
    record = WriteRecorder()
    functions = record.functions()
    target: list[int] = []
    log = record.start(1)
    assert functions[WRITE](target, 7) is target
    assert functions[SLOT](target, 8) is target
    functions[BIND](9)
    assert log == {(id(target), 7): target, (id(target), 8): target, (0, 9): None}
    assert list(record.steps) == [(1, id(target), 8), (1, 0, 9)]


def test_what_cannot_be_changed_is_not_recorded() -> None:
    record = WriteRecorder()
    functions = record.functions()
    log = record.start(1)
    values: tuple[object, ...] = (1, "a", None, (), frozenset())
    for value in values:
        functions[WRITE](value, 1)
    functions[TOUCH](asyncio, 2)
    functions[TOUCH](len.__class__, 3)
    functions[MISS]({}, 4)
    functions[CALL](len, 5)
    functions[CALL](test_what_cannot_be_changed_is_not_recorded, 6)
    assert [number for _, number in log] == [5], "the module of a built-in function, which is never a leak"


def test_bound_methods_and_default_factories() -> None:
    record = WriteRecorder()
    functions = record.functions()
    log = record.start(1)
    values: list[int] = []
    table: dict[str, list[int]] = collections.defaultdict(list)
    functions[CALL](values.append, 1)(2)
    functions[MISS](table, 3)
    assert log == {(id(values), 1): values, (id(table), 3): table}
    assert values == [2]


async def test_tasks_write_for_the_request_that_started_them() -> None:
    record = WriteRecorder()
    write = record.functions()[WRITE]
    gate = asyncio.Event()

    async def late(target: list[int]) -> None:
        await gate.wait()
        write(target, 1)

    async def request(number: int) -> tuple[recorder.WriteLog, asyncio.Task[None]]:
        log = record.start(number)
        task = asyncio.create_task(late([number]))
        record.stop(log)
        write([], 2)
        return log, task

    requests = [await asyncio.create_task(request(number)) for number in (1, 2)]
    gate.set()
    for log, task in requests:
        await task
        assert list(log.values()) == [[log.number]]
    assert list(record.outside.values()) == [[], []]


def test_a_request_has_a_bounded_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_MOST", 10)
    record = WriteRecorder()
    functions = record.functions()
    log = record.start(1)
    kept = [[number] for number in range(30)]
    for one in kept:
        functions[WRITE](one, 1)
        functions[SLOT](one, 2)
    assert len(log) == 10
