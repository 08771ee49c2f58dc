"""Time by stage, measured from outside: functions are wrapped for the length of a block, then restored.

A stage's time is its own: what a stage inside it takes is not counted twice. One request at a time.
"""

import contextlib
import functools
import importlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a request, and the functions that do its work.

    Functions are named as `module:function` or `module:Class.method`.
    """

    name: str
    functions: tuple[str, ...]


class Stopwatch:
    """Credits the time between two events to the stage entered last."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = 0.0

    def enter(self, stage: str) -> None:
        self._credit()
        self._open.append(stage)

    def leave(self, stage: str) -> None:
        self._credit()
        # A stage in another task may have been entered meanwhile: the last of this name goes.
        del self._open[len(self._open) - 1 - self._open[::-1].index(stage)]

    def take(self) -> dict[str, float]:
        """Return the seconds by stage since the last call, and begin anew."""
        spent, self.spent = dict(self.spent), defaultdict(float)
        return spent

    def _credit(self) -> None:
        now = perf_counter()
        if self._open:
            self.spent[self._open[-1]] += now - self._since
        self._since = now


@contextlib.contextmanager
def watched(stages: Sequence[Stage]) -> Iterator[Stopwatch]:
    """Wrap every function of the stages while the block runs.

    Raises:
        LookupError: A function has been renamed or moved; the stage table has to follow.
    """
    watch = Stopwatch()
    with contextlib.ExitStack() as stack:
        for stage in stages:
            for name in stage.functions:
                stack.enter_context(_wrapped(name, stage.name, watch))
        yield watch


def find(name: str) -> tuple[Any, str, Callable[..., Any]]:
    """Return the owner, the attribute's name and the function that `module:Class.method` stands for.

    Raises:
        LookupError: There is no such function.
    """
    module, _, path = name.partition(":")
    *owners, attribute = path.split(".")
    try:
        owner = functools.reduce(getattr, owners, importlib.import_module(module))
        return owner, attribute, getattr(owner, attribute)
    except (ImportError, AttributeError) as missing:
        raise LookupError(
            f"bench/stages.py watches {name}, which is not there any more: {missing}"
        ) from missing


@contextlib.contextmanager
def _wrapped(name: str, stage: str, watch: Stopwatch) -> Iterator[None]:
    owner, attribute, function = find(name)
    wrapper = _timed(function, stage, watch)
    places = [(owner, attribute)]
    if inspect.ismodule(owner):
        places = _holders(function)
    for holder, key in places:
        setattr(holder, key, wrapper)
    try:
        yield
    finally:
        for holder, key in places:
            setattr(holder, key, function)


def _holders(function: Callable[..., Any]) -> list[tuple[Any, str]]:
    """Every module that imported the function by name."""
    return [
        (module, key)
        for name, module in list(sys.modules.items())
        if name.startswith("lissome")
        for key, value in list(vars(module).items())
        if value is function
    ]


def _timed(function: Callable[..., Any], stage: str, watch: Stopwatch) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def timed_async(*args: Any, **kwargs: Any) -> Any:
            watch.enter(stage)
            try:
                return await function(*args, **kwargs)
            finally:
                watch.leave(stage)

        return timed_async

    @functools.wraps(function)
    def timed(*args: Any, **kwargs: Any) -> Any:
        watch.enter(stage)
        try:
            return function(*args, **kwargs)
        finally:
            watch.leave(stage)

    return timed
