"""JavaScript values that Python has no type for, and the limits of those that it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final, Literal

MAX_SAFE_INTEGER: Final = 2**53 - 1
"""JavaScript numbers hold integers exactly up to here; larger ones are sent as BigInt."""

MAX_DEPTH: Final = 128
"""Containers within containers, both ways. Deeper values are refused, far from Python's recursion limit."""


class _Undefined(Enum):
    UNDEFINED = "undefined"

    def __repr__(self) -> str:
        return self.name

    __str__ = __repr__

    def __bool__(self) -> Literal[False]:
        return False


UNDEFINED: Final = _Undefined.UNDEFINED
"""JavaScript's `undefined`. Falsy. `None` is `null`."""


class BigInt(int):
    """An integer that JavaScript gets as a `BigInt` however small it is."""

    __slots__ = ()


class Url(str):
    """Text that JavaScript gets as a `URL` object. It must be absolute; nothing here checks that."""

    __slots__ = ()


class UrlSearchParams(str):
    """Text, without the `?`, that JavaScript gets as a `URLSearchParams` object."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RegExp:
    """A JavaScript regular expression, in JavaScript's syntax. It is data here: nothing compiles it."""

    source: str
    flags: str = ""


class Date:
    """What a datetime becomes before it is written: an instant, to the millisecond; the rest is cut off."""

    __slots__ = ("_moment",)

    def __init__(self, moment: datetime) -> None:
        """A naive datetime is taken as UTC.

        Raises:
            OverflowError: the year in UTC is not within 1 to 9999.
        """
        self._moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def ms(self) -> int:
        """Milliseconds since 1970."""
        return (self._moment - _EPOCH) // _MILLISECOND

    @property
    def iso(self) -> str:
        """As `toISOString` has it."""
        return f"{self._moment.isoformat(timespec='milliseconds')[:-6]}Z"


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class JsMap:
    """What a mapping with keys other than strings becomes before it is written."""

    __slots__ = ("entries",)

    def __init__(self, entries: Iterable[tuple[object, object]]) -> None:
        self.entries = tuple(entries)


class JsSet:
    """What a set becomes before it is written."""

    __slots__ = ("members",)

    def __init__(self, members: Iterable[object]) -> None:
        self.members = tuple(members)
