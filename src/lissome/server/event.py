"""`RequestEvent` and `ServerLoadEvent`: what the app sees of a request.

As in SvelteKit, with Python's spelling: https://svelte.dev/docs/kit/@sveltejs-kit#RequestEvent
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import Token
from typing import Any, Final, Literal, Protocol, TypeVar, cast

import httpx
from starlette.requests import Request

from lissome.current import HasUrl, current
from lissome.server.cookies import Cookies
from lissome.server.state import RequestState
from lissome.server.tracking import RouteInfo, TrackedParams, TrackedRoute, TrackedURL, Uses
from lissome.url import URL

T = TypeVar("T")

_LONGEST: Final = 120  # characters of a path in a label


class Fetcher(Protocol):
    """What `event.fetch` goes through: see `lissome.server.fetch`."""

    async def __call__(self, event: RequestEvent, url: str, /, **options: Any) -> httpx.Response: ...


class RequestEvent:
    """One request, as hooks, actions and endpoints see it."""

    __slots__ = ("__weakref__", "_fetch", "_state")

    def __init__(self, state: RequestState, fetch: Fetcher) -> None:
        self._state = state
        self._fetch = fetch

    @property
    def request(self) -> Request:
        """The request: method, headers, ``await form()``, ``await json()``, ``await body()``."""
        return self._state.request

    @property
    def url(self) -> URL:
        """The page's URL; in data requests without kit's own suffix and parameters."""
        return self._state.url

    @property
    def params(self) -> Mapping[str, Any]:
        """The route's parameters; strings, or what a matcher made of them."""
        return self._state.params

    @property
    def route(self) -> RouteInfo:
        """``route.id``: the directory in src/routes, or None when nothing matched."""
        route = self._state.route
        return RouteInfo(None if route is None else route.id)

    @property
    def cookies(self) -> Cookies:
        """Read and set cookies."""
        return self._state.cookies

    @property
    def locals(self) -> Any:
        """Yours to fill in `handle`; new for each request."""
        return self._state.locals

    @property
    def is_data_request(self) -> bool:
        """Whether SvelteKit's client asks for data, not for a page."""
        return self._state.is_data_request

    @property
    def is_sub_request(self) -> bool:
        """Whether `event.fetch` of another request made this one."""
        return self._state.depth > 0

    @property
    def is_remote_request(self) -> Literal[False]:
        """Whether this is a call of a remote function. They come in a later version."""
        return False

    @property
    def platform(self) -> Mapping[str, Any]:
        """What the server knows beyond HTTP: the ASGI scope."""
        return self._state.scope

    @property
    def label(self) -> str:
        """The request as logs name it: ``GET /users/7``. Without the query, which may hold what is secret."""
        state = self._state
        path = state.url.pathname
        return f"{state.method} {path if len(path) <= _LONGEST else path[:_LONGEST] + '…'}"

    def get_client_address(self) -> str:
        """The client's IP address."""
        client = self._state.scope.get("client")
        return client[0] if client else ""

    def set_headers(self, headers: Mapping[str, str]) -> None:
        """Set headers of the response.

        Raises:
            ValueError: one is set already, or it is ``set-cookie``.
            RuntimeError: the response has been made already.
        """
        self._state.set_headers(headers)

    async def fetch(self, url: str, **options: Any) -> httpx.Response:
        """Fetch as the browser would: relative URLs, and the user's cookies where they may go.

        Requests to the app itself never leave the process.

        Args:
            url: absolute, or relative to `event.url`.
            **options: method, headers, params, content, data, json: as httpx's `request`.
        """
        return await self._fetch(self, url, **options)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._state.method} {self._state.url}>"


class ServerLoadEvent(RequestEvent):
    """What a `load` gets. Reads of params, url and route are tracked: the client knows when to rerun it."""

    __slots__ = ("_parent", "_uses")

    def __init__(
        self,
        state: RequestState,
        fetch: Fetcher,
        uses: Uses,
        parent: Callable[[], Awaitable[dict[str, Any]]],
    ) -> None:
        super().__init__(state, fetch)
        self._uses = uses
        self._parent = parent

    @property
    def params(self) -> Mapping[str, Any]:
        """The route's parameters; reading one makes the load depend on it."""
        return TrackedParams(self._state.params, self._uses)

    @property
    def url(self) -> URL:
        """The page's URL; reading its path or query makes the load depend on it."""
        return TrackedURL(self._state.url, self._uses)

    @property
    def route(self) -> RouteInfo:
        """``route.id``; reading it makes the load depend on it."""
        route = self._state.route
        return TrackedRoute(None if route is None else route.id, self._uses)

    async def fetch(self, url: str, **options: Any) -> httpx.Response:
        """See `RequestEvent.fetch`. What `handle_fetch` reads is not tracked."""
        return await self._fetch(RequestEvent(self._state, self._fetch), url, **options)

    def parent(self) -> Awaitable[dict[str, Any]]:
        """The data of the layouts above, merged. Waits for them, so ask for your own data first."""
        self._uses.add_parent()
        return self._parent()

    def depends(self, *dependencies: str) -> None:
        """Rerun this load when the client invalidates one of these (``app:name``, or a URL)."""
        for dependency in dependencies:
            self._uses.dependencies.add(self._state.url.join(dependency))

    def untrack(self, read: Callable[[], T]) -> T:
        """Read something without depending on it: ``event.untrack(lambda: event.url.pathname)``."""
        return self._uses.untracked(read)


PageServerLoadEvent = ServerLoadEvent
LayoutServerLoadEvent = ServerLoadEvent
ActionEvent = RequestEvent


def get_request_event() -> RequestEvent:
    """The event of the request that this code runs for; works in anything a load or hook calls.

    Raises:
        RuntimeError: called outside a request.
    """
    event = current.get()
    if event is None:
        msg = "get_request_event() works only in a request: in hooks, loads, actions and endpoints"
        raise RuntimeError(msg)
    return cast("RequestEvent", event)  # nobody else sets it


def enter_event(event: RequestEvent) -> Token[HasUrl | None]:
    """Make `event` the current one; give the token to `leave_event`."""
    return current.set(event)


def leave_event(token: Token[HasUrl | None]) -> None:
    """Undo `enter_event`."""
    current.reset(token)
