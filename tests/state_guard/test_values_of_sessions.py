"""Values of any type that differ between sessions: each way is found at its line, no look-alike is."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from support.fake_request import FakeEvent
from support.guarded_app import GuardedApp
from support.look_alikes_of_sessions import LOOK_ALIKES
from support.ways_of_sessions import WAYS

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


@pytest.mark.parametrize("way", WAYS)
async def test_every_way_is_found(app: GuardedApp, way: str) -> None:
    module = app.load(WAYS[way])
    await visit(app, module.use)
    if hasattr(module, "undo"):
        await app.guard.settle()
        module.undo()
    listed = "\n".join(map(str, app.guard.findings)) or "nothing"
    guilty = set()
    for line, text in enumerate(WAYS[way].splitlines(), 1):
        if mark := MARK.search(text):
            guilty.add(line)
            kinds = {found.kind for found in app.guard.findings if found.line == line}
            assert mark["optional"] or kinds, f"line {line} was not found, but\n{listed}"
            assert kinds <= set(mark["kinds"].split(", ")), listed
    assert {found.line for found in app.guard.findings} <= guilty, listed


@pytest.mark.parametrize("look_alike", LOOK_ALIKES)
async def test_look_alikes_are_silent(app: GuardedApp, look_alike: str) -> None:
    await visit(app, app.load(LOOK_ALIKES[look_alike]).use, times=5)
    assert app.guard.findings == []
