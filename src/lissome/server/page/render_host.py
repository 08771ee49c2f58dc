"""What a render asks of the server while it waits: fetches, streamed values, routes, who shows a failure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from lissome import codec
from lissome.errors import HttpError, Redirect, RenderError
from lissome.server.errors import to_app_error
from lissome.server.page.render_plan import Shown
from lissome.server.paths_match import match
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.runtime import Server
from lissome.server.startup.nodes import nearest_error_page
from lissome.ssr import describe, exception


class RenderHost:
    """Carries out what a render asks for: fetches of universal loads, and who catches their failures.

    Attributes:
        unshowable: App.Error of the failure that no error page of the app can show.
    """

    __slots__ = ("_event", "_server", "_shown", "_state", "unshowable")

    def __init__(self, server: Server, state: RequestState, event: RequestEvent, shown: Shown) -> None:
        self._server = server
        self._state = state
        self._event = event
        self._shown = shown
        self.unshowable: dict[str, Any] | None = None

    async def __call__(self, request: dict[str, Any]) -> Any:
        """See `lissome.ssr.renderer.Host`."""
        if request["kind"] == "fetch":
            return await self._fetch(request)
        if request["kind"] == "handle_error":
            return await self._handle_error(request["at"], request["error"])
        if request["kind"] == "promise":
            return await self._settled(request["number"])
        if request["kind"] == "match":
            return await match(self._server, self._event, request.get("url"))
        if request["kind"] == "headers":
            return set_headers(self._state, request["headers"])
        msg = f"a render asked for {request['kind']!r}, which this server does not know"
        raise RenderError(msg)

    async def _fetch(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self._server.fetch.for_universal(self._event, request)
        except (HttpError, Redirect) as said:  # by `handle_fetch`
            return {"thrown": describe(said)}

    async def _handle_error(self, at: int, error: dict[str, Any]) -> dict[str, Any]:
        """A load failed: from now on the nearest error page is what is shown."""
        page, position = self._shown.page, self._shown.view.positions[at]
        if page is None or position is None:
            return {"fatal": True}  # an error page itself
        failure = self._shown.failure
        ours = failure is not None and failure.position == position
        cause = failure.cause if failure is not None and ours else exception(error)
        described = await to_app_error(self._server, self._event, cause)
        found = nearest_error_page(position, page.nodes, page.errors)
        if found is None:
            self.unshowable = described
            return {"fatal": True}
        kept, index = found
        self._shown.view = self._server.views.error_page(page, kept, index)
        self._shown.failure = None  # settled: should there be a second pass, it begins with the error page
        self._shown.error = described
        self._shown.status = described["status"]
        if self._shown.data is not None:
            self._shown.data.deferred.keep_below(kept)
        view = self._shown.view
        return {
            "error": orjson.Fragment(flatten(self._server, described)),
            "status": described["status"],
            "keep": len(view.nodes) - 1,
            "node": view.nodes[-1].index,
            "errors": view.guards,
        }

    async def _settled(self, number: int) -> dict[str, Any]:
        """A value that a server load has not awaited, for a universal load that does."""
        assert self._shown.data is not None
        deferred = self._shown.data.deferred
        value, failure = await deferred.settled(number)
        if failure is not None:
            return {"error": describe(failure)}
        deferred.begin_value(number)
        flat = codec.stringify(value, encoders=self._server.encoders, defer=deferred.add)
        return {"value": orjson.Fragment(codec.to_utf8(flat))}


def flatten(server: Server, value: Any) -> bytes:
    """A value for V8 in devalue's flat form."""
    return codec.to_utf8(codec.stringify(value, encoders=server.encoders))


def set_headers(state: RequestState, headers: Iterable[tuple[str, str]]) -> None:
    """What universal loads have set, in their order."""
    for name, value in headers:
        state.set_headers({name: value})
