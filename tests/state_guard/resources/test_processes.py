"""Child processes of requests."""

from __future__ import annotations

import subprocess
import sys

from lissome.state_guard.resources.processes import processes_watched
from support.fake_tracker import FakeTracker


def test_a_child_is_left_until_it_ends() -> None:
    tracker = FakeTracker()
    with processes_watched(tracker):
        with tracker.request():
            child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        assert tracker.left() == [f"process {child.pid}"]
        child.communicate(b"\n")
        assert child.returncode == 0, "the exit code is still its parent's"
        assert tracker.left() == []
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert len(tracker.added) == 1
