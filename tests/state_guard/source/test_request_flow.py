"""The flow of a request's data through the source."""

from __future__ import annotations

import pytest

from lissome.state_guard.source.derivation import derivation_of
from lissome.state_guard.source.request_flow import DataSource
from support.rules import sources

APP, LIBRARY, ASKED, PERSON = DataSource

EXPRESSIONS = {
    "1": APP,
    "time.time()": APP,
    "len(LIMITS)": APP,
    "event.app.limit": APP,
    "event.route.id": APP,
    "event.request.method": APP,
    "httpx.get('https://example.org')": LIBRARY,
    "event.params['id']": ASKED,
    "event.url.search_params.get('q')": ASKED,
    "await event.request.form()": ASKED,
    "httpx.get(event.url)": ASKED,
    "event.locals.user.id": PERSON,
    "event.cookies.get('session')": PERSON,
    "event.cookies.get('session')[-6:].title()": PERSON,
    "CACHE.get('session')": APP,
    "event.request.headers['x-user']": PERSON,
    "viewer.get()": PERSON,
    "LIMITS[event.locals.role]": PERSON,
    "f'{event.locals.user}'": PERSON,
    "[user.id for user in [event.locals.user]]": PERSON,
    "1 if event.locals.user else 2": PERSON,
    "current(event)": PERSON,
    "same(event.params['id'])": ASKED,
    "same(1)": APP,
    "nobody(event.locals.user)": APP,
    "currency(event.locals.user)": PERSON,
    "currency(1)": APP,
    "Viewer(event).name()": PERSON,
    "local": PERSON,
    "lambda: event.locals.user": PERSON,
}
SOURCE = """
import time
from contextvars import ContextVar
import httpx
viewer = ContextVar("viewer")
LIMITS = {{}}
def current(e):
    return e.locals.user
def same(value):
    return value
def nobody(value):
    return 1
def currency(user):
    if user.id % 2:
        return Currency.USD
    return Currency.EUR
class Cache:
    def get(self, key):
        return LIMITS
    def title(self):
        return "cache"
CACHE = Cache()
class Viewer:
    def __init__(self, event):
        self.user = event.locals.user
    def name(self):
        return self.user.name
async def load(event):
    local = event.locals.user
    state.now = {}
"""


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_source_of_an_expression(expression: str) -> None:
    source = SOURCE.format(expression)
    line = source.rstrip().count("\n") + 1
    derivation = derivation_of(sources(source).flow, "state", (line, line), "now")
    assert derivation.data is EXPRESSIONS[expression]


@pytest.mark.parametrize(
    ("statement", "accumulates"),
    [
        ("self.now += event.locals.user", True),
        ("self.now = max(self.now, event.locals.user)", True),
        ("self.now = not self.now", True),
        ("self.now = event.locals.now", False),
        ("self.now = self.now or event.locals.user", False),
    ],
)
def test_what_is_made_of_the_value_before(statement: str, *, accumulates: bool) -> None:
    source = f"class A:\n    def put(self, event):\n        {statement}\n"
    assert derivation_of(sources(source).flow, "state", (3, 3), "now").accumulates is accumulates


def test_what_is_compared_with_the_value_before() -> None:
    source = "def put(event):\n    global now\n    if event.locals.id > now:\n        now = event.locals.id\n"
    assert derivation_of(sources(source).flow, "state", (4, 4), "now").accumulates


def test_arguments_come_from_the_callers() -> None:
    source = "def put(x):\n    global now\n    now = x\ndef load(event):\n    put({})\n"
    for given, expected in (("event.locals.id", PERSON), ("event.params", ASKED), ("1", APP)):
        flow = sources(source.format(given)).flow
        assert derivation_of(flow, "state", (3, 3), "now").data is expected


def test_an_unknown_caller_is_not_known_to_give_who_asks() -> None:
    source = "def put(x):\n    global now\n    now = x\n"
    assert derivation_of(sources(source).flow, "state", (3, 3), "now").data is ASKED


def test_functions_that_call_each_other_end() -> None:
    loop = "def a(x):\n    return b(x)\ndef b(x):\n    return a(x)\n"
    source = f"{loop}def load(event):\n    s.now = a(event.locals.id)\n"
    assert derivation_of(sources(source).flow, "state", (6, 6), "now").data in (APP, PERSON)
