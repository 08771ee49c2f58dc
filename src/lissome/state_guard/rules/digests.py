"""Digests of values, by which those of different sessions are compared without being kept."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import islice
from pathlib import PurePath
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any, Final
from uuid import UUID

from lissome.state_guard.heap.walk import text_of, walk

_DEEPEST: Final = 5
_MOST: Final = 300
_PLAIN: Final = frozenset({str, bytes, bool, int, float, complex})
# Classes of Python whose representation says all.
_REPRESENTED: Final = (date, time_of_day, timedelta, tzinfo, Decimal, Fraction, PurePath, UUID, re.Pattern)
_NAMED: Final = (FunctionType, BuiltinFunctionType, type)
# Seconds around now in which a number is a reading of the clock: an expiry may be days away.
_DAYS: Final = 40 * 86_400.0


def digest_of_texts(value: Any, is_ignored: Callable[[str], bool]) -> str:
    """Return a digest of the texts in a value; ``""`` if all of them are ignored."""
    texts = [text_of(one) for one in _parts(value) if type(one) in (str, bytes)]
    return _digest([text for text in texts if len(text) > 2 and not is_ignored(text)])


def digest_of(value: Any) -> str:
    """Return a digest of all that tells a value from others, except for readings of the clock.

    The identities of objects tell nothing: a value that is made anew is another object each time.
    """
    return _digest(sorted(filter(None, map(_scalar, _parts(value)))))


def _parts(value: Any) -> Iterator[Any]:
    return (one for one, _ in islice(walk(value, (), deepest=_DEEPEST), _MOST))


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest() if parts else ""


def _scalar(value: Any) -> str:
    """The text that tells a value from others that are no containers; ``""`` for all that does not."""
    type_ = type(value)
    if type_ in _PLAIN:
        return "" if _is_of_clock(value) else repr(value)
    if isinstance(value, Enum):
        return f"{type_.__qualname__}.{value._name_}"
    if isinstance(value, _REPRESENTED):
        return "" if isinstance(value, datetime) and _is_near(value.timestamp(), time.time()) else repr(value)
    if isinstance(value, _NAMED):
        code = _of_code(value.__code__) if isinstance(value, FunctionType) else ""
        return f"{value.__module__}.{value.__qualname__}{code}"
    if isinstance(value, CodeType):
        return _of_code(value)
    return value.__name__ if type_ is ModuleType else ""


def _of_code(code: CodeType) -> str:
    """Return the text that tells functions of one name from each other, if they were made at run time."""
    constants = [one for one in code.co_consts if type(one) in _PLAIN]
    return f"{code.co_filename}:{code.co_firstlineno} {constants!r}"


def _is_of_clock(value: Any) -> bool:
    if type(value) is int:
        return (
            _is_near(value / 1e9, time.time())
            or _is_near(value / 1e3, time.time())
            or _is_near(value, time.time())
        )
    if type(value) is not float or value == round(value, 2):
        return False
    return any(_is_near(value, now) for now in (time.time(), time.monotonic(), time.perf_counter()))


def _is_near(value: float, now: float) -> bool:
    return abs(value - now) < min(_DAYS, now / 2)
