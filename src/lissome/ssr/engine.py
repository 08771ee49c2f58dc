"""The interface of an engine: an isolate in production, and in dev one whose modules Vite updates."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from lissome.ssr.render_meter import RenderMeter


class Engine(Protocol):
    """An isolate that the bundle runs in.

    Attributes:
        broken: it can answer nothing more, and must be replaced.
        on_slow: called when a call has run for so long that others should not wait for it.
    """

    broken: bool
    on_slow: Callable[[], None] | None

    @property
    def is_slow(self) -> bool:
        """True while a call runs for which others should not wait."""

    @property
    def pending(self) -> int:
        """The number of calls that run or wait."""

    async def call(self, message: bytes, meter: RenderMeter | None = None, /) -> bytes:
        """Give the bundle a message (see vite/isolate/dispatcher.js) and return its answer.

        Args:
            meter: gets the time that it took.
        """

    def release_waiting(self) -> None:
        """Have the renders that have not begun yet begin elsewhere, if the running call is slow."""

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as no call runs or waits."""

    def close(self) -> None:
        """Release the isolate and its thread."""


class Answering(Protocol):
    """An engine, or one that renders take turns with.

    Attributes:
        broken: it can answer nothing more.
    """

    @property
    def broken(self) -> bool: ...

    async def call(self, message: bytes, meter: RenderMeter | None = None, /) -> bytes:
        """Give the bundle a message and return its answer."""


class TakingTurns:
    """An engine for one of several renders that give V8 one message at a time.

    Args:
        engine: answers.
        turn: held by the render that V8 works for.
    """

    __slots__ = ("_engine", "_turn")

    def __init__(self, engine: Answering, turn: asyncio.Lock) -> None:
        self._engine = engine
        self._turn = turn

    @property
    def broken(self) -> bool:
        """It can answer nothing more."""
        return self._engine.broken

    async def call(self, message: bytes, meter: RenderMeter | None = None, /) -> bytes:
        """Wait for the turn, and return the engine's answer."""
        async with self._turn:
            return await self._engine.call(message, meter)


class Metered:
    """An engine for one page, whose time is measured."""

    __slots__ = ("_engine", "_meter")

    def __init__(self, engine: Answering, meter: RenderMeter) -> None:
        self._engine = engine
        self._meter = meter

    @property
    def broken(self) -> bool:
        """It can answer nothing more."""
        return self._engine.broken

    async def call(self, message: bytes, _meter: RenderMeter | None = None, /) -> bytes:
        """Return the engine's answer, and have it measured."""
        return await self._engine.call(message, self._meter)


OpenEngine: TypeAlias = Callable[[asyncio.AbstractEventLoop], Engine]
"""Makes an engine for an event loop. Blocks for as long as the bundle takes to start; runs on any thread."""


@dataclass(slots=True, eq=False)
class EngineLease:
    """An engine, and who uses it.

    Attributes:
        users: renders that use it now, including those that wait for an answer of the host.
        unused_since: the loop's time at which the last of them left.
        retired: another engine has taken its place; it is closed when the last render has left it.
    """

    engine: Engine
    users: int = 0
    unused_since: float = 0.0
    retired: bool = False
