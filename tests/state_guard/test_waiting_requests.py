"""With a share of the time, as in `lissome dev`, requests are inspected together: it finds the same."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pytest

from support.fake_request import FakeEvent, observed
from support.guarded_app import GuardedApp
from support.ways import SILENT, WAYS


class User(NamedTuple):
    """Who is signed in."""

    name: str
    age: int


@pytest.fixture
def waiting(app: GuardedApp) -> GuardedApp:
    """Its requests wait for an inspection, which the tests ask for; in dev a timer does."""
    app.guard._share = 1e-6
    app.guard._next_inspection = math.inf
    return app


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("way", WAYS)
async def test_every_way_is_traced_to_its_line(waiting: GuardedApp, way: str, together: bool) -> None:
    source = WAYS[way]
    line = next(at for at, text in enumerate(source.splitlines(), 1) if "# HERE" in text)
    waiting.write("who", "user = None  # lissome: shared -- a part of the test\n")
    who = waiting.module("who")
    state = waiting.load(source)

    def work(event: FakeEvent) -> None:
        who.__dict__["user"] = event.locals.user
        state.keep(event.locals.user)

    for user in ("ann-4711", "bob-0815"):
        await waiting.serve(FakeEvent(user), work)
        if not together:
            waiting.guard.inspect()
    waiting.guard.inspect()
    assert {(one.file, one.line) for one in waiting.guard.findings} == {("src/state.py", line)}


@pytest.mark.parametrize("way", SILENT)
async def test_look_alikes_are_silent(waiting: GuardedApp, way: str) -> None:
    state = waiting.load(SILENT[way])
    await waiting.turns(lambda event: state.keep(event.locals.user), times=5)
    waiting.guard.inspect()
    assert waiting.guard.findings == []


async def test_an_event_that_a_cache_of_the_library_keeps(waiting: GuardedApp) -> None:
    """The request is inspected when its event is over and has nothing left in it."""
    state: Any = waiting.load("from functools import cache\n@cache\ndef keep(event):\n    return 1\n")
    event = FakeEvent("ann-4711")
    await waiting.serve(event, state.keep)
    assert waiting.guard.findings == []
    event.__dict__.clear()
    waiting.guard.inspect()
    assert [(one.kind, one.line) for one in waiting.guard.findings] == [("kept", 2)]


async def test_what_was_remembered_of_a_session_is_not_taken_for_another_ones(waiting: GuardedApp) -> None:
    """The same request by the same browser, but somebody else is signed in by the app meanwhile."""
    state: Any = waiting.load("from functools import cache\n@cache\ndef name(x):\n    return [x]\n")
    for user in ("ann-4711", "bob-0815"):
        event = FakeEvent("token-of-the-browser")
        event.locals.user = user
        await waiting.serve(event, lambda event: event.locals.user[0] == "b" and state.name("bob-0815"))
        waiting.guard.inspect()
    (finding,) = waiting.guard.findings
    assert finding.message.startswith("Event.locals.user ")
    assert "(request 2)" in finding.requests[0]


async def test_what_was_remembered_of_a_session_tells_named_tuples_apart(waiting: GuardedApp) -> None:
    state: Any = waiting.load("from functools import cache\n@cache\ndef name(x):\n    return [x]\n")
    for name in ("ann-4711", "bob-0815"):
        event = FakeEvent("token-of-the-browser")
        event.locals.user = User(name, 42)
        await waiting.serve(event, lambda event: event.locals.user.name[0] == "b" and state.name("bob-0815"))
        waiting.guard.inspect()
    (finding,) = waiting.guard.findings
    assert finding.message.startswith("Event.locals.user ")
    assert "(request 2)" in finding.requests[0]


async def test_parameters_that_cannot_be_hashed(waiting: GuardedApp) -> None:
    """A matcher may make a list of one."""
    state: Any = waiting.load("KEPT = []\ndef keep(x):\n    KEPT.append(x)\n")
    await waiting.turns(lambda event: state.keep(event.locals.user), params={"tags": ["a", "b"]})
    waiting.guard.inspect()
    assert [(one.kind, one.line) for one in waiting.guard.findings] == [("kept", 3)]


async def test_numbers_of_headers_are_not_given_twice(waiting: GuardedApp) -> None:
    """A request is under way while the guard is told to forget."""
    state: Any = waiting.load("from functools import cache\n@cache\ndef name(x):\n    return [x]\n")
    early = FakeEvent(None, headers={"authorization": "Bearer eve-1234"})
    await waiting.serve(FakeEvent(None), lambda event: event)
    waiting.guard.begin(observed(early))
    waiting.guard.clear()
    for token in ("ann-4711", "bob-0815"):
        await waiting.serve(
            FakeEvent(None, headers={"authorization": f"Bearer {token}"}), lambda event: event
        )
    state.name("eve-1234")
    waiting.guard.end(observed(early))
    waiting.guard.inspect()
    (finding,) = waiting.guard.findings
    assert finding.message.startswith("The authorization header ")
