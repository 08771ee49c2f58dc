"""Recording of writes: the functions that instrumented code calls, and the log of each request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from functools import partial
from types import BuiltinMethodType, FunctionType, ModuleType
from typing import Any, Final, TypeVar

from lissome.state_guard.heap.introspect import ATOMS
from lissome.state_guard.writes.instrument import BIND, CALL, MISS, SLOT, TOUCH, WRITE

T = TypeVar("T")

# Calling a method of one of these does not change it.
_UNTOUCHED: Final[frozenset[type]] = ATOMS | {ModuleType, FunctionType, type}

# Writes that are recorded of one request; a loop over more objects than that tells nothing new.
_MOST: Final = 20_000
_MOST_STEPS: Final = 4_000


class WriteLog(dict[tuple[int, int], Any]):
    """The writes of a request: from (id of the target, number of the site) to the target, which stays alive.

    The target of a bound variable is None, and its id 0.
    """

    __slots__ = ("number", "token")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.token: Token[WriteLog] | None = None


@dataclass(slots=True, eq=False)
class WriteRecorder:
    """Records writes by request.

    Attributes:
        outside: writes of no request: of `init`, or of a thread without a context.
        steps: the latest settings of named slots, in order: (request, id of the target, number of the site).
    """

    outside: WriteLog = field(default_factory=lambda: WriteLog(0))
    steps: deque[tuple[int, int, int]] = field(default_factory=lambda: deque(maxlen=_MOST_STEPS))
    _current: ContextVar[WriteLog] = field(init=False)

    def __post_init__(self) -> None:
        self._current = ContextVar("lissome_guard_log", default=self.outside)

    def start(self, number: int) -> WriteLog:
        """Record the writes in this context, and in tasks and threads started in it, for a request."""
        log = WriteLog(number)
        log.token = self._current.set(log)
        return log

    def stop(self, log: WriteLog) -> None:
        """Record writes in this context for no request, as before; tasks that go on keep the log.

        A context may outlive its requests: that of a test does, and must not keep what they wrote to.
        """
        token, log.token = log.token, None
        if token is not None and self._current.get() is log:
            with suppress(ValueError):  # a copy of the context, which ends with its task
                self._current.reset(token)

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions that instrumented modules call, by name."""
        write, touch = self._recording(ATOMS), self._recording(_UNTOUCHED)
        current = self._current.get
        add_step = self.steps.append

        def slot(target: T, site: int) -> T:
            log = current()
            if len(log) < _MOST:
                log[id(target), site] = target
                add_step((log.number, id(target), site))
            return target

        def bind(site: int) -> None:
            log = current()
            log[0, site] = None
            add_step((log.number, 0, site))

        def call(function: T, site: int) -> T:
            called: Any = function
            while type(called) is partial:
                for one in called.args:
                    write(one, site)
                called = called.func
            if type(called) is BuiltinMethodType:
                write(called.__self__, site)
            return function

        def miss(target: T, site: int) -> T:
            return write(target, site) if hasattr(type(target), "__missing__") else target

        return {WRITE: write, SLOT: slot, BIND: bind, CALL: call, TOUCH: touch, MISS: miss}

    def _recording(self, unchanged: frozenset[type]) -> Callable[[T, int], T]:
        """Return a function that records its target, unless its type is one of `unchanged`."""
        current = self._current.get

        def record(target: T, site: int) -> T:
            if type(target) not in unchanged:
                log = current()
                if len(log) < _MOST:
                    log[id(target), site] = target
            return target

        return record
