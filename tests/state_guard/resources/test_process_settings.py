"""Settings of the process that requests change."""

from __future__ import annotations

import gc
import os

import pytest

from lissome.state_guard.resources.process_settings import settings_watched
from support.fake_tracker import FakeTracker


def test_a_setting_is_left_until_it_is_changed_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALL_APP", "de")
    tracker = FakeTracker()
    with settings_watched(tracker):
        with tracker.request():
            os.environ["SMALL_APP"] = "en"
        assert tracker.left() == ["os.environ['SMALL_APP']"]
        assert tracker.kinds == ["process"]
        os.environ["SMALL_APP"] = "de"
        assert tracker.left() == []


def test_what_changes_nothing_is_not_reported() -> None:
    tracker = FakeTracker()
    with settings_watched(tracker), tracker.request():
        gc.enable()
    assert tracker.added == {}


def test_a_change_back_is_compared_with_the_value_before_all_requests() -> None:
    tracker = FakeTracker()
    with settings_watched(tracker), tracker.request():
        before = os.umask(0o027)
        assert tracker.left() == ["the umask"]
        os.umask(before)
        assert tracker.left() == []
    assert list(tracker.added) == ["the umask"]
