"""The data of a branch in the forms that a page needs: literals for hydration, input for V8, chunks to
stream.

Plain data (dicts, lists, texts, numbers) is encoded once, as JSON, and serves as literal and input. Only data
with dates, sets, repeated objects, awaitables or types of the app needs devalue's formats.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import orjson

from lissome import codec
from lissome.server.app_error import to_app_error
from lissome.server.page.deferred import Deferred
from lissome.server.page.load_data import NodeData
from lissome.server.request.context import RequestContext
from lissome.server.request.tracking import Uses
from lissome.server.runtime import Runtime


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


@dataclass(slots=True, eq=False, repr=False)
class PageData:
    """The data of a page's nodes, encoded while they load.

    Attributes:
        nodes: the encoded data by position; none where no server file is.
        deferred: the values that stream; None until a node may have one.
    """

    _context: RequestContext
    nodes: dict[int, Encoded] = field(default_factory=dict)
    deferred: Deferred | None = None

    def add_node(self, position: int, node: NodeData) -> int:
        """Encode a node's data, and return its size in the page, in bytes.

        Raises:
            codec.EncodeError: it holds something that cannot go to the browser.
        """
        tail = _tail(node)
        plain = codec.plain(node.data)
        if plain is not None:
            self.nodes[position] = Encoded(b'{type:"data",data:' + plain + tail, plain, flat=False)
            return len(plain)
        runtime = self._context.runtime
        if self.deferred is None:
            describe, encode = partial(to_app_error, self._context), partial(_page_chunk, runtime)
            self.deferred = Deferred(self._context, describe, encode)
        self.deferred.begin_node(position)
        flat = codec.stringify(node.data, encoders=runtime.encoders, defer=self.deferred.add)
        literal = codec.to_utf8(_literal(runtime, self.deferred, node.data))
        self.nodes[position] = Encoded(b'{type:"data",data:' + literal + tail, codec.to_utf8(flat), flat=True)
        return len(literal)

    def keep_below(self, position: int) -> None:
        """Drop the streamed values of the nodes from `position` on: an error page takes their place."""
        if self.deferred is not None:
            self.deferred.keep_below(position)


# Functions, not methods: a `Deferred` that held a method of its owner would form a cycle with it, and both
# would live, with their request, until the garbage collector runs.


def _literal(runtime: Runtime, deferred: Deferred, value: Any) -> str:
    def defer(awaitable: Awaitable[Any]) -> str:
        return f"{runtime.manifest.global_}.defer({deferred.add(awaitable)})"

    return codec.uneval(value, encoders=runtime.encoders, defer=defer)


def _page_chunk(
    runtime: Runtime, deferred: Deferred, number: int, value: Any, error: dict[str, Any] | None
) -> bytes:
    literal = _literal(runtime, deferred, value if error is None else error)
    result = f"[{literal}]" if error is None else f"[,{literal}]"
    arrow = f"(app) => {result}" if "app.decode" in result else f"() => {result}"
    return codec.to_utf8(f"{runtime.manifest.global_}.resolve({number}, {arrow})")


def _tail(node: NodeData) -> bytes:
    """Return what follows a node's data in its literal."""
    uses = orjson.dumps(uses_json(node.uses)).replace(b"<", b"\\u003C")
    return b",uses:" + uses + (b"}" if node.slash is None else b',slash:"' + node.slash.encode() + b'"}')


class JsonData:
    """Encodes the nodes of a data request, `__data.json`."""

    __slots__ = ("_runtime", "deferred")

    def __init__(self, context: RequestContext) -> None:
        self._runtime = context.runtime
        self.deferred = Deferred(
            context, partial(to_app_error, context), partial(_data_chunk, context.runtime)
        )

    def encode(self, node: NodeData | None) -> bytes:
        """Return a member of ``nodes``.

        Raises:
            codec.EncodeError: the data holds something that cannot go to the browser.
        """
        if node is None:
            return b"null"
        uses = orjson.dumps(uses_json(node.uses))
        slash = b"" if node.slash is None else b',"slash":"' + node.slash.encode() + b'"'
        return (
            b'{"type":"data","data":'
            + _flat(self._runtime, self.deferred, node.data)
            + b',"uses":'
            + uses
            + slash
            + b"}"
        )


def _flat(runtime: Runtime, deferred: Deferred, value: Any) -> bytes:
    return codec.to_utf8(codec.stringify(value, encoders=runtime.encoders, defer=deferred.add))


def _data_chunk(
    runtime: Runtime, deferred: Deferred, number: int, value: Any, error: dict[str, Any] | None
) -> bytes:
    key = b"data" if error is None else b"error"
    flat = _flat(runtime, deferred, value if error is None else error)
    return b'{"type":"chunk","id":%d,"%b":%b}\n' % (number, key, flat)


def uses_json(uses: Uses) -> dict[str, Any]:
    """Return the dependencies of a load as kit's client expects them; what is empty is left out."""
    found: dict[str, Any] = {}
    if uses.dependencies:
        found["dependencies"] = sorted(uses.dependencies)
    if uses.search_params:
        found["search_params"] = sorted(uses.search_params)
    if uses.params:
        found["params"] = sorted(uses.params)
    found |= {name: 1 for name in ("parent", "route", "url") if getattr(uses, name)}
    return found
