"""The lissome app inside of apps of other frameworks, below its `paths.base`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from starlette.middleware.sessions import SessionMiddleware

from lissome import RequestEvent, Resolve, Response, json
from lissome.app import App
from lissome.server.asgi_lifespan import lifespan_of
from lissome.server.startup.hooks import Hooks
from side_by_side import django_app, fastapi_app
from support.asgi import Client
from support.boot import booted
from support.documents import module_of
from support.hooks import counting


@pytest.fixture
def site(built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The app `options`, whose `paths.base` is /app; not started yet."""
    monkeypatch.setenv("GREETING", "hello")
    monkeypatch.setenv("SECRET", "s3cret-s3cret")
    with booted(built_app("options")) as app:
        yield app


@asynccontextmanager
async def served(outer: Any, site: App) -> AsyncIterator[Client]:
    """A client of the outer app, while a server runs that one's lifespan."""
    calls = counting(site)
    async with lifespan_of(outer, "the outer app"):
        assert calls == ["start"]
        client = Client(outer)
        for target in ("/app/about/", "/app/robots.txt", "/app/about/__data.json"):
            assert (await client.send(target)).status == 200, target
        redirected = await client.send("/app/about")
        assert (redirected.status, redirected.header("location")) == (308, "./about/")
        assert (await client.send("/app/nowhere/")).status == 404
        yield client
    assert calls == ["start", "end"]


@pytest.fixture
def of_the_guide(site: App, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], dict[str, Any]]:
    """What a block of the guide makes around the site; the block has this text."""
    monkeypatch.setattr("lissome.app.create_app", lambda _root: site)
    return lambda text: module_of("side-by-side", text)


async def test_fastapi(site: App, of_the_guide: Callable[[str], dict[str, Any]]) -> None:
    async with served(of_the_guide("app = FastAPI(lifespan=site.lifespan)")["app"], site) as client:
        assert (await client.send("/api/health")).json() == "well"


async def test_litestar(site: App, of_the_guide: Callable[[str], dict[str, Any]]) -> None:
    async with served(of_the_guide("# app.py")["app"], site) as client:
        assert (await client.send("/nowhere")).status == 404


async def test_django(site: App, of_the_guide: Callable[[str], dict[str, Any]]) -> None:
    await asyncio.to_thread(django_app.make_tables)
    async with served(of_the_guide("# mysite/asgi.py")["application"], site) as client:
        assert (await client.send("/me")).json()["here"] == "/me"


async def test_session_of_the_outer_app(site: App) -> None:
    """`event.request` is Starlette's, so it has the session that the middleware around it has read."""

    async def handle(event: RequestEvent, resolve: Resolve) -> Response:
        event.request.session["visits"] = event.request.session.get("visits", 0) + 1
        return json(event.request.session)

    site.runtime.hooks = Hooks(handle=handle)
    outer = FastAPI(lifespan=site.lifespan)
    outer.add_middleware(SessionMiddleware, secret_key=fastapi_app.SECRET)

    @outer.get("/visits")
    async def visits(request: Request) -> int:
        return int(request.session["visits"])

    outer.mount("/app", site)
    async with lifespan_of(outer, "the outer app"):
        client = Client(outer)  # type: ignore[arg-type]  # it is an ASGI application
        assert (await client.send("/app/about/")).json() == {"visits": 1}
        assert (await client.send("/app/about/")).json() == {"visits": 2}
        assert (await client.send("/visits")).json() == 2
