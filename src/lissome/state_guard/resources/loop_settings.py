"""Settings of the event loop, which all requests of a worker share: its handlers, factory and executor."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final, NamedTuple

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_WHY: Final = (
    "A request changed {what}: it serves all requests of this worker from now on, those under way too, "
    "and keeps alive what it refers to.\n"
    "Set it once, in `init` of src/hooks.server.py. What differs by request it finds in a context variable."
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
        yield


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
