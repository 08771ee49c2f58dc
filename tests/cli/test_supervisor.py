"""The supervisor with processes that only pretend, and a clock that a test sets."""

from __future__ import annotations

import signal

import pytest

from lissome.cli.supervisor import WorkerLimits
from support.pretended_workers import GRACE, World, end, entry_of


@pytest.fixture
def world() -> World:
    """A server whose two workers serve."""
    world = World()
    world.turn()
    world.serve()
    return world


def test_all_workers_start_at_once() -> None:
    world = World(workers=3)
    world.turn()
    assert [worker.number for worker in world.started] == [0, 1, 2]
    world.serve(world.started[1])
    assert world.supervisor.has_served
    assert world.steered[-1] == {1}


def test_a_dead_worker_is_replaced_at_once_and_then_later_and_later(world: World) -> None:
    delays = []
    for _ in range(11):
        count, before = len(world.started), world.now
        end(world.started[-1])
        world.turn()
        while len(world.started) == count:
            world.turn(0.05)
        delays.append(world.now - before)
        world.serve()
    expected = [0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10, 10]
    assert delays == pytest.approx(expected, abs=0.06)
    assert world.lines[0] == "worker 2 (pid 101) was ended by SIGKILL; another one is started at once"
    assert world.lines[1] == "worker 2 (pid 102) was ended by SIGKILL; another one is started in 0.1 s"
    assert 100 in world.pids()


def test_a_worker_that_has_served_for_long_has_no_past(world: World) -> None:
    for seconds in (1, 1, 40):
        world.turn(seconds)
        world.serve()
        end(world.started[-1])
        world.turn()
        world.turn(0.2)
        world.serve()
    assert [line.rpartition(" started ")[2] for line in world.lines] == ["at once", "in 0.1 s", "at once"]


def test_connections_go_to_workers_that_serve(world: World) -> None:
    end(world.started[0])
    world.turn()
    assert world.steered[-1] == {1}
    world.turn(0.1)
    world.serve()
    assert world.steered[-1] == {0, 1}


def test_three_deaths_at_the_same_time(world: World) -> None:
    end(world.started[0])
    end(world.started[1])
    world.turn()
    world.turn(0.1)
    end(world.started[2])
    world.turn(0.1)
    world.turn(0.2)
    world.serve(*world.started[3:])
    assert not world.supervisor.is_over
    assert world.steered[-1] == {0, 1}


@pytest.mark.parametrize(
    ("code", "said"), [(1, []), (-signal.SIGSEGV, ["worker 1 (pid 100) was ended by SIGSEGV"])]
)
def test_a_worker_that_fails_at_its_very_first_start_ends_the_server(code: int, said: list[str]) -> None:
    world = World()
    world.turn()
    end(world.started[0], code)
    world.turn()
    world.turn()
    assert world.supervisor.has_failed
    assert world.supervisor.is_over
    assert [line.removesuffix(" before it could serve") for line in world.lines] == said


WATCHFUL = WorkerLimits(GRACE, heartbeat=30.0)


def test_a_worker_whose_loop_stands_still_gets_no_connections_and_is_killed() -> None:
    world = World(limits=WATCHFUL)
    world.turn()
    world.serve()
    for _ in range(40):
        entry_of(world.started[1]).beats += 1
        world.turn(1)
    assert {1} in world.steered
    (line,) = world.lines
    assert line.startswith("worker 1 (pid 100) was killed: its event loop has stood still for 30 s; another")


def test_a_loop_that_was_blocked_for_some_seconds_is_no_death() -> None:
    world = World(limits=WATCHFUL)
    world.turn()
    world.serve()
    for second in range(90):
        entry_of(world.started[1]).beats += 1
        entry_of(world.started[0]).beats += second % 20 == 0
        world.turn(1)
    assert world.lines == []
    assert world.pids() == {100, 101}


def test_a_machine_that_has_slept() -> None:
    world = World(limits=WATCHFUL)
    world.turn()
    world.serve()
    world.turn(3600)
    assert world.lines == []


def test_no_heartbeat_is_asked_of_workers_that_start() -> None:
    world = World(limits=WATCHFUL)
    for _ in range(100):
        world.turn(1)
    assert world.pids() == {100, 101}


def test_a_worker_that_asks_is_replaced_when_the_new_one_serves(world: World) -> None:
    entry_of(world.started[0]).reason = "V8 is lost"
    world.turn()
    world.turn(5)
    assert world.pids() == {100, 101, 102}
    world.serve(world.started[2])
    world.turn()
    assert world.pids() == {101, 102}
    assert entry_of(world.started[0]).is_deleted
    assert world.lines == ["worker 1 (pid 100) asks to be replaced: V8 is lost"]


def test_a_worker_that_was_told_to_end_by_somebody_else(world: World) -> None:
    entry_of(world.started[0]).leaves = True
    world.started[0].process.is_stubborn = True  # type: ignore[attr-defined]
    world.turn()
    assert world.pids() == {100, 101, 102}
    assert world.steered[-1] == {1}
    world.turn(GRACE + 1)
    world.turn()
    assert world.pids() == {101, 102}


def test_a_reload_replaces_one_worker_after_the_other(world: World) -> None:
    world.supervisor.reload()
    world.turn()
    assert world.pids() == {100, 101, 102}
    world.turn(60)
    world.serve(world.started[2])
    world.turn()
    assert world.pids() == {101, 102, 103}
    assert world.reloads == []
    world.serve(world.started[3])
    world.turn()
    assert world.pids() == {102, 103}
    assert world.reloads == [""]
    assert world.lines == ["reload: replacing 2 workers", "reload: done, after 60.0 s"]
    assert world.steered == [{0, 1}]


def test_a_reload_fails_and_the_old_workers_serve_on(world: World) -> None:
    world.supervisor.reload()
    world.turn()
    end(world.started[2], 1)
    world.turn()
    world.turn(60)
    assert world.pids() == {100, 101}
    (reason,) = world.reloads
    assert "worker 1 (pid 102) ended with exit code 1 before it could serve" in reason
    assert "all old workers serve on" in reason


def test_a_second_reload_begins_anew(world: World) -> None:
    world.supervisor.reload()
    world.turn()
    world.supervisor.reload()
    world.turn()
    world.turn()
    assert world.pids() == {100, 101, 103}
    for worker in (3, 4):
        world.serve(world.started[worker])
        world.turn()
    assert world.pids() == {103, 104}
    assert world.reloads == [""]


def test_a_worker_that_dies_during_its_reload_is_replaced_once(world: World) -> None:
    world.supervisor.reload()
    world.turn()
    end(world.started[0])
    world.turn()
    assert world.pids() == {101, 102}
    world.serve(world.started[2])
    world.turn()
    assert world.pids() == {101, 102, 103}
    world.serve(world.started[3])
    world.turn()
    assert world.pids() == {102, 103}
    assert world.reloads == [""]


def test_a_reload_in_a_pause_after_failures(world: World) -> None:
    for _ in range(6):
        end(world.started[-1])
        world.turn()
        world.turn(3)
    end(world.started[-1])
    world.turn()
    count = len(world.started)
    world.supervisor.reload()
    world.turn()
    world.serve(world.started[count])
    world.turn()
    world.serve()
    world.turn()
    assert world.reloads == [""]
    assert len(world.pids()) == 2


def test_one_worker_at_a_time_is_replaced_for_its_memory() -> None:
    world = World(limits=WorkerLimits(GRACE, rss=100 << 20))
    world.turn()
    world.serve()
    world.memory = {100: 150 << 20, 101: 200 << 20}
    world.turn(10)
    world.turn(10)
    assert world.pids() == {100, 101, 102}
    assert world.lines == ["worker 2 (pid 101) uses 200 MB, more than 100: it is replaced"]
    world.serve(world.started[2])
    world.turn()
    world.turn(10)
    world.turn()
    assert world.pids() == {100, 102, 103}


def test_the_largest_is_replaced_if_all_together_use_too_much() -> None:
    world = World(limits=WorkerLimits(GRACE, total=400 << 20))
    world.turn()
    world.serve()
    world.memory = {100: 150 << 20, 101: 250 << 20}
    world.turn(10)
    assert world.lines == []
    world.memory[100] += 1 << 20
    world.turn(10)
    [line] = world.lines
    assert line.startswith("worker 2 (pid 101) uses 250 MB, and all together more than 400, nine tenths of")
    world.turn()
    assert world.pids() == {100, 101, 102}


def test_a_successor_that_does_not_start_is_tried_again(world: World) -> None:
    entry_of(world.started[0]).reason = "V8 is lost"
    world.turn()
    end(world.started[2], 1)
    world.turn()
    world.turn(1)
    assert world.pids() == {100, 101, 103}
    assert "the old worker serves on" in world.lines[-1]


def test_a_process_that_cannot_be_started(world: World) -> None:
    world.is_full = True
    end(world.started[0])
    for _ in range(3):
        world.turn(0.3)
    assert world.lines[1] == (
        "worker 1 cannot be started: Resource temporarily unavailable; tried again in 0.1 s"
    )
    assert world.pids() == {101}
    world.is_full = False
    world.turn(1)
    assert world.pids() == {101, 102}


def test_a_server_that_fails_leaves_no_worker(world: World) -> None:
    world.supervisor.abandon()
    world.turn()
    assert [worker.process.exitcode for worker in world.started[:2]] == [-signal.SIGKILL] * 2


def test_it_stops_all_and_kills_those_that_do_not_end() -> None:
    world = World(is_stubborn=True)
    world.turn()
    world.serve()
    world.supervisor.stop()
    world.supervisor.stop()
    world.turn(GRACE - 1)
    assert world.pids() == {100, 101}
    world.turn(2)
    world.turn()
    assert world.supervisor.is_over
    assert not world.supervisor.has_failed
    assert world.lines == [
        f"worker {n} (pid {99 + n}) has not ended within 10 s, and is killed" for n in (1, 2)
    ]


def test_nothing_starts_when_it_stops(world: World) -> None:
    end(world.started[0])
    world.supervisor.stop()
    world.supervisor.reload()
    world.turn()
    world.turn(60)
    assert world.supervisor.is_over
    assert len(world.started) == 2


def test_it_waits_no_longer_than_until_something_is_due(world: World) -> None:
    assert world.supervisor.pause() == 0.5
    end(world.started[-1])
    world.turn()
    world.serve()
    end(world.started[-1])
    world.turn()
    assert world.supervisor.pause() == pytest.approx(0.1)
    world.turn(0.15)
    assert world.supervisor.pause() == 0.05  # one starts
