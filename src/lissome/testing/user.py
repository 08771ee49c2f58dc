"""A user without a browser: an httpx client in the process of the app, with cookies of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final

import httpx

from lissome import codec
from lissome.testing.responses import ActionResult, Page, page_data

Asgi = Callable[
    [MutableMapping[str, Any], Callable[..., Awaitable[Any]], Callable[..., Awaitable[None]]], Any
]
Fields = Mapping[str, Any]

# RFC 5737 section 3: an address for documentation.
_CLIENT: Final = ("203.0.113.7", 50000)
_HTML: Final = "text/html,application/xhtml+xml,*/*;q=0.8"


class User(httpx.AsyncClient):
    """Sends requests to the app, and keeps the cookies that it gets.

    All methods of httpx's client are here: ``await user.get("/api/users")``. Paths are those of the browser's
    address bar, kit's ``paths.base`` included. Redirects are followed by `page` only.

    Args:
        app: the ASGI application.
        name: for messages, and for `locals_for`.
        origin: the address that the user believes to be at.
        transport: what to make of the app's own types in data; names of ``transport`` to functions.
    """

    def __init__(self, app: Asgi, name: str, *, origin: str, transport: codec.Revivers) -> None:
        super().__init__(
            transport=httpx.ASGITransport(app, client=_CLIENT),
            base_url=origin,
            headers={"origin": origin},
            timeout=None,
        )
        self.name = name
        self._revivers = transport

    async def page(self, path: str) -> Page:
        """Visit a page: what a browser shows for `path`, after redirects."""
        return Page(await self.get(path, headers={"accept": _HTML}, follow_redirects=True))

    async def submit(self, path: str, fields: Fields, *, files: Any = None) -> Page:
        """Send a form as a browser without JavaScript does, and go where it leads."""
        response = await self.post(
            path, data=dict(fields), files=files, headers={"accept": _HTML}, follow_redirects=True
        )
        return Page(response)

    async def post_action(
        self, path: str, fields: Fields | None = None, *, files: Any = None
    ) -> ActionResult:
        """Send a form as `use:enhance` does.

        Args:
            path: of the page, with the action's name if it has one: ``/users?/create``.
            fields: by name; a list sends a field several times.
            files: as httpx takes them.

        Raises:
            UnexpectedResponse: no action answered.
        """
        headers = {"accept": "application/json", "x-sveltekit-action": "true"}
        # httpx sends no content type for an empty form, and the app would take it for a forgery
        if not fields and not files:
            headers["content-type"] = "application/x-www-form-urlencoded"
        response = await self.post(path, data=dict(fields or {}), files=files, headers=headers)
        return ActionResult.of(response, self._revivers)

    async def data(self, path: str) -> dict[str, Any]:
        """What a page gets as `data`: what SvelteKit's client asks for when a link to `path` is followed.

        Raises:
            UnexpectedResponse: it redirects, or a load failed.
        """
        return page_data(await self.get(data_path(path)), self._revivers)

    def __repr__(self) -> str:
        return f"<User {self.name}>"


def data_path(path: str) -> str:
    """Where the data of a page is: ``/users?page=2`` -> ``/users/__data.json?page=2``."""
    pathname, mark, query = path.partition("?")
    if pathname.endswith("/") and pathname != "/":
        query = "&".join(filter(None, [query, "x-sveltekit-trailing-slash=1"]))
        mark = "?"
    return f"{pathname.rstrip('/')}/__data.json{mark}{query}"
