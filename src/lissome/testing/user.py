"""A user without a browser: an httpx client with cookies, in the process of the app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final

import httpx

from lissome import codec
from lissome.testing.responses import ActionResult, Page, UnexpectedResponse, page_data

Asgi = Callable[
    [MutableMapping[str, Any], Callable[..., Awaitable[Any]], Callable[..., Awaitable[None]]], Any
]
Fields = Mapping[str, Any]

# RFC 5737 section 3: an address for documentation.
_CLIENT: Final = ("203.0.113.7", 50000)
_HTML: Final = "text/html,application/xhtml+xml,*/*;q=0.8"


class User(httpx.AsyncClient):
    """Sends requests to the app, and keeps its cookies.

    All methods of httpx's client are available: ``await user.get("/api/users")``. Paths are those of the
    browser's address bar, including kit's ``paths.base``. Only `page` and `submit` follow redirects.

    Args:
        app: the ASGI application.
        name: for messages, and for `locals_for`.
        origin: of the app, from the user's view.
        transport: decoders of the app's own types in data, by their names in ``transport``.
        missing_action: says what is wrong with the name of an action in a path, or returns ``""``.
    """

    def __init__(
        self,
        app: Asgi,
        name: str,
        *,
        origin: str,
        transport: codec.Revivers,
        missing_action: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:
        super().__init__(
            transport=httpx.ASGITransport(app, client=_CLIENT),
            base_url=origin,
            headers={"origin": origin},
            timeout=None,
        )
        self.name = name
        self._revivers = transport
        self._missing_action = missing_action

    async def page(self, path: str) -> Page:
        """Visit a page, and follow redirects."""
        return Page(await self.get(path, headers={"accept": _HTML}, follow_redirects=True))

    async def submit(self, path: str, fields: Fields, *, files: Any = None) -> Page:
        """Submit a form like a browser without JavaScript, and follow redirects.

        Args:
            path: of the page, with the action's name if it has one: ``/users?/create``.
            fields: by name; a list sends a field several times, and None leaves it out.
            files: as httpx takes them.

        Raises:
            UnexpectedResponse: the page has no such action.
        """
        return Page(await self._post_form(path, fields, files, {"accept": _HTML}, follow_redirects=True))

    async def post_action(
        self, path: str, fields: Fields | None = None, *, files: Any = None
    ) -> ActionResult:
        """Submit a form like `use:enhance`.

        Args:
            path: of the page, with the action's name if it has one: ``/users?/create``.
            fields: by name; a list sends a field several times, and None leaves it out.
            files: as httpx takes them.

        Raises:
            UnexpectedResponse: the page has no such action, or no action answered.
        """
        headers = {"accept": "application/json", "x-sveltekit-action": "true"}
        return ActionResult.of(await self._post_form(path, fields or {}, files, headers), self._revivers)

    async def _post_form(
        self,
        path: str,
        fields: Fields,
        files: Any,
        headers: dict[str, str],
        *,
        follow_redirects: bool = False,
    ) -> httpx.Response:
        sent = {name: value for name, value in fields.items() if value is not None and value != []}
        if not sent and not files:
            # httpx sends no content type for an empty form, and the app would take it for something else
            headers["content-type"] = "application/x-www-form-urlencoded"
        response = await self.post(
            path, data=sent, files=files or None, headers=headers, follow_redirects=follow_redirects
        )
        first = (response.history or [response])[0]
        if first.status_code in (404, 405) and self._missing_action is not None:
            missing = await self._missing_action(path)
            if missing:
                raise UnexpectedResponse(missing, response)
        return response

    async def data(self, path: str) -> dict[str, Any]:
        """Return the `data` of a page, requested like SvelteKit's client does for a link to `path`.

        Raises:
            UnexpectedResponse: the response is a redirect, or a load failed.
        """
        return page_data(await self.get(data_path(path)), self._revivers)

    def __repr__(self) -> str:
        return f"<User {self.name}>"


def data_path(path: str) -> str:
    """Return the path of a data request: ``/users?page=2`` -> ``/users/__data.json?page=2``."""
    pathname, mark, query = path.partition("?")
    if pathname.endswith("/") and pathname != "/":
        query = "&".join(filter(None, [query, "x-sveltekit-trailing-slash=1"]))
        mark = "?"
    return f"{pathname.rstrip('/')}/__data.json{mark}{query}"
