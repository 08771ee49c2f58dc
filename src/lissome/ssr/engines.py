"""Which engine renders: one per worker, replaced when it broke, and of another kind when the app needs that.

Builtins are frozen in an ordinary isolate, so that no render can leave anything in them for the next one. An
app that changes them on purpose (`BigInt.prototype.toJSON = …`, a polyfill) is refused there. It then gets an
isolate that takes such changes back after each render, which is as safe and slower; but only if it shows that
this helps: the refused write may as well have been to an object of the app's own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import orjson

from lissome.errors import EngineLost
from lissome.ssr.culprit import culprit

logger = logging.getLogger("lissome.ssr")

# The answer of an isolate in which something is left that it cannot remove.
_SPOILED: Final = b"x{}"
# How many refusals may prove to be the app's own errors, until none is looked into: each takes an isolate.
_MOST_TRIALS: Final = 16
# How often a render is begun again because of what others did to its isolate.
_MOST_TRIES: Final = 3


class Engine(Protocol):
    """Where the bundle runs: an isolate, and in dev one whose modules Vite keeps up to date."""

    broken: bool

    async def call(self, message: bytes) -> bytes:
        """Give the bundle a message (see vite/isolate/dispatcher.js) and return its answer."""

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as nothing runs or waits."""

    def close(self) -> None:
        """Give everything back."""


OpenEngine = Callable[[], Engine]


@dataclass(slots=True, eq=False)
class Seat:
    """An engine and how many renders are at it, those that wait for a fetch included."""

    engine: Engine
    users: int = 0
    retired: bool = False


# Gives an engine a message, and what it asks for, until there is a final answer.
Drive = Callable[[Seat, bytes], Awaitable[bytes]]


@dataclass(slots=True)
class Statistics:
    """What the renderer did since it started.

    Attributes:
        patches: the builtins that the app changes, for example ``BigInt.prototype.toJSON``.
    """

    renders: int = 0
    failures: int = 0
    replacements: int = 0
    patches: list[str] = field(default_factory=list)


class Engines:
    """The engine in use.

    Args:
        open_frozen: makes an ordinary engine.
        open_patchable: makes one that takes changes of builtins back.
    """

    def __init__(self, open_frozen: OpenEngine, open_patchable: OpenEngine | None) -> None:
        self._open = open_frozen
        self._open_patchable = open_patchable
        self._seat: Seat | None = None
        self._trial = asyncio.Lock()
        self._own_errors: set[str] = set()
        self._closed = False
        self.statistics = Statistics()

    def current(self) -> Seat:
        """The engine in use; made if there is none."""
        if self._seat is not None and self._seat.engine.broken:
            self._replace(self._seat)
        if self._seat is None:
            self._seat = Seat(self._open())
            self._closed = False
        return self._seat

    def close(self) -> None:
        """Give the engine back."""
        self._closed = True
        if self._seat is not None:
            self._seat.engine.close()
            self._seat = None

    async def run(self, message: bytes, drive: Drive) -> bytes:
        """Have a message answered, by another engine if need be.

        Raises:
            RenderError: no engine answers it.
        """
        for _ in range(_MOST_TRIES):
            try:
                answer = await self._drive(self.current(), message, drive)
                if answer[:1] == b"x" and answer != _SPOILED:
                    answer = await self._refused(orjson.loads(answer[1:]), message, drive)
            except EngineLost:
                if self._closed:
                    raise
                continue  # what it has asked of the outside is not asked again (see outside.py)
            if answer != _SPOILED:
                return answer
        raise EngineLost

    async def _drive(self, seat: Seat, message: bytes, drive: Drive) -> bytes:
        seat.users += 1
        try:
            answer = await drive(seat, message)
            if answer == _SPOILED:
                seat.engine.broken = True
            return answer
        finally:
            seat.users -= 1
            if seat.engine.broken:
                self._replace(seat)
            elif seat.retired and not seat.users:
                seat.engine.close()

    async def _refused(self, refusal: dict[str, Any], message: bytes, drive: Drive) -> bytes:
        name = f"{culprit(str(refusal.get('stack', ''))) or 'somewhere'}: {refusal['message']}"
        async with self._trial:
            is_known = name in self._own_errors or len(self._own_errors) >= _MOST_TRIALS
            if self._open_patchable is not None and not is_known and not self.statistics.patches:
                return await self._try_patchable(name, message, drive, self._open_patchable)
        # an engine that is patchable already refuses nothing
        return await self._drive(self.current(), b"!" + message, drive)

    async def _try_patchable(self, name: str, message: bytes, drive: Drive, open_it: OpenEngine) -> bytes:
        trial = Seat(open_it())
        try:
            answer = await self._drive(trial, message, drive)
            patches = await _patches(trial.engine)
        except BaseException:
            trial.engine.close()
            raise
        if patches:
            self._settle_for(trial, patches, name, open_it)
        else:
            self._own_errors.add(name)
            trial.engine.close()
        return answer

    def _settle_for(self, seat: Seat, patches: list[str], name: str, open_it: OpenEngine) -> None:
        """From here on the app has this kind of engine."""
        before, self._seat, self._open = self._seat, seat, open_it
        self.statistics.patches = patches
        logger.warning(
            "%s\nThis app changes builtins (%s). From now on that is taken back after each render. So "
            "none of it reaches another render, but each takes a few milliseconds longer.",
            name,
            ", ".join(patches),
        )
        if before is not None:
            before.retired = True
            if not before.users:
                before.engine.close()

    def _replace(self, broken: Seat) -> None:
        if self._seat is not broken:
            return
        self._seat = None
        self.statistics.replacements += 1
        broken.engine.when_idle(broken.engine.close)


async def _patches(engine: Engine) -> list[str]:
    """What renders have changed in an engine, if it could be taken back; else that."""
    answer = await engine.call(b"q")
    if answer == _SPOILED:
        return ["in a way that cannot be taken back"]
    patches: list[str] = orjson.loads(answer)
    return patches
