"""What a load read, as the client is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lissome.routing.params import Params
from lissome.server.page.data_serializer import uses_json
from lissome.server.request.event import ServerLoadEvent
from lissome.server.request.tracking import Uses
from support.requests import make_context

HREF = "http://localhost/items/7?q=1&q=2&tag=a"


async def no_parent() -> dict[str, Any]:
    return {}


def uses_of(read: Callable[[ServerLoadEvent], object]) -> dict[str, Any]:
    uses = Uses()
    context = make_context(HREF)
    context.params = Params(id="7", other="x")
    read(ServerLoadEvent(context.handle, uses, no_parent))
    return uses_json(uses)


URL = {"url": 1}


@pytest.mark.parametrize(
    ("read", "uses"),
    [
        (lambda _event: None, {}),
        (lambda event: event.params, {}),
        (lambda event: event.params["id"], {"params": ["id"]}),
        (lambda event: event.params.get("nothing"), {"params": ["nothing"]}),
        (lambda event: "id" in event.params, {"params": ["id"]}),
        (lambda event: dict(event.params), {"params": ["id", "other"]}),
        (lambda event: event.route.id, {"route": 1}),
        (lambda event: event.route, {}),
        (lambda event: event.url, {}),
        (lambda event: event.url.pathname, URL),
        (lambda event: event.url.search, URL),
        (lambda event: event.url.href, URL),
        (lambda event: str(event.url), URL),
        (lambda event: event.url == event.url, URL),
        (lambda event: event.url.join("x"), URL),
        (lambda event: event.url.with_path("/x"), URL),
        (
            lambda event: (
                event.url.origin,
                event.url.host,
                event.url.hostname,
                event.url.port,
                event.url.protocol,
            ),
            {},
        ),
        (lambda event: event.url.search_params.get("q"), {"search_params": ["q"]}),
        (lambda event: event.url.search_params.get_all("q"), {"search_params": ["q"]}),
        (lambda event: event.url.search_params.has("z"), {"search_params": ["z"]}),
        (lambda event: "z" in event.url.search_params, {"search_params": ["z"]}),
        (lambda event: list(event.url.search_params), URL),
        (lambda event: event.url.search_params.items(), URL),
        (lambda event: event.url.search_params.keys(), URL),
        (lambda event: len(event.url.search_params), URL),
        (lambda event: str(event.url.search_params), URL),
        (lambda event: event.url.search_params.without("q"), URL),
        (lambda event: event.depends("app:x", "/api"), {"dependencies": ["app:x", "http://localhost/api"]}),
        (lambda event: event.untrack(lambda: (event.url.href, event.params["id"], event.route.id)), {}),
        (lambda event: (event.untrack(lambda: 1), event.params["id"]), {"params": ["id"]}),
    ],
)
def test_reads(read: Callable[[ServerLoadEvent], object], uses: dict[str, Any]) -> None:
    found = uses_of(read)
    assert {key: sorted(value) if isinstance(value, list) else value for key, value in found.items()} == uses


def test_untrack_ends_even_when_it_fails() -> None:
    def read(event: ServerLoadEvent) -> None:
        with pytest.raises(KeyError):
            event.untrack(lambda: event.params["missing"])
        _ = event.params["id"]

    assert uses_of(read) == {"params": ["id"]}


def test_untrack_in_untrack() -> None:
    def read(event: ServerLoadEvent) -> None:
        event.untrack(lambda: (event.untrack(lambda: None), event.params["id"]))

    assert uses_of(read) == {}


async def test_parent_is_a_dependency() -> None:
    uses = Uses()
    await ServerLoadEvent(make_context(HREF).handle, uses, no_parent).parent()
    assert uses_json(uses) == {"parent": 1}


def test_values_are_those_of_the_request() -> None:
    def read(event: ServerLoadEvent) -> None:
        assert event.url.href == HREF
        assert event.url.search_params.get_all("q") == ["1", "2"]
        assert dict(event.params) == {"id": "7", "other": "x"}
        assert event.route.id is None
        assert repr(event.params) == "TrackedParams({'id': '7', 'other': 'x'})"

    uses_of(read)
