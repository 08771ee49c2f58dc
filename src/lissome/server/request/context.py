"""The context of one request: its parts, handed as one argument through everything that serves it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from lissome.errors import RequestEnded
from lissome.isolation.lifetime import RequestLifetime
from lissome.isolation.receive import Receive
from lissome.page_options import TrailingSlash
from lissome.routing.params import Params
from lissome.server.forms.request import FormRequest
from lissome.server.request.cookies import Cookies
from lissome.server.request.incoming import IncomingRequest, label_of
from lissome.server.request.kind import RequestKind, kind_of
from lissome.server.request.observer import ObservedRequest, tell_end
from lissome.server.request.resolve_options import ResolveOptions
from lissome.server.request.trace import NOT_TRACED, RequestTrace, Span, end_trace
from lissome.server.responses import ResponseDraft
from lissome.server.runtime import Runtime
from lissome.server.startup.routes import ServerRoute
from lissome.url import URL


@dataclass(slots=True, eq=False, repr=False, weakref_slot=True)
class RequestContext:
    """One request on its way to a response.

    Attributes:
        runtime: what all requests of the worker share.
        request: what came in.
        response: what the response is becoming.
        lifetime: what ends with the request.
        handle: what events and context variables hold of it.
        event: the app's view of it, a `RequestEvent`; loads have views of their own.
        url: the page's: without kit's own suffix and parameters.
        is_data_request: kit's client asks for the page's data.
        invalidated: the loads that a data request asks for, by position; None for all of them.
        route: None until it is found, or if there is none.
        params: the route's parameters.
        trailing_slash: the route's page option.
        options: what `handle` gave to `resolve`.
        observed: the observer's view, if the observer was told that the request began.
        trace: what is done for it; None in production.
    """

    runtime: Runtime
    request: IncomingRequest
    lifetime: RequestLifetime
    url: URL
    response: ResponseDraft = field(default_factory=ResponseDraft)
    handle: RequestHandle = field(init=False)
    event: Any = None  # a RequestEvent, whose module imports this one
    is_data_request: bool = False
    invalidated: list[bool] | None = None
    route: ServerRoute | None = None
    params: Params = field(default_factory=Params)
    trailing_slash: TrailingSlash = "never"
    options: ResolveOptions = field(default_factory=ResolveOptions)
    observed: ObservedRequest | None = None
    trace: RequestTrace | None = None
    _locals: Any = None
    _starlette_request: FormRequest | None = None

    @staticmethod
    def of(runtime: Runtime, request: IncomingRequest, receive: Receive) -> RequestContext:
        """Return the context of a request that begins."""
        lifetime = RequestLifetime(request, receive, runtime.timeouts)
        context = RequestContext(runtime, request, lifetime, request.url)
        context.handle = RequestHandle(context, request.method, request.url.pathname)
        return context

    @property
    def kind(self) -> RequestKind:
        """The kind of the request; known once the route is."""
        return kind_of(self.request, self.route, is_data=self.is_data_request)

    @property
    def depth(self) -> int:
        """The number of segments of the page's path below the base path, for relative links."""
        return max(self.url.pathname.count("/") - 1 - self.runtime.manifest.paths.base.count("/"), 0)

    @property
    def starlette_request(self) -> FormRequest:
        """The request as Starlette presents it to the app."""
        if self._starlette_request is None:
            self._starlette_request = FormRequest(
                dict(self.request.scope),
                self.lifetime.receive,
                fields_limit=self.runtime.settings.form_fields_limit,
                make_form=self.runtime.make_form,
            )
        return self._starlette_request

    @property
    def locals(self) -> Any:
        """`event.locals`; made when the app first asks for it."""
        if self._locals is None:
            self._locals = self.runtime.hooks.make_locals()
        return self._locals

    @property
    def cookies(self) -> Cookies:
        """`event.cookies`; parsed when the app first asks for them."""
        cookies = self.response.cookies
        if cookies is None:
            header = self.request.headers.get(b"cookie", b"").decode("latin-1")
            dev = self.runtime.dev
            cookies = Cookies(header, self.url, trailing_slash=self.trailing_slash, dev=dev)
            self.response.cookies = cookies
            if self.response.is_closed:
                cookies.close()
        return cookies

    def span(self, name: str, subject: str = "") -> AbstractContextManager[Span | None]:
        """Begin a span of the trace; see `RequestTrace.span`."""
        return NOT_TRACED if self.trace is None else self.trace.span(name, subject)

    async def end(self) -> None:
        """End what belongs to the request, tell the observer, and make the events unusable.

        In this order: tasks of loads and streamed values, tasks of the app, clean-ups in reverse order,
        uploaded files.
        """
        try:
            await self.lifetime.end()
            if self._starlette_request is not None:
                await self._starlette_request.close()
        finally:
            if self.trace is not None:  # before the observer, whose work is not the request's
                end_trace(self.trace, None if self.request.depth else self.runtime.tracer)
            if self.observed is not None and self.runtime.observer is not None:
                tell_end(self.runtime.observer, self.observed)
            self.handle.context = None
            self.lifetime.close()
            self.event = self.observed = self.trace = self._locals = self._starlette_request = None


@dataclass(slots=True, eq=False, repr=False, weakref_slot=True)
class RequestHandle:
    """The link from an event, or from a context variable, to its request.

    Whatever outlives the request, a task or a timer, holds this and no more.

    Attributes:
        context: None once the request has ended.
    """

    context: RequestContext | None
    _method: str
    _pathname: str

    def open(self, use: str) -> RequestContext:
        """Return the request's context.

        Args:
            use: the attribute that the app asks for, for the message.

        Raises:
            RequestEnded: the request is over.
        """
        if self.context is None:
            raise RequestEnded(self.label, use)
        return self.context

    @property
    def label(self) -> str:
        """The request as logs name it, see `IncomingRequest.label`; also after its end."""
        return label_of(self._method, self._pathname)

    @property
    def url(self) -> URL:
        """The page's URL.

        Raises:
            RequestEnded: the request is over.
        """
        return self.open("url").url
