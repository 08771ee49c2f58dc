"""Tables of the standard library that all requests share: media types, codecs, dialects, adapters, …"""

from __future__ import annotations

import asyncio
import calendar
import codecs
import copyreg
import csv
import email.charset
import gettext
import locale
import logging
import mimetypes
import shutil
import sqlite3
import urllib.request
import xml.dom.domreg
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
        ProcessSetting(
            *(csv, "field_size_limit", "the longest field of csv", reading(csv.field_size_limit), _HERE)
        ),
        ProcessSetting(copyreg, "pickle", "how pickle reduces a class", _copying(copyreg.dispatch_table)),
        ProcessSetting(
            *(copyreg, "add_extension remove_extension", "the codes of pickle"),
            _copying(copyreg._extension_registry),  # type: ignore[attr-defined] # noqa: SLF001
        ),
        ProcessSetting(
            shutil,
            "register_archive_format unregister_archive_format "
            "register_unpack_format unregister_unpack_format",
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
            *(gettext, "textdomain bindtextdomain", "the domain of gettext"),
            reading(lambda: (gettext.textdomain(), dict(gettext._localedirs))),  # type: ignore[attr-defined] # noqa: SLF001
        ),
        ProcessSetting(locale, "textdomain bindtextdomain", "the domain of gettext", always_changed),
        ProcessSetting(zoneinfo, "reset_tzpath", "the path of time zones", reading(lambda: zoneinfo.TZPATH)),
        *_of_packages(),
    )


def _of_packages() -> tuple[ProcessSetting, ...]:
    return (
        ProcessSetting(
            *(email.charset, "add_charset add_alias add_codec", "the character sets of email"),
            _copying(email.charset.CHARSETS, email.charset.ALIASES, email.charset.CODEC_MAP),
        ),
        *(
            ProcessSetting(
                *(owner, "registerDOMImplementation", "the implementations of DOM"),
                _copying(xml.dom.domreg.registered),
            )
            for owner in (xml.dom, xml.dom.domreg)
        ),
        ProcessSetting(sqlite3, "enable_callback_tracebacks", "how sqlite3 reports errors", always_changed),
        ProcessSetting(
            *(logging.Manager, "setLoggerClass setLogRecordFactory", "the classes that logging uses"),
            lambda manager, *_: (manager.loggerClass, manager.logRecordFactory),
        ),
        ProcessSetting(logging.Handler, "setLevel", "the level of handler {0.name!r}", _of_handler("level")),
        ProcessSetting(logging.Handler, "setFormatter", "the format of a handler", _of_handler("formatter")),
        ProcessSetting(
            *(asyncio, "set_event_loop_policy", "the policy of event loops"),
            reading(lambda: getattr(asyncio.events, "_event_loop_policy", None)),
        ),
    )


def _of_handler(name: str) -> Callable[..., object]:
    """Read an attribute of a handler that some logger has; one that the request has made is its own."""

    def read(handler: logging.Handler, *_: object) -> object:
        loggers = (logging.root, *logging.root.manager.loggerDict.values())
        is_known = any(handler in getattr(one, "handlers", ()) for one in loggers)
        return getattr(handler, name) if is_known else None

    return read


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
