"""Values of any type that differ between sessions: each way is found at its line, no look-alike is."""

from __future__ import annotations

import gc
import inspect
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lissome.state_guard.rules import shared_targets
from support.counters_of_sessions import COUNTERS
from support.evictions_of_sessions import EMPTIED, NEVER_EMPTIED
from support.fake_request import FakeEvent
from support.guarded_app import GuardedApp
from support.limits_of_guard import NOT_SEEN, SEEN
from support.look_alikes_of_sessions import LOOK_ALIKES
from support.more_look_alikes_of_sessions import MORE_LOOK_ALIKES
from support.more_ways_of_sessions import MORE_WAYS
from support.ways_of_python import LOOK_ALIKES_OF_PYTHON, WAYS_OF_PYTHON
from support.ways_of_sessions import WAYS
from support.ways_of_writing import WAYS_OF_WRITING
from support.ways_of_writing_by_calls import WAYS_OF_WRITING_BY_CALLS
from support.ways_out_of_sight import LOOK_ALIKES_OUT_OF_SIGHT, WAYS_OUT_OF_SIGHT
from support.ways_with_libraries import WAYS_WITH_LIBRARIES

ALL_WAYS = {
    **WAYS,
    **MORE_WAYS,
    **NEVER_EMPTIED,
    **WAYS_WITH_LIBRARIES,
    **WAYS_OF_WRITING,
    **WAYS_OF_PYTHON,
    **WAYS_OF_WRITING_BY_CALLS,
    **WAYS_OUT_OF_SIGHT,
}
ALL_LOOK_ALIKES = {
    **LOOK_ALIKES,
    **MORE_LOOK_ALIKES,
    **LOOK_ALIKES_OF_PYTHON,
    **LOOK_ALIKES_OUT_OF_SIGHT,
    **COUNTERS,
    **EMPTIED,
}

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "state-guard.md"
MARK = re.compile(r"# LEAK(?P<optional>\?)? (?P<kinds>.+)$")


class Role(Enum):
    MEMBER = "member"
    ADMIN = "admin"


@dataclass
class Account:
    """Who is signed in, as a new object for each request, as a database gives it."""

    id: int
    name: str
    is_admin: bool
    role: Role
    born: date
    limit: Decimal
    theme: str
    hours: int


def account(user: str) -> Account:
    if user.startswith("ann"):
        return Account(1, "Ann", True, Role.ADMIN, date(1990, 5, 1), Decimal(20), "dark", 2)
    return Account(2, "Bob", False, Role.MEMBER, date(1985, 7, 2), Decimal(10), "light", -5)


async def visit(app: GuardedApp, use: Any, times: int = 4) -> None:
    """Ann and Bob in turns."""

    async def work(event: FakeEvent) -> None:
        event.locals.account = account(event.cookies["user"])
        answer = use(event)
        if inspect.isawaitable(answer):
            await answer

    for number in range(times):
        for user in ("ann-4711", "bob-0815"):
            await app.serve(FakeEvent(user, query={"q": f"{user}-{number}"}), work)


async def check(app: GuardedApp, source: str) -> None:
    """Every guilty line of a module is found, as what it is, and no other line."""
    module = app.load(source)
    await visit(app, module.use)
    if hasattr(module, "undo"):
        await app.guard.settle()
        module.undo()
    listed = "\n".join(map(str, app.guard.findings)) or "nothing"
    guilty = set()
    for line, text in enumerate(source.splitlines(), 1):
        if mark := MARK.search(text):
            guilty.add(line)
            kinds = {found.kind for found in app.guard.findings if found.line == line}
            assert mark["optional"] or kinds, f"line {line} was not found, but\n{listed}"
            assert kinds <= set(mark["kinds"].split(", ")), listed
    assert {found.line for found in app.guard.findings} <= guilty, listed


@pytest.mark.parametrize("way", ALL_WAYS)
async def test_every_way_is_found(app: GuardedApp, way: str) -> None:
    await check(app, ALL_WAYS[way])


@pytest.mark.parametrize("look_alike", ALL_LOOK_ALIKES)
async def test_look_alikes_are_silent(app: GuardedApp, look_alike: str) -> None:
    await visit(app, app.load(ALL_LOOK_ALIKES[look_alike]).use, times=5)
    assert app.guard.findings == []


@pytest.mark.parametrize("way", ["the connection of a pool", "a dictionary in a library's table"])
async def test_objects_out_of_sight_are_found_when_requests_are_inspected_together(
    app: GuardedApp, way: str
) -> None:
    app.guard._share = 1e-6
    module = app.load(WAYS_OUT_OF_SIGHT[way])
    for _ in range(3):
        await visit(app, module.use, times=1)
        app.guard.inspect()
    assert [found.kind for found in app.guard.findings] == ["shared"]


async def test_the_owner_of_an_object_is_looked_for_once(
    app: GuardedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Because all objects of the process are searched for it."""
    searched = []

    def get_referrers(*objects: object) -> list[Any]:
        searched.append(objects)
        return gc.get_referrers(*objects)

    monkeypatch.setattr(shared_targets, "gc", SimpleNamespace(get_referrers=get_referrers))
    module = app.load(WAYS_OUT_OF_SIGHT["a dictionary in a library's table"])
    await visit(app, module.use, times=1)
    assert len(app.guard.findings) == 1
    before = len(searched)
    assert before
    await visit(app, module.use)
    assert len(searched) == before


@pytest.mark.parametrize("row", SEEN)
async def test_what_is_seen(app: GuardedApp, row: str) -> None:
    await check(app, SEEN[row])


@pytest.mark.parametrize("row", NOT_SEEN)
async def test_what_cannot_be_seen(app: GuardedApp, row: str) -> None:
    """Each row of the guide's table is true; whoever makes one visible moves it to the other table."""
    await visit(app, app.load(NOT_SEEN[row]).use)
    await app.guard.settle()
    assert app.guard.findings == []


@pytest.mark.parametrize(("heading", "rows"), [("What is seen", SEEN), ("What cannot be seen", NOT_SEEN)])
def test_the_guide_lists_them(heading: str, rows: dict[str, str]) -> None:
    section = GUIDE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    found = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("|")]
    assert found[2:] == list(rows)
