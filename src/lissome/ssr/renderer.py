"""Renders pages: feeds the isolate and carries out what it asks for.

The isolate can do no I/O. A render that needs a fetch or a timer puts a request into its outbox and waits;
the renderer takes the requests, carries them out through the `Host` and delivers the answers. So whatever a
render started ends with the render, and a render that waits for nothing is known to be stuck.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

import orjson

from lissome.errors import RenderError, RenderStuck
from lissome.ssr.engines import Engine, Engines, OpenEngine, Seat, Statistics
from lissome.ssr.failures import exception
from lissome.ssr.outside import Host, Outside


@dataclass(slots=True)
class Rendered:
    """What V8 made of a page. `head` and `body` are UTF-8.

    Attributes:
        meta: empty for an ordinary page; else fetched responses, caught errors, hashes (see vite/isolate).
    """

    head: bytes
    body: bytes
    meta: dict[str, Any]


class Renderer:
    """The rendering side of one worker process.

    Args:
        open_engine: makes an engine whose builtins are frozen, on the running event loop.
        open_patchable: makes one that lets renders change its builtins and takes that back. Without it, what
            the frozen one refuses is an error.
    """

    def __init__(self, open_engine: OpenEngine, open_patchable: OpenEngine | None = None) -> None:
        self._engines = Engines(open_engine, open_patchable)

    def start(self) -> None:
        """Make the engine now, on the running event loop. Otherwise the first render does."""
        self._engines.current()

    def close(self) -> None:
        """Give the engine back. The renderer can be started again."""
        self._engines.close()

    def statistics(self) -> Statistics:
        """Counters since the start."""
        return self._engines.statistics

    @property
    def engine(self) -> Engine:
        """The engine in use; made if there is none."""
        return self._engines.current().engine

    async def render(self, message: bytes, host: Host | Outside) -> Rendered:
        """Render a page.

        Args:
            message: the render input, JSON (see vite/isolate/render/render.js).
            host: carries out what the render asks for; an `Outside` for a page that is rendered twice.

        Raises:
            HttpError: a universal load called `error()`.
            Redirect: a universal load called `redirect()`.
            RenderError: the page could not be rendered.
        """
        statistics = self._engines.statistics
        statistics.renders += 1
        try:
            return _rendered(await self._answer(b"r" + message, host))
        except RenderError:
            statistics.failures += 1
            raise

    async def ask(self, request: dict[str, Any], host: Host) -> Any:
        """Call one of the app's universal functions: a matcher, `reroute`.

        Raises:
            HttpError, Redirect, RenderError: it threw, or went over its budget.
        """
        answer = await self._answer(b"c" + orjson.dumps(request), host)
        if answer[:1] == b"e":
            raise exception(orjson.loads(answer[1:]))
        return orjson.loads(answer)

    async def _answer(self, message: bytes, host: Host | Outside) -> bytes:
        outside = host if isinstance(host, Outside) else Outside(host)

        async def drive(seat: Seat, message: bytes) -> bytes:
            answer = await seat.engine.call(message)
            return await _Waiting(seat.engine, answer[1:], outside).drive() if answer[:1] == b"p" else answer

        try:
            return await self._engines.run(message, drive)
        finally:
            if outside is not host:
                outside.close()


class _Waiting:
    """A render that waits: takes its requests, has them carried out side by side, delivers the answers."""

    def __init__(self, engine: Engine, render_id: bytes, outside: Outside) -> None:
        self._engine = engine
        self._id = render_id
        self._outside = outside
        self._under_way: list[tuple[int, asyncio.Future[bytes]]] = []

    async def drive(self) -> bytes:
        """Until the render has finished. Whatever happens, nothing of it stays in the engine.

        Raises:
            EngineLost: another render broke the engine.
            RenderError: it cannot go on.
        """
        finished = False
        self._outside.begin()
        try:
            while True:
                answer = await self._engine.call(b"t" + self._id)
                if answer[:1] != b"w":
                    finished = True
                    return answer
                for request in orjson.loads(answer[1:]):
                    self._under_way.append((request["id"], self._outside.ask(request)))
                await self._deliver()
        finally:
            if not finished and not self._engine.broken:
                await self._drop()

    async def _drop(self) -> None:
        # shielded: a request may be cancelled once more while it cleans up
        drop = asyncio.ensure_future(self._engine.call(b"d" + self._id))
        with contextlib.suppress(RenderError):
            await asyncio.shield(drop)

    async def _deliver(self) -> None:
        if not self._under_way:
            raise RenderStuck
        await asyncio.wait([answer for _, answer in self._under_way], return_when=asyncio.FIRST_COMPLETED)
        done = [(number, answer.result()) for number, answer in self._under_way if answer.done()]
        self._under_way = [each for each in self._under_way if not each[1].done()]
        answers = b",".join([b'{"id":%d,%b}' % each for each in done])
        await self._engine.call(b"s%b\n[%b]" % (self._id, answers))


def _rendered(answer: bytes) -> Rendered:
    if answer[:1] != b"k":
        raise exception(orjson.loads(answer[1:]))
    meta, head, body = answer[1:].split(b"\0", 2)
    return Rendered(head, body, {} if meta == b"{}" else orjson.loads(meta))
