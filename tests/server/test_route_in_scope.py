"""The route of a request in its ASGI scope, where tracing tools around the app read it."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from lissome.app import App, create_app
from lissome.server.http.forwarded import TrustedProxies
from support.asgi import Client, started

Built = Callable[[str], Path]


async def route_after(app: App, target: str, **options: Any) -> Any:
    """What a middleware around the app finds in its scope when the request has ended."""
    kept: dict[str, Any] = {}

    async def middleware(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        kept.update(scope)

    await Client(middleware).send(target, **options)  # type: ignore[arg-type]  # it is an ASGI application
    assert kept.get("route") is kept.get("endpoint")
    return kept.get("route")


@pytest.mark.parametrize("behind_a_proxy", [False, True])
async def test_the_route_is_in_the_scope(built_app: Built, behind_a_proxy: bool) -> None:
    app = create_app(built_app("basics"))
    if behind_a_proxy:
        app.runtime.proxies = TrustedProxies((ip_network("203.0.113.7"),))
    async with started(app):
        for target, name in (
            ("/items/7", "/items/[id]"),
            ("/items/7/__data.json", "/items/[id]"),
            ("/inside", "/(group)/inside"),
            ("/api/json", "/api/json"),
            ("/api/broken", "/api/broken"),
        ):
            route = await route_after(app, target)
            assert {route.path, route.path_format, route.name, route.__name__, route.__qualname__} == {name}
            assert route.__module__ is None
        for target in ("/nowhere", "/robots.txt"):
            assert await route_after(app, target) is None


async def test_the_route_of_a_request_to_itself_is_not_the_clients(built_app: Built) -> None:
    app = create_app(built_app("basics"))
    async with started(app):
        route = await route_after(app, "/trust/helpers?user=ann")
        assert route.path == "/trust/helpers"
