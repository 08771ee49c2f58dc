"""Requests that make requests: `event.fetch`, and servers that redirect it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
from starlette.responses import Response

from lissome.server.startup.hooks import Hooks
from lissome.server.universal_fetch import fetch_for_universal
from support.asgi import Client
from support.upstream import echo

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from lissome.app import App
    from support.upstream import Received, Reply

USER = {"cookie": "session=alice", "authorization": "Bearer alice"}


class Within:
    """Runs functions of an event inside of a request of the app.

    Args:
        monkeypatch: gives the app its hooks back.
    """

    def __init__(self, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
        self._app = app
        self._monkeypatch = monkeypatch

    async def __call__(
        self,
        use: Callable[[Any], Awaitable[Any]],
        *,
        host: str = "localhost",
        path: str = "/",
        answer: Callable[[Any], Awaitable[Response]] | None = None,
        headers: dict[str, str] | None = None,
        **hooks: Any,
    ) -> Any:
        """What `use` returns, or raises.

        Args:
            host: the page's.
            path: the page's; it must be below the app's base path.
            answer: answers requests of the app to itself; by default its routes do.
            headers: of the request; by default those of a user.
            **hooks: of the app, besides `handle`.
        """
        results: list[Any] = []

        async def handle(event: Any, resolve: Any) -> Any:
            if event.is_sub_request:
                return await (resolve(event) if answer is None else answer(event))
            try:
                results.append(await use(event))
            except Exception as failure:  # noqa: BLE001 - it is raised below
                results.append(failure)
            return Response()

        self._monkeypatch.setattr(self._app.runtime, "hooks", Hooks(handle=handle, **hooks))
        await Client(self._app).send(path, headers={"host": host, **(USER if headers is None else headers)})
        (result,) = results
        if isinstance(result, Exception):
            raise result
        return result

    async def fetch(
        self, url: str, *, host: str = "localhost", handle_fetch: Any = None, **options: Any
    ) -> httpx.Response:
        """The response of `event.fetch`, called with options."""

        async def use(event: Any) -> httpx.Response:
            response: httpx.Response = await event.fetch(url, **options)
            return response

        response: httpx.Response = await self(use, host=host, handle_fetch=handle_fetch)
        return response


async def universal(event: Any, url: str, **wanted: Any) -> dict[str, Any]:
    """What a universal load gets."""
    message = {"kind": "fetch", "url": url, "method": "GET", "headers": [], "body": None, **wanted}
    return await fetch_for_universal(event._handle.context, message, is_hydrated=True)


async def redirecting(request: Received) -> Reply:
    """An upstream: `/to/<status>?<location>` redirects; all else is an echo."""
    if not request.path.startswith("/to/"):
        return await echo(request)
    _, _, status = request.path.rpartition("/")
    return int(status), [("location", httpx.URL(request.target).query.decode())], b"moved"


def via(*stops: str, status: int = 302) -> str:
    """The URL that redirects through all stops but the last, which are origins, to the last."""
    *before, target = stops
    for origin in reversed(before):
        target = f"{origin}/to/{status}?{target}"
    return target


def told(response: httpx.Response) -> dict[str, str]:
    """The headers that the last server saw."""
    assert response.status_code == 200
    headers: dict[str, str] = response.json()["headers"]
    return headers
