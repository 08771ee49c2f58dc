"""`lissome.paths` in a request, in `init`, and elsewhere; in the app `options`, whose base is /app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from lissome import paths
from lissome.app import App
from lissome.manifest import Paths
from lissome.server.current_app import starting
from lissome.url import URL
from support.asgi import started
from support.boot import booted
from support.fetching import Within


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GREETING", "Hi")
        patch.setenv("SECRET", "long enough")
        with booted(built_app("options")) as app:
            async with started(app):
                yield app


@pytest.fixture
def within(app: App, monkeypatch: pytest.MonkeyPatch) -> Within:
    return Within(app, monkeypatch)


async def test_in_a_request(within: Within) -> None:
    async def use(event: Any) -> Any:
        return [
            paths.base(),
            paths.resolve("/"),
            paths.resolve("/items/[id=num]", id=7),
            paths.resolve("/items/[id=num]?x=1#y", {"id": 7}),
            paths.asset("logo.png"),
            paths.asset("/logo.png"),
        ]

    assert await within(use, path="/app/") == [
        *("/app", "/app/", "/app/items/7", "/app/items/7?x=1#y"),
        *("/app/logo.png", "/app/logo.png"),
    ]


async def test_match(within: Within) -> None:
    async def use(event: Any) -> Any:
        return [
            await paths.match("/app/items/7?x=1"),
            await paths.match(URL("https://other.example", "/app/items/7")),
            await paths.match("/app/nowhere/at/all"),
        ]

    item = paths.RouteMatch("/items/[id=num]", {"id": 7})
    assert await within(use, path="/app/") == [item, item, None]


async def test_outside_of_a_request() -> None:
    says = "it works in a request, and in the tasks of one"
    with pytest.raises(RuntimeError, match=says):
        paths.resolve("/")
    with pytest.raises(RuntimeError, match=says):
        paths.asset("logo.png")
    with pytest.raises(RuntimeError, match=r"match\(\) needs the app"):
        await paths.match("/")


def test_in_init() -> None:
    with starting(Paths(base="/shop", assets="https://cdn.example")):
        assert paths.resolve("/about") == "/shop/about"
        assert paths.asset("logo.png") == "https://cdn.example/logo.png"
