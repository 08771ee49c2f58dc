"""Everything the server knows about one request. Made with the request, closed after its response."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, TypedDict

from starlette.requests import Request

from lissome.errors import FrameworkError
from lissome.routing.paths import TrailingSlash
from lissome.server.cookies import Cookies
from lissome.url import URL

if TYPE_CHECKING:
    from lissome.routing.pattern import ParamValue
    from lissome.server.nodes import ServerRoute

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


# RFC 9110 section 5: a token, and text without control characters.
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9a-z]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


class Preload(TypedDict):
    """What the `preload` option decides about."""

    type: str
    path: str


class ResolveOptions(TypedDict, total=False):
    """The options of `resolve(event, …)`, as in SvelteKit.

    transform_page_chunk: changes the page's HTML; gets it whole.
    filter_serialized_response_headers: which headers of responses that a universal load fetched go to the
        browser; default none.
    preload: which files get a preload link; default scripts and styles.
    """

    transform_page_chunk: Callable[[str], str | Awaitable[str]]
    filter_serialized_response_headers: Callable[[str, str], bool]
    preload: Callable[[Preload], bool]


class Locals(SimpleNamespace):
    """`event.locals`: what hooks learned about the request, for loads, actions and endpoints."""

    def __getattr__(self, name: str) -> Any:
        msg = (
            f"event.locals.{name} was never set for this request; "
            "set it in `handle` of src/hooks.server.py for every request, even if only to None"
        )
        raise AttributeError(msg)


class RequestState:
    """The one object that a request's parts share. Internal: apps see it through `RequestEvent`."""

    __slots__ = (
        "__weakref__",
        "_cookies",
        "_request",
        "closed",
        "depth",
        "dev",
        "headers",
        "in_error",
        "invalidated",
        "is_data_request",
        "locals",
        "method",
        "observed",
        "options",
        "params",
        "raw_headers",
        "receive",
        "request_url",
        "route",
        "scope",
        "tasks",
        "trailing_slash",
        "url",
    )

    def __init__(
        self,
        scope: Scope,
        receive: Receive,
        url: URL,
        raw_headers: Mapping[bytes, bytes],
        *,
        depth: int = 0,
        dev: bool = False,
    ) -> None:
        self.scope = scope
        self.receive = receive
        self.method: str = scope["method"]
        self.raw_headers = raw_headers
        self.request_url = url
        self.url = url
        self.depth = depth
        self.dev = dev
        self.locals = Locals()
        self.params: dict[str, ParamValue] = {}
        self.route: ServerRoute | None = None
        self.headers: dict[str, str] = {}
        self.options: ResolveOptions | None = None
        self.is_data_request = False
        self.invalidated: list[bool] | None = None
        self.in_error = False
        self.observed: Any = None  # the event that an observer was told of
        self.closed = False
        self.trailing_slash: TrailingSlash = "never"
        self.tasks: set[asyncio.Future[Any]] = set()
        self._request: Request | None = None
        self._cookies: Cookies | None = None

    def header(self, name: bytes) -> str | None:
        """A request header by its lower-case name."""
        value = self.raw_headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def request(self) -> Request:
        """The request as Starlette presents it."""
        if self._request is None:
            self._request = Request(dict(self.scope), self.receive)
        return self._request

    @property
    def cookies(self) -> Cookies:
        """The cookies; parsed when first asked for."""
        if self._cookies is None:
            header = self.header(b"cookie") or ""
            self._cookies = Cookies(header, self.url, trailing_slash=self.trailing_slash, dev=self.dev)
            if self.closed:
                self._cookies.close()
        return self._cookies

    def set_headers(self, headers: Mapping[str, str]) -> None:
        """See `RequestEvent.set_headers`."""
        for name, value in headers.items():
            self._set_header(name.lower(), value)

    def _set_header(self, name: str, value: str) -> None:
        if self.closed:
            msg = f"set_headers({name!r}) came after the response was made"
            raise RuntimeError(msg)
        if name == "set-cookie":
            msg = "set cookies with event.cookies.set(…), not with set_headers"
            raise ValueError(msg)
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            msg = (
                f"set_headers({{{name!r}: {value!r}}}): a name is letters, digits and dashes; a value has no "
                "line breaks and only characters of latin-1 (percent-encode others)"
            )
            raise ValueError(msg)
        if name not in self.headers:
            self.headers[name] = value
        elif name == "server-timing":
            self.headers[name] += f", {value}"
        else:
            msg = f"header {name!r} is set already; only one load or hook may set it"
            raise ValueError(msg)

    def start(self, work: Awaitable[Any]) -> asyncio.Future[Any]:
        """Run something side by side; it is cancelled when the request ends first."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Future[Any]) -> None:
        self.tasks.discard(task)
        # Who awaits it sees its failure; if nobody does any more, it must not be logged as lost.
        if not task.cancelled():
            task.exception()

    def close_headers(self) -> None:
        """From now on setting headers or cookies is an error: the response has been made."""
        self.closed = True
        if self._cookies is not None:
            self._cookies.close()

    def set_cookie_headers(self) -> list[str]:
        """The Set-Cookie headers so far."""
        return [] if self._cookies is None else list(self._cookies.headers())

    async def close(self) -> None:
        """End of the request: nothing that it started goes on."""
        under_way = [task for task in self.tasks if not task.done()]
        if under_way:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
        if self._request is not None:
            await self._request.close()


def is_cancelled(failure: BaseException) -> bool:
    """Whether it is the running task that was cancelled, and not something of the app that it awaits."""
    task = asyncio.current_task()
    return isinstance(failure, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def limit_body(receive: Receive, limit: int, content_length: str | None) -> Receive:
    """A receive channel that refuses a body of more than `limit` bytes.

    Raises (when read):
        FrameworkError: 413.
    """
    seen = 0

    async def limited() -> dict[str, Any]:
        nonlocal seen
        if content_length is not None and content_length.isdecimal() and int(content_length) > limit:
            raise _too_large(limit)
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise _too_large(limit)
        return message

    return limited


def _too_large(limit: int) -> FrameworkError:
    return FrameworkError(
        413,
        "Payload Too Large",
        f"the request's body is larger than [tool.lissome] body_size_limit ({limit} bytes)",
    )
