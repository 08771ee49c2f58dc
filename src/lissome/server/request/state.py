"""Everything the server knows about one request. Made with the request, closed after its response."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NoReturn

from starlette.requests import Request

from lissome.errors import Overdue, RequestEnded
from lissome.isolation.lifetime import Lifetime, cancel, finish
from lissome.isolation.request_watchdog import Incoming, Watch
from lissome.isolation.timeouts import Deadlines
from lissome.routing.paths import TrailingSlash
from lissome.server.request.cookies import Cookies
from lissome.server.request.resolve_options import ResolveOptions
from lissome.url import URL

if TYPE_CHECKING:
    from lissome.routing.pattern import ParamValue
    from lissome.server.startup.nodes import ServerRoute

logger = logging.getLogger("lissome.server")

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


# RFC 9110 section 5: a token, and text without control characters.
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9a-z]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

_LONGEST_PATH: Final = 120  # characters, in a label
_NO_DEADLINES: Final = Deadlines()
_NOTHING: Final[Mapping[Any, Any]] = MappingProxyType({})


class Locals(SimpleNamespace):
    """`event.locals`: what hooks learned about the request, for loads, actions and endpoints."""

    def __getattr__(self, name: str) -> Any:
        msg = (
            f"event.locals.{name} was never set for this request; "
            "set it in `handle` of src/hooks.server.py for every request, even if only to None"
        )
        raise AttributeError(msg)


class RequestState:
    """The one object that a request's parts share. Internal: apps see it through `RequestEvent`.

    Attributes:
        app: what the app's `init` yielded.
        event: the request's own; the loads have others.
        depth: how many requests of `event.fetch` this one is inside of.
        deadlines: how long it may take; those of its route once that is known.
        is_waiting: whether the response is still being made.
        is_sheltered: whether something runs that the client's leaving must not interrupt.
        observed: whether an observer was told of it.
        task: the one that makes the response, and is cancelled when nobody waits for it any more.
        tasks: what runs for the request side by side; None when there never was anything.
    """

    __slots__ = (
        "__weakref__",
        "_cookies",
        "_incoming",
        "_lifetime",
        "_locals",
        "_make_locals",
        "_on_expiry",
        "_receive",
        "_request",
        "_watch",
        "app",
        "closed",
        "deadlines",
        "depth",
        "dev",
        "event",
        "headers",
        "in_error",
        "invalidated",
        "is_data_request",
        "is_sheltered",
        "is_waiting",
        "method",
        "observed",
        "options",
        "params",
        "raw_headers",
        "request_url",
        "route",
        "scope",
        "task",
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
        app: Any = None,
        make_locals: Callable[[], Any] = Locals,
        deadlines: Deadlines = _NO_DEADLINES,
    ) -> None:
        self.scope = scope
        self.method: str = scope["method"]
        self.raw_headers = raw_headers
        self.request_url = url
        self.url = url
        self.depth = depth
        self.dev = dev
        self.app = app
        self.deadlines = deadlines
        self.params: dict[str, ParamValue] = {}
        self.route: ServerRoute | None = None
        self.headers: dict[str, str] = {}
        self.options: ResolveOptions | None = None
        self.is_data_request = False
        self.invalidated: list[bool] | None = None
        self.in_error = False
        self.event: Any = None
        self.is_waiting = True
        self.is_sheltered = False
        self.observed = False
        self.closed = False
        self.trailing_slash: TrailingSlash = "never"
        self._receive = receive
        self._make_locals = make_locals
        self._locals: Any = None
        self._request: Request | None = None
        self._cookies: Cookies | None = None
        # What most requests do without is made when it is first needed.
        self._incoming: Incoming | None = None
        self._on_expiry: list[Callable[[], None]] | None = None
        self._lifetime: Lifetime | None = None
        self.tasks: set[asyncio.Future[Any]] | None = None
        self.task: asyncio.Task[Any] | None = None
        self._watch: Watch | None = None

    @property
    def label(self) -> str:
        """The request as logs name it: ``GET /users/7``. Without the query, which may hold what is secret."""
        path = self.request_url.pathname
        return f"{self.method} {path if len(path) <= _LONGEST_PATH else path[:_LONGEST_PATH] + '…'}"

    def header(self, name: bytes) -> str | None:
        """A request header by its lower-case name."""
        value = self.raw_headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def request(self) -> Request:
        """The request as Starlette presents it."""
        if self._request is None:
            self._request = Request(dict(self.scope), self.incoming)
        return self._request

    @property
    def incoming(self) -> Incoming:
        """What comes from the client: the body, and that it has left."""
        if self._incoming is None:
            self._incoming = Incoming(self._receive)
        return self._incoming

    @property
    def locals(self) -> Any:
        """What the app learned about the request; made when first asked for."""
        if self._locals is None:
            self._locals = self._make_locals()
        return self._locals

    @property
    def lifetime(self) -> Lifetime:
        """What is bound to the request."""
        if self._lifetime is None:
            self._lifetime = Lifetime(self.label)
        return self._lifetime

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
        if self.tasks is None:
            self.tasks = set()
        self.tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: asyncio.Future[Any]) -> None:
        if self.tasks is not None:
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

    def failed(self, failure: BaseException) -> None:
        """Something of the request failed: what was entered learns of it when it is left."""
        if self._lifetime is not None:
            self._lifetime.failure = failure

    # -- the client's leaving, and the deadline

    @property
    def deadline(self) -> float | None:
        """Seconds until the response must be there."""
        return self.deadlines.request

    def begin_watch(self) -> None:
        """See `lissome.isolation.request_watchdog.Watched`."""
        if self.task is not None and self._watch is None:
            self._watch = Watch(self, self.task, self.incoming, self._on_overdue)

    def was_struck(self) -> bool:
        """In an `except CancelledError` at the end: whether the request's own watch cancelled it."""
        return self._watch is not None and self._watch.struck is not None and self._watch.absorb()

    def overdue(self) -> Overdue | None:
        """In an `except CancelledError`: the failure to go on with, if it was the deadline."""
        if self._watch is None or not self._watch.catch_overdue():
            return None
        return Overdue(self.label, self.deadlines.request or 0, "timeout")

    @contextmanager
    def shelter(self) -> Iterator[None]:
        """What runs inside is not interrupted when the client leaves; only the deadline stops it."""
        self.is_sheltered = True
        try:
            yield
        finally:
            self.is_sheltered = False
            if self._watch is not None:
                self._watch.client_left()

    def _on_overdue(self, deadline: float) -> None:
        logger.warning("%s", Overdue(self.label, deadline, "timeout"))

    # -- the end

    @property
    def has_begun_anything(self) -> bool:
        """Whether there is anything to `end`."""
        return (
            self._lifetime is not None
            or self._watch is not None
            or self._request is not None
            or bool(self.tasks)
        )

    async def end(self) -> None:
        """The response has been sent, or nobody waits for it: nothing that the request started goes on."""
        if self._lifetime is not None or self.tasks or self._watch is not None:
            await finish(self._end())
        if self._request is not None:
            await self._request.close()

    def on_expiry(self, call: Callable[[], None]) -> None:
        """Call something when all is over."""
        if self._on_expiry is None:
            self._on_expiry = []
        self._on_expiry.append(call)

    def expire(self) -> None:
        """From now on nothing can use the request any more, even if it holds its event."""
        if self._on_expiry is not None:
            for call in self._on_expiry:
                call()
            self._on_expiry = None  # they lead back here
        self.event = self._locals = self._cookies = None
        self.scope = self.raw_headers = _NOTHING
        if self.has_begun_anything:
            self._request = self._incoming = self._lifetime = self._watch = None
        self.__class__ = EndedState

    async def close(self) -> None:
        """Both."""
        try:
            await self.end()
        finally:
            self.expire()

    async def _end(self) -> None:
        patience = self._patience()
        if self._watch is not None:
            self._watch.absorb()  # if something of the app has swallowed the cancellation
            await self._watch.stop()
        if self.tasks:
            await cancel(self.tasks, self.label)
        if self._lifetime is not None:
            if self._watch is not None and self._watch.struck is not None:
                self._lifetime.failure = self._lifetime.failure or asyncio.CancelledError(self._watch.struck)
            await self._lifetime.end(patience)

    def _patience(self) -> float | None:
        """Seconds that tasks of the app may go on after the response: what is left until the deadline."""
        watch, limit = self._watch, self.deadlines.request
        if watch is not None and (watch.struck or watch.gone):
            return 0
        if limit is None or watch is None:
            return limit
        return max(0.0, limit - watch.spent())


def _ended(name: str) -> Any:
    def refuse(state: RequestState) -> NoReturn:
        raise RequestEnded(state.label, name)

    return property(refuse)


class EndedState(RequestState):
    """What a state becomes when its request is over, so that whoever still holds an event learns of it."""

    __slots__ = ()

    app = _ended("app")
    cookies = _ended("cookies")
    depth = _ended("is_sub_request")
    incoming = _ended("request")
    is_data_request = _ended("is_data_request")
    lifetime = _ended("lifetime")
    locals = _ended("locals")
    params = _ended("params")
    request = _ended("request")
    route = _ended("route")
    scope = _ended("platform")
    set_headers = _ended("set_headers")
    url = _ended("url")


def is_cancelled(failure: BaseException) -> bool:
    """Whether it is the running task that was cancelled, and not something of the app that it awaits."""
    task = asyncio.current_task()
    return isinstance(failure, asyncio.CancelledError) and task is not None and task.cancelling() > 0
