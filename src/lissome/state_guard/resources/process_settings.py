"""Settings of the whole process that functions change: working directory, environment, locale, …"""

from __future__ import annotations

import builtins
import gc
import gettext
import locale
import logging
import os
import random
import socket
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_WHY: Final = (
    "A request changed {what} for the whole process: all users' requests see the change from now on, those "
    "under way too.\n{instead}"
)
_DEBUGGERS: Final = frozenset({"bdb", "pdb"})
_INIT: Final = "Set it once, in `init` of src/hooks.server.py."


@dataclass(frozen=True, slots=True)
class ProcessSetting:
    """A setting of the process, and the functions that change it.

    Attributes:
        owner: the module or class of the functions.
        names: the functions' names.
        what: the setting in messages, with places for the arguments of the call.
        read: returns the setting's value, from the arguments of the call.
        instead: what to write instead.
    """

    owner: Any
    names: str
    what: str
    read: Callable[..., object]
    instead: str = _INIT


_CWD: Final = (
    "Use absolute paths (Path(folder) / name), or pass `cwd=` to the process that needs another directory."
)
_ENVIRON: Final = (
    "Pass values as arguments or in event.locals; pass `env=` to the process that needs them; set values for "
    "the whole app in `init` of src/hooks.server.py."
)
_LOCALE: Final = "Format for one user with a library that takes the locale as an argument, such as Babel."
_TRANSLATE: Final = "Call `gettext` of the user's translations, or keep them in a context variable."
_RANDOM: Final = (
    "Make your own generator, random.Random(seed): with a known seed other users' numbers can be guessed."
)


def _settings() -> tuple[ProcessSetting, ...]:
    set_locale = locale.setlocale  # the original, before it is replaced
    return (
        ProcessSetting(os, "chdir fchdir", "the working directory", reading(_cwd), _CWD),
        ProcessSetting(type(os.environ), "__setitem__ __delitem__", "os.environ[{1!r}]", _variable, _ENVIRON),
        ProcessSetting(
            locale, "setlocale", "the locale", reading(lambda: set_locale(locale.LC_ALL)), _LOCALE
        ),
        ProcessSetting(
            *(socket, "setdefaulttimeout", "the default timeout of sockets"),
            reading(socket.getdefaulttimeout),
        ),
        ProcessSetting(
            *(gc, "enable disable set_threshold freeze unfreeze set_debug"),
            *("the garbage collector's settings", reading(_collector)),
        ),
        ProcessSetting(sys, "setrecursionlimit", "the recursion limit", reading(sys.getrecursionlimit)),
        ProcessSetting(
            *(sys, "setswitchinterval", "the switch interval of threads", reading(sys.getswitchinterval))
        ),
        ProcessSetting(
            *(warnings, "simplefilter filterwarnings resetwarnings", "the filters of warnings"),
            reading(lambda: tuple(warnings.filters)),
        ),
        ProcessSetting(logging.Logger, "setLevel", "the level of the logger {0.name!r}", _level),
        ProcessSetting(
            *(logging, "disable", "what logging lets through", reading(lambda: logging.root.manager.disable))
        ),
        ProcessSetting(
            *(logging, "setLogRecordFactory setLoggerClass", "the classes that logging uses"),
            reading(lambda: (logging.getLogRecordFactory(), logging.getLoggerClass())),
        ),
        ProcessSetting(
            *(gettext.NullTranslations, "install", "the function `_` that translates"),
            *(reading(lambda: getattr(builtins, "_", None)), _TRANSLATE),
        ),
        ProcessSetting(time, "tzset", "the time zone", reading(lambda: (time.tzname, time.timezone))),
        ProcessSetting(
            *(random, "seed setstate", "the seed of the `random` module", always_changed, _RANDOM)
        ),
    )


def always_changed(*_: object, **__: object) -> object:
    """Stand for a setting that cannot be read or taken back: each change of it is one."""
    return object()


def reading(read: Callable[[], object]) -> Callable[..., object]:
    """Return a function that ignores the arguments of the call that changes a setting."""
    return lambda *_, **__: read()


def _cwd() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def _variable(environ: Any, name: str, _value: str = "") -> object:
    return environ.get(name)


def _level(logger: logging.Logger, _level: object) -> object:
    return logger.level


def _collector() -> object:
    return gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.get_freeze_count() > 0


@contextmanager
def settings_watched(tracker: Tracker) -> Iterator[None]:
    """Track the settings that requests change."""
    with ExitStack() as undo:
        undo.enter_context(watched(tracker, _settings()))
        undo.enter_context(replaced(os, "umask", lambda original: _masking(original, tracker)))
        yield


@contextmanager
def watched(tracker: Tracker, settings: Iterable[ProcessSetting]) -> Iterator[None]:
    """Track these settings, as far as this system has them."""
    with ExitStack() as undo:
        for setting in settings:
            for name in setting.names.split():
                if hasattr(setting.owner, name):
                    undo.enter_context(replaced(setting.owner, name, _changing(setting, tracker)))
        yield


def _changing(setting: ProcessSetting, tracker: Tracker) -> Callable[[Function], Function]:
    def make(original: Function) -> Function:
        def change(*arguments: Any, **options: Any) -> Any:
            if current_request.get() is None or _is_debugger() or tracker.site() is None:
                return original(*arguments, **options)
            before = setting.read(*arguments, **options)
            result = original(*arguments, **options)
            if setting.read(*arguments, **options) != before:
                _add(tracker, setting, before, arguments, options)
            return result

        return change

    return make


def _is_debugger() -> bool:
    """True if pdb makes the change: `breakpoint()` is no leak, and would stop in what runs next here."""
    return sys._getframe(2).f_globals.get("__name__") in _DEBUGGERS  # noqa: SLF001 - the documented way


def _add(
    tracker: Tracker, setting: ProcessSetting, before: object, arguments: tuple[Any, ...], options: Any
) -> None:
    after = setting.read(*arguments, **options)
    what = setting.what.format(*arguments)
    if after == tracker.baseline(what, before):
        return  # changed back

    def is_left() -> bool:
        return setting.read is always_changed or setting.read(*arguments, **options) == after

    tracker.add(what, _WHY.format(what=what, instead=setting.instead), is_left, kind="process")


def _masking(original: Function, tracker: Tracker) -> Function:
    """Replace `os.umask`: the mask can only be read by setting it, so the last one is remembered."""
    last: list[int] = []

    def umask(mask: int) -> int:
        before: int = original(mask)
        last[:] = [mask]
        is_changed = current_request.get() is not None and mask != before and tracker.site() is not None
        if is_changed and tracker.baseline("the umask", before) != mask:
            instead = "Give the mode where a file is made: os.open(…, mode=0o600)."
            why = _WHY.format(what="the umask", instead=instead)
            tracker.add("the umask", why, lambda: last == [mask], kind="process")
        return before

    return umask
