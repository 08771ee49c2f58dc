"""The app's `reroute` hook: which path a URL's route is found by, if it is not the URL's own."""

from __future__ import annotations

import inspect
from typing import Any, cast

from lissome.described import described
from lissome.errors import AppError, RenderError
from lissome.server.request.context import RequestContext
from lissome.server.universal_fetch import fetch_for_universal
from lissome.url import URL


async def reroute(context: RequestContext, url: URL, *, href: str | None = None) -> str:
    """Ask the hook, in Python or in V8.

    Args:
        context: the request whose fetch the hook may use.
        href: the URL for JavaScript, if it has more than `url`: a fragment.

    Returns:
        A path, percent-encoded: the URL's own if the hook does not name another one.

    Raises:
        Exception: the hook's.
    """
    hook = context.runtime.hooks.reroute
    if hook is None:
        path = await _ask_v8(context, href or url.href)
    else:
        answer = hook(url)
        path = await answer if inspect.isawaitable(answer) else answer
        if path is not None and not isinstance(cast("object", path), str):
            what = described(path)
            msg = f"reroute in src/hooks.server.py returned {what}; return a path such as url.pathname"
            raise AppError(msg)
    return url.pathname if path is None else path


async def _ask_v8(context: RequestContext, href: str) -> str | None:
    async def host(request: dict[str, Any]) -> Any:
        if request["kind"] != "fetch":
            msg = f"reroute cannot ask for {request['kind']!r}: all it has is fetch"
            raise RenderError(msg)
        return await fetch_for_universal(context, request, is_hydrated=False)

    answer = await context.runtime.renderer.ask({"fn": "reroute", "url": href}, host)
    path: str | None = answer["path"]
    return path
