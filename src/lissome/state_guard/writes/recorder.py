"""Who writes what: notes each write of an instrumented module for the request that runs it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from types import BuiltinMethodType, FunctionType, ModuleType, NoneType
from typing import Any, Final, TypeVar

from lissome.state_guard.writes.instrument import BIND, CALL, MISS, SLOT, TOUCH, WRITE

T = TypeVar("T")

# Nobody can write to these, so a name that stands for one needs no note.
ATOMS: Final[frozenset[type]] = frozenset(
    {str, bytes, int, float, bool, complex, NoneType, tuple, frozenset, range, slice, type(...)}
)

# What methods are called on without changing it.
_CODE: Final[frozenset[type]] = ATOMS | {ModuleType, FunctionType, type}

# Writes that one request may note; a loop over more objects than that says nothing new.
_MOST: Final = 20_000
_LONGEST: Final = 4_000


class WriteLog(dict[tuple[int, int], Any]):
    """A request's writes: (id of the target, number of the place) -> the target, which so stays alive."""

    __slots__ = ("number", "token")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.token: Token[WriteLog] | None = None


@dataclass(slots=True, eq=False)
class WriteRecorder:
    """Notes writes. The functions that instrumented modules call are made by `functions`.

    Attributes:
        outside: writes of no request: of `init`, or of a thread without a context.
        steps: the latest settings of named slots (request, target, place), in their order.
    """

    outside: WriteLog = field(default_factory=lambda: WriteLog(0))
    steps: deque[tuple[int, int, int]] = field(default_factory=lambda: deque(maxlen=_LONGEST))
    _running: ContextVar[WriteLog] = field(init=False)

    def __post_init__(self) -> None:
        self._running = ContextVar("lissome_guard_log", default=self.outside)

    def start(self, number: int) -> WriteLog:
        """From now on writes in this context, and in the tasks and threads it starts, are this request's."""
        log = WriteLog(number)
        log.token = self._running.set(log)
        return log

    def stop(self, log: WriteLog) -> None:
        """From now on writes in this context are no request's, as before; tasks that go on still note theirs.

        A context may outlive its requests: that of a test does, and must not keep what they wrote to.
        """
        token, log.token = log.token, None
        if token is not None and self._running.get() is log:
            with suppress(ValueError):  # a copy of the context, which will end as its task does
                self._running.reset(token)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """What instrumented modules call, by the names that they call it."""
        write, touch = self._noting(ATOMS), self._noting(_CODE)
        running = self._running.get
        note_step = self.steps.append

        def slot(target: T, site: int) -> T:
            log = running()
            if len(log) < _MOST:
                log[id(target), site] = target
                note_step((log.number, id(target), site))
            return target

        def bind(site: int) -> None:
            log = running()
            log[0, site] = None
            note_step((log.number, 0, site))

        def call(function: T, site: int) -> T:
            if type(function) is BuiltinMethodType:
                write(function.__self__, site)  # type: ignore[attr-defined]
            return function

        def miss(target: T, site: int) -> T:
            return write(target, site) if hasattr(type(target), "__missing__") else target

        return {WRITE: write, SLOT: slot, BIND: bind, CALL: call, TOUCH: touch, MISS: miss}

    def _noting(self, unchanged: frozenset[type]) -> Callable[[T, int], T]:
        """A function that notes its target, unless that is of a type that this cannot change."""
        running = self._running.get

        def note(target: T, site: int) -> T:
            if type(target) not in unchanged:
                log = running()
                if len(log) < _MOST:
                    log[id(target), site] = target
            return target

        return note
