"""The basics app in process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from lissome.app import App, create_app
from support.asgi import Client, started
from support.fetching import Within, redirecting
from support.rewritten import Write, rewriting
from support.upstream import Upstream, recording


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    """The app, started; with a short budget, because some of its pages loop."""
    app = create_app(built_app("basics"))
    app.runtime.renderer.close()
    async with started(app):
        yield app


@pytest.fixture
def client(app: App) -> Client:
    """A visitor without cookies."""
    return Client(app)


@pytest.fixture
def within(app: App, monkeypatch: pytest.MonkeyPatch) -> Within:
    """Runs a function of an event inside of a request of the app."""
    return Within(app, monkeypatch)


@pytest.fixture
def write(app: App) -> Iterator[Write]:
    """Gives files of the app another content: ``write("src/routes/…/+server.py", "…")``."""
    with rewriting(app) as rewritten:
        yield rewritten.write


@pytest.fixture
async def first() -> AsyncIterator[Upstream]:
    """A server that redirects, or echoes."""
    async with recording(redirecting) as server:
        yield server


@pytest.fixture
async def second() -> AsyncIterator[Upstream]:
    """Another one."""
    async with recording(redirecting) as server:
        yield server
