"""The engine of dev: an isolate as in production, with Vite's current modules.

Before each render Vite is asked for those modules of the render that the isolate lacks or has in an older
version. So an edit costs the modules that it changed, and nothing has to be notified of it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from contextvars import Context
from typing import TYPE_CHECKING, Any, Final

import orjson

from lissome.dev.console_lines import ConsoleLines
from lissome.dev.source_positions import SourcePositions
from lissome.dev.styles import Styles, with_styles
from lissome.dev.vite_process import ViteError
from lissome.errors import EngineLost, RenderError
from lissome.ssr import Isolate, IsolateDisposal, Limits, RenderMeter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lissome.dev.vite import Vite

logger = logging.getLogger("lissome.dev")

# The entries of the bundle that a message may use, besides the nodes that it names.
_RENDER: Final = ("render", "errors", "hooks")
_CALL: Final = ("call", "errors", "hooks")


class DevEngine:
    """An `Engine` (see lissome.ssr) with Vite's modules.

    Args:
        scripts: the first scripts of an isolate; see `boot` of vite/dev/isolate_updates.js.
        limits: of one render. The heap is counted above the size of the modules.
        loop: the event loop that it is used on.
    """

    def __init__(
        self, vite: Vite, scripts: tuple[str, ...], limits: Limits, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._vite = vite
        self._isolate = Isolate(scripts, limits, loop, IsolateDisposal(_advise))
        self.on_slow: Callable[[], None] | None = None  # there is no second one
        self._session = secrets.token_hex(8)
        self._batch = 0
        self._updating = asyncio.Lock()
        self._styles = Styles()
        self._console = ConsoleLines()
        self._positions = SourcePositions(vite)
        self._outdated = False

    @property
    def broken(self) -> bool:
        """True if it must be replaced."""
        return self._outdated or self._isolate.broken

    @broken.setter
    def broken(self, value: bool) -> None:
        self._outdated = value

    @property
    def is_slow(self) -> bool:
        """See `Engine`."""
        return self._isolate.is_slow

    @property
    def pending(self) -> int:
        """See `Engine`."""
        return self._isolate.pending

    def release_waiting(self) -> None:
        """See `Engine`."""
        self._isolate.release_waiting()

    async def call(self, message: bytes, meter: RenderMeter | None = None, /) -> bytes:
        """Give the isolate a message and return its answer, with places of source files.

        Raises:
            RenderError: the render failed, or Vite does not answer.
        """
        began = time.perf_counter()
        await self._update(_entries_of(message))
        if meter is not None:
            meter.modules += time.perf_counter() - began
        answer = await self._isolate.call(message, meter)
        while message[:1] == b"t" and answer[:1] == b"w" and b'"module"' in answer:
            requests = await self._import(message[1:], orjson.loads(answer[1:]))
            if requests:
                return b"w" + orjson.dumps(requests)
            answer = await self._isolate.call(message, meter)
        return await self._finished(answer)

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as no call runs or waits."""
        self._isolate.when_idle(done)

    def close(self) -> None:
        """Close the isolate."""
        self._isolate.close()

    async def _import(self, render: bytes, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Answer a render's dynamic imports, and return its other requests."""
        wanted = [request for request in requests if request["kind"] == "module"]
        if wanted:
            await self._update((), [request["number"] for request in wanted])
            answers = [{"id": request["id"], "value": None} for request in wanted]
            await self._isolate.call(b"s%b\n%b" % (render, orjson.dumps(answers)))
        return [request for request in requests if request["kind"] != "module"]

    async def _update(self, entries: Sequence[str], numbers: Sequence[int] = ()) -> None:
        if entries or numbers:
            # shielded: Vite takes an update as received, so the isolate must get it even if the request is
            # cancelled
            task = asyncio.create_task(self._fetch_update(entries, numbers), context=Context())
            await asyncio.shield(task)

    async def _fetch_update(self, entries: Sequence[str], numbers: Sequence[int]) -> None:
        async with self._updating:
            if self.broken:
                raise EngineLost
            asked = {"session": self._session, "batch": self._batch, "entries": entries, "numbers": numbers}
            try:
                answer = orjson.loads(await self._vite.ask("update", orjson.dumps(asked)))
            except ViteError as failure:
                self._outdated = True
                raise RenderError(str(failure), name="ViteError", stack=failure.stack) from failure
            if answer.get("restart"):
                self._outdated = True
                raise EngineLost
            if answer["update"] is not None:
                await self._apply(answer)

    async def _apply(self, answer: dict[str, Any]) -> None:
        self._batch += 1
        self._styles.add(answer)
        self._positions.discard(answer["imports"])
        await self._isolate.call(b"m" + orjson.dumps(answer["update"]))
        self._isolate.set_heap_base(self._isolate.heap_statistics()["used_heap_size"])

    async def _finished(self, answer: bytes) -> bytes:
        answer = await self._positions.translate(answer)
        if answer[:1] != b"k":
            return answer
        meta, head, body = answer[1:].split(b"\0", 2)
        described = orjson.loads(meta)
        self._console.put_into(described)
        styles = self._styles.of(described["entries"])
        return b"k%b\0%b\0%b" % (orjson.dumps(described), with_styles(head, styles), body)


def _advise(reason: str) -> None:
    logger.warning("%s. To get its memory back, start lissome dev again.", reason)


def _entries_of(message: bytes) -> list[str]:
    """Return the names of the bundle entries that a message may use."""
    kind, content = message[:1], message[1:]
    if kind == b"!":
        return _entries_of(content)
    if kind == b"r":
        given = orjson.loads(content)
        return [*_RENDER, *_nodes(given["branch"]), *_nodes(given.get("errors", ()))]
    if kind == b"c":
        given = orjson.loads(content)
        more = {"match": ["params"], "environment": ["env"], "exports": given.get("entries", [])}
        return [*_CALL, *more.get(given["fn"], [])]
    if kind == b"s" and b'"node"' in content:
        values = [answer.get("value") for answer in orjson.loads(content.partition(b"\n")[2])]
        answered = [value for value in values if isinstance(value, dict) and "node" in value]
        return [name for value in answered for name in _nodes([value["node"], *value.get("errors", ())])]
    return []


def _nodes(indexes: Iterable[int | None]) -> list[str]:
    return [f"n{index}" for index in indexes if isinstance(index, int)]
