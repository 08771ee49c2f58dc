"""`__data.json`: the data of a page for kit's client, which then renders by itself.

Source: SvelteKit 3.2, `runtime/server/data/index.js` (protocol, not code).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import orjson
from starlette.responses import Response

from lissome import codec
from lissome.errors import Redirect
from lissome.routing.paths import strip_data_suffix
from lissome.server.app_error import to_app_error
from lissome.server.page.data_serializer import JsonData
from lissome.server.page.load_data import LoadFailure, Loads, NodeData
from lissome.server.request.context import RequestContext
from lissome.server.responses import BytesResponse, StreamResponse, data_headers, encode_headers
from lissome.server.runtime import Runtime
from lissome.server.startup.nodes import ServerNode
from lissome.url import URL


class DataTarget(NamedTuple):
    """The page whose data is asked for, and which part of it.

    Attributes:
        url: the page's.
        invalidated: for each load whether it is wanted; None for all of them.
    """

    url: URL
    invalidated: list[bool] | None


def read_data_url(url: URL) -> DataTarget:
    """Take kit's own suffix and parameters off the URL of a data request."""
    if not url.search:
        return DataTarget(url.with_path(strip_data_suffix(url.pathname) or "/"), None)
    params = url.search_params
    slash = "/" if params.get("x-sveltekit-trailing-slash") == "1" else ""
    mask = params.get("x-sveltekit-invalidated")
    invalidated = None if mask is None else [flag == "1" for flag in _utf16(mask)]
    path = strip_data_suffix(url.pathname) + slash or "/"
    # Written anew even if neither was there, as JavaScript's `searchParams.delete` does.
    rest = str(params.without("x-sveltekit-trailing-slash", "x-sveltekit-invalidated"))
    return DataTarget(url.with_path(path, f"?{rest}" if rest else ""), invalidated)


def _utf16(text: str) -> Iterable[str]:
    """Yield the text by UTF-16 units, as JavaScript counts; half of a surrogate pair is ``""``."""
    return (unit for letter in text for unit in ((letter,) if letter <= "\uffff" else ("", "")))


async def render_data(context: RequestContext, nodes: Sequence[ServerNode | None] | None) -> Response:
    """Answer a data request.

    Args:
        nodes: the page's branch; None if the route has no page.

    Raises:
        LoadFailure: a load called `redirect()`, or its data cannot be encoded: then the whole answer fails,
            as kit's.
    """
    runtime = context.runtime
    if nodes is None:
        return BytesResponse(b"", 404, encode_headers(runtime.version_header))
    data = JsonData(context)
    encoded: dict[int, bytes] = {}

    def keep(position: int, node: NodeData) -> int:
        data.deferred.begin_node(position)
        encoded[position] = data.encode(node)
        return len(encoded[position])

    loads = Loads(context, nodes, keep)
    wanted = [place for place in range(len(nodes)) if _is_wanted(context.invalidated, place)]
    await loads.run(wanted, all_outcomes=True)
    parts = []
    for place in range(len(nodes)):
        if place not in wanted:
            parts.append(b'{"type":"skip"}')
            continue
        # No local variable for a failure: from Python 3.12 on its traceback refers to this frame, by f_back.
        error = await _error_node(context, loads.first_failure((place,)))
        parts.append(encoded.get(place, b"null") if error is None else error)
    body = b'{"type":"data","nodes":[%b]}\n' % b",".join(parts)
    return _response(runtime, body, data)


async def _error_node(context: RequestContext, failure: LoadFailure | None) -> bytes | None:
    """Return the member of ``nodes`` that says that a load has failed; None if none has.

    Raises:
        LoadFailure: the whole answer fails.
    """
    if failure is None:
        return None
    if isinstance(failure.cause, (Redirect, codec.EncodeError)):
        raise failure
    error = await to_app_error(context, failure.cause)
    try:
        return orjson.dumps({"type": "error", "error": codec.jsonable(error)})
    except codec.EncodeError as refusal:
        raise LoadFailure(failure.position, refusal) from refusal


def _is_wanted(invalidated: list[bool] | None, place: int) -> bool:
    if invalidated is None:
        return True
    return place < len(invalidated) and invalidated[place]


def _response(runtime: Runtime, body: bytes, data: JsonData) -> Response:
    headers = encode_headers(data_headers(runtime.version_header))
    if not data.deferred:
        return BytesResponse(body, 200, [(b"content-type", b"application/json"), *headers])
    raw_headers = [(b"content-type", b"text/sveltekit-data"), *headers]
    return StreamResponse(data.deferred.chunks(body), 200, raw_headers)
