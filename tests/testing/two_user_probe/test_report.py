"""The report of a probe."""

from __future__ import annotations

import pytest

from lissome.state_guard import Finding
from lissome.testing import LeakError
from lissome.testing.two_user_probe.canary import EVERY_REQUEST, USER_NAME, Canary
from lissome.testing.two_user_probe.report import ProbeReport, TargetResult, of_crossing, of_finding

CANARY = Canary("zq0123456789", "user 1", "POST /notes", "form field text")


def report() -> ProbeReport:
    result = TargetResult("GET /notes", "page")
    result.statuses.update([200, 200, 0])
    found = ProbeReport(["user 1", "user 2"], [result])
    leak = of_crossing(CANARY, target="GET /notes", file="src/a.py", to="user 2", where="body", excerpt="zq0")
    result.leaks.append(leak)
    return found


def test_a_crossing_names_both_users() -> None:
    (leak,) = report().leaks
    assert str(leak).startswith("src/a.py: crossing: response body of user 2\n")
    assert "user 2 got what only user 1 had sent, as form field text of POST /notes" in leak.message
    assert str(leak).endswith("while probing GET /notes")


def test_a_finding_of_the_guard_keeps_its_line() -> None:
    finding = Finding("leftover", "src/a.py", 7, "asyncio task a()", "It is left.", ("GET /notes",))
    leak = of_finding(finding, "GET /notes")
    assert str(leak).startswith("src/a.py:7: leftover: asyncio task a()\n")
    assert "seen in GET /notes" in leak.message


def test_leaks_raise() -> None:
    with pytest.raises(LeakError, match="3 requests of 2 users: 1 leak"):
        report().check()
    clean = ProbeReport(["user 1", "user 2"])
    clean.check()
    assert clean.summary() == "0 requests of 2 users: nothing leaked"


def test_json() -> None:
    data = report().as_dict()
    assert (data["users"], data["requests"], data["leaks"]) == (["user 1", "user 2"], 3, 1)
    assert data["targets"][0]["statuses"] == {"0": 1, "200": 2}
    assert data["targets"][0]["leaks"][0]["kind"] == "crossing"


@pytest.mark.parametrize(
    ("statuses", "refused"), [([404, 403, 0], True), ([404, 200], False), ([303], False), ([], False)]
)
def test_targets_that_refused_everything(statuses: list[int], refused: bool) -> None:
    result = TargetResult("GET /", "page")
    result.statuses.update(statuses)
    assert result.never_ran is refused


@pytest.mark.parametrize(
    ("canary", "advice"),
    [
        (CANARY, "--shared /notes, or in tests probe(shared=["),
        (CANARY, "--public text, or in tests probe(public=["),
        (Canary("zq1", "user 1", EVERY_REQUEST, USER_NAME), "--public user, or in tests probe(public=["),
        (Canary("zq1", "user 1", EVERY_REQUEST, "value user.email"), "--public user.email, or"),
        (
            Canary("zq1", "user 1", EVERY_REQUEST, "cookie theme"),
            "in src/a.py: # lissome: public theme -- the reason",
        ),
    ],
)
def test_advice_names_what_to_write_and_where(canary: Canary, advice: str) -> None:
    leak = of_crossing(canary, target="GET /", file="src/a.py", to="user 2", where="body", excerpt="zq1")
    assert advice in leak.message
    assert ("--shared" in leak.message) is not canary.is_of_user
