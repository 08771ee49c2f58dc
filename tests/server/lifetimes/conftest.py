"""The app `bound`: its load, action, endpoint and `handle` do what a test puts on its stage."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lissome.app import App, create_app
from support.asgi import Client, started
from support.stage import Log


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    app = create_app(built_app("bound"))
    async with started(app):
        yield app


@pytest.fixture
def client(app: App) -> Client:
    return Client(app)


@pytest.fixture
def stage(app: App) -> Iterator[Any]:
    """The app's stage: `stage.acts.load = …` is what its load does."""
    stage = sys.modules["stage"]
    yield stage
    vars(stage.acts).update(load=None, action=None, handler=None, handle=None)


@pytest.fixture
def acts(stage: Any) -> Any:
    return stage.acts


@pytest.fixture
def log() -> Log:
    return Log()
