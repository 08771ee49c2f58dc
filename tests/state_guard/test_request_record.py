"""A request as the guard knows it."""

from __future__ import annotations

import pytest

from lissome.state_guard.request_record import RequestRecord, session_of
from lissome.state_guard.writes.recorder import WriteLog
from support.fake_request import FakeEvent, FakeRequest


def begun(event: FakeEvent, number: int = 12) -> RequestRecord:
    return RequestRecord.begin(FakeRequest(event), number, WriteLog(number))


def test_sessions_are_told_apart_by_cookies_and_authorization() -> None:
    users = [
        FakeEvent("ann"),
        FakeEvent("bob"),
        FakeEvent(None, headers={"authorization": "Bearer ann"}),
    ]
    sessions = [session_of(FakeRequest(one)) for one in users]
    assert len(set(sessions)) == 3
    assert sessions[0] == session_of(FakeRequest(FakeEvent("ann", "/other")))
    assert session_of(FakeRequest(FakeEvent(None, headers={"accept": "text/html"}))) is None


def test_labels() -> None:
    record = begun(FakeEvent("ann", "/users/7"))
    assert record.label == f"GET /users/7 by session {record.session} (request 12)"
    assert begun(FakeEvent(None, "/")).label == "GET / by an anonymous session (request 12)"


def test_a_record_is_completed_at_the_end() -> None:
    event = FakeEvent("ann-4711", "/users/Mara", params={"name": "Mara"}, route="/users/[name]")
    record = begun(event)
    assert not record.values.texts
    record.complete(FakeRequest(event), ())
    assert "ann-4711" in record.values.texts
    assert record.route_texts == {"get", "/users/[name]"}


@pytest.mark.parametrize("path", ["/about"])
def test_a_path_without_parameters_is_the_apps(path: str) -> None:
    record = begun(FakeEvent("ann", path))
    record.complete(FakeRequest(FakeEvent("ann", path)), ())
    assert path in record.route_texts
