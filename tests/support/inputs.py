"""Functions with typed input, bound as at start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lissome.routing.route_id import RouteParams
from lissome.server.inputs import bind
from lissome.server.inputs.action import Action
from lissome.server.request.tracking import TrackedParams, TrackedURL, Uses
from lissome.url import URL
from server.forms.reading import read


def bind_action(file: str, name: str, run: Callable[..., Any], route_id: str = "/") -> Action:
    """Bind an action of the page of a route."""
    return bind.bind_action(file, name, run, RouteParams.of(route_id))


class Event:
    """The event of a load."""

    def __init__(self, params: Mapping[str, Any], query: str, body: bytes = b"", kind: str = "") -> None:
        self.uses = Uses()
        self.params = TrackedParams(dict(params), self.uses)  # type: ignore[arg-type] # plain is enough
        self.url = TrackedURL(URL("http://x", "/", query and f"?{query}"), self.uses)
        self.request = read(kind, body)

    @property
    def read(self) -> set[str]:
        """What the load depends on."""
        return {*self.uses.params, *self.uses.search_params, *(["url"] if self.uses.url else [])}
