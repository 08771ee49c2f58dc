"""The data of a branch in the forms a page needs: literals for hydration, input for V8, chunks to stream.

Plain data (dicts, lists, texts, numbers) is encoded once, as JSON, and serves as both. Only data with dates,
sets, repeated objects, awaitables or types of the app takes devalue's longer way.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import orjson

from lissome import codec
from lissome.server.errors import to_app_error
from lissome.server.page.deferred import Deferred
from lissome.server.page.load_data import NodeData
from lissome.server.request.state import RequestState
from lissome.server.runtime import Server


@dataclass(frozen=True, slots=True)
class Encoded:
    """One node's data.

    Attributes:
        literal: JavaScript for the page's script.
        input: JSON for V8, flattened by devalue if `flat`.
    """

    literal: bytes
    input: bytes
    flat: bool


# The data of a node without a server file.
NOTHING: Final = Encoded(b"null", b"null", flat=False)


class PageData:
    """Collects the data of a page's nodes while they load."""

    __slots__ = ("_encoded", "_server", "deferred")

    def __init__(self, server: Server, state: RequestState) -> None:
        self._server = server
        self._encoded: dict[int, Encoded] = {}
        self.deferred = Deferred(state, partial(_describe, server, state), partial(_page_chunk, server))

    def add_node(self, position: int, node: NodeData) -> None:
        """Encode a node's data.

        Raises:
            codec.EncodeError: it holds something that cannot go to the browser.
        """
        self.deferred.begin_node(position)
        tail = _tail(node)
        plain = codec.plain(node.data)
        if plain is not None:
            self._encoded[position] = Encoded(b'{type:"data",data:' + plain + tail, plain, flat=False)
            return
        flat = codec.stringify(node.data, encoders=self._server.encoders, defer=self.deferred.add)
        literal = _literal(self._server, self.deferred, node.data)
        self._encoded[position] = Encoded(
            b'{type:"data",data:' + codec.to_utf8(literal) + tail, codec.to_utf8(flat), flat=True
        )

    def node(self, position: int) -> Encoded:
        """The encoded data at a position; ``null`` where no server file is."""
        return self._encoded.get(position, NOTHING)


# Functions, not methods: a `Deferred` that held a method of its owner would live until the garbage collector
# comes by, and its request with it.


async def _describe(server: Server, state: RequestState, error: BaseException) -> dict[str, Any]:
    return await to_app_error(server, state.event, error)


def _literal(server: Server, deferred: Deferred, value: Any) -> str:
    def defer(awaitable: Awaitable[Any]) -> str:
        return f"{server.manifest.global_}.defer({deferred.add(awaitable)})"

    return codec.uneval(value, encoders=server.encoders, defer=defer)


def _page_chunk(
    server: Server, deferred: Deferred, number: int, value: Any, error: dict[str, Any] | None
) -> bytes:
    literal = _literal(server, deferred, value if error is None else error)
    result = f"[{literal}]" if error is None else f"[,{literal}]"
    arrow = f"(app) => {result}" if "app.decode" in result else f"() => {result}"
    return codec.to_utf8(f"{server.manifest.global_}.resolve({number}, {arrow})")


def _tail(node: NodeData) -> bytes:
    """What stands behind a node's data in its literal."""
    uses = orjson.dumps(node.uses.to_json()).replace(b"<", b"\\u003C")
    return b",uses:" + uses + (b"}" if node.slash is None else b',slash:"' + node.slash.encode() + b'"}')


class JsonData:
    """Encodes the nodes of a data request, `__data.json`."""

    __slots__ = ("_server", "deferred")

    def __init__(self, server: Server, state: RequestState) -> None:
        self._server = server
        self.deferred = Deferred(state, partial(_describe, server, state), partial(_data_chunk, server))

    def encode(self, node: NodeData | None) -> bytes:
        """One member of ``nodes``.

        Raises:
            codec.EncodeError: the data holds something that cannot go to the browser.
        """
        if node is None:
            return b"null"
        uses = orjson.dumps(node.uses.to_json())
        slash = b"" if node.slash is None else b',"slash":"' + node.slash.encode() + b'"'
        return (
            b'{"type":"data","data":'
            + _flat(self._server, self.deferred, node.data)
            + b',"uses":'
            + uses
            + slash
            + b"}"
        )


def _flat(server: Server, deferred: Deferred, value: Any) -> bytes:
    return codec.to_utf8(codec.stringify(value, encoders=server.encoders, defer=deferred.add))


def _data_chunk(
    server: Server, deferred: Deferred, number: int, value: Any, error: dict[str, Any] | None
) -> bytes:
    key = b"data" if error is None else b"error"
    flat = _flat(server, deferred, value if error is None else error)
    return b'{"type":"chunk","id":%d,"%b":%b}\n' % (number, key, flat)
