"""Tables of the standard library that all requests share: media types, codecs, dialects, adapters, …"""

from __future__ import annotations

import calendar
import codecs
import copyreg
import csv
import faulthandler
import gettext
import locale
import logging
import mimetypes
import os
import shutil
import signal
import sqlite3
import sys
import threading
import tracemalloc
import urllib.request
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.etree import ElementTree as ET

from lissome.state_guard.resources.process_settings import ProcessSetting, always_changed, reading, watched
from lissome.state_guard.resources.tracked_request import Tracker

_HERE: Final = (
    "Pass what differs by user as an argument; register what is the same for all at the top of a module, or "
    "in `init` of src/hooks.server.py."
)
_DIALECT: Final = "Pass the options to the reader or writer itself: csv.writer(file, delimiter=';')."
_DIALECT_FIELDS: Final = (
    "delimiter",
    "quotechar",
    "escapechar",
    "doublequote",
    "skipinitialspace",
    "quoting",
)


def _registries() -> tuple[ProcessSetting, ...]:
    return (
        ProcessSetting(mimetypes, "add_type", "the table of media types", _media_type, _HERE),
        ProcessSetting(codecs, "register", "the search functions of codecs", always_changed, _HERE),
        ProcessSetting(codecs, "register_error", "the error handlers of codecs", _error_handler, _HERE),
        ProcessSetting(
            csv, "register_dialect unregister_dialect", "the dialects of csv", reading(_dialects), _DIALECT
        ),
        ProcessSetting(copyreg, "pickle", "how pickle reduces a class", _copying(copyreg.dispatch_table)),
        ProcessSetting(
            shutil,
            "register_archive_format register_unpack_format",
            "the archive formats of shutil",
            reading(lambda: (shutil.get_archive_formats(), shutil.get_unpack_formats())),
        ),
        ProcessSetting(
            sqlite3,
            "register_adapter register_converter",
            "how sqlite3 converts values",
            _copying(sqlite3.adapters, sqlite3.converters),
        ),
        ProcessSetting(
            ET,
            "register_namespace",
            "the prefixes of XML namespaces",
            _copying(ET._namespace_map),  # type: ignore[attr-defined] # noqa: SLF001 - no public name
        ),
        ProcessSetting(
            calendar, "setfirstweekday", "the first day of the week", reading(calendar.firstweekday), _HERE
        ),
        ProcessSetting(logging, "addLevelName", "the names of logging's levels", _level_name),
        ProcessSetting(
            logging,
            "captureWarnings",
            "where warnings go",
            reading(lambda: logging._warnings_showwarning is not None),  # type: ignore[attr-defined] # noqa: SLF001
        ),
        ProcessSetting(
            urllib.request,
            "install_opener",
            "the opener of urllib",
            reading(lambda: urllib.request._opener),  # type: ignore[attr-defined] # noqa: SLF001
        ),
        ProcessSetting(
            gettext, "textdomain bindtextdomain", "the domain of gettext", reading(gettext.textdomain)
        ),
        ProcessSetting(locale, "textdomain bindtextdomain", "the domain of gettext", always_changed),
        ProcessSetting(zoneinfo, "reset_tzpath", "the path of time zones", reading(lambda: zoneinfo.TZPATH)),
        *_of_interpreter(),
    )


def _of_interpreter() -> tuple[ProcessSetting, ...]:
    return (
        ProcessSetting(sys, "addaudithook", "the audit hooks", always_changed),
        ProcessSetting(
            sys, "set_int_max_str_digits", "the longest number", reading(sys.get_int_max_str_digits)
        ),
        ProcessSetting(sys, "set_asyncgen_hooks", "the hooks of generators", reading(sys.get_asyncgen_hooks)),
        ProcessSetting(threading, "stack_size", "the stack size of threads", reading(threading.stack_size)),
        ProcessSetting(faulthandler, "enable disable", "faulthandler", reading(faulthandler.is_enabled)),
        ProcessSetting(tracemalloc, "start stop", "tracemalloc", reading(tracemalloc.is_tracing)),
        ProcessSetting(os, "register_at_fork", "what runs at a fork", always_changed),
        ProcessSetting(
            os, "nice setpriority", "the priority", reading(lambda: os.getpriority(os.PRIO_PROCESS, 0))
        ),
        ProcessSetting(
            signal,
            "alarm setitimer",
            "the timer of the process",
            reading(lambda: signal.getitimer(signal.ITIMER_REAL)[0] > 0),
        ),
    )


def _media_type(*arguments: str, ext: str = "", **_: object) -> object:
    extension = arguments[1] if len(arguments) > 1 else ext
    return mimetypes.types_map.get(extension), mimetypes.common_types.get(extension)


def _error_handler(name: str, *_: object) -> object:
    try:
        return codecs.lookup_error(name)
    except LookupError:
        return None


def _dialects() -> object:
    return [
        (name, *(getattr(csv.get_dialect(name), one) for one in _DIALECT_FIELDS))
        for name in csv.list_dialects()
    ]


def _level_name(level: int, *_: object) -> object:
    return logging.getLevelName(level)


def _copying(*tables: dict[Any, Any]) -> Callable[..., object]:
    return reading(lambda: [dict(table) for table in tables])


@contextmanager
def registries_watched(tracker: Tracker) -> Iterator[None]:
    """Track what requests register with the process."""
    with watched(tracker, _registries()):
        yield
