"""`RequestEvent` and `ServerLoadEvent`: a request as the app sees it.

The names are SvelteKit's in snake case: https://svelte.dev/docs/kit/@sveltejs-kit#RequestEvent
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from contextvars import Token
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, Never, Unpack, cast, overload

import httpx
from typing_extensions import TypeVar

from lissome import spellings
from lissome.current_request import HasUrl, current_request
from lissome.described import not_named
from lissome.server.fetch import fetch
from lissome.server.fetch_options import FetchOptions
from lissome.server.request.context import RequestContext, RequestHandle
from lissome.server.request.cookies import Cookies
from lissome.server.request.json_body import JsonRequest
from lissome.server.request.platform import Platform
from lissome.server.request.tracking import RouteInfo, TrackedParams, TrackedRoute, TrackedURL, Uses
from lissome.spellings import no_attribute, no_function
from lissome.url import URL

T = TypeVar("T")
# The app's own types, for type checkers: RequestEvent[Locals, State]. Without them anything goes.
LocalsT = TypeVar("LocalsT", default=Any)
AppT = TypeVar("AppT", default=Any)

_SET_HEADERS: Final = 'set_headers takes a dict; write event.set_headers({"cache-control": "no-store"})'


class RequestEvent(Generic[LocalsT, AppT]):
    """A request, as hooks, actions and endpoints see it.

    After the end of the request its attributes raise `RequestEnded`.
    """

    __slots__ = ("__weakref__", "_handle")

    def __init__(self, handle: RequestHandle) -> None:
        self._handle = handle

    @property
    def request(self) -> JsonRequest:
        """The request: method, headers, ``await form()``, ``await json()``, ``await body()``.

        ``await json(NewNote)`` also validates, with pydantic. Bodies that are not JSON, or do not fit, are
        answered 400 and 422.
        """
        return self._handle.open("request").starlette_request

    @property
    def url(self) -> URL:
        """The page's URL; for data requests, without SvelteKit's suffix and parameters."""
        return self._handle.open("url").url

    @property
    def params(self) -> Mapping[str, Any]:
        """The route's parameters: strings, or the values that matchers returned."""
        return self._handle.open("params").params

    @property
    def route(self) -> RouteInfo:
        """``route.id``: the directory in src/routes, or None if no route matched."""
        route = self._handle.open("route").route
        return RouteInfo(None if route is None else route.id)

    @property
    def cookies(self) -> Cookies:
        """The request's cookies; also sets cookies of the response."""
        return self._handle.open("cookies").cookies

    @property
    def locals(self) -> LocalsT:
        """The request's own attributes, set in `handle`. An instance of `Locals` in src/hooks.server.py."""
        locals_: LocalsT = self._handle.open("locals").locals
        return locals_

    @property
    def app(self) -> AppT:
        """The value that the app's `init` yielded: pools and clients, the same for all requests.

        Raises:
            AttributeError: `init` yielded nothing.
        """
        app: AppT | None = self._handle.open("app").runtime.app
        if app is None:
            msg = "event.app: `init` in src/hooks.server.py yields nothing; `yield State(…)` there fills it"
            raise AttributeError(msg)
        return app

    @property
    def is_data_request(self) -> bool:
        """True if SvelteKit's client asks for a page's data, not for the page."""
        return self._handle.open("is_data_request").is_data_request

    @property
    def is_sub_request(self) -> bool:
        """True if `event.fetch` of another request made this one."""
        return self._handle.open("is_sub_request").request.depth > 0

    @property
    def is_remote_request(self) -> Literal[False]:
        """False: there are no remote functions yet."""
        return False

    @property
    def platform(self) -> Mapping[str, Any]:
        """The ASGI scope: what the server knows beyond HTTP."""
        return Platform(self._handle.open("platform").request.scope)

    @property
    def label(self) -> str:
        """The request's name in logs: ``GET /users/7``. It omits the query, which may hold secrets."""
        return self._handle.label

    @property
    def has_ended(self) -> bool:
        """True if the request has ended. Then only this, `label` and ``repr()`` can be used."""
        return self._handle.context is None

    @overload
    async def enter(self, manager: AbstractAsyncContextManager[T]) -> T: ...
    @overload
    async def enter(self, manager: AbstractContextManager[T]) -> T: ...
    async def enter(self, manager: Any) -> Any:
        """Enter a context manager now, and exit it at the end of the request.

        ``db = await event.enter(pool.acquire())``.

        The request ends when the response has been sent, including streamed values, or the client has
        disconnected. Context managers are exited in reverse order. If the request failed, they receive the
        exception, as at the end of an ``async with`` block, so a transaction is rolled back. To commit before
        the response is sent, use ``async with``. The exit runs in another task, so anyio's task groups and
        cancel scopes do not work here.
        """
        return await self._handle.open("enter").lifetime.resources.enter(manager)

    def defer(self, call: Callable[..., Any], *args: Any) -> None:
        """Call ``call(*args)`` at the end of the request, see `enter`; await an awaitable result.

        It always runs, for at most five seconds; exceptions are logged.
        """
        self._handle.open("defer").lifetime.resources.defer(call, *args)

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run a coroutine concurrently: ``event.spawn(mail.send(order))``.

        The response does not wait for the task, but the request does, so the task may use everything that was
        entered. It is cancelled at the request's timeout, or when the client disconnects. Its exception is
        logged, even if the task is also awaited.
        """
        return self._handle.open("spawn").lifetime.resources.spawn(work)

    @overload
    async def once(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T: ...
    @overload
    async def once(self, key: Hashable, make: Callable[[], T]) -> T: ...
    async def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Call `make` once per request, and return its result to all callers with the same `key`.

        ``user = await event.once(("user", id), lambda: find_user(id))``: concurrent callers wait
        for the same call. If it raises, they all get the exception, and the next caller tries again.

        Raises:
            TypeError: `make` is no function, but perhaps what it returns.
        """
        if not callable(make):
            raise no_function(f"event.once({key!r}, …)", make)
        return await self._handle.open("once").lifetime.resources.once(key, make)

    def get_client_address(self) -> str:
        """The client's IP address."""
        client = self._handle.open("get_client_address").request.scope.get("client")
        return client[0] if client else ""

    def set_headers(self, headers: Mapping[str, str | int], *given: Never) -> None:
        """Set headers of the response: ``event.set_headers({"cache-control": "no-store"})``.

        Raises:
            ValueError: a header is already set, or is ``set-cookie``.
            RuntimeError: the response has already been made.
        """
        if given or not isinstance(cast("object", headers), Mapping):
            raise TypeError(_SET_HEADERS)
        self._handle.open("set_headers").response.set_headers(headers)

    async def fetch(
        self, url: str | URL | httpx.URL, /, *given: Never, **options: Unpack[FetchOptions]
    ) -> httpx.Response:
        """Fetch like a browser: with relative URLs, and with the user's cookies where they may be sent.

        Requests to the app itself stay in the process. Others follow redirects.

        Args:
            url: absolute, or relative to `event.url`.
            **options: the arguments of httpx's `request`: method, headers, params, content, data, files,
                json, cookies, timeout, auth, follow_redirects, extensions; and credentials, the web's.

        Raises:
            TypeError: there is no such option, or an argument has a wrong type.
            httpx.RequestError: there is no answer.
        """
        if given:
            raise TypeError(not_named("event.fetch(url", given[0], 'event.fetch(url, method="POST", json=…)'))
        return await fetch(self._handle.open("fetch"), url, **options)

    def __repr__(self) -> str:
        # Not the whole URL: events are logged, and a query may hold secrets.
        return f"<{type(self).__name__} {self.label}>"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            known = getattr(type(self), name, None)
            if known is not None:
                return known.__get__(self)  # a property has raised AttributeError, and raises it again
            raise no_attribute("event", type(self), name, spellings.EVENT, spellings.LOAD_ONLY)


class ServerLoadEvent(RequestEvent[LocalsT, AppT]):
    """The event of a `load`. Reads of params, url and route are tracked, so that kit's client knows when to
    rerun it.
    """

    __slots__ = ("_parent", "_uses")

    def __init__(
        self, handle: RequestHandle, uses: Uses, parent: Callable[[], Awaitable[dict[str, Any]]]
    ) -> None:
        super().__init__(handle)
        self._uses = uses
        self._parent = parent

    @property
    def params(self) -> Mapping[str, Any]:
        """The route's parameters. Reading one makes the load depend on it."""
        return TrackedParams(self._handle.open("params").params, self._uses)

    @property
    def url(self) -> URL:
        """The page's URL. Reading its path or query makes the load depend on it."""
        return TrackedURL(self._handle.open("url").url, self._uses)

    @property
    def route(self) -> RouteInfo:
        """``route.id``; reading it makes the load depend on it."""
        route = self._handle.open("route").route
        return TrackedRoute(None if route is None else route.id, self._uses)

    def parent(self) -> Awaitable[dict[str, Any]]:
        """Return the merged data of the layouts above. It waits for their loads: start own queries first."""
        self._uses.add_parent()
        return self._parent()

    def depends(self, *dependencies: str) -> None:
        """Rerun this load when the client invalidates one of these dependencies (``app:name``, or a URL)."""
        for dependency in dependencies:
            self._uses.dependencies.add(self._handle.open("depends").url.join(dependency))

    def untrack(self, read: Callable[[], T]) -> T:
        """Read a value without depending on it: ``event.untrack(lambda: event.url.pathname)``.

        Raises:
            TypeError: `read` is no function, but perhaps the value.
        """
        if not callable(read):
            raise no_function("event.untrack(…)", read)
        return self._uses.untracked(read)


def get_request_event() -> RequestEvent:
    """Return the event of the current request.

    It works in everything that a load, hook, action, endpoint or streamed body calls, in their tasks, and in
    threads started by `asyncio.to_thread` or `anyio.to_thread` (not ``loop.run_in_executor``).

    Raises:
        RuntimeError: called outside a request.
        RequestEnded: the request of this task has ended.
    """
    handle = cast("RequestHandle | None", current_request.get())  # nobody else sets it
    if handle is None:
        msg = (
            "get_request_event() works only in a request: in hooks, loads, actions and endpoints, their "
            "tasks, and threads of asyncio.to_thread or anyio.to_thread. The loader of a cache runs for "
            "several requests at once: pass it the values that it needs as arguments"
        )
        raise RuntimeError(msg)
    event: RequestEvent = handle.open("get_request_event()").event
    return event


def current_context() -> RequestContext:
    """Return the current request, for what is called in one only.

    Raises:
        RequestEnded: it is over.
    """
    return cast("RequestHandle", current_request.get()).open("request")


def enter_event(context: RequestContext) -> Token[HasUrl | None]:
    """Make the request's event, and the request the current one; reset `current_request` with the token."""
    context.event = RequestEvent(context.handle)
    return current_request.set(context.handle)
