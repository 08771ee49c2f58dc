"""The app `options` again, with absolute paths, its files elsewhere, and its origin known."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from lissome.app import App
from support.apps import Apps, build
from support.asgi import Client, started
from support.boot import booted

PATHS = "base: '/app', assets: 'https://cdn.example/files', relative: false, origin: 'https://shop.example'"


@pytest.fixture(scope="module")
def built(apps: Apps) -> Path:
    app = apps.copy("options", to="absolute")
    config = app / "vite.config.js"
    config.write_text(config.read_text().replace("base: '/app'", PATHS))
    return build(app)


@pytest.fixture(scope="module")
async def client(built: Path) -> AsyncIterator[Client]:
    with pytest.MonkeyPatch.context() as patch, booted_with_variables(patch, built) as app:
        async with started(app) as client:
            yield client


def booted_with_variables(patch: pytest.MonkeyPatch, root: Path) -> AbstractContextManager[App]:
    patch.setenv("GREETING", "Hi")
    patch.setenv("SECRET", "long enough")
    return booted(root)


async def test_a_page(client: Client) -> None:
    page = (await client.send("/app/items/12")).text
    files = re.findall(r'"([^"]*_app/immutable[^"]*)"', page)
    assert len(files) > 8
    assert all(file.startswith("https://cdn.example/files/_app/immutable/") for file in files)
    assert '<link rel="icon" href="https://cdn.example/files/favicon.svg" />' in page
    assert '\n\t\t\t\t\t\tbase: "/app",\n' in page
    assert '\n\t\t\t\t\t\tassets: "https://cdn.example/files",\n' in page
    assert "import('https://cdn.example/files/_app/immutable/nodes/0." in page
    assert '<a href="/app/items/12">' in page


async def test_assets_in_components(client: Client) -> None:
    assert 'src="https://cdn.example/files/favicon.svg"' in (await client.send("/app/")).text


async def test_a_route(client: Client) -> None:
    module = (await client.send("/app/items/12/__route.js")).text
    assert "x.load_css(['https://cdn.example/files/_app/immutable/assets/" in module
    assert "import.meta.url" not in module


async def test_the_origin(client: Client) -> None:
    answer = await client.send("/app/who", headers={"host": "evil.example"})
    assert answer.json()["url"] == "https://shop.example/app/who"
    form = {"content-type": "text/plain"}
    own = await client.send("/app/who", method="POST", headers={**form, "origin": "https://shop.example"})
    assert own.status == 200
    other = await client.send("/app/who", method="POST", headers={**form, "origin": "http://localhost"})
    assert other.status == 403


async def test_files_are_still_here(client: Client) -> None:
    """The CDN fetches them, or they are copied there."""
    assert (await client.send("/app/robots.txt")).status == 200
    assert (await client.send("/app/_app/version.json")).status == 200
