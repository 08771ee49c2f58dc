"""Universal loads and components that use kit's modules, and fetch: what they get on the server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from lissome.app import App
from support.asgi import Client, started
from support.boot import booted
from support.universal import MATCHING, READING, fetched, shown


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    with booted(built_app("universal")) as app:
        async with started(app):
            yield app


@pytest.fixture
def client(app: App) -> Client:
    return Client(app)


async def test_the_apps_manifest_is_the_browsers(client: Client, built_app: Callable[[str], Path]) -> None:
    scripts = (built_app("universal") / "build" / "client").rglob("*.js")
    sent = "\n".join(script.read_text() for script in scripts)
    for _ in range(3):
        found = shown((await client.send("/kept")).text)
        assert found.pop("same") is True
        assert found["assets"] == [{"path": "favicon.svg"}]
        assert {"id": "/reading/api", "page": False, "endpoint": True} in found["routes"]
        assert found["prerendered"] == []
        for name in ("assets", "immutable", "routes"):
            assert json.dumps(found[name], separators=(",", ":")) in sent, name


async def test_match(client: Client) -> None:
    query = "&".join(f"to={quote(address)}" for address in MATCHING)
    for _ in range(3):
        answer = await client.send(f"/matching?{query}")
        assert shown(answer.text) == list(MATCHING.values())
        assert "waiting ./kept ./favicon.svg" in answer.text  # the rest of $app/paths is kit's


async def test_match_of_a_url(client: Client) -> None:
    addresses = ("https://other.test/kept#hash", "data:text/plain,kept")
    query = "&".join(f"to={quote(address)}" for address in addresses)
    answer = await client.send(f"/matching?url&{query}")
    assert shown(answer.text) == [{"id": "/kept", "params": {}}, None]


async def test_bodies_are_noted_in_the_order_in_which_they_were_looked_at(client: Client) -> None:
    for _ in range(3):
        first, second, *_ = fetched((await client.send("/reading")).text)
        assert first == 'data-url="/reading/api" data-b64'
        assert second.startswith('data-url="/reading/api" data-b64 data-hash=')


async def test_views_are_sent_as_their_bytes(client: Client) -> None:
    for _ in range(3):
        assert shown((await client.send("/reading")).text) == READING
