"""Carries out the requests that the renders of one page make of the host: fetches, timers, error hooks.

The isolate can do no I/O. A render that needs a fetch or a timer puts a request into its outbox and waits;
Python takes the requests, has the host carry them out, and delivers the answers. So whatever a render started
ends with the render, and a render that waits while nothing is being carried out is known to be stuck.

A page may be rendered more than once: in another kind of isolate, because the first one refused something; in
a new one, because another page broke the first; or with the result of `handle_error`. What it asked for the
first time must not happen again, or an order is placed twice. So requests are kept until the page is
finished, whether answered or not, and a later render gets the same answers. One that a render has aborted is
answered by an error.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import Context
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import orjson
import xxhash

from lissome.errors import FAILURES, RenderError, RenderStopped, RenderStuck
from lissome.ssr.engine import Answering

# Carries out one request of a render and returns an answer that orjson can serialise.
Host: TypeAlias = Callable[[dict[str, Any]], Awaitable[Any]]

# Bytes from which on an identity is replaced by its digest: an address may have 64 KB.
_DIGESTED: Final = 256
# Members that may differ from one render to the next: headers and bodies hold times and random numbers.
_VARIABLE: Final = frozenset(("id", "headers", "body", "body_b64", "error"))
# How many requests are carried out at a time. Of the app's own pages as many as a browser fetches of one
# host: each takes a place in the queue in which other visitors wait. A match may run code of the app in V8,
# and take an isolate. What comes by the network takes one of the connections that all share.
_OWN, _ELSEWHERE, _MATCH = "own", "elsewhere", "match"
_AT_A_TIME: Final = MappingProxyType({_OWN: 6, _ELSEWHERE: 32, _MATCH: 1})
# Bytes of the answers that are kept for one page.
_MOST_KEPT: Final = 128 << 20
# What vite/isolate/host.js allows a render to wait for. In an isolate with changed builtins a page can get
# round that.
_MOST_PENDING: Final = 10_000
_MOST_ASKED: Final = 10_000
# The answer to a request that a render before has aborted.
_ABORTED: Final = b'"error":{"name":"AbortError","message":"The operation was aborted."}'


class HostRequests:
    """The requests of one page.

    Args:
        host: carries them out.
        origin: of the page, with a slash; requests to it are the app's own. All are by default.
    """

    __slots__ = ("_asked", "_counts", "_host", "_kept", "_origin", "_size", "_stopped", "_timers", "_turns")

    def __init__(self, host: Host, origin: str = "") -> None:
        self._host = host
        self._origin = origin
        self._kept: dict[tuple[bytes, int], asyncio.Future[bytes]] = {}
        self._asked: dict[int, tuple[bytes, int]] = {}  # the keys of the current render's requests
        self._counts: Counter[bytes] = Counter()
        self._timers: dict[int, _Timer] = {}  # by the numbers of the current render
        self._turns = {kind: asyncio.Semaphore(count) for kind, count in _AT_A_TIME.items()}
        self._size = 0  # of the answers
        self._stopped: bytes | None = None  # the answer to the match that was stopped

    async def finish(self, engine: Answering, render_id: bytes) -> bytes:
        """Answer the requests of a waiting render until it has finished, and return its final answer.

        Raises:
            EngineLost: another render broke the engine.
            RenderError: the render cannot go on.
        """
        self.begin()
        return await _WaitingRender(engine, render_id, self).finish()

    def begin(self) -> None:
        """Start a render: its first request to an address is the first one of the render before."""
        self._counts.clear()
        self._asked.clear()
        self._cancel_timers()

    def ask(self, request: dict[str, Any]) -> asyncio.Future[bytes]:
        """Start to carry a request out, unless an earlier render has.

        Returns:
            the answer for V8 as JSON members, without the id of the request. It never fails.
        """
        if request["kind"] == "timer":
            number = request["id"]
            self.clear(number)  # a page that changes builtins can repeat a number
            timer = self._timers[number] = _Timer(request["ms"] / 1000)
            timer.answer.add_done_callback(lambda _: self._forget(number, timer))
            return timer.answer
        identity = _identity(request)
        self._counts[identity] += 1
        key = self._asked[request["id"]] = identity, self._counts[identity]
        if len(self._asked) > _MOST_ASKED:
            msg = f"a page can have {_MOST_ASKED} requests carried out"
            raise RenderError(msg)
        if key not in self._kept:
            self._kept[key] = asyncio.create_task(self._carry_out(request))
        return self._kept[key]

    def abort(self, number: int, answer: asyncio.Future[bytes]) -> None:
        """Stop carrying out a request of the current render. A later render is told that it was aborted.

        Args:
            answer: what `ask` returned for it.
        """
        answer.cancel()
        key = self._asked.get(number)  # timers have none
        if key is not None:
            self._kept[key] = aborted = asyncio.get_running_loop().create_future()
            aborted.set_result(_ABORTED)

    def _forget(self, number: int, timer: _Timer) -> None:
        if self._timers.get(number) is timer:
            del self._timers[number]

    def clear(self, number: int) -> None:
        """Stop a timer of the current render."""
        timer = self._timers.pop(number, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """Cancel what is still being carried out."""
        self._cancel_timers()
        for task in self._kept.values():
            task.cancel()
        self._kept.clear()

    def _cancel_timers(self) -> None:
        for timer in [*self._timers.values()]:
            timer.cancel()
        self._timers.clear()

    async def _carry_out(self, request: dict[str, Any]) -> bytes:
        try:
            turn = self._turn_of(request)
            if turn is None:
                return b'"value":' + orjson.dumps(await self._host(request))
            async with turn:
                if self._stopped is not None and request["kind"] == "match":
                    return self._stopped
                return await self._answer_within_limits(request)
        except FAILURES as failure:  # the load that asked gets it as a rejected promise
            answer = b'"error":' + orjson.dumps({"name": type(failure).__name__, "message": str(failure)})
            if isinstance(failure, RenderStopped):
                self._stopped = answer
            return answer

    def _turn_of(self, request: dict[str, Any]) -> asyncio.Semaphore | None:
        match request["kind"]:
            case "fetch":
                is_own = str(request.get("url")).startswith(self._origin)
                return self._turns[_OWN if is_own else _ELSEWHERE]
            case "match":
                return self._turns[_MATCH]
            case _:
                return None

    async def _answer_within_limits(self, request: dict[str, Any]) -> bytes:
        if self._size <= _MOST_KEPT:
            answer = b'"value":' + orjson.dumps(await self._host(request))
            self._size += len(answer)
            if self._size <= _MOST_KEPT:
                return answer
        msg = f"the answers to the fetches of a page may have {_MOST_KEPT >> 20} MB together"
        raise RuntimeError(msg)


class _Timer:
    """A timer of a render.

    Attributes:
        answer: for V8, when the time has come.
    """

    __slots__ = ("_handle", "answer")

    def __init__(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[bytes] = loop.create_future()
        self._handle = loop.call_later(seconds, self._ring, context=Context())

    def _ring(self) -> None:
        if not self.answer.done():
            self.answer.set_result(b'"value":null')

    def cancel(self) -> None:
        self._handle.cancel()
        self.answer.cancel()


class _WaitingRender:
    """One render that waits for answers of the host."""

    def __init__(self, engine: Answering, render_id: bytes, requests: HostRequests) -> None:
        self._engine = engine
        self._id = render_id
        self._requests = requests
        self._pending: dict[int, asyncio.Future[bytes]] = {}
        self._done: list[int] = []  # in the order in which they were
        self._waking: asyncio.Future[None] | None = None

    async def finish(self) -> bytes:
        """Answer its requests side by side. However this ends, nothing of the render stays in the engine."""
        finished = False
        try:
            while True:
                answer = await self._engine.call(b"t" + self._id)
                if answer[:1] != b"w":
                    finished = True
                    return answer
                if not self._take(orjson.loads(answer[1:])):
                    await self._deliver()
        finally:
            if not finished and not self._engine.broken:
                await self._drop()

    async def _drop(self) -> None:
        # shielded: a request may be cancelled once more while it cleans up
        drop = asyncio.ensure_future(self._engine.call(b"d" + self._id))
        with contextlib.suppress(RenderError):
            await asyncio.shield(drop)

    def _take(self, requests: list[dict[str, Any]]) -> bool:
        """Start what a render asks for. True if it has aborted a request: then it has gone on meanwhile."""
        has_aborted = False
        for request in requests:
            match request["kind"]:
                case "abort":
                    has_aborted = True
                    self._abort(request["of"])
                case "clear":
                    self._pending.pop(request["of"], None)
                    self._requests.clear(request["of"])
                case _:
                    self._ask(request)
        return has_aborted

    def _ask(self, request: dict[str, Any]) -> None:
        if len(self._pending) >= _MOST_PENDING:
            msg = f"a render can wait for {_MOST_PENDING} fetches and timers at a time"
            raise RenderError(msg)
        number = request["id"]
        self._pending[number] = answer = self._requests.ask(request)
        answer.add_done_callback(partial(self._note_done, number))

    def _note_done(self, number: int, _answer: asyncio.Future[bytes]) -> None:
        self._done.append(number)
        if self._waking is not None and not self._waking.done():
            self._waking.set_result(None)

    def _abort(self, number: int) -> None:
        """Wait no more for a request, unless its answer has been delivered already."""
        answer = self._pending.pop(number, None)
        if answer is not None:
            self._requests.abort(number, answer)

    async def _deliver(self) -> None:
        """Wait until something is done, and give V8 all that is."""
        is_delivered = False
        while not is_delivered:
            if not self._pending:
                raise RenderStuck
            if not self._done:
                self._waking = asyncio.get_running_loop().create_future()
                await self._waking
            done, self._done = self._done, []
            for number in done:
                answer = self._pending.pop(number, None)  # None: aborted, or cleared
                if answer is not None:
                    is_delivered = True
                    # one by one: V8 runs microtasks after each, as between tasks of an event loop
                    await self._engine.call(b's%b\n[{"id":%d,%b}]' % (self._id, number, answer.result()))


def _identity(request: dict[str, Any]) -> bytes:
    """Return the part of a request by which a later render's request is recognised as the same."""
    lasting = {name: value for name, value in request.items() if name not in _VARIABLE}
    identity = orjson.dumps(lasting, option=orjson.OPT_SORT_KEYS)
    return identity if len(identity) <= _DIGESTED else xxhash.xxh3_128_digest(identity)
