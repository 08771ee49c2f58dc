"""The basics app in process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lissome.app import App, create_app
from support.asgi import Client, started


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
