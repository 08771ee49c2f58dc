"""The memory that workers share with their supervisor."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from lissome.cli.worker_board import SHARED_SIZE, BoardEntry, WorkerBoard, open_shared


@pytest.fixture
def board() -> Iterator[WorkerBoard]:
    board = WorkerBoard()
    yield board
    board.close()


def _work(path: Path, shared: Path) -> None:
    """Be a worker."""
    entry = BoardEntry(path)
    for _ in range(3):
        entry.beat()
    entry.report_serving()
    entry.report_leaving()
    entry.ask_for_replacement("V8 is lost")
    entry.ask_for_replacement("another reason")
    open_shared(shared)[7] = 1


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # the test's process has threads
def test_the_supervisor_sees_what_a_worker_says(board: WorkerBoard, method: str) -> None:
    entry = board.new_entry()
    assert (entry.beats, entry.serves, entry.leaves, entry.reason) == (0, False, False, "")
    assert bytes(board.shared) == bytes(SHARED_SIZE)
    arguments = (entry.path, board.shared_file)
    process = multiprocessing.get_context(method).Process(target=_work, args=arguments)  # type: ignore[attr-defined]
    process.start()
    process.join()
    assert (entry.beats, entry.serves, entry.leaves, entry.reason) == (
        3,
        True,
        True,
        "V8 is lost",
    )
    assert board.shared[7] == 1


@pytest.mark.parametrize(("reason", "kept"), [("", "no reason given"), ("x" * 999, "x" * 250)])
def test_reasons_of_all_lengths(board: WorkerBoard, reason: str, kept: str) -> None:
    entry = board.new_entry()
    entry.ask_for_replacement(reason)
    assert entry.reason == kept


def test_each_worker_has_an_entry_of_its_own(board: WorkerBoard) -> None:
    first, second = board.new_entry(), board.new_entry()
    first.beat()
    assert (first.beats, second.beats) == (1, 0)
    first.delete()
    assert not first.path.exists()
    assert second.path.exists()


def test_nothing_is_left(board: WorkerBoard) -> None:
    entry = board.new_entry()
    board.close()
    assert not board.folder.exists()
    entry.beat()  # a worker that still runs
    entry.delete()
