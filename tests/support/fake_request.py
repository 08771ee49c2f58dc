"""A request without a server: the event that the app sees, and the view of it that an observer gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from starlette.datastructures import FormData

from lissome.server.request.observer import ObservedRequest


class _StarletteRequest:
    """A part of an event that can be referred to weakly."""


class FakeEvent:
    """As much of an event as the tests' apps use.

    Args:
        user: signed in by a cookie of this value.
        path: the path of the URL; also the route, unless `route` is given.
    """

    def __init__(
        self,
        user: str | None = None,
        path: str = "/",
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        route: str | None = None,
        app: Any = None,
    ) -> None:
        self.label = f"GET {path}"
        self.path = path
        self.route = route or path
        self.headers = ({"cookie": f"user={user}"} if user else {}) | dict(headers or {})
        self.cookies = {"user": user} if user else {}
        self.params = params or {}
        self.query = query or {}
        self.form = None if form is None else FormData(form)
        self.request = _StarletteRequest()
        self.locals = SimpleNamespace(user=user)
        self.app = app


class FakeRequest:
    """What an observer sees of a `FakeEvent`."""

    method = "GET"
    search = ""
    json: object = None
    body: bytes | None = None

    def __init__(self, event: FakeEvent) -> None:
        self.event = event

    @property
    def key(self) -> int:
        return id(self.event)

    @property
    def label(self) -> str:
        return self.event.label

    @property
    def path(self) -> str:
        return self.event.path

    @property
    def route_id(self) -> str | None:
        return self.event.route

    @property
    def headers(self) -> Iterable[tuple[str, str]]:
        return self.event.headers.items()

    @property
    def cookies(self) -> Mapping[str, str]:
        return self.event.cookies

    @property
    def query(self) -> Iterable[tuple[str, str]]:
        return self.event.query.items()

    @property
    def params(self) -> Mapping[str, object]:
        return self.event.params

    @property
    def form(self) -> FormData | None:
        return self.event.form

    @property
    def locals(self) -> object:
        return self.event.locals

    @property
    def app_state(self) -> object:
        return self.event.app

    @property
    def handle(self) -> object:
        return self.event

    @property
    def parts(self) -> Iterable[tuple[str, object]]:
        event = self.event
        return (("the event", event), ("event.request", event.request), ("event.locals", event.locals))


def observed(event: FakeEvent) -> ObservedRequest:
    """Return the view that an observer gets of an event."""
    return FakeRequest(event)
