"""Renders pages in V8, and replaces the engine when it breaks or the app needs another kind.

Builtins are frozen in an ordinary isolate, so that no render can leave anything in them for the next one. An
app that changes them on purpose (`BigInt.prototype.toJSON = …`, a polyfill) is refused there. Such an app
then gets an isolate that undoes such changes after each render, which is as safe and slower; but only if a
trial shows that this helps, since the refused write may also have been to a frozen object of the app's own.

What a render does to its isolate cannot always be undone, and then the isolate is replaced. The route that
did it is rendered in isolates of its own from then on: no other page has to begin again because of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from lissome.errors import EngineBusy, EngineLost, RenderError
from lissome.ssr.engine import Answering, Engine, EngineLease, Metered, OpenEngine, TakingTurns
from lissome.ssr.engines import MOST, Engines, open_apart
from lissome.ssr.error_origin import find_origin
from lissome.ssr.host_requests import Host, HostRequests
from lissome.ssr.js_errors import from_js
from lissome.ssr.render_meter import RenderMeter
from lissome.ssr.trials import Trials

logger = logging.getLogger("lissome.ssr")

# What the answer of an isolate begins with that holds something which it cannot remove. The route follows
# whose render has left it there.
_SPOILED: Final = b"l"
NO_ROUTE: Final = "the error page for addresses without a route"
"""Its name among the routes."""
# How often a render is started again because other renders broke its isolate, and how often because they kept
# it busy.
_MAX_ATTEMPTS: Final = 8
_MAX_MOVES: Final = 20
# True while a page has an engine of its own, and for the pages that it fetches: they cannot wait for its end.
_is_apart: ContextVar[bool] = ContextVar("lissome_apart", default=False)


@dataclass(slots=True)
class Rendered:
    """A page as V8 rendered it. `head` and `body` are UTF-8.

    Attributes:
        meta: empty for an ordinary page; else fetched responses, caught errors, hashes (see vite/isolate).
    """

    head: bytes
    body: bytes
    meta: dict[str, Any]


@dataclass(slots=True)
class RenderStatistics:
    """Counters of a renderer.

    Attributes:
        patches: the builtins that the app changes, for example ``BigInt.prototype.toJSON``.
    """

    renders: int = 0
    failures: int = 0
    replacements: int = 0
    patches: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RenderSession:
    """The renders of one page, which share the answers of the host; see `HostRequests`.

    Args:
        host: carries out what the renders ask for.
        before_retry: called before the page is rendered again because its isolate is lost; may raise.
        turn: held while V8 works for one of the pages that share it.
        origin: of the page, with a slash.
        route: the id of the page's route, or `NO_ROUTE`.
        meter: gets the time that the renders take.
    """

    _host: Host
    before_retry: Callable[[], object] | None = None
    turn: asyncio.Lock | None = None
    origin: str = ""
    route: str = ""
    meter: RenderMeter | None = None
    _requests: HostRequests | None = None  # most pages ask for nothing

    def requests(self) -> HostRequests:
        """Return the requests of all renders so far."""
        if self._requests is None:
            self._requests = HostRequests(self._host, self.origin)
        return self._requests

    def close(self) -> None:
        """Cancel the requests that are still being carried out."""
        if self._requests is not None:
            self._requests.close()


class Renderer:
    """The rendering of one worker process.

    Args:
        open_engine: makes an engine whose builtins are frozen, on the running event loop.
        open_patchable: makes one in which renders may change builtins, and which undoes that. Without it, a
            change that the frozen one refuses is an error.
        most_engines: so many may be in use at a time.
    """

    def __init__(
        self, open_engine: OpenEngine, open_patchable: OpenEngine | None = None, *, most_engines: int = MOST
    ) -> None:
        self._engines = Engines(open_engine, most_engines)
        self._can_open_more = most_engines > 1
        self._spoiling: set[str] = set()  # the routes whose renders have spoiled an engine
        self._apart = asyncio.Lock()
        self._open_patchable = open_patchable
        self._is_patchable = False
        self._trial = asyncio.Lock()
        self._trials = Trials()
        self._statistics = RenderStatistics()

    def start(self) -> None:
        """Make the engine now, on the running event loop. Otherwise the first render does."""
        self._engines.start()

    def close(self) -> None:
        """Close the engines. The renderer can be started again."""
        self._engines.close()

    def statistics(self) -> RenderStatistics:
        """Return the counters since the start."""
        self._statistics.replacements = self._engines.replacements
        return self._statistics

    @property
    def engine(self) -> Engine:
        """The engine in use; made if there is none."""
        return self._engines.start()

    async def render(self, message: bytes, host: Host | RenderSession) -> Rendered:
        """Render a page.

        Args:
            message: the render input, JSON (see vite/isolate/render/render.js).
            host: carries out what the render asks for; a `RenderSession` if the page may be rendered twice.

        Raises:
            HttpError: a universal load called `error()`.
            Redirect: a universal load called `redirect()`.
            RenderError: the page could not be rendered.
        """
        self._statistics.renders += 1
        try:
            answer = await self._answer(b"r" + message, host)
            if answer[:1] != b"k":
                raise from_js(orjson.loads(answer[1:]))
        except RenderError:
            self._statistics.failures += 1
            raise
        meta, head, body = answer[1:].split(b"\0", 2)
        return Rendered(head, body, {} if meta == b"{}" else orjson.loads(meta))

    async def ask(self, request: dict[str, Any], host: Host) -> Any:
        """Call one of the app's universal functions: a matcher, `reroute`.

        Raises:
            HttpError, Redirect, RenderError: it threw, or exceeded its budget.
        """
        answer = await self._answer(b"c" + orjson.dumps(request), host)
        if answer[:1] == b"e":
            raise from_js(orjson.loads(answer[1:]))
        return orjson.loads(answer)

    async def _answer(self, message: bytes, host: Host | RenderSession) -> bytes:
        """Have a message answered, by another engine if necessary.

        Raises:
            RenderError: no engine answers it.
        """
        if isinstance(host, RenderSession):
            return await self._attempt(message, host)
        session = RenderSession(host)
        try:
            return await self._attempt(message, session)
        finally:
            session.close()

    async def _attempt(self, message: bytes, session: RenderSession) -> bytes:
        lost = moved = 0
        while lost < _MAX_ATTEMPTS and moved < _MAX_MOVES:
            try:
                answer = await self._run(message, session)
                if answer[:1] == b"x":
                    answer = await self._refused(orjson.loads(answer[1:]), message, session)
            except EngineBusy:
                moved += 1
                continue
            except EngineLost:
                if self._engines.is_closed:
                    raise
                lost += 1
                if session.before_retry is not None:
                    session.before_retry()
                continue  # what the render has asked of the host is not asked again
            if answer[:1] != _SPOILED:
                return answer
            lost += 1
        raise EngineLost

    async def _run(self, message: bytes, session: RenderSession) -> bytes:
        if self._spoiling and session.route in self._spoiling:
            return await self._run_apart(message, session)
        lease = self._engines.take_first() or await self._engines.take()
        try:
            return await self._finish(lease.engine, message, session)
        finally:
            self._engines.give_back(lease)

    async def _finish(self, engine: Engine, message: bytes, session: RenderSession) -> bytes:
        """Give an engine a message, and the answers that its render waits for, until it has finished."""
        answering: Answering = engine if session.turn is None else TakingTurns(engine, session.turn)
        if session.meter is not None:
            answering = Metered(answering, session.meter)
        answer = await answering.call(message)
        if answer[:1] == b"p":
            answer = await session.requests().finish(answering, answer[1:])
        if answer[:1] == _SPOILED and not engine.broken:  # or others have found it spoiled already
            engine.broken = True
            self._note_spoiling(answer[1:].decode())
        return answer

    # A route that spoils engines.

    def _note_spoiling(self, route: str) -> None:
        if route and route not in self._spoiling and self._can_open_more:
            self._spoiling.add(route)
            logger.warning(
                "%s changes builtins in a way that cannot be taken back, by a freeze or with more than 1000 "
                "properties. From now on each of its renders has an isolate of its own, one after the other, "
                "and takes some 50 milliseconds longer.",
                route if route == NO_ROUTE else f"src/routes{route.rstrip('/')}/+page.svelte",
            )

    async def _run_apart(self, message: bytes, session: RenderSession) -> bytes:
        """Finish a render in an engine of its own.

        Raises:
            RenderError: it spoils the engine while it waits, or a page fetches it that has one of its own.
        """
        if _is_apart.get():
            msg = f"{session.route} changes builtins for good, and the page that fetches it does so, too"
            raise RenderError(msg)
        async with self._apart:
            token = _is_apart.set(True)
            engine = await self._engines.open_one()
            try:
                answer = await self._finish(engine, message, session)
            finally:
                _is_apart.reset(token)
                engine.close()
        if answer[:1] == _SPOILED:
            msg = f"{session.route} changes builtins in a way that cannot be taken back, and then waits"
            raise RenderError(msg)
        return answer

    # A change of a builtin was refused.

    async def _refused(self, refusal: dict[str, Any], message: bytes, session: RenderSession) -> bytes:
        place = _place_of(refusal)
        if not _is_apart.get():
            async with self._trial:
                if self._open_patchable is not None and not self._is_patchable and self._trials.is_due(place):
                    return await self._try_patchable(place, refusal, message, session, self._open_patchable)
        # an engine that is patchable already refuses nothing
        return await self._run(b"!" + message, session)

    async def _try_patchable(
        self,
        place: str,
        refusal: dict[str, Any],
        message: bytes,
        session: RenderSession,
        open_it: OpenEngine,
    ) -> bytes:
        """Render once in a patchable engine, and keep that engine if the refusal was what was wrong."""
        trial = EngineLease(await open_apart(open_it))
        token = _is_apart.set(True)
        try:
            answer = await self._finish(trial.engine, message, session)
            patches = await _patches(trial.engine)
        except BaseException:
            trial.engine.close()
            raise
        finally:
            _is_apart.reset(token)
        if patches or not _is_same_error(answer, refusal):
            self._adopt(trial, patches, f"{place}: {refusal['message']}", open_it)
        else:
            self._trials.fail(place)
            trial.engine.close()
        return answer

    def _adopt(self, lease: EngineLease, patches: list[str], name: str, open_it: OpenEngine) -> None:
        """Use a patchable engine from now on, and make only such engines."""
        self._engines.adopt(lease, open_it)
        self._is_patchable = True
        self._statistics.patches = patches
        cause = (
            f"This app changes builtins ({', '.join(patches)})"
            if patches
            else "With such changes of builtins allowed, the page had another outcome"
        )
        logger.warning(
            "%s\n%s. From now on they are allowed, and taken back after each render. So none of it reaches "
            "another render, but each takes about a millisecond longer.",
            name,
            cause,
        )


def _is_same_error(answer: bytes, refusal: dict[str, Any]) -> bool:
    """Return True if a trial has failed with the error that it was made for.

    Only the error's kind and its place are compared: V8's message has the name of the property, which may be
    another one each time.
    """
    if answer[:1] != b"e":
        return False
    error = orjson.loads(answer[1:])
    return bool(error["name"] == refusal["name"]) and _place_of(error) == _place_of(refusal)


def _place_of(error: dict[str, Any]) -> str:
    """Return where in the app an error was thrown."""
    return find_origin(str(error.get("stack", ""))) or "somewhere"


async def _patches(engine: Engine) -> list[str]:
    """Return the builtins that renders have changed in an engine, or one text if that cannot be undone."""
    answer = await engine.call(b"q")
    if answer[:1] == _SPOILED:
        return ["in a way that cannot be taken back"]
    patches: list[str] = orjson.loads(answer)
    return patches
