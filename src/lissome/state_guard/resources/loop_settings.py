"""Settings of the event loop, which all requests of a worker share: its handlers, factory and executor."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, Final, NamedTuple

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_WHY: Final = (
    "A request changed {what}: it serves all requests of this worker from now on, those under way too, "
    "and keeps alive what it refers to.\n"
    "Set it once, in `init` of src/hooks.server.py. What differs by request it finds in a context variable."
)
_WATCHING: Final = (
    "It was added for this request and is still there after the response: the loop calls it for every "
    "request from now on, and keeps alive what it refers to.\n"
    "Take it out again with event.defer(loop.remove_{what}, file), or use the streams of asyncio."
)


class _LoopSetting(NamedTuple):
    method: str
    what: str
    read: Callable[[Any, Any], object]


_SETTINGS: Final = (
    _LoopSetting(
        "set_exception_handler", "the loop's exception handler", lambda loop, _: loop.get_exception_handler()
    ),
    _LoopSetting("set_task_factory", "the loop's task factory", lambda loop, _: loop.get_task_factory()),
    _LoopSetting(
        "set_default_executor",
        "the loop's default executor",
        lambda loop, _: getattr(loop, "_default_executor", None),
    ),
    _LoopSetting("set_debug", "the loop's debug mode", lambda loop, _: loop.get_debug()),
    _LoopSetting(
        "add_signal_handler", "the loop's signal handlers", lambda _, number: signal.getsignal(number)
    ),
)


@contextmanager
def loop_settings_watched(loop: asyncio.AbstractEventLoop, tracker: Tracker) -> Iterator[None]:
    """Track the settings of a loop that requests change."""
    with ExitStack() as undo:
        for setting in _SETTINGS:
            undo.enter_context(replaced(loop, setting.method, _changing(loop, setting, tracker)))
        for what in ("reader", "writer"):
            latest: dict[int, object] = {}  # by descriptor, the callback that it has
            undo.enter_context(replaced(loop, f"add_{what}", partial(_adding, what, latest, tracker)))
            undo.enter_context(replaced(loop, f"remove_{what}", partial(_removing, latest)))
        yield


def _adding(what: str, latest: dict[int, object], tracker: Tracker, original: Function) -> Function:
    def add(file: Any, callback: Callable[..., object], *arguments: Any) -> None:
        original(file, callback, *arguments)
        number = _descriptor(file)
        mine = latest[number] = object()
        if current_request.get() is not None and not tracker.is_called_by_python():
            place = f"{what} of the loop, {getattr(callback, '__qualname__', type(callback).__name__)}()"
            tracker.add(place, _WATCHING.format(what=what), lambda: latest.get(number) is mine, owners=False)

    return add


def _removing(latest: dict[int, object], original: Function) -> Function:
    def remove(file: Any) -> bool:
        latest.pop(_descriptor(file), None)
        removed: bool = original(file)
        return removed

    return remove


def _descriptor(file: Any) -> int:
    number: int = file if isinstance(file, int) else file.fileno()
    return number


def _changing(
    loop: asyncio.AbstractEventLoop, setting: _LoopSetting, tracker: Tracker
) -> Callable[[Function], Function]:
    def make(original: Function) -> Function:
        def change(value: Any, *more: Any) -> None:
            if current_request.get() is None:
                original(value, *more)
                return
            before = setting.read(loop, value)
            original(value, *more)
            after = setting.read(loop, value)
            if after is not before and after is not tracker.baseline(setting.what, before):
                why = _WHY.format(what=setting.what)
                tracker.add(setting.what, why, lambda: setting.read(loop, value) is after, kind="process")

        return change

    return make
