"""The application inside of another one: lifespan and path."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from lissome.app import create_app
from support.asgi import Client
from support.boot import booted
from support.documents import REPO, blocks
from support.hooks import counting

Built = Callable[[str], Path]


@asynccontextmanager
async def served(outer: Starlette) -> AsyncIterator[Client]:
    """A client of an app while its own lifespan runs."""
    async with outer.router.lifespan_context(outer):
        yield Client(outer)  # type: ignore[arg-type]  # it is an ASGI application


async def test_the_guides_own_app(built_app: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = [
        block for block in blocks(REPO / "docs/guides/deployment.md") if block.text.startswith("# mounted.py")
    ]
    inner = create_app(built_app("basics"))
    calls = counting(inner)
    monkeypatch.setattr("lissome.app.create_app", lambda _root: inner)
    module: dict[str, Any] = {"__file__": __file__}
    exec(block.text, module)
    async with served(module["app"]) as client:
        assert (await client.send("/health")).text == "well"
        assert "about</h1>" in (await client.send("/about")).text
        assert (await client.send("/robots.txt")).status == 200
        assert (await client.data("/items/7")).json()["type"] == "data"
        assert calls == ["start"]
    assert calls == ["start", "end"]


async def test_below_its_base(
    built_app: Built, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GREETING", "hello")
    monkeypatch.setenv("SECRET", "s3cret-s3cret")
    with booted(built_app("options")) as inner:
        outer = Starlette(routes=[Mount("/app", app=inner)], lifespan=inner.lifespan)
        async with served(outer) as client:
            for target in ("/app/about/", "/app/robots.txt", "/app/about/__data.json"):
                assert (await client.send(target)).status == 200
            assert (await client.send("/about")).status == 404
    assert not caplog.records


async def test_below_another_path(built_app: Built, caplog: pytest.LogCaptureFixture) -> None:
    inner = create_app(built_app("basics"))
    async with served(Starlette(routes=[Mount("/shop", app=inner)], lifespan=inner.lifespan)) as client:
        for _ in range(2):
            assert (await client.send("/shop/about")).status == 404
    (said,) = [record.message for record in caplog.records if "mounted" in record.message]
    assert said.startswith("the app is mounted below /shop, and was built for paths.base ''")
    assert "`paths: { base: '/shop' }` in vite.config.js" in said


async def test_without_a_lifespan(built_app: Built, caplog: pytest.LogCaptureFixture) -> None:
    inner = create_app(built_app("basics"))
    calls = counting(inner)
    async with served(Starlette(routes=[Mount("/", app=inner)])) as client:
        for _ in range(2):
            assert (await client.send("/about")).status == 200
    assert calls == ["start"]
    (said,) = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert "what `init` opens is never closed" in said
    assert "lifespan=app.lifespan" in said
    await inner.stop()
