"""The app's `reroute`: the path that a URL's route is found by, where that is not the URL's own."""

from __future__ import annotations

import inspect
from typing import Any

from lissome.errors import RenderError
from lissome.server.request.event import RequestEvent
from lissome.server.runtime import Server
from lissome.url import URL


def reroutes(server: Server) -> bool:
    """Whether the app has that hook."""
    return server.hooks.reroute is not None or server.manifest.hooks.reroute


async def reroute(server: Server, event: RequestEvent, url: URL, *, href: str | None = None) -> str:
    """Ask the hook, in Python or in V8.

    Args:
        event: whose fetch the hook may use.
        href: what JavaScript is told of the URL, if it is more than that: a fragment.

    Returns:
        A path, percent-encoded: the URL's own if the hook does not name another one.

    Raises:
        Exception: the hook's.
    """
    hook = server.hooks.reroute
    if hook is None:
        path = await _in_v8(server, event, href or url.href)
    else:
        answer = hook(url)
        path = await answer if inspect.isawaitable(answer) else answer
    return url.pathname if path is None else path


async def _in_v8(server: Server, event: RequestEvent, href: str) -> str | None:
    async def host(request: dict[str, Any]) -> Any:
        if request["kind"] != "fetch":
            msg = f"reroute cannot ask for {request['kind']!r}: all it has is fetch"
            raise RenderError(msg)
        return await server.fetch.for_universal(event, request)

    answer = await server.renderer.ask({"fn": "reroute", "url": href}, host)
    path: str | None = answer["path"]
    return path
