"""The interface of an engine: an isolate in production, and in dev one whose modules Vite updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias


class Engine(Protocol):
    """An isolate that the bundle runs in.

    Attributes:
        broken: it can answer nothing more, and must be replaced.
    """

    broken: bool

    async def call(self, message: bytes) -> bytes:
        """Give the bundle a message (see vite/isolate/dispatcher.js) and return its answer."""

    def when_idle(self, done: Callable[[], None]) -> None:
        """Call `done` as soon as no call runs or waits."""

    def close(self) -> None:
        """Release the isolate and its thread."""


OpenEngine: TypeAlias = Callable[[], Engine]


@dataclass(slots=True, eq=False)
class EngineLease:
    """An engine that is in use.

    Attributes:
        users: renders that use it now, including those that wait for an answer of the host.
        retired: another engine has taken its place; it is closed when the last render has left it.
    """

    engine: Engine
    users: int = 0
    retired: bool = False
