"""The rule ``growth``, on an app of a few lines."""

from __future__ import annotations

import pytest

from support.fake_request import FakeEvent
from support.guarded_app import GuardedApp


async def grown(app: GuardedApp, source: str, times: int = 8, *, same: bool = False) -> list[tuple[int, int]]:
    """Serve different requests without a session; return (line, request with which it was reported)."""
    state = app.load(source)
    found = []
    for number in range(times):
        known = len(app.guard.findings)
        path = "/" if same else f"/{number}"
        event = FakeEvent(None, path, params={"slug": f"article-{number}"})
        await app.serve(event, lambda event: state.keep(event.params["slug"]))
        found += [(one.line, number + 1) for one in app.guard.findings[known:] if one.kind == "growth"]
    return found


async def test_values_of_requests(app: GuardedApp) -> None:
    assert await grown(app, "D = {}\ndef keep(x):\n    D[x] = 1\n") == [(3, 3)]


async def test_the_same_request_again(app: GuardedApp) -> None:
    assert await grown(app, "L = []\ndef keep(x):\n    L.append(0.5)\n", same=True) == [(3, 3)]


async def test_anything(app: GuardedApp) -> None:
    assert await grown(app, "L = []\ndef keep(x):\n    L.append(0.5)\n") == [(3, 8)]


@pytest.mark.parametrize(
    "source",
    [
        "D = {}\ndef keep(x):\n    D['newest'] = len(x)\n",
        "D = {}\ndef keep(x):\n    D[x] = 1\n    D.pop(x)\n",
        "from collections import deque\nD = deque(maxlen=2)\ndef keep(x):\n    D.append(x)\n",
        "class A:\n    pass\nL = []\ndef keep(x):\n    L.append(A)\n",
        "D = {}\ndef keep(x):\n    D[x] = 1\n    if len(D) > 1:\n        D.clear()\n",
    ],
    ids=["key of the source", "taken out", "limit", "classes", "emptied"],
)
async def test_bounded_containers_are_not_reported(app: GuardedApp, source: str) -> None:
    assert await grown(app, source) == []


async def test_a_container_grows_with_as_many_requests_as_it_has_new_entries(app: GuardedApp) -> None:
    """Requests that are inspected together have all written to it."""
    state = app.load("M = {}\ndef keep(x):\n    M.setdefault(len(x), len(x))\n")
    app.guard._share, app.guard._next_inspection = 1e-6, float("inf")
    for number in range(9):
        await app.serve(FakeEvent(None, f"/{number}"), lambda event: state.keep(event.path))
    app.guard.inspect()
    assert app.guard.findings == []
