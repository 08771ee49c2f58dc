"""Writes to objects of libraries, on an app of a few lines."""

from __future__ import annotations

import pytest

from support.guarded_app import GuardedApp

CLIENT = "import httpx\nC = httpx.Client()\ndef keep(x):\n    "


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("C.headers['x-user'] = x", "state.C._headers"),
        ("C.headers.update({'x-user': x})", "state.C._headers"),
        ("C.base_url = f'https://{x}.example'", "state.C"),
    ],
)
async def test_a_value_of_a_request_in_an_object_of_a_library(app: GuardedApp, code: str, place: str) -> None:
    state = app.load(CLIENT + code + "\n")
    await app.turns(lambda event: state.keep(event.locals.user))
    assert (4, place) in {(one.line, one.place) for one in app.guard.findings}
    assert {one.line for one in app.guard.findings} == {4}


async def test_an_attribute_that_sessions_set_to_different_values(app: GuardedApp) -> None:
    state = app.load("import logging\nL = logging.Logger('a')\ndef keep(x):\n    L.name = x\n")
    names = iter(["Ann Miller", "Bob Novak"])
    await app.turns(lambda _: state.keep(next(names)))
    assert [(one.kind, one.line, one.place) for one in app.guard.findings] == [("shared", 4, "state.L")]


@pytest.mark.parametrize("code", ["C.get_timeout = len(x)", "C.build_request('GET', f'https://{x}.example')"])
async def test_other_uses_are_silent(app: GuardedApp, code: str) -> None:
    state = app.load(CLIENT + code + "\n")
    await app.turns(lambda event: state.keep(event.locals.user))
    assert app.guard.findings == []
