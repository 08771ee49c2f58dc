"""The rules ``kept`` and ``shared``, on an app of a few lines. All ways to write are in test_guard.py."""

from __future__ import annotations

from support.fake_request import FakeEvent
from support.guarded_app import GuardedApp

GLOBAL = "now = None\ndef keep(x):\n    global now\n    now = x\n"


def kinds(app: GuardedApp) -> list[tuple[str, str]]:
    return [(one.kind, one.place) for one in app.guard.findings]


async def test_a_slot_keeps_a_value_and_is_shared_with_the_next_session(app: GuardedApp) -> None:
    state = app.load(GLOBAL)
    await app.serve(FakeEvent("ann-4711"), lambda event: state.keep(event.locals.user))
    assert kinds(app) == [("kept", "state.now")]
    await app.serve(FakeEvent("ann-4711"), lambda _: None)
    assert kinds(app) == [("kept", "state.now")], "the same session"
    await app.serve(FakeEvent("bob-0815"), lambda _: None)
    assert kinds(app) == [("shared", "state.now")]


async def test_a_slot_that_sessions_set_to_different_values(app: GuardedApp) -> None:
    state = app.load(GLOBAL)
    for user, name in (("ann-4711", "Ann Miller"), ("bob-0815", "Bob Novak")):
        await app.serve(FakeEvent(user), lambda _, name=name: state.keep(name))  # type: ignore[misc] # bound now
    assert kinds(app) == [("shared", "state.now")]
    assert "each to its own value" in app.guard.findings[0].message


async def test_an_entry_of_a_container(app: GuardedApp) -> None:
    state = app.load("D = {}\ndef keep(x):\n    D[x] = {'tags': [x]}\n")
    await app.turns(lambda event: state.keep(event.locals.user))
    assert kinds(app) == [("kept", "state.D")]


async def test_what_was_asked_for_is_not_personal(app: GuardedApp) -> None:
    state = app.load("D = {}\ndef keep(x):\n    D[x] = 1\n")
    event = FakeEvent("ann-4711", params={"slug": "an-article"})
    await app.serve(event, lambda event: state.keep(event.params["slug"]))
    assert kinds(app) == []


async def test_an_event_may_not_be_in_a_bounded_cache_either(app: GuardedApp) -> None:
    state = app.load("from functools import lru_cache\n@lru_cache(maxsize=8)\ndef keep(x):\n    return 1\n")
    await app.serve(FakeEvent("ann-4711"), lambda event: state.keep(event.locals.user))
    assert kinds(app) == []
    await app.serve(FakeEvent("ann-4711"), state.keep)
    assert kinds(app) == [("kept", "state.keep")]


async def test_small_numbers_are_recognised_as_keys_of_their_users(app: GuardedApp) -> None:
    state = app.load("D = {}\ndef keep(x):\n    D[x] = 1\n")
    for number in (7, 8):
        event = FakeEvent(f"token-{number}-4711")
        event.locals.user_id = number
        await app.serve(event, lambda event: state.keep(event.locals.user_id))
    assert kinds(app) == [("kept", "state.D")]


async def test_texts_of_the_source_are_not_personal(app: GuardedApp) -> None:
    state = app.load(GLOBAL + "THEMES = ['solarized']\n")
    event = FakeEvent("ann-4711", form={"theme": "solarized"})
    await app.serve(event, lambda _: state.keep("solarized"))
    assert kinds(app) == []
