"""Files, sockets and SQLite connections of requests."""

from __future__ import annotations

import gc
import os
import socket
import sqlite3
from pathlib import Path

from lissome.state_guard.resources.files_and_sockets import files_and_sockets_watched
from support.fake_tracker import FakeTracker


def test_open_files(tmp_path: Path) -> None:
    tracker, path = FakeTracker(), tmp_path / "a"
    with files_and_sockets_watched(tracker), tracker.request():
        opened = open(path, "w")  # noqa: PTH123, SIM115 - that is the point
        assert tracker.left() == [f"open file {path}"]
        opened.close()
        assert tracker.left() == []


def test_a_descriptor_that_is_given_again_is_another_file(tmp_path: Path) -> None:
    tracker, (first, second) = FakeTracker(), (tmp_path / "a", tmp_path / "b")
    with files_and_sockets_watched(tracker), tracker.request():
        number = os.open(first, os.O_CREAT | os.O_WRONLY)
        assert tracker.left() == [f"open file {first}"]
        os.close(number)
        assert tracker.left() == []
        again = os.open(second, os.O_CREAT | os.O_WRONLY)
        assert again == number
        assert tracker.left() == [f"open file {second}"]
        os.close(again)


def test_sockets() -> None:
    tracker = FakeTracker()
    with files_and_sockets_watched(tracker), tracker.request():
        opened = socket.socket()
        assert tracker.left() == ["open socket"]
        opened.close()
        assert tracker.left() == []


def test_sqlite_connections() -> None:
    tracker = FakeTracker()
    with files_and_sockets_watched(tracker), tracker.request():
        connection = sqlite3.connect(":memory:")
        assert tracker.left() == ["SQLite connection to :memory:"]
        connection.close()
        assert tracker.left() == []


def test_what_is_garbage_is_not_left() -> None:
    tracker = FakeTracker()
    with files_and_sockets_watched(tracker), tracker.request():
        opened = socket.socket()
        os.close(opened.detach())
        del opened
        gc.collect()
    assert tracker.left() == []
