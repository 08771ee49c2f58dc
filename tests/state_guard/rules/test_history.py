"""The guard's memory of earlier requests."""

from __future__ import annotations

import pytest

from lissome.state_guard.rules import history
from lissome.state_guard.rules.history import Growth, RequestHistory, make_room
from support.rules import FIELD, IDENTITY, record


def test_texts_that_many_sessions_bring_are_common() -> None:
    memory = RequestHistory()
    for number, session in enumerate("abcde"):
        assert not memory.is_common("newest")
        memory.add(record(number, session, newest=FIELD, mara_4711=IDENTITY))
    assert memory.is_common("newest")
    assert not memory.is_common("mara_4711"), "one person may have several sessions"


def test_one_session_and_anonymous_requests_make_nothing_common() -> None:
    memory = RequestHistory()
    for number in range(9):
        memory.add(record(number, "aaaa", newest=FIELD))
        memory.add(record(number, None, newest=FIELD))
    assert not memory.is_common("newest")


def test_entries_under_the_users_numeric_ids() -> None:
    memory = RequestHistory()
    assert not memory.add_entry("state.D", record(1, "aaaa"), is_own=True)
    assert memory.add_entry("state.D", record(2, "bbbb"), is_own=True)
    assert not memory.add_entry("state.D", record(3, "cccc"), is_own=False)
    assert not memory.add_entry("state.D", record(4, "dddd"), is_own=True)


def test_growth_by_values_of_requests() -> None:
    growth = Growth()
    for number in range(3):
        assert not growth.is_endless
        growth.add(record(number), is_derived=True)
    assert growth.is_endless
    assert not growth.is_repeated


def test_growth_with_the_same_request_again() -> None:
    growth, one = Growth(), record(1)
    for _ in range(3):
        assert not growth.is_endless
        growth.add(one, is_derived=False)
    assert growth.is_repeated
    assert growth.is_endless


def test_growth_by_anything() -> None:
    growth = Growth()
    for number in range(8):
        assert not growth.is_endless
        growth.add(record(number), is_derived=False)
    assert growth.is_endless
    assert growth.labels == ["request 0", "request 1", "request 7"]


def test_tables_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_MOST_PLACES", 4)
    table = {str(number): number for number in range(4)}
    make_room(table)
    assert table == {"2": 2, "3": 3}
