"""`__data.json`: the data of a page for kit's client, which then renders by itself.

Source: SvelteKit 3.2, `runtime/server/data/index.js` (protocol, not code).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from starlette.responses import Response

from lissome import codec
from lissome.errors import Redirect
from lissome.routing.paths import TrailingSlash, normalize_path, strip_data_suffix
from lissome.server.errors import to_app_error
from lissome.server.page.data_serializer import JsonData
from lissome.server.page.load_data import LoadFailure, Loads, NodeData
from lissome.server.request.event import RequestEvent
from lissome.server.request.state import RequestState
from lissome.server.responses import BytesResponse, StreamResponse, bare_json
from lissome.server.runtime import Server
from lissome.server.startup.nodes import ServerNode


def strip_data_parameters(state: RequestState) -> None:
    """Give the event the page's own URL, and the state what stood in that of the data."""
    if not state.url.search:
        state.url = state.url.with_path(strip_data_suffix(state.url.pathname) or "/")
        return
    params = state.url.search_params
    slash = "/" if params.get("x-sveltekit-trailing-slash") == "1" else ""
    mask = params.get("x-sveltekit-invalidated")
    state.invalidated = None if mask is None else [flag == "1" for flag in _utf16(mask)]
    path = strip_data_suffix(state.url.pathname) + slash or "/"
    # written anew even if neither was there, as JavaScript's `searchParams.delete` does
    rest = str(params.without("x-sveltekit-trailing-slash", "x-sveltekit-invalidated"))
    state.url = state.url.with_path(path, f"?{rest}" if rest else "")


def _utf16(text: str) -> Iterable[str]:
    """The text unit by unit, as JavaScript counts: what is no letter to it is ``""``."""
    return (unit for letter in text for unit in ((letter,) if letter <= "\uffff" else ("", "")))


async def render_data(
    server: Server,
    state: RequestState,
    event: RequestEvent,
    nodes: Sequence[ServerNode | None] | None,
    trailing_slash: TrailingSlash,
) -> Response:
    """Answer a data request.

    Args:
        nodes: the page's branch, or None when the route has no page.
    """
    if nodes is None:
        return BytesResponse(b"", 404, _raw(server.version_header))
    state.url = state.url.with_path(normalize_path(state.url.pathname, trailing_slash))
    data = JsonData(server, state)
    encoded: dict[int, bytes] = {}

    def keep(position: int, node: NodeData) -> None:
        data.deferred.begin_node(position)
        encoded[position] = data.encode(node)

    loads = Loads(server, state, nodes, keep)
    wanted = [place for place in range(len(nodes)) if _is_wanted(state.invalidated, place)]
    await loads.run(wanted, all_outcomes=True)
    parts = []
    for place in range(len(nodes)):
        if place not in wanted:
            parts.append(b'{"type":"skip"}')
            continue
        try:
            loads.outcome(place)
            parts.append(encoded.get(place, b"null"))
        except LoadFailure as failure:
            if isinstance(failure.cause, Redirect):
                return redirect_json(server, failure.cause)
            error = await to_app_error(server, event, failure.cause)
            if isinstance(failure.cause, codec.EncodeError):
                return _error_json(server, error)  # as kit: the whole answer fails, not only its node
            try:
                parts.append(orjson.dumps({"type": "error", "error": codec.jsonable(error)}))
            except codec.EncodeError as refusal:
                return _error_json(server, await to_app_error(server, event, refusal))
    body = b'{"type":"data","nodes":[%b]}\n' % b",".join(parts)
    return _response(server, body, data)


def _is_wanted(invalidated: list[bool] | None, place: int) -> bool:
    if invalidated is None:
        return True
    return place < len(invalidated) and invalidated[place]


def _response(server: Server, body: bytes, data: JsonData) -> Response:
    headers = [(b"cache-control", b"private, no-store"), *_raw(server.version_header)]
    if not data.deferred:
        return BytesResponse(body, 200, [(b"content-type", b"application/json"), *headers])
    raw_headers = [(b"content-type", b"text/sveltekit-data"), *headers]
    return StreamResponse(data.deferred.chunks(body), 200, raw_headers)


def _error_json(server: Server, error: dict[str, Any]) -> Response:
    headers = {"cache-control": "private, no-store", **server.version_header}
    return bare_json(codec.jsonable(error), error["status"], headers)


def redirect_json(server: Server, to: Redirect) -> Response:
    """A redirect as kit's client understands it."""
    headers = {"cache-control": "private, no-store", **server.version_header}
    return bare_json({"type": "redirect", "status": to.status, "location": to.location}, 200, headers)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
