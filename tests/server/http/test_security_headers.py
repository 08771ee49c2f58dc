"""The headers of `[tool.lissome] security_headers`."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from lissome.app import create_app
from lissome.server.http.forwarded import TrustedProxies
from lissome.server.startup.hooks import Hooks
from support.asgi import started
from support.documents import REPO

Built = Callable[[str], Path]

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
}
OVER_TLS = {"strict-transport-security": "max-age=31536000"}


def found(headers: list[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in headers if name in SECURITY | OVER_TLS}


async def test_security_headers_are_on_every_response(
    built_app: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISSOME_SECURITY_HEADERS", "true")
    app = create_app(built_app("basics"))
    async with started(app) as client:
        for target in ("/about", "/robots.txt", "/nowhere", "/api/json", "/api/broken", "/%zz", "/stream"):
            assert found((await client.send(target)).headers) == SECURITY
        assert found((await client.send("/about", headers={"host": "a b"})).headers) == SECURITY
        app.runtime.proxies = TrustedProxies((ip_network("203.0.113.7"),))
        secure = {"x-forwarded-proto": "https"}
        for target in ("/about", "/robots.txt"):
            assert found((await client.send(target, headers=secure)).headers) == SECURITY | OVER_TLS

        async def handle(event: Any, resolve: Any) -> Any:
            response = await resolve(event)
            response.headers["X-Frame-Options"] = "DENY"
            return response

        app.runtime.hooks = Hooks(handle=handle)
        answer = await client.send("/about")
        assert answer.all("x-frame-options") == ["DENY"]


async def test_security_headers_are_a_setting(built_app: Built) -> None:
    async with started(create_app(built_app("basics"))) as client:
        assert found((await client.send("/about")).headers) == {}


def test_the_guide_lists_the_security_headers() -> None:
    guide = (REPO / "docs/guides/deployment.md").read_text().lower()
    for name, value in (SECURITY | OVER_TLS).items():
        assert f"| `{name}` | `{value.lower()}` |" in guide
