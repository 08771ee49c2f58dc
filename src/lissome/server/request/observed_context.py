"""The view of a request that an observer gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.datastructures import FormData

from lissome.private_apis.starlette import body_if_read, form_if_read, json_if_read
from lissome.server.request.context import RequestContext


class ObservedContext:
    """An `ObservedRequest` made of the context of a request."""

    def __init__(self, context: RequestContext) -> None:
        self._context = context

    @property
    def key(self) -> int:
        return id(self._context)

    @property
    def label(self) -> str:
        return self._context.request.label

    @property
    def method(self) -> str:
        return self._context.request.method

    @property
    def path(self) -> str:
        return self._context.url.pathname

    @property
    def search(self) -> str:
        return self._context.url.search

    @property
    def route_id(self) -> str | None:
        return None if self._context.route is None else self._context.route.id

    @property
    def headers(self) -> Iterable[tuple[str, str]]:
        pairs = self._context.request.scope["headers"]
        return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs]

    @property
    def cookies(self) -> Mapping[str, str]:
        return self._context.cookies.get_all()

    @property
    def query(self) -> Iterable[tuple[str, str]]:
        return self._context.url.search_params.items()

    @property
    def params(self) -> Mapping[str, object]:
        return self._context.params

    @property
    def form(self) -> FormData | None:
        request = self._context._starlette_request  # noqa: SLF001 - as `locals`
        return None if request is None else form_if_read(request)

    @property
    def json(self) -> object:
        request = self._context._starlette_request  # noqa: SLF001 - as `locals`
        return None if request is None else json_if_read(request)

    @property
    def body(self) -> bytes | None:
        request = self._context._starlette_request  # noqa: SLF001 - as `locals`
        return None if request is None else body_if_read(request)

    @property
    def locals(self) -> object:
        return self._context._locals  # noqa: SLF001 - None if the app has not asked for it

    @property
    def app_state(self) -> object:
        return self._context.runtime.app

    @property
    def handle(self) -> object:
        return self._context.handle

    @property
    def parts(self) -> Iterable[tuple[str, object]]:
        context = self._context
        named = (
            *(("the event", context.event), ("the event", context.handle), ("the event", context)),
            ("event.request", context._starlette_request),  # noqa: SLF001 - as `locals`
            *(("event.locals", self.locals), ("event.cookies", context.response.cookies)),
            *(("event.url", context.url), ("event.params", context.params)),
        )
        return [(name, part) for name, part in named if part is not None]
