"""Threads and executors of requests."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from lissome.state_guard.resources.threads import threads_watched
from support.fake_tracker import FakeTracker


def test_a_thread_is_left_until_it_ends() -> None:
    tracker, stop = FakeTracker(), threading.Event()
    with threads_watched(tracker):
        threading.Thread(target=stop.wait, name="of the app").start()
        with tracker.request():
            thread = threading.Thread(target=stop.wait, name="worker")
            thread.start()
    assert tracker.left() == ["thread worker"]
    stop.set()
    thread.join()
    assert tracker.left() == []


def test_an_executor_is_left_while_its_threads_run() -> None:
    tracker = FakeTracker()
    with threads_watched(tracker), tracker.request():
        executor = ThreadPoolExecutor(1)
        assert tracker.left() == [], "it has no threads yet"
        executor.submit(int).result()
        assert "ThreadPoolExecutor" in tracker.left()
        executor.shutdown()
        assert tracker.left() == []


def test_the_executor_of_a_loop_is_pythons() -> None:
    tracker = FakeTracker(by_python=True)
    with threads_watched(tracker), tracker.request():
        ThreadPoolExecutor(1).shutdown()
    assert tracker.added == {}
