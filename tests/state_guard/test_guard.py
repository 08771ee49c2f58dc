"""What the guard finds, and what it is silent about."""

from __future__ import annotations

import asyncio
import gc
import sys
import weakref
from pathlib import Path

import pytest

from lissome.state_guard import StateGuard
from lissome.state_guard.rules import history
from support.fake_request import FakeEvent, observed
from support.guarded_app import GuardedApp
from support.ways import SILENT, WAYS


def found(app: GuardedApp) -> list[tuple[str, int, str]]:
    return [(one.kind, one.line, one.place) for one in app.guard.findings]


@pytest.mark.parametrize("way", WAYS)
async def test_every_way_is_traced_to_its_line(app: GuardedApp, way: str) -> None:
    app.write("who", "user = None  # lissome: shared -- a part of the test\n")
    who = app.module("who")
    source = WAYS[way]
    state = app.load(source)
    line = next(at for at, text in enumerate(source.splitlines(), 1) if "# HERE" in text)

    def work(event: FakeEvent) -> None:
        who.__dict__["user"] = event.locals.user
        state.keep(event.locals.user)

    await app.turns(work)
    lines = {(one.file, one.line) for one in app.guard.findings}
    assert lines == {("src/state.py", line)}, app.guard.findings
    assert {one.kind for one in app.guard.findings} <= {"kept", "shared"}


@pytest.mark.parametrize("way", SILENT)
async def test_look_alikes_are_silent(app: GuardedApp, way: str) -> None:
    state = app.load(SILENT[way])
    await app.turns(lambda event: state.keep(event.locals.user), times=5)
    assert app.guard.findings == []


async def test_a_comment_without_a_reason_does_not_count(app: GuardedApp) -> None:
    state = app.load("D = {}  # lissome: shared\ndef keep(x):\n    D[x] = 1\n")
    (finding,) = await app.turns(lambda event: state.keep(event.locals.user))
    assert "gives no reason" in finding.message


async def test_what_another_session_finds_is_shared_and_names_both(app: GuardedApp) -> None:
    state = app.load("now = None\ndef keep(x):\n    global now\n    now = x\n")
    await app.serve(FakeEvent("ann-4711", "/a"), lambda _: state.keep("ann-4711"))
    assert found(app) == [("kept", 4, "state.now")]
    await app.serve(FakeEvent("bob-0815", "/b"), lambda _: None)
    assert found(app) == [("shared", 4, "state.now")]
    (finding,) = app.guard.findings
    assert [label.split(" by ")[0] for label in finding.requests] == ["GET /a", "GET /b"]
    assert [one.kind for one in app.reported] == ["kept", "shared"]
    assert str(finding).startswith("src/state.py:4: shared: state.now\n")


async def test_values_of_no_request_are_shared_when_sessions_differ(app: GuardedApp) -> None:
    """Who it is comes from a database: nothing of the request is in it."""
    state = app.load("now = None\ndef keep(x):\n    global now\n    now = x\n")
    names = iter(["Mara Miller", "Noah Novak"])
    await app.turns(lambda _: state.keep({"name": next(names)}))
    assert found(app) == [("shared", 4, "state.now")]


async def test_a_race_is_seen_although_nothing_is_left(app: GuardedApp) -> None:
    state = app.load(
        "import asyncio\nnow = None\nasync def keep(x):\n    global now\n    now = x\n"
        "    await asyncio.sleep(0.01)\n    now = None\n"
    )
    work = [
        app.serve(FakeEvent(user), lambda event: state.keep(event.locals.user)) for user in ("ann", "bob")
    ]
    await asyncio.gather(*work)
    assert [(kind, place) for kind, _, place in found(app)] == [("shared", "state.now")]
    assert "still using it" in app.guard.findings[0].message


async def test_growth_needs_three_requests_of_different_ids(app: GuardedApp) -> None:
    state = app.load("D = {}\ndef keep(x):\n    D[x] = len(x)\n")
    for number in range(3):
        assert app.guard.findings == []
        params = {"slug": f"article-{number}"}
        await app.serve(FakeEvent(None, params=params), lambda event: state.keep(event.params["slug"]))
    assert found(app) == [("growth", 3, "state.D")]


async def test_growth_of_the_same_request(app: GuardedApp) -> None:
    state = app.load("L = []\ndef keep():\n    L.append(0.1)\n")
    for _ in range(3):
        await app.serve(FakeEvent(None), lambda _: state.keep())
    assert found(app) == [("growth", 3, "state.L")]
    assert "the same request, asked again" in app.guard.findings[0].message


async def test_overlapping_requests_are_told_apart(app: GuardedApp) -> None:
    """What one writes while another ends is the first one's."""
    state = app.load("D = {}\nasync def keep(x, gate):\n    D[x] = 1\n    await gate.wait()\n")
    gate = asyncio.Event()
    slow = asyncio.create_task(
        app.serve(FakeEvent("ann-4711", "/slow"), lambda _: state.keep("ann-4711", gate))
    )
    await asyncio.sleep(0.01)
    await app.serve(FakeEvent("bob-0815", "/fast"), lambda _: None)
    assert app.guard.findings == []
    gate.set()
    await slow
    assert app.guard.findings[0].requests[0].startswith("GET /slow")


async def test_search_finds_texts_with_place_and_line(app: GuardedApp) -> None:
    state = app.load("D = {}\nclass A:\n    pass\na = A()\ndef keep(x):\n    D['k'] = [x]\n    a.n = {x}\n")
    await app.turns(lambda event: state.keep(event.locals.user))
    kept = app.guard.search(lambda text: ["BOB-0815"] if "bob-0815" in text else [])
    assert {(one.text, one.place, one.file, one.line) for one in kept} == {
        ("BOB-0815", "state.D['k'][0]", "src/state.py", 6),
        ("BOB-0815", "state.a.n", "src/state.py", 7),
    }


async def test_clear_forgets(app: GuardedApp) -> None:
    state = app.load("now = None\ndef keep(x):\n    global now\n    now = x\n")
    await app.turns(lambda event: state.keep(event.locals.user))
    app.guard.clear()
    assert app.guard.findings == []
    await app.turns(lambda event: state.keep(event.locals.user))
    assert found(app) == [("shared", 4, "state.now")]


async def test_the_app_state_is_watched_too(app: GuardedApp) -> None:
    state = app.load("class State:\n    def __init__(self):\n        self.seen = []\n")

    shared = state.State()
    for user in ("ann-4711", "bob-0815"):
        event = FakeEvent(user, app=shared)
        await app.serve(event, lambda event: event.app.seen.append(event.locals.user))
    assert [place for _, _, place in found(app)] == ["event.app.seen"]


async def test_the_first_request_after_a_reload_is_judged(app: GuardedApp) -> None:
    source = "now = None\ndef keep(x):\n    global now\n    now = x\n"
    state = app.load(source)
    await app.serve(FakeEvent("ann-4711"), lambda _: None)
    del sys.modules["state"]
    state = app.load("\n" + source)
    await app.serve(FakeEvent("ann-4711"), lambda event: state.keep(event.locals.user))
    assert found(app) == [("kept", 5, "state.now")]


async def test_nothing_of_a_request_is_kept_by_the_guard(app: GuardedApp) -> None:
    state = app.load(
        "class A:\n    pass\ndef keep(event):\n    event.locals.a = A()\n    event.locals.b = []\n"
    )
    event = FakeEvent("ann-4711")
    dead = weakref.ref(event), weakref.ref(event.request)
    await app.serve(event, state.keep)
    del event
    gc.collect()
    assert [one() for one in dead] == [None, None]


async def test_looking_may_take_a_part_of_the_time_only(tmp_path: Path) -> None:
    """Requests that end meanwhile are looked at together, a little later."""
    guard = StateGuard(tmp_path, share=0.0001)
    with guard.installed():
        for user in ("ann-4711", "bob-0815"):
            event = FakeEvent(user)
            guard.begin(observed(event))
            dead = weakref.ref(event)
            guard.end(observed(event))
            del event
            assert dead() is None
        assert guard._ended
        guard.inspect()
        assert not guard._ended


async def test_its_memory_has_a_bound(app: GuardedApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The places of entries have keys of requests in them."""
    monkeypatch.setattr(history, "_MOST_PLACES", 10)
    state = app.load("D = {}\ndef keep(x):\n    D[x] = 1\n    D.popitem() if len(D) > 3 else None\n")
    for number in range(30):
        await app.serve(FakeEvent(f"user-{number}-4711"), lambda event: state.keep(event.locals.user))
    assert len(app.guard._rules.reporter._lines) <= 10


async def test_names_of_users_may_stand_in_the_source(app: GuardedApp) -> None:
    """As those of the users of a demo do; a preference that does is nobody's."""
    state = app.load("NAMES = ['ann-4711', 'bob-0815']\nD = {}\ndef keep(x):\n    D[x] = []\n")
    await app.turns(lambda event: state.keep(event.locals.user))
    assert {(kind, line) for kind, line, _ in found(app)} == {("kept", 4)}
