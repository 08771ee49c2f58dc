"""Searching the app's state for texts."""

from __future__ import annotations

from collections.abc import Callable

from support.guarded_app import GuardedApp


def any_of(*texts: str) -> Callable[[str], list[str]]:
    return lambda text: [one for one in texts if one.lower() in text]


async def test_places_lines_reasons_and_bounds(app: GuardedApp) -> None:
    state = app.load(
        "from collections import deque\nD = {}\nQ = deque(maxlen=3)\n"
        "ROOM = []  # lissome: shared -- a room\n"
        "def keep(x):\n    D['k'] = [x]\n    Q.append(x)\n    ROOM.append(x)\n"
    )
    await app.turns(lambda event: state.keep(event.locals.user))
    found = app.guard.search(any_of("BOB-0815", "nobody"))
    assert {(one.text, one.place, one.line, one.reason, one.is_bounded) for one in found} == {
        ("BOB-0815", "state.D['k'][0]", 6, None, False),
        ("BOB-0815", "state.Q[1]", 7, None, True),
        ("BOB-0815", "state.ROOM[1]", 8, "a room", False),
    }


async def test_keys_and_insides_of_library_objects(app: GuardedApp) -> None:
    state = app.load(
        "import httpx\nC = httpx.Client()\nD = {}\n"
        "def keep(x):\n    C.headers['x-user'] = x\n    D[(1, x)] = 1\n"
    )
    await app.turns(lambda event: state.keep(event.locals.user))
    places = {one.place for one in app.guard.search(any_of("ann-4711"))}
    assert "state.D[(1, 'ann-4711')]" in places
    assert not app.guard.search(any_of())
    assert {one.place for one in app.guard.search(any_of("bob-0815")) if one.place.startswith("state.C")}
